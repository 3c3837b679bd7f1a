//! A cookie jar after RFC 6265 and RFC 6265bis. Pure Rust: no Node-API, no clock, no input or output.
//!
//! The life of a cookie has three stages: [`parsed`], [`canonical`], [`stored`]. A refusal is a [`rejection::Rejection`].

pub mod attributes;
pub mod browser;
pub mod canonical;
pub mod cookie_date;
pub mod domain;
pub mod extensions;
pub mod iso_date;
pub mod parsed;
pub mod partition;
pub mod path;
pub mod prefix;
pub mod query;
pub mod rejection;
pub mod request;
pub mod serialized;
mod serialized_json;
pub mod set_cookie;
pub mod site;
pub mod stored;
pub mod syntax;
pub mod text;

use canonical::{canonicalise, Source};
use domain::site_of;
use hashbrown::HashMap;
use parsed::ParsedCookie;
use query::matching;
use rejection::Rejection;
use request::RequestUrl;
use site::Site;
use stored::StoredCookie;

/// A cookie jar. Times are milliseconds since the epoch and always come from the caller.
#[derive(Debug, Default)]
pub struct Jar {
    /// Filed by site, so that the cost of a query doesn't depend on what else the jar holds.
    sites: HashMap<Box<str>, Site>,
    next_index: u64,
    memory: usize,
}

impl Jar {
    /// An empty jar; it allocates nothing.
    pub fn new() -> Jar {
        Jar::default()
    }

    /// Stores a cookie that came with `request`, or says why not.
    pub fn set(
        &mut self,
        cookie: &ParsedCookie<'_>,
        request: &RequestUrl,
        source: Source,
        now: i64,
    ) -> Result<&StoredCookie, Rejection> {
        let stored = canonicalise(cookie, request, source, now)?;
        Ok(self.insert(stored))
    }

    /// Stores a cookie that has been judged before: of a persisted state, for instance.
    pub fn insert(&mut self, mut cookie: StoredCookie) -> &StoredCookie {
        cookie.set_index(self.next_index);
        self.next_index += 1;
        let site = self.sites.entry_ref(site_of(cookie.domain())).or_default();
        self.memory -= site.memory();
        let place = site.insert(cookie);
        self.memory += site.memory();
        #[expect(clippy::indexing_slicing, reason = "`insert` returned the place that it filled")]
        &site.cookies()[place]
    }

    /// Hands the cookies for a request to `read`, in the order of the `Cookie` header, and removes those of them that have ended.
    pub fn query<T>(&mut self, request: &RequestUrl, now: i64, read: impl FnOnce(&[&StoredCookie]) -> T) -> T {
        let key = site_of(request.host());
        let Some(site) = self.sites.get_mut(key) else {
            return read(&[]);
        };
        let matches = matching(site, request, now);
        let result = read(&matches.cookies);
        if !matches.expired.is_empty() {
            self.memory -= site.memory();
            site.remove(matches.expired);
            if site.is_empty() {
                self.sites.remove(key);
            } else {
                self.memory += site.memory();
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

    /// Bytes of memory that the jar takes, for V8's bookkeeping.
    pub fn memory(&self) -> usize {
        self.memory
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jar::set_cookie::parse_set_cookie;

    #[test]
    fn an_empty_jar_counts_no_memory() {
        let mut jar = Jar::new();
        let request = RequestUrl::parse("https://example.com/").unwrap();
        for round in 0..10 {
            for index in 0..100 {
                let line = format!("c{index}=v; Max-Age=1");
                let _ = jar.set(&parse_set_cookie(&line).unwrap(), &request, Source::Http, round * 10_000);
            }
            assert!(jar.memory() > 10_000);
            assert_eq!(jar.query(&request, round * 10_000 + 5_000, |cookies| cookies.len()), 0);
            assert_eq!(jar.memory(), 0);
        }
    }

    #[test]
    fn a_query_removes_only_what_it_would_have_matched() {
        let mut jar = Jar::new();
        let request = RequestUrl::parse("https://example.com/").unwrap();
        for line in ["a=1; Max-Age=1", "b=1; Max-Age=1; Path=/deep", "c=1"] {
            let _ = jar.set(&parse_set_cookie(line).unwrap(), &request, Source::Http, 0);
        }
        assert_eq!(jar.query(&request, 5_000, |cookies| cookies.len()), 1);
        let left: Vec<_> = jar.cookies().into_iter().map(StoredCookie::name).collect();
        assert_eq!(left, ["b", "c"]);
    }
}
