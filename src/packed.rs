//! Cookies across the boundary as packed text; `js/packed.js` is the other side.
//!
//! Strings cross cheaply, objects don't (20 objects of 8 fields: 28 µs; one packed string cut into 20 objects: below 1 µs).
//!
//! **Out**: one string, one record after the other. A record is a head of ASCII characters, seven bits each, and then the
//! record's texts. Lengths are UTF-16 code units in four characters, numbers the bits of a double in ten, low bits first.
//!
//! **In**: one string of all texts and one `Float64Array` with `FIELDS_IN` numbers a cookie.

use std::borrow::Cow;

use crate::boundary::Text;
use crate::jar::attributes::{Priority, SameSite};
use crate::jar::domain::{canonical_host, without_brackets};
use crate::jar::extensions::{extensions_of, visible_extensions_of};
use crate::jar::iso_date::{push_iso_date, MAX_DATE_MS};
use crate::jar::parsed::ParsedCookie;
use crate::jar::partition::{CrossSiteAncestor, PartitionKey};
use crate::jar::rejection::Rejection;
use crate::jar::request::{RequestUrl, UrlError};
use crate::jar::stored::StoredCookie;
use crate::jar::text::utf16_len;

/// Bits of a record's flags; `js/packed.js` has the same.
mod flag {
    pub const SECURE: u32 = 1;
    pub const HTTP_ONLY: u32 = 1 << 1;
    pub const HOST_ONLY: u32 = 1 << 2;
    pub const EXPIRES: u32 = 1 << 3;
    pub const PARTITION: u32 = 1 << 4;
    pub const PATH_IS_DEFAULT: u32 = 1 << 5;
    pub const MAX_AGE: u32 = 1 << 6;
    /// Two bits: unset, None, Lax, Strict.
    pub const SAME_SITE_SHIFT: u32 = 7;
    /// Two bits: unset, Low, Medium, High.
    pub const PRIORITY_SHIFT: u32 = 9;
    /// Two bits: unknown, no, yes.
    pub const ANCESTOR_SHIFT: u32 = 11;
    pub const EXTENSIONS: u32 = 1 << 13;
}

/// Bytes of a record's head, about; for the first allocation.
const HEAD: usize = 48;

/// Writes records.
pub struct Records(String);

impl Records {
    /// Room for `count` cookies of usual size.
    pub fn with_capacity(count: usize) -> Records {
        Records(String::with_capacity(count * (HEAD + 96)))
    }

    /// The packed text.
    pub fn finish(self) -> String {
        self.0
    }

    /// A record for Puppeteer and Playwright: flags, lengths of name, value, domain, path and (if there is one) partition, the
    /// expiry in seconds (if there is one), the texts. The domain has its leading dot unless the cookie is host-only.
    pub fn push_browser_cookie(&mut self, cookie: &StoredCookie) {
        let expiry = cookie.expiry();
        let partition = cookie.partition();
        let mut flags = attribute_flags(cookie);
        if expiry.is_some() {
            flags |= flag::EXPIRES;
        }
        if let Some(partition) = partition {
            flags |= flag::PARTITION | (partition.ancestor() as u32) << flag::ANCESTOR_SHIFT;
        }
        self.push_bits(u64::from(flags), 2);
        let dot = usize::from(!cookie.host_only());
        self.push_length(utf16_len(cookie.name()));
        self.push_length(utf16_len(cookie.value()));
        self.push_length(utf16_len(cookie.domain()) + dot);
        self.push_length(utf16_len(cookie.path()));
        if let Some(partition) = partition {
            self.push_length(utf16_len(partition.site()));
        }
        if let Some(expiry) = expiry {
            self.push_number(seconds(expiry));
        }
        self.0.push_str(cookie.name());
        self.0.push_str(cookie.value());
        if !cookie.host_only() {
            self.0.push('.');
        }
        self.0.push_str(cookie.domain());
        self.0.push_str(cookie.path());
        if let Some(partition) = partition {
            self.0.push_str(partition.site());
        }
    }

