//! Reads a jar's text in the very form in which `push_serialized_jar` and `JSON.stringify(jar)` write one with default options and without
//! escapes: keys in their order, no white space. That is nearly every jar of a session's state, and takes a third of the time of JSON in general.

use std::borrow::Cow;

use super::json_field::Field;
use super::serialized_cookie::Recent;
use super::serialized_json::SerializedCookie;
use super::serialized_text::{COOKIE_TEXT, HEAD};
use super::writer::Writer;
use crate::jar::options::JarOptions;
use crate::jar::rules::RuleSet;
use crate::jar::store::stored::StoredCookie;
use crate::jar::text::{has, split_at};

/// The longest number that is read here, in digits: all of them are exact.
const MOST_DIGITS: usize = 15;

/// A jar that was read.
#[derive(Debug)]
pub struct WrittenJar {
    /// Its options.
    pub options: JarOptions,
    /// Its cookies in their order, without those that can't be filed.
    pub stored: Vec<StoredCookie>,
    /// Bytes of its text.
    pub len: usize,
}

/// Reads the jar with which a text begins; `None` if it has another form, which tells nothing about it. `now` is in milliseconds.
pub fn read_written_jar(text: &str, rule_set: RuleSet, now: i64) -> Option<WrittenJar> {
    // One look at all of it costs less than one at each string.
    if has(text, |byte| (byte < b' ') | (byte == b'\\')) {
        return None;
    }
    let mut cursor = Cursor { rest: text.strip_prefix(HEAD)? };
    let options = JarOptions::of(rule_set);
    let (mut stored, mut recent) = (Vec::with_capacity(text.len() / COOKIE_TEXT + 1), Recent::default());
    if !cursor.eat("]}") {
        loop {
            stored.extend(cursor.cookie()?.to_stored(now, Writer::Later, &options, &mut recent));
            if !cursor.eat(",") {
                break;
            }
        }
        cursor.expect("]}")?;
    }
    Some(WrittenJar { options, stored, len: text.len() - cursor.rest.len() })
}

/// A place in the text.
struct Cursor<'a> {
    rest: &'a str,
}

impl<'a> Cursor<'a> {
    /// Steps over this, if it comes next.
    #[inline]
    fn eat(&mut self, expected: &str) -> bool {
        match self.rest.strip_prefix(expected) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    #[inline]
    fn expect(&mut self, expected: &str) -> Option<()> {
        self.eat(expected).then_some(())
    }

    /// The rest of a string whose first quote was stepped over.
    #[inline]
    fn string(&mut self) -> Option<Field<'a>> {
        let (text, rest) = split_at(self.rest, b'"')?;
        self.rest = rest;
        Some(Field::Text(Cow::Borrowed(text)))
    }

