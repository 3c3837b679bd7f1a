//! Domains of cookies: canonical form, domain-match, public suffixes, and the site that a host belongs to
//! (RFC 6265 sections 5.1.2, 5.1.3 and 5.3 step 5).

use std::borrow::Cow;

use url::Host;

use super::plain_url::is_plain_host;
use super::public_suffix::registrable;
use crate::jar::text::trim_js;

/// A host in canonical form (RFC 6265 section 5.1.2): lower case, punycode, IPv6 in brackets. `None` if it is not a host name.
pub fn canonical_host(text: &str) -> Option<String> {
    let text = trim_js(text);
    // A URL's host may be percent-encoded; a cookie's domain may not.
    if text.contains('%') {
        return None;
    }
    // An IPv6 address as tough-cookie writes it has no brackets.
    let host = Host::parse(text).or_else(|_| Host::parse(&format!("[{text}]"))).ok()?.to_string();
    (!host.is_empty() && !host.starts_with('.')).then_some(host)
}

/// The same as `canonical_host`, without copying a text that is already canonical.
pub fn canonical_host_name(text: &str) -> Option<Cow<'_, str>> {
    match is_plain_host(text) {
        true => Some(Cow::Borrowed(text)),
        false => canonical_host(text).map(Cow::Owned),
    }
}

/// A domain as tough-cookie canonicalises it, which is more lenient: any ASCII name is trimmed, stripped of one leading dot and made lower
/// case; an IPv6 address has no brackets. `None` if a non-ASCII name is not a host name.
pub fn canonical_domain(text: &str) -> Option<String> {
    let text = trim_js(text);
    let text = text.strip_prefix('.').unwrap_or(text);
    if text.contains(':') || !text.is_ascii() {
        let without_left = text.strip_prefix('[').unwrap_or(text);
        match canonical_host(without_left.strip_suffix(']').unwrap_or(without_left)) {
            Some(host) => return Some(without_brackets(&host).to_owned()),
            None if !text.is_ascii() => return None,
            _ => {}
        }
    }
    Some(text.to_ascii_lowercase())
}

/// Whether a canonical host is an IP address.
pub fn is_ip_address(host: &str) -> bool {
    host.starts_with('[')
        || host.bytes().last().is_some_and(|byte| byte.is_ascii_digit()) && host.parse::<std::net::Ipv4Addr>().is_ok()
}

/// A canonical host in tough-cookie's form: an IPv6 address without its brackets.
pub fn without_brackets(host: &str) -> &str {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
}

/// Domain-match (RFC 6265 section 5.1.3): the host equals the domain or, unless it is an address, ends in `.` and the domain.
pub fn domain_matches(host: &str, domain: &str) -> bool {
    match host.strip_suffix(domain) {
        Some("") => true,
        Some(subdomain) => subdomain.ends_with('.') && !is_ip_address(host),
        None => false,
    }
}

/// Special-use names (RFC 6761), under which no registry sells, as tough-cookie lists them.
const SPECIAL_USE: [&str; 5] = ["local", "example", "invalid", "localhost", "test"];

/// Those that tough-cookie lets a cookie cover as a whole, such as all of `localhost`.
const SHARED_SPECIAL_USE: [&str; 2] = ["localhost", "invalid"];

/// The special-use name that a canonical domain is or ends in.
pub fn special_use_name(domain: &str) -> Option<&'static str> {
    let top = domain.rsplit('.').next().unwrap_or(domain);
    SPECIAL_USE.into_iter().find(|&name| name == top)
}

/// Whether a canonical domain is a public suffix, including private registries (`github.io`), unknown top-level domains and parents of
/// wildcards.
pub fn is_public_suffix(domain: &str) -> bool {
    !is_ip_address(domain) && registrable_domain(domain).is_none()
}

/// The special-use name at the end of a canonical domain, if the hosts below it may share it, as in tough-cookie.
pub fn shared_special_use(domain: &str) -> Option<&str> {
    let top = domain.rsplit('.').next().unwrap_or(domain);
    SHARED_SPECIAL_USE.contains(&top).then_some(top)
}

/// The registrable domain of a domain; `None` for an address or a public suffix.
pub fn registrable_domain(domain: &str) -> Option<&str> {
    if is_ip_address(domain) {
        return None;
    }
    let registrable = registrable(domain)?;
    Some(registrable.strip_suffix('.').unwrap_or(registrable))
}

/// The site of a host: its registrable domain, or the host itself if there is none (addresses, `localhost`, `github.io`). Cookies are filed
/// by site, as in Chromium, so that a request only looks at its own site.
pub fn site_of(host: &str) -> &str {
    shared_site_of(host).unwrap_or(host)
}

/// The site of a host if other hosts may belong to it; `None` if the host is alone.
pub fn shared_site_of(host: &str) -> Option<&str> {
    if is_ip_address(host) {
        None
    } else {
        registrable(host)
    }
}

