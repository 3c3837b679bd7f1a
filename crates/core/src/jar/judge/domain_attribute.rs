//! The Domain attribute (RFC 6265bis section 5.6.3 and 5.7): which hosts share the cookie.
//!
//! Where its meaning isn't plain from the host itself, the `cookie_store` crate decides; this file adds the checks that the crate lacks.

use std::borrow::Cow;

use cookie::Cookie as RawCookie;
use cookie_store::{Cookie as CanonicalCookie, CookieDomain, CookieError};

use crate::jar::options::JarOptions;
use crate::jar::parse::parsed::ParsedCookie;
use crate::jar::rejection::Rejection;
use crate::jar::request::domain::{
    canonical_host, is_ip_address, is_public_suffix, registrable_domain, shared_special_use, special_use_name,
    without_brackets,
};
use crate::jar::request::request_url::RequestUrl;
use crate::jar::text::trim_js;

/// Whether a Domain attribute that covers the host still makes a host-only cookie (RFC 6265 section 5.3 step 5): a public suffix or an
/// address can't be shared, but its own host may have cookies.
pub fn judge_domain(domain: &str, request: &RequestUrl, options: &JarOptions) -> Result<bool, Rejection> {
    let rules = options.rules();
    if is_ip_address(domain) {
        return Ok(true);
    }
    if !options.reject_public_suffixes {
        return Ok(false);
    }
    if !options.allow_special_use_domain {
        if let Some(name) = special_use_name(domain) {
            return Err(Rejection::SpecialUseDomain(name));
        }
    }
    let is_shared = rules.shared_special_use && shared_special_use(domain) == Some(domain);
    if is_shared || !is_public_suffix(domain) {
        return Ok(false);
    }
    match (domain == request.host(), special_use_name(domain)) {
        (true, _) => Ok(true),
        (false, Some(name)) if rules.shared_special_use => Err(Rejection::SpecialUseDomain(name)),
        (false, _) => Err(Rejection::PublicSuffix),
    }
}

/// The canonical domain that the Domain attribute names, if there is one and it covers the request's host.
pub fn domain_of<'a>(
    cookie: &'a ParsedCookie<'_>,
    request: &RequestUrl,
    options: &JarOptions,
) -> Result<Option<Cow<'a, str>>, Rejection> {
    let Some(domain) = &cookie.domain else { return Ok(None) };
    let host = request.host();
    // Most domains are; `cookie_store` would take 250 ns for them.
    if is_end_of_host(domain, host) {
        return Ok(Some(Cow::Borrowed(&**domain)));
    }
    // The crates would trim it and strip a second dot; what is left of `..example.com` is not a host name.
    if domain.is_empty() || domain.starts_with('.') || trim_js(domain).len() != domain.len() {
        return Err(Rejection::InvalidDomain(domain.clone().into_owned()));
    }
    if options.rules().literal_bare_domain && registrable_domain(host).is_none() {
        return match domain.eq_ignore_ascii_case(host) {
            true => Ok(None),
            false => Err(mismatch(domain, request, options)),
        };
    }
    let mut raw = RawCookie::new(&*cookie.name, &*cookie.value);
    match domain.contains(':') {
        // An IPv6 address, possibly without brackets.
        true => raw.set_domain(canonical_host(domain).unwrap_or_else(|| domain.clone().into_owned())),
        false => raw.set_domain(&**domain),
    }
    let url = request.to_url().map_err(|_| Rejection::NotHttp)?;
    let canonical = CanonicalCookie::try_from_raw_cookie(&raw, &url).map_err(|error| match error {
        CookieError::DomainMismatch => mismatch(domain, request, options),
        _ => Rejection::InvalidDomain(domain.clone().into_owned()),
    })?;
    match canonical.domain {
        CookieDomain::Suffix(domain) => Ok(Some(Cow::Owned(domain))),
        CookieDomain::HostOnly(_) => Ok(None),
        CookieDomain::NotPresent | CookieDomain::Empty => Err(Rejection::NoDomain),
    }
}

/// Whether a domain is the end of a canonical host in whole labels, and so canonical and covers it. An address has no end but itself.
fn is_end_of_host(domain: &str, host: &str) -> bool {
    let is_whole_labels = host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.') || rest.is_empty());
    !domain.is_empty() && is_whole_labels && (host.len() == domain.len() || !is_ip_address(host))
}

