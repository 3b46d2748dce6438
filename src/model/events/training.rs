//! Training 培训: skill courses and other trainings with their trainees. Heads and 人次 are kept apart (plan line 37).

use crate::model::Uid;
use crate::model::change::Table;
use crate::model::directory::Directory;
use crate::model::field::Kind;
use crate::model::problem::Problem;
use crate::model::record::Rules;
use crate::model::record::record;
use jiff::civil::Date;

record! {
    /// A course. What also stands as an event is linked, so that it is never counted twice.
    Training, "培训" {
        "培训" {
            title: String, "培训名称", Kind::Line, required, searched, column(220.0);
            start: Option<Date>, "开始日期", Kind::Day, column(96.0);
            end: Option<Date>, "结束日期", Kind::Day;
            kind: String, "培训类别", Kind::Choice("training_kind"), searched, column(130.0), carried;
            category: Vec<String>, "学员类别", Kind::Choices("trainee_category"), searched, column(120.0), carried;
            platform: String, "学习平台", Kind::Choice("platform");
            host: String, "举办单位", Kind::Line, searched, carried;
            place: String, "地点", Kind::Line, carried;
            community: Option<Uid>, "所在社区", Kind::Community, column(100.0);
        }
        "人数" {
            /// Attendances of all days.
            trainees: Option<u32>, "培训人次", Kind::Number, column(78.0);
            /// Different people.
            people: Option<u32>, "培训人数", Kind::Number, column(78.0);
            minutes: Option<u32>, "学时（小时）", Kind::Hours;
            certificates: Option<u32>, "取得证书人数", Kind::Number;
            /// Whether the plan's 2,000 people are meant.
            counts: bool, "计入技能培训", Kind::YesNo, column(96.0);
        }
        "归口" {
            event: Option<Uid>, "对应活动", Kind::Link(Table::Event);
            measures: Vec<String>, "对应措施", Kind::Measures;
            evidence_no: String, "佐证编号", Kind::Line, own;
            remark: String, "备注", Kind::Lines;
        }
    }
}

impl Rules for Training {
    fn own_title(&self) -> String {
        self.title.clone()
    }

    fn day(&self) -> Option<Date> {
        self.start
    }

    fn check(&self, _: &Directory) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.start.is_none() {
            problems.push(Problem::doubt("start", "没有开始日期，不会计入任何年度"));
        }
        if let (Some(from), Some(to)) = (self.start, self.end)
            && to < from
        {
            problems.push(Problem::error("end", "结束日期早于开始日期"));
        }
        if let (Some(heads), Some(people)) = (self.trainees, self.people)
            && people > heads
        {
            problems.push(Problem::error("people", "培训人数不能多于培训人次"));
        }
        if let (Some(people), Some(certificates)) = (self.people, self.certificates)
            && certificates > people
        {
            problems.push(Problem::doubt("certificates", "取得证书人数多于培训人数"));
        }
        problems
    }
}
