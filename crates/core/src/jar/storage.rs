//! Storing a cookie (RFC 6265bis section 5.7): it replaces one, is new, or deletes one.

use crate::jar::judge::canonical::canonicalise;
use crate::jar::judge::secure_overwrite::check_secure_overwrite;
use crate::jar::parse::octets::Encoding;
use crate::jar::parse::parsed::ParsedCookie;
use crate::jar::rejection::Rejection;
use crate::jar::request::set_context::{SetContext, Source};
use crate::jar::store::eviction::{check_partition_room, check_room, excess_with, is_limit_in_question};
use crate::jar::store::identity::Identity;
use crate::jar::store::site::{Site, Slot};
use crate::jar::store::stored::StoredCookie;
use crate::jar::Jar;

impl Jar {
    /// Stores a cookie and passes it to `read`, or returns why it was refused.
    pub fn set<T>(
        &mut self,
        cookie: &ParsedCookie<'_>,
        context: &SetContext<'_>,
        read: impl FnOnce(&StoredCookie) -> T,
    ) -> Result<T, Rejection> {
        let (rules, now) = (self.options.rules(), context.now);
        let canonical = canonicalise(cookie, context, &self.options)?;
        let identity = canonical.identity();
        let name = context.request.site_of(identity.domain);
        let site = self.store.site(name);
        let slot = site.map(|site| slot_of(site, cookie, &identity, context.source));
        let taken = site.zip(slot).and_then(|(site, slot)| site.get(slot));
        // An expired cookie counts as gone, whether or not it has been removed.
        let old = taken.filter(|old| !old.is_expired(now));
        if !context.http_api && old.is_some_and(StoredCookie::http_only) {
            return Err(Rejection::HttpOnlyOverwrite);
        }
        if let Some(site) = site {
            check_secure_overwrite(site, &identity, context, &self.options)?;
        }
        let place = match taken {
            Some(taken) => Some(taken.place()),
            None => site.and_then(|site| site.shared_place(identity.domain, identity.host_only, identity.path)),
        };
        let mut stored = canonical.to_stored(place, now);
        // Octets that are not UTF-8 must survive the round trip through a browser.
        let is_same =
            |old: &&StoredCookie| context.source == Source::Browser && old.is_reported_as(&cookie.name, &cookie.value);
        if let Some(old) = old.filter(is_same) {
            stored.take_pair_of(old);
        }
        if !rules.keep_ended && stored.is_expired(now) {
            if let Some(ended) = taken.map(StoredCookie::index) {
                self.store.remove(name, &[ended]);
            }
            return Ok(read(&stored));
        }
        // A browser has its own limits, and must get back everything that it reported.
        let is_limited = context.source == Source::Http;
        if is_limited {
            check_partition_room(&stored, &self.options)?;
            if taken.is_none() {
                check_room(site, &stored, &self.options, now)?;
            }
        }
        let succeeds = old.is_some_and(|old| !rules.replaced_is_new || stored.has_value_of(old));
        let (site, place) = self.store.file(name, slot, stored, succeeds);
        #[expect(clippy::indexing_slicing, reason = "`file` returned the place that it filled")]
        let stored = &site.cookies()[place];
        let result = read(stored);
        // The newest stays, unless it has expired: deleting a cookie that doesn't exist must not evict one that does.
        let kept = (!stored.is_expired(now)).then(|| stored.index());
        if is_limited && is_limit_in_question(site, stored, &self.options) {
            let victims = excess_with(site, stored, &self.options, kept, now);
            self.store.remove(name, &victims);
        }
        if is_limited && self.store.len() > self.options.limits.cookies {
            self.store.evict_from_all(kept, &self.options, now);
        }
        Ok(result)
    }
}

