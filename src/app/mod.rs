//! What the office can do. [`Office`] owns the file, the ledger in memory, the search index and the undo stacks;
//! windows and commands go through it and never past it.

pub mod adjust;
pub mod attach;
pub mod behind;
pub mod block;
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
pub mod first;
pub mod handover;
pub mod health;
pub mod history;
pub mod home;
pub mod import;
mod index;
pub mod instance;
mod joining;
pub mod lock;
pub mod log;
pub mod manual;
pub mod merge;
mod open;
pub mod outfile;
pub mod overview;
pub mod paper;
pub mod paths;
mod person;
pub mod place;
pub mod progress;
pub mod purge;
pub mod recent;
pub mod register;
pub mod remembered;
pub mod rescue;
pub mod safety;
mod sample;
mod sample_plan;
pub mod schema;
mod settings;
pub mod submit;
pub mod tables;
pub mod trash;
pub mod typeface;
pub mod undo;
pub mod undrawable;
pub mod view;
pub mod window;
pub mod words;
pub mod write;

pub use certificate::Issuing;
pub use checks::Contradiction;
pub use clock::Clock;
pub use command::Command;
pub use draft::Draft;
pub use error::AppError;
pub use index::Hit;
pub use open::NewOffice;
pub use open::has_copies;
pub use open::restore;
pub use open::restore_newest;
pub use register::Register;
pub use register::Visit;
pub use remembered::Remembered;
pub use sample::SampleSize;
pub use view::Registered;
pub use view::Wanted;
pub use write::Done;

use crate::model::Ledger;
use crate::model::Period;
use crate::model::directory::Book;
use crate::model::directory::Directory;
use crate::model::plan::Headings;
use crate::model::plan::RuleBook;
use crate::model::tally;
use crate::store::Access;
use crate::store::Store;
use crate::store::check::Findings;
use crate::store::history::Step;
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
    /// The copy, when it is lent; given back after the store was closed.
    lent: Option<instance::Lent>,
}

impl Office {
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
