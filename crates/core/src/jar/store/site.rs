//! The cookies of one site (registrable domain) in contiguous memory, with an index to find those that are replaced.

use std::hash::BuildHasher;
use std::rc::Rc;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::identity::Identity;
use super::place::Place;
use super::stored::StoredCookie;
use crate::jar::parse::partition::PartitionKey;

/// How many of the newest cookies are searched for a place to share.
const NEWEST: usize = 8;

/// Where a cookie is or would be. Valid until the site changes.
#[derive(Debug, Clone, Copy)]
pub struct Slot {
    hash: u64,
    taken: Option<u32>,
}

/// All cookies of one site, mostly in order of first insertion; a query sorts them.
#[derive(Debug, Default, Clone)]
pub struct Site {
    cookies: Vec<StoredCookie>,
    /// Positions in `cookies`, by the hash of a cookie's identity. A scan would make the n-th cookie of a site more expensive than the
    /// first.
    places: HashTable<u32>,
    hasher: DefaultHashBuilder,
    sums: Sums,
}

/// Sums that would otherwise be counted over all cookies of a site.
#[derive(Debug, Default, Clone, Copy)]
struct Sums {
    /// Bytes of memory that they take.
    memory: usize,
    /// How many of them are in a partition.
    partitioned: usize,
    /// Octets of the names and values of those.
    partitioned_octets: usize,
}

impl Sums {
    fn add(&mut self, cookie: &StoredCookie) {
        self.memory += cookie.memory();
        if cookie.partition().is_some() {
            self.partitioned += 1;
            self.partitioned_octets += cookie.octet_len();
        }
    }

    fn subtract(&mut self, cookie: &StoredCookie) {
        self.memory -= cookie.memory();
        if cookie.partition().is_some() {
            self.partitioned -= 1;
            self.partitioned_octets -= cookie.octet_len();
        }
    }
}

impl Site {
    /// The cookies, in no particular order.
    pub fn cookies(&self) -> &[StoredCookie] {
        &self.cookies
    }

    /// Whether no cookie is left.
    pub fn is_empty(&self) -> bool {
        self.cookies.is_empty()
    }

    /// Where to find or store a cookie; computed once for both.
    pub fn slot(&self, identity: &Identity<'_>) -> Slot {
        let hash = hash_of(&self.hasher, identity);
        let is_same = |&place: &u32| self.cookies.get(place as usize).is_some_and(|stored| identity.is(stored));
        Slot { hash, taken: self.places.find(hash, is_same).copied() }
    }

    /// The cookie in a slot, if there is one.
    pub fn get(&self, slot: Slot) -> Option<&StoredCookie> {
        self.cookies.get(slot.taken? as usize)
    }

    /// A place that cookies of the site already have, so that they share it. Only the newest cookies are searched, since a site with many
    /// places would make its n-th cookie expensive.
    pub fn shared_place(&self, domain: &str, host_only: bool, path: &str) -> Option<&Rc<Place>> {
        let newest = self.cookies.iter().rev().take(NEWEST).map(StoredCookie::place);
        newest.into_iter().find(|place| place.is(domain, host_only, path))
    }

    /// Lets a cookie share the place of another one, if it has the same place.
    pub fn share_place(&self, cookie: &mut StoredCookie) {
        let place = cookie.place();
        // Cookies that were read together already share their places.
        if self.cookies.last().is_some_and(|last| Rc::ptr_eq(last.place(), place)) {
            return;
        }
        if let Some(shared) = self.shared_place(place.domain(), place.host_only(), place.path()) {
            cookie.set_place(shared);
        }
    }

    /// Stores a cookie in its slot. If it `succeeds` the one there, it inherits the creation-time and the place in the order. Returns its
    /// position.
    pub fn insert(&mut self, slot: Slot, mut cookie: StoredCookie, succeeds: bool) -> usize {
        self.sums.add(&cookie);
        match slot.taken.and_then(|place| Some((place, self.cookies.get_mut(place as usize)?))) {
            Some((place, old)) => {
                self.sums.subtract(old);
                if succeeds {
                    cookie.succeed(old);
                }
                *old = cookie;
                place as usize
            }
            None => {
                if self.cookies.len() == self.cookies.capacity() {
                    self.cookies.reserve_exact(self.growth());
                }
                self.cookies.push(cookie);
                self.index(self.cookies.len() - 1, slot.hash);
                self.cookies.len() - 1
            }
        }
    }

    /// For how many cookies there is room.
    #[cfg(test)]
    pub fn room(&self) -> usize {
        self.cookies.capacity()
    }

    /// How many cookies there are.
    pub fn len(&self) -> usize {
        self.cookies.len()
    }

