//! tough-cookie's serialized form, as this package, tough-cookie 3, 4 and 6 and the SDKs on top of them write it: a whole jar, its head, or one cookie.

use super::serialized_cookie::Recent;
use super::serialized_json::{replace_lone_surrogates, MaybeCookie, SerializedCookie, SerializedJar};
use super::writer::Writer;
use crate::jar::options::JarOptions;
use crate::jar::rejection::Rejection;
use crate::jar::rules::RuleSet;
use crate::jar::store::stored::StoredCookie;

/// Why a text is not a serialized jar.
#[derive(Debug, PartialEq, Eq)]
pub enum SerializedError {
    /// It is not JSON.
    NotJson(String),
    /// It is JSON, but not an object with an array `cookies`.
    NoCookies,
    /// Some of its cookies are in a browser's form, which `js/jar/read-jar.js` tells apart.
    OfBrowser,
    /// Its array has entries, but none of them is a cookie.
    NothingRecognised,
    /// None of its cookies names a host, and no jar wrote it. (Those of tough-cookie up to 4, and so of the SDKs, contain the cookies of
    /// responses whose URL has no host.)
    NoHosts,
}

/// Reads a serialized jar: its options, and its cookies in their order, without those that can't be filed. `rule_set` applies if the jar
/// doesn't say whose rules it follows.
pub fn read_jar(json: &str, rule_set: RuleSet, now: i64) -> Result<(JarOptions, Vec<StoredCookie>), SerializedError> {
    let jar: SerializedJar<'_> = match serde_json::from_str(json) {
        Ok(jar) => jar,
        Err(error) if error.is_data() => return Err(SerializedError::NoCookies),
        // JSON.stringify escapes a lone surrogate, which Rust can't hold as text. Such a cookie must not cost the others.
        Err(error) => match replace_lone_surrogates(json) {
            Some(mended) => return read_jar(&mended, rule_set, now),
            None => return Err(SerializedError::NotJson(error.to_string())),
        },
    };
    cookies_of(&jar, rule_set, now)
}

/// The same for a jar whose JSON has been read.
pub fn cookies_of(
    jar: &SerializedJar<'_>,
    rule_set: RuleSet,
    now: i64,
) -> Result<(JarOptions, Vec<StoredCookie>), SerializedError> {
    let cookies = jar.cookies.as_ref().ok_or(SerializedError::NoCookies)?;
    if cookies.iter().any(|entry| entry.of_browser) {
        return Err(SerializedError::OfBrowser);
    }
    let is_cookie = |entry: &MaybeCookie<'_>| entry.cookie.as_ref().is_some_and(SerializedCookie::is_recognised);
    if !cookies.is_empty() && !cookies.iter().any(is_cookie) {
        return Err(SerializedError::NothingRecognised);
    }
    let writer = Writer::of_version(jar.version.str().unwrap_or_default());
    let (options, mut recent) = (jar.options(rule_set), Recent::default());
    let stored = |entry: &MaybeCookie<'_>| entry.cookie.as_ref()?.to_stored(now, writer, &options, &mut recent);
    let stored: Vec<StoredCookie> = cookies.iter().filter_map(stored).collect();
    let has_host = |entry: &MaybeCookie<'_>| entry.cookie.as_ref().is_some_and(SerializedCookie::has_host);
    if stored.is_empty() && writer == Writer::Unknown && !cookies.is_empty() && !cookies.iter().any(has_host) {
        return Err(SerializedError::NoHosts);
    }
    Ok((options, stored))
}

/// The options of a serialized jar, and which library wrote it: from its JSON without the cookies, or from its version alone.
pub fn read_head(json: &str, rule_set: RuleSet) -> Result<(JarOptions, Writer), SerializedError> {
    if !json.starts_with('{') {
        return Ok((JarOptions::of(rule_set), Writer::of_version(json)));
    }
    let jar: SerializedJar<'_> =
        serde_json::from_str(json).map_err(|error| SerializedError::NotJson(error.to_string()))?;
    Ok((jar.options(rule_set), Writer::of_version(jar.version.str().unwrap_or_default())))
}

