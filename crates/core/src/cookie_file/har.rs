//! A recording of requests (HTTP Archive 1.2), as browsers' developer tools and Playwright write it: the cookies that its requests carried and
//! its responses set.
//!
//! A request says only the names and values of its cookies. What it says of one that a response set before is no news but for the value;
//! any other is that of the request's host.

use std::borrow::Cow;
use std::collections::HashMap;

use super::entry::{decoded, Entry, Read};
use super::json::{is_truthy, members, optional_text, required_text, Walk};
use super::list::List;
use super::problem::{Fault, Place, Refused};
use crate::jar::persist::iso_date::parse_iso_date;
use crate::jar::rejection::Rejection;
use crate::jar::request::domain::{canonical_host_name, domain_matches, parent_domains};
use crate::jar::request::path::default_path;
use crate::jar::request::request_url::RequestUrl;

/// The longest name of a host: a longer one has no cookies, and its parents take long to go through.
const LONGEST_HOST: usize = 253;

/// A cookie of the recording.
struct Recorded<'t> {
    place: Place,
    entry: Entry<'t>,
    /// Whether only requests told of it.
    is_guessed: bool,
    is_gone: bool,
}

/// Reads a recording: all of it first, since later requests change what earlier ones said; then each cookie is handed out.
pub struct Recording {
    list: List,
    /// What is to be handed out, in reverse, once all was read.
    found: Option<Vec<Owned>>,
}

type Owned = (Place, Result<Entry<'static>, Refused>);

impl Recording {
    /// Of the `log` that begins here.
    pub fn new(text: &str, at: usize) -> Option<Recording> {
        let mut walk = Walk::object(text, at)?;
        while let Some(Ok(key)) = walk.next_key(text) {
            if key == "entries" {
                return Some(Recording { list: List::new(text, walk.at(), false)?, found: None });
            }
            walk.value(text).ok()?;
        }
        None
    }

    /// The next cookie.
    pub fn next<'t>(&mut self, text: &'t str) -> Option<Read<'t>> {
        if self.found.is_none() {
            self.found = Some(read_all(&mut self.list, text));
        }
        self.found.as_mut()?.pop()
    }
}

fn read_all(list: &mut List, text: &str) -> Vec<Owned> {
    let mut found = Found::default();
    while let Some((index, entry)) = list.next(text) {
        if let Err(fault) = entry.and_then(|entry| found.read_entry(Place::Index(index), entry)) {
            found.refuse(Place::Index(index), fault.into());
        }
    }
    found.finish()
}

/// The cookies that were found so far.
#[derive(Default)]
struct Found<'t> {
    cookies: Vec<Recorded<'t>>,
    refused: Vec<(Place, Refused)>,
    /// Where the cookie of a host and name is that was told of last.
    latest: HashMap<String, usize>,
}

impl<'t> Found<'t> {
    fn read_entry(&mut self, place: Place, entry: &'t str) -> Result<(), Fault> {
        let [request, response] = members(entry, ["request", "response"])?;
        let [url, sent] = request.map_or(Ok([None; 2]), |request| members(request, ["url", "cookies"]))?;
        let [set] = response.map_or(Ok([None]), |response| members(response, ["cookies"]))?;
        let has_cookies = |list: Option<&str>| list.is_some_and(|list| list.contains('{'));
        if !has_cookies(sent) && !has_cookies(set) {
            return Ok(());
        }
        let url = required_text(url, "request.url")?;
        let Ok(request) = RequestUrl::parse(&url) else { return Err(Fault::Rejected(Rejection::NotHttp)) };
        if request.host().len() > LONGEST_HOST {
            return Err(Fault::Rejected(Rejection::InvalidDomain(request.host().to_owned())));
        }
        self.read_list(place, sent, |found, cookie| found.note_sent(place, cookie, &request));
        self.read_list(place, set, |found, cookie| found.note_set(place, cookie, &request));
        Ok(())
    }

    fn read_list(
        &mut self,
        place: Place,
        list: Option<&'t str>,
        mut note: impl FnMut(&mut Found<'t>, Entry<'t>) -> Result<(), Refused>,
    ) {
        let Some((raw, mut list)) = list.and_then(|raw| Some((raw, List::new(raw, 0, false)?))) else { return };
        while let Some((_, cookie)) = list.next(raw) {
            let outcome = cookie.map_err(Refused::from).and_then(read_cookie).and_then(|cookie| note(self, cookie));
            if let Err(refused) = outcome {
                self.refuse(place, refused);
            }
        }
    }