    /// How many of them are in a partition.
    pub fn partitioned(&self) -> usize {
        self.sums.partitioned
    }

    /// Octets of the names and values of those.
    pub fn partitioned_octets(&self) -> usize {
        self.sums.partitioned_octets
    }

    /// How many cookies to make room for at once. Doubling would leave a third of a jar's memory empty.
    fn growth(&self) -> usize {
        self.cookies.len() / 4 + 4
    }

    /// Makes room for `more` cookies, if that is more than the next cookie would make room for anyway.
    pub fn reserve(&mut self, more: usize) {
        if more <= self.growth() {
            return;
        }
        self.cookies.reserve_exact(more);
        let (cookies, hasher) = (&self.cookies, &self.hasher);
        self.places.reserve(more, |&place| rehash(cookies, hasher, place));
    }

    /// Gives each cookie a new index in the jar's order.
    pub fn renumber(&mut self, number_of: impl Fn(u32) -> u32) {
        for cookie in &mut self.cookies {
            cookie.set_index(number_of(cookie.index()));
        }
    }

    /// Removes the cookies that have these indexes in the jar's order.
    pub fn remove(&mut self, indexes: &[u32]) {
        // A full site loses one cookie for each one it gains, which is no reason to rebuild the index.
        if let [index] = indexes {
            if let Some(place) = self.cookies.iter().position(|cookie| cookie.index() == *index) {
                self.remove_at(place);
            }
            return;
        }
        let mut sorted = indexes.to_vec();
        sorted.sort_unstable();
        self.cookies.retain(|cookie| sorted.binary_search(&cookie.index()).is_err());
        self.sums = Sums::default();
        self.cookies.iter().for_each(|cookie| self.sums.add(cookie));
        self.places.clear();
        // A site that was large for a while gives back its room.
        if self.cookies.capacity() > 4 * self.cookies.len() {
            self.cookies.shrink_to(2 * self.cookies.len());
            self.places = HashTable::default();
        }
        for place in 0..self.cookies.len() {
            let hash = rehash(&self.cookies, &self.hasher, place as u32);
            self.index(place, hash);
        }
    }

    /// Removes the cookie at a position; the last one moves there.
    fn remove_at(&mut self, place: usize) {
        let last = self.cookies.len() - 1;
        for (from, to) in [(place, None), (last, Some(place as u32))] {
            let hash = rehash(&self.cookies, &self.hasher, from as u32);
            if let Ok(mut entry) = self.places.find_entry(hash, |&found| found as usize == from) {
                match to {
                    Some(to) => *entry.get_mut() = to,
                    None => drop(entry.remove()),
                }
            }
        }
        let removed = self.cookies.swap_remove(place);
        self.sums.subtract(&removed);
    }

    /// Bytes of memory that the site takes, for V8's bookkeeping.
    pub fn memory(&self) -> usize {
        self.sums.memory + self.places.capacity() * 5
    }

    /// Records in the index the position of the cookie with that hash.
    fn index(&mut self, place: usize, hash: u64) {
        let (cookies, hasher) = (&self.cookies, &self.hasher);
        self.places.insert_unique(hash, place as u32, |&place| rehash(cookies, hasher, place));
    }
}

/// The hash of the cookie at a position.
fn rehash(cookies: &[StoredCookie], hasher: &DefaultHashBuilder, place: u32) -> u64 {
    cookies.get(place as usize).map_or(0, |cookie| hash_of(hasher, &Identity::of(cookie)))
}

