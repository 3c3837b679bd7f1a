//! The other half of `js/crossing/browser-records.js`: reads a browser's cookies, one text with all their texts and a row of numbers for each.

use std::borrow::Cow;

use crawler_session_core::jar::attributes::{Priority, SameSite};
use crawler_session_core::jar::calendar::MAX_DATE_MS;
use crawler_session_core::jar::parse::parsed::ParsedCookie;
use crawler_session_core::jar::parse::partition::{CrossSiteAncestor, PartitionKey};
use crawler_session_core::jar::rejection::Rejection;
use crawler_session_core::jar::request::domain::{canonical_host_name, site_of};
use crawler_session_core::jar::request::request_url::{RequestUrl, UrlError};

use super::layout::browser_records as layout;
use crate::boundary::Text;
use crate::crossing::text_cursor::TextCursor;

/// Numbers of a row, in the order in which `read_browser_records` reads them.
const FIELDS: usize = layout::FIELDS as usize;

/// Converts a browser's seconds to microseconds; `None` for a session cookie: -1, zero (which cookie files use for it), or not a number.
/// Times beyond the range of JavaScript's dates are clamped.
fn micros(seconds: f64) -> Option<i64> {
    if !seconds.is_finite() || seconds <= 0.0 {
        return None;
    }
    let latest = MAX_DATE_MS * 1000;
    // `as` saturates.
    Some(((seconds * 1e6).round() as i64).min(latest))
}

/// A browser's cookie as it crossed the boundary, not judged yet.
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
    is_of_protocol: bool,
    has_lone_surrogate: bool,
}

/// Reads the records that `packBrowserCookies` of `js/crossing/browser-records.js` wrote.
pub fn read_browser_records<'a>(text: &'a Text, numbers: &[f64]) -> Vec<BrowserRecord<'a>> {
    let mut cursor = TextCursor::new(text);
    let mut records = Vec::with_capacity(numbers.len() / FIELDS);
    for chunk in numbers.chunks_exact(FIELDS) {
        let &[name, value, domain, path, url, same_site, priority, partition, expires, flags, ancestor] = chunk else {
            continue;
        };
        let start = cursor.at();
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
            ancestor: match ancestor as u32 & !layout::OF_PROTOCOL {
                layout::ANCESTOR_YES => CrossSiteAncestor::Yes,
                layout::ANCESTOR_NO => CrossSiteAncestor::No,
                _ => CrossSiteAncestor::Unknown,
            },
            is_of_protocol: ancestor as u32 & layout::OF_PROTOCOL != 0,
            has_lone_surrogate: text.has_lone_surrogate(start, cursor.at()),
        });
    }
    records
}

