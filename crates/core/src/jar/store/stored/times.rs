//! The times of a stored cookie: when it was created and used, and when it expires (RFC 6265 section 5.3).

use super::StoredCookie;
use crate::jar::calendar::MAX_DATE_MS;
use crate::jar::store::expiry::{expiry_of, NEVER};

impl StoredCookie {
    /// The same cookie with the times that a persisted state gives it, in milliseconds; `expiry` in microseconds. Without a Max-Age
    /// the expiry is that of the Expires attribute.
    pub fn with_times(mut self, creation: i64, last_access: i64, expiry: Option<i64>) -> StoredCookie {
        self.creation = creation;
        self.last_access.set(last_access);
        self.expiry = expiry.unwrap_or_else(|| expiry_of(self.expires(), self.max_age(), last_access));
        self
    }

    /// Makes the cookie expire at `latest` (milliseconds) or earlier.
    pub fn end_by(&mut self, latest: i64) {
        if self.expiry != NEVER {
            self.expiry = self.expiry.min(latest.min(MAX_DATE_MS).saturating_mul(1000));
        }
    }

    /// The Expires attribute, in microseconds since the epoch.
    pub fn expires(&self) -> Option<i64> {
        match self.max_age() {
            Some(_) => self.rare.as_ref()?.expires,
            None => self.expiry(),
        }
    }

    /// The Max-Age attribute, in seconds.
    pub fn max_age(&self) -> Option<f64> {
        if self.max_age.is_odd() {
            return self.rare.as_ref()?.max_age;
        }
        self.max_age.seconds()
    }

    /// When the cookie expires, in microseconds since the epoch; `None` for a session cookie.
    pub fn expiry(&self) -> Option<i64> {
        (self.expiry != NEVER).then_some(self.expiry)
    }

    /// Whether the cookie has expired at `now` (milliseconds).
    pub fn is_expired(&self, now: i64) -> bool {
        self.expiry <= now.saturating_mul(1000)
    }

    /// The creation-time, in milliseconds since the epoch.
    pub fn creation(&self) -> i64 {
        self.creation
    }

    /// The last-access-time, in milliseconds since the epoch.
    pub fn last_access(&self) -> i64 {
        self.last_access.get()
    }

    /// Records an access at `now` (milliseconds).
    pub fn touch(&self, now: i64) {
        self.last_access.set(now);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::cookie;
    use super::*;

    #[test]
    fn expires_is_kept_besides_max_age() {
        let times = |expires, max_age| cookie(expires, max_age).expires();
        assert_eq!((times(Some(5), Some(2.0)), times(Some(5), None), times(None, None)), (Some(5), Some(5), None));
        assert_eq!(cookie(None, Some(2.0)).expires(), None);
    }

    #[test]
    fn max_age_comes_back_as_it_was() {
        let small = [0.0, -1.0, 60.0, 31_536_000.0, 2_147_483_647.0, -2_147_483_646.0];
        let odd =
            [-2_147_483_647.0, -2_147_483_648.0, 2_147_483_648.0, 1e300, 0.5, -0.0, f64::INFINITY, f64::NEG_INFINITY];
        for seconds in small.into_iter().chain(odd) {
            assert_eq!(cookie(None, Some(seconds)).max_age().map(f64::to_bits), Some(seconds.to_bits()));
        }
        assert!(small.iter().all(|&seconds| !cookie(None, Some(seconds)).has_rare()));
        assert!(odd.iter().all(|&seconds| cookie(None, Some(seconds)).has_rare()));
        assert_eq!(cookie(None, None).max_age(), None);
    }

    #[test]
    fn max_age_takes_precedence_over_expires() {
        assert_eq!(cookie(Some(5), Some(2.0)).expiry(), Some(3_000_000));
        assert_eq!(cookie(Some(5), None).expiry(), Some(5));
        assert_eq!(cookie(None, None).expiry(), None);
        assert!(cookie(Some(i64::MAX - 1), Some(0.0)).is_expired(i64::MIN / 1000));
        assert_eq!(cookie(None, Some(f64::INFINITY)).expiry(), Some(MAX_DATE_MS * 1000));
    }

    #[test]
    fn a_cookie_ends_with_its_last_instant() {
        let cookie = cookie(Some(2_000_000), None);
        assert!(!cookie.is_expired(1_999));
        assert!(cookie.is_expired(2_000));
    }
}
