//! Waiting for a file that somebody else has locked.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;

/// The first pause is shorter than a step takes.
const FIRST: Duration = Duration::from_micros(50);
/// The longest pause: somebody may write much at once.
const LONGEST: Duration = Duration::from_millis(4);

/// How long to wait, and who may end it.
#[derive(Clone)]
pub struct Waiting {
    /// After this time a lock is an error.
    pub patience: Duration,
    /// Set when nobody waits for the answer any more.
    pub is_over: Arc<AtomicBool>,
}

impl Default for Waiting {
    fn default() -> Self {
        Waiting { patience: Duration::from_secs(60), is_over: Arc::default() }
    }
}

/// The pauses of one wait: each about half as long again as the one before, with a random part, so that those who wait don't meet again.
pub(crate) struct Pauses<'w> {
    waiting: &'w Waiting,
    next: Duration,
    waited: Duration,
}

impl<'w> Pauses<'w> {
    pub(crate) fn new(waiting: &'w Waiting) -> Self {
        Pauses { waiting, next: FIRST, waited: Duration::ZERO }
    }

    /// Waits a little. Returns whether trying again makes sense.
    pub(crate) fn pause(&mut self) -> bool {
        if self.waited >= self.waiting.patience || self.waiting.is_over.load(Ordering::Relaxed) {
            return false;
        }
        let pause = self.next.mul_f64(0.5 + fraction());
        sleep(pause);
        // The sum of the pauses, since there is no clock here; the tries in between take less.
        self.waited += pause;
        self.next = self.next.mul_f64(1.5).min(LONGEST);
        true
    }
}

/// A random number below 1.
fn fraction() -> f64 {
    let random = RandomState::new().build_hasher().finish();
    (random >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_for_as_long_as_it_was_told_and_no_longer() {
        let waiting = Waiting { patience: Duration::from_millis(20), ..Waiting::default() };
        let mut pauses = Pauses::new(&waiting);
        while pauses.pause() {}
        assert!(pauses.waited >= waiting.patience);
        assert!(pauses.waited <= waiting.patience + LONGEST * 2);
    }

    #[test]
    fn ends_when_nobody_waits_for_the_answer() {
        let waiting = Waiting::default();
        let mut pauses = Pauses::new(&waiting);
        assert!(pauses.pause());
        waiting.is_over.store(true, Ordering::Relaxed);
        assert!(!pauses.pause());
    }
}
