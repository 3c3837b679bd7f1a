//! `cookies.txt`, as Netscape's browser kept it and as curl, wget, yt-dlp, Python's `MozillaCookieJar` and extensions write it: a line for
//! each cookie, with seven fields between tabs (domain, whether its subdomains get it, path, Secure, expiry in seconds, name, value).

use std::borrow::Cow;
use std::fmt::Write;

use super::entry::{decoded, Entry, FileCookie, Read};
use super::problem::{Fault, Place, Refused};
use crate::jar::request::domain::without_brackets;
use crate::jar::text::has;

/// What a line of an `HttpOnly` cookie begins with: to those who don't know the attribute, it is a comment.
const HTTP_ONLY: &str = "#HttpOnly_";

/// What every file of this kind begins with; Python reads no file without it. What is behind it on the line is nobody's concern but the
/// reader's.
pub const HEADER: &str = "# Netscape HTTP Cookie File. Secret: who has these cookies is logged in.\n";

/// The fields of a line.
const FIELDS: usize = 7;

/// Goes through the lines of a file.
#[derive(Debug, Default)]
pub struct Lines {
    at: usize,
    line: usize,
}

impl Lines {
    /// The next cookie.
    pub fn next<'t>(&mut self, text: &'t str) -> Option<Read<'t>> {
        loop {
            let line = self.next_line(text)?;
            if !is_comment(line) {
                return Some((Place::Line(self.line), read_line(line)));
            }
        }
    }

    /// Where the next line begins.
    pub fn at(&mut self) -> &mut usize {
        &mut self.at
    }

    fn next_line<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        let rest = text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let end = rest.find('\n').unwrap_or(rest.len());
        self.at += end + 1;
        self.line += 1;
        let line = rest.get(..end)?;
        Some(line.strip_suffix('\r').unwrap_or(line))
    }
}

/// Whether a text is such a file: it says so, or has a line of a cookie.
pub fn is_netscape(text: &str) -> bool {
    let mut lines = Lines::default();
    while let Some(line) = lines.next_line(text) {
        let is_cookie =
            |line| matches!(read_line(line), Ok(_) | Err(Refused { fault: Fault::Spaces | Fault::Field(..), .. }));
        if if is_comment(line) { is_header(line) } else { is_cookie(line) } {
            return true;
        }
    }
    false
}

/// Whether a comment says what the file is: `# Netscape HTTP Cookie File`, or as wget writes it, `# HTTP Cookie File`.
fn is_header(line: &str) -> bool {
    const TITLE: &str = "HTTP Cookie File";
    let text = line.trim_start_matches(['#', ' ']);
    let text = text.strip_prefix("Netscape ").unwrap_or(text);
    text.get(..TITLE.len()).is_some_and(|start| start.eq_ignore_ascii_case(TITLE))
}

fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    let is_marked = line.starts_with('#') && !line.starts_with(HTTP_ONLY);
    // Programs pass over what begins with `$`, but a URL may have such a host.
    line.is_empty() || is_marked || (line.starts_with('$') && read_line(line).is_err())
}

fn read_line(line: &str) -> Result<Entry<'_>, Refused> {
    let line = line.trim_start_matches(' ');
    let (http_only, line) = line.strip_prefix(HTTP_ONLY).map_or((false, line), |rest| (true, rest));
    let mut fields = [""; FIELDS];
    let mut count = 0;
    for (field, text) in fields.iter_mut().zip(line.splitn(FIELDS, '\t')) {
        *field = text;
        count += 1;
    }
    let [domain, of_domain, path, secure, expiry, name, value] = fields;
    // Editors take away the tab before an empty value.
    if count < FIELDS - 1 {
        return Err(spaced(line).unwrap_or(Refused { name: None, fault: Fault::Fields(count) }));
    }
    let refused = |fault| Refused { name: Some(name.to_owned()), fault };
    let of_domain = flag(of_domain).ok_or_else(|| refused(Fault::Field("subdomains (field 2)", "TRUE or FALSE")))?;
    let secure = flag(secure).ok_or_else(|| refused(Fault::Field("secure (field 4)", "TRUE or FALSE")))?;
    let expires = seconds(expiry).ok_or_else(|| refused(Fault::Field("expiry (field 5)", "a number of seconds")))?;
    let (name, value) = decoded(Cow::Borrowed(name), Cow::Borrowed(value));
    Ok(Entry {
        name,
        value,
        domain: Some(Cow::Borrowed(without_port(domain))),
        path: Some(Cow::Borrowed(path)),
        expires,
        secure,
        http_only,
        host_only: Some(!of_domain),
        ..Entry::default()
    })
}

/// A line whose tabs have become spaces: text that was copied from a page, or that an editor has changed.
fn spaced(line: &str) -> Option<Refused> {
    let mut words = line.split_ascii_whitespace();
    let (_, of_domain, _, secure) = (words.next()?, words.next()?, words.next()?, words.next()?);
    flag(of_domain).and(flag(secure))?;
    let (_, name) = (words.next()?, words.next()?);
    Some(Refused { name: Some(name.to_owned()), fault: Fault::Spaces })
}

