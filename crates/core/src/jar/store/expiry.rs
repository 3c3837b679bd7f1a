//! The expiry-time of a cookie, from its Max-Age and Expires attributes (RFC 6265 section 5.3 step 3).

use crate::jar::calendar::MAX_DATE_MS;

/// Expiry of a session cookie, which never expires by time.
pub const NEVER: i64 = i64::MAX;

/// Expiry of a cookie that is expired at any time: `Max-Age` of zero or less.
const ALWAYS_EXPIRED: i64 = i64::MIN;

/// When a cookie received at `now` (milliseconds) expires: Max-Age takes precedence over Expires (RFC 6265 section 5.3 step 3).
pub fn expiry_of(expires: Option<i64>, max_age: Option<f64>, now: i64) -> i64 {
    match (max_age, expires) {
        (Some(seconds), _) if seconds <= 0.0 => ALWAYS_EXPIRED,
        (Some(seconds), _) => {
            let ms = now as f64 + seconds * 1000.0;
            // `as` saturates; the clamp keeps the time within what a JavaScript Date can hold.
            (ms as i64).clamp(-MAX_DATE_MS, MAX_DATE_MS).saturating_mul(1000)
        }
        (None, Some(expires)) => expires,
        (None, None) => NEVER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn max_age_takes_precedence_over_expires() {
        assert_eq!(expiry_of(Some(5), Some(2.0), 1_000), 3_000_000);
        assert_eq!(expiry_of(Some(5), None, 1_000), 5);
        assert_eq!(expiry_of(None, None, 1_000), NEVER);
        assert_eq!(expiry_of(Some(i64::MAX - 1), Some(0.0), 1_000), ALWAYS_EXPIRED);
        assert_eq!(expiry_of(None, Some(f64::INFINITY), 1_000), MAX_DATE_MS * 1000);
    }
}
