//! The password of the file on the office thread: the file is written anew, closed, replaced and opened again.

use super::Told;
use super::worker::Worker;
use crate::app::Clock;
use crate::app::Office;
use crate::app::cipher::Unlock;
use crate::app::error::AppError;
use crate::app::outfile;
use crate::app::words::Advice;
use crate::app::words::advice;
use crate::exchange::pack::Password;
use std::path::PathBuf;

/// What the window asks for.
#[derive(Debug)]
pub enum CipherAsk {
    /// Put a password on.
    Set(Password),
    /// Take it off.
    Remove,
    /// Another password instead of this one, or of this 恢复码.
    Change(Unlock, Password),
    /// The sheet with the 恢复码 for the printer.
    Sheet(String),
    /// The sheet was printed or is not wanted any more: it must not lie about.
    ForgetSheet,
    /// Delete the copies that anybody can read.
    DeletePlainCopies,
}

/// What the window is told.
#[derive(Debug)]
pub enum CipherTold {
    /// The file is under a password now; the code to print, and how many plain copies there are.
    Set(String, usize),
    /// The password is off.
    Removed,
    /// The password was changed.
    Changed,
    /// The sheet for the printer.
    Sheet(PathBuf),
    /// So many plain copies were deleted.
    Deleted(usize),
    /// It was not done, and why.
    Refused(Advice),
}

impl Worker {
    pub(super) fn cipher(&self, office: Office, ask: CipherAsk, clock: Clock) -> Option<Office> {
        let done = match ask {
            CipherAsk::Set(password) => return self.turn(office, Some(&password), clock),
            CipherAsk::Remove => return self.turn(office, None, clock),
            CipherAsk::Change(old, new) => office
                .change_password(&old, &new)
                .map(|()| CipherTold::Changed),
            CipherAsk::ForgetSheet => {
                forget_sheet();
                return Some(office);
            }
            CipherAsk::Sheet(code) => sheet(&office, &code).map(CipherTold::Sheet),
            CipherAsk::DeletePlainCopies => office.delete_plain_copies().map(CipherTold::Deleted),
        };
        self.tell_cipher(done);
        self.state(&office);
        Some(office)
    }

    fn tell_cipher(&self, done: Result<CipherTold, AppError>) {
        let told = done.unwrap_or_else(|error| {
            tracing::error!(%error, "password not changed");
            CipherTold::Refused(advice(&error))
        });
        self.tell(Told::Cipher(told));
    }

    // None when the file can't be opened any more; the window was told then.
    fn turn(&self, office: Office, wish: Option<&Password>, clock: Clock) -> Option<Office> {
        let prepared = match wish {
            Some(password) => office.prepare_password(password),
            None => office.prepare_plain(),
        };
        let turning = match prepared {
            Ok(turning) => turning,
            Err(error) => {
                self.tell_cipher(Err(error));
                return Some(office);
            }
        };
        let path = office.path().to_owned();
        let (key, revision) = (office.store.key(), office.revision());
        let plain = office.plain_copies().len();
        // Closed: an open file can't be replaced on Windows.
        drop(office);
        let (key, done) = match turning.put_in_place() {
            Ok(turned) => {
                let told = match turned.code {
                    Some(code) => CipherTold::Set(code.printed(), plain),
                    None => CipherTold::Removed,
                };
                (turned.key, Ok(told))
            }
            Err(error) => (key, Err(error)),
        };
        let office = self.reopen(&path, key, revision, clock);
        if let Some(office) = &office {
            // The first copy that is as hidden as the file itself.
            self.note(office.back_up(None, "密码更改后").map(|_| true));
            self.state(office);
        }
        self.tell_cipher(done);
        office
    }
}

/// What the sheet is called among the files for the printer.
const SHEET: &str = "恢复码.pdf";

/// Remove the sheet for the printer, if one lies there: whoever finds it opens the ledger.
pub(super) fn forget_sheet() {
    let removed = outfile::print_folder().map(|folder| std::fs::remove_file(folder.join(SHEET)));
    if let Ok(Err(error)) = removed
        && error.kind() != std::io::ErrorKind::NotFound
    {
        // A viewer still holds it; the next start tries again.
        tracing::warn!(%error, "the sheet with the code is still there");
    }
}

fn sheet(office: &Office, code: &str) -> Result<PathBuf, AppError> {
    let path = outfile::print_folder()?.join(SHEET);
    office.save_recovery_sheet(code, &path)?;
    Ok(path)
}