/// Why a domain that doesn't cover the host is refused. If there are two reasons, the more telling one: `Domain=com` is a public suffix
/// wherever it comes from.
fn mismatch(domain: &str, request: &RequestUrl, options: &JarOptions) -> Rejection {
    let canonical = canonical_host(domain).unwrap_or_else(|| domain.to_lowercase());
    match judge_domain(&canonical, request, options) {
        Err(rejection) => rejection,
        Ok(_) => Rejection::DomainMismatch {
            cookie: without_brackets(&canonical).to_owned(),
            request: without_brackets(request.host()).to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jar::testing::{by_chrome, from_http};

    #[test]
    fn a_domain_attribute_must_cover_the_host() {
        let cookie = from_http("a=b; Domain=.EXAMPLE.com", "http://www.example.com/").unwrap();
        assert_eq!((cookie.domain(), cookie.host_only()), ("example.com", false));
        let foreign = from_http("a=b; Domain=example.org", "http://www.example.com/").unwrap_err();
        assert_eq!(foreign.code(), "COOKIE_DOMAIN_MISMATCH");
        for broken in ["..example.com", ". example.com"] {
            let rejection = from_http(&format!("a=b; Domain={broken}"), "http://www.example.com/").unwrap_err();
            assert_eq!(rejection.code(), "COOKIE_INVALID_DOMAIN");
        }
    }

    #[test]
    fn an_address_is_a_domain_of_its_own() {
        for domain in ["::1", "[::1]", "0:0::1"] {
            let cookie = from_http(&format!("a=b; Domain={domain}"), "http://[::1]/").unwrap();
            assert_eq!((cookie.domain(), cookie.host_only()), ("[::1]", true), "{domain}");
        }
        assert!(from_http("a=b; Domain=127.0.0.1", "http://127.0.0.1/").unwrap().host_only());
        assert_eq!(from_http("a=b; Domain=0.1", "http://127.0.0.1/").unwrap_err().code(), "COOKIE_DOMAIN_MISMATCH");
    }

    #[test]
    fn a_public_suffix_is_refused_except_by_its_own_host() {
        assert_eq!(from_http("a=b; Domain=com", "http://example.com/").unwrap_err(), Rejection::PublicSuffix);
        assert_eq!(from_http("a=b; Domain=com", "http://example.org/").unwrap_err(), Rejection::PublicSuffix);
        let cookie = from_http("a=b; Domain=github.io", "https://github.io/").unwrap();
        assert!(cookie.host_only());
        assert!(from_http("a=b; Domain=intranet", "http://intranet/").unwrap().host_only());
        assert!(!from_http("a=b; Domain=localhost", "http://localhost/").unwrap().host_only());
    }

    #[test]
    fn a_host_without_registrable_domain_shares_no_cookies_in_chrome() {
        // Host, Domain, and whether it is refused; otherwise the cookie is host-only.
        for (host, domain, is_refused) in [
            ("127.0.0.1", "127.0.0.1", false),
            ("127.0.0.1", ".127.0.0.1", false),
            ("127.0.0.1", "127.1", true),
            ("127.0.0.1", "0.0.1", true),
            ("127.0.0.1", "127.0.0.1.", true),
            ("[::1]", "[::1]", false),
            ("[::1]", "::1", true),
            ("[::1]", "[0:0::1]", true),
            ("localhost", "localhost", false),
            ("localhost", ".LOCALHOST", false),
            ("localhost", "localhost.", true),
            ("localhost.", "localhost.", false),
            ("localhost.", "localhost", true),
            ("a.localhost", "localhost", true),
            ("intranet", "intranet", false),
            ("a.intranet", "intranet", true),
            ("invalid", "invalid", false),
            ("a.invalid", "invalid", true),
            ("local", "local", false),
            ("a.local", "local", true),
            ("github.io", "github.io", false),
            ("a.github.io", "github.io", true),
        ] {
            let stored = by_chrome(&format!("a=1; Domain={domain}"), &format!("http://{host}/"));
            let found = stored.map(|cookie| (cookie.domain().to_owned(), cookie.host_only()));
            let expected = (host.to_owned(), true);
            assert_eq!(found.as_ref().ok(), (!is_refused).then_some(&expected), "{domain} from {host}: {found:?}");
        }
    }

    #[test]
    fn hosts_below_localhost_and_single_labels_have_domains_of_their_own_in_chrome() {
        for (host, domain) in [
            ("a.localhost", "a.localhost"),
            ("b.a.localhost", "a.localhost"),
            ("a.intranet", ".a.intranet"),
            ("site.example.", "site.example."),
            ("a.github.io", "A.github.io"),
        ] {
            let cookie = by_chrome(&format!("a=1; Domain={domain}"), &format!("http://{host}/")).unwrap();
            assert!(!cookie.host_only(), "{domain} from {host}");
        }
        for (host, domain) in [("site.example", "site.example."), ("site.example.", "site.example")] {
            assert!(by_chrome(&format!("a=1; Domain={domain}"), &format!("http://{host}/")).is_err());
        }
        for domain in [".", "..site.example", "\u{A0}site.example", "site.example\u{A0}", "%73ite.example"] {
            assert!(by_chrome(&format!("a=1; Domain={domain}"), "http://site.example/").is_err(), "{domain}");
        }
        let cookie = by_chrome("a=1; Domain=b\u{C3}\u{BC}cher.example", "http://a.xn--bcher-kva.example/").unwrap();
        assert_eq!(cookie.domain(), "xn--bcher-kva.example");
    }

    #[test]
    fn a_special_use_name_is_named_in_the_refusal_in_tough_cookie_alone() {
        let (line, url) = ("a=b; Domain=local", "http://x.local/");
        assert_eq!(from_http(line, url).unwrap_err(), Rejection::SpecialUseDomain("local"));
        assert_eq!(by_chrome(line, url).unwrap_err(), Rejection::PublicSuffix);
    }

    #[test]
    fn a_host_ends_in_whole_labels_and_an_address_in_nothing_but_itself() {
        for (domain, host, is_end) in [
            ("example.com", "example.com", true),
            ("example.com", "www.example.com", true),
            ("com", "example.com", true),
            ("ample.com", "example.com", false),
            ("www.example.com", "example.com", false),
            ("Example.com", "example.com", false),
            ("", "example.com", false),
            ("", "example.com.", false),
            ("127.0.0.1", "127.0.0.1", true),
            ("0.1", "127.0.0.1", false),
        ] {
            assert_eq!(is_end_of_host(domain, host), is_end, "{domain} {host}");
        }
    }
}
