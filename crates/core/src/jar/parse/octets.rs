//! A cookie is octets (RFC 6265bis section 5.6). HTTP clients of JavaScript hand octets over as text, one character up to U+00FF for each,
//! and send such text as octets; a browser shows the same cookie as the text of which the octets are the UTF-8.
//!
//! A jar by Chrome's rules keeps what is UTF-8 as text, so that both are one cookie, and remembers how it came.

use std::borrow::Cow;

/// How name and value came, and what is kept of them. Where both are ASCII, it doesn't matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Kept as it came, and sent so: ASCII, and all that a jar by tough-cookie's rules has.
    #[default]
    Plain,
    /// Came as text: sent as the octets of its UTF-8.
    Text,
    /// Came as octets of UTF-8, and is kept as their text.
    Utf8Octets,
    /// Came as octets that are no UTF-8, and is kept as one character for each.
    OtherOctets,
}

impl Encoding {
    /// What is kept of a name and a value that came as octets, or as text where a character is none.
    pub fn of_octets<'a>(name: Cow<'a, str>, value: Cow<'a, str>) -> (Encoding, Cow<'a, str>, Cow<'a, str>) {
        if name.is_ascii() && value.is_ascii() {
            return (Encoding::Plain, name, value);
        }
        let (Some(name_octets), Some(value_octets)) = (octets(&name), octets(&value)) else {
            return (Encoding::Text, name, value);
        };
        match (String::from_utf8(name_octets), String::from_utf8(value_octets)) {
            (Ok(name), Ok(value)) => (Encoding::Utf8Octets, Cow::Owned(name), Cow::Owned(value)),
            _ => (Encoding::OtherOctets, name, value),
        }
    }

    /// That of a name and a value that came as text.
    pub fn of_text(name: &str, value: &str) -> Encoding {
        if name.is_ascii() && value.is_ascii() {
            Encoding::Plain
        } else {
            Encoding::Text
        }
    }

    /// What is kept of a name and a value of which nobody said how they came: of objects and states that this package didn't write. UTF-8 in
    /// octets is hardly ever anything else; other text up to U+00FF is what browsers report.
    pub fn guessed<'a>(name: Cow<'a, str>, value: Cow<'a, str>) -> (Encoding, Cow<'a, str>, Cow<'a, str>) {
        match Encoding::of_octets(name, value) {
            (Encoding::OtherOctets, name, value) => (Encoding::Text, name, value),
            known => known,
        }
    }

    /// What is kept of a name and a value of which `said` tells how they came.
    pub fn read<'a>(
        said: Option<&str>,
        name: Cow<'a, str>,
        value: Cow<'a, str>,
    ) -> (Encoding, Cow<'a, str>, Cow<'a, str>) {
        match said {
            Some("octets") => Encoding::of_octets(name, value),
            Some("text") => (Encoding::of_text(&name, &value), name, value),
            _ => Encoding::guessed(name, value),
        }
    }

    /// What `read` has to be told of a kept name and value, where it would guess wrong.
    pub fn said(self, name: &str, value: &str) -> Option<&'static str> {
        match self {
            Encoding::Plain | Encoding::Utf8Octets => None,
            Encoding::OtherOctets => Some("octets"),
            Encoding::Text => {
                (Encoding::of_octets(name.into(), value.into()).0 == Encoding::Utf8Octets).then_some("text")
            }
        }
    }

    /// A name or value as it came.
    pub fn as_it_came(self, kept: &str) -> Cow<'_, str> {
        match self {
            Encoding::Utf8Octets => Cow::Owned(kept.bytes().map(char::from).collect()),
            _ => Cow::Borrowed(kept),
        }
    }

    /// Adds what is kept to a header, in which each character is an octet.
    pub fn push_octets(self, kept: &str, header: &mut String) {
        match self {
            Encoding::Plain | Encoding::OtherOctets => header.push_str(kept),
            Encoding::Text | Encoding::Utf8Octets => header.extend(kept.bytes().map(char::from)),
        }
    }

    /// Whether a browser that has these octets would report this text: Chromium leaves out what is no UTF-8. What it was given by a script is
    /// the text of the octets.
    pub fn is_reported_as(self, kept: &str, reported: &str) -> bool {
        let without_invalid = |octets: Vec<u8>| octets.utf8_chunks().map(|chunk| chunk.valid()).collect::<String>();
        self == Encoding::OtherOctets
            && (kept == reported || octets(kept).is_some_and(|octets| without_invalid(octets) == reported))
    }

    /// How many octets a kept text has.
    pub fn octet_len(self, kept: &str) -> usize {
        match self {
            Encoding::OtherOctets => octet_len(kept),
            _ => kept.len(),
        }
    }
}

