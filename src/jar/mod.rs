//! A cookie jar after RFC 6265 and RFC 6265bis. Pure Rust: no Node-API, no clock, no input or output.
//!
//! The life of a cookie has three stages: [`parsed`], [`canonical`], [`stored`]. A refusal is a [`rejection::Rejection`].

pub mod attributes;
pub mod browser;
pub mod canonical;
pub mod chromium_lifetime;
pub mod cookie_date;
pub mod domain;
pub mod eviction;
pub mod extensions;
pub mod iso_date;
pub mod octets;
pub mod options;
pub mod parsed;
pub mod partition;
pub mod path;
pub mod place;
mod plain_url;
pub mod prefix;
pub mod priority_rounds;
mod public_suffix;
pub mod query;
pub mod rejection;
pub mod request;
pub mod rules;
pub mod secure_overwrite;
pub mod serialized;
pub mod serialized_json;
pub mod serialized_options;
pub mod server_clock;
pub mod set_cookie;
pub mod site;
pub mod stored;
pub mod storing;
pub mod syntax;
pub mod text;

use std::rc::Rc;
use std::{iter, mem};

use canonical::canonicalise;
use domain::{parent_domains, shared_special_use};
use eviction::{is_crowded_out, victims};
use hashbrown::HashMap;
use options::JarOptions;
use parsed::ParsedCookie;
use priority_rounds::{excess_of_jar, excess_of_partition, excess_of_site};
use query::{Matches, Query};
use rejection::Rejection;
use request::RequestUrl;
use rules::Eviction;
use secure_overwrite::check_secure_overwrite;
use site::{Site, Slot};
use stored::StoredCookie;
use storing::{Source, Storing};

/// A cookie jar. Times are milliseconds since the epoch and always come from the caller.
#[derive(Debug, Clone)]
pub struct Jar {
    /// Filed by site, so that the cost of a query doesn't depend on what else the jar holds.
    sites: HashMap<Box<str>, Site>,
    options: JarOptions,
    next_index: u32,
    /// For how many cookies the next new site makes room.
    expected: u32,
    len: usize,
    memory: usize,
    /// No cookie was used before, in milliseconds.
    earliest_access: i64,
}

impl Default for Jar {
    fn default() -> Jar {
        Jar::with_options(JarOptions::default())
    }
}

/// Room for more cookies is not made on the word of a site.
const MOST_EXPECTED: usize = 180;

impl Jar {
    /// An empty jar; it allocates nothing.
    pub fn new() -> Jar {
        Jar::default()
    }

