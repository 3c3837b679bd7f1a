//! Attributes that a cookie carries in tough-cookie's `extensions`: those that no standard defines, kept verbatim, and this package's own.

use std::borrow::Cow;

use crate::jar::attributes::Priority;
use crate::jar::text::trim;

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

/// Name and value of an extension, as a line's attribute is read: the name that a jar reads back must be the one that the line was judged by.
pub fn name_and_value(extension: &str) -> (&str, &str) {
    let (name, value) = extension.split_once('=').unwrap_or((extension, ""));
    (trim(name), trim(value))
}

/// The value of the last extension of that name.
pub fn extension<'a>(extensions: &'a [Cow<'_, str>], name: &str) -> Option<&'a str> {
    let mut pairs = extensions.iter().rev().map(|extension| name_and_value(extension));
    pairs.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// The priority given in the extensions.
pub fn priority_in(extensions: &[Cow<'_, str>]) -> Priority {
    extension(extensions, "priority").and_then(Priority::parse).unwrap_or_default()
}
