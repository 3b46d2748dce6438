//! The xlsx twin of a report: the same titles, columns, rows and sums as cells. `blank` writes the other kind.

use super::PaperError;
use super::outline::Align;
use super::outline::Block;
use super::outline::Fit;
use super::outline::FormRow;
use super::outline::Letter;
use super::outline::Paper;
use super::outline::Plot;
use super::outline::Report;
use super::outline::RowKind;
use super::outline::Table;
use super::outline::TableRow;
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

/// Longest name of a sheet (Excel's limit, in UTF-16 units).
const LONGEST_NAME: usize = 31;

/// Write a report as a workbook, set up to print on A4: a document's text as a first sheet, each 附件 and each table with a
/// page of its own as a sheet of its own.
///
/// # Errors
/// `Sheet` when the writer refuses.
pub fn write(report: &Report) -> Result<Vec<u8>, PaperError> {
    let mut book = Workbook::new();
    let mut names = Vec::new();
    let foot = foot(&report.foot);
    if let Some(letter) = &report.letter {
        let sheet = add(&mut book, &report.title, Paper::Portrait, &mut names)?;
        write_letter(sheet, report, letter)?;
        for annex in &report.annexes {
            write_sheets(&mut book, annex, &mut names)?;
        }
    } else {
        write_sheets(&mut book, report, &mut names)?;
    }
    for sheet in book.worksheets_mut() {
        sheet.set_footer(&foot);
    }
    Ok(book.save_to_buffer()?)
}

// The number of the page, and what stands beside it; a sign of the footer's own language is doubled.
fn foot(text: &str) -> String {
    if text.is_empty() {
        "&C— &P —".to_owned()
    } else {
        format!("&L{}&C— &P —", text.replace('&', "&&"))
    }
}

fn add<'b>(
    book: &'b mut Workbook,
    title: &str,
    paper: Paper,
    names: &mut Vec<String>,
) -> Result<&'b mut Worksheet, PaperError> {
    let name = name(title, names);
    let sheet = book.add_worksheet();
    sheet
        .set_name(&name)?
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0)
        .set_margins(0.6, 0.6, 0.7, 0.7, 0.3, 0.3);
    if paper != Paper::Portrait {
        sheet.set_landscape();
    }
    names.push(name);
    Ok(sheet)
}

// A name every spreadsheet takes, and no other sheet of the book has.
fn name(title: &str, taken: &[String]) -> String {
    let clean: String = title
        .chars()
        .filter(|c| !c.is_control() && !"[]:*?/\\".contains(*c))
        .collect();
    let clean = match clean.trim().trim_matches('\'') {
        "" => "表",
        some => some,
    };
    let cut = |text: &str, most: usize| {
        let mut units = 0;
        let fits = |c: &char| {
            units += c.len_utf16();
            units <= most
        };
        text.chars().take_while(fits).collect::<String>()
    };
    let is_taken = |name: &str| {
        taken
            .iter()
            .any(|t| t.to_lowercase() == name.to_lowercase())
    };
    let mut name = cut(clean, LONGEST_NAME);
    let mut n = 1;
    while is_taken(&name) {
        n += 1;
        let tail = format!("（{n}）");
        name = [
            &cut(clean, LONGEST_NAME - tail.chars().count()),
            tail.as_str(),
        ]
        .concat();
    }
    name
}

// 标题, 主送, paragraphs, 附件说明, 署名, 附注, a row each.
fn write_letter(sheet: &mut Worksheet, report: &Report, letter: &Letter) -> Result<(), PaperError> {
    let plain = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let title = Format::new()
        .set_bold()
        .set_font_size(16)
        .set_text_wrap()
        .set_align(FormatAlign::Center);
    let right = plain.clone().set_align(FormatAlign::Right);
    sheet.set_column_width(0, 90)?;
    let mut rows: Vec<(String, &Format)> = Vec::new();
    if let Some(head) = &letter.head {
        let approver = if head.approver.is_empty() {
            String::new()
        } else {
            format!("　　签发人：{}", head.approver)
        };
        rows.push((head.mark.clone(), &title));
        rows.push((format!("{}{approver}", head.number), &plain));
    }
    rows.push((report.title.clone(), &title));
    if !letter.addressee.is_empty() {
        rows.push((format!("{}：", letter.addressee), &plain));
    }
    for paragraph in &letter.paragraphs {
        rows.push((format!("　　{}", paragraph.text), &plain));
    }
    for (n, annex) in report.annexes.iter().enumerate() {
        let label = if n == 0 { "附件：" } else { "　　　" };
        let number = if report.annexes.len() > 1 {
            format!("{}. ", n + 1)
        } else {
            String::new()
        };
        rows.push((format!("　　{label}{number}{}", annex.title), &plain));
    }
    if let Some(signature) = &letter.signature {
        rows.push((signature.office.clone(), &right));
        rows.push((signature.date.clone(), &right));
    }
    if !letter.note.is_empty() {
        rows.push((format!("　　（{}）", letter.note), &plain));
    }
    if let Some(imprint) = &letter.imprint {
        if !imprint.copied_to.is_empty() {
            rows.push((format!("抄送：{}", imprint.copied_to), &plain));
        }
        rows.push((
            format!("{}　　{}印发", imprint.issuer, imprint.date),
            &plain,
        ));
    }
    for (n, (text, format)) in rows.into_iter().enumerate() {
        sheet.write_string_with_format(n as u32, 0, text, format)?;
    }
    Ok(())
}