    /// A record for a `Cookie` object: flags, lengths of name, value, domain and path, creation and last access in
    /// milliseconds, Expires in milliseconds and Max-Age in seconds (if they are set), extensions (if there are any), the texts.
    pub fn push_cookie(&mut self, cookie: &StoredCookie) {
        let extensions = visible_extensions_of(cookie);
        self.push_tough_head(cookie, !extensions.is_empty());
        self.push_number(clamp_date(cookie.creation()) as f64);
        self.push_number(clamp_date(cookie.last_access()) as f64);
        if let Some(expires) = cookie.expires() {
            self.push_number(clamp_date(expires.div_euclid(1000)) as f64);
        }
        self.push_tough_tail(cookie, &extensions);
    }

    /// The same with the dates as ISO texts of 24 or 27 characters, for tough-cookie's serialized form. Lengths of the three
    /// dates take the place of the three times; no `expires` has length 0, a last access equal to the creation too.
    pub fn push_serialized(&mut self, cookie: &StoredCookie) {
        let extensions = extensions_of(cookie);
        self.push_tough_head(cookie, !extensions.is_empty());
        let mut dates = String::with_capacity(72);
        push_iso_date(&mut dates, clamp_date(cookie.creation()));
        self.push_length(dates.len());
        let before = dates.len();
        if cookie.last_access() != cookie.creation() {
            push_iso_date(&mut dates, clamp_date(cookie.last_access()));
        }
        self.push_length(dates.len() - before);
        let before = dates.len();
        if let Some(expires) = cookie.expires() {
            push_iso_date(&mut dates, clamp_date(expires.div_euclid(1000)));
        }
        self.push_length(dates.len() - before);
        self.push_tough_tail(cookie, &extensions);
        self.0.push_str(&dates);
    }

    fn push_tough_head(&mut self, cookie: &StoredCookie, has_extensions: bool) {
        let mut flags = attribute_flags(cookie);
        if cookie.expires().is_some() {
            flags |= flag::EXPIRES;
        }
        if cookie.max_age().is_some() {
            flags |= flag::MAX_AGE;
        }
        if has_extensions {
            flags |= flag::EXTENSIONS;
        }
        self.push_bits(u64::from(flags), 2);
        self.push_length(utf16_len(cookie.name()));
        self.push_length(utf16_len(cookie.value()));
        self.push_length(utf16_len(without_brackets(cookie.domain())));
        self.push_length(utf16_len(cookie.path()));
    }

