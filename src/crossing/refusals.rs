//! The other half of `js/crossing/refusals.js`: refusals, each with what identifies the cookie in a log. Values are secrets and are left
//! out.

use crawler_session_core::jar::parse::browser_record::BrowserRecord;
use crawler_session_core::jar::rejection::Rejection;
use crawler_session_core::jar::request::request_url::{RequestUrl, UrlError};
use crawler_session_core::jar::text::trim;

use super::layout::refusals as layout;
use crate::boundary::json::json_text;
use crate::boundary::OutText;

/// The most characters of a name or a domain in a log.
const LONGEST: usize = layout::LONGEST as usize;

/// Index of the cookie in the input, code, message, name, and domain, `None` if it is unknown.
pub type Refusal = (usize, &'static str, String, String, Option<String>);

/// Refusals; their JSON text is `[[index, code, message, name, domain], …]`.
#[derive(Default)]
pub struct Refusals(Vec<Refusal>);

impl Refusals {
    /// Adds the refusal of a `Set-Cookie` line, which came from the URL.
    #[cold]
    pub fn push_line(&mut self, index: usize, rejection: &Rejection, line: &str, url: &Result<RequestUrl, UrlError>) {
        let (name, domain) = named_in_line(line);
        self.push(index, rejection, name, domain.or(url.as_ref().map(RequestUrl::host).ok()));
    }

    fn push(&mut self, index: usize, rejection: &Rejection, name: &str, domain: Option<&str>) {
        self.0.push((index, rejection.code(), rejection.to_string(), shortened(name), domain.map(shortened)));
    }

    /// Adds the refusal of a browser's cookie, which came with the URL `fallback`, if any.
    #[cold]
    pub fn push_record(
        &mut self,
        index: usize,
        rejection: &Rejection,
        record: &BrowserRecord<'_>,
        fallback: Option<&Result<RequestUrl, UrlError>>,
    ) {
        let of_record = record.url();
        let url = of_record.as_ref().or(fallback).and_then(|url| url.as_ref().ok());
        self.push(index, rejection, record.name(), record.domain().or(url.map(RequestUrl::host)));
    }

    /// The list; empty if nothing was refused.
    pub fn list(&self) -> &[Refusal] {
        &self.0
    }

    /// The list as text; `None` if nothing was refused.
    pub fn finish(self) -> Option<OutText> {
        (!self.0.is_empty()).then(|| OutText(json_text(&self.0)))
    }
}

/// The name and the Domain attribute of a `Set-Cookie` line that may not be a cookie at all. A pair without `=` may be a value, so it is
/// not a name.
fn named_in_line(line: &str) -> (&str, Option<&str>) {
    let (pair, attributes) = line.split_once(';').unwrap_or((line, ""));
    let name = pair.split_once('=').map_or("", |(name, _)| trim(name));
    let mut domains = attributes.split(';').filter_map(|attribute| {
        let (key, value) = attribute.split_once('=')?;
        Some(trim(value)).filter(|value| trim(key).eq_ignore_ascii_case("domain") && !value.is_empty())
    });
    (name, domains.next_back())
}

/// The start of a text for a log line, without control characters.
pub fn shortened(text: &str) -> String {
    let mut characters = text.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c });
    let mut short: String = characters.by_ref().take(LONGEST).collect();
    if characters.next().is_some() {
        short.pop();
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_named_by_what_comes_before_the_equals_sign() {
        for (line, named) in [
            ("sid=secret; Path=/; Domain=.Other.example", ("sid", Some(".Other.example"))),
            (" sid =a=b;DOMAIN = one.example;domain=two.example;Domain=", ("sid", Some("two.example"))),
            ("secret; Domain=a.example", ("", Some("a.example"))),
            ("=secret", ("", None)),
            ("sid=domain=secret", ("sid", None)),
            // Only space and tab are white space: an octet of UTF-8 may look like some.
            ("\tcitt\u{C3}\u{A0} =1;\tDomain\t= \u{A0}x ;\u{A0}Domain=y", ("citt\u{C3}\u{A0}", Some("\u{A0}x"))),
            ("", ("", None)),
        ] {
            assert_eq!(named_in_line(line), named, "{line}");
        }
    }

    // Promises: C21
    #[test]
    fn long_names_are_shortened_and_control_characters_are_not_logged() {
        assert_eq!(shortened(&"n".repeat(LONGEST)), "n".repeat(LONGEST));
        assert_eq!(shortened(&"ü".repeat(1_000_000)), format!("{}…", "ü".repeat(LONGEST - 1)));
        assert_eq!(shortened("a\nb\u{85}"), "a\u{FFFD}b\u{FFFD}");
    }
}
