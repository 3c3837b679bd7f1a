//! The Node-API class `Session`: counters and cookies. `js/session/session.js` adds what must be JavaScript: the user's own objects,
//! errors, dates, and methods that a subclass may override.

use std::cell::{Cell, OnceCell, RefCell, RefMut};

use crawler_session_core::jar::query::Query;
use crawler_session_core::jar::request::request_url::RequestUrl;
use crawler_session_core::jar::rules::RuleSet;
use crawler_session_core::session::state_text::OwnTexts;
use crawler_session_core::session::usage::Usage;
use napi::bindgen_prelude::External;
use napi::{Env, Result};
use napi_derive::napi;

use crate::boundary::{Numbers, OutText, Text};
use crate::crossing::call_options::CallOptions;
use crate::crossing::state_text::{form_of, unreadable};
use crate::crossing::usage::read_usage;
use crate::memory::shared_jar::SharedJar;

/// A session of a crawler. Times are milliseconds since the epoch.
#[napi]
pub struct Session {
    usage: RefCell<Usage>,
    /// Grows with each change of the counters.
    revision: Cell<u64>,
    /// Made when it is first needed: a pool makes sessions in advance, and a jar is two thirds of what one takes.
    jar: OnceCell<SharedJar>,
}

/// Getters and setters of numbers: one line each in a class that has nine of them. They are methods, not accessors: Node-API
/// checks the receiver of a method, but not that of an accessor.
macro_rules! numbers {
    ($($get:ident / $set:ident / $field:ident: $doc:literal;)*) => {
        #[napi]
        impl Session {
            $(
                #[doc = $doc]
                #[napi]
                pub fn $get(&self) -> f64 {
                    self.usage.borrow().$field
                }

                #[doc = $doc]
                #[napi]
                pub fn $set(&self, value: f64) {
                    if self.usage.borrow().$field != value {
                        self.usage_mut().$field = value;
                    }
                }
            )*
        }
    };
}

numbers! {
    get_max_age_secs / set_max_age_secs / max_age_secs: "The maximum age in seconds, from which `expiresAt` was computed.";
    get_max_error_score / set_max_error_score / max_error_score: "The score at which the session becomes blocked.";
    get_error_score_decrement / set_error_score_decrement / error_score_decrement: "What `markGood` subtracts from a positive score.";
    get_created_at / set_created_at / created_at: "When the session was created, in milliseconds.";
    get_expires_at / set_expires_at / expires_at: "When the session expires, in milliseconds.";
    get_usage_count / set_usage_count / usage_count: "How often the session has been used.";
    get_error_score / set_error_score / error_score: "The score that blocks the session once it reaches `maxErrorScore`.";
    get_error_count / set_error_count / error_count: "How often the session has been marked bad.";
    get_max_usage_count / set_max_usage_count / max_usage_count: "How often the session may be used.";
}

#[napi]
impl Session {
    /// A session with its own jar, which follows Chrome's rules, or with one that `share` returned; or one from the text of a state, read at
    /// the time of creation that the numbers say, of which only `maxAgeSecs` is not in the text. Throws if the text is not for the addon to
    /// read; the numbers then say where its parts are that are JavaScript's.
    #[napi(constructor, catch_unwind)]
    pub fn new(
        env: &Env,
        mut numbers: Numbers,
        jar: Option<&External<SharedJar>>,
        state: Option<Text>,
    ) -> Result<Session> {
        let given = read_usage(numbers.as_mut_slice());
        let (usage, jar) = match (state, jar) {
            (Some(text), _) => {
                let jar = SharedJar::of(RuleSet::Chrome);
                let (max_age_secs, now) = (given.max_age_secs, given.created_at);
                let usage = jar.restore(env, &text, max_age_secs, now, numbers.as_mut_slice());
                (usage.ok_or_else(unreadable)?, OnceCell::from(jar))
            }
            (None, Some(jar)) => (given, OnceCell::from(SharedJar::clone(jar))),
            (None, None) => (given, OnceCell::new()),
        };
        Ok(Session { usage: RefCell::new(usage), revision: Cell::new(0), jar })
    }

    /// The jar, for the constructor of another object.
    #[napi]
    pub fn share(&self) -> External<SharedJar> {
        External::new(self.jar().clone())
    }

