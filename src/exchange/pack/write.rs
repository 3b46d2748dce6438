//! Writing a pack: the manifest first, then the files it names, with the same bytes for the same content.

use super::FORMAT;
use super::Listed;
use super::Manifest;
use super::PackError;
use super::Password;
use super::Progress;
use super::lock;
use super::names::Inside;
use super::seal;
use super::sha256;
use crate::model::AnyRecord;
use crate::model::Table;
use crate::model::papers::submission::FrozenFigure;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io::Seek;
use std::io::Write;
use std::path::PathBuf;
use zip::CompressionMethod;
use zip::DateTime;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What goes into a pack.
#[derive(Debug, Clone)]
pub struct Load {
    /// Everything but counts and files, which follow from the rest.
    pub manifest: Manifest,
    /// The records.
    pub records: Vec<AnyRecord>,
    /// The figures.
    pub figures: Vec<FrozenFigure>,
    /// Photos of evidence and other attachments.
    pub enclosed: Vec<Enclosed>,
    /// Reports: `R3.pdf` and its bytes.
    pub reports: Vec<(String, Vec<u8>)>,
}

/// A photo or another attachment on the disk.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Enclosed {
    /// Its SHA-256 in hexadecimal.
    pub hash: String,
    /// `jpg` for a photo, else one of the kinds that travel.
    pub extension: String,
    /// Where it lies.
    pub path: PathBuf,
}

enum Body {
    Bytes(Vec<u8>),
    File(PathBuf),
}

impl Body {
    fn length(&self) -> std::io::Result<u64> {
        match self {
            Self::Bytes(bytes) => Ok(bytes.len() as u64),
            Self::File(file) => Ok(std::fs::metadata(file)?.len()),
        }
    }
}

fn length(bodies: &[(String, Body)]) -> Result<u64, PackError> {
    let mut total = 0;
    for (_, body) in bodies {
        total += body.length()?;
    }
    Ok(total)
}

/// Write a pack, locked when there is a password. Returns its manifest as written and the manifest's hash.
///
/// # Errors
/// What the disk says; `Changed` for a photo that is not what its name says; `Cancelled`.
pub fn write(
    load: Load,
    password: Option<&Password>,
    out: impl Write + Seek,
    progress: Progress<'_>,
) -> Result<(Manifest, String), PackError> {
    let mut bodies = data(&load)?;
    let Load {
        mut manifest,
        records,
        reports,
        ..
    } = load;
    count(&mut manifest, &records);
    for (name, bytes) in reports {
        bodies.push((Inside::Report(name).path(), Body::Bytes(bytes)));
    }
    // Files are read twice: for their hashes, which stand first, and into the zip.
    let half = length(&bodies)?;
    manifest.files = listed(&bodies, &mut |done, _| progress(done, 2 * half))?;
    manifest.seal = seal(&manifest);
    let broken = |e: serde_json::Error| PackError::Broken(e.to_string());
    let first = serde_json::to_vec_pretty(&manifest).map_err(broken)?;
    let hash = sha256(&first);
    bodies.insert(0, (Inside::Manifest.path(), Body::Bytes(first)));
    let mut step = |done| progress(half + done, 2 * half);
    match password {
        None => fill(ZipWriter::new(out), bodies, &mut step)?.flush()?,
        // Through the lock there is no way back: sizes follow each file.
        Some(password) => lock::locked(out, password, |out| {
            fill(ZipWriter::new_stream(out), bodies, &mut step)?.flush()?;
            Ok(())
        })?,
    }
    Ok((manifest, hash))
}

fn fill<W: Write + Seek>(
    mut zip: ZipWriter<W>,
    bodies: Vec<(String, Body)>,
    step: &mut dyn FnMut(u64) -> bool,
) -> Result<W, PackError> {
    let mut done = 0;
    for (path, body) in bodies {
        let bytes = match body {
            Body::Bytes(bytes) => bytes,
            Body::File(file) => std::fs::read(file)?,
        };
        put(&mut zip, &path, &bytes)?;
        done += bytes.len() as u64;
        if !step(done) {
            return Err(PackError::Cancelled);
        }
    }
    Ok(zip.finish()?)
}

