//! The xlsx twin of a report: the same titles, columns, rows and sums as cells. The only file that names the writer.

use super::PaperError;
use super::outline::Align;
use super::outline::Block;
use super::outline::Fit;
use super::outline::Paper;
use super::outline::Report;
use super::outline::RowKind;
use super::outline::Table;
use rust_xlsxwriter::Format;
use rust_xlsxwriter::FormatAlign;
use rust_xlsxwriter::FormatBorder;
use rust_xlsxwriter::Workbook;
use rust_xlsxwriter::Worksheet;
use rust_xlsxwriter::XlsxError;

impl From<XlsxError> for PaperError {
    fn from(error: XlsxError) -> Self {
        Self::Sheet(error.to_string())
    }
}

/// Write a report as a workbook, set up to print on A4.
///
/// # Errors
/// `Sheet` when the writer refuses.
pub fn write(report: &Report) -> Result<Vec<u8>, PaperError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0)
        .set_margins(0.6, 0.6, 0.7, 0.7, 0.3, 0.3)
        .set_footer("&C— &P —");
    if report.paper != Paper::Portrait {
        sheet.set_landscape();
    }
    let width = width_of(report);
    let mut row = heading(sheet, report, width)?;
    for block in &report.blocks {
        row = match block {
            Block::Table(table) => write_table(sheet, table, row)?,
            Block::Form(rows) => {
                let cell = Format::new()
                    .set_border(FormatBorder::Thin)
                    .set_text_wrap()
                    .set_align(FormatAlign::VerticalCenter);
                for form in rows {
                    let mut column = 0;
                    for (label, value) in &form.pairs {
                        sheet.write_string_with_format(
                            row,
                            column,
                            label,
                            &cell.clone().set_bold(),
                        )?;
                        sheet.write_string_with_format(row, column + 1, value, &cell)?;
                        sheet.set_column_width(column, 14)?;
                        sheet.set_column_width(
                            column + 1,
                            if form.pairs.len() > 1 { 26 } else { 30 },
                        )?;
                        column += 2;
                    }
                    row += 1;
                }
                row
            }
            Block::Photos(photos) => write_lines(
                sheet,
                photos.photos.iter().map(|p| format!("照片：{}", p.caption)),
                row,
            )?,
            Block::Plot(plot) => {
                let heading = format!("{}（{}）", plot.title, plot.unit);
                sheet.write_string_with_format(row, 0, heading, &Format::new().set_bold())?;
                for (n, bar) in plot.bars.iter().enumerate() {
                    let at = row + 1 + n as u32;
                    sheet.write_string(at, 0, &bar.label)?;
                    sheet.write_number(at, 1, bar.value)?;
                    if let Some(beside) = bar.beside {
                        sheet.write_number(at, 2, beside)?;
                    }
                }
                row + 2 + plot.bars.len() as u32
            }
            Block::Lines(lines) | Block::Notes(lines) => {
                write_lines(sheet, lines.iter().cloned(), row)?
            }
            Block::NewPage(title) => {
                sheet.write_string_with_format(row + 1, 0, title, &Format::new().set_bold())?;
                row + 2
            }
        };
    }
    for note in &report.notes {
        sheet.write_string(row, 0, note)?;
        row += 1;
    }
    if !report.signers.is_empty() {
        let mut places: Vec<String> = report
            .signers
            .iter()
            .map(|(l, n)| format!("{l}：{n}"))
            .collect();
        places.push(format!("填报日期：{}", report.date_line));
        sheet.write_string(row + 1, 0, places.join("　　　　"))?;
    }
    Ok(book.save_to_buffer()?)
}

fn write_lines(
    sheet: &mut Worksheet,
    lines: impl Iterator<Item = String>,
    top: u32,
) -> Result<u32, PaperError> {
    let mut row = top;
    for line in lines {
        sheet.write_string(row, 0, line)?;
        row += 1;
    }
    Ok(row)
}

fn width_of(report: &Report) -> u16 {
    let columns = report.blocks.iter().map(|b| match b {
        Block::Table(t) => t.columns.len(),
        Block::Form(rows) => rows.iter().map(|r| r.pairs.len() * 2).max().unwrap_or(2),
        Block::Plot(_) => 3,
        Block::NewPage(_) | Block::Photos(_) | Block::Lines(_) | Block::Notes(_) => 1,
    });
    columns.max().unwrap_or(1).max(2) as u16
}

fn heading(sheet: &mut Worksheet, report: &Report, width: u16) -> Result<u32, PaperError> {
    let title = Format::new()
        .set_bold()
        .set_font_size(16)
        .set_align(FormatAlign::Center);
    sheet.merge_range(0, 0, 0, width - 1, &report.title, &title)?;
    sheet.write_string(
        1,
        0,
        [report.left_line.as_str(), report.right_line.as_str()].join("　　　　"),
    )?;
    Ok(2)
}

fn write_table(sheet: &mut Worksheet, table: &Table, top: u32) -> Result<u32, PaperError> {
    let ruled = Format::new()
        .set_border(FormatBorder::Thin)
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter);
    let head = ruled.clone().set_bold().set_align(FormatAlign::Center);
    let grouped = table.columns.iter().any(|c| !c.group.is_empty());
    let last_head = top + u32::from(grouped);
    for (n, column) in table.columns.iter().enumerate() {
        let at = n as u16;
        if grouped && column.group.is_empty() {
            sheet.merge_range(top, at, last_head, at, &column.head, &head)?;
        } else {
            sheet.write_string_with_format(last_head, at, &column.head, &head)?;
        }
        let starts = !column.group.is_empty()
            && (n == 0
                || table
                    .columns
                    .get(n - 1)
                    .is_none_or(|b| b.group != column.group));
        if starts {
            let span = table
                .columns
                .iter()
                .skip(n)
                .take_while(|c| c.group == column.group)
                .count() as u16;
            if span > 1 {
                sheet.merge_range(top, at, top, at + span - 1, &column.group, &head)?;
            } else {
                sheet.write_string_with_format(top, at, &column.group, &head)?;
            }
        }
        let widest = table
            .rows
            .iter()
            .take(300)
            .filter_map(|r| r.cells.get(n))
            .map(|c| units(&c.text))
            .max()
            .unwrap_or(0)
            .max(units(&column.head) / 2 + 2);
        let width = match column.fit {
            Fit::Tight => widest.min(24) + 2,
            Fit::Share(_) => widest.clamp(10, 36),
        };
        sheet.set_column_width(at, width as f64)?;
    }
    sheet.set_repeat_rows(top, last_head)?;
    sheet.set_freeze_panes(last_head + 1, 0)?;
    let mut at = last_head + 1;
    for row in &table.rows {
        for (n, (column, cell)) in table.columns.iter().zip(&row.cells).enumerate() {
            let mut format = ruled.clone().set_align(match column.align {
                Align::Left => FormatAlign::Left,
                Align::Centre => FormatAlign::Center,
                Align::Right => FormatAlign::Right,
            });
            if row.kind == RowKind::Total {
                format = format.set_bold();
            }
            // Only columns of numbers hold numbers: an identity number or a phone stays text, and text is never a formula.
            match (column.align, cell.text.parse::<f64>()) {
                (Align::Right, Ok(number)) => {
                    sheet.write_number_with_format(at, n as u16, number, &format)?
                }
                _ => sheet.write_string_with_format(at, n as u16, &cell.text, &format)?,
            };
        }
        at += 1;
    }
    Ok(at)
}

// Chinese characters take two units of a spreadsheet's width.
fn units(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}
