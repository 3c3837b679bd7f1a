//! Takes JSON apart where it stands, without making a tree of it: a file may be large, end early or be broken in the middle, and what is
//! before that counts.

use std::borrow::Cow;

use serde::de::IgnoredAny;

use super::problem::Fault;
use crate::jar::rejection::Rejection;

/// From here on, it is not JSON.
#[derive(Debug, PartialEq, Eq)]
pub struct Broken;

/// Walks through a list or an object.
#[derive(Debug)]
pub struct Walk {
    at: usize,
    close: u8,
    is_first: bool,
    is_over: bool,
}

impl Walk {
    /// Through the list that begins here.
    pub fn list(text: &str, at: usize) -> Option<Walk> {
        Walk::open(text, at, b'[', b']')
    }

    /// Through the object that begins here.
    pub fn object(text: &str, at: usize) -> Option<Walk> {
        Walk::open(text, at, b'{', b'}')
    }

    fn open(text: &str, at: usize, open: u8, close: u8) -> Option<Walk> {
        (text.as_bytes().get(at) == Some(&open)).then_some(Walk { at: at + 1, close, is_first: true, is_over: false })
    }

    /// Where it is: at a value after `next_key`, behind the whole at the end.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The same, to be moved with the text.
    pub fn at_mut(&mut self) -> &mut usize {
        &mut self.at
    }

    /// The next value of a list; `None` at its end.
    pub fn next_item<'t>(&mut self, text: &'t str) -> Option<Result<&'t str, Broken>> {
        match self.step(text)? {
            Ok(()) => Some(self.value(text)),
            Err(Broken) => Some(Err(Broken)),
        }
    }

    /// The next key of an object; `None` at its end. Its value is then read by `value`.
    pub fn next_key<'t>(&mut self, text: &'t str) -> Option<Result<Cow<'t, str>, Broken>> {
        match self.step(text)? {
            Ok(()) => Some(self.key(text)),
            Err(Broken) => Some(Err(Broken)),
        }
    }

    /// The value that begins here, as it is written.
    pub fn value<'t>(&mut self, text: &'t str) -> Result<&'t str, Broken> {
        let start = self.at;
        let rest = text.get(start..).unwrap_or_default();
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<IgnoredAny>();
        match values.next() {
            Some(Ok(_)) => {
                self.at = start + values.byte_offset();
                text.get(start..self.at).ok_or(Broken)
            }
            _ => self.broken(),
        }
    }

    fn key<'t>(&mut self, text: &'t str) -> Result<Cow<'t, str>, Broken> {
        let raw = self.value(text)?;
        let key = if raw.starts_with('"') { string(raw).unwrap_or_default() } else { return self.broken() };
        self.at = skip_space(text, self.at);
        if text.as_bytes().get(self.at) != Some(&b':') {
            return self.broken();
        }
        self.at = skip_space(text, self.at + 1);
        Ok(key)
    }

    /// Goes to the next value; `None` at the end.
    fn step(&mut self, text: &str) -> Option<Result<(), Broken>> {
        if self.is_over {
            return None;
        }
        let bytes = text.as_bytes();
        let mut at = skip_space(text, self.at);
        if bytes.get(at) == Some(&self.close) {
            self.at = at + 1;
            self.is_over = true;
            return None;
        }
        if !self.is_first {
            if bytes.get(at) != Some(&b',') {
                return Some(self.broken());
            }
            at = skip_space(text, at + 1);
        }
        self.is_first = false;
        self.at = at;
        Some(Ok(()))
    }

    fn broken<T>(&mut self) -> Result<T, Broken> {
        self.is_over = true;
        Err(Broken)
    }
}

/// The values of an object under these names, as they are written. Of a name that is there twice, the last one counts, as in JavaScript.
pub fn members<'t, const N: usize>(object: &'t str, names: [&str; N]) -> Result<[Option<&'t str>; N], Fault> {
    let mut values = [None; N];
    let mut walk = Walk::object(object, 0).ok_or_else(|| Fault::NotAnObject(type_of(object)))?;
    while let Some(key) = walk.next_key(object) {
        let (Ok(key), Ok(value)) = (key, walk.value(object)) else { return Err(Fault::Broken) };
        if let Some((_, found)) = names.iter().zip(&mut values).find(|(name, _)| **name == key) {
            *found = Some(value);
        }
    }
    Ok(values)
}

