//! Attributes that a cookie carries in tough-cookie's `extensions`: those that no standard defines, kept verbatim, and this package's own.

use std::borrow::Cow;

use crate::jar::attributes::Priority;

/// The partition key of a cookie, as `PartitionKey::to_text` writes it.
pub const PARTITION: &str = "crawler-session-partition";

/// The expiry in seconds with six decimals, if `expires` (milliseconds) or `maxAge` (relative) can't express it.
pub const EXPIRY: &str = "crawler-session-expiry";

/// Whether name and value are `octets` or `text`, if a reader would guess wrong.
pub const ENCODING: &str = "crawler-session-encoding";

/// Whether an attribute's name is reserved for this package. If a site sends such an attribute, it is ignored.
pub fn is_reserved_extension(name: &str) -> bool {
    [PARTITION, EXPIRY, ENCODING].iter().any(|reserved| name.eq_ignore_ascii_case(reserved))
}

/// The value of the last extension of that name.
pub fn extension<'a>(extensions: &'a [Cow<'_, str>], name: &str) -> Option<&'a str> {
    extensions.iter().rev().find_map(|extension| {
        let (key, value) = extension.split_once('=')?;
        key.trim().eq_ignore_ascii_case(name).then_some(value.trim())
    })
}

/// The priority given in the extensions.
pub fn priority_in(extensions: &[Cow<'_, str>]) -> Priority {
    extension(extensions, "priority").and_then(Priority::parse).unwrap_or_default()
}
