//! 收数 on the office thread: what the window asks, what it is told, and the answers.

use super::Ask;
use super::Told;
use super::worker::Worker;
use crate::app::Office;
use crate::app::collect;
use crate::app::collect::BlankWish;
use crate::app::collect::CollectPlan;
use crate::app::collect::HandedOut;
use crate::app::collect::Received;
use crate::app::error::AppError;
use crate::app::import::BadRows;
use crate::app::words::Advice;
use crate::app::words::advice;
use crate::exchange::worker;
use std::path::PathBuf;

/// What the window asks for.
#[derive(Debug)]
pub enum CollectAsk {
    /// Blank workbooks into a folder.
    HandOut(BlankWish, PathBuf),
    /// Read returned files, and those in returned folders.
    Read(Vec<PathBuf>),
    /// Files that were read, from the reading thread.
    Received(Result<Received, AppError>),
    /// Write what was planned.
    TakeIn(Box<CollectPlan>),
    /// 催报清单 of the newest round into a file.
    Remind(PathBuf),
}

/// What the window is told.
#[derive(Debug)]
pub enum CollectTold {
    /// Blank workbooks were written.
    HandedOut(Result<HandedOut, Advice>),
    /// Returned files as they would be taken in.
    Plan(Result<Box<CollectPlan>, Advice>),
    /// The records changed since the plan was made: nothing was written, and it is planned anew.
    PlannedTooLong(Box<CollectPlan>),
    /// 催报清单 was written.
    Reminder(Result<PathBuf, Advice>),
}

impl Worker {
    pub(super) fn collect(&self, office: &mut Office, ask: CollectAsk) {
        let told = match ask {
            CollectAsk::Read(paths) => return self.receive_aside(paths),
            // What was edited since then would be written over with what stood there before.
            CollectAsk::TakeIn(plan) if plan.revision != office.revision() => {
                let again = office.plan_collection(plan.received, None);
                match again {
                    Ok(again) => CollectTold::PlannedTooLong(Box::new(again)),
                    Err(error) => CollectTold::Plan(Err(advice(&error))),
                }
            }
            CollectAsk::TakeIn(plan) => {
                let done = office.take_collection(&plan, BadRows::Skip);
                return self.changed(office, done);
            }
            CollectAsk::HandOut(wish, folder) => {
                let done = office.hand_out(&wish, &folder);
                self.state(office);
                CollectTold::HandedOut(done.map_err(|e| advice(&e)))
            }
            CollectAsk::Received(received) => {
                let plan = received
                    .and_then(|r| office.plan_collection(r, None))
                    .map(Box::new);
                CollectTold::Plan(plan.map_err(|e| advice(&e)))
            }
            CollectAsk::Remind(path) => {
                let status = collect::newest(office.ledger(), office.clock().today());
                let saved = status
                    .ok_or(AppError::NotFound)
                    .and_then(|status| office.save_reminder(&status, &path));
                CollectTold::Reminder(saved.map(|()| path).map_err(|e| advice(&e)))
            }
        };
        self.tell(Told::Collect(told));
    }

    fn receive_aside(&self, paths: Vec<PathBuf>) {
        let asks = self.asks.clone();
        self.aside("sheets", move || {
            let received = worker::own_program()
                .map_err(|source| AppError::Write {
                    source,
                    path: PathBuf::new(),
                })
                .and_then(|program| {
                    let mut files = Vec::new();
                    for path in paths {
                        if path.is_dir() {
                            files.extend(collect::sheets_in(&path)?);
                        } else {
                            files.push(path);
                        }
                    }
                    Ok(collect::receive(&program, &files))
                });
            // The office thread plans it; a closing window needs it no more.
            asks.send(Ask::Collect(CollectAsk::Received(received))).ok();
        });
    }
}
