//! Reading a handover that may be anybody's: names of our own grammar only, counted while inflating, every file against the
//! manifest before it is given to anybody.

use super::CAPS;
use super::FORMAT;
use super::Inside;
use super::LEDGER;
use super::Manifest;
use super::is_folder;
use super::is_ours;
use crate::exchange::pack::Listed;
use crate::exchange::pack::PackError;
use crate::exchange::pack::entries::Zip;
use crate::exchange::pack::entries::entries_told;
use crate::exchange::pack::entries::inflate;
use crate::exchange::pack::entries::inflate_to;
use crate::exchange::pack::entries::places_of;
use crate::exchange::pack::hexadecimal;
use crate::exchange::pack::lock::Source;
use crate::exchange::pack::names::MANIFEST;
use serde::Deserialize;
use sha2::Digest as _;
use sha2::Sha256;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io::BufReader;
use std::io::Write;
use std::path::Path;
use zip::ZipArchive;

/// A handover whose list of files was read and makes sense; their content is checked as it is taken out.
#[derive(Debug)]
pub struct Handover {
    /// What stands first in it.
    pub manifest: Manifest,
    zip: Zip,
    places: BTreeMap<String, usize>,
    left: u64,
}

/// What tells a newer handover, or something else, before anything else of it is read.
#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    handover: u32,
    schema: u32,
    #[serde(default)]
    program: String,
}

/// Where a file of a handover goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'n> {
    /// The ledger.
    Ledger,
    /// Its key file.
    Key,
    /// 交接清单.
    List,
    /// A photo or file, by its name beside the ledger.
    File(&'n str),
}

impl Handover {
    /// Read the list of a handover; `schema` is the newest this program knows.
    ///
    /// # Errors
    /// What is wrong with it, with the name of the file inside.
    pub fn open(path: &Path, schema: u32) -> Result<Self, PackError> {
        let mut file = Source::open(path, None)?;
        if entries_told(&mut file)? > CAPS.entries {
            return Err(PackError::TooMuch {
                inside: String::new(),
            });
        }
        let mut zip = ZipArchive::new(BufReader::new(file))?;
        let places = places_of(&mut zip, CAPS, &is_ours, &is_folder)?;
        let mut left = CAPS.total;
        let first = inflate(&mut zip, &places, MANIFEST, CAPS.of_list(), &mut left)?;
        let broken = |_| PackError::Changed {
            inside: MANIFEST.into(),
        };
        let head: Head = serde_json::from_slice(&first).map_err(broken)?;
        if head.handover == 0 {
            return Err(PackError::NotAPack);
        }
        if head.handover > FORMAT || head.schema > schema {
            return Err(PackError::Newer {
                format: head.handover,
                schema: head.schema,
                program: head.program,
            });
        }
        let manifest: Manifest = serde_json::from_slice(&first).map_err(broken)?;
        let handover = Self {
            manifest,
            zip,
            places,
            left,
        };
        handover.names()?;
        Ok(handover)
    }

    // The manifest names each file once, in our grammar; the zip holds these and no others; the ledger is among them.
    fn names(&self) -> Result<(), PackError> {
        let mut named = BTreeSet::from([MANIFEST]);
        for file in &self.manifest.files {
            if Inside::read(&file.path).is_none() || !named.insert(&file.path) {
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
        let extra = self.places.keys().find(|n| !named.contains(n.as_str()));
        match extra {
            Some(extra) => Err(PackError::Name {
                inside: extra.clone(),
            }),
            None if !named.contains(LEDGER) => Err(PackError::Missing {
                inside: LEDGER.into(),
            }),
            None => Ok(()),
        }
    }

    /// Take every file out. `place` opens where a piece goes; each is held against the manifest as it is written.
    ///
    /// # Errors
    /// The first file that differs, or what `place` or the disk says.
    pub fn unpack<W: Write>(
        &mut self,
        mut place: impl FnMut(Piece<'_>) -> std::io::Result<W>,
        mut finish: impl FnMut(W) -> std::io::Result<()>,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<(), PackError> {
        let files: Vec<Listed> = self.manifest.files.clone();
        let total = files.len();
        for (n, file) in files.into_iter().enumerate() {
            let changed = || PackError::Changed {
                inside: file.path.clone(),
            };
            let inside = Inside::read(&file.path).ok_or_else(changed)?;
            let piece = match &inside {
                Inside::Ledger => Piece::Ledger,
                Inside::Key => Piece::Key,
                Inside::List => Piece::List,
                Inside::File { stored, hash } if *hash == file.sha256 => Piece::File(stored),
                Inside::File { .. } => return Err(changed()),
            };
            let mut out = Summing {
                out: place(piece)?,
                hash: Sha256::new(),
            };
            let bytes = inflate_to(
                &mut self.zip,
                &self.places,
                &file.path,
                CAPS,
                &mut self.left,
                &mut out,
            )?;
            let Summing { out, hash } = out;
            if bytes != file.bytes || hexadecimal(&hash.finalize()) != file.sha256 {
                return Err(changed());
            }
            finish(out)?;
            progress(n + 1, total);
        }
        Ok(())
    }
}

/// Hashes what passes through.
struct Summing<W> {
    out: W,
    hash: Sha256,
}

impl<W: Write> Write for Summing<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}
