//! Writing a handover: every file is hashed first, then packed as it was hashed.

use super::FILES;
use super::FORMAT;
use super::KEY;
use super::LEDGER;
use super::LIST;
use super::Manifest;
use super::PLAIN_FORMAT;
use super::stored_hash;
use crate::exchange::pack::Listed;
use crate::exchange::pack::PackError;
use crate::exchange::pack::hexadecimal;
use crate::exchange::pack::names::MANIFEST;
use crate::exchange::pack::sha256;
use sha2::Digest as _;
use sha2::Sha256;
use std::fs::File;
use std::io::Read as _;
use std::io::Seek;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use zip::CompressionMethod;
use zip::DateTime;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What goes into a handover.
#[derive(Debug, Clone)]
pub struct Load {
    /// Everything but files, which follow from the rest.
    pub manifest: Manifest,
    /// A copy of the ledger.
    pub ledger: PathBuf,
    /// Its key file, when it is under a password.
    pub key: Option<Vec<u8>>,
    /// 交接清单 as PDF.
    pub list: Vec<u8>,
    /// Photos and files: name beside the ledger, and where it lies.
    pub files: Vec<(String, PathBuf)>,
}

enum Body {
    Bytes(Vec<u8>),
    File(PathBuf),
}

/// Write a handover. `progress` is told how many files of how many are in it. Returns the manifest as written, and the names
/// of files that are not what their name says any more: those are damaged and left out.
///
/// # Errors
/// What the disk says.
pub fn write(
    load: Load,
    out: impl Write + Seek,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<(Manifest, Vec<String>), PackError> {
    let Load {
        mut manifest,
        ledger,
        key,
        list,
        mut files,
    } = load;
    files.sort();
    files.dedup_by(|a, b| a.0 == b.0);
    let mut bodies = vec![
        (LEDGER.to_owned(), Body::File(ledger)),
        (LIST.to_owned(), Body::Bytes(list)),
    ];
    manifest.handover = if key.is_some() { FORMAT } else { PLAIN_FORMAT };
    bodies.extend(key.map(|bytes| (KEY.to_owned(), Body::Bytes(bytes))));
    bodies.extend(
        files
            .into_iter()
            .map(|(stored, path)| (format!("{FILES}{stored}"), Body::File(path))),
    );
    let total = bodies.len() * 2;
    manifest.files.clear();
    let (mut sound, mut damaged) = (Vec::new(), Vec::new());
    for (n, (path, body)) in bodies.into_iter().enumerate() {
        let (bytes, sha256) = match &body {
            Body::Bytes(bytes) => (bytes.len() as u64, sha256(bytes)),
            Body::File(file) => sum_of(file)?,
        };
        let named = path.strip_prefix(FILES).and_then(stored_hash);
        progress(n + 1, total);
        if named.is_some_and(|hash| hash != sha256) {
            damaged.push(path);
            continue;
        }
        manifest.files.push(Listed {
            path: path.clone(),
            bytes,
            sha256,
        });
        sound.push((path, body));
    }
    let first =
        serde_json::to_vec_pretty(&manifest).map_err(|e| PackError::Broken(e.to_string()))?;
    let mut zip = ZipWriter::new(out);
    zip.start_file(MANIFEST, options(MANIFEST, first.len() as u64))?;
    zip.write_all(&first)?;
    let done = total / 2;
    for (n, (path, body)) in sound.into_iter().enumerate() {
        match body {
            Body::Bytes(bytes) => {
                zip.start_file(path.as_str(), options(&path, bytes.len() as u64))?;
                zip.write_all(&bytes)?;
            }
            Body::File(file) => {
                let length = std::fs::metadata(&file)?.len();
                zip.start_file(path.as_str(), options(&path, length))?;
                std::io::copy(&mut File::open(&file)?, &mut zip)?;
            }
        }
        progress(done + n + 1, total);
    }
    zip.finish()?.flush()?;
    Ok((manifest, damaged))
}

/// Length and SHA-256 of a file.
fn sum_of(path: &Path) -> Result<(u64, String), PackError> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut length = 0;
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((length, hexadecimal(&hash.finalize())));
        }
        length += read as u64;
        hash.update(buffer.get(..read).unwrap_or_default());
    }
}

fn options(name: &str, length: u64) -> SimpleFileOptions {
    // Photos are pressed already; a ledger and a manifest are not.
    let loose = name == LEDGER || name == MANIFEST;
    let method = if loose {
        CompressionMethod::Deflated
    } else {
        CompressionMethod::Stored
    };
    SimpleFileOptions::default()
        .compression_method(method)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
        // Zip's first grammar ends at four gigabytes.
        .large_file(length > (4 << 30) - (64 << 20))
}
