//! The screen lock: a password that keeps passers-by from reading the window. It encrypts nothing.
//!
//! It lies in the file, not on the computer: a ledger that is opened by another user of this computer, or from a stick on
//! another one, is locked there too, and nobody has to set it twice. Whoever holds the file can take it off with the command
//! `unlock`, without the password: the file is readable to them in any case, so a lock that pretended to stop them would
//! only lock out an office that forgot it. Against them stands the password of the file (`cipher`).

use super::Office;
use super::error::AppError;
use argon2::Argon2;
use serde::Deserialize;
use serde::Serialize;

const KEY: &str = "screen_lock";

/// The lock as it is kept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    salt: [u8; 16],
    hash: [u8; 32],
    /// Minutes without a touch after which the window locks itself; 0 for never.
    pub minutes: u32,
}

impl std::fmt::Debug for Lock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lock")
            .field("minutes", &self.minutes)
            .finish_non_exhaustive()
    }
}

/// Minutes a clerk can choose; 0 locks by Ctrl+L alone.
pub const MINUTES: [u32; 6] = [0, 3, 5, 10, 15, 30];

// argon2id with the crate's parameters (19 MiB, 2 passes: the second choice of RFC 9106 cut to a small laptop, as OWASP has it).
fn hash(password: &str, salt: &[u8; 16]) -> Result<[u8; 32], AppError> {
    let mut out = [0; 32];
    Argon2::default()
        .hash_password_into(password.as_bytes(), salt, &mut out)
        .map_err(|e| AppError::Data(e.to_string()))?;
    Ok(out)
}

impl Lock {
    /// A lock with this password.
    ///
    /// # Errors
    /// `Request` for an empty password, or when the system gives no chance numbers.
    pub fn new(password: &str, minutes: u32) -> Result<Self, AppError> {
        if password.is_empty() {
            return Err(AppError::Request("没有写锁屏密码".into()));
        }
        let mut salt = [0; 16];
        getrandom::fill(&mut salt).map_err(|e| AppError::Data(e.to_string()))?;
        Ok(Self {
            hash: hash(password, &salt)?,
            salt,
            minutes,
        })
    }

    /// The same lock with other idle minutes.
    #[must_use]
    pub fn after(self, minutes: u32) -> Self {
        Self { minutes, ..self }
    }

    /// Whether this is its password. Takes a while on purpose.
    pub fn opens(&self, typed: &str) -> bool {
        hash(typed, &self.salt).is_ok_and(|h| {
            // Without an early end, so that time tells nothing.
            let differing = h
                .iter()
                .zip(&self.hash)
                .fold(0, |all, (a, b)| all | (a ^ b));
            differing == 0
        })
    }
}

impl Office {
    /// The screen lock of this file, if one is set.
    pub fn lock(&self) -> Option<Lock> {
        self.store.setting(KEY).ok().flatten().flatten()
    }

    /// Set the screen lock, or take it off.
    ///
    /// # Errors
    /// What the file says.
    pub fn set_lock(&mut self, lock: Option<&Lock>) -> Result<(), AppError> {
        self.store.set(KEY, &lock)?;
        self.note_step(if lock.is_some() {
            "设置锁屏密码"
        } else {
            "去掉锁屏密码"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_opens_with_its_own_password_alone() {
        let lock = Lock::new("湖滨2026", 5).unwrap();
        assert!(lock.opens("湖滨2026"));
        assert!(!lock.opens("湖滨2025"));
        assert!(!lock.opens(""));
        assert!(Lock::new("", 5).is_err());
        let other = Lock::new("湖滨2026", 5).unwrap();
        assert_ne!(lock, other, "each has a salt of its own");
    }
}
