//! Helpers shared by the tests of several files.

use crate::jar::judge::canonical::canonicalise;
use crate::jar::options::JarOptions;
use crate::jar::parse::parsed::ParsedCookie;
use crate::jar::parse::set_cookie::{parse_set_cookie, ParseOptions};
use crate::jar::query::Query;
use crate::jar::rejection::Rejection;
use crate::jar::request::request_url::RequestUrl;
use crate::jar::request::set_context::SetContext;
use crate::jar::rules::RuleSet;
use crate::jar::store::stored::StoredCookie;
use crate::jar::Jar;

/// The site that most tests use.
pub const SITE: &str = "https://site.example/";

/// An empty jar with Chrome's rules.
pub fn chrome() -> Jar {
    Jar::with_options(JarOptions::of(RuleSet::Chrome))
}

/// Stores a line, read with the jar's options.
pub fn put(jar: &mut Jar, line: &str, url: &str, now: i64) -> Result<(), Rejection> {
    let request = RequestUrl::parse(url).unwrap();
    let cookie = parse_set_cookie(line, ParseOptions::of(jar.options()))?;
    jar.set(&cookie, &SetContext::http(&request, now), |_| ())
}

/// The `Cookie` header for a URL.
pub fn header(jar: &mut Jar, url: &str, now: i64) -> String {
    let request = RequestUrl::parse(url).unwrap();
    jar.query(&request, &Query::default(), now, |cookies| {
        let mut header = String::new();
        for cookie in cookies {
            header.push_str(if header.is_empty() { "" } else { "; " });
            cookie.push_header(&mut header);
        }
        header
    })
}

/// The names of all cookies in order of creation.
pub fn names(jar: &Jar) -> Vec<&str> {
    jar.cookies().into_iter().map(StoredCookie::name).collect()
}

/// The cookie that a line from a URL makes under tough-cookie's rules.
pub fn from_http(line: &str, url: &str) -> Result<StoredCookie, Rejection> {
    stored_by(RuleSet::ToughCookie, line, url)
}

/// The cookie that a line from a URL makes under Chrome's rules.
pub fn by_chrome(line: &str, url: &str) -> Result<StoredCookie, Rejection> {
    stored_by(RuleSet::Chrome, line, url)
}

fn stored_by(rules: RuleSet, line: &str, url: &str) -> Result<StoredCookie, Rejection> {
    let options = JarOptions::of(rules);
    let request = RequestUrl::parse(url).unwrap();
    judge(&parse_set_cookie(line, ParseOptions::of(&options))?, &SetContext::http(&request, 0), &options)
}

/// A cookie as stored at time 0.
pub fn judge(
    cookie: &ParsedCookie<'_>,
    context: &SetContext<'_>,
    options: &JarOptions,
) -> Result<StoredCookie, Rejection> {
    canonicalise(cookie, context, options).map(|canonical| canonical.to_stored(None, 0))
}
