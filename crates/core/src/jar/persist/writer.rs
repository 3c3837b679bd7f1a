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
