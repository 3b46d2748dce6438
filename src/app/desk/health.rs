//! 数据体检 on the office thread: what needs the open file is asked here, the long part goes on aside.

use super::Ask;
use super::Told;
use super::worker::Worker;
use crate::app::Office;
use crate::app::health::Health;
use crate::app::health::Last;
use crate::app::health::Mend;
use crate::app::words::advice;
use std::sync::Arc;

/// What the window asks for.
#[derive(Debug)]
pub enum HealthAsk {
    /// Examine everything now.
    Begin,
    /// The examination, from the reading thread.
    Made(Box<Health>),
    /// Mend what was found.
    Mend(Mend),
}

/// What the window is told.
#[derive(Debug)]
pub enum HealthTold {
    /// When the last one was.
    Last(Last),
    /// Files read of how many.
    Progress(usize, usize),
    /// How it ended; whether the clerk asked for it is for the window to know.
    Made(Box<Health>),
}

impl Worker {
    pub(super) fn health(&self, office: &mut Office, ask: HealthAsk) {
        match ask {
            HealthAsk::Begin => self.examine_aside(office),
            HealthAsk::Made(health) => {
                if let Err(error) = office.note_health(&health) {
                    tracing::error!(%error, "examination not noted");
                }
                tracing::info!(bad = health.bad(), look = health.to_look_at(), "examined");
                self.tell(Told::Health(HealthTold::Made(health)));
            }
            HealthAsk::Mend(mend) => {
                let done = match mend {
                    Mend::ClearLinks => office.clear_links(),
                    Mend::ByHistory => office.mend_by_history(),
                    Mend::BackUp | Mend::Restore => {
                        let copy = office.back_up(None, "手动").map_err(|e| advice(&e));
                        self.state(office);
                        return self.tell(Told::BackedUp(copy));
                    }
                };
                self.changed(office, done);
                self.examine_aside(office);
            }
        }
    }

    /// Begin an examination.
    pub(super) fn examine_aside(&self, office: &Office) {
        let prepared = match office.prepare_health() {
            Ok(prepared) => prepared,
            Err(error) => {
                tracing::error!(%error, "not examined");
                return self.tell(Told::Refused(advice(&error), Vec::new(), String::new()));
            }
        };
        let (asks, told, wake) = (self.asks.clone(), self.out.clone(), Arc::clone(&self.wake));
        self.aside("health", move || {
            let made = prepared.look(&mut |done, of| {
                wake();
                // Nobody waits for it any more when the window is gone.
                told.send(Told::Health(HealthTold::Progress(done, of)))
                    .is_ok()
            });
            if let Some(health) = made {
                asks.send(Ask::Health(HealthAsk::Made(Box::new(health))))
                    .ok();
            }
        });
    }
}
