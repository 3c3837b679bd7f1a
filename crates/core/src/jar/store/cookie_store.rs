//! The cookie store (RFC 6265 section 5.3): where a jar keeps its cookies, by site, each numbered in order of creation.

use std::mem;
use std::rc::Rc;

use hashbrown::HashMap;

use super::identity::Identity;
use super::site::{Site, Slot};
use super::stored::StoredCookie;

/// The most cookies that a site can make the store reserve room for in advance.
const MOST_EXPECTED: usize = 180;

/// Indexes in the jar's order, by site name.
pub type PlacesBySite = HashMap<Box<str>, Vec<u32>>;

/// The indexes of cookies, by site.
pub fn by_site<'a>(cookies: impl Iterator<Item = &'a StoredCookie>) -> PlacesBySite {
    let mut places = PlacesBySite::new();
    for cookie in cookies {
        places.entry_ref(cookie.place().site()).or_default().push(cookie.index());
    }
    places
}

/// The cookies of a jar. Times are milliseconds since the epoch.
#[derive(Debug, Clone)]
pub struct CookieStore {
    /// By site, so that the cost of a query doesn't depend on the other sites.
    sites: HashMap<Box<str>, Site>,
    next_index: u32,
    /// For how many cookies the next new site reserves room.
    expected: u32,
    len: usize,
    /// How many of them are in a partition.
    partitioned: usize,
    memory: usize,
    /// Grows with each change.
    revision: u64,
    /// No unpartitioned cookie was last used before this time, in milliseconds.
    pub(super) earliest_access: i64,
}

impl Default for CookieStore {
    /// An empty store; it allocates nothing.
    fn default() -> CookieStore {
        CookieStore {
            sites: HashMap::default(),
            next_index: 0,
            expected: 0,
            len: 0,
            partitioned: 0,
            memory: 0,
            revision: 0,
            earliest_access: i64::MAX,
        }
    }
}

impl CookieStore {
    /// The cookies of a site, if it has any.
    #[inline]
    pub fn site(&self, name: &str) -> Option<&Site> {
        self.sites.get(name)
    }

    /// All cookies in no particular order, including expired ones that have not been removed yet.
    pub fn iter(&self) -> impl Iterator<Item = &StoredCookie> + Clone {
        self.sites.values().flat_map(Site::cookies)
    }

    /// All cookies in order of creation, including expired ones that have not been removed yet.
    pub fn cookies(&self) -> Vec<&StoredCookie> {
        let mut cookies: Vec<&StoredCookie> = self.iter().collect();
        cookies.sort_unstable_by_key(|cookie| cookie.index());
        cookies
    }

    /// A number that grows with each change: a cookie that is stored, removed, or accessed at a time that is recorded.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Counts a change that was made elsewhere.
    pub fn note_change(&mut self) {
        self.revision += 1;
    }

    /// Removes all cookies.
    pub fn clear(&mut self) {
        self.note_change();
        self.sites = HashMap::default();
        self.len = 0;
        self.partitioned = 0;
        self.memory = 0;
    }

    /// The number of cookies, including expired ones that have not been removed yet.
    pub fn len(&self) -> usize {
        self.len
    }

    /// How many of them are in a partition.
    pub fn partitioned(&self) -> usize {
        self.partitioned
    }

    /// Whether there are no cookies.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Bytes of memory that the cookies take, for V8's bookkeeping.
    pub fn memory(&self) -> usize {
        self.memory
    }

    /// Reserves room for this many cookies in the next new site. Growing step by step leaves holes in memory.
    pub fn reserve_in_next_site(&mut self, cookies: usize) {
        self.expected = cookies.min(MOST_EXPECTED) as u32;
    }

    /// Gives the next new cookie this index, unless another already has a later one.
    pub fn number_from(&mut self, index: u32) {
        self.next_index = self.next_index.max(index);
    }

