//! The ledgers opened last, asked for on a thread of their own: a share that is away lets nobody's window wait.

use crate::app::recent::Recent;
use crate::app::recent::Recents;
use jiff::civil::Date;
use std::path::PathBuf;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::Sender;
use std::sync::mpsc::channel;

/// What is wanted of the list.
#[derive(Debug)]
pub enum Remember {
    /// To see it.
    Look,
    /// A ledger was opened.
    Opened(PathBuf, Date),
    /// A ledger is no longer wanted in it.
    Forget(PathBuf),
}

/// The thread that keeps the list.
#[derive(Debug)]
pub struct Remembering {
    wishes: Sender<Remember>,
    lists: Receiver<Vec<Recent>>,
}

impl Remembering {
    /// Start it; it ends with this.
    pub fn start(recents: Recents, ctx: egui::Context) -> Self {
        let (wishes, inbox) = channel();
        let (out, lists) = channel();
        let work = move || {
            for first in &inbox {
                // All that is to be written down comes before a disk is asked, which may let us wait until the end.
                for wish in std::iter::once(first).chain(inbox.try_iter()) {
                    match wish {
                        Remember::Look => {}
                        Remember::Opened(file, today) => recents.remember(&file, today),
                        Remember::Forget(file) => recents.forget(&file),
                    }
                }
                // What is known at once, then what the disks say.
                for list in [Recents::known, Recents::list] {
                    if out.send(list(&recents)).is_err() {
                        return;
                    }
                    ctx.request_repaint();
                }
            }
        };
        if let Err(error) = std::thread::Builder::new()
            .name("recent".into())
            .spawn(work)
        {
            tracing::error!(%error, "no thread for recent files");
        }
        Self { wishes, lists }
    }

    /// Want something of it.
    pub fn wish(&self, wish: Remember) {
        // Without its thread there is no list.
        self.wishes.send(wish).ok();
    }

    /// The newest list, if one came.
    pub fn take(&self) -> Option<Vec<Recent>> {
        self.lists.try_iter().last()
    }
}
