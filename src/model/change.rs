//! Any record of the ledger, and a change of one: the whole record before and after.
//! Undo, history, import and packs speak this language and know no fields.

use super::events::Attendance;
use super::events::Event;
use super::id::Uid;
use super::office::Community;
use super::office::Office;
use super::office::Population;
use super::people::Officer;
use super::people::Person;
use super::people::Reach;
use super::people::Team;
use super::people::Volunteer;
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

/// One list of everything that follows from "there is a record type of this name".
macro_rules! records {
    ($($name:ident: $label:literal, $table:literal;)*) => {
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
        pub enum AnyRecord { $(#[doc = $label] $name($name)),* }

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
        }

        $(impl Record for $name {
            const TABLE: Table = Table::$name;
            fn uid(&self) -> Uid { self.uid }
            fn marks_mut(&mut self) -> (&mut Uid, &mut Uid) { (&mut self.uid, &mut self.office) }
            fn wrap(self) -> AnyRecord { AnyRecord::$name(self) }
        })*
    };
}

records! {
    Office: "单位", "office";
    Community: "社区（村）", "community";
    Population: "人口数", "population";
    Person: "人员", "person";
    Team: "科技志愿服务队", "team";
    Volunteer: "科技志愿者", "volunteer";
    Officer: "科普信息员", "officer";
    Reach: "传播量", "reach";
    Event: "科普活动", "event";
    Attendance: "参与", "attendance";
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
