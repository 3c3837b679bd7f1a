//! A whole jar as the JSON text of tough-cookie's serialized form, as a session's state contains it.

use std::borrow::Cow;
use std::ops::Range;
use std::rc::Rc;

use super::extensions::extensions_of;
use super::iso_date::push_iso_date;
use super::json_text::{push_json_number, push_json_string};
use crate::jar::attributes::SameSite;
use crate::jar::calendar::MAX_DATE_MS;
use crate::jar::request::domain::without_brackets;
use crate::jar::store::place::Place;
use crate::jar::store::stored::StoredCookie;

/// What a jar begins with whose options are the defaults of its kind: the version is that of the form.
pub(super) const HEAD: &str =
    r#"{"version":"tough-cookie@6.1.0","storeType":"MemoryCookieStore","rejectPublicSuffixes":true,"cookies":["#;

/// Bytes of a cookie in this form, for the first allocation.
pub(super) const COOKIE_TEXT: usize = 256;

/// Appends a jar with these cookies whose options are the defaults of its kind. tough-cookie's order of keys; those with a default value are
/// left out.
pub fn push_serialized_jar(out: &mut String, cookies: &[&StoredCookie]) {
    out.reserve(HEAD.len() + cookies.len() * COOKIE_TEXT);
    out.push_str(HEAD);
    let mut written = Written::default();
    for (index, cookie) in cookies.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        push_cookie(out, cookie, &mut written);
    }
    out.push_str("]}");
}

fn push_cookie(out: &mut String, cookie: &StoredCookie, written: &mut Written) {
    let encoding = cookie.encoding();
    out.push('{');
    for (key, text) in
        [("key", encoding.name.as_it_came(cookie.name())), ("value", encoding.value.as_it_came(cookie.value()))]
    {
        if !text.is_empty() {
            push_text(out, key, &text);
            out.push(',');
        }
    }
    if let Some(expires) = cookie.expires() {
        written.dates.push(out, "expires", expires.div_euclid(1000));
        out.push(',');
    }
    if let Some(seconds) = cookie.max_age() {
        out.push_str("\"maxAge\":");
        if seconds.is_infinite() {
            out.push_str(if seconds == f64::INFINITY { "\"Infinity\"" } else { "\"-Infinity\"" });
        } else {
            push_json_number(out, seconds);
        }
        out.push(',');
    }
    written.push_place(out, cookie.place());
    if cookie.secure() {
        out.push_str(",\"secure\":true");
    }
    if cookie.http_only() {
        out.push_str(",\"httpOnly\":true");
    }
    push_extensions(out, &extensions_of(cookie));
    out.push_str(if cookie.host_only() { ",\"hostOnly\":true" } else { ",\"hostOnly\":false" });
    if cookie.path_is_default() {
        out.push_str(",\"pathIsDefault\":true");
    }
    written.push_times(out, cookie.creation(), cookie.last_access());
    out.push_str(match cookie.same_site() {
        SameSite::Unset => "}",
        SameSite::None => ",\"sameSite\":\"none\"}",
        SameSite::Lax => ",\"sameSite\":\"lax\"}",
        SameSite::Strict => ",\"sameSite\":\"strict\"}",
    });
}

fn push_text(out: &mut String, key: &str, text: &str) {
    out.push('"');
    out.push_str(key);
    out.push_str("\":");
    push_json_string(out, text);
}

