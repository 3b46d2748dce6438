//! Reading a pack that may be anybody's: counted while inflating, every file against the manifest, every record against
//! the rules of its table, before one of them is believed.

use super::FORMAT;
use super::Manifest;
use super::PackError;
use super::Password;
use super::Progress;
use super::SEALED;
use super::entries::Caps;
use super::entries::Zip;
use super::entries::entries_told;
use super::entries::inflate;
use super::entries::places;
use super::lock::Source;
use super::names::FIGURES;
use super::names::Inside;
use super::names::MANIFEST;
use super::names::is_hash;
use super::seal;
use super::sha256;
use crate::model::AnyRecord;
use crate::model::Table;
use crate::model::Uid;
use crate::model::day::Month;
use crate::model::papers::submission::FrozenFigure;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io::BufReader;
use std::path::Path;
use zip::ZipArchive;

/// A pack that was read and agrees with its manifest.
#[derive(Debug)]
pub struct Pack {
    /// What stands first in it.
    pub manifest: Manifest,
    /// SHA-256 of the manifest.
    pub hash: String,
    /// Its records, tables in the order in which they refer to each other.
    pub records: Vec<AnyRecord>,
    /// The figures as they were.
    pub figures: Vec<FrozenFigure>,
    /// Hashes of the photos in it.
    pub photos: BTreeSet<String>,
    /// Names of the other attachments in it: hash, point, kind.
    pub files: BTreeSet<String>,
    /// Names of the reports in it.
    pub reports: Vec<String>,
    zip: Zip,
    places: BTreeMap<String, usize>,
    caps: Caps,
}

/// What tells a newer pack before anything else of it is read.
#[derive(Deserialize)]
struct Head {
    format: u32,
    schema: u32,
    #[serde(default)]
    program: String,
}

impl Pack {
    /// Read a pack, with its password if it has one; `schema` is the newest this program knows.
    ///
    /// # Errors
    /// What is wrong with it, with the name of the file inside; `Cancelled`.
    pub fn open(
        path: &Path,
        password: Option<&Password>,
        schema: u32,
        caps: Caps,
        progress: Progress<'_>,
    ) -> Result<Self, PackError> {
        let mut file = Source::open(path, password)?;
        if entries_told(&mut file)? > caps.entries {
            return Err(PackError::TooMuch {
                inside: String::new(),
            });
        }
        let mut zip = ZipArchive::new(BufReader::new(file))?;
        let places = places(&mut zip, caps)?;
        let mut left = caps.total;
        let first = inflate(&mut zip, &places, MANIFEST, caps.of_list(), &mut left)?;
        let hash = sha256(&first);
        let broken = |_| PackError::Changed {
            inside: MANIFEST.into(),
        };
        let head: Head = serde_json::from_slice(&first).map_err(broken)?;
        if head.format > FORMAT || head.schema > schema {
            return Err(PackError::Newer {
                format: head.format,
                schema: head.schema,
                program: head.program,
            });
        }
        let manifest: Manifest = serde_json::from_slice(&first).map_err(broken)?;
        if manifest.format >= SEALED && manifest.seal != seal(&manifest) {
            return Err(PackError::Changed {
                inside: MANIFEST.into(),
            });
        }
        let mut pack = Self {
            manifest,
            hash,
            records: Vec::new(),
            figures: Vec::new(),
            photos: BTreeSet::new(),
            files: BTreeSet::new(),
            reports: Vec::new(),
            zip,
            places,
            caps,
        };
        pack.names()?;
        pack.content(left, progress)?;
        Ok(pack)
    }

    /// Whether the bytes of an attachment are in it.
    pub fn holds(&self, hash: &str, extension: &str) -> bool {
        match extension {
            "jpg" => self.photos.contains(hash),
            other => self.files.contains(&format!("{hash}.{other}")),
        }
    }

    /// The bytes of an attachment, checked again.
    ///
    /// # Errors
    /// `Missing`, `Changed`, or what the disk says.
    pub fn attachment(&mut self, hash: &str, extension: &str) -> Result<Vec<u8>, PackError> {
        self.body(&match extension {
            "jpg" => Inside::Photo(hash.to_owned()),
            other => Inside::File(hash.to_owned(), other.to_owned()),
        })
    }

