//! The second stage of a cookie's life: judged for the request that brought it (RFC 6265 section 5.3 steps 4 to 10).
//!
//! What a Domain attribute means is `cookie_store`'s judgement, wherever it isn't plain from the host itself; around it stand the
//! checks that the crate lacks.

use std::borrow::Cow;
use std::rc::Rc;

use cookie::Cookie as RawCookie;
use cookie_store::{Cookie as CanonicalCookie, CookieDomain, CookieError};

use super::attributes::SameSite;
use super::domain::{
    canonical_host, is_ip_address, is_public_suffix, registrable_domain, shared_special_use, special_use_name,
    without_brackets,
};
use super::octets::{octet_len, Encoding};
use super::options::{JarOptions, PrefixSecurity};
use super::parsed::ParsedCookie;
use super::partition::PartitionKey;
use super::path::default_path;
use super::place::Place;
use super::prefix::{check_prefix, Prefixed};
use super::rejection::Rejection;
use super::request::RequestUrl;
use super::stored::{Identity, StoredCookie};
use super::storing::{Source, Storing};
use super::syntax::{check_syntax, MAX_BYTES};
use super::text::trim_js;

/// A cookie that may be stored, and where.
#[derive(Debug)]
pub struct Canonical<'a> {
    cookie: &'a ParsedCookie<'a>,
    domain: Cow<'a, str>,
    host_only: bool,
    path: Cow<'a, str>,
    path_is_default: bool,
    partition: Option<PartitionKey>,
    /// Milliseconds that it may live.
    longest_life: Option<i64>,
}

impl Canonical<'_> {
    /// What makes it the same cookie at different times.
    pub fn identity(&self) -> Identity<'_> {
        Identity {
            name: &self.cookie.name,
            domain: &self.domain,
            host_only: self.host_only,
            path: &self.path,
            partition: self.partition.as_ref(),
        }
    }

    /// The cookie as it is stored, received at `now` (milliseconds). `shared` is its place, if other cookies are there already.
    pub fn to_stored(&self, shared: Option<&Rc<Place>>, now: i64) -> StoredCookie {
        let place = shared.map_or_else(|| Place::new(&self.domain, self.host_only, &self.path), Rc::clone);
        let mut stored = StoredCookie::new(self.cookie, place, self.path_is_default, self.partition.clone(), now);
        if let Some(life) = self.longest_life {
            stored.end_by(now.saturating_add(life));
        }
        stored
    }
}

