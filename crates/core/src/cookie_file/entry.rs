//! A cookie of a file: as the file states it, and read.

use std::borrow::Cow;

use super::problem::{Place, Refused};
use crate::jar::judge::syntax::check_syntax;
use crate::jar::parse::browser_record::{seconds, BrowserRecord, Filing, LATEST_EXPIRY};
use crate::jar::parse::octets::PairEncoding;
use crate::jar::parse::parsed::ParsedCookie;
use crate::jar::parse::partition::CrossSiteAncestor;
use crate::jar::rejection::Rejection;
use crate::jar::request::path::default_path;
use crate::jar::request::request_url::{RequestUrl, UrlError};

/// A cookie as a file states it. The fields are those of `BrowserRecord`.
#[derive(Debug, Default)]
#[allow(missing_docs, reason = "the fields are those of `BrowserRecord`")]
pub struct Entry<'t> {
    pub name: Cow<'t, str>,
    pub value: Cow<'t, str>,
    pub domain: Option<Cow<'t, str>>,
    pub path: Option<Cow<'t, str>>,
    pub url: Option<Cow<'t, str>>,
    pub same_site: Option<Cow<'t, str>>,
    pub priority: Option<Cow<'t, str>>,
    pub partition: Option<Cow<'t, str>>,
    pub expires: f64,
    pub secure: bool,
    pub http_only: bool,
    pub host_only: Option<bool>,
    pub has_opaque_partition: bool,
    pub ancestor: CrossSiteAncestor,
    pub is_of_protocol: bool,
}

impl Entry<'_> {
    /// The same as a browser's record.
    pub fn record(&self) -> BrowserRecord<'_> {
        BrowserRecord {
            name: &self.name,
            value: &self.value,
            domain: self.domain.as_deref(),
            path: self.path.as_deref(),
            url: self.url.as_deref(),
            same_site: self.same_site.as_deref(),
            priority: self.priority.as_deref(),
            partition: self.partition.as_deref(),
            expires: self.expires,
            secure: self.secure,
            http_only: self.http_only,
            host_only: self.host_only,
            has_opaque_partition: self.has_opaque_partition,
            ancestor: self.ancestor,
            is_of_protocol: self.is_of_protocol,
            has_lone_surrogate: false,
        }
    }
}

/// A name and a value from a header: programs write their octets as one character each, or as the text that they are in UTF-8.
pub fn decoded<'t>(name: Cow<'t, str>, value: Cow<'t, str>) -> (Cow<'t, str>, Cow<'t, str>) {
    let (_, name, value) = PairEncoding::read(None, name, value);
    (name, value)
}

/// An entry of a file, where it is, and what it says.
pub type Read<'t> = (Place, Result<Entry<'t>, Refused>);

/// A cookie that was read from a file, or is to be written to one: what can be said of it without a jar is right.
#[derive(Debug)]
pub struct FileCookie<'a> {
    cookie: ParsedCookie<'a>,
    request: &'a RequestUrl,
}

impl<'a> FileCookie<'a> {
    /// Reads a record; `fallback` is the URL of a cookie that doesn't say where it is from.
    pub fn of_record(
        record: &BrowserRecord<'a>,
        fallback: Option<&'a Result<RequestUrl, UrlError>>,
        filing: &'a mut Filing,
    ) -> Result<FileCookie<'a>, Rejection> {
        let (cookie, request) = record.parse(fallback, filing)?;
        check_syntax(&cookie)?;
        Ok(FileCookie { cookie, request })
    }

    /// Name, value and attributes.
    pub fn cookie(&self) -> &ParsedCookie<'a> {
        &self.cookie
    }

    /// The URL that it is filed under.
    pub fn request(&self) -> &RequestUrl {
        self.request
    }

    /// The host, without a dot.
    pub fn host(&self) -> &str {
        self.request.host()
    }

    /// Whether only this host gets it.
    pub fn host_only(&self) -> bool {
        self.cookie.domain.is_none()
    }

    /// The path.
    pub fn path(&self) -> &str {
        self.cookie.path.as_deref().unwrap_or_else(|| default_path(self.request.path()))
    }

    /// The expiry in seconds as browsers take it; `None` for a session cookie.
    pub fn expiry(&self) -> Option<f64> {
        self.cookie.expires.map(|micros| seconds(micros.min(LATEST_EXPIRY)))
    }

    /// Whether a client without partitions may send it: it is in none, or in that of its own site.
    pub fn is_first_party(&self) -> bool {
        self.cookie.partition.as_ref().is_none_or(|key| key.covers(&self.request.schemeful_site()))
    }
}