    /// The bytes of a report, checked again.
    ///
    /// # Errors
    /// `Missing`, `Changed`, or what the disk says.
    pub fn report(&mut self, name: &str) -> Result<Vec<u8>, PackError> {
        self.body(&Inside::Report(name.to_owned()))
    }

    fn body(&mut self, inside: &Inside) -> Result<Vec<u8>, PackError> {
        let path = inside.path();
        let listed = self.manifest.files.iter().find(|f| f.path == path);
        let wanted = listed.map(|f| f.sha256.clone());
        let Some(wanted) = wanted else {
            return Err(PackError::Missing { inside: path });
        };
        let mut left = self.caps.total;
        let bytes = inflate(&mut self.zip, &self.places, &path, self.caps, &mut left)?;
        if sha256(&bytes) == wanted {
            Ok(bytes)
        } else {
            Err(PackError::Changed { inside: path })
        }
    }

    // The manifest names each file once, in our grammar; the zip holds these and no others.
    fn names(&self) -> Result<(), PackError> {
        let mut named = BTreeSet::from([MANIFEST]);
        for file in &self.manifest.files {
            let known = Inside::read(&file.path).is_some_and(|i| i != Inside::Manifest);
            if !known || !named.insert(&file.path) {
                return Err(PackError::Name {
                    inside: file.path.clone(),
                });
            }
            if !self.places.contains_key(&file.path) {
                return Err(PackError::Missing {
                    inside: file.path.clone(),
                });
            }
        }
        match self
            .places
            .keys()
            .find(|name| !named.contains(name.as_str()))
        {
            Some(extra) => Err(PackError::Name {
                inside: extra.clone(),
            }),
            None => Ok(()),
        }
    }

    fn content(&mut self, mut left: u64, progress: Progress<'_>) -> Result<(), PackError> {
        let mut tables: BTreeMap<Table, Vec<AnyRecord>> = BTreeMap::new();
        let mut gate = Gate::of(&self.manifest)?;
        let sizes = self.manifest.files.iter().map(|f| f.bytes);
        let total = sizes.fold(0u64, u64::saturating_add);
        let mut done = 0u64;
        for file in self.manifest.files.clone() {
            let changed = || PackError::Changed {
                inside: file.path.clone(),
            };
            let inside = Inside::read(&file.path);
            let caps = match inside {
                Some(Inside::Figures) => self.caps.of_figures(),
                _ => self.caps,
            };
            let bytes = inflate(&mut self.zip, &self.places, &file.path, caps, &mut left)?;
            if bytes.len() as u64 != file.bytes || sha256(&bytes) != file.sha256 {
                return Err(changed());
            }
            done = done.saturating_add(file.bytes);
            if !progress(done, total) {
                return Err(PackError::Cancelled);
            }
            match inside {
                Some(Inside::Figures) => {
                    self.figures = serde_json::from_slice(&bytes).map_err(|_| changed())?;
                }
                Some(Inside::Records(table)) => {
                    tables.insert(table, gate.records(table, &file.path, &bytes)?);
                }
                Some(Inside::Photo(hash)) => {
                    // A photo of ours is JPEG from mark to mark.
                    let whole = bytes.starts_with(&[0xFF, 0xD8]) && bytes.ends_with(&[0xFF, 0xD9]);
                    if !whole || hash != file.sha256 {
                        return Err(changed());
                    }
                    self.photos.insert(hash);
                }
                Some(Inside::File(hash, kind)) => {
                    if hash != file.sha256 {
                        return Err(changed());
                    }
                    self.files.insert(format!("{hash}.{kind}"));
                }
                Some(Inside::Report(name)) => self.reports.push(name),
                Some(Inside::Manifest) | None => return Err(PackError::Name { inside: file.path }),
            }
        }
        let counted: BTreeMap<String, u64> = tables
            .iter()
            .map(|(table, rows)| (table.name().to_owned(), rows.len() as u64))
            .collect();
        if counted != self.manifest.counts || !self.places.contains_key(FIGURES) {
            return Err(PackError::Changed {
                inside: MANIFEST.into(),
            });
        }
        self.records = tables.into_values().flatten().collect();
        if gate.office {
            Ok(())
        } else {
            Err(PackError::Missing {
                inside: Inside::Records(Table::Office).path(),
            })
        }
    }
}