    /// Whether the session has been retired, which is permanent.
    #[napi]
    pub fn is_retired(&self) -> bool {
        self.usage.borrow().retired
    }

    /// Whether the score has reached its limit, or the session has been retired.
    #[napi]
    pub fn is_blocked(&self) -> bool {
        self.usage.borrow().is_blocked()
    }

    /// Whether the session is expired at `now`.
    #[napi]
    pub fn is_expired(&self, now: f64) -> bool {
        self.usage.borrow().is_expired(now)
    }

    /// Whether the session has been used as often as allowed.
    #[napi]
    pub fn is_max_usage_count_reached(&self) -> bool {
        self.usage.borrow().is_max_usage_count_reached()
    }

    /// Whether the session can be used at `now`.
    #[napi]
    pub fn is_usable(&self, now: f64) -> bool {
        self.usage.borrow().is_usable(now)
    }

    /// Counts a good use.
    #[napi]
    pub fn mark_good(&self) {
        self.usage_mut().mark_good();
    }

    /// Counts a bad use.
    #[napi]
    pub fn mark_bad(&self) {
        self.usage_mut().mark_bad();
    }

    /// Counts a good use. Returns whether the session can be used at `now` afterwards.
    #[napi]
    pub fn mark_good_at(&self, now: f64) -> bool {
        let mut usage = self.usage_mut();
        usage.mark_good();
        usage.is_usable(now)
    }

    /// Counts a bad use. Returns whether the session can be used at `now` afterwards.
    #[napi]
    pub fn mark_bad_at(&self, now: f64) -> bool {
        let mut usage = self.usage_mut();
        usage.mark_bad();
        usage.is_usable(now)
    }

    /// Blocks the session permanently; JavaScript emits the event.
    #[napi]
    pub fn retire(&self) {
        self.usage_mut().retire();
    }

    /// Stores the `Set-Cookie` lines of a response, separated by line feeds; `date` is its `Date` header. Returns the refusals as JSON, if any.
    #[napi(catch_unwind)]
    pub fn put_response(&self, env: &Env, lines: Text, url: Text, now: f64, date: Option<Text>) -> Option<OutText> {
        self.jar().set_cookie_lines(env, &lines, &url, now, date.as_ref())
    }

    /// Stores a browser's packed cookies. Returns the refusals as JSON, if any.
    #[napi(catch_unwind)]
    pub fn put_puppeteer_cookies(
        &self,
        env: &Env,
        texts: Text,
        numbers: &[f64],
        url: Option<Text>,
        now: f64,
    ) -> Option<OutText> {
        let url = url.map(|url| RequestUrl::parse(url.as_str()));
        self.jar().set_browser_cookies(env, &texts, numbers, url.as_ref(), now)
    }

    /// The same, and removes what a browser would have reported but did not: for the URL, or for every site without one. `spared` is JSON:
    /// the names of cookies that were refused before and could not be packed, or `null` if one has no name. Returns JSON
    /// `[refusals, kept]`.
    #[napi(catch_unwind)]
    pub fn replace_puppeteer_cookies(
        &self,
        env: &Env,
        texts: Text,
        numbers: &[f64],
        url: Option<Text>,
        spared: Text,
        now: f64,
    ) -> OutText {
        let url = url.map(|url| RequestUrl::parse(url.as_str()));
        self.jar().replace_browser_cookies(env, &texts, numbers, url.as_ref(), &spared, now)
    }

    /// Stores one `Set-Cookie` line. Returns `+`, `!` and the refusal, or `null` if the URL is invalid.
    #[napi(catch_unwind)]
    pub fn set_cookie(&self, env: &Env, line: Text, url: Text, now: f64) -> Option<OutText> {
        let url = RequestUrl::parse(url.as_str());
        self.jar().set_cookie(env, &line, &url, CallOptions::default(), now, &mut [])
    }

    /// Stores a tough-cookie object, given as JSON. Returns the same as `setCookie`.
    #[napi(catch_unwind)]
    pub fn set_cookie_object(&self, env: &Env, cookie: Text, url: Option<Text>, now: f64) -> Option<OutText> {
        let url = url.map(|url| RequestUrl::parse(url.as_str()));
        self.jar().set_cookie_object(env, &cookie, url.as_ref(), CallOptions::default(), now, &mut [])
    }

