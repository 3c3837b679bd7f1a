//! Parsing of a `Set-Cookie` line: RFC 6265 section 5.2 with the changes of RFC 6265bis section 5.6, as tough-cookie 6 or Chrome reads it.

use std::borrow::Cow;

use super::chromium_lifetime::{self, parse_expires};
use super::cookie_date::parse_cookie_date;
use super::extensions::is_reserved_extension;
use super::octets::{octet_len, text_of_octets, PairEncoding};
use super::parsed::ParsedCookie;
use crate::jar::attributes::{Priority, SameSite};
use crate::jar::options::JarOptions;
use crate::jar::rejection::Rejection;
use crate::jar::rules::{Lifetimes, Rules};
use crate::jar::text::{has, is_control, split_at, trim};

/// How a line is read.
#[derive(Debug, Clone, Copy)]
pub struct ParseOptions {
    /// Accept a line without a name, as tough-cookie does in loose mode: `value` and `=value` make nameless cookies.
    pub loose: bool,
    /// The longest attribute value that is not ignored, in octets (section 5.6 step 7).
    pub attribute_bytes: usize,
    /// Whose rules apply.
    pub rules: &'static Rules,
}

impl ParseOptions {
    /// How a jar with these options reads lines.
    pub fn of(options: &JarOptions) -> ParseOptions {
        ParseOptions { loose: options.loose, attribute_bytes: options.limits.attribute_bytes, rules: options.rules() }
    }
}

impl Default for ParseOptions {
    fn default() -> ParseOptions {
        ParseOptions::of(&JarOptions::default())
    }
}

/// Splits a `Set-Cookie` line into name, value and attributes.
pub fn parse_set_cookie(line: &str, options: ParseOptions) -> Result<ParsedCookie<'_>, Rejection> {
    let rules = options.rules;
    let line = if rules.refuse_controls { without_controls(line)? } else { line };
    let line = trim(line);
    let (pair, mut attributes) = split_at(line, b';').unwrap_or((line, ""));
    let pair = if rules.refuse_controls { pair } else { up_to_line_end(pair) };
    let (name, value) = match rules.nameless {
        true => split_at(pair, b'=').unwrap_or(("", pair)),
        false => split_pair(pair, options.loose).ok_or(Rejection::ParseFailed)?,
    };
    let (name, value) = (trim(name), trim(value));
    if !rules.refuse_controls && (has(name, is_control) || has(value, is_control)) {
        return Err(Rejection::ParseFailed);
    }
    let is_ascii = name.is_ascii() && value.is_ascii();
    let (name, value) = (Cow::Borrowed(name), Cow::Borrowed(value));
    let mut cookie = ParsedCookie { name, value, ..ParsedCookie::default() };
    // Asked here, since almost all are ASCII and hand nothing to and fro.
    if rules.octets && !is_ascii {
        (cookie.encoding, cookie.name, cookie.value) = PairEncoding::of_octets(cookie.name, cookie.value);
    }
    while !attributes.is_empty() {
        let (attribute, rest) = split_at(attributes, b';').unwrap_or((attributes, ""));
        read_attribute(&mut cookie, trim(attribute), options);
        attributes = rest;
    }
    Ok(cookie)
}

/// Splits a line with tough-cookie's default options.
pub fn parse_line(line: &str) -> Result<ParsedCookie<'_>, Rejection> {
    parse_set_cookie(line, ParseOptions::default())
}

/// A pair up to a line feed, carriage return or NUL, which end it in tough-cookie.
fn up_to_line_end(pair: &str) -> &str {
    let end = pair.bytes().position(|byte| matches!(byte, b'\n' | b'\r' | b'\0'));
    end.and_then(|end| pair.get(..end)).unwrap_or(pair)
}

/// A line up to its end, which is a carriage return or line feed over HTTP. A line with another control character is refused (RFC 6265bis
/// section 5.6 step 1). The standard would allow a tab inside attributes, but Chromium doesn't; at their edges, it is trimmed.
fn without_controls(line: &str) -> Result<&str, Rejection> {
    if !has(line, is_control) {
        return Ok(line);
    }
    let end = line.bytes().position(|byte| matches!(byte, b'\n' | b'\r'));
    let line = end.and_then(|end| line.get(..end)).unwrap_or(line);
    let has_inside = |text: &str| has(trim(text), is_control);
    let refused = line.split(';').any(|part| match split_at(part, b'=') {
        Some((name, value)) => has_inside(name) || has_inside(value),
        None => has_inside(part),
    });
    if refused {
        Err(Rejection::ParseFailed)
    } else {
        Ok(line)
    }
}

