//! tough-cookie's JSON: a serialized jar, an array of its cookies, or the jar in a session's state.

use std::borrow::Cow;
use std::rc::Rc;

use super::entry::{Entry, FileCookie, Read};
use super::json::{members, string, type_of};
use super::list::List;
use super::problem::{Fault, Place, Refused};
use crate::jar::judge::browser::fits_browser;
use crate::jar::options::JarOptions;
use crate::jar::parse::browser_record::seconds;
use crate::jar::parse::octets::PairEncoding;
use crate::jar::persist::serialized::read_cookie;
use crate::jar::persist::serialized_cookie::Recent;
use crate::jar::persist::writer::Writer;
use crate::jar::rejection::Rejection;
use crate::jar::rules::RuleSet;
use crate::jar::store::judged::Judged;
use crate::jar::store::place::{Place as CookiePlace, RecentPlaces};
use crate::jar::store::stored::StoredCookie;

/// Goes through the cookies of a jar.
pub struct Cookies {
    list: List,
    writer: Writer,
    options: JarOptions,
    recent: Recent,
    now: i64,
}

impl Cookies {
    /// Through this list; `version` is that of the jar, as it is written.
    pub fn new(list: List, version: Option<&str>, now: i64) -> Cookies {
        let version = version.and_then(string).unwrap_or_default();
        let options = JarOptions::of(RuleSet::Chrome);
        Cookies { list, writer: Writer::of_version(&version), options, recent: Recent::default(), now }
    }

    /// Where the next entry begins.
    pub fn at(&mut self) -> &mut usize {
        self.list.at()
    }

    /// The next cookie.
    pub fn next<'t>(&mut self, text: &'t str) -> Option<Read<'t>> {
        let (index, entry) = self.list.next(text)?;
        Some((Place::Index(index), entry.map_err(Refused::from).and_then(|json| self.read(json))))
    }

    fn read<'t>(&mut self, json: &'t str) -> Result<Entry<'t>, Refused> {
        let refused = |rejection| Refused { name: key_of(json), fault: Fault::Rejected(rejection) };
        let cookie = match read_cookie(json) {
            Ok(cookie) => cookie,
            Err(Rejection::NotACookie) => return Err(not_a_cookie(json)),
            Err(rejection) => return Err(refused(rejection)),
        };
        match cookie.to_stored(self.now, self.writer, &self.options, &mut self.recent) {
            Some(stored) => Ok(entry_of(&stored)),
            None => Err(refused(cookie.why_not_stored(self.options.rules()))),
        }
    }
}

/// Something else in the list: no object, or a browser's cookie, which has a name in place of the key.
fn not_a_cookie(json: &str) -> Refused {
    match type_of(json) {
        "object" if json.starts_with('{') => Fault::Type { field: "key", expected: "a string", got: "undefined" },
        other => Fault::NotAnObject(other),
    }
    .into()
}

/// The name of a cookie that could not be read.
fn key_of(json: &str) -> Option<String> {
    let [key] = members(json, ["key"]).ok()?;
    key.and_then(string).map(Cow::into_owned)
}

fn entry_of(stored: &StoredCookie) -> Entry<'static> {
    let owned = |text: &str| Cow::Owned(text.to_owned());
    let word = |word: &'static str| (!word.is_empty()).then_some(Cow::Borrowed(word));
    let partition = stored.partition();
    Entry {
        name: owned(stored.name()),
        value: owned(stored.value()),
        domain: Some(owned(stored.domain())),
        path: Some(owned(stored.path())),
        same_site: word(stored.same_site().as_str()),
        priority: word(stored.priority().as_str()),
        partition: partition.map(|key| owned(key.site())),
        // One that has ended must not become a session cookie.
        expires: stored.expiry().map_or(-1.0, |micros| seconds(micros).max(1.0)),
        secure: stored.secure(),
        http_only: stored.http_only(),
        host_only: Some(stored.host_only()),
        ancestor: partition.map(|key| key.ancestor()).unwrap_or_default(),
        is_of_protocol: partition.is_some_and(|key| key.is_of_protocol()),
        ..Entry::default()
    }
}