/// The parents of a domain, nearest first: those of `a.b.c` are `b.c` and `c`. An address has none.
pub fn parent_domains(domain: &str) -> impl Iterator<Item = &str> {
    let first = if is_ip_address(domain) { "" } else { domain };
    std::iter::successors(Some(first), |domain| domain.split_once('.').map(|(_, parent)| parent)).skip(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parents_of_a_domain_are_those_with_fewer_labels() {
        assert_eq!(parent_domains("a.b.c").collect::<Vec<_>>(), ["b.c", "c"]);
        assert_eq!(parent_domains("a").count(), 0);
        assert_eq!(parent_domains("127.0.0.1").count(), 0);
    }

    #[test]
    fn special_use_names_are_known_by_their_top_level() {
        assert_eq!(special_use_name("printer.local"), Some("local"));
        assert_eq!(special_use_name("test"), Some("test"));
        assert_eq!(special_use_name("local.com"), None);
    }

    #[test]
    fn localhost_and_invalid_are_shared_by_the_hosts_below_them() {
        assert_eq!(shared_special_use("a.localhost"), Some("localhost"));
        assert_eq!(shared_special_use("invalid"), Some("invalid"));
        assert_eq!((shared_special_use("a.test"), shared_special_use("localhost.")), (None, None));
    }

    #[test]
    fn hosts_are_canonicalised() {
        assert_eq!(canonical_host("EXAMPLE.com").as_deref(), Some("example.com"));
        assert_eq!(canonical_host("bücher.example").as_deref(), Some("xn--bcher-kva.example"));
        assert_eq!(canonical_host("::1").as_deref(), Some("[::1]"));
        assert_eq!(canonical_host("[0:0::1]").as_deref(), Some("[::1]"));
        for no_host in ["", "exa mple", "a@b", "a/b", "a:80", "%00", "%65xample.com", "a\\b", ".", "..", ".a"] {
            assert_eq!(canonical_host(no_host), None, "{no_host}");
        }
    }

    #[test]
    fn tough_cookies_canonical_domain_is_more_lenient() {
        for (text, canonical) in [
            (" .Example.COM ", "example.com"),
            ("..a", ".a"),
            ("exa mple", "exa mple"),
            ("[::1]", "::1"),
            ("[::1", "::1"),
            ("\u{FEFF}a", "a"),
            ("0:0::1", "::1"),
            ("a:80", "a:80"),
            ("Bücher.example", "xn--bcher-kva.example"),
            ("", ""),
        ] {
            assert_eq!(canonical_domain(text).as_deref(), Some(canonical), "{text}");
        }
        assert_eq!(canonical_domain("ü b"), None);
        assert_eq!(canonical_domain("\u{85}a"), None);
    }

    #[test]
    fn domains_match_by_whole_labels_and_never_addresses() {
        assert!(domain_matches("example.com", "example.com"));
        assert!(domain_matches("a.b.example.com", "example.com"));
        assert!(!domain_matches("badexample.com", "example.com"));
        assert!(!domain_matches("example.com", "www.example.com"));
        assert!(!domain_matches("1.2.3.4", "3.4"));
        assert!(domain_matches("1.2.3.4", "1.2.3.4"));
    }

    #[test]
    fn public_suffixes_are_known() {
        for suffix in [
            "com",
            "co.uk",
            "github.io",
            "intranet",
            "local",
            "kawasaki.jp",
            "x.kawasaki.jp",
            "compute.amazonaws.com",
            "kobe.jp.",
            "localhost",
        ] {
            assert!(is_public_suffix(suffix), "{suffix}");
        }
        for domain in [
            "example.com",
            "user.github.io",
            "a.x.kawasaki.jp",
            "city.kawasaki.jp",
            "a.localhost",
            "127.0.0.1",
            "[::1]",
            "printer.local",
        ] {
            assert!(!is_public_suffix(domain), "{domain}");
        }
    }

    #[test]
    fn a_host_belongs_to_the_site_of_each_domain_that_it_matches() {
        assert_eq!(site_of("a.b.example.co.uk"), "example.co.uk");
        assert_eq!(site_of("github.io"), "github.io");
        assert_eq!(site_of("x.user.github.io"), "user.github.io");
        assert_eq!(site_of("b.a.localhost"), "a.localhost");
        assert_eq!(site_of("localhost"), "localhost");
        assert_eq!(site_of("127.0.0.1"), "127.0.0.1");
        assert_eq!(site_of("[::1]"), "[::1]");
        assert_eq!(site_of("intranet"), "intranet");
    }

    #[test]
    fn a_name_that_ends_in_a_digit_is_no_address() {
        for host in ["127.0.0.1", "[::1]"] {
            assert!(is_ip_address(host), "{host}");
        }
        for host in ["host1", "example.c0", "1.2.3", "1.2.3.x", ""] {
            assert!(!is_ip_address(host), "{host}");
        }
    }
}
