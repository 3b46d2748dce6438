//! Long work on threads of its own, so that the office thread goes on answering.

use super::Ask;
use super::Proof;
use super::Told;
use super::worker::Worker;
use crate::app::Clock;
use crate::app::Office;
use crate::app::attach;
use crate::app::crash;
use crate::app::error::AppError;
use crate::app::manual;
use crate::app::outfile;
use crate::app::outfile::Way;
use crate::app::paper;
use crate::app::paper::Request;
use crate::app::register::Register;
use crate::app::remembered::Remembered;
use crate::app::typeface;
use crate::app::typeface::Wish;
use crate::app::undrawable::Records;
use crate::app::words::advice;
use crate::model::Uid;
use crate::model::people::matching::Names;
use crate::reports::PaperError;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

impl Worker {
    /// A panic in there takes nothing along: the window is told that this piece of work is over.
    pub(super) fn aside(&self, name: &str, work: impl FnOnce() + Send + 'static) {
        let (out, wake) = (self.out.clone(), Arc::clone(&self.wake));
        let guarded = move || {
            if crash::guard(work).is_err() {
                out.send(Told::Crashed(crash::advice())).ok();
                wake();
            }
        };
        if let Err(error) = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(guarded)
        {
            tracing::error!(%error, "no thread");
        }
    }

    pub(super) fn change_fonts_aside(&self, wish: Wish) {
        let (out, wake) = (self.out.clone(), Arc::clone(&self.wake));
        self.aside("fonts", move || {
            let changed = typeface::change(wish).map_err(|e| advice(&e));
            out.send(Told::Fonts(changed)).ok();
            wake();
        });
    }

    pub(super) fn remember_aside(&self, office: &Office, register: Register) {
        let (ledger, directory) = (office.ledger().clone(), office.directory().clone());
        let today = office.clock.today();
        let (out, wake) = (self.out.clone(), Arc::clone(&self.wake));
        self.aside("remembered", move || {
            let remembered = Remembered::of(register, &ledger, &directory, today);
            out.send(Told::Remembered(register, Arc::new(remembered)))
                .ok();
            wake();
        });
    }

    pub(super) fn name_aside(&self, office: &Office) {
        let (ledger, revision) = (office.ledger().clone(), office.revision());
        let (out, wake) = (self.out.clone(), Arc::clone(&self.wake));
        self.aside("names", move || {
            let volunteers = ledger.volunteers.values();
            let people = volunteers.filter_map(|v| ledger.people.get(&v.person));
            let names = Names::of(people.map(|p| &**p));
            out.send(Told::Names(revision, Arc::new(names))).ok();
            wake();
        });
    }

    pub(super) fn pick_aside(
        &self,
        register: Register,
        uid: Uid,
        paths: Vec<PathBuf>,
        kind: Option<&'static str>,
    ) {
        let asks = self.asks.clone();
        self.aside("pictures", move || {
            let read = |path: &PathBuf| {
                let mut picked = attach::pick(path)?;
                if let Some(kind) = kind {
                    kind.clone_into(&mut picked.attachment.kind);
                }
                Ok(picked)
            };
            let picked = paths.iter().map(read).collect();
            // A closing window needs them no more.
            asks.send(Ask::Attached(register, uid, picked)).ok();
        });
    }

    pub(super) fn put_out_aside(&self, proof: Arc<Proof>, way: Way) {
        let (out, wake) = (self.out.clone(), Arc::clone(&self.wake));
        self.aside("paper", move || {
            let written = outfile::write(&proof.laid, &way).map_err(|e| advice(&e));
            out.send(Told::PutOut(way, written)).ok();
            wake();
        });
    }

    pub(super) fn manual_aside(&self, clock: Clock, way: Way) {
        let (out, wake) = (self.out.clone(), Arc::clone(&self.wake));
        self.aside("paper", move || {
            let written = manual::put_out(clock, &way).map_err(|e| advice(&e));
            out.send(Told::Manual(way, written)).ok();
            wake();
        });
    }

    pub(super) fn lay_aside(&self, office: &Office, request: Box<Request>) {
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
        self.aside("paper", move || {
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
