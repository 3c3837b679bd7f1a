//! Which cookies a request gets, and in which order (RFC 6265 section 5.4).

use std::borrow::Cow;
use std::cell::OnceCell;
use std::cmp::Ordering;
use std::rc::Rc;
use std::{iter, ptr};

use crate::jar::attributes::SameSite;
use crate::jar::options::JarOptions;
use crate::jar::request::domain::{domain_matches, parent_domains, shared_special_use};
use crate::jar::request::request_url::RequestUrl;
use crate::jar::store::cookie_store::CookieStore;
use crate::jar::store::place::Place;
use crate::jar::store::site::Site;
use crate::jar::store::stored::StoredCookie;

/// What a caller asks for. The default is what a `Cookie` header contains.
#[derive(Debug, Clone, Copy)]
pub struct Query {
    /// Whether this is an HTTP API; a script doesn't see HttpOnly cookies.
    pub http_api: bool,
    /// Leave out expired cookies, and remove them.
    pub expire: bool,
    /// Cookies of every path.
    pub all_paths: bool,
    /// Sort in the order of the header instead of creation.
    pub sort: bool,
    /// Whether to include Secure cookies; by default, if the URL is a secure origin.
    pub secure: Option<bool>,
    /// How the request's initiator relates to the cookie's site (RFC 6265bis section 5.8.3); `Unset` skips the check.
    pub same_site_context: SameSite,
}

impl Default for Query {
    fn default() -> Query {
        Query {
            http_api: true,
            expire: true,
            all_paths: false,
            sort: true,
            secure: None,
            same_site_context: SameSite::Unset,
        }
    }
}

/// Passes the cookies for a request to `read`, in the order of the `Cookie` header, and removes those that have expired.
pub fn query<T>(
    store: &mut CookieStore,
    request: &RequestUrl,
    query: &Query,
    options: &JarOptions,
    now: i64,
    read: impl FnOnce(&[&StoredCookie]) -> T,
) -> T {
    let mut matches = Matches::default();
    for name in sites_of(request, options) {
        if let Some(site) = store.site(name) {
            matches.collect(site, request, query, options, now);
        }
    }
    matches.sort(query);
    let result = read(&matches.cookies);
    let Matches { expired, touched, .. } = matches;
    if touched {
        store.note_change();
    }
    if !expired.is_empty() {
        for name in sites_of(request, options) {
            store.remove(name, &expired);
        }
    }
    result
}

/// The names of the sites that may hold cookies for a host: its own; the sites above it, if public suffixes may have cookies; `localhost`
/// and `invalid`, if the hosts below share them.
fn sites_of<'a>(request: &'a RequestUrl, options: &JarOptions) -> impl Iterator<Item = &'a str> {
    let own = request.site();
    let is_shared = options.reject_public_suffixes && options.rules().shared_special_use;
    let shared = if is_shared { shared_special_use(own).filter(|&top| top != own) } else { None };
    let above = if options.reject_public_suffixes { "" } else { own };
    iter::once(own).chain(shared).chain(parent_domains(above))
}

/// The cookies that match a request at a given time.
#[derive(Debug, Default)]
pub struct Matches<'a> {
    /// In the order of the `Cookie` header, once sorted.
    pub cookies: Vec<&'a StoredCookie>,
    /// Indexes in the jar's order of cookies that would have matched but have expired, and should be removed.
    pub expired: Vec<u32>,
    /// Whether an access was recorded.
    touched: bool,
}

impl<'a> Matches<'a> {
    /// Adds the cookies of a site that match a request at `now` (milliseconds), and records the access.
    pub fn collect(&mut self, site: &'a Site, request: &RequestUrl, query: &Query, options: &JarOptions, now: i64) {
        let rules = options.rules();
        let secure = query.secure.unwrap_or_else(|| options.trusts(request));
        let mut places = Places::new(request, query.all_paths, rules.decoded_paths);
        // Computed on demand: few cookies are partitioned, and the request's site costs more than all other checks.
        let schemeful_site = OnceCell::new();
        let cookies = site.cookies();
        self.cookies.reserve(cookies.len());
        for cookie in cookies {
            let matches = (secure || !cookie.secure())
                && (query.http_api || !cookie.http_only())
                && allows_context(cookie.same_site(), query.same_site_context)
                && places.matches(cookie.place())
                && cookie
                    .partition()
                    .is_none_or(|partition| partition.covers(schemeful_site.get_or_init(|| request.schemeful_site())));
            if !matches {
                continue;
            }
            if query.expire && cookie.is_expired(now) {
                self.expired.push(cookie.index());
                continue;
            }
            if rules.access_step == 0 || now.saturating_sub(cookie.last_access()) >= rules.access_step {
                cookie.touch(now);
                self.touched = true;
            }
            self.cookies.push(cookie);
        }
    }

