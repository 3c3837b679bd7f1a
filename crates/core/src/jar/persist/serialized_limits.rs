//! The key `limits` of a serialized jar, one of our own. A value of the wrong type counts as absent.

use std::fmt;

use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::json_field::{other_values, Field};
use crate::jar::options::Limits;

/// The limits that are given: a number, or `null` for no limit.
#[derive(Default)]
pub(super) struct SerializedLimits {
    name_value_bytes: Option<usize>,
    attribute_bytes: Option<usize>,
    cookies_per_domain: Option<usize>,
    cookies: Option<usize>,
    partition_bytes: Option<usize>,
}

impl SerializedLimits {
    /// These limits, or `others` where none is given.
    pub(super) fn over(&self, others: Limits) -> Limits {
        Limits {
            name_value_bytes: self.name_value_bytes.unwrap_or(others.name_value_bytes),
            attribute_bytes: self.attribute_bytes.unwrap_or(others.attribute_bytes),
            cookies_per_domain: self.cookies_per_domain.unwrap_or(others.cookies_per_domain),
            cookies: self.cookies.unwrap_or(others.cookies),
            partition_bytes: self.partition_bytes.unwrap_or(others.partition_bytes),
        }
    }
}

impl<'de> Deserialize<'de> for SerializedLimits {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct LimitsVisitor;
        impl<'de> Visitor<'de> for LimitsVisitor {
            type Value = SerializedLimits;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("limits")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut limits = SerializedLimits::default();
                while let Some(key) = map.next_key::<Field<'de>>()? {
                    let limit = match key.str().unwrap_or_default() {
                        "nameValueBytes" => &mut limits.name_value_bytes,
                        "attributeBytes" => &mut limits.attribute_bytes,
                        "cookiesPerDomain" => &mut limits.cookies_per_domain,
                        "cookies" => &mut limits.cookies,
                        "partitionBytes" => &mut limits.partition_bytes,
                        _ => {
                            map.next_value::<IgnoredAny>()?;
                            continue;
                        }
                    };
                    match map.next_value::<Option<Field<'de>>>()? {
                        None => *limit = Some(usize::MAX),
                        // `as` saturates.
                        Some(Field::Number(number)) if number >= 0.0 => *limit = Some(number as usize),
                        Some(_) => {}
                    }
                }
                Ok(limits)
            }
            other_values!(SerializedLimits::default(); visit_bool: bool, visit_f64: f64, visit_i64: i64, visit_u64: u64,
                visit_str: &str);
        }
        deserializer.deserialize_any(LimitsVisitor)
    }
}
