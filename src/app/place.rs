//! Where a ledger lies: on this computer's own disk, or where it does not lie well (a share, a stick, a sync folder). Judged by
//! a pure function from the path and what the system says; told in two sentences, mended by bringing the file in.

use super::cipher;
use super::clock::Clock;
use super::copies;
use super::error::AppError;
use crate::assets;
use crate::os;
use crate::os::Volume;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::backup;
use crate::store::rename::rename;
use crate::store::restore;
use serde::Deserialize;
use std::path::Path;
use std::path::PathBuf;
use std::sync::LazyLock;

#[derive(Debug, Deserialize)]
struct Book {
    sync: Vec<Sync>,
    network: Network,
    conflict: Conflict,
}

#[derive(Debug, Deserialize)]
struct Sync {
    name: String,
    folders: Vec<String>,
    #[serde(default)]
    variables: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Network {
    kinds: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Conflict {
    words: Vec<String>,
}

static BOOK: LazyLock<Option<Book>> = LazyLock::new(|| {
    toml::from_str(assets::PLACES)
        .inspect_err(|error| tracing::error!(%error, "places unreadable"))
        .ok()
});

/// Where a file lies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Place {
    /// On a disk of this computer.
    #[default]
    Here,
    /// On another computer's disk.
    Network,
    /// On a disk that can be pulled out.
    Removable,
    /// In a folder that a program keeps in step with a server; its name.
    Synced(String),
}

/// What is known beside the path.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The disk.
    pub volume: Volume,
    /// Folders that sync programs name in the environment, with the program's name.
    pub sync_roots: Vec<(String, PathBuf)>,
}