/// How many of the cookies seem to be of the first one's site.
pub fn count_of_first_site(records: &[BrowserRecord<'_>]) -> usize {
    let site = records.first().and_then(|first| first.domain).map(site_of).unwrap_or_default();
    records.iter().filter(|record| record.domain.is_none_or(|domain| domain.ends_with(site))).count()
}

/// `sameSite` as the DevTools protocol, Playwright and browser extensions write it, in any letter case.
fn same_site_of(text: &str, secure: bool) -> Result<SameSite, Rejection> {
    let is = |name: &str| text.eq_ignore_ascii_case(name);
    if text.is_empty() || is("default") || is("unspecified") {
        return Ok(SameSite::Unset);
    }
    let same_site = if is("no_restriction") { Some(SameSite::None) } else { SameSite::parse(text) };
    match same_site {
        // No browser stores such a cookie: Playwright's Firefox reports None if a site didn't set SameSite.
        Some(SameSite::None) if !secure => Ok(SameSite::Unset),
        Some(same_site) => Ok(same_site),
        None => Err(Rejection::InvalidSameSite(text.to_owned())),
    }
}

/// The URLs that a list's cookies are filed under. The last domain's is kept: a page's cookies usually have one domain, and parsing a URL and
/// looking for its site costs more than the rest.
#[derive(Default)]
pub struct Filing<'a> {
    last: Option<(&'a str, RequestUrl)>,
    own: Option<RequestUrl>,
}

impl<'a> Filing<'a> {
    /// The URL of a domain as it was given, with or without its dot.
    fn of_domain(&mut self, given: &'a str) -> Result<&RequestUrl, Rejection> {
        let invalid = || Rejection::InvalidDomain(given.to_owned());
        let host = given.strip_prefix('.').unwrap_or(given);
        if self.last.as_ref().is_none_or(|(last, _)| *last != host) {
            let canonical = canonical_host_name(host).ok_or_else(invalid)?;
            self.last = Some((host, RequestUrl::of_host(&canonical).map_err(|_| invalid())?));
        }
        self.last.as_ref().map(|(_, request)| request).ok_or_else(invalid)
    }
}

impl<'a> BrowserRecord<'a> {
    /// The name as it would be stored: browsers trim what they are given.
    pub fn name(&self) -> &'a str {
        self.name.trim_matches(' ')
    }

    /// The domain as given, if any.
    pub fn domain(&self) -> Option<&'a str> {
        self.domain.filter(|domain| !domain.is_empty())
    }

    /// Its own URL, if any.
    pub fn url(&self) -> Option<Result<RequestUrl, UrlError>> {
        self.url.map(RequestUrl::parse)
    }

    fn has(&self, flag: u32) -> bool {
        self.flags & flag != 0
    }

    /// Whether subdomains get the cookie: as the record says, otherwise by the dot before its domain.
    fn is_of_domain(&self, has_dot: bool) -> bool {
        self.has(layout::OF_DOMAIN) || (has_dot && !self.has(layout::HOST_ONLY))
    }

    /// The cookie and the URL to file it under: that of its own domain, otherwise its own `url`, otherwise `fallback`.
    pub fn parse<'f>(
        &self,
        fallback: Option<&'f Result<RequestUrl, UrlError>>,
        filing: &'f mut Filing<'a>,
    ) -> Result<(ParsedCookie<'f>, &'f RequestUrl), Rejection> {
        if self.has_lone_surrogate {
            return Err(Rejection::InvalidCharacter("text"));
        }
        if self.has(layout::OPAQUE_PARTITION) {
            return Err(Rejection::OpaquePartition);
        }
        let secure = self.has(layout::SECURE);
        let same_site = self.same_site.map_or(Ok(SameSite::Unset), |text| same_site_of(text, secure))?;
        let priority = match self.priority {
            None | Some("") => Priority::Unset,
            Some(text) => Priority::parse(text).ok_or_else(|| Rejection::InvalidPriority(text.to_owned()))?,
        };
        let partition = self
            .partition
            .filter(|site| !site.is_empty())
            .map(|site| Ok(PartitionKey::new(site, self.ancestor)?.of_protocol(self.is_of_protocol)))
            .transpose()?;

        let request = match (self.domain(), self.url, fallback) {
            (Some(domain), ..) => filing.of_domain(domain)?,
            (None, Some(url), _) => filing.own.insert(RequestUrl::parse(url).map_err(|_| Rejection::NotHttp)?),
            (None, None, Some(Ok(fallback))) => fallback,
            (None, None, Some(Err(_))) => return Err(Rejection::NotHttp),
            (None, None, None) => return Err(Rejection::NoDomain),
        };
        let has_dot = self.domain.is_some_and(|domain| domain.starts_with('.'));
        let domain = self.is_of_domain(has_dot).then(|| Cow::Borrowed(request.host()));
        let cookie = ParsedCookie {
            name: Cow::Borrowed(self.name()),
            value: Cow::Borrowed(self.value.trim_matches(' ')),
            domain,
            path: self.path.map(|path| path.trim_matches(' ')).filter(|path| path.starts_with('/')).map(Cow::Borrowed),
            expires: micros(self.expires),
            secure,
            http_only: self.has(layout::HTTP_ONLY),
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
    use crate::crossing::packed_cookies::seconds;

    #[test]
    fn same_site_is_read_in_every_browsers_words() {
        for (text, expected) in [
            ("Strict", SameSite::Strict),
            ("LAX", SameSite::Lax),
            ("none", SameSite::None),
            ("No_Restriction", SameSite::None),
            ("UNSPECIFIED", SameSite::Unset),
            ("Default", SameSite::Unset),
            ("", SameSite::Unset),
        ] {
            assert_eq!(same_site_of(text, true), Ok(expected), "{text}");
        }
        assert_eq!(same_site_of("no restriction", true).unwrap_err().code(), "COOKIE_INVALID_SAME_SITE");
    }

    #[test]
    fn none_without_secure_counts_as_unset() {
        for text in ["None", "no_restriction"] {
            assert_eq!(same_site_of(text, false), Ok(SameSite::Unset));
        }
        assert_eq!(same_site_of("Lax", false), Ok(SameSite::Lax));
    }

    #[test]
    fn a_browsers_expiry_is_returned_to_the_last_bit() {
        for reported in [1_795_393_923.482_937, 1_795_393_923.0, 0.5, 253_402_300_799.999_9, 1e11, 8.64e12] {
            assert_eq!(micros(reported).map(seconds), Some(reported));
        }
    }

    #[test]
    fn no_expiry_makes_a_session_cookie_and_a_distant_one_is_clamped() {
        for none in [-1.0, 0.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1e300] {
            assert_eq!(micros(none), None);
        }
        assert_eq!(micros(1e300).map(seconds), Some(8.64e12));
    }
}