/// Where the next thing begins that is not white space.
pub fn skip_space(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).count()
}

/// What `typeof` would say of a value.
pub fn type_of(raw: &str) -> &'static str {
    match raw.as_bytes().first() {
        Some(b'"') => "string",
        Some(b't' | b'f') => "boolean",
        Some(b'n') => "null",
        Some(b'{' | b'[') => "object",
        _ => "number",
    }
}

/// The text of a string.
pub fn string(raw: &str) -> Option<Cow<'_, str>> {
    let inner = raw.strip_prefix('"')?.strip_suffix('"')?;
    if !inner.contains('\\') {
        return Some(Cow::Borrowed(inner));
    }
    // It fails for the escape of a lone surrogate.
    serde_json::from_str(raw).ok().map(Cow::Owned)
}

/// The text of a field that may be absent or `null`.
pub fn optional_text<'t>(raw: Option<&'t str>, field: &'static str) -> Result<Option<Cow<'t, str>>, Fault> {
    match raw.map(|raw| (type_of(raw), raw)) {
        None | Some(("null", _)) => Ok(None),
        Some(("string", raw)) => match string(raw) {
            Some(text) => Ok(Some(text)),
            None => Err(Fault::Rejected(Rejection::InvalidCharacter(field))),
        },
        Some((got, _)) => Err(Fault::Type { field, expected: "a string", got }),
    }
}

/// The text of a field that must be there.
pub fn required_text<'t>(raw: Option<&'t str>, field: &'static str) -> Result<Cow<'t, str>, Fault> {
    let got = if raw.is_none() { "undefined" } else { "null" };
    optional_text(raw, field)?.ok_or(Fault::Type { field, expected: "a string", got })
}

/// Whether JavaScript would count a value as true.
pub fn is_truthy(raw: Option<&str>) -> bool {
    match raw {
        None | Some("false" | "null" | "\"\"") => false,
        Some(raw) => type_of(raw) != "number" || raw.parse().is_ok_and(|number: f64| number != 0.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &str) -> (Vec<&str>, bool) {
        let mut walk = Walk::list(text, 0).unwrap();
        let mut found = Vec::new();
        while let Some(item) = walk.next_item(text) {
            match item {
                Ok(item) => found.push(item),
                Err(Broken) => return (found, false),
            }
        }
        (found, true)
    }

    #[test]
    fn what_is_before_the_broken_part_is_read() {
        for (text, expected, is_whole) in [
            ("[]", vec![], true),
            ("[ 1 ,\"a]\" , {\"b\":[2]} ]x", vec!["1", "\"a]\"", "{\"b\":[2]}"], true),
            ("[1,2", vec!["1", "2"], false),
            ("[1,", vec!["1"], false),
            ("[1 2]", vec!["1"], false),
            ("[1,]", vec!["1"], false),
            ("[{\"a\":1},{\"b\":", vec!["{\"a\":1}"], false),
            ("[", vec![], false),
        ] {
            assert_eq!(items(text), (expected, is_whole), "{text}");
        }
    }

    #[test]
    fn depth_costs_no_stack() {
        let deep = format!("[{}1{}]", "[".repeat(1 << 20), "]".repeat(1 << 20));
        assert_eq!(items(&deep).0.len(), 1);
    }

    #[test]
    fn keys_and_values_are_found_whatever_is_escaped() {
        let text = r#"{ "a\u0062" : "\ud83d\ude00", "\ud800":1, "c":null }"#;
        let mut walk = Walk::object(text, 0).unwrap();
        let mut found = Vec::new();
        while let Some(key) = walk.next_key(text) {
            found.push((key.unwrap().into_owned(), walk.value(text).unwrap()));
        }
        assert_eq!(found, [("ab".to_owned(), r#""\ud83d\ude00""#), (String::new(), "1"), ("c".to_owned(), "null")]);
        assert_eq!(string(r#""\ud83d\ude00""#).as_deref(), Some("😀"));
        assert_eq!(string(r#""\ud800""#), None);
    }

    #[test]
    fn what_is_true_is_what_javascript_counts_as_true() {
        for (raw, expected) in [
            ("true", true),
            ("false", false),
            ("0", false),
            ("-0.0", false),
            ("1", true),
            ("\"\"", false),
            ("\"false\"", true),
            ("null", false),
            ("{}", true),
        ] {
            assert_eq!(is_truthy(Some(raw)), expected, "{raw}");
        }
    }
}