/// Where a cookie is or would be stored. A browser that was given a name whose octets are not UTF-8 reports it with one character per
/// octet.
fn slot_of(site: &Site, cookie: &ParsedCookie<'_>, identity: &Identity<'_>, source: Source) -> Slot {
    let slot = site.slot(identity);
    if source != Source::Browser || cookie.encoding.name != Encoding::Text || site.get(slot).is_some() {
        return slot;
    }
    let of_octets = site.slot(&Identity { name_is_octets: true, ..*identity });
    match site.get(of_octets) {
        Some(old) if old.is_reported_as(&cookie.name, &cookie.value) => of_octets,
        _ => slot,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jar::options::{JarOptions, Limits};
    use crate::jar::parse::octets::PairEncoding;
    use crate::jar::parse::set_cookie::parse_line;
    use crate::jar::request::request_url::RequestUrl;
    use crate::jar::rules::RuleSet;
    use crate::jar::testing::{chrome, header, names, put, SITE};

    #[test]
    fn a_script_cannot_replace_an_http_only_cookie() {
        let mut jar = Jar::new();
        put(&mut jar, "a=1; HttpOnly", "https://example.com/", 0).unwrap();
        let request = RequestUrl::parse("https://example.com/").unwrap();
        let script = SetContext { http_api: false, ..SetContext::http(&request, 0) };
        let outcome = jar.set(&parse_line("a=2").unwrap(), &script, |_| ());
        assert_eq!(outcome, Err(Rejection::HttpOnlyOverwrite));
        assert_eq!(jar.cookies()[0].value(), "1");
    }

    #[test]
    fn an_expired_http_only_cookie_is_not_protected() {
        let mut jar = Jar::new();
        put(&mut jar, "a=1; HttpOnly; Max-Age=1", SITE, 0).unwrap();
        let request = RequestUrl::parse(SITE).unwrap();
        let script = SetContext { http_api: false, ..SetContext::http(&request, 999) };
        let cookie = parse_line("a=2").unwrap();
        assert_eq!(jar.set(&cookie, &script, |_| ()), Err(Rejection::HttpOnlyOverwrite));
        assert_eq!(jar.set(&cookie, &SetContext { now: 1_000, ..script }, |_| ()), Ok(()));
    }

    #[test]
    fn a_deleted_or_expired_cookie_is_new_when_it_is_set_again() {
        for mut jar in [Jar::new(), chrome()] {
            for line in ["a=1", "b=1", "a=; Max-Age=0", "a=2"] {
                put(&mut jar, line, SITE, 0).unwrap();
            }
            assert_eq!(header(&mut jar, SITE, 0), "b=1; a=2");
            for line in ["sid=deleted; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "csrf=1", "sid=9"] {
                put(&mut jar, line, "https://login.example/", 0).unwrap();
            }
            assert_eq!(header(&mut jar, "https://login.example/", 0), "csrf=1; sid=9");
            for (line, now) in [("a=1; Max-Age=1", 0), ("b=1", 0), ("a=1", 1_000)] {
                put(&mut jar, line, "https://time.example/", now).unwrap();
            }
            assert_eq!(header(&mut jar, "https://time.example/", 1_000), "b=1; a=1");
            let cookie =
                jar.cookies().into_iter().find(|cookie| cookie.domain() == "time.example" && cookie.name() == "a");
            assert_eq!(cookie.map(StoredCookie::creation), Some(1_000));
        }
    }

    #[test]
    fn an_expired_cookie_is_not_kept_in_chrome() {
        let mut jar = chrome();
        put(&mut jar, "never=there; Max-Age=0", SITE, 0).unwrap();
        assert_eq!((jar.len(), jar.memory()), (0, 0));
        put(&mut jar, "a=1", SITE, 0).unwrap();
        put(&mut jar, "a=2; Expires=Thu, 01 Jan 1970 00:00:00 GMT", SITE, 1).unwrap();
        assert_eq!((jar.len(), jar.memory()), (0, 0));
        put(&mut jar, "a=1; Domain=site.example", SITE, 0).unwrap();
        put(&mut jar, "a=1; Max-Age=-1", SITE, 0).unwrap();
        assert_eq!(names(&jar), ["a"]);
    }

    #[test]
    fn only_the_same_value_keeps_time_and_place_in_chrome() {
        for (rules, other_value) in [(RuleSet::Chrome, "b=1; a=2"), (RuleSet::ToughCookie, "a=2; b=1")] {
            let mut jar = Jar::with_options(JarOptions::of(rules));
            for (now, line) in ["a=1", "b=1", "a=1; HttpOnly; Max-Age=60"].into_iter().enumerate() {
                put(&mut jar, line, SITE, now as i64).unwrap();
            }
            assert_eq!(header(&mut jar, SITE, 5), "a=1; b=1");
            assert_eq!(jar.cookies()[0].creation(), 0);
            put(&mut jar, "a=2", SITE, 7).unwrap();
            assert_eq!(header(&mut jar, SITE, 8), other_value);
            assert_eq!(jar.len(), 2);
            let creation = jar.cookies().into_iter().find(|cookie| cookie.name() == "a").map(StoredCookie::creation);
            assert_eq!(creation, Some(if rules == RuleSet::Chrome { 7 } else { 0 }));
        }
        // Also if they all arrive at the same moment.
        let mut jar = chrome();
        for line in ["a=1", "b=1", "a=2", "b=1", "c=1", "a=2"] {
            put(&mut jar, line, SITE, 0).unwrap();
        }
        assert_eq!(header(&mut jar, SITE, 0), "b=1; a=2; c=1");
    }

    #[test]
    fn octets_and_text_are_one_cookie_in_chrome_and_a_header_carries_octets() {
        let octets = |text: &str| text.bytes().map(char::from).collect::<String>();
        let mut jar = chrome();
        let request = RequestUrl::parse(SITE).unwrap();
        let report = |jar: &mut Jar, name: &'static str, value: &'static str| {
            let encoding = match jar.options().rules().octets {
                true => PairEncoding::of_text(name, value),
                false => PairEncoding::default(),
            };
            let cookie = ParsedCookie { name: name.into(), value: value.into(), encoding, ..ParsedCookie::default() };
            jar.set(&cookie, &SetContext::browser(&request, 0), |_| ()).unwrap();
        };
        put(&mut jar, &octets("città=Zürich"), SITE, 0).unwrap();
        put(&mut jar, "b=\u{FC}", SITE, 0).unwrap();
        report(&mut jar, "city", "日本");
        assert_eq!(header(&mut jar, SITE, 0), format!("{}; b=\u{FC}; {}", octets("città=Zürich"), octets("city=日本")));
        // The browser reports all of them: nothing changes, not even the octet that is not UTF-8.
        for (name, value) in [("city", "日本"), ("b", "ü"), ("città", "Zürich"), ("b", "")] {
            report(&mut jar, name, value);
        }
        assert_eq!(header(&mut jar, SITE, 0), format!("{}; b=\u{FC}; {}", octets("città=Zürich"), octets("city=日本")));
        // The site sends what the browser reported.
        put(&mut jar, &octets("city=日本"), SITE, 1).unwrap();
        assert_eq!((jar.len(), jar.cookies()[2].encoding().value), (3, Encoding::Utf8Octets));
        report(&mut jar, "b", "ä");
        assert_eq!(header(&mut jar, SITE, 0).split("; ").last(), Some(&*octets("b=ä")));
        // With tough-cookie's rules, everything is kept and sent as received.
        let mut tough = Jar::new();
        put(&mut tough, &octets("città=Zürich"), SITE, 0).unwrap();
        report(&mut tough, "city", "ü");
        assert_eq!(header(&mut tough, SITE, 0), format!("{}; {}", octets("città=Zürich"), "city=ü"));
    }

    #[test]
    fn the_encoding_of_a_name_does_not_depend_on_the_value_in_chrome() {
        let octets = |text: &str| text.bytes().map(char::from).collect::<String>();
        let name = octets("città");
        let values = ["ok".to_owned(), octets("Zürich"), "Z\u{FC}rich".to_owned()];
        for (one, other) in values.iter().flat_map(|one| values.iter().map(move |other| (one, other))) {
            let mut jar = chrome();
            put(&mut jar, &format!("{name}={one}"), SITE, 0).unwrap();
            put(&mut jar, &format!("{name}={other}"), SITE, 1).unwrap();
            assert_eq!(header(&mut jar, SITE, 2), format!("{name}={other}"));
            put(&mut jar, &format!("{name}={one}; Max-Age=0"), SITE, 3).unwrap();
            assert!(jar.is_empty(), "{one} {other}");
        }
        // Different octets are a different name, even if the same text is kept for them.
        let (latin, utf8) = ("\u{FC}", octets("ü"));
        for (gone, left) in [(latin, &*utf8), (&*utf8, latin)] {
            let mut jar = chrome();
            put(&mut jar, &format!("{latin}=1"), SITE, 0).unwrap();
            put(&mut jar, &format!("{utf8}=1"), SITE, 0).unwrap();
            assert_eq!(header(&mut jar, SITE, 1), format!("{latin}=1; {utf8}=1"));
            put(&mut jar, &format!("{gone}=; Max-Age=0"), SITE, 2).unwrap();
            assert_eq!(header(&mut jar, SITE, 3), format!("{left}=1"));
            // An insecure origin may have a cookie beside a Secure one of another name.
            put(&mut jar, &format!("{gone}=2; Secure"), SITE, 4).unwrap();
            let insecure = SITE.replace("https", "http");
            assert_eq!(put(&mut jar, &format!("{left}=2"), &insecure, 5), Ok(()));
            assert_eq!(put(&mut jar, &format!("{gone}=3"), &insecure, 5), Err(Rejection::SecureOverwrite));
        }
    }

    #[test]
    fn a_name_that_is_not_utf8_survives_a_browser() {
        let mut jar = chrome();
        let request = RequestUrl::parse(SITE).unwrap();
        put(&mut jar, "\u{FC}=\u{E4}", SITE, 0).unwrap();
        let report = |jar: &mut Jar, value: &'static str| {
            let encoding = PairEncoding::of_text("ü", value);
            let cookie = ParsedCookie { name: "ü".into(), value: value.into(), encoding, ..ParsedCookie::default() };
            jar.set(&cookie, &SetContext::browser(&request, 1), |_| ()).unwrap();
            header(jar, SITE, 2)
        };
        assert_eq!(report(&mut jar, "ä"), "\u{FC}=\u{E4}");
        assert_eq!(report(&mut jar, ""), "\u{FC}=\u{E4}");
        // With another value, it is a cookie that the browser got from elsewhere.
        assert_eq!(report(&mut jar, "1"), "\u{FC}=\u{E4}; \u{C3}\u{BC}=1");
        assert_eq!(report(&mut jar, "ä"), "\u{FC}=\u{E4}; \u{C3}\u{BC}=\u{C3}\u{A4}");
    }

    fn with_limits(limits: Limits) -> Jar {
        Jar::with_options(JarOptions { limits, ..JarOptions::default() })
    }

    #[test]
    fn the_newest_stays_unless_it_has_ended() {
        let one_per_site = Limits { cookies_per_domain: 1, ..Limits::default() };
        let one = Limits { cookies: 1, ..Limits::default() };
        for limits in [one_per_site, one] {
            let mut jar = with_limits(limits);
            put(&mut jar, "a=1", SITE, 10).unwrap();
            // The clock was set back.
            put(&mut jar, "b=1", SITE, 5).unwrap();
            assert_eq!(names(&jar), ["b"]);
            put(&mut jar, "c=; Max-Age=0", SITE, 20).unwrap();
            assert_eq!(names(&jar), ["b"]);
        }
    }

    #[test]
    fn a_full_jar_loses_nothing_until_one_more_comes() {
        let mut jar = with_limits(Limits { cookies: 2, ..Limits::default() });
        put(&mut jar, "ended=1; Max-Age=1", SITE, 0).unwrap();
        put(&mut jar, "a=1", "https://other.example/", 5_000).unwrap();
        assert_eq!(names(&jar), ["ended", "a"]);
        put(&mut jar, "b=1", "https://other.example/", 5_000).unwrap();
        assert_eq!(names(&jar), ["a", "b"]);
    }

    #[test]
    fn a_browser_has_its_own_limits() {
        let request = RequestUrl::parse(SITE).unwrap();
        let mut jar = with_limits(Limits { cookies: 1, cookies_per_domain: 1, ..Limits::default() });
        for line in ["a=1", "b=1", "c=1"] {
            jar.set(&parse_line(line).unwrap(), &SetContext::browser(&request, 0), |_| ()).unwrap();
        }
        assert_eq!(names(&jar), ["a", "b", "c"]);
    }
}
