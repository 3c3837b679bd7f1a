//! The other half of `js/crossing/packed-cookies.js`: packs cookies on their way out, one text and a row of numbers for each cookie that
//! says where its parts are in the text.
//!
//! Strings and arrays of numbers cross cheaply, objects don't (20 objects of 8 fields: 28 µs). What a cookie shares with the previous one,
//! its place or a date, is in the text only once.
//!
//! Positions are UTF-16 code units. The numbers go into the caller's array: the first one says how many there are; if there are more than
//! fit, the caller tries again with a larger one.

use std::borrow::Cow;
use std::rc::Rc;

use crawler_session_core::cookie_file::entry::FileCookie;
use crawler_session_core::jar::attributes::SameSite;
use crawler_session_core::jar::calendar::MAX_DATE_MS;
use crawler_session_core::jar::parse::browser_record::{seconds, LATEST_EXPIRY};
use crawler_session_core::jar::parse::partition::PartitionKey;
use crawler_session_core::jar::persist::extensions::{extensions_of, visible_extensions_of};
use crawler_session_core::jar::persist::iso_date::push_iso_date;
use crawler_session_core::jar::request::domain::without_brackets;
use crawler_session_core::jar::store::place::Place;
use crawler_session_core::jar::store::stored::StoredCookie;
use crawler_session_core::jar::text::utf16_len;

use super::layout::packed_cookies as layout;
use super::numbers::NumberWriter;
use crate::boundary::text_buffer;

/// The approximate size of a cookie's own text in bytes, for the first allocation.
const COOKIE_TEXT: usize = 64;

/// Writes rows and their text.
pub struct PackedCookies<'a> {
    text: String,
    /// The length of the text in UTF-16 code units.
    length: usize,
    numbers: NumberWriter<'a>,
    /// The place that was written last, by its address, and where it is: start, end of the domain, end of the path.
    place: Option<(*const Place, [usize; 3])>,
    /// Domain and path of the cookie of a file that was written last, and where they are.
    place_in_file: Option<(String, [usize; 3])>,
    /// The dates that were written last, in milliseconds, and where they are.
    dates: [Option<(i64, [usize; 2])>; 3],
}