    /// The text of the `Cookie` rows for a URL; their numbers go into the array. `null` if the URL is invalid.
    #[napi(catch_unwind)]
    pub fn get_cookies(&self, url: Text, now: f64, mut numbers: Numbers) -> Option<OutText> {
        self.jar().cookies(&RequestUrl::parse(url.as_str()), &Query::default(), now, numbers.as_mut_slice())
    }

    /// The `Cookie` header for a URL; `null` if the URL is invalid.
    #[napi(catch_unwind)]
    pub fn get_cookie_string(&self, url: Text, now: f64) -> Option<OutText> {
        self.jar().cookie_string(&RequestUrl::parse(url.as_str()), &Query::default(), now)
    }

    /// The same without nameless cookies.
    #[napi(catch_unwind)]
    pub fn get_named_cookie_string(&self, url: Text, now: f64) -> Option<OutText> {
        self.jar().named_cookie_string(&RequestUrl::parse(url.as_str()), now)
    }

    /// The text of the browser rows for a URL, or of the whole jar without one; `null` if the URL is invalid.
    #[napi(catch_unwind)]
    pub fn get_puppeteer_cookies(&self, url: Option<Text>, now: f64, mut numbers: Numbers) -> Option<OutText> {
        let url = url.map(|url| RequestUrl::parse(url.as_str()));
        self.jar().browser_cookies(url.as_ref(), now, numbers.as_mut_slice())
    }

    /// The text of the rows of the whole jar, for tough-cookie's serialized form.
    #[napi(catch_unwind)]
    pub fn serialized_cookies(&self, mut numbers: Numbers) -> OutText {
        self.jar().serialized(numbers.as_mut_slice())
    }

    /// The options of the jar as JSON; `null` if all are the defaults of a session's own jar.
    #[napi(catch_unwind)]
    pub fn jar_configuration(&self) -> Option<OutText> {
        self.jar().configuration(RuleSet::Chrome)
    }

    /// Takes over the cookies and the options of a serialized jar, given as JSON. Returns what was wrong with it, if anything.
    #[napi(catch_unwind)]
    pub fn import_cookies(&self, env: &Env, json: Text, now: f64) -> Option<OutText> {
        self.jar().import(env, &json, now)
    }

    /// The same for packed cookies and the head of their jar. Returns whether they could be read; if not, use `importCookies`.
    #[napi(catch_unwind)]
    pub fn import_packed(&self, env: &Env, head: Text, texts: Text, numbers: &[f64], now: f64) -> bool {
        self.jar().import_packed(env, &head, &texts, numbers, now)
    }

    /// The state as JSON text; `members` is a JSON object with what of it is JavaScript's, `storage` a JSON array, if there is any, and dates
    /// that JavaScript has changed replace ours (`NaN`: none). `null` if a text has lone surrogates, or the jar has options of its own: `getState()` then says it all.
    #[napi(catch_unwind)]
    pub fn get_state_text(
        &self,
        id: Text,
        members: Text,
        created_at: f64,
        expires_at: f64,
        form: u32,
        storage: Option<Text>,
    ) -> Option<OutText> {
        let texts = [Some(&id), Some(&members), storage.as_ref()];
        if texts.into_iter().flatten().any(|text| text.has_lone_surrogate(0, usize::MAX)) {
            return None;
        }
        let usage = *self.usage.borrow();
        let or = |changed: f64, own: f64| if changed.is_nan() { own } else { changed };
        let usage = Usage {
            created_at: or(created_at, usage.created_at),
            expires_at: or(expires_at, usage.expires_at),
            ..usage
        };
        let storage = storage.as_ref().map(Text::as_str);
        let own = OwnTexts { id: id.as_str(), members: members.as_str(), storage };
        self.jar().state_text(own, &usage, form_of(form))
    }

    /// A number that grows with each change of counters and cookies.
    #[napi]
    pub fn get_revision(&self) -> f64 {
        (self.revision.get() + self.jar.get().map_or(0, |jar| jar.jar().revision())) as f64
    }
}

impl Session {
    /// The jar.
    fn jar(&self) -> &SharedJar {
        self.jar.get_or_init(|| SharedJar::of(RuleSet::Chrome))
    }

    /// The counters, to be changed.
    fn usage_mut(&self) -> RefMut<'_, Usage> {
        self.revision.set(self.revision.get() + 1);
        self.usage.borrow_mut()
    }
}
