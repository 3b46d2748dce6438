//! R5 活动签到表: a head with title, day and place, and rows to sign, two people side by side. A phone is asked for only in
//! 存档版: what does not need it does not collect it (个人信息保护法 art. 6).

use crate::model::events::Event;
use crate::model::secret::Mask;
use crate::reports::Material;
use crate::reports::Request;
use crate::reports::outline::Block;
use crate::reports::outline::Cell;
use crate::reports::outline::Column;
use crate::reports::outline::Report;
use crate::reports::outline::Table;
use crate::reports::rows::row;

/// Rows on a sheet; each takes two people, and thirty people stand on a page with the note under them.
const ROWS: usize = 15;

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
    let mut side = vec![
        Column::tight("序号"),
        Column::text("姓名", 1.0),
        Column::text("单位或社区", 1.2),
    ];
    if request.mask == Mask::Archive {
        side.push(Column::text("电话", 1.3));
    }
    side.push(Column::text("签名", 1.0));
    let wide = side.len();
    let columns: Vec<Column> = side.iter().chain(&side).cloned().collect();
    // Room for a hand: a row is two lines high.
    let empty = || {
        let mut cells = vec![Cell::default(); wide - 1];
        if let Some(name) = cells.first_mut() {
            name.text = "\n".into();
        }
        cells
    };
    let rows = (0..ROWS).map(|n| {
        let mut cells = vec![(n + 1).to_string().into()];
        cells.extend(empty());
        cells.push((n + 1 + ROWS).to_string().into());
        cells.extend(empty());
        row(cells)
    });
    report.blocks.push(Block::Table(Table {
        columns,
        rows: rows.collect(),
    }));
    report
        .notes
        .push("签名即同意登记姓名和参加情况；不收身份证号，电话只用于本场活动的联系。".into());
}