/// Records of all tables together: a subdistrict has some ten thousand in a year.
const RECORDS: u64 = 1_000_000;
/// Bytes of one record: what is a few bytes as text takes much more when it is read.
const LINE: usize = 4 << 20;

/// What each record passes as it is read, so that no more of them are held than the manifest tells. Every record is the
/// sender's, and each stands there once. A return holds notes and nothing else.
struct Gate {
    sender: Uid,
    returned: bool,
    counts: BTreeMap<String, u64>,
    seen: BTreeSet<Uid>,
    /// Whether the sender itself is among them; a return needs none.
    office: bool,
}

impl Gate {
    fn of(manifest: &Manifest) -> Result<Self, PackError> {
        let counts = manifest.counts.values();
        if counts.fold(0u64, |sum, n| sum.saturating_add(*n)) > RECORDS {
            return Err(PackError::TooMuch {
                inside: MANIFEST.into(),
            });
        }
        let returned = manifest.returned.is_some();
        Ok(Self {
            sender: manifest.office.uid,
            returned,
            counts: manifest.counts.clone(),
            seen: BTreeSet::new(),
            office: returned,
        })
    }

    fn records(
        &mut self,
        table: Table,
        inside: &str,
        bytes: &[u8],
    ) -> Result<Vec<AnyRecord>, PackError> {
        let text = std::str::from_utf8(bytes).map_err(|_| PackError::Changed {
            inside: inside.into(),
        })?;
        let told = self.counts.get(table.name()).copied().unwrap_or(0);
        let mut records = Vec::new();
        for (number, line) in text.lines().enumerate() {
            let refuse = |why: String| PackError::Record {
                inside: inside.into(),
                why: format!("line {}: {why}", number + 1),
            };
            if number as u64 >= told {
                return Err(PackError::Changed {
                    inside: MANIFEST.into(),
                });
            }
            if line.len() > LINE {
                return Err(PackError::TooMuch {
                    inside: inside.into(),
                });
            }
            let value: Value = serde_json::from_str(line).map_err(|e| refuse(e.to_string()))?;
            if !months_are_right(&value) {
                return Err(refuse("no month".into()));
            }
            let mut record = table.read_json(line).map_err(|e| refuse(e.to_string()))?;
            self.admit(&mut record)
                .map_err(|why| refuse(format!("{why}: {}", record.uid())))?;
            records.push(record);
        }
        Ok(records)
    }

    fn admit(&mut self, record: &mut AnyRecord) -> Result<(), &'static str> {
        let (uid, owner) = record.marks_mut();
        if uid.is_nil() || *owner != self.sender || !self.seen.insert(*uid) {
            return Err("foreign, nil or double");
        }
        match record {
            AnyRecord::ReturnNote(_) if self.returned => {}
            _ if self.returned => return Err("not for returns"),
            AnyRecord::Office(o) if o.uid == self.sender => self.office = true,
            AnyRecord::Office(_) | AnyRecord::Submission(_) | AnyRecord::Collection(_) => {
                return Err("not for packs");
            }
            AnyRecord::Attachment(a) => {
                let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
                let extension =
                    (1..=8).contains(&a.extension.len()) && a.extension.chars().all(plain);
                if !is_hash(&a.hash) || !extension {
                    return Err("name of a file");
                }
            }
            _ => {}
        }
        Ok(())
    }
}

// A month that is none would be written and never be read again.
fn months_are_right(value: &Value) -> bool {
    match value {
        Value::Object(fields) => {
            let number = |key: &str| fields.get(key).and_then(Value::as_i64);
            let month = match (fields.len(), number("year"), number("month")) {
                (2, Some(year), Some(month)) => {
                    Month::read(&format!("{year:04}-{month:02}")).is_some()
                }
                _ => true,
            };
            month && fields.values().all(months_are_right)
        }
        Value::Array(items) => items.iter().all(months_are_right),
        _ => true,
    }
}
