//! Cookie dates: RFC 6265 section 5.1.1, the lenient algorithm that finds time, day, month and year in any order.

use crate::jar::calendar::epoch_ms;

/// Parses an `Expires` value. Returns milliseconds since the epoch, or `None` if the algorithm of section 5.1.1 fails.
pub fn parse_cookie_date(text: &str) -> Option<i64> {
    let mut time = None;
    let mut day = None;
    let mut month = None;
    let mut year = None;
    for bytes in text.as_bytes().split(|&byte| is_delimiter(byte)).filter(|token| !token.is_empty()) {
        if time.is_none() {
            time = parse_time(bytes);
            if time.is_some() {
                continue;
            }
        }
        if day.is_none() {
            day = parse_number(bytes, 1, 2);
            if day.is_some() {
                continue;
            }
        }
        if month.is_none() {
            month = parse_month(bytes);
            if month.is_some() {
                continue;
            }
        }
        if year.is_none() {
            year = parse_number(bytes, 2, 4);
        }
    }
    let (hour, minute, second) = time?;
    let year = match year? {
        y @ 70..=99 => y + 1900,
        y @ 0..=69 => y + 2000,
        y => y,
    };
    // Section 5.1.1 step 5 allows no year before 1601.
    (year >= 1601).then(|| epoch_ms(year, month?, day?, hour, minute, second))?
}

/// `delimiter` of section 5.1.1.
pub fn is_delimiter(byte: u8) -> bool {
    DELIMITERS.get(usize::from(byte)).is_some_and(|&is_delimiter| is_delimiter)
}

/// A lookup table, since each octet of a date is checked.
#[expect(clippy::indexing_slicing, reason = "computed by the compiler, which would refuse a wrong index")]
static DELIMITERS: [bool; 256] = {
    let mut delimiters = [false; 256];
    let mut byte = 0_u8;
    while byte < 0x80 {
        delimiters[byte as usize] = matches!(byte, 0x09 | 0x20..=0x2F | 0x3B..=0x40 | 0x5B..=0x60 | 0x7B..=0x7E);
        byte += 1;
    }
    delimiters
};

/// `time`: three fields of one or two digits; anything but a digit may follow.
fn parse_time(bytes: &[u8]) -> Option<(i64, i64, i64)> {
    let (hour, rest) = leading_number(bytes, 2)?;
    let (minute, rest) = leading_number(rest.strip_prefix(b":")?, 2)?;
    let (second, rest) = leading_number(rest.strip_prefix(b":")?, 2)?;
    ends_here(rest).then_some((hour, minute, second))
}

/// `day-of-month` and `year`: between `min` and `max` digits; anything but a digit may follow.
fn parse_number(bytes: &[u8], min: usize, max: usize) -> Option<i64> {
    let (number, rest) = leading_number(bytes, max)?;
    (bytes.len() - rest.len() >= min && ends_here(rest)).then_some(number)
}

/// `month`: the first three letters decide, in any case.
pub fn parse_month(bytes: &[u8]) -> Option<i64> {
    let name = bytes.first_chunk::<3>()?.map(|letter| letter.to_ascii_lowercase());
    match &name {
        b"jan" => Some(1),
        b"feb" => Some(2),
        b"mar" => Some(3),
        b"apr" => Some(4),
        b"may" => Some(5),
        b"jun" => Some(6),
        b"jul" => Some(7),
        b"aug" => Some(8),
        b"sep" => Some(9),
        b"oct" => Some(10),
        b"nov" => Some(11),
        b"dec" => Some(12),
        _ => None,
    }
}

/// Up to `max` digits at the beginning, and what follows them.
fn leading_number(bytes: &[u8], max: usize) -> Option<(i64, &[u8])> {
    let digits = bytes.iter().take(max).take_while(|byte| byte.is_ascii_digit()).count();
    let (head, rest) = bytes.split_at_checked(digits)?;
    if head.is_empty() {
        return None;
    }
    Some((head.iter().fold(0, |number, digit| number * 10 + i64::from(digit - b'0')), rest))
}

/// Whether a number ends where `rest` begins: a further digit would belong to it.
fn ends_here(rest: &[u8]) -> bool {
    !rest.first().is_some_and(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_the_rfc_are_read() {
        let expected = Some(784_111_777_000);
        assert_eq!(parse_cookie_date("Sun, 06 Nov 1994 08:49:37 GMT"), expected);
        assert_eq!(parse_cookie_date("Sunday, 06-Nov-94 08:49:37 GMT"), expected);
        assert_eq!(parse_cookie_date("Sun Nov  6 08:49:37 1994"), expected);
    }

    #[test]
    fn two_digit_years_follow_section_5_1_1() {
        assert_eq!(parse_cookie_date("1 Jan 70 00:00:00"), Some(0));
        assert_eq!(parse_cookie_date("1 Jan 69 00:00:00"), Some(3_124_224_000_000));
    }

    #[test]
    fn anything_but_a_date_is_refused() {
        for text in ["", "tomorrow", "30 Feb 2026 00:00:00", "1 Jan 2026 24:00:00", "1 Jan 1600 00:00:00", "1 Jan 2026"]
        {
            assert_eq!(parse_cookie_date(text), None, "{text}");
        }
        assert_eq!(parse_cookie_date("29 Feb 2023 00:00:00"), None);
        assert!(parse_cookie_date("29 Feb 2024 00:00:00").is_some());
    }

    #[test]
    fn the_first_three_letters_of_a_month_count() {
        let names =
            ["jan", "FEB", "March", "april", "may", "June", "jul", "Aug", "sept", "october", "NOVEMBER", "Decx"];
        for (month, name) in (1..).zip(names) {
            assert_eq!(parse_cookie_date(&format!("2 {name} 2026 0:0:0")), epoch_ms(2026, month, 2, 0, 0, 0), "{name}");
        }
        for none in ["ja", "jän", "xxx"] {
            assert_eq!(parse_cookie_date(&format!("2 {none} 2026 0:0:0")), None, "{none}");
        }
    }

    #[test]
    fn numbers_have_the_digits_that_section_5_1_1_allows() {
        // A time has one or two digits in each field, a year two to four; what is behind them is no digit.
        for text in
            ["1 Jan 2026 00:00:000", "1 Jan 7 0:0:0", "1 Jan 7th 0:0:0", "1 Jan 20260 0:0:0", "123 Jan 26 0:0:0"]
        {
            assert_eq!(parse_cookie_date(text), None, "{text}");
        }
        for text in ["1 Jan 26 0:0:0", "1st Jan 2026AD 0:0:0x", "1 Jan 7 026 00:00:00"] {
            assert_eq!(parse_cookie_date(text), epoch_ms(2026, 1, 1, 0, 0, 0), "{text}");
        }
    }
}
