//! The third stage of a cookie's life: compact, as the jar keeps it.

use std::cell::Cell;
use std::ops::Range;

use super::attributes::{Priority, SameSite};
use super::iso_date::MAX_DATE_MS;
use super::parsed::ParsedCookie;
use super::partition::PartitionKey;

/// Expiry of a session cookie: never by time.
pub const NEVER: i64 = i64::MAX;

/// Expiry of a cookie that is expired whatever the time: `Max-Age` of zero or less.
const ALWAYS_EXPIRED: i64 = i64::MIN;

/// A cookie in the jar. Its texts share one allocation; what few cookies have is boxed: 128 bytes and the texts, a cookie.
#[derive(Debug, Clone)]
pub struct StoredCookie {
    /// Name, value, domain and path, one after the other.
    text: Box<str>,
    name_end: u32,
    value_end: u32,
    domain_end: u32,
    secure: bool,
    http_only: bool,
    host_only: bool,
    path_is_default: bool,
    same_site: SameSite,
    priority: Priority,
    /// The Expires attribute in microseconds since the epoch; Chromium's own resolution, so that its fractions survive.
    expires: Option<i64>,
    /// The Max-Age attribute in seconds.
    max_age: Option<f64>,
    /// When the cookie ends, in microseconds since the epoch.
    expiry: i64,
    /// Milliseconds since the epoch.
    creation: i64,
    /// Milliseconds since the epoch.
    last_access: Cell<i64>,
    /// The place in the jar's order of creation, which decides where two were created in the same millisecond.
    index: u64,
    rare: Option<Box<Rare>>,
}

/// What few cookies have.
#[derive(Debug, Clone, Default)]
struct Rare {
    partition: Option<PartitionKey>,
    extensions: Vec<Box<str>>,
}

impl StoredCookie {
    /// A cookie that was received at `now` (milliseconds).
    pub fn new(
        cookie: &ParsedCookie<'_>,
        domain: &str,
        host_only: bool,
        path: &str,
        path_is_default: bool,
        partition: Option<PartitionKey>,
        now: i64,
    ) -> StoredCookie {
        let mut text = String::with_capacity(cookie.name.len() + cookie.value.len() + domain.len() + path.len());
        text.push_str(&cookie.name);
        let name_end = text.len() as u32;
        text.push_str(&cookie.value);
        let value_end = text.len() as u32;
        text.push_str(domain);
        let domain_end = text.len() as u32;
        text.push_str(path);
        let rare = (partition.is_some() || !cookie.extensions.is_empty()).then(|| {
            let extensions = cookie.extensions.iter().map(|extension| Box::from(&**extension)).collect();
            Box::new(Rare { partition, extensions })
        });
        StoredCookie {
            text: text.into_boxed_str(),
            name_end,
            value_end,
            domain_end,
            secure: cookie.secure,
            http_only: cookie.http_only,
            host_only,
            path_is_default,
            same_site: cookie.same_site,
            priority: cookie.priority,
            expires: cookie.expires,
            max_age: cookie.max_age,
            expiry: expiry_of(cookie.expires, cookie.max_age, now),
            creation: now,
            last_access: Cell::new(now),
            index: 0,
            rare,
        }
    }

    /// The same cookie with the times that a persisted state gives it, in milliseconds; `expiry` in microseconds.
    pub fn with_times(mut self, creation: i64, last_access: i64, expiry: Option<i64>) -> StoredCookie {
        self.creation = creation;
        self.last_access.set(last_access);
        self.expiry = expiry.unwrap_or_else(|| expiry_of(self.expires, self.max_age, last_access));
        self
    }

    /// The name.
    pub fn name(&self) -> &str {
        self.slice(0..self.name_end)
    }

    /// The value.
    pub fn value(&self) -> &str {
        self.slice(self.name_end..self.value_end)
    }

    /// The domain in canonical form, without a leading dot.
    pub fn domain(&self) -> &str {
        self.slice(self.value_end..self.domain_end)
    }

    /// The path.
    pub fn path(&self) -> &str {
        self.slice(self.domain_end..self.text.len() as u32)
    }

    /// `name=value` as the `Cookie` header has it; the value alone for a nameless cookie.
    pub fn push_pair(&self, out: &mut String) {
        if self.name_end > 0 {
            out.push_str(self.name());
            out.push('=');
        }
        out.push_str(self.value());
    }

