//! A cookie jar after RFC 6265 and RFC 6265bis. Pure Rust: no Node-API, no clock, no input or output.
//!
//! The life of a cookie has three stages: [`parsed`], [`canonical`], [`stored`]. A refusal is a [`rejection::Rejection`].

pub mod attributes;
pub mod browser;
pub mod canonical;
pub mod cookie_date;
pub mod domain;
pub mod eviction;
pub mod extensions;
pub mod iso_date;
pub mod options;
pub mod parsed;
pub mod partition;
pub mod path;
pub mod place;
mod plain_url;
pub mod prefix;
mod public_suffix;
pub mod query;
pub mod rejection;
pub mod request;
pub mod serialized;
pub mod serialized_json;
pub mod serialized_options;
pub mod set_cookie;
pub mod site;
pub mod stored;
pub mod storing;
pub mod syntax;
pub mod text;

use std::mem;
use std::rc::Rc;

use canonical::canonicalise;
use domain::parent_domains;
use eviction::{is_crowded_out, victims};
use hashbrown::HashMap;
use options::JarOptions;
use parsed::ParsedCookie;
use query::{Matches, Query};
use rejection::Rejection;
use request::RequestUrl;
use site::{Site, Slot};
use stored::StoredCookie;
use storing::{Source, Storing};

/// A cookie jar. Times are milliseconds since the epoch and always come from the caller.
#[derive(Debug, Clone, Default)]
pub struct Jar {
    /// Filed by site, so that the cost of a query doesn't depend on what else the jar holds.
    sites: HashMap<Box<str>, Site>,
    options: JarOptions,
    next_index: u32,
    /// For how many cookies the next new site makes room.
    expected: u32,
    len: usize,
    memory: usize,
}

/// Room for more cookies is not made on the word of a site.
const MOST_EXPECTED: usize = 180;

impl Jar {
    /// An empty jar; it allocates nothing.
    pub fn new() -> Jar {
        Jar::default()
    }

    /// What the jar insists on.
    pub fn options(&self) -> &JarOptions {
        &self.options
    }

    /// Changes what the jar insists on, for what comes from now on.
    pub fn set_options(&mut self, options: JarOptions) {
        self.options = options;
    }

    /// Prepares for so many cookies of one site, if there are none yet. What grows step by step leaves holes in memory.
    pub fn expect(&mut self, cookies: usize) {
        self.expected = cookies.min(MOST_EXPECTED) as u32;
    }

    /// Stores a cookie and hands it to `read`, or says why not.
    pub fn set<T>(
        &mut self,
        cookie: &ParsedCookie<'_>,
        storing: &Storing<'_>,
        read: impl FnOnce(&StoredCookie) -> T,
    ) -> Result<T, Rejection> {
        let canonical = canonicalise(cookie, storing, &self.options)?;
        let identity = canonical.identity();
        let name = storing.request.site_of(identity.domain);
        let site = self.sites.get(name);
        let slot = site.map(|site| site.slot(&identity));
        let old = site.zip(slot).and_then(|(site, slot)| site.get(slot));
        if !storing.http_api && old.is_some_and(StoredCookie::http_only) {
            return Err(Rejection::HttpOnlyOverwrite);
        }
        let place = match old {
            Some(old) => Some(old.place()),
            None => site.and_then(|site| site.shared_place(identity.domain, identity.host_only, identity.path)),
        };
        let stored = canonical.to_stored(place, storing.now);
        // A browser has limits of its own, and what it reports has to come back complete.
        let is_limited = storing.source == Source::Http;
        if is_limited && old.is_none() {
            self.check_room(site, &stored, storing.now)?;
        }
        let limits = self.options.limits;
        let (stored, in_site) = self.file(name, slot, stored);
        let result = read(stored);
        // The newest stays, unless it has ended: a deletion of what isn't there must not drive out what is.
        let kept = (!stored.is_expired(storing.now)).then(|| stored.index());
        let crowded = (is_limited && in_site > limits.cookies_per_domain).then(|| stored.clone());
        if let Some(newest) = crowded {
            self.evict_from_site(&newest, kept, storing.now);
        }
        if is_limited && self.len > limits.cookies {
            self.evict_from_all(kept, storing.now);
        }
        Ok(result)
    }

