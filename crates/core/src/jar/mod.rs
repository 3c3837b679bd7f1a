//! A cookie jar that follows RFC 6265 and RFC 6265bis. Pure Rust: no Node-API, no clock, no I/O.
//!
//! One folder per stage of a cookie's life: what comes with a [`request`], how a line is [`parse`]d, how the cookie is [`judge`]d and where
//! it is kept in the [`store`]; from there, a [`mod@query`] selects it for a request, and [`persist`] writes and reads the whole jar.
//! Imports run downwards only: `storage` and this file, `persist` and `query`, `judge`, `store`, `parse`, `options` and `rules`, `request`,
//! then the vocabulary that all of them share. A refusal is a [`rejection::Rejection`].

pub mod attributes;
pub mod calendar;
pub mod judge;
pub mod options;
pub mod parse;
pub mod persist;
pub mod query;
pub mod rejection;
pub mod request;
pub mod rules;
mod storage;
pub mod store;
#[cfg(test)]
pub(crate) mod testing;
pub mod text;

use options::JarOptions;
use query::Query;
use request::request_url::RequestUrl;
use store::cookie_store::CookieStore;
use store::stored::StoredCookie;

/// A cookie jar. Times are milliseconds since the epoch and always come from the caller.
#[derive(Debug, Clone, Default)]
pub struct Jar {
    store: CookieStore,
    options: JarOptions,
}

impl Jar {
    /// An empty jar; it allocates nothing.
    pub fn new() -> Jar {
        Jar::default()
    }

    /// An empty jar with these options.
    pub fn with_options(options: JarOptions) -> Jar {
        Jar { store: CookieStore::default(), options }
    }

    /// The options of the jar.
    pub fn options(&self) -> &JarOptions {
        &self.options
    }

    /// Changes the options. They apply from now on; stored cookies stay as they are.
    pub fn set_options(&mut self, options: JarOptions) {
        self.options = options;
        self.store.note_change();
    }

    /// The cookies.
    pub fn store(&self) -> &CookieStore {
        &self.store
    }

    /// The cookies, for removing or inserting them unchecked; `set` judges a cookie first.
    pub fn store_mut(&mut self) -> &mut CookieStore {
        &mut self.store
    }

    /// Passes the cookies for a request to `read`, in the order of the `Cookie` header, and removes those that have expired.
    pub fn query<T>(
        &mut self,
        request: &RequestUrl,
        query: &Query,
        now: i64,
        read: impl FnOnce(&[&StoredCookie]) -> T,
    ) -> T {
        query::query(&mut self.store, request, query, &self.options, now, read)
    }

    /// All cookies in order of creation, including expired ones that have not been removed yet.
    pub fn cookies(&self) -> Vec<&StoredCookie> {
        self.store.cookies()
    }

    /// The cookies that have not expired at `now` (milliseconds), in order of creation.
    pub fn living(&self, now: i64) -> Vec<&StoredCookie> {
        let mut cookies = self.cookies();
        cookies.retain(|cookie| !cookie.is_expired(now));
        cookies
    }

    /// A number that grows with each change of what a persisted jar consists of.
    pub fn revision(&self) -> u64 {
        self.store.revision()
    }

    /// The number of cookies, including expired ones that have not been removed yet.
    pub fn len(&self) -> usize {
        self.store.len()
    }

    /// Whether there are no cookies.
    pub fn is_empty(&self) -> bool {
        self.store.is_empty()
    }

    /// Bytes of memory that the jar takes, for V8's bookkeeping.
    pub fn memory(&self) -> usize {
        self.store.memory()
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{header, put, SITE};
    use super::*;

    #[test]
    fn expired_cookies_are_not_among_the_living() {
        let mut jar = Jar::new();
        put(&mut jar, "a=1; Max-Age=5", "https://one.example/", 0).unwrap();
        put(&mut jar, "b=1", "https://two.example/", 0).unwrap();
        let living = |now| jar.living(now).into_iter().map(StoredCookie::name).collect::<Vec<_>>();
        assert_eq!((living(4_999), living(5_000)), (vec!["a", "b"], vec!["b"]));
    }

    #[test]
    fn the_revision_grows_with_each_change() {
        let mut jar = Jar::new();
        let mut last = jar.revision();
        let mut has_grown = |jar: &Jar| {
            let grown = jar.revision() > last;
            last = jar.revision();
            grown
        };
        put(&mut jar, "a=1", SITE, 0).unwrap();
        assert!(has_grown(&jar), "a cookie is stored");
        jar.set_options(JarOptions { loose: true, ..JarOptions::default() });
        assert!(has_grown(&jar), "options are changed");
        header(&mut jar, SITE, 1);
        assert!(has_grown(&jar), "an access is recorded");
        jar.store_mut().remove("other.example", &[0]);
        assert!(!has_grown(&jar), "a site without cookies loses none");
        jar.store_mut().remove("site.example", &[0]);
        assert!(has_grown(&jar), "a cookie is removed");
        jar.store_mut().clear();
        assert!(has_grown(&jar), "all are removed");
    }

    #[test]
    fn a_jar_is_empty_until_it_has_a_cookie() {
        let mut jar = Jar::new();
        assert!(jar.is_empty() && jar.store().is_empty());
        put(&mut jar, "a=1", SITE, 0).unwrap();
        assert!(!jar.is_empty() && !jar.store().is_empty());
    }
}
