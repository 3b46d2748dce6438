//! Community 社区（村） and its population, year by year with basis, day and source.

use crate::model::directory::Directory;
use crate::model::field::Field;
use crate::model::field::Form;
use crate::model::field::Kind;
use crate::model::id::Uid;
use crate::model::number;
use crate::model::problem::Problem;
use crate::model::text::one_line;
use jiff::civil::Date;
use serde::Deserialize;
use serde::Serialize;

/// A 社区 or 村 of the office.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Community {
    /// Identity.
    pub uid: Uid,
    /// The office that keeps it.
    pub office: Uid,
    /// Name with 社区 or 村.
    pub name: String,
    /// 社区 or 村.
    pub kind: String,
    /// Twelve digits of the statistical division code, may be empty.
    pub code: String,
    /// Who answers for science popularisation there.
    pub contact: String,
}

/// One count of a community's people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Population {
    /// Identity.
    pub uid: Uid,
    /// The office that keeps it.
    pub office: Uid,
    /// Whose people.
    pub community: Uid,
    /// How many.
    pub count: u32,
    /// Households, when the source gives them.
    pub households: Option<u32>,
    /// 口径: 常住人口, 户籍人口…
    pub basis: String,
    /// 时点: the day of the count.
    pub as_of: Date,
    /// 来源: where the figure comes from.
    pub source: String,
}

impl Default for Population {
    fn default() -> Self {
        Self {
            uid: Uid::default(),
            office: Uid::default(),
            community: Uid::default(),
            count: 0,
            households: None,
            basis: String::new(),
            as_of: Date::ZERO,
            source: String::new(),
        }
    }
}

/// A community with the count that is being entered: what the form edits.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CommunityEntry {
    /// The community.
    pub community: Community,
    /// People counted, if a count is entered.
    pub count: Option<u32>,
    /// Households counted.
    pub households: Option<u32>,
    /// 口径.
    pub basis: String,
    /// 时点.
    pub as_of: Option<Date>,
    /// 来源.
    pub source: String,
    /// Identity of the count that is shown; nil when there is none.
    pub population: Uid,
    /// The day of that count: another day typed means another count, so that years stand side by side.
    pub counted_on: Option<Date>,
}

impl CommunityEntry {
    /// The form of a community with its newest count.
    pub fn of(community: &Community, newest: Option<&Population>) -> Self {
        let mut entry = Self {
            community: community.clone(),
            ..Self::default()
        };
        if let Some(p) = newest {
            entry.population = p.uid;
            entry.counted_on = Some(p.as_of);
            entry.count = Some(p.count);
            entry.households = p.households;
            entry.basis.clone_from(&p.basis);
            entry.as_of = Some(p.as_of);
            entry.source.clone_from(&p.source);
        }
        entry
    }

    /// The count as a record, if one was entered.
    pub fn counted(&self) -> Option<Population> {
        Some(Population {
            uid: if self.as_of == self.counted_on {
                self.population
            } else {
                Uid::default()
            },
            office: self.community.office,
            community: self.community.uid,
            count: self.count?,
            households: self.households,
            basis: self.basis.clone(),
            as_of: self.as_of?,
            source: self.source.clone(),
        })
    }
}

static FIELDS: [Field<CommunityEntry>; 9] = [
    Field::new(
        "name",
        "社区（村）",
        Kind::Line,
        |e: &CommunityEntry, _| e.community.name.clone(),
        |e, t, _| {
            e.community.name = one_line(t);
            Ok(())
        },
    )
    .required()
    .searched()
    .column(160.0),
    Field::new(
        "kind",
        "类别",
        Kind::Choice("community_kind"),
        |e: &CommunityEntry, _| e.community.kind.clone(),
        |e, t, d| {
            e.community.kind = d.choice("community_kind", t)?;
            Ok(())
        },
    )
    .column(70.0),
    Field::new(
        "code",
        "区划代码",
        Kind::Line,
        |e: &CommunityEntry, _| e.community.code.clone(),
        |e, t, _| {
            e.community.code = one_line(t);
            Ok(())
        },
    )
    .column(120.0),
    Field::new(
        "contact",
        "联系人",
        Kind::Line,
        |e: &CommunityEntry, _| e.community.contact.clone(),
        |e, t, _| {
            e.community.contact = one_line(t);
            Ok(())
        },
    )
    .column(90.0),
    Field::new(
        "population",
        "人口数",
        Kind::Number,
        |e: &CommunityEntry, _| optional(e.count),
        |e, t, _| {
            e.count = number::read_count(t)?.map(|c| c.count);
            Ok(())
        },
    )
    .column(90.0)
    .section("人口"),
    Field::new(
        "households",
        "户数",
        Kind::Number,
        |e: &CommunityEntry, _| optional(e.households),
        |e, t, _| {
            e.households = number::read_count(t)?.map(|c| c.count);
            Ok(())
        },
    )
    .column(80.0)
    .section("人口"),
    Field::new(
        "basis",
        "口径",
        Kind::Choice("population_basis"),
        |e: &CommunityEntry, _| e.basis.clone(),
        |e, t, d| {
            e.basis = d.choice("population_basis", t)?;
            Ok(())
        },
    )
    .column(90.0)
    .section("人口"),
    Field::new(
        "as_of",
        "统计时点",
        Kind::Day,
        |e: &CommunityEntry, _| day_text(e.as_of),
        |e, t, d| {
            e.as_of = crate::model::day::read_day(t, Some(d.year)).map_err(|f| f.to_string())?;
            Ok(())
        },
    )
    .column(100.0)
    .section("人口"),
    Field::new(
        "source",
        "数据来源",
        Kind::Line,
        |e: &CommunityEntry, _| e.source.clone(),
        |e, t, _| {
            e.source = one_line(t);
            Ok(())
        },
    )
    .column(140.0)
    .section("人口"),
];

/// A number that may be missing.
pub(crate) fn optional(number: Option<u32>) -> String {
    number.map(|n| n.to_string()).unwrap_or_default()
}

/// A day that may be missing.
pub(crate) fn day_text(day: Option<Date>) -> String {
    day.map(|d| d.to_string()).unwrap_or_default()
}

impl Form for CommunityEntry {
    const NAME: &'static str = "社区（村）";

    fn fields() -> &'static [Field<Self>] {
        &FIELDS
    }

    fn title(&self) -> String {
        self.community.name.clone()
    }

    fn check(&self, directory: &Directory) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.count.is_some() && self.as_of.is_none() {
            problems.push(Problem::error("as_of", "有人口数就要写明统计时点"));
        }
        if self.as_of.is_some() && self.count.is_none() {
            problems.push(Problem::error("population", "写了统计时点还要填人口数"));
        }
        let twin = directory.ledger.communities.values().any(|c| {
            c.name == self.community.name
                && c.uid != self.community.uid
                && directory.same_office(c.office, self.community.office)
        });
        if twin {
            problems.push(Problem::error("name", "已有同名的社区（村）"));
        }
        problems
    }
}
