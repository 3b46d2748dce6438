//! A blank workbook to be filled by hand: locked headings, cells of the right kind, choices to pick from, notes, A4. What
//! stands in it is decided in `app::collect`.

use super::PaperError;
use rust_xlsxwriter::DataValidation;
use rust_xlsxwriter::DataValidationErrorStyle;
use rust_xlsxwriter::DataValidationRule;
use rust_xlsxwriter::DocProperties;
use rust_xlsxwriter::ExcelDateTime;
use rust_xlsxwriter::Format;
use rust_xlsxwriter::FormatAlign;
use rust_xlsxwriter::FormatBorder;
use rust_xlsxwriter::Formula;
use rust_xlsxwriter::ProtectionOptions;
use rust_xlsxwriter::Workbook;
use rust_xlsxwriter::Worksheet;

/// A workbook.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Blank {
    /// What its properties say: 2025年第1轮收数 滨湖社区.
    pub title: String,
    /// The office that hands it out.
    pub office: String,
    /// 填写说明, a line each.
    pub guide: Vec<String>,
    /// The sheets to fill.
    pub sheets: Vec<BlankSheet>,
    /// Name of the sheet nobody sees, and its lines.
    pub mark: (&'static str, Vec<String>),
}

/// A sheet to fill.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BlankSheet {
    /// What its tab says.
    pub name: String,
    /// Title over the table.
    pub title: String,
    /// The line under the title.
    pub line: String,
    /// Columns from left to right.
    pub columns: Vec<BlankColumn>,
    /// Rows to fill.
    pub rows: u32,
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct BlankColumn {
    /// Its heading.
    pub heading: String,
    /// Width in characters.
    pub width: f64,
    /// What goes into its cells.
    pub entry: Entry,
    /// Shown when a cell is chosen.
    pub note: String,
}

/// What goes into a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Words or digits, kept as they are typed.
    Text,
    /// A day.
    Day,
    /// A whole number.
    Count,
    /// A number with decimals.
    Amount,
    /// One of these.
    Pick(Vec<String>, Others),
}

/// Whether other words than those offered may be typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Others {
    /// After a word of warning.
    Allowed,
    /// Never.
    Refused,
}

/// Row of the headings, counted from nought: title and line stand above.
const HEADING: u32 = 2;

/// Write a blank workbook. No password: who must change a heading can, and the import still understands.
///
/// # Errors
/// `Sheet` when the writer refuses.
pub fn write(blank: &Blank) -> Result<Vec<u8>, PaperError> {
    let mut book = Workbook::new();
    book.set_properties(
        &DocProperties::new()
            .set_title(&blank.title)
            .set_company(&blank.office)
            .set_category("收数"),
    );
    write_guide(book.add_worksheet(), &blank.guide)?;
    let mut picks: Vec<&[String]> = Vec::new();
    for sheet in &blank.sheets {
        write_sheet(book.add_worksheet(), sheet, blank.mark.0, &mut picks)?;
    }
    let hidden = book.add_worksheet();
    hidden.set_name(blank.mark.0)?.set_very_hidden(true);
    for (row, line) in (0..).zip(&blank.mark.1) {
        hidden.write_string(row, 0, line)?;
    }
    for (column, names) in (1..).zip(picks) {
        for (row, name) in (0..).zip(names) {
            hidden.write_string(row, column, name)?;
        }
    }
    hidden.protect();
    Ok(book.save_to_buffer()?)
}

fn write_guide(sheet: &mut Worksheet, lines: &[String]) -> Result<(), PaperError> {
    let plain = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let title = Format::new().set_bold().set_font_size(16);
    sheet
        .set_name("填写说明")?
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0)
        .set_column_width(0, 96)?;
    sheet.write_string_with_format(0, 0, "填写说明", &title)?;
    for (row, line) in (1..).zip(lines) {
        sheet.write_string_with_format(row, 0, line, &plain)?;
    }
    sheet.protect();
    Ok(())
}

