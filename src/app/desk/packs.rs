//! What the window asks about packs and what it is told: 全审, writing a pack, reading and taking in, what came from whom,
//! what goes back. Reading, hashing and laying out happen on threads of their own; the office thread prepares and keeps.

use super::Ask;
use super::Told;
use super::worker::Worker;
use crate::app::Contradiction;
use crate::app::Done;
use crate::app::Office;
use crate::app::error::AppError;
use crate::app::merge::Arrived;
use crate::app::merge::Bad;
use crate::app::merge::Decisions;
use crate::app::merge::Judged;
use crate::app::merge::Password;
use crate::app::merge::arrive;
use crate::app::outfile;
use crate::app::outfile::Way;
use crate::app::paper;
use crate::app::progress::Progress;
use crate::app::submit::Corrections;
use crate::app::submit::NoteWish;
use crate::app::submit::PackWishes;
use crate::app::submit::Received;
use crate::app::submit::SentBack;
use crate::app::submit::Submitted;
use crate::app::submit::Written;
use crate::app::submit::write_submission;
use crate::app::words::Advice;
use crate::app::words::advice;
use crate::model::Period;
use crate::model::Uid;
use crate::model::papers::Submission;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;

/// What is said when the list of expected offices was written.
pub const LISTED: &str = "已更新应报单位";

/// Packs that were read, held between preview and taking in; the window looks only at what was judged of them.
pub type Arrivals = Arc<Mutex<Vec<Arrived>>>;

/// Packs that were read, each judged against the ledger as it was.
#[derive(Debug)]
pub struct Arrival {
    /// The packs.
    pub held: Arrivals,
    /// What each would do.
    pub judged: Vec<Judged>,
    /// Of which state of the ledger that is true.
    pub revision: u64,
}

/// What the window asks about packs.
#[derive(Debug)]
pub enum PackAsk {
    /// 全审 of a period.
    Audit(Period),
    /// Write a pack.
    Make(Box<PackWishes>, PathBuf, Arc<Progress>),
    /// A pack that was written, from the writing thread.
    Made(PathBuf, Result<Box<Written>, AppError>),
    /// Read packs and folders of packs; locked ones are tried with these passwords.
    Read(Vec<PathBuf>, Vec<Password>, Arc<Progress>),
    /// Packs that were read, from the reading thread.
    Arrived(Result<Vec<Arrived>, AppError>),
    /// Take them in as one step, without those that can't be. The revision is that of the judgement the clerk saw.
    Take(Arrivals, u64, Decisions),
    /// What came for a period.
    Received(Period),
    /// The offices that should send something up.
    Expect(Vec<String>),
    /// What changed since a submission.
    Corrections(Uid),
    /// Its 更正说明 for the printer or as a file.
    PutOut(Uid, Way),
    /// Send a submission back.
    SendBack(Uid, Vec<NoteWish>, PathBuf),
    /// Notes as dealt with, or open again.
    Tick(Vec<Uid>, bool),
}

/// What the window is told about packs.
#[derive(Debug)]
pub enum PackTold {
    /// 全审.
    Audit(Period, Vec<Contradiction>),
    /// A pack was written, or why not.
    Made(PathBuf, Result<Box<Submitted>, Advice>),
    /// Packs that were read, each judged.
    Judged(Result<Arrival, Advice>),
    /// Nothing was taken in: the ledger is another one than that they were judged against. Judged again.
    JudgedAnew(Arrival),
    /// They were taken in, or why not.
    Taken(Result<Done, Advice>),
    /// What came for a period, and the names that are expected.
    Received(Period, Vec<Received>, Vec<String>),
    /// What changed since a submission.
    Corrections(Uid, Result<Corrections, Advice>),
    /// A 更正说明 was written.
    PutOut(Way, Result<PathBuf, Advice>),
    /// A return was written.
    SentBack(PathBuf, Result<Box<SentBack>, Advice>),
}

