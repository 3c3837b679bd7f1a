//! Reads the JSON text of a session's state.
//!
//! It reads what `push_state` and `JSON.stringify(session.getState())` write, of either class. Anything else (absent or repeated keys, values of
//! another type, jars in other forms, lone surrogates) is left to the constructor, which says what is wrong with it.

use std::fmt;
use std::ops::Range;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::usage::Usage;
use crate::jar::options::JarOptions;
use crate::jar::persist::iso_date::{parse_iso_date, push_iso_date};
use crate::jar::persist::json_field::Field;
use crate::jar::persist::serialized::cookies_of;
use crate::jar::persist::serialized_json::SerializedJar;
use crate::jar::persist::written_jar::{read_written_jar, WrittenJar};
use crate::jar::rules::RuleSet;
use crate::jar::store::stored::StoredCookie;

/// A session's state.
#[derive(Debug)]
pub struct State {
    /// Its counters.
    pub usage: Usage,
    /// The options of its jar.
    pub options: JarOptions,
    /// The cookies of its jar, in their order.
    pub stored: Vec<StoredCookie>,
    /// Where in the text the JSON string of its id is.
    pub id: Range<usize>,
    /// Where the JSON object of `userData` is.
    pub user_data: Range<usize>,
    /// Where the JSON array `cookies` is; only the main form has it.
    pub cookies: Option<Range<usize>>,
    /// Where the JSON array `storage` is: in the state, or in its jar. Most states have none.
    pub storage: Option<Range<usize>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StateJson<'a> {
    #[serde(borrow)]
    id: &'a RawValue,
    #[serde(borrow, default, deserialize_with = "present")]
    cookies: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    storage: Option<&'a RawValue>,
    #[serde(borrow)]
    cookie_jar: JarObject<'a>,
    #[serde(borrow)]
    user_data: &'a RawValue,
    #[serde(deserialize_with = "exact")]
    max_error_score: f64,
    #[serde(deserialize_with = "exact")]
    error_score_decrement: f64,
    #[serde(borrow)]
    expires_at: &'a str,
    #[serde(borrow)]
    created_at: &'a str,
    #[serde(deserialize_with = "exact")]
    usage_count: f64,
    #[serde(deserialize_with = "exact")]
    error_score: f64,
    #[serde(default, deserialize_with = "exact")]
    error_count: f64,
    #[serde(deserialize_with = "exact")]
    max_usage_count: f64,
    #[serde(borrow, default, deserialize_with = "present")]
    max_age_secs: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    expired_at: Option<&'a RawValue>,
    #[serde(borrow, default)]
    retired: Option<Field<'a>>,
}

/// A value that is there, even if it is `null`.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

/// A finite number, rounded as JavaScript rounds: serde_json itself would take the neighbour of some fractions, unless told to with a table of
/// 33 kB.
fn exact<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let text = <&RawValue>::deserialize(deserializer)?.get();
    let number: f64 = text.parse().map_err(D::Error::custom)?;
    if number.is_finite() {
        Ok(number)
    } else {
        Err(D::Error::custom("beyond the largest number"))
    }
}

/// A jar that is an object: a struct would also be read from an array.
struct JarObject<'a>(SerializedJar<'a>);

impl<'de: 'a, 'a> Deserialize<'de> for JarObject<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct JarVisitor;
        impl<'de> Visitor<'de> for JarVisitor {
            type Value = JarObject<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a serialized jar")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                SerializedJar::deserialize(MapAccessDeserializer::new(map)).map(JarObject)
            }
        }
        deserializer.deserialize_map(JarVisitor)
    }
}

/// In place of a jar that was read already.
const NO_COOKIES: &str = r#"{"cookies":[]}"#;

/// Reads a state; `None` if it is not in the form that is described above. `max_age_secs` (seconds) is what a state doesn't have; `now` is in
/// milliseconds.
pub fn read_state(text: &str, max_age_secs: f64, now: i64) -> Option<State> {
    // Nearly all of a state is its jar, for which there is a faster way than JSON in general.
    let jar =
        jar_start(text).and_then(|start| Some((start, read_written_jar(text.get(start..)?, RuleSet::Chrome, now)?)));
    let Some((start, WrittenJar { stored, len, .. })) = jar else { return read_json(text, max_age_secs, now) };
    let rest = [text.get(..start)?, NO_COOKIES, text.get(start + len..)?].concat();
    let state = read_json(&rest, max_age_secs, now)?;
    let shift = |at: usize| if at > start { at - NO_COOKIES.len() + len } else { at };
    let place = |Range { start, end }| shift(start)..shift(end);
    let (id, user_data) = (place(state.id), place(state.user_data));
    let (cookies, storage) = (state.cookies.map(place), state.storage.map(place));
    // The options of such a jar are the defaults, as those of the one in its place.
    Some(State { stored, id, user_data, cookies, storage, ..state })
}

/// What may be before the jar.
const JAVASCRIPT_KEYS: [&str; 4] = ["\"id\":", "\"cookies\":", "\"userData\":", "\"storage\":"];

