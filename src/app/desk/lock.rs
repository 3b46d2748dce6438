//! The screen lock on the office thread: setting it, taking it off, trying a password.

use super::Told;
use super::worker::Worker;
use crate::app::Office;
use crate::app::error::AppError;
use crate::app::lock::Lock;
use crate::app::words::Advice;
use crate::app::words::advice;
use crate::exchange::pack::Password;
use std::sync::Arc;

/// What the window asks for.
#[derive(Debug)]
pub enum LockAsk {
    /// Lock with this password from now on, after so many idle minutes.
    Set(Password, u32),
    /// Other idle minutes.
    Minutes(u32),
    /// No lock any more; the password it has.
    Remove(Password),
    /// Open the window with this password.
    Try(Password),
}

/// What the window is told.
#[derive(Debug)]
pub enum LockTold {
    /// The lock is as it was wanted.
    Changed(&'static str),
    /// Whether the password opens the window.
    Tried(bool),
    /// It was not done, and why.
    Refused(Advice),
}

impl Worker {
    pub(super) fn lock(&self, office: &mut Office, ask: LockAsk) {
        let told = match ask {
            // Hashing takes a while, and the office thread has other work.
            LockAsk::Try(typed) => return self.try_aside(office, typed),
            LockAsk::Set(password, minutes) => Lock::new(password.as_str(), minutes)
                .and_then(|lock| office.set_lock(Some(&lock)))
                .map(|()| LockTold::Changed("已设锁屏密码，按 Ctrl+L 随时锁上")),
            LockAsk::Minutes(minutes) => match office.lock() {
                Some(lock) => office
                    .set_lock(Some(&lock.after(minutes)))
                    .map(|()| LockTold::Changed("已改自动锁屏的时间")),
                None => Err(AppError::NotFound),
            },
            LockAsk::Remove(typed) => match office.lock() {
                Some(lock) if !lock.opens(typed.as_str()) => {
                    Err(AppError::Request("锁屏密码不对，没有去掉".into()))
                }
                _ => office
                    .set_lock(None)
                    .map(|()| LockTold::Changed("已去掉锁屏密码")),
            },
        };
        self.state(office);
        self.tell(Told::Lock(
            told.unwrap_or_else(|error| LockTold::Refused(advice(&error))),
        ));
    }

    fn try_aside(&self, office: &Office, typed: Password) {
        let lock = office.lock();
        let (out, wake) = (self.out.clone(), Arc::clone(&self.wake));
        self.aside("lock", move || {
            let opens = lock.is_none_or(|l| l.opens(typed.as_str()));
            out.send(Told::Lock(LockTold::Tried(opens))).ok();
            wake();
        });
    }
}
