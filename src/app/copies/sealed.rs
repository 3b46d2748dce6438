//! Copies under a password for the second place: the file sealed as a whole, attachments in bundles of those that were not
//! there yet. Everything is read back through the lock before it counts.

use super::AGE;
use super::Carried;
use crate::app::error::AppError;
use crate::exchange::pack::PackError;
use crate::exchange::pack::Password;
use crate::exchange::sealed::seal;
use crate::exchange::sealed::unseal;
use crate::model::Ledger;
use crate::store::StoreError;
use crate::store::backup;
use crate::store::backup::Copy;
use crate::store::files;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::BufRead as _;
use std::io::BufReader;
use std::io::BufWriter;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

/// Which attachments lie in which bundle.
const LIST: &str = "附件清单.json";
/// Bytes of attachments in one bundle before the next one begins: what is held in memory when it is opened.
const BUNDLE: u64 = 64 * 1024 * 1024;

/// What a lock says, to whoever puts a copy back.
fn refused(path: &Path) -> impl Fn(PackError) -> AppError {
    let path = path.to_owned();
    move |error| match error {
        PackError::NeedsPassword => {
            AppError::Request("这份备份加了密码，请填密码，命令里用 --password-stdin 给出".into())
        }
        PackError::WrongPassword => AppError::Request("密码不对，这份备份没有打开".into()),
        PackError::Io(source) if source.kind() != std::io::ErrorKind::InvalidData => {
            AppError::Write {
                source,
                path: path.clone(),
            }
        }
        other => StoreError::BadCopy {
            detail: other.to_string(),
            path: path.clone(),
        }
        .into(),
    }
}

/// Seal a copy into a folder and enter it in the folder's list.
pub(super) fn seal_copy(
    plain: &Path,
    copy: &Copy,
    folder: &Path,
    password: &Password,
) -> Result<PathBuf, AppError> {
    std::fs::create_dir_all(folder).map_err(|source| AppError::Write {
        source,
        path: folder.to_owned(),
    })?;
    let name = format!("{}.{AGE}", copy.name);
    let place = folder.join(&name);
    write_sealed(&place, password, |out| {
        std::io::copy(&mut File::open(plain)?, out)?;
        Ok(())
    })?;
    // What comes back through the lock must be what went in.
    let back = unseal(&place, password)
        .and_then(|inside| Ok(hash_of(inside)?))
        .map_err(refused(&place))?;
    if back != copy.sha256 {
        return Err(StoreError::BadCopy {
            detail: "sealed copy reads back otherwise".into(),
            path: place,
        }
        .into());
    }
    let page = plain.with_extension("txt");
    if page.is_file() {
        std::fs::copy(page, place.with_extension("txt")).ok();
    }
    let mut copies = backup::list(folder);
    copies.retain(|c| c.name != name);
    copies.insert(
        0,
        Copy {
            name,
            sha256: backup::sha256_of(&place)?,
            ..copy.clone()
        },
    );
    backup::write_list(folder, &copies)?;
    Ok(place)
}

// Beside its place, flushed, then named.
fn write_sealed(
    place: &Path,
    password: &Password,
    work: impl FnOnce(&mut dyn std::io::Write) -> Result<(), PackError>,
) -> Result<(), AppError> {
    let mut name = place.file_name().unwrap_or_default().to_owned();
    name.push(".未完成");
    let half = place.with_file_name(name);
    let written = File::create(&half)
        .map_err(PackError::from)
        .and_then(|file| {
            let mut out = BufWriter::new(file);
            seal(&mut out, password, work)?;
            let file = out
                .into_inner()
                .map_err(std::io::IntoInnerError::into_error)?;
            Ok(file.sync_all()?)
        })
        .map_err(refused(place))
        .and_then(|()| Ok(crate::store::rename::rename(&half, place)?));
    written.inspect_err(|_| {
        // What was written so far is of no use to anybody.
        std::fs::remove_file(&half).ok();
    })
}

fn hash_of(mut inside: impl Read) -> std::io::Result<String> {
    let mut hash = files::Hasher::default();
    std::io::copy(&mut inside, &mut hash)?;
    Ok(hash.finish())
}

