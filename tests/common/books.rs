//! Workbooks by hand: xlsx from lines of cells, zips, compound files. Only what a test says is in them.
#![allow(
    clippy::format_push_string,
    reason = "short lines of XML are easier to read where they are added"
)]

use std::io::Cursor;
use std::io::Write as _;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A zip of these files.
pub fn zip(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// What a sheet is beside its cells, as XML: before the cells, after them.
#[derive(Default, Clone, Copy)]
pub struct Extra<'x> {
    pub before: &'x str,
    pub after: &'x str,
    /// Attributes of `workbookPr`.
    pub workbook: &'x str,
    /// Rows that a filter hides, from 1.
    pub hidden: &'x [usize],
}

/// An xlsx of one sheet. A cell is text, `#12` a number, `@45789` a number shown as a day, `=` a formula without a value,
/// `!#REF!` an error.
pub fn xlsx(name: &str, rows: &[&[&str]], extra: Extra<'_>) -> Vec<u8> {
    xlsx_with(name, rows, extra, &[])
}

/// The same with more parts.
pub fn xlsx_with(
    name: &str,
    rows: &[&[&str]],
    extra: Extra<'_>,
    more: &[(&str, Vec<u8>)],
) -> Vec<u8> {
    let mut cells = String::new();
    for (n, row) in rows.iter().enumerate() {
        let hidden = if extra.hidden.contains(&(n + 1)) {
            " hidden=\"1\""
        } else {
            ""
        };
        cells.push_str(&format!("<row r=\"{}\"{hidden}>", n + 1));
        for (column, text) in row.iter().enumerate().filter(|(_, t)| !t.is_empty()) {
            let at = format!("{}{}", char::from(b'A' + column as u8), n + 1);
            cells.push_str(&match text.chars().next().unwrap() {
                '#' => format!("<c r=\"{at}\"><v>{}</v></c>", &text[1..]),
                '@' => format!("<c r=\"{at}\" s=\"1\"><v>{}</v></c>", &text[1..]),
                '=' => format!("<c r=\"{at}\"><f>{}</f></c>", &text[1..]),
                '!' => format!("<c r=\"{at}\" t=\"e\"><v>{}</v></c>", &text[1..]),
                _ => format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
            });
        }
        cells.push_str("</row>");
    }
    let sheet = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
         {}<sheetData>{cells}</sheetData>{}</worksheet>",
        extra.before, extra.after
    );
    let mut files = workbook(&[(name, "")], extra.workbook);
    files.push(("xl/worksheets/sheet1.xml", sheet.into_bytes()));
    files.extend(more.iter().cloned());
    zip(&files)
}

/// The parts of a workbook without its sheets; each has a name and perhaps `state="hidden"`.
pub fn workbook(sheets: &[(&str, &str)], properties: &str) -> Vec<(&'static str, Vec<u8>)> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut entries = String::new();
    let mut relations =
        format!("<Relationship Id=\"rId99\" Type=\"{kinds}/styles\" Target=\"styles.xml\"/>");
    for (n, (name, state)) in sheets.iter().enumerate() {
        let n = n + 1;
        entries.push_str(&format!(
            "<sheet name=\"{name}\" sheetId=\"{n}\" {state} r:id=\"rId{n}\"/>"
        ));
        relations.push_str(&format!(
            "<Relationship Id=\"rId{n}\" Type=\"{kinds}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
        ));
    }
    let package = "http://schemas.openxmlformats.org/package/2006";
    vec![
        (
            "[Content_Types].xml",
            format!("<Types xmlns=\"{package}/content-types\"/>").into_bytes(),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{kinds}\"><workbookPr {properties}/><sheets>{entries}</sheets></workbook>"
            )
            .into_bytes(),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!("<Relationships xmlns=\"{package}/relationships\">{relations}</Relationships>")
                .into_bytes(),
        ),
        (
            "xl/styles.xml",
            format!(
                "<styleSheet xmlns=\"{main}\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
            )
            .into_bytes(),
        ),
    ]
}

/// A compound file of these streams; parents are made.
pub fn compound(streams: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (path, bytes) in streams {
        if let Some((folder, _)) = path.rsplit_once('/').filter(|(f, _)| !f.is_empty()) {
            file.create_storage_all(folder).unwrap();
        }
        file.create_stream(path).unwrap().write_all(bytes).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// A record of the old binary format.
pub fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut all = kind.to_le_bytes().to_vec();
    all.extend((data.len() as u16).to_le_bytes());
    all.extend(data);
    all
}

/// A text in GBK.
pub fn gbk(text: &str) -> Vec<u8> {
    encoding_rs::GBK.encode(text).0.into_owned()
}
