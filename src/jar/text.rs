//! Small rules about text that several steps of the pipeline share.

/// White space as `String.prototype.trim` sees it: Unicode's, with the byte-order mark and without NEL. tough-cookie trims
/// with it, so a value that ends in a no-break space is the same here and there.
pub fn is_js_space(c: char) -> bool {
    c == '\u{FEFF}' || (c != '\u{0085}' && c.is_whitespace())
}

/// Trims as `String.prototype.trim` does.
pub fn trim(text: &str) -> &str {
    // Most texts have nothing to trim, and a look at both ends costs a third of a search.
    match text.as_bytes() {
        [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'] => text,
        _ => text.trim_matches(is_js_space),
    }
}

/// A control character. No cookie carries one (RFC 6265bis section 5.6 step 1); the standard would spare the tab, but neither
/// Chromium nor tough-cookie stores it, and one such cookie makes Chromium refuse all that are set with it.
pub fn is_control(byte: u8) -> bool {
    byte < 0x20 || byte == 0x7F
}

/// The number of UTF-16 code units of a text: what JavaScript calls its length.
pub fn utf16_len(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.chars().map(char::len_utf16).sum()
    }
}
