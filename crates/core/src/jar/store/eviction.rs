//! Enforcing the limits of a jar (RFC 6265bis section 5.7, last step): when to look for cookies to evict, and by whose rules.

use super::cookie_store::{by_site, CookieStore};
use super::least_recently_used::{is_crowded_out, victims};
use super::priority_rounds::{excess_of_jar, excess_of_partition, excess_of_site};
use super::site::Site;
use super::stored::StoredCookie;
use crate::jar::options::JarOptions;
use crate::jar::rejection::Rejection;
use crate::jar::rules::Eviction;

/// Refuses a new cookie that would be the first to be evicted. An expired one would delete a cookie that doesn't exist: nothing to refuse.
pub fn check_room(
    site: Option<&Site>,
    newcomer: &StoredCookie,
    options: &JarOptions,
    now: i64,
) -> Result<(), Rejection> {
    let limits = options.limits;
    if newcomer.is_expired(now) {
        return Ok(());
    }
    if limits.cookies == 0 || limits.cookies_per_domain == 0 {
        return Err(Rejection::LimitReached);
    }
    if options.rules().eviction == Eviction::PriorityRounds {
        return Ok(());
    }
    match site {
        Some(site) if site.len() >= limits.cookies_per_domain => {
            let same = site.cookies().iter().filter(|cookie| cookie.shares_limit(newcomer));
            match is_crowded_out(newcomer, same, limits.cookies_per_domain, now) {
                true => Err(Rejection::LimitReached),
                false => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

impl CookieStore {
    /// Enforces the limit of the whole jar; the cookie with the index `kept` stays.
    pub fn evict_from_all(&mut self, kept: Option<u32>, options: &JarOptions, now: i64) {
        let (limit, rules) = (options.limits.cookies, options.rules());
        match rules.eviction {
            Eviction::LeastRecentlyUsed => {
                let by_site = by_site(victims(self.iter(), limit, kept, now).into_iter());
                self.remove_by_site(&by_site);
            }
            Eviction::PriorityRounds => {
                let safe_from = now.saturating_sub(rules.safe_from_jar_limit);
                // A jar may stay full for a long time, and each new cookie would cost a scan of all.
                if self.len() - self.partitioned() <= limit || self.earliest_access >= safe_from {
                    return;
                }
                let victims = with_ended(self.unpartitioned(), now, |alive| excess_of_jar(alive, limit, safe_from));
                let by_site = by_site(victims.into_iter());
                self.remove_by_site(&by_site);
                self.earliest_access = self.unpartitioned().map(StoredCookie::last_access).min().unwrap_or(i64::MAX);
            }
        }
    }

    /// The cookies to which the limit of the whole jar applies under Chrome's rules: partitions have limits of their own.
    fn unpartitioned(&self) -> impl Iterator<Item = &StoredCookie> {
        self.iter().filter(|cookie| cookie.partition().is_none())
    }
}

/// Refuses a cookie that alone has more octets than a site may have in a partition: it would evict all others, and then itself. Chromium
/// can't have such a cookie, since none may exceed 4,096 octets.
pub fn check_partition_room(newcomer: &StoredCookie, options: &JarOptions) -> Result<(), Rejection> {
    let limit = octets_of_partition(newcomer, options);
    if limit == usize::MAX || newcomer.octet_len() <= limit {
        return Ok(());
    }
    Err(Rejection::TooLarge { size: newcomer.octet_len(), limit })
}

/// Whether a site may exceed its limits now that `newest` is there. This is checked for each new cookie, so that the exact count is rarely
/// needed.
pub fn is_limit_in_question(site: &Site, newest: &StoredCookie, options: &JarOptions) -> bool {
    let (limit, partitioned) = (options.limits.cookies_per_domain, site.partitioned());
    match newest.partition() {
        None => site.len() - partitioned > limit,
        // These counts are of all partitions together.
        Some(_) => partitioned > limit || site.partitioned_octets() > octets_of_partition(newest, options),
    }
}

/// The indexes in the jar's order of the site's cookies to evict now that `newest` is there; the one with the index `kept` stays.
pub fn excess_with(site: &Site, newest: &StoredCookie, options: &JarOptions, kept: Option<u32>, now: i64) -> Vec<u32> {
    let same = site.cookies().iter().filter(|cookie| cookie.shares_limit(newest));
    let (limit, most_octets) = (options.limits.cookies_per_domain, octets_of_partition(newest, options));
    let victims = match options.rules().eviction {
        Eviction::LeastRecentlyUsed => victims(same, limit, kept, now),
        Eviction::PriorityRounds => {
            let add = |(count, octets): (usize, usize), cookie: &StoredCookie| (count + 1, octets + cookie.octet_len());
            let (count, octets) = same.clone().fold((0, 0), add);
            if count <= limit && octets <= most_octets {
                return Vec::new();
            }
            with_ended(same, now, |alive| match newest.partition() {
                None => excess_of_site(alive, limit),
                Some(_) => excess_of_partition(alive, limit, most_octets),
            })
        }
    };
    victims.into_iter().map(StoredCookie::index).collect()
}

/// How many octets a site may have in the partition of a cookie.
fn octets_of_partition(cookie: &StoredCookie, options: &JarOptions) -> usize {
    match (options.rules().eviction, cookie.partition()) {
        (Eviction::PriorityRounds, Some(_)) => options.limits.partition_bytes,
        _ => usize::MAX,
    }
}

/// The cookies that have expired at `now` (milliseconds), and the excess among the others.
fn with_ended<'a>(
    cookies: impl Iterator<Item = &'a StoredCookie>,
    now: i64,
    excess: impl FnOnce(Vec<&'a StoredCookie>) -> Vec<&'a StoredCookie>,
) -> Vec<&'a StoredCookie> {
    let (mut victims, alive): (Vec<_>, Vec<_>) = cookies.partition(|cookie| cookie.is_expired(now));
    victims.extend(excess(alive));
    victims
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::jar::attributes::Priority;
    use crate::jar::options::Limits;
    use crate::jar::query::Query;
    use crate::jar::request::request_url::RequestUrl;
    use crate::jar::rules::RuleSet;
    use crate::jar::testing::{chrome, header, names, put, SITE};
    use crate::jar::Jar;

    #[test]
    fn a_site_has_no_more_cookies_than_its_limit() {
        let limits = Limits { cookies_per_domain: 3, ..Limits::default() };
        let mut jar = Jar::new();
        jar.set_options(JarOptions { limits, ..JarOptions::default() });
        for (now, name) in ["a", "b", "c"].into_iter().enumerate() {
            put(&mut jar, &format!("{name}=1"), "https://www.example.com/", now as i64).unwrap();
        }
        put(&mut jar, "other=1", "https://example.org/", 3).unwrap();
        let request = RequestUrl::parse("https://www.example.com/").unwrap();
        jar.query(&request, &Query::default(), 4, |_| ());
        put(&mut jar, "d=1; Secure", "https://example.com/", 5).unwrap();
        assert_eq!(names(&jar), ["b", "c", "other", "d"]);
        // Replacing one costs no other.
        put(&mut jar, "c=2", "https://www.example.com/", 6).unwrap();
        assert_eq!(names(&jar), ["b", "c", "other", "d"]);
        for name in ["e", "f"] {
            put(&mut jar, &format!("{name}=1; Secure"), "https://example.com/", 7).unwrap();
        }
        assert_eq!(names(&jar), ["other", "d", "e", "f"]);
        assert_eq!(put(&mut jar, "g=1", "https://example.com/", 8), Err(Rejection::LimitReached));
        assert_eq!(names(&jar), ["other", "d", "e", "f"]);
        assert_eq!(put(&mut jar, "g=1; Max-Age=0", "https://example.com/", 8), Ok(()));
        assert_eq!(put(&mut jar, "d=2", "https://example.com/", 9), Ok(()));
    }

    #[test]
    fn a_jar_has_no_more_cookies_than_its_limit() {
        let limits = Limits { cookies: 5, ..Limits::default() };
        let mut jar = Jar::new();
        jar.set_options(JarOptions { limits, ..JarOptions::default() });
        for index in 0..20 {
            put(&mut jar, &format!("c{index}=1"), &format!("https://s{index}.example/"), index).unwrap();
        }
        assert_eq!(names(&jar), ["c15", "c16", "c17", "c18", "c19"]);
        let sites: HashSet<&str> = jar.store().iter().map(|cookie| cookie.place().site()).collect();
        assert_eq!((jar.len(), sites.len()), (5, 5));
        jar.store_mut().clear();
        assert!(jar.is_empty() && jar.memory() == 0);
    }

    #[test]
    fn a_site_over_its_limit_keeps_150_in_chrome() {
        let mut jar = chrome();
        for index in 0..180 {
            put(&mut jar, &format!("c{index}=1"), SITE, index).unwrap();
        }
        assert_eq!(jar.len(), 180);
        put(&mut jar, "new=1", SITE, 180).unwrap();
        assert_eq!(jar.len(), 150);
        assert_eq!((names(&jar)[0], names(&jar)[149]), ("c31", "new"));
        // Replacing one evicts no other; expired cookies go first.
        let mut jar = chrome();
        for index in 0..180 {
            let life = if index < 10 { "; Max-Age=1" } else { "" };
            put(&mut jar, &format!("c{index}=1{life}"), SITE, 0).unwrap();
        }
        put(&mut jar, "c50=2", SITE, 10).unwrap();
        assert_eq!(jar.len(), 180);
        put(&mut jar, "new=1", SITE, 5_000).unwrap();
        assert_eq!(jar.len(), 171);
    }

    #[test]
    fn high_cookies_stay_when_100_others_come_in_chrome() {
        let mut jar = chrome();
        for (from, priority) in [(0, "; Priority=High"), (100, "")] {
            for index in from..from + 100 {
                put(&mut jar, &format!("c{index}=1{priority}"), SITE, index).unwrap();
            }
        }
        let high = jar.cookies().into_iter().filter(|cookie| cookie.priority() == Priority::High).count();
        // 181 became 150; 19 came after that.
        assert_eq!((high, jar.len()), (100, 169));
    }

    #[test]
    fn the_jar_may_have_more_than_its_limit_while_all_are_in_use_in_chrome() {
        const DAY: i64 = 86_400_000;
        let mut jar = chrome();
        for index in 0..24 * 150 {
            put(&mut jar, &format!("c{}=1", index / 24), &format!("https://s{}.example/", index % 24), index).unwrap();
        }
        assert_eq!(jar.len(), 3_600);
        header(&mut jar, "https://s0.example/", 20 * DAY);
        put(&mut jar, "new=1", "https://new.example/", 30 * DAY).unwrap();
        assert_eq!(jar.len(), 3_601);
        // After 31 days, the jar loses unused cookies, down to 3,000.
        put(&mut jar, "newer=1", "https://new.example/", 31 * DAY).unwrap();
        assert_eq!(jar.len(), 3_000);
        assert_eq!(header(&mut jar, "https://s0.example/", 31 * DAY).split("; ").count(), 150);
        assert_eq!(header(&mut jar, "https://new.example/", 31 * DAY), "new=1; newer=1");
    }

    #[test]
    fn a_full_jar_is_searched_only_if_something_may_be_evicted_in_chrome() {
        const DAY: i64 = 86_400_000;
        let limits = Limits { cookies: 3, ..Limits::of(RuleSet::Chrome) };
        let fill = |old: &str, others: usize| {
            let mut jar = Jar::with_options(JarOptions { limits, ..JarOptions::of(RuleSet::Chrome) });
            put(&mut jar, old, SITE, 0).unwrap();
            for index in 0..others {
                put(&mut jar, &format!("c{index}=1"), &format!("https://s{index}.example/"), 50 * DAY).unwrap();
            }
            (names(&jar).len(), jar.store().earliest_access / DAY)
        };
        // A search finds the earliest last access; partitioned cookies don't count.
        assert_eq!(fill("old=1; Secure; Partitioned", 3), (4, 0));
        assert_eq!(fill("old=1; Secure; Partitioned", 4), (5, 50));
        assert_eq!(fill("old=1", 2), (3, 0));
        assert_eq!(fill("old=1", 3), (3, 50));
    }

    #[test]
    fn a_site_is_left_as_it_is_if_nothing_is_evicted() {
        let mut jar = chrome();
        jar.store_mut().reserve_in_next_site(100);
        put(&mut jar, "a=1; Secure; Partitioned", SITE, 0).unwrap();
        put(&mut jar, "a=2; Secure; Partitioned", SITE, 0).unwrap();
        // A site from which cookies are removed gives back the room it doesn't need.
        assert_eq!(jar.store().site("site.example").map(Site::room), Some(100));
    }

    #[test]
    fn a_site_has_10_240_octets_in_a_partition_in_chrome() {
        let count = |mut jar: Jar, lines: usize, octets: usize| {
            for index in 0..lines {
                let line = format!("c{index}={}; Secure; Partitioned", "v".repeat(octets - 3));
                put(&mut jar, &line, SITE, index as i64).unwrap();
            }
            put(&mut jar, "outside=1", SITE, 0).unwrap();
            jar.len() - 1
        };
        assert_eq!((count(chrome(), 3, 4_000), count(Jar::new(), 3, 4_000)), (2, 3));
        assert_eq!((count(chrome(), 200, 10), count(Jar::new(), 200, 10)), (180, 180));
        // A single cookie that is larger, which Chromium can't have, is refused and evicts no other.
        let limits = Limits { name_value_bytes: usize::MAX, ..Limits::of(RuleSet::Chrome) };
        let mut jar = Jar::with_options(JarOptions { limits, ..JarOptions::of(RuleSet::Chrome) });
        let big = |name: &str, octets: usize| format!("{name}={}; Secure; Partitioned", "\u{FC}".repeat(octets - 1));
        for line in ["a=1; Secure; Partitioned", "b=1", &big("c", 100)] {
            put(&mut jar, line, SITE, 0).unwrap();
        }
        for name in ["a", "new"] {
            let size = 10_241;
            let line = big(name, size + 1 - name.len());
            assert_eq!(put(&mut jar, &line, SITE, 1), Err(Rejection::TooLarge { size, limit: 10_240 }));
            assert_eq!(put(&mut jar, &format!("{line}; Max-Age=0; Path=/x"), SITE, 1), Ok(()));
        }
        assert_eq!(names(&jar), ["a", "b", "c"]);
        put(&mut jar, &big("c", 10_238), SITE, 1).unwrap();
        assert_eq!(names(&jar), ["a", "b", "c"]);
        put(&mut jar, &big("c", 10_240), SITE, 1).unwrap();
        assert_eq!(names(&jar), ["b", "c"]);
        let limits = Limits::NONE;
        let unlimited = || Jar::with_options(JarOptions { limits, ..JarOptions::of(RuleSet::Chrome) });
        assert_eq!(count(unlimited(), 200, 4_000), 200);
    }

    #[test]
    fn a_limit_of_zero_leaves_no_room() {
        for rules in [RuleSet::ToughCookie, RuleSet::Chrome] {
            let all = Limits::of(rules);
            for limits in [Limits { cookies: 0, ..all }, Limits { cookies_per_domain: 0, ..all }] {
                let mut jar = Jar::with_options(JarOptions { limits, ..JarOptions::of(rules) });
                assert_eq!(put(&mut jar, "a=1", SITE, 0), Err(Rejection::LimitReached), "{limits:?}");
            }
        }
    }
}
