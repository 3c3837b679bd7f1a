//! `Expires` and `Max-Age` as Chromium reads them, more leniently than RFC 6265bis (`cookie_util::ParseCookieExpirationTime`,
//! `CanonicalCookie::ParseExpiration`).

use super::cookie_date::{is_delimiter, parse_month};
use crate::jar::calendar::epoch_ms;

/// Reads an `Expires` value. Returns milliseconds since the epoch, or `None` if it is not a date.
///
/// The first token of three numbers with colons is the time, the first number of at most two digits is the day, the first other number of
/// at most five digits is the year, and the first token that begins with a month's name is the month. Whether such a date exists is only
/// checked at the end, so `99:0:0` hides any times that follow it.
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
        } else if let Some(number) = parse_number(token) {
            if day.is_none() && token.len() <= 2 {
                day = Some(number);
            } else if year.is_none() && token.len() <= 5 {
                year = Some(number);
            }
        }
    }
    let (hour, minute, second) = time?;
    let year = match year? {
        year @ 70..=99 => year + 1900,
        year @ 0..=69 => year + 2000,
        year => year,
    };
    let ms = epoch_ms(year, month?, day?, hour, minute, second)?;
    Some(if year < FIRST_YEAR { BEFORE_ALL } else { ms })
}

/// The first year that Chromium can represent.
const FIRST_YEAR: i64 = 1601;

/// Earlier than any time, whatever is added to it; in milliseconds.
const BEFORE_ALL: i64 = i64::MIN / 1000;

fn parse_time(token: &[u8]) -> Option<(i64, i64, i64)> {
    let mut numbers = token.split(|&byte| byte == b':').map(parse_number);
    let time = (numbers.next()??, numbers.next()??, numbers.next()??);
    numbers.next().is_none().then_some(time)
}

/// A number that is all digits and fits into an `i32`.
fn parse_number(token: &[u8]) -> Option<i64> {
    let mut number: i64 = 0;
    for byte in token {
        let digit = byte.wrapping_sub(b'0');
        number = number * 10 + i64::from(digit);
        if digit > 9 || number > i64::from(i32::MAX) {
            return None;
        }
    }
    (!token.is_empty()).then_some(number)
}

/// Reads a `Max-Age` value: digits after an optional sign. Returns seconds, infinite as soon as 64 bits overflow, whatever follows; `None`
/// if it is not a number.
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
    use crate::jar::parse::cookie_date::parse_cookie_date;

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
        let read = |year: &str| parse_expires(&format!("01-Jan-{year} 00:00:00 GMT"));
        for (text, year) in [("1", 2001), ("69", 2069), ("70", 1970), ("99", 1999), ("069", 2069), ("1601", 1601)] {
            assert_eq!(read(text), epoch_ms(year, 1, 1, 0, 0, 0), "{text}");
        }
        assert_eq!(read("02027"), read("2027"));
        assert_eq!(read("99999"), epoch_ms(99_999, 1, 1, 0, 0, 0));
        assert_eq!((read("100"), read("1600")), (Some(BEFORE_ALL), Some(BEFORE_ALL)));
        assert!(Some(BEFORE_ALL) < epoch_ms(100, 1, 1, 0, 0, 0));
        assert_eq!(read("100000"), None);
    }

    #[test]
    fn numbers_are_whole_tokens() {
        let read = |text: &str| parse_expires(text).map(|ms| ms / 1000);
        assert_eq!(read("1a 2 Jan 1970y 1970 1:2:3x 0:1:02"), Some(86_400 + 62));
        assert_eq!(read("1 January 1970 000:00:0056"), Some(56));
        for (no_time, second) in
            [("1:2:3:4", 9), ("12:34:", 9), ("2147483648:1:1", 9), ("99999999999:1:1", 9), ("1::2", 9)]
        {
            assert_eq!(read(&format!("1 Jan 1970 {no_time} 0:0:{second}")), Some(second), "{no_time}");
        }
        // These parse as times, but no such times exist.
        for time in ["123:0:0", "0:0:567", "24:0:0", "2147483647:0:0"] {
            assert_eq!(read(&format!("1 Jan 1970 {time} 0:0:9")), None, "{time}");
        }
        assert_eq!(read("1 Jan 1970 1:1:1 2:2:2"), Some(3661));
    }

    #[test]
    fn anything_but_a_date_is_refused() {
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
    fn max_age_is_a_64_bit_number() {
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
