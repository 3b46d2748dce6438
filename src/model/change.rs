//! Any record of the ledger, and a change of one: the whole record before and after.
//! Undo, history, import and packs speak this language and know no fields.

use super::directory::Directory;
use super::field::Form;
use super::id::Uid;
use super::kinds;
use super::problem::Problem;
use serde::Deserialize;
use serde::Serialize;

/// What every stored record has.
pub trait Record: Clone + Serialize + Sized {
    /// The table it lives in.
    const TABLE: Table;
    /// Its identity.
    fn uid(&self) -> Uid;
    /// The identity and the office, to be filled in by the write gate when they are nil.
    fn marks_mut(&mut self) -> (&mut Uid, &mut Uid);
    /// Wrapped as any record.
    fn wrap(self) -> AnyRecord;
}

/// The one list of record types: type, field of the ledger, Chinese name, table of the file. Tables stand after those they
/// refer to. What follows from "there is such a record" is made from here by handing in the name of another macro.
macro_rules! each_record {
    ($made:ident) => {
        $made! {
            Office: offices, "单位", "office";
            Community: communities, "社区（村）", "community";
            Population: populations, "人口数", "population";
            Person: people, "人员", "person";
            Team: teams, "科技志愿服务队", "team";
            Volunteer: volunteers, "科技志愿者", "volunteer";
            Officer: officers, "科普信息员", "officer";
            Reach: reach, "传播量", "reach";
            Paper: papers, "资料", "paper";
            Incident: incidents, "突发事件", "incident";
            Venue: venues, "阵地", "venue";
            Event: events, "科普活动", "event";
            Attendance: attendance, "参与", "attendance";
            Expert: experts, "专家人才", "expert";
            Membership: memberships, "成员经历", "membership";
            Credit: credits, "培训表彰评价", "credit";
            Training: trainings, "培训", "training";
            Contest: contests, "竞赛", "contest";
            ContestEntry: entries, "参赛", "contest_entry";
            Work: works, "科普作品", "work";
            ServiceOrder: orders, "服务订单", "service_order";
            VenueLog: venue_logs, "阵地日志", "venue_log";
            Stock: stock, "资源", "stock";
            Loan: loans, "借用", "loan";
            Tour: tours, "巡展", "tour";
            Partner: partners, "协作单位", "partner";
            Connection: connections, "平台覆盖", "connection";
            Money: money, "经费收支", "money";
            Budget: budgets, "经费预算", "budget";
            Task: tasks, "任务分工", "task";
            WorkItem: work_items, "年度计划", "work_item";
            ThemeYear: theme_years, "主题日历", "theme_year";
            Post: posts, "传播与信息", "post";
            Attachment: attachments, "附件", "attachment";
            Indicator: indicators, "指标", "indicator";
            Honour: honours, "表彰荣誉", "honour";
            Creation: creations, "创建与考核", "creation";
            AssessmentItem: assessments, "考核项目", "assessment_item";
            Inspection: inspections, "检查整改", "inspection";
            Explanation: explanations, "核实说明", "explanation";
            GroupMember: group_members, "领导小组", "group_member";
            Document: documents, "文稿", "document";
            Certificate: certificates, "证明登记", "certificate";
            StatEntry: stat_entries, "统计填报", "stat_entry";
            Submission: submissions, "上报", "submission";
            Collection: collections, "收数", "collection";
            ReturnNote: return_notes, "退回意见", "return_note";
        }
    };
}
pub(crate) use each_record;

/// Table, `AnyRecord` and `Record` of the list.
macro_rules! records {
    ($($name:ident: $rows:ident, $label:literal, $table:literal;)*) => {
        /// The tables of the ledger.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Table { $(#[doc = $label] $name),* }

        impl Table {
            /// All tables, those others refer to first.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Name of the table in the file.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $table),* }
            }

            /// What a clerk calls one of its records.
            pub fn label(self) -> &'static str {
                match self { $(Self::$name => $label),* }
            }

            /// The table of this name in the file.
            pub fn read(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|t| t.name() == name)
            }

            /// Read a record of this table from its JSON.
            pub fn read_json(self, json: &str) -> Result<AnyRecord, serde_json::Error> {
                Ok(match self { $(Self::$name => AnyRecord::$name(serde_json::from_str(json)?)),* })
            }
        }

        /// Any record.
        #[derive(Debug, Clone, PartialEq)]
        pub enum AnyRecord { $(#[doc = $label] $name(kinds::$name)),* }

        impl AnyRecord {
            /// Its table.
            pub fn table(&self) -> Table {
                match self { $(Self::$name(_) => Table::$name),* }
            }

            /// Its identity.
            pub fn uid(&self) -> Uid {
                match self { $(Self::$name(r) => r.uid()),* }
            }

            /// Identity and office, to be filled in by the write gate when they are nil.
            pub fn marks_mut(&mut self) -> (&mut Uid, &mut Uid) {
                match self { $(Self::$name(r) => r.marks_mut()),* }
            }

            /// The whole record as JSON.
            pub fn json(&self) -> Result<String, serde_json::Error> {
                match self { $(Self::$name(r) => serde_json::to_string(r)),* }
            }

            /// One line that tells it from others.
            pub fn title(&self) -> String {
                match self { $(Self::$name(r) => r.named()),* }
            }

            /// What is wrong with it by the rules of its form; nothing for records that are saved with another.
            pub fn problems(&self, directory: &Directory) -> Vec<Problem> {
                match self { $(Self::$name(r) => r.faults(directory)),* }
            }
        }

        $(impl Record for kinds::$name {
            const TABLE: Table = Table::$name;
            fn uid(&self) -> Uid { self.uid }
            fn marks_mut(&mut self) -> (&mut Uid, &mut Uid) { (&mut self.uid, &mut self.office) }
            fn wrap(self) -> AnyRecord { AnyRecord::$name(self) }
        })*
    };
}
each_record!(records);

/// What a record is called, and what its form says of it.
pub trait Named {
    /// One line that tells it from others.
    fn named(&self) -> String;
    /// Problems by its own form.
    fn faults(&self, _: &Directory) -> Vec<Problem> {
        Vec::new()
    }
}

impl<F: Form> Named for F {
    fn named(&self) -> String {
        self.title()
    }
    fn faults(&self, directory: &Directory) -> Vec<Problem> {
        self.problems(directory)
    }
}

// Records that stand in the form of another, or in a grid.
impl Named for kinds::Community {
    fn named(&self) -> String {
        self.name.clone()
    }
}
impl Named for kinds::Population {
    fn named(&self) -> String {
        format!("{} {}", self.as_of, self.count)
    }
}
impl Named for kinds::Person {
    fn named(&self) -> String {
        self.name.clone()
    }
}
impl Named for kinds::Volunteer {
    fn named(&self) -> String {
        self.registration_no.clone()
    }
}
impl Named for kinds::Officer {
    fn named(&self) -> String {
        self.source.clone()
    }
}
impl Named for kinds::Reach {
    fn named(&self) -> String {
        format!("{} {}", self.month, self.shares)
    }
}
impl Named for kinds::Attendance {
    fn named(&self) -> String {
        self.role.clone()
    }
}

/// One record before and after; `None` before means new, `None` after means deleted.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Where it lives.
    pub table: Table,
    /// Which one.
    pub uid: Uid,
    /// As it was.
    pub before: Option<AnyRecord>,
    /// As it is now.
    pub after: Option<AnyRecord>,
}

impl Change {
    /// The change that takes this one back.
    pub fn reversed(self) -> Self {
        Self {
            table: self.table,
            uid: self.uid,
            before: self.after,
            after: self.before,
        }
    }
}
