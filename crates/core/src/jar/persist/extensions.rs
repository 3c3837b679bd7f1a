//! What is written to tough-cookie's `extensions`. tough-cookie keeps that array but drops keys that it doesn't know, so the array holds
//! what tough-cookie has no field for: `Priority=High` as the site would send it and, under names of our own, the partition, the exact
//! expiry and the encoding.

use std::borrow::Cow;

use crate::jar::attributes::Priority;
use crate::jar::parse::extensions::{priority_in, ENCODING, EXPIRY, PARTITION};
use crate::jar::store::stored::StoredCookie;

/// The `extensions` of a persisted cookie: those of `visible_extensions_of`, and the exact expiry.
pub fn extensions_of(cookie: &StoredCookie) -> Vec<Cow<'_, str>> {
    let mut extensions = visible_extensions_of(cookie);
    if let Some(expiry) = exact_expiry(cookie) {
        let sign = if expiry < 0 { "-" } else { "" };
        let (seconds, micros) = (expiry.unsigned_abs() / 1_000_000, expiry.unsigned_abs() % 1_000_000);
        extensions.push(Cow::Owned(format!("{EXPIRY}={sign}{seconds}.{micros:06}")));
    }
    extensions
}

/// The `extensions` of a cookie in tough-cookie's form: its own, then those that carry what tough-cookie has no field for.
pub fn visible_extensions_of(cookie: &StoredCookie) -> Vec<Cow<'_, str>> {
    // Most cookies have none, and nothing to add.
    if !cookie.has_rare() && cookie.priority() == Priority::Unset && cookie.is_plain() {
        return Vec::new();
    }
    let mut extensions: Vec<Cow<'_, str>> =
        cookie.extensions().iter().map(|extension| Cow::Borrowed(&**extension)).collect();
    if cookie.priority() != Priority::Unset && priority_in(&extensions) != cookie.priority() {
        extensions.push(Cow::Owned(format!("Priority={}", cookie.priority().as_str())));
    }
    if let Some(partition) = cookie.partition() {
        extensions.push(Cow::Owned(format!("{PARTITION}={}", partition.to_text())));
    }
    if !cookie.is_plain() {
        let said = cookie.encoding().said(cookie.name(), cookie.value());
        extensions.extend(said.map(|encoding| Cow::Owned(format!("{ENCODING}={encoding}"))));
    }
    extensions
}

/// The expiry in microseconds, if a reader of the state's `expires` and `maxAge` would compute a different one.
fn exact_expiry(cookie: &StoredCookie) -> Option<i64> {
    let expiry = cookie.expiry()?;
    match (cookie.max_age(), cookie.expires()) {
        (Some(seconds), _) if seconds <= 0.0 => None,
        (Some(seconds), _) => {
            // tough-cookie counts Max-Age from the last access, so each access would lengthen the cookie's life.
            let assumed = cookie.last_access() as f64 + seconds * 1000.0;
            (assumed != (expiry / 1000) as f64).then_some(expiry)
        }
        (None, Some(expires)) => (expires % 1000 != 0).then_some(expiry),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jar::persist::serialized::read_jar;
    use crate::jar::rules::RuleSet;
    use crate::jar::testing::{by_chrome, from_http, SITE};

    #[test]
    fn an_exact_expiry_is_written_with_its_sign_and_six_decimals() {
        for (times, exact) in [
            (r#""expires":"2027-01-01T00:00:00.123Z""#, "1798761600.123456"),
            (r#""expires":"1969-12-31T23:59:58.499Z""#, "-1.500250"),
            (r#""maxAge":1,"lastAccessed":"1970-01-01T00:00:05.000Z""#, "0.000000"),
        ] {
            let extension = format!("{EXPIRY}={exact}");
            let json = format!(
                r#"{{"cookies":[{{"key":"a","domain":"a.example","creation":"1969-12-31T23:59:59.000Z",{times},"extensions":["{extension}"]}}]}}"#
            );
            let cookie = read_jar(&json, RuleSet::ToughCookie, 0).unwrap().1.remove(0);
            assert_eq!(extensions_of(&cookie), [extension]);
        }
    }

    #[test]
    fn a_cookie_that_has_ended_by_its_max_age_needs_no_exact_expiry() {
        for max_age in ["0", "-1"] {
            let cookie = from_http(&format!("a=1; Max-Age={max_age}"), SITE).unwrap();
            assert!(extensions_of(&cookie).is_empty());
        }
    }

    #[test]
    fn what_a_reader_would_guess_wrong_is_written() {
        let visible = |line: &str| {
            let cookie = by_chrome(line, SITE).unwrap();
            visible_extensions_of(&cookie).into_iter().map(Cow::into_owned).collect::<Vec<_>>()
        };
        assert_eq!(visible("a=\u{FC}"), ["crawler-session-encoding=octets"]);
        assert_eq!(visible("a=1; Priority=High; x=y"), ["Priority=High", "x=y"]);
        assert!(visible("a=1").is_empty());
    }
}
