//! Cookie files of each format: read, written in every format, and read again. The first byte chooses the format (0: the one that it has).
#![no_main]

use crawler_session_core::cookie_file::entry::FileCookie;
use crawler_session_core::cookie_file::file::CookieFile;
use crawler_session_core::cookie_file::format::Format;
use crawler_session_core::cookie_file::writer::{FileWriter, WRITTEN};
use crawler_session_core::jar::request::request_url::RequestUrl;
use crawler_session_fuzz::input::{chosen, text_of, Choice, NOW};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    if let Some((choice, rest)) = chosen(input) {
        run(choice, text_of(rest));
    }
});

fn open(text: String, format: Option<Format>) -> Option<CookieFile> {
    let url = RequestUrl::parse("https://www.page.example/dir/page").ok();
    CookieFile::open(text, format, url, NOW).ok()
}

fn run(choice: Choice, text: String) {
    let format = Format::NAMES.get(choice.digit().wrapping_sub(1)).map(|(format, _)| *format);
    let Some(mut file) = open(text, format) else { return };
    let mut writers: Vec<(Format, FileWriter)> =
        WRITTEN.into_iter().filter_map(|format| Some((format, FileWriter::new(format)?))).collect();
    let mut seen = Seen::default();
    while file.next(|cookie| {
        seen.note(cookie);
        writers.iter_mut().for_each(|(_, writer)| writer.push(cookie, NOW));
    }) {}
    file.problems().list().for_each(|problem| assert!(!problem.fault.to_string().is_empty()));
    let origins = file.origins().map(str::to_owned);
    for (format, writer) in writers {
        check(format, writer.finish(origins.as_deref()), &seen);
    }
}

/// What was read of a file.
#[derive(Default)]
struct Seen {
    count: usize,
    first_party: usize,
    /// What is no ASCII is written as text, and read from a header or a `cookies.txt` by guessing.
    is_ascii: bool,
}

impl Seen {
    fn note(&mut self, cookie: &FileCookie<'_>) {
        let parsed = cookie.cookie();
        let is_ascii = parsed.name.is_ascii() && parsed.value.is_ascii();
        self.is_ascii = is_ascii && (self.is_ascii || self.count == 0);
        self.count += 1;
        self.first_party += usize::from(cookie.is_first_party());
    }
}

/// Checks that what was written is read, and then written as the same text.
fn check(format: Format, written: String, seen: &Seen) {
    // A header has the cookies of one site; two of one name are one cookie there.
    if format == Format::Header || (format == Format::Netscape && !seen.is_ascii) {
        open(written, Some(format)).into_iter().for_each(|mut file| while file.next(|_| ()) {});
        return;
    }
    let (count, again) = rewritten(format, &written);
    assert_eq!(count, if format == Format::Netscape { seen.first_party } else { seen.count }, "{written}");
    if format == Format::ToughCookie {
        // Who reads a jar makes a cookie of a public suffix one of that host alone.
        assert_eq!(rewritten(format, &again), (count, again));
    } else {
        assert_eq!(again, written);
    }
}

/// How many cookies are in a file, and what is written of them.
fn rewritten(format: Format, text: &str) -> (usize, String) {
    let mut file = open(text.to_owned(), Some(format)).unwrap_or_else(|| panic!("not read again: {text}"));
    let mut writer = FileWriter::new(format).unwrap_or_else(|| panic!("{format:?} is not written"));
    let mut count = 0;
    while file.next(|cookie| {
        count += 1;
        writer.push(cookie, NOW);
    }) {}
    let problems: Vec<_> = file.problems().list().collect();
    assert!(problems.is_empty(), "{problems:?} {text}");
    (count, writer.finish(file.origins()))
}
