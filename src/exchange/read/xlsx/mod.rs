//! Workbooks of Excel 2007 and later and of WPS: which sheets there are, their number formats and shared texts.
//! The cells are read by `cells`, one pass a sheet, while the next piece is being unpacked.

mod cells;
mod parts;

use super::markup::damaged;
use super::markup::raw;
use super::markup::says_yes;
use super::markup::text_inside;
use super::markup::unescape_excel;
use super::markup::value;
use super::moment::Look;
use super::moment::look_of;
use super::moment::look_of_builtin;
use super::zipped::Archive;
use crate::exchange::sheet::Workbook;
use crate::exchange::worker::Fault;
use crate::model::papers::collection::MARK_SHEET;
use parts::Parts;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::BTreeMap;
use std::io::BufRead;

/// What the cells of all sheets need to be understood.
struct Book {
    texts: Vec<String>,
    /// Cell format by its place.
    looks: Vec<Look>,
    from_1904: bool,
}

struct SheetEntry {
    name: String,
    relation: String,
    is_hidden: bool,
}

/// Read a workbook out of its zip.
pub(super) fn read(archive: &mut Archive<'_>) -> Result<Workbook, Fault> {
    let mut parts = Parts::new(archive);
    let home = parts.workbook()?;
    let relations = parts.relations(&home)?;
    let (entries, from_1904) = entries(parts.open(&home)?)?;
    let by_kind = |kind: &str| {
        relations
            .values()
            .find(|r| r.kind == kind)
            .map(|r| r.target.clone())
    };
    let looks = match by_kind("styles") {
        // A workbook without its formats can be read: days are numbers then, and doubted.
        Some(path) => parts.open(&path).and_then(looks).unwrap_or_default(),
        None => Vec::new(),
    };
    let texts = match by_kind("sharedStrings") {
        Some(path) => texts(parts.open(&path)?)?,
        None => Vec::new(),
    };
    let book = Book {
        texts,
        looks,
        from_1904,
    };
    let mut workbook = Workbook::default();
    for entry in entries {
        // The mark of our own blank workbooks is read, and is no table.
        if entry.is_hidden && entry.name != MARK_SHEET {
            let warning = format!("工作表“{}”是隐藏的，没有读", entry.name);
            workbook.warnings.push(warning);
            continue;
        }
        let Some(relation) = relations.get(&entry.relation) else {
            continue;
        };
        // Sheets of charts and dialogs have no cells.
        if relation.kind != "worksheet" {
            continue;
        }
        let read = parts
            .open(&relation.target)
            .and_then(|part| cells::read(part, &book));
        match read {
            Ok(grid) => {
                let mut sheet = grid.finish(&entry.name, &mut workbook.warnings);
                sheet.from_1904 = from_1904;
                workbook.sheets.push(sheet);
            }
            Err(fault @ (Fault::TooLarge | Fault::OutOfMemory)) => return Err(fault),
            Err(_) => workbook
                .warnings
                .push(format!("工作表“{}”读不出来，已跳过", entry.name)),
        }
    }
    Ok(workbook)
}

fn entries(part: impl BufRead) -> Result<(Vec<SheetEntry>, bool), Fault> {
    let mut xml = Reader::from_reader(part);
    let (mut entries, mut from_1904) = (Vec::new(), false);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                "sheet" => entries.push(SheetEntry {
                    name: value(&e, "name").unwrap_or_default().into_owned(),
                    // `r:id`; a plain `sheetId` has another name.
                    relation: raw(&e, "id").unwrap_or_default().to_owned(),
                    is_hidden: matches!(raw(&e, "state"), Some("hidden" | "veryHidden")),
                }),
                "workbookPr" => from_1904 = says_yes(&e, "date1904"),
                _ => {}
            },
            Event::Eof => return Ok((entries, from_1904)),
            _ => {}
        }
    }
}

fn looks(part: impl BufRead) -> Result<Vec<Look>, Fault> {
    let mut xml = Reader::from_reader(part);
    let mut codes: BTreeMap<u32, Look> = BTreeMap::new();
    let mut looks = Vec::new();
    let mut in_cell_formats = false;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                "numFmt" => {
                    let id = raw(&e, "numFmtId").and_then(|id| id.parse().ok());
                    if let (Some(id), Some(code)) = (id, value(&e, "formatCode")) {
                        codes.insert(id, look_of(&code));
                    }
                }
                "cellXfs" => in_cell_formats = true,
                "xf" if in_cell_formats => {
                    let id = raw(&e, "numFmtId")
                        .and_then(|id| id.parse().ok())
                        .unwrap_or(0);
                    looks.push(
                        codes
                            .get(&id)
                            .copied()
                            .unwrap_or_else(|| look_of_builtin(id)),
                    );
                }
                _ => {}
            },
            Event::End(e) if e.local_name().as_ref() == "cellXfs" => in_cell_formats = false,
            Event::Eof => return Ok(looks),
            _ => {}
        }
    }
}

fn texts(part: impl BufRead) -> Result<Vec<String>, Fault> {
    let mut xml = Reader::from_reader(part);
    let mut texts: Vec<String> = Vec::new();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Start(e) => match e.local_name().as_ref() {
                "si" => texts.push(String::new()),
                "t" => {
                    if let Some(text) = texts.last_mut() {
                        text_inside(&mut xml, &mut buffer, text)?;
                    }
                }
                // How a Japanese name is spoken.
                "rPh" => text_inside(&mut xml, &mut buffer, &mut String::new())?,
                _ => {}
            },
            Event::Empty(e) if e.local_name().as_ref() == "si" => texts.push(String::new()),
            Event::End(e) if e.local_name().as_ref() == "si" => {
                if let Some(text) = texts.last_mut() {
                    unescape_excel(text);
                }
            }
            Event::Eof => return Ok(texts),
            _ => {}
        }
    }
}
