//! The jar's rules for domains and paths, without a jar; `js/jar/rules.js` uses them.

use std::borrow::Cow;

use crawler_session_core::jar::parse::octets;
use crawler_session_core::jar::request::request_url::RequestUrl;
use crawler_session_core::jar::request::{domain, path};
use napi_derive::napi;

use crate::boundary::{OutText, Text};

/// A domain as tough-cookie canonicalises it; `null` if a non-ASCII name is not a host name.
#[napi(catch_unwind)]
pub fn canonical_domain(text: Text) -> Option<OutText> {
    domain::canonical_domain(text.as_str()).map(OutText)
}

/// Domain-match (RFC 6265 section 5.1.3) of two canonical names, IPv6 addresses without brackets.
#[napi(catch_unwind)]
pub fn domain_matches(host: Text, cookie_domain: Text) -> bool {
    let (host, domain) = (host.as_str(), cookie_domain.as_str());
    host == domain || (!host.contains(':') && domain::domain_matches(host, domain))
}

/// Path-match (RFC 6265 section 5.1.4).
#[napi(catch_unwind)]
pub fn path_matches(request_path: Text, cookie_path: Text) -> bool {
    path::path_matches(request_path.as_str(), cookie_path.as_str())
}

/// The default-path of a request path (RFC 6265 section 5.1.4).
#[napi(catch_unwind)]
pub fn default_path(request_path: Text) -> OutText {
    OutText(path::default_path(request_path.as_str()).to_owned())
}

/// A host in the form that cookies have: canonical, an IPv6 address in brackets; `null` if it is not a host name.
#[napi(catch_unwind)]
pub fn host_name(text: Text) -> Option<OutText> {
    domain::canonical_host_name(text.as_str()).map(|host| OutText(host.into_owned()))
}

/// The schemeful site that a partition key names; `null` if it names none.
#[napi(catch_unwind)]
pub fn partition_site(text: Text) -> Option<OutText> {
    RequestUrl::parse(text.as_str()).ok().map(|site| OutText(site.schemeful_site()))
}

/// The registrable domain of a domain; `null` if it has none.
#[napi(catch_unwind)]
pub fn registrable_domain(domain: Text) -> Option<OutText> {
    domain::registrable_domain(&domain.as_str().to_ascii_lowercase()).map(|domain| OutText(domain.to_owned()))
}

/// The special-use name (RFC 6761) that a domain is or ends in; `null` if there is none.
#[napi(catch_unwind)]
pub fn special_use_name(domain: Text) -> Option<OutText> {
    domain::special_use_name(domain.as_str()).map(|name| OutText(name.to_owned()))
}

/// The text whose UTF-8 a text holds, one character per octet; `null` if it holds none, or would stay the same.
#[napi(catch_unwind)]
pub fn text_of_octets(text: Text) -> Option<OutText> {
    match octets::text_of_octets(text.as_str()) {
        Cow::Owned(decoded) => Some(OutText(decoded)),
        Cow::Borrowed(_) => None,
    }
}