    /// Sorts the cookies as the query asks.
    pub fn sort(&mut self, query: &Query) {
        if query.sort {
            // Stable, and linear if all paths have the same length, as they usually do.
            self.cookies.sort_by(|a, b| in_header_order(a, b));
        } else {
            self.cookies.sort_by_key(|cookie| cookie.index());
        }
    }
}

/// How many places a query remembers. Most sites have few: one or two domains, one or two paths.
const REMEMBERED: usize = 8;

/// Tells which places match a request, and remembers recent answers.
struct Places<'a> {
    request: &'a RequestUrl,
    decoded_path: Option<Cow<'a, str>>,
    all_paths: bool,
    /// Answers by the address of the place.
    answers: [(*const Place, bool); REMEMBERED],
    next: usize,
}

impl<'a> Places<'a> {
    fn new(request: &'a RequestUrl, all_paths: bool, decodes: bool) -> Places<'a> {
        let answers = [(ptr::null(), false); REMEMBERED];
        let decoded_path = if decodes { request.decoded_path() } else { None };
        Places { request, decoded_path, all_paths, answers, next: 0 }
    }

    fn matches(&mut self, place: &Rc<Place>) -> bool {
        let address = Rc::as_ptr(place);
        if let Some((_, answer)) = self.answers.iter().find(|(known, _)| *known == address) {
            return *answer;
        }
        let (host, domain) = (self.request.host(), place.domain());
        let answer = (if place.host_only() { domain == host } else { domain_matches(host, domain) })
            && (self.all_paths || self.request.path_matches(place.path(), self.decoded_path.as_deref()));
        if let Some(slot) = self.answers.get_mut(self.next) {
            *slot = (address, answer);
        }
        self.next = (self.next + 1) % REMEMBERED;
        answer
    }
}

/// Whether a cookie is sent in a request's SameSite context. `Unset` counts as None, as in tough-cookie: treating it as Lax by default is
/// left to browsers.
fn allows_context(cookie: SameSite, context: SameSite) -> bool {
    context == SameSite::Unset || cookie as u8 <= context as u8
}

/// Section 5.4 step 2: longer paths first, then earlier creation-times. Lengths are UTF-16 code units, as in tough-cookie.
pub fn in_header_order(a: &StoredCookie, b: &StoredCookie) -> Ordering {
    // Cookies of a site share few places: most have the same path without looking.
    let by_path = match Rc::ptr_eq(a.place(), b.place()) {
        true => Ordering::Equal,
        false => b.place().path_len().cmp(&a.place().path_len()),
    };
    by_path.then(a.creation().cmp(&b.creation())).then(a.index().cmp(&b.index()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jar::testing::{chrome, header, names, put, SITE};
    use crate::jar::Jar;

    #[test]
    fn a_context_allows_what_is_as_lax_as_itself() {
        use SameSite::{Lax, None, Strict, Unset};
        for cookie in [Unset, None, Lax, Strict] {
            assert!(allows_context(cookie, Unset) && allows_context(cookie, Strict));
        }
        assert!(allows_context(Lax, Lax) && !allows_context(Strict, Lax));
        assert!(allows_context(Unset, None) && !allows_context(Lax, None));
    }

    #[test]
    fn a_query_removes_only_what_it_would_have_matched() {
        let mut jar = Jar::new();
        let request = RequestUrl::parse("https://example.com/").unwrap();
        for line in ["a=1; Max-Age=1", "b=1; Max-Age=1; Path=/deep", "c=1"] {
            put(&mut jar, line, "https://example.com/", 0).unwrap();
        }
        assert_eq!(jar.query(&request, &Query::default(), 5_000, |cookies| cookies.len()), 1);
        assert_eq!(names(&jar), ["b", "c"]);
    }

    #[test]
    fn a_jar_that_takes_public_suffixes_sends_their_cookies() {
        let mut jar = Jar::new();
        jar.set_options(JarOptions { reject_public_suffixes: false, ..JarOptions::default() });
        put(&mut jar, "a=1; Domain=intranet", "http://wiki.intranet/", 0).unwrap();
        put(&mut jar, "b=1; Domain=co.uk; Max-Age=1", "http://x.example.co.uk/", 0).unwrap();
        let mut count = |url: &str, now: i64| {
            let request = RequestUrl::parse(url).unwrap();
            jar.query(&request, &Query::default(), now, |cookies| cookies.len())
        };
        assert_eq!(count("http://mail.intranet/", 1), 1);
        assert_eq!(count("http://y.other.co.uk/", 1), 1);
        assert_eq!(count("http://y.other.co.uk/", 1_000), 0);
        assert_eq!(names(&jar), ["a"]);
    }

    #[test]
    fn paths_are_compared_verbatim_in_chrome() {
        for (path, url, decoded) in [
            ("/a b", "https://site.example/a%20b", true),
            ("/a", "https://site.example/%61", true),
            ("/\u{FC}", "https://site.example/%C3%BC", true),
            ("/a%20b", "https://site.example/a%20b", false),
            ("/%61", "https://site.example/a", false),
        ] {
            let sent = |mut jar: Jar| {
                put(&mut jar, &format!("a=1; Path={path}"), SITE, 0).unwrap();
                header(&mut jar, url, 0) == "a=1"
            };
            assert_eq!((sent(Jar::new()), sent(chrome())), (decoded || path == "/a%20b", path == "/a%20b"), "{path}");
        }
    }

    #[test]
    fn accesses_are_recorded_once_a_minute_in_chrome() {
        for (mut jar, noted) in [(chrome(), [0, 0, 60_000]), (Jar::new(), [1, 59_999, 60_000])] {
            put(&mut jar, "a=1", SITE, 0).unwrap();
            for (now, expected) in [1, 59_999, 60_000].into_iter().zip(noted) {
                header(&mut jar, SITE, now);
                assert_eq!(jar.cookies()[0].last_access(), expected);
            }
        }
    }

    #[test]
    fn localhost_is_shared_by_the_hosts_below_it_in_tough_cookie_alone() {
        for (mut jar, at_host, below) in [(Jar::new(), "a=1; b=1", "a=1"), (chrome(), "a=1; b=1", "")] {
            put(&mut jar, "a=1; Domain=localhost", "http://localhost/", 0).unwrap();
            put(&mut jar, "b=1", "http://localhost/", 0).unwrap();
            assert_eq!(header(&mut jar, "http://localhost/", 0), at_host);
            assert_eq!(header(&mut jar, "http://x.localhost/", 0), below);
        }
        // An address has one cookie of a name, with or without a Domain attribute.
        for mut jar in [Jar::new(), chrome()] {
            put(&mut jar, "sid=old", "http://127.0.0.1/", 0).unwrap();
            put(&mut jar, "sid=new; Domain=127.0.0.1", "http://127.0.0.1/", 0).unwrap();
            assert_eq!(header(&mut jar, "http://127.0.0.1/", 0), "sid=new");
        }
    }

    #[test]
    fn a_cookie_is_sent_only_if_everything_about_it_fits() {
        let mut jar = chrome();
        for line in [
            "plain=1; Path=/",
            "secure=1; Path=/; Secure",
            "http=1; Path=/; HttpOnly",
            "strict=1; Path=/; SameSite=Strict",
            "deep=1; Path=/deep",
            "part=1; Path=/; Secure; Partitioned",
        ] {
            put(&mut jar, line, SITE, 0).unwrap();
        }
        let mut sent = |url: &str, query: Query| {
            let request = RequestUrl::parse(url).unwrap();
            let names = |cookies: &[&StoredCookie]| cookies.iter().map(|cookie| cookie.name().to_owned()).collect();
            jar.query(&request, &query, 0, names)
        };
        let all = Query::default();
        let cases: [(&str, Query, &[&str]); 7] = [
            (SITE, all, &["plain", "secure", "http", "strict", "part"]),
            ("https://site.example/deep", all, &["deep", "plain", "secure", "http", "strict", "part"]),
            ("http://site.example/", all, &["plain", "http", "strict"]),
            // The partition is that of the site with https.
            ("http://site.example/", Query { secure: Some(true), ..all }, &["plain", "secure", "http", "strict"]),
            (SITE, Query { secure: Some(false), ..all }, &["plain", "http", "strict"]),
            (SITE, Query { http_api: false, ..all }, &["plain", "secure", "strict", "part"]),
            (SITE, Query { same_site_context: SameSite::None, ..all }, &["plain", "secure", "http", "part"]),
        ];
        for (url, query, expected) in cases {
            let names: Vec<String> = sent(url, query);
            assert_eq!(names, expected, "{url} {query:?}");
        }
    }

    #[test]
    fn longer_paths_come_first_and_then_older_cookies() {
        for mut jar in [Jar::new(), chrome()] {
            for (now, line) in
                ["a=1; Path=/", "b=1; Path=/p", "c=1; Path=/p/q", "d=1; Path=/p", "e=1; Path=/"].into_iter().enumerate()
            {
                put(&mut jar, line, SITE, now as i64).unwrap();
            }
            assert_eq!(header(&mut jar, "https://site.example/p/q", 9), "c=1; b=1; d=1; a=1; e=1");
        }
    }

    #[test]
    fn a_cookie_of_localhost_is_sent_once_if_public_suffixes_may_have_cookies() {
        let mut jar = Jar::with_options(JarOptions { reject_public_suffixes: false, ..JarOptions::default() });
        put(&mut jar, "a=1; Domain=localhost", "http://x.localhost/", 0).unwrap();
        assert_eq!(header(&mut jar, "http://x.localhost/", 0), "a=1");
    }
}
