//! Which cookies a browser accepts. Chromium refuses a whole `setCookie` call because of one cookie that it can't store, so such a cookie
//! is not handed to browsers, although a `Cookie` header may carry it. Observed in Chromium 143 (`CanonicalCookie::CreateSanitizedCookie`).

use super::prefix::{check_prefix, Prefixed};
use crate::jar::parse::parsed::ParsedCookie;
use crate::jar::store::place::Place;
use crate::jar::text::is_trimmed;

/// The most bytes that Chromium accepts for name and value together.
const MAX_NAME_VALUE_BYTES: usize = 4096;

/// Whether Chromium accepts a cookie with this place. What no stored cookie can have, control characters for instance, is not checked
/// again.
pub fn fits_browser(cookie: &ParsedCookie<'_>, place: &Place) -> bool {
    let prefixed = Prefixed {
        name: &cookie.name,
        value: &cookie.value,
        secure: cookie.secure,
        http_only: cookie.http_only,
        whole_host: place.host_only() && place.path() == "/",
    };
    place.fits_browser()
        && is_trimmed(&cookie.name)
        && is_trimmed(&cookie.value)
        && cookie.name.len() + cookie.value.len() <= MAX_NAME_VALUE_BYTES
        && check_prefix(&prefixed).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(name: &str, value: &str, path: &str) -> bool {
        let parsed = ParsedCookie { name: name.into(), value: value.into(), ..ParsedCookie::default() };
        fits_browser(&parsed, &Place::new("example.com", true, path))
    }

    // Promises: C15
    #[test]
    fn what_chromium_cannot_hold_is_not_handed_out() {
        assert!(fits("a", "b c", "/p q"));
        assert!(fits("a", "", &format!("/{}", "p".repeat(1023))));
        for (name, value, path) in
            [("a", "b", "/p;jsessionid=1"), (" a", "b", "/"), ("a", "b ", "/"), ("a", "b", "/\t")]
        {
            assert!(!fits(name, value, path), "{name} {value} {path}");
        }
        assert!(!fits("a", &"v".repeat(4096), "/"));
        assert!(!fits("__Secure-a", "b", "/"));
        assert!(!fits("a", "b", &format!("/{}", "p".repeat(1024))));
        assert!(!fits("a", "b", &format!("/{}", "ü".repeat(200))));
    }

    #[test]
    fn a_host_prefix_needs_the_whole_host() {
        let fits = |host_only: bool, path: &str| {
            let parsed = ParsedCookie { name: "__Host-a".into(), secure: true, ..ParsedCookie::default() };
            fits_browser(&parsed, &Place::new("example.com", host_only, path))
        };
        assert!(fits(true, "/"));
        assert!(!fits(false, "/") && !fits(true, "/p"));
    }
}
