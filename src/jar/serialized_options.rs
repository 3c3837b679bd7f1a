//! The options of a jar in its serialized form, under tough-cookie 6's keys and one of our own, `limits`. What is of a wrong type
//! counts as absent.

use std::fmt;

use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{json, Value};

use super::options::{JarOptions, Limits, PrefixSecurity};
use super::serialized_json::{other_values, Field, SerializedJar};

impl SerializedJar<'_> {
    /// The options, defaults where they are absent.
    pub(super) fn options(&self) -> JarOptions {
        let default = JarOptions::default();
        JarOptions {
            reject_public_suffixes: self.reject_public_suffixes.bool().unwrap_or(default.reject_public_suffixes),
            loose: self.enable_loose_mode.bool().unwrap_or(default.loose),
            allow_special_use_domain: self.allow_special_use_domain.bool().unwrap_or(default.allow_special_use_domain),
            allow_secure_on_local: self.allow_secure_on_local.bool().unwrap_or(default.allow_secure_on_local),
            enforce_secure_origin: self
                .enforce_secure_origin_on_storage
                .bool()
                .unwrap_or(default.enforce_secure_origin),
            prefix_security: self.prefix_security.str().map_or(default.prefix_security, PrefixSecurity::parse),
            limits: self.limits.0,
        }
    }
}

/// Reads options from JSON text; defaults for what is no JSON object.
pub fn read_options(json: &str) -> JarOptions {
    serde_json::from_str::<SerializedJar<'_>>(json).unwrap_or_default().options()
}

/// Options as JSON text, all of them.
pub fn write_options(options: &JarOptions) -> String {
    let limit = |limit: usize| if limit == usize::MAX { Value::Null } else { json!(limit) };
    let limits = options.limits;
    json!({
        "rejectPublicSuffixes": options.reject_public_suffixes,
        "enableLooseMode": options.loose,
        "allowSpecialUseDomain": options.allow_special_use_domain,
        "allowSecureOnLocal": options.allow_secure_on_local,
        "enforceSecureOriginOnStorage": options.enforce_secure_origin,
        "prefixSecurity": options.prefix_security.as_str(),
        "limits": {
            "nameValueBytes": limit(limits.name_value_bytes),
            "attributeBytes": limit(limits.attribute_bytes),
            "cookiesPerDomain": limit(limits.cookies_per_domain),
            "cookies": limit(limits.cookies),
        },
    })
    .to_string()
}

/// The limits, a number or `null` for none; the defaults where they are absent.
#[derive(Default)]
pub(super) struct SerializedLimits(Limits);

impl<'de> Deserialize<'de> for SerializedLimits {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct LimitsVisitor;
        impl<'de> Visitor<'de> for LimitsVisitor {
            type Value = SerializedLimits;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("limits")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut limits = Limits::default();
                while let Some(key) = map.next_key::<Field<'de>>()? {
                    let limit = match key.str().unwrap_or_default() {
                        "nameValueBytes" => &mut limits.name_value_bytes,
                        "attributeBytes" => &mut limits.attribute_bytes,
                        "cookiesPerDomain" => &mut limits.cookies_per_domain,
                        "cookies" => &mut limits.cookies,
                        _ => {
                            map.next_value::<IgnoredAny>()?;
                            continue;
                        }
                    };
                    match map.next_value::<Field<'de>>()? {
                        // `as` saturates.
                        Field::Number(number) if number >= 0.0 => *limit = number as usize,
                        Field::Other => *limit = usize::MAX,
                        _ => {}
                    }
                }
                Ok(SerializedLimits(limits))
            }
            other_values!(SerializedLimits::default(); visit_bool: bool, visit_f64: f64, visit_i64: i64, visit_u64: u64,
                visit_str: &str);
        }
        deserializer.deserialize_any(LimitsVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_come_back_as_they_were() {
        let options = JarOptions {
            reject_public_suffixes: false,
            loose: true,
            allow_special_use_domain: false,
            allow_secure_on_local: false,
            enforce_secure_origin: false,
            prefix_security: PrefixSecurity::Strict,
            limits: Limits { cookies: usize::MAX, cookies_per_domain: 7, ..Limits::default() },
        };
        assert_eq!(read_options(&write_options(&options)), options);
        assert_eq!(read_options(&write_options(&JarOptions::default())), JarOptions::default());
    }

    #[test]
    fn what_is_of_a_wrong_type_counts_as_absent() {
        for json in [
            "{}",
            "7",
            "nonsense",
            r#"{"rejectPublicSuffixes":"no","enableLooseMode":1,"prefixSecurity":[],"limits":[1]}"#,
            r#"{"limits":{"cookies":"x","cookiesPerDomain":-1,"zz":{}}}"#,
        ] {
            assert_eq!(read_options(json), JarOptions::default(), "{json}");
        }
    }
}
