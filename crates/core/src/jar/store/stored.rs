//! The third stage of a cookie's life: the compact form in which the jar keeps it.

use std::cell::Cell;
use std::rc::Rc;

use super::place::Place;
use crate::jar::attributes::{Priority, SameSite};
use crate::jar::calendar::MAX_DATE_MS;
use crate::jar::parse::octets::{Encoding, PairEncoding};
use crate::jar::parse::parsed::ParsedCookie;
use crate::jar::parse::partition::PartitionKey;

/// Expiry of a session cookie, which never expires by time.
pub const NEVER: i64 = i64::MAX;

/// Expiry of a cookie that is expired at any time: `Max-Age` of zero or less.
const ALWAYS_EXPIRED: i64 = i64::MIN;

/// No Max-Age attribute.
const NO_AGE: i32 = i32::MIN;

/// A Max-Age attribute that is not a 32-bit number of seconds.
const ODD_AGE: i32 = i32::MIN + 1;

/// Yes-or-no properties of a cookie, one bit each.
mod flag {
    pub const SECURE: u8 = 1;
    pub const HTTP_ONLY: u8 = 1 << 1;
    pub const PATH_IS_DEFAULT: u8 = 1 << 2;
    pub const FITS_BROWSER: u8 = 1 << 3;
    /// Two bits each: how the name and the value were received.
    pub const ENCODING: u8 = 3 << NAME_SHIFT | 3 << VALUE_SHIFT;
    pub const NAME_SHIFT: u8 = 4;
    pub const VALUE_SHIFT: u8 = 6;
}

/// A cookie in the jar: 72 bytes and one allocation for name and value. Its place is shared; what few cookies have is boxed.
#[derive(Debug, Clone)]
pub struct StoredCookie {
    /// `name=value`; the value alone for a nameless cookie. It appears so in the `Cookie` header, apart from its encoding.
    pair: Box<str>,
    place: Rc<Place>,
    rare: Option<Box<Rare>>,
    /// When the cookie expires, in microseconds since the epoch, Chromium's own resolution, so that its fractions survive. Without a
    /// Max-Age, this is the Expires attribute.
    expiry: i64,
    /// Milliseconds since the epoch.
    creation: i64,
    /// Milliseconds since the epoch.
    last_access: Cell<i64>,
    /// The index in the jar's order of creation, which decides between cookies created in the same millisecond.
    index: u32,
    name_end: u32,
    /// The Max-Age attribute in seconds, or one of the constants above.
    max_age: i32,
    flags: u8,
    same_site: SameSite,
    priority: Priority,
}

/// What few cookies have.
#[derive(Debug, Clone, Default)]
struct Rare {
    partition: Option<PartitionKey>,
    extensions: Vec<Box<str>>,
    /// The Expires attribute in microseconds since the epoch, if Max-Age takes precedence.
    expires: Option<i64>,
    /// The Max-Age attribute in seconds, if it is odd: infinite, beyond 32 bits, or -0.
    max_age: Option<f64>,
}

/// A cookie that is about to be stored, with what was found out about it.
#[derive(Debug)]
pub struct Judged<'a> {
    /// The cookie as it was received.
    pub cookie: &'a ParsedCookie<'a>,
    /// Where it belongs.
    pub place: Rc<Place>,
    /// Whether the path came from the URL instead of an attribute.
    pub path_is_default: bool,
    /// The partition that it belongs to.
    pub partition: Option<PartitionKey>,
    /// Whether browsers accept it.
    pub fits_browser: bool,
}

impl<'a> Judged<'a> {
    /// An unpartitioned cookie with a path of its own that browsers accept.
    pub fn plain(cookie: &'a ParsedCookie<'a>, place: Rc<Place>) -> Judged<'a> {
        Judged { cookie, place, path_is_default: false, partition: None, fits_browser: true }
    }
}