    /// Refuses a cookie that is new and would be the first to go. One that has ended deletes what isn't there: nothing to refuse.
    fn check_room(&self, site: Option<&Site>, newcomer: &StoredCookie, now: i64) -> Result<(), Rejection> {
        let limits = self.options.limits;
        if newcomer.is_expired(now) {
            return Ok(());
        }
        if limits.cookies == 0 || limits.cookies_per_domain == 0 {
            return Err(Rejection::LimitReached);
        }
        match site {
            Some(site) if site.len() >= limits.cookies_per_domain => {
                let same = site.cookies().iter().filter(|cookie| cookie.shares_limit(newcomer));
                match is_crowded_out(newcomer, same, limits.cookies_per_domain, now) {
                    true => Err(Rejection::LimitReached),
                    false => Ok(()),
                }
            }
            _ => Ok(()),
        }
    }

    /// Stores cookies that have been judged before: of a persisted state, for instance. They may exceed the limits, so that nothing of a
    /// state is lost; the next cookie that is set keeps them.
    pub fn insert_all(&mut self, cookies: &mut Vec<StoredCookie>) {
        if cookies.len() > (u32::MAX - self.next_index) as usize {
            self.renumber();
        }
        let mut rest = cookies.drain(..);
        while let Some(first) = rest.as_slice().first() {
            let place = Rc::clone(first.place());
            let same_site = |cookie: &&StoredCookie| cookie.place().site() == place.site();
            let run = rest.as_slice().iter().take_while(same_site).count();
            let site = self.sites.entry_ref(place.site()).or_default();
            let (memory, len) = (site.memory(), site.len());
            site.reserve(run);
            for mut cookie in rest.by_ref().take(run) {
                cookie.set_index(self.next_index + (site.len() - len) as u32);
                site.share_place(&mut cookie);
                site.insert(site.slot(&cookie.identity()), cookie);
            }
            self.memory = self.memory - memory + site.memory();
            self.next_index += (site.len() - len) as u32;
            self.len += site.len() - len;
        }
    }

    /// Files a cookie under its site, in its slot if the site is there. Returns where it is, and how many the site has.
    fn file(&mut self, site: &str, slot: Option<Slot>, mut cookie: StoredCookie) -> (&StoredCookie, usize) {
        if self.next_index == u32::MAX {
            self.renumber();
        }
        cookie.set_index(self.next_index);
        let site = self.sites.entry_ref(site).or_default();
        let (memory, len) = (site.memory(), site.len());
        if len == 0 {
            site.reserve(mem::take(&mut self.expected) as usize);
        }
        let slot = slot.unwrap_or_else(|| site.slot(&cookie.identity()));
        let place = site.insert(slot, cookie);
        self.memory = self.memory - memory + site.memory();
        self.next_index += (site.len() - len) as u32;
        self.len = self.len - len + site.len();
        #[expect(clippy::indexing_slicing, reason = "`insert` returned the place that it filled")]
        (&site.cookies()[place], site.len())
    }

    /// Gives the cookies the first numbers in their order, so that the numbers never come to an end.
    fn renumber(&mut self) {
        let order: Vec<u32> = self.cookies().into_iter().map(StoredCookie::index).collect();
        for site in self.sites.values_mut() {
            site.renumber(|index| order.partition_point(|&earlier| earlier < index) as u32);
        }
        self.next_index = order.len() as u32;
    }

    /// Hands the cookies for a request to `read`, in the order of the `Cookie` header, and removes those of them that have ended.
    pub fn query<T>(
        &mut self,
        request: &RequestUrl,
        query: &Query,
        now: i64,
        read: impl FnOnce(&[&StoredCookie]) -> T,
    ) -> T {
        let mut matches = Matches::default();
        for name in sites_of(request, &self.options) {
            if let Some(site) = self.sites.get(name) {
                matches.collect(site, request, query, self.options.allow_secure_on_local, now);
            }
        }
        matches.sort(query);
        let result = read(&matches.cookies);
        let expired = matches.expired;
        if !expired.is_empty() {
            let options = self.options;
            for name in sites_of(request, &options) {
                self.remove(name, &expired);
            }
        }
        result
    }

