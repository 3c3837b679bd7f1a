//! A jar that a `Session` and a `CookieJar` object share, with each operation in the form in which it crosses the boundary.
//!
//! An operation takes strings and numbers and returns strings and numbers; it calls no JavaScript, so no borrow of the jar
//! is ever held while user code runs.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::{Rc, Weak};

use napi::Env;
use serde_json::json;

use crate::allocator::returned;
use crate::boundary::{OutText, Text};
use crate::browser_records::{of_first_site, read_browser_records, BrowserRecord};
use crate::call_options::CallOptions;
use crate::jar::octets::PairEncoding;
use crate::jar::options::JarOptions;
use crate::jar::parsed::ParsedCookie;
use crate::jar::query::Query;
use crate::jar::rejection::Rejection;
use crate::jar::request::{RequestUrl, UrlError};
use crate::jar::rules::RuleSet;
use crate::jar::serialized::{read_cookie, read_head, read_jar, Recent, SerializedError};
use crate::jar::serialized_options::{read_options, write_options};
use crate::jar::server_clock::ServerClock;
use crate::jar::set_context::SetContext;
use crate::jar::set_cookie::{parse_set_cookie, ParseOptions};
use crate::jar::stored::StoredCookie;
use crate::jar::text::{trim, utf16_len};
use crate::jar::Jar;
use crate::live_jars::{Empty, Listed};
use crate::refusals::Refusals;
use crate::replacing::{Replaced, Replacing};
use crate::rows::Rows;
use crate::serialized_records::read_serialized_records;
use crate::text_buffer;

/// V8 hears of the jar's memory in steps of this many bytes; a call for each cookie would cost more than the cookie.
const REPORT_STEP: i64 = 4096;

/// Room for more cookies is not kept.
const MOST_RESTORED: usize = 1024;

thread_local! {
    /// Cookies on their way from a serialized jar into ours. The room for them is as large as that in the jar, and used again.
    static RESTORED: Cell<Vec<StoredCookie>> = const { Cell::new(Vec::new()) };
}

/// The URL of a call, as far as it is one.
pub type Url = Result<RequestUrl, UrlError>;

/// The shared jar.
#[derive(Clone, Default)]
pub struct SharedJar(Rc<Inner>);

#[derive(Default)]
struct Inner {
    jar: RefCell<Jar>,
    /// Where memory was reported, and how much.
    reported: Cell<Option<(Env, i64)>>,
    /// Since cookies were stored.
    listed: OnceCell<Listed>,
}

impl Empty for Inner {
    fn empty(&self) {
        self.reported.set(None);
        if let Ok(mut jar) = self.jar.try_borrow_mut() {
            *jar = Jar::default();
        }
    }
}

impl Inner {
    fn new(jar: Jar) -> Inner {
        Inner { jar: RefCell::new(jar), reported: Cell::default(), listed: OnceCell::new() }
    }
}

impl Drop for Inner {
    /// Takes the jar's memory out of V8's books with the last JavaScript object that shares it.
    fn drop(&mut self) {
        if let Some((env, bytes)) = self.reported.get() {
            // Nobody is left to hear of a failure.
            let _ = env.adjust_external_memory(-bytes);
        }
        let bytes = self.jar.borrow().memory();
        self.jar.take();
        returned(bytes);
    }
}

impl SharedJar {
    /// An empty jar that follows these rules.
    pub fn of(rule_set: RuleSet) -> SharedJar {
        SharedJar(Rc::new(Inner::new(Jar::with_options(JarOptions::of(rule_set)))))
    }

    /// The `Cookie` header for a URL; `None` if it is no URL.
    pub fn cookie_string(&self, url: &Url, query: &Query, now: f64) -> Option<OutText> {
        self.header(url, query, now, |_| true)
    }

    /// The same without nameless cookies, for clients that fail at them.
    pub fn named_cookie_string(&self, url: &Url, now: f64) -> Option<OutText> {
        self.header(url, &Query::default(), now, |cookie| !cookie.name().is_empty())
    }