/// Judges a cookie by the rules of a jar.
pub fn canonicalise<'a>(
    cookie: &'a ParsedCookie<'_>,
    storing: &Storing<'a>,
    options: &JarOptions,
) -> Result<Canonical<'a>, Rejection> {
    let (request, source, rules) = (storing.request, storing.source, options.rules());
    check_syntax(cookie)?;
    let limit = options.limits.name_value_bytes;
    // Text takes at least as many bytes as it has octets, and most cookies are far below the limit.
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
    // Host and default path are as long as the URL's.
    let size = domain.len() + path.len();
    if size > MAX_BYTES {
        return Err(Rejection::TooLarge { size, limit: MAX_BYTES });
    }

    if source == Source::Http && options.enforce_secure_origin && cookie.secure && !options.trusts(request) {
        return Err(Rejection::InsecureOrigin);
    }
    // Firefox reports every cookie as None that says nothing else.
    if source == Source::Http && rules.none_needs_secure && cookie.same_site == SameSite::None && !cookie.secure {
        return Err(Rejection::SameSiteNoneNotSecure);
    }
    if cookie.http_only && !storing.http_api {
        return Err(Rejection::HttpOnly);
    }
    if matches!(cookie.same_site, SameSite::Lax | SameSite::Strict) && storing.same_site_context == SameSite::None {
        return Err(Rejection::SameSite);
    }
    if options.prefix_security != PrefixSecurity::Disabled {
        check_prefix(&Prefixed {
            name: &cookie.name,
            value: &cookie.value,
            secure: cookie.secure,
            http_only: cookie.http_only,
            // A browser that leaves the path out means the one that it files the cookie under.
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
    // A browser has limited the lives of its cookies itself.
    let longest_life = rules.longest_life.filter(|_| source == Source::Http);
    Ok(Canonical { cookie, domain, host_only, path, path_is_default, partition, longest_life })
}

/// Octets of name and value: as they came from an HTTP client, or those of a browser's text.
fn size_of_pair(cookie: &ParsedCookie<'_>, source: Source) -> usize {
    let size = |text: &str| match (source, cookie.encoding) {
        (Source::Http, Encoding::Plain | Encoding::OtherOctets) => octet_len(text),
        _ => text.len(),
    };
    size(&cookie.name) + size(&cookie.value)
}

/// Whether a Domain attribute that covers the host makes a host-only cookie all the same (section 5.3 step 5): a public suffix or an
/// address is no domain to share, but its own host may have cookies of its own.
fn judge_domain(domain: &str, request: &RequestUrl, options: &JarOptions) -> Result<bool, Rejection> {
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
fn domain_of<'a>(
    cookie: &'a ParsedCookie<'_>,
    request: &RequestUrl,
    options: &JarOptions,
) -> Result<Option<Cow<'a, str>>, Rejection> {
    let Some(domain) = &cookie.domain else { return Ok(None) };
    // Whole labels of a canonical host are canonical. Most domains are such; `cookie_store` would take 250 ns for them.
    let host = request.host();
    let is_whole_labels = host.strip_suffix(&**domain).is_some_and(|rest| rest.ends_with('.') || rest.is_empty());
    if !domain.is_empty() && is_whole_labels && (host.len() == domain.len() || !is_ip_address(host)) {
        return Ok(Some(Cow::Borrowed(&**domain)));
    }
    // The crates would trim it and take a second dot off; what is left of `..example.com` is no host name.
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
        // An address of IPv6, which may come without brackets.
        true => raw.set_domain(canonical_host(domain).unwrap_or_else(|| domain.clone().into_owned())),
        false => raw.set_domain(&**domain),
    }
    let url = request.to_url().map_err(|_| Rejection::NotHttp)?;
    let canonical = CanonicalCookie::try_from_raw_cookie(&raw, &url).map_err(|error| match error {
        CookieError::DomainMismatch => mismatch(domain, request, options),
        CookieError::NonHttpScheme | CookieError::NonRelativeScheme => Rejection::NotHttp,
        _ => Rejection::InvalidDomain(domain.clone().into_owned()),
    })?;
    match canonical.domain {
        CookieDomain::Suffix(domain) => Ok(Some(Cow::Owned(domain))),
        CookieDomain::HostOnly(_) => Ok(None),
        CookieDomain::NotPresent | CookieDomain::Empty => Err(Rejection::NoDomain),
    }
}