    /// Stores cookies that have been judged before, those of a persisted state for instance. They may exceed the limits, so that no part of
    /// a state is lost; setting the next cookie enforces them.
    pub fn insert_all(&mut self, cookies: &mut Vec<StoredCookie>) {
        self.note_change();
        if cookies.len() > (u32::MAX - self.next_index) as usize {
            self.renumber();
        }
        let mut rest = cookies.drain(..);
        while let Some(first) = rest.as_slice().first() {
            let place = Rc::clone(first.place());
            let same_site = |cookie: &&StoredCookie| cookie.place().site() == place.site();
            let run = rest.as_slice().iter().take_while(same_site).count();
            let site = self.sites.entry_ref(place.site()).or_default();
            let (memory, len, partitioned) = (site.memory(), site.len(), site.partitioned());
            site.reserve(run);
            for mut cookie in rest.by_ref().take(run) {
                cookie.set_index(self.next_index + (site.len() - len) as u32);
                self.earliest_access = self.earliest_access.min(cookie.last_access());
                site.share_place(&mut cookie);
                site.insert(site.slot(&Identity::of(&cookie)), cookie, true);
            }
            self.memory = self.memory - memory + site.memory();
            self.next_index += (site.len() - len) as u32;
            self.len += site.len() - len;
            self.partitioned += site.partitioned() - partitioned;
        }
    }

    /// Files a cookie under its site, in its slot if the site exists; if it `succeeds` the cookie there, it inherits creation-time and
    /// index. Returns the site, and the cookie's position in it.
    pub fn file(&mut self, site: &str, slot: Option<Slot>, mut cookie: StoredCookie, succeeds: bool) -> (&Site, usize) {
        self.note_change();
        if self.next_index == u32::MAX {
            self.renumber();
        }
        cookie.set_index(self.next_index);
        self.earliest_access = self.earliest_access.min(cookie.last_access());
        let site = self.sites.entry_ref(site).or_default();
        let (memory, len, partitioned) = (site.memory(), site.len(), site.partitioned());
        if len == 0 {
            site.reserve(mem::take(&mut self.expected) as usize);
        }
        let slot = slot.unwrap_or_else(|| site.slot(&Identity::of(&cookie)));
        let place = site.insert(slot, cookie, succeeds);
        self.memory = self.memory - memory + site.memory();
        self.next_index += u32::from(!succeeds);
        self.len = self.len - len + site.len();
        self.partitioned = self.partitioned - partitioned + site.partitioned();
        (site, place)
    }

    /// Renumbers the cookies from 0 in their order, so that the numbers never run out.
    fn renumber(&mut self) {
        let order: Vec<u32> = self.cookies().into_iter().map(StoredCookie::index).collect();
        for site in self.sites.values_mut() {
            site.renumber(|index| order.partition_point(|&earlier| earlier < index) as u32);
        }
        self.next_index = order.len() as u32;
    }

    /// Removes those of a site's cookies that have one of these indexes in the jar's order.
    pub fn remove(&mut self, name: &str, indexes: &[u32]) {
        let Some(site) = self.sites.get_mut(name) else {
            return;
        };
        self.revision += 1;
        self.memory -= site.memory();
        self.len -= site.len();
        self.partitioned -= site.partitioned();
        site.remove(indexes);
        if site.is_empty() {
            self.sites.remove(name);
        } else {
            self.memory += site.memory();
            self.len += site.len();
            self.partitioned += site.partitioned();
        }
    }

    /// Removes cookies of several sites.
    pub fn remove_by_site(&mut self, by_site: &PlacesBySite) {
        for (site, indexes) in by_site {
            self.remove(site, indexes);
        }
    }