    fn header(&self, url: &Url, query: &Query, now: f64, is_in: impl Fn(&StoredCookie) -> bool) -> Option<OutText> {
        self.query(url, query, now, |cookies| {
            let mut header = text_buffer::take(cookies.iter().map(|cookie| cookie.pair().len() + 2).sum());
            for cookie in cookies.iter().filter(|cookie| is_in(cookie)) {
                if !header.is_empty() {
                    header.push_str("; ");
                }
                cookie.push_header(&mut header);
            }
            header
        })
    }

    /// The text of `Cookie` rows for a URL; `None` if it is no URL.
    pub fn cookies(&self, url: &Url, query: &Query, now: f64, numbers: &mut [f64]) -> Option<OutText> {
        self.query(url, query, now, |cookies| rows(cookies, numbers, |rows, cookie| rows.push_cookie(cookie)))
    }

    /// The text of browser rows for a URL, or of the whole jar without one; `None` if it is no URL.
    pub fn browser_cookies(&self, url: Option<&Url>, now: f64, numbers: &mut [f64]) -> Option<OutText> {
        let mut fitting = |cookies: &[&StoredCookie]| {
            rows(cookies, numbers, |rows, cookie| {
                if cookie.fits_browser() {
                    rows.push_browser_cookie(cookie);
                }
            })
        };
        match url {
            Some(url) => self.query(url, &Query::default(), now, fitting),
            None => Some(OutText(fitting(&self.0.jar.borrow().living(now as i64)))),
        }
    }

    /// The text of rows of the whole jar for tough-cookie's serialized form.
    pub fn serialized(&self, numbers: &mut [f64]) -> OutText {
        OutText(rows(&self.0.jar.borrow().cookies(), numbers, |rows, cookie| rows.push_serialized(cookie)))
    }

    /// Stores one `Set-Cookie` line. Returns `+` and, if there is an array for its numbers, the text of the stored cookie's row; `!` and
    /// the refusal; or `null` if it is no URL.
    pub fn set_cookie(
        &self,
        env: &Env,
        line: &Text,
        url: &Url,
        options: CallOptions,
        now: f64,
        numbers: &mut [f64],
    ) -> Option<OutText> {
        let outcome = match url {
            Err(UrlError::Invalid) => return None,
            Err(UrlError::NotHttp) => Err(Rejection::NotHttp),
            Ok(_) if line.has_lone_surrogate(0, usize::MAX) => Err(Rejection::InvalidCharacter("text")),
            Ok(request) => parse_set_cookie(line.as_str(), self.parse_options(options))
                .and_then(|cookie| self.store(&cookie, request, options, now, numbers)),
        };
        self.report_memory(env);
        Some(text_or_refusal(outcome))
    }

    /// Stores a tough-cookie object, given as its JSON, as if it came from the URL; the results of `set_cookie`.
    pub fn set_cookie_object(
        &self,
        env: &Env,
        cookie: &Text,
        url: Option<&Url>,
        options: CallOptions,
        now: f64,
        numbers: &mut [f64],
    ) -> Option<OutText> {
        if let Some(Err(UrlError::Invalid)) = url {
            return None;
        }
        let outcome = read_cookie(cookie.as_str()).and_then(|serialized| {
            let mut cookie = serialized.to_parsed(self.0.jar.borrow().options().rules());
            let of_domain;
            let request = match (url, &cookie.domain) {
                (Some(Ok(request)), _) => request,
                (Some(Err(_)), _) => return Err(Rejection::NotHttp),
                (None, Some(domain)) => {
                    of_domain = RequestUrl::of_host(domain)
                        .map_err(|_| Rejection::InvalidDomain(domain.clone().into_owned()))?;
                    &of_domain
                }
                (None, None) => return Err(Rejection::NoDomain),
            };
            if cookie.host_only && cookie.domain.as_deref() == Some(request.host()) {
                cookie.domain = None;
            }
            self.store(&cookie, request, options, now, numbers)
        });
        self.report_memory(env);
        Some(text_or_refusal(outcome))
    }