/// Why a domain that doesn't cover the host is refused. Of two reasons the more telling one: `Domain=com` is a public suffix
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
    use crate::jar::rules::RuleSet;
    use crate::jar::set_cookie::{self, parse_line as parse_set_cookie, ParseOptions};

    fn from_http(line: &str, url: &str) -> Result<StoredCookie, Rejection> {
        let request = RequestUrl::parse(url).unwrap();
        judge(&parse_set_cookie(line)?, &Storing::http(&request, 0), &JarOptions::default())
    }

    fn judge(
        cookie: &ParsedCookie<'_>,
        storing: &Storing<'_>,
        options: &JarOptions,
    ) -> Result<StoredCookie, Rejection> {
        canonicalise(cookie, storing, options).map(|canonical| canonical.to_stored(None, 0))
    }

    #[test]
    fn without_a_domain_attribute_the_cookie_is_host_only() {
        let cookie = from_http("a=b", "http://www.Example.com/x/y").unwrap();
        assert_eq!((cookie.domain(), cookie.host_only(), cookie.path()), ("www.example.com", true, "/x"));
    }

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
    fn a_public_suffix_is_refused_but_for_its_own_host() {
        assert_eq!(from_http("a=b; Domain=com", "http://example.com/").unwrap_err(), Rejection::PublicSuffix);
        assert_eq!(from_http("a=b; Domain=com", "http://example.org/").unwrap_err(), Rejection::PublicSuffix);
        let cookie = from_http("a=b; Domain=github.io", "https://github.io/").unwrap();
        assert!(cookie.host_only());
        assert!(from_http("a=b; Domain=intranet", "http://intranet/").unwrap().host_only());
        assert!(!from_http("a=b; Domain=localhost", "http://localhost/").unwrap().host_only());
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
            super::tests::judge(&parse_set_cookie(line)?, &Storing::http(&request, 0), &options)
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
    fn a_script_sets_no_http_only_cookie_and_another_site_none_for_the_same_site() {
        let request = RequestUrl::parse("https://example.com/").unwrap();
        let script = Storing { http_api: false, ..Storing::http(&request, 0) };
        let judge = |line: &str, storing: &Storing<'_>| {
            canonicalise(&parse_set_cookie(line).unwrap(), storing, &JarOptions::default()).map(|_| ())
        };
        assert_eq!(judge("a=b; HttpOnly", &script), Err(Rejection::HttpOnly));
        assert_eq!(judge("a=b", &script), Ok(()));
        let cross_site = Storing { same_site_context: SameSite::None, ..Storing::http(&request, 0) };
        assert_eq!(judge("a=b; SameSite=Lax", &cross_site), Err(Rejection::SameSite));
        assert_eq!(judge("a=b; SameSite=None", &cross_site), Ok(()));
    }

    #[test]
    fn an_object_that_says_host_only_stays_with_its_domain() {
        let request = RequestUrl::parse("https://www.example.com/").unwrap();
        let cookie = ParsedCookie {
            name: "a".into(),
            domain: Some("example.com".into()),
            host_only: true,
            ..ParsedCookie::default()
        };
        let stored = judge(&cookie, &Storing::http(&request, 0), &JarOptions::default()).unwrap();
        assert_eq!((stored.domain(), stored.host_only()), ("example.com", true));
    }

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
            let storing = Storing::browser(&request, 0);
            super::tests::judge(&cookie, &storing, &JarOptions::default()).map_err(|rejection| rejection.code())
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

    fn by_chrome(line: &str, url: &str) -> Result<StoredCookie, Rejection> {
        let options = JarOptions::of(RuleSet::Chrome);
        let request = RequestUrl::parse(url).unwrap();
        judge(&parse_set_cookie_of(line, &options)?, &Storing::http(&request, 0), &options)
    }

    fn parse_set_cookie_of<'a>(line: &'a str, options: &JarOptions) -> Result<ParsedCookie<'a>, Rejection> {
        set_cookie::parse_set_cookie(line, ParseOptions::of(options))
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
    fn same_site_none_needs_secure_in_chrome() {
        let url = "https://site.example/";
        assert_eq!(by_chrome("a=1; SameSite=None", url).unwrap_err(), Rejection::SameSiteNoneNotSecure);
        assert!(by_chrome("a=1; SameSite=None; Secure", url).is_ok());
        assert!(by_chrome("a=1; SameSite=None; SameSite=x", url).is_ok());
        assert!(from_http("a=1; SameSite=None", url).is_ok());
        // Firefox reports it of each cookie that says nothing.
        let request = RequestUrl::parse(url).unwrap();
        let options = JarOptions::of(RuleSet::Chrome);
        let cookie = parse_set_cookie_of("a=1; SameSite=None", &options).unwrap();
        assert!(judge(&cookie, &Storing::browser(&request, 0), &options).is_ok());
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
    fn a_domain_attribute_breaks_the_host_prefix_but_for_addresses() {
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
    fn a_cookie_of_a_response_lives_400_days_at_most_in_chrome() {
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
        // What a browser reports ends when the browser says.
        let request = RequestUrl::parse(url).unwrap();
        let cookie = ParsedCookie { name: "a".into(), expires: Some(500 * DAY), ..ParsedCookie::default() };
        let stored = judge(&cookie, &Storing::browser(&request, 0), &JarOptions::of(RuleSet::Chrome)).unwrap();
        assert_eq!(stored.expiry(), Some(500 * DAY));
    }

    #[test]
    fn sizes_count_octets_as_they_came() {
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
                judge(&cookie, &Storing::browser(&request, 0), &options).is_ok()
            };
            assert!(fits(2047) && !fits(2048));
        }
    }
}
