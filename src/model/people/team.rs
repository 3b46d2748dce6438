//! Team 科技志愿服务队.

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

/// A science volunteer service team. Its members are the volunteers who name it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Team {
    /// Identity.
    pub uid: Uid,
    /// The office that keeps it.
    pub office: Uid,
    /// Name.
    pub name: String,
    /// 队长.
    pub leader: String,
    /// 副队长, parted by 、.
    pub deputies: String,
    /// 成立日期.
    pub founded: Option<Date>,
    /// 专业方向.
    pub direction: String,
    /// 平台注册号.
    pub registration_no: String,
    /// Anything else.
    pub remark: String,
}

static FIELDS: [Field<Team>; 7] = [
    Field::new(
        "name",
        "队伍名称",
        Kind::Line,
        |o: &Team, _| o.name.clone(),
        |o, t, _| {
            o.name = one_line(t);
            Ok(())
        },
    )
    .required()
    .searched()
    .column(190.0),
    Field::new(
        "leader",
        "队长",
        Kind::Line,
        |o: &Team, _| o.leader.clone(),
        |o, t, _| {
            o.leader = one_line(t);
            Ok(())
        },
    )
    .searched()
    .column(90.0),
    Field::new(
        "deputies",
        "副队长",
        Kind::Line,
        |o: &Team, _| o.deputies.clone(),
        |o, t, _| {
            o.deputies = one_line(t);
            Ok(())
        },
    )
    .column(120.0),
    Field::new(
        "founded",
        "成立日期",
        Kind::Day,
        |o: &Team, _| day_text(o.founded),
        |o, t, d| {
            o.founded = day::read_day(t, Some(d.year)).map_err(|f| f.to_string())?;
            Ok(())
        },
    )
    .column(100.0),
    Field::new(
        "direction",
        "专业方向",
        Kind::Line,
        |o: &Team, _| o.direction.clone(),
        |o, t, _| {
            o.direction = one_line(t);
            Ok(())
        },
    )
    .searched()
    .column(150.0),
    Field::new(
        "registration_no",
        "平台注册号",
        Kind::Line,
        |o: &Team, _| o.registration_no.clone(),
        |o, t, _| {
            o.registration_no = one_line(t);
            Ok(())
        },
    )
    .own(),
    Field::new(
        "remark",
        "备注",
        Kind::Lines,
        |o: &Team, _| o.remark.clone(),
        |o, t, _| {
            t.trim().clone_into(&mut o.remark);
            Ok(())
        },
    ),
];

impl Form for Team {
    const NAME: &'static str = "科技志愿服务队";

    fn fields() -> &'static [Field<Self>] {
        &FIELDS
    }

    fn title(&self) -> String {
        self.name.clone()
    }

    fn check(&self, directory: &Directory) -> Vec<Problem> {
        let twin = directory.ledger.teams.values().any(|t| {
            t.name == self.name && t.uid != self.uid && directory.same_office(t.office, self.office)
        });
        if twin {
            vec![Problem::error("name", "已有同名的服务队")]
        } else {
            Vec::new()
        }
    }
}
