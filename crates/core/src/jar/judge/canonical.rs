//! The second stage of a cookie's life: judged for the request that brought it (RFC 6265 section 5.3 steps 4 to 10).

use std::borrow::Cow;
use std::rc::Rc;

use super::browser::fits_browser;
use super::domain_attribute::{domain_of, judge_domain};
use super::prefix::{check_prefix, Prefixed};
use super::syntax::{check_syntax, MAX_BYTES};
use crate::jar::attributes::SameSite;
use crate::jar::options::{JarOptions, PrefixSecurity};
use crate::jar::parse::octets::{octet_len, Encoding};
use crate::jar::parse::parsed::ParsedCookie;
use crate::jar::parse::partition::PartitionKey;
use crate::jar::rejection::Rejection;
use crate::jar::request::domain::is_ip_address;
use crate::jar::request::path::default_path;
use crate::jar::request::set_context::{SetContext, Source};
use crate::jar::store::identity::Identity;
use crate::jar::store::judged::Judged;
use crate::jar::store::place::Place;
use crate::jar::store::stored::StoredCookie;

/// A cookie that may be stored, and where.
#[derive(Debug)]
pub struct Canonical<'a> {
    cookie: &'a ParsedCookie<'a>,
    domain: Cow<'a, str>,
    host_only: bool,
    path: Cow<'a, str>,
    path_is_default: bool,
    partition: Option<PartitionKey>,
    /// The longest lifetime in milliseconds.
    longest_life: Option<i64>,
}

impl Canonical<'_> {
    /// What the cookie has in common with one that it replaces.
    pub fn identity(&self) -> Identity<'_> {
        Identity {
            name: &self.cookie.name,
            name_is_octets: self.cookie.encoding.name == Encoding::OtherOctets,
            domain: &self.domain,
            host_only: self.host_only,
            path: &self.path,
            partition: self.partition.as_ref(),
        }
    }

    /// The cookie as stored when received at `now` (milliseconds). `shared` is its place, if other cookies have it already.
    pub fn to_stored(&self, shared: Option<&Rc<Place>>, now: i64) -> StoredCookie {
        let place = shared.map_or_else(|| Place::new(&self.domain, self.host_only, &self.path), Rc::clone);
        let judged = Judged {
            cookie: self.cookie,
            path_is_default: self.path_is_default,
            partition: self.partition.clone(),
            fits_browser: fits_browser(self.cookie, &place),
            place,
        };
        let mut stored = StoredCookie::new(judged, now);
        if let Some(life) = self.longest_life {
            stored.end_by(now.saturating_add(life));
        }
        stored
    }
}

/// Judges a cookie by the rules of a jar.
pub fn canonicalise<'a>(
    cookie: &'a ParsedCookie<'_>,
    context: &SetContext<'a>,
    options: &JarOptions,
) -> Result<Canonical<'a>, Rejection> {
    let (request, source, rules) = (context.request, context.source, options.rules());
    check_syntax(cookie)?;
    let limit = options.limits.name_value_bytes;
    // A text has at least as many bytes as octets, and most cookies are far below the limit.
    if cookie.name.len() + cookie.value.len() > limit {
        let size = size_of_pair(cookie, source);
        if size > limit {
            return Err(Rejection::TooLarge { size, limit });
        }
    }

    let (domain, host_only) = match domain_of(cookie, request, options)? {
        Some(domain) => {
            let host_only = judge_domain(&domain, request, options)? || cookie.host_only;
            (domain, host_only)
        }
        None => (Cow::Borrowed(request.host()), true),
    };
    let path_is_default = cookie.path.is_none();
    let path = match &cookie.path {
        Some(path) => Cow::Borrowed(&**path),
        None => Cow::Borrowed(default_path(request.path())),
    };
    // Host and default path come from the URL, and may be as long.
    let size = domain.len() + path.len();
    if size > MAX_BYTES {
        return Err(Rejection::TooLarge { size, limit: MAX_BYTES });
    }

    if source == Source::Http && options.enforce_secure_origin && cookie.secure && !options.trusts(request) {
        return Err(Rejection::InsecureOrigin);
    }
    // Only from HTTP: a browser's record with this combination was read as unset (`browser_record.rs`).
    if source == Source::Http && rules.none_needs_secure && cookie.same_site == SameSite::None && !cookie.secure {
        return Err(Rejection::SameSiteNoneNotSecure);
    }
    if cookie.http_only && !context.http_api {
        return Err(Rejection::HttpOnly);
    }
    if matches!(cookie.same_site, SameSite::Lax | SameSite::Strict) && context.same_site_context == SameSite::None {
        return Err(Rejection::SameSite);
    }
    if options.prefix_security != PrefixSecurity::Disabled {
        check_prefix(&Prefixed {
            name: &cookie.name,
            value: &cookie.value,
            secure: cookie.secure,
            http_only: cookie.http_only,
            // A browser that omits the path means the one under which it files the cookie.
            whole_host: host_only
                && (cookie.host_only || cookie.domain.is_none() || is_ip_address(&domain))
                && path == "/"
                && (!(path_is_default || cookie.path_is_default) || source == Source::Browser),
        })?;
    }

    let partition = match &cookie.partition {
        Some(key) => Some(key.clone()),
        None if cookie.partitioned => Some(PartitionKey::of_request(request)),
        None => None,
    };
    if partition.is_some() && !cookie.secure {
        return Err(Rejection::PartitionedNotSecure);
    }
    let path_is_default = path_is_default || cookie.path_is_default;
    // A browser has already limited the lifetimes of its cookies.
    let longest_life = rules.longest_life.filter(|_| source == Source::Http);
    Ok(Canonical { cookie, domain, host_only, path, path_is_default, partition, longest_life })
}

