//! The office thread: it owns the file's one connection. The window sends it asks and takes what it tells; a frame
//! never waits (decisions.md 7). Long work that needs no file runs on threads of its own.

mod around;
mod aside;
mod ask;
mod block;
mod cipher;
mod collect;
mod copies;
mod handover;
mod health;
mod lock;
mod opening;
mod packs;
mod paper;
mod past;
mod serve;
mod sheets;
mod told;
mod worker;

pub use around::Around;
pub use ask::Ask;
pub use cipher::CipherAsk;
pub use cipher::CipherTold;
pub use collect::CollectAsk;
pub use collect::CollectTold;
pub use copies::CopiesAsk;
pub use copies::CopiesTold;
pub use handover::HandoverAsk;
pub use handover::HandoverTold;
pub use health::HealthAsk;
pub use health::HealthTold;
pub use lock::LockAsk;
pub use lock::LockTold;
pub use opening::NotOpened;
pub use packs::Arrival;
pub use packs::Arrivals;
pub use packs::LISTED;
pub use packs::PackAsk;
pub use packs::PackTold;
pub use past::PastAsk;
pub use past::PastTold;
pub use serve::Served;
pub use told::Told;

use crate::app::Clock;
use crate::app::Contradiction;
use crate::app::NewOffice;
use crate::app::checks::FAULT;
use crate::app::cipher::Unlock;
use crate::app::copies::Password;
use crate::app::crash;
use crate::app::first::FirstSteps;
pub use crate::app::home::Home;
pub use crate::app::overview::Overview;
use crate::app::paper::Laid;
use crate::app::sample::SampleSize;
use crate::model::Ledger;
use crate::model::directory::Directory;
pub use crate::store::history::Step;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::Sender;
use std::sync::mpsc::channel;
use std::time::Duration;
use worker::Worker;

/// What the window begins with.
#[derive(Debug, Clone)]
pub enum Begin {
    /// Open a file.
    Open(PathBuf),
    /// Take a handover over into a folder, then open its ledger.
    TakeOver(PathBuf, PathBuf),
    /// Put its newest good copy back, then open it.
    Restore(PathBuf),
    /// Put a chosen copy back in a file's place, with its password if it has one, then open it.
    RestoreFrom(PathBuf, PathBuf, Option<Password>),
    /// Rescue what can be read of a damaged one into a new file beside it, then open that.
    Rescue(PathBuf),
    /// Read the newest good copy while the file is open elsewhere.
    ReadCopy(PathBuf),
    /// Bring one into a folder of this computer, then open it there.
    BringIn(PathBuf, PathBuf),
    /// Make one for a new office, perhaps with invented data.
    New(PathBuf, NewOffice, Option<SampleSize>),
}

impl Begin {
    /// The ledger it begins with, where that is said.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::Open(path)
            | Self::Restore(path)
            | Self::RestoreFrom(_, path, _)
            | Self::BringIn(path, _) => Some(path),
            Self::Rescue(_) | Self::ReadCopy(_) | Self::New(..) | Self::TakeOver(..) => None,
        }
    }
}

/// The state of the office that frames paint from.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// All records.
    pub ledger: Ledger,
    /// Names.
    pub directory: Arc<Directory>,
    /// Counts up with every change.
    pub revision: u64,
    /// What would be taken back.
    pub undo: Option<String>,
    /// What would be done again.
    pub redo: Option<String>,
    /// The file.
    pub path: PathBuf,
    /// Whether it may be changed.
    pub writable: bool,
    /// Whether it is under a password.
    pub encrypted: bool,
    /// How many copies are not, while it is.
    pub plain_copies: usize,
    /// What is known around the file.
    pub around: Around,
    /// Idle minutes of the screen lock; none when there is no lock.
    pub lock_minutes: Option<u32>,
    /// What the file knows of the first steps.
    pub first_steps: FirstSteps,
    /// When the newest copy was made.
    pub copied: Option<String>,
    /// Drafts: key and text.
    pub drafts: Vec<(String, String)>,
}

