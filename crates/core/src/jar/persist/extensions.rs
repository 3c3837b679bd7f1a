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
