//! The Node-API class `CookieJar`. `js/cookie-jar.js` builds tough-cookie's API on it.

use napi::bindgen_prelude::External;
use napi::Env;
use napi_derive::napi;

use crate::boundary::{OutText, Text};
use crate::shared_jar::SharedJar;

/// A cookie jar. Strings and numbers go in and out; `js/packed.js` makes objects of them.
#[napi]
pub struct CookieJar {
    jar: SharedJar,
}

#[napi]
impl CookieJar {
    /// An empty jar, or one that `share` gave.
    #[napi(constructor)]
    pub fn new(jar: Option<&External<SharedJar>>) -> CookieJar {
        CookieJar { jar: jar.map(|jar| SharedJar::clone(jar)).unwrap_or_default() }
    }

    /// The jar, for the constructor of another object.
    #[napi]
    pub fn share(&self) -> External<SharedJar> {
        External::new(self.jar.clone())
    }

    /// Stores one `Set-Cookie` line. `+` and its record, `!` and the refusal, or `null` if it is no URL.
    #[napi(catch_unwind)]
    pub fn set_cookie_line(&self, env: &Env, line: Text, url: Text, now: f64) -> Option<OutText> {
        self.jar.set_cookie(env, &line, &url, now)
    }

    /// Stores a tough-cookie object, given as its JSON. The results of `setCookieLine`.
    #[napi(catch_unwind)]
    pub fn set_cookie_object(&self, env: &Env, cookie: Text, url: Option<Text>, now: f64) -> Option<OutText> {
        self.jar.set_cookie_object(env, &cookie, url, now)
    }

    /// Packed `Cookie` records for a URL; `null` if it is no URL.
    #[napi(catch_unwind)]
    pub fn cookies(&self, url: Text, now: f64) -> Option<OutText> {
        self.jar.cookies(&url, now)
    }

    /// The `Cookie` header for a URL; `null` if it is no URL.
    #[napi(catch_unwind)]
    pub fn cookie_string(&self, url: Text, now: f64) -> Option<OutText> {
        self.jar.cookie_string(&url, now)
    }

    /// Packed records of the whole jar for tough-cookie's serialized form.
    #[napi(catch_unwind)]
    pub fn serialized(&self) -> OutText {
        self.jar.serialized()
    }

    /// Takes over the cookies of a serialized jar, given as JSON. Returns what was wrong with it, if anything.
    #[napi(catch_unwind)]
    pub fn import(&self, env: &Env, json: Text, now: f64) -> Option<OutText> {
        self.jar.import(env, &json, now)
    }
}
