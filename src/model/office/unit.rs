//! Office 单位: whose ledger this is, and what stands on its paper.

use crate::model::directory::Directory;
use crate::model::field::Field;
use crate::model::field::Form;
use crate::model::field::Kind;
use crate::model::id::Uid;
use crate::model::problem::Problem;
use crate::model::text::one_line;
use serde::Deserialize;
use serde::Serialize;

/// The office that keeps this ledger: a 街道办事处, a 管理处 or, for the district, 区.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Office {
    /// Identity; every record of the office carries it.
    pub uid: Uid,
    /// The office itself again, so that all records look alike.
    pub office: Uid,
    /// Full name as on its seal.
    pub name: String,
    /// 街道办事处, 管理处 or 区.
    pub kind: String,
    /// Nine digits of the statistical division code, may be empty.
    pub code: String,
    /// The office above: 区科协（区纲要办）.
    pub superior: String,
    /// Pattern of document numbers, like `岳南湖办发`.
    pub document_mark: String,
    /// 单位负责人.
    pub head: String,
    /// 审核人.
    pub reviewer: String,
    /// 填表人, who works with the program.
    pub clerk: String,
    /// 联系电话 of the office.
    pub phone: String,
    /// Key of the plan in force.
    pub plan: String,
}

static FIELDS: [Field<Office>; 9] = [
    Field::new(
        "name",
        "单位名称",
        Kind::Line,
        |o: &Office, _| o.name.clone(),
        |o, t, _| {
            o.name = one_line(t);
            Ok(())
        },
    )
    .required(),
    Field::new(
        "kind",
        "单位类型",
        Kind::Choice("office_kind"),
        |o: &Office, _| o.kind.clone(),
        |o, t, d| {
            o.kind = d.choice("office_kind", t)?;
            Ok(())
        },
    ),
    Field::new(
        "code",
        "区划代码",
        Kind::Line,
        |o: &Office, _| o.code.clone(),
        |o, t, _| {
            o.code = one_line(t);
            Ok(())
        },
    ),
    Field::new(
        "superior",
        "上级单位",
        Kind::Line,
        |o: &Office, _| o.superior.clone(),
        |o, t, _| {
            o.superior = one_line(t);
            Ok(())
        },
    ),
    Field::new(
        "document_mark",
        "发文代字",
        Kind::Line,
        |o: &Office, _| o.document_mark.clone(),
        |o, t, _| {
            o.document_mark = one_line(t);
            Ok(())
        },
    ),
    Field::new(
        "head",
        "单位负责人",
        Kind::Line,
        |o: &Office, _| o.head.clone(),
        |o, t, _| {
            o.head = one_line(t);
            Ok(())
        },
    ),
    Field::new(
        "reviewer",
        "审核人",
        Kind::Line,
        |o: &Office, _| o.reviewer.clone(),
        |o, t, _| {
            o.reviewer = one_line(t);
            Ok(())
        },
    ),
    Field::new(
        "clerk",
        "填表人",
        Kind::Line,
        |o: &Office, _| o.clerk.clone(),
        |o, t, _| {
            o.clerk = one_line(t);
            Ok(())
        },
    ),
    Field::new(
        "phone",
        "联系电话",
        Kind::Line,
        |o: &Office, _| o.phone.clone(),
        |o, t, _| {
            o.phone = one_line(t);
            Ok(())
        },
    ),
];

impl Form for Office {
    const NAME: &'static str = "单位";

    fn fields() -> &'static [Field<Self>] {
        &FIELDS
    }

    fn title(&self) -> String {
        self.name.clone()
    }

    fn check(&self, _: &Directory) -> Vec<Problem> {
        Vec::new()
    }
}
