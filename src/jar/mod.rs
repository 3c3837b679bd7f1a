//! A cookie jar after RFC 6265 and RFC 6265bis. Pure Rust: no Node-API, no clock, no input or output.
//!
//! The life of a cookie has three stages: [`parsed`], [`canonical`], [`stored`]. A refusal is a [`rejection::Rejection`].
//! What a jar does stands in `storage` (cookies come), `query` (they are sent), `eviction` (there are too many) and `filing` (where they are).

pub mod attributes;
pub mod browser;
pub mod canonical;
pub mod chromium_lifetime;
pub mod cookie_date;
pub mod domain;
mod domain_attribute;
mod eviction;
pub mod extensions;
mod filing;
pub mod iso_date;
pub mod least_recently_used;
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
pub mod set_context;
pub mod set_cookie;
pub mod site;
mod storage;
pub mod stored;
pub mod syntax;
#[cfg(test)]
mod testing;
pub mod text;

use hashbrown::HashMap;
use options::JarOptions;
use site::Site;
use stored::StoredCookie;

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
    /// How many of them are in a partition.
    partitioned: usize,
    memory: usize,
    /// No cookie that is in no partition was used before, in milliseconds.
    earliest_access: i64,
}

impl Default for Jar {
    fn default() -> Jar {
        Jar::with_options(JarOptions::default())
    }
}

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
            partitioned: 0,
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

    /// Removes all cookies.
    pub fn clear(&mut self) {
        self.sites = HashMap::default();
        self.len = 0;
        self.partitioned = 0;
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
}

#[cfg(test)]
mod tests {
    use super::testing::put;
    use super::*;

    #[test]
    fn what_has_ended_is_not_among_the_living() {
        let mut jar = Jar::new();
        put(&mut jar, "a=1; Max-Age=5", "https://one.example/", 0).unwrap();
        put(&mut jar, "b=1", "https://two.example/", 0).unwrap();
        let living = |now| jar.living(now).into_iter().map(StoredCookie::name).collect::<Vec<_>>();
        assert_eq!((living(4_999), living(5_000)), (vec!["a", "b"], vec!["b"]));
    }
}
