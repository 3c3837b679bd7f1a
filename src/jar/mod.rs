//! A cookie jar after RFC 6265 and RFC 6265bis. Pure Rust: no Node-API, no clock, no input or output.
//!
//! The life of a cookie has three stages: [`parsed`], [`canonical`], [`stored`]. A refusal is a [`rejection::Rejection`].

pub mod attributes;
pub mod browser;
pub mod canonical;
pub mod cookie_date;
pub mod domain;
pub mod iso_date;
pub mod parsed;
pub mod partition;
pub mod path;
pub mod query;
pub mod rejection;
pub mod request;
pub mod serialized;
pub mod set_cookie;
pub mod site;
pub mod stored;
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
            site.remove(&matches.expired);
            self.memory += site.memory();
            if site.is_empty() {
                self.sites.remove(key);
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