/// Judge a path by what is known.
pub fn judge(path: &Path, facts: &Facts) -> Place {
    let Some(book) = &*BOOK else {
        return Place::Here;
    };
    let text = path.to_string_lossy();
    // \\server\share, but not \\?\C:\.
    let text = text
        .strip_prefix(r"\\?\UNC\")
        .map_or(text.clone(), |rest| format!(r"\\{rest}").into());
    let is_unc =
        text.starts_with(r"\\") && !text.starts_with(r"\\?\") && !text.starts_with(r"\\.\");
    if is_unc || book.network.kinds.contains(&facts.volume.kind) {
        return Place::Network;
    }
    if let Some((name, _)) = facts
        .sync_roots
        .iter()
        .find(|(_, root)| path.starts_with(root))
    {
        return Place::Synced(name.clone());
    }
    // Paths of either system are taken apart, for the test and for names typed by hand.
    let folder = text
        .rsplit_once(['/', '\\'])
        .map_or("", |(folder, _)| folder);
    let in_sync = book.sync.iter().find(|sync| {
        folder
            .split(['/', '\\'])
            .any(|part| sync.folders.iter().any(|name| is_called(part, name)))
    });
    match in_sync {
        Some(sync) => Place::Synced(sync.name.clone()),
        None if facts.volume.is_removable => Place::Removable,
        None => Place::Here,
    }
}

// OneDrive is also called "OneDrive - 某单位", 坚果云 "我的坚果云".
fn is_called(part: &str, name: &str) -> bool {
    if name.is_ascii() {
        let rest = part
            .get(..name.len())
            .filter(|p| p.eq_ignore_ascii_case(name));
        let after = part.get(name.len()..).unwrap_or_default();
        rest.is_some() && !after.starts_with(|c: char| c.is_ascii_alphanumeric())
    } else {
        part.contains(name)
    }
}

fn facts(path: &Path) -> Facts {
    let syncs = BOOK.as_ref().map(|b| b.sync.as_slice()).unwrap_or_default();
    let roots = syncs.iter().flat_map(|sync| {
        let set = sync.variables.iter().filter_map(std::env::var_os);
        set.filter(|root| !root.is_empty())
            .map(|root| (sync.name.clone(), PathBuf::from(root)))
    });
    Facts {
        volume: os::volume(path),
        sync_roots: roots.collect(),
    }
}

/// Where a file lies, asked of the system.
pub fn look(path: &Path) -> Place {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    judge(&whole, &facts(&whole))
}

/// Whether a path lies on a disk that can be pulled out.
pub fn is_removable(path: &Path) -> bool {
    os::volume(path).is_removable
}

/// What is added about a file that was flushed, read back and named: a sentence without its full stop, for a stick.
pub fn pull_remark(path: &Path) -> Option<String> {
    is_removable(path).then(|| "已写完并读回核对，优盘可以安全拔出".to_owned())
}

impl Place {
    /// What is wrong with the place, and what to do; nothing when nothing is.
    pub fn advice(&self) -> Option<String> {
        Some(match self {
            Self::Here => return None,
            Self::Network => {
                "这份台账在别的电脑或共享盘上，直接改写容易损坏，所以只读打开。请复制到本机再用，改完用上报包交回。"
                    .to_owned()
            }
            Self::Removable => {
                "这份台账在优盘或移动硬盘上，拔出时可能损坏。请移到本机再用，优盘只放备份。".to_owned()
            }
            Self::Synced(name) => format!(
                "这份台账在{name}的同步文件夹里，同步程序会在使用中改名或锁住它。请移到本机再用，{name}里只放备份。"
            ),
        })
    }

    /// Whether a file there is opened for reading only.
    pub fn is_read_only(&self) -> bool {
        *self == Self::Network
    }
}

/// Files beside a ledger that look like the second of two versions, by their names.
pub fn conflicts(path: &Path) -> Vec<String> {
    let (Some(book), Some(folder)) = (&*BOOK, path.parent()) else {
        return Vec::new();
    };
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let own = path.file_name().unwrap_or_default();
    let inside = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<String> = inside
        .filter(|e| e.file_name() != own)
        .filter_map(|e| {
            let name = e.file_name().to_string_lossy().into_owned();
            let rest = name.strip_suffix(".kepu")?.strip_prefix(&*stem)?.to_owned();
            // OneDrive adds the computer: 湖滨-LAPTOP.
            let by_computer = rest.strip_prefix('-').is_some_and(|r| {
                !r.is_empty() && r.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            });
            let said = book
                .conflict
                .words
                .iter()
                .any(|w| rest.contains(w.as_str()));
            (by_computer || said).then_some(name)
        })
        .collect();
    found.sort();
    found
}

/// Bring a ledger into a folder of this computer, with its attachments and copies, everything read back. The file that
/// lay there is renamed so that nobody goes on in it, where it may be.
///
/// # Errors
/// What is wrong with the file, or what the disk says; it stays where it is then.
pub fn bring_in(path: &Path, folder: &Path, clock: Clock) -> Result<PathBuf, AppError> {
    std::fs::create_dir_all(folder).map_err(|source| AppError::Write {
        source,
        path: folder.to_owned(),
    })?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let free = |folder: &Path, stem: &str| {
        let numbered = (2..1000).map(|n| format!("{stem} ({n}).kepu"));
        std::iter::once(format!("{stem}.kepu"))
            .chain(numbered)
            .map(|name| folder.join(name))
            .find(|p| p.symlink_metadata().is_err())
            .ok_or_else(|| StoreError::Exists {
                path: folder.to_owned(),
            })
    };
    let target = free(folder, &stem)?;
    let half = target.with_extension("未完成");
    std::fs::remove_file(&half).ok();
    if cipher::is_encrypted(path) {
        // What can't be read is copied as it is; its password opens it afterwards.
        restore::copy_as_it_is(path, &half)?;
    } else {
        backup::copy_to(&Store::open_copy(path)?, &half)?;
    }
    rename(&half, &target)?;
    cipher::bring_key(path, &target)?;
    copies::bring_attachments(path, &target, None)?;
    bring_copies(path, &target)?;
    let is_writable = std::fs::metadata(path).is_ok_and(|m| !m.permissions().readonly());
    if is_writable && !look(path).is_read_only() {
        let around = path.parent().unwrap_or(Path::new("."));
        let old = free(around, &format!("{stem} 已移到本机 {}", clock.today()))?;
        // A file that can't be renamed was only copied; the banner of the new one does not speak of it.
        if let Err(error) = rename(path, &old) {
            tracing::warn!(%error, "the file brought in stays under its name");
        }
    }
    Ok(target)
}

// Only copies whose hash holds; the list is written anew where they lie now.
fn bring_copies(path: &Path, target: &Path) -> Result<(), AppError> {
    let (from, to) = (backup::folder_of(path), backup::folder_of(target));
    let mut brought = Vec::new();
    for copy in backup::list(&from) {
        if backup::verify(&from, &copy).is_err() {
            continue;
        }
        std::fs::create_dir_all(&to)
            .and_then(|()| std::fs::copy(from.join(&copy.name), to.join(&copy.name)))
            .map_err(|source| AppError::Write {
                source,
                path: to.clone(),
            })?;
        backup::verify(&to, &copy)?;
        brought.push(copy);
    }
    if !brought.is_empty() {
        backup::write_list(&to, &brought)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(path: &str) -> Place {
        judge(Path::new(path), &Facts::default())
    }

    #[test]
    fn shares_sticks_and_sync_folders_are_known_by_path_and_disk() {
        let synced = |name: &str| Place::Synced(name.into());
        let cases = [
            (r"C:\Users\li\Documents\科普台账\湖滨.kepu", Place::Here),
            ("/home/li/文档/科普台账/湖滨.kepu", Place::Here),
            (r"\\server\共享\湖滨.kepu", Place::Network),
            (r"\\?\UNC\server\共享\湖滨.kepu", Place::Network),
            (r"\\?\C:\科普台账\湖滨.kepu", Place::Here),
            (r"C:\Users\li\OneDrive\文档\湖滨.kepu", synced("OneDrive")),
            (
                r"C:\Users\li\OneDrive - 湖滨街道\湖滨.kepu",
                synced("OneDrive"),
            ),
            (r"D:\我的坚果云\湖滨.kepu", synced("坚果云")),
            (r"C:\Users\li\Nutstore\1\湖滨.kepu", synced("坚果云")),
            (r"D:\WPS云盘\湖滨.kepu", synced("WPS云盘")),
            (r"D:\WPS Cloud Files\12345\湖滨.kepu", synced("WPS云盘")),
            (r"D:\BaiduSyncdisk\湖滨.kepu", synced("百度网盘")),
            ("/home/li/Dropbox/湖滨.kepu", synced("Dropbox")),
            // A file may be called like a product; only folders count.
            (r"D:\科普台账\Dropbox.kepu", Place::Here),
            (r"D:\Dropboxes\湖滨.kepu", Place::Here),
        ];
        for (path, place) in cases {
            assert_eq!(at(path), place, "{path}");
        }
        let on = |kind: &str, is_removable| {
            let volume = Volume {
                kind: kind.into(),
                is_removable,
            };
            let facts = Facts {
                volume,
                sync_roots: vec![("OneDrive".into(), "/data/同步".into())],
            };
            judge(Path::new("/data/台账/湖滨.kepu"), &facts)
        };
        assert_eq!(on("ext4", false), Place::Here);
        assert_eq!(on("vfat", true), Place::Removable);
        for kind in ["nfs4", "cifs", "fuse.sshfs", "remote"] {
            assert_eq!(on(kind, false), Place::Network, "{kind}");
        }
        let facts = Facts {
            sync_roots: vec![("OneDrive".into(), "/data/同步".into())],
            ..Facts::default()
        };
        assert_eq!(
            judge(Path::new("/data/同步/湖滨.kepu"), &facts),
            synced("OneDrive")
        );
    }
}