fn flag(text: &str) -> Option<bool> {
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    (is("TRUE") || is("FALSE")).then(|| is("TRUE"))
}

/// The expiry; zero, and nothing as Python writes it, is that of a session cookie.
fn seconds(text: &str) -> Option<f64> {
    if text.is_empty() {
        return Some(0.0);
    }
    text.parse().ok().filter(|seconds: &f64| !seconds.is_nan())
}

/// wget writes the port of a host unless it is the usual one; cookies have none.
fn without_port(domain: &str) -> &str {
    match domain.rsplit_once(':') {
        Some((host, port))
            if !has(port, |byte| !byte.is_ascii_digit()) && (!host.contains(':') || host.ends_with(']')) =>
        {
            host
        }
        _ => domain,
    }
}

/// Appends the line of a cookie.
pub fn push(out: &mut String, cookie: &FileCookie<'_>) {
    let parsed = cookie.cookie();
    let word = |flag: bool| if flag { "TRUE" } else { "FALSE" };
    if parsed.http_only {
        out.push_str(HTTP_ONLY);
    }
    let (dot, of_domain) = if cookie.host_only() { ("", false) } else { (".", true) };
    let (host, path) = (without_brackets(cookie.host()), cookie.path());
    // All of these tools want whole seconds; to be zero would make it a session cookie.
    let expiry = cookie.expiry().map_or(0, |seconds| (seconds as i64).max(1));
    // Writing to a String can't fail.
    let _ = writeln!(
        out,
        "{dot}{host}\t{}\t{path}\t{}\t{expiry}\t{}\t{}",
        word(of_domain),
        word(parsed.secure),
        parsed.name,
        parsed.value,
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cookie_file::format::Format;
    use crate::cookie_file::testing::check;

    fn fault(line: &str) -> Option<Fault> {
        read_line(line).err().map(|refused| refused.fault)
    }

    #[test]
    fn what_is_wrong_with_a_line_is_named() {
        assert_eq!(fault("a.example\tFALSE\t/\tTRUE\t0\tn\tv"), None);
        assert_eq!(fault("a.example\tfalse\t/\tTrue\t1795393923.5\tn"), None);
        assert_eq!(fault("a.example FALSE / TRUE 0 n v"), Some(Fault::Spaces));
        assert_eq!(fault("a.example\tFALSE\t/\tTRUE 0 n v"), Some(Fault::Spaces));
        assert_eq!(fault("a.example\tFALSE"), Some(Fault::Fields(2)));
        assert_eq!(fault("hello"), Some(Fault::Fields(1)));
        assert_eq!(
            fault("a.example\t1\t/\tTRUE\t0\tn\tv").unwrap().to_string(),
            "Cookie subdomains (field 2) must be TRUE or FALSE"
        );
        assert_eq!(
            fault("a.example\tTRUE\t/\t\t0\tn\tv").unwrap().to_string(),
            "Cookie secure (field 4) must be TRUE or FALSE"
        );
        assert_eq!(
            fault("a.example\tTRUE\t/\tTRUE\tnever\tn\tv").unwrap().to_string(),
            "Cookie expiry (field 5) must be a number of seconds"
        );
    }

    #[test]
    fn a_dollar_begins_a_comment_unless_it_is_that_of_a_host() {
        assert!(is_comment("$Version=1") && is_comment("$host FALSE / FALSE 0 a 1"));
        assert!(!is_comment("$host\tFALSE\t/\tFALSE\t0\ta\t1"));
    }

    #[test]
    fn a_comment_is_no_cookie_unless_it_is_http_only() {
        for (line, expected) in [
            ("# x", true),
            ("", true),
            ("  \t", true),
            (" #x", true),
            ("$x", true),
            ("#HttpOnly_a", false),
            ("a", false),
        ] {
            assert_eq!(is_comment(line), expected, "{line}");
        }
    }

    #[test]
    fn octets_that_are_utf8_are_read_as_its_text() {
        for (value, expected) in [("Z\u{C3}\u{BC}rich", "Zürich"), ("Zürich", "Zürich"), ("日", "日")] {
            assert_eq!(read_line(&format!("a.example\tFALSE\t/\tTRUE\t0\tn\t{value}")).unwrap().value, expected);
        }
    }

    #[test]
    fn ports_are_left_out() {
        for (domain, expected) in [
            ("a.example:8080", "a.example"),
            ("127.0.0.1:80", "127.0.0.1"),
            ("a.example", "a.example"),
            ("::1", "::1"),
            ("[::1]:80", "[::1]"),
            ("a:b", "a:b"),
        ] {
            assert_eq!(without_port(domain), expected);
        }
    }

    #[test]
    fn every_header_that_tools_write_is_known() {
        for line in
            ["# Netscape HTTP Cookie File", "# HTTP Cookie File", "# HTTP cookie file.", "#Netscape HTTP Cookie File\t"]
        {
            assert!(is_netscape(line), "{line}");
        }
        for text in ["", "# a comment", "\n\n", "a=1; b=2", "1\t2\t3", "one two three four five six seven"] {
            assert!(!is_netscape(text), "{text}");
        }
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
}
