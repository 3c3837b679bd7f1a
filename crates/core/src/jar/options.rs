//! The options of a jar: whose rules it follows, tough-cookie's options, and the limits of RFC 6265bis sections 5.6 and 5.7.

use crate::jar::request::request_url::RequestUrl;
use crate::jar::rules::{RuleSet, Rules};

/// How much a jar accepts. `usize::MAX` means no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of name and value together (RFC 6265bis section 5.7 step 4). A larger cookie is refused.
    pub name_value_bytes: usize,
    /// Bytes of an attribute's value (section 5.6 step 7). A longer attribute is ignored.
    pub attribute_bytes: usize,
    /// Cookies per registrable domain, and per partition of it (section 6.1 asks for at least 50; Chromium allows 180).
    pub cookies_per_domain: usize,
    /// Cookies in total (section 6.1 asks for at least 3,000; Chromium allows 3,300).
    pub cookies: usize,
    /// Bytes of names and values per registrable domain in each partition (Chromium allows 10,240).
    pub partition_bytes: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits::of(RuleSet::default())
    }
}

impl Limits {
    /// The default limits of a jar that follows these rules.
    pub const fn of(rules: RuleSet) -> Limits {
        Limits {
            name_value_bytes: 4096,
            attribute_bytes: 1024,
            cookies_per_domain: 180,
            cookies: 3300,
            partition_bytes: match rules {
                RuleSet::ToughCookie => usize::MAX,
                RuleSet::Chrome => 10_240,
            },
        }
    }

    /// No limits except `syntax::MAX_BYTES`.
    pub const NONE: Limits = Limits {
        name_value_bytes: usize::MAX,
        attribute_bytes: usize::MAX,
        cookies_per_domain: usize::MAX,
        cookies: usize::MAX,
        partition_bytes: usize::MAX,
    };
}

/// What happens to a cookie that breaks the rules of its name prefix (RFC 6265bis section 4.1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PrefixSecurity {
    /// It is refused, but tough-cookie's calls don't report it.
    #[default]
    Silent,
    /// It is refused with an error.
    Strict,
    /// It is stored.
    Disabled,
}

impl PrefixSecurity {
    /// tough-cookie's name for it.
    pub fn as_str(self) -> &'static str {
        match self {
            PrefixSecurity::Silent => "silent",
            PrefixSecurity::Strict => "strict",
            PrefixSecurity::Disabled => "unsafe-disabled",
        }
    }

    /// Reads a name in any case. An unknown one is `silent`, as in tough-cookie.
    pub fn parse(text: &str) -> PrefixSecurity {
        [PrefixSecurity::Strict, PrefixSecurity::Disabled]
            .into_iter()
            .find(|value| value.as_str().eq_ignore_ascii_case(text))
            .unwrap_or_default()
    }
}

/// The options of a jar. The defaults are tough-cookie's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JarOptions {
    /// Whose rules the jar follows.
    pub rule_set: RuleSet,
    /// Refuse a Domain attribute that is a public suffix (RFC 6265 section 5.3 step 5).
    pub reject_public_suffixes: bool,
    /// Accept lines without a name: `=value` and `value`.
    pub loose: bool,
    /// Allow domains under the special-use names of RFC 6761 (`local`, `test`, …), which are not public suffixes.
    pub allow_special_use_domain: bool,
    /// Treat loopback hosts as secure origins.
    pub allow_secure_on_local: bool,
    /// Refuse Secure cookies from insecure origins (RFC 6265bis section 5.7 step 13).
    pub enforce_secure_origin: bool,
    /// What to do about name prefixes.
    pub prefix_security: PrefixSecurity,
    /// How much the jar accepts.
    pub limits: Limits,
}

impl JarOptions {
    /// The default options of a jar that follows these rules.
    pub const fn of(rule_set: RuleSet) -> JarOptions {
        JarOptions {
            rule_set,
            reject_public_suffixes: true,
            loose: false,
            allow_special_use_domain: true,
            allow_secure_on_local: true,
            enforce_secure_origin: true,
            prefix_security: PrefixSecurity::Silent,
            limits: Limits::of(rule_set),
        }
    }

    /// Whether a URL is a secure origin, which may set and receive Secure cookies.
    pub fn trusts(&self, request: &RequestUrl) -> bool {
        request.is_https() || (self.allow_secure_on_local && request.is_secure())
    }

    /// The rules that the jar follows.
    pub fn rules(&self) -> &'static Rules {
        self.rule_set.rules()
    }
}

impl Default for JarOptions {
    fn default() -> JarOptions {
        JarOptions::of(RuleSet::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefix_security_is_read_in_any_case() {
        assert_eq!(PrefixSecurity::parse("STRICT"), PrefixSecurity::Strict);
        assert_eq!(PrefixSecurity::parse("unsafe-disabled"), PrefixSecurity::Disabled);
        assert_eq!(PrefixSecurity::parse("nonsense"), PrefixSecurity::Silent);
    }
}
