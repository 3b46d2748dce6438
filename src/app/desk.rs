//! The office thread: it owns the file's one connection. The window sends it asks and takes what it tells; a frame
//! never waits (decisions.md 7). Long work that needs no file runs on threads of its own.

use super::Clock;
use super::Contradiction;
use super::NewOffice;
use super::Office;
use super::adjust::Adjusting;
use super::adjust::Adjustment;
use super::attach;
use super::attach::Picked;
use super::behind::Behind;
use super::behind::Choosing;
use super::behind::Offer;
use super::certificate::Issuing;
use super::checks::FAULT;
use super::command::Command;
use super::error::AppError;
pub use super::home::Home;
use super::import::BadRows;
use super::import::ImportRequest;
use super::import::read_sheets;
use super::index::Hit;
use super::outfile;
use super::outfile::Way;
pub use super::overview::Overview;
use super::paper;
use super::paper::Kind;
use super::paper::Laid;
use super::paper::Request;
use super::register::Register;
use super::sample::SampleSize;
use super::typeface;
use super::typeface::Wish;
use super::undrawable::Records;
use super::view::Wanted;
use super::words::Advice;
use super::words::advice;
use super::write::Done;
use crate::exchange::ImportPlan;
use crate::exchange::plan::Source;
use crate::exchange::worker;
use crate::model::Ledger;
use crate::model::Period;
use crate::model::Uid;
use crate::model::directory::Directory;
use crate::model::papers::Document;
use crate::model::plan::RuleBook;
use crate::model::problem::Problem;
use crate::reports::PaperError;
use crate::store::StoreError;
pub use crate::store::history::Step;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::mpsc::Sender;
use std::sync::mpsc::channel;
use std::time::Duration;

/// What the window begins with.
#[derive(Debug, Clone)]
pub enum Begin {
    /// Open a file.
    Open(PathBuf),
    /// Put its newest good copy back, then open it.
    Restore(PathBuf),
    /// Make one for a new office, perhaps with invented data.
    New(PathBuf, NewOffice, Option<SampleSize>),
}