    fn refuse(&mut self, place: Place, refused: Refused) {
        self.refused.push((place, refused));
    }

    /// A cookie that a response set: it takes the place of what requests said of it, or an earlier response.
    fn note_set(&mut self, place: Place, mut entry: Entry<'t>, request: &RequestUrl) -> Result<(), Refused> {
        let named = entry.name.clone();
        let refused = |rejection| Refused { name: Some(named.clone().into_owned()), fault: Fault::Rejected(rejection) };
        let domain = match entry.domain.as_deref().map(|domain| domain.strip_prefix('.').unwrap_or(domain)) {
            None | Some("") => None,
            Some(given) => {
                let domain =
                    canonical_host_name(given).ok_or_else(|| refused(Rejection::InvalidDomain(given.to_owned())))?;
                if !domain_matches(request.host(), &domain) {
                    let (cookie, request) = (domain.into_owned(), request.host().to_owned());
                    return Err(refused(Rejection::DomainMismatch { cookie, request }));
                }
                Some(domain.into_owned())
            }
        };
        // A response writes no dot: that there is a domain is enough.
        entry.host_only = Some(domain.is_none());
        let host = domain.unwrap_or_else(|| request.host().to_owned());
        if !entry.path.as_deref().is_some_and(|path| path.starts_with('/')) {
            entry.path = Some(Cow::Owned(default_path(request.path()).to_owned()));
        }
        entry.domain = Some(Cow::Owned(host.clone()));
        self.forget_guess(&entry.name, request.host());
        let key = key(&host, &entry.name);
        let at = self
            .latest
            .get(&key)
            .copied()
            .filter(|&at| self.cookies.get(at).is_some_and(|old| is_same(&old.entry, &entry)));
        let recorded = Recorded { place, entry, is_guessed: false, is_gone: false };
        match at.and_then(|at| self.cookies.get_mut(at)) {
            Some(old) => *old = recorded,
            None => {
                self.latest.insert(key, self.cookies.len());
                self.cookies.push(recorded);
            }
        }
        Ok(())
    }

    /// What a request had said of a cookie which a response sets now.
    fn forget_guess(&mut self, name: &str, host: &str) {
        let at = self.latest.get(&key(host, name)).copied();
        if let Some(guess) = at.and_then(|at| self.cookies.get_mut(at)).filter(|cookie| cookie.is_guessed) {
            guess.is_gone = true;
        }
    }

    /// A cookie that a request carried.
    fn note_sent(&mut self, place: Place, mut entry: Entry<'t>, request: &RequestUrl) -> Result<(), Refused> {
        let hosts = [request.host()].into_iter().chain(parent_domains(request.host()));
        let known = hosts
            .filter_map(|host| self.latest.get(&key(host, &entry.name)).copied())
            .find(|&at| self.cookies.get(at).is_some_and(|known| !known.is_gone && is_sent(&known.entry, request)));
        if let Some(known) = known.and_then(|at| self.cookies.get_mut(at)) {
            known.entry.value = entry.value;
            return Ok(());
        }
        if entry.domain.as_deref().is_none_or(str::is_empty) {
            entry.domain = Some(Cow::Owned(request.host().to_owned()));
            entry.host_only = Some(true);
            // It is not said, but what was sent encrypted is not to be sent in the clear.
            entry.secure = request.is_https();
        }
        if entry.path.is_none() {
            entry.path = Some(Cow::Borrowed("/"));
        }
        let domain = entry.domain.as_deref().unwrap_or_default();
        let host = domain.strip_prefix('.').unwrap_or(domain).to_ascii_lowercase();
        self.latest.insert(key(&host, &entry.name), self.cookies.len());
        self.cookies.push(Recorded { place, entry, is_guessed: true, is_gone: false });
        Ok(())
    }

    /// All of it, the last one first.
    fn finish(self) -> Vec<Owned> {
        let cookies = self.cookies.into_iter().filter(|cookie| !cookie.is_gone);
        let mut all: Vec<Owned> = cookies.map(|cookie| (cookie.place, Ok(owned(cookie.entry)))).collect();
        all.extend(self.refused.into_iter().map(|(place, refused)| (place, Err(refused))));
        all.reverse();
        all
    }
}

