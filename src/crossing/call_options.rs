//! The other half of `js/crossing/call-options.js`: the options of one call of the tough-cookie API, as flags.

use crawler_session_core::jar::attributes::SameSite;
use crawler_session_core::jar::query::Query;

use super::layout::call_options as layout;

/// Flags of a call; 0 is the default of each.
#[derive(Debug, Clone, Copy, Default)]
pub struct CallOptions(pub u32);

impl CallOptions {
    fn has(self, bit: u32) -> bool {
        self.0 & bit != 0
    }

    /// Whether the call is from an HTTP API.
    pub fn http_api(self) -> bool {
        !self.has(layout::NOT_HTTP)
    }

    /// Whether a line without a name is accepted.
    pub fn loose(self) -> bool {
        self.has(layout::LOOSE)
    }

    /// The SameSite context of the request; `Unset` skips the check.
    pub fn same_site_context(self) -> SameSite {
        match (self.0 >> layout::SAME_SITE_SHIFT) & 3 {
            1 => SameSite::None,
            2 => SameSite::Lax,
            3 => SameSite::Strict,
            _ => SameSite::Unset,
        }
    }

    /// What a reading call asks for.
    pub fn query(self) -> Query {
        Query {
            http_api: self.http_api(),
            expire: !self.has(layout::KEEP_EXPIRED),
            all_paths: self.has(layout::ALL_PATHS),
            sort: !self.has(layout::UNSORTED),
            secure: match (self.has(layout::SECURE), self.has(layout::NOT_SECURE)) {
                (true, _) => Some(true),
                (_, true) => Some(false),
                _ => None,
            },
            same_site_context: self.same_site_context(),
        }
    }
}
