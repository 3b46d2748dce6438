//! Sheets on their way in: read and planned aside, written on the office thread; each step tells how far it is and can be
//! stopped.

use super::Told;
use super::worker::Worker;
use crate::app::Office;
use crate::app::error::AppError;
use crate::app::import::BadRows;
use crate::app::import::ImportRequest;
use crate::app::import::Planner;
use crate::app::import::Preview;
use crate::app::import::Source;
use crate::app::import::Stage;
use crate::app::import::TakingIn;
use crate::app::import::read_sheets_while;
use crate::app::words::advice;
use crate::exchange::worker;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

impl Worker {
    /// Read the sheets, unless they were read already, and plan their import.
    pub(super) fn preview(
        &self,
        office: &Office,
        request: ImportRequest,
        read: Option<Arc<Vec<Source>>>,
    ) {
        let planner = match office.planner() {
            Ok(planner) => planner,
            Err(error) => return self.tell(Told::Preview(Err(advice(&error)))),
        };
        let mine = self.import_turn.fetch_add(1, Ordering::Relaxed) + 1;
        let (out, wake) = (self.out.clone(), Arc::clone(&self.wake));
        let turn = Arc::clone(&self.import_turn);
        self.aside("sheets", move || {
            let wanted = || turn.load(Ordering::Relaxed) == mine;
            let told = |told: Told| {
                // The window may be closing.
                out.send(told).ok();
                wake();
            };
            let tell = |stage: Stage| {
                told(Told::Importing(stage));
                wanted()
            };
            match preview(&planner, &request, read, &wanted, &tell) {
                // The clerk stopped it, or asked for another one meanwhile.
                Err(AppError::Cancelled) => {}
                preview => told(Told::Preview(preview.map(Box::new).map_err(|e| advice(&e)))),
            }
        });
    }

    /// Write a planned import, if the records are still those it was planned on.
    pub(super) fn take_in(&self, office: &mut Office, taking: &TakingIn) {
        if office.revision() != taking.revision {
            return self.tell(Told::PlannedTooLong);
        }
        let mine = self.import_turn.load(Ordering::Relaxed);
        let done = office.take_in_while(&taking.plan, BadRows::Skip, &mut |done, all| {
            self.tell(Told::Importing(Stage::Writing(done, all)));
            self.import_turn.load(Ordering::Relaxed) == mine
        });
        if done.is_ok()
            && let Err(error) = office.remember_columns(&taking.said, &taking.plan)
        {
            tracing::error!(%error, "columns not remembered");
        }
        self.changed(office, done);
    }
}

fn preview(
    planner: &Planner,
    request: &ImportRequest,
    read: Option<Arc<Vec<Source>>>,
    wanted: &dyn Fn() -> bool,
    tell: &dyn Fn(Stage) -> bool,
) -> Result<Preview, AppError> {
    let sources = if let Some(sources) = read {
        sources
    } else {
        let program = worker::own_program().map_err(|source| AppError::Write {
            source,
            path: PathBuf::new(),
        })?;
        let all = request.files.len();
        let said = std::cell::Cell::new(usize::MAX);
        let sources = read_sheets_while(&program, &request.files, &|n| {
            if said.replace(n) == n {
                wanted()
            } else {
                tell(Stage::Reading(n, all))
            }
        })?;
        Arc::new(sources)
    };
    planner.preview(request, sources, &mut |done, all| {
        tell(Stage::Planning(done, all))
    })
}
