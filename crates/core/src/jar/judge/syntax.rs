//! What a cookie's texts may contain, whatever its source: nothing that can't appear in a `Cookie` header or would change its meaning (RFC
//! 6265bis section 5.6 step 1), and no more than a jar should keep.

use crate::jar::parse::parsed::ParsedCookie;
use crate::jar::rejection::Rejection;
use crate::jar::text::{has, is_control};

/// The most bytes that all texts of a cookie may have together, whatever its source. A path from a URL may be long, and a state may contain
/// what another jar accepted; but lengths cross the boundary in 28 bits.
pub const MAX_BYTES: usize = 1 << 20;

/// Checks that the texts of a cookie may be stored.
pub fn check_syntax(cookie: &ParsedCookie<'_>) -> Result<(), Rejection> {
    let attributes = [&cookie.domain, &cookie.path].into_iter().flatten().chain(&cookie.extensions);
    let partition = cookie.partition.as_ref().map_or(0, |key| key.site().len());
    let size =
        cookie.name.len() + cookie.value.len() + partition + attributes.map(|text| text.len() + 1).sum::<usize>();
    if size > MAX_BYTES {
        return Err(Rejection::TooLarge { size, limit: MAX_BYTES });
    }
    if has(&cookie.name, |byte| is_control(byte) | (byte == b';') | (byte == b'=')) {
        return Err(Rejection::InvalidCharacter("name"));
    }
    if has(&cookie.value, |byte| is_control(byte) | (byte == b';')) {
        return Err(Rejection::InvalidCharacter("value"));
    }
    // A nameless cookie whose value contains `=` would be read back under another name.
    if cookie.name.is_empty() && (cookie.value.is_empty() || cookie.value.contains('=')) {
        return Err(Rejection::ParseFailed);
    }
    // A path may contain `;`: no header can set one, but a default path comes from a URL such as `/shop;jsessionid=1/`.
    if cookie.path.as_deref().is_some_and(|path| has(path, is_control)) {
        return Err(Rejection::InvalidCharacter("path"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jar::parse::partition::{CrossSiteAncestor, PartitionKey};

    #[test]
    fn all_texts_of_a_cookie_may_have_a_mebibyte_together() {
        let with_path_of = |length: usize| ParsedCookie {
            name: "n".into(),
            value: "v".into(),
            domain: Some("d".into()),
            path: Some("p".repeat(length).into()),
            extensions: vec!["e".into()],
            partition: Some(PartitionKey::new("https://a.example", CrossSiteAncestor::No).unwrap()),
            ..ParsedCookie::default()
        };
        // An octet each besides domain, path and extension.
        let others = 1 + 1 + 2 + 1 + 2 + "https://a.example".len();
        assert_eq!(check_syntax(&with_path_of(MAX_BYTES - others)), Ok(()));
        let too_large = Rejection::TooLarge { size: MAX_BYTES + 1, limit: MAX_BYTES };
        assert_eq!(check_syntax(&with_path_of(MAX_BYTES - others + 1)), Err(too_large));
    }
}
