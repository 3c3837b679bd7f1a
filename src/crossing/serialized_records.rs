//! The other half of `js/crossing/serialized-records.js`: reads the cookies of a serialized jar, one text with all their texts and a row of
//! numbers for each. What can't be packed (a field of the wrong type) crosses as JSON instead.

use std::borrow::Cow;

use crawler_session_core::jar::persist::json_field::Field;
use crawler_session_core::jar::persist::serialized_json::SerializedCookie;

use super::layout::serialized_records as layout;
use crate::boundary::Text;
use crate::crossing::shared_text::SharedText;
use crate::crossing::text_cursor::TextCursor;

/// Numbers of a row without its extensions.
const FIELDS: usize = layout::FIELDS as usize;

/// Reads the rows that `packSerializedCookies` wrote, one after the other. The first number tells where the last row ends. Returns whether
/// all texts were whole: none had a lone surrogate.
pub fn read_serialized_records<'a>(
    texts: &'a Text,
    numbers: &[f64],
    mut read: impl FnMut(&SerializedCookie<'a>),
) -> bool {
    let mut cursor = TextCursor::new(texts);
    let mut shared: [SharedText<'a>; 6] = Default::default();
    let mut are_whole = true;
    let end = numbers.first().map_or(0, |&end| end as usize);
    let mut numbers = numbers.get(1..end).unwrap_or_default();
    while let Some((row, rest)) = numbers.split_first_chunk::<FIELDS>() {
        let &[flags, max_age, key, value, expires, domain, path, creation, last_accessed, same_site, extensions] = row;
        let flags = flags as u32;
        let field = |text: Option<&'a str>| text.map_or(Field::Other, |text| Field::Text(Cow::Borrowed(text)));
        let flag = |bit: u32| if flags & bit == 0 { Field::Other } else { Field::Bool(true) };
        let (key, value) = (field(cursor.take(key)), field(cursor.take(value)));
        are_whole &= !cursor.had_lone_surrogate();
        let [of_expires, of_domain, of_path, of_creation, of_access, of_same_site] = &mut shared;
        let mut same = |text: &mut SharedText<'a>, length: f64| {
            let taken = text.take(&mut cursor, length);
            are_whole &= !text.had_lone_surrogate();
            field(taken)
        };
        let mut cookie = SerializedCookie {
            key,
            value,
            expires: same(of_expires, expires),
            domain: same(of_domain, domain),
            path: same(of_path, path),
            creation: same(of_creation, creation),
            last_accessed: same(of_access, last_accessed),
            same_site: same(of_same_site, same_site),
            max_age: if max_age.is_nan() { Field::Other } else { Field::Number(max_age) },
            secure: flag(layout::SECURE),
            http_only: flag(layout::HTTP_ONLY),
            host_only: flag(layout::HOST_ONLY),
            path_is_default: flag(layout::PATH_IS_DEFAULT),
            extensions: Field::Other,
        };
        numbers = rest;
        if extensions >= 0.0 {
            let Some((lengths, rest)) = numbers.split_at_checked(extensions as usize) else { break };
            let list = lengths.iter().map(|&length| cursor.take(length).map(Cow::Borrowed)).collect();
            cookie.extensions = Field::List(list);
            numbers = rest;
        }
        read(&cookie);
    }
    are_whole && !cursor.had_lone_surrogate()
}