fn write_sheet<'b>(
    sheet: &mut Worksheet,
    blank: &'b BlankSheet,
    hidden: &str,
    picks: &mut Vec<&'b [String]>,
) -> Result<(), PaperError> {
    let title = Format::new()
        .set_bold()
        .set_font_size(16)
        .set_align(FormatAlign::Center);
    let ruled = Format::new()
        .set_border(FormatBorder::Thin)
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter);
    let heading = ruled
        .clone()
        .set_bold()
        .set_background_color(0x00E8_EEF5)
        .set_align(FormatAlign::Center);
    let last = (blank.columns.len().max(2) - 1) as u16;
    let bottom = HEADING + blank.rows;
    sheet
        .set_name(&blank.name)?
        .set_paper_size(9)
        .set_landscape()
        .set_print_fit_to_pages(1, 0)
        .set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3)
        .set_footer("&C— &P —")
        .set_repeat_rows(HEADING, HEADING)?
        .set_freeze_panes(HEADING + 1, 1)?;
    sheet.merge_range(0, 0, 0, last, &blank.title, &title)?;
    sheet.write_string(1, 0, &blank.line)?;
    sheet.set_row_height(HEADING, 32)?;
    for (at, column) in (0..).zip(&blank.columns) {
        sheet.set_column_width(at, column.width)?;
        sheet.write_string_with_format(HEADING, at, &column.heading, &heading)?;
        let format = ruled
            .clone()
            .set_unlocked()
            .set_num_format(match column.entry {
                Entry::Day => "yyyy-mm-dd",
                Entry::Count | Entry::Amount => "General",
                Entry::Text | Entry::Pick(..) => "@",
            });
        for row in HEADING + 1..=bottom {
            sheet.write_blank(row, at, &format)?;
        }
        let validation = validation(column, hidden, picks)?;
        sheet.add_data_validation(HEADING + 1, at, bottom, at, &validation)?;
    }
    sheet.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        sort: true,
        ..ProtectionOptions::default()
    });
    sheet.set_selection(HEADING + 1, 0, HEADING + 1, 0)?;
    Ok(())
}

// Excel's limits, in characters.
const LONGEST_TITLE: usize = 32;
const LONGEST_NOTE: usize = 255;

fn validation<'b>(
    column: &'b BlankColumn,
    hidden: &str,
    picks: &mut Vec<&'b [String]>,
) -> Result<DataValidation, PaperError> {
    let cut = |text: &str, most| text.chars().take(most).collect::<String>();
    let (validation, style, why) = match &column.entry {
        Entry::Text => (
            DataValidation::new().allow_any_value(),
            DataValidationErrorStyle::Information,
            "",
        ),
        // A day typed short, like 3.5, would become one of the year 1900.
        Entry::Day => (
            DataValidation::new().allow_date(DataValidationRule::GreaterThan(
                ExcelDateTime::from_ymd(1920, 1, 1)?,
            )),
            DataValidationErrorStyle::Warning,
            "日期请写全，如 2025-03-05",
        ),
        Entry::Count => (
            DataValidation::new().allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0)),
            DataValidationErrorStyle::Warning,
            "这里只填数字",
        ),
        Entry::Amount => (
            DataValidation::new()
                .allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0)),
            DataValidationErrorStyle::Warning,
            "这里只填数字",
        ),
        Entry::Pick(names, _) if names.is_empty() => (
            DataValidation::new().allow_any_value(),
            DataValidationErrorStyle::Information,
            "",
        ),
        Entry::Pick(names, others) => {
            let known = picks.iter().position(|p| *p == names.as_slice());
            let place = known.unwrap_or_else(|| {
                picks.push(names);
                picks.len() - 1
            });
            // The first column of the hidden sheet is the mark's.
            let column = rust_xlsxwriter::utility::column_number_to_name(place as u16 + 1);
            let list = format!("={hidden}!${column}$1:${column}${}", names.len());
            let (style, why) = match others {
                Others::Allowed => (
                    DataValidationErrorStyle::Warning,
                    "列表里没有这一项。确实要这样写，请选“是”",
                ),
                Others::Refused => (DataValidationErrorStyle::Stop, "请从列表中选"),
            };
            (
                DataValidation::new().allow_list_formula(Formula::new(list)),
                style,
                why,
            )
        }
    };
    let mut validation = validation.set_error_style(style);
    if !why.is_empty() {
        validation = validation
            .set_error_title("请核对")?
            .set_error_message(why)?;
    }
    if !column.note.is_empty() {
        let title = column.heading.trim_start_matches('*');
        validation = validation
            .set_input_title(cut(title, LONGEST_TITLE))?
            .set_input_message(cut(&column.note, LONGEST_NOTE))?;
    }
    Ok(validation)
}
