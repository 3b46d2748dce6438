//! R5 活动签到表: a head with title, day and place, and rows to sign, two people side by side.

use crate::model::events::Event;
use crate::reports::Material;
use crate::reports::Request;
use crate::reports::outline::Block;
use crate::reports::outline::Column;
use crate::reports::outline::Report;
use crate::reports::outline::Table;
use crate::reports::rows::row;

/// Rows on a sheet; each takes two people.
const ROWS: usize = 20;

pub(in crate::reports) fn fill(report: &mut Report, material: &Material<'_>, request: &Request) {
    let blank = Event::default();
    let event = request
        .event
        .and_then(|uid| material.ledger.events.get(&uid));
    let event = event.map_or(&blank, |e| e);
    if !event.title.is_empty() {
        report.title = format!("{}签到表", event.title);
    }
    let or_line = |text: String| {
        if text.is_empty() {
            "＿＿＿＿＿＿".to_owned()
        } else {
            text
        }
    };
    report.left_line = format!(
        "时间：{}",
        or_line(event.when.map(|w| w.to_string()).unwrap_or_default())
    );
    report.right_line = format!("地点：{}", or_line(event.place.clone()));
    let side = ["序号", "姓名", "单位或社区", "签名"];
    let columns = [0, 1].iter().flat_map(|_| {
        side.iter().map(|head| match *head {
            "序号" => Column::tight(head),
            _ => Column::text(head, 1.0),
        })
    });
    let rows = (0..ROWS).map(|n| {
        row(vec![
            // Room for a hand: a row is two lines high.
            format!("{}\n", n + 1).into(),
            "".into(),
            "".into(),
            "".into(),
            (n + 1 + ROWS).to_string().into(),
            "".into(),
            "".into(),
            "".into(),
        ])
    });
    report.blocks.push(Block::Table(Table {
        columns: columns.collect(),
        rows: rows.collect(),
    }));
    report
        .notes
        .push("签名即同意登记姓名和参加情况；不收身份证号。".into());
}
