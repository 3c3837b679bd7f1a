//! A file that is read, cookie by cookie.

use super::entry::FileCookie;
use super::format::Format;
use super::problem::{Fault, Place, Problem, Problems, Refused};
use super::recognise::{recognise, Body};
use crate::jar::parse::browser_record::Filing;
use crate::jar::request::request_url::{RequestUrl, UrlError};

/// Why a text can't be read at all.
#[derive(Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It has the form of no file that is looked for.
    Unknown,
    /// It is a `Cookie` header, which doesn't say whose cookies it has, and no URL came with it.
    NoUrl,
}

/// A file that is being read.
pub struct CookieFile {
    /// What is left of the text: the cookies that were read already take more memory than it, so it goes bit by bit.
    text: String,
    /// How much is read before that much of the text is given back.
    step: usize,
    format: Format,
    body: Body,
    origins: Option<String>,
    /// The URL of cookies that don't say where they are from.
    fallback: Option<Result<RequestUrl, UrlError>>,
    filing: Filing,
    problems: Problems,
}

/// In how many steps a text is given back, and what is too short for that, in bytes.
const STEPS: usize = 8;
const SHORT: usize = 1 << 16;

/// A byte-order mark, with which Windows begins files.
const BOM: char = '\u{FEFF}';

impl CookieFile {
    /// Begins to read a text: in this format, or the one that it has. Cookies that don't say where they are from are from `url`; `now` is in
    /// milliseconds.
    pub fn open(
        mut text: String,
        format: Option<Format>,
        url: Option<RequestUrl>,
        now: i64,
    ) -> Result<CookieFile, Unreadable> {
        if text.starts_with(BOM) {
            text.drain(..BOM.len_utf8());
        }
        let is_https = url.as_ref().map(RequestUrl::is_https);
        let file = recognise(&text, format, is_https, now).ok_or(Unreadable::Unknown)?;
        if file.format == Format::Header && url.is_none() {
            return Err(Unreadable::NoUrl);
        }
        let mut problems = Problems::default();
        if let Some(fault) = file.flaw {
            problems.push(Problem { place: Place::Nowhere, name: None, fault });
        }
        let origins = file.origins.and_then(|at| text.get(at)).map(str::to_owned);
        Ok(CookieFile {
            step: (text.len() / STEPS).max(SHORT),
            text,
            format: file.format,
            body: file.body,
            origins,
            fallback: url.map(Ok),
            filing: Filing::default(),
            problems,
        })
    }

    /// Its format.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The JSON of `origins` in Playwright's `storageState()`.
    pub fn origins(&self) -> Option<&str> {
        self.origins.as_deref()
    }

    /// What could not be read so far.
    pub fn problems(&self) -> &Problems {
        &self.problems
    }

