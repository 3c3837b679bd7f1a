//! Which file a text is, by its content alone.

use std::ops::Range;

use super::browser;
use super::entry::Read;
use super::format::Format;
use super::har::Recording;
use super::header::{is_header, Pairs};
use super::json::{skip_space, Broken, Walk};
use super::list::List;
use super::netscape::{is_netscape, Lines};
use super::problem::{Fault, Place, Refused};
use super::tough_cookie::Cookies;

/// A text whose format is known.
pub struct Recognised {
    pub format: Format,
    pub body: Body,
    pub origins: Option<Range<usize>>,
    /// What is wrong with the file around its cookies.
    pub flaw: Option<Fault>,
}

/// Reads the entries of a file.
pub enum Body {
    Netscape(Lines),
    Browser(List),
    ToughCookie(Cookies),
    Header(Pairs),
    Har(Recording),
}

impl Body {
    /// The next entry; `None` at the end.
    pub fn next<'t>(&mut self, text: &'t str) -> Option<Read<'t>> {
        match self {
            Body::Netscape(lines) => lines.next(text),
            Body::Browser(list) => {
                let (index, entry) = list.next(text)?;
                Some((Place::Index(index), entry.map_err(Refused::from).and_then(browser::read)))
            }
            Body::ToughCookie(cookies) => cookies.next(text),
            Body::Header(pairs) => pairs.next(text),
            Body::Har(recording) => recording.next(text),
        }
    }

    /// Where the next entry begins, if nothing before that is needed again.
    pub fn at(&mut self) -> Option<&mut usize> {
        match self {
            Body::Netscape(lines) => Some(lines.at()),
            Body::Browser(list) => Some(list.at()),
            Body::ToughCookie(cookies) => Some(cookies.at()),
            Body::Header(_) | Body::Har(_) => None,
        }
    }
}

/// Recognises a text: as a file of the wanted format, or of any. `is_https` is that of the URL which came with it, if any.
pub fn recognise(text: &str, wanted: Option<Format>, is_https: Option<bool>, now: i64) -> Option<Recognised> {
    let start = skip_space(text, 0);
    match text.as_bytes().get(start) {
        Some(b'[') => of_list(text, start, wanted, now),
        Some(b'{') => of_object(text, start, wanted, now),
        _ => of_lines(text, wanted, is_https),
    }
}

fn whole(format: Format, body: Body) -> Recognised {
    Recognised { format, body, origins: None, flaw: None }
}

/// A longer text is no header: no server takes so many cookies.
const LONGEST_HEADER: usize = 1 << 20;

fn of_lines(text: &str, wanted: Option<Format>, is_https: Option<bool>) -> Option<Recognised> {
    let is = |format, looks_like: fn(&str) -> bool| wanted == Some(format) || (wanted.is_none() && looks_like(text));
    if is(Format::Netscape, is_netscape) {
        return Some(whole(Format::Netscape, Body::Netscape(Lines::default())));
    }
    let is_short = text.len() <= LONGEST_HEADER;
    (is_short && is(Format::Header, is_header))
        .then(|| whole(Format::Header, Body::Header(Pairs::new(text, is_https.unwrap_or_default()))))
}

fn of_list(text: &str, start: usize, wanted: Option<Format>, now: i64) -> Option<Recognised> {
    let kind = settle(kind_of_entries(text, start), wanted)?;
    let list = List::new(text, start, true)?;
    Some(match kind {
        Format::ToughCookie => whole(kind, Body::ToughCookie(Cookies::new(list, None, now))),
        _ => whole(kind, Body::Browser(list)),
    })
}

/// The members of an object that say what it is, by where their values begin.
#[derive(Default)]
struct Members<'t> {
    cookies: Option<usize>,
    origins: Option<Range<usize>>,
    version: Option<&'t str>,
    cookie_jar: Option<usize>,
    log: Option<usize>,
    /// Whether the object ends early, or in the middle stops being JSON; within its cookies, their list says so.
    is_broken: bool,
    end: usize,
}

