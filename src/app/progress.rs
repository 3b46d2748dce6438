//! How far long work is, and whether the clerk still wants it: shared by the window, which shows and stops it, and the
//! thread that does it. Nobody waits for the other.

use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

/// Done and total in whatever unit the work counts, and the wish to stop.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    total: AtomicU64,
    stopped: AtomicBool,
}

impl Progress {
    /// Tell how far it is; whether to go on.
    pub fn step(&self, done: u64, total: u64) -> bool {
        self.done.store(done, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
        self.is_wanted()
    }

    /// Whether nobody has stopped it.
    pub fn is_wanted(&self) -> bool {
        !self.stopped.load(Ordering::Relaxed)
    }

    /// Stop it at its next step.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// How much is done, 0 to 1; none before anything is known.
    pub fn share(&self) -> Option<f32> {
        let total = self.total.load(Ordering::Relaxed);
        let done = self.done.load(Ordering::Relaxed);
        (total > 0).then(|| (done as f64 / total as f64) as f32)
    }
}