/// A report as the window holds it: pages, and what to look at before they are printed.
#[derive(Debug)]
pub struct Proof {
    /// Content and pages.
    pub laid: Laid,
    /// Contradictions of the records in it: errors, doubts, then what the office has explained.
    pub odd: Vec<Contradiction>,
    /// Errors nobody has explained.
    pub faults: usize,
    /// Doubts nobody has explained.
    pub doubts: usize,
}

impl Proof {
    pub(super) fn new(laid: Laid, mut odd: Vec<Contradiction>) -> Self {
        let rank = |o: &Contradiction| (!o.explanation.is_empty(), o.level != FAULT);
        odd.sort_by_key(rank);
        let open = |fault| {
            let wanted = odd.iter().filter(|o| o.explanation.is_empty());
            wanted.filter(|o| (o.level == FAULT) == fault).count()
        };
        Self {
            faults: open(true),
            doubts: open(false),
            laid,
            odd,
        }
    }

    /// How many things are to be looked at before printing.
    pub fn to_check(&self) -> usize {
        self.faults + self.doubts + self.laid.undrawable.len()
    }
}

/// The window's end of the office thread.
pub struct Desk {
    thread: Option<std::thread::JoinHandle<()>>,
    asks: Sender<Ask>,
    told: Receiver<Told>,
    /// Counts the reports asked for; work on an older one stops.
    turn: Arc<AtomicU64>,
    /// Counts the imports asked for; work on an older one stops.
    import_turn: Arc<AtomicU64>,
}

/// Wakes the window when there is something to take.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

impl Desk {
    /// Start the office thread.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(
        begin: Begin,
        unlock: Option<Unlock>,
        clock: Clock,
        wake: Wake,
    ) -> std::io::Result<Self> {
        let (asks, inbox) = channel();
        let (out, told) = channel();
        let turn = Arc::new(AtomicU64::new(0));
        let import_turn = Arc::new(AtomicU64::new(0));
        let back = asks.clone();
        let worker = Worker {
            out,
            wake,
            asks: back,
            turn: Arc::clone(&turn),
            import_turn: Arc::clone(&import_turn),
        };
        let thread = std::thread::Builder::new()
            .name("office".into())
            .spawn(move || {
                if crash::guard(|| worker.live(begin, unlock.as_ref(), clock, &inbox)).is_err() {
                    worker.tell(Told::NotOpened(Box::new(NotOpened::because(
                        crash::advice(),
                    ))));
                }
            })?;
        Ok(Self {
            thread: Some(thread),
            asks,
            told,
            turn,
            import_turn,
        })
    }

    /// Ask for something.
    pub fn ask(&self, ask: Ask) {
        if matches!(ask, Ask::Lay(_)) {
            self.cancel();
        }
        // A dead office thread is told by its silence; there is nobody to ask.
        self.asks.send(ask).ok();
    }

    /// Wait until all that was asked is done, so long at most; whether it is.
    pub fn settle(&self, most: Duration) -> bool {
        let (done, answer) = channel();
        self.ask(Ask::Settle(done));
        answer.recv_timeout(most).is_ok()
    }

    /// Take what was told since the last frame.
    pub fn take(&self) -> Vec<Told> {
        self.told.try_iter().collect()
    }

    /// Stop the import that is being read, planned or written; what is being written is taken back.
    pub fn cancel_import(&self) {
        self.import_turn.fetch_add(1, Ordering::Relaxed);
    }

    /// Stop the report that is being laid out.
    pub fn cancel(&self) {
        self.turn.fetch_add(1, Ordering::Relaxed);
    }
}

impl Drop for Desk {
    // The file is free again when this returns, so that it can be opened anew or by another program.
    fn drop(&mut self) {
        self.ask(Ask::Close);
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("office thread died");
        }
    }
}
