//! Officer 科普信息员: a role of a person, counted against two per hundred people (the plan's target).

use super::person::HasPerson;
use super::person::Person;
use super::person::check_person;
use super::person::person_fields;
use super::person::read_yes_no;
use super::person::yes_no;
use crate::model::day;
use crate::model::directory::Directory;
use crate::model::field::Field;
use crate::model::field::Form;
use crate::model::field::Kind;
use crate::model::id::Uid;
use crate::model::office::community::day_text;
use crate::model::problem::Problem;
use crate::model::text::one_line;
use jiff::civil::Date;
use serde::Deserialize;
use serde::Serialize;
use std::sync::LazyLock;

/// The role of a science information officer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Officer {
    /// Identity of the role.
    pub uid: Uid,
    /// The office that keeps it.
    pub office: Uid,
    /// Who.
    pub person: Uid,
    /// Where they come from: 科技特派员, 大学生村官, 农村致富带头人, 中小学教师, 社区网格员…
    pub source: String,
    /// 科普中国注册日期.
    pub registered_on: Option<Date>,
    /// 是否实名认证.
    pub verified: bool,
    /// 网格.
    pub grid: String,
    /// Day they stopped; empty while they serve.
    pub left_on: Option<Date>,
}

impl Officer {
    /// Whether they serve on a day. An unknown beginning counts as before it.
    pub fn serves_on(&self, day: Date) -> bool {
        self.registered_on.is_none_or(|from| from <= day) && self.left_on.is_none_or(|to| to > day)
    }
}

/// A person and their role as an information officer: what the form edits as one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OfficerEntry {
    /// The person.
    pub person: Person,
    /// The role.
    pub officer: Officer,
}

impl HasPerson for OfficerEntry {
    fn person(&self) -> &Person {
        &self.person
    }
    fn person_mut(&mut self) -> &mut Person {
        &mut self.person
    }
}

static FIELDS: LazyLock<Vec<Field<OfficerEntry>>> = LazyLock::new(|| {
    let mut fields: Vec<Field<OfficerEntry>> = person_fields()
        .into_iter()
        .map(|f| f.section("人员"))
        .collect();
    fields.extend(own_fields());
    fields
});

fn own_fields() -> [Field<OfficerEntry>; 5] {
    [
        Field::new(
            "source",
            "身份类别",
            Kind::Choice("officer_source"),
            |e: &OfficerEntry, _| e.officer.source.clone(),
            |e, t, d| {
                e.officer.source = d.choice("officer_source", t)?;
                Ok(())
            },
        )
        .carried()
        .searched()
        .column(120.0),
        Field::new(
            "registered_on",
            "科普中国注册日期",
            Kind::Day,
            |e: &OfficerEntry, _| day_text(e.officer.registered_on),
            |e, t, d| {
                e.officer.registered_on =
                    day::read_day(t, Some(d.year)).map_err(|f| f.to_string())?;
                Ok(())
            },
        )
        .column(130.0),
        Field::new(
            "verified",
            "已实名认证",
            Kind::YesNo,
            |e: &OfficerEntry, _| yes_no(e.officer.verified),
            |e, t, _| {
                e.officer.verified = read_yes_no(t)?;
                Ok(())
            },
        ),
        Field::new(
            "grid",
            "所属网格",
            Kind::Line,
            |e: &OfficerEntry, _| e.officer.grid.clone(),
            |e, t, _| {
                e.officer.grid = one_line(t);
                Ok(())
            },
        )
        .searched(),
        Field::new(
            "left_on",
            "离任日期",
            Kind::Day,
            |e: &OfficerEntry, _| day_text(e.officer.left_on),
            |e, t, d| {
                e.officer.left_on = day::read_day(t, Some(d.year)).map_err(|f| f.to_string())?;
                Ok(())
            },
        ),
    ]
    .map(|f| f.section("信息员"))
}

impl Form for OfficerEntry {
    const NAME: &'static str = "科普信息员";

    fn fields() -> &'static [Field<Self>] {
        &FIELDS
    }

    fn title(&self) -> String {
        self.person.name.clone()
    }

    fn check(&self, directory: &Directory) -> Vec<Problem> {
        let mut problems = check_person(&self.person, directory);
        if let (Some(from), Some(to)) = (self.officer.registered_on, self.officer.left_on)
            && to < from
        {
            problems.push(Problem::error("left_on", "离任日期早于注册日期"));
        }
        problems
    }
}
