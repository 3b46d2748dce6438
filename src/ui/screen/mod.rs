//! The screens: which there are, what they are called, which icon they have.

pub mod attendance;
pub mod home;
pub mod import;
pub mod reach;
pub mod records;
pub mod reports;
pub mod settings;
pub mod start;

use crate::app::Register;
use egui_material_icons::MaterialIcon;
use egui_material_icons::icons;

/// A screen of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// 工作台.
    Home,
    /// A register.
    Register(Register),
    /// The year grid of 传播量.
    Reach,
    /// 导入表格.
    Import,
    /// 报表.
    Reports,
    /// 设置.
    Settings,
}

impl Screen {
    /// All screens in the order of the navigation.
    pub const ALL: [Self; 10] = [
        Self::Home,
        Self::Register(Register::Events),
        Self::Register(Register::Volunteers),
        Self::Register(Register::Teams),
        Self::Register(Register::Officers),
        Self::Reach,
        Self::Register(Register::Communities),
        Self::Import,
        Self::Reports,
        Self::Settings,
    ];

    /// What the navigation says.
    pub fn label(self) -> &'static str {
        match self {
            Self::Home => "工作台",
            Self::Register(Register::Events) => "科普活动",
            Self::Register(Register::Volunteers) => "科技志愿者",
            Self::Register(Register::Teams) => "服务队",
            Self::Register(Register::Officers) => "科普信息员",
            Self::Register(Register::Communities) => "社区与人口",
            Self::Reach => "传播量",
            Self::Import => "导入表格",
            Self::Reports => "报表",
            Self::Settings => "设置与备份",
        }
    }

    /// Its icon.
    pub fn icon(self) -> MaterialIcon {
        match self {
            Self::Home => icons::ICON_HOME,
            Self::Register(Register::Events) => icons::ICON_EVENT,
            Self::Register(Register::Volunteers) => icons::ICON_VOLUNTEER_ACTIVISM,
            Self::Register(Register::Teams) => icons::ICON_GROUPS,
            Self::Register(Register::Officers) => icons::ICON_CAMPAIGN,
            Self::Register(Register::Communities) => icons::ICON_LOCATION_CITY,
            Self::Reach => icons::ICON_GRID_ON,
            Self::Import => icons::ICON_UPLOAD_FILE,
            Self::Reports => icons::ICON_PRINT,
            Self::Settings => icons::ICON_SETTINGS,
        }
    }
}
