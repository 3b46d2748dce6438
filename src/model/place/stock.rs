//! Stock 资源 and Loan 借用: books, charts, films and exhibits, and who has them until when (plan line 73).

use crate::model::Uid;
use crate::model::change::Table;
use crate::model::directory::Directory;
use crate::model::field::Kind;
use crate::model::problem::Problem;
use crate::model::record::Rules;
use crate::model::record::record;
use jiff::civil::Date;

record! {
    /// Things of one kind that are kept, lent or handed out.
    Stock, "资源" {
        "资源" {
            name: String, "名称", Kind::Line, required, searched, column(210.0);
            kind: String, "类别", Kind::Choice("stock_kind"), searched, column(90.0), carried;
            count: Option<u32>, "数量", Kind::Number, column(70.0);
            unit: String, "单位", Kind::Choice("stock_unit"), column(56.0), carried;
            topics: Vec<String>, "内容主题", Kind::Choices("topic"), searched, column(110.0);
            emergency_topics: Vec<String>, "应急科普主题", Kind::Choices("emergency_topic"), searched;
            audience: Vec<String>, "适用对象", Kind::Choices("audience"), searched, column(110.0);
            venue: Option<Uid>, "存放阵地", Kind::Link(Table::Venue), carried;
            community: Option<Uid>, "所在社区", Kind::Community, column(100.0);
            acquired_on: Option<Date>, "取得日期", Kind::Day;
            source: String, "来源", Kind::Line, carried;
            remark: String, "备注", Kind::Lines;
        }
    }
}

impl Rules for Stock {
    fn own_title(&self) -> String {
        self.name.clone()
    }
}

record! {
    /// Stock lent to somebody.
    Loan, "借用" {
        "借用" {
            stock: Option<Uid>, "资源", Kind::Link(Table::Stock), required, searched, column(200.0);
            count: Option<u32>, "数量", Kind::Number, column(60.0);
            community: Option<Uid>, "借给社区", Kind::Community, searched, column(100.0);
            borrower: String, "借用人或单位", Kind::Line, searched, column(110.0);
            phone: String, "联系电话", Kind::Phone, personal;
            lent_on: Option<Date>, "借出日期", Kind::Day, column(96.0);
            due_on: Option<Date>, "应还日期", Kind::Day, column(96.0);
            returned_on: Option<Date>, "归还日期", Kind::Day, column(96.0);
            remark: String, "备注", Kind::Lines;
        }
    }
}

impl Rules for Loan {
    fn own_title(&self) -> String {
        let day = self.lent_on.map(|d| d.to_string()).unwrap_or_default();
        format!("{day} {}", self.borrower).trim().to_owned()
    }

    fn day(&self) -> Option<Date> {
        self.lent_on
    }

    fn check(&self, directory: &Directory) -> Vec<Problem> {
        let mut problems = Vec::new();
        if let (Some(from), Some(to)) = (self.lent_on, self.returned_on)
            && to < from
        {
            problems.push(Problem::error("returned_on", "归还日期早于借出日期"));
        }
        let stock = self.stock.and_then(|s| directory.ledger.stock.get(&s));
        if let (Some(total), None) = (stock.and_then(|s| s.count), self.returned_on) {
            let out: u32 = directory
                .ledger
                .loans
                .values()
                .filter(|l| l.stock == self.stock && l.returned_on.is_none() && l.uid != self.uid)
                .filter_map(|l| l.count)
                .sum();
            let all = out + self.count.unwrap_or(0);
            if all > total {
                problems.push(Problem::doubt(
                    "count",
                    format!("共 {total}，借出合计 {all}"),
                ));
            }
        }
        problems
    }
}
