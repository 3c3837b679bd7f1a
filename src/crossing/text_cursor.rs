//! Takes apart texts that crossed the boundary as one.

use crate::boundary::Text;

/// Cuts a text by UTF-16 lengths.
pub struct TextCursor<'a> {
    rest: &'a str,
    at: usize,
    is_ascii: bool,
}

impl<'a> TextCursor<'a> {
    /// At the start of a text.
    pub fn new(text: &'a Text) -> TextCursor<'a> {
        TextCursor { rest: text.as_str(), at: 0, is_ascii: text.as_str().is_ascii() }
    }

    /// How many code units were taken.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The next `length` code units; `None` for a negative length.
    pub fn take(&mut self, length: f64) -> Option<&'a str> {
        if length < 0.0 {
            return None;
        }
        let length = length as usize;
        // A length may be anything; what is longer than the text ends with it.
        self.at = self.at.saturating_add(length);
        let bytes = if self.is_ascii { length } else { utf8_prefix(self.rest, length) };
        let (head, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.rest = rest;
        Some(head)
    }
}

/// How many bytes the first `units` UTF-16 code units of a text have.
fn utf8_prefix(text: &str, units: usize) -> usize {
    let mut counted = 0;
    for (at, c) in text.char_indices() {
        if counted >= units {
            return at;
        }
        counted += c.len_utf16();
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_by_utf16_lengths() {
        let mut cursor = TextCursor { rest: "aé😀zb", at: 0, is_ascii: false };
        assert_eq!(cursor.take(2.0), Some("aé"));
        assert_eq!(cursor.take(-1.0), None);
        assert_eq!(cursor.take(2.0), Some("😀"));
        assert_eq!(cursor.take(0.0), Some(""));
        assert_eq!(cursor.take(2.0), Some("zb"));
        assert_eq!(cursor.take(9.0), Some(""));
    }

    #[test]
    fn a_length_may_be_anything() {
        for is_ascii in [false, true] {
            let mut cursor = TextCursor { rest: "ab", at: 0, is_ascii };
            assert_eq!((cursor.take(f64::NAN), cursor.at()), (Some(""), 0));
            assert_eq!((cursor.take(0.9), cursor.take(-0.0), cursor.at()), (Some(""), Some(""), 0));
            assert_eq!((cursor.take(f64::INFINITY), cursor.at()), (Some("ab"), usize::MAX));
            assert_eq!((cursor.take(f64::INFINITY), cursor.take(1e300), cursor.at()), (Some(""), Some(""), usize::MAX));
        }
    }
}