/// Makes the cookies of a jar, as a jar would store them.
#[derive(Debug, Default)]
pub struct Jar {
    cookies: Vec<StoredCookie>,
    places: RecentPlaces,
}

impl Jar {
    /// Adds a cookie; `now` is in milliseconds.
    pub fn push(&mut self, cookie: &FileCookie<'_>, now: i64) {
        let place: Rc<CookiePlace> = self.places.get(cookie.host(), cookie.host_only(), cookie.path());
        let mut parsed = cookie.cookie().clone();
        parsed.encoding = PairEncoding::of_text(&parsed.name, &parsed.value);
        let partition = parsed.partition.take();
        let fits_browser = fits_browser(&parsed, &place);
        let judged = Judged { cookie: &parsed, place, path_is_default: false, partition, fits_browser };
        self.cookies.push(StoredCookie::new(judged, now));
    }

    /// The cookies.
    pub fn cookies(&self) -> Vec<&StoredCookie> {
        self.cookies.iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cookie_file::format::Format;
    use crate::cookie_file::testing::{check, read, written};

    #[test]
    fn jars_and_states_are_read() {
        let cookies = r#"[{"key":"a","value":"1","domain":"shop.example","path":"/","hostOnly":true,"creation":"2026-01-01T00:00:00.000Z"},
            {"key":"b","value":"2","domain":"shop.example","path":"/","expires":"2027-01-01T00:00:00.000Z","hostOnly":false,"secure":true,
             "sameSite":"lax","extensions":["Priority=High","crawler-session-partition=https://top.example cross-site protocol"]},
            {"key":"ended","value":"3","domain":"shop.example","path":"/","maxAge":0,"creation":"2026-01-01T00:00:00.000Z"},
            {"key":"nowhere","value":"4"},{"key":"c","domain":"a b"},{"name":"d","value":"5"},"x",[]]"#;
        let expected = [
            "a=1 shop.example /",
            "b=2 shop.example* / secure 1798761600 Lax High [https://top.example Yes of protocol]",
            "ended=3 shop.example* / 1",
        ];
        let problems = [
            "Index(3) nowhere COOKIE_NO_DOMAIN",
            "Index(4) c COOKIE_INVALID_DOMAIN",
            "Index(5) - COOKIE_INVALID",
            "Index(6) - COOKIE_INVALID",
            "Index(7) - COOKIE_INVALID",
        ];
        let jar = format!(r#"{{"version":"tough-cookie@6.1.0","storeType":"MemoryCookieStore","cookies":{cookies}}}"#);
        check(&jar, Format::ToughCookie, &expected, &problems);
        check(cookies, Format::ToughCookie, &expected, &problems);
        check(&format!(r#"{{"id":"s","cookieJar":{jar},"userData":{{}}}}"#), Format::State, &expected, &problems);
        check(r#"{"version":"tough-cookie@6.1.0","cookies":[]}"#, Format::ToughCookie, &[], &[]);
    }

    #[test]
    fn what_is_no_cookie_of_tough_cookie_is_named() {
        for (json, message) in [
            (r#"{"name":"d"}"#, "Cookie key must be a string, got undefined"),
            (r#""x""#, "Cookie must be an object, got a string"),
            ("[]", "Cookie must be an object, got a object"),
            ("7", "Cookie must be an object, got a number"),
        ] {
            assert_eq!(not_a_cookie(json).fault.to_string(), message, "{json}");
        }
    }

    #[test]
    fn text_that_looks_like_octets_is_written_as_text() {
        // As octets, it would be `é`.
        let text =
            written(r#"[{"name":"a","value":"\u00c3\u00a9","domain":"a.example","path":"/"}]"#, Format::ToughCookie);
        assert!(text.contains(r#""extensions":["crawler-session-encoding=text"]"#), "{text}");
        assert_eq!(read(&text).cookies, ["a=\u{C3}\u{A9} a.example /"]);
    }
}
