//! Small helpers for XML: attributes without allocation, text with its entities resolved.

use crate::exchange::worker::Fault;
use quick_xml::Reader;
use quick_xml::events::BytesRef;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;
use std::borrow::Cow;
use std::io::BufRead;

/// Attributes one after the other: name without prefix, and value as it stands in the file. Ends at the first that is
/// malformed. Asked three times for each of 800,000 cells, so it looks at each byte once.
pub(super) fn attributes<'e>(
    element: &'e BytesStart<'_>,
) -> impl Iterator<Item = (&'e str, &'e str)> {
    let text = element.attributes_raw();
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let skip = |mut at: usize| {
            while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
                at += 1;
            }
            at
        };
        at = skip(at);
        let mut name = at;
        let mut end = at;
        while !matches!(bytes.get(end)?, b'=' | b' ') {
            if bytes.get(end) == Some(&b':') {
                name = end + 1;
            }
            end += 1;
        }
        at = skip(end);
        if bytes.get(at) != Some(&b'=') {
            return None;
        }
        at = skip(at + 1);
        let quote = *bytes.get(at).filter(|q| matches!(q, b'"' | b'\''))?;
        let from = at + 1;
        let length = bytes.get(from..)?.iter().position(|b| *b == quote)?;
        at = from + length + 1;
        Some((text.get(name..end)?, text.get(from..from + length)?))
    })
}

/// An attribute by its name without prefix, as it stands in the file.
pub(super) fn raw<'e>(element: &'e BytesStart<'_>, name: &str) -> Option<&'e str> {
    attributes(element)
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// An attribute with its entities resolved.
pub(super) fn value<'e>(element: &'e BytesStart<'_>, name: &str) -> Option<Cow<'e, str>> {
    raw(element, name).map(|v| quick_xml::escape::unescape(v).unwrap_or(Cow::Borrowed(v)))
}

/// Whether an attribute says yes.
pub(super) fn says_yes(element: &BytesStart<'_>, name: &str) -> bool {
    matches!(raw(element, name), Some("1" | "true" | "on"))
}

/// Add what `&amp;` or `&#26446;` stands for; what nobody knows is left out.
pub(super) fn push_reference(reference: &BytesRef<'_>, out: &mut String) {
    if let Some(text) = quick_xml::escape::resolve_xml_entity(reference) {
        out.push_str(text);
    } else if let Ok(Some(c)) = reference.resolve_char_ref() {
        out.push(c);
    }
}

/// The text up to the end of the element that was just opened; of elements inside only the text counts.
pub(super) fn text_inside<R: BufRead>(
    xml: &mut Reader<R>,
    buffer: &mut Vec<u8>,
    out: &mut String,
) -> Result<(), Fault> {
    let mut depth = 0_usize;
    loop {
        buffer.clear();
        match xml.read_event_into(buffer).map_err(damaged)? {
            Event::Text(text) => out.push_str(&text.xml10_content()),
            Event::CData(text) => out.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => push_reference(&reference, out),
            Event::Start(_) => depth += 1,
            Event::End(_) if depth == 0 => return Ok(()),
            Event::End(_) => depth -= 1,
            Event::Eof => return Err(damaged("ends inside an element")),
            _ => {}
        }
    }
}

/// Something is wrong with the file, or it is more than we may hold. Readers wrap what the system said many times over;
/// its words survive.
pub(super) fn damaged(error: impl std::fmt::Display) -> Fault {
    let text = error.to_string();
    if text.contains("out of memory") {
        Fault::OutOfMemory
    } else if text.contains("file too large") {
        Fault::TooLarge
    } else {
        Fault::Damaged(text)
    }
}

/// `_x000D_` is how Excel writes a character that XML forbids (ECMA-376 22.4.2.4).
pub(super) fn unescape_excel(text: &mut String) {
    if !text.contains("_x") {
        return;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("_x") {
        let code = rest
            .get(at + 2..at + 6)
            .filter(|_| rest.get(at + 6..at + 7) == Some("_"))
            .and_then(|hex| u32::from_str_radix(hex, 16).ok())
            .and_then(char::from_u32);
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let taken = if let Some(c) = code {
            if c != '\r' {
                out.push(c);
            }
            7
        } else {
            out.push_str("_x");
            2
        };
        rest = from.get(taken..).unwrap_or_default();
    }
    out.push_str(rest);
    *text = out;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_with_and_without_prefix() {
        let element = BytesStart::from_content("c r=\"A1\" ss:Index = '5' t=\"a &amp; b\"", 1);
        assert_eq!(raw(&element, "r"), Some("A1"));
        assert_eq!(raw(&element, "Index"), Some("5"));
        assert_eq!(value(&element, "t").as_deref(), Some("a & b"));
        assert_eq!(raw(&element, "s"), None);
        let broken = BytesStart::from_content("c r=A1 \"\"=", 1);
        assert_eq!(raw(&broken, "r"), None);
    }

    #[test]
    fn characters_that_xml_forbids_come_back() {
        let mut text = String::from("上_x000D_\n下_x0041__xZZ_x");
        unescape_excel(&mut text);
        assert_eq!(text, "上\n下A_xZZ_x");
    }
}