    /// All cookies in the order of their creation, those that have ended but were not removed yet included.
    pub fn cookies(&self) -> Vec<&StoredCookie> {
        let mut cookies: Vec<&StoredCookie> = self.sites.values().flat_map(Site::cookies).collect();
        cookies.sort_unstable_by_key(|cookie| cookie.index());
        cookies
    }

    /// The cookies that have not ended at `now` (milliseconds), in the order of their creation.
    pub fn living(&self, now: i64) -> Vec<&StoredCookie> {
        let mut cookies = self.cookies();
        cookies.retain(|cookie| !cookie.is_expired(now));
        cookies
    }

    /// Removes the cookies that have these places in the jar's order. Returns how many there were.
    pub fn remove_all(&mut self, indexes: &[u32]) -> usize {
        let mut sorted = indexes.to_vec();
        sorted.sort_unstable();
        let mut by_site: HashMap<Box<str>, Vec<u32>> = HashMap::new();
        for cookie in self.sites.values().flat_map(Site::cookies) {
            if sorted.binary_search(&cookie.index()).is_ok() {
                by_site.entry_ref(cookie.place().site()).or_default().push(cookie.index());
            }
        }
        let before = self.len;
        for (site, indexes) in &by_site {
            self.remove(site, indexes);
        }
        before - self.len
    }

    /// Removes all cookies.
    pub fn clear(&mut self) {
        self.sites = HashMap::default();
        self.len = 0;
        self.memory = 0;
    }

    /// How many cookies there are, those that have ended but were not removed yet included.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Bytes of memory that the jar takes, for V8's bookkeeping.
    pub fn memory(&self) -> usize {
        self.memory
    }

    /// Keeps the limit of a registrable domain after `newest` was stored there; the cookie with the place `kept` stays.
    fn evict_from_site(&mut self, newest: &StoredCookie, kept: Option<u32>, now: i64) {
        let name = newest.place().site();
        let Some(site) = self.sites.get(name) else {
            return;
        };
        let same = site.cookies().iter().filter(|cookie| cookie.shares_limit(newest));
        let victims = victims(same, self.options.limits.cookies_per_domain, kept, now);
        let indexes: Vec<u32> = victims.into_iter().map(StoredCookie::index).collect();
        self.remove(name, &indexes);
    }

    /// Keeps the limit of the whole jar; the cookie with the place `kept` stays.
    fn evict_from_all(&mut self, kept: Option<u32>, now: i64) {
        let all = self.sites.values().flat_map(Site::cookies);
        let mut by_site: HashMap<Box<str>, Vec<u32>> = HashMap::new();
        for cookie in victims(all, self.options.limits.cookies, kept, now) {
            by_site.entry_ref(cookie.place().site()).or_default().push(cookie.index());
        }
        for (site, indexes) in &by_site {
            self.remove(site, indexes);
        }
    }

    /// Removes those of a site's cookies that have one of these places in the jar's order.
    fn remove(&mut self, name: &str, indexes: &[u32]) {
        let Some(site) = self.sites.get_mut(name) else {
            return;
        };
        self.memory -= site.memory();
        self.len -= site.len();
        site.remove(indexes);
        if site.is_empty() {
            self.sites.remove(name);
        } else {
            self.memory += site.memory();
            self.len += site.len();
        }
    }
}

