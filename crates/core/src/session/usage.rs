//! The counters of a session and what they decide: usable, blocked, expired. Pure Rust, no clock.

/// Counters and limits of a session. Times are milliseconds since the epoch, `max_age_secs` is seconds.
///
/// All are JavaScript numbers: scores may be fractional, limits may be infinite.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Usage {
    /// The maximum age in seconds, from which `expires_at` was computed.
    pub max_age_secs: f64,
    /// The score at which the session becomes blocked.
    pub max_error_score: f64,
    /// What `mark_good` subtracts from a positive score.
    pub error_score_decrement: f64,
    /// When the session was created.
    pub created_at: f64,
    /// When the session expires.
    pub expires_at: f64,
    /// How often the session has been used.
    pub usage_count: f64,
    /// The score that blocks the session once it reaches `max_error_score`.
    pub error_score: f64,
    /// How often the session has been marked bad.
    pub error_count: f64,
    /// How often the session may be used.
    pub max_usage_count: f64,
    /// Whether the session has been retired, which is permanent.
    pub retired: bool,
}

impl Usage {
    /// Whether the score has reached its limit, or the session has been retired.
    pub fn is_blocked(&self) -> bool {
        self.retired || self.error_score >= self.max_error_score
    }

    /// Whether the session is expired at `now`.
    pub fn is_expired(&self, now: f64) -> bool {
        self.expires_at <= now
    }

    /// Whether the session has been used as often as allowed.
    pub fn is_max_usage_count_reached(&self) -> bool {
        self.usage_count >= self.max_usage_count
    }

    /// Whether the session can be used at `now`.
    pub fn is_usable(&self, now: f64) -> bool {
        !self.is_blocked() && !self.is_expired(now) && !self.is_max_usage_count_reached()
    }

    /// Counts a good use. The score may drop below zero by less than one decrement, as in the original.
    pub fn mark_good(&mut self) {
        self.usage_count += 1.0;
        if self.error_score > 0.0 {
            self.error_score -= self.error_score_decrement;
        }
    }

    /// Counts a bad use.
    pub fn mark_bad(&mut self) {
        self.error_score += 1.0;
        self.error_count += 1.0;
        self.usage_count += 1.0;
    }

    /// Blocks the session permanently.
    pub fn retire(&mut self) {
        self.error_score += self.max_error_score;
        self.usage_count += 1.0;
        self.retired = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usage() -> Usage {
        Usage {
            max_age_secs: 3000.0,
            max_error_score: 3.0,
            error_score_decrement: 0.5,
            created_at: 0.0,
            expires_at: 3_000_000.0,
            usage_count: 0.0,
            error_score: 0.0,
            error_count: 0.0,
            max_usage_count: 50.0,
            retired: false,
        }
    }

    #[test]
    fn three_bad_uses_block_and_a_good_one_heals() {
        let mut usage = usage();
        for _ in 0..3 {
            assert!(usage.is_usable(0.0));
            usage.mark_bad();
        }
        assert!(usage.is_blocked());
        usage.mark_good();
        assert!(!usage.is_blocked());
        assert_eq!((usage.error_score, usage.error_count, usage.usage_count), (2.5, 3.0, 4.0));
    }

    // Promises: S14
    #[test]
    fn retirement_is_terminal() {
        let mut usage = usage();
        usage.retire();
        assert_eq!((usage.error_score, usage.usage_count), (3.0, 1.0));
        usage.mark_good();
        assert_eq!(usage.error_score, 2.5);
        assert!(usage.is_blocked());
    }

    #[test]
    fn a_score_may_go_below_zero() {
        let mut usage = Usage { error_score: 0.25, ..usage() };
        usage.mark_good();
        assert_eq!(usage.error_score, -0.25);
        usage.mark_good();
        assert_eq!(usage.error_score, -0.25);
    }

    #[test]
    fn limits_are_inclusive() {
        let usage = usage();
        assert!(!usage.is_expired(2_999_999.0));
        assert!(usage.is_expired(3_000_000.0));
        assert!(Usage { usage_count: 50.0, ..usage }.is_max_usage_count_reached());
        assert!(!Usage { max_usage_count: f64::INFINITY, ..usage }.is_max_usage_count_reached());
    }

    #[test]
    fn a_blocked_an_expired_or_a_worn_out_session_is_not_usable() {
        let fresh = usage();
        assert!(fresh.is_usable(0.0));
        assert!(!fresh.is_usable(3_000_000.0));
        for usage in [
            Usage { retired: true, ..fresh },
            Usage { error_score: 3.0, ..fresh },
            Usage { usage_count: 50.0, ..fresh },
            Usage { expires_at: 0.0, ..fresh },
        ] {
            assert!(!usage.is_usable(0.0), "{usage:?}");
        }
    }

    #[test]
    fn a_good_use_leaves_a_score_of_zero() {
        let mut usage = usage();
        usage.mark_good();
        assert_eq!((usage.error_score, usage.usage_count), (0.0, 1.0));
    }
}
