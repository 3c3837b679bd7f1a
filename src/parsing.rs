//! The jar's parsers for `js/jar/cookie.js`, without a jar.

use crawler_session_core::jar::attributes::SameSite;
use crawler_session_core::jar::parse::cookie_date;
use crawler_session_core::jar::parse::set_cookie::{self, ParseOptions};
use crawler_session_core::jar::request::request_url::{RequestUrl, UrlError};
use napi_derive::napi;
use serde_json::{json, Map, Value};

use crate::boundary::{OutText, Text};

/// Splits a `Set-Cookie` line (RFC 6265 section 5.2) into tough-cookie's fields, as JSON; `null` if it fails to parse.
/// `expires` is milliseconds since the epoch. A loose reader takes lines without a name.
#[napi(catch_unwind)]
pub fn parse_set_cookie(line: Text, loose: bool) -> Option<OutText> {
    if line.has_lone_surrogate(0, usize::MAX) {
        return None;
    }
    let cookie = set_cookie::parse_set_cookie(line.as_str(), ParseOptions { loose, ..ParseOptions::default() }).ok()?;
    let mut fields = Map::new();
    let mut set = |key: &str, value: Value| fields.insert(key.to_owned(), value);
    set("key", json!(cookie.name));
    set("value", json!(cookie.value));
    if let Some(micros) = cookie.expires {
        set("expires", json!(micros / 1000));
    }
    match cookie.max_age {
        Some(seconds) if seconds.is_finite() => set("maxAge", json!(seconds)),
        Some(seconds) => set("maxAge", json!(if seconds > 0.0 { "Infinity" } else { "-Infinity" })),
        None => None,
    };
    if let Some(domain) = &cookie.domain {
        set("domain", json!(domain.to_lowercase()));
    }
    if let Some(path) = &cookie.path {
        set("path", json!(path));
    }
    set("secure", json!(cookie.secure));
    set("httpOnly", json!(cookie.http_only));
    if !cookie.extensions.is_empty() {
        set("extensions", json!(cookie.extensions));
    }
    if cookie.same_site != SameSite::Unset {
        set("sameSite", json!(cookie.same_site.as_str().to_ascii_lowercase()));
    }
    Some(OutText(Value::Object(fields).to_string()))
}

/// Whether a text is a URL of any scheme.
#[napi(catch_unwind)]
pub fn is_url(text: Text) -> bool {
    RequestUrl::parse(text.as_str()).err() != Some(UrlError::Invalid)
}

/// Reads a cookie-date (RFC 6265 section 5.1.1). Milliseconds since the epoch; `null` if it is none.
#[napi(catch_unwind)]
pub fn parse_cookie_date(text: Text) -> Option<f64> {
    cookie_date::parse_cookie_date(text.as_str()).map(|ms| ms as f64)
}
