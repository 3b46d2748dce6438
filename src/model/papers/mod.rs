//! Paper 资料, Post 传播与信息, Attachment 附件: what was written, what was told, what proves it.

pub mod collection;
pub mod document;
pub mod return_note;
pub mod submission;

pub use collection::Collection;
pub use document::Document;
pub use return_note::ReturnNote;
pub use submission::Submission;

use crate::model::Uid;
use crate::model::change::Table;
use crate::model::directory::Directory;
use crate::model::field::Kind;
use crate::model::problem::Problem;
use crate::model::record::Rules;
use crate::model::record::record;
use jiff::civil::Date;

record! {
    /// A notice, plan, minute, rule or contract with its archive number.
    Paper, "资料" {
        "资料" {
            title: String, "标题", Kind::Line, required, searched, column(230.0);
            kind: String, "类别", Kind::Choice("paper_kind"), searched, column(90.0);
            number: String, "发文字号", Kind::Line, searched, own;
            archive_no: String, "归档编号", Kind::Line, searched, column(100.0), own;
            day: Option<Date>, "日期", Kind::Day, column(96.0);
            kept: String, "存放处", Kind::Line, column(110.0), carried;
            in_force_from: Option<Date>, "施行日期", Kind::Day;
            revised_on: Option<Date>, "修订日期", Kind::Day;
        }
        "会议" {
            chair: String, "主持人", Kind::Line, searched, carried;
            attendees: String, "参会人员", Kind::Lines;
            decisions: String, "议定事项及责任人", Kind::Lines;
        }
        "归口" {
            event: Option<Uid>, "对应活动", Kind::Link(Table::Event);
            measures: Vec<String>, "对应措施", Kind::Measures;
            remark: String, "备注", Kind::Lines;
        }
    }
}

impl Rules for Paper {
    fn own_title(&self) -> String {
        self.title.clone()
    }

    fn day(&self) -> Option<Date> {
        self.day
    }

    fn check(&self, directory: &Directory) -> Vec<Problem> {
        let twin = |p: &Self| {
            p.uid != self.uid
                && p.archive_no == self.archive_no
                && directory.same_office(p.office, self.office)
        };
        if !self.archive_no.is_empty() && directory.ledger.papers.values().any(|p| twin(p)) {
            vec![Problem::doubt("archive_no", "这个归档编号已用过")]
        } else {
            Vec::new()
        }
    }
}

record! {
    /// Something told to the public: 科普信息, a column, a screen, an account, a report of the media.
    Post, "传播与信息" {
        "传播" {
            title: String, "标题", Kind::Line, required, searched, column(230.0);
            kind: String, "类别", Kind::Choice("post_kind"), searched, column(96.0);
            day: Option<Date>, "日期", Kind::Day, column(96.0);
            platform: String, "媒体或平台", Kind::Choice("platform"), searched, column(110.0), carried;
            author: String, "作者或管理员", Kind::Line, searched;
            community: Option<Uid>, "所在社区", Kind::Community;
            url: String, "链接", Kind::Line, own;
            times: Option<u32>, "更换或播放次数", Kind::Number;
            views: Option<u32>, "阅读或关注数", Kind::Number, column(90.0);
            adopted_by: String, "采用单位", Kind::Line, searched;
            adopted_level: String, "采用级别", Kind::Choice("level"), column(80.0);
        }
        "归口" {
            event: Option<Uid>, "对应活动", Kind::Link(Table::Event);
            incident: Option<Uid>, "应对的突发事件", Kind::Link(Table::Incident);
            measures: Vec<String>, "对应措施", Kind::Measures;
            remark: String, "备注", Kind::Lines;
        }
    }
}

impl Rules for Post {
    fn own_title(&self) -> String {
        self.title.clone()
    }
    fn day(&self) -> Option<Date> {
        self.day
    }
}

record! {
    /// A photo or file that belongs to a record. The bytes lie beside the database under their SHA-256.
    Attachment, "附件" {
        "附件" {
            name: String, "文件名", Kind::Line, required, searched, column(220.0);
            kind: String, "佐证类别", Kind::Choice("evidence_kind"), searched, column(90.0);
            caption: String, "说明", Kind::Line, searched, column(200.0);
            taken_on: Option<Date>, "日期", Kind::Day, column(96.0);
        }
        "文件" {
            /// The record it belongs to.
            owner: Option<Uid>, "所属记录", Kind::Hidden;
            /// Its table by name in the file.
            owner_table: String, "所属种类", Kind::Hidden;
            /// SHA-256 in hexadecimal.
            hash: String, "校验值", Kind::Hidden;
            /// Extension without the dot.
            extension: String, "扩展名", Kind::Hidden;
            /// Length in bytes.
            bytes: Option<u32>, "字节数", Kind::Hidden;
            /// Pixels, for pictures.
            width: Option<u32>, "宽", Kind::Hidden;
            /// Pixels, for pictures.
            height: Option<u32>, "高", Kind::Hidden;
        }
    }
}

impl Attachment {
    /// Name of the file under 附件: `ab/ab12….jpg`.
    pub fn stored_name(&self) -> String {
        let folder = self.hash.get(..2).unwrap_or("00");
        format!("{folder}/{}.{}", self.hash, self.extension)
    }
}

impl Rules for Attachment {
    fn own_title(&self) -> String {
        if self.caption.is_empty() {
            self.name.clone()
        } else {
            self.caption.clone()
        }
    }
    fn day(&self) -> Option<Date> {
        self.taken_on
    }
}
