//! Small text functions that several steps share.

/// White space as `String.prototype.trim` defines it: Unicode's, plus the byte-order mark, minus NEL.
pub fn is_js_space(c: char) -> bool {
    c == '\u{FEFF}' || (c != '\u{0085}' && c.is_whitespace())
}

/// Trims as `String.prototype.trim` does.
pub fn trim_js(text: &str) -> &str {
    text.trim_matches(is_js_space)
}

/// Trims spaces and tabs at both ends, and nothing else (RFC 6265 section 5.2): the last octet of `città` in UTF-8 is a no-break space in
/// Latin-1.
pub fn trim(text: &str) -> &str {
    // Most texts have only a leading space to trim, if any, and checking both ends costs a third of a search.
    let text = text.strip_prefix(' ').unwrap_or(text);
    match text.as_bytes() {
        [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'] => text,
        _ => text.trim_matches([' ', '\t']),
    }
}

/// Whether a byte is a control character, which no cookie may contain (RFC 6265bis section 5.6 step 1). The standard would allow the tab,
/// but neither Chromium nor tough-cookie stores it, and one such cookie makes Chromium refuse all that are set with it.
pub fn is_control(byte: u8) -> bool {
    (byte < 0x20) | (byte == 0x7F)
}

/// Whether any byte of a text is of a kind. It checks all of them, which the compiler can vectorise; stopping at the first match is slower
/// if there is none.
pub fn has(text: &str, is_of_kind: impl Fn(u8) -> bool) -> bool {
    text.bytes().fold(false, |found, byte| found | is_of_kind(byte))
}

/// Splits at the first occurrence of an ASCII character. The pieces are usually too short for the search in `str::split_once` to pay off.
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

/// Whether a text has no spaces at its ends.
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

    #[test]
    fn javascript_counts_utf16() {
        for (text, length) in [("", 0), ("abc", 3), ("é日", 2), ("a😀", 3)] {
            assert_eq!(utf16_len(text), length, "{text}");
        }
    }
}
