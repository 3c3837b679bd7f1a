//! What a browser takes back. Chromium refuses a whole `setCookie` call for one cookie that it can't hold, so such a cookie, good
//! as it is in a `Cookie` header, is not handed to browsers. Seen with Chromium 143 (`CanonicalCookie::CreateSanitizedCookie`).

use super::prefix::{check_prefix, Prefixed};
use crate::jar::parse::parsed::ParsedCookie;
use crate::jar::store::place::Place;
use crate::jar::text::is_trimmed;

/// The longest name and value that Chromium takes together, in bytes.
const MAX_NAME_VALUE_BYTES: usize = 4096;

/// Whether Chromium takes a cookie that belongs to a place. What no stored cookie has, controls for instance, is not asked for again.
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
}