/// Octets of name and value: as received from an HTTP client, or of a browser's text in UTF-8.
fn size_of_pair(cookie: &ParsedCookie<'_>, source: Source) -> usize {
    let size = |text: &str, encoding: Encoding| match (source, encoding) {
        (Source::Http, Encoding::Plain | Encoding::OtherOctets) => octet_len(text),
        _ => text.len(),
    };
    size(&cookie.name, cookie.encoding.name) + size(&cookie.value, cookie.encoding.value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jar::parse::set_cookie::parse_line;
    use crate::jar::request::request_url::RequestUrl;
    use crate::jar::rules::RuleSet;
    use crate::jar::testing::{self, by_chrome, from_http, judge};

    #[test]
    fn without_a_domain_attribute_the_cookie_is_host_only() {
        let cookie = from_http("a=b", "http://www.Example.com/x/y").unwrap();
        assert_eq!((cookie.domain(), cookie.host_only(), cookie.path()), ("www.example.com", true, "/x"));
    }

    #[test]
    fn secure_cookies_need_a_secure_origin() {
        assert_eq!(from_http("a=b; Secure", "http://example.com/").unwrap_err(), Rejection::InsecureOrigin);
        assert!(from_http("a=b; Secure", "http://localhost/").is_ok());
    }

    #[test]
    fn options_loosen_the_rules_one_by_one() {
        let judge = |line: &str, url: &str, options: JarOptions| {
            let request = RequestUrl::parse(url).unwrap();
            testing::judge(&parse_line(line)?, &SetContext::http(&request, 0), &options)
        };
        let strict = JarOptions::default();
        let suffixes = JarOptions { reject_public_suffixes: false, ..strict };
        assert!(!judge("a=b; Domain=com", "http://example.com/", suffixes).unwrap().host_only());
        let special = JarOptions { allow_special_use_domain: false, ..strict };
        assert_eq!(
            judge("a=b; Domain=x.local", "http://x.local/", special).unwrap_err(),
            Rejection::SpecialUseDomain("local")
        );
        assert!(judge("a=b; Domain=x.local", "http://x.local/", strict).is_ok());
        assert!(judge("a=b", "http://x.local/", special).is_ok());
        let local = JarOptions { allow_secure_on_local: false, ..strict };
        assert_eq!(judge("a=b; Secure", "http://localhost/", local).unwrap_err(), Rejection::InsecureOrigin);
        assert!(judge("a=b; Secure", "https://localhost/", local).is_ok());
        let insecure = JarOptions { enforce_secure_origin: false, ..strict };
        assert!(judge("a=b; Secure", "http://example.com/", insecure).is_ok());
        let unprefixed = JarOptions { prefix_security: PrefixSecurity::Disabled, ..strict };
        assert!(judge("__Host-a=b", "http://example.com/", unprefixed).is_ok());
    }

    #[test]
    fn a_script_cannot_set_http_only_cookies_nor_another_site_same_site_ones() {
        let request = RequestUrl::parse("https://example.com/").unwrap();
        let script = SetContext { http_api: false, ..SetContext::http(&request, 0) };
        let judge = |line: &str, context: &SetContext<'_>| {
            canonicalise(&parse_line(line).unwrap(), context, &JarOptions::default()).map(|_| ())
        };
        assert_eq!(judge("a=b; HttpOnly", &script), Err(Rejection::HttpOnly));
        assert_eq!(judge("a=b", &script), Ok(()));
        let cross_site = SetContext { same_site_context: SameSite::None, ..SetContext::http(&request, 0) };
        assert_eq!(judge("a=b; SameSite=Lax", &cross_site), Err(Rejection::SameSite));
        assert_eq!(judge("a=b; SameSite=None", &cross_site), Ok(()));
    }

    #[test]
    fn a_host_only_object_keeps_its_domain() {
        let request = RequestUrl::parse("https://www.example.com/").unwrap();
        let cookie = ParsedCookie {
            name: "a".into(),
            domain: Some("example.com".into()),
            host_only: true,
            ..ParsedCookie::default()
        };
        let stored = judge(&cookie, &SetContext::http(&request, 0), &JarOptions::default()).unwrap();
        assert_eq!((stored.domain(), stored.host_only()), ("example.com", true));
    }

    // Promises: J10
    #[test]
    fn prefixes_hold_in_any_case() {
        let url = "https://example.com/";
        assert_eq!(from_http("__secure-a=b", url).unwrap_err(), Rejection::SecurePrefix);
        assert_eq!(from_http("__Host-a=b; Secure", url).unwrap_err(), Rejection::HostPrefix);
        assert_eq!(
            from_http("__Host-a=b; Secure; Path=/; Domain=example.com", url).unwrap_err(),
            Rejection::HostPrefix
        );
        assert!(from_http("__Host-a=b; Secure; Path=/", url).is_ok());
        assert_eq!(from_http("__Http-a=b; Secure", url).unwrap_err(), Rejection::HttpPrefix);
        assert_eq!(from_http("__Host-Http-a=b; Secure; Path=/", url).unwrap_err(), Rejection::HttpPrefix);
        assert!(from_http("__Host-Http-a=b; Secure; Path=/; HttpOnly", url).is_ok());
    }

    #[test]
    fn a_partitioned_cookie_is_secure_and_filed_under_its_own_site() {
        let url = "https://www.example.com/";
        assert_eq!(from_http("a=b; Partitioned", url).unwrap_err(), Rejection::PartitionedNotSecure);
        let cookie = from_http("a=b; Partitioned; Secure", url).unwrap();
        assert_eq!(cookie.partition().map(PartitionKey::site), Some("https://example.com"));
    }

    #[test]
    fn size_is_counted_over_name_and_value() {
        let url = "https://example.com/";
        assert!(from_http(&format!("a={}", "x".repeat(4095)), url).is_ok());
        assert_eq!(
            from_http(&format!("a={}", "x".repeat(4096)), url).unwrap_err(),
            Rejection::TooLarge { size: 4097, limit: 4096 }
        );
    }

    #[test]
    fn host_and_default_path_are_limited_as_well() {
        let url = format!("https://example.com/{}/x", "p".repeat(1 << 20));
        assert_eq!(from_http("a=b", &url).unwrap_err().code(), "COOKIE_TOO_LARGE");
        let url = format!("https://{}.example/", "h".repeat(1 << 20));
        assert!(from_http("a=b", &url).is_err());
        assert!(from_http("a=b", "https://example.com/p/x").is_ok());
    }

    #[test]
    fn a_browsers_cookie_may_be_nameless_but_must_fit_the_header() {
        let request = RequestUrl::of_host("example.com").unwrap();
        let judge = |name: &'static str, value: &'static str| {
            let cookie = ParsedCookie { name: name.into(), value: value.into(), ..ParsedCookie::default() };
            let context = SetContext::browser(&request, 0);
            testing::judge(&cookie, &context, &JarOptions::default()).map_err(|rejection| rejection.code())
        };
        assert!(judge("", "x").is_ok() && judge("a", "").is_ok());
        assert_eq!(judge("", "").unwrap_err(), "COOKIE_PARSE_FAILED");
        assert_eq!(judge("", "a=b").unwrap_err(), "COOKIE_PARSE_FAILED");
        for value in ["__Host-a", "__secure-a", "__HTTP-a"] {
            assert_eq!(judge("", value).unwrap_err(), "COOKIE_SECURE_PREFIX");
        }
        for (name, value) in [("a;b", "x"), ("a=b", "x"), ("a", "x; b=c"), ("a", "x\r\nSet-Cookie: y"), ("a", "\0")] {
            assert_eq!(judge(name, value).unwrap_err(), "COOKIE_INVALID_CHARACTER", "{name} {value}");
        }
    }

    #[test]
    fn same_site_none_needs_secure_in_chrome() {
        let url = "https://site.example/";
        assert_eq!(by_chrome("a=1; SameSite=None", url).unwrap_err(), Rejection::SameSiteNoneNotSecure);
        assert!(by_chrome("a=1; SameSite=None; Secure", url).is_ok());
        assert!(by_chrome("a=1; SameSite=None; SameSite=x", url).is_ok());
        assert!(from_http("a=1; SameSite=None", url).is_ok());
        // A browser has already judged its cookies itself.
        let request = RequestUrl::parse(url).unwrap();
        let options = JarOptions::of(RuleSet::Chrome);
        let cookie = parse_line("a=1; SameSite=None").unwrap();
        assert!(judge(&cookie, &SetContext::browser(&request, 0), &options).is_ok());
    }

    #[test]
    fn a_nameless_cookie_must_not_look_like_another_one() {
        for line in ["=foo=bar", "==", "", "=", " = ", "; Path=/"] {
            assert_eq!(by_chrome(line, "https://site.example/").unwrap_err(), Rejection::ParseFailed, "{line:?}");
        }
        for line in ["__Secure-x", "=__Host-x", "__host-x; Secure; Path=/", "= __HTTP-x", "__Host-Http-x"] {
            assert_eq!(by_chrome(line, "https://site.example/").unwrap_err(), Rejection::SecurePrefix, "{line:?}");
        }
        assert_eq!(by_chrome("__Secure", "https://site.example/").unwrap().value(), "__Secure");
    }

    #[test]
    fn a_domain_attribute_breaks_the_host_prefix_except_for_addresses() {
        let line = |host: &str| format!("__Host-a=1; Secure; Path=/; Domain={host}");
        for host in ["127.0.0.1", "[::1]"] {
            assert!(by_chrome(&line(host), &format!("http://{host}/")).is_ok(), "{host}");
        }
        for host in ["localhost", "github.io", "site.example"] {
            let rejection = by_chrome(&line(host), &format!("https://{host}/")).unwrap_err();
            assert_eq!(rejection, Rejection::HostPrefix, "{host}");
        }
        assert!(by_chrome("__Host-a=1; Secure; Path=/; Domain=x; Domain=", "https://site.example/").is_ok());
    }

    #[test]
    fn a_cookie_from_a_response_lives_at_most_400_days_in_chrome() {
        const DAY: i64 = 86_400_000_000;
        let url = "https://site.example/";
        for (life, days) in [
            ("Max-Age=99999999", 400),
            ("Max-Age=99999999999999999999", 400),
            ("Expires=Fri, 31 Dec 9999 23:59:59 GMT", 400),
            ("Max-Age=34560001", 400),
            ("Max-Age=34560000", 400),
            ("Max-Age=86400", 1),
        ] {
            assert_eq!(by_chrome(&format!("a=1; {life}"), url).unwrap().expiry(), Some(days * DAY), "{life}");
        }
        assert_eq!(by_chrome("a=1", url).unwrap().expiry(), None);
        assert_eq!(from_http("a=1; Max-Age=99999999", url).unwrap().expiry(), Some(99_999_999_000_000));
        // A browser's cookie expires when the browser says so.
        let request = RequestUrl::parse(url).unwrap();
        let cookie = ParsedCookie { name: "a".into(), expires: Some(500 * DAY), ..ParsedCookie::default() };
        let stored = judge(&cookie, &SetContext::browser(&request, 0), &JarOptions::of(RuleSet::Chrome)).unwrap();
        assert_eq!(stored.expiry(), Some(500 * DAY));
    }

    #[test]
    fn sizes_count_octets_as_received() {
        let url = "https://site.example/";
        let octets = |count: usize| format!("v={}", "\u{E4}".repeat(count));
        for judged in [by_chrome, from_http] {
            assert!(judged(&octets(4095), url).is_ok());
            assert_eq!(judged(&octets(4096), url).unwrap_err(), Rejection::TooLarge { size: 4097, limit: 4096 });
            let chinese: String = "中".repeat(1365).bytes().map(char::from).collect();
            assert!(judged(&format!("v={chinese}"), url).is_ok());
            assert!(judged(&format!("v=a{chinese}"), url).is_err());
        }
        // A browser's text counts as UTF-8.
        let request = RequestUrl::parse(url).unwrap();
        for options in [JarOptions::default(), JarOptions::of(RuleSet::Chrome)] {
            let fits = |count: usize| {
                let cookie =
                    ParsedCookie { name: "v".into(), value: "ä".repeat(count).into(), ..ParsedCookie::default() };
                judge(&cookie, &SetContext::browser(&request, 0), &options).is_ok()
            };
            assert!(fits(2047) && !fits(2048));
        }
    }

    #[test]
    fn host_and_default_path_may_have_a_mebibyte_together() {
        let host = "example.com";
        let url = |octets: usize| format!("https://{host}/{}/x", "p".repeat(octets - host.len() - 1));
        assert!(from_http("a=b", &url(MAX_BYTES)).is_ok());
        let too_large = Rejection::TooLarge { size: MAX_BYTES + 1, limit: MAX_BYTES };
        assert_eq!(from_http("a=b", &url(MAX_BYTES + 1)).unwrap_err(), too_large);
    }
}
