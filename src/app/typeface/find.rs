//! Finding the office's own fonts in a computer's font folders: by the name of the file, else by the family the font
//! calls itself. Of files that are only looked at, nothing but the table of names is read.

use crate::assets;
use crate::reports::fonts::Role;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::io::Seek as _;
use std::io::SeekFrom;
use std::path::Path;
use std::path::PathBuf;
use ttf_parser::PlatformId;
use ttf_parser::name::Name;
use ttf_parser::name::Names;
use ttf_parser::name::Table;
use ttf_parser::name_id;

/// A face of a file that may be what is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    pub path: PathBuf,
    pub index: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    font: Vec<KnownFont>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct KnownFont {
    role: Role,
    files: Vec<String>,
    families: Vec<String>,
}

fn known() -> Vec<KnownFont> {
    match toml::from_str::<Known>(assets::FONTS) {
        Ok(known) => known.font,
        Err(error) => {
            tracing::error!(%error, "list of fonts");
            Vec::new()
        }
    }
}

/// What the folders hold for each role, the best first.
pub(super) fn installed(folders: &[PathBuf]) -> BTreeMap<Role, Vec<Candidate>> {
    let mut files = Vec::new();
    for folder in folders {
        list(folder, 0, &mut files);
    }
    let known = known();
    let mut found: BTreeMap<Role, Vec<Candidate>> = BTreeMap::new();
    for font in &known {
        for wanted in &font.files {
            for path in files.iter().filter(|p| is_called(p, wanted)) {
                let candidate = Candidate {
                    path: path.clone(),
                    index: index_for(path, &font.families),
                };
                found.entry(font.role).or_default().push(candidate);
            }
        }
    }
    let open: Vec<&KnownFont> = known
        .iter()
        .filter(|f| !found.contains_key(&f.role))
        .collect();
    if !open.is_empty() {
        for (role, candidate) in by_family(&files, &open) {
            found.entry(role).or_default().push(candidate);
        }
    }
    found
}

fn is_called(path: &Path, wanted: &str) -> bool {
    path.file_name()
        .is_some_and(|n| n.to_string_lossy().to_lowercase() == wanted.to_lowercase())
}

// In the order in which the list names families, not that of the folder.
fn by_family(files: &[PathBuf], open: &[&KnownFont]) -> Vec<(Role, Candidate)> {
    let mut found: Vec<(Role, usize, Candidate)> = Vec::new();
    for path in files {
        let faces = faces(path).unwrap_or_default();
        for (index, names) in (0..).zip(&faces) {
            for font in open {
                let place = font.families.iter().position(|f| names.contains(f));
                if let Some(place) = place {
                    let path = path.clone();
                    found.push((font.role, place, Candidate { path, index }));
                }
            }
        }
    }
    found.sort_by_key(|(role, place, _)| (*role, *place));
    found.into_iter().map(|(role, _, c)| (role, c)).collect()
}

/// Which face of a file carries one of these names; the first when none does.
fn index_for(path: &Path, families: &[String]) -> u32 {
    let faces = faces(path).unwrap_or_default();
    (0..)
        .zip(&faces)
        .find(|(_, names)| families.iter().any(|f| names.contains(f)))
        .map_or(0, |(index, _)| index)
}

/// Which face of a file a role means, when the clerk pointed at the file.
pub(super) fn index_of(role: Role, path: &Path) -> u32 {
    known()
        .iter()
        .find(|f| f.role == role)
        .map_or(0, |f| index_for(path, &f.families))
}

// Sorted, so that the same folder gives the same fonts each time.
fn list(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            if depth < 4 {
                list(&path, depth + 1, files);
            }
        } else if path.extension().is_some_and(|e| {
            let e = e.to_string_lossy().to_lowercase();
            ["ttf", "otf", "ttc", "otc"].contains(&e.as_str())
        }) {
            files.push(path);
        }
    }
}

// The names of each face of a file (OpenType: table directory, `name`; TrueType collection header).
fn faces(path: &Path) -> std::io::Result<Vec<Vec<String>>> {
    let mut file = File::open(path)?;
    let head = read_at(&mut file, 0, 12)?;
    let offsets: Vec<u32> = if head.starts_with(b"ttcf") {
        let count = number(&head, 8).min(64);
        read_at(&mut file, 12, 4 * u64::from(count))?
            .chunks_exact(4)
            .map(|c| number(c, 0))
            .collect()
    } else {
        vec![0]
    };
    let mut faces = Vec::new();
    for offset in offsets {
        faces.push(names_at(&mut file, u64::from(offset))?);
    }
    Ok(faces)
}

fn names_at(file: &mut File, offset: u64) -> std::io::Result<Vec<String>> {
    let head = read_at(file, offset, 12)?;
    let tables = number(&head, 4) >> 16;
    let records = read_at(file, offset + 12, 16 * u64::from(tables))?;
    let Some(record) = records.chunks_exact(16).find(|r| r.starts_with(b"name")) else {
        return Ok(Vec::new());
    };
    let (at, length) = (number(record, 8), number(record, 12).min(1 << 20));
    let bytes = read_at(file, u64::from(at), u64::from(length))?;
    let ids = [
        name_id::FAMILY,
        name_id::FULL_NAME,
        name_id::TYPOGRAPHIC_FAMILY,
    ];
    let names = Table::parse(&bytes).map(|t| t.names).unwrap_or_default();
    Ok(names
        .into_iter()
        .filter(|n| ids.contains(&n.name_id))
        .filter_map(|n| text(&n))
        .collect())
}

fn read_at(file: &mut File, offset: u64, length: u64) -> std::io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(offset))?;
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn number(bytes: &[u8], at: usize) -> u32 {
    let four = bytes.get(at..at + 4).and_then(|b| b.try_into().ok());
    four.map_or(0, u32::from_be_bytes)
}

// Old Chinese fonts write their names in GBK (platform 3 encoding 3, platform 1 encoding 25).
fn text(name: &Name<'_>) -> Option<String> {
    if let Some(text) = name.to_string() {
        return Some(text);
    }
    match (name.platform_id, name.encoding_id) {
        (PlatformId::Windows, 3) | (PlatformId::Macintosh, 25) => {
            let bytes: Vec<u8> = name.name.iter().copied().filter(|b| *b != 0).collect();
            Some(encoding_rs::GBK.decode(&bytes).0.into_owned())
        }
        (PlatformId::Macintosh, _) if name.name.is_ascii() => {
            String::from_utf8(name.name.to_vec()).ok()
        }
        _ => None,
    }
}

/// What a font calls itself: in Chinese when it has a Chinese name.
pub(super) fn own_name(names: Names<'_>) -> Option<String> {
    let full: Vec<String> = names
        .into_iter()
        .filter(|n| n.name_id == name_id::FULL_NAME)
        .filter_map(|n| text(&n))
        .filter(|n| !n.trim().is_empty())
        .collect();
    full.iter()
        .find(|n| !n.is_ascii())
        .or_else(|| full.first())
        .cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_but_bold_heads_can_be_found() {
        let roles: Vec<Role> = known().iter().map(|f| f.role).collect();
        let wanted = Role::ALL.into_iter().filter(|r| *r != Role::HeiBold);
        assert!(wanted.clone().all(|r| roles.contains(&r)), "{roles:?}");
        assert_eq!(roles.len(), wanted.count());
    }
}
