//! Copies of the office's file: making one, checking it, listing them, thinning old ones. Putting one back is `restore`.
//! *When* a copy is made is decided in `app::safety`.

use super::Result;
use super::Store;
use super::StoreError;
use super::error::io;
use super::leftover;
use super::leftover::UNFINISHED;
use super::rename::rename;
use super::room;
use jiff::civil::Date;
use jiff::civil::DateTime;
use serde::Deserialize;
use serde::Serialize;
use sha2::Digest as _;
use sha2::Sha256;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;
use std::path::PathBuf;

/// A copy that was re-opened, checked and hashed before it was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copy {
    /// File name inside the folder of copies.
    pub name: String,
    /// When it was made, by the clock of this computer.
    pub at: DateTime,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
    /// The newest step of the history in it.
    pub step: i64,
    /// Why it was made: 启动, 导入前…
    pub why: String,
    /// Rows by table, deleted ones included.
    #[serde(default)]
    pub rows: BTreeMap<String, i64>,
}

/// The folder of copies beside a file: `湖滨.备份`.
pub fn folder_of(file: &Path) -> PathBuf {
    let mut name = file.file_stem().unwrap_or_default().to_owned();
    name.push(".备份");
    file.with_file_name(name)
}

const LIST: &str = "备份清单.json";
const TWO_YEARS: i32 = 731;

/// The verified copies in a folder, newest first. Copies whose file is gone are left out.
pub fn list(folder: &Path) -> Vec<Copy> {
    let Ok(text) = std::fs::read_to_string(folder.join(LIST)) else {
        return Vec::new();
    };
    let mut copies: Vec<Copy> = serde_json::from_str(&text).unwrap_or_default();
    // In the order they were made, which the list keeps: a clock that was wrong would put an old copy first (safety.md F21).
    copies.retain(|c| folder.join(&c.name).is_file());
    copies
}

/// Make a complete copy of the open file in `folder`: written anew, re-opened, checked, counted, hashed, then named.
///
/// # Errors
/// `BadCopy` when the copy does not hold what the file holds, or what the disk says. The file is untouched.
pub fn make(store: &Store, folder: &Path, now: DateTime, why: &str) -> Result<Copy> {
    std::fs::create_dir_all(folder).map_err(io("make the folder of copies", folder))?;
    let stem = store
        .path()
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let name = free_name(
        folder,
        &format!("{stem} {}", now.strftime("%Y-%m-%d %H%M%S")),
    );
    // Left by a run that was cut off; the file is open here and nowhere else.
    leftover::sweep_copies(folder, &stem);
    let half = folder.join(format!("{name}{UNFINISHED}"));
    let made = write_and_check(store, &half).and_then(|()| {
        let (sha256, step) = (sha256_of(&half)?, store.newest_step()?);
        rename(&half, &folder.join(&name))?;
        Ok((sha256, step))
    });
    let (sha256, step) = made.map_err(|error| {
        std::fs::remove_file(&half).ok();
        counted(store, error, folder)
    })?;
    // A file of an older schema has not all tables yet.
    let rows = store.counts().unwrap_or_default();
    let rows = rows.into_iter().map(|(t, n)| (t.to_owned(), n)).collect();
    let copy = Copy {
        name,
        at: now,
        sha256,
        step,
        why: why.to_owned(),
        rows,
    };
    let mut copies = list(folder);
    copies.insert(0, copy.clone());
    write_list(folder, &copies)?;
    Ok(copy)
}

/// Write a complete copy of the open file, re-opened and checked, under a name that is not there yet. It stands in no list
/// of copies: it is on its way elsewhere.
///
/// # Errors
/// `BadCopy` when the copy does not hold what the file holds, or what the disk says; nothing stays then.
pub fn copy_to(store: &Store, target: &Path) -> Result<()> {
    write_and_check(store, target).inspect_err(|_| {
        // What was written so far is of no use to anybody.
        std::fs::remove_file(target).ok();
    })
}

// A copy is as large as the file.
fn counted(store: &Store, error: StoreError, folder: &Path) -> StoreError {
    match error {
        error @ StoreError::Damaged { .. } => store.believed(error),
        StoreError::Full { path, .. } => {
            let needed = std::fs::metadata(store.path()).map_or(0, |m| m.len());
            let missing = room::missing(needed, folder);
            StoreError::Full { missing, path }
        }
        other => other,
    }
}

fn write_and_check(store: &Store, half: &Path) -> Result<()> {
    let target = half.to_string_lossy();
    // VACUUM INTO reads and rewrites every page, so damage shows here instead of being copied along.
    store
        .db()
        .execute("VACUUM INTO ?1", [target.as_ref()])
        .map_err(|e| StoreError::from(e).at(half))?;
    let copy = Store::open_copy_with(half, store.key())?;
    let (here, there) = (store.counts()?, copy.counts()?);
    if here != there {
        return Err(StoreError::BadCopy {
            detail: format!("{here:?} against {there:?}"),
            path: half.to_owned(),
        });
    }
    super::files::flush(half)
}

/// Check a copy against the hash written down when it was made.
///
/// # Errors
/// `BadCopy` when it differs, or what the disk says.
pub fn verify(folder: &Path, copy: &Copy) -> Result<()> {
    let path = folder.join(&copy.name);
    if sha256_of(&path)? == copy.sha256 {
        return Ok(());
    }
    Err(StoreError::BadCopy {
        detail: "hash differs".into(),
        path,
    })
}