/// The octets of a text that has one character for each; `None` if a character is none.
fn octets(text: &str) -> Option<Vec<u8>> {
    text.chars().map(|c| u8::try_from(c).ok()).collect()
}

/// The text of octets that are UTF-8; of others, the octets.
pub fn text_of_octets(came: &str) -> Cow<'_, str> {
    if came.is_ascii() {
        return Cow::Borrowed(came);
    }
    octets(came).and_then(|octets| String::from_utf8(octets).ok()).map_or(Cow::Borrowed(came), Cow::Owned)
}

/// How many octets a text of an HTTP client has: one for each character, or those of its UTF-8 where a character is no octet.
pub fn octet_len(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    let mut count = 0;
    for c in text.chars() {
        if c > '\u{FF}' {
            return text.len();
        }
        count += 1;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn latin1(bytes: &[u8]) -> String {
        bytes.iter().copied().map(char::from).collect()
    }

    #[test]
    fn octets_of_utf8_are_kept_as_text_and_sent_as_octets() {
        for (came, encoding, kept) in [
            ("ascii".to_owned(), Encoding::Plain, "ascii"),
            (latin1("Zürich".as_bytes()), Encoding::Utf8Octets, "Zürich"),
            (latin1("日本 😀".as_bytes()), Encoding::Utf8Octets, "日本 😀"),
            (latin1(b"Z\xFCrich"), Encoding::OtherOctets, "Zürich"),
            (latin1(b"\xC3\xBC\xFC"), Encoding::OtherOctets, "Ã¼ü"),
            ("日本".to_owned(), Encoding::Text, "日本"),
        ] {
            let (found, _, value) = Encoding::of_octets("n".into(), came.as_str().into());
            assert_eq!((found, &*value), (encoding, kept));
            assert_eq!(found.as_it_came(&value), came);
            let mut header = String::new();
            found.push_octets(&value, &mut header);
            let expected = if encoding == Encoding::Text { latin1(came.as_bytes()) } else { came.clone() };
            assert_eq!(header, expected);
            assert_eq!(found.octet_len(&value), expected.chars().count());
        }
    }

    #[test]
    fn name_and_value_came_the_same_way() {
        let utf8 = latin1("ü".as_bytes());
        let (encoding, name, value) = Encoding::of_octets(utf8.as_str().into(), latin1(b"\xFC").into());
        assert_eq!((encoding, &*name, &*value), (Encoding::OtherOctets, utf8.as_str(), "ü"));
        assert_eq!(Encoding::of_octets("日".into(), utf8.as_str().into()).0, Encoding::Text);
    }

    #[test]
    fn a_text_of_which_nobody_said_how_it_came_is_octets_where_it_is_utf8() {
        let guess = |text: &str| Encoding::guessed("n".into(), text.to_owned().into()).0;
        assert_eq!(guess(&latin1("Zürich".as_bytes())), Encoding::Utf8Octets);
        assert_eq!((guess("Zürich"), guess("日本"), guess("a")), (Encoding::Text, Encoding::Text, Encoding::Plain));
    }

    #[test]
    fn a_browser_reports_octets_that_are_no_text_without_them() {
        let kept = latin1(b"Z\xFCrich \xC3\xBC");
        for (reported, is_same) in [("Zrich ü", true), (kept.as_str(), true), ("Zürich ü", false), ("", false)] {
            assert_eq!(Encoding::OtherOctets.is_reported_as(&kept, reported), is_same, "{reported}");
        }
        assert!(!Encoding::Text.is_reported_as("a", "a"));
    }

    #[test]
    fn what_a_reader_would_guess_wrong_is_said() {
        let texts = ["a", "Zürich", "Ã¼", "日本", "\u{FF}"];
        for came in texts {
            for (encoding, _, kept) in
                [Encoding::of_octets("n".into(), came.into()), (Encoding::of_text("n", came), "n".into(), came.into())]
            {
                let again = Encoding::read(encoding.said("n", &kept), "n".into(), encoding.as_it_came(&kept));
                assert_eq!(again, (encoding, "n".into(), kept.clone()), "{came}");
            }
        }
        assert_eq!(Encoding::Text.said("n", "Zürich"), None);
    }

    #[test]
    fn text_of_a_client_has_an_octet_for_each_character_that_is_one() {
        assert_eq!((octet_len("ab"), octet_len("é"), octet_len("é日")), (2, 1, 5));
    }
}
