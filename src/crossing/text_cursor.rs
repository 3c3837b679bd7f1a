//! Takes apart texts that crossed the boundary as one.

use std::mem;

use crate::boundary::Text;

/// Cuts a text by UTF-16 lengths.
///
/// Texts that were joined may make a character that none of them has: one that ends with a high surrogate, before one that begins with a low
/// one. It belongs to neither, and both have a lone surrogate.
pub struct TextCursor<'a> {
    text: &'a Text,
    rest: &'a str,
    at: usize,
    is_ascii: bool,
    /// Half of the character before `rest` was taken.
    is_inside: bool,
    /// Up to where it has been asked for lone surrogates, and whether a character was cut in two since then.
    asked: usize,
    was_cut: bool,
}

impl<'a> TextCursor<'a> {
    /// At the start of a text.
    pub fn new(text: &'a Text) -> TextCursor<'a> {
        let rest = text.as_str();
        TextCursor { text, rest, at: 0, is_ascii: rest.is_ascii(), is_inside: false, asked: 0, was_cut: false }
    }

    /// The next `length` code units; `None` for a negative length.
    #[inline]
    pub fn take(&mut self, length: f64) -> Option<&'a str> {
        if length < 0.0 {
            return None;
        }
        let length = length as usize;
        // A length may be anything; what is longer than the text ends with it.
        self.at = self.at.saturating_add(length);
        if self.is_ascii {
            let (head, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
            self.rest = rest;
            return Some(head);
        }
        Some(if length == 0 { "" } else { self.cut(length) })
    }

    /// Whether what was taken since this was last asked had a lone surrogate.
    pub fn had_lone_surrogate(&mut self) -> bool {
        let start = mem::replace(&mut self.asked, self.at);
        mem::take(&mut self.was_cut) | self.text.has_lone_surrogate(start, self.at)
    }

    /// The next code units, of which the first may be the second half of a character before them, and the last the first half of one.
    fn cut(&mut self, units: usize) -> &'a str {
        let (bytes, is_inside) = utf8_prefix(self.rest, units - usize::from(self.is_inside));
        let (head, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.rest = if is_inside { after_first(rest) } else { rest };
        self.was_cut |= self.is_inside | is_inside;
        self.is_inside = is_inside;
        head
    }
}

/// A text without its first character.
fn after_first(text: &str) -> &str {
    let mut chars = text.chars();
    chars.next();
    chars.as_str()
}

/// How many bytes the characters have that are whole within the first `units` UTF-16 code units of a text, and whether those end inside
/// another one.
fn utf8_prefix(text: &str, units: usize) -> (usize, bool) {
    let mut counted = 0;
    for (at, c) in text.char_indices() {
        if counted >= units {
            return (at, false);
        }
        counted += c.len_utf16();
        if counted > units {
            return (at, true);
        }
    }
    (text.len(), false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_by_utf16_lengths() {
        let text = Text::from("aé😀zb");
        let mut cursor = TextCursor::new(&text);
        assert_eq!(cursor.take(2.0), Some("aé"));
        assert_eq!(cursor.take(-1.0), None);
        assert_eq!(cursor.take(2.0), Some("😀"));
        assert_eq!(cursor.take(0.0), Some(""));
        assert_eq!(cursor.take(2.0), Some("zb"));
        assert_eq!(cursor.take(9.0), Some(""));
        assert!(!cursor.had_lone_surrogate());
    }

    #[test]
    fn a_character_that_two_texts_make_belongs_to_neither() {
        let text = Text::from("aé😀zb");
        let mut cursor = TextCursor::new(&text);
        assert_eq!((cursor.take(2.0), cursor.had_lone_surrogate()), (Some("aé"), false));
        assert_eq!((cursor.take(1.0), cursor.had_lone_surrogate()), (Some(""), true));
        assert_eq!((cursor.take(0.0), cursor.had_lone_surrogate()), (Some(""), false));
        assert_eq!((cursor.take(2.0), cursor.had_lone_surrogate()), (Some("z"), true));
        assert_eq!((cursor.take(1.0), cursor.had_lone_surrogate()), (Some("b"), false));
    }

    #[test]
    fn a_length_may_be_anything() {
        for whole in ["ab", "éb"] {
            let text = Text::from(whole);
            let mut cursor = TextCursor::new(&text);
            assert_eq!((cursor.take(f64::NAN), cursor.at), (Some(""), 0));
            assert_eq!((cursor.take(0.9), cursor.take(-0.0), cursor.at), (Some(""), Some(""), 0));
            assert_eq!((cursor.take(f64::INFINITY), cursor.at), (Some(whole), usize::MAX));
            assert_eq!((cursor.take(f64::INFINITY), cursor.take(1e300), cursor.at), (Some(""), Some(""), usize::MAX));
        }
    }
}