    /// A string and a comma after it, behind this key.
    #[inline]
    fn string_of(&mut self, key: &str) -> Option<Field<'a>> {
        self.expect(key)?;
        let text = self.string()?;
        self.expect(",")?;
        Some(text)
    }

    /// The same, which may be left out.
    #[inline]
    fn string_if_any(&mut self, key: &str) -> Option<Field<'a>> {
        match self.rest.starts_with(key) {
            true => self.string_of(key),
            false => Some(Field::Other),
        }
    }

    /// A flag, which is left out if it is not set.
    #[inline]
    fn flag(&mut self, text: &str) -> Field<'a> {
        match self.eat(text) {
            true => Field::Bool(true),
            false => Field::Other,
        }
    }

    fn cookie(&mut self) -> Option<SerializedCookie<'a>> {
        self.expect("{")?;
        // The fields are evaluated as they stand here.
        let cookie = SerializedCookie {
            key: self.string_if_any("\"key\":\"")?,
            value: self.string_if_any("\"value\":\"")?,
            expires: self.string_if_any("\"expires\":\"")?,
            max_age: if self.eat("\"maxAge\":") { self.whole_number()? } else { Field::Other },
            domain: self.string_of("\"domain\":\"")?,
            path: self.string_of("\"path\":\"")?,
            secure: self.flag("\"secure\":true,"),
            http_only: self.flag("\"httpOnly\":true,"),
            extensions: if self.eat("\"extensions\":[") { self.list()? } else { Field::Other },
            host_only: self.host_only()?,
            path_is_default: self.flag("\"pathIsDefault\":true,"),
            creation: self.string_of("\"creation\":\"")?,
            last_accessed: self.eat("\"lastAccessed\":\"").then(|| self.string())??,
            same_site: if self.eat(",\"sameSite\":\"") { self.string()? } else { Field::Other },
        };
        self.expect("}")?;
        Some(cookie)
    }

    fn host_only(&mut self) -> Option<Field<'a>> {
        let host_only = self.eat("\"hostOnly\":true,");
        (host_only || self.eat("\"hostOnly\":false,")).then_some(Field::Bool(host_only))
    }

    /// A positive number without a fraction, and a comma after it.
    fn whole_number(&mut self) -> Option<Field<'a>> {
        let (digits, rest) = split_at(self.rest, b',')?;
        let is_whole =
            digits.len() <= MOST_DIGITS && !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit());
        let number: u64 = digits.parse().ok().filter(|_| is_whole)?;
        self.rest = rest;
        Some(Field::Number(number as f64))
    }

    /// The rest of a list of strings, which is not empty, whose bracket was stepped over, and a comma after it.
    fn list(&mut self) -> Option<Field<'a>> {
        let mut items = Vec::new();
        loop {
            self.expect("\"")?;
            let Field::Text(text) = self.string()? else { return None };
            items.push(Some(text));
            if self.eat("],") {
                return Some(Field::List(items));
            }
            self.expect(",")?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jar::persist::serialized::read_jar;
    use crate::jar::persist::serialized_text::push_serialized_jar;
    use crate::jar::testing::{chrome, put, SITE};
    use crate::jar::Jar;

    const LINES: [&str; 9] = [
        "a=1; Domain=site.example",
        "b=2; Path=/deep; Secure; HttpOnly; SameSite=Lax; Max-Age=60; Expires=Wed, 01 Jan 2031 00:00:00 GMT",
        "g=2; Path=/deep; SameSite=None; Secure; Max-Age=315360000; Priority=High; x=y",
        "c; Max-Age=1",
        "d=",
        "é=\u{FC}; Expires=Wed, 01 Jan 2031 00:00:00 GMT",
        "__Host-p=1; Path=/; Secure; Partitioned",
        "e=1; Domain=site.example; Priority=Low",
        "f=1",
    ];

    fn text(lines: &[&str]) -> String {
        let mut jar = chrome();
        for (index, line) in lines.iter().enumerate() {
            put(&mut jar, line, SITE, 1_000 * index as i64).unwrap();
        }
        let mut out = String::new();
        push_serialized_jar(&mut out, &jar.cookies());
        out
    }

    /// What a jar with these cookies is written as.
    fn again(options: JarOptions, mut stored: Vec<StoredCookie>) -> String {
        let mut jar = Jar::with_options(options);
        jar.store_mut().insert_all(&mut stored);
        let mut out = String::new();
        push_serialized_jar(&mut out, &jar.cookies());
        out
    }

    #[test]
    fn what_was_written_is_read_as_json_in_general_is() {
        for lines in [&LINES[..], &LINES[..1], &[]] {
            let text = text(lines);
            let read = read_written_jar(&format!("{text},\"more\":1"), RuleSet::Chrome, 9).unwrap();
            let (options, stored) = read_jar(&text, RuleSet::Chrome, 9).unwrap();
            assert_eq!((&read.options, read.stored.len(), read.len), (&options, stored.len(), text.len()));
            assert_eq!(again(read.options, read.stored), text);
            assert_eq!(again(options, stored), text);
        }
    }

    #[test]
    fn a_cookie_that_cannot_be_filed_does_not_cost_the_others() {
        let text = text(&LINES).replacen("\"domain\":\"site.example\"", "\"domain\":\"a b\"", 1);
        let (_, stored) = read_jar(&text, RuleSet::Chrome, 9).unwrap();
        let read = read_written_jar(&text, RuleSet::Chrome, 9).unwrap();
        assert_eq!((read.stored.len(), stored.len()), (LINES.len() - 1, LINES.len() - 1));
    }

    #[test]
    fn any_other_form_is_left_to_json() {
        let text = text(&LINES);
        for (from, to) in [
            ("@6.1.0", "@3.0.1"),
            ("\"maxAge\":60", "\"maxAge\":060"),
            ("\"maxAge\":60", "\"maxAge\":-60"),
            ("\"maxAge\":60", "\"maxAge\":6.5"),
            ("\"maxAge\":60", "\"maxAge\":\"Infinity\""),
            ("\"maxAge\":60", "\"maxAge\":6000000000000000"),
            ("\"maxAge\":60", "\"maxAge\":"),
            ("\"key\":\"a\"", "\"key\":\"\\u0061\""),
            ("\"key\":\"a\"", "\"key\":\"a\u{1F}\""),
            ("\"key\":\"a\"", "\"key\":\"a\",\"key\":\"b\""),
            ("\"key\":\"a\"", "\"key\": \"a\""),
            ("\"key\":\"a\"", "\"name\":\"a\""),
            ("\"key\":\"a\"", "\"key\":7"),
            ("\"secure\":true", "\"secure\":false"),
            ("\"hostOnly\":true", "\"hostOnly\":null"),
            ("[\"Priority=High\"", "[\"Priority=High\",7"),
            ("[\"Priority=High\"", "[[\"Priority=High\"]"),
            ("\"lastAccessed\"", "\"lastAccess\""),
            ("},{", "},null,{"),
            ("},{", "}{"),
            ("]}", "],\"rules\":\"chrome\"}"),
            ("]}", ",]}"),
        ] {
            let changed = text.replacen(from, to, 1);
            // The last one of the jar's end, not of a list.
            let changed = if from == "]}" { format!("{}{to}", text.strip_suffix(from).unwrap()) } else { changed };
            assert_ne!(changed, text, "{from}");
            assert!(read_written_jar(&changed, RuleSet::Chrome, 9).is_none(), "{from} {to}");
        }
        for end in 0..text.len() {
            let cut = text.char_indices().map(|(at, _)| at).rfind(|&at| at <= end).unwrap();
            assert!(read_written_jar(&text[..cut], RuleSet::Chrome, 9).is_none(), "{cut}");
        }
    }
}