/// The seal that a pack of this load will bear, whatever reports go along.
///
/// # Errors
/// As [`write()`].
pub fn seal_of(load: &Load, progress: Progress<'_>) -> Result<String, PackError> {
    let mut manifest = load.manifest.clone();
    manifest.files = listed(&data(load)?, progress)?;
    Ok(seal(&manifest))
}

// What is sealed: figures, records, photos and other attachments.
fn data(load: &Load) -> Result<Vec<(String, Body)>, PackError> {
    let broken = |e: serde_json::Error| PackError::Broken(e.to_string());
    let mut bodies: Vec<(String, Body)> = Vec::new();
    let figures = serde_json::to_vec_pretty(&load.figures).map_err(broken)?;
    bodies.push((Inside::Figures.path(), Body::Bytes(figures)));
    for (table, lines) in lines(&load.records).map_err(broken)? {
        let text = lines
            .into_values()
            .fold(String::new(), |text, line| text + &line + "\n");
        bodies.push((
            Inside::Records(table).path(),
            Body::Bytes(text.into_bytes()),
        ));
    }
    let mut enclosed = load.enclosed.clone();
    enclosed.sort();
    enclosed.dedup_by(|a, b| (&a.hash, &a.extension) == (&b.hash, &b.extension));
    for file in enclosed {
        let inside = match file.extension.as_str() {
            "jpg" => Inside::Photo(file.hash),
            _ => Inside::File(file.hash, file.extension),
        };
        bodies.push((inside.path(), Body::File(file.path)));
    }
    Ok(bodies)
}

fn count(manifest: &mut Manifest, records: &[AnyRecord]) {
    manifest.format = FORMAT;
    manifest.counts.clear();
    let mut seen = BTreeSet::new();
    for record in records.iter().filter(|r| seen.insert((r.table(), r.uid()))) {
        let name = record.table().name().to_owned();
        *manifest.counts.entry(name).or_default() += 1;
    }
}

fn listed(bodies: &[(String, Body)], progress: Progress<'_>) -> Result<Vec<Listed>, PackError> {
    let total = length(bodies)?;
    let mut done = 0;
    let mut files = Vec::new();
    for (path, body) in bodies {
        let (bytes, sha256) = match body {
            Body::Bytes(bytes) => (bytes.len() as u64, sha256(bytes)),
            Body::File(file) => {
                let bytes = std::fs::read(file)?;
                (bytes.len() as u64, sha256(&bytes))
            }
        };
        if !agrees(path, &sha256) {
            return Err(PackError::Changed {
                inside: path.clone(),
            });
        }
        done += bytes;
        if !progress(done, total) {
            return Err(PackError::Cancelled);
        }
        files.push(Listed {
            path: path.clone(),
            bytes,
            sha256,
        });
    }
    Ok(files)
}

// An attachment is named by its hash; everything else may hold anything.
fn agrees(path: &str, sha256: &str) -> bool {
    match Inside::read(path) {
        Some(Inside::Photo(hash) | Inside::File(hash, _)) => hash == sha256,
        other => other.is_some(),
    }
}

// Lines by table, tables in their order and records by identity, so that the same records give the same bytes.
type Lines = BTreeMap<Table, BTreeMap<crate::model::Uid, String>>;

fn lines(records: &[AnyRecord]) -> Result<Lines, serde_json::Error> {
    let mut lines = Lines::new();
    for record in records {
        let table = lines.entry(record.table()).or_default();
        table.insert(record.uid(), record.json()?);
    }
    Ok(lines)
}

fn put(zip: &mut ZipWriter<impl Write + Seek>, name: &str, bytes: &[u8]) -> Result<(), PackError> {
    // Photos and paper are pressed already.
    let pressed = !name.contains(".json");
    let method = if pressed {
        CompressionMethod::Stored
    } else {
        CompressionMethod::Deflated
    };
    let options = SimpleFileOptions::default()
        .compression_method(method)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    zip.start_file(name, options)?;
    zip.write_all(bytes)?;
    Ok(())
}