/// Where the jar begins; `None` if something is before it that no state has there.
fn jar_start(text: &str) -> Option<usize> {
    let mut rest = text.strip_prefix('{')?;
    loop {
        if let Some(jar) = rest.strip_prefix("\"cookieJar\":") {
            return Some(text.len() - jar.len());
        }
        let key = JAVASCRIPT_KEYS.into_iter().find(|key| rest.starts_with(key))?;
        let mut values = serde_json::Deserializer::from_str(rest.get(key.len()..)?).into_iter::<&RawValue>();
        values.next()?.ok()?;
        rest = rest.get(key.len() + values.byte_offset()..)?.strip_prefix(',')?;
    }
}

/// The same for JSON in any form.
fn read_json(text: &str, max_age_secs: f64, now: i64) -> Option<State> {
    if !text.starts_with('{') {
        return None;
    }
    let json: StateJson<'_> = serde_json::from_str(text).ok()?;
    if json.max_age_secs.is_some() || json.expired_at.is_some() {
        return None;
    }
    let retired = match json.retired {
        None => false,
        Some(Field::Bool(retired)) => retired,
        Some(_) => return None,
    };
    let (id, user_data, cookies) = (json.id.get(), json.user_data.get(), json.cookies.map(RawValue::get));
    let storage = json.storage.or(json.cookie_jar.0.storage).map(RawValue::get);
    let is_no_list = |part: Option<&str>| part.is_some_and(|part| !part.starts_with('['));
    if !id.starts_with('"') || !user_data.starts_with('{') || is_no_list(cookies) || is_no_list(storage) {
        return None;
    }
    let usage = Usage {
        max_age_secs,
        max_error_score: json.max_error_score,
        error_score_decrement: json.error_score_decrement,
        created_at: date(json.created_at)?,
        expires_at: date(json.expires_at)?,
        usage_count: json.usage_count,
        error_score: json.error_score,
        error_count: json.error_count,
        max_usage_count: json.max_usage_count,
        retired,
    };
    let (options, stored) = cookies_of(&json.cookie_jar.0, RuleSet::Chrome, now).ok()?;
    // The parts are slices of the text, so their addresses say where they begin.
    let place = |part: &str| {
        let start = part.as_ptr() as usize - text.as_ptr() as usize;
        start..start + part.len()
    };
    let (cookies, storage) = (cookies.map(place), storage.map(place));
    Some(State { usage, options, stored, id: place(id), user_data: place(user_data), cookies, storage })
}

