//! Small rules about text that several steps of the pipeline share.

/// White space as `String.prototype.trim` sees it: Unicode's, with the byte-order mark and without NEL. tough-cookie trims
/// with it, so a value that ends in a no-break space is the same here and there.
pub fn is_js_space(c: char) -> bool {
    c == '\u{FEFF}' || (c != '\u{0085}' && c.is_whitespace())
}

/// Trims as `String.prototype.trim` does.
pub fn trim(text: &str) -> &str {
    text.trim_matches(is_js_space)
}

/// A control character that no cookie carries (RFC 6265bis section 5.6 step 1): all but the tab.
pub fn is_forbidden_control(byte: u8) -> bool {
    matches!(byte, 0x00..=0x08 | 0x0A..=0x1F | 0x7F)
}

/// The number of UTF-16 code units of a text: what JavaScript calls its length.
pub fn utf16_len(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.chars().map(char::len_utf16).sum()
    }
}
