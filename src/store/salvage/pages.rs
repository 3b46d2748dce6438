//! The pages of a damaged file, read without SQLite: rows on the leaf pages of tables, whatever became of the pages
//! around them. Nothing in such a file is believed: every number is held against the bytes there are.

use rusqlite::types::Value;

/// A row as it stands on its page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// SQLite's number of the row.
    pub(super) number: i64,
    /// Its values in the order of the columns; columns that were added later may be missing.
    pub(super) values: Vec<Value>,
}

/// What a page holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Rows of a table.
    Leaf,
    /// Numbers of further pages of a table.
    Branch,
    /// Something else.
    Other,
}

/// The bytes of a file as pages, counted from 1.
pub(super) struct Pages {
    bytes: Vec<u8>,
    size: usize,
    usable: usize,
    head_is_sound: bool,
}

// What our files have; a broken head is not asked.
const OUR_SIZE: usize = 4096;
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

impl Pages {
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        let head_is_sound = bytes.starts_with(MAGIC);
        let said = bytes.get(16..18).and_then(|b| b.try_into().ok());
        let said = match said.map_or(0, u16::from_be_bytes) {
            1 => 65_536,
            other => usize::from(other),
        };
        let size = if head_is_sound && said.is_power_of_two() && said >= 512 {
            said
        } else {
            OUR_SIZE
        };
        let kept = bytes.get(20).copied().filter(|_| head_is_sound);
        let usable = size - usize::from(kept.unwrap_or(0));
        Self {
            bytes,
            size,
            usable,
            head_is_sound,
        }
    }

    /// How many pages there are; the last one may be cut short.
    pub(super) fn count(&self) -> usize {
        self.bytes.len().div_ceil(self.size)
    }

    pub(super) fn head_is_sound(&self) -> bool {
        self.head_is_sound
    }

    fn page(&self, number: usize) -> Option<&[u8]> {
        let from = number.checked_sub(1)?.checked_mul(self.size)?;
        let to = from.checked_add(self.size)?.min(self.bytes.len());
        self.bytes.get(from..to).filter(|page| !page.is_empty())
    }

    /// What a page holds, by its mark.
    pub(super) fn kind(&self, number: usize) -> Kind {
        let mark = self
            .page(number)
            .and_then(|p| p.get(head_at(number)).copied());
        match mark {
            Some(0x0D) => Kind::Leaf,
            Some(0x05) => Kind::Branch,
            _ => Kind::Other,
        }
    }

    /// The rows of a leaf that can be read, and how many its head speaks of.
    pub(super) fn rows(&self, number: usize) -> (Vec<Row>, usize) {
        let cells = self.cells(number, 8);
        let rows = cells.iter().filter_map(|at| self.row(number, *at));
        (rows.collect(), cells.len())
    }

    /// The pages below a branch, in order; some may lie behind the end.
    pub(super) fn below(&self, number: usize) -> Vec<usize> {
        let Some(page) = self.page(number) else {
            return Vec::new();
        };
        let mut found: Vec<usize> = self
            .cells(number, 12)
            .iter()
            .filter_map(|at| word(page, *at))
            .collect();
        found.extend(word(page, head_at(number) + 8));
        found.retain(|n| *n > 1);
        found
    }

    /// Pages that hold nothing any more, as the head lists them; none where the head is broken.
    pub(super) fn free(&self) -> Vec<usize> {
        let mut found = Vec::new();
        if !self.head_is_sound {
            return found;
        }
        let mut next = word(&self.bytes, 32).unwrap_or(0);
        while next > 1 && found.len() <= self.count() && !found.contains(&next) {
            found.push(next);
            let Some(page) = self.page(next) else { break };
            let listed = word(page, 4).unwrap_or(0).min(self.usable / 4);
            found.extend((0..listed).filter_map(|n| word(page, 8 + 4 * n)));
            next = word(page, 0).unwrap_or(0);
        }
        found
    }

    // Where the cells of a page begin; `head` is the length of the page's own head.
    fn cells(&self, number: usize, head: usize) -> Vec<usize> {
        let Some(page) = self.page(number) else {
            return Vec::new();
        };
        let start = head_at(number);
        let said = half(page, start + 3).unwrap_or(0).min(self.usable / 4);
        (0..said)
            .filter_map(|n| half(page, start + head + 2 * n))
            .filter(|at| *at >= start + head && *at < self.usable)
            .collect()
    }

    fn row(&self, number: usize, at: usize) -> Option<Row> {
        let page = self.page(number)?;
        let (length, at) = varint(page, at)?;
        let (row, at) = varint(page, at)?;
        let length = usize::try_from(length).ok()?;
        if length > self.bytes.len() {
            return None;
        }
        let payload = self.payload(page, at, length)?;
        Some(Row {
            number: row as i64,
            values: values(&payload)?,
        })
    }

    // A long row goes on in a chain of pages of its own.
    fn payload(&self, page: &[u8], at: usize, length: usize) -> Option<Vec<u8>> {
        let most = self.usable - 35;
        if length <= most {
            return page.get(at..at + length).map(<[u8]>::to_vec);
        }
        let least = (self.usable - 12) * 32 / 255 - 23;
        let odd = least + (length - least) % (self.usable - 4);
        let here = if odd <= most { odd } else { least };
        let mut payload = page.get(at..at + here)?.to_vec();
        let mut next = word(page, at + here)?;
        let mut hops = 0;
        while payload.len() < length {
            hops += 1;
            if hops > self.count() || next < 2 {
                return None;
            }
            let more = self.page(next)?;
            let wanted = (length - payload.len()).min(self.usable - 4);
            payload.extend(more.get(4..4 + wanted)?);
            next = word(more, 0)?;
        }
        Some(payload)
    }
}

