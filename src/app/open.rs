//! Making, opening and putting back the office's file: what is done before there is an [`Office`].

use super::Office;
use super::book;
use super::cipher;
use super::clock::Clock;
use super::copies;
use super::error::AppError;
use super::instance;
use super::place;
use super::undo::Stacks;
use crate::model::Ledger;
use crate::model::Record as _;
use crate::model::Uid;
use crate::model::directory::Book;
use crate::model::directory::Directory;
use crate::model::office;
use crate::os;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::backup;
use crate::store::history::StepKind;
use crate::store::key::FileKey;
use crate::store::leftover;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

/// What a new file begins with.
#[derive(Debug, Clone, Default)]
pub struct NewOffice {
    /// Name of the office.
    pub name: String,
    /// 街道办事处, 管理处 or 区; empty takes it from the name.
    pub kind: String,
    /// Key of the plan; empty takes the newest built in.
    pub plan: String,
    /// 填表人.
    pub clerk: String,
}

impl Office {
    /// Make a new file for an office.
    ///
    /// # Errors
    /// `Exists` when there is a file already, `Request` for an empty name or unknown kind or plan.
    pub fn create(path: &Path, new: &NewOffice, clock: Clock) -> Result<Self, AppError> {
        let name = crate::model::text::one_line(&new.name);
        if name.is_empty() {
            return Err(AppError::Request("没有写单位名称".into()));
        }
        let book = book::with_plan(&new.plan)?;
        let wanted = if new.kind.is_empty() {
            kind_in(&name)
        } else {
            new.kind.as_str()
        };
        let kind = book.lists.canonical("office_kind", wanted).ok_or_else(|| {
            AppError::Request(format!(
                "单位类型只能是{}",
                book.lists.names("office_kind").join("、")
            ))
        })?;
        let home = Uid::fresh();
        let unit = office::Office {
            uid: home,
            office: home,
            name,
            kind: kind.to_owned(),
            plan: book.plan.key.clone(),
            clerk: new.clerk.clone(),
            ..office::Office::default()
        };
        if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|source| AppError::Write {
                source,
                path: folder.to_owned(),
            })?;
        }
        let store = Store::create(path)?;
        let begun = Self::begin(store, unit, book, clock);
        if begun.is_err() {
            // A file without its office is none, and would only stand in the way.
            std::fs::remove_file(path).ok();
        }
        begun
    }

    fn begin(
        store: Store,
        unit: office::Office,
        book: Book,
        clock: Clock,
    ) -> Result<Self, AppError> {
        let home = unit.uid;
        store.set("home", &home)?;
        let ledger = Ledger {
            home,
            ..Ledger::default()
        };
        let mut office = Self::with(store, ledger, book, clock)?;
        let change = crate::model::Change {
            table: crate::model::Table::Office,
            uid: home,
            before: None,
            after: Some(unit.wrap()),
        };
        office.write("新建单位", StepKind::Do, None, vec![change])?;
        // The beginning is not something to take back.
        office.stacks = Stacks::default();
        Ok(office)
    }

    /// Open a file. A copy is made before a schema upgrade.
    ///
    /// # Errors
    /// What is wrong with the file; it is not written to then.
    pub fn open(path: &Path, clock: Clock) -> Result<Self, AppError> {
        Self::open_with(path, None, clock)
    }

    /// As [`Self::open`], with the key of an encrypted file.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_with(path: &Path, key: Option<FileKey>, clock: Clock) -> Result<Self, AppError> {
        Self::open_at(path, key, &place::look(path), clock)
    }

    /// Open a file that lies in a place: on another computer's disk only for reading (safety.md F08).
    ///
    /// # Errors
    /// As [`Office::open`].
    pub fn open_at(
        path: &Path,
        key: Option<FileKey>,
        place: &place::Place,
        clock: Clock,
    ) -> Result<Self, AppError> {
        let store = if place.is_read_only() {
            Store::open_copy_with(path, key)?
        } else {
            Store::open_with(path, key, |old| {
                backup::make(old, &backup::folder_of(path), clock.now(), "升级前").map(|_| ())
            })?
        };
        let ledger = store.load_again()?;
        let plan = ledger.office().plan;
        let book = book::of_file(&store, &plan)?;
        let office = Self::with(store, ledger, book, clock)?;
        if office.is_writable() {
            leftover::sweep(path);
            office.sweep_handovers();
            cipher::sweep(path);
        }
        let moment = clock.now().strftime("%m月%d日 %H:%M");
        let computer = match os::computer() {
            name if name.is_empty() => String::new(),
            name => format!("，在电脑 {name} 上"),
        };
        let word = format!("{}（{moment}{computer}）", office.who());
        office.store.leave_word(&word);
        Ok(office)
    }

    /// Open a verified copy for reading, when the file itself is open elsewhere (decisions.md 9).
    /// Returns the moment of the copy.
    ///
    /// # Errors
    /// `Gone` when there is no copy, or what is wrong with it.
    pub fn open_newest_copy(
        path: &Path,
        unlock: Option<&cipher::Unlock>,
        clock: Clock,
    ) -> Result<(Self, String), AppError> {
        let folder = backup::folder_of(path);
        let newest = backup::list(&folder)
            .into_iter()
            .find(|c| backup::verify(&folder, c).is_ok());
        let copy = newest.ok_or_else(|| StoreError::Gone {
            path: path.to_owned(),
        })?;
        let moment = copy.at.strftime("%Y-%m-%d %H:%M").to_string();
        let mut office = Self::open_copy(&folder.join(&copy.name), unlock, clock)?;
        office.copy_of = Some((path.to_owned(), moment.clone()));
        Ok((office, moment))
    }

    /// Open the copy that the program which has the file lent, for reading: the file as it is now.
    ///
    /// # Errors
    /// What is wrong with it, or with the password.
    pub fn open_lent(
        path: &Path,
        lent: instance::Lent,
        unlock: Option<&cipher::Unlock>,
        clock: Clock,
    ) -> Result<Self, AppError> {
        let mut office = Self::open_copy(lent.path(), unlock, clock)?;
        office.copy_of = Some((path.to_owned(), lent.moment.clone()));
        office.lent = Some(lent);
        Ok(office)
    }

    fn open_copy(
        place: &Path,
        unlock: Option<&cipher::Unlock>,
        clock: Clock,
    ) -> Result<Self, AppError> {
        let wanted = unlock.filter(|_| cipher::is_encrypted(place));
        let key = wanted.map(|u| cipher::key_of(place, u)).transpose()?;
        let store = Store::open_copy_with(place, key)?;
        let ledger = store.load()?;
        let book = book::of_file(&store, &ledger.office().plan)?;
        Self::with(store, ledger, book, clock)
    }

    fn with(store: Store, ledger: Ledger, book: Book, clock: Clock) -> Result<Self, AppError> {
        let directory = Directory::new(&ledger, &book, clock.today().year());
        let stacks = Stacks::from_store(&store)?;
        let headings = Arc::new(book::headings()?);
        Ok(Self {
            store,
            ledger,
            book,
            headings,
            directory,
            search: None,
            stacks,
            clock,
            revision: 1,
            copy_of: None,
            lent: None,
        })
    }
}

/// Put a copy back as a file. Returns where the file that stood there was kept.
///
/// # Errors
/// What is wrong with the copy, or what the disk says; nothing is replaced then.
pub fn restore(copy: &Path, target: &Path, clock: Clock) -> Result<Option<PathBuf>, AppError> {
    Ok(copies::put_back(copy, target, None, None, clock)?.0)
}

/// Put the newest verified copy of a file back in its place; what stands there is kept beside it.
///
/// # Errors
/// `Gone` when there is no good copy, or what [`restore`] says.
pub fn restore_newest(file: &Path, clock: Clock) -> Result<Option<PathBuf>, AppError> {
    let copy = backup::newest_verified(file).ok_or_else(|| StoreError::Gone {
        path: file.to_owned(),
    })?;
    restore(&copy, file, clock)
}

/// Whether a file has copies that could be put back.
pub fn has_copies(file: &Path) -> bool {
    !backup::list(&backup::folder_of(file)).is_empty()
}

fn kind_in(name: &str) -> &'static str {
    if name.contains("管理处") {
        "管理处"
    } else if name.contains("区科协") || name.ends_with('区') {
        "区"
    } else {
        "街道办事处"
    }
}
