//! Which cookies are evicted when there are too many, as in Chromium (`CookieMonster::GarbageCollect`): from a site, a sixth of the limit
//! at once, in rounds of Priority and Secure; from a partition, the least recently used; from the whole jar, those that have not been used
//! for a long time.

use super::stored::StoredCookie;
use crate::jar::attributes::Priority;

/// The share of a site's limit that is evicted at once: one part in six.
const SITE_PURGE: usize = 6;

/// The share of the jar's limit that is evicted at once: one part in eleven.
const JAR_PURGE: usize = 11;

/// The rounds: a priority, and whether its Secure cookies are spared.
const ROUNDS: [(Priority, bool); 6] = [
    (Priority::Low, true),
    (Priority::Low, false),
    (Priority::Medium, true),
    (Priority::High, true),
    (Priority::Medium, false),
    (Priority::High, false),
];

/// The site's live cookies to evict if they exceed the limit: so many that a sixth of it is free. Each priority keeps its quota: of 180
/// cookies 30 Low, 50 Medium and 70 High ones.
pub fn excess_of_site(mut cookies: Vec<&StoredCookie>, limit: usize) -> Vec<&StoredCookie> {
    if cookies.len() <= limit {
        return Vec::new();
    }
    let kept = limit - limit / SITE_PURGE;
    let (low, medium) = (limit / SITE_PURGE, limit / 18 * 5);
    let mut goal = cookies.len() - kept;
    cookies.sort_unstable_by_key(|cookie| use_of(cookie));
    let mut victims = Vec::with_capacity(goal);
    for (priority, spares_secure) in ROUNDS {
        let quota = match priority {
            Priority::Low => low,
            Priority::High => kept.saturating_sub(low + medium),
            Priority::Medium | Priority::Unset => medium,
        };
        let all = cookies.iter().filter(|cookie| priority_of(cookie) == priority).count();
        let mut most = goal.min(all.saturating_sub(quota));
        let before = victims.len();
        cookies.retain(|cookie| {
            let goes = most > 0 && priority_of(cookie) == priority && !(spares_secure && cookie.secure());
            if goes {
                most -= 1;
                victims.push(*cookie);
            }
            !goes
        });
        goal -= victims.len() - before;
    }
    victims
}

/// The site's live cookies in one partition to evict, so that their number and their octets stay within the limits.
pub fn excess_of_partition(mut cookies: Vec<&StoredCookie>, limit: usize, most_octets: usize) -> Vec<&StoredCookie> {
    let mut octets: usize = cookies.iter().map(|cookie| cookie.octet_len()).sum();
    let mut count = cookies.len();
    if count <= limit && octets <= most_octets {
        return Vec::new();
    }
    cookies.sort_unstable_by_key(|cookie| use_of(cookie));
    let is_excess = |cookie: &&StoredCookie| {
        let goes = count > limit || octets > most_octets;
        count -= 1;
        octets -= cookie.octet_len();
        goes
    };
    cookies.into_iter().take_while(is_excess).collect()
}

/// The jar's live cookies to evict if they exceed the limit: as many as would leave an eleventh of it free, but none that was used since
/// `safe_from` (milliseconds). Those that are not Secure go first.
pub fn excess_of_jar(cookies: Vec<&StoredCookie>, limit: usize, safe_from: i64) -> Vec<&StoredCookie> {
    if cookies.len() <= limit {
        return Vec::new();
    }
    let goal = cookies.len() - (limit - limit / JAR_PURGE);
    let mut unused: Vec<_> = cookies.into_iter().filter(|cookie| cookie.last_access() < safe_from).collect();
    unused.sort_unstable_by_key(|cookie| (cookie.secure(), use_of(cookie)));
    unused.truncate(goal);
    unused
}

/// The order of use: the lowest was used longest ago.
fn use_of(cookie: &StoredCookie) -> (i64, i64, u32) {
    (cookie.last_access(), cookie.creation(), cookie.index())
}

