//! 催报清单: who has not returned, on paper or as a small workbook.

use super::RoundStatus;
use crate::app::Office;
use crate::app::error::AppError;
use crate::app::outfile;
use crate::app::outfile::Way;
use crate::app::paper;
use crate::model::Uid;
use crate::reports::outline::Block;
use crate::reports::outline::Cell;
use crate::reports::outline::Column;
use crate::reports::outline::Report;
use crate::reports::outline::Table;
use crate::reports::outline::TableRow;
use std::path::Path;

/// The proposed name of a round's list.
pub fn list_name(status: &RoundStatus) -> String {
    format!("催报清单（{}）.pdf", status.collection.title)
}

impl Office {
    /// The list of those who have not returned a round, in the order they were handed out.
    pub fn reminder(&self, status: &RoundStatus) -> Report {
        let collection = &status.collection;
        let tables: Vec<&str> = collection
            .registers
            .iter()
            .filter_map(|key| crate::app::Register::read(key))
            .map(crate::app::Register::label)
            .collect();
        let contact = |community: Option<Uid>| {
            let known = community.and_then(|c| self.ledger.communities.get(&c));
            known.map(|c| c.contact.clone()).unwrap_or_default()
        };
        let rows = status.missing().enumerate().map(|(n, (handed, standing))| {
            let late = match standing.days_late() {
                0 => String::new(),
                days => days.to_string(),
            };
            let community: Vec<Uid> = handed.community.into_iter().collect();
            TableRow {
                cells: vec![
                    (n + 1).to_string().into(),
                    Cell::figure(&handed.name, community),
                    contact(handed.community).into(),
                    standing.label().into(),
                    late.into(),
                    // Room to write by hand: a column is as wide as what stands in it.
                    "　　　　　　　　　　".into(),
                ],
                ..TableRow::default()
            }
        });
        let rows: Vec<TableRow> = rows.collect();
        let day = |d: Option<jiff::civil::Date>| d.map_or("未定".into(), |d| d.to_string());
        let mut notes = vec![format!(
            "发出 {} 份，已交 {} 份，未交 {} 份；截至 {}。",
            status.lines.len(),
            status.lines.len() - rows.len(),
            rows.len(),
            self.clock.today()
        )];
        notes.push(format!("要交的表：{}。", tables.join("、")));
        Report {
            title: format!("{}催报清单", collection.title),
            left_line: format!("单位：{}", self.ledger.office().name),
            right_line: format!("发出 {}，期限 {}", day(collection.day), day(collection.due)),
            blocks: vec![Block::Table(Table {
                columns: vec![
                    Column::tight("序号"),
                    Column::text("填报范围", 1.6),
                    Column::text("联系人", 1.0),
                    Column::tight("状态"),
                    Column::number("逾期天数"),
                    Column::text("催报记录", 1.6),
                ],
                rows,
            })],
            notes,
            ..Report::default()
        }
    }

    /// Write the list as PDF or workbook, by the extension.
    ///
    /// # Errors
    /// What layout or the disk says.
    pub fn save_reminder(&self, status: &RoundStatus, path: &Path) -> Result<(), AppError> {
        let report = self.reminder(status);
        let meta = self.meta(&report);
        let laid = paper::lay_out(report, meta, &mut |_| true)?;
        outfile::write(&laid, &Way::File(path.to_owned())).map(|_| ())
    }
}
