//! Copies on the office thread: made here, their attachments brought aside.

use super::Ask;
use super::Told;
use super::worker::Worker;
use crate::app::Office;
use crate::app::copies::CopyLine;
use crate::app::copies::Done;
use crate::app::copies::Password;
use crate::app::error::AppError;
use crate::app::words::Advice;
use crate::app::words::advice;
use std::path::PathBuf;
use std::sync::Arc;

/// What the window asks for.
#[derive(Debug)]
pub enum CopiesAsk {
    /// Every copy that can be found.
    List,
    /// A copy in a second place, which is remembered; under a password when there is one.
    Away(PathBuf, Option<Password>),
    /// The copy is there, from the copying thread.
    Made(Result<Box<Done>, AppError>),
}

/// What the window is told.
#[derive(Debug)]
pub enum CopiesTold {
    /// Every copy that can be found, newest first, and the second place.
    List(Vec<CopyLine>, Option<PathBuf>),
    /// Attachments done of how many.
    Progress(usize, usize),
    /// The copy in the second place.
    Made(Result<String, Advice>),
}

impl Worker {
    pub(super) fn copies(&self, office: &Office, ask: CopiesAsk) {
        let made = match ask {
            CopiesAsk::List => return self.list_copies(office),
            CopiesAsk::Away(folder, password) => match office.copy_away(&folder, password) {
                Ok(away) => {
                    let (asks, told) = (self.asks.clone(), self.out.clone());
                    let wake = Arc::clone(&self.wake);
                    return self.aside("copy", move || {
                        let made = away.finish(&mut |done, of| {
                            wake();
                            // A closing window stops it; what is there already is whole.
                            told.send(Told::Copies(CopiesTold::Progress(done, of)))
                                .is_ok()
                        });
                        asks.send(Ask::Copies(CopiesAsk::Made(made.map(Box::new))))
                            .ok();
                    });
                }
                Err(error) => Err(error),
            },
            CopiesAsk::Made(made) => made.and_then(|done| {
                office.note_away(&done)?;
                Ok(done.in_short())
            }),
        };
        if let Err(error) = &made {
            tracing::error!(%error, "no copy in the second place");
        }
        self.state(office);
        self.tell(Told::Copies(CopiesTold::Made(made.map_err(|e| advice(&e)))));
        self.list_copies(office);
    }

    fn list_copies(&self, office: &Office) {
        let second = office.second_place().map(|s| s.folder);
        self.tell(Told::Copies(CopiesTold::List(office.copy_lines(), second)));
    }
}
