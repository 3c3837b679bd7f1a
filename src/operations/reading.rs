//! Reading a jar: the `Cookie` header, and cookies in the forms in which they cross the boundary.

use crawler_session_core::jar::query::Query;
use crawler_session_core::jar::request::request_url::UrlError;
use crawler_session_core::jar::store::stored::StoredCookie;

use super::Url;
use crate::boundary::{text_buffer, OutText};
use crate::crossing::packed_cookies::PackedCookies;
use crate::memory::shared_jar::SharedJar;

impl SharedJar {
    /// The `Cookie` header for a URL; `None` if the URL is invalid.
    pub fn cookie_string(&self, url: &Url, query: &Query, now: f64) -> Option<OutText> {
        self.header(url, query, now, |_| true)
    }

    /// The same without nameless cookies, for clients that fail on them.
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

    /// The text of the `Cookie` rows for a URL; `None` if the URL is invalid.
    pub fn cookies(&self, url: &Url, query: &Query, now: f64, numbers: &mut [f64]) -> Option<OutText> {
        self.query(url, query, now, |cookies| packed(cookies, numbers, |packed, cookie| packed.push_cookie(cookie)))
    }

    /// The text of the browser rows for a URL, or of the whole jar without one; `None` if the URL is invalid.
    pub fn browser_cookies(&self, url: Option<&Url>, now: f64, numbers: &mut [f64]) -> Option<OutText> {
        let mut fitting = |cookies: &[&StoredCookie]| {
            packed(cookies, numbers, |packed, cookie| {
                if cookie.fits_browser() {
                    packed.push_browser_cookie(cookie);
                }
            })
        };
        match url {
            Some(url) => self.query(url, &Query::default(), now, fitting),
            None => Some(OutText(fitting(&self.jar().living(now as i64)))),
        }
    }

    /// The text of the rows of the whole jar, for tough-cookie's serialized form.
    pub fn serialized(&self, numbers: &mut [f64]) -> OutText {
        OutText(packed(&self.jar().cookies(), numbers, |packed, cookie| packed.push_serialized(cookie)))
    }

    /// The text of the browser rows of all cookies that have not expired, including those that browsers don't accept.
    pub fn living(&self, now: f64, numbers: &mut [f64]) -> OutText {
        OutText(packed(&self.jar().living(now as i64), numbers, |packed, cookie| packed.push_browser_cookie(cookie)))
    }

    /// Their indexes in the jar's order, as rows of one number without text.
    pub fn living_places(&self, now: f64, numbers: &mut [f64]) -> OutText {
        OutText(packed(&self.jar().living(now as i64), numbers, |packed, cookie| packed.push_place_in_order(cookie)))
    }

    /// The result of `read` for the cookies of a URL; `None` if the URL is invalid, no cookies if it is not http(s).
    fn query(
        &self,
        url: &Url,
        query: &Query,
        now: f64,
        read: impl FnOnce(&[&StoredCookie]) -> String,
    ) -> Option<OutText> {
        let text = match url {
            Ok(request) => self.jar_mut().query(request, query, now as i64, read),
            Err(UrlError::NotHttp) => read(&[]),
            Err(UrlError::Invalid) => return None,
        };
        Some(OutText(text))
    }
}

/// The text of cookies; their numbers go into the caller's array.
fn packed(
    cookies: &[&StoredCookie],
    numbers: &mut [f64],
    push: impl Fn(&mut PackedCookies<'_>, &StoredCookie),
) -> String {
    let mut packed = PackedCookies::new(cookies.len(), numbers);
    for cookie in cookies {
        push(&mut packed, cookie);
    }
    packed.finish()
}
