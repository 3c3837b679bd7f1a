//! Name and value of a stored cookie: one text, with how each was received.

use super::{flag, StoredCookie};
use crate::jar::parse::octets::{Encoding, PairEncoding};

impl StoredCookie {
    /// The name.
    pub fn name(&self) -> &str {
        self.pair.get(..self.name_end as usize).unwrap_or_default()
    }

    /// The value.
    pub fn value(&self) -> &str {
        let start = self.name_end as usize + usize::from(self.name_end > 0);
        self.pair.get(start..).unwrap_or_default()
    }

    /// `name=value` as it is kept; the value alone for a nameless cookie.
    pub fn pair(&self) -> &str {
        &self.pair
    }

    /// Whether name and value are kept and sent as received.
    #[inline]
    pub fn is_plain(&self) -> bool {
        self.flags & flag::ENCODING == 0
    }

    /// How name and value were received.
    pub fn encoding(&self) -> PairEncoding {
        let at = |shift: u8| match self.flags >> shift & 3 {
            1 => Encoding::Text,
            2 => Encoding::Utf8Octets,
            3 => Encoding::OtherOctets,
            _ => Encoding::Plain,
        };
        PairEncoding { name: at(flag::NAME_SHIFT), value: at(flag::VALUE_SHIFT) }
    }

    /// Whether the name is octets that are not UTF-8.
    #[inline]
    pub fn name_is_octets(&self) -> bool {
        self.flags >> flag::NAME_SHIFT & 3 == Encoding::OtherOctets as u8
    }

    /// Whether the cookie has octets that are not UTF-8, and a browser that has them would report that name and value.
    pub fn is_reported_as(&self, name: &str, value: &str) -> bool {
        let encoding = self.encoding();
        encoding.has(Encoding::OtherOctets)
            && encoding.name.is_reported_as(self.name(), name)
            && encoding.value.is_reported_as(self.value(), value)
    }

    /// Copies name and value of the other cookie, and how they were received.
    pub fn take_pair_of(&mut self, other: &StoredCookie) {
        self.pair.clone_from(&other.pair);
        self.name_end = other.name_end;
        self.flags = self.flags & !flag::ENCODING | other.flags & flag::ENCODING;
    }

    /// Appends the cookie to a header: `name=value`, or the value alone for a nameless cookie.
    pub fn push_header(&self, header: &mut String) {
        if self.is_plain() {
            header.push_str(&self.pair);
            return;
        }
        let encoding = self.encoding();
        if self.name_end > 0 {
            encoding.name.push_octets(self.name(), header);
            header.push('=');
        }
        encoding.value.push_octets(self.value(), header);
    }

    /// Octets of name and value.
    pub fn octet_len(&self) -> usize {
        if self.is_plain() {
            return self.pair.len() - usize::from(self.name_end > 0);
        }
        let encoding = self.encoding();
        encoding.name.octet_len(self.name()) + encoding.value.octet_len(self.value())
    }

    /// Whether the other cookie has the same value, in octets.
    pub fn has_value_of(&self, other: &StoredCookie) -> bool {
        let is_other = |cookie: &StoredCookie| matches!(cookie.encoding().value, Encoding::OtherOctets);
        self.value() == other.value() && (self.is_plain() || is_other(self) == is_other(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jar::testing::{by_chrome, SITE};

    fn chromes(line: &str) -> StoredCookie {
        by_chrome(line, SITE).unwrap()
    }

    #[test]
    fn a_browser_reports_octets_that_are_not_utf8_by_name_and_value() {
        let cookie = chromes("n\u{FC}=v\u{FC}");
        assert!(cookie.is_reported_as("n\u{FC}", "v\u{FC}") && cookie.is_reported_as("n", "v"));
        for (name, value) in [("n", "x"), ("x", "v"), ("x", "x")] {
            assert!(!cookie.is_reported_as(name, value), "{name}={value}");
        }
        assert!(!chromes("n=v").is_reported_as("n", "v"));
    }

    #[test]
    fn a_pair_is_taken_with_its_encoding_and_without_the_attributes() {
        for (line, other) in [
            ("a=1; Secure", "b=\u{FC}; HttpOnly"),
            ("a=\u{FC}; Secure", "bc=2"),
            ("a=1; Secure", "\u{FC}=\u{C3}\u{BC}"),
        ] {
            let (mut cookie, other) = (chromes(line), chromes(other));
            cookie.take_pair_of(&other);
            assert_eq!((cookie.name(), cookie.value()), (other.name(), other.value()));
            assert_eq!(cookie.encoding(), other.encoding());
            assert_eq!((cookie.secure(), cookie.http_only()), (true, false));
        }
    }

    #[test]
    fn a_nameless_cookie_is_its_value() {
        for (line, octets) in [("abc", 3), ("\u{FC}", 1), ("\u{C3}\u{BC}", 2)] {
            let cookie = chromes(line);
            let mut header = String::new();
            cookie.push_header(&mut header);
            assert_eq!((header.as_str(), cookie.octet_len()), (line, octets));
        }
        assert_eq!(chromes("n=abc").octet_len(), 4);
    }

    #[test]
    fn octets_are_another_value_than_the_text_of_the_same_characters() {
        let octets = chromes("a=\u{FC}");
        let text = chromes("a=\u{C3}\u{BC}");
        assert_eq!(octets.value(), text.value());
        assert!(octets.has_value_of(&chromes("b=\u{FC}")) && text.has_value_of(&chromes("b=\u{C3}\u{BC}")));
        assert!(!octets.has_value_of(&text) && !text.has_value_of(&octets));
        assert!(chromes("a=1").has_value_of(&chromes("b=1")) && !chromes("a=1").has_value_of(&chromes("a=2")));
    }

    #[test]
    fn only_what_is_kept_and_sent_as_received_is_plain() {
        for (line, is_plain) in
            [("a=1", true), ("a=1; Secure; HttpOnly", true), ("a=\u{FC}", false), ("\u{FC}=1", false)]
        {
            assert_eq!(chromes(line).is_plain(), is_plain, "{line}");
        }
    }
}
