//! The first stage of a cookie's life: split into name, value and attributes, nothing judged yet.

use std::borrow::Cow;

use super::octets::PairEncoding;
use super::partition::PartitionKey;
use crate::jar::attributes::{Priority, SameSite};

/// A cookie as a `Set-Cookie` line, a browser's record or a tough-cookie object states it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ParsedCookie<'a> {
    /// The name; empty for a nameless cookie.
    pub name: Cow<'a, str>,
    /// The value, with its quotes if it has any.
    pub value: Cow<'a, str>,
    /// How name and value were received.
    pub encoding: PairEncoding,
    /// The Domain attribute without its leading dot; `None` for a host-only cookie.
    pub domain: Option<Cow<'a, str>>,
    /// Whether a tough-cookie object is marked host-only although it has a domain.
    pub host_only: bool,
    /// Whether the path of a tough-cookie object once came from a URL.
    pub path_is_default: bool,
    /// The Path attribute, if it begins with `/`.
    pub path: Option<Cow<'a, str>>,
    /// The Expires attribute, in microseconds since the epoch.
    pub expires: Option<i64>,
    /// The Max-Age attribute, in seconds.
    pub max_age: Option<f64>,
    /// The Secure attribute.
    pub secure: bool,
    /// The HttpOnly attribute.
    pub http_only: bool,
    /// The SameSite attribute.
    pub same_site: SameSite,
    /// The Priority attribute.
    pub priority: Priority,
    /// The Partitioned attribute of a `Set-Cookie` line.
    pub partitioned: bool,
    /// The partition that a browser reported.
    pub partition: Option<PartitionKey>,
    /// All other attributes, verbatim.
    pub extensions: Vec<Cow<'a, str>>,
}