/// Seal the attachments that no bundle of the folder holds yet.
pub(super) fn carry_sealed(
    ledger: &Ledger,
    from: &Path,
    to: &Path,
    moment: &str,
    password: &Password,
    wanted: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<Carried, AppError> {
    let fault = |source| AppError::Write {
        source,
        path: to.to_owned(),
    };
    std::fs::create_dir_all(to).map_err(fault)?;
    let mut bundles = bundles(to);
    let mut there: BTreeSet<String> = bundles.values().flatten().cloned().collect();
    let mut carried = Carried::default();
    let mut waiting: Vec<(String, Vec<u8>)> = Vec::new();
    let mut heavy = 0_u64;
    let all = ledger.attachments.len();
    let mut put = |waiting: &mut Vec<(String, Vec<u8>)>| -> Result<(), AppError> {
        if waiting.is_empty() {
            return Ok(());
        }
        let name = (1..10_000)
            .map(|n| format!("附件 {moment} {n}.{AGE}"))
            .find(|name| !to.join(name).exists())
            .unwrap_or_default();
        let some = std::mem::take(waiting);
        put_bundle(&to.join(&name), &some, password)?;
        bundles.insert(name, some.into_iter().map(|(name, _)| name).collect());
        let text = serde_json::to_string_pretty(&bundles).unwrap_or_default();
        files::write(text.as_bytes(), &to.join(LIST)).map_err(fault)
    };
    for (n, attachment) in ledger.attachments.values().enumerate() {
        if !wanted(n, all) {
            return Err(AppError::Cancelled);
        }
        let name = attachment.stored_name();
        if there.contains(&name) {
            carried.there += 1;
            continue;
        }
        let bytes = std::fs::read(from.join(&name)).ok();
        let Some(bytes) = bytes.filter(|b| files::hash(b) == attachment.hash) else {
            carried.missing.push(attachment.name.clone());
            continue;
        };
        heavy += bytes.len() as u64;
        there.insert(name.clone());
        waiting.push((name, bytes));
        carried.new += 1;
        if heavy > BUNDLE {
            heavy = 0;
            put(&mut waiting)?;
        }
    }
    put(&mut waiting)?;
    wanted(all, all);
    Ok(carried)
}

// A bundle whose file is gone holds nothing.
fn bundles(folder: &Path) -> BTreeMap<String, Vec<String>> {
    let text = std::fs::read_to_string(folder.join(LIST)).unwrap_or_default();
    let mut all: BTreeMap<String, Vec<String>> = serde_json::from_str(&text).unwrap_or_default();
    all.retain(|name, _| folder.join(name).is_file());
    all
}

// A line of names and lengths, then the bytes of each.
fn put_bundle(
    place: &Path,
    some: &[(String, Vec<u8>)],
    password: &Password,
) -> Result<(), AppError> {
    let head: Vec<(&str, usize)> = some.iter().map(|(n, b)| (n.as_str(), b.len())).collect();
    let head = serde_json::to_string(&head).unwrap_or_default();
    write_sealed(place, password, |out| {
        writeln!(out, "{head}")?;
        for (_, bytes) in some {
            out.write_all(bytes)?;
        }
        Ok(())
    })?;
    let mut back = 0;
    open_bundle(place, password, &mut |name, bytes| {
        back += usize::from(some.iter().any(|(n, b)| n == name && *b == bytes));
        Ok(())
    })?;
    if back == some.len() {
        return Ok(());
    }
    Err(StoreError::BadCopy {
        detail: "sealed attachments read back otherwise".into(),
        path: place.to_owned(),
    }
    .into())
}

/// Handed the name and the bytes of each attachment.
type Each<'e> = &'e mut dyn FnMut(&str, Vec<u8>) -> Result<(), AppError>;

fn open_bundle(place: &Path, password: &Password, each: Each<'_>) -> Result<(), AppError> {
    let no = refused(place);
    let mut inside = BufReader::new(unseal(place, password).map_err(&no)?);
    let mut head = String::new();
    // Names take some eighty bytes each; a longer line is nobody's bundle.
    (&mut inside)
        .take(16 * 1024 * 1024)
        .read_line(&mut head)
        .map_err(|e| no(e.into()))?;
    let head: Vec<(String, usize)> =
        serde_json::from_str(&head).map_err(|e| no(PackError::Broken(e.to_string())))?;
    for (name, length) in head {
        let mut bytes = Vec::new();
        (&mut inside)
            .take(length as u64)
            .read_to_end(&mut bytes)
            .map_err(|e| no(e.into()))?;
        each(&name, bytes)?;
    }
    Ok(())
}

/// Open a sealed copy as a plain file beside where it shall go; it is gone when dropped.
pub(super) fn open_copy(
    copy: &Path,
    target: &Path,
    password: Option<&Password>,
) -> Result<Opened, AppError> {
    let no = refused(copy);
    let password = password.ok_or(PackError::NeedsPassword).map_err(&no)?;
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(".解密中");
    let opened = Opened(target.with_file_name(name));
    let mut inside = unseal(copy, password).map_err(&no)?;
    let mut file = File::create(&opened.0).map_err(|e| no(e.into()))?;
    std::io::copy(&mut inside, &mut file).map_err(|e| no(e.into()))?;
    file.sync_all().map_err(|e| no(e.into()))?;
    Ok(opened)
}

/// A copy that lies open only while it is put back.
pub(super) struct Opened(pub(super) PathBuf);

impl Drop for Opened {
    fn drop(&mut self) {
        std::fs::remove_file(&self.0).ok();
    }
}

/// Bring the attachments of a ledger out of the bundles beside a sealed copy.
pub(super) fn bring_sealed(
    copy: &Path,
    ledger: &Ledger,
    to: &Path,
    password: &Password,
) -> Result<Carried, AppError> {
    let wanted: BTreeMap<String, String> = ledger
        .attachments
        .values()
        .map(|a| (a.stored_name(), a.hash.clone()))
        .collect();
    let folder = copy.parent().unwrap_or(Path::new("."));
    let inside = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let folders = inside
        .map(|e| e.path())
        .filter(|p| p.is_dir() && p.extension().is_some_and(|e| e == "附件"));
    let mut came: BTreeSet<String> = BTreeSet::new();
    for folder in folders {
        for name in bundles(&folder).keys() {
            open_bundle(&folder.join(name), password, &mut |name, bytes| {
                // Only names the ledger itself knows, and only what the hash says.
                if wanted.get(name).is_some_and(|h| *h == files::hash(&bytes)) {
                    files::keep(to, name, &bytes)?;
                    came.insert(name.to_owned());
                }
                Ok(())
            })?;
        }
    }
    let missing = ledger.attachments.values();
    Ok(Carried {
        new: came.len(),
        there: 0,
        missing: missing
            .filter(|a| !came.contains(&a.stored_name()))
            .map(|a| a.name.clone())
            .collect(),
    })
}
