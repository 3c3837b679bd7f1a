//! The encoding of names and values. A cookie consists of octets (RFC 6265bis section 5.6). JavaScript's HTTP clients represent octets as
//! text, one character up to U+00FF per octet, and send such text as octets; a browser reports the same cookie as the text that the octets
//! encode in UTF-8.
//!
//! A jar with Chrome's rules keeps octets that are UTF-8 as text, so that both are one cookie, and remembers how they were received.

use std::borrow::Cow;

/// How a name or value was received, and what is kept of it. For ASCII, it makes no difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Kept and sent as received: ASCII, and everything in a jar with tough-cookie's rules.
    #[default]
    Plain,
    /// Received as text; sent as the octets of its UTF-8.
    Text,
    /// Received as octets that are UTF-8; kept as the decoded text.
    Utf8Octets,
    /// Received as octets that are not UTF-8; kept with one character per octet.
    OtherOctets,
}

impl Encoding {
    fn of_text(text: &str) -> Encoding {
        if text.is_ascii() {
            Encoding::Plain
        } else {
            Encoding::Text
        }
    }

    /// What is kept of octets that were received as one character each.
    fn of_octets(came: Cow<'_, str>) -> (Encoding, Cow<'_, str>) {
        if came.is_ascii() {
            return (Encoding::Plain, came);
        }
        match octets(&came).map(String::from_utf8) {
            Some(Ok(text)) => (Encoding::Utf8Octets, Cow::Owned(text)),
            _ => (Encoding::OtherOctets, came),
        }
    }

    /// A name or value as it was received.
    pub fn as_it_came(self, kept: &str) -> Cow<'_, str> {
        match self {
            Encoding::Utf8Octets => Cow::Owned(kept.bytes().map(char::from).collect()),
            _ => Cow::Borrowed(kept),
        }
    }

    /// Appends what is kept to a header, in which each character is an octet.
    pub fn push_octets(self, kept: &str, header: &mut String) {
        match self {
            Encoding::Plain | Encoding::OtherOctets => header.push_str(kept),
            Encoding::Text | Encoding::Utf8Octets => header.extend(kept.bytes().map(char::from)),
        }
    }

    /// Whether a browser that has the kept text would report `reported`. Chromium drops some octets that are not UTF-8; if a script gave it
    /// the cookie, it has the text with one character per octet.
    pub fn is_reported_as(self, kept: &str, reported: &str) -> bool {
        let without_invalid = |octets: Vec<u8>| octets.utf8_chunks().map(|chunk| chunk.valid()).collect::<String>();
        kept == reported
            || (self == Encoding::OtherOctets && octets(kept).is_some_and(|octets| without_invalid(octets) == reported))
    }

    /// How many octets a kept text has.
    pub fn octet_len(self, kept: &str) -> usize {
        match self {
            Encoding::OtherOctets => octet_len(kept),
            _ => kept.len(),
        }
    }
}

/// How the name and value of a cookie were received. Each is judged alone, so that the value doesn't affect the identity of the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PairEncoding {
    /// How the name was received.
    pub name: Encoding,
    /// How the value was received.
    pub value: Encoding,
}

impl PairEncoding {
    /// What is kept of a name and value received as octets, or of both as text if either has a character that is not an octet.
    pub fn of_octets<'a>(name: Cow<'a, str>, value: Cow<'a, str>) -> (PairEncoding, Cow<'a, str>, Cow<'a, str>) {
        if name.is_ascii() && value.is_ascii() {
            return (PairEncoding::default(), name, value);
        }
        if octets(&name).is_none() || octets(&value).is_none() {
            return (PairEncoding::of_text(&name, &value), name, value);
        }
        let ((of_name, name), (of_value, value)) = (Encoding::of_octets(name), Encoding::of_octets(value));
        (PairEncoding { name: of_name, value: of_value }, name, value)
    }

    /// The encoding of a name and value received as text.
    pub fn of_text(name: &str, value: &str) -> PairEncoding {
        PairEncoding { name: Encoding::of_text(name), value: Encoding::of_text(value) }
    }

    /// Whether either of the two has this encoding.
    pub fn has(self, encoding: Encoding) -> bool {
        self.name == encoding || self.value == encoding
    }

    /// What is kept of a name and value if it is unknown how they were received: those of objects and states that this package didn't
    /// write. Octets that form valid UTF-8 are hardly ever anything else; other text up to U+00FF is what browsers report.
    fn guessed<'a>(name: Cow<'a, str>, value: Cow<'a, str>) -> (PairEncoding, Cow<'a, str>, Cow<'a, str>) {
        if name.is_ascii() && value.is_ascii() {
            return (PairEncoding::default(), name, value);
        }
        let known = PairEncoding::of_octets(name.clone(), value.clone());
        match known.0.has(Encoding::OtherOctets) {
            true => (PairEncoding::of_text(&name, &value), name, value),
            false => known,
        }
    }

    /// What is kept of a name and value; `said` tells how they were received.
    pub fn read<'a>(
        said: Option<&str>,
        name: Cow<'a, str>,
        value: Cow<'a, str>,
    ) -> (PairEncoding, Cow<'a, str>, Cow<'a, str>) {
        match said {
            Some("octets") => PairEncoding::of_octets(name, value),
            Some("text") => (PairEncoding::of_text(&name, &value), name, value),
            _ => PairEncoding::guessed(name, value),
        }
    }

    /// What `read` must be told about a kept name and value if it would guess wrong.
    pub fn said(self, name: &str, value: &str) -> Option<&'static str> {
        if self.has(Encoding::OtherOctets) {
            return Some("octets");
        }
        (self.has(Encoding::Text) && PairEncoding::guessed(name.into(), value.into()).0 != self).then_some("text")
    }
}

