//! Paths that a browser accepts. Observed in Chromium 143 (`CanonicalCookie::CreateSanitizedCookie`); `judge::browser` has the rest.

use crate::jar::text::{is_control, is_trimmed};

/// The longest path that Chromium accepts, in bytes after percent-encoding.
const MAX_PATH_BYTES: usize = 1024;

/// Whether Chromium accepts cookies with this path.
pub fn path_fits_browser(path: &str) -> bool {
    is_trimmed(path)
        && !path.bytes().any(|byte| is_control(byte) || byte == b';')
        && encoded_len(path) <= MAX_PATH_BYTES
}

/// The length of a path as Chromium percent-encodes it.
fn encoded_len(path: &str) -> usize {
    let is_kept = |byte: u8| byte.is_ascii_alphanumeric() || b"/%-._~!$&'()*+,;=:@[]\\".contains(&byte);
    path.bytes().map(|byte| if is_kept(byte) { 1 } else { 3 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chromium_measures_a_path_after_percent_encoding() {
        assert!(path_fits_browser("/p q"));
        assert!(path_fits_browser(&format!("/{}", "p".repeat(1023))));
        assert!(!path_fits_browser(&format!("/{}", "p".repeat(1024))));
        assert!(!path_fits_browser(&format!("/{}", "ü".repeat(200))));
        for path in ["/p;jsessionid=1", "/\t", " /", "/ "] {
            assert!(!path_fits_browser(path), "{path}");
        }
    }
}
