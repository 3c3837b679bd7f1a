//! The options of one call of the tough-cookie API, as the flags in which `js/call-options.js` sends them.

use crawler_session_core::jar::attributes::SameSite;
use crawler_session_core::jar::query::Query;

/// Flags of a call; 0 is the default of each.
#[derive(Debug, Clone, Copy, Default)]
pub struct CallOptions(pub u32);

/// Bits of the flags; `js/call-options.js` has the same.
mod bit {
    pub const NOT_HTTP: u32 = 1;
    pub const LOOSE: u32 = 1 << 1;
    pub const KEEP_EXPIRED: u32 = 1 << 2;
    pub const ALL_PATHS: u32 = 1 << 3;
    pub const UNSORTED: u32 = 1 << 4;
    pub const SECURE: u32 = 1 << 5;
    pub const NOT_SECURE: u32 = 1 << 6;
    /// Two bits: unset, none, lax, strict.
    pub const SAME_SITE_SHIFT: u32 = 7;
}

impl CallOptions {
    fn has(self, bit: u32) -> bool {
        self.0 & bit != 0
    }

    /// Whether the call is from an HTTP API.
    pub fn http_api(self) -> bool {
        !self.has(bit::NOT_HTTP)
    }

    /// Whether a line may do without a name.
    pub fn loose(self) -> bool {
        self.has(bit::LOOSE)
    }

    /// The context of the request; `Unset` if it doesn't matter.
    pub fn same_site_context(self) -> SameSite {
        match (self.0 >> bit::SAME_SITE_SHIFT) & 3 {
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
            expire: !self.has(bit::KEEP_EXPIRED),
            all_paths: self.has(bit::ALL_PATHS),
            sort: !self.has(bit::UNSORTED),
            secure: match (self.has(bit::SECURE), self.has(bit::NOT_SECURE)) {
                (true, _) => Some(true),
                (_, true) => Some(false),
                _ => None,
            },
            same_site_context: self.same_site_context(),
        }
    }
}
