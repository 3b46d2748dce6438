//! Submission 上报: what went up in a pack, when, to whom, and the figures as they were then. It is made from the pack alone,
//! so that the office, its second laptop and the district hold the same record under the same identity.

use crate::model::Uid;
use crate::model::change::Table;
use crate::model::field::Kind;
use crate::model::period::Period;
use crate::model::record::Rules;
use crate::model::record::record;
use jiff::civil::Date;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;

record! {
    /// One pack that went up. Nothing of it is typed: it stands in no register and is changed nowhere.
    Submission, "上报" {
        "上报" {
            title: String, "名称", Kind::Line, required, searched, column(220.0);
            from: Option<Date>, "期间起", Kind::Day, column(96.0);
            to: Option<Date>, "期间止", Kind::Day, column(96.0);
            /// Counts up over all packs of an office, whatever their period; never used twice.
            sequence: Option<u32>, "序号", Kind::Number, column(60.0);
            day: Option<Date>, "上报日期", Kind::Day, column(96.0);
            addressee: String, "报送单位", Kind::Line, searched, column(150.0);
            /// First twelve hex digits of the hash: the paper and the pack belong together when they agree.
            check_code: String, "校验码", Kind::Line, searched, column(120.0), own;
        }
        "内容" {
            /// SHA-256 of the pack's manifest, in hexadecimal.
            hash: String, "清单校验值", Kind::Hidden;
            /// Hash of the pack before it, empty for the first.
            previous: String, "上一份校验值", Kind::Hidden;
            /// Whether identity numbers and phones were in it.
            personal: bool, "含证件和电话", Kind::Hidden;
            /// Records by table, as JSON.
            counts: String, "记录数", Kind::Hidden;
            /// The figures as they were, as JSON.
            figures: String, "上报时的数", Kind::Hidden;
            /// Digest of each record as it was, by table and identity, as JSON.
            records: String, "上报时的记录", Kind::Hidden;
        }
    }
}

/// A figure as it was when it went up.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FrozenFigure {
    /// Stable key of the figure.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its value; none when it could not be computed.
    pub value: Option<f64>,
    /// Its unit.
    pub unit: String,
}

/// Digests of records by table name in the file.
pub type Digests = BTreeMap<String, BTreeMap<Uid, String>>;

impl Submission {
    /// The period it is about, under its usual name.
    pub fn period(&self) -> Option<Period> {
        Period::spanning(self.from?, self.to?)
    }

    /// Whether it is about these days.
    pub fn is_about(&self, period: &Period) -> bool {
        (self.from, self.to) == (Some(period.from), Some(period.to))
    }

    /// Records by table name; empty when it can't be read.
    pub fn counted(&self) -> BTreeMap<String, u64> {
        serde_json::from_str(&self.counts).unwrap_or_default()
    }

    /// The figures as they were; empty when they can't be read.
    pub fn frozen(&self) -> Vec<FrozenFigure> {
        serde_json::from_str(&self.figures).unwrap_or_default()
    }

    /// Digest of each record as it was; empty when they can't be read.
    pub fn digests(&self) -> BTreeMap<Uid, (Table, String)> {
        let read: Digests = serde_json::from_str(&self.records).unwrap_or_default();
        let tables = read
            .into_iter()
            .filter_map(|(name, rows)| Some((Table::read(&name)?, rows)));
        tables
            .flat_map(|(table, rows)| rows.into_iter().map(move |(u, d)| (u, (table, d))))
            .collect()
    }
}

impl Rules for Submission {
    fn own_title(&self) -> String {
        self.title.clone()
    }
    fn day(&self) -> Option<Date> {
        self.day
    }
}