/// Name and value of `name=value`, as tough-cookie splits it.
fn split_pair(pair: &str, loose: bool) -> Option<(&str, &str)> {
    if !loose {
        return split_at(pair, b'=').filter(|(name, _)| !name.is_empty());
    }
    // tough-cookie reads `=name=value` as `name=value`.
    let pair = pair.strip_prefix('=').unwrap_or(pair);
    Some(split_at(pair, b'=').filter(|(name, _)| !name.is_empty()).unwrap_or(("", pair)))
}

/// Reads one attribute; if it is repeated, the last one wins.
fn read_attribute<'a>(cookie: &mut ParsedCookie<'a>, attribute: &'a str, options: ParseOptions) {
    let (key, value) = match split_at(attribute, b'=') {
        Some((key, value)) => (trim(key), Some(trim(value))),
        None => (attribute, None),
    };
    let (rules, limit) = (options.rules, options.attribute_bytes);
    let is_too_long = |value: &str| value.len() > limit && octet_len(value) > limit;
    if attribute.is_empty() || value.is_some_and(is_too_long) {
        return;
    }
    let value = value.unwrap_or_default();
    let is = |name: &str| key.eq_ignore_ascii_case(name);
    if is("path") {
        let path = if rules.octets { text_of_octets(value) } else { Cow::Borrowed(value) };
        cookie.path = value.starts_with('/').then_some(path);
    } else if is("domain") {
        read_domain(cookie, value, rules);
    } else if is("expires") {
        match rules.lifetimes {
            Lifetimes::Rfc6265 => cookie.expires = parse_cookie_date(value).map(micros).or(cookie.expires),
            Lifetimes::Chromium => cookie.expires = parse_expires(value).map(micros),
        }
    } else if is("max-age") {
        match rules.lifetimes {
            Lifetimes::Rfc6265 => cookie.max_age = parse_max_age(value).or(cookie.max_age),
            Lifetimes::Chromium => cookie.max_age = chromium_lifetime::parse_max_age(value),
        }
    } else if is("secure") {
        cookie.secure = true;
    } else if is("httponly") {
        cookie.http_only = true;
    } else if is("samesite") {
        // Section 5.6.7: an unknown value is "Default".
        cookie.same_site = SameSite::parse(value).unwrap_or_default();
    } else if !is_reserved_extension(key) {
        if is("priority") {
            cookie.priority = Priority::parse(value).unwrap_or_default();
        } else if is("partitioned") {
            cookie.partitioned = true;
        }
        cookie.extensions.push(Cow::Borrowed(attribute));
    }
}

/// Reads a Domain attribute without its leading dot. An empty one is ignored or, where the last one wins, resets the domain; there, a lone
/// dot is a domain that no host has.
fn read_domain<'a>(cookie: &mut ParsedCookie<'a>, value: &'a str, rules: &Rules) {
    let domain = value.strip_prefix('.').unwrap_or(value);
    if rules.last_domain_counts {
        let domain = if rules.octets { text_of_octets(domain) } else { Cow::Borrowed(domain) };
        cookie.domain = (!value.is_empty()).then_some(domain);
    } else if !domain.is_empty() {
        cookie.domain = Some(Cow::Borrowed(domain));
    }
}

/// Milliseconds as microseconds.
fn micros(ms: i64) -> i64 {
    ms * 1000
}