    /// Gives the next new cookie this place in the jar's order, if none has a later one.
    pub fn number_from(&self, index: u32) {
        self.0.jar.borrow_mut().number_from(index);
    }

    /// Stores the `Set-Cookie` lines of a response, separated by line feeds; `date` is its `Date` header. Returns the refusals, if any.
    pub fn set_cookie_lines(
        &self,
        env: &Env,
        lines: &Text,
        url: &Text,
        now: f64,
        date: Option<&Text>,
    ) -> Option<OutText> {
        let clock = ServerClock::of_response(date.map(Text::as_str), now as i64);
        let request = RequestUrl::parse(url.as_str());
        let options = self.parse_options(CallOptions::default());
        let mut refusals = Refusals::default();
        let mut at = 0;
        self.0.jar.borrow_mut().expect(lines.as_str().split('\n').count());
        for (index, line) in lines.as_str().split('\n').enumerate() {
            let start = at;
            at += utf16_len(line) + 1;
            if trim(line.trim_end_matches('\r')).is_empty() {
                continue;
            }
            let outcome = match &request {
                Err(_) if url.as_str().is_empty() => Err(Rejection::NoDomain),
                Err(_) => Err(Rejection::NotHttp),
                Ok(_) if lines.has_lone_surrogate(start, at) => Err(Rejection::InvalidCharacter("text")),
                Ok(request) => parse_set_cookie(line, options).and_then(|mut cookie| {
                    clock.shift(&mut cookie);
                    self.0.jar.borrow_mut().set(&cookie, &SetContext::http(request, now as i64), |_| ())
                }),
            };
            if let Err(rejection) = outcome {
                refusals.push_line(index, &rejection, line, &request);
            }
        }
        self.report_memory(env);
        refusals.finish()
    }

    /// Stores packed cookies of a browser. Returns the refusals, if any.
    pub fn set_browser_cookies(
        &self,
        env: &Env,
        texts: &Text,
        numbers: &[f64],
        fallback: Option<&Url>,
        now: f64,
    ) -> Option<OutText> {
        let mut refusals = Refusals::default();
        self.store_records(&read_browser_records(texts, numbers), fallback, now, |index, record, outcome| {
            if let Err(rejection) = outcome {
                refusals.push_record(index, &rejection, record, fallback);
            }
        });
        self.report_memory(env);
        refusals.finish()
    }

    /// The same, and removes what a browser would have reported but did not: for the URL, or of every site without one. `spared` is
    /// that of `Replacing::new`. Returns JSON `[refusals, kept]`.
    pub fn replace_browser_cookies(
        &self,
        env: &Env,
        texts: &Text,
        numbers: &[f64],
        url: Option<&Url>,
        spared: &Text,
        now: f64,
    ) -> OutText {
        let mut refusals = Refusals::default();
        let mut replacing = Replacing::new(spared.as_str());
        self.store_records(&read_browser_records(texts, numbers), url, now, |index, record, outcome| match outcome {
            Ok(place) => replacing.stored.push(place),
            Err(rejection) => {
                replacing.spare(record.name());
                refusals.push_record(index, &rejection, record, url);
            }
        });
        let mut jar = self.0.jar.borrow_mut();
        let now = now as i64;
        let Replaced { gone, kept } = match url {
            Some(Ok(request)) => jar.query(request, &Query::default(), now, |cookies| replacing.judge(cookies, now)),
            Some(Err(_)) => Replaced::default(),
            None => replacing.judge(&jar.cookies(), now),
        };
        jar.remove_all(&gone);
        drop(jar);
        self.report_memory(env);
        OutText(json!([refusals.into_value(), kept]).to_string())
    }

