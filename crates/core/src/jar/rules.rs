//! The rules on which tough-cookie and Chrome differ, as data. Each step of the jar looks up the rule it needs; there is only one code
//! path.
//!
//! The facts about Chrome are from Chromium's `net/cookies` and were observed in Chromium 143 and 156; `docs/chrome.md` has the table.

use crate::jar::calendar::DAY_MS;

/// Whose rules a jar follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RuleSet {
    /// tough-cookie 6: what a `CookieJar` promises.
    #[default]
    ToughCookie,
    /// Chrome: what a session stores and sends.
    Chrome,
}

impl RuleSet {
    /// The name of the rules in options.
    pub fn as_str(self) -> &'static str {
        match self {
            RuleSet::ToughCookie => "tough-cookie",
            RuleSet::Chrome => "chrome",
        }
    }

    /// Reads a name, case-sensitively; `None` for anything else.
    pub fn parse(text: &str) -> Option<RuleSet> {
        [RuleSet::ToughCookie, RuleSet::Chrome].into_iter().find(|set| set.as_str() == text)
    }

    /// The rules.
    pub fn rules(self) -> &'static Rules {
        match self {
            RuleSet::ToughCookie => &Rules::TOUGH_COOKIE,
            RuleSet::Chrome => &Rules::CHROME,
        }
    }
}

/// How `Expires` and `Max-Age` are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifetimes {
    /// As in RFC 6265 sections 5.1.1 and 5.2.2; if repeated, the last valid one wins.
    Rfc6265,
    /// As Chromium reads them; if repeated, the last one wins, even if it is invalid.
    Chromium,
}

/// Which cookies are evicted when a site has too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Eviction {
    /// One for each new cookie: those that are not Secure first, then the least recently used.
    LeastRecentlyUsed,
    /// A sixth of the limit at once, in Chromium's rounds of Priority and Secure.
    PriorityRounds,
}

/// What a jar does where tough-cookie and Chrome differ.
#[derive(Debug, PartialEq, Eq)]
pub struct Rules {
    /// A line that has no `=`, or begins with it, makes a nameless cookie (RFC 6265bis section 5.6 step 3).
    pub nameless: bool,
    /// A line with a control character anywhere is refused (section 5.6 step 1); otherwise, some end the pair, and attributes may contain
    /// them.
    pub refuse_controls: bool,
    /// If `Domain` is repeated, the last one wins, even if it is empty; otherwise, the last that is not empty.
    pub last_domain_counts: bool,
    /// How `Expires` and `Max-Age` are read.
    pub lifetimes: Lifetimes,
    /// The longest lifetime of a cookie, in milliseconds from when it is set (RFC 6265bis section 5.5).
    pub longest_life: Option<i64>,
    /// Text up to U+00FF stands for octets. If they are UTF-8, the cookie is the same as the one that a browser reports as text; headers
    /// carry octets.
    pub octets: bool,
    /// `localhost` and `invalid` may be shared by the hosts below them, as in tough-cookie.
    pub shared_special_use: bool,
    /// On a host without a registrable domain, `Domain` must be that host, in any letter case.
    pub literal_bare_domain: bool,
    /// `SameSite=None` needs `Secure` (RFC 6265bis section 5.7 step 19).
    pub none_needs_secure: bool,
    /// An insecure origin leaves Secure cookies alone (section 5.7 step 16).
    pub leave_secure_alone: bool,
    /// A cookie whose value is replaced loses its creation-time and its place in the order.
    pub replaced_is_new: bool,
    /// An expired cookie stays until it is found by a query that would have returned it.
    pub keep_ended: bool,
    /// Which cookies of a site are evicted when there are too many.
    pub eviction: Eviction,
    /// Cookies used at most this many milliseconds ago are not evicted by the limit of the whole jar.
    pub safe_from_jar_limit: i64,
    /// An access is recorded once this many milliseconds have passed since the last recorded one.
    pub access_step: i64,
    /// A cookie is also sent to a request whose decoded path matches, since tough-cookie compares that.
    pub decoded_paths: bool,
}

impl Rules {
    /// tough-cookie 6.
    pub const TOUGH_COOKIE: Rules = Rules {
        nameless: false,
        refuse_controls: false,
        last_domain_counts: false,
        lifetimes: Lifetimes::Rfc6265,
        longest_life: None,
        octets: false,
        shared_special_use: true,
        literal_bare_domain: false,
        none_needs_secure: false,
        leave_secure_alone: false,
        replaced_is_new: false,
        keep_ended: true,
        eviction: Eviction::LeastRecentlyUsed,
        safe_from_jar_limit: 0,
        access_step: 0,
        decoded_paths: true,
    };

    /// Chrome.
    pub const CHROME: Rules = Rules {
        nameless: true,
        refuse_controls: true,
        last_domain_counts: true,
        lifetimes: Lifetimes::Chromium,
        longest_life: Some(400 * DAY_MS),
        octets: true,
        shared_special_use: false,
        literal_bare_domain: true,
        none_needs_secure: true,
        leave_secure_alone: true,
        replaced_is_new: true,
        keep_ended: false,
        eviction: Eviction::PriorityRounds,
        safe_from_jar_limit: 30 * DAY_MS,
        access_step: 60_000,
        decoded_paths: false,
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rule_sets_are_case_sensitive() {
        for set in [RuleSet::ToughCookie, RuleSet::Chrome] {
            assert_eq!(RuleSet::parse(set.as_str()), Some(set));
        }
        assert_eq!(RuleSet::parse("Chrome"), None);
    }
}
