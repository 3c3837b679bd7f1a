//! Cookie name prefixes: `__Secure-` and `__Host-` (RFC 6265bis section 5.7 steps 20 to 22), `__Http-` and `__Host-Http-` (layered
//! cookies), which Chromium holds to likewise. They count in any letter case.

use crate::jar::rejection::Rejection;

/// What the prefixes of a name demand.
pub struct Prefixed<'a> {
    /// The name; empty for a nameless cookie.
    pub name: &'a str,
    /// The value.
    pub value: &'a str,
    /// The Secure attribute.
    pub secure: bool,
    /// The HttpOnly attribute.
    pub http_only: bool,
    /// Whether the cookie is host-only and its path is `/`, given as such.
    pub whole_host: bool,
}

/// Whether the cookie keeps what its name promises.
pub fn check_prefix(cookie: &Prefixed<'_>) -> Result<(), Rejection> {
    let name = if cookie.name.is_empty() { cookie.value } else { cookie.name };
    if !name.starts_with("__") {
        return Ok(());
    }
    let has_prefix = |prefix: &str| name.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix));
    // Without a name, the value stands where a server looks for the name.
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