impl StoredCookie {
    /// A cookie that was received at `now` (milliseconds).
    pub fn new(judged: Judged<'_>, now: i64) -> StoredCookie {
        let Judged { cookie, place, path_is_default, partition, fits_browser } = judged;
        let mut pair = String::with_capacity(cookie.name.len() + 1 + cookie.value.len());
        if !cookie.name.is_empty() {
            pair.push_str(&cookie.name);
            pair.push('=');
        }
        pair.push_str(&cookie.value);
        let expires = cookie.expires.filter(|_| cookie.max_age.is_some());
        let max_age = cookie.max_age.map_or(NO_AGE, small_age);
        let odd_age = cookie.max_age.filter(|_| max_age == ODD_AGE);
        let has_rare = partition.is_some() || !cookie.extensions.is_empty() || expires.is_some() || odd_age.is_some();
        let rare = has_rare.then(|| {
            let extensions = cookie.extensions.iter().map(|extension| Box::from(&**extension)).collect();
            Box::new(Rare { partition, extensions, expires, max_age: odd_age })
        });
        let bit = |set: bool, flag: u8| if set { flag } else { 0 };
        let flags = bit(cookie.secure, flag::SECURE)
            | bit(cookie.http_only, flag::HTTP_ONLY)
            | bit(path_is_default, flag::PATH_IS_DEFAULT)
            | bit(fits_browser, flag::FITS_BROWSER)
            | (cookie.encoding.name as u8) << flag::NAME_SHIFT
            | (cookie.encoding.value as u8) << flag::VALUE_SHIFT;
        StoredCookie {
            pair: pair.into_boxed_str(),
            place,
            rare,
            expiry: expiry_of(cookie.expires, cookie.max_age, now),
            creation: now,
            last_access: Cell::new(now),
            index: 0,
            name_end: cookie.name.len() as u32,
            max_age,
            flags,
            same_site: cookie.same_site,
            priority: cookie.priority,
        }
    }

    /// The same cookie with the times that a persisted state gives it, in milliseconds; `expiry` in microseconds. Without a Max-Age
    /// the expiry is that of the Expires attribute.
    pub fn with_times(mut self, creation: i64, last_access: i64, expiry: Option<i64>) -> StoredCookie {
        self.creation = creation;
        self.last_access.set(last_access);
        self.expiry = expiry.unwrap_or_else(|| expiry_of(self.expires(), self.max_age(), last_access));
        self
    }

    /// Makes the cookie expire at `latest` (milliseconds) or earlier.
    pub fn end_by(&mut self, latest: i64) {
        if self.expiry != NEVER {
            self.expiry = self.expiry.min(latest.min(MAX_DATE_MS).saturating_mul(1000));
        }
    }

    /// The name.
    pub fn name(&self) -> &str {
        self.pair.get(..self.name_end as usize).unwrap_or_default()
    }

    /// The value.
    pub fn value(&self) -> &str {
        let start = self.name_end as usize + usize::from(self.name_end > 0);
        self.pair.get(start..).unwrap_or_default()
    }

    /// `name=value` as it is kept; the value alone for a nameless cookie.
    pub fn pair(&self) -> &str {
        &self.pair
    }

    /// Whether name and value are kept and sent as received.
    #[inline]
    pub fn is_plain(&self) -> bool {
        self.flags & flag::ENCODING == 0
    }

    /// How name and value were received.
    pub fn encoding(&self) -> PairEncoding {
        let at = |shift: u8| match self.flags >> shift & 3 {
            1 => Encoding::Text,
            2 => Encoding::Utf8Octets,
            3 => Encoding::OtherOctets,
            _ => Encoding::Plain,
        };
        PairEncoding { name: at(flag::NAME_SHIFT), value: at(flag::VALUE_SHIFT) }
    }

    /// Whether the name is octets that are not UTF-8.
    #[inline]
    pub fn name_is_octets(&self) -> bool {
        self.flags >> flag::NAME_SHIFT & 3 == Encoding::OtherOctets as u8
    }

    /// Whether the cookie has octets that are not UTF-8, and a browser that has them would report that name and value.
    pub fn is_reported_as(&self, name: &str, value: &str) -> bool {
        let encoding = self.encoding();
        encoding.has(Encoding::OtherOctets)
            && encoding.name.is_reported_as(self.name(), name)
            && encoding.value.is_reported_as(self.value(), value)
    }

    /// Copies name and value of the other cookie, and how they were received.
    pub fn take_pair_of(&mut self, other: &StoredCookie) {
        self.pair.clone_from(&other.pair);
        self.name_end = other.name_end;
        self.flags = self.flags & !flag::ENCODING | other.flags & flag::ENCODING;
    }

    /// Appends the cookie to a header: `name=value`, or the value alone for a nameless cookie.
    pub fn push_header(&self, header: &mut String) {
        if self.is_plain() {
            header.push_str(&self.pair);
            return;
        }
        let encoding = self.encoding();
        if self.name_end > 0 {
            encoding.name.push_octets(self.name(), header);
            header.push('=');
        }
        encoding.value.push_octets(self.value(), header);
    }