    fn slice(&self, range: Range<u32>) -> &str {
        self.text.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    /// The host-only-flag.
    pub fn host_only(&self) -> bool {
        self.host_only
    }

    /// Whether the path came from the URL instead of an attribute.
    pub fn path_is_default(&self) -> bool {
        self.path_is_default
    }

    /// The Secure attribute.
    pub fn secure(&self) -> bool {
        self.secure
    }

    /// The HttpOnly attribute.
    pub fn http_only(&self) -> bool {
        self.http_only
    }

    /// The SameSite attribute.
    pub fn same_site(&self) -> SameSite {
        self.same_site
    }

    /// The Priority attribute.
    pub fn priority(&self) -> Priority {
        self.priority
    }

    /// The partition that the cookie belongs to.
    pub fn partition(&self) -> Option<&PartitionKey> {
        self.rare.as_ref()?.partition.as_ref()
    }

    /// All other attributes, to the letter.
    pub fn extensions(&self) -> &[Box<str>] {
        self.rare.as_ref().map(|rare| rare.extensions.as_slice()).unwrap_or_default()
    }

    /// The Expires attribute, in microseconds since the epoch.
    pub fn expires(&self) -> Option<i64> {
        self.expires
    }

    /// The Max-Age attribute, in seconds.
    pub fn max_age(&self) -> Option<f64> {
        self.max_age
    }

    /// When the cookie ends, in microseconds since the epoch; `None` for a session cookie.
    pub fn expiry(&self) -> Option<i64> {
        (self.expiry != NEVER).then_some(self.expiry)
    }

    /// Whether the cookie has ended at `now` (milliseconds).
    pub fn is_expired(&self, now: i64) -> bool {
        self.expiry <= now.saturating_mul(1000)
    }

    /// The creation-time, in milliseconds since the epoch.
    pub fn creation(&self) -> i64 {
        self.creation
    }

    /// The last-access-time, in milliseconds since the epoch.
    pub fn last_access(&self) -> i64 {
        self.last_access.get()
    }

    /// Notes an access at `now` (milliseconds).
    pub fn touch(&self, now: i64) {
        self.last_access.set(now);
    }

    /// The place in the jar's order of creation.
    pub fn index(&self) -> u64 {
        self.index
    }

    /// Gives the cookie its place in the jar's order.
    pub fn set_index(&mut self, index: u64) {
        self.index = index;
    }

    /// Takes creation-time and place of the cookie that this one replaces (RFC 6265 section 5.3 step 11.3).
    pub fn succeed(&mut self, old: &StoredCookie) {
        self.creation = old.creation;
        self.index = old.index;
    }

    /// Whether two cookies are the same one at different times: equal name, domain, host-only-flag, path (RFC 6265bis
    /// section 5.7 step 23) and partition (CHIPS).
    pub fn is_same_cookie(&self, other: &StoredCookie) -> bool {
        self.name() == other.name()
            && self.path() == other.path()
            && self.domain() == other.domain()
            && self.host_only == other.host_only
            && match (self.partition(), other.partition()) {
                (None, None) => true,
                (Some(one), Some(other)) => one.is_same_partition(other),
                _ => false,
            }
    }

    /// Whether two cookies of a site count for the same limit: as in Chromium, each partition has its own.
    pub fn shares_limit(&self, other: &StoredCookie) -> bool {
        match (self.partition(), other.partition()) {
            (None, None) => true,
            (Some(one), Some(other)) => one.site() == other.site(),
            _ => false,
        }
    }

    /// Bytes of memory that the cookie takes, for V8's bookkeeping.
    pub fn memory(&self) -> usize {
        let rare = self.rare.as_ref().map_or(0, |rare| {
            let partition = rare.partition.as_ref().map_or(0, |key| key.site().len());
            size_of::<Rare>() + partition + rare.extensions.iter().map(|text| text.len() + 16).sum::<usize>()
        });
        size_of::<StoredCookie>() + self.text.len() + rare
    }
}

/// When a cookie that was received at `now` (milliseconds) ends: Max-Age before Expires (RFC 6265 section 5.3 step 3).
fn expiry_of(expires: Option<i64>, max_age: Option<f64>, now: i64) -> i64 {
    match (max_age, expires) {
        (Some(seconds), _) if seconds <= 0.0 => ALWAYS_EXPIRED,
        (Some(seconds), _) => {
            let ms = now as f64 + seconds * 1000.0;
            // `as` saturates; the clamp keeps the time inside what a JavaScript Date can hold.
            (ms as i64).clamp(-MAX_DATE_MS, MAX_DATE_MS).saturating_mul(1000)
        }
        (None, Some(expires)) => expires,
        (None, None) => NEVER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cookie(expires: Option<i64>, max_age: Option<f64>) -> StoredCookie {
        let parsed = ParsedCookie { name: "n".into(), value: "v".into(), expires, max_age, ..ParsedCookie::default() };
        StoredCookie::new(&parsed, "example.com", true, "/p", false, None, 1_000)
    }

    #[test]
    fn texts_are_told_apart() {
        let cookie = cookie(None, None);
        assert_eq!((cookie.name(), cookie.value(), cookie.domain(), cookie.path()), ("n", "v", "example.com", "/p"));
    }

    #[test]
    fn max_age_counts_before_expires() {
        assert_eq!(cookie(Some(5), Some(2.0)).expiry(), Some(3_000_000));
        assert_eq!(cookie(Some(5), None).expiry(), Some(5));
        assert_eq!(cookie(None, None).expiry(), None);
        assert!(cookie(Some(i64::MAX - 1), Some(0.0)).is_expired(i64::MIN / 1000));
        assert_eq!(cookie(None, Some(f64::INFINITY)).expiry(), Some(MAX_DATE_MS * 1000));
    }

    #[test]
    fn a_cookie_ends_with_its_last_instant() {
        let cookie = cookie(Some(2_000_000), None);
        assert!(!cookie.is_expired(1_999));
        assert!(cookie.is_expired(2_000));
    }

    #[test]
    fn a_cookie_stays_small() {
        assert!(size_of::<StoredCookie>() <= 128, "{}", size_of::<StoredCookie>());
    }
}
