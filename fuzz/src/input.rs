//! How a target reads its input. The first byte chooses; in the committed inputs it is a digit, so that they can be read and written by hand.

use arbitrary::{Arbitrary, Unstructured};
use crawler_session_core::jar::options::JarOptions;
use crawler_session_core::jar::rules::RuleSet;

use crate::crossing::layout::shared_text::SAME;

/// When everything happens, in milliseconds since the epoch: 15 January 2027.
pub const NOW: i64 = 1_800_000_000_000;

/// Bits that the first byte sets.
#[derive(Clone, Copy)]
pub struct Choice(u8);

impl Choice {
    /// Whether this bit is set.
    pub fn has(self, bit: u8) -> bool {
        self.0 & bit != 0
    }

    /// The lower four bits as a number.
    pub fn digit(self) -> usize {
        usize::from(self.0 & 15)
    }

    /// Chrome's rules if the first bit is set, tough-cookie's otherwise.
    pub fn rules(self) -> RuleSet {
        if self.has(1) {
            RuleSet::Chrome
        } else {
            RuleSet::ToughCookie
        }
    }

    /// The default options of these rules.
    pub fn options(self) -> JarOptions {
        JarOptions::of(self.rules())
    }
}

/// The first byte, and the rest.
pub fn chosen(input: &[u8]) -> Option<(Choice, &[u8])> {
    let (&first, rest) = input.split_first()?;
    Some((Choice(first), rest))
}

/// A text as an HTTP client would hand it on: what is UTF-8 as it is, other octets as one character each.
pub fn text_of(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().copied().map(char::from));
    }
    text
}

/// A number that crosses the boundary: mostly a small one, as lengths and flags are, sometimes any.
pub struct Number(pub f64);

impl<'a> Arbitrary<'a> for Number {
    fn arbitrary(input: &mut Unstructured<'a>) -> arbitrary::Result<Number> {
        Ok(Number(match u8::arbitrary(input)? {
            255 => f64::arbitrary(input)?,
            254 => f64::from(i32::arbitrary(input)?),
            253 => f64::INFINITY,
            252 => f64::NAN,
            // The same text as in the row before.
            251 => f64::from(SAME),
            // An absent text.
            b'-' => -1.0,
            // So that committed inputs can be written by hand.
            digit @ b'0'..=b'9' => f64::from(digit - b'0'),
            small => f64::from(small),
        }))
    }
}

/// What crosses the boundary packed: as many numbers as the first byte of `input` says, then a text.
pub fn packed(input: &[u8]) -> (Vec<f64>, String) {
    let mut input = Unstructured::new(input);
    let count = u8::arbitrary(&mut input).unwrap_or_default();
    let numbers = (0..count).map_while(|_| Number::arbitrary(&mut input).ok()).map(|Number(number)| number).collect();
    (numbers, text_of(input.take_rest()))
}