    fn push_tough_tail(&mut self, cookie: &StoredCookie, extensions: &[Cow<'_, str>]) {
        if let Some(seconds) = cookie.max_age() {
            self.push_number(seconds);
        }
        if !extensions.is_empty() {
            self.push_length(extensions.len());
            for extension in extensions {
                self.push_length(utf16_len(extension));
            }
        }
        self.0.push_str(cookie.name());
        self.0.push_str(cookie.value());
        self.0.push_str(without_brackets(cookie.domain()));
        self.0.push_str(cookie.path());
        for extension in extensions {
            self.0.push_str(extension);
        }
    }

    /// A number of at most 28 bits.
    fn push_length(&mut self, length: usize) {
        self.push_bits(length as u64, 4);
    }

    fn push_number(&mut self, number: f64) {
        self.push_bits(number.to_bits(), 10);
    }

    fn push_bits(&mut self, mut bits: u64, characters: usize) {
        for _ in 0..characters {
            self.0.push(char::from((bits & 0x7F) as u8));
            bits >>= 7;
        }
    }
}

fn attribute_flags(cookie: &StoredCookie) -> u32 {
    let bit = |set: bool, flag: u32| if set { flag } else { 0 };
    bit(cookie.secure(), flag::SECURE)
        | bit(cookie.http_only(), flag::HTTP_ONLY)
        | bit(cookie.host_only(), flag::HOST_ONLY)
        | bit(cookie.path_is_default(), flag::PATH_IS_DEFAULT)
        | (cookie.same_site() as u32) << flag::SAME_SITE_SHIFT
        | (cookie.priority() as u32) << flag::PRIORITY_SHIFT
}

/// Microseconds to the seconds that browsers report: the nearest double.
fn seconds(micros: i64) -> f64 {
    micros as f64 / 1e6
}

/// Seconds of a browser to microseconds, or `None` for a session cookie: -1, zero (which cookie files use for it), no number.
/// What lies beyond the dates of JavaScript is clamped.
fn micros(seconds: f64) -> Option<i64> {
    if !seconds.is_finite() || seconds <= 0.0 {
        return None;
    }
    let latest = MAX_DATE_MS * 1000;
    // `as` saturates.
    Some(((seconds * 1e6).round() as i64).min(latest))
}

fn clamp_date(ms: i64) -> i64 {
    ms.clamp(-MAX_DATE_MS, MAX_DATE_MS)
}

/// Numbers a cookie of a browser has in the `Float64Array`: the lengths of its texts in the order of `BrowserRecord`, -1 where
/// one is absent; then the expiry in seconds, the flags, the ancestor.
pub const FIELDS_IN: usize = 11;

/// A browser's cookie as it came across: nothing judged.
pub struct BrowserRecord<'a> {
    name: &'a str,
    value: &'a str,
    domain: Option<&'a str>,
    path: Option<&'a str>,
    url: Option<&'a str>,
    same_site: Option<&'a str>,
    priority: Option<&'a str>,
    partition: Option<&'a str>,
    expires: f64,
    flags: u32,
    ancestor: CrossSiteAncestor,
    has_lone_surrogate: bool,
}

/// Reads the records that `packBrowserCookies` of `js/packed.js` wrote.
pub fn read_browser_records<'a>(text: &'a Text, numbers: &[f64]) -> Vec<BrowserRecord<'a>> {
    let mut cursor = Cursor { rest: text.as_str(), at: 0, is_ascii: text.as_str().is_ascii() };
    let mut records = Vec::with_capacity(numbers.len() / FIELDS_IN);
    for chunk in numbers.chunks_exact(FIELDS_IN) {
        let &[name, value, domain, path, url, same_site, priority, partition, expires, flags, ancestor] = chunk else {
            continue;
        };
        let start = cursor.at;
        records.push(BrowserRecord {
            name: cursor.take(name).unwrap_or_default(),
            value: cursor.take(value).unwrap_or_default(),
            domain: cursor.take(domain),
            path: cursor.take(path),
            url: cursor.take(url),
            same_site: cursor.take(same_site),
            priority: cursor.take(priority),
            partition: cursor.take(partition),
            expires,
            flags: flags as u32,
            ancestor: match ancestor as u32 {
                2 => CrossSiteAncestor::Yes,
                1 => CrossSiteAncestor::No,
                _ => CrossSiteAncestor::Unknown,
            },
            has_lone_surrogate: text.has_lone_surrogate(start, cursor.at),
        });
    }
    records
}

/// Cuts a text by UTF-16 lengths.
struct Cursor<'a> {
    rest: &'a str,
    at: usize,
    is_ascii: bool,
}

impl<'a> Cursor<'a> {
    /// The next `length` code units; `None` for a negative length.
    fn take(&mut self, length: f64) -> Option<&'a str> {
        if length < 0.0 {
            return None;
        }
        let length = length as usize;
        self.at += length;
        let bytes = if self.is_ascii { length } else { utf8_prefix(self.rest, length) };
        let (head, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.rest = rest;
        Some(head)
    }
}

/// How many bytes the first `units` UTF-16 code units of a text have.
fn utf8_prefix(text: &str, units: usize) -> usize {
    let mut counted = 0;
    for (at, c) in text.char_indices() {
        if counted >= units {
            return at;
        }
        counted += c.len_utf16();
    }
    text.len()
}