    /// Octets of name and value.
    pub fn octet_len(&self) -> usize {
        if self.is_plain() {
            return self.pair.len() - usize::from(self.name_end > 0);
        }
        let encoding = self.encoding();
        encoding.name.octet_len(self.name()) + encoding.value.octet_len(self.value())
    }

    /// Whether the other cookie has the same value, in octets.
    pub fn has_value_of(&self, other: &StoredCookie) -> bool {
        let is_other = |cookie: &StoredCookie| cookie.encoding().value == Encoding::OtherOctets;
        self.value() == other.value() && (self.is_plain() || is_other(self) == is_other(other))
    }

    /// Domain, host-only-flag and path.
    pub fn place(&self) -> &Rc<Place> {
        &self.place
    }

    /// Gives the cookie a place that others share.
    pub fn set_place(&mut self, place: &Rc<Place>) {
        self.place = Rc::clone(place);
    }

    /// The domain in canonical form, without a leading dot.
    pub fn domain(&self) -> &str {
        self.place.domain()
    }

    /// The path.
    pub fn path(&self) -> &str {
        self.place.path()
    }

    /// The host-only-flag.
    pub fn host_only(&self) -> bool {
        self.place.host_only()
    }

    /// Whether the path came from the URL instead of an attribute.
    pub fn path_is_default(&self) -> bool {
        self.flags & flag::PATH_IS_DEFAULT != 0
    }

    /// Whether browsers accept the cookie; judged once, since a browser is handed all cookies for each page.
    pub fn fits_browser(&self) -> bool {
        self.flags & flag::FITS_BROWSER != 0
    }

    /// The Secure attribute.
    pub fn secure(&self) -> bool {
        self.flags & flag::SECURE != 0
    }

    /// The HttpOnly attribute.
    pub fn http_only(&self) -> bool {
        self.flags & flag::HTTP_ONLY != 0
    }

    /// The SameSite attribute.
    pub fn same_site(&self) -> SameSite {
        self.same_site
    }

    /// The Priority attribute.
    pub fn priority(&self) -> Priority {
        self.priority
    }

    /// Whether it has what few cookies have: a partition, other attributes, an Expires attribute besides Max-Age, or an odd Max-Age.
    pub fn has_rare(&self) -> bool {
        self.rare.is_some()
    }

    /// The partition that the cookie belongs to.
    pub fn partition(&self) -> Option<&PartitionKey> {
        self.rare.as_ref()?.partition.as_ref()
    }

    /// All other attributes, verbatim.
    pub fn extensions(&self) -> &[Box<str>] {
        self.rare.as_ref().map(|rare| rare.extensions.as_slice()).unwrap_or_default()
    }

    /// The Expires attribute, in microseconds since the epoch.
    pub fn expires(&self) -> Option<i64> {
        match self.max_age() {
            Some(_) => self.rare.as_ref()?.expires,
            None => self.expiry(),
        }
    }

    /// The Max-Age attribute, in seconds.
    pub fn max_age(&self) -> Option<f64> {
        match self.max_age {
            NO_AGE => None,
            ODD_AGE => self.rare.as_ref()?.max_age,
            seconds => Some(f64::from(seconds)),
        }
    }

    /// When the cookie expires, in microseconds since the epoch; `None` for a session cookie.
    pub fn expiry(&self) -> Option<i64> {
        (self.expiry != NEVER).then_some(self.expiry)
    }

    /// Whether the cookie has expired at `now` (milliseconds).
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

    /// Records an access at `now` (milliseconds).
    pub fn touch(&self, now: i64) {
        self.last_access.set(now);
    }

    /// The index in the jar's order of creation.
    pub fn index(&self) -> u32 {
        self.index
    }

    /// Sets the index in the jar's order of creation.
    pub fn set_index(&mut self, index: u32) {
        self.index = index;
    }

    /// Inherits creation-time and index of the cookie that this one replaces (RFC 6265 section 5.3 step 11.3).
    pub fn succeed(&mut self, old: &StoredCookie) {
        self.creation = old.creation;
        self.index = old.index;
    }

    /// What the cookie has in common with one that it replaces.
    pub fn identity(&self) -> Identity<'_> {
        Identity {
            name: self.name(),
            name_is_octets: self.name_is_octets(),
            domain: self.domain(),
            host_only: self.host_only(),
            path: self.path(),
            partition: self.partition(),
        }
    }

    /// Whether two cookies of a site count towards the same limit: as in Chromium, each partition has its own.
    pub fn shares_limit(&self, other: &StoredCookie) -> bool {
        match (self.partition(), other.partition()) {
            (None, None) => true,
            (Some(one), Some(other)) => one.is_same_partition(other),
            _ => false,
        }
    }

    /// Bytes of memory that the cookie takes, for V8's bookkeeping.
    pub fn memory(&self) -> usize {
        let rare = self.rare.as_ref().map_or(0, |rare| {
            let partition = rare.partition.as_ref().map_or(0, |key| key.site().len());
            size_of::<Rare>() + partition + rare.extensions.iter().map(|text| text.len() + 16).sum::<usize>()
        });
        size_of::<StoredCookie>() + self.pair.len() + rare
    }
}