/// The newest copy of a file whose hash still holds.
pub fn newest_verified(file: &Path) -> Option<PathBuf> {
    let folder = folder_of(file);
    let good = list(&folder)
        .into_iter()
        .find(|copy| verify(&folder, copy).is_ok());
    good.map(|copy| folder.join(copy.name))
}

/// Delete the copies that the rule no longer keeps (decisions.md 11). Returns how many went.
pub fn thin(folder: &Path, today: Date) -> Result<usize> {
    let copies = list(folder);
    let days: Vec<Date> = copies.iter().map(|c| c.at.date()).collect();
    let drop = to_drop(today, &days);
    let (gone, kept): (Vec<_>, Vec<_>) = copies
        .into_iter()
        .enumerate()
        .partition(|(n, _)| drop.contains(n));
    for (_, copy) in &gone {
        let path = folder.join(&copy.name);
        super::rename::remove(&path).map_err(io("delete an old copy", &path))?;
        // Its page of totals and its key go with it.
        for beside in ["txt", "钥匙"] {
            std::fs::remove_file(path.with_extension(beside)).ok();
        }
    }
    if !gone.is_empty() {
        write_list(
            folder,
            &kept.into_iter().map(|(_, c)| c).collect::<Vec<_>>(),
        )?;
    }
    Ok(gone.len())
}

// Apart from the disk so that the rule is tested with a table of days. `days` is newest first;
// kept are: all of today and of a future the clock once believed in, then the newest of 7 days, 4 weeks, 12 months. What seems
// older than two years would have gone long before: then it is the clock that is wrong, and nothing goes by it.
fn to_drop(today: Date, days: &[Date]) -> BTreeSet<usize> {
    let mut drop = BTreeSet::new();
    let mut kept_days: BTreeSet<Date> = BTreeSet::new();
    let mut kept_weeks = BTreeSet::new();
    let mut kept_months = BTreeSet::new();
    for (n, day) in days.iter().enumerate() {
        if *day >= today || (today - *day).get_days() > TWO_YEARS {
            continue;
        }
        let week = day.iso_week_date();
        let is_new_day = kept_days.len() < 7 && kept_days.insert(*day);
        let is_new_week = kept_weeks.len() < 4 && kept_weeks.insert((week.year(), week.week()));
        let is_new_month = kept_months.len() < 12 && kept_months.insert((day.year(), day.month()));
        if !(is_new_day || is_new_week || is_new_month) {
            drop.insert(n);
        }
    }
    drop
}

/// Write the list of copies of a folder anew.
///
/// # Errors
/// What the disk says.
pub fn write_list(folder: &Path, copies: &[Copy]) -> Result<()> {
    let path = folder.join(LIST);
    let text = serde_json::to_string_pretty(copies)?;
    super::files::write(text.as_bytes(), &path).map_err(io("write the list of copies", &path))
}

/// SHA-256 of a file in hexadecimal.
pub fn sha256_of(path: &Path) -> Result<String> {
    let mut file = std::fs::File::open(path).map_err(io("read the file", path))?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut buffer).map_err(io("read the file", path))?;
        if read == 0 {
            break;
        }
        hash.update(buffer.get(..read).unwrap_or_default());
    }
    let mut text = String::with_capacity(64);
    for byte in hash.finalize() {
        // Writing into a String cannot fail.
        write!(text, "{byte:02x}").ok();
    }
    Ok(text)
}

pub(super) fn free_name(folder: &Path, stem: &str) -> String {
    let plain = format!("{stem}.kepu");
    let numbered = (2..10_000).map(|n| format!("{stem} ({n}).kepu"));
    std::iter::once(plain.clone())
        .chain(numbered)
        .find(|name| !folder.join(name).exists())
        .unwrap_or(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan as _;
    use jiff::civil::date;

    #[test]
    fn today_is_kept_whole_then_days_weeks_and_months_thin_out() {
        let today = date(2026, 11, 24);
        // Three copies a day for two years, newest first.
        let days: Vec<Date> = (0..730)
            .flat_map(|n| std::iter::repeat_n(today.saturating_sub(i64::from(n).days()), 3))
            .collect();
        let drop = to_drop(today, &days);
        let kept: Vec<Date> = days
            .iter()
            .enumerate()
            .filter(|(n, _)| !drop.contains(n))
            .map(|(_, d)| *d)
            .collect();
        assert_eq!(kept.iter().filter(|d| **d == today).count(), 3);
        for n in 1..=7 {
            assert_eq!(
                kept.iter()
                    .filter(|d| **d == today.saturating_sub(n.days()))
                    .count(),
                1,
                "day {n}"
            );
        }
        assert!(kept.len() <= 3 + 7 + 4 + 12, "{}", kept.len());
        assert!(kept.iter().any(|d| *d < date(2026, 1, 1)));
    }

    #[test]
    fn a_clock_that_was_ahead_loses_no_copy() {
        let today = date(1980, 1, 2);
        assert!(to_drop(today, &[date(2026, 11, 24), date(2026, 11, 23)]).is_empty());
    }

    #[test]
    fn a_clock_far_ahead_loses_no_copy_of_the_true_days() {
        let mut days = vec![date(2099, 3, 2); 3];
        days.extend([date(2026, 11, 24); 9]);
        assert!(to_drop(date(2099, 3, 2), &days).is_empty());
    }
}