/// What the window asks for.
#[derive(Debug)]
pub enum Ask {
    /// A change, and the draft that is done with once it is written; empty when there is none.
    Run(Box<Command>, String),
    /// Certificates of service, each with a number from the book.
    Issue(Box<Issuing>),
    /// Take the last step back.
    Undo,
    /// Do it again.
    Redo,
    /// Records of a list.
    Rows(Register, Wanted),
    /// Search over everything.
    Find(String),
    /// What 工作台 shows for a period.
    Home(Period),
    /// The computed screens of a year.
    Overview(i16),
    /// Photos and files for a record of a register.
    Attach(Register, Uid, Vec<PathBuf>),
    /// Photos and files that were read, from the reading thread.
    Attached(Register, Uid, Vec<Result<Picked, AppError>>),
    /// The list of a register as a workbook.
    SaveTable(Register, PathBuf),
    /// The office's own rules; empty takes the built-in ones again.
    SetRules(Box<Option<RuleBook>>),
    /// Read sheets and plan their import.
    Preview(ImportRequest),
    /// Sheets that were read, from the reading thread.
    Planned(ImportRequest, Result<Vec<Source>, AppError>),
    /// Write a planned import.
    TakeIn(Box<ImportPlan>, BadRows),
    /// Lay a report out.
    Lay(Box<Request>),
    /// A first draft of a text report.
    DraftText(Box<Request>),
    /// The text in the request with every figure as the ledger has it now.
    RenewText(Box<Request>),
    /// Write a laid-out report for the printer or into a file.
    PutOut(Arc<Proof>, Way),
    /// The records behind a figure.
    Behind(Arc<[Uid]>),
    /// What a chooser offers.
    Choose(Choosing),
    /// Make a copy now.
    BackUp,
    /// Keep what was typed into a form; empty text forgets it.
    KeepDraft(String, String),
    /// The newest steps.
    History,
    /// A report's changes in full.
    Adjusting(Kind),
    /// Change a report for this office; empty takes the built-in way again.
    SetReport(Kind, Box<Option<Adjustment>>),
    /// Load a plan from its text.
    LoadPlan(String),
    /// Change this computer's fonts of paper.
    Fonts(Wish),
    /// The window goes: close the file.
    Close,
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
    fn new(laid: Laid, mut odd: Vec<Contradiction>) -> Self {
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

/// What the office thread tells.
#[derive(Debug)]
pub enum Told {
    /// The file could not be opened; the path when it has copies that could be put back.
    NotOpened(Advice, Option<PathBuf>),
    /// The state after opening or after a change.
    State(Box<Snapshot>),
    /// A change was written.
    Done(Done),
    /// A change was refused.
    Refused(Advice, Vec<Problem>),
    /// Records of a list.
    Rows(Register, Wanted, Arc<Vec<Uid>>),
    /// Hits of the search over everything.
    Hits(String, Vec<Hit>),
    /// 工作台.
    Home(Box<Home>),
    /// The computed screens.
    Overview(Box<Overview>),
    /// A list was written.
    TableSaved(Result<PathBuf, Advice>),
    /// An import as it would be.
    Preview(Result<Box<ImportPlan>, Advice>),
    /// A report laid out, with what to look at before printing.
    Laid(Box<Request>, Result<Arc<Proof>, Advice>),
    /// A report was written.
    PutOut(Way, Result<PathBuf, Advice>),
    /// A photo of the report can be painted.
    Developed,
    /// The records behind a figure.
    Behind(Arc<[Uid]>, Box<Behind>),
    /// What a chooser offers.
    Offer(Choosing, Offer),
    /// Pages laid out so far.
    Pages(usize),
    /// A text drafted or brought up to date, not saved.
    Text(Box<Request>, Result<Box<Document>, Advice>),
    /// A copy was made.
    BackedUp(Result<PathBuf, Advice>),
    /// A report's changes in full.
    Adjusting(Result<Box<Adjusting>, Advice>),
    /// The newest steps.
    History(Vec<Step>),
    /// The fonts of paper were changed, or why not.
    Fonts(Result<(), Advice>),
}

/// The window's end of the office thread.
pub struct Desk {
    thread: Option<std::thread::JoinHandle<()>>,
    asks: Sender<Ask>,
    told: Receiver<Told>,
    /// Counts the reports asked for; work on an older one stops.
    turn: Arc<AtomicU64>,
}

/// Wakes the window when there is something to take.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

impl Desk {
    /// Start the office thread.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(begin: Begin, clock: Clock, wake: Wake) -> std::io::Result<Self> {
        let (asks, inbox) = channel();
        let (out, told) = channel();
        let turn = Arc::new(AtomicU64::new(0));
        let back = asks.clone();
        let worker = Worker {
            out,
            wake,
            asks: back,
            turn: Arc::clone(&turn),
        };
        let thread = std::thread::Builder::new()
            .name("office".into())
            .spawn(move || worker.live(begin, clock, &inbox))?;
        Ok(Self {
            thread: Some(thread),
            asks,
            told,
            turn,
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

    /// Take what was told since the last frame.
    pub fn take(&self) -> Vec<Told> {
        self.told.try_iter().collect()
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

struct Worker {
    out: Sender<Told>,
    wake: Wake,
    asks: Sender<Ask>,
    /// Counts the reports asked for; work on an older one stops.
    turn: Arc<AtomicU64>,
}

impl Worker {
    fn tell(&self, told: Told) {
        // The window may be closing.
        self.out.send(told).ok();
        (self.wake)();
    }

    fn live(self, begin: Begin, clock: Clock, inbox: &Receiver<Ask>) {
        let file = match &begin {
            Begin::Open(path) => Some(path.clone()),
            Begin::Restore(_) | Begin::New(..) => None,
        };
        let opened = match begin {
            Begin::Open(path) => Office::open(&path, clock),
            Begin::Restore(path) => {
                super::restore_newest(&path, clock).and_then(|_| Office::open(&path, clock))
            }
            Begin::New(path, new, sample) => {
                Office::create(&path, &new, clock).and_then(|mut office| {
                    if let Some(size) = sample {
                        office.invent(size)?;
                    }
                    Ok(office)
                })
            }
        };
        let mut office = match opened {
            Ok(office) => office,
            Err(error) => {
                tracing::error!(%error, "not opened");
                // A file that is open elsewhere or newer is not replaced by a copy of it.
                let broken = matches!(
                    &error,
                    AppError::Store(
                        StoreError::Damaged { .. }
                            | StoreError::Empty { .. }
                            | StoreError::Gone { .. }
                            | StoreError::Foreign { .. }
                    )
                );
                let copies = file.filter(|f| broken && super::has_copies(f));
                return self.tell(Told::NotOpened(advice(&error), copies));
            }
        };
        self.state(&office);
        if office.is_writable() {
            self.note(office.back_up_if_changed("启动"));
        }
        office.warm_up();
        self.state(&office);
        loop {
            match inbox.recv_timeout(Duration::from_mins(1)) {
                Ok(Ask::Close) | Err(RecvTimeoutError::Disconnected) => return,
                Ok(ask) => self.answer(&mut office, ask),
                Err(RecvTimeoutError::Timeout) => {
                    if office.is_writable() && office.copy_is_due() {
                        self.note(office.back_up_if_changed("定时"));
                        self.state(&office);
                    }
                }
            }
        }
    }

    // A copy that fails is told, but stops nobody's work.
    fn note(&self, copied: Result<bool, AppError>) {
        if let Err(error) = copied {
            tracing::error!(%error, "copy failed");
            self.tell(Told::BackedUp(Err(advice(&error))));
        }
    }

    fn state(&self, office: &Office) {
        let drafts = office
            .drafts()
            .unwrap_or_default()
            .into_iter()
            .map(|(key, _, text)| (key, text))
            .collect();
        self.tell(Told::State(Box::new(Snapshot {
            ledger: office.ledger().clone(),
            directory: Arc::new(office.directory().clone()),
            revision: office.revision(),
            undo: office.undo_label().map(str::to_owned),
            redo: office.redo_label().map(str::to_owned),
            path: office.path().to_owned(),
            writable: office.is_writable(),
            copied: office
                .copies()
                .first()
                .map(|c| c.at.strftime("%m月%d日 %H:%M").to_string()),
            drafts,
        })));
    }

    fn changed(&self, office: &Office, done: Result<Done, AppError>) {
        match done {
            Ok(done) => {
                self.state(office);
                self.tell(Told::Done(done));
            }
            Err(error) => {
                tracing::error!(%error, "refused");
                let said = advice(&error);
                let problems = if let AppError::Problems(p) = error {
                    p
                } else {
                    Vec::new()
                };
                self.tell(Told::Refused(said, problems));
            }
        }
    }

    fn answer(&self, office: &mut Office, ask: Ask) {
        match ask {
            Ask::Run(command, draft) => {
                let done = office.run(*command);
                if done.is_ok()
                    && !draft.is_empty()
                    && let Err(error) = office.keep_draft(&draft, "")
                {
                    tracing::error!(%error, "draft not forgotten");
                }
                self.changed(office, done);
            }
            Ask::Issue(wish) => {
                let done = office.issue(&wish);
                self.changed(office, done);
            }
            Ask::Undo => {
                let done = office.undo();
                self.changed(office, done);
            }
            Ask::Redo => {
                let done = office.redo();
                self.changed(office, done);
            }
            Ask::Rows(register, wanted) => {
                let rows = Arc::new(office.rows(register, &wanted));
                self.tell(Told::Rows(register, wanted, rows));
            }
            Ask::Find(words) => {
                let hits = office.find_anywhere(&words, 6);
                self.tell(Told::Hits(words, hits));
            }
            Ask::Home(period) => self.tell(Told::Home(Box::new(office.home(period)))),
            Ask::Overview(year) => self.tell(Told::Overview(Box::new(office.overview(year)))),
            Ask::Attach(register, uid, paths) => self.pick_aside(register, uid, paths),
            Ask::Attached(register, uid, picked) => {
                let done = office.attach(register, uid, picked);
                self.changed(office, done);
            }
            Ask::SaveTable(register, path) => {
                let saved = office.save_table(register, &path);
                self.tell(Told::TableSaved(
                    saved.map(|()| path).map_err(|e| advice(&e)),
                ));
            }
            Ask::SetRules(rules) => {
                let done = office.set_rules(*rules).map(|()| Done {
                    label: "已更新计时与星级规则".into(),
                    focus: None,
                    records: 1,
                });
                self.changed(office, done);
            }
            Ask::Preview(request) => self.read_aside(request),
            Ask::Planned(request, sources) => {
                let plan = sources.and_then(|s| office.plan_import(&request, &s));
                self.tell(Told::Preview(plan.map(Box::new).map_err(|e| advice(&e))));
            }
            Ask::TakeIn(plan, bad) => {
                let done = office.take_in(&plan, bad);
                self.changed(office, done);
            }
            Ask::Lay(request) => self.lay_aside(office, request),
            Ask::DraftText(request) => self.text(request, |r| office.draft_text(r)),
            Ask::RenewText(request) => self.text(request, |r| {
                let document = r.document.as_deref().ok_or(AppError::NotFound)?;
                office.renew_text(r, document)
            }),
            Ask::PutOut(proof, way) => self.put_out_aside(proof, way),
            Ask::Behind(records) => {
                let behind = office.behind(&records);
                self.tell(Told::Behind(records, Box::new(behind)));
            }
            Ask::Choose(choosing) => {
                let offer = office.offer(&choosing);
                self.tell(Told::Offer(choosing, offer));
            }
            Ask::BackUp => {
                let copy = office.back_up(None, "手动").map_err(|e| advice(&e));
                self.state(office);
                self.tell(Told::BackedUp(copy));
            }
            Ask::KeepDraft(key, text) => {
                if let Err(error) = office.keep_draft(&key, &text) {
                    tracing::error!(%error, "draft not kept");
                }
            }
            Ask::Adjusting(kind) => {
                let now = office.adjusting(kind).map(Box::new);
                self.tell(Told::Adjusting(now.map_err(|e| advice(&e))));
            }
            Ask::SetReport(kind, adjustment) => {
                let done = set_report(office, kind, *adjustment);
                self.changed(office, done);
            }
            Ask::Close => {}
            Ask::History => self.tell(Told::History(office.history(200).unwrap_or_default())),
            Ask::Fonts(wish) => self.change_fonts_aside(wish),
            Ask::LoadPlan(text) => {
                let done = office.load_plan(&text).map(|()| Done {
                    label: "已载入规划".into(),
                    focus: None,
                    records: 1,
                });
                self.changed(office, done);
            }
        }
    }

    fn text(
        &self,
        request: Box<Request>,
        make: impl FnOnce(&Request) -> Result<Document, AppError>,
    ) {
        let text = make(&request).map(Box::new).map_err(|e| advice(&e));
        self.tell(Told::Text(request, text));
    }

    fn aside(name: &str, work: impl FnOnce() + Send + 'static) {
        if let Err(error) = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(work)
        {
            tracing::error!(%error, "no thread");
        }
    }

    fn read_aside(&self, request: ImportRequest) {
        let asks = self.asks.clone();
        Self::aside("sheets", move || {
            let read = worker::own_program()
                .map_err(|source| AppError::Write {
                    source,
                    path: PathBuf::new(),
                })
                .and_then(|program| read_sheets(&program, &request));
            // The office thread plans it; a closing window needs it no more.
            asks.send(Ask::Planned(request, read)).ok();
        });
    }

    fn change_fonts_aside(&self, wish: Wish) {
        let (out, wake) = (self.out.clone(), Arc::clone(&self.wake));
        Self::aside("fonts", move || {
            let changed = typeface::change(wish).map_err(|e| advice(&e));
            out.send(Told::Fonts(changed)).ok();
            wake();
        });
    }

    fn pick_aside(&self, register: Register, uid: Uid, paths: Vec<PathBuf>) {
        let asks = self.asks.clone();
        Self::aside("pictures", move || {
            let picked = paths.iter().map(|p| attach::pick(p)).collect();
            // A closing window needs them no more.
            asks.send(Ask::Attached(register, uid, picked)).ok();
        });
    }

    fn put_out_aside(&self, proof: Arc<Proof>, way: Way) {
        let (out, wake) = (self.out.clone(), Arc::clone(&self.wake));
        Self::aside("paper", move || {
            let written = outfile::write(&proof.laid, &way).map_err(|e| advice(&e));
            out.send(Told::PutOut(way, written)).ok();
            wake();
        });
    }

    fn lay_aside(&self, office: &Office, request: Box<Request>) {
        let report = match office.report(&request) {
            Ok(report) => report,
            Err(error) => return self.tell(Told::Laid(request, Err(advice(&error)))),
        };
        let odd = office.before_printing(&request);
        let meta = office.meta(&report);
        let records = Records::of(office);
        let mine = self.turn.fetch_add(1, Ordering::Relaxed) + 1;
        let (out, wake, turn) = (
            self.out.clone(),
            Arc::clone(&self.wake),
            Arc::clone(&self.turn),
        );
        Self::aside("paper", move || {
            let wanted = || turn.load(Ordering::Relaxed) == mine;
            let laid = paper::lay_out(report, meta, &mut |pages| {
                if pages % 20 == 0 {
                    out.send(Told::Pages(pages)).ok();
                    wake();
                }
                wanted()
            });
            let laid = match laid {
                // Another one was asked for meanwhile; nobody waits for this.
                Err(AppError::Cancelled | AppError::Paper(PaperError::Cancelled)) => return,
                laid => laid.map(|mut laid| {
                    records.name(&mut laid);
                    Arc::new(Proof::new(laid, odd))
                }),
            };
            let pictures = match &laid {
                Ok(proof) => paper::pictures(&proof.laid.pages),
                Err(_) => Vec::new(),
            };
            out.send(Told::Laid(request, laid.map_err(|e| advice(&e))))
                .ok();
            wake();
            // The pages stand before their photos do: decoding takes longer than all the rest.
            for picture in pictures {
                if !wanted() {
                    return;
                }
                paper::develop(&picture);
                out.send(Told::Developed).ok();
                wake();
            }
        });
    }
}

fn set_report(
    office: &mut Office,
    kind: Kind,
    adjustment: Option<Adjustment>,
) -> Result<Done, AppError> {
    let what = if adjustment.is_some() {
        "已调整"
    } else {
        "已恢复默认"
    };
    office.set_report(kind, adjustment)?;
    Ok(Done {
        label: format!("{what} {}", kind.id()),
        focus: None,
        records: 1,
    })
}