// A sheet report; a table after a new page goes on a sheet of its own, forms and photos go on under each other.
fn write_sheets(
    book: &mut Workbook,
    report: &Report,
    names: &mut Vec<String>,
) -> Result<(), PaperError> {
    let mut parts: Vec<(&str, &[Block])> = Vec::new();
    let mut rest = report.blocks.as_slice();
    let mut title = report.title.as_str();
    loop {
        let cut = rest
            .iter()
            .enumerate()
            .position(|(n, b)| matches!(b, Block::NewPage(_)) && begins_table(rest, n + 1));
        let Some((now, later)) = cut.and_then(|n| Some((rest.get(..n)?, rest.get(n..)?))) else {
            parts.push((title, rest));
            break;
        };
        parts.push((title, now));
        if let Some((Block::NewPage(next), after)) = later.split_first() {
            title = next;
            rest = after;
        }
    }
    let count = parts.len();
    for (n, (title, blocks)) in parts.into_iter().enumerate() {
        let sheet = add(book, title, report.paper, names)?;
        write_part(sheet, report, title, blocks, n + 1 == count)?;
    }
    Ok(())
}

// Whether a table stands between a place and the next page.
fn begins_table(blocks: &[Block], from: usize) -> bool {
    blocks
        .iter()
        .skip(from)
        .take_while(|b| !matches!(b, Block::NewPage(_)))
        .any(|b| matches!(b, Block::Table(_)))
}

fn write_part(
    sheet: &mut Worksheet,
    report: &Report,
    title: &str,
    blocks: &[Block],
    is_last: bool,
) -> Result<(), PaperError> {
    let width = width_of(blocks);
    let mut row = heading(sheet, report, title, width)?;
    for block in blocks {
        row = match block {
            Block::Table(table) => write_table(sheet, table, row)?,
            Block::Form(rows) => write_form(sheet, rows, row)?,
            Block::Photos(photos) => write_lines(
                sheet,
                photos.photos.iter().map(|p| format!("照片：{}", p.caption)),
                row,
            )?,
            Block::Plot(plot) => write_plot(sheet, plot, row)?,
            Block::Lines(lines) | Block::Notes(lines) => {
                write_lines(sheet, lines.iter().cloned(), row)?
            }
            Block::NewPage(title) => {
                sheet.write_string_with_format(row + 1, 0, title, &Format::new().set_bold())?;
                row + 2
            }
        };
    }
    if is_last {
        row = write_lines(sheet, report.notes.iter().cloned(), row)?;
    }
    if !report.signers.is_empty() {
        let mut places: Vec<String> = report
            .signers
            .iter()
            .map(|(l, n)| format!("{l}：{n}"))
            .collect();
        if !report.date_line.is_empty() {
            places.push(report.dated());
        }
        sheet.write_string(row + 1, 0, places.join("　　　　"))?;
    }
    Ok(())
}

fn write_form(sheet: &mut Worksheet, rows: &[FormRow], top: u32) -> Result<u32, PaperError> {
    let cell = Format::new()
        .set_border(FormatBorder::Thin)
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter);
    let bold = cell.clone().set_bold();
    let mut row = top;
    for form in rows {
        for (column, (label, value)) in (0..).step_by(2).zip(&form.pairs) {
            sheet.write_string_with_format(row, column, label, &bold)?;
            sheet.write_string_with_format(row, column + 1, value, &cell)?;
            sheet.set_column_width(column, 14)?;
            sheet.set_column_width(column + 1, if form.pairs.len() > 1 { 26 } else { 30 })?;
        }
        row += 1;
    }
    Ok(row)
}

fn write_plot(sheet: &mut Worksheet, plot: &Plot, row: u32) -> Result<u32, PaperError> {
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
    Ok(row + 2 + plot.bars.len() as u32)
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

fn width_of(blocks: &[Block]) -> u16 {
    let columns = blocks.iter().map(|b| match b {
        Block::Table(t) => t.columns.len(),
        Block::Form(rows) => rows.iter().map(|r| r.pairs.len() * 2).max().unwrap_or(2),
        Block::Plot(_) => 3,
        Block::NewPage(_) | Block::Photos(_) | Block::Lines(_) | Block::Notes(_) => 1,
    });
    columns.max().unwrap_or(1).max(2) as u16
}

fn heading(
    sheet: &mut Worksheet,
    report: &Report,
    title: &str,
    width: u16,
) -> Result<u32, PaperError> {
    let format = Format::new()
        .set_bold()
        .set_font_size(16)
        .set_align(FormatAlign::Center);
    sheet.merge_range(0, 0, 0, width - 1, title, &format)?;
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
            .filter(|r| r.kind != RowKind::Group)
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
        if row.kind == RowKind::Group {
            write_group(sheet, row, table.columns.len() as u16, at)?;
            at += 1;
            continue;
        }
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

// A heading over the rows that follow, across the table.
fn write_group(
    sheet: &mut Worksheet,
    row: &TableRow,
    columns: u16,
    at: u32,
) -> Result<(), PaperError> {
    let format = Format::new()
        .set_border(FormatBorder::Thin)
        .set_bold()
        .set_align(FormatAlign::Left);
    let text = row.cells.first().map_or("", |c| c.text.as_str());
    if columns > 1 {
        sheet.merge_range(at, 0, at, columns - 1, text, &format)?;
    } else {
        sheet.write_string_with_format(at, 0, text, &format)?;
    }
    Ok(())
}

// Chinese characters take two units of a spreadsheet's width.
fn units(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_short_unique_and_free_of_what_excel_forbids() {
        let mut names = Vec::new();
        for title in [
            "表[1]:甲/乙?",
            "表1甲乙",
            "",
            &"长".repeat(40),
            &"长".repeat(40),
        ] {
            let name = name(title, &names);
            names.push(name);
        }
        let (long, second) = (
            "长".repeat(31),
            ["长".repeat(28).as_str(), "（2）"].concat(),
        );
        assert_eq!(names, ["表1甲乙", "表1甲乙（2）", "表", &long, &second]);
    }
}
