//! Closed sets of attribute values: SameSite (RFC 6265bis section 5.6.7) and Priority (Chromium).

/// The `SameSite` attribute as it was set. `Unset` and `None` differ: browsers treat the first as Lax.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SameSite {
    /// Not set, or set to a value that the standard maps to "Default".
    #[default]
    Unset,
    /// `SameSite=None`
    None,
    /// `SameSite=Lax`
    Lax,
    /// `SameSite=Strict`
    Strict,
}

impl SameSite {
    /// Reads `strict`, `lax` or `none` in any case; `None` for anything else.
    pub fn parse(text: &str) -> Option<SameSite> {
        [SameSite::None, SameSite::Lax, SameSite::Strict]
            .into_iter()
            .find(|value| value.as_str().eq_ignore_ascii_case(text))
    }

    /// The title-case name that browsers use; empty if unset.
    pub fn as_str(self) -> &'static str {
        match self {
            SameSite::Unset => "",
            SameSite::None => "None",
            SameSite::Lax => "Lax",
            SameSite::Strict => "Strict",
        }
    }
}

/// The `Priority` attribute (Chromium evicts low-priority cookies first).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Priority {
    /// Not set; Chromium treats it as Medium.
    #[default]
    Unset,
    /// `Priority=Low`
    Low,
    /// `Priority=Medium`
    Medium,
    /// `Priority=High`
    High,
}

impl Priority {
    /// Reads `low`, `medium` or `high` in any case; `None` for anything else.
    pub fn parse(text: &str) -> Option<Priority> {
        [Priority::Low, Priority::Medium, Priority::High]
            .into_iter()
            .find(|value| value.as_str().eq_ignore_ascii_case(text))
    }

    /// The title-case name that Chromium uses; empty if unset.
    pub fn as_str(self) -> &'static str {
        match self {
            Priority::Unset => "",
            Priority::Low => "Low",
            Priority::Medium => "Medium",
            Priority::High => "High",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_case_insensitive_and_others_are_refused() {
        assert_eq!(SameSite::parse("sTrIcT"), Some(SameSite::Strict));
        assert_eq!(SameSite::parse("no_restriction"), None);
        assert_eq!(SameSite::parse(""), None);
        assert_eq!(Priority::parse("HIGH"), Some(Priority::High));
        assert_eq!(Priority::parse("urgent"), None);
    }
}
