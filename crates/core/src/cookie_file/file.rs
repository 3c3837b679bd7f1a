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
    use crate::cookie_file::testing::{check, open, seen, written, ALL_KINDS};

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
        for text in [list.replace("\"name\"", "\"key\""), list, lines] {
            let mut file = open(&text, None, None).unwrap();
            let (mut left, mut moves) = (text.len(), 0);
            let mut names = Vec::new();
            while file.next(|cookie| names.push(format!("{} {}", cookie.cookie().name, cookie.host()))) {
                moves += usize::from(file.text.len() < left);
                left = file.text.len();
            }
            assert!((0..count).map(|index| format!("n{index} a{}.example", index % 7)).eq(names));
            assert!(left < text.len() / 4, "{left} of {} bytes are left", text.len());
            // Each time, all that is left is moved.
            assert!(moves <= STEPS, "{moves}");
            let origins = text.contains("\"name\"").then_some("[]");
            assert_eq!((file.origins(), file.problems().list().count()), (origins, 0));
        }
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

    #[test]
    fn a_short_text_stays_until_the_end() {
        let text = r#"[{"name":"a","value":"1"},{"name":"b","value":"2"}]"#;
        let mut file = open(text, None, Some("https://a.example/")).unwrap();
        while file.next(|_| ()) {
            assert_eq!(file.text, text);
        }
    }

    #[test]
    fn what_is_around_the_cookies_is_a_problem_of_the_file() {
        let cookies = r#"[{"name":"a","value":"1","domain":"a.example"}]"#;
        let told = |text: &str| {
            let mut file = open(text, None, Some("https://a.example/")).unwrap();
            while file.next(|_| ()) {}
            file.problems().list().map(|problem| (problem.place, problem.fault)).collect::<Vec<_>>()
        };
        let har = r#"{"log":{"entries":[]}}"#;
        let state = r#"{"id":"s","cookieJar":{"version":"tough-cookie@6.1.0","cookies":[]}}"#;
        for whole in [format!(r#"{{"cookies":{cookies}}}"#), har.to_owned(), state.to_owned()] {
            assert_eq!(told(&format!("{whole} \n")), [], "{whole}");
            assert_eq!(told(&format!("{whole} {{}}")), [(Place::Nowhere, Fault::Behind)], "{whole}");
        }
        assert_eq!(told(&format!(r#"{{"cookies":{cookies},"x":[1,"#)), [(Place::Nowhere, Fault::Broken)]);
        assert_eq!(told(&format!(r#"{{"cookies":{cookies},x}}"#)), [(Place::Nowhere, Fault::Broken)]);
    }
}