impl<'a> BrowserRecord<'a> {
    /// The cookie and the URL to file it under: that of its own domain, else its own `url`, else `fallback`.
    ///
    /// `filed` is the last domain and its URL: a page's cookies mostly have one domain, and a URL costs more than the rest.
    pub fn parse(
        &self,
        fallback: Option<&Result<RequestUrl, UrlError>>,
        filed: &mut Option<(&'a str, RequestUrl)>,
    ) -> Result<(ParsedCookie<'a>, RequestUrl), Rejection> {
        if self.has_lone_surrogate {
            return Err(Rejection::InvalidCharacter("text"));
        }
        let same_site = match self.same_site {
            None | Some("" | "Default" | "default") => SameSite::Unset,
            Some(text) => SameSite::parse(text).ok_or_else(|| Rejection::InvalidSameSite(text.to_owned()))?,
        };
        let priority = match self.priority {
            None | Some("") => Priority::Unset,
            Some(text) => Priority::parse(text).ok_or_else(|| Rejection::InvalidPriority(text.to_owned()))?,
        };
        let partition = self
            .partition
            .filter(|site| !site.is_empty())
            .map(|site| PartitionKey::new(site, self.ancestor))
            .transpose()?;

        let given = self.domain.filter(|domain| !domain.is_empty());
        let mut domain = None;
        let request = match given {
            Some(given) => {
                let dotless = given.strip_prefix('.');
                let host = dotless.unwrap_or(given);
                let request = match filed {
                    Some((last, request)) if *last == host => request.clone(),
                    _ => {
                        let canonical =
                            canonical_host(host).ok_or_else(|| Rejection::InvalidDomain(given.to_owned()))?;
                        let request =
                            RequestUrl::of_host(&canonical).map_err(|_| Rejection::InvalidDomain(given.to_owned()))?;
                        *filed = Some((host, request.clone()));
                        request
                    }
                };
                if dotless.is_some() {
                    domain = Some(Cow::Owned(request.host().to_owned()));
                }
                request
            }
            None => match self.url.map(RequestUrl::parse) {
                Some(Ok(request)) => request,
                Some(Err(_)) => return Err(Rejection::NotHttp),
                None => match fallback {
                    Some(Ok(request)) => request.clone(),
                    Some(Err(_)) => return Err(Rejection::NotHttp),
                    None => return Err(Rejection::NoDomain),
                },
            },
        };
        let cookie = ParsedCookie {
            // Browsers trim what they are given.
            name: Cow::Borrowed(self.name.trim_matches(' ')),
            value: Cow::Borrowed(self.value.trim_matches(' ')),
            domain,
            path: self.path.map(|path| path.trim_matches(' ')).filter(|path| path.starts_with('/')).map(Cow::Borrowed),
            expires: micros(self.expires),
            secure: self.flags & flag::SECURE != 0,
            http_only: self.flags & flag::HTTP_ONLY != 0,
            same_site,
            priority,
            partition,
            ..ParsedCookie::default()
        };
        Ok((cookie, request))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_expiry_of_a_browser_comes_back_to_the_last_bit() {
        for reported in [1_795_393_923.482_937, 1_795_393_923.0, 0.5, 253_402_300_799.999_9, 1e11, 8.64e12] {
            assert_eq!(micros(reported).map(seconds), Some(reported));
        }
    }

    #[test]
    fn what_is_no_expiry_makes_a_session_cookie_and_what_is_too_far_is_clamped() {
        for none in [-1.0, 0.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1e300] {
            assert_eq!(micros(none), None);
        }
        assert_eq!(micros(1e300).map(seconds), Some(8.64e12));
    }

    #[test]
    fn texts_are_cut_by_utf16_lengths() {
        let mut cursor = Cursor { rest: "aé😀zb", at: 0, is_ascii: false };
        assert_eq!(cursor.take(2.0), Some("aé"));
        assert_eq!(cursor.take(-1.0), None);
        assert_eq!(cursor.take(2.0), Some("😀"));
        assert_eq!(cursor.take(0.0), Some(""));
        assert_eq!(cursor.take(2.0), Some("zb"));
        assert_eq!(cursor.take(9.0), Some(""));
    }
}