impl<'a> PackedCookies<'a> {
    /// Room for `cookies`; the numbers go into the caller's array.
    pub fn new(cookies: usize, numbers: &'a mut [f64]) -> PackedCookies<'a> {
        let text = text_buffer::take(cookies * COOKIE_TEXT + 64);
        PackedCookies {
            text,
            length: 0,
            numbers: NumberWriter::new(numbers),
            place: None,
            place_in_file: None,
            dates: [None; 3],
        }
    }

    /// Begins the text with a mark, which belongs to no row.
    pub fn mark(&mut self, mark: char) {
        self.text.push(mark);
        self.length += mark.len_utf16();
    }

    /// The text of all rows.
    pub fn finish(self) -> String {
        self.numbers.finish();
        self.text
    }

    /// A row for Puppeteer and Playwright: flags, start and end of the name, start and end of the value, start of the domain, ends of domain
    /// and path, expiry in seconds (-1 if there is none); start and end of the partition if there is one. The domain has its leading dot unless
    /// the cookie is host-only.
    pub fn push_browser_cookie(&mut self, cookie: &StoredCookie) {
        let partition = cookie.partition();
        let mut flags = attribute_flags(cookie);
        if cookie.same_site() == SameSite::None && !cookie.secure() {
            // Chromium would accept it without an error and not keep the cookie.
            flags &= !(3 << layout::SAME_SITE_SHIFT);
        }
        if let Some(key) = partition {
            flags |= partition_flags(key);
        }
        let expires = cookie.expiry().map_or(-1.0, |expiry| seconds(expiry.min(LATEST_EXPIRY)));
        self.push_head(cookie, flags, expires, true);
        if let Some(key) = partition {
            let [start, end] = self.push_text(key.site());
            self.numbers.push(&[start as f64, end as f64]);
        }
    }

    /// The same row for the cookie of a file.
    pub fn push_file_cookie(&mut self, cookie: &FileCookie<'_>) {
        let parsed = cookie.cookie();
        let mut flags = bit(parsed.secure, layout::SECURE)
            | bit(parsed.http_only, layout::HTTP_ONLY)
            | (parsed.same_site as u32) << layout::SAME_SITE_SHIFT
            | (parsed.priority as u32) << layout::PRIORITY_SHIFT;
        if let Some(key) = &parsed.partition {
            flags |= partition_flags(key);
        }
        let [start, name_end] = self.push_text(&parsed.name);
        let [value_start, value_end] = self.push_text(&parsed.value);
        let [domain_start, domain_end, path_end] = self.push_place_in_file(cookie);
        let positions = [start, name_end, value_start, value_end, domain_start, domain_end, path_end];
        self.numbers.push_one(f64::from(flags));
        self.numbers.push(&positions.map(|at| at as f64));
        self.numbers.push_one(cookie.expiry().unwrap_or(-1.0));
        if let Some(key) = &parsed.partition {
            let [start, end] = self.push_text(key.site());
            self.numbers.push(&[start as f64, end as f64]);
        }
    }

    /// A row of one number: the index in the jar's order, by which a cookie is removed.
    pub fn push_place_in_order(&mut self, cookie: &StoredCookie) {
        self.numbers.push_one(f64::from(cookie.index()));
    }

    /// A row for a `Cookie` object: flags, start and end of the name, start and end of the value, start of the domain, ends of domain and
    /// path, creation and last access in milliseconds, the index in the jar's order counted from 1; Expires in milliseconds and Max-Age in
    /// seconds, each if it is set; if there are extensions, their number, the start of the first and the end of each.
    pub fn push_cookie(&mut self, cookie: &StoredCookie) {
        let extensions = visible_extensions_of(cookie);
        self.push_tough_head(cookie, !extensions.is_empty());
        self.numbers.push(&[clamp_date(cookie.last_access()) as f64, f64::from(cookie.index()) + 1.0]);
        if let Some(expires) = cookie.expires() {
            self.numbers.push_one(clamp_date(expires.div_euclid(1000)) as f64);
        }
        self.push_tough_tail(cookie, &extensions);
    }

    /// The same for tough-cookie's serialized form; after the creation, each date again as the start and the end of its ISO text.
    pub fn push_serialized(&mut self, cookie: &StoredCookie) {
        let extensions = extensions_of(cookie);
        self.push_tough_head(cookie, !extensions.is_empty());
        self.push_date(0, cookie.creation());
        self.push_date(1, cookie.last_access());
        if let Some(expires) = cookie.expires() {
            self.push_date(2, expires.div_euclid(1000));
        }
        self.push_tough_tail(cookie, &extensions);
    }

    fn push_tough_head(&mut self, cookie: &StoredCookie, has_extensions: bool) {
        let mut flags = attribute_flags(cookie);
        if cookie.expires().is_some() {
            flags |= layout::EXPIRES;
        }
        if cookie.max_age().is_some() {
            flags |= layout::MAX_AGE;
        }
        if has_extensions {
            flags |= layout::EXTENSIONS;
        }
        self.push_head(cookie, flags, clamp_date(cookie.creation()) as f64, false);
    }

    fn push_tough_tail(&mut self, cookie: &StoredCookie, extensions: &[Cow<'_, str>]) {
        if let Some(seconds) = cookie.max_age() {
            self.numbers.push_one(seconds);
        }
        if !extensions.is_empty() {
            self.numbers.push(&[extensions.len() as f64, self.length as f64]);
            for extension in extensions {
                let [_, end] = self.push_text(extension);
                self.numbers.push_one(end as f64);
            }
        }
    }

    /// The nine numbers that each row begins with.
    fn push_head(&mut self, cookie: &StoredCookie, flags: u32, time: f64, is_browsers: bool) {
        let [start, name_end, value_start, value_end] = match cookie.is_plain() || is_browsers {
            true => self.push_name_and_value(cookie),
            false => self.push_as_it_came(cookie),
        };
        let [domain_start, domain_end, path_end] = self.push_place(cookie.place(), is_browsers);
        let head: [f64; layout::HEAD as usize] = [
            f64::from(flags),
            start as f64,
            name_end as f64,
            value_start as f64,
            value_end as f64,
            domain_start as f64,
            domain_end as f64,
            path_end as f64,
            time,
        ];
        self.numbers.push(&head);
    }

    /// Name and value with the `=` between them, which belongs to neither.
    fn push_name_and_value(&mut self, cookie: &StoredCookie) -> [usize; 4] {
        let (name, pair) = (cookie.name(), cookie.pair());
        let (name_len, pair_len) =
            if pair.is_ascii() { (name.len(), pair.len()) } else { (utf16_len(name), utf16_len(pair)) };
        let start = self.length;
        self.text.push_str(pair);
        self.length += pair_len;
        let name_end = start + name_len;
        [start, name_end, name_end + usize::from(name_len > 0), self.length]
    }

    /// The same for name and value as they were received.
    fn push_as_it_came(&mut self, cookie: &StoredCookie) -> [usize; 4] {
        let encoding = cookie.encoding();
        let [start, name_end] = self.push_text(&encoding.name.as_it_came(cookie.name()));
        let [value_start, value_end] = self.push_text(&encoding.value.as_it_came(cookie.value()));
        [start, name_end, value_start, value_end]
    }

    /// Domain and path; browsers mark a domain cookie with a dot, and write IPv6 addresses in brackets.
    fn push_place(&mut self, place: &Rc<Place>, is_browsers: bool) -> [usize; 3] {
        let address = Rc::as_ptr(place);
        if let Some((last, at)) = self.place {
            if last == address {
                return at;
            }
        }
        let start = self.length;
        if is_browsers && !place.host_only() {
            self.push_text(".");
        }
        let domain = if is_browsers { place.domain() } else { without_brackets(place.domain()) };
        let [_, domain_end] = self.push_text(domain);
        let [_, path_end] = self.push_text(place.path());
        let at = [start, domain_end, path_end];
        self.place = Some((address, at));
        at
    }

    fn push_place_in_file(&mut self, cookie: &FileCookie<'_>) -> [usize; 3] {
        let dot = if cookie.host_only() { "" } else { "." };
        let (host, path) = (cookie.host(), cookie.path());
        let place = [dot, host, path].concat();
        if let Some((last, at)) = &self.place_in_file {
            // A host has no slash, and a path begins with one.
            if *last == place {
                return *at;
            }
        }
        let [start, end] = self.push_text(&place);
        let at = [start, end - utf16_len(path), end];
        self.place_in_file = Some((place, at));
        at
    }

    /// A date as text. `kind` tells creation, last access and expiry apart: each is usually the same as in the previous cookie, or as one
    /// of the others.
    fn push_date(&mut self, kind: usize, ms: i64) {
        let ms = clamp_date(ms);
        let known = self.dates.iter().flatten().find(|(last, _)| *last == ms).map(|(_, at)| *at);
        let at = known.unwrap_or_else(|| {
            let start = self.length;
            let before = self.text.len();
            push_iso_date(&mut self.text, ms);
            self.length += self.text.len() - before;
            [start, self.length]
        });
        if let Some(last) = self.dates.get_mut(kind) {
            *last = Some((ms, at));
        }
        self.numbers.push(&at.map(|at| at as f64));
    }

    fn push_text(&mut self, text: &str) -> [usize; 2] {
        let start = self.length;
        self.text.push_str(text);
        self.length += utf16_len(text);
        [start, self.length]
    }
}

fn bit(set: bool, flag: u32) -> u32 {
    if set {
        flag
    } else {
        0
    }
}

fn partition_flags(key: &PartitionKey) -> u32 {
    layout::PARTITION | bit(key.is_of_protocol(), layout::PROTOCOL) | (key.ancestor() as u32) << layout::ANCESTOR_SHIFT
}

fn attribute_flags(cookie: &StoredCookie) -> u32 {
    bit(cookie.secure(), layout::SECURE)
        | bit(cookie.http_only(), layout::HTTP_ONLY)
        | bit(cookie.host_only(), layout::HOST_ONLY)
        | bit(cookie.path_is_default(), layout::PATH_IS_DEFAULT)
        | (cookie.same_site() as u32) << layout::SAME_SITE_SHIFT
        | (cookie.priority() as u32) << layout::PRIORITY_SHIFT
}

fn clamp_date(ms: i64) -> i64 {
    ms.clamp(-MAX_DATE_MS, MAX_DATE_MS)
}
