//! Which library wrote a serialized jar, and what has to be mended of its times.

/// The library that wrote a state, as far as it matters for times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writer {
    /// tough-cookie up to 3, and with it the 0.18 SDK: counts `maxAge` from the creation.
    Tough3,
    /// tough-cookie 4: counts `maxAge` from the creation.
    Tough4,
    /// tough-cookie from 5 on and this package: counts `maxAge` from the last access.
    Later,
    /// Something else, or a person; times are read as those of `Later`.
    Unknown,
}

impl Writer {
    /// By the `version` of a serialized jar: `tough-cookie@3.0.1`.
    pub fn of_version(version: &str) -> Writer {
        let Some(version) = version.strip_prefix("tough-cookie@") else { return Writer::Unknown };
        match version.split('.').next().and_then(|major| major.parse::<u32>().ok()) {
            Some(0..=3) => Writer::Tough3,
            Some(4) => Writer::Tough4,
            _ => Writer::Later,
        }
    }
}

/// Mends the expiry of a cookie that the 0.18 SDK took from a browser: it read seconds as milliseconds, so a date in this century became a
/// day in January 1970, and the -1 of a session cookie became the last millisecond of 1969. Deletions (`01 Jan 1970`) stay. All in
/// microseconds except `creation`, which is in milliseconds.
pub(super) fn mended_expires(expires: i64, creation: i64) -> Option<i64> {
    const YEAR_1971: i64 = 31_536_000_000_000;
    if expires == -1000 {
        return None;
    }
    let was_seconds = expires >= creation && expires < YEAR_1971 && creation > YEAR_1971 / 1000;
    Some(if was_seconds { expires * 1000 } else { expires })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_library_is_known_by_the_version_of_the_jar() {
        for (version, writer) in [
            ("tough-cookie@2.5.0", Writer::Tough3),
            ("tough-cookie@3.0.1", Writer::Tough3),
            ("tough-cookie@4.1.4", Writer::Tough4),
            ("tough-cookie@5.0.0", Writer::Later),
            ("tough-cookie@10.0.0", Writer::Later),
            ("tough-cookie@", Writer::Later),
            ("6.1.0", Writer::Unknown),
            ("", Writer::Unknown),
        ] {
            assert_eq!(Writer::of_version(version), writer, "{version}");
        }
    }

    #[test]
    fn seconds_that_were_read_as_milliseconds_are_mended() {
        const YEAR: i64 = 31_536_000_000;
        let now = 1_795_000_000_000;
        for (expires, creation, mended) in [
            (now + 500_000_000, now, Some((now + 500_000_000) * 1000)),
            (now, now, Some(now * 1000)),
            // A deletion, and dates of 1971 and later.
            (now - 1, now, Some(now - 1)),
            (YEAR * 1000, now, Some(YEAR * 1000)),
            (YEAR * 1000 - 1, now, Some((YEAR * 1000 - 1) * 1000)),
            // A clock that shows 1970 tells nothing.
            (YEAR, YEAR, Some(YEAR)),
            (YEAR + 1, YEAR + 1, Some((YEAR + 1) * 1000)),
            (-1_000, now, None),
        ] {
            assert_eq!(mended_expires(expires, creation), mended, "{expires} {creation}");
        }
    }
}
