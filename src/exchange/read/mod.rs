//! Foreign files into cells. Runs only inside the worker process, which may die without harm.

mod biff;
mod delimited;
mod grid;
mod html;
mod markup;
mod moment;
mod ods;
mod older;
mod text;
mod xlsx;
mod xml2003;
mod zipped;

use super::sheet::Workbook;
use super::worker::Content;
use super::worker::Fault;
use std::path::Path;

/// Files larger than this are refused unread.
const MOST_BYTES: u64 = 64 << 20;
/// Cells beyond these are left out; legal files can claim a million by sixteen thousand.
const MOST_ROWS: u32 = 200_000;
const MOST_COLUMNS: u32 = 200;

/// Read any spreadsheet. What it is is decided by its content, never by its name.
pub(super) fn read(path: &Path) -> Result<Workbook, Fault> {
    let length = std::fs::metadata(path)
        .map_err(|e| Fault::Io(e.to_string()))?
        .len();
    if length == 0 {
        return Err(Fault::Empty);
    }
    if length > MOST_BYTES {
        return Err(Fault::TooLarge);
    }
    let bytes = std::fs::read(path).map_err(|e| match e.kind() {
        std::io::ErrorKind::OutOfMemory => Fault::OutOfMemory,
        _ => Fault::Io(e.to_string()),
    })?;
    match bytes.as_slice() {
        [b'P', b'K', 3, 4, ..] => zipped::read(&bytes),
        [b'P', b'K', 5, 6, ..] => Err(Fault::NotASheet(Content::Archive(0))),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => older::compound(&bytes),
        [b'%', b'P', b'D', b'F', ..] => Err(Fault::NotASheet(Content::Pdf)),
        [b'R', b'a', b'r', b'!', ..] | [b'7', b'z', 0xBC, 0xAF, ..] | [0x1F, 0x8B, ..] => {
            Err(Fault::NotASheet(Content::Archive(0)))
        }
        [0xFF, 0xD8, 0xFF, ..] | [0x89, b'P', b'N', b'G', ..] | [b'G', b'I', b'F', b'8', ..] => {
            Err(Fault::NotASheet(Content::Picture))
        }
        [b'M', b'Z', ..] if bytes.contains(&0) => Err(Fault::NotASheet(Content::Program)),
        [b'{', b'\\', b'r', b't', b'f', ..] => Err(Fault::NotASheet(Content::Word)),
        _ if biff::is_bare(&bytes) => biff::bare(&bytes),
        _ => in_text(&text::decode(&bytes)?),
    }
}

// A text file may hold a page, the old XML, or lines parted by signs.
fn in_text(text: &str) -> Result<Workbook, Fault> {
    let start = text.trim_start_matches(['\u{FEFF}', ' ', '\t', '\r', '\n']);
    if start.starts_with("MIME-Version:") {
        return Err(Fault::Unsupported("web archive".into()));
    }
    if !start.starts_with('<') {
        return delimited::read(text);
    }
    let head: String = start.chars().take(4000).collect();
    if head.contains(xml2003::NAMESPACE) {
        xml2003::read(start)
    } else if head.contains("schemas.microsoft.com/office/word")
        || head.contains("opendocument.text")
    {
        Err(Fault::NotASheet(Content::Word))
    } else if head.starts_with("<?xml") && !head.to_ascii_lowercase().contains("<html") {
        Err(Fault::Unsupported("xml".into()))
    } else {
        html::read(start)
    }
}
