//! Venue 阵地 with its log, and Tour 巡展: where science is shown (plan lines 63-73; 科普法 art. 46).

use crate::model::Uid;
use crate::model::change::Table;
use crate::model::directory::Directory;
use crate::model::field::Kind;
use crate::model::number::Fen;
use crate::model::problem::Problem;
use crate::model::record::Rules;
use crate::model::record::record;
use jiff::civil::Date;

record! {
    /// A place of any kind: 科普活动室, 画廊, 电子屏, 基地, 文明实践站…
    Venue, "阵地" {
        "阵地" {
            name: String, "名称", Kind::Line, required, searched, column(190.0);
            kind: String, "类别", Kind::Choice("venue_kind"), searched, column(130.0);
            community: Option<Uid>, "所在社区", Kind::Community, searched, column(100.0);
            address: String, "地址", Kind::Line, searched;
            /// Square metres.
            area: Option<f64>, "面积（平方米）", Kind::Decimal, column(90.0);
            /// Metres of a gallery.
            length: Option<f64>, "长度（米）", Kind::Decimal;
            opened_on: Option<Date>, "启用日期", Kind::Day;
            open_hours: String, "开放时间", Kind::Line, column(120.0);
            /// Hours a week.
            weekly_hours: Option<f64>, "每周开放小时", Kind::Decimal;
            changes_wanted: Option<u32>, "每年应更换次数", Kind::Number;
            keeper: String, "管理员", Kind::Line, searched;
            phone: String, "联系电话", Kind::Phone, personal;
            state: String, "状态", Kind::Choice("venue_state"), column(70.0);
        }
        "基地与建设" {
            grade: String, "基地级别", Kind::Choice("level"), column(80.0);
            grade_until: Option<Date>, "命名有效期至", Kind::Day;
            sector: String, "行业领域", Kind::Line;
            union: String, "所属联合体", Kind::Line;
            project: String, "建设或改造项目", Kind::Line;
            investment: Option<Fen>, "投资（元）", Kind::Money;
            investment_source: String, "资金来源", Kind::Choice("fund_source");
            measures: Vec<String>, "对应措施", Kind::Measures;
            remark: String, "备注", Kind::Lines;
        }
    }
}

impl Rules for Venue {
    fn own_title(&self) -> String {
        self.name.clone()
    }

    fn check(&self, _: &Directory) -> Vec<Problem> {
        if self.weekly_hours.is_some_and(|h| h > 168.0) {
            vec![Problem::error("weekly_hours", "一周只有 168 小时")]
        } else {
            Vec::new()
        }
    }
}

record! {
    /// One line of a venue's book: opened, content changed, visitors.
    VenueLog, "阵地日志" {
        "日志" {
            venue: Option<Uid>, "阵地", Kind::Link(Table::Venue), required, searched, column(190.0), carried;
            day: Option<Date>, "日期", Kind::Day, required, column(96.0);
            kind: String, "事项", Kind::Choice("venue_log_kind"), searched, column(96.0), carried;
            content: String, "内容", Kind::Line, searched, column(220.0);
            visitors: Option<u32>, "参观人次", Kind::Number, column(80.0);
            minutes: Option<u32>, "开放时长（小时）", Kind::Hours;
            remark: String, "备注", Kind::Lines;
        }
    }
}

impl Rules for VenueLog {
    fn own_title(&self) -> String {
        let day = self.day.map(|d| d.to_string()).unwrap_or_default();
        format!("{day} {}{}", self.kind, self.content)
    }
    fn day(&self) -> Option<Date> {
        self.day
    }
}

record! {
    /// A visit of the travelling museum or the science van.
    Tour, "巡展" {
        "巡展" {
            title: String, "名称", Kind::Line, required, searched, column(200.0);
            kind: String, "类别", Kind::Choice("tour_kind"), searched, column(110.0);
            start: Option<Date>, "开始日期", Kind::Day, column(96.0);
            end: Option<Date>, "结束日期", Kind::Day;
            place: String, "地点", Kind::Line, searched, column(130.0), carried;
            community: Option<Uid>, "所在社区", Kind::Community, column(100.0);
            host: String, "派出单位", Kind::Line, searched, carried;
            visitors: Option<u32>, "参观人次", Kind::Number, column(80.0);
            event: Option<Uid>, "对应活动", Kind::Link(Table::Event);
            measures: Vec<String>, "对应措施", Kind::Measures;
            remark: String, "备注", Kind::Lines;
        }
    }
}

impl Rules for Tour {
    fn own_title(&self) -> String {
        self.title.clone()
    }
    fn day(&self) -> Option<Date> {
        self.start
    }
}