// The first page begins with the head of the file.
fn head_at(number: usize) -> usize {
    if number == 1 { 100 } else { 0 }
}

fn half(page: &[u8], at: usize) -> Option<usize> {
    let bytes = page.get(at..at.checked_add(2)?)?.try_into().ok()?;
    Some(usize::from(u16::from_be_bytes(bytes)))
}

fn word(page: &[u8], at: usize) -> Option<usize> {
    let bytes = page.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_be_bytes(bytes)).ok()
}

// SQLite's numbers of one to nine bytes, and where the next one begins.
fn varint(bytes: &[u8], mut at: usize) -> Option<(u64, usize)> {
    let mut number = 0_u64;
    for place in 0..9 {
        let byte = *bytes.get(at)?;
        at += 1;
        if place == 8 {
            return Some((number << 8 | u64::from(byte), at));
        }
        number = number << 7 | u64::from(byte & 0x7F);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some((number, at))
}

// The values of a row; nothing when head and body do not agree to the byte.
fn values(payload: &[u8]) -> Option<Vec<Value>> {
    let (head, mut at) = varint(payload, 0)?;
    let head = usize::try_from(head).ok().filter(|h| *h <= payload.len())?;
    let mut body = head;
    let mut values = Vec::new();
    while at < head {
        let (code, next) = varint(payload, at)?;
        at = next;
        let (value, length) = value(payload, body, code)?;
        values.push(value);
        body += length;
    }
    (at == head && body == payload.len()).then_some(values)
}

fn value(payload: &[u8], at: usize, code: u64) -> Option<(Value, usize)> {
    let part = |length: usize| payload.get(at..at.checked_add(length)?);
    let integer = |length: usize| {
        let bytes = part(length)?;
        let sign = if bytes.first()? & 0x80 == 0 {
            0
        } else {
            -1_i64
        };
        let number = bytes.iter().fold(sign, |n, b| n << 8 | i64::from(*b));
        Some((Value::Integer(number), length))
    };
    match code {
        0 => Some((Value::Null, 0)),
        1..=4 => integer(code as usize),
        5 => integer(6),
        6 => integer(8),
        7 => {
            let bytes = part(8)?.try_into().ok()?;
            Some((Value::Real(f64::from_be_bytes(bytes)), 8))
        }
        8 => Some((Value::Integer(0), 0)),
        9 => Some((Value::Integer(1), 0)),
        10 | 11 => None,
        _ => {
            let length = usize::try_from((code - 12) / 2).ok()?;
            let bytes = part(length)?.to_vec();
            if code.is_multiple_of(2) {
                Some((Value::Blob(bytes), length))
            } else {
                // What is no text any more was overwritten.
                Some((Value::Text(String::from_utf8(bytes).ok()?), length))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::Connection;

    #[test]
    fn every_row_is_read_as_sqlite_wrote_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let db = Connection::open(&path).unwrap();
        db.execute_batch("CREATE TABLE t (a, b, c, d)").unwrap();
        let mut put = db.prepare("INSERT INTO t VALUES (?1, ?2, ?3, ?4)").unwrap();
        let numbers = [0, 1, -1, 127, 128, -129, 40_000, 1 << 30, 1 << 40, i64::MIN];
        for n in 0..400_usize {
            let text = "科普".repeat(n * n % 3000);
            let number = numbers[n % numbers.len()];
            put.execute(rusqlite::params![number, text, vec![n as u8; n], 0.5])
                .unwrap();
        }
        drop(put);
        drop(db);
        let pages = Pages::new(std::fs::read(&path).unwrap());
        let mut found: Vec<Row> = (2..=pages.count())
            .filter(|n| pages.kind(*n) == Kind::Leaf)
            .flat_map(|n| pages.rows(n).0)
            .collect();
        found.sort_by_key(|r| r.number);
        assert_eq!(found.len(), 400);
        for (n, row) in found.into_iter().enumerate() {
            let wanted = vec![
                Value::Integer(numbers[n % numbers.len()]),
                Value::Text("科普".repeat(n * n % 3000)),
                Value::Blob(vec![n as u8; n]),
                Value::Real(0.5),
            ];
            assert_eq!(row.values, wanted, "row {n}");
        }
    }

    #[test]
    fn junk_is_no_row_and_no_crash() {
        let mut seed = 1_u64;
        let bytes: Vec<u8> = (0..4096 * 60)
            .map(|n| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                match n % 4096 {
                    0 if n / 4096 % 2 == 0 => 0x0D,
                    0 => 0x05,
                    _ => (seed >> 40) as u8,
                }
            })
            .collect();
        let pages = Pages::new(bytes);
        for n in 0..=pages.count() + 1 {
            let (rows, _) = pages.rows(n);
            assert!(rows.len() < 40, "{}", rows.len());
            pages.below(n);
        }
    }
}
