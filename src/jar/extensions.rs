//! What travels in tough-cookie's `extensions`: it keeps that array and drops keys that it doesn't know, so what it has no field
//! for stands there, `Priority=High` as the site would send it, and under names of our own the partition, the exact expiry
//! and the encoding.

use std::borrow::Cow;

use super::attributes::Priority;
use super::stored::StoredCookie;

/// The partition key of a cookie, as `PartitionKey::to_text` writes it.
pub const PARTITION: &str = "crawler-session-partition";

/// The expiry in seconds with six decimals, where `expires` (milliseconds) or `maxAge` (relative) can't hold it.
pub const EXPIRY: &str = "crawler-session-expiry";

/// Whether name and value are `octets` or `text`, where a reader would guess wrong.
pub const ENCODING: &str = "crawler-session-encoding";

/// Whether an attribute's name is one that only this package writes. A site that sends it is not believed.
pub fn is_reserved_extension(name: &str) -> bool {
    [PARTITION, EXPIRY, ENCODING].iter().any(|reserved| name.eq_ignore_ascii_case(reserved))
}

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
    // Most cookies have none, and nothing to look for.
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

/// The expiry in microseconds, if a reader of the state's `expires` and `maxAge` would find another one.
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

/// The value of the last extension of that name.
pub fn extension<'a>(extensions: &'a [Cow<'_, str>], name: &str) -> Option<&'a str> {
    extensions.iter().rev().find_map(|extension| {
        let (key, value) = extension.split_once('=')?;
        key.trim().eq_ignore_ascii_case(name).then_some(value.trim())
    })
}

/// The priority among them.
pub fn priority_in(extensions: &[Cow<'_, str>]) -> Priority {
    extension(extensions, "priority").and_then(Priority::parse).unwrap_or_default()
}
