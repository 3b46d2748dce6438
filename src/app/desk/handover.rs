//! 换人交接 on the office thread: the copy is made here, writing and checking the file goes on aside.

use super::Ask;
use super::Told;
use super::worker::Worker;
use crate::app::Office;
use crate::app::cipher::Unlock;
use crate::app::error::AppError;
use crate::app::handover::HandedOver;
use crate::app::handover::TakenOver;
use crate::app::handover::take_over;
use crate::app::words::Advice;
use crate::app::words::advice;
use crate::store::StoreError;
use jiff::civil::Date;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

/// What the window asks for.
#[derive(Debug)]
pub enum HandoverAsk {
    /// Everything into one file, for whom.
    Give(String, PathBuf),
    /// The file was written, from the writing thread.
    Given(Result<Box<HandedOver>, AppError>),
}

/// What the window is told.
#[derive(Debug)]
pub enum HandoverTold {
    /// Files done of how many.
    Progress(usize, usize),
    /// The file was written.
    Given(Result<Box<HandedOver>, Advice>),
    /// A handover was taken over; its ledger opens next.
    Taken(Box<TakenOver>),
}

impl Worker {
    pub(super) fn hand_over(&self, office: &Office, ask: HandoverAsk) {
        let given = match ask {
            HandoverAsk::Give(to, out) => match office.prepare_handover(&to, &out) {
                Ok(prepared) => {
                    let (asks, told) = (self.asks.clone(), self.out.clone());
                    let wake = Arc::clone(&self.wake);
                    return self.aside("handover", move || {
                        let given = prepared.write(&mut |done, of| {
                            told.send(Told::Handover(HandoverTold::Progress(done, of)))
                                .ok();
                            wake();
                        });
                        // A closing window needs it no more; the file is there.
                        let given = given.map(Box::new);
                        asks.send(Ask::Handover(HandoverAsk::Given(given))).ok();
                    });
                }
                Err(error) => Err(error),
            },
            HandoverAsk::Given(given) => given.map(|mut done| {
                office.note_handover(&mut done);
                done
            }),
        };
        if let Err(error) = &given {
            tracing::error!(%error, "not handed over");
        }
        let given = given.map_err(|e| advice(&e));
        self.tell(Told::Handover(HandoverTold::Given(given)));
    }

    /// Take a handover over and open its ledger. Where a ledger of that name lies already, it goes into a folder of the day.
    pub(super) fn take_over(
        &self,
        pack: &Path,
        folder: &Path,
        unlock: Option<&Unlock>,
        today: Date,
        open: impl FnOnce(&Path) -> Result<Office, AppError>,
    ) -> Result<Office, AppError> {
        let mut progress = |done, of| {
            self.tell(Told::Handover(HandoverTold::Progress(done, of)));
        };
        let taken = match take_over(pack, folder, unlock, &mut progress) {
            Err(AppError::Store(StoreError::Exists { .. })) => {
                let other = folder.join(format!("接收 {today}"));
                take_over(pack, &other, unlock, &mut progress)
            }
            other => other,
        }?;
        let office = open(&taken.file)?;
        self.tell(Told::Handover(HandoverTold::Taken(Box::new(taken))));
        Ok(office)
    }
}
