//! What tests of several files do with a jar.

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

/// A site of tests.
pub const SITE: &str = "https://site.example/";

/// An empty jar by Chrome's rules.
pub fn chrome() -> Jar {
    Jar::with_options(JarOptions::of(RuleSet::Chrome))
}

/// Stores a line as a jar with its options reads it.
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

/// The names of all cookies in the order of their creation.
pub fn names(jar: &Jar) -> Vec<&str> {
    jar.cookies().into_iter().map(StoredCookie::name).collect()
}

/// A line from a URL as tough-cookie's rules store it.
pub fn from_http(line: &str, url: &str) -> Result<StoredCookie, Rejection> {
    stored_by(RuleSet::ToughCookie, line, url)
}

/// A line from a URL as Chrome's rules store it.
pub fn by_chrome(line: &str, url: &str) -> Result<StoredCookie, Rejection> {
    stored_by(RuleSet::Chrome, line, url)
}

fn stored_by(rules: RuleSet, line: &str, url: &str) -> Result<StoredCookie, Rejection> {
    let options = JarOptions::of(rules);
    let request = RequestUrl::parse(url).unwrap();
    judge(&parse_set_cookie(line, ParseOptions::of(&options))?, &SetContext::http(&request, 0), &options)
}

/// A cookie as it is stored at the time 0.
pub fn judge(
    cookie: &ParsedCookie<'_>,
    context: &SetContext<'_>,
    options: &JarOptions,
) -> Result<StoredCookie, Rejection> {
    canonicalise(cookie, context, options).map(|canonical| canonical.to_stored(None, 0))
}
