//! Volunteer 科技志愿者: a role of a person (志愿服务条例 art. 7, 19).

use super::person::HasPerson;
use super::person::Person;
use super::person::check_person;
use super::person::person_fields;
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

/// The role of a science volunteer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Volunteer {
    /// Identity of the role.
    pub uid: Uid,
    /// The office that keeps it.
    pub office: Uid,
    /// Who.
    pub person: Uid,
    /// 平台注册号.
    pub registration_no: String,
    /// 注册日期.
    pub registered_on: Option<Date>,
    /// Where they come from: 科研人员, 教师, 媒体从业者, 学生, 社区工作者…
    pub source: String,
    /// 专业特长.
    pub specialty: String,
    /// Service types of the 2024 guideline.
    pub service_types: Vec<String>,
    /// The team they belong to.
    pub team: Option<Uid>,
    /// 队内职务.
    pub duty: String,
    /// Accident insurance until this day (志愿服务条例 art. 17).
    pub insured_until: Option<Date>,
    /// Day they stopped; empty while they serve.
    pub left_on: Option<Date>,
}

/// A person and their role as a volunteer: what the form edits as one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct VolunteerEntry {
    /// The person.
    pub person: Person,
    /// The role.
    pub volunteer: Volunteer,
}

impl HasPerson for VolunteerEntry {
    fn person(&self) -> &Person {
        &self.person
    }
    fn person_mut(&mut self) -> &mut Person {
        &mut self.person
    }
}

static FIELDS: LazyLock<Vec<Field<VolunteerEntry>>> = LazyLock::new(|| {
    let mut fields: Vec<Field<VolunteerEntry>> = person_fields()
        .into_iter()
        .map(|f| f.section("人员"))
        .collect();
    fields.extend(own_fields());
    fields
});

fn own_fields() -> [Field<VolunteerEntry>; 9] {
    [
        Field::new(
            "team",
            "服务队",
            Kind::Team,
            |e: &VolunteerEntry, d| d.team_name(e.volunteer.team),
            |e, t, d| {
                e.volunteer.team = d.team(t)?;
                Ok(())
            },
        )
        .searched()
        .column(150.0),
        Field::new(
            "specialty",
            "专业特长",
            Kind::Line,
            |e: &VolunteerEntry, _| e.volunteer.specialty.clone(),
            |e, t, _| {
                e.volunteer.specialty = one_line(t);
                Ok(())
            },
        )
        .searched()
        .column(90.0),
        Field::new(
            "source",
            "人员来源",
            Kind::Choice("volunteer_source"),
            |e: &VolunteerEntry, _| e.volunteer.source.clone(),
            |e, t, d| {
                e.volunteer.source = d.choice("volunteer_source", t)?;
                Ok(())
            },
        )
        .carried(),
        Field::new(
            "service_types",
            "服务类型",
            Kind::Choices("service_type"),
            |e: &VolunteerEntry, _| e.volunteer.service_types.join("、"),
            |e, t, d| {
                e.volunteer.service_types = d.choices("service_type", t)?;
                Ok(())
            },
        ),
        Field::new(
            "duty",
            "队内职务",
            Kind::Line,
            |e: &VolunteerEntry, _| e.volunteer.duty.clone(),
            |e, t, _| {
                e.volunteer.duty = one_line(t);
                Ok(())
            },
        ),
        Field::new(
            "registration_no",
            "平台注册号",
            Kind::Line,
            |e: &VolunteerEntry, _| e.volunteer.registration_no.clone(),
            |e, t, _| {
                e.volunteer.registration_no = one_line(t);
                Ok(())
            },
        )
        .own()
        .searched(),
        Field::new(
            "registered_on",
            "注册日期",
            Kind::Day,
            |e: &VolunteerEntry, _| day_text(e.volunteer.registered_on),
            |e, t, d| {
                e.volunteer.registered_on =
                    day::read_day(t, Some(d.year)).map_err(|f| f.to_string())?;
                Ok(())
            },
        )
        .column(96.0),
        Field::new(
            "insured_until",
            "保险到期日",
            Kind::Day,
            |e: &VolunteerEntry, _| day_text(e.volunteer.insured_until),
            |e, t, d| {
                e.volunteer.insured_until =
                    day::read_day(t, Some(d.year)).map_err(|f| f.to_string())?;
                Ok(())
            },
        ),
        Field::new(
            "left_on",
            "退出日期",
            Kind::Day,
            |e: &VolunteerEntry, _| day_text(e.volunteer.left_on),
            |e, t, d| {
                e.volunteer.left_on = day::read_day(t, Some(d.year)).map_err(|f| f.to_string())?;
                Ok(())
            },
        ),
    ]
    .map(|f| f.section("志愿服务"))
}

impl Form for VolunteerEntry {
    const NAME: &'static str = "科技志愿者";

    fn fields() -> &'static [Field<Self>] {
        &FIELDS
    }

    fn title(&self) -> String {
        self.person.name.clone()
    }

    fn check(&self, directory: &Directory) -> Vec<Problem> {
        let mut problems = check_person(&self.person, directory);
        let (Some(from), Some(to)) = (self.volunteer.registered_on, self.volunteer.left_on) else {
            return problems;
        };
        if to < from {
            problems.push(Problem::error("left_on", "退出日期早于注册日期"));
        }
        problems
    }
}
