//! Dates of the persisted state: ECMAScript's date-time string format (ECMA-262, "Date Time String Format").

use crate::jar::calendar::{civil_from_days, days_from_civil, DAY_MS, MAX_DATE_MS};
use crate::jar::parse::cookie_date::parse_cookie_date;

/// Appends a time in milliseconds as `Date.prototype.toISOString` writes it: `2027-01-01T00:00:00.000Z`.
pub fn push_iso_date(out: &mut String, ms: i64) {
    use std::fmt::Write;
    let days = ms.div_euclid(DAY_MS);
    let of_day = ms.rem_euclid(DAY_MS);
    let (year, month, day) = civil_from_days(days);
    if !(0..=9999).contains(&year) {
        // Writing to a String can't fail.
        let _ = write!(out, "{}{:06}", if year < 0 { '-' } else { '+' }, year.abs());
    } else {
        push_digits(out, year, 4);
    }
    out.push('-');
    push_digits(out, month, 2);
    out.push('-');
    push_digits(out, day, 2);
    out.push('T');
    push_digits(out, of_day / 3_600_000, 2);
    out.push(':');
    push_digits(out, of_day / 60_000 % 60, 2);
    out.push(':');
    push_digits(out, of_day / 1000 % 60, 2);
    out.push('.');
    push_digits(out, of_day, 3);
    out.push('Z');
}

/// Appends the last digits of a number, with leading zeros. `write!` with a width costs ten times as much, and a state has three dates per cookie.
fn push_digits(out: &mut String, number: i64, width: u32) {
    for place in (0..width).rev() {
        let digit = number / 10_i64.pow(place) % 10;
        out.push(char::from(b'0' + digit.unsigned_abs() as u8));
    }
}

/// Reads a date of a persisted state: what `toISOString` writes, with or without a fraction and with any zone offset; failing that, an HTTP
/// date. Returns milliseconds.
pub fn parse_iso_date(text: &str) -> Option<i64> {
    parse_iso(text.trim()).or_else(|| parse_cookie_date(text)).filter(|ms| ms.abs() <= MAX_DATE_MS)
}

/// Reads a series of dates. The cookies of a jar often have the same ones, and comparing is faster than parsing.
#[derive(Debug, Default)]
pub struct DateReader {
    text: String,
    ms: Option<i64>,
}

impl DateReader {
    /// The same as `parse_iso_date`.
    pub fn read(&mut self, text: &str) -> Option<i64> {
        if self.text != text {
            self.text.clear();
            self.text.push_str(text);
            self.ms = parse_iso_date(text);
        }
        self.ms
    }
}

fn parse_iso(text: &str) -> Option<i64> {
    let (sign, rest, year_digits) = match text.as_bytes().first()? {
        b'+' => (1, text.get(1..)?, 6),
        b'-' => (-1, text.get(1..)?, 6),
        _ => (1, text, 4),
    };
    let year = sign * digits(rest, 0, year_digits)?;
    let rest = rest.get(year_digits..)?.strip_prefix('-')?;
    let month = digits(rest, 0, 2)?;
    let day = digits(rest.get(2..)?.strip_prefix('-')?, 0, 2)?;
    let rest = rest.get(5..)?;
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let date = days_from_civil(year, month, day).checked_mul(DAY_MS)?;
    if rest.is_empty() {
        return Some(date);
    }
    let rest = rest.strip_prefix('T').or_else(|| rest.strip_prefix(' '))?;
    let hour = digits(rest, 0, 2)?;
    let minute = digits(rest.get(2..)?.strip_prefix(':')?, 0, 2)?;
    let mut rest = rest.get(5..)?;
    let mut second = 0;
    let mut ms = 0;
    if let Some(after) = rest.strip_prefix(':') {
        second = digits(after, 0, 2)?;
        rest = after.get(2..)?;
        if let Some(fraction) = rest.strip_prefix('.') {
            let length = fraction.bytes().take_while(u8::is_ascii_digit).count();
            ms = match length {
                1 => digits(fraction, 0, 1)? * 100,
                2 => digits(fraction, 0, 2)? * 10,
                _ => digits(fraction, 0, 3)?,
            };
            rest = fraction.get(length..)?;
        }
    }
    if hour > 24 || minute > 59 || second > 59 {
        return None;
    }
    let offset_minutes = match rest {
        "Z" => 0,
        _ => {
            let sign = match rest.as_bytes().first()? {
                b'+' => 1,
                b'-' => -1,
                _ => return None,
            };
            let zone = rest.get(1..)?;
            let minutes = zone.get(2..)?;
            sign * (digits(zone, 0, 2)? * 60 + digits(minutes.strip_prefix(':').unwrap_or(minutes), 0, 2)?)
        }
    };
    Some(date + ((hour * 60 + minute - offset_minutes) * 60 + second) * 1000 + ms)
}