/// The octets of a text with one character per octet; `None` if a character is not an octet.
fn octets(text: &str) -> Option<Vec<u8>> {
    text.chars().map(|c| u8::try_from(c).ok()).collect()
}

/// The text that octets encode in UTF-8, or the octets themselves if they are not UTF-8.
pub fn text_of_octets(came: &str) -> Cow<'_, str> {
    if came.is_ascii() {
        return Cow::Borrowed(came);
    }
    octets(came).and_then(|octets| String::from_utf8(octets).ok()).map_or(Cow::Borrowed(came), Cow::Owned)
}

/// How many octets a text from an HTTP client has: one per character, or those of its UTF-8 if a character is not an octet.
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
            let (found, _, value) = PairEncoding::of_octets("n".into(), came.as_str().into());
            let found = found.value;
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
    fn name_and_value_are_judged_alone_unless_either_is_not_octets() {
        use Encoding::{OtherOctets, Plain, Text, Utf8Octets};
        let utf8 = latin1("ü".as_bytes());
        for (name, value, encodings) in [
            (utf8.as_str(), "\u{FC}", (Utf8Octets, OtherOctets)),
            ("\u{FC}", &utf8, (OtherOctets, Utf8Octets)),
            (&utf8, "1", (Utf8Octets, Plain)),
            ("\u{FC}", "1", (OtherOctets, Plain)),
            ("日", &utf8, (Text, Text)),
            ("a", "日", (Plain, Text)),
        ] {
            let (found, ..) = PairEncoding::of_octets(name.into(), value.into());
            assert_eq!((found.name, found.value), encodings, "{name}={value}");
        }
    }

    #[test]
    fn text_of_unknown_origin_is_octets_if_all_of_it_is_utf8() {
        let guess = |name: &str, text: &str| PairEncoding::guessed(name.to_owned().into(), text.to_owned().into()).0;
        assert_eq!(guess("n", &latin1("Zürich".as_bytes())).value, Encoding::Utf8Octets);
        let values = ["Zürich", "日本", "a"].map(|text| guess("n", text).value);
        assert_eq!(values, [Encoding::Text, Encoding::Text, Encoding::Plain]);
        let mixed = guess(&latin1("ü".as_bytes()), "ü");
        assert_eq!((mixed.name, mixed.value), (Encoding::Text, Encoding::Text));
    }

    #[test]
    fn a_browser_drops_octets_that_are_not_utf8() {
        let kept = latin1(b"Z\xFCrich \xC3\xBC");
        for (reported, is_same) in [("Zrich ü", true), (kept.as_str(), true), ("Zürich ü", false), ("", false)] {
            assert_eq!(Encoding::OtherOctets.is_reported_as(&kept, reported), is_same, "{reported}");
        }
        assert!(Encoding::Text.is_reported_as("ü", "ü") && !Encoding::Text.is_reported_as("\u{FC}", ""));
    }

    #[test]
    fn an_encoding_that_would_be_guessed_wrong_is_written() {
        let texts = ["a", "Zürich", "Ã¼", "日本", "\u{FF}"];
        for (name, value) in texts.into_iter().flat_map(|name| texts.map(|value| (name, value))) {
            let as_text = PairEncoding::of_text(name, value);
            for (encoding, name, value) in
                [PairEncoding::of_octets(name.into(), value.into()), (as_text, name.into(), value.into())]
            {
                let came = (encoding.name.as_it_came(&name), encoding.value.as_it_came(&value));
                let again = PairEncoding::read(encoding.said(&name, &value), came.0, came.1);
                assert_eq!(again, (encoding, name.clone(), value.clone()));
            }
        }
        assert_eq!(PairEncoding::of_text("n", "Zürich").said("n", "Zürich"), None);
    }

    #[test]
    fn text_of_a_client_has_an_octet_for_each_character_that_is_one() {
        let lengths = ["ab", "é", "\u{FF}", "\u{100}", "é日"].map(octet_len);
        assert_eq!(lengths, [2, 1, 1, 2, 5]);
    }
}
