//! Small rules about text that several steps of the pipeline share.

/// White space as `String.prototype.trim` sees it: Unicode's, with the byte-order mark and without NEL.
pub fn is_js_space(c: char) -> bool {
    c == '\u{FEFF}' || (c != '\u{0085}' && c.is_whitespace())
}

/// Trims as `String.prototype.trim` does.
pub fn trim_js(text: &str) -> &str {
    text.trim_matches(is_js_space)
}

/// Takes space and tab off both ends, and nothing else (RFC 6265 section 5.2): the last octet of `città` in UTF-8 is a no-break space in
/// Latin-1.
pub fn trim(text: &str) -> &str {
    // Most texts have nothing to trim but one space before them, and a look at both ends costs a third of a search.
    let text = text.strip_prefix(' ').unwrap_or(text);
    match text.as_bytes() {
        [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'] => text,
        _ => text.trim_matches([' ', '\t']),
    }
}

/// A control character. No cookie carries one (RFC 6265bis section 5.6 step 1); the standard would spare the tab, but neither
/// Chromium nor tough-cookie stores it, and one such cookie makes Chromium refuse all that are set with it.
pub fn is_control(byte: u8) -> bool {
    (byte < 0x20) | (byte == 0x7F)
}

/// Whether a byte of a text is of a kind. Looks at all of them, which the compiler does many at once; a search that stops at the first is
/// slower where nothing is found.
pub fn has(text: &str, is_of_kind: impl Fn(u8) -> bool) -> bool {
    text.bytes().fold(false, |found, byte| found | is_of_kind(byte))
}

/// Splits at the first of an ASCII character. Its pieces are mostly too short for the search of `str::split_once` to pay.
pub fn split_at(text: &str, separator: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == separator)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// The number of UTF-16 code units of a text: what JavaScript calls its length.
pub fn utf16_len(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.chars().map(char::len_utf16).sum()
    }
}

/// Whether a text has no space at its ends.
pub fn is_trimmed(text: &str) -> bool {
    text.trim_matches(' ').len() == text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_space_and_tab_are_trimmed() {
        assert_eq!(trim(" \t a b\t "), "a b");
        assert_eq!(trim(" "), "");
        let spaces = (0..=0x3000).chain([0xFEFF]).filter_map(char::from_u32).filter(|&c| is_js_space(c));
        for space in spaces.filter(|c| !matches!(c, ' ' | '\t')) {
            let text = format!("{space}a{space}");
            assert_eq!(trim(&format!(" {text}\t")), text, "{space:?}");
            assert_eq!(trim_js(&text), "a");
        }
    }
}
