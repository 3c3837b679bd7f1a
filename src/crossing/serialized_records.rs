//! The cookies of a serialized jar on their way in: one text with all their texts, and a row of numbers for each cookie.
//! `js/pack-serialized.js` is the other side. What can't be packed (a field of a wrong type) comes as JSON instead.

use std::borrow::Cow;

use crate::boundary::Text;
use crate::crossing::text_cursor::TextCursor;
use crawler_session_core::jar::persist::json_field::Field;
use crawler_session_core::jar::persist::serialized_json::SerializedCookie;

/// Bits of a row's flags; `js/pack-serialized.js` has the same.
mod flag {
    pub const SECURE: u32 = 1;
    pub const HTTP_ONLY: u32 = 1 << 1;
    pub const HOST_ONLY: u32 = 1 << 2;
    pub const PATH_IS_DEFAULT: u32 = 1 << 3;
}

/// Numbers that each row has: the flags, the Max-Age (NaN if there is none), the lengths of the eight texts (-1 where one is absent), the
/// number of extensions (-1 if there is no list), whose lengths follow.
const FIELDS: usize = 11;

/// Reads the rows that `packSerialized` wrote, one after the other. The first number tells where the last row ends.
pub fn read_serialized_records<'a>(texts: &'a Text, numbers: &[f64], mut read: impl FnMut(&SerializedCookie<'a>)) {
    let mut cursor = TextCursor::new(texts);
    let end = numbers.first().map_or(0, |&end| end as usize);
    let mut numbers = numbers.get(1..end).unwrap_or_default();
    while let Some((row, rest)) = numbers.split_first_chunk::<FIELDS>() {
        let &[flags, max_age, key, value, expires, domain, path, creation, last_accessed, same_site, extensions] = row;
        let flags = flags as u32;
        let mut text = |length: f64| cursor.take(length).map_or(Field::Other, |text| Field::Text(Cow::Borrowed(text)));
        let flag = |bit: u32| if flags & bit == 0 { Field::Other } else { Field::Bool(true) };
        let mut cookie = SerializedCookie {
            key: text(key),
            value: text(value),
            expires: text(expires),
            domain: text(domain),
            path: text(path),
            creation: text(creation),
            last_accessed: text(last_accessed),
            same_site: text(same_site),
            max_age: if max_age.is_nan() { Field::Other } else { Field::Number(max_age) },
            secure: flag(flag::SECURE),
            http_only: flag(flag::HTTP_ONLY),
            host_only: flag(flag::HOST_ONLY),
            path_is_default: flag(flag::PATH_IS_DEFAULT),
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
}