/// Reads one cookie in tough-cookie's JSON form.
pub fn read_cookie(json: &str) -> Result<SerializedCookie<'_>, Rejection> {
    match serde_json::from_str::<MaybeCookie<'_>>(json) {
        Ok(entry) => entry.cookie.ok_or(Rejection::NotACookie),
        Err(_) if replace_lone_surrogates(json).is_some() => Err(Rejection::InvalidCharacter("text")),
        Err(_) => Err(Rejection::NotACookie),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_that_cannot_be_filed_do_not_cost_others() {
        let json = r#"{"cookies":[null, 7, "x", [], true, {}, {"key":"a","domain":"a b"}, {"key":1,"domain":{}},
            {"key":"a","value":"\ud800","domain":"example.com"},
            {"key":"a","value":"v","domain":"example.com","expires":"nonsense","maxAge":[],"secure":"yes","zz":{"q":[1]}}]}"#;
        let cookies = read_jar(json, RuleSet::ToughCookie, 0).unwrap().1;
        assert_eq!(cookies.len(), 1);
        assert_eq!((cookies[0].value(), cookies[0].path(), cookies[0].secure()), ("v", "/", false));
        assert_eq!(cookies[0].expiry(), None);
    }

    #[test]
    fn cookies_none_of_which_names_a_host_are_an_error_unless_a_jar_wrote_them() {
        let read = |head: &str, domain: &str| {
            let json = format!(r#"{{{head}"cookies":[{{"key":"a"}},{{"key":"b","domain":"{domain}"}}]}}"#);
            read_jar(&json, RuleSet::Chrome, 0).map(|(_, cookies)| cookies.len())
        };
        for domain in ["", ".", "a b", "exa%mple"] {
            assert_eq!(read("", domain), Err(SerializedError::NoHosts), "{domain}");
            assert_eq!(read(r#""version":"tough-cookie@3.0.1","#, domain), Ok(0), "{domain}");
        }
        assert_eq!(read("", ".example.com"), Ok(1));
        assert_eq!(read_jar(r#"{"cookies":[]}"#, RuleSet::Chrome, 0).map(|(_, cookies)| cookies.len()), Ok(0));
    }

    #[test]
    fn text_that_is_not_a_jar_is_told_from_text_that_is_not_json() {
        for json in ["null", "[]", "7", "\"x\"", "{}", r#"{"cookies":7}"#, r#"{"cookies":null}"#] {
            assert_eq!(read_jar(json, RuleSet::ToughCookie, 0).unwrap_err(), SerializedError::NoCookies, "{json}");
        }
        for json in ["", "{", "undefined", "{\"cookies\":["] {
            assert!(
                matches!(read_jar(json, RuleSet::ToughCookie, 0).unwrap_err(), SerializedError::NotJson(_)),
                "{json}"
            );
        }
    }

    #[test]
    fn depth_does_not_matter() {
        let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
        let json = format!(
            r#"{{"cookies":[{deep},{{"key":"a","domain":"a.example","extensions":[{deep},"x"],"value":{deep},"zz":{deep}}}]}}"#
        );
        let cookies = read_jar(&json, RuleSet::ToughCookie, 0).unwrap().1;
        assert_eq!((cookies.len(), cookies[0].name()), (1, "a"));
    }

    #[test]
    fn a_list_without_cookies_is_told_from_one_whose_cookies_name_no_host() {
        for (entries, error) in [
            ("{}", SerializedError::NothingRecognised),
            ("7,{\"path\":\"/\"}", SerializedError::NothingRecognised),
            ("{\"creation\":\"2026-01-01T00:00:00.000Z\"}", SerializedError::NoHosts),
            ("{\"value\":\"1\"}", SerializedError::NoHosts),
            ("{\"name\":\"a\"}", SerializedError::OfBrowser),
        ] {
            let json = format!(r#"{{"cookies":[{entries}]}}"#);
            assert_eq!(read_jar(&json, RuleSet::ToughCookie, 0).err(), Some(error), "{json}");
        }
    }

    #[test]
    fn text_that_is_no_cookie_is_told_from_a_lone_surrogate() {
        assert_eq!(read_cookie(r#"{"key":"\ud800"}"#).err(), Some(Rejection::InvalidCharacter("text")));
        for json in ["{", "", "7", r#"{"name":"a"}"#] {
            assert_eq!(read_cookie(json).err(), Some(Rejection::NotACookie), "{json}");
        }
    }

    #[test]
    fn the_head_of_a_jar_is_its_json_or_its_version() {
        let json = r#"{"version":"tough-cookie@3.0.1","enableLooseMode":true}"#;
        let loose = JarOptions { loose: true, ..JarOptions::of(RuleSet::Chrome) };
        assert_eq!(read_head(json, RuleSet::Chrome), Ok((loose, Writer::Tough3)));
        let default = JarOptions::of(RuleSet::Chrome);
        assert_eq!(read_head("tough-cookie@4.1.4", RuleSet::Chrome), Ok((default, Writer::Tough4)));
        assert_eq!(read_head("", RuleSet::Chrome), Ok((default, Writer::Unknown)));
        assert!(matches!(read_head("{", RuleSet::Chrome), Err(SerializedError::NotJson(_))));
    }
}