/// The names of the sites that may hold cookies for a host: its own, and where public suffixes may have cookies those above it.
fn sites_of<'a>(request: &'a RequestUrl, options: &JarOptions) -> impl Iterator<Item = &'a str> {
    let own = request.site();
    let above = if options.reject_public_suffixes { "" } else { own };
    std::iter::once(own).chain(parent_domains(above))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jar::options::Limits;
    use crate::jar::serialized::read_jar;
    use crate::jar::set_cookie::parse_line;

    fn set(jar: &mut Jar, line: &str, url: &str, now: i64) -> Result<(), Rejection> {
        let request = RequestUrl::parse(url).unwrap();
        jar.set(&parse_line(line)?, &Storing::http(&request, now), |_| ())
    }

    fn names(jar: &Jar) -> Vec<&str> {
        jar.cookies().into_iter().map(StoredCookie::name).collect()
    }

    #[test]
    fn cookies_are_removed_by_their_places_whatever_their_site() {
        let mut jar = Jar::new();
        for host in ["one.example", "two.example"] {
            for name in ["a", "b", "c"] {
                set(&mut jar, &format!("{name}={host}"), &format!("https://{host}/"), 0).unwrap();
            }
        }
        assert_eq!(jar.remove_all(&[5, 0, 77, 0, 3]), 3);
        assert_eq!((names(&jar), jar.len()), (vec!["b", "c", "b"], 3));
        assert_eq!(jar.remove_all(&[1, 2, 4]), 3);
        assert_eq!((jar.len(), jar.memory(), jar.remove_all(&[1])), (0, 0, 0));
    }

    #[test]
    fn what_has_ended_is_not_among_the_living() {
        let mut jar = Jar::new();
        set(&mut jar, "a=1; Max-Age=5", "https://one.example/", 0).unwrap();
        set(&mut jar, "b=1", "https://two.example/", 0).unwrap();
        let living = |now| jar.living(now).into_iter().map(StoredCookie::name).collect::<Vec<_>>();
        assert_eq!((living(4_999), living(5_000)), (vec!["a", "b"], vec!["b"]));
    }

    #[test]
    fn an_empty_jar_counts_no_memory() {
        let mut jar = Jar::new();
        let request = RequestUrl::parse("https://example.com/").unwrap();
        for round in 0..10 {
            for index in 0..100 {
                let line = format!("c{index}=v; Max-Age=1");
                set(&mut jar, &line, "https://example.com/", round * 10_000).unwrap();
            }
            assert!(jar.memory() > 8_000);
            let left = jar.query(&request, &Query::default(), round * 10_000 + 5_000, |cookies| cookies.len());
            assert_eq!((left, jar.len(), jar.memory()), (0, 0, 0));
        }
    }

    #[test]
    fn a_query_removes_only_what_it_would_have_matched() {
        let mut jar = Jar::new();
        let request = RequestUrl::parse("https://example.com/").unwrap();
        for line in ["a=1; Max-Age=1", "b=1; Max-Age=1; Path=/deep", "c=1"] {
            set(&mut jar, line, "https://example.com/", 0).unwrap();
        }
        assert_eq!(jar.query(&request, &Query::default(), 5_000, |cookies| cookies.len()), 1);
        assert_eq!(names(&jar), ["b", "c"]);
    }

    #[test]
    fn a_site_has_no_more_cookies_than_its_limit() {
        let limits = Limits { cookies_per_domain: 3, ..Limits::default() };
        let mut jar = Jar::new();
        jar.set_options(JarOptions { limits, ..JarOptions::default() });
        for (now, name) in ["a", "b", "c"].into_iter().enumerate() {
            set(&mut jar, &format!("{name}=1"), "https://www.example.com/", now as i64).unwrap();
        }
        set(&mut jar, "other=1", "https://example.org/", 3).unwrap();
        let request = RequestUrl::parse("https://www.example.com/").unwrap();
        jar.query(&request, &Query::default(), 4, |_| ());
        set(&mut jar, "d=1; Secure", "https://example.com/", 5).unwrap();
        assert_eq!(names(&jar), ["b", "c", "other", "d"]);
        // Replacing one costs no other.
        set(&mut jar, "c=2", "https://www.example.com/", 6).unwrap();
        assert_eq!(names(&jar), ["b", "c", "other", "d"]);
        for name in ["e", "f"] {
            set(&mut jar, &format!("{name}=1; Secure"), "https://example.com/", 7).unwrap();
        }
        assert_eq!(names(&jar), ["other", "d", "e", "f"]);
        assert_eq!(set(&mut jar, "g=1", "https://example.com/", 8), Err(Rejection::LimitReached));
        assert_eq!(names(&jar), ["other", "d", "e", "f"]);
        assert_eq!(set(&mut jar, "g=1; Max-Age=0", "https://example.com/", 8), Ok(()));
        assert_eq!(set(&mut jar, "d=2", "https://example.com/", 9), Ok(()));
    }

    #[test]
    fn a_jar_has_no_more_cookies_than_its_limit() {
        let limits = Limits { cookies: 5, ..Limits::default() };
        let mut jar = Jar::new();
        jar.set_options(JarOptions { limits, ..JarOptions::default() });
        for index in 0..20 {
            set(&mut jar, &format!("c{index}=1"), &format!("https://s{index}.example/"), index).unwrap();
        }
        assert_eq!(names(&jar), ["c15", "c16", "c17", "c18", "c19"]);
        assert_eq!((jar.len(), jar.sites.len()), (5, 5));
        jar.clear();
        assert!(jar.is_empty() && jar.memory() == 0);
    }

    #[test]
    fn a_jar_that_takes_public_suffixes_sends_their_cookies() {
        let mut jar = Jar::new();
        jar.set_options(JarOptions { reject_public_suffixes: false, ..JarOptions::default() });
        set(&mut jar, "a=1; Domain=intranet", "http://wiki.intranet/", 0).unwrap();
        set(&mut jar, "b=1; Domain=co.uk; Max-Age=1", "http://x.example.co.uk/", 0).unwrap();
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
    fn the_order_survives_the_end_of_its_numbers() {
        let mut jar = Jar::new();
        jar.next_index = u32::MAX - 2;
        for name in ["a", "b", "c", "d"] {
            for host in ["one", "two"] {
                set(&mut jar, &format!("{name}=1"), &format!("https://{host}.example/"), 0).unwrap();
            }
        }
        assert_eq!(names(&jar), ["a", "a", "b", "b", "c", "c", "d", "d"]);
        assert!(jar.next_index < 10);
    }

    #[test]
    fn cookies_that_are_filed_in_one_go_are_as_if_filed_one_by_one() {
        let entries: Vec<String> = [("a", "one"), ("b", "one"), ("a", "two"), ("a", "one"), ("c", "one")]
            .iter()
            .enumerate()
            .map(|(value, (key, host))| {
                format!(r#"{{"key":"{key}","value":"{value}","domain":"{host}.example","path":"/"}}"#)
            })
            .collect();
        let read = || read_jar(&format!(r#"{{"cookies":[{}]}}"#, entries.join(",")), 0).unwrap().1;
        let (mut at_once, mut one_by_one) = (Jar::new(), Jar::new());
        // Their numbers come to an end in between.
        one_by_one.next_index = u32::MAX - 2;
        at_once.next_index = u32::MAX - 2;
        at_once.insert_all(&mut read());
        read().into_iter().for_each(|cookie| one_by_one.insert_all(&mut vec![cookie]));
        for jar in [&at_once, &one_by_one] {
            let seen: Vec<String> =
                jar.cookies().iter().map(|cookie| format!("{}.{}", cookie.pair(), cookie.domain())).collect();
            assert_eq!(seen, ["a=3.one.example", "b=1.one.example", "a=2.two.example", "c=4.one.example"]);
            assert_eq!((jar.len(), jar.next_index < 10), (4, true));
            let [a, b, _, c] = jar.cookies()[..] else { panic!("four cookies") };
            assert!(Rc::ptr_eq(a.place(), b.place()) && Rc::ptr_eq(a.place(), c.place()));
        }
    }

    #[test]
    fn room_for_expected_cookies_is_made_once() {
        let mut jar = Jar::new();
        jar.expect(50);
        set(&mut jar, "a=1", "https://example.com/", 0).unwrap();
        set(&mut jar, "a=1", "https://other.example/", 0).unwrap();
        let room = |site: &str| jar.sites.get(site).map(Site::room);
        assert_eq!(room("example.com"), Some(50));
        assert!(room("other.example") < Some(10));
    }

    #[test]
    fn a_script_replaces_no_http_only_cookie() {
        let mut jar = Jar::new();
        set(&mut jar, "a=1; HttpOnly", "https://example.com/", 0).unwrap();
        let request = RequestUrl::parse("https://example.com/").unwrap();
        let script = Storing { http_api: false, ..Storing::http(&request, 0) };
        let outcome = jar.set(&parse_line("a=2").unwrap(), &script, |_| ());
        assert_eq!(outcome, Err(Rejection::HttpOnlyOverwrite));
        assert_eq!(jar.cookies()[0].value(), "1");
    }
}
