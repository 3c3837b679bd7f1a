//! The third stage of a cookie's life: the compact form in which the jar keeps it. Its name and value are in `name_value`, its times in `times`.

mod name_value;
mod times;

use std::cell::Cell;
use std::rc::Rc;

use super::compact_max_age::CompactMaxAge;
use super::expiry::expiry_of;
use super::judged::Judged;
use super::place::Place;
use crate::jar::attributes::{Priority, SameSite};
use crate::jar::parse::partition::{same_partition, PartitionKey};

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
    max_age: CompactMaxAge,
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
        let max_age = CompactMaxAge::of(cookie.max_age);
        let odd_age = cookie.max_age.filter(|_| max_age.is_odd());
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

    /// Whether two cookies of a site count towards the same limit: as in Chromium, each partition has its own.
    pub fn shares_limit(&self, other: &StoredCookie) -> bool {
        same_partition(self.partition(), other.partition())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jar::parse::parsed::ParsedCookie;

    pub(super) fn cookie(expires: Option<i64>, max_age: Option<f64>) -> StoredCookie {
        let parsed = ParsedCookie { name: "n".into(), value: "v".into(), expires, max_age, ..ParsedCookie::default() };
        StoredCookie::new(Judged::plain(&parsed, Place::new("example.com", true, "/p")), 1_000)
    }

    #[test]
    fn texts_are_told_apart() {
        let cookie = cookie(None, None);
        assert_eq!((cookie.name(), cookie.value(), cookie.domain(), cookie.path()), ("n", "v", "example.com", "/p"));
    }

    #[test]
    fn a_cookie_stays_small() {
        assert!(size_of::<StoredCookie>() <= 72, "{}", size_of::<StoredCookie>());
    }

    #[test]
    fn what_was_judged_of_a_cookie_is_kept() {
        let parsed = ParsedCookie { name: "n".into(), ..ParsedCookie::default() };
        for (fits_browser, path_is_default) in [(true, false), (false, true)] {
            let place = Place::new("example.com", true, "/p");
            let cookie =
                StoredCookie::new(Judged { fits_browser, path_is_default, ..Judged::plain(&parsed, place) }, 0);
            assert_eq!((cookie.fits_browser(), cookie.path_is_default()), (fits_browser, path_is_default));
            assert!(!cookie.secure() && !cookie.http_only());
        }
    }
}