impl<'t> Members<'t> {
    fn of(text: &'t str, start: usize) -> Option<Members<'t>> {
        let mut walk = Walk::object(text, start)?;
        let mut members = Members::default();
        while let Some(key) = walk.next_key(text) {
            let Ok(key) = key else {
                members.is_broken = true;
                break;
            };
            let at = walk.at();
            match &*key {
                "cookies" => members.cookies = Some(at),
                "cookieJar" => members.cookie_jar = Some(at),
                "log" => members.log = Some(at),
                _ => {}
            }
            let is_list = matches!(&*key, "cookies" | "cookieJar" | "log");
            match walk.value(text) {
                Err(Broken) => members.is_broken = !is_list,
                Ok(value) if key == "origins" && value.starts_with('[') => members.origins = Some(at..walk.at()),
                Ok(value) if key == "version" => members.version = Some(value),
                Ok(_) => {}
            }
        }
        members.end = walk.at();
        Some(members)
    }
}

fn of_object(text: &str, start: usize, wanted: Option<Format>, now: i64) -> Option<Recognised> {
    let members = Members::of(text, start)?;
    let accepts = |format: Format| wanted.is_none_or(|wanted| wanted == format);
    let flaw = if members.is_broken {
        Some(Fault::Broken)
    } else {
        (skip_space(text, members.end) < text.len()).then_some(Fault::Behind)
    };
    if let Some(recording) = members.log.filter(|_| accepts(Format::Har)).and_then(|at| Recording::new(text, at)) {
        return Some(Recognised { flaw, ..whole(Format::Har, Body::Har(recording)) });
    }
    if let Some(jar) = members.cookie_jar {
        // Its own `cookies` are no cookies.
        let jar = Members::of(text, jar).filter(|_| accepts(Format::State))?;
        let list = List::new(text, jar.cookies?, false)?;
        let body = Body::ToughCookie(Cookies::new(list, jar.version, now));
        return Some(Recognised { flaw, ..whole(Format::State, body) });
    }
    let at = members.cookies?;
    let list = List::new(text, at, false)?;
    let is_jar = members.version.is_some_and(|version| version.starts_with("\"tough-cookie@"));
    let kind = match kind_of_entries(text, at) {
        Kind::Empty if is_jar => Kind::Is(Format::ToughCookie),
        Kind::Empty | Kind::Is(Format::Selenium) if members.origins.is_some() => Kind::Is(Format::Playwright),
        Kind::Is(Format::Puppeteer) if members.origins.is_some() => Kind::Is(Format::Playwright),
        kind => kind,
    };
    let format = settle(kind, wanted)?;
    let body = match format {
        Format::ToughCookie => Body::ToughCookie(Cookies::new(list, members.version, now)),
        _ => Body::Browser(list),
    };
    let origins = members.origins.filter(|_| format != Format::ToughCookie);
    Some(Recognised { format, body, origins, flaw })
}

/// What the entries of a list are.
#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Is(Format),
    /// There are none.
    Empty,
    /// None of them is a cookie.
    Unknown,
}

/// What the list is read as. All lists of a browser's cookies are read in the same way, so each can be wanted as any other.
fn settle(kind: Kind, wanted: Option<Format>) -> Option<Format> {
    use Format::{Extension, Playwright, Puppeteer, Selenium, ToughCookie};
    let is_of_browser = |format| matches!(format, Extension | Puppeteer | Playwright | Selenium);
    match (kind, wanted) {
        (Kind::Is(format), None) => Some(format),
        (Kind::Is(format), Some(wanted)) if format == wanted || (is_of_browser(format) && is_of_browser(wanted)) => {
            Some(wanted)
        }
        (Kind::Empty, None) => Some(Puppeteer),
        (Kind::Empty | Kind::Unknown, Some(wanted)) if wanted == ToughCookie || is_of_browser(wanted) => Some(wanted),
        _ => None,
    }
}

