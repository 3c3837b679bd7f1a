//! Storing cookies from responses, calls and browsers, and removing them.

use crawler_session_core::jar::parse::browser_record::{BrowserRecord, Filing};
use crawler_session_core::jar::parse::octets::PairEncoding;
use crawler_session_core::jar::parse::parsed::ParsedCookie;
use crawler_session_core::jar::parse::server_clock::ServerClock;
use crawler_session_core::jar::parse::set_cookie::{parse_set_cookie, ParseOptions};
use crawler_session_core::jar::persist::serialized::read_cookie;
use crawler_session_core::jar::query::Query;
use crawler_session_core::jar::rejection::Rejection;
use crawler_session_core::jar::request::request_url::{RequestUrl, UrlError};
use crawler_session_core::jar::request::set_context::SetContext;
use crawler_session_core::jar::store::stored::StoredCookie;
use crawler_session_core::jar::text::{trim, utf16_len};
use napi::Env;

use super::replacing::{Replaced, Replacing};
use super::Url;
use crate::boundary::json::json_text;
use crate::boundary::{OutText, Text};
use crate::crossing::browser_records::{count_of_first_site, read_browser_records};
use crate::crossing::call_options::CallOptions;
use crate::crossing::packed_cookies::PackedCookies;
use crate::crossing::refusals::Refusals;
use crate::memory::shared_jar::SharedJar;

impl SharedJar {
    /// Stores one `Set-Cookie` line. Returns `+` and, if there is an array for its numbers, the text of the stored cookie's row; `!` and
    /// the refusal; or `None` if the URL is invalid.
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

    /// Stores a tough-cookie object, given as JSON, as if it came from the URL. Returns the same as `set_cookie`.
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
            let mut cookie = serialized.to_parsed(self.jar().options().rules());
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

    /// Gives the next new cookie this index in the jar's order, unless another already has a later one.
    pub fn number_from(&self, index: u32) {
        self.jar_mut().store_mut().number_from(index);
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
        let has_lone_surrogates = lines.has_lone_surrogate(0, usize::MAX);
        let mut at = 0;
        let mut jar = self.jar_mut();
        jar.store_mut().reserve_in_next_site(lines.as_str().split('\n').count());
        for (index, line) in lines.as_str().split('\n').enumerate() {
            let start = at;
            if has_lone_surrogates {
                at += utf16_len(line) + 1;
            }
            if trim(line.trim_end_matches('\r')).is_empty() {
                continue;
            }
            let outcome = match &request {
                Err(_) if url.as_str().is_empty() => Err(Rejection::NoDomain),
                Err(_) => Err(Rejection::NotHttp),
                Ok(_) if has_lone_surrogates && lines.has_lone_surrogate(start, at) => {
                    Err(Rejection::InvalidCharacter("text"))
                }
                Ok(request) => parse_set_cookie(line, options).and_then(|mut cookie| {
                    clock.shift(&mut cookie);
                    jar.set(&cookie, &SetContext::http(request, now as i64), |_| ())
                }),
            };
            if let Err(rejection) = outcome {
                refusals.push_line(index, &rejection, line, &request);
            }
        }
        drop(jar);
        self.report_memory(env);
        refusals.finish()
    }

    /// Stores a browser's packed cookies. Returns the refusals, if any.
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

    /// The same, and removes what a browser would have reported but did not: for the URL, or for every site without one. `spared` is that
    /// of `Replacing::new`. Returns JSON `[refusals, kept]`.
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
        let mut jar = self.jar_mut();
        let now = now as i64;
        let Replaced { gone, kept } = match url {
            Some(Ok(request)) => jar.query(request, &Query::default(), now, |cookies| replacing.judge(cookies, now)),
            Some(Err(_)) => Replaced::default(),
            None => replacing.judge(&jar.cookies(), now),
        };
        jar.store_mut().remove_all(&gone);
        drop(jar);
        self.report_memory(env);
        OutText(json_text(&(refusals.list(), kept)))
    }

    /// Stores a browser's cookies and passes each to `tell`, with its index in the jar's order or the refusal.
    fn store_records(
        &self,
        records: &[BrowserRecord<'_>],
        fallback: Option<&Url>,
        now: f64,
        mut tell: impl FnMut(usize, &BrowserRecord<'_>, Result<u32, Rejection>),
    ) {
        let now = now as i64;
        let mut filing = Filing::default();
        let mut jar = self.jar_mut();
        let octets = jar.options().rules().octets;
        // An expired one may not have been stored at all; no cookie has this index.
        let place = |stored: &StoredCookie| if stored.is_expired(now) { u32::MAX } else { stored.index() };
        jar.store_mut().reserve_in_next_site(count_of_first_site(records));
        for (index, record) in records.iter().enumerate() {
            let outcome = record.parse(fallback, &mut filing).and_then(|(mut cookie, request)| {
                if octets {
                    cookie.encoding = PairEncoding::of_text(&cookie.name, &cookie.value);
                }
                jar.set(&cookie, &SetContext::browser(request, now), place)
            });
            tell(index, record, outcome);
        }
    }

    /// Removes the cookies with these indexes in the jar's order. Returns how many there were.
    pub fn remove(&self, env: &Env, places: &[f64]) -> u32 {
        let places: Vec<u32> = places.iter().map(|&place| place as u32).collect();
        let removed = self.jar_mut().store_mut().remove_all(&places);
        self.report_memory(env);
        removed as u32
    }

    /// Removes all cookies.
    pub fn clear(&self, env: &Env) {
        self.jar_mut().store_mut().clear();
        self.report_memory(env);
    }

    fn parse_options(&self, options: CallOptions) -> ParseOptions {
        let of_jar = ParseOptions::of(self.jar().options());
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
        self.jar_mut().set(cookie, &context, |stored| {
            if numbers.is_empty() {
                return "+".to_owned();
            }
            let mut packed = PackedCookies::new(1, numbers);
            packed.mark('+');
            packed.push_cookie(stored);
            packed.finish()
        })
    }
}

/// Marks a refusal with `!`: the first character says which of the two it is.
fn text_or_refusal(outcome: Result<String, Rejection>) -> OutText {
    OutText(
        outcome.unwrap_or_else(|rejection| format!("!{}", json_text(&(0, rejection.code(), rejection.to_string())))),
    )
}
