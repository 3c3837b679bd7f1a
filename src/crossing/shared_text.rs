//! The other half of `js/crossing/shared-text.js`: a text that may be the same in many rows, which then crosses once.

use super::layout::shared_text as layout;
use super::text_cursor::TextCursor;

/// The text of the last row.
#[derive(Default)]
pub struct SharedText<'a> {
    text: Option<&'a str>,
    had_lone_surrogate: bool,
}

impl<'a> SharedText<'a> {
    /// The text of a row, if there is one, for what stands there in place of its length.
    #[inline]
    pub fn take(&mut self, cursor: &mut TextCursor<'a>, length: f64) -> Option<&'a str> {
        if length != f64::from(layout::SAME) {
            self.text = cursor.take(length);
            self.had_lone_surrogate = cursor.had_lone_surrogate();
        }
        self.text
    }

    /// Whether it had a lone surrogate where it was read.
    pub fn had_lone_surrogate(&self) -> bool {
        self.had_lone_surrogate
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boundary::Text;

    const SAME: f64 = layout::SAME as f64;

    #[test]
    fn a_text_is_that_of_the_row_before_until_there_is_another() {
        let text = Text::from("abcd");
        let (mut cursor, mut shared) = (TextCursor::new(&text), SharedText::default());
        let taken: Vec<_> =
            [SAME, 3.0, SAME, 1.0, -1.0, SAME].map(|length| shared.take(&mut cursor, length)).into_iter().collect();
        assert_eq!(taken, [None, Some("abc"), Some("abc"), Some("d"), None, None]);
    }

    #[test]
    fn a_text_with_half_a_character_has_it_in_every_row() {
        let text = Text::from("a\u{1f600}b");
        let (mut cursor, mut shared) = (TextCursor::new(&text), SharedText::default());
        shared.take(&mut cursor, 2.0);
        assert!(shared.had_lone_surrogate());
        shared.take(&mut cursor, SAME);
        assert!(shared.had_lone_surrogate());
        cursor.take(1.0);
        cursor.had_lone_surrogate();
        shared.take(&mut cursor, 1.0);
        assert!(!shared.had_lone_surrogate());
    }
}
