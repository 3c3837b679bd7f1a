//! Which cookies a request gets, and in which order (RFC 6265 section 5.4).

use std::cell::OnceCell;

use super::domain::domain_matches;
use super::request::RequestUrl;
use super::site::Site;
use super::stored::StoredCookie;

/// The cookies of a site for a request at `now` (milliseconds).
pub struct Matches<'a> {
    /// In the order of the `Cookie` header.
    pub cookies: Vec<&'a StoredCookie>,
    /// Places in the jar's order of those that would have matched but have ended, and should be removed.
    pub expired: Vec<u64>,
}

/// Finds the cookies for a request, sorted as the `Cookie` header lists them, and notes the access.
pub fn matching<'a>(site: &'a Site, request: &RequestUrl, now: i64) -> Matches<'a> {
    let host = request.host();
    let secure = request.is_secure();
    let decoded_path = request.decoded_path();
    // Few cookies have a partition; the request's site costs more than all other checks.
    let schemeful_site = OnceCell::new();
    let mut expired = Vec::new();
    let mut cookies: Vec<&StoredCookie> = Vec::new();
    for cookie in site.cookies() {
        let domain = cookie.domain();
        let matches = (if cookie.host_only() { domain == host } else { domain_matches(host, domain) })
            && (secure || !cookie.secure())
            && request.path_matches(cookie.path(), decoded_path.as_deref())
            && cookie
                .partition()
                .is_none_or(|partition| partition.covers(schemeful_site.get_or_init(|| request.schemeful_site())));
        if !matches {
            continue;
        }
        if cookie.is_expired(now) {
            expired.push(cookie.index());
            continue;
        }
        cookie.touch(now);
        cookies.push(cookie);
    }
    // Stable, and linear where all paths have one length, as they mostly do.
    cookies.sort_by(|a, b| in_header_order(a, b));
    Matches { cookies, expired }
}

/// Section 5.4 step 2: longer paths first, then earlier creation-times.
pub fn in_header_order(a: &StoredCookie, b: &StoredCookie) -> std::cmp::Ordering {
    b.path().len().cmp(&a.path().len()).then(a.creation().cmp(&b.creation())).then(a.index().cmp(&b.index()))
}