/// The effective priority.
fn priority_of(cookie: &StoredCookie) -> Priority {
    match cookie.priority() {
        Priority::Unset => Priority::Medium,
        said => said,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jar::parse::parsed::ParsedCookie;
    use crate::jar::parse::partition::{CrossSiteAncestor, PartitionKey};
    use crate::jar::store::judged::Judged;
    use crate::jar::store::place::Place;

    fn cookies(kinds: &[(usize, Priority, bool)]) -> Vec<StoredCookie> {
        let mut all = Vec::new();
        for &(count, priority, secure) in kinds {
            for _ in 0..count {
                let parsed = ParsedCookie { name: "n".into(), priority, secure, ..ParsedCookie::default() };
                let mut cookie =
                    StoredCookie::new(Judged::plain(&parsed, Place::new("example.com", true, "/")), all.len() as i64);
                cookie.set_index(all.len() as u32);
                all.push(cookie);
            }
        }
        all
    }

    fn indexes(victims: Vec<&StoredCookie>) -> Vec<u32> {
        victims.into_iter().map(StoredCookie::index).collect()
    }

    /// How many of each kind stay.
    fn left(kinds: &[(usize, Priority, bool)]) -> Vec<usize> {
        let all = cookies(kinds);
        let gone = indexes(excess_of_site(all.iter().collect(), 180));
        let mut at = 0;
        kinds
            .iter()
            .map(|&(count, ..)| {
                let range = at..at + count as u32;
                at = range.end;
                count - gone.iter().filter(|index| range.contains(index)).count()
            })
            .collect()
    }

    #[test]
    fn a_full_site_keeps_the_150_most_recently_used() {
        assert_eq!(left(&[(180, Priority::Unset, false)]), [180]);
        let all = cookies(&[(181, Priority::Unset, false)]);
        all[0].touch(1_000);
        assert_eq!(indexes(excess_of_site(all.iter().collect(), 180)), (1..=31).collect::<Vec<_>>());
    }

    #[test]
    fn low_ones_go_first_and_high_ones_last() {
        use Priority::{High, Low, Medium};
        assert_eq!(left(&[(100, High, false), (100, Medium, false)]), [100, 50]);
        assert_eq!(left(&[(61, Low, false), (60, Medium, false), (60, High, false)]), [30, 60, 60]);
        // A quota of each stays, however many there are of the others.
        assert_eq!(left(&[(40, Low, false), (100, Medium, false), (100, High, false)]), [30, 50, 70]);
        assert_eq!(left(&[(20, Low, false), (161, High, false)]), [20, 130]);
    }

    #[test]
    fn secure_ones_go_after_the_others_of_their_priority_and_after_high_ones_that_are_not() {
        use Priority::{High, Low, Medium};
        assert_eq!(left(&[(100, Medium, true), (100, Medium, false)]), [100, 50]);
        assert_eq!(left(&[(50, Low, true), (20, Low, false), (111, High, false)]), [39, 0, 111]);
        assert_eq!(left(&[(91, Medium, true), (90, High, false)]), [80, 70]);
    }

    #[test]
    fn a_smaller_limit_has_smaller_quotas() {
        let all = cookies(&[(4, Priority::Unset, false)]);
        assert_eq!(indexes(excess_of_site(all.iter().collect(), 3)), [0]);
        let all = cookies(&[(19, Priority::Low, false)]);
        assert_eq!(excess_of_site(all.iter().collect(), 18).len(), 4);
    }

    #[test]
    fn a_partition_has_limits_of_cookies_and_octets() {
        let key = PartitionKey::new("https://top.example", CrossSiteAncestor::No).unwrap();
        let all: Vec<StoredCookie> = (0..3)
            .map(|now| {
                let value = "v".repeat(3_999);
                let parsed = ParsedCookie { name: "n".into(), value: value.into(), ..ParsedCookie::default() };
                let mut cookie = StoredCookie::new(
                    Judged {
                        partition: Some(key.clone()),
                        ..Judged::plain(&parsed, Place::new("example.com", true, "/"))
                    },
                    now,
                );
                cookie.set_index(now as u32);
                cookie
            })
            .collect();
        let gone = |limit, octets| indexes(excess_of_partition(all.iter().collect(), limit, octets));
        assert_eq!(gone(180, 10_240), [0]);
        assert_eq!(gone(180, 12_000), [0_u32; 0]);
        assert_eq!(gone(180, 11_999), [0]);
        assert_eq!(gone(180, 4_000), [0, 1]);
        assert_eq!(gone(1, usize::MAX), [0, 1]);
    }

    #[test]
    fn a_full_jar_loses_what_has_not_been_used_for_long() {
        let all = cookies(&[(10, Priority::Unset, true), (13, Priority::Unset, false)]);
        let gone = |limit, safe_from| indexes(excess_of_jar(all.iter().collect(), limit, safe_from));
        assert_eq!(gone(23, 1_000), [0_u32; 0]);
        assert_eq!(gone(22, 0), [0_u32; 0]);
        assert_eq!(gone(22, 12), [10, 11, 0]);
        assert_eq!(gone(22, 1_000), [10, 11, 12]);
    }
}
