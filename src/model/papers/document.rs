//! Document 文稿: a text that goes up. Drafted from a template with true figures, then edited as plain text; lines that
//! begin with 一、 （一） 1. （1） are its headings (GB/T 9704-2012 7.3.3).

use crate::model::Uid;
use crate::model::change::Table;
use crate::model::directory::Directory;
use crate::model::field::Kind;
use crate::model::problem::Problem;
use crate::model::record::Rules;
use crate::model::record::record;
use jiff::civil::Date;

record! {
    /// A summary, a plan, the report of a theme or a bulletin: its text and what a document carries around it.
    Document, "文稿" {
        "文稿" {
            title: String, "标题", Kind::Line, required, searched, column(280.0);
            kind: String, "类别", Kind::Choice("document_kind"), required, searched, column(110.0);
            from: Option<Date>, "期间起", Kind::Day, column(96.0);
            to: Option<Date>, "期间止", Kind::Day, column(96.0);
            theme_day: String, "主题日", Kind::ThemeDay;
            event: Option<Uid>, "对应活动", Kind::Link(Table::Event);
            day: Option<Date>, "成文日期", Kind::Day, column(96.0);
        }
        "公文要素" {
            number: String, "发文字号", Kind::Line, searched, column(140.0), own;
            addressee: String, "主送机关", Kind::Line;
            copied_to: String, "抄送机关", Kind::Line;
            approver: String, "签发人", Kind::Line;
            author: String, "撰稿人", Kind::Line;
            note: String, "附注", Kind::Line;
            letterhead: bool, "套红头", Kind::YesNo;
            sealed: bool, "加盖印章", Kind::YesNo;
            contents: bool, "目录", Kind::YesNo;
            imprint: bool, "版记", Kind::YesNo;
            /// Numbers of the reports that follow as 附件: R3, R6.
            annexes: Vec<String>, "附表", Kind::Line, own;
        }
        "正文" {
            text: String, "正文", Kind::Lines;
            remark: String, "备注", Kind::Lines;
            /// The figures of the text as they were when it was drafted, as JSON.
            figures: String, "起草时的数", Kind::Hidden;
        }
    }
}

impl Rules for Document {
    fn own_title(&self) -> String {
        self.title.clone()
    }

    fn day(&self) -> Option<Date> {
        self.day.or(self.to)
    }

    fn check(&self, directory: &Directory) -> Vec<Problem> {
        let mut problems = Vec::new();
        if let (Some(from), Some(to)) = (self.from, self.to)
            && to < from
        {
            problems.push(Problem::error("to", "期间止早于期间起"));
        }
        let twin = |d: &Self| {
            d.uid != self.uid
                && d.number == self.number
                && directory.same_office(d.office, self.office)
        };
        if !self.number.is_empty() && directory.ledger.documents.values().any(|d| twin(d)) {
            problems.push(Problem::doubt("number", "这个发文字号已用过"));
        }
        problems
    }
}
