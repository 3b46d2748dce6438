//! Person 人员: one per human being. Roles (volunteer, officer) point here, so that nothing is typed twice.

use crate::model::contact::IdNumber;
use crate::model::contact::Phone;
use crate::model::day;
use crate::model::directory::Directory;
use crate::model::field::Exposure;
use crate::model::field::Field;
use crate::model::field::Form as _;
use crate::model::field::Kind;
use crate::model::id::Uid;
use crate::model::office::community::day_text;
use crate::model::people::VolunteerEntry;
use crate::model::problem::Problem;
use crate::model::secret::covered_whole;
use crate::model::secret::masked_value;
use crate::model::text;
use crate::model::text::one_line;
use jiff::civil::Date;
use serde::Deserialize;
use serde::Serialize;

/// A value that could not be taken as it stood: kept in the original words until a person decides (待核实).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Pending {
    /// Key of the field it was meant for.
    pub field: String,
    /// The original text.
    pub text: String,
    /// Why it was not taken, one short sentence.
    pub why: String,
}

impl Pending {
    /// The original text as anybody may read it: a number that is damaged is somebody's all the same.
    pub fn shown(&self) -> String {
        let field = VolunteerEntry::field(&self.field);
        if field.is_some_and(|f| f.exposure == Exposure::Personal) {
            masked_value(&self.text)
        } else {
            covered_whole(&self.text)
        }
    }

    /// The doubt it is to the clerk.
    pub fn doubt(&self) -> Problem {
        let said = |text: &str| format!("待核实“{text}”：{}", self.why);
        let mut problem = Problem::doubt("", said(&self.shown()));
        let whole = said(&self.text);
        if whole != problem.what {
            problem.whole = whole;
        }
        problem
    }
}

/// One human being.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Person {
    /// Identity.
    pub uid: Uid,
    /// The office that keeps it.
    pub office: Uid,
    /// Name with real code points, no inner spaces.
    pub name: String,
    /// Another spelling once in use, or the one before a repair.
    pub former_name: String,
    /// 男, 女 or empty (GB/T 2261.1 names).
    pub sex: String,
    /// Identity number; optional, only where a report needs it (个人信息保护法 art. 6).
    pub id_number: Option<IdNumber>,
    /// Day of birth; the first of the month when only a month is known.
    pub birth: Option<Date>,
    /// Phone.
    pub phone: Option<Phone>,
    /// 政治面貌 (GB/T 4762 names).
    pub political: String,
    /// 学历 (GB/T 4658 names).
    pub education: String,
    /// 职称级别.
    pub title_level: String,
    /// 工作单位.
    pub employer: String,
    /// The community they belong to.
    pub community: Option<Uid>,
    /// Consent to be named in what is published (志愿服务条例 art. 20, 个人信息保护法 art. 25).
    pub may_publish: bool,
    /// Guardian, for those under fourteen (个人信息保护法 art. 31).
    pub guardian: String,
    /// Anything else.
    pub remark: String,
    /// Values waiting for a person to decide.
    pub pending: Vec<Pending>,
}

/// A form entry that shows a person's fields before its own.
pub trait HasPerson: Sized {
    /// The person.
    fn person(&self) -> &Person;
    /// The person, to be changed.
    fn person_mut(&mut self) -> &mut Person;
}

impl HasPerson for Person {
    fn person(&self) -> &Person {
        self
    }
    fn person_mut(&mut self) -> &mut Person {
        self
    }
}

