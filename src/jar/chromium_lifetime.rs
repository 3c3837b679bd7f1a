//! `Expires` and `Max-Age` as Chromium reads them, more leniently than RFC 6265bis (`cookie_util::ParseCookieExpirationTime`,
//! `CanonicalCookie::ParseExpiration`).

use super::cookie_date::{epoch_ms, is_delimiter, parse_month};

/// Reads an `Expires` value. Milliseconds since the epoch; before that for years that lie before Chromium's first; `None` for no date.
///
/// The first token with a colon that is a time is the time, the first number of at most two characters is the day, the next of at most five the
/// year, and the first month that a token begins with is the month. What follows the digits of a number doesn't count.
pub fn parse_expires(text: &str) -> Option<i64> {
    let mut time = None;
    let mut day = None;
    let mut month = None;
    let mut year = None;
    for token in text.as_bytes().split(|&byte| is_delimiter(byte)).filter(|token| !token.is_empty()) {
        if !token.first().is_some_and(u8::is_ascii_digit) {
            month = month.or_else(|| parse_month(token));
        } else if token.contains(&b':') {
            time = time.or_else(|| parse_time(token));
        } else if day.is_none() && token.len() <= 2 {
            day = Some(leading_number(token, 2).0);
        } else if year.is_none() && token.len() <= 5 {
            year = Some(leading_number(token, 5).0);
        }
    }
    let (hour, minute, second) = time?;
    let (day, month) = (day?, month?);
    match year? {
        year @ 70..=99 => epoch_ms(year + 1900, month, day, hour, minute, second),
        year @ 0..=69 => epoch_ms(year + 2000, month, day, hour, minute, second),
        year => epoch_ms(year, month, day, hour, minute, second),
    }
}

/// Hours, minutes and seconds, of which each is cut after two digits: `12:34:567` is 56 seconds, `123:4:5` no time.
fn parse_time(token: &[u8]) -> Option<(i64, i64, i64)> {
    let (hour, rest) = digits(token)?;
    let (minute, rest) = digits(rest.strip_prefix(b":")?)?;
    let (second, _) = digits(rest.strip_prefix(b":")?)?;
    Some((hour, minute, second))
}

fn digits(bytes: &[u8]) -> Option<(i64, &[u8])> {
    let (number, rest) = leading_number(bytes, 2);
    (rest.len() < bytes.len()).then_some((number, rest))
}

/// The number that up to `most` digits make, and what follows them.
fn leading_number(bytes: &[u8], most: usize) -> (i64, &[u8]) {
    let end = bytes.iter().take(most).take_while(|byte| byte.is_ascii_digit()).count();
    let (head, rest) = bytes.split_at_checked(end).unwrap_or((bytes, &[]));
    (head.iter().fold(0, |number, digit| number * 10 + i64::from(digit - b'0')), rest)
}

/// Reads a `Max-Age` value: digits after an optional sign. Seconds; infinite beyond 64 bits, whatever follows there; `None` for no number.
pub fn parse_max_age(value: &str) -> Option<f64> {
    let (negative, digits) = match value.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, value.strip_prefix('+').unwrap_or(value)),
    };
    let mut seconds: i64 = 0;
    for byte in digits.bytes() {
        if !byte.is_ascii_digit() {
            return None;
        }
        let digit = i64::from(byte - b'0');
        let digit = if negative { -digit } else { digit };
        match seconds.checked_mul(10).and_then(|tens| tens.checked_add(digit)) {
            Some(sum) => seconds = sum,
            None => return Some(if negative { f64::NEG_INFINITY } else { f64::INFINITY }),
        }
    }
    (!digits.is_empty()).then_some(seconds as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jar::cookie_date::parse_cookie_date;

    #[test]
    fn dates_that_servers_send_are_read_as_rfc_6265_says() {
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "\"1 jan 70 0:0:0\"",
        ] {
            assert!(parse_expires(text).is_some());
            assert_eq!(parse_expires(text), parse_cookie_date(text), "{text}");
        }
    }

    #[test]
    fn years_are_read_as_chromium_does() {
        let year = |text: &str| {
            parse_expires(&format!("01-Jan-{text} 00:00:00 GMT")).map(|ms| ms.div_euclid(31_556_952_000) + 1970)
        };
        for (text, expected) in
            [("1", 2001), ("69", 2069), ("70", 1970), ("99", 1999), ("069", 2069), ("100", 100), ("1600", 1600)]
        {
            // A year begins within a day of what the average length makes of it.
            assert!(year(text).is_some_and(|year| (year - expected).abs() <= 1), "{text} {:?}", year(text));
        }
        assert!(year("99999").is_some());
        assert_eq!(year("100000"), None);
    }

    #[test]
    fn what_follows_a_number_does_not_count() {
        let read = |text| parse_expires(text).map(|ms| ms / 1000);
        assert_eq!(read("1x Jan 1970y 0:1:02z"), Some(62));
        assert_eq!(read("1 January 1970 00:00:567"), Some(56));
        // The second time is none.
        assert_eq!(read("1 Jan 1970 123:0:0 0:0:9 0:0:8"), Some(9));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "bogus",
            "30 Feb 2026 0:0:0",
            "0 Jan 2026 0:0:0",
            "1 Jan 2026 24:0:0",
            "1 Jan 2026 0:0:60",
            "1 Jan 2026 0:0",
        ] {
            assert_eq!(parse_expires(text), None, "{text}");
        }
    }

    #[test]
    fn max_age_is_a_number_of_64_bits() {
        for (value, seconds) in [("60", 60.0), ("+60", 60.0), ("-1", -1.0), ("-0", 0.0), ("007", 7.0)] {
            assert_eq!(parse_max_age(value), Some(seconds), "{value}");
        }
        assert_eq!(parse_max_age("99999999999999999999x"), Some(f64::INFINITY));
        assert_eq!(parse_max_age("-99999999999999999999"), Some(f64::NEG_INFINITY));
        for none in ["", "+", "-", "x", "60x", "+-5", "--5", "1.5", "1e3", "0x10", "6 0"] {
            assert_eq!(parse_max_age(none), None, "{none}");
        }
    }
}
