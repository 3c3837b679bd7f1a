//! Cookie name prefixes: `__Secure-` and `__Host-` (RFC 6265bis section 5.7 steps 20 to 22), `__Http-` and `__Host-Http-` (layered
//! cookies), which Chromium enforces as well. They are case-insensitive.

use crate::jar::rejection::Rejection;

/// The parts of a cookie that a name prefix is checked against.
pub struct Prefixed<'a> {
    /// The name; empty for a nameless cookie.
    pub name: &'a str,
    /// The value.
    pub value: &'a str,
    /// The Secure attribute.
    pub secure: bool,
    /// The HttpOnly attribute.
    pub http_only: bool,
    /// Whether the cookie is host-only and its path is explicitly `/`.
    pub whole_host: bool,
}

/// Checks that the cookie meets the demands of its name's prefix.
pub fn check_prefix(cookie: &Prefixed<'_>) -> Result<(), Rejection> {
    let name = if cookie.name.is_empty() { cookie.value } else { cookie.name };
    if !name.starts_with("__") {
        return Ok(());
    }
    let has_prefix = |prefix: &str| name.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix));
    // If there is no name, servers find the value where they look for the name.
    if cookie.name.is_empty() && ["__Secure-", "__Host-", "__Http-"].into_iter().any(has_prefix) {
        return Err(Rejection::SecurePrefix);
    }
    if has_prefix("__Secure-") && !cookie.secure {
        return Err(Rejection::SecurePrefix);
    }
    if has_prefix("__Host-") && !(cookie.secure && cookie.whole_host) {
        return Err(Rejection::HostPrefix);
    }
    if (has_prefix("__Http-") || has_prefix("__Host-Http-")) && !(cookie.secure && cookie.http_only) {
        return Err(Rejection::HttpPrefix);
    }
    Ok(())
}
