//! The JSON of tough-cookie's serialized form, read leniently: a value of the wrong type counts as absent, as in tough-cookie, and doesn't
//! affect other fields.

use std::fmt;

use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::json_field::{other_values, Field};
use super::serialized_limits::SerializedLimits;

/// A cookie in tough-cookie's JSON form, from text or from a tough-cookie object turned into it. Fields of the wrong type count as absent,
/// as in tough-cookie.
#[derive(Debug, Default)]
#[allow(missing_docs, reason = "the fields have the names that tough-cookie gives them")]
pub struct SerializedCookie<'a> {
    pub key: Field<'a>,
    pub value: Field<'a>,
    pub expires: Field<'a>,
    pub max_age: Field<'a>,
    pub domain: Field<'a>,
    pub path: Field<'a>,
    pub secure: Field<'a>,
    pub http_only: Field<'a>,
    pub extensions: Field<'a>,
    pub host_only: Field<'a>,
    pub path_is_default: Field<'a>,
    pub creation: Field<'a>,
    pub last_accessed: Field<'a>,
    pub same_site: Field<'a>,
}

/// tough-cookie's serialized jar, with its options.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SerializedJar<'a> {
    #[serde(borrow)]
    pub(super) version: Field<'a>,
    #[serde(borrow)]
    pub(super) rules: Field<'a>,
    #[serde(borrow)]
    pub(super) reject_public_suffixes: Field<'a>,
    #[serde(borrow)]
    pub(super) enable_loose_mode: Field<'a>,
    #[serde(borrow)]
    pub(super) allow_special_use_domain: Field<'a>,
    #[serde(borrow)]
    pub(super) allow_secure_on_local: Field<'a>,
    #[serde(borrow)]
    pub(super) enforce_secure_origin_on_storage: Field<'a>,
    #[serde(borrow)]
    pub(super) prefix_security: Field<'a>,
    pub(super) limits: SerializedLimits,
    /// Not a jar's own: Crawlee's class keeps browsers' storage here.
    #[serde(borrow)]
    pub storage: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) cookies: Option<Vec<MaybeCookie<'a>>>,
}

/// An entry of the array `cookies`; not a cookie unless it is an object.
#[derive(Default)]
pub(super) struct MaybeCookie<'a> {
    pub(super) cookie: Option<SerializedCookie<'a>>,
    /// Whether it has a name but no key: a cookie in a browser's form, not a nameless one.
    pub(super) of_browser: bool,
}

impl<'de: 'a, 'a> Deserialize<'de> for MaybeCookie<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct CookieVisitor;
        impl<'de> Visitor<'de> for CookieVisitor {
            type Value = MaybeCookie<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a cookie")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut cookie = SerializedCookie::default();
                let mut has_name = false;
                while let Some(key) = map.next_key::<Field<'de>>()? {
                    let field = match key.str().unwrap_or_default() {
                        "key" => &mut cookie.key,
                        "value" => &mut cookie.value,
                        "expires" => &mut cookie.expires,
                        "maxAge" => &mut cookie.max_age,
                        "domain" => &mut cookie.domain,
                        "path" => &mut cookie.path,
                        "secure" => &mut cookie.secure,
                        "httpOnly" => &mut cookie.http_only,
                        "extensions" => &mut cookie.extensions,
                        "hostOnly" => &mut cookie.host_only,
                        "pathIsDefault" => &mut cookie.path_is_default,
                        "creation" => &mut cookie.creation,
                        "lastAccessed" => &mut cookie.last_accessed,
                        "sameSite" => &mut cookie.same_site,
                        other => {
                            has_name |= other == "name";
                            map.next_value::<IgnoredAny>()?;
                            continue;
                        }
                    };
                    *field = map.next_value()?;
                }
                let of_browser = has_name && cookie.key.str().is_none();
                Ok(MaybeCookie { cookie: (!of_browser).then_some(cookie), of_browser })
            }
            other_values!(MaybeCookie::default(); visit_bool: bool, visit_f64: f64, visit_i64: i64, visit_u64: u64, visit_str: &str);
        }
        deserializer.deserialize_any(CookieVisitor)
    }
}

/// A JSON text in which the escapes of lone surrogates are replaced by that of NUL, for which their cookies are refused; `None` if it has
/// none.
pub(super) fn replace_lone_surrogates(json: &str) -> Option<String> {
    let mut mended = String::with_capacity(json.len());
    let mut replaced = false;
    let mut rest = json;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        mended.push_str(before);
        let length = match surrogate(escape) {
            None => escape.chars().take(2).map(char::len_utf8).sum(),
            Some(0xD800..=0xDBFF) if matches!(escape.get(6..).and_then(surrogate), Some(0xDC00..=0xDFFF)) => 12,
            Some(_) => {
                replaced = true;
                mended.push_str("\\u0000");
                rest = escape.get(6..).unwrap_or_default();
                continue;
            }
        };
        mended.push_str(escape.get(..length).unwrap_or_default());
        rest = escape.get(length..).unwrap_or_default();
    }
    mended.push_str(rest);
    replaced.then_some(mended)
}

/// The surrogate whose escape, such as `\uD83D`, a JSON text begins with.
fn surrogate(text: &str) -> Option<u32> {
    let code = u32::from_str_radix(text.strip_prefix("\\u")?.get(..4)?, 16).ok()?;
    (0xD800..=0xDFFF).contains(&code).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surrogate_pairs_and_escapes_stay_when_lone_surrogates_go() {
        let mended = replace_lone_surrogates(r#"\ud83d\ude00 \udc00 \\ud800 \ud800\n é"#);
        assert_eq!(mended.as_deref(), Some(r#"\ud83d\ude00 \u0000 \\ud800 \u0000\n é"#));
        assert_eq!(replace_lone_surrogates(r#"\ud83d\ude00"#), None);
    }
}
