//! The identity of a cookie (RFC 6265bis section 5.7 step 23).

use super::stored::StoredCookie;
use crate::jar::parse::partition::{same_partition, PartitionKey};

/// What identifies a cookie, so that a new one replaces the old: name, domain, host-only-flag, path (RFC 6265bis section 5.7 step 23) and
/// partition (CHIPS).
#[derive(Debug, Clone, Copy)]
pub struct Identity<'a> {
    /// The name.
    pub name: &'a str,
    /// Whether the name is octets that are not UTF-8, which makes it a different name from the same characters as text.
    pub name_is_octets: bool,
    /// The domain in canonical form.
    pub domain: &'a str,
    /// The host-only-flag.
    pub host_only: bool,
    /// The path.
    pub path: &'a str,
    /// The partition.
    pub partition: Option<&'a PartitionKey>,
}

impl<'a> Identity<'a> {
    /// That of a stored cookie.
    pub fn of(stored: &'a StoredCookie) -> Identity<'a> {
        Identity {
            name: stored.name(),
            name_is_octets: stored.name_is_octets(),
            domain: stored.domain(),
            host_only: stored.host_only(),
            path: stored.path(),
            partition: stored.partition(),
        }
    }

    /// Whether a stored cookie has this identity.
    pub fn is(&self, stored: &StoredCookie) -> bool {
        self.has_name_of(stored)
            && stored.place().is(self.domain, self.host_only, self.path)
            && self.is_in_partition_of(stored)
    }

    /// Whether the name is that of a stored cookie, in octets.
    pub fn has_name_of(&self, stored: &StoredCookie) -> bool {
        self.name == stored.name() && self.name_is_octets == stored.name_is_octets()
    }

    /// Whether it belongs to the same partition as a stored cookie, or neither belongs to one.
    pub fn is_in_partition_of(&self, stored: &StoredCookie) -> bool {
        same_partition(self.partition, stored.partition())
    }
}