/// A host and the name of a cookie; no host has a space.
fn key(host: &str, name: &str) -> String {
    format!("{host} {name}")
}

/// Whether two cookies of one name and domain are one cookie.
fn is_same(one: &Entry<'_>, other: &Entry<'_>) -> bool {
    one.path == other.path && one.host_only == other.host_only
}

/// Whether a request to this URL carries a cookie of a domain that covers it.
fn is_sent(cookie: &Entry<'_>, request: &RequestUrl) -> bool {
    let domain = cookie.domain.as_deref().unwrap_or_default();
    let is_shared = cookie.host_only.map_or(domain.starts_with('.'), |host_only| !host_only);
    let is_host = domain.strip_prefix('.').unwrap_or(domain).eq_ignore_ascii_case(request.host());
    (is_shared || is_host) && cookie.path.as_deref().is_none_or(|path| request.path_matches(path, None))
}

fn read_cookie(object: &str) -> Result<Entry<'_>, Refused> {
    let [name, value, path, domain, expires, http_only, secure, same_site] =
        members(object, ["name", "value", "path", "domain", "expires", "httpOnly", "secure", "sameSite"])?;
    let name = required_text(name, "name")?;
    let attributes = || {
        Ok((
            required_text(value, "value")?,
            Entry {
                path: optional_text(path, "path")?,
                domain: optional_text(domain, "domain")?,
                expires: expiry(expires)?,
                http_only: is_truthy(http_only),
                secure: is_truthy(secure),
                same_site: optional_text(same_site, "sameSite")?,
                ..Entry::default()
            },
        ))
    };
    match attributes() {
        Ok((value, attributes)) => {
            let (name, value) = decoded(name, value);
            Ok(Entry { name, value, ..attributes })
        }
        Err(fault) => Err(Refused { name: Some(name.into_owned()), fault }),
    }
}

/// The expiry in seconds: ISO text; nothing, or what is not after 1970, is that of a session cookie.
fn expiry(raw: Option<&str>) -> Result<f64, Fault> {
    match optional_text(raw, "expires")?.as_deref() {
        None | Some("") => Ok(-1.0),
        Some(text) => match parse_iso_date(text) {
            Some(ms) => Ok(ms as f64 / 1000.0),
            None => Err(Fault::Type { field: "expires", expected: "a date in ISO form", got: "other text" }),
        },
    }
}

