//! How a file is opened at the start of the office thread, and what is offered when it can't be.

use super::Begin;
use super::Told;
use super::worker::Worker;
use crate::app::Clock;
use crate::app::Office;
use crate::app::cipher;
use crate::app::cipher::Unlock;
use crate::app::copies::put_back;
use crate::app::error::AppError;
use crate::app::instance;
use crate::app::place;
use crate::app::rescue::rescue_beside;
use crate::app::words::Advice;
use crate::app::words::advice;
use crate::store::StoreError;
use std::path::Path;
use std::path::PathBuf;

/// Why a file was not opened, and what could be done instead.
#[derive(Debug, Clone)]
pub struct NotOpened {
    /// What happened and what to do.
    pub advice: Advice,
    /// The file, when it has copies that could be put back.
    pub restore: Option<PathBuf>,
    /// The file, when there may be something to be read in it.
    pub rescue: Option<PathBuf>,
    /// The file, when it is open elsewhere and has a copy that can be read.
    pub read_copy: Option<PathBuf>,
}

impl NotOpened {
    /// Nothing but the reason.
    pub(super) fn because(advice: Advice) -> Self {
        Self {
            advice,
            restore: None,
            rescue: None,
            read_copy: None,
        }
    }
}

impl Worker {
    /// Open what the window begins with.
    pub(super) fn open(
        &self,
        begin: Begin,
        unlock: Option<&Unlock>,
        clock: Clock,
    ) -> Result<Office, Box<Told>> {
        let file = begin.file().map(Path::to_owned);
        let mut there = None;
        self.opened(begin, unlock, clock, &mut there)
            .map_err(|error| {
                tracing::error!(%error, "not opened");
                if cipher::is_locked(&error) {
                    return Box::new(Told::Locked(advice(&error), there));
                }
                Box::new(Told::NotOpened(Box::new(offers(&error, file))))
            })
    }

    // Where a file was put in its place first, `there` is told of it: a password asked for now must not do that again.
    fn opened(
        &self,
        begin: Begin,
        unlock: Option<&Unlock>,
        clock: Clock,
        there: &mut Option<PathBuf>,
    ) -> Result<Office, AppError> {
        let open = |path: &Path| match unlock {
            Some(unlock) => Office::unlock(path, unlock, clock),
            None => Office::open(path, clock),
        };
        let mut open_now = |path: PathBuf| {
            *there = Some(path.clone());
            open(&path)
        };
        match begin {
            Begin::Open(path) => open(&path),
            Begin::TakeOver(pack, folder) => {
                self.take_over(&pack, &folder, unlock, clock.today(), open)
            }
            Begin::Restore(path) => {
                crate::app::restore_newest(&path, clock)?;
                open_now(path)
            }
            Begin::RestoreFrom(copy, path, password) => {
                put_back(&copy, &path, password.as_ref(), unlock, clock)?;
                open_now(path)
            }
            Begin::Rescue(path) => {
                let rescued = rescue_beside(&path, clock)?;
                let office = open_now(rescued.file.clone())?;
                self.tell(Told::Rescued(Box::new(rescued)));
                Ok(office)
            }
            Begin::ReadCopy(path) => Ok(Office::open_newest_copy(&path, unlock, clock)?.0),
            Begin::BringIn(path, folder) => {
                let brought = place::bring_in(&path, &folder, clock)?;
                open_now(brought)
            }
            Begin::New(path, new, sample) => {
                let mut office = Office::create(&path, &new, clock)?;
                if let Some(size) = sample {
                    office.invent(size)?;
                }
                Ok(office)
            }
        }
    }
}

fn offers(error: &AppError, file: Option<PathBuf>) -> NotOpened {
    // A file that is open elsewhere or newer is not replaced by a copy of it.
    let is_broken = matches!(
        error,
        AppError::Store(
            StoreError::Damaged { .. }
                | StoreError::Empty { .. }
                | StoreError::Gone { .. }
                | StoreError::Foreign { .. }
        )
    );
    // A ledger whose whole first page is gone no longer says that it is one.
    let is_damaged = match error {
        AppError::Store(StoreError::Damaged { .. }) => true,
        AppError::Store(StoreError::Foreign { path }) => {
            path.extension().is_some_and(|e| e == "kepu")
        }
        _ => false,
    };
    let is_in_use = matches!(error, AppError::Store(StoreError::InUse { .. }));
    let has_copy = |f: &PathBuf| crate::app::has_copies(f);
    let is_fronted = is_in_use && file.as_deref().is_some_and(instance::bring_to_front);
    let read_copy = file.clone().filter(|f| is_in_use && has_copy(f));
    let file = file.filter(|_| is_broken);
    NotOpened {
        advice: if is_fronted {
            Advice {
                what: "这份台账已在另一个窗口打开，已把那个窗口放到最前".into(),
                next: "请在那里继续；这里可以打开别的台账".into(),
            }
        } else {
            advice(error)
        },
        restore: file.clone().filter(has_copy),
        rescue: file.filter(|_| is_damaged),
        read_copy,
    }
}
