//! The files of a zip that may be anybody's: how many, under which names, and their bytes with every cap in sight.

use super::PackError;
use super::lock::Source;
use super::names::Inside;
use super::names::MANIFEST;
use super::names::is_folder;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io::BufReader;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;
use std::io::Write;
use zip::ZipArchive;

/// A zip on the disk.
pub(in crate::exchange) type Zip = ZipArchive<BufReader<Source>>;

/// The most a pack may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caps {
    /// Files inside.
    pub entries: u64,
    /// Bytes of all files together, unpacked.
    pub total: u64,
    /// Bytes of one file, unpacked.
    pub entry: u64,
    /// How many times larger a file may be than it was packed; texts of records stay below 60.
    pub ratio: u64,
}

impl Default for Caps {
    fn default() -> Self {
        Self {
            entries: 20_000,
            total: 4 << 30,
            entry: 512 << 20,
            ratio: 250,
        }
    }
}

/// Bytes of a manifest: one of 20,000 files has a tenth of it.
const LIST: u64 = 64 << 20;
/// Bytes of the figures: there are some hundred, and `{}` takes forty times its length when it is read.
const FIGURES: u64 = 4 << 20;

impl Caps {
    /// The same for the manifest.
    pub(in crate::exchange) fn of_list(self) -> Self {
        self.at_most(LIST)
    }

    /// The same for the figures.
    pub(super) fn of_figures(self) -> Self {
        self.at_most(FIGURES)
    }

    fn at_most(self, bytes: u64) -> Self {
        Self {
            entry: self.entry.min(bytes),
            ..self
        }
    }
}

/// Unpacked sizes below this are never called a bomb.
const SMALL: u64 = 1 << 20;

// The number of files as the end of the zip tells it, so that a list of a million names is refused before it is read. What
// follows the end mark is a comment of at most 65,535 bytes.
pub(in crate::exchange) fn entries_told(file: &mut Source) -> Result<u64, PackError> {
    const END: [u8; 4] = *b"PK\x05\x06";
    let length = file.seek(SeekFrom::End(0))?;
    let tail = length.min(65_535 + 22);
    file.seek(SeekFrom::Start(length - tail))?;
    let mut bytes = Vec::new();
    file.by_ref().take(tail).read_to_end(&mut bytes)?;
    file.seek(SeekFrom::Start(0))?;
    let end = bytes.windows(4).rposition(|w| w == END).ok_or_else(|| {
        if bytes.is_empty() || length < 22 {
            PackError::NotAPack
        } else {
            PackError::Broken("no end mark".into())
        }
    })?;
    let count = bytes
        .get(end + 10..end + 12)
        .and_then(|b| <[u8; 2]>::try_from(b).ok());
    count
        .map(|b| u64::from(u16::from_le_bytes(b)))
        .ok_or_else(|| PackError::Broken("end mark cut short".into()))
}

// Names and where they stand. A folder that someone packed around our files is taken off.
pub(super) fn places(zip: &mut Zip, caps: Caps) -> Result<BTreeMap<String, usize>, PackError> {
    let ours = |name: &str| Inside::read(name).is_some() || is_later_name(name);
    places_of(zip, caps, &ours, &is_folder)
}

/// The same for another grammar of names and folders; the manifest is called alike.
pub(in crate::exchange) fn places_of(
    zip: &mut Zip,
    caps: Caps,
    is_ours: &dyn Fn(&str) -> bool,
    is_folder: &dyn Fn(&str) -> bool,
) -> Result<BTreeMap<String, usize>, PackError> {
    if zip.len() as u64 > caps.entries {
        return Err(PackError::TooMuch {
            inside: String::new(),
        });
    }
    let names: Vec<String> = zip
        .file_names_raw()
        .map(|raw| String::from_utf8_lossy(raw).into_owned())
        .collect();
    let around = match names.iter().find(|n| n.ends_with(MANIFEST)) {
        _ if names.iter().any(|n| n == MANIFEST) => String::new(),
        Some(name) => name.strip_suffix(MANIFEST).unwrap_or_default().to_owned(),
        None => return Err(PackError::NotAPack),
    };
    let one_folder =
        around.is_empty() || (around.matches('/').count() == 1 && around.ends_with('/'));
    if zip.has_duplicate_names() || !one_folder || around.starts_with("..") {
        return Err(PackError::Name {
            inside: twice(&names).unwrap_or(around),
        });
    }
    let mut places = BTreeMap::new();
    for (index, name) in names.iter().enumerate() {
        let entry = zip.by_index_raw(index)?;
        if entry.encrypted() {
            return Err(PackError::Encrypted);
        }
        let bare = name.strip_prefix(&around).unwrap_or(name);
        let refuse = || PackError::Name {
            inside: name.clone(),
        };
        if entry.is_symlink() {
            return Err(refuse());
        }
        if bare.is_empty() || is_folder(bare) {
            continue;
        }
        if !is_ours(bare) {
            return Err(refuse());
        }
        if places.insert(bare.to_owned(), index).is_some() {
            return Err(refuse());
        }
    }
    Ok(places)
}

// Tables of a newer schema are named like ours; the manifest says then that the pack is newer.
fn is_later_name(name: &str) -> bool {
    let table = name
        .strip_prefix("tables/")
        .and_then(|n| n.strip_suffix(".jsonl"));
    table.is_some_and(|t| !t.is_empty() && t.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
}

fn twice(names: &[String]) -> Option<String> {
    let mut seen = BTreeSet::new();
    names.iter().find(|n| !seen.insert(n.as_str())).cloned()
}

// Inflate one file with every cap in sight: what the list of the zip says of its size is not believed.
pub(in crate::exchange) fn inflate(
    zip: &mut Zip,
    places: &BTreeMap<String, usize>,
    path: &str,
    caps: Caps,
    left: &mut u64,
) -> Result<Vec<u8>, PackError> {
    let mut bytes = Vec::new();
    inflate_to(zip, places, path, caps, left, &mut bytes)?;
    Ok(bytes)
}

/// The same, piece by piece to where the bytes are wanted. Returns how many there were.
pub(in crate::exchange) fn inflate_to(
    zip: &mut Zip,
    places: &BTreeMap<String, usize>,
    path: &str,
    caps: Caps,
    left: &mut u64,
    out: &mut dyn Write,
) -> Result<u64, PackError> {
    let index = *places.get(path).ok_or_else(|| PackError::Missing {
        inside: path.into(),
    })?;
    let changed = || PackError::Changed {
        inside: path.into(),
    };
    let entry = zip.by_index(index).map_err(|_| changed())?;
    let packed = entry.compressed_size().max(1);
    let most = caps
        .entry
        .min(*left)
        .min(packed.saturating_mul(caps.ratio).max(SMALL));
    let mut entry = entry.take(most + 1);
    let mut buffer = vec![0; 1 << 16];
    let mut count = 0;
    loop {
        let read = entry.read(&mut buffer).map_err(|_| changed())?;
        if read == 0 {
            break;
        }
        count += read as u64;
        if count > most {
            return Err(PackError::TooMuch {
                inside: path.into(),
            });
        }
        out.write_all(buffer.get(..read).unwrap_or_default())?;
    }
    *left = left.saturating_sub(count);
    Ok(count)
}