/// The hash of name, domain, path and the partition's site, since a third party has one cookie for each of many sites. It leaves out the
/// host-only-flag and ancestors, since few cookies differ in them alone.
fn hash_of(hasher: &DefaultHashBuilder, identity: &Identity<'_>) -> u64 {
    hasher.hash_one((identity.name, identity.domain, identity.path, identity.partition.map(PartitionKey::site)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jar::parse::parsed::ParsedCookie;
    use crate::jar::store::judged::Judged;

    fn cookie(name: &str, value: &str, now: i64) -> StoredCookie {
        let parsed = ParsedCookie { name: name.into(), value: value.into(), ..ParsedCookie::default() };
        StoredCookie::new(Judged::plain(&parsed, Place::new("example.com", true, "/")), now)
    }

    fn insert(site: &mut Site, cookie: StoredCookie) {
        site.insert(site.slot(&Identity::of(&cookie)), cookie, true);
    }

    fn find<'a>(site: &'a Site, name: &str) -> Option<&'a StoredCookie> {
        site.get(site.slot(&Identity::of(&cookie(name, "", 0))))
    }

    #[test]
    fn a_replacement_keeps_creation_time_and_order() {
        let mut site = Site::default();
        for index in 0..100 {
            let mut one = cookie(&format!("c{index}"), "old", index);
            one.set_index(index as u32);
            insert(&mut site, one);
        }
        insert(&mut site, cookie("c7", "new", 5_000));
        assert_eq!(site.cookies().len(), 100);
        let replaced = find(&site, "c7").unwrap();
        assert_eq!((replaced.value(), replaced.creation(), replaced.index()), ("new", 7, 7));
        assert_eq!(replaced.last_access(), 5_000);
        let mut new = cookie("c8", "new", 6_000);
        new.set_index(100);
        site.insert(site.slot(&Identity::of(&new)), new, false);
        let new = find(&site, "c8").unwrap();
        assert_eq!((site.len(), new.value(), new.creation(), new.index()), (100, "new", 6_000, 100));
    }

    #[test]
    fn removing_one_cookie_keeps_the_index_right() {
        let mut site = Site::default();
        for index in 0..9 {
            let mut one = cookie(&format!("c{index}"), "v", 0);
            one.set_index(index);
            insert(&mut site, one);
        }
        // The first, the last, one in between, one that is not there.
        for index in [0, 8, 4, 77] {
            site.remove(&[index]);
        }
        for index in 0..9 {
            let name = format!("c{index}");
            let found = find(&site, &name).map(StoredCookie::name);
            assert_eq!(found, (![0, 8, 4].contains(&index)).then_some(name.as_str()));
        }
        for index in [1, 2, 3, 5, 6, 7] {
            site.remove(&[index]);
        }
        assert!(site.is_empty() && site.places.is_empty());
        assert_eq!(site.sums.memory, 0);
    }

    #[test]
    fn removing_cookies_keeps_the_index_right() {
        let mut site = Site::default();
        for index in 0..50 {
            let mut one = cookie(&format!("c{index}"), "v", 0);
            one.set_index(index);
            insert(&mut site, one);
        }
        site.remove(&(0..50).step_by(2).collect::<Vec<_>>());
        assert_eq!(site.cookies().len(), 25);
        for index in 0..50 {
            let name = format!("c{index}");
            let found = find(&site, &name).map(StoredCookie::name);
            assert_eq!(found, (index % 2 == 1).then_some(name.as_str()));
        }
    }

    fn full(count: u32) -> Site {
        let mut site = Site::default();
        for index in 0..count {
            let mut one = cookie(&format!("c{index}"), &"v".repeat(index as usize), 0);
            one.set_index(index);
            insert(&mut site, one);
        }
        site
    }

    #[test]
    fn a_removed_or_replaced_cookie_takes_its_memory_with_it() {
        let memory = |site: &Site| site.cookies().iter().map(StoredCookie::memory).sum::<usize>();
        let mut site = full(5);
        site.remove(&[2]);
        assert_eq!(site.sums.memory, memory(&site));
        insert(&mut site, cookie("c4", "a longer value", 0));
        assert_eq!(site.sums.memory, memory(&site));
        site.remove(&[0, 1]);
        assert_eq!((site.len(), site.sums.memory), (2, memory(&site)));
    }

    #[test]
    fn a_site_grows_by_a_quarter() {
        assert_eq!([1, 4, 5, 9, 10, 15, 16].map(|count| full(count).room()), [4, 4, 9, 9, 15, 15, 22]);
    }

    #[test]
    fn a_site_of_which_less_than_a_quarter_is_left_gives_back_half_of_the_rest() {
        let room_after = |left: u32| {
            let mut site = Site::default();
            site.reserve(100);
            for one in full(100).cookies {
                insert(&mut site, one);
            }
            site.remove(&(left..100).collect::<Vec<_>>());
            (site.len(), site.room())
        };
        assert_eq!((room_after(25), room_after(24)), ((25, 100), (24, 48)));
    }

    #[test]
    fn cookies_that_differ_in_name_path_or_partition_have_different_hashes() {
        let hasher = DefaultHashBuilder::default();
        let of = |name, path, site: Option<&str>| {
            let key = site.map(|site| PartitionKey::of_site(site.to_owned()));
            let identity = Identity {
                name,
                name_is_octets: false,
                domain: "example.com",
                host_only: true,
                path,
                partition: key.as_ref(),
            };
            hash_of(&hasher, &identity)
        };
        let hash = of("a", "/", None);
        assert_eq!(of("a", "/", None), hash);
        for other in [of("b", "/", None), of("a", "/p", None), of("a", "/", Some("https://top.example"))] {
            assert_ne!(other, hash);
        }
    }
}
