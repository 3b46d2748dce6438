//! The registers a clerk works in: which there are, what they are called, and the form type of each. A visitor stands in for
//! a `match` over all of them, so that a new register is one line here.

use super::command::Command;
use super::view::Registered;
use crate::model::Ledger;
use crate::model::Record as _;
use crate::model::Table;
use crate::model::Uid;
use crate::model::directory::Directory;
use crate::model::events::Event;
use crate::model::field::Form as _;
use crate::model::field::Kind;
use crate::model::kinds;
use crate::model::kinds::each_plain;
use crate::model::office::community::CommunityEntry;
use crate::model::people::ExpertEntry;
use crate::model::people::OfficerEntry;
use crate::model::people::Team;
use crate::model::people::VolunteerEntry;
use crate::model::record::Plain as _;
use crate::model::record::Rules;
use jiff::civil::Date;

/// Something done with the form type of a register.
pub trait Visit {
    /// What comes of it.
    type Out;
    /// Do it for a register's form.
    fn visit<F: Registered>(self) -> Self::Out;
}

macro_rules! registers {
    ($($variant:ident: $record:ident, $rows:ident, $key:literal;)*) => {
        /// A list a clerk works in.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Register {
            /// 科普活动.
            Events,
            /// 科技志愿者.
            Volunteers,
            /// 科普信息员.
            Officers,
            /// 社区（村）.
            Communities,
            /// 科技志愿服务队.
            Teams,
            /// 专家人才.
            Experts,
            $(#[doc = concat!("`", $key, "`.")] $variant,)*
        }

        impl Register {
            /// All registers.
            pub const ALL: &'static [Self] = &[
                Self::Events, Self::Volunteers, Self::Officers, Self::Communities, Self::Teams, Self::Experts,
                $(Self::$variant,)*
            ];

            /// What the screen calls it.
            pub fn label(self) -> &'static str {
                match self {
                    Self::Communities => "社区（村）",
                    Self::Events => Event::NAME,
                    Self::Volunteers => VolunteerEntry::NAME,
                    Self::Officers => OfficerEntry::NAME,
                    Self::Teams => Team::NAME,
                    Self::Experts => ExpertEntry::NAME,
                    $(Self::$variant => kinds::$record::NAME,)*
                }
            }

            /// The word used on the command line and in headings.
            pub fn key(self) -> &'static str {
                match self {
                    Self::Events => "events",
                    Self::Volunteers => "volunteers",
                    Self::Officers => "officers",
                    Self::Communities => "communities",
                    Self::Teams => "teams",
                    Self::Experts => "experts",
                    $(Self::$variant => $key,)*
                }
            }

            /// The table a record of the register is known by.
            pub fn table(self) -> Table {
                match self {
                    Self::Events => Table::Event,
                    Self::Volunteers => Table::Volunteer,
                    Self::Officers => Table::Officer,
                    Self::Communities => Table::Community,
                    Self::Teams => Table::Team,
                    Self::Experts => Table::Expert,
                    $(Self::$variant => Table::$record,)*
                }
            }

            /// Do something with the register's form type.
            pub fn visit<V: Visit>(self, visitor: V) -> V::Out {
                match self {
                    Self::Events => visitor.visit::<Event>(),
                    Self::Volunteers => visitor.visit::<VolunteerEntry>(),
                    Self::Officers => visitor.visit::<OfficerEntry>(),
                    Self::Communities => visitor.visit::<CommunityEntry>(),
                    Self::Teams => visitor.visit::<Team>(),
                    Self::Experts => visitor.visit::<ExpertEntry>(),
                    $(Self::$variant => visitor.visit::<kinds::$record>(),)*
                }
            }
        }

        $(impl Registered for kinds::$record {
            const REGISTER: Register = Register::$variant;

            fn all(ledger: &Ledger, _: Date) -> Vec<(Uid, Self)> {
                ledger.$rows.iter().map(|(uid, r)| (*uid, Self::clone(r))).collect()
            }

            fn one(ledger: &Ledger, uid: Uid, _: Date) -> Option<Self> {
                ledger.$rows.get(&uid).map(|r| Self::clone(r))
            }

            fn uid(&self) -> Uid {
                self.uid
            }

            fn save(self) -> Command {
                Command::Save(Box::new(self.wrap()))
            }

            fn copied(&self) -> Self {
                Self { uid: Uid::default(), ..self.clone() }
            }

            fn day(&self) -> Option<Date> {
                Rules::day(self)
            }

            fn become_event(&self, directory: &Directory, today: Date) -> Option<(Uid, Command)> {
                let event = Rules::event(self, directory, today)?;
                let event = Event { uid: Uid::fresh(), ..event };
                let mut linked = self.clone();
                linked.became(event.uid);
                Some((event.uid, Command::TakeIn {
                    label: format!("{}形成活动 {}", Self::NAME, event.title),
                    records: vec![event.wrap(), linked.wrap()],
                }))
            }
        })*

        /// Records that point to this one, by table.
        pub(super) fn pointing_at(ledger: &Ledger, uid: Uid) -> Vec<(Table, usize)> {
            let mut found = Vec::new();
            $({
                let count = ledger.$rows.values().filter(|r| r.links().contains(&uid)).count();
                if count > 0 {
                    found.push((Table::$record, count));
                }
            })*
            found
        }
    };
}
each_plain!(registers);

impl Register {
    /// The register of this word.
    pub fn read(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|r| r.key() == key)
    }

    /// The register that shows a table's records.
    pub fn of(table: Table) -> Option<Self> {
        Self::ALL.iter().copied().find(|r| r.table() == table)
    }

    /// Whether its search holds names of records of a table.
    pub(super) fn names(self, table: Table) -> bool {
        struct Names(Table);
        impl Visit for Names {
            type Out = bool;
            fn visit<F: Registered>(self) -> bool {
                F::fields().iter().any(|f| f.kind == Kind::Link(self.0))
            }
        }
        self.visit(Names(table))
    }
}
