//! Partner 协作单位 and Connection 平台覆盖: who works with the office, and which communities a platform reaches
//! (plan lines 54, 55, 58-61).

use crate::model::Uid;
use crate::model::directory::Directory;
use crate::model::field::Kind;
use crate::model::problem::Problem;
use crate::model::record::Rules;
use crate::model::record::record;
use jiff::civil::Date;

record! {
    /// A university, institute, hospital, firm or school that opens its doors or sends people.
    Partner, "协作单位" {
        "单位" {
            name: String, "单位名称", Kind::Line, required, searched, column(200.0);
            kind: String, "类别", Kind::Choice("partner_kind"), searched, column(100.0), carried;
            contact: String, "联系人", Kind::Line, searched, column(90.0);
            phone: String, "联系电话", Kind::Phone, personal;
            agreed_on: Option<Date>, "协议起", Kind::Day, column(96.0);
            agreed_until: Option<Date>, "协议止", Kind::Day, column(96.0);
            cross_region: bool, "跨区域合作", Kind::YesNo;
        }
        "开放" {
            facilities: String, "开放的设施", Kind::Lines;
            openings: Option<u32>, "本年开放次数", Kind::Number, column(96.0);
            visitors: Option<u32>, "本年接待人次", Kind::Number, column(96.0);
            measures: Vec<String>, "对应措施", Kind::Measures;
            remark: String, "备注", Kind::Lines;
        }
    }
}

impl Rules for Partner {
    fn own_title(&self) -> String {
        self.name.clone()
    }

    fn check(&self, _: &Directory) -> Vec<Problem> {
        match (self.agreed_on, self.agreed_until) {
            (Some(from), Some(to)) if to < from => {
                vec![Problem::error("agreed_until", "协议结束早于开始")]
            }
            _ => Vec::new(),
        }
    }
}

record! {
    /// A platform built into a community's service point.
    Connection, "平台覆盖" {
        "平台" {
            platform: String, "平台", Kind::Choice("platform"), required, searched, column(150.0), carried;
            community: Option<Uid>, "社区", Kind::Community, required, searched, column(130.0);
            since: Option<Date>, "接入日期", Kind::Day, column(96.0);
            proof: String, "凭据", Kind::Line, column(190.0);
            remark: String, "备注", Kind::Lines;
        }
    }
}

impl Rules for Connection {
    fn own_title(&self) -> String {
        self.platform.clone()
    }

    fn check(&self, directory: &Directory) -> Vec<Problem> {
        let twin = directory.ledger.connections.values().any(|c| {
            c.platform == self.platform
                && c.community == self.community
                && c.uid != self.uid
                && directory.same_office(c.office, self.office)
        });
        if twin {
            vec![Problem::error("community", "这个社区已登记过这个平台")]
        } else {
            Vec::new()
        }
    }
}