    /// An empty jar with these options.
    pub fn with_options(options: JarOptions) -> Jar {
        Jar {
            sites: HashMap::default(),
            options,
            next_index: 0,
            expected: 0,
            len: 0,
            memory: 0,
            earliest_access: i64::MAX,
        }
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

    /// Gives the next new cookie this place in the order, if none has a later one.
    pub fn number_from(&mut self, index: u32) {
        self.next_index = self.next_index.max(index);
    }

    /// Stores a cookie and hands it to `read`, or says why not.
    pub fn set<T>(
        &mut self,
        cookie: &ParsedCookie<'_>,
        storing: &Storing<'_>,
        read: impl FnOnce(&StoredCookie) -> T,
    ) -> Result<T, Rejection> {
        let (rules, now) = (self.options.rules(), storing.now);
        let canonical = canonicalise(cookie, storing, &self.options)?;
        let identity = canonical.identity();
        let name = storing.request.site_of(identity.domain);
        let site = self.sites.get(name);
        let slot = site.map(|site| site.slot(&identity));
        let taken = site.zip(slot).and_then(|(site, slot)| site.get(slot));
        // A cookie that has ended is gone, whether somebody has removed it or not.
        let old = taken.filter(|old| !old.is_expired(now));
        if !storing.http_api && old.is_some_and(StoredCookie::http_only) {
            return Err(Rejection::HttpOnlyOverwrite);
        }
        if let Some(site) = site {
            check_secure_overwrite(site, &identity, storing, &self.options)?;
        }
        let place = match taken {
            Some(taken) => Some(taken.place()),
            None => site.and_then(|site| site.shared_place(identity.domain, identity.host_only, identity.path)),
        };
        let mut stored = canonical.to_stored(place, now);
        if let Some(old) = old.filter(|old| is_browsers_form_of(&stored, old, storing.source)) {
            stored.take_pair_of(old);
        }
        if !rules.keep_ended && stored.is_expired(now) {
            if let Some(ended) = taken.map(StoredCookie::index) {
                self.remove(name, &[ended]);
            }
            return Ok(read(&stored));
        }
        // A browser has limits of its own, and what it reports has to come back complete.
        let is_limited = storing.source == Source::Http;
        if is_limited && taken.is_none() {
            self.check_room(site, &stored, now)?;
        }
        let succeeds = old.is_some_and(|old| !rules.replaced_is_new || stored.has_value_of(old));
        let limits = self.options.limits;
        let (stored, in_site) = self.file(name, slot, stored, succeeds);
        let result = read(stored);
        // The newest stays, unless it has ended: a deletion of what isn't there must not drive out what is.
        let kept = (!stored.is_expired(now)).then(|| stored.index());
        let is_crowded = in_site > limits.cookies_per_domain
            || (stored.partition().is_some() && limits.partition_bytes != usize::MAX);
        let crowded = (is_limited && is_crowded).then(|| stored.clone());
        if let Some(newest) = crowded {
            self.evict_from_site(&newest, kept, now);
        }
        if is_limited && self.len > limits.cookies {
            self.evict_from_all(kept, now);
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
        if self.options.rules().eviction == Eviction::PriorityRounds {
            return Ok(());
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
                self.earliest_access = self.earliest_access.min(cookie.last_access());
                site.share_place(&mut cookie);
                site.insert(site.slot(&cookie.identity()), cookie, true);
            }
            self.memory = self.memory - memory + site.memory();
            self.next_index += (site.len() - len) as u32;
            self.len += site.len() - len;
        }
    }

    /// Files a cookie under its site, in its slot if the site is there; it may succeed the one there. Returns where it is, and how many the
    /// site has.
    fn file(
        &mut self,
        site: &str,
        slot: Option<Slot>,
        mut cookie: StoredCookie,
        succeeds: bool,
    ) -> (&StoredCookie, usize) {
        if self.next_index == u32::MAX {
            self.renumber();
        }
        cookie.set_index(self.next_index);
        self.earliest_access = self.earliest_access.min(cookie.last_access());
        let site = self.sites.entry_ref(site).or_default();
        let (memory, len) = (site.memory(), site.len());
        if len == 0 {
            site.reserve(mem::take(&mut self.expected) as usize);
        }
        let slot = slot.unwrap_or_else(|| site.slot(&cookie.identity()));
        let place = site.insert(slot, cookie, succeeds);
        self.memory = self.memory - memory + site.memory();
        self.next_index += u32::from(!succeeds);
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
                matches.collect(site, request, query, &self.options, now);
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
        let limits = self.options.limits;
        let same = site.cookies().iter().filter(|cookie| cookie.shares_limit(newest));
        let victims = match self.options.rules().eviction {
            Eviction::LeastRecentlyUsed => victims(same, limits.cookies_per_domain, kept, now),
            Eviction::PriorityRounds => {
                let (ended, alive): (Vec<_>, Vec<_>) = same.partition(|cookie| cookie.is_expired(now));
                let excess = match newest.partition() {
                    None => excess_of_site(alive, limits.cookies_per_domain),
                    Some(_) => excess_of_partition(alive, limits.cookies_per_domain, limits.partition_bytes),
                };
                [ended, excess].concat()
            }
        };
        let indexes: Vec<u32> = victims.into_iter().map(StoredCookie::index).collect();
        self.remove(name, &indexes);
    }

    /// Keeps the limit of the whole jar; the cookie with the place `kept` stays.
    fn evict_from_all(&mut self, kept: Option<u32>, now: i64) {
        let (limit, rules) = (self.options.limits.cookies, self.options.rules());
        let all = self.sites.values().flat_map(Site::cookies);
        let victims = match rules.eviction {
            Eviction::LeastRecentlyUsed => victims(all, limit, kept, now),
            Eviction::PriorityRounds => {
                let safe_from = now.saturating_sub(rules.safe_from_jar_limit);
                // A jar may stay full for long, and each cookie that comes to it would cost a walk through all.
                if self.earliest_access >= safe_from {
                    return;
                }
                self.earliest_access = all.clone().map(StoredCookie::last_access).min().unwrap_or(i64::MAX);
                // Partitioned cookies have limits of their own.
                let (ended, alive): (Vec<_>, Vec<_>) =
                    all.filter(|cookie| cookie.partition().is_none()).partition(|cookie| cookie.is_expired(now));
                [ended, excess_of_jar(alive, limit, safe_from)].concat()
            }
        };
        let mut by_site: HashMap<Box<str>, Vec<u32>> = HashMap::new();
        for cookie in victims {
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

/// The names of the sites that may hold cookies for a host: its own; where public suffixes may have cookies, those above it; `localhost` and
/// `invalid`, where the hosts below share them.
fn sites_of<'a>(request: &'a RequestUrl, options: &JarOptions) -> impl Iterator<Item = &'a str> {
    let own = request.site();
    let is_shared = options.reject_public_suffixes && options.rules().shared_special_use;
    let shared = if is_shared { shared_special_use(own).filter(|&top| top != own) } else { None };
    let above = if options.reject_public_suffixes { "" } else { own };
    iter::once(own).chain(shared).chain(parent_domains(above))
}

/// Whether a browser reports what the jar has, as far as its octets are text: the jar keeps the octets.
fn is_browsers_form_of(reported: &StoredCookie, old: &StoredCookie, source: Source) -> bool {
    source == Source::Browser && old.encoding().is_reported_as(old.pair(), reported.pair())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jar::octets::Encoding;
    use crate::jar::options::Limits;
    use crate::jar::rules::RuleSet;
    use crate::jar::serialized::read_jar;
    use crate::jar::set_cookie::{parse_line, parse_set_cookie, ParseOptions};

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
    fn a_new_cookie_has_the_place_that_was_asked_for_unless_another_has_a_later_one() {
        let mut jar = Jar::new();
        for (asked, name, index) in [(7, "a", 7), (3, "b", 8), (9, "a", 7), (0, "c", 9)] {
            jar.number_from(asked);
            set(&mut jar, &format!("{name}=1"), "https://example.com/", 0).unwrap();
            let stored = jar.cookies().into_iter().find(|cookie| cookie.name() == name).map(StoredCookie::index);
            assert_eq!(stored, Some(index), "{name}");
        }
        assert_eq!(names(&jar), ["a", "b", "c"]);
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
        let read =
            || read_jar(&format!(r#"{{"cookies":[{}]}}"#, entries.join(",")), RuleSet::ToughCookie, 0).unwrap().1;
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

    fn chrome() -> Jar {
        Jar::with_options(JarOptions::of(RuleSet::Chrome))
    }

    /// Stores a line as a jar with its options reads it.
    fn put(jar: &mut Jar, line: &str, url: &str, now: i64) -> Result<(), Rejection> {
        let request = RequestUrl::parse(url).unwrap();
        let cookie = parse_set_cookie(line, ParseOptions::of(jar.options()))?;
        jar.set(&cookie, &Storing::http(&request, now), |_| ())
    }

    fn header(jar: &mut Jar, url: &str, now: i64) -> String {
        let request = RequestUrl::parse(url).unwrap();
        jar.query(&request, &Query::default(), now, |cookies| {
            let mut header = String::new();
            for cookie in cookies {
                header.push_str(if header.is_empty() { "" } else { "; " });
                cookie.push_header(&mut header);
            }
            header
        })
    }

    const SITE: &str = "https://site.example/";

    #[test]
    fn a_cookie_that_was_deleted_or_has_ended_is_new_when_it_is_set_again() {
        for mut jar in [Jar::new(), chrome()] {
            for line in ["a=1", "b=1", "a=; Max-Age=0", "a=2"] {
                put(&mut jar, line, SITE, 0).unwrap();
            }
            assert_eq!(header(&mut jar, SITE, 0), "b=1; a=2");
            for line in ["sid=deleted; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "csrf=1", "sid=9"] {
                put(&mut jar, line, "https://login.example/", 0).unwrap();
            }
            assert_eq!(header(&mut jar, "https://login.example/", 0), "csrf=1; sid=9");
            for (line, now) in [("a=1; Max-Age=1", 0), ("b=1", 0), ("a=1", 1_000)] {
                put(&mut jar, line, "https://time.example/", now).unwrap();
            }
            assert_eq!(header(&mut jar, "https://time.example/", 1_000), "b=1; a=1");
            let cookie =
                jar.cookies().into_iter().find(|cookie| cookie.domain() == "time.example" && cookie.name() == "a");
            assert_eq!(cookie.map(StoredCookie::creation), Some(1_000));
        }
    }

    #[test]
    fn a_cookie_that_has_ended_is_not_kept_in_chrome() {
        let mut jar = chrome();
        put(&mut jar, "never=there; Max-Age=0", SITE, 0).unwrap();
        assert_eq!((jar.len(), jar.memory()), (0, 0));
        put(&mut jar, "a=1", SITE, 0).unwrap();
        put(&mut jar, "a=2; Expires=Thu, 01 Jan 1970 00:00:00 GMT", SITE, 1).unwrap();
        assert_eq!((jar.len(), jar.memory()), (0, 0));
        put(&mut jar, "a=1; Domain=site.example", SITE, 0).unwrap();
        put(&mut jar, "a=1; Max-Age=-1", SITE, 0).unwrap();
        assert_eq!(names(&jar), ["a"]);
    }

    #[test]
    fn an_http_only_cookie_that_has_ended_protects_nothing() {
        let mut jar = Jar::new();
        put(&mut jar, "a=1; HttpOnly; Max-Age=1", SITE, 0).unwrap();
        let request = RequestUrl::parse(SITE).unwrap();
        let script = Storing { http_api: false, ..Storing::http(&request, 999) };
        let cookie = parse_line("a=2").unwrap();
        assert_eq!(jar.set(&cookie, &script, |_| ()), Err(Rejection::HttpOnlyOverwrite));
        assert_eq!(jar.set(&cookie, &Storing { now: 1_000, ..script }, |_| ()), Ok(()));
    }

    #[test]
    fn only_the_same_value_keeps_time_and_place_in_chrome() {
        for (rules, other_value) in [(RuleSet::Chrome, "b=1; a=2"), (RuleSet::ToughCookie, "a=2; b=1")] {
            let mut jar = Jar::with_options(JarOptions::of(rules));
            for (now, line) in ["a=1", "b=1", "a=1; HttpOnly; Max-Age=60"].into_iter().enumerate() {
                put(&mut jar, line, SITE, now as i64).unwrap();
            }
            assert_eq!(header(&mut jar, SITE, 5), "a=1; b=1");
            assert_eq!(jar.cookies()[0].creation(), 0);
            put(&mut jar, "a=2", SITE, 7).unwrap();
            assert_eq!(header(&mut jar, SITE, 8), other_value);
            assert_eq!(jar.len(), 2);
            let creation = jar.cookies().into_iter().find(|cookie| cookie.name() == "a").map(StoredCookie::creation);
            assert_eq!(creation, Some(if rules == RuleSet::Chrome { 7 } else { 0 }));
        }
        // Also where all come in one moment.
        let mut jar = chrome();
        for line in ["a=1", "b=1", "a=2", "b=1", "c=1", "a=2"] {
            put(&mut jar, line, SITE, 0).unwrap();
        }
        assert_eq!(header(&mut jar, SITE, 0), "b=1; a=2; c=1");
    }

    #[test]
    fn octets_and_text_are_one_cookie_in_chrome_and_a_header_carries_octets() {
        let octets = |text: &str| text.bytes().map(char::from).collect::<String>();
        let mut jar = chrome();
        let request = RequestUrl::parse(SITE).unwrap();
        let report = |jar: &mut Jar, name: &'static str, value: &'static str| {
            let encoding = match jar.options().rules().octets {
                true => Encoding::of_text(name, value),
                false => Encoding::Plain,
            };
            let cookie = ParsedCookie { name: name.into(), value: value.into(), encoding, ..ParsedCookie::default() };
            jar.set(&cookie, &Storing::browser(&request, 0), |_| ()).unwrap();
        };
        put(&mut jar, &octets("città=Zürich"), SITE, 0).unwrap();
        put(&mut jar, "b=\u{FC}", SITE, 0).unwrap();
        report(&mut jar, "city", "日本");
        assert_eq!(header(&mut jar, SITE, 0), format!("{}; b=\u{FC}; {}", octets("città=Zürich"), octets("city=日本")));
        // The browser reports all of them: nothing changes, not even the octet that is no text.
        for (name, value) in [("city", "日本"), ("b", "ü"), ("città", "Zürich"), ("b", "")] {
            report(&mut jar, name, value);
        }
        assert_eq!(header(&mut jar, SITE, 0), format!("{}; b=\u{FC}; {}", octets("città=Zürich"), octets("city=日本")));
        // The site sends what the browser reported.
        put(&mut jar, &octets("city=日本"), SITE, 1).unwrap();
        assert_eq!((jar.len(), jar.cookies()[2].encoding()), (3, Encoding::Utf8Octets));
        report(&mut jar, "b", "ä");
        assert_eq!(header(&mut jar, SITE, 0).split("; ").last(), Some(&*octets("b=ä")));
        // tough-cookie's rules keep and send what came.
        let mut tough = Jar::new();
        put(&mut tough, &octets("città=Zürich"), SITE, 0).unwrap();
        report(&mut tough, "city", "ü");
        assert_eq!(header(&mut tough, SITE, 0), format!("{}; {}", octets("città=Zürich"), "city=ü"));
    }

    #[test]
    fn paths_are_compared_as_they_stand_in_chrome() {
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
    fn a_site_that_is_too_full_keeps_150_in_chrome() {
        let mut jar = chrome();
        for index in 0..180 {
            put(&mut jar, &format!("c{index}=1"), SITE, index).unwrap();
        }
        assert_eq!(jar.len(), 180);
        put(&mut jar, "new=1", SITE, 180).unwrap();
        assert_eq!(jar.len(), 150);
        assert_eq!((names(&jar)[0], names(&jar)[149]), ("c31", "new"));
        // Replacing one costs no other; what has ended goes first.
        let mut jar = chrome();
        for index in 0..180 {
            let life = if index < 10 { "; Max-Age=1" } else { "" };
            put(&mut jar, &format!("c{index}=1{life}"), SITE, 0).unwrap();
        }
        put(&mut jar, "c50=2", SITE, 10).unwrap();
        assert_eq!(jar.len(), 180);
        put(&mut jar, "new=1", SITE, 5_000).unwrap();
        assert_eq!(jar.len(), 171);
    }

    #[test]
    fn high_cookies_stay_when_100_others_come_in_chrome() {
        let mut jar = chrome();
        for (from, priority) in [(0, "; Priority=High"), (100, "")] {
            for index in from..from + 100 {
                put(&mut jar, &format!("c{index}=1{priority}"), SITE, index).unwrap();
            }
        }
        let high = jar.cookies().into_iter().filter(|cookie| cookie.priority() == attributes::Priority::High).count();
        // 181 became 150; 19 came after that.
        assert_eq!((high, jar.len()), (100, 169));
    }

    #[test]
    fn the_jar_may_have_more_than_its_limit_while_all_are_in_use_in_chrome() {
        const DAY: i64 = 86_400_000;
        let mut jar = chrome();
        for index in 0..24 * 150 {
            put(&mut jar, &format!("c{}=1", index / 24), &format!("https://s{}.example/", index % 24), index).unwrap();
        }
        assert_eq!(jar.len(), 3_600);
        header(&mut jar, "https://s0.example/", 20 * DAY);
        put(&mut jar, "new=1", "https://new.example/", 30 * DAY).unwrap();
        assert_eq!(jar.len(), 3_601);
        // After 31 days, the jar loses what nobody used, down to 3,000.
        put(&mut jar, "newer=1", "https://new.example/", 31 * DAY).unwrap();
        assert_eq!(jar.len(), 3_000);
        assert_eq!(header(&mut jar, "https://s0.example/", 31 * DAY).split("; ").count(), 150);
        assert_eq!(header(&mut jar, "https://new.example/", 31 * DAY), "new=1; newer=1");
    }

    #[test]
    fn a_site_has_10_240_octets_in_a_partition_in_chrome() {
        let count = |mut jar: Jar, lines: usize, octets: usize| {
            for index in 0..lines {
                let line = format!("c{index}={}; Secure; Partitioned", "v".repeat(octets - 3));
                put(&mut jar, &line, SITE, index as i64).unwrap();
            }
            put(&mut jar, "outside=1", SITE, 0).unwrap();
            jar.len() - 1
        };
        assert_eq!((count(chrome(), 3, 4_000), count(Jar::new(), 3, 4_000)), (2, 3));
        assert_eq!((count(chrome(), 200, 10), count(Jar::new(), 200, 10)), (180, 180));
        let limits = Limits::NONE;
        let unlimited = || Jar::with_options(JarOptions { limits, ..JarOptions::of(RuleSet::Chrome) });
        assert_eq!(count(unlimited(), 200, 4_000), 200);
    }

    #[test]
    fn accesses_are_noted_once_a_minute_in_chrome() {
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
        // The old way to name an address and the new one make one cookie.
        for mut jar in [Jar::new(), chrome()] {
            put(&mut jar, "sid=old", "http://127.0.0.1/", 0).unwrap();
            put(&mut jar, "sid=new; Domain=127.0.0.1", "http://127.0.0.1/", 0).unwrap();
            assert_eq!(header(&mut jar, "http://127.0.0.1/", 0), "sid=new");
        }
    }
}
