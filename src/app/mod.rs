//! What the office can do. [`Office`] owns the file, the ledger in memory, the search index and the undo stacks;
//! windows and commands go through it and never past it.

pub mod adjust;
pub mod attach;
pub mod behind;
mod book;
pub mod certificate;
pub mod checks;
pub mod cipher;
pub mod clock;
pub mod collect;
pub mod command;
pub mod copies;
pub mod crash;
mod deletion;
pub mod desk;
pub mod draft;
pub mod error;
pub mod export;
pub mod exposure;
pub mod handover;
pub mod health;
pub mod history;
pub mod home;
pub mod import;
mod index;
pub mod lock;
pub mod log;
pub mod merge;
pub mod outfile;
pub mod overview;
pub mod paper;
pub mod paths;
pub mod place;
pub mod progress;
pub mod purge;
pub mod register;
pub mod rescue;
pub mod safety;
mod sample;
mod sample_plan;
pub mod schema;
pub mod submit;
pub mod trash;
pub mod typeface;
pub mod undo;
pub mod undrawable;
pub mod view;
pub mod words;
pub mod write;

pub use certificate::Issuing;
pub use checks::Contradiction;
pub use clock::Clock;
pub use command::Command;
pub use draft::Draft;
pub use error::AppError;
pub use index::Hit;
pub use register::Register;
pub use register::Visit;
pub use sample::SampleSize;
pub use view::Registered;
pub use view::Wanted;
pub use write::Done;

use crate::model::Ledger;
use crate::model::Period;
use crate::model::Record as _;
use crate::model::Uid;
use crate::model::directory::Book;
use crate::model::directory::Directory;
use crate::model::office;
use crate::model::plan::Headings;
use crate::model::plan::RuleBook;
use crate::model::tally;
use crate::os;
use crate::store::Access;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::backup;
use crate::store::check::Findings;
use crate::store::history::Step;
use crate::store::history::StepKind;
use crate::store::key::FileKey;
use crate::store::leftover;
use index::SearchBook;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use undo::Stacks;

