//! Expert 专家人才: a role of a person who speaks, advises or carries a talent title (plan lines 79-87).

use super::person::HasPerson;
use super::person::Person;
use super::person::check_person;
use super::person::person_fields;
use crate::model::directory::Directory;
use crate::model::field::Field;
use crate::model::field::Form;
use crate::model::field::Kind;
use crate::model::problem::Problem;
use crate::model::record::Rules;
use crate::model::record::record;
use crate::model::value::Value;
use jiff::civil::Date;
use std::sync::LazyLock;

record! {
    /// The role: 主讲人, 老专家科普报告团, 科技特派员, 土专家, 巴陵工匠…
    Expert, "专家人才" {
        "专家" {
            person: Option<crate::model::Uid>, "人员", Kind::Hidden;
            roles: Vec<String>, "身份", Kind::Choices("expert_role"), searched, column(150.0);
            field: String, "专业领域", Kind::Line, searched, column(120.0);
            title: String, "职称职务", Kind::Line, searched, column(110.0);
            category: String, "科普人才类别", Kind::Choice("talent_category");
            full_time: String, "专职或兼职", Kind::Choice("full_time");
            offers: String, "可讲题目", Kind::Lines, searched;
            titled: String, "人才称号及年份", Kind::Lines, searched;
            log: String, "举荐、培养、交流", Kind::Lines;
            joined_on: Option<Date>, "入库日期", Kind::Day;
            left_on: Option<Date>, "退出日期", Kind::Day;
        }
    }
}

impl Rules for Expert {
    fn own_title(&self) -> String {
        self.roles.join("、")
    }
}

/// A person and their role as an expert: what the form edits as one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ExpertEntry {
    /// The person.
    pub person: Person,
    /// The role.
    pub expert: Expert,
}

impl HasPerson for ExpertEntry {
    fn person(&self) -> &Person {
        &self.person
    }
    fn person_mut(&mut self) -> &mut Person {
        &mut self.person
    }
}

/// A field of the role, seen through the entry.
macro_rules! own {
    ($key:ident, $label:literal, $kind:expr) => {
        Field::new(
            stringify!($key),
            $label,
            $kind,
            |e: &ExpertEntry, d: &Directory| Value::show(&e.expert.$key, $kind, d),
            |e, t, d| {
                e.expert.$key = Value::read(t, $kind, d)?;
                Ok(())
            },
        )
        .section("专家")
    };
}

static FIELDS: LazyLock<Vec<Field<ExpertEntry>>> = LazyLock::new(|| {
    let mut fields: Vec<Field<ExpertEntry>> = person_fields()
        .into_iter()
        .map(|f| f.section("人员"))
        .collect();
    fields.extend([
        own!(roles, "身份", Kind::Choices("expert_role"))
            .searched()
            .column(150.0),
        own!(field, "专业领域", Kind::Line).searched().column(120.0),
        own!(title, "职称职务", Kind::Line).searched().column(110.0),
        own!(category, "科普人才类别", Kind::Choice("talent_category")),
        own!(full_time, "专职或兼职", Kind::Choice("full_time")),
        own!(offers, "可讲题目", Kind::Lines).searched(),
        own!(titled, "人才称号及年份", Kind::Lines).searched(),
        own!(log, "举荐、培养、交流", Kind::Lines),
        own!(joined_on, "入库日期", Kind::Day),
        own!(left_on, "退出日期", Kind::Day),
    ]);
    fields
});

impl Form for ExpertEntry {
    const NAME: &'static str = "专家人才";

    fn fields() -> &'static [Field<Self>] {
        &FIELDS
    }

    fn title(&self) -> String {
        self.person.name.clone()
    }

    fn check(&self, directory: &Directory) -> Vec<Problem> {
        check_person(&self.person, directory)
    }
}
