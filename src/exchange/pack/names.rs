//! Names inside a pack: only those of our own grammar, so that no name of a stranger ever reaches the disk.

use crate::model::Table;

/// Name of the manifest.
pub(in crate::exchange) const MANIFEST: &str = "manifest.json";
/// Name of the figures.
pub(super) const FIGURES: &str = "figures.json";

/// Name of 上报封面 among the reports.
pub const COVER: &str = "cover.pdf";
/// Kinds of files beside photos that travel: paper, sheets, slides, plain text, sound and pictures. Nothing that a system runs.
const KINDS: [&str; 22] = [
    "pdf", "ofd", "png", "bmp", "gif", "webp", "tif", "tiff", "doc", "docx", "wps", "xls", "xlsx",
    "et", "ppt", "pptx", "dps", "txt", "csv", "mp3", "mp4", "jpeg",
];

/// Whether files of this kind travel in packs.
pub fn travels(extension: &str) -> bool {
    extension == "jpg" || KINDS.contains(&extension)
}

/// What a name inside stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Inside {
    /// The manifest.
    Manifest,
    /// The figures.
    Figures,
    /// Records of a table.
    Records(Table),
    /// A photo, by its hash.
    Photo(String),
    /// Another attachment, by its hash and its kind.
    File(String, String),
    /// A report as PDF or workbook.
    Report(String),
}

impl Inside {
    /// The meaning of a name; none when it is not one of ours. The grammar is a list of what may be, so that drive letters,
    /// `..`, backslashes and names of devices need no list of their own.
    pub(super) fn read(name: &str) -> Option<Self> {
        match name {
            MANIFEST => return Some(Self::Manifest),
            FIGURES => return Some(Self::Figures),
            _ => {}
        }
        let (folder, rest) = name.split_once('/')?;
        match folder {
            "tables" => Table::read(rest.strip_suffix(".jsonl")?).map(Self::Records),
            "photos" => {
                let (head, file) = rest.split_once('/')?;
                let hash = file.strip_suffix(".jpg")?;
                (is_hash(hash) && hash.get(..2) == Some(head)).then(|| Self::Photo(hash.to_owned()))
            }
            "reports" if rest == COVER => Some(Self::Report(rest.to_owned())),
            "files" => {
                let (head, file) = rest.split_once('/')?;
                let (hash, kind) = file.split_once('.')?;
                let known = KINDS.contains(&kind) && is_hash(hash) && hash.get(..2) == Some(head);
                known.then(|| Self::File(hash.to_owned(), kind.to_owned()))
            }
            "reports" => {
                let (number, extension) = rest.split_once('.')?;
                let digits = number.strip_prefix('R')?;
                // R11B is the number book of R11.
                let digits = digits.strip_suffix('B').unwrap_or(digits);
                let known = (1..=2).contains(&digits.len())
                    && digits.bytes().all(|b| b.is_ascii_digit())
                    && matches!(extension, "pdf" | "xlsx");
                known.then(|| Self::Report(rest.to_owned()))
            }
            _ => None,
        }
    }

    /// Its name inside.
    pub(super) fn path(&self) -> String {
        match self {
            Self::Manifest => MANIFEST.to_owned(),
            Self::Figures => FIGURES.to_owned(),
            Self::Records(table) => format!("tables/{}.jsonl", table.name()),
            Self::Photo(hash) => format!("photos/{}/{hash}.jpg", hash.get(..2).unwrap_or("00")),
            Self::File(hash, kind) => {
                format!("files/{}/{hash}.{kind}", hash.get(..2).unwrap_or("00"))
            }
            Self::Report(file) => format!("reports/{file}"),
        }
    }
}

/// Whether a text is a SHA-256 in small hexadecimal digits.
pub(in crate::exchange) fn is_hash(text: &str) -> bool {
    text.len() == 64
        && text
            .bytes()
            .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// Whether a name is a folder that a zip program adds when it packs our files again.
pub(super) fn is_folder(name: &str) -> bool {
    let Some(name) = name.strip_suffix('/') else {
        return false;
    };
    match name.split_once('/') {
        None => matches!(name, "tables" | "photos" | "files" | "reports"),
        Some(("photos" | "files", head)) => {
            head.len() == 2
                && head
                    .bytes()
                    .all(|b| b.is_ascii_hexdigit() && !b.is_ascii_uppercase())
        }
        Some(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_names_are_names() {
        let hash = "ab".repeat(32);
        let photo = format!("photos/ab/{hash}.jpg");
        let paper = format!("files/ab/{hash}.pdf");
        for good in [
            "manifest.json",
            "figures.json",
            "tables/event.jsonl",
            "reports/R3.pdf",
            "reports/R11B.xlsx",
            "reports/cover.pdf",
            photo.as_str(),
            paper.as_str(),
        ] {
            let inside = Inside::read(good).unwrap_or_else(|| panic!("{good}"));
            assert_eq!(inside.path(), good);
        }
        let other_head = format!("photos/cd/{hash}.jpg");
        let program = format!("files/ab/{hash}.exe");
        let two_points = format!("files/ab/{hash}.pdf.pdf");
        let as_photo = format!("photos/ab/{hash}.pdf");
        let upper = format!("photos/AB/{}.jpg", "AB".repeat(32));
        for bad in [
            "",
            "/manifest.json",
            "../manifest.json",
            "tables/../manifest.json",
            "tables\\event.jsonl",
            "C:/x.jsonl",
            "tables/nothing.jsonl",
            "tables/event.json",
            "photos/ab/CON.jpg",
            "CON.jpg",
            "reports/R3.exe",
            "reports/Rx.pdf",
            "reports/R333.pdf",
            "reports/RB.pdf",
            "reports/cover.xlsx",
            "Manifest.json",
            "manifest.json ",
            "tables/event.jsonl\0",
            other_head.as_str(),
            upper.as_str(),
            program.as_str(),
            two_points.as_str(),
            as_photo.as_str(),
            "files/ab/CON.pdf",
        ] {
            assert_eq!(Inside::read(bad), None, "{bad}");
        }
    }

    #[test]
    fn folders_of_a_second_packing_are_forgiven() {
        for good in [
            "tables/",
            "photos/",
            "photos/ab/",
            "files/",
            "files/ab/",
            "reports/",
        ] {
            assert!(is_folder(good), "{good}");
        }
        for bad in [
            "/",
            "../",
            "tables/x/",
            "photos/../",
            "photos/AB/",
            "windows/",
            "tables",
        ] {
            assert!(!is_folder(bad), "{bad}");
        }
    }
}
