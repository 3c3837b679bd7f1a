//! A `Cookie` header (RFC 6265bis section 4.2): names and values. Whose they are, a URL says.

use std::borrow::Cow;
use std::collections::HashSet;

use super::entry::{decoded, Entry, FileCookie, Read};
use super::problem::{Fault, Place, Refused};
use crate::jar::text::{has, is_control, trim};

/// The name of the header, with which it may begin.
const NAME: &str = "cookie:";

/// Goes through the pairs of a header.
#[derive(Debug)]
pub struct Pairs {
    at: usize,
    next: usize,
    secure: bool,
    seen: HashSet<String>,
}

impl Pairs {
    /// Of a text that is a header. `secure` says that the URL is https: what was sent there is not sent in the clear later.
    pub fn new(text: &str, secure: bool) -> Pairs {
        Pairs { at: text.len() - without_name(text).len(), next: 0, secure, seen: HashSet::new() }
    }

    /// The next cookie.
    pub fn next<'t>(&mut self, text: &'t str) -> Option<Read<'t>> {
        loop {
            let rest = text.get(self.at..)?;
            let end = rest.find(';').unwrap_or(rest.len());
            let pair = rest.get(..end)?.trim();
            self.at += end + 1;
            if pair.is_empty() {
                continue;
            }
            let index = self.next;
            self.next += 1;
            let (name, value) = pair.split_once('=').unwrap_or(("", pair));
            let (name, value) = (trim(name), trim(value));
            let read = if self.seen.insert(name.to_owned()) {
                let (name, value) = decoded(Cow::Borrowed(name), Cow::Borrowed(value));
                Ok(Entry { name, value, path: Some(Cow::Borrowed("/")), secure: self.secure, ..Entry::default() })
            } else {
                // Browsers send that of the longer path first; here, both would have the same place.
                Err(Refused { name: Some(name.to_owned()), fault: Fault::Twice })
            };
            return Some((Place::Index(index), read));
        }
    }
}

/// Whether a text is such a header: one line, and unless it says that it is one, nothing but names and values.
pub fn is_header(text: &str) -> bool {
    let line = text.trim();
    let pairs = without_name(line);
    let is_named = pairs.len() < line.len();
    !has(line, is_control)
        && !pairs.trim_matches([';', ' ']).is_empty()
        && (is_named || pairs.split(';').map(trim).filter(|pair| !pair.is_empty()).all(is_pair))
}

fn is_pair(pair: &str) -> bool {
    const SEPARATORS: &[u8] = b"()<>@,;:\\\"/[]?={} \t";
    pair.split_once('=')
        .is_some_and(|(name, _)| !name.is_empty() && !has(trim(name), |byte| SEPARATORS.contains(&byte)))
}

/// The pairs of a header, which may begin with its name.
fn without_name(text: &str) -> &str {
    let text = text.trim_start();
    match text.split_at_checked(NAME.len()) {
        Some((name, rest)) if name.eq_ignore_ascii_case(NAME) => rest,
        _ => text,
    }
}

/// Appends a cookie.
pub fn push(out: &mut String, cookie: &FileCookie<'_>) {
    if !out.is_empty() {
        out.push_str("; ");
    }
    let parsed = cookie.cookie();
    if !parsed.name.is_empty() {
        out.push_str(&parsed.name);
        out.push('=');
    }
    out.push_str(&parsed.value);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cookie_file::file::Unreadable;
    use crate::cookie_file::format::Format;
    use crate::cookie_file::testing::{check, open, seen};

    #[test]
    fn a_header_is_one_line_of_names_and_values() {
        for text in ["a=1", "a=1; b=\"2\"\r\n", " a = 1;b=; ", "Cookie: foo; a=1", "cookie:a=1", "sid=a=b"] {
            assert!(is_header(text), "{text}");
        }
        for text in
            ["", ";", "foo", "a=1\nb=2", "a=1; foo", "https://a.example/?a=1", "Cookie:", "=1", "if (a=1)", "a=\u{0}"]
        {
            assert!(!is_header(text), "{text}");
        }
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
}