/// The person's fields for any form that holds a person.
#[expect(
    clippy::too_many_lines,
    reason = "a catalogue is as long as its entries"
)]
pub fn person_fields<E: HasPerson>() -> Vec<Field<E>> {
    vec![
        Field::new(
            "name",
            "姓名",
            Kind::Line,
            |e: &E, _| e.person().name.clone(),
            |e, t, _| {
                e.person_mut().name = text::person_name(t);
                Ok(())
            },
        )
        .required()
        .searched()
        .column(88.0),
        Field::new(
            "sex",
            "性别",
            Kind::Choice("sex"),
            |e: &E, _| e.person().sex.clone(),
            |e, t, d| {
                e.person_mut().sex = d.choice("sex", t)?;
                Ok(())
            },
        )
        .column(48.0),
        Field::new(
            "phone",
            "联系电话",
            Kind::Phone,
            |e: &E, _| show(e.person().phone.as_ref()),
            |e, t, _| {
                e.person_mut().phone = Phone::read(t)?;
                Ok(())
            },
        )
        .personal()
        .searched()
        .column(112.0),
        Field::new(
            "community",
            "所在社区",
            Kind::Community,
            |e: &E, d| d.community_name(e.person().community),
            |e, t, d| {
                e.person_mut().community = d.community(t)?;
                Ok(())
            },
        )
        .searched()
        .column(108.0),
        Field::new(
            "id_number",
            "身份证号",
            Kind::IdNumber,
            |e: &E, _| show(e.person().id_number.as_ref()),
            |e, t, _| read_id_number(e.person_mut(), t),
        )
        .personal()
        .searched(),
        Field::new(
            "birth",
            "出生日期",
            Kind::Day,
            |e: &E, _| day_text(e.person().birth),
            |e, t, _| {
                e.person_mut().birth = day::read_birth(t).map_err(|f| f.to_string())?;
                Ok(())
            },
        )
        .personal(),
        Field::new(
            "political",
            "政治面貌",
            Kind::Choice("political"),
            |e: &E, _| e.person().political.clone(),
            |e, t, d| {
                e.person_mut().political = d.choice("political", t)?;
                Ok(())
            },
        ),
        Field::new(
            "education",
            "学历",
            Kind::Choice("education"),
            |e: &E, _| e.person().education.clone(),
            |e, t, d| {
                e.person_mut().education = d.choice("education", t)?;
                Ok(())
            },
        ),
        Field::new(
            "title_level",
            "职称级别",
            Kind::Choice("title_level"),
            |e: &E, _| e.person().title_level.clone(),
            |e, t, d| {
                e.person_mut().title_level = d.choice("title_level", t)?;
                Ok(())
            },
        ),
        Field::new(
            "employer",
            "工作单位",
            Kind::Line,
            |e: &E, _| e.person().employer.clone(),
            |e, t, _| {
                e.person_mut().employer = one_line(t);
                Ok(())
            },
        )
        .carried()
        .searched()
        .column(130.0),
        Field::new(
            "former_name",
            "曾用名",
            Kind::Line,
            |e: &E, _| e.person().former_name.clone(),
            |e, t, _| {
                e.person_mut().former_name = text::person_name(t);
                Ok(())
            },
        )
        .own()
        .searched(),
        Field::new(
            "may_publish",
            "同意公示姓名",
            Kind::YesNo,
            |e: &E, _| yes_no(e.person().may_publish),
            |e, t, _| {
                e.person_mut().may_publish = read_yes_no(t)?;
                Ok(())
            },
        ),
        Field::new(
            "guardian",
            "监护人",
            Kind::Line,
            |e: &E, _| e.person().guardian.clone(),
            |e, t, _| {
                e.person_mut().guardian = text::person_name(t);
                Ok(())
            },
        )
        .own()
        .personal(),
        Field::new(
            "remark",
            "备注",
            Kind::Lines,
            |e: &E, _| e.person().remark.clone(),
            |e, t, _| {
                t.trim().clone_into(&mut e.person_mut().remark);
                Ok(())
            },
        ),
    ]
}

// The number tells sex and birthday, so an empty sex or birthday is filled from it: nothing is asked twice.
fn read_id_number(person: &mut Person, typed: &str) -> Result<(), String> {
    person.id_number = IdNumber::read(typed).map_err(|fault| fault.to_string())?;
    if let Some(number) = &person.id_number {
        person.birth = person.birth.or_else(|| number.birthday());
        if person.sex.is_empty() {
            number.sex().clone_into(&mut person.sex);
        }
        person.pending.retain(|p| p.field != "id_number");
    }
    Ok(())
}

fn show<T: ToString>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

/// 是 or 否.
pub(crate) fn yes_no(value: bool) -> String {
    if value { "是" } else { "否" }.to_owned()
}

/// Read 是 or 否 in the words sheets use.
pub(crate) fn read_yes_no(typed: &str) -> Result<bool, String> {
    match text::normal(typed).as_str() {
        "是" | "有" | "已" | "√" | "1" | "y" | "yes" | "true" | "同意" | "已认证" | "已实名" => {
            Ok(true)
        }
        "" | "否" | "无" | "未" | "×" | "0" | "n" | "no" | "false" | "不同意" | "未认证" => {
            Ok(false)
        }
        _ => Err("请填“是”或“否”".into()),
    }
}

impl Person {
    /// Whether they are under fourteen on a day, as far as their birthday is known.
    pub fn is_child_on(&self, day: Date) -> bool {
        let told = || self.id_number.as_ref().and_then(IdNumber::birthday);
        let Some(birth) = self.birth.or_else(told) else {
            return false;
        };
        let turned = (birth.month(), birth.day()) <= (day.month(), day.day());
        i32::from(day.year()) - i32::from(birth.year()) - i32::from(!turned) < CHILD
    }
}

/// Under this age a guardian must consent to what is kept (个人信息保护法 art. 31).
const CHILD: i32 = 14;

/// Checks that look at several of a person's fields.
pub fn check_person(person: &Person, directory: &Directory) -> Vec<Problem> {
    let mut problems = Vec::new();
    let child = Date::new(directory.year, 1, 1).is_ok_and(|day| person.is_child_on(day));
    if child && person.guardian.trim().is_empty() {
        problems.push(Problem::doubt(
            "guardian",
            "不满 14 周岁，请征得监护人同意并填写监护人；公示时姓名一律缩写",
        ));
    }
    if let Some(number) = &person.id_number {
        if !person.sex.is_empty() && person.sex != number.sex() {
            problems.push(Problem::doubt(
                "sex",
                format!("身份证号显示为{}，与性别不一致", number.sex()),
            ));
        }
        let differs = person.birth.is_some_and(|b| {
            number
                .birthday()
                .is_some_and(|n| (n.year(), n.month()) != (b.year(), b.month()))
        });
        if differs {
            problems.push(Problem::doubt("birth", "与身份证号中的出生日期不一致"));
        }
    }
    for character in text::repair(&person.name).unknown {
        problems.push(Problem::doubt(
            "name",
            format!(
                "姓名中有无法辨认的字（{:04X}），请改用正字",
                u32::from(character)
            ),
        ));
    }
    for p in &person.pending {
        problems.push(p.doubt());
    }
    problems
}