    /// Removes the cookies that have these indexes in the jar's order. Returns how many there were.
    pub fn remove_all(&mut self, indexes: &[u32]) -> usize {
        let mut sorted = indexes.to_vec();
        sorted.sort_unstable();
        let is_meant = |cookie: &&StoredCookie| sorted.binary_search(&cookie.index()).is_ok();
        let by_site = by_site(self.iter().filter(is_meant));
        let before = self.len;
        self.remove_by_site(&by_site);
        before - self.len
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jar::persist::serialized::read_jar;
    use crate::jar::query::Query;
    use crate::jar::request::request_url::RequestUrl;
    use crate::jar::rules::RuleSet;
    use crate::jar::testing::{chrome, names, put, SITE};
    use crate::jar::Jar;

    #[test]
    fn cookies_are_removed_by_index_whatever_their_site() {
        let mut jar = Jar::new();
        for host in ["one.example", "two.example"] {
            for name in ["a", "b", "c"] {
                put(&mut jar, &format!("{name}={host}"), &format!("https://{host}/"), 0).unwrap();
            }
        }
        assert_eq!(jar.store_mut().remove_all(&[5, 0, 77, 0, 3]), 3);
        assert_eq!((names(&jar), jar.len()), (vec!["b", "c", "b"], 3));
        assert_eq!(jar.store_mut().remove_all(&[1, 2, 4]), 3);
        assert_eq!((jar.len(), jar.memory(), jar.store_mut().remove_all(&[1])), (0, 0, 0));
    }

    #[test]
    fn cookies_in_partitions_are_counted() {
        let mut jar = chrome();
        let expect = |jar: &Jar, count: usize| {
            let cookies = jar.cookies();
            let partitioned = || cookies.iter().filter(|cookie| cookie.partition().is_some());
            assert_eq!((jar.store().partitioned(), partitioned().count()), (count, count));
            let octets = partitioned().map(|cookie| cookie.octet_len()).sum::<usize>();
            assert_eq!(jar.store().sites.values().map(Site::partitioned_octets).sum::<usize>(), octets);
        };
        for name in ["a", "b", "c", "d", "e"] {
            put(&mut jar, &format!("{name}=1; Secure; Partitioned"), SITE, 0).unwrap();
            put(&mut jar, &format!("{name}=1; Secure"), SITE, 0).unwrap();
            put(&mut jar, &format!("{name}=\u{FC}22; Secure; Partitioned"), SITE, 0).unwrap();
        }
        expect(&jar, 5);
        let places: Vec<u32> = jar.cookies().into_iter().map(StoredCookie::index).collect();
        for (gone, left) in [(&places[..1], 5), (&places[1..2], 4), (&places[2..6], 2), (&places[6..], 0)] {
            jar.store_mut().remove_all(gone);
            expect(&jar, left);
        }
        let json = r#"{"cookies":[{"key":"a","domain":"site.example","path":"/","secure":true,"extensions":["Partitioned"]}]}"#;
        jar.store_mut().insert_all(&mut read_jar(json, RuleSet::Chrome, 0).unwrap().1);
        expect(&jar, 1);
        jar.store_mut().clear();
        expect(&jar, 0);
    }

    #[test]
    fn an_empty_jar_counts_no_memory() {
        let mut jar = Jar::new();
        let request = RequestUrl::parse("https://example.com/").unwrap();
        for round in 0..10 {
            for index in 0..100 {
                let line = format!("c{index}=v; Max-Age=1");
                put(&mut jar, &line, "https://example.com/", round * 10_000).unwrap();
            }
            assert!(jar.memory() > 8_000);
            let left = jar.query(&request, &Query::default(), round * 10_000 + 5_000, |cookies| cookies.len());
            assert_eq!((left, jar.len(), jar.memory()), (0, 0, 0));
        }
    }

    #[test]
    fn a_new_cookie_gets_the_requested_index_unless_another_has_a_later_one() {
        let mut jar = Jar::new();
        for (asked, name, index) in [(7, "a", 7), (3, "b", 8), (9, "a", 7), (0, "c", 9)] {
            jar.store_mut().number_from(asked);
            put(&mut jar, &format!("{name}=1"), "https://example.com/", 0).unwrap();
            let stored = jar.cookies().into_iter().find(|cookie| cookie.name() == name).map(StoredCookie::index);
            assert_eq!(stored, Some(index), "{name}");
        }
        assert_eq!(names(&jar), ["a", "b", "c"]);
    }

    #[test]
    fn the_order_survives_when_numbers_run_out() {
        let mut jar = Jar::new();
        jar.store_mut().next_index = u32::MAX - 2;
        for name in ["a", "b", "c", "d"] {
            for host in ["one", "two"] {
                put(&mut jar, &format!("{name}=1"), &format!("https://{host}.example/"), 0).unwrap();
            }
        }
        assert_eq!(names(&jar), ["a", "a", "b", "b", "c", "c", "d", "d"]);
        assert!(jar.store().next_index < 10);
    }

    #[test]
    fn filing_cookies_at_once_equals_filing_them_one_by_one() {
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
        // The numbers run out in between.
        one_by_one.store_mut().next_index = u32::MAX - 2;
        at_once.store_mut().next_index = u32::MAX - 2;
        at_once.store_mut().insert_all(&mut read());
        read().into_iter().for_each(|cookie| one_by_one.store_mut().insert_all(&mut vec![cookie]));
        for jar in [&at_once, &one_by_one] {
            let seen: Vec<String> =
                jar.cookies().iter().map(|cookie| format!("{}.{}", cookie.pair(), cookie.domain())).collect();
            assert_eq!(seen, ["a=3.one.example", "b=1.one.example", "a=2.two.example", "c=4.one.example"]);
            assert_eq!((jar.len(), jar.store().next_index < 10), (4, true));
            let [a, b, _, c] = jar.cookies()[..] else { panic!("four cookies") };
            assert!(Rc::ptr_eq(a.place(), b.place()) && Rc::ptr_eq(a.place(), c.place()));
        }
    }

    #[test]
    fn room_for_expected_cookies_is_made_once() {
        let mut jar = Jar::new();
        jar.store_mut().reserve_in_next_site(50);
        put(&mut jar, "a=1", "https://example.com/", 0).unwrap();
        put(&mut jar, "a=1", "https://other.example/", 0).unwrap();
        let room = |site: &str| jar.store().sites.get(site).map(Site::room);
        assert_eq!(room("example.com"), Some(50));
        assert!(room("other.example") < Some(10));
    }

    #[test]
    fn a_state_that_is_added_to_a_site_is_counted_with_what_is_there() {
        let read = |name: &str| {
            let json = format!(
                r#"{{"cookies":[{{"key":"{name}","domain":"site.example","secure":true,"extensions":["Partitioned"]}}]}}"#
            );
            read_jar(&json, RuleSet::Chrome, 0).unwrap().1
        };
        let mut jar = chrome();
        jar.store_mut().insert_all(&mut read("a"));
        let of_one = jar.memory();
        jar.store_mut().insert_all(&mut read("b"));
        jar.store_mut().insert_all(&mut read("b"));
        assert_eq!((jar.len(), jar.store().partitioned()), (2, 2));
        jar.store_mut().remove_all(&[1]);
        assert_eq!((jar.len(), jar.store().partitioned()), (1, 1));
        assert!(jar.memory() >= of_one);
        jar.store_mut().remove_all(&[0]);
        assert_eq!((jar.len(), jar.store().partitioned(), jar.memory()), (0, 0, 0));
    }

    #[test]
    fn cookies_that_are_read_share_the_places_of_those_that_are_there() {
        let read = |name: &str| {
            let json = format!(r#"{{"cookies":[{{"key":"{name}","domain":"site.example","path":"/p"}}]}}"#);
            read_jar(&json, RuleSet::Chrome, 0).unwrap().1
        };
        let mut jar = chrome();
        for name in ["a", "b"] {
            jar.store_mut().insert_all(&mut read(name));
        }
        put(&mut jar, "c=1; Path=/p; Domain=site.example", SITE, 0).unwrap();
        put(&mut jar, "d=1; Path=/p", SITE, 0).unwrap();
        let [a, b, c, d] = jar.cookies()[..] else { panic!("four cookies") };
        assert!([b, c].iter().all(|cookie| Rc::ptr_eq(cookie.place(), a.place())));
        assert!(!Rc::ptr_eq(d.place(), a.place()));
    }

    #[test]
    fn all_numbers_are_used_before_cookies_are_renumbered() {
        let read = |names: &[&str]| {
            let entry = |name: &&str| format!(r#"{{"key":"{name}","domain":"site.example"}}"#);
            let entries: Vec<String> = names.iter().map(entry).collect();
            read_jar(&format!(r#"{{"cookies":[{}]}}"#, entries.join(",")), RuleSet::Chrome, 0).unwrap().1
        };
        let mut jar = chrome();
        jar.store_mut().number_from(u32::MAX - 2);
        jar.store_mut().insert_all(&mut read(&["a", "b"]));
        assert_eq!(jar.store().next_index, u32::MAX);
        jar.store_mut().insert_all(&mut read(&["c"]));
        assert_eq!((names(&jar), jar.store().next_index), (vec!["a", "b", "c"], 3));
    }
}
