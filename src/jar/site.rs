//! The cookies of one site (registrable domain), in one contiguous place, with an index for replacement.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::partition::PartitionKey;
use super::stored::StoredCookie;

/// All cookies of one site, mostly in the order of their first insertion; a query sorts them.
#[derive(Debug, Default, Clone)]
pub struct Site {
    cookies: Vec<StoredCookie>,
    /// Places in `cookies`, by the hash of what makes a cookie the same one. A scan would make the n-th cookie of a site
    /// dearer than the first.
    places: HashTable<u32>,
    hasher: DefaultHashBuilder,
    /// Bytes that the cookies take.
    memory: usize,
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

    /// The stored cookie that `cookie` would replace.
    pub fn find(&self, cookie: &StoredCookie) -> Option<&StoredCookie> {
        let place = self.places.find(self.hash(cookie), |&place| self.is_same(place, cookie))?;
        self.cookies.get(*place as usize)
    }

    /// Stores a cookie, in the place of the same one if there is one, whose creation-time and order it then takes.
    /// Returns where it is.
    pub fn insert(&mut self, mut cookie: StoredCookie) -> usize {
        let hash = self.hash(&cookie);
        let same = self.places.find(hash, |&place| self.is_same(place, &cookie)).copied();
        self.memory += cookie.memory();
        match same.and_then(|place| Some((place, self.cookies.get_mut(place as usize)?))) {
            Some((place, old)) => {
                self.memory -= old.memory();
                cookie.succeed(old);
                *old = cookie;
                place as usize
            }
            None => {
                self.cookies.push(cookie);
                self.index(self.cookies.len() - 1, hash);
                self.cookies.len() - 1
            }
        }
    }

    /// How many cookies there are.
    pub fn len(&self) -> usize {
        self.cookies.len()
    }

    /// Removes the cookies that have these places in the jar's order.
    pub fn remove(&mut self, indexes: &[u64]) {
        // A full site loses one for each that it gains: no reason to build the index anew.
        if let [index] = indexes {
            if let Some(place) = self.cookies.iter().position(|cookie| cookie.index() == *index) {
                self.remove_at(place);
            }
            return;
        }
        let mut sorted = indexes.to_vec();
        sorted.sort_unstable();
        self.cookies.retain(|cookie| sorted.binary_search(&cookie.index()).is_err());
        self.memory = self.cookies.iter().map(StoredCookie::memory).sum();
        self.places.clear();
        // A site that was large for a while gives its room back.
        if self.cookies.capacity() > 4 * self.cookies.len() {
            self.cookies.shrink_to(2 * self.cookies.len());
            self.places = HashTable::default();
        }
        for place in 0..self.cookies.len() {
            let hash = self.cookies.get(place).map_or(0, |cookie| self.hash(cookie));
            self.index(place, hash);
        }
    }

    /// Removes the cookie in one place; the last one moves there.
    fn remove_at(&mut self, place: usize) {
        let last = self.cookies.len() - 1;
        for (from, to) in [(place, None), (last, Some(place as u32))] {
            let Some(hash) = self.cookies.get(from).map(|cookie| self.hash(cookie)) else { continue };
            if let Ok(mut entry) = self.places.find_entry(hash, |&found| found as usize == from) {
                match to {
                    Some(to) => *entry.get_mut() = to,
                    None => drop(entry.remove()),
                }
            }
        }
        self.memory -= self.cookies.swap_remove(place).memory();
    }

    /// Bytes of memory that the site takes, for V8's bookkeeping.
    pub fn memory(&self) -> usize {
        self.memory + self.places.capacity() * 5
    }

    /// Notes in the index where the cookie of that hash is.
    fn index(&mut self, place: usize, hash: u64) {
        let (cookies, hasher) = (&self.cookies, &self.hasher);
        self.places.insert_unique(hash, place as u32, |&place| {
            cookies.get(place as usize).map_or(0, |cookie| hash_of(hasher, cookie))
        });
    }

    fn hash(&self, cookie: &StoredCookie) -> u64 {
        hash_of(&self.hasher, cookie)
    }

    fn is_same(&self, place: u32, cookie: &StoredCookie) -> bool {
        self.cookies.get(place as usize).is_some_and(|stored| stored.is_same_cookie(cookie))
    }
}

/// The hash of name, domain, path and the partition's site; a third party has one cookie for each of many sites. The host-only-flag
/// and ancestors share it, since few cookies differ in them alone.
fn hash_of(hasher: &DefaultHashBuilder, cookie: &StoredCookie) -> u64 {
    hasher.hash_one((cookie.name(), cookie.domain(), cookie.path(), cookie.partition().map(PartitionKey::site)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jar::parsed::ParsedCookie;

    fn cookie(name: &str, value: &str, now: i64) -> StoredCookie {
        let parsed = ParsedCookie { name: name.into(), value: value.into(), ..ParsedCookie::default() };
        StoredCookie::new(&parsed, "example.com", true, "/", false, None, now)
    }

    #[test]
    fn a_replacement_keeps_creation_time_and_order() {
        let mut site = Site::default();
        for index in 0..100 {
            let mut one = cookie(&format!("c{index}"), "old", index);
            one.set_index(index as u64);
            site.insert(one);
        }
        site.insert(cookie("c7", "new", 5_000));
        assert_eq!(site.cookies().len(), 100);
        let replaced = site.find(&cookie("c7", "", 0)).unwrap();
        assert_eq!((replaced.value(), replaced.creation(), replaced.index()), ("new", 7, 7));
        assert_eq!(replaced.last_access(), 5_000);
    }

    #[test]
    fn removing_one_cookie_keeps_the_index_right() {
        let mut site = Site::default();
        for index in 0..9 {
            let mut one = cookie(&format!("c{index}"), "v", 0);
            one.set_index(index);
            site.insert(one);
        }
        // The first, the last, one in between, one that is not there.
        for index in [0, 8, 4, 77] {
            site.remove(&[index]);
        }
        for index in 0..9 {
            let name = format!("c{index}");
            let found = site.find(&cookie(&name, "", 0)).map(StoredCookie::name);
            assert_eq!(found, (![0, 8, 4].contains(&index)).then_some(name.as_str()));
        }
        for index in [1, 2, 3, 5, 6, 7] {
            site.remove(&[index]);
        }
        assert!(site.is_empty() && site.places.is_empty());
        assert_eq!(site.memory, 0);
    }

    #[test]
    fn removing_cookies_keeps_the_index_right() {
        let mut site = Site::default();
        for index in 0..50 {
            let mut one = cookie(&format!("c{index}"), "v", 0);
            one.set_index(index);
            site.insert(one);
        }
        site.remove(&(0..50).step_by(2).collect::<Vec<_>>());
        assert_eq!(site.cookies().len(), 25);
        for index in 0..50 {
            let name = format!("c{index}");
            let found = site.find(&cookie(&name, "", 0)).map(StoredCookie::name);
            assert_eq!(found, (index % 2 == 1).then_some(name.as_str()));
        }
    }
}
