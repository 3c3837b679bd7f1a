//! An insecure origin leaves Secure cookies alone (RFC 6265bis section 5.7 step 16): it neither replaces nor deletes one, nor sets another of the
//! same name that would be sent beside it.

use super::domain::domain_matches;
use super::options::JarOptions;
use super::path::path_matches;
use super::rejection::Rejection;
use super::site::Site;
use super::stored::{Identity, StoredCookie};
use super::storing::{Source, Storing};

/// Refuses a cookie from an insecure origin for which the site has a Secure one.
pub fn check_secure_overwrite(
    site: &Site,
    cookie: &Identity<'_>,
    storing: &Storing<'_>,
    options: &JarOptions,
) -> Result<(), Rejection> {
    let is_judged = options.rules().leave_secure_alone && storing.source == Source::Http;
    if !is_judged || options.trusts(storing.request) {
        return Ok(());
    }
    let is_overwritten = |secure: &StoredCookie| {
        secure.secure()
            && secure.name() == cookie.name
            && !secure.is_expired(storing.now)
            && (domain_matches(cookie.domain, secure.domain()) || domain_matches(secure.domain(), cookie.domain))
            && path_matches(cookie.path, secure.path())
            && cookie.is_in_partition_of(secure)
    };
    match site.cookies().iter().any(is_overwritten) {
        true => Err(Rejection::SecureOverwrite),
        false => Ok(()),
    }
}
