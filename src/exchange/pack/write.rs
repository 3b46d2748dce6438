//! Writing a pack: the manifest first, then the files it names, with the same bytes for the same content.

use super::FORMAT;
use super::Listed;
use super::Manifest;
use super::PackError;
use super::names::Inside;
use super::sha256;
use crate::model::AnyRecord;
use crate::model::Table;
use crate::model::papers::submission::FrozenFigure;
use std::collections::BTreeMap;
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
    /// Photos of evidence.
    pub photos: Vec<Photo>,
    /// Reports: `R3.pdf` and its bytes.
    pub reports: Vec<(String, Vec<u8>)>,
}

/// A photo on the disk.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Photo {
    /// Its SHA-256 in hexadecimal.
    pub hash: String,
    /// Where it lies.
    pub path: PathBuf,
}

enum Body {
    Bytes(Vec<u8>),
    File(PathBuf),
}

/// Write a pack. Returns its manifest as written and the manifest's hash.
///
/// # Errors
/// What the disk says; `Changed` for a photo that is not what its name says.
pub fn write(load: Load, out: impl Write + Seek) -> Result<(Manifest, String), PackError> {
    let Load {
        mut manifest,
        records,
        figures,
        mut photos,
        reports,
    } = load;
    let broken = |e: serde_json::Error| PackError::Broken(e.to_string());
    let mut bodies: Vec<(String, Body)> = Vec::new();
    let figures = serde_json::to_vec_pretty(&figures).map_err(broken)?;
    bodies.push((Inside::Figures.path(), Body::Bytes(figures)));
    manifest.format = FORMAT;
    manifest.counts.clear();
    for (table, lines) in lines(records).map_err(broken)? {
        manifest
            .counts
            .insert(table.name().to_owned(), lines.len() as u64);
        let text = lines
            .into_values()
            .fold(String::new(), |text, line| text + &line + "\n");
        bodies.push((
            Inside::Records(table).path(),
            Body::Bytes(text.into_bytes()),
        ));
    }
    photos.sort();
    photos.dedup_by(|a, b| a.hash == b.hash);
    for photo in photos {
        bodies.push((Inside::Photo(photo.hash).path(), Body::File(photo.path)));
    }
    for (name, bytes) in reports {
        bodies.push((Inside::Report(name).path(), Body::Bytes(bytes)));
    }
    manifest.files.clear();
    for (path, body) in &bodies {
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
        manifest.files.push(Listed {
            path: path.clone(),
            bytes,
            sha256,
        });
    }
    let first = serde_json::to_vec_pretty(&manifest).map_err(broken)?;
    let hash = sha256(&first);
    let mut zip = ZipWriter::new(out);
    put(&mut zip, &Inside::Manifest.path(), &first)?;
    for (path, body) in bodies {
        match body {
            Body::Bytes(bytes) => put(&mut zip, &path, &bytes)?,
            Body::File(file) => put(&mut zip, &path, &std::fs::read(file)?)?,
        }
    }
    zip.finish()?.flush()?;
    Ok((manifest, hash))
}

// A photo is named by its hash; everything else may hold anything.
fn agrees(path: &str, sha256: &str) -> bool {
    match Inside::read(path) {
        Some(Inside::Photo(hash)) => hash == sha256,
        other => other.is_some(),
    }
}

// Lines by table, tables in their order and records by identity, so that the same records give the same bytes.
type Lines = BTreeMap<Table, BTreeMap<crate::model::Uid, String>>;

fn lines(records: Vec<AnyRecord>) -> Result<Lines, serde_json::Error> {
    let mut lines = Lines::new();
    for record in records {
        let table = lines.entry(record.table()).or_default();
        table.insert(record.uid(), record.json()?);
    }
    Ok(lines)
}

fn put(zip: &mut ZipWriter<impl Write + Seek>, name: &str, bytes: &[u8]) -> Result<(), PackError> {
    // Photos and PDFs are pressed already.
    let pressed = [".jpg", ".pdf", ".xlsx"].iter().any(|e| name.ends_with(e));
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
