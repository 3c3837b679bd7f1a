//! Days and milliseconds of the proleptic Gregorian calendar, without a clock.

/// Milliseconds in a day.
pub const DAY_MS: i64 = 86_400_000;

/// The latest (and negated, the earliest) time that a JavaScript `Date` can hold, in milliseconds.
pub const MAX_DATE_MS: i64 = 8_640_000_000_000_000;

/// A UTC date as milliseconds since the epoch, or `None` if it doesn't exist: 30 February, 24:00.
pub fn epoch_ms(year: i64, month: i64, day: i64, hour: i64, minute: i64, second: i64) -> Option<i64> {
    if day < 1 || day > days_in_month(year, month) || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let days = days_from_civil(year, month, day);
    Some(days * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000)
}

/// Days in a month of the Gregorian calendar; months count from 1.
fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days between 1970-01-01 and a date of the proleptic Gregorian calendar; months count from 1.
pub fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    // Years are counted from March, so that the leap day comes last.
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let year_of_era = y.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Year, month (from 1) and day for a number of days since 1970-01-01.
pub fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn civil_dates_convert_both_ways() {
        for days in (-1_000_000..1_000_000).step_by(997) {
            let (year, month, day) = civil_from_days(days);
            assert_eq!(days_from_civil(year, month, day), days);
        }
    }

    #[test]
    fn the_days_around_each_leap_day_follow_one_another() {
        // 2000 is the last year of 400.
        for year in [1600, 1900, 2000, 2023, 2024] {
            let first = days_from_civil(year, 1, 1);
            let days = if matches!(year, 1600 | 2000 | 2024) { 366 } else { 365 };
            assert_eq!(civil_from_days(first + days), (year + 1, 1, 1));
            let mut before = civil_from_days(first - 1);
            for day in first..=first + days {
                let date = civil_from_days(day);
                assert_eq!(days_from_civil(date.0, date.1, date.2), day);
                assert!(date > before, "{date:?} comes after {before:?}");
                before = date;
            }
        }
        assert_eq!((civil_from_days(11_016), civil_from_days(11_017)), ((2000, 2, 29), (2000, 3, 1)));
    }

    #[test]
    fn months_have_their_days_and_no_more() {
        for (year, february) in [(1900, 28), (2000, 29), (2023, 28), (2024, 29), (2100, 28)] {
            for (month, days) in (1..).zip([31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
                assert!(epoch_ms(year, month, days, 0, 0, 0).is_some(), "{year}-{month}-{days}");
                assert_eq!(epoch_ms(year, month, days + 1, 0, 0, 0), None, "{year}-{month}");
            }
        }
    }
}
