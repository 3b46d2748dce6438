//! Records of the old binary format (MS-XLS): passwords, hidden rows and columns, and whole sheets of the kind that
//! web systems write without the usual container.

use super::grid::Grid;
use super::older::Beside;
use super::text;
use crate::exchange::sheet::Cell;
use crate::exchange::sheet::Workbook;
use crate::exchange::worker::Fault;

/// Type and content of each record until one does not fit.
fn records(stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = stream;
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(rest, 0)?, u16_at(rest, 2)?);
        let data = rest.get(4..4 + usize::from(length))?;
        rest = rest.get(4 + usize::from(length)..)?;
        Some((kind, data))
    })
}

fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    let bytes = data.get(at..at + 2)?.try_into().ok()?;
    Some(u16::from_le_bytes(bytes))
}

fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    let bytes = data.get(at..at + 4)?.try_into().ok()?;
    Some(u32::from_le_bytes(bytes))
}

fn f64_at(data: &[u8], at: usize) -> Option<f64> {
    let bytes = data.get(at..at + 8)?.try_into().ok()?;
    Some(f64::from_le_bytes(bytes))
}

/// Hidden rows and columns of each sheet, in the order of the workbook.
pub(super) fn beside(stream: &[u8]) -> Result<Vec<Beside>, Fault> {
    let mut places = Vec::new();
    for (kind, data) in records(stream) {
        match kind {
            // FilePass: everything after it is scrambled, by the old way (which calamine takes for no password) or a newer one.
            0x002F => return Err(Fault::Password),
            0x0085 => places.push(u32_at(data, 0).unwrap_or(u32::MAX) as usize),
            0x000A => break,
            _ => {}
        }
    }
    Ok(places
        .into_iter()
        .map(|at| sheet_beside(stream.get(at..).unwrap_or_default()))
        .collect())
}

fn sheet_beside(stream: &[u8]) -> Beside {
    let mut beside = Beside::default();
    // Charts inside a sheet have a beginning and an end of their own.
    let mut depth = 0;
    for (kind, data) in records(stream) {
        match kind {
            0x0809 => depth += 1,
            0x000A if depth <= 1 => break,
            0x000A => depth -= 1,
            // Row: bit fDyZero. ColInfo: bit fHidden.
            0x0208 if data.get(12).is_some_and(|flags| flags & 0x20 != 0) => {
                beside.hidden_rows.extend(u16_at(data, 0).map(u32::from));
            }
            0x007D if data.get(8).is_some_and(|flags| flags & 1 != 0) => {
                if let (Some(first), Some(last)) = (u16_at(data, 0), u16_at(data, 2)) {
                    beside
                        .hidden_columns
                        .push((u32::from(first), u32::from(last)));
                }
            }
            _ => {}
        }
    }
    beside
}

/// Whether these are bare records: the first one is the beginning of a sheet.
pub(super) fn is_bare(bytes: &[u8]) -> bool {
    matches!(bytes, [0x09, 0x00 | 0x02 | 0x04 | 0x08, 4..=16, 0, ..])
}

/// A sheet of bare records.
pub(super) fn bare(bytes: &[u8]) -> Result<Workbook, Fault> {
    let mut grid = Grid::default();
    let mut any = false;
    for (kind, data) in records(bytes) {
        let place = || Some((u32::from(u16_at(data, 0)?), u32::from(u16_at(data, 2)?)));
        let value = match kind {
            0x0002 => u16_at(data, 7).map(|n| Cell::Number(f64::from(n))),
            0x0003 => f64_at(data, 7).map(Cell::Number),
            0x0203 => f64_at(data, 6).map(Cell::Number),
            0x027E => u32_at(data, 6).map(|rk| Cell::Number(packed(rk))),
            0x0004 => Some(words(data.get(8..).unwrap_or_default())),
            0x0204 => Some(label(data)),
            0x002F => return Err(Fault::Password),
            // Kinds of cells that such systems do not write; to leave one out would be worse than to read nothing.
            0x00BD | 0x00FD | 0x0006 | 0x0206 | 0x0406 => {
                return Err(Fault::Unsupported("bare records".into()));
            }
            0x000A => break,
            _ => continue,
        };
        if let (Some((row, column)), Some(value)) = (place(), value) {
            any = true;
            grid.put(row, column, value);
        }
    }
    if !any {
        return Err(Fault::Damaged("no cells".into()));
    }
    let mut workbook = Workbook::default();
    let sheet = grid.finish("", &mut workbook.warnings);
    workbook.sheets.push(sheet);
    Ok(workbook)
}

// A label of the middle versions counts bytes; that of the last one says in a flag whether two make a character.
fn label(data: &[u8]) -> Cell {
    let count = usize::from(u16_at(data, 6).unwrap_or(0));
    let rest = data.get(8..).unwrap_or_default();
    match rest.split_first() {
        Some((1, wide)) if rest.len() > count && wide.len() >= count * 2 => {
            let units: Vec<u16> = wide
                .chunks_exact(2)
                .take(count)
                .filter_map(|pair| u16_at(pair, 0))
                .collect();
            Cell::Text(String::from_utf16_lossy(&units))
        }
        _ => words(rest),
    }
}

fn words(bytes: &[u8]) -> Cell {
    let words = text::in_bytes(bytes);
    if words.trim().is_empty() {
        Cell::Empty
    } else {
        Cell::Text(words)
    }
}

// MS-XLS 2.5.122: thirty bits of a whole number or the upper half of a float, perhaps in hundredths.
fn packed(rk: u32) -> f64 {
    let number = if rk & 2 == 0 {
        f64::from_bits(u64::from(rk & !3) << 32)
    } else {
        f64::from(rk.cast_signed() >> 2)
    };
    if rk & 1 == 0 { number } else { number / 100.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let mut all = kind.to_le_bytes().to_vec();
        all.extend((data.len() as u16).to_le_bytes());
        all.extend(data);
        all
    }

    #[test]
    fn a_sheet_of_bare_records_in_gbk_is_read() {
        let (name, ..) = encoding_rs::GBK.encode("李娜");
        let mut label = vec![0, 0, 1, 0, 0, 0, name.len() as u8, 0];
        label.extend(name.as_ref());
        let mut number = vec![1, 0, 0, 0, 0, 0];
        number.extend(12.5_f64.to_le_bytes());
        let bytes = [
            record(0x0809, &[0, 5, 16, 0, 0, 0, 0, 0]),
            record(0x0204, &label),
            record(0x0203, &number),
            record(0x000A, &[]),
        ]
        .concat();
        assert!(is_bare(&bytes));
        let book = bare(&bytes).unwrap();
        assert_eq!(book.sheets[0].rows[0].cell(1), &Cell::Text("李娜".into()));
        assert_eq!(book.sheets[0].rows[1].cell(0), &Cell::Number(12.5));
    }

    #[test]
    fn the_old_way_of_scrambling_is_a_password_too() {
        let scrambled = [
            record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0]),
            record(0x002F, &[0, 0, 0x12, 0x34, 0x56, 0x78]),
        ]
        .concat();
        assert!(matches!(beside(&scrambled), Err(Fault::Password)));
    }

    #[test]
    fn packed_numbers_unfold() {
        assert!((packed((120 << 2) | 2) - 120.0).abs() < 1e-9);
        assert!((packed((1250 << 2) | 3) - 12.5).abs() < 1e-9);
    }
}