/// The first entry that has a name or a key says it.
fn kind_of_entries(text: &str, at: usize) -> Kind {
    let Some(mut list) = List::new(text, at, false) else { return Kind::Unknown };
    let mut kind = Kind::Empty;
    while let Some((_, entry)) = list.next(text) {
        kind = Kind::Unknown;
        let Ok(entry) = entry else { break };
        if let Some(format) = format_of_entry(entry) {
            return Kind::Is(format);
        }
    }
    kind
}

/// Which program wrote an entry, by the fields that it writes for each cookie.
fn format_of_entry(entry: &str) -> Option<Format> {
    let mut walk = Walk::object(entry, 0)?;
    let (mut has_name, mut has_key, mut has_expires, mut common) = (false, false, false, 0);
    let (mut is_extension, mut is_puppeteer, mut is_selenium) = (false, false, false);
    while let Some(Ok(key)) = walk.next_key(entry) {
        match &*key {
            "name" => has_name = true,
            "key" => has_key = true,
            "hostOnly" | "storeId" | "expirationDate" => is_extension = true,
            "size" | "session" | "sourceScheme" | "sourcePort" | "sameParty" => is_puppeteer = true,
            "expiry" => is_selenium = true,
            "expires" => has_expires = true,
            "domain" | "path" | "secure" | "httpOnly" => common += 1,
            _ => {}
        }
        walk.value(entry).ok()?;
    }
    match (has_key, has_name) {
        (true, _) => Some(Format::ToughCookie),
        (false, false) => None,
        _ if is_extension => Some(Format::Extension),
        _ if is_selenium => Some(Format::Selenium),
        _ if is_puppeteer => Some(Format::Puppeteer),
        // Playwright writes all of these and no more, Selenium leaves out the expiry of a session cookie.
        _ if common == 4 && has_expires => Some(Format::Playwright),
        _ if common == 4 => Some(Format::Selenium),
        _ => Some(Format::Puppeteer),
    }
}

#[cfg(test)]
mod tests {
    use crate::cookie_file::file::Unreadable;
    use crate::cookie_file::format::Format;
    use crate::cookie_file::testing::{check, open};

