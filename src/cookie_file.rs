//! Cookie files; `js/files/` uses them.

use std::cell::RefCell;

use crawler_session_core::cookie_file::entry::FileCookie;
use crawler_session_core::cookie_file::file::{CookieFile, Unreadable};
use crawler_session_core::cookie_file::format::Format;
use crawler_session_core::cookie_file::writer::FileWriter;
use crawler_session_core::jar::parse::browser_record::Filing;
use crawler_session_core::jar::request::request_url::RequestUrl;
use napi_derive::napi;

use crate::boundary::json::json_text;
use crate::boundary::{Numbers, OutText, Text};
use crate::crossing::browser_records::read_browser_records;
use crate::crossing::cookie_files::told;
use crate::crossing::layout::packed_cookies::HEAD;
use crate::crossing::packed_cookies::PackedCookies;
use crate::crossing::refusals::Refusals;

/// Numbers of the longest row of a cookie.
const LONGEST_ROW: usize = HEAD as usize + 2;

/// A cookie file that is being read. Its cookies are handed out a few at a time: all of them at once, as text and as objects, would take
/// several times the memory.
#[napi]
pub struct CookieFileReader {
    file: RefCell<Result<CookieFile, Unreadable>>,
}

#[napi]
impl CookieFileReader {
    /// Of a text, in the format of this name or, if it is empty, the one that the text has. Cookies that don't say where they are from are
    /// from `url`.
    #[napi(constructor, catch_unwind)]
    pub fn new(text: Text, format: Text, url: Option<Text>, now: f64) -> CookieFileReader {
        let url = url.and_then(|url| RequestUrl::parse(url.as_str()).ok());
        let format = Format::of_name(format.as_str());
        CookieFileReader { file: RefCell::new(CookieFile::open(text.into_string(), format, url, now as i64)) }
    }

    /// The name of the format; of a text that can't be read, `?` if it is none that is known, and `@` if a URL is missing.
    #[napi(catch_unwind)]
    pub fn format(&self) -> OutText {
        let name = match &*self.file.borrow() {
            Ok(file) => file.format().name(),
            Err(Unreadable::Unknown) => "?",
            Err(Unreadable::NoUrl) => "@",
        };
        OutText(name.to_owned())
    }

    /// The text of the browser rows of the next cookies, as many as fit into the array; `null` at the end.
    #[napi(catch_unwind)]
    pub fn read(&self, mut numbers: Numbers) -> Option<OutText> {
        let mut file = self.file.borrow_mut();
        let Ok(file) = &mut *file else { return None };
        let numbers = numbers.as_mut_slice();
        let room = numbers.len().saturating_sub(1) / LONGEST_ROW;
        let mut packed = PackedCookies::new(0, numbers);
        let mut count = 0;
        while count < room && file.next(|cookie| packed.push_file_cookie(cookie)) {
            count += 1;
        }
        (count > 0).then(|| OutText(packed.finish()))
    }

    /// Ends the reading. Returns JSON `[problems, origins]`.
    #[napi(catch_unwind)]
    pub fn finish(&self) -> OutText {
        let Ok(file) = self.file.replace(Err(Unreadable::Unknown)) else { return OutText("[[],null]".to_owned()) };
        let problems: Vec<_> = file.problems().list().map(|problem| told(&problem)).collect();
        OutText(["[", &json_text(&problems), ",", file.origins().unwrap_or("null"), "]"].concat())
    }
}

/// Writes a file of a browser's packed cookies, in the format of this name; `origins` is the JSON of Playwright's. Returns `+` and the text, or
/// `!` and the refusals as JSON.
#[napi(catch_unwind)]
pub fn format_cookie_file(
    texts: Text,
    numbers: &[f64],
    format: Text,
    origins: Option<Text>,
    now: f64,
) -> Option<OutText> {
    let mut writer = FileWriter::new(Format::of_name(format.as_str())?)?;
    let mut refusals = Refusals::default();
    let mut filing = Filing::default();
    for (index, record) in read_browser_records(&texts, numbers).iter().enumerate() {
        match FileCookie::of_record(record, None, &mut filing) {
            Ok(cookie) => writer.push(&cookie, now as i64),
            Err(rejection) => refusals.push_record(index, &rejection, record, None),
        }
    }
    Some(match refusals.finish() {
        Some(OutText(refused)) => OutText(format!("!{refused}")),
        None => OutText(format!("+{}", writer.finish(origins.as_ref().map(Text::as_str)))),
    })
}