/// The number formed by the `count` digits at `at`.
fn digits(text: &str, at: usize, count: usize) -> Option<i64> {
    let part = text.get(at..at + count)?;
    if !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    part.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_reads_each_date_for_itself() {
        let mut reader = DateReader::default();
        for text in ["", "2027-01-01T00:00:00.000Z", "2027-01-01T00:00:00.000Z", "2027-01-02T00:00:00.000Z", "x", ""] {
            assert_eq!(reader.read(text), parse_iso_date(text), "{text}");
        }
    }

    fn iso(ms: i64) -> String {
        let mut out = String::new();
        push_iso_date(&mut out, ms);
        out
    }

    #[test]
    fn dates_are_written_as_javascript_writes_them() {
        assert_eq!(iso(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(iso(1_795_393_923_482), "2026-11-23T00:32:03.482Z");
        assert_eq!(iso(MAX_DATE_MS), "+275760-09-13T00:00:00.000Z");
        assert_eq!(iso(-MAX_DATE_MS), "-271821-04-20T00:00:00.000Z");
        assert_eq!(iso(-1), "1969-12-31T23:59:59.999Z");
    }

    #[test]
    fn dates_are_read_back() {
        for ms in [0, -1, 1_795_393_923_482, MAX_DATE_MS, -MAX_DATE_MS] {
            assert_eq!(parse_iso_date(&iso(ms)), Some(ms));
        }
        assert_eq!(parse_iso_date("2026-11-23T00:32:03+01:00"), Some(1_795_390_323_000));
        assert_eq!(parse_iso_date("2026-11-23"), Some(1_795_392_000_000));
        assert_eq!(parse_iso_date("Mon, 23 Nov 2026 00:32:03 GMT"), Some(1_795_393_923_000));
    }

    #[test]
    fn anything_but_a_date_is_refused() {
        for text in
            ["", "null", "2026", "2026-13-01", "2026-11-23T99:00:00Z", "+999999-01-01T00:00:00.000Z", "-", "é-11-23"]
        {
            assert_eq!(parse_iso_date(text), None, "{text}");
        }
    }

    #[test]
    fn fractions_and_zones_may_be_longer_or_shorter_than_those_of_javascript() {
        let day = parse_iso_date("2026-11-23").unwrap();
        for (time, ms) in [
            ("00:00:00.5Z", 500),
            ("00:00:00.25Z", 250),
            ("00:00:00.125Z", 125),
            ("00:00:00.125999Z", 125),
            ("00:00Z", 0),
            ("01:02:03-00:00", 3_723_000),
            ("01:30:00+01:30", 0),
            ("01:30:00+0130", 0),
            ("00:00:00-01:30", 5_400_000),
            ("23:59:59Z", 86_399_000),
            ("24:00:00Z", 86_400_000),
        ] {
            assert_eq!(parse_iso_date(&format!("2026-11-23T{time}")), Some(day + ms), "{time}");
        }
        for time in ["00:00:00.Z", "25:00:00Z", "00:60:00Z", "00:00:60Z", "00:00:00", "00:00:00*01:00", "00:00:00+1:00"]
        {
            assert_eq!(parse_iso_date(&format!("2026-11-23T{time}")), None, "{time}");
        }
    }
}
