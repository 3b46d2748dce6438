//! Bytes of a text file into text: UTF-8, GBK or UTF-16, by mark, by what the file says of itself, or by its looks.

use crate::exchange::worker::Content;
use crate::exchange::worker::Fault;
use encoding_rs::Encoding;

/// Bytes in which a file says of itself how it is written.
const HEAD: usize = 4096;

/// The text of a file.
pub(super) fn decode(bytes: &[u8]) -> Result<String, Fault> {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok_and(|t| !is_gbk_by_chance(t)) => {
            encoding_rs::UTF_8
        }
        None => wide(bytes).or_else(|| declared(bytes)).unwrap_or_else(|| {
            // Without the hint a short GBK file is taken for Japanese (safety.md F30).
            let mut detector =
                chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
            detector.feed(bytes, true);
            detector.guess(Some(b"cn"), chardetng::Utf8Detection::Allow)
        }),
    };
    let encoding = if encoding == encoding_rs::GBK {
        encoding_rs::GB18030
    } else {
        encoding
    };
    let (text, _, broken) = encoding.decode(bytes);
    let controls = text
        .chars()
        .filter(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        .count();
    // Pictures and programs decode to something too, but not to something without control characters.
    if controls * 50 > text.chars().count()
        || (broken && text.chars().filter(|c| *c == '\u{FFFD}').count() * 20 > text.chars().count())
    {
        return Err(Fault::NotASheet(Content::Unknown));
    }
    Ok(text.into_owned())
}

// Pairs of GBK can look like letters of UTF-8, which are never the only ones beside ASCII in a Chinese table.
fn is_gbk_by_chance(text: &str) -> bool {
    let mut others = text.chars().filter(|c| !c.is_ascii()).peekable();
    others.peek().is_some() && others.all(|c| c < '\u{800}')
}

// UTF-16 without its mark: every second byte of the first words and line breaks is nothing.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(HEAD) & !1)?;
    let zeros = |at: usize| head.iter().skip(at).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    match (even, odd) {
        (0, odd) if odd > 2 => Some(encoding_rs::UTF_16LE),
        (even, 0) if even > 2 => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

// `<meta … charset=gb2312>` or `<?xml … encoding="gbk"?>`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(HEAD))?).to_ascii_lowercase();
    if !head.trim_start().starts_with('<') {
        return None;
    }
    let (_, after) = head
        .split_once("charset=")
        .or_else(|| head.split_once("encoding="))?;
    let label: String = after
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    // It was no UTF-8, whatever it says.
    Encoding::for_label(label.as_bytes()).filter(|e| *e != encoding_rs::UTF_8)
}

/// Words inside a binary file: UTF-8 when they are, else GBK.
pub(super) fn in_bytes(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::GB18030.decode(bytes).0.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_as_it_says_it_is_written() {
        let page = "<html><meta charset=\"gb2312\"><td>志</td>";
        let (bytes, ..) = encoding_rs::GBK.encode(page);
        assert_eq!(decode(&bytes).unwrap(), page);
    }

    #[test]
    fn two_bytes_a_character_are_known_without_their_mark() {
        let text = "姓名\t电话\r\n李娜\t15000002238\r\n";
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&bytes).unwrap(), text);
    }
}
