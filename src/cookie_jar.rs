//! The Node-API class `CookieJar`. `js/jar/cookie-jar.js` builds tough-cookie's API on it.

use crawler_session_core::jar::request::request_url::RequestUrl;
use crawler_session_core::jar::rules::RuleSet;
use napi::bindgen_prelude::External;
use napi::Env;
use napi_derive::napi;

use crate::boundary::{Numbers, OutText, Text};
use crate::crossing::call_options::CallOptions;
use crate::memory::shared_jar::SharedJar;
use crate::operations::Url;

/// A cookie jar. Strings and numbers go in and out; `js/crossing/packed-cookies.js` makes objects of them.
#[napi]
pub struct CookieJar {
    jar: SharedJar,
}

#[napi]
impl CookieJar {
    /// An empty jar, or one that `share` returned.
    #[napi(constructor)]
    pub fn new(jar: Option<&External<SharedJar>>) -> CookieJar {
        CookieJar { jar: jar.map(|jar| SharedJar::clone(jar)).unwrap_or_default() }
    }

    /// The jar, for the constructor of another object.
    #[napi]
    pub fn share(&self) -> External<SharedJar> {
        External::new(self.jar.clone())
    }

    /// A copy of the jar, for the constructor of another object.
    #[napi(catch_unwind)]
    pub fn duplicate(&self, env: &Env) -> External<SharedJar> {
        External::new(self.jar.duplicate(env))
    }

    /// Sets the options, given as JSON under tough-cookie's keys for them.
    #[napi(catch_unwind)]
    pub fn configure(&self, json: Text) {
        self.jar.configure(&json);
    }

    /// The options as JSON under tough-cookie's keys for them; `null` if all are the defaults of a `CookieJar`.
    #[napi(catch_unwind)]
    pub fn configuration(&self) -> Option<OutText> {
        self.jar.configuration(RuleSet::ToughCookie)
    }

    /// Stores one `Set-Cookie` line. Returns `+` and the text of its row, `!` and the refusal, or `null` if the URL is invalid.
    #[napi(catch_unwind)]
    pub fn set_cookie_line(
        &self,
        env: &Env,
        line: Text,
        url: Text,
        options: u32,
        now: f64,
        mut numbers: Numbers,
    ) -> Option<OutText> {
        self.jar.set_cookie(env, &line, &request_url(&url), CallOptions(options), now, numbers.as_mut_slice())
    }

    /// Stores a tough-cookie object, given as JSON. Returns the same as `setCookieLine`.
    #[napi(catch_unwind)]
    pub fn set_cookie_object(
        &self,
        env: &Env,
        cookie: Text,
        url: Text,
        options: u32,
        now: f64,
        mut numbers: Numbers,
    ) -> Option<OutText> {
        self.jar.set_cookie_object(
            env,
            &cookie,
            Some(&request_url(&url)),
            CallOptions(options),
            now,
            numbers.as_mut_slice(),
        )
    }

    /// Gives the next new cookie this creation index, unless another has a later one.
    #[napi(catch_unwind)]
    pub fn number_from(&self, creation_index: u32) {
        self.jar.number_from(creation_index.saturating_sub(1));
    }

    /// The text of the `Cookie` rows for a URL; their numbers go into the array. `null` if the URL is invalid.
    #[napi(catch_unwind)]
    pub fn cookies(&self, url: Text, options: u32, now: f64, mut numbers: Numbers) -> Option<OutText> {
        self.jar.cookies(&request_url(&url), &CallOptions(options).query(), now, numbers.as_mut_slice())
    }

    /// The `Cookie` header for a URL; `null` if the URL is invalid.
    #[napi(catch_unwind)]
    pub fn cookie_string(&self, url: Text, options: u32, now: f64) -> Option<OutText> {
        self.jar.cookie_string(&request_url(&url), &CallOptions(options).query(), now)
    }

    /// Stores a browser's packed cookies. Returns the refusals as JSON, if any.
    #[napi(catch_unwind)]
    pub fn put_browser_cookies(&self, env: &Env, texts: Text, numbers: &[f64], now: f64) -> Option<OutText> {
        self.jar.set_browser_cookies(env, &texts, numbers, None, now)
    }

    /// The text of the browser rows of all cookies that have not expired.
    #[napi(catch_unwind)]
    pub fn living(&self, now: f64, mut numbers: Numbers) -> OutText {
        self.jar.living(now, numbers.as_mut_slice())
    }

    /// The indexes in the jar's order of the same cookies at the same `now`, as rows of one number without text.
    #[napi(catch_unwind)]
    pub fn living_places(&self, now: f64, mut numbers: Numbers) -> OutText {
        self.jar.living_places(now, numbers.as_mut_slice())
    }

    /// Removes the cookies with these indexes. Returns how many there were.
    #[napi(catch_unwind)]
    pub fn remove(&self, env: &Env, places: &[f64]) -> u32 {
        self.jar.remove(env, places)
    }

    /// Removes all cookies.
    #[napi(catch_unwind)]
    pub fn clear(&self, env: &Env) {
        self.jar.clear(env);
    }

    /// The text of the rows of the whole jar, for tough-cookie's serialized form.
    #[napi(catch_unwind)]
    pub fn serialized(&self, mut numbers: Numbers) -> OutText {
        self.jar.serialized(numbers.as_mut_slice())
    }

    /// Takes over the cookies and the options of a serialized jar, given as JSON. Returns what was wrong with it, if anything.
    #[napi(catch_unwind)]
    pub fn import(&self, env: &Env, json: Text, now: f64) -> Option<OutText> {
        self.jar.import(env, &json, now)
    }

    /// The same for packed cookies and the head of their jar. Returns whether they could be read; if not, use `import`.
    #[napi(catch_unwind)]
    pub fn import_packed(&self, env: &Env, head: Text, texts: Text, numbers: &[f64], now: f64) -> bool {
        self.jar.import_packed(env, &head, &texts, numbers, now)
    }
}

/// The URL of a call: http(s), or a WebSocket's, whose handshake has cookies as well.
fn request_url(url: &Text) -> Url {
    RequestUrl::parse_with_web_sockets(url.as_str())
}
