//! A field of tough-cookie's JSON, read leniently: a value of the wrong type counts as absent, as in tough-cookie, and doesn't affect other
//! fields.

use std::borrow::Cow;
use std::fmt;

use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::iso_date::DateReader;
use crate::jar::calendar::MAX_DATE_MS;

/// A JSON value of a cookie's field.
#[derive(Debug, Default)]
pub enum Field<'a> {
    /// Absent, or of a type that no field has.
    #[default]
    Other,
    /// A flag.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A string.
    Text(Cow<'a, str>),
    /// A list of strings; `None` for entries that are not strings.
    List(Vec<Option<Cow<'a, str>>>),
}

impl Field<'_> {
    pub(super) fn str(&self) -> Option<&str> {
        match self {
            Field::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn bool(&self) -> Option<bool> {
        match self {
            Field::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// A date, given as ISO text or as milliseconds, in milliseconds; `None` for `"Infinity"` and anything else that is not a date.
    pub(super) fn date(&self, reader: &mut DateReader) -> Option<i64> {
        match self {
            Field::Text(text) => reader.read(text),
            Field::Number(ms) if ms.is_finite() => Some((*ms as i64).clamp(-MAX_DATE_MS, MAX_DATE_MS)),
            _ => None,
        }
    }

    /// Seconds of `maxAge`: a number, `"Infinity"` or `"-Infinity"`.
    pub(super) fn seconds(&self) -> Option<f64> {
        match self {
            Field::Number(seconds) => Some(*seconds),
            Field::Text(text) if text == "Infinity" => Some(f64::INFINITY),
            Field::Text(text) if text == "-Infinity" => Some(f64::NEG_INFINITY),
            _ => None,
        }
    }

    /// The strings of a list; empty if any entry is not a string, as in tough-cookie.
    pub(super) fn list(&self) -> Vec<Cow<'_, str>> {
        let Field::List(items) = self else { return Vec::new() };
        let texts: Option<Vec<&str>> = items.iter().map(Option::as_deref).collect();
        texts.unwrap_or_default().into_iter().map(Cow::Borrowed).collect()
    }
}

/// The strings of a JSON list; `None` for anything else.
pub fn read_texts(json: &str) -> Option<Vec<String>> {
    match serde_json::from_str(json).ok()? {
        Field::List(texts) => texts.into_iter().map(|text| text.map(Cow::into_owned)).collect(),
        _ => None,
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Field<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FieldVisitor;
        impl<'de> Visitor<'de> for FieldVisitor {
            type Value = Field<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any JSON value")
            }
            fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
                Ok(Field::Bool(value))
            }
            fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
                Ok(Field::Number(value))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
                Ok(Field::Number(value as f64))
            }
            fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
                Ok(Field::Number(value as f64))
            }
            fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
                Ok(Field::Text(Cow::Borrowed(value)))
            }
            fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
                Ok(Field::Text(Cow::Owned(value.to_owned())))
            }
            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Field::Other)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = seq.next_element::<ListItem<'de>>()? {
                    items.push(item.0);
                }
                Ok(Field::List(items))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Field::Other)
            }
        }
        deserializer.deserialize_any(FieldVisitor)
    }
}

/// Visitor methods that ignore JSON values of other types. A list is skipped without recursion, however deep it is.
macro_rules! other_values {
    ($none:expr; $($method:ident: $type:ty),*) => {
        $(fn $method<E: serde::de::Error>(self, _: $type) -> Result<Self::Value, E> {
            Ok($none)
        })*
        fn visit_unit<E: serde::de::Error>(self) -> Result<Self::Value, E> {
            Ok($none)
        }
        fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            while seq.next_element::<serde::de::IgnoredAny>()?.is_some() {}
            Ok($none)
        }
    };
}

pub(super) use other_values;

/// An entry of a list; `None` if it is not a string.
struct ListItem<'a>(Option<Cow<'a, str>>);

impl<'de: 'a, 'a> Deserialize<'de> for ListItem<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ItemVisitor;
        impl<'de> Visitor<'de> for ItemVisitor {
            type Value = ListItem<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any JSON value")
            }
            fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
                Ok(ListItem(Some(Cow::Borrowed(value))))
            }
            fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
                Ok(ListItem(Some(Cow::Owned(value.to_owned()))))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(ListItem(None))
            }
            other_values!(ListItem(None); visit_bool: bool, visit_f64: f64, visit_i64: i64, visit_u64: u64);
        }
        deserializer.deserialize_any(ItemVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Field<'_> {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_date_is_text_or_milliseconds() {
        let date = |field: Field<'_>| field.date(&mut DateReader::default());
        for (json, ms) in [
            ("5000", Some(5_000)),
            ("-5000", Some(-5_000)),
            ("-0.5", Some(0)),
            ("1e300", Some(MAX_DATE_MS)),
            ("-1e300", Some(-MAX_DATE_MS)),
            ("\"1970-01-01T00:00:05.000Z\"", Some(5_000)),
            ("\"Infinity\"", None),
            ("null", None),
            ("{\"ms\":[5000]}", None),
        ] {
            assert_eq!(date(read(json)), ms, "{json}");
        }
        for number in [f64::NAN, f64::INFINITY] {
            assert_eq!(date(Field::Number(number)), None);
        }
    }

    #[test]
    fn a_max_age_is_a_number_or_one_of_two_words() {
        for (json, seconds) in [
            ("60", Some(60.0)),
            ("-7", Some(-7.0)),
            ("-1.5", Some(-1.5)),
            ("\"Infinity\"", Some(f64::INFINITY)),
            ("\"-Infinity\"", Some(f64::NEG_INFINITY)),
            ("\"60\"", None),
            ("true", None),
            ("[60]", None),
        ] {
            assert_eq!(read(json).seconds(), seconds, "{json}");
        }
    }

    #[test]
    fn a_list_counts_only_if_all_of_it_is_text() {
        let texts = |json| read_texts(json).map(|texts| texts.join("|"));
        assert_eq!(texts(r#"["a","\u0062"]"#).as_deref(), Some("a|b"));
        assert_eq!(texts("[]").as_deref(), Some(""));
        for json in [r#"["a",1]"#, r#"["a",{"b":"c"}]"#, "{}", "\"a\"", "null", "["] {
            assert_eq!(texts(json), None, "{json}");
        }
    }

    #[test]
    fn a_field_that_is_an_object_does_not_affect_those_behind_it() {
        let fields: Vec<Field<'_>> = serde_json::from_str(r#"[{"a":{"b":[1]}},null,"x"]"#).unwrap();
        assert!(matches!(&fields[..], [Field::Other, Field::Other, Field::Text(text)] if text == "x"));
    }
}