    #[test]
    fn lists_of_browsers_are_told_apart_and_read() {
        check(
            r#"[{"domain":".shop.example","expirationDate":1795393923.482937,"hostOnly":false,"httpOnly":true,"name":"a","path":"/",
                "sameSite":"no_restriction","secure":true,"session":false,"storeId":"0","value":"1","id":1},
               {"domain":"shop.example","hostOnly":true,"name":"b","path":"/","sameSite":"unspecified","session":true,"value":"2"}]"#,
            Format::Extension,
            &["a=1 shop.example* / secure http 1795393923.482937 None", "b=2 shop.example /"],
            &[],
        );
        check(
            r#"[{"name":"a","value":"1","domain":"shop.example","path":"/","expires":-1,"size":2,"httpOnly":false,"secure":true,
                "session":true,"priority":"High","partitionKey":{"sourceOrigin":"https://top.example","hasCrossSiteAncestor":true}}]"#,
            Format::Puppeteer,
            &["a=1 shop.example / secure High [https://top.example Yes]"],
            &[],
        );
        check(
            r#"{"cookies":[{"name":"a","value":"1","domain":"shop.example","path":"/","expires":-1,"size":2,"httpOnly":false,
                "secure":false,"session":true,"partitionKey":{"topLevelSite":"https://top.example","hasCrossSiteAncestor":false}}]}"#,
            Format::Puppeteer,
            &["a=1 shop.example / [https://top.example No of protocol]"],
            &[],
        );
        check(
            r#"{"cookies":[{"name":"a","value":"1","domain":".shop.example","path":"/","expires":-1,"httpOnly":false,"secure":false,
                "sameSite":"Lax"}],"origins":[{"origin":"https://shop.example","localStorage":[]}]}"#,
            Format::Playwright,
            &["a=1 shop.example* / Lax"],
            &[],
        );
        check(
            r#"[{"name":"a","value":"1","domain":"shop.example","path":"/","expires":1795393923,"httpOnly":false,"secure":false,"sameSite":"Lax"}]"#,
            Format::Playwright,
            &["a=1 shop.example / 1795393923 Lax"],
            &[],
        );
        check(
            r#"[{"domain":"shop.example","httpOnly":false,"name":"a","path":"/","sameSite":"Lax","secure":false,"value":"1"},
                {"domain":"shop.example","expiry":1795393923,"httpOnly":false,"name":"b","path":"/","sameSite":"Lax","secure":false,"value":"2"}]"#,
            Format::Selenium,
            &["a=1 shop.example / Lax", "b=2 shop.example / 1795393923 Lax"],
            &[],
        );
        check(r#"[{"name":"a","value":"1"}]"#, Format::Puppeteer, &["a=1 www.page.example /dir"], &[]);
        check("[]", Format::Puppeteer, &[], &[]);
        check(r#"{"cookies":[],"origins":[]}"#, Format::Playwright, &[], &[]);
    }

    #[test]
    fn what_is_none_of_these_is_not_guessed_at() {
        for text in [
            "",
            " \n",
            "{",
            "{}",
            "[1]",
            "[{\"a\":1}]",
            "hello",
            "<html>",
            "{\"cookies\":{}}",
            "{\"log\":{}}",
            "{\"cookieJar\":7}",
            "\u{0}",
        ] {
            assert_eq!(open(text, None, Some("https://a.example/")).err(), Some(Unreadable::Unknown), "{text}");
        }
        assert_eq!(open("[]", Some(Format::Netscape), None).err(), Some(Unreadable::Unknown));
        assert_eq!(open("{\"log\":{\"entries\":[]}}", Some(Format::State), None).err(), Some(Unreadable::Unknown));
    }

    #[test]
    fn a_list_is_what_its_entries_and_the_members_beside_it_say() {
        for (text, format) in [
            (r#"{"cookies":[]}"#, Format::Puppeteer),
            (r#"{"cookies":[],"origins":[]}"#, Format::Playwright),
            (r#"{"cookies":[{"name":"a"}],"origins":[]}"#, Format::Playwright),
            (r#"{"cookies":[{"name":"a","expiry":1}],"origins":[]}"#, Format::Playwright),
            (r#"{"cookies":[{"name":"a","expiry":1}]}"#, Format::Selenium),
            (r#"{"cookies":[{"name":"a","storeId":"0"}],"origins":[]}"#, Format::Extension),
            (r#"{"cookies":[{"key":"a"}],"origins":[]}"#, Format::ToughCookie),
            (r#"[{"name":"a","expiry":1}]"#, Format::Selenium),
        ] {
            assert_eq!(open(text, None, None).map(|file| file.format()), Ok(format), "{text}");
        }
    }

    #[test]
    fn browsers_lists_can_be_wanted_as_one_another_and_others_only_as_what_they_are() {
        use Format::{Extension, Har, Header, Netscape, Playwright, Puppeteer, Selenium, State, ToughCookie};
        let of_browsers = [Extension, Puppeteer, Playwright, Selenium];
        let lists = [&of_browsers[..], &[ToughCookie]].concat();
        for (text, taken) in [
            (r#"[{"name":"a"}]"#, &of_browsers[..]),
            (r#"[{"name":"a","expiry":1}]"#, &of_browsers),
            (r#"[{"key":"a"}]"#, &[ToughCookie]),
            ("[]", &lists),
            ("[7]", &lists),
            (r#"{"cookies":[]}"#, &lists),
        ] {
            for wanted in [Extension, Puppeteer, Playwright, Selenium, ToughCookie, Netscape, State, Header, Har] {
                let format = open(text, Some(wanted), Some("https://a.example/")).map(|file| file.format());
                let expected = if taken.contains(&wanted) { Ok(wanted) } else { Err(Unreadable::Unknown) };
                assert_eq!(format, expected, "{text} as {wanted:?}");
            }
        }
    }
}
