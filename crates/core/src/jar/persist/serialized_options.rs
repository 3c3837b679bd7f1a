//! The options of a jar in its serialized form, under tough-cookie 6's keys and two of our own, `rules` and `limits`. A value of the wrong
//! type counts as absent.

use serde::Serialize;

use super::serialized_json::SerializedJar;
use crate::jar::options::{JarOptions, PrefixSecurity};
use crate::jar::rules::RuleSet;

impl SerializedJar<'_> {
    /// The options, with defaults for those that are absent; `rule_set` applies if the rules are.
    pub(super) fn options(&self, rule_set: RuleSet) -> JarOptions {
        let default = JarOptions::of(self.rules.str().and_then(RuleSet::parse).unwrap_or(rule_set));
        JarOptions {
            rule_set: default.rule_set,
            reject_public_suffixes: self.reject_public_suffixes.bool().unwrap_or(default.reject_public_suffixes),
            loose: self.enable_loose_mode.bool().unwrap_or(default.loose),
            allow_special_use_domain: self.allow_special_use_domain.bool().unwrap_or(default.allow_special_use_domain),
            allow_secure_on_local: self.allow_secure_on_local.bool().unwrap_or(default.allow_secure_on_local),
            enforce_secure_origin: self
                .enforce_secure_origin_on_storage
                .bool()
                .unwrap_or(default.enforce_secure_origin),
            prefix_security: self.prefix_security.str().map_or(default.prefix_security, PrefixSecurity::parse),
            limits: self.limits.over(default.limits),
        }
    }
}

/// Reads options from JSON text; returns defaults if it is not a JSON object.
pub fn read_options(json: &str, rule_set: RuleSet) -> JarOptions {
    serde_json::from_str::<SerializedJar<'_>>(json).unwrap_or_default().options(rule_set)
}

/// The options under their keys, in alphabetical order.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WrittenOptions {
    allow_secure_on_local: bool,
    allow_special_use_domain: bool,
    enable_loose_mode: bool,
    enforce_secure_origin_on_storage: bool,
    limits: WrittenLimits,
    prefix_security: &'static str,
    reject_public_suffixes: bool,
    rules: &'static str,
}

/// Limits; `None` means no limit.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WrittenLimits {
    attribute_bytes: Option<usize>,
    cookies: Option<usize>,
    cookies_per_domain: Option<usize>,
    name_value_bytes: Option<usize>,
    partition_bytes: Option<usize>,
}

/// All options as JSON text.
pub fn write_options(options: &JarOptions) -> String {
    let limit = |limit: usize| (limit != usize::MAX).then_some(limit);
    let limits = options.limits;
    let written = WrittenOptions {
        allow_secure_on_local: options.allow_secure_on_local,
        allow_special_use_domain: options.allow_special_use_domain,
        enable_loose_mode: options.loose,
        enforce_secure_origin_on_storage: options.enforce_secure_origin,
        limits: WrittenLimits {
            attribute_bytes: limit(limits.attribute_bytes),
            cookies: limit(limits.cookies),
            cookies_per_domain: limit(limits.cookies_per_domain),
            name_value_bytes: limit(limits.name_value_bytes),
            partition_bytes: limit(limits.partition_bytes),
        },
        prefix_security: options.prefix_security.as_str(),
        reject_public_suffixes: options.reject_public_suffixes,
        rules: options.rule_set.as_str(),
    };
    // Such values can't fail to serialise.
    serde_json::to_string(&written).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jar::options::Limits;

    #[test]
    fn options_come_back_as_they_were() {
        let options = JarOptions {
            rule_set: RuleSet::Chrome,
            reject_public_suffixes: false,
            loose: true,
            allow_special_use_domain: false,
            allow_secure_on_local: false,
            enforce_secure_origin: false,
            prefix_security: PrefixSecurity::Strict,
            limits: Limits { cookies: usize::MAX, cookies_per_domain: 7, ..Limits::default() },
        };
        for rule_set in [RuleSet::ToughCookie, RuleSet::Chrome] {
            assert_eq!(read_options(&write_options(&options), rule_set), options);
            for of in [RuleSet::ToughCookie, RuleSet::Chrome] {
                assert_eq!(read_options(&write_options(&JarOptions::of(of)), rule_set), JarOptions::of(of));
            }
        }
    }

    #[test]
    fn null_is_no_limit() {
        let limits = ["nameValueBytes", "attributeBytes", "cookiesPerDomain", "cookies", "partitionBytes"]
            .map(|name| format!(r#""{name}":null"#));
        let json = format!(r#"{{"limits":{{{}}}}}"#, limits.join(","));
        assert_eq!(read_options(&json, RuleSet::Chrome).limits, Limits::NONE);
    }

    #[test]
    fn values_of_the_wrong_type_count_as_absent() {
        for json in [
            "{}",
            "7",
            "nonsense",
            r#"{"rejectPublicSuffixes":"no","enableLooseMode":1,"prefixSecurity":[],"limits":[1],"rules":"Chrome"}"#,
            r#"{"limits":{"cookies":"x","cookiesPerDomain":-1,"zz":{}}}"#,
            r#"{"limits":{"nameValueBytes":{},"attributeBytes":{"a":null},"cookies":[],"cookiesPerDomain":false,"partitionBytes":{}}}"#,
        ] {
            for rule_set in [RuleSet::ToughCookie, RuleSet::Chrome] {
                assert_eq!(read_options(json, rule_set), JarOptions::of(rule_set), "{json}");
            }
        }
    }
}