impl Worker {
    pub(super) fn pack(&self, office: &mut Office, ask: PackAsk) {
        match ask {
            PackAsk::Audit(period) => {
                let odd = office.audit(&period);
                self.told(PackTold::Audit(period, odd));
            }
            PackAsk::Make(wishes, out, progress) => self.make(office, &wishes, out, progress),
            PackAsk::Made(out, written) => {
                let made = written.and_then(|w| office.keep_submission(*w));
                self.state(office);
                self.told(PackTold::Made(out, shown(made.map(Box::new))));
            }
            PackAsk::Read(paths, passwords, progress) => {
                let asks = self.asks.clone();
                self.aside("packs", move || {
                    let read = arrive(&paths, &passwords, &progress);
                    // The office thread judges them; a closing window needs them no more.
                    asks.send(Ask::Packs(PackAsk::Arrived(read))).ok();
                });
            }
            PackAsk::Arrived(read) => {
                let judged = read.map(|arrived| Arrival {
                    judged: office.preview_packs(&arrived, &Decisions::default()),
                    revision: office.revision(),
                    held: Arc::new(Mutex::new(arrived)),
                });
                self.told(PackTold::Judged(shown(judged)));
            }
            PackAsk::Take(held, seen, decisions) => {
                let told = take(office, held, seen, &decisions);
                self.state(office);
                self.told(told);
            }
            PackAsk::Received(period) => {
                let rows = office.received(&period);
                let expected = office.expected_offices();
                self.told(PackTold::Received(period, rows, expected));
            }
            PackAsk::Expect(names) => {
                let done = office.expect_offices(&names).map(|()| Done {
                    label: LISTED.into(),
                    focus: None,
                    records: 1,
                });
                self.changed(office, done);
            }
            PackAsk::Corrections(uid) => {
                let told = submission(office, uid).and_then(|s| office.corrections(&s));
                self.told(PackTold::Corrections(uid, shown(told)));
            }
            PackAsk::PutOut(uid, way) => self.put_out(office, uid, way),
            PackAsk::SendBack(uid, notes, out) => {
                let sent = submission(office, uid).and_then(|s| office.send_back(&s, &notes, &out));
                self.state(office);
                self.told(PackTold::SentBack(out, shown(sent.map(Box::new))));
            }
            PackAsk::Tick(notes, done) => {
                let ticked = office.tick(&notes, done);
                self.changed(office, ticked);
            }
        }
    }

    fn told(&self, told: PackTold) {
        self.tell(Told::Packs(Box::new(told)));
    }

    fn make(
        &self,
        office: &mut Office,
        wishes: &PackWishes,
        out: PathBuf,
        progress: Arc<Progress>,
    ) {
        let prepared = office.prepare_submission(wishes);
        // Doubts may have been explained on the way.
        self.state(office);
        let prepared = match prepared {
            Ok(prepared) => prepared,
            Err(error) => return self.told(PackTold::Made(out, Err(said(&error)))),
        };
        let asks = self.asks.clone();
        self.aside("pack", move || {
            let written = write_submission(prepared, &out, &progress).map(Box::new);
            asks.send(Ask::Packs(PackAsk::Made(out, written))).ok();
        });
    }

    fn put_out(&self, office: &Office, uid: Uid, way: Way) {
        let report = submission(office, uid).and_then(|s| office.corrections_report(&s));
        let report = match report {
            Ok(report) => report,
            Err(error) => return self.told(PackTold::PutOut(way, Err(said(&error)))),
        };
        let meta = office.meta(&report);
        let (out, wake) = (self.out.clone(), Arc::clone(&self.wake));
        self.aside("paper", move || {
            let written = paper::lay_out(report, meta, &mut |_| true)
                .and_then(|laid| outfile::write(&laid, &way));
            let told = PackTold::PutOut(way, shown(written));
            out.send(Told::Packs(Box::new(told))).ok();
            wake();
        });
    }
}

// What the clerk saw is what is written: a ledger that changed since, or a question that came up by an answer, is shown first.
fn take(office: &mut Office, held: Arrivals, seen: u64, decisions: &Decisions) -> PackTold {
    let (taken, anew) = match held.lock() {
        Ok(mut arrived) => {
            let taken = if office.revision() == seen {
                Some(office.take_packs(&mut arrived, decisions, Bad::Skip))
            } else {
                None
            };
            let again = matches!(taken, None | Some(Err(AppError::Conflicts(_))));
            let anew = again.then(|| office.preview_packs(&arrived, decisions));
            (taken, anew)
        }
        Err(_) => (Some(Err(AppError::Cancelled)), None),
    };
    match (taken, anew) {
        (Some(taken), None) => PackTold::Taken(shown(taken)),
        (_, judged) => PackTold::JudgedAnew(Arrival {
            judged: judged.unwrap_or_default(),
            revision: office.revision(),
            held,
        }),
    }
}

fn submission(office: &Office, uid: Uid) -> Result<Submission, AppError> {
    let found = office.ledger().submissions.get(&uid);
    found
        .map(|s| Submission::clone(s))
        .ok_or(AppError::NotFound)
}

fn said(error: &AppError) -> Advice {
    tracing::error!(%error, "pack refused");
    advice(error)
}

fn shown<T>(result: Result<T, AppError>) -> Result<T, Advice> {
    result.map_err(|e| said(&e))
}