/// The open file of an office and everything that can be done with it.
#[derive(Debug)]
pub struct Office {
    store: Store,
    ledger: Ledger,
    book: Book,
    headings: Arc<Headings>,
    directory: Directory,
    search: Option<SearchBook>,
    stacks: Stacks,
    clock: Clock,
    revision: u64,
    /// The file that a copy is read in the stead of, and the copy's moment.
    copy_of: Option<(PathBuf, String)>,
}

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
        let place = folder.join(&copy.name);
        let wanted = unlock.filter(|_| cipher::is_encrypted(&place));
        let key = wanted.map(|u| cipher::key_of(&place, u)).transpose()?;
        let store = Store::open_copy_with(&place, key)?;
        let ledger = store.load()?;
        let book = book::of_file(&store, &ledger.office().plan)?;
        let mut office = Self::with(store, ledger, book, clock)?;
        let moment = copy.at.strftime("%Y-%m-%d %H:%M").to_string();
        office.copy_of = Some((path.to_owned(), moment.clone()));
        Ok((office, moment))
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
        })
    }

    fn renew_directory(&mut self) {
        self.directory = Directory::new(&self.ledger, &self.book, self.clock.today().year());
    }

    /// All living records, as a snapshot that is cheap to clone.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// What fields look names up in.
    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    /// Plan, lists and calendar in force.
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// Counts up with every change.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Where the time comes from.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// Where the file lies.
    pub fn path(&self) -> &Path {
        self.store.path()
    }

    /// The office's file, also where a copy is read in its stead: attachments and copies lie beside it.
    pub fn file(&self) -> &Path {
        match &self.copy_of {
            Some((file, _)) => file,
            None => self.path(),
        }
    }

    /// The moment of the copy that is read in the file's stead.
    pub fn copy_of(&self) -> Option<&str> {
        self.copy_of.as_ref().map(|(_, moment)| moment.as_str())
    }

    /// Whether changes are possible.
    pub fn is_writable(&self) -> bool {
        self.store.access() == Access::Write
    }

    /// Who works with the program, for the history.
    pub fn who(&self) -> String {
        let clerk = self.ledger.office().clerk;
        if clerk.is_empty() {
            "未填姓名".into()
        } else {
            clerk
        }
    }

    /// The newest steps of the history, newest first.
    ///
    /// # Errors
    /// What the file says.
    pub fn history(&self, most: usize) -> Result<Vec<Step>, AppError> {
        Ok(self.store.steps(most)?)
    }

    /// The figures of a period.
    pub fn figures(&self, period: &Period) -> Vec<tally::Figure> {
        tally::figures(&self.ledger, &self.book, period)
    }

    /// The full examination of the file.
    ///
    /// # Errors
    /// Only when it can't be made.
    pub fn examine(&self) -> Result<Findings, AppError> {
        Ok(self.store.examine()?)
    }

    /// Keep what was typed into a form and not saved; empty text forgets it.
    ///
    /// # Errors
    /// What the file says.
    pub fn keep_draft(&self, key: &str, text: &str) -> Result<(), AppError> {
        Ok(self.store.keep_draft(key, &self.clock.stamp(), text)?)
    }

    /// Drafts: key, moment, text; newest first.
    ///
    /// # Errors
    /// What the file says.
    pub fn drafts(&self) -> Result<Vec<(String, String, String)>, AppError> {
        Ok(self.store.drafts()?)
    }

    /// Set the office's own rules of hours, stars and waiting; `None` takes the built-in ones again.
    ///
    /// # Errors
    /// What the file says.
    pub fn set_rules(&mut self, rules: Option<RuleBook>) -> Result<(), AppError> {
        self.store.set(book::RULES, &rules)?;
        let rules = match rules {
            Some(rules) => rules,
            None => RuleBook::clone(&book::with_plan("")?.rules),
        };
        self.book.rules = std::sync::Arc::new(rules);
        self.revision += 1;
        self.renew_directory();
        Ok(())
    }

    /// Load a statistics form from a TOML text; from its first year on it stands in place of the older ones. Returns its
    /// title.
    ///
    /// # Errors
    /// `Data` when the text is no form.
    pub fn load_form(&mut self, text: &str) -> Result<String, AppError> {
        let form = book::read_form(text)?;
        self.store
            .set(&format!("{}{}", book::FORM, form.key), text)?;
        let title = form.title.clone();
        std::sync::Arc::make_mut(&mut self.book.forms).put(form);
        self.revision += 1;
        self.renew_directory();
        Ok(title)
    }

    /// The text of a statistics form, to be changed and loaded again.
    ///
    /// # Errors
    /// `Request` when there is none of this key.
    pub fn form_text(&self, key: &str) -> Result<String, AppError> {
        let own = self.store.setting(&format!("{}{key}", book::FORM))?;
        let text = own.or_else(|| book::built_in_form(key).map(str::to_owned));
        text.ok_or_else(|| AppError::Request(format!("没有名为“{key}”的统计表式")))
    }

    /// The statistics form of a year, filled.
    pub fn statistics(&self, year: i16) -> Option<tally::stat::Statistics> {
        tally::stat::statistics(&self.ledger, &self.book, year, self.clock.today())
    }

    /// Load a plan from a TOML text and put it in force. The old one stays in the file.
    ///
    /// # Errors
    /// `Data` when the text is no plan.
    pub fn load_plan(&mut self, text: &str) -> Result<(), AppError> {
        let plan = book::read_plan(text)?;
        self.store.set(&format!("plan:{}", plan.key), text)?;
        let mut unit = self.ledger.office();
        unit.plan.clone_from(&plan.key);
        self.run(Command::SaveOffice(unit))?;
        let before = std::mem::replace(&mut self.book.plan, std::sync::Arc::new(plan));
        self.book.others.retain(|p| p.key != self.book.plan.key);
        if before.key != self.book.plan.key {
            self.book.others.push(before);
        }
        self.renew_directory();
        Ok(())
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
