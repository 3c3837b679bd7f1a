//! Default-path and path-match (RFC 6265 section 5.1.4).

use std::borrow::Cow;

/// The default-path of a request path: everything before its last `/`.
pub fn default_path(request_path: &str) -> &str {
    match request_path.rfind('/') {
        Some(at) if at > 0 && request_path.starts_with('/') => request_path.get(..at).unwrap_or("/"),
        _ => "/",
    }
}

/// Whether a cookie with `cookie_path` is sent to `request_path`.
pub fn path_matches(request_path: &str, cookie_path: &str) -> bool {
    match request_path.strip_prefix(cookie_path) {
        Some(rest) => rest.is_empty() || rest.starts_with('/') || cookie_path.ends_with('/'),
        None => false,
    }
}

/// A request path with its percent-escapes decoded as `decodeURI` does, so that a cookie for `/über` matches the request for `/%C3%BCber`.
/// Escapes of reserved characters stay: `%2F` is not a path separator. `None` if there is nothing to decode.
pub fn decoded_path(path: &str) -> Option<Cow<'_, str>> {
    if !path.contains('%') {
        return None;
    }
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        match (byte, after) {
            (b'%', &[high, low, ref after @ ..]) => {
                let decoded = hex(high)? << 4 | hex(low)?;
                if b";/?:@&=+$,#".contains(&decoded) {
                    bytes.extend_from_slice(&[b'%', high, low]);
                } else {
                    bytes.push(decoded);
                }
                rest = after;
            }
            (b'%', _) => return None,
            _ => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|value| value as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_path_is_that_of_cookie_store() {
        for path in ["/", "/a", "/a/", "/a/b", "//", "//a", "/a//b", "/a/b/c/"] {
            let url = url::Url::parse(&format!("http://example.com{path}")).unwrap();
            assert_eq!(default_path(path), cookie_store::CookiePath::default_path(&url).to_string(), "{path}");
        }
        for no_path in ["", "a", "a/b"] {
            assert_eq!(default_path(no_path), "/");
        }
    }

    #[test]
    fn paths_match_by_whole_segments() {
        for (request, cookie) in [("/", "/"), ("/a", "/"), ("/a/b", "/a"), ("/a/b", "/a/"), ("/a", "/a")] {
            assert!(path_matches(request, cookie), "{request} {cookie}");
        }
        for (request, cookie) in [("/", "/a"), ("/ab", "/a"), ("/a", "/a/"), ("/b", "/a")] {
            assert!(!path_matches(request, cookie), "{request} {cookie}");
        }
    }

    #[test]
    fn escapes_are_decoded_as_decode_uri_does() {
        assert_eq!(decoded_path("/plain"), None);
        assert_eq!(decoded_path("/%C3%BCber").as_deref(), Some("/über"));
        assert_eq!(decoded_path("/a%2Fb%20c").as_deref(), Some("/a%2Fb c"));
        for broken in ["/%", "/%2", "/%zz", "/%FF"] {
            assert_eq!(decoded_path(broken), None, "{broken}");
        }
    }
}