    /// Stores a browser's cookies and hands each to `tell`, with its place in the jar's order or the refusal.
    fn store_records(
        &self,
        records: &[BrowserRecord<'_>],
        fallback: Option<&Url>,
        now: f64,
        mut tell: impl FnMut(usize, &BrowserRecord<'_>, Result<u32, Rejection>),
    ) {
        let now = now as i64;
        let mut filed = None;
        let mut jar = self.0.jar.borrow_mut();
        let octets = jar.options().rules().octets;
        // One that has ended may not have been filed at all; no cookie has this place.
        let place = |stored: &StoredCookie| if stored.is_expired(now) { u32::MAX } else { stored.index() };
        jar.expect(of_first_site(records));
        for (index, record) in records.iter().enumerate() {
            let outcome = record.parse(fallback, &mut filed).and_then(|(mut cookie, request)| {
                if octets {
                    cookie.encoding = PairEncoding::of_text(&cookie.name, &cookie.value);
                }
                jar.set(&cookie, &SetContext::browser(&request, now), place)
            });
            tell(index, record, outcome);
        }
    }

    /// The text of browser rows of all cookies that have not ended, what browsers can't hold included.
    pub fn living(&self, now: f64, numbers: &mut [f64]) -> OutText {
        OutText(rows(&self.0.jar.borrow().living(now as i64), numbers, |rows, cookie| rows.push_browser_cookie(cookie)))
    }

    /// Their places in the jar's order, as the numbers of rows without text.
    pub fn living_places(&self, now: f64, numbers: &mut [f64]) -> OutText {
        OutText(rows(&self.0.jar.borrow().living(now as i64), numbers, |rows, cookie| rows.push_place_in_order(cookie)))
    }

    /// Removes the cookies in these places of the jar's order. Returns how many there were.
    pub fn remove(&self, env: &Env, places: &[f64]) -> u32 {
        let places: Vec<u32> = places.iter().map(|&place| place as u32).collect();
        let removed = self.0.jar.borrow_mut().remove_all(&places);
        self.report_memory(env);
        removed as u32
    }

    /// Takes over the cookies and the options of a serialized jar, given as JSON text. Returns what was wrong with the text, if
    /// anything.
    pub fn import(&self, env: &Env, json: &Text, now: f64) -> Option<OutText> {
        let rule_set = self.rule_set();
        let (options, mut cookies) = match read_jar(json.as_str(), rule_set, now as i64) {
            Ok(read) => read,
            Err(SerializedError::NoCookies) => return Some(OutText("serialized jar has no cookies array".to_owned())),
            Err(SerializedError::OfBrowser) => return Some(OutText("its cookies are a browser's".to_owned())),
            Err(SerializedError::NothingRecognised) => {
                let why =
                    "not one entry of its cookies has a name, as a browser's has, or a key, as tough-cookie's has";
                return Some(OutText(why.to_owned()));
            }
            Err(SerializedError::NotJson(why)) => return Some(OutText(format!("serialized jar is not JSON: {why}"))),
        };
        let mut jar = self.0.jar.borrow_mut();
        jar.set_options(options);
        jar.insert_all(&mut cookies);
        drop(jar);
        self.report_memory(env);
        None
    }

    /// The same for a jar whose cookies are packed as `js/pack-serialized.js` does it. The head is what else it has: JSON, or the version
    /// alone where all options are the defaults. Returns whether it could be read: a lone surrogate is for `import` to judge.
    pub fn import_packed(&self, env: &Env, head: &Text, texts: &Text, numbers: &[f64], now: f64) -> bool {
        if texts.has_lone_surrogate(0, usize::MAX) {
            return false;
        }
        let Ok((options, writer)) = read_head(head.as_str(), self.rule_set()) else { return false };
        let mut recent = Recent::default();
        let mut cookies = RESTORED.take();
        read_serialized_records(texts, numbers, |cookie| {
            cookies.extend(cookie.to_stored(now as i64, writer, &options, &mut recent))
        });
        let mut jar = self.0.jar.borrow_mut();
        jar.set_options(options);
        jar.insert_all(&mut cookies);
        drop(jar);
        if cookies.capacity() <= MOST_RESTORED {
            RESTORED.set(cookies);
        }
        self.report_memory(env);
        true
    }

    /// A jar with the same cookies and options that shares nothing with this one.
    pub fn duplicate(&self, env: &Env) -> SharedJar {
        let jar = self.0.jar.borrow().clone();
        let copy = SharedJar(Rc::new(Inner::new(jar)));
        copy.report_memory(env);
        copy
    }

    /// Removes all cookies.
    pub fn clear(&self, env: &Env) {
        self.0.jar.borrow_mut().clear();
        self.report_memory(env);
    }

    /// Sets the options, given as JSON text.
    pub fn configure(&self, json: &Text) {
        self.0.jar.borrow_mut().set_options(read_options(json.as_str(), RuleSet::default()));
    }

    /// The options as JSON text; `None` if all are the defaults of a jar of these rules.
    pub fn configuration(&self, default: RuleSet) -> Option<OutText> {
        let options = *self.0.jar.borrow().options();
        (options != JarOptions::of(default)).then(|| OutText(write_options(&options)))
    }

    fn rule_set(&self) -> RuleSet {
        self.0.jar.borrow().options().rule_set
    }

    fn parse_options(&self, options: CallOptions) -> ParseOptions {
        let of_jar = ParseOptions::of(self.0.jar.borrow().options());
        ParseOptions { loose: options.loose() || of_jar.loose, ..of_jar }
    }

    fn store(
        &self,
        cookie: &ParsedCookie<'_>,
        request: &RequestUrl,
        options: CallOptions,
        now: f64,
        numbers: &mut [f64],
    ) -> Result<String, Rejection> {
        let context = SetContext {
            http_api: options.http_api(),
            same_site_context: options.same_site_context(),
            ..SetContext::http(request, now as i64)
        };
        self.0.jar.borrow_mut().set(cookie, &context, |stored| {
            if numbers.is_empty() {
                return "+".to_owned();
            }
            let mut rows = Rows::new(1, numbers);
            rows.mark('+');
            rows.push_cookie(stored);
            rows.finish()
        })
    }

    /// The result of `read` for the cookies of a URL: `None` if it is no URL, no cookies if it is not http(s).
    fn query(
        &self,
        url: &Url,
        query: &Query,
        now: f64,
        read: impl FnOnce(&[&StoredCookie]) -> String,
    ) -> Option<OutText> {
        let text = match url {
            Ok(request) => self.0.jar.borrow_mut().query(request, query, now as i64, read),
            Err(UrlError::NotHttp) => read(&[]),
            Err(UrlError::Invalid) => return None,
        };
        Some(OutText(text))
    }

    /// Tells V8 of memory that it doesn't see, so that it collects dropped jars in time.
    fn report_memory(&self, env: &Env) {
        self.0.listed.get_or_init(|| Listed::new(Rc::downgrade(&self.0) as Weak<dyn Empty>));
        let now = self.0.jar.borrow().memory() as i64;
        let change = now - self.0.reported.get().map_or(0, |(_, bytes)| bytes);
        if change.abs() >= REPORT_STEP && env.adjust_external_memory(change).is_ok() {
            self.0.reported.set(Some((*env, now)));
        }
    }
}

fn rows(cookies: &[&StoredCookie], numbers: &mut [f64], push: impl Fn(&mut Rows<'_>, &StoredCookie)) -> String {
    let mut rows = Rows::new(cookies.len(), numbers);
    for cookie in cookies {
        push(&mut rows, cookie);
    }
    rows.finish()
}

/// The first character tells which it is; a text's own first character may be any.
fn text_or_refusal(outcome: Result<String, Rejection>) -> OutText {
    OutText(outcome.unwrap_or_else(|rejection| format!("!{}", json!([0, rejection.code(), rejection.to_string()]))))
}
