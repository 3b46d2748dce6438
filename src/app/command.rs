//! Every change a clerk can make, each with its Chinese name. Nothing is written without one.

use super::register::Register;
use crate::model::AnyRecord;
use crate::model::Table;
use crate::model::Uid;
use crate::model::day::Month;
use crate::model::events::Attendance;
use crate::model::events::Event;
use crate::model::office::Office;
use crate::model::office::community::CommunityEntry;
use crate::model::people::ExpertEntry;
use crate::model::people::OfficerEntry;
use crate::model::people::Team;
use crate::model::people::VolunteerEntry;

/// One cell of the year grid: shares of an officer in a month; `None` takes the report back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReachCell {
    /// The officer's role.
    pub officer: Uid,
    /// The month.
    pub month: Month,
    /// Shares, or not reported.
    pub shares: Option<u32>,
}

/// One change as the clerk means it.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// The office's own details.
    SaveOffice(Office),
    /// A community, with the count of its people when one was entered.
    SaveCommunity(CommunityEntry),
    /// A person and their role as a volunteer.
    SaveVolunteer(VolunteerEntry),
    /// A person and their role as an information officer.
    SaveOfficer(OfficerEntry),
    /// A person and their role as an expert.
    SaveExpert(ExpertEntry),
    /// A record of a register whose form is the record itself.
    Save(Box<AnyRecord>),
    /// A file taken off its record; its bytes stay for undo.
    Detach(Uid),
    /// A team.
    SaveTeam(Team),
    /// An event.
    SaveEvent(Event),
    /// Who took part in an event, replacing the list that was there, with volunteers who come on record by having been there.
    Attend {
        /// The event.
        event: Uid,
        /// All who took part.
        rows: Vec<Attendance>,
        /// Who was not on record; `rows` name them by the identity of the person.
        newcomers: Vec<VolunteerEntry>,
    },
    /// Cells of the year grid.
    SaveReach(Vec<ReachCell>),
    /// Records of one register, to 回收站.
    Delete(Register, Vec<Uid>),
    /// Several changes as one step.
    Several {
        /// What the undo menu says: 粘贴科技志愿者 12 条.
        label: String,
        /// The changes; no two are of the same record.
        commands: Vec<Self>,
    },
    /// Back from 回收站 is undo; a whole batch from a sheet or invented data comes in as one step.
    TakeIn {
        /// What the undo menu says: 导入 2025年科普活动台账.xlsx.
        label: String,
        /// Records as they shall be.
        records: Vec<AnyRecord>,
    },
    /// A pack taken in: its records as they shall be, and those its office took back, as one step.
    Merge {
        /// What the undo menu says: 并入 湖滨街道办事处 2025年（第2次）.
        label: String,
        /// Records as they shall be.
        records: Vec<AnyRecord>,
        /// Records that go.
        gone: Vec<(Table, Uid)>,
    },
}

impl Command {
    /// What the undo menu and the history say.
    pub fn label(&self) -> String {
        let (verb, what) = match self {
            Self::SaveOffice(_) => ("修改", "单位信息".to_owned()),
            Self::SaveCommunity(e) => (save(e.community.uid), format!("社区 {}", e.community.name)),
            Self::SaveVolunteer(e) => (save(e.volunteer.uid), format!("志愿者 {}", e.person.name)),
            Self::SaveOfficer(e) => (save(e.officer.uid), format!("信息员 {}", e.person.name)),
            Self::SaveExpert(e) => (save(e.expert.uid), format!("专家 {}", e.person.name)),
            Self::Save(r) => (
                save(r.uid()),
                format!("{} {}", r.table().label(), r.title()),
            ),
            Self::Detach(_) => ("移除", "附件".to_owned()),
            Self::SaveTeam(t) => (save(t.uid), format!("服务队 {}", t.name)),
            Self::SaveEvent(e) => (save(e.uid), format!("活动 {}", e.title)),
            Self::Attend { newcomers, .. } if newcomers.is_empty() => {
                ("修改", "参与人员".to_owned())
            }
            Self::Attend { newcomers, .. } => (
                "修改",
                format!("参与人员，新增志愿者 {} 人", newcomers.len()),
            ),
            Self::SaveReach(cells) => ("填写", format!("传播量 {} 格", cells.len())),
            Self::Delete(register, uids) => {
                ("删除", format!("{} {} 条", register.label(), uids.len()))
            }
            Self::TakeIn { label, .. }
            | Self::Merge { label, .. }
            | Self::Several { label, .. } => return label.clone(),
        };
        format!("{verb}{what}")
    }
}

fn save(uid: Uid) -> &'static str {
    if uid.is_nil() { "新增" } else { "修改" }
}
