//! `GroupMember` 领导小组成员: who leads the work and who does what (plan line 89).

use crate::model::field::Kind;
use crate::model::record::Rules;
use crate::model::record::record;
use jiff::civil::Date;

record! {
    /// A member of the leading group or its office.
    GroupMember, "领导小组" {
        "成员" {
            name: String, "姓名", Kind::Line, required, searched, column(100.0);
            role: String, "组内职务", Kind::Choice("group_role"), column(110.0);
            post: String, "单位及职务", Kind::Line, searched, column(190.0);
            duty: String, "分工", Kind::Line, searched, column(220.0);
            phone: String, "联系电话", Kind::Phone, personal, searched;
            from: Option<Date>, "任职日期", Kind::Day, column(96.0);
            to: Option<Date>, "离任日期", Kind::Day;
            remark: String, "备注", Kind::Lines;
        }
    }
}

impl Rules for GroupMember {
    fn own_title(&self) -> String {
        self.name.clone()
    }
}