/// What identifies a cookie, so that a new one replaces the old: name, domain, host-only-flag, path (RFC 6265bis section 5.7 step 23) and
/// partition (CHIPS).
#[derive(Debug, Clone, Copy)]
pub struct Identity<'a> {
    /// The name.
    pub name: &'a str,
    /// Whether the name is octets that are not UTF-8, which makes it a different name from the same characters as text.
    pub name_is_octets: bool,
    /// The domain in canonical form.
    pub domain: &'a str,
    /// The host-only-flag.
    pub host_only: bool,
    /// The path.
    pub path: &'a str,
    /// The partition.
    pub partition: Option<&'a PartitionKey>,
}

impl Identity<'_> {
    /// Whether a stored cookie has this identity.
    pub fn is(&self, stored: &StoredCookie) -> bool {
        self.has_name_of(stored)
            && stored.place.is(self.domain, self.host_only, self.path)
            && self.is_in_partition_of(stored)
    }

    /// Whether the name is that of a stored cookie, in octets.
    pub fn has_name_of(&self, stored: &StoredCookie) -> bool {
        self.name == stored.name() && self.name_is_octets == stored.name_is_octets()
    }

    /// Whether it belongs to the same partition as a stored cookie, or neither belongs to one.
    pub fn is_in_partition_of(&self, stored: &StoredCookie) -> bool {
        match (self.partition, stored.partition()) {
            (None, None) => true,
            (Some(one), Some(other)) => one.is_same_partition(other),
            _ => false,
        }
    }
}

/// Seconds as they are stored; `ODD_AGE` if they don't fit.
fn small_age(seconds: f64) -> i32 {
    // `as` saturates and truncates.
    match seconds as i32 {
        small if f64::from(small).to_bits() == seconds.to_bits() && small > ODD_AGE => small,
        _ => ODD_AGE,
    }
}

/// When a cookie received at `now` (milliseconds) expires: Max-Age takes precedence over Expires (RFC 6265 section 5.3 step 3).
pub fn expiry_of(expires: Option<i64>, max_age: Option<f64>, now: i64) -> i64 {
    match (max_age, expires) {
        (Some(seconds), _) if seconds <= 0.0 => ALWAYS_EXPIRED,
        (Some(seconds), _) => {
            let ms = now as f64 + seconds * 1000.0;
            // `as` saturates; the clamp keeps the time within what a JavaScript Date can hold.
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
        StoredCookie::new(Judged::plain(&parsed, Place::new("example.com", true, "/p")), 1_000)
    }

    #[test]
    fn texts_are_told_apart() {
        let cookie = cookie(None, None);
        assert_eq!((cookie.name(), cookie.value(), cookie.domain(), cookie.path()), ("n", "v", "example.com", "/p"));
    }

    #[test]
    fn expires_is_kept_besides_max_age() {
        let times = |expires, max_age| cookie(expires, max_age).expires();
        assert_eq!((times(Some(5), Some(2.0)), times(Some(5), None), times(None, None)), (Some(5), Some(5), None));
        assert_eq!(cookie(None, Some(2.0)).expires(), None);
    }

    #[test]
    fn max_age_comes_back_as_it_was() {
        let small = [0.0, -1.0, 60.0, 31_536_000.0, 2_147_483_647.0, -2_147_483_646.0];
        let odd =
            [-2_147_483_647.0, -2_147_483_648.0, 2_147_483_648.0, 1e300, 0.5, -0.0, f64::INFINITY, f64::NEG_INFINITY];
        for seconds in small.into_iter().chain(odd) {
            assert_eq!(cookie(None, Some(seconds)).max_age().map(f64::to_bits), Some(seconds.to_bits()));
        }
        assert!(small.iter().all(|&seconds| cookie(None, Some(seconds)).rare.is_none()));
        assert_eq!(cookie(None, None).max_age(), None);
    }

    #[test]
    fn max_age_takes_precedence_over_expires() {
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
        assert!(size_of::<StoredCookie>() <= 72, "{}", size_of::<StoredCookie>());
    }
}