/// A date exactly as `toISOString` writes it, in milliseconds.
fn date(text: &str) -> Option<f64> {
    let ms = parse_iso_date(text)?;
    let mut written = String::with_capacity(32);
    push_iso_date(&mut written, ms);
    (written == text).then_some(ms as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jar::testing::{chrome, put, SITE};
    use crate::jar::Jar;
    use crate::session::state_text::{push_state, OwnTexts, StateForm};

    fn usage() -> Usage {
        Usage {
            max_age_secs: 3000.0,
            max_error_score: f64::INFINITY,
            error_score_decrement: 0.1,
            created_at: 1_795_393_923_482.0,
            expires_at: 8.64e15,
            usage_count: 3.0,
            error_score: 0.30000000000000004,
            error_count: 1.0,
            max_usage_count: 50.0,
            retired: true,
        }
    }

    fn written(usage: &Usage, jar: &Jar, form: StateForm) -> String {
        let mut out = String::new();
        let members = r#"{"cookies":[],"userData":{"é":[1,"\ud800"]}}"#;
        push_state(&mut out, OwnTexts { id: "a \"b\"", members, storage: None }, usage, jar, form);
        out
    }

    const STORAGE: &str = r#"[{"origin":"https://é.example","localStorage":[{"name":"a","value":"\"1\""}]}]"#;

    #[test]
    fn storage_comes_back_from_where_each_class_has_it() {
        let mut jar = chrome();
        put(&mut jar, "a=1; Max-Age=60", SITE, 5).unwrap();
        for (form, members, before) in [
            (StateForm::Main, r#"{"cookies":[],"userData":{"a":1}}"#, r#"},"storage":"#),
            (StateForm::Crawlee, r#"{"userData":{"a":1}}"#, r#"],"storage":"#),
        ] {
            let mut text = String::new();
            let own = OwnTexts { id: "é", members, storage: Some(STORAGE) };
            push_state(&mut text, own, &usage(), &jar, form);
            assert!(text.contains(&format!("{before}{STORAGE}")), "{text}");
            assert_eq!(text.matches("\"storage\"").count(), 1, "{text}");
            let state = read_state(&text, 7.0, 9).unwrap();
            assert_eq!((&text[state.storage.unwrap()], state.stored.len()), (STORAGE, 1));
            assert_eq!((&text[state.id], &text[state.user_data]), (r#""é""#, r#"{"a":1}"#));
            assert!(read_state(&text.replacen("\"storage\":[", "\"storage\":7,\"x\":[", 1), 7.0, 9).is_none());
        }
    }

    #[test]
    fn a_state_comes_back() {
        let mut jar = chrome();
        put(&mut jar, "a=1; Max-Age=60", SITE, 5).unwrap();
        let text = written(&usage(), &jar, StateForm::Main);
        let state = read_state(&text, 7.0, 9).unwrap();
        assert_eq!(state.usage, Usage { max_error_score: f64::MAX, max_age_secs: 7.0, ..usage() });
        assert_eq!((&text[state.id], &text[state.cookies.unwrap()]), (r#""a \"b\"""#, "[]"));
        assert_eq!(&text[state.user_data], r#"{"é":[1,"\ud800"]}"#);
        assert_eq!((state.options, state.stored.len()), (JarOptions::of(RuleSet::Chrome), 1));
    }

    #[test]
    fn the_crawlee_form_has_no_count_of_errors_and_a_score_that_blocks() {
        let mut of_crawlee = usage();
        of_crawlee.max_error_score = 3.0;
        let text = written(&of_crawlee, &chrome(), StateForm::Crawlee);
        assert!(!text.contains("errorCount") && !text.contains("retired") && text.contains("\"errorScore\":3,"));
        let read = read_state(&text, 3000.0, 0).unwrap().usage;
        assert_eq!(read, Usage { error_score: 3.0, error_count: 0.0, retired: false, ..of_crawlee });
    }

    #[test]
    fn anything_else_is_left_to_the_constructor() {
        let text = written(&usage(), &chrome(), StateForm::Main);
        assert!(read_state(&text, 0.0, 0).is_some());
        for (from, to) in [
            (r#""id":"a \"b\"""#, r#""id":7"#),
            (r#""usageCount":3"#, r#""usageCount":"3""#),
            (r#""usageCount":3,"#, ""),
            (r#""usageCount":3"#, r#""usageCount":1e999"#),
            (r#""usageCount":3"#, r#""usageCount":true"#),
            (r#""usageCount":3"#, r#""usageCount":3,"usageCount":4"#),
            (r#""maxUsageCount":50"#, r#""maxUsageCount":null"#),
            ("+275760-09-13T00:00:00.000Z", "+275760-09-13"),
            ("+275760-09-13T00:00:00.000Z", "+275760-09-14T00:00:00.000Z"),
            (r#""userData":{"é":[1,"\ud800"]}"#, r#""userData":[]"#),
            (r#""cookies":[],"userData""#, r#""cookies":{},"userData""#),
            (r#""cookies":[]"#, r#""cookies":null"#),
            (r#""cookieJar":{"#, r#""cookieJar":[{"#),
            (r#""retired":true"#, r#""retired":"no""#),
            (r#""retired":true"#, r#""maxAgeSecs":5"#),
            (r#""retired":true"#, r#""maxAgeSecs":null"#),
            (r#""retired":true"#, r#""expiredAt":null"#),
            ("{\"id\"", "[{\"id\""),
            ("{\"id\"", "{id"),
        ] {
            assert!(text.contains(from), "{from}");
            assert!(read_state(&text.replacen(from, to, 1), 0.0, 0).is_none(), "{from} {to}");
        }
    }

    #[test]
    fn the_parts_of_a_state_are_found_on_both_sides_of_its_jar() {
        let mut jar = chrome();
        put(&mut jar, "a=1", SITE, 5).unwrap();
        let mut text = String::new();
        // Without escapes, which would be read in another way behind the jar.
        let own = OwnTexts { id: "é", members: r#"{"cookies":[],"userData":{"a":1}}"#, storage: None };
        push_state(&mut text, own, &usage(), &jar, StateForm::Main);
        let (own, rest) = text.strip_prefix('{').unwrap().split_once(",\"cookieJar\":").unwrap();
        let (jar, counters) = rest.split_once("}]},").unwrap();
        let first = format!("{{\"cookieJar\":{jar}}}]}},{own},{counters}");
        assert_eq!(jar_start(&first), Some("{\"cookieJar\":".len()));
        for text in [text, first] {
            let state = read_state(&text, 7.0, 9).unwrap();
            assert_eq!((&text[state.id], &text[state.cookies.unwrap()]), (r#""é""#, "[]"));
            assert_eq!((&text[state.user_data], state.stored.len()), (r#"{"a":1}"#, 1));
        }
    }

    #[test]
    fn a_jar_is_found_behind_what_javascript_writes_before_it() {
        for (before, is_known) in [
            ("{", true),
            (r#"{"id":"x","#, true),
            (r#"{"id":"x","cookies":[],"userData":{"cookieJar":{}},"storage":[],"#, true),
            (r#"{"id":"x","other":1,"#, false),
            (r#"{"id":"x" ,"#, false),
            (r#"["#, false),
        ] {
            let text = format!("{before}\"cookieJar\":{{}}}}");
            let expected = is_known.then(|| before.len() + "\"cookieJar\":".len());
            assert_eq!(jar_start(&text), expected, "{text}");
        }
        assert_eq!(jar_start(r#"{"id":"x"}"#), None);
    }
}