fn owned(entry: Entry<'_>) -> Entry<'static> {
    let own = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
    Entry {
        name: own(entry.name),
        value: own(entry.value),
        domain: entry.domain.map(own),
        path: entry.path.map(own),
        same_site: entry.same_site.map(own),
        expires: entry.expires,
        secure: entry.secure,
        http_only: entry.http_only,
        host_only: entry.host_only,
        ..Entry::default()
    }
}

#[cfg(test)]
mod tests {
    use crate::cookie_file::format::Format;
    use crate::cookie_file::testing::check;

    #[test]
    fn a_recording_is_followed_request_by_request() {
        let exchange = |url: &str, sent: &str, set: &str| {
            format!(
                r#"{{"request":{{"method":"GET","url":"{url}","cookies":[{sent}]}},"response":{{"content":{{"text":"{{}}"}},"cookies":[{set}]}}}}"#
            )
        };
        let entries = [
            exchange(
                "https://www.shop.example/a/b",
                r#"{"name":"sid","value":"old"},{"name":"other","value":"1"}"#,
                "",
            ),
            exchange(
                "https://www.shop.example/a/b",
                "",
                r#"{"name":"sid","value":"new","domain":"shop.example","path":"/","expires":"2027-01-01T00:00:00.000Z","httpOnly":true,"secure":true,"sameSite":"Lax"},
                   {"name":"here","value":"1"},{"name":"evil","value":"1","domain":"bank.example"},{"name":"late","value":"1","expires":"soon"}"#,
            ),
            exchange(
                "https://www.shop.example/a/c",
                r#"{"name":"sid","value":"newer"},{"name":"here","value":"1"},{"name":"other","value":"2"}"#,
                "",
            ),
            exchange(
                "http://api.shop.example/",
                r#"{"name":"sid","value":"newest"},{"name":"plain","value":"1"}"#,
                r#"{"name":"sid","value":"third","domain":".shop.example","path":"/","expires":""}"#,
            ),
            exchange("data:x", r#"{"name":"x","value":"1"}"#, ""),
            r#"{"request":7}"#.to_owned(),
            "7".to_owned(),
        ];
        let text = format!(r#"{{"log":{{"version":"1.2","pages":[],"entries":[{}]}}}}"#, entries.join(","));
        check(
            &text,
            Format::Har,
            &[
                "other=2 www.shop.example / secure",
                "sid=third shop.example* /",
                "here=1 www.shop.example /a",
                "plain=1 api.shop.example /",
            ],
            &[
                "Index(1) evil COOKIE_DOMAIN_MISMATCH",
                "Index(1) late COOKIE_INVALID",
                "Index(4) - COOKIE_NOT_HTTP",
                "Index(5) - COOKIE_INVALID",
                "Index(6) - COOKIE_INVALID",
            ],
        );
    }

    /// A recording of one request and its response each: their URL, the cookies that were sent and those that were set.
    fn recording(exchanges: &[(&str, &str, &str)]) -> String {
        let entries: Vec<String> = exchanges
            .iter()
            .map(|(url, sent, set)| {
                format!(r#"{{"request":{{"url":"{url}","cookies":[{sent}]}},"response":{{"cookies":[{set}]}}}}"#)
            })
            .collect();
        format!(r#"{{"log":{{"entries":[{}]}}}}"#, entries.join(","))
    }

    #[test]
    fn all_that_a_response_says_of_a_cookie_is_kept() {
        let set = r#"{"name":"a","value":"1","path":"/p","domain":"shop.example","expires":"2027-01-01T00:00:00.500Z",
            "httpOnly":true,"secure":true,"sameSite":"Lax"}"#;
        check(
            &recording(&[("https://www.shop.example/", "", set)]),
            Format::Har,
            &["a=1 shop.example* /p secure http 1798761600.5 Lax"],
            &[],
        );
    }

    #[test]
    fn cookies_of_one_name_are_told_apart_by_path_and_domain() {
        let url = "https://shop.example/a/x";
        check(
            &recording(&[
                (url, "", r#"{"name":"a","value":"1","path":"/a"},{"name":"a","value":"2","path":"/"}"#),
                (
                    url,
                    "",
                    r#"{"name":"b","value":"1","path":"/"},{"name":"b","value":"2","path":"/","domain":"shop.example"}"#,
                ),
                (url, "", r#"{"name":"c","value":"1","path":"/"},{"name":"c","value":"2","path":"/"}"#),
            ]),
            Format::Har,
            &[
                "a=1 shop.example /a",
                "a=2 shop.example /",
                "b=1 shop.example /",
                "b=2 shop.example* /",
                "c=2 shop.example /",
            ],
            &[],
        );
    }

    #[test]
    fn a_request_says_nothing_of_a_cookie_that_it_would_not_carry() {
        let sent = r#"{"name":"a","value":"2"}"#;
        check(
            &recording(&[
                ("https://shop.example/a/x", "", r#"{"name":"a","value":"1","path":"/a"}"#),
                ("https://shop.example/b", sent, ""),
                ("https://sub.shop.example/a/x", sent, ""),
            ]),
            Format::Har,
            &["a=1 shop.example /a", "a=2 shop.example / secure", "a=2 sub.shop.example / secure"],
            &[],
        );
        // What the first request said is gone once a response sets the cookie, and doesn't come back.
        check(
            &recording(&[
                (
                    "https://shop.example/",
                    r#"{"name":"a","value":"0"}"#,
                    r#"{"name":"a","value":"1","domain":"shop.example","path":"/p"}"#,
                ),
                ("https://shop.example/", sent, ""),
            ]),
            Format::Har,
            &["a=1 shop.example* /p", "a=2 shop.example / secure"],
            &[],
        );
    }

    #[test]
    fn a_host_has_at_most_253_characters() {
        let host = |length: usize| format!("{}.example", "h".repeat(length - ".example".len()));
        let (longest, longer) = (host(253), host(254));
        let sent = r#"{"name":"a","value":"1"}"#;
        check(
            &recording(&[(&format!("http://{longest}/"), sent, ""), (&format!("http://{longer}/"), sent, "")]),
            Format::Har,
            &[&format!("a=1 {longest} /")],
            &["Index(1) - COOKIE_INVALID_DOMAIN"],
        );
    }
}
