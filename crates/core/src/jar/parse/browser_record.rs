//! A browser's cookie as a record: what the DevTools protocol, Puppeteer, Playwright, extensions and files say of one, in their own words.

use std::borrow::Cow;

use super::parsed::ParsedCookie;
use super::partition::{CrossSiteAncestor, PartitionKey};
use crate::jar::attributes::{Priority, SameSite};
use crate::jar::calendar::MAX_DATE_MS;
use crate::jar::rejection::Rejection;
use crate::jar::request::domain::canonical_host_name;
use crate::jar::request::request_url::{RequestUrl, UrlError};

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

/// Microseconds to the seconds that browsers report: the nearest double.
pub fn seconds(micros: i64) -> f64 {
    micros as f64 / 1e6
}

/// The latest expiry that Playwright accepts, in microseconds: the end of the year 9999. It refuses a whole call because of a later one;
/// Chromium shortens every lifetime to 400 days anyway.
pub const LATEST_EXPIRY: i64 = 253_402_300_799_000_000;

/// A browser's cookie, not judged yet.
#[derive(Debug, Default)]
pub struct BrowserRecord<'a> {
    /// The name, as given.
    pub name: &'a str,
    /// The value, as given.
    pub value: &'a str,
    /// The domain; its dot says that it is a domain cookie, unless `host_only` is there.
    pub domain: Option<&'a str>,
    /// The path.
    pub path: Option<&'a str>,
    /// Names the host of a cookie without a domain.
    pub url: Option<&'a str>,
    /// `sameSite` in any browser's words.
    pub same_site: Option<&'a str>,
    /// `priority` in any letter case.
    pub priority: Option<&'a str>,
    /// The site of the partition key.
    pub partition: Option<&'a str>,
    /// The expiry in seconds; none unless it is positive and finite.
    pub expires: f64,
    /// The Secure attribute.
    pub secure: bool,
    /// The HttpOnly attribute.
    pub http_only: bool,
    /// `hostOnly`, which overrides the dot of the domain.
    pub host_only: Option<bool>,
    /// Whether it is in a partition without a name.
    pub has_opaque_partition: bool,
    /// What the partition key says of cross-site frames.
    pub ancestor: CrossSiteAncestor,
    /// Whether the partition key has the form of the DevTools protocol.
    pub is_of_protocol: bool,
    /// Whether any text had a lone surrogate.
    pub has_lone_surrogate: bool,
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
#[derive(Debug, Default)]
pub struct Filing {
    last: Option<(Box<str>, RequestUrl)>,
    own: Option<RequestUrl>,
}

impl Filing {
    /// The URL of a domain as it was given, with or without its dot.
    fn of_domain(&mut self, given: &str) -> Result<&RequestUrl, Rejection> {
        let invalid = || Rejection::InvalidDomain(given.to_owned());
        let host = given.strip_prefix('.').unwrap_or(given);
        if self.last.as_ref().is_none_or(|(last, _)| **last != *host) {
            let canonical = canonical_host_name(host).ok_or_else(invalid)?;
            self.last = Some((host.into(), RequestUrl::of_host(&canonical).map_err(|_| invalid())?));
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

    /// Whether subdomains get the cookie: as the record says, otherwise by the dot before its domain.
    fn is_of_domain(&self, has_dot: bool) -> bool {
        self.host_only.map_or(has_dot, |host_only| !host_only)
    }

    /// The cookie and the URL to file it under: that of its own domain, otherwise its own `url`, otherwise `fallback`.
    pub fn parse<'f>(
        &self,
        fallback: Option<&'f Result<RequestUrl, UrlError>>,
        filing: &'f mut Filing,
    ) -> Result<(ParsedCookie<'f>, &'f RequestUrl), Rejection>
    where
        'a: 'f,
    {
        if self.has_lone_surrogate {
            return Err(Rejection::InvalidCharacter("text"));
        }
        if self.has_opaque_partition {
            return Err(Rejection::OpaquePartition);
        }
        let secure = self.secure;
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
            http_only: self.http_only,
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

    #[test]
    fn a_records_own_url_is_read() {
        let host = |url: Option<&'static str>| {
            let record = BrowserRecord { url, ..BrowserRecord::default() };
            record.url().map(|url| url.map(|url| url.host().to_owned()))
        };
        assert_eq!(host(None), None);
        assert_eq!(host(Some("https://a.example/x")), Some(Ok("a.example".to_owned())));
        assert_eq!(host(Some("about:blank")), Some(Err(UrlError::NotHttp)));
    }
}
