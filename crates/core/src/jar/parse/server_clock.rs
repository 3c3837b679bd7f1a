//! Clock skew. `Expires` is a time on the server's clock, and the response's `Date` header says what that clock showed: Chromium shifts
//! `Expires` by how far `Date` is from now (`CanonicalCookie::ParseExpiration`). A crawler's clock, or a server's, may be wrong by hours.

use super::cookie_date::parse_cookie_date;
use super::parsed::ParsedCookie;

/// How far the local clock is ahead of the server's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ServerClock {
    /// In microseconds.
    ahead: i64,
}

impl ServerClock {
    /// From the `Date` header of a response received at `now` (milliseconds), read as a cookie date: the formats of RFC 9110 and similar
    /// ones, in GMT. Chromium's parser also knows time zones and ISO 8601 (`base::Time::FromString`). A header that is not a date is
    /// ignored.
    pub fn of_response(date: Option<&str>, now: i64) -> ServerClock {
        let shown = date.and_then(parse_cookie_date).unwrap_or(now);
        ServerClock { ahead: now.saturating_sub(shown).saturating_mul(1000) }
    }

    /// Converts a cookie's Expires attribute to a time on the local clock.
    pub fn shift(self, cookie: &mut ParsedCookie<'_>) {
        cookie.expires = cookie.expires.map(|expires| expires.saturating_add(self.ahead));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 784_111_777_000;

    fn shifted(date: Option<&str>, expires: i64) -> Option<i64> {
        let mut cookie = ParsedCookie { expires: Some(expires), max_age: Some(60.0), ..ParsedCookie::default() };
        ServerClock::of_response(date, NOW).shift(&mut cookie);
        assert_eq!(cookie.max_age, Some(60.0));
        cookie.expires
    }

    // Promises: C19
    #[test]
    fn expires_is_shifted_by_the_difference_of_the_clocks() {
        assert_eq!(shifted(Some("Sun, 06 Nov 1994 07:49:37 GMT"), 5_000_000), Some(3_605_000_000));
        assert_eq!(shifted(Some("Sun, 06 Nov 1994 09:49:37 GMT"), 5_000_000), Some(-3_595_000_000));
        assert_eq!(shifted(Some("Sun, 06 Nov 1994 08:49:37 GMT"), 5), Some(5));
    }

    #[test]
    fn without_a_date_nothing_is_shifted() {
        for date in [None, Some(""), Some("yesterday"), Some("0")] {
            assert_eq!(shifted(date, 5), Some(5), "{date:?}");
        }
        assert_eq!(ServerClock::of_response(None, NOW), ServerClock::default());
    }

    #[test]
    fn other_formats_are_read_as_cookie_dates_and_zones_are_ignored() {
        for date in [
            "Sunday, 06-Nov-94 07:49:37 GMT",
            "Sun Nov  6 07:49:37 1994",
            "06 Nov 1994 07:49:37",
            "6 nov 1994 7:49:37 PST",
        ] {
            assert_eq!(shifted(Some(date), 0), Some(3_600_000_000), "{date}");
        }
        assert_eq!(shifted(Some("1994-11-06T07:49:37Z"), 0), Some(0));
    }

    #[test]
    fn times_at_the_ends_of_their_range_stay_there() {
        assert_eq!(shifted(Some("Sun, 06 Nov 1994 07:49:37 GMT"), i64::MAX), Some(i64::MAX));
        let mut session = ParsedCookie::default();
        ServerClock::of_response(Some("1 Jan 1601 0:0:0"), i64::MAX).shift(&mut session);
        assert_eq!(session.expires, None);
    }
}
