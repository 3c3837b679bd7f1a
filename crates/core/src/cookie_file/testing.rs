//! Helpers shared by the tests of the formats.

use super::entry::FileCookie;
use super::file::{CookieFile, Unreadable};
use super::format::Format;
use super::problem::Problem;
use super::writer::FileWriter;
use crate::jar::request::request_url::RequestUrl;

/// A file that was read: its format, its cookies as `name=value domain[*] path …`, its problems as `place name code`.
#[derive(Debug, PartialEq)]
pub struct Seen {
    pub format: Format,
    pub cookies: Vec<String>,
    pub problems: Vec<String>,
}

/// A cookie in words, as `Seen` has it.
pub fn described(cookie: &FileCookie<'_>) -> String {
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
        let form = if key.is_of_protocol() { " of protocol" } else { "" };
        text.push_str(&format!(" [{} {:?}{form}]", key.site(), key.ancestor()));
    }
    text
}

/// Begins to read a text, a second after the epoch.
pub fn open(text: &str, format: Option<Format>, url: Option<&str>) -> Result<CookieFile, Unreadable> {
    CookieFile::open(text.to_owned(), format, url.map(|url| RequestUrl::parse(url).unwrap()), 1_000)
}

/// Reads a file to its end.
pub fn seen(mut file: CookieFile) -> Seen {
    let mut cookies = Vec::new();
    while file.next(|cookie| cookies.push(described(cookie))) {}
    let problems = file
        .problems()
        .list()
        .map(|Problem { place, name, fault }| format!("{place:?} {} {}", name.as_deref().unwrap_or("-"), fault.code()));
    Seen { format: file.format(), cookies, problems: problems.collect() }
}

/// Reads a text that a page came with.
pub fn read(text: &str) -> Seen {
    seen(open(text, None, Some("https://www.page.example/dir/page")).unwrap())
}

/// Reads a text, and compares what is in it.
pub fn check(text: &str, format: Format, cookies: &[&str], problems: &[&str]) {
    let expected = Seen {
        format,
        cookies: cookies.iter().map(|&text| text.to_owned()).collect(),
        problems: problems.iter().map(|&text| text.to_owned()).collect(),
    };
    assert_eq!(read(text), expected, "{text}");
}

/// What is read of a text, written in a format.
pub fn written(text: &str, format: Format) -> String {
    let mut writer = FileWriter::new(format).unwrap();
    let mut file = open(text, None, Some("https://www.page.example/")).unwrap();
    while file.next(|cookie| writer.push(cookie, 1_000)) {}
    writer.finish(None)
}

/// Every kind of cookie that a file can carry.
pub const ALL_KINDS: &str = r#"[
    {"name":"a","value":"1","domain":"shop.example","path":"/","expires":-1,"size":1},
    {"name":"b","value":"x=\"y\" é 日","domain":".shop.example","path":"/p q","expires":1795393923.482937,"httpOnly":true,"secure":true,"sameSite":"None"},
    {"name":"","value":"nameless","domain":"shop.example"},
    {"name":"empty","value":"","domain":"::1","sameSite":"Strict","priority":"Low"},
    {"name":"own","value":"1","domain":"shop.example","secure":true,"partitionKey":"https://shop.example"},
    {"name":"framed","value":"1","domain":"shop.example","secure":true,"partitionKey":{"sourceOrigin":"https://top.example","hasCrossSiteAncestor":true}}]"#;
