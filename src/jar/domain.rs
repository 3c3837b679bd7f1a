//! Domains of cookies: canonical form, domain-match, public suffixes, and the site that a host belongs to
//! (RFC 6265 sections 5.1.2, 5.1.3 and 5.3 step 5).

use url::Host;

/// A host in canonical form (RFC 6265 section 5.1.2): lower case, punycode, IPv6 in brackets. `None` if it is no host name.
pub fn canonical_host(text: &str) -> Option<String> {
    let text = text.trim();
    match Host::parse(text) {
        Ok(host) => Some(host.to_string()),
        // An IPv6 address as tough-cookie writes it, without brackets.
        Err(_) if text.contains(':') => Host::parse(&format!("[{text}]")).ok().map(|host| host.to_string()),
        Err(_) => None,
    }
    .filter(|host| !host.is_empty() && !host.starts_with('.'))
}

/// Whether a canonical host is an IP address.
pub fn is_ip_address(host: &str) -> bool {
    host.starts_with('[')
        || host.bytes().last().is_some_and(|byte| byte.is_ascii_digit()) && host.parse::<std::net::Ipv4Addr>().is_ok()
}

/// A canonical host as tough-cookie has it: an IPv6 address without its brackets.
pub fn without_brackets(host: &str) -> &str {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
}

/// Domain-match (RFC 6265 section 5.1.3): the host is the domain or, being no address, ends in `.` and the domain.
pub fn domain_matches(host: &str, domain: &str) -> bool {
    match host.strip_suffix(domain) {
        Some("") => true,
        Some(subdomain) => subdomain.ends_with('.') && !is_ip_address(host),
        None => false,
    }
}

/// Special-use names (RFC 6761) that are no registry, so a cookie may be set for all of `localhost`. tough-cookie's list.
const SPECIAL_USE: [&str; 2] = ["localhost", "invalid"];

/// Whether a canonical domain is a public suffix, private registries (`github.io`) and unknown top levels included.
pub fn is_public_suffix(domain: &str) -> bool {
    !is_ip_address(domain) && !SPECIAL_USE.contains(&domain) && psl::domain_str(domain).is_none()
}

/// The site of a host: its registrable domain, or the host itself where there is none (addresses, `localhost`, `github.io`).
/// Cookies are filed by it, as in Chromium, so that a request looks at its own site alone.
pub fn site_of(host: &str) -> &str {
    if is_ip_address(host) {
        return host;
    }
    let top = host.rsplit('.').next().unwrap_or(host);
    if SPECIAL_USE.contains(&top) {
        return top;
    }
    psl::domain_str(host).unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_canonicalised() {
        assert_eq!(canonical_host("EXAMPLE.com").as_deref(), Some("example.com"));
        assert_eq!(canonical_host("bücher.example").as_deref(), Some("xn--bcher-kva.example"));
        assert_eq!(canonical_host("::1").as_deref(), Some("[::1]"));
        assert_eq!(canonical_host("[0:0::1]").as_deref(), Some("[::1]"));
        for no_host in ["", "exa mple", "a@b", "a/b", "a:80", "%00", "a\\b", ".", "..", ".a"] {
            assert_eq!(canonical_host(no_host), None, "{no_host}");
        }
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
        for suffix in ["com", "co.uk", "github.io", "intranet", "local"] {
            assert!(is_public_suffix(suffix), "{suffix}");
        }
        for domain in ["example.com", "user.github.io", "localhost", "127.0.0.1", "[::1]", "printer.local"] {
            assert!(!is_public_suffix(domain), "{domain}");
        }
    }

    #[test]
    fn a_host_belongs_to_the_site_of_each_domain_that_it_matches() {
        assert_eq!(site_of("a.b.example.co.uk"), "example.co.uk");
        assert_eq!(site_of("github.io"), "github.io");
        assert_eq!(site_of("x.user.github.io"), "user.github.io");
        assert_eq!(site_of("a.localhost"), "localhost");
        assert_eq!(site_of("127.0.0.1"), "127.0.0.1");
        assert_eq!(site_of("[::1]"), "[::1]");
        assert_eq!(site_of("intranet"), "intranet");
    }
}