    /// Reads the next entry, and passes its cookie on if it is one. Returns whether there was an entry.
    pub fn next(&mut self, read: impl FnOnce(&FileCookie<'_>)) -> bool {
        self.give_back();
        let Some((place, entry)) = self.body.next(&self.text) else { return false };
        match entry {
            Err(Refused { name, fault }) => self.problems.push(Problem { place, name, fault }),
            Ok(entry) => match FileCookie::of_record(&entry.record(), self.fallback.as_ref(), &mut self.filing) {
                Ok(cookie) => read(&cookie),
                Err(rejection) => {
                    let name = Some(entry.name.clone().into_owned());
                    self.problems.push(Problem { place, name, fault: Fault::Rejected(rejection) });
                }
            },
        }
        true
    }

    /// Gives back what was read of the text, if it is much. Each time, what is left is moved; there are few times.
    fn give_back(&mut self) {
        let Some(at) = self.body.at().filter(|at| **at >= self.step && **at <= self.text.len()) else { return };
        self.text.drain(..*at);
        self.text.shrink_to_fit();
        *at = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cookie_file::writer::{FileWriter, WRITTEN};

    /// A file that was read: its format, its cookies as `name=value domain[*] path …`, its problems as `place name code`.
    #[derive(Debug, PartialEq)]
    struct Seen {
        format: Format,
        cookies: Vec<String>,
        problems: Vec<String>,
    }

    fn described(cookie: &FileCookie<'_>) -> String {
        let parsed = cookie.cookie();
        let star = if cookie.host_only() { "" } else { "*" };
        let mut text = format!("{}={} {}{star} {}", parsed.name, parsed.value, cookie.host(), cookie.path());
        for (word, is) in [(" secure", parsed.secure), (" http", parsed.http_only)] {
            text.push_str(if is { word } else { "" });
        }
        if let Some(seconds) = cookie.expiry() {
            text.push_str(&format!(" {seconds}"));
        }
        let words = [parsed.same_site.as_str(), parsed.priority.as_str()];
        words.into_iter().filter(|word| !word.is_empty()).for_each(|word| text.push_str(&format!(" {word}")));
        if let Some(key) = &parsed.partition {
            text.push_str(&format!(" [{} {:?}]", key.site(), key.ancestor()));
        }
        text
    }

    fn open(text: &str, format: Option<Format>, url: Option<&str>) -> Result<CookieFile, Unreadable> {
        CookieFile::open(text.to_owned(), format, url.map(|url| RequestUrl::parse(url).unwrap()), 1_000)
    }

    fn seen(mut file: CookieFile) -> Seen {
        let mut cookies = Vec::new();
        while file.next(|cookie| cookies.push(described(cookie))) {}
        let problems = file.problems().list().map(|Problem { place, name, fault }| {
            format!("{place:?} {} {}", name.as_deref().unwrap_or("-"), fault.code())
        });
        Seen { format: file.format(), cookies, problems: problems.collect() }
    }

    fn read(text: &str) -> Seen {
        seen(open(text, None, Some("https://www.page.example/dir/page")).unwrap())
    }

    fn check(text: &str, format: Format, cookies: &[&str], problems: &[&str]) {
        let expected = Seen {
            format,
            cookies: cookies.iter().map(|&text| text.to_owned()).collect(),
            problems: problems.iter().map(|&text| text.to_owned()).collect(),
        };
        assert_eq!(read(text), expected, "{text}");
    }

    #[test]
    fn a_cookies_txt_is_read() {
        let text = "\u{FEFF}# Netscape HTTP Cookie File\r\n\r\n# comment\r\n.shop.example\tTRUE\t/\tFALSE\t0\ta\t1\r\n\
            #HttpOnly_www.shop.example\tfalse\t/p\ttrue\t1795393923\tb\tx=y; \r\n\
            www.shop.example\tFALSE\t/\tFALSE\t-1\tempty\t\r\n\
            www.shop.example\tFALSE\t/\tFALSE\t\tcut\r\n\
            127.0.0.1:8080\tFALSE\t/\tFALSE\t0\tport\t1\r\n\
            shop.example\tTRUE\t/\tFALSE\t0\t\tnameless";
        check(
            text,
            Format::Netscape,
            &[
                "a=1 shop.example* /",
                "empty= www.shop.example /",
                "cut= www.shop.example /",
                "port=1 127.0.0.1 /",
                "=nameless shop.example* /",
            ],
            &["Line(5) b COOKIE_INVALID_CHARACTER"],
        );
        check(
            "a.example TRUE / FALSE 0 a 1\nb.example\tTRUE\t/\tFALSE\t0\tb\tone\ttwo\n\
             c.example\tTRUE\n\n..\tTRUE\t/\tFALSE\t0\td\t4\ne.example\tTRUE\t/\tFALSE\tx\te\t5\nf.example\tTRUE\t/\tFALSE\t0\tf\t6",
            Format::Netscape,
            &["f=6 f.example* /"],
            &[
                "Line(1) a COOKIE_FILE_SPACES",
                "Line(2) b COOKIE_INVALID_CHARACTER",
                "Line(3) - COOKIE_FILE_FIELDS",
                "Line(5) d COOKIE_INVALID_DOMAIN",
                "Line(6) e COOKIE_FILE_FIELDS",
            ],
        );
    }

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
            &["a=1 shop.example / [https://top.example No]"],
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
    fn a_bad_entry_costs_no_other() {
        check(
            r#"[7,{"name":"a","value":1},{"name":"b","value":"2","expires":"2027-01-01"},{"name":"c","value":"\ud800"},
               {"name":"d","value":"4","sameSite":"maybe"},{"name":"e","value":"5","domain":"a b"},{"value":"6"},
               {"name":"g","value":"7","partitionKeyOpaque":false},{"name":"h","value":"8","hostOnly":"no"},
               {"name":"i","value":"9","domain":null,"name":"j"}]"#,
            Format::Puppeteer,
            &["j=9 www.page.example /dir"],
            &[
                "Index(0) - COOKIE_INVALID",
                "Index(1) a COOKIE_INVALID",
                "Index(2) b COOKIE_INVALID",
                "Index(3) c COOKIE_INVALID_CHARACTER",
                "Index(4) d COOKIE_INVALID_SAME_SITE",
                "Index(5) e COOKIE_INVALID_DOMAIN",
                "Index(6) - COOKIE_INVALID",
                "Index(7) g COOKIE_OPAQUE_PARTITION",
                "Index(8) h COOKIE_INVALID",
            ],
        );
    }

    #[test]
    fn jars_and_states_are_read() {
        let cookies = r#"[{"key":"a","value":"1","domain":"shop.example","path":"/","hostOnly":true,"creation":"2026-01-01T00:00:00.000Z"},
            {"key":"b","value":"2","domain":"shop.example","path":"/","expires":"2027-01-01T00:00:00.000Z","hostOnly":false,"secure":true,
             "sameSite":"lax","extensions":["Priority=High","crawler-session-partition=https://top.example cross-site"]},
            {"key":"ended","value":"3","domain":"shop.example","path":"/","maxAge":0,"creation":"2026-01-01T00:00:00.000Z"},
            {"key":"nowhere","value":"4"},{"key":"c","domain":"a b"},{"name":"d","value":"5"},"x"]"#;
        let expected = [
            "a=1 shop.example /",
            "b=2 shop.example* / secure 1798761600 Lax High [https://top.example Yes]",
            "ended=3 shop.example* / 1",
        ];
        let problems = [
            "Index(3) nowhere COOKIE_NO_DOMAIN",
            "Index(4) c COOKIE_INVALID_DOMAIN",
            "Index(5) - COOKIE_INVALID",
            "Index(6) - COOKIE_INVALID",
        ];
        let jar = format!(r#"{{"version":"tough-cookie@6.1.0","storeType":"MemoryCookieStore","cookies":{cookies}}}"#);
        check(&jar, Format::ToughCookie, &expected, &problems);
        check(cookies, Format::ToughCookie, &expected, &problems);
        check(&format!(r#"{{"id":"s","cookieJar":{jar},"userData":{{}}}}"#), Format::State, &expected, &problems);
        check(r#"{"version":"tough-cookie@6.1.0","cookies":[]}"#, Format::ToughCookie, &[], &[]);
    }

    #[test]
    fn a_header_is_of_the_url_that_comes_with_it() {
        check(
            "Cookie: a=1; b=\"x=y\"; foo; a=3",
            Format::Header,
            &["a=1 www.page.example / secure", "b=\"x=y\" www.page.example / secure", "=foo www.page.example / secure"],
            &["Index(3) a COOKIE_FILE_TWICE"],
        );
        let plain = open("a=1", None, Some("http://page.example/")).unwrap();
        assert_eq!(seen(plain).cookies, ["a=1 page.example /"]);
        assert_eq!(open("a=1", None, None).err(), Some(Unreadable::NoUrl));
    }

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
    fn a_truncated_or_mended_file_gives_what_is_before_the_break() {
        let text = r#"[{"name":"a","value":"1","domain":"a.example","size":1},{"name":"b","value":"2","domain":"b.example","size":1}] "#;
        check(&text[..text.len() - 4], Format::Puppeteer, &["a=1 a.example /"], &["Index(1) - COOKIE_FILE_BROKEN"]);
        check(
            &format!("{text}[]"),
            Format::Puppeteer,
            &["a=1 a.example /", "b=2 b.example /"],
            &["Index(2) - COOKIE_FILE_BROKEN"],
        );
        let state = format!(r#"{{"cookies":{text},"origins":[{{"origin":"#);
        check(&state, Format::Puppeteer, &["a=1 a.example /", "b=2 b.example /"], &["Nowhere - COOKIE_FILE_BROKEN"]);
        let state = format!(r#"{{"cookies":{text}}} {{}}"#);
        check(&state, Format::Puppeteer, &["a=1 a.example /", "b=2 b.example /"], &["Nowhere - COOKIE_FILE_BROKEN"]);
    }

    #[test]
    fn of_many_problems_the_first_are_told_and_the_others_counted() {
        let seen = read(&format!("# HTTP Cookie File\n{}", "x\n".repeat(1_234)));
        assert_eq!(
            (seen.problems.len(), seen.problems.last().map(String::as_str)),
            (1_001, Some("Nowhere - COOKIE_FILE_MORE"))
        );
    }

    #[test]
    fn a_text_that_is_given_back_while_it_is_read_is_read_whole() {
        let count = 20_000;
        let entries: Vec<String> = (0..count)
            .map(|index| {
                format!("{{\"name\":\"n{index}\",\"value\":\"é\",\"domain\":\"a{}.example\",\"size\":1}}", index % 7)
            })
            .collect();
        let list = format!("{{\"cookies\":[{}],\"origins\":[]}}", entries.join(","));
        let lines: String =
            (0..count).map(|index| format!("a{}.example\tFALSE\t/\tFALSE\t0\tn{index}\té\r\n", index % 7)).collect();
        for text in [list, lines] {
            let mut file = open(&text, None, None).unwrap();
            let mut least = usize::MAX;
            let mut names = Vec::new();
            while file.next(|cookie| names.push(format!("{} {}", cookie.cookie().name, cookie.host()))) {
                least = least.min(file.text.len());
            }
            assert!((0..count).map(|index| format!("n{index} a{}.example", index % 7)).eq(names));
            assert!(least < text.len() / 4, "{least} of {} bytes are left", text.len());
            assert_eq!((file.origins(), file.problems().list().count()), (text.starts_with('{').then_some("[]"), 0));
        }
    }

    fn written(text: &str, format: Format) -> String {
        let mut writer = FileWriter::new(format).unwrap();
        let mut file = open(text, None, Some("https://www.page.example/")).unwrap();
        while file.next(|cookie| writer.push(cookie, 1_000)) {}
        writer.finish(None)
    }

    /// Every kind of cookie that a file can carry.
    const ALL_KINDS: &str = r#"[
        {"name":"a","value":"1","domain":"shop.example","path":"/","expires":-1,"size":1},
        {"name":"b","value":"x=\"y\" é 日","domain":".shop.example","path":"/p q","expires":1795393923.482937,"httpOnly":true,"secure":true,"sameSite":"None"},
        {"name":"","value":"nameless","domain":"shop.example"},
        {"name":"empty","value":"","domain":"::1","sameSite":"Strict","priority":"Low"},
        {"name":"own","value":"1","domain":"shop.example","secure":true,"partitionKey":"https://shop.example"},
        {"name":"framed","value":"1","domain":"shop.example","secure":true,"partitionKey":{"sourceOrigin":"https://top.example","hasCrossSiteAncestor":true}}]"#;

    #[test]
    fn what_is_written_is_recognised_and_read_again() {
        let original = read(ALL_KINDS).cookies;
        assert_eq!(original.len(), 6);
        for format in WRITTEN.into_iter().filter(|format| *format != Format::Header) {
            let again = read(&written(ALL_KINDS, format));
            assert_eq!((again.format, again.problems.len()), (format, 0));
            let without = |cookies: &[String], words: &[&str]| -> Vec<String> {
                cookies
                    .iter()
                    .map(|cookie| words.iter().fold(cookie.clone(), |text, word| text.replace(word, "")))
                    .collect()
            };
            match format {
                Format::Puppeteer | Format::ToughCookie => {
                    let unsaid = [" Unknown", " No"];
                    assert_eq!(without(&again.cookies, &unsaid), without(&original, &unsaid), "{format:?}");
                }
                Format::Playwright | Format::Extension => {
                    let unsaid = [" Unknown", " No", " Low"];
                    assert_eq!(without(&again.cookies, &unsaid), without(&original, &unsaid), "{format:?}");
                }
                _ => {
                    let unsaid = [".482937", " None", " Strict", " Low", " [https://shop.example Unknown]"];
                    assert_eq!(again.cookies, without(&original, &unsaid)[..5], "{format:?}");
                }
            }
        }
        assert_eq!(
            written(ALL_KINDS, Format::Header),
            "a=1; b=x=\"y\" é 日; nameless; empty=; own=1",
            "without what belongs to another site's partition"
        );
    }

    #[test]
    fn times_at_the_ends_stay_what_they_are() {
        let expiry = |expires: &str| read(&format!(r#"[{{"name":"a","value":"1","expires":{expires}}}]"#)).cookies;
        assert_eq!(expiry("0.25"), ["a=1 www.page.example /dir 0.25"]);
        assert_eq!(expiry("1e300"), ["a=1 www.page.example /dir 253402300799"]);
        // Rounded to zero, it would be a session cookie.
        let text = written(r#"[{"name":"a","value":"1","expires":0.25}]"#, Format::Netscape);
        assert!(text.ends_with("\t1\ta\t1\n"), "{text}");
    }

    #[test]
    fn no_file_costs_more_than_its_length_and_none_panics() {
        let broken = [
            ALL_KINDS.to_owned(),
            written(ALL_KINDS, Format::Netscape),
            written(ALL_KINDS, Format::ToughCookie),
            written(ALL_KINDS, Format::Playwright),
            r#"{"log":{"entries":[{"request":{"url":"https://a.example/","cookies":[{"name":"a","value":"1"}]},"response":{"cookies":[]}}]}}"#.to_owned(),
            "a=1; b=2".to_owned(),
        ];
        for text in &broken {
            for end in (0..text.len()).step_by(3).filter(|&end| text.is_char_boundary(end)) {
                for part in [&text[..end], &text[end..]] {
                    let _ = open(part, None, Some("https://a.example/")).map(seen);
                    for (format, _) in Format::NAMES {
                        let _ = open(part, Some(format), Some("https://a.example/")).map(seen);
                    }
                }
            }
        }
    }
}
