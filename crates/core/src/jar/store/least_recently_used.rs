//! Which cookies are evicted when there are too many (RFC 6265bis section 5.7, last step): expired ones, then those that are not Secure,
//! then the rest; among equals, the least recently used. The newest stays, unless it is refused.

use super::stored::StoredCookie;

/// Whether a new cookie must be refused for lack of room at `now` (milliseconds): it is not Secure, all of `cookies` are, and they fill the
/// limit. Otherwise, a site could evict Secure cookies over plain http.
pub fn is_crowded_out<'a>(
    newcomer: &StoredCookie,
    cookies: impl Iterator<Item = &'a StoredCookie>,
    limit: usize,
    now: i64,
) -> bool {
    let mut alive = cookies.filter(|cookie| !cookie.is_expired(now));
    let mut count = 0;
    !newcomer.secure()
        && alive.all(|cookie| {
            count += 1;
            cookie.secure()
        })
        && count >= limit
}

/// The cookies to evict so that at most `limit` stay, at `now` (milliseconds); never the one with the index `kept`.
pub fn victims<'a>(
    cookies: impl Iterator<Item = &'a StoredCookie> + Clone,
    limit: usize,
    kept: Option<u32>,
    now: i64,
) -> Vec<&'a StoredCookie> {
    let mut victims = Vec::new();
    let mut alive = 0_usize;
    let mut first: Option<&StoredCookie> = None;
    let others = cookies.filter(|cookie| Some(cookie.index()) != kept);
    for cookie in others.clone() {
        if cookie.is_expired(now) {
            victims.push(cookie);
            continue;
        }
        alive += 1;
        if first.is_none_or(|first| right_to_stay(cookie) < right_to_stay(first)) {
            first = Some(cookie);
        }
    }
    match (alive + usize::from(kept.is_some())).saturating_sub(limit) {
        0 => {}
        // The usual case: one came, one goes.
        1 => victims.extend(first),
        excess => {
            let mut alive: Vec<_> = others.filter(|cookie| !cookie.is_expired(now)).collect();
            alive.sort_unstable_by_key(|cookie| right_to_stay(cookie));
            victims.extend(alive.into_iter().take(excess));
        }
    }
    victims
}

/// The lowest goes first. Of two cookies that were last used in the same millisecond, the older goes.
fn right_to_stay(cookie: &StoredCookie) -> (bool, i64, u32) {
    (cookie.secure(), cookie.last_access(), cookie.index())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jar::parse::parsed::ParsedCookie;
    use crate::jar::store::judged::Judged;
    use crate::jar::store::place::Place;

    fn cookie(index: u32, secure: bool, last_access: i64, expires: Option<i64>) -> StoredCookie {
        let parsed = ParsedCookie { name: "n".into(), secure, expires, ..ParsedCookie::default() };
        let mut cookie = StoredCookie::new(Judged::plain(&parsed, Place::new("example.com", true, "/")), 0);
        cookie.set_index(index);
        cookie.touch(last_access);
        cookie
    }

    #[test]
    fn the_order_is_expired_then_not_secure_then_least_recently_used() {
        let cookies = [
            cookie(0, true, 10, None),
            cookie(1, false, 30, None),
            cookie(2, false, 20, None),
            cookie(3, true, 90, Some(1_000)),
            cookie(4, true, 5, None),
            cookie(5, false, 20, None),
            // The newest, which stays although it was set with an earlier time.
            cookie(6, false, 1, None),
        ];
        let order = [3, 2, 5, 1, 4, 0];
        for limit in 1..=7 {
            let mut gone: Vec<u32> =
                victims(cookies.iter(), limit, Some(6), 50).into_iter().map(StoredCookie::index).collect();
            // Expired cookies go in every eviction; they don't count towards the limit.
            let expected_len = (7 - limit).max(1);
            let mut expected = order[..expected_len].to_vec();
            gone.sort_unstable();
            expected.sort_unstable();
            assert_eq!(gone, expected, "limit {limit}");
        }
    }

    #[test]
    fn only_secure_cookies_crowd_out_and_only_insecure_ones() {
        let secure = [cookie(0, true, 10, None), cookie(1, true, 10, None)];
        let plain = cookie(9, false, 50, None);
        assert!(is_crowded_out(&plain, secure.iter(), 2, 50));
        assert!(!is_crowded_out(&plain, secure.iter(), 3, 50));
        assert!(!is_crowded_out(&cookie(9, true, 50, None), secure.iter(), 2, 50));
        let mixed = [cookie(0, true, 10, None), cookie(1, false, 10, None)];
        assert!(!is_crowded_out(&plain, mixed.iter(), 2, 50));
        let ended = [cookie(0, true, 10, None), cookie(1, true, 10, Some(1_000))];
        assert!(!is_crowded_out(&plain, ended.iter(), 2, 50));
    }
}
