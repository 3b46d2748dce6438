//! Filling a blank workbook as a spreadsheet program does: the cells of its XML, everything else untouched.

use std::io::Read as _;
use std::io::Write as _;
use std::path::Path;
use zip::ZipArchive;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub const EVENTS: &str = "xl/worksheets/sheet2.xml";

type Parts = Vec<(String, Vec<u8>)>;

pub fn parts(path: &Path) -> Parts {
    let mut zip = ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut parts = Vec::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        parts.push((file.name().unwrap().into_owned(), bytes));
    }
    parts
}

pub fn save(parts: &Parts, path: &Path) {
    let mut zip = ZipWriter::new(std::fs::File::create(path).unwrap());
    for (name, bytes) in parts {
        zip.start_file(name.as_str(), SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
}

/// A part of a workbook as text.
pub fn part(path: &Path, name: &str) -> String {
    let found = parts(path).into_iter().find(|(n, _)| n == name);
    String::from_utf8(found.unwrap().1).unwrap()
}

/// Write `cells` (`B4`, text) into a part and save the workbook under another name.
pub fn fill(blank: &Path, part: &str, cells: &[(&str, &str)], to: &Path) {
    let mut all = parts(blank);
    let body = &mut all.iter_mut().find(|(n, _)| n == part).unwrap().1;
    let mut xml = String::from_utf8(body.clone()).unwrap();
    for (cell, text) in cells {
        let from = xml.find(&format!("<c r=\"{cell}\"")).unwrap();
        let end = from + xml[from..].find("/>").unwrap();
        let open = &xml[from..end];
        assert!(!open.contains('>'), "{cell} is a blank cell: {open}");
        let filled = format!("{open} t=\"inlineStr\"><is><t>{text}</t></is></c>");
        xml.replace_range(from..end + 2, &filled);
    }
    *body = xml.into_bytes();
    save(&all, to);
}
