//! Foreign files into cells. Runs only inside the worker process, which may die without harm.

mod delimited;
mod excel;

use super::sheet::Workbook;
use super::worker::Fault;
use std::path::Path;

/// Files larger than this are refused unread.
const MOST_BYTES: u64 = 64 << 20;
/// Cells beyond these are left out; legal files can claim a million by sixteen thousand.
pub(super) const MOST_ROWS: u32 = 200_000;
pub(super) const MOST_COLUMNS: u32 = 200;

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
    let bytes = std::fs::read(path).map_err(|e| Fault::Io(e.to_string()))?;
    match bytes.as_slice() {
        [b'P', b'K', 3, 4, ..] => excel::zipped(bytes),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => excel::binary(bytes),
        [0xFF, 0xD8, 0xFF, ..]
        | [0x89, b'P', b'N', b'G', ..]
        | [b'%', b'P', b'D', b'F', ..]
        | [b'G', b'I', b'F', b'8', ..] => Err(Fault::NotASheet),
        _ => delimited::read(&bytes),
    }
}