/// `Max-Age` (section 5.2.2): an optional minus and digits, nothing else. Huge numbers become infinite.
fn parse_max_age(value: &str) -> Option<f64> {
    let digits = value.strip_prefix('-').unwrap_or(value);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    value.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jar::parse::octets::Encoding;
    use crate::jar::rules::RuleSet;

    fn parse(line: &str) -> ParsedCookie<'_> {
        parse_line(line).unwrap()
    }

    #[test]
    fn a_line_is_split_into_name_value_and_attributes() {
        let cookie = parse("SID=\"31=d4\"; Path=/a; Domain=.Example.com; Secure; HttpOnly; Max-Age=60; SameSite=lax");
        assert_eq!((&*cookie.name, &*cookie.value), ("SID", "\"31=d4\""));
        assert_eq!(cookie.path.as_deref(), Some("/a"));
        assert_eq!(cookie.domain.as_deref(), Some("Example.com"));
        assert!(cookie.secure && cookie.http_only);
        assert_eq!(cookie.max_age, Some(60.0));
        assert_eq!(cookie.same_site, SameSite::Lax);
    }

    #[test]
    fn a_line_without_a_name_is_refused() {
        for line in ["", ";", "=", "=a", "a", "a; b=c", "\u{1}a=b", "a=b\u{7f}c", "a=b\tc", " =a"] {
            assert_eq!(parse_line(line), Err(Rejection::ParseFailed), "{line:?}");
        }
    }

    #[test]
    fn a_loose_reader_takes_a_line_without_a_name() {
        let loose = ParseOptions { loose: true, ..ParseOptions::default() };
        let pair = |line: &'static str| parse_set_cookie(line, loose).map(|cookie| (cookie.name, cookie.value));
        let expected =
            [("foo", "", "foo"), ("=foo", "", "foo"), ("=a=b", "a", "b"), ("a=b", "a", "b"), ("==a", "", "=a")];
        for (line, name, value) in expected {
            assert_eq!(pair(line), Ok((name.into(), value.into())), "{line}");
        }
    }

    #[test]
    fn a_line_break_ends_the_pair() {
        assert_eq!(&*parse("a=b\r\nc; Path=/d").value, "b");
    }

    #[test]
    fn the_last_of_repeated_attributes_wins() {
        let cookie = parse("a=b; Path=/x; Path=y; SameSite=Strict; SameSite=nonsense; Domain=a.com; Domain=");
        assert_eq!(cookie.path, None);
        assert_eq!(cookie.same_site, SameSite::Unset);
        assert_eq!(cookie.domain.as_deref(), Some("a.com"));
    }

    #[test]
    fn max_age_is_only_digits() {
        assert_eq!(parse("a=b; Max-Age=-1").max_age, Some(-1.0));
        for bad in ["1.5", "+1", "1e3", "", "-", " 5 s"] {
            assert_eq!(parse(&format!("a=b; Max-Age={bad}")).max_age, None, "{bad}");
        }
    }

    #[test]
    fn other_attributes_are_kept_except_this_packages_own() {
        let cookie = parse("a=b; Priority=high; Foo=Bar; Partitioned; crawler-session-partition=https://evil.example");
        assert_eq!(cookie.extensions, ["Priority=high", "Foo=Bar", "Partitioned"]);
        assert_eq!(cookie.priority, Priority::High);
        assert!(cookie.partitioned && cookie.partition.is_none());
    }

    #[test]
    fn an_attribute_of_more_than_1024_bytes_is_ignored() {
        let long = "x".repeat(1024);
        assert_eq!(parse(&format!("a=b; Path=/{long}")).path, None);
        assert!(parse(&format!("a=b; Path=/{}", &long[1..])).path.is_some());
        assert_eq!(parse(&format!("a=b; {long}x")).extensions, [format!("{long}x")]);
        let generous = ParseOptions { attribute_bytes: usize::MAX, ..ParseOptions::default() };
        assert!(parse_set_cookie(&format!("a=b; Path=/{long}"), generous).unwrap().path.is_some());
    }

    /// A line as a session reads it.
    fn by_chrome(line: &str) -> Result<ParsedCookie<'_>, Rejection> {
        parse_set_cookie(line, ParseOptions::of(&JarOptions::of(RuleSet::Chrome)))
    }

    #[test]
    fn only_space_and_tab_are_trimmed_with_both_rule_sets() {
        for parse in [parse_line, by_chrome] {
            for space in ['\u{A0}', '\u{3000}', '\u{FEFF}', '\u{2028}', '\u{85}'] {
                let line = format!(" \t{space}n{space} = {space}v{space}\t; SameSite={space}Lax ; Path = /p{space} ");
                let cookie = parse(&line).unwrap();
                let kept = format!("{space}n{space}={space}v{space}");
                assert_eq!(format!("{}={}", cookie.name, cookie.value), kept);
                assert_eq!(cookie.same_site, SameSite::Unset);
                assert_eq!(cookie.path.as_deref(), Some(format!("/p{space}").as_str()));
            }
            assert_eq!(parse("\ta\t=\tb\t;\tSecure\t").unwrap().value, "b");
        }
    }

    #[test]
    fn a_line_without_a_name_is_a_nameless_cookie_in_chrome() {
        for (line, value) in
            [("foo", "foo"), ("=foo", "foo"), (" = foo ; Path=/", "foo"), ("foo bar", "foo bar"), ("\"", "\"")]
        {
            let cookie = by_chrome(line).unwrap();
            assert_eq!((&*cookie.name, &*cookie.value), ("", value), "{line}");
        }
        assert_eq!(by_chrome("a==b").unwrap().value, "=b");
        // Nameless cookies that contain `=`, and empty ones, are refused later, together with invalid characters.
        assert_eq!((&*by_chrome("=foo=bar").unwrap().value, &*by_chrome("").unwrap().value), ("foo=bar", ""));
    }

    #[test]
    fn a_control_character_refuses_the_whole_line_in_chrome() {
        let controls = (0..=31).chain([127]).map(char::from).filter(|c| !matches!(c, '\n' | '\r'));
        for control in controls {
            for line in
                ["a{}b=c", "a=b{}c", "a=1; fo{}o=x", "a=1; foo=x{}y", "a=1; Secu{}re", "a=1; Path=/{}x", "{{}}{}x=1"]
            {
                let line = line.replace("{}", &control.to_string());
                assert_eq!(by_chrome(&line), Err(Rejection::ParseFailed), "{line:?}");
            }
            // At an edge, a tab is trimmed.
            let edges = format!("{control}a{control}={control}1{control};{control}Secure{control}");
            assert_eq!(by_chrome(&edges).is_ok(), control == '\t', "{control:?}");
            let long = format!("a=1; x={}{control}y", "x".repeat(2000));
            assert_eq!(by_chrome(&long), Err(Rejection::ParseFailed));
        }
        for end in ["\n", "\r", "\r\n"] {
            let line = format!("a=1; HttpOnly{end}; Secure; \0");
            let cookie = by_chrome(&line).unwrap();
            assert!(cookie.http_only && !cookie.secure);
        }
    }

    #[test]
    fn the_last_of_several_domains_wins_in_chrome_even_if_empty() {
        let domain = |line| by_chrome(line).unwrap().domain.map(Cow::into_owned);
        assert_eq!(domain("a=1; Domain=site.example; Domain="), None);
        assert_eq!(domain("a=1; Domain=site.example; Domain"), None);
        assert_eq!(domain("a=1; Domain=; Domain=site.example").as_deref(), Some("site.example"));
        assert_eq!(domain("a=1; Domain=other.example; Domain=.site.example").as_deref(), Some("site.example"));
        assert_eq!(domain("a=1; Domain=.").as_deref(), Some(""));
        let long = format!("a=1; Domain=site.example; Domain={}", "x".repeat(1025));
        assert_eq!(by_chrome(&long).unwrap().domain.as_deref(), Some("site.example"));
        assert_eq!(domain("a=1; Domain=b\u{C3}\u{BC}cher.example").as_deref(), Some("bücher.example"));
    }

    #[test]
    fn the_last_of_several_lifetimes_wins_in_chrome_even_if_invalid() {
        let life = |attributes: &str| {
            let line = format!("a=1; {attributes}");
            let cookie = by_chrome(&line).unwrap();
            (cookie.max_age, cookie.expires)
        };
        let (past, epoch) = ("Expires=Thu, 01 Jan 1970 00:00:00 GMT", Some(0));
        for invalid in ["x", "", "60x", "6.5", "1e3", "--5"] {
            assert_eq!(life(&format!("Max-Age=0; Max-Age={invalid}")), (None, None), "{invalid}");
            assert_eq!(life(&format!("Max-Age={invalid}; Max-Age=0")), (Some(0.0), None), "{invalid}");
            assert_eq!(life(&format!("{past}; Max-Age=60; Max-Age={invalid}")), (None, epoch), "{invalid}");
        }
        for invalid in ["bogus", "", "1 Jan 2030", "30 Feb 2030 00:00:00"] {
            assert_eq!(life(&format!("{past}; Expires={invalid}")), (None, None), "{invalid}");
            assert_eq!(life(&format!("Expires={invalid}; {past}")), (None, epoch), "{invalid}");
        }
        assert_eq!(life(&format!("Max-Age=+60; {past}")), (Some(60.0), epoch));
        // One that is too long is ignored.
        assert_eq!(life(&format!("Max-Age=0; Max-Age={}", "6".repeat(1025))), (Some(0.0), None));
        // With tough-cookie's rules, the last valid one wins.
        let tough = parse("a=1; Max-Age=0; Max-Age=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Expires=bogus");
        assert_eq!((tough.max_age, tough.expires), (Some(0.0), epoch));
    }

    #[test]
    fn attributes_are_measured_in_octets() {
        let path = |octet: char, count: usize| format!("a=1; Path=/{}", octet.to_string().repeat(count));
        for parse in [parse_line, by_chrome] {
            assert!(parse(&path('\u{E9}', 1023)).unwrap().path.is_some());
            assert!(parse(&path('\u{E9}', 1024)).unwrap().path.is_none());
            assert!(parse(&path('日', 341)).unwrap().path.is_some());
            assert!(parse(&path('日', 342)).unwrap().path.is_none());
        }
    }

    #[test]
    fn octets_of_utf8_are_text_in_chrome_and_stay_octets_in_tough_cookie() {
        let line = "città=Zürich".bytes().map(char::from).collect::<String>();
        let cookie = by_chrome(&line).unwrap();
        assert_eq!((&*cookie.name, &*cookie.value), ("città", "Zürich"));
        let octets = PairEncoding { name: Encoding::Utf8Octets, value: Encoding::Utf8Octets };
        assert_eq!(cookie.encoding, octets);
        let cookie = parse(&line);
        assert_eq!(format!("{}={}", cookie.name, cookie.value), line);
        assert_eq!(cookie.encoding, PairEncoding::default());
    }
}
