//! The circumstances under which a cookie is stored.

use super::request_url::RequestUrl;
use crate::jar::attributes::SameSite;

/// Who vouches for a cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A response, or a caller acting for one: all rules of RFC 6265bis apply.
    Http,
    /// A browser's cookie store: the browser has already judged the origin, and the cookie is filed under its own domain.
    Browser,
}

/// Where a cookie comes from, and when.
#[derive(Debug, Clone, Copy)]
pub struct SetContext<'a> {
    /// The URL that it came with.
    pub request: &'a RequestUrl,
    /// Who vouches for it.
    pub source: Source,
    /// Whether this is an HTTP API; a script may neither set nor replace HttpOnly cookies (RFC 6265bis section 5.7 step 15).
    pub http_api: bool,
    /// How the request's initiator relates to the cookie's site (section 5.7 step 18); `Unset` skips the check.
    pub same_site_context: SameSite,
    /// Milliseconds since the epoch.
    pub now: i64,
}

impl<'a> SetContext<'a> {
    /// From a response.
    pub fn http(request: &'a RequestUrl, now: i64) -> SetContext<'a> {
        SetContext { request, source: Source::Http, http_api: true, same_site_context: SameSite::Unset, now }
    }

    /// From a browser's cookie store.
    pub fn browser(request: &'a RequestUrl, now: i64) -> SetContext<'a> {
        SetContext { source: Source::Browser, ..SetContext::http(request, now) }
    }
}
