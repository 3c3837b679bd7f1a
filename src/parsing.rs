//! The jar's parsers, without a jar; `js/jar/cookie.js` uses them.

use std::borrow::Cow;

use crawler_session_core::jar::attributes::SameSite;
use crawler_session_core::jar::parse::cookie_date;
use crawler_session_core::jar::parse::set_cookie::{self, ParseOptions};
use crawler_session_core::jar::request::request_url::{RequestUrl, UrlError};
use napi_derive::napi;
use serde::Serialize;

use crate::boundary::json::json_text;
use crate::boundary::{OutText, Text};

/// A parsed cookie under tough-cookie's names; absent fields are left out.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ToughCookie<'a> {
    key: &'a str,
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_age: Option<MaxAge>,
    #[serde(skip_serializing_if = "Option::is_none")]
    domain: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    secure: bool,
    http_only: bool,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    extensions: &'a [Cow<'a, str>],
    #[serde(skip_serializing_if = "Option::is_none")]
    same_site: Option<String>,
}

/// Seconds, or the word that tough-cookie uses if they are infinite.
#[derive(Serialize)]
#[serde(untagged)]
enum MaxAge {
    Seconds(f64),
    Word(&'static str),
}

/// Splits a `Set-Cookie` line (RFC 6265 section 5.2) into tough-cookie's fields, as JSON; `null` if it fails to parse. `expires` is
/// milliseconds since the epoch. With `loose`, lines without a name are accepted.
#[napi(catch_unwind)]
pub fn parse_set_cookie(line: Text, loose: bool) -> Option<OutText> {
    if line.has_lone_surrogate(0, usize::MAX) {
        return None;
    }
    let cookie = set_cookie::parse_set_cookie(line.as_str(), ParseOptions { loose, ..ParseOptions::default() }).ok()?;
    Some(OutText(json_text(&ToughCookie {
        key: &cookie.name,
        value: &cookie.value,
        expires: cookie.expires.map(|micros| micros / 1000),
        max_age: cookie.max_age.map(|seconds| match seconds {
            f64::INFINITY => MaxAge::Word("Infinity"),
            f64::NEG_INFINITY => MaxAge::Word("-Infinity"),
            _ => MaxAge::Seconds(seconds),
        }),
        domain: cookie.domain.as_ref().map(|domain| domain.to_lowercase()),
        path: cookie.path.as_deref(),
        secure: cookie.secure,
        http_only: cookie.http_only,
        extensions: &cookie.extensions,
        same_site: (cookie.same_site != SameSite::Unset).then(|| cookie.same_site.as_str().to_ascii_lowercase()),
    })))
}

/// Whether a text is a URL of any scheme.
#[napi(catch_unwind)]
pub fn is_url(text: Text) -> bool {
    RequestUrl::parse(text.as_str()).err() != Some(UrlError::Invalid)
}

/// Reads a cookie-date (RFC 6265 section 5.1.1). Returns milliseconds since the epoch, or `null` if it is not a date.
#[napi(catch_unwind)]
pub fn parse_cookie_date(text: Text) -> Option<f64> {
    cookie_date::parse_cookie_date(text.as_str()).map(|ms| ms as f64)
}