fn push_extensions(out: &mut String, extensions: &[Cow<'_, str>]) {
    for (index, extension) in extensions.iter().enumerate() {
        out.push_str(if index == 0 { ",\"extensions\":[" } else { "," });
        push_json_string(out, extension);
    }
    if !extensions.is_empty() {
        out.push(']');
    }
}

/// Parts of the text that many cookies have in common, and where they stand already: to copy one takes a third of writing it.
#[derive(Default)]
struct Written {
    /// Domain and path, by the address of the place. A site has few places.
    places: [Option<(*const Place, Range<usize>)>; 4],
    next: usize,
    /// The times of creation and of the last access that were written last.
    times: Option<([i64; 2], Range<usize>)>,
    dates: Dates,
}

impl Written {
    fn push_place(&mut self, out: &mut String, place: &Rc<Place>) {
        let address = Rc::as_ptr(place);
        if let Some((_, at)) = self.places.iter().flatten().find(|(known, _)| *known == address) {
            return out.extend_from_within(at.clone());
        }
        let start = out.len();
        push_text(out, "domain", without_brackets(place.domain()));
        out.push(',');
        push_text(out, "path", place.path());
        if let Some(oldest) = self.places.get_mut(self.next) {
            *oldest = Some((address, start..out.len()));
        }
        self.next = (self.next + 1) % self.places.len();
    }

    fn push_times(&mut self, out: &mut String, creation: i64, last_access: i64) {
        let times = [creation, last_access];
        if let Some((_, at)) = self.times.as_ref().filter(|(known, _)| *known == times) {
            return out.extend_from_within(at.clone());
        }
        let start = out.len();
        out.push(',');
        self.dates.push(out, "creation", creation);
        out.push(',');
        self.dates.push(out, "lastAccessed", last_access);
        self.times = Some((times, start..out.len()));
    }
}

/// Writes dates, and copies one that is the same as one of the last two: cookies of one response share theirs.
#[derive(Default)]
struct Dates {
    last: [(Option<i64>, String); 2],
    next: usize,
}

impl Dates {
    fn push(&mut self, out: &mut String, key: &str, ms: i64) {
        let ms = ms.clamp(-MAX_DATE_MS, MAX_DATE_MS);
        out.push('"');
        out.push_str(key);
        out.push_str("\":\"");
        match self.last.iter().find(|(last, _)| *last == Some(ms)) {
            Some((_, text)) => out.push_str(text),
            None => {
                let start = out.len();
                push_iso_date(out, ms);
                if let Some((last, text)) = self.last.get_mut(self.next) {
                    *last = Some(ms);
                    text.clear();
                    text.push_str(out.get(start..).unwrap_or_default());
                }
                self.next = (self.next + 1) % self.last.len();
            }
        }
        out.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jar::persist::serialized::read_jar;
    use crate::jar::rules::RuleSet;
    use crate::jar::testing::{chrome, put, SITE};
    use crate::jar::Jar;

    fn text(jar: &Jar) -> String {
        let mut out = String::new();
        push_serialized_jar(&mut out, &jar.cookies());
        out
    }

    #[test]
    fn a_jar_is_written_in_tough_cookies_order_of_keys() {
        let mut jar = chrome();
        put(&mut jar, "a=\"1\"; Path=/; Secure; HttpOnly; Max-Age=60; SameSite=Lax; Priority=High", SITE, 1_000)
            .unwrap();
        put(&mut jar, "b; Path=x", SITE, 2_000).unwrap();
        let expected =
            r#"{"version":"tough-cookie@6.1.0","storeType":"MemoryCookieStore","rejectPublicSuffixes":true,"cookies":["#
                .to_owned()
                + r#"{"key":"a","value":"\"1\"","maxAge":60,"domain":"site.example","path":"/","secure":true,"httpOnly":true,"#
                + r#""extensions":["Priority=High"],"hostOnly":true,"creation":"1970-01-01T00:00:01.000Z","#
                + r#""lastAccessed":"1970-01-01T00:00:01.000Z","sameSite":"lax"},"#
                + r#"{"value":"b","domain":"site.example","path":"/","hostOnly":true,"pathIsDefault":true,"#
                + r#""creation":"1970-01-01T00:00:02.000Z","lastAccessed":"1970-01-01T00:00:02.000Z"}]}"#;
        assert_eq!(text(&jar), expected);
    }

    #[test]
    fn a_cookie_is_written_as_if_it_were_alone() {
        let mut jar = chrome();
        // Six places and three times in turns, some of them twice in a row.
        for index in [0, 0, 1, 2, 3, 4, 5, 0, 1, 1, 5, 4, 3, 2, 1, 0] {
            let line = format!("{}=1; Path=/{}", jar.len(), index % 3);
            let url = if index < 3 { SITE } else { "https://other.example/" };
            put(&mut jar, &line, url, 1_000 * (index / 2)).unwrap();
        }
        let cookies = jar.cookies();
        let alone = |cookie: &&StoredCookie| {
            let mut out = String::new();
            push_serialized_jar(&mut out, &[cookie]);
            out.strip_prefix(HEAD).unwrap().strip_suffix("]}").unwrap().to_owned()
        };
        let one_by_one: Vec<String> = cookies.iter().map(alone).collect();
        assert_eq!(text(&jar), format!("{HEAD}{}]}}", one_by_one.join(",")));
    }

    #[test]
    fn what_was_written_is_read_back_to_the_same_text() {
        let mut jar = chrome();
        for (index, line) in [
            "a=1; Domain=site.example",
            "é=\u{FC}; Expires=Wed, 01 Jan 2031 00:00:00 GMT",
            "__Host-p=1; Path=/; Secure; Partitioned",
            "old=1; Max-Age=99999999999",
        ]
        .into_iter()
        .enumerate()
        {
            put(&mut jar, line, SITE, 1_000 * index as i64).unwrap();
        }
        put(&mut jar, "six=1", "https://[::1]/deep/er", 7).unwrap();
        let (options, mut cookies) = read_jar(&text(&jar), RuleSet::Chrome, 99).unwrap();
        let mut restored = Jar::with_options(options);
        restored.store_mut().insert_all(&mut cookies);
        assert_eq!(text(&restored), text(&jar));
        assert_eq!(restored.len(), 5);
    }

    #[test]
    fn an_infinite_max_age_is_written_as_tough_cookie_writes_it() {
        for word in ["\"Infinity\"", "\"-Infinity\""] {
            let json = format!(r#"{{"cookies":[{{"key":"a","domain":"site.example","maxAge":{word}}}]}}"#);
            let (_, cookies) = read_jar(&json, RuleSet::ToughCookie, 0).unwrap();
            let mut out = String::new();
            push_serialized_jar(&mut out, &[&cookies[0]]);
            assert!(out.contains(&format!("\"maxAge\":{word},")), "{out}");
        }
    }
}
