//! The screens: which there are, what they are called, how the navigation gathers them into areas.

pub mod adjust;
pub mod appearance;
pub mod around;
pub mod assess;
pub mod attendance;
pub mod beyond;
pub mod board;
pub mod certify;
pub mod collect;
pub mod copies;
mod drafts;
pub mod evidence;
pub mod figures;
pub mod first;
pub mod funds;
pub mod handover;
pub mod health;
pub mod home;
pub mod import;
pub mod incident;
pub mod lock;
pub mod matrix;
pub mod password;
pub mod past;
pub mod reach;
pub mod records;
pub mod reports;
pub mod settings;
pub mod stars;
pub mod start;
pub mod statistics;
pub mod submission;
pub mod text;
pub mod trash;
mod typeface;

use crate::app::Register;
use egui_material_icons::MaterialIcon;
use egui_material_icons::icons;

/// A screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// 工作台.
    Home,
    /// A register.
    Register(Register),
    /// The year grid of 传播量.
    Reach,
    /// Orders by stage.
    Board,
    /// Hours, stars, who qualifies.
    Stars,
    /// Measures × quarters.
    Matrix,
    /// Money by source and purpose.
    Funds,
    /// All figures with what they are made of.
    Figures,
    /// 导入表格.
    Import,
    /// 收数.
    Collect,
    /// 报表.
    Reports,
    /// Columns and signers of reports.
    Adjust,
    /// 上报汇总: packs up, packs in, what is sent back.
    Submission,
    /// 设置.
    Settings,
    /// 备份与恢复.
    Copies,
    /// 数据体检.
    Health,
    /// 操作记录.
    Past,
    /// 回收站 and 清理.
    Trash,
}

/// Some screens under one entry of the navigation.
pub struct Area {
    /// What the navigation says.
    pub label: &'static str,
    /// Its icon.
    pub icon: MaterialIcon,
    /// Its screens; the first one opens.
    pub screens: &'static [Screen],
}

/// The navigation from top to bottom.
pub const AREAS: [Area; 16] = [
    area("工作台", icons::ICON_HOME, &[Screen::Home]),
    area(
        "科普活动",
        icons::ICON_EVENT,
        &[
            Screen::Register(Register::Events),
            Screen::Register(Register::Trainings),
            Screen::Register(Register::Contests),
            Screen::Register(Register::Entries),
            Screen::Register(Register::Works),
            Screen::Register(Register::Incidents),
        ],
    ),
    area(
        "科技志愿者",
        icons::ICON_VOLUNTEER_ACTIVISM,
        &[
            Screen::Register(Register::Volunteers),
            Screen::Register(Register::Teams),
            Screen::Register(Register::Memberships),
            Screen::Register(Register::Credits),
            Screen::Register(Register::Certificates),
            Screen::Stars,
        ],
    ),
    area(
        "科普信息员",
        icons::ICON_CAMPAIGN,
        &[Screen::Register(Register::Officers), Screen::Reach],
    ),
    area(
        "人才与协作",
        icons::ICON_SCHOOL,
        &[
            Screen::Register(Register::Experts),
            Screen::Register(Register::Partners),
        ],
    ),
    area(
        "服务订单",
        icons::ICON_ASSIGNMENT,
        &[Screen::Board, Screen::Register(Register::Orders)],
    ),
    area(
        "阵地资源",
        icons::ICON_STOREFRONT,
        &[
            Screen::Register(Register::Venues),
            Screen::Register(Register::VenueLogs),
            Screen::Register(Register::Stock),
            Screen::Register(Register::Loans),
            Screen::Register(Register::Tours),
            Screen::Register(Register::Connections),
        ],
    ),
    area(
        "经费",
        icons::ICON_PAYMENTS,
        &[
            Screen::Register(Register::Money),
            Screen::Register(Register::Budgets),
            Screen::Funds,
        ],
    ),
    area(
        "规划任务",
        icons::ICON_CHECKLIST,
        &[
            Screen::Matrix,
            Screen::Register(Register::WorkItems),
            Screen::Register(Register::Tasks),
            Screen::Register(Register::ThemeYears),
        ],
    ),
    area(
        "指标考核",
        icons::ICON_MONITORING,
        &[
            Screen::Figures,
            Screen::Register(Register::Indicators),
            Screen::Register(Register::StatEntries),
            Screen::Register(Register::Creations),
            Screen::Register(Register::Honours),
            Screen::Register(Register::Inspections),
            Screen::Register(Register::Explanations),
        ],
    ),
    area(
        "资料传播",
        icons::ICON_FOLDER,
        &[
            Screen::Register(Register::Papers),
            Screen::Register(Register::Posts),
            Screen::Register(Register::GroupMembers),
        ],
    ),
    area(
        "社区与人口",
        icons::ICON_LOCATION_CITY,
        &[Screen::Register(Register::Communities)],
    ),
    area(
        "导入表格",
        icons::ICON_UPLOAD_FILE,
        &[Screen::Import, Screen::Collect],
    ),
    area(
        "报表",
        icons::ICON_PRINT,
        &[
            Screen::Reports,
            Screen::Register(Register::Documents),
            Screen::Adjust,
        ],
    ),
    area(
        "上报汇总",
        icons::ICON_OUTBOX,
        &[Screen::Submission, Screen::Register(Register::Returns)],
    ),
    area(
        "设置与备份",
        icons::ICON_SETTINGS,
        &[
            Screen::Settings,
            Screen::Copies,
            Screen::Health,
            Screen::Past,
            Screen::Trash,
        ],
    ),
];

const fn area(label: &'static str, icon: MaterialIcon, screens: &'static [Screen]) -> Area {
    Area {
        label,
        icon,
        screens,
    }
}

impl Screen {
    /// The area it stands in.
    pub fn area(self) -> Option<&'static Area> {
        AREAS.iter().find(|a| a.screens.contains(&self))
    }

    /// What its tab says.
    pub fn label(self) -> &'static str {
        match self {
            Self::Register(Register::Communities) => "社区与人口",
            Self::Register(Register::Teams) => "服务队",
            Self::Register(register) => register.label(),
            Self::Home => "工作台",
            Self::Reach => "传播量",
            Self::Board => "订单看板",
            Self::Stars => "谁够条件",
            Self::Matrix => "措施进度",
            Self::Funds => "经费汇总",
            Self::Figures => "全部指标",
            Self::Import => "导入表格",
            Self::Collect => "收数",
            Self::Reports => "报表",
            Self::Adjust => "栏目与签字",
            Self::Submission => "上报汇总",
            Self::Settings => "设置与备份",
            Self::Copies => "备份与恢复",
            Self::Health => "数据体检",
            Self::Past => "操作记录",
            Self::Trash => "回收站",
        }
    }

    /// The icon of its area.
    pub fn icon(self) -> MaterialIcon {
        self.area().map_or(icons::ICON_HOME, |a| a.icon)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_register_can_be_reached() {
        for register in Register::ALL {
            assert!(Screen::Register(*register).area().is_some(), "{register:?}");
        }
    }
}
