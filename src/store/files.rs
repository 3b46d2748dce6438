//! Photos and files beside the database: `湖滨.附件/ab/<sha256>.<ext>` (decisions.md 10). Written once, never changed.

use super::Result;
use super::StoreError;
use super::leftover;
use super::rename;
use super::room;
use sha2::Digest as _;
use sha2::Sha256;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;

/// The folder of a file's attachments.
pub fn folder_of(file: &Path) -> PathBuf {
    let mut name = file.file_stem().unwrap_or_default().to_owned();
    name.push(".附件");
    file.with_file_name(name)
}

/// SHA-256 in hexadecimal.
pub fn hash(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing into a String can't fail.
        write!(text, "{byte:02x}").ok();
    }
    text
}

/// SHA-256 of what is written into it.
#[derive(Debug, Default)]
pub struct Hasher(Sha256);

impl Hasher {
    /// The hash in hexadecimal.
    pub fn finish(self) -> String {
        let mut text = String::with_capacity(64);
        for byte in self.0.finalize() {
            // Writing into a String can't fail.
            write!(text, "{byte:02x}").ok();
        }
        text
    }
}

impl std::io::Write for Hasher {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Write bytes under a name of the folder, unless the same bytes stand there.
///
/// # Errors
/// `Io` with the path.
pub fn keep(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf> {
    let path = folder.join(name);
    if std::fs::read(&path).is_ok_and(|old| old == bytes) {
        return Ok(path);
    }
    let made = path.parent().map_or(Ok(()), std::fs::create_dir_all);
    match made.and_then(|()| write(bytes, &path)) {
        Ok(()) => Ok(path),
        Err(source) => Err(StoreError::Io {
            path,
            source,
            doing: "keep an attachment",
        }),
    }
}

/// Write a file beside its place and rename it, so that a half file never carries the name.
///
/// # Errors
/// What the disk says; a file that stood there is untouched then.
pub fn write(bytes: &[u8], path: &Path) -> std::io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(leftover::UNFINISHED);
    let half = path.with_file_name(name);
    let written = std::fs::File::create(&half).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written
        .and_then(|()| rename::replace(&half, path))
        .map_err(|error| {
            // What was written so far is of no use to anybody.
            std::fs::remove_file(&half).ok();
            room::counted(error, bytes.len() as u64, &half)
        })
}

/// Have a file that was written elsewhere on the disk before it is counted on.
pub(super) fn flush(path: &Path) -> Result<()> {
    let flushed = std::fs::File::options()
        .write(true)
        .open(path)
        .and_then(|file| file.sync_all());
    flushed.map_err(super::error::io("flush the file", path))
}
