//! Writes a file, cookie by cookie.

use super::entry::FileCookie;
use super::format::Format;
use super::tough_cookie::Jar;
use super::{extension, header, netscape, playwright, puppeteer};
use crate::jar::persist::serialized_text::push_serialized_jar;

/// The formats that are written.
pub const WRITTEN: [Format; 6] =
    [Format::Netscape, Format::Extension, Format::Puppeteer, Format::Playwright, Format::ToughCookie, Format::Header];

/// A file that is being written.
#[derive(Debug)]
pub struct FileWriter {
    format: Format,
    out: String,
    jar: Jar,
    has_cookies: bool,
}

impl FileWriter {
    /// An empty file; `None` if the format is not written.
    pub fn new(format: Format) -> Option<FileWriter> {
        if !WRITTEN.contains(&format) {
            return None;
        }
        let out = match format {
            Format::Netscape => netscape::HEADER,
            Format::Extension | Format::Puppeteer => "[",
            Format::Playwright => "{\"cookies\":[",
            _ => "",
        };
        Some(FileWriter { format, out: out.to_owned(), jar: Jar::default(), has_cookies: false })
    }

    /// Adds a cookie; `now` is in milliseconds. A cookie in the partition of another site is left out of a format that knows no partitions:
    /// there, it would become a cookie that its site gets everywhere.
    pub fn push(&mut self, cookie: &FileCookie<'_>, now: i64) {
        let push = match self.format {
            Format::Netscape | Format::Header if !cookie.is_first_party() => return,
            Format::Netscape => return netscape::push(&mut self.out, cookie),
            Format::Header => return header::push(&mut self.out, cookie),
            Format::ToughCookie => return self.jar.push(cookie, now),
            Format::Extension => extension::push,
            Format::Puppeteer => puppeteer::push,
            _ => playwright::push,
        };
        self.out.push_str(if self.has_cookies { ",\n  " } else { "\n  " });
        self.has_cookies = true;
        push(&mut self.out, cookie);
    }

    /// The whole file. `origins` is the JSON of Playwright's `origins`.
    pub fn finish(self, origins: Option<&str>) -> String {
        let mut out = self.out;
        match self.format {
            Format::Extension | Format::Puppeteer => out.push_str("\n]\n"),
            Format::Playwright => {
                out.push_str("\n],\"origins\":");
                out.push_str(origins.unwrap_or("[]"));
                out.push_str("}\n");
            }
            Format::ToughCookie => {
                push_serialized_jar(&mut out, &self.jar.cookies());
                out.push('\n');
            }
            _ => {}
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cookie_file::format::Format;
    use crate::cookie_file::testing::{read, written, ALL_KINDS};

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
                    let unsaid = [" of protocol", " Unknown", " No", " Low"];
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
}
