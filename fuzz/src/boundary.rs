//! The text of the addon's `boundary` without Node-API: as much of it as the files in `src/crossing` ask for.

/// A JavaScript string as an argument.
pub struct Text {
    text: String,
    lone_surrogates: Vec<usize>,
}

impl Text {
    /// A text in which each U+FFFD stands for a lone surrogate.
    pub fn new(text: String) -> Text {
        let mut lone_surrogates = Vec::new();
        let mut at = 0;
        for c in text.chars() {
            if c == '\u{FFFD}' {
                lone_surrogates.push(at);
            }
            at += c.len_utf16();
        }
        Text { text, lone_surrogates }
    }

    /// The text, with U+FFFD in place of each lone surrogate.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether there was a lone surrogate among the UTF-16 code units from `start` up to, but not including, `end`.
    pub fn has_lone_surrogate(&self, start: usize, end: usize) -> bool {
        self.lone_surrogates.iter().any(|at| (start..end).contains(at))
    }
}
