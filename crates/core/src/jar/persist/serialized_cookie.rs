//! One cookie of tough-cookie's serialized form: its attributes as a line would give them, and the cookie as it was stored.

use std::borrow::Cow;
use std::rc::Rc;

use super::iso_date::DateReader;
use super::serialized_json::SerializedCookie;
use super::writer::{mended_expires, Writer};
use crate::jar::attributes::SameSite;
use crate::jar::calendar::MAX_DATE_MS;
use crate::jar::judge::browser::fits_browser;
use crate::jar::judge::syntax::{check_syntax, MAX_BYTES};
use crate::jar::options::JarOptions;
use crate::jar::parse::extensions::{
    extension, is_reserved_extension, name_and_value, priority_in, ENCODING, EXPIRY, PARTITION,
};
use crate::jar::parse::octets::PairEncoding;
use crate::jar::parse::parsed::ParsedCookie;
use crate::jar::parse::partition::PartitionKey;
use crate::jar::rejection::Rejection;
use crate::jar::request::domain::{canonical_host_name, is_ip_address, site_of};
use crate::jar::rules::Rules;
use crate::jar::store::expiry::expiry_of;
use crate::jar::store::judged::Judged;
use crate::jar::store::place::{Place, RecentPlaces};
use crate::jar::store::stored::StoredCookie;
use crate::jar::text::{has, is_control, trim};

/// What consecutive cookies of a jar usually have in common.
#[derive(Debug, Default)]
pub struct Recent {
    places: RecentPlaces,
    creation: DateReader,
    last_access: DateReader,
    expires: DateReader,
}

impl<'a> SerializedCookie<'a> {
    /// The attributes, as if parsed from a line; the domain is set even if the cookie is host-only.
    pub fn to_parsed(&self, rules: &Rules) -> ParsedCookie<'_> {
        let domain = self.domain_text().filter(|_| self.domain.str() != Some(""));
        let domain = domain.map(|domain| canonical_host_name(domain).unwrap_or(Cow::Borrowed(domain)));
        ParsedCookie { domain, ..self.to_parsed_without_domain(rules, &mut DateReader::default()) }
    }

    /// Whether anything identifies it as a cookie. tough-cookie omits an empty key and an empty value, but never the creation.
    pub(super) fn is_recognised(&self) -> bool {
        self.key.str().or(self.value.str()).or(self.creation.str()).is_some()
    }

    /// The domain without its leading dot.
    fn domain_text(&self) -> Option<&str> {
        let domain = self.domain.str()?;
        Some(domain.strip_prefix('.').unwrap_or(domain))
    }

    /// Whether its domain is the name of a host.
    pub(super) fn has_host(&self) -> bool {
        self.domain_text().and_then(canonical_host_name).is_some()
    }

    fn to_parsed_without_domain(&self, rules: &Rules, expires: &mut DateReader) -> ParsedCookie<'_> {
        let mut extensions = self.extensions.list();
        let same_site = match self.same_site.str() {
            None => SameSite::Unset,
            Some(text) => SameSite::parse(text).unwrap_or_else(|| {
                // No browser knows this value, but it is the user's: it is kept with the other unknown attributes.
                extensions.push(Cow::Owned(format!("SameSite={text}")));
                SameSite::Unset
            }),
        };
        let (name, value) = (self.key.str().unwrap_or_default(), self.value.str().unwrap_or_default());
        let (name, value) = (Cow::Borrowed(name), Cow::Borrowed(value));
        let (encoding, name, value) = match rules.octets {
            true => PairEncoding::read(extension(&extensions, ENCODING), name, value),
            false => (PairEncoding::default(), name, value),
        };
        ParsedCookie {
            name,
            value,
            encoding,
            domain: None,
            host_only: self.host_only(),
            path_is_default: self.path_is_default.bool().unwrap_or_default(),
            path: self.path.str().filter(|path| path.starts_with('/')).map(Cow::Borrowed),
            expires: self.expires.date(expires).map(|ms| ms * 1000),
            max_age: self.max_age.seconds(),
            secure: self.secure.bool().unwrap_or_default(),
            http_only: self.http_only.bool().unwrap_or_default(),
            same_site,
            priority: priority_in(&extensions),
            partitioned: extensions.iter().any(|text| trim(text).eq_ignore_ascii_case("partitioned")),
            partition: extension(&extensions, PARTITION).and_then(|text| PartitionKey::from_text(text).ok()),
            extensions: extensions.into_iter().filter(|text| !is_reserved_extension(name_and_value(text).0)).collect(),
        }
    }

    /// The host-only-flag. A leading dot overrides it: browsers mark a domain cookie with it, and the 0.18 SDK stored it.
    pub fn host_only(&self) -> bool {
        self.host_only.bool() == Some(true) && !self.domain.str().is_some_and(|domain| domain.starts_with('.'))
    }

    /// The cookie as it was stored, or `None` if the entry has no valid domain to file it under or can't appear in a header. `now`
    /// (milliseconds) replaces missing times.
    pub fn to_stored(
        &self,
        now: i64,
        writer: Writer,
        options: &JarOptions,
        recent: &mut Recent,
    ) -> Option<StoredCookie> {
        let domain = canonical_host_name(self.domain_text()?)?;
        let mut parsed = self.to_parsed_without_domain(options.rules(), &mut recent.expires);
        let path = parsed.path.take().unwrap_or(Cow::Borrowed("/"));
        // As when a cookie is set: host and default path are not counted with its own texts.
        if has(&path, is_control) || domain.len() + path.len() > MAX_BYTES {
            return None;
        }
        let partition = match parsed.partition.take() {
            None if parsed.partitioned && parsed.secure => {
                Some(PartitionKey::of_site(format!("https://{}", site_of(&domain))))
            }
            partition => partition,
        };
        let path_is_default = self.path_is_default.bool().unwrap_or_default();
        let creation = self.creation.date(&mut recent.creation).unwrap_or(now);
        let last_access = self.last_accessed.date(&mut recent.last_access).unwrap_or(creation);
        if writer == Writer::Tough3 {
            parsed.expires = parsed.expires.and_then(|micros| mended_expires(micros, creation));
        }
        let expiry = self.exact_expiry(&parsed).or_else(|| match (writer, parsed.max_age) {
            (Writer::Tough3 | Writer::Tough4, Some(_)) => Some(expiry_of(parsed.expires, parsed.max_age, creation)),
            _ => None,
        });
        if parsed.max_age.is_none() && expiry.is_some() {
            parsed.expires = expiry;
        }
        parsed.partition = partition;
        check_syntax(&parsed).ok()?;
        let partition = parsed.partition.take();
        let place = self.place(&domain, &path, options, recent);
        let fits_browser = fits_browser(&parsed, &place);
        let judged = Judged { cookie: &parsed, place, path_is_default, partition, fits_browser };
        let stored = StoredCookie::new(judged, now);
        Some(stored.with_times(creation, last_access, expiry))
    }

    /// Why `to_stored` returned `None`.
    pub fn why_not_stored(&self, rules: &Rules) -> Rejection {
        match self.domain_text() {
            None | Some("") => Rejection::NoDomain,
            Some(domain) if canonical_host_name(domain).is_none() => Rejection::InvalidDomain(domain.to_owned()),
            Some(_) => check_syntax(&self.to_parsed(rules)).err().unwrap_or(Rejection::InvalidCharacter("path")),
        }
    }

    /// The place of the cookie. An address or, under Chrome's rules, a public suffix can't be shared: a domain cookie of another jar is
    /// filed as host-only there; otherwise, a new value would be stored beside the old one.
    fn place(&self, domain: &str, path: &str, options: &JarOptions, recent: &mut Recent) -> Rc<Place> {
        let place = recent.places.get(domain, self.host_only(), path);
        let suffixes_are_hosts = options.rules().literal_bare_domain && options.reject_public_suffixes;
        if place.host_only() || place.is_shared() || !(suffixes_are_hosts || is_ip_address(domain)) {
            return place;
        }
        recent.places.get(domain, true, path)
    }

    /// The expiry in microseconds that `extensions_of` wrote, unless `expires` has been changed since.
    fn exact_expiry(&self, parsed: &ParsedCookie<'_>) -> Option<i64> {
        let extensions = self.extensions.list();
        let text = extension(&extensions, EXPIRY)?;
        let (seconds, micros) = text.split_once('.')?;
        let whole: i64 = seconds.parse().ok()?;
        let micros: i64 = micros.parse().ok().filter(|_| micros.len() == 6)?;
        let signed = if seconds.starts_with('-') { -micros } else { micros };
        let expiry = whole.checked_mul(1_000_000)?.checked_add(signed)?;
        if expiry.unsigned_abs() > MAX_DATE_MS.unsigned_abs() * 1000 {
            return None;
        }
        let unchanged = match (parsed.max_age, parsed.expires) {
            (Some(seconds), _) => seconds > 0.0,
            (None, Some(expires)) => expires.div_euclid(1000) == expiry.div_euclid(1000),
            (None, None) => false,
        };
        unchanged.then_some(expiry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jar::attributes::Priority;
    use crate::jar::persist::extensions::extensions_of;
    use crate::jar::persist::serialized::{read_cookie, read_jar};
    use crate::jar::persist::serialized_text::push_serialized_jar;
    use crate::jar::rules::RuleSet;
    use crate::jar::testing::{chrome, put, SITE};

    fn one(json: &str) -> StoredCookie {
        let mut cookies = read_jar(&format!("{{\"cookies\":[{json}]}}"), RuleSet::ToughCookie, 1_000).unwrap().1;
        assert_eq!(cookies.len(), 1);
        cookies.remove(0)
    }

    #[test]
    fn fields_of_tough_cookie_are_read() {
        let cookie = one(
            r#"{"key":"a","value":"b","expires":"2027-01-01T00:00:00.000Z","domain":"Example.com","path":"/p","secure":true,
                "httpOnly":true,"extensions":["Priority=high","x"],"hostOnly":false,"pathIsDefault":true,
                "creation":"2026-01-01T00:00:00.000Z","lastAccessed":"2026-01-02T00:00:00.000Z","sameSite":"lax"}"#,
        );
        assert_eq!((cookie.name(), cookie.value(), cookie.domain(), cookie.path()), ("a", "b", "example.com", "/p"));
        assert_eq!(cookie.expiry(), Some(1_798_761_600_000_000));
        assert_eq!((cookie.creation(), cookie.last_access()), (1_767_225_600_000, 1_767_312_000_000));
        assert!(cookie.secure() && cookie.http_only() && !cookie.host_only() && cookie.path_is_default());
        assert_eq!((cookie.same_site(), cookie.priority()), (SameSite::Lax, Priority::High));
        assert_eq!(extensions_of(&cookie), ["Priority=high", "x"]);
    }

    #[test]
    fn domain_cookies_of_hosts_that_cannot_be_shared_are_host_only() {
        let host_only = |domain: &str, rule_set: RuleSet| {
            let json = format!(r#"{{"cookies":[{{"key":"a","domain":"{domain}","hostOnly":false}}]}}"#);
            read_jar(&json, rule_set, 0).unwrap().1[0].host_only()
        };
        for (domain, by_tough_cookie, by_chrome) in [
            ("127.0.0.1", true, true),
            ("[::1]", true, true),
            ("localhost", false, true),
            (".github.io", false, true),
            ("intranet", false, true),
            ("a.localhost", false, false),
            ("example.com", false, false),
            ("example.com.", false, false),
        ] {
            assert_eq!(host_only(domain, RuleSet::ToughCookie), by_tough_cookie, "{domain}");
            assert_eq!(host_only(domain, RuleSet::Chrome), by_chrome, "{domain}");
        }
    }

    #[test]
    fn what_cannot_appear_in_a_header_is_left_out() {
        for (key, value) in [("a=b", "c"), ("a", "b; c=d"), ("a", "b\\r\\nX: y"), ("", ""), ("", "a=b")] {
            let json = format!(r#"{{"cookies":[{{"key":"{key}","value":"{value}","domain":"a.example"}}]}}"#);
            assert_eq!(read_jar(&json, RuleSet::ToughCookie, 0).unwrap().1.len(), 0, "{json}");
        }
        let key = format!("crawler-session-partition=https://a.example/{}", "p".repeat(1 << 21));
        let long =
            format!(r#"{{"cookies":[{{"key":"a","secure":true,"domain":"a.example","extensions":["{key}"]}}]}}"#);
        assert_eq!(read_jar(&long, RuleSet::ToughCookie, 0).unwrap().1.len(), 0);
        let path = format!("/{}", "p".repeat(1 << 20));
        for (value, path) in
            [("v".repeat(1 << 21), "/"), ("v".to_owned(), path.as_str()), ("v".to_owned(), "/a\\r\\nX: y")]
        {
            let json =
                format!(r#"{{"cookies":[{{"key":"a","value":"{value}","path":"{path}","domain":"a.example"}}]}}"#);
            assert_eq!(read_jar(&json, RuleSet::ToughCookie, 0).unwrap().1.len(), 0);
        }
    }

    // Promises: P6

    #[test]
    fn expiries_that_the_0_18_sdk_misread_are_mended() {
        let read = |version: &str, expires: &str| {
            let json = format!(
                r#"{{"version":"tough-cookie@{version}","cookies":[{{"key":"a","domain":"a.example","expires":"{expires}",
                "creation":"2026-11-23T00:00:00.000Z"}}]}}"#
            );
            read_jar(&json, RuleSet::ToughCookie, 0).unwrap().1[0].expiry()
        };
        assert_eq!(read("3.0.1", "1970-01-21T18:45:00.526Z"), Some(1_795_500_526_000_000));
        assert_eq!(read("3.0.1", "1969-12-31T23:59:59.999Z"), None);
        assert_eq!(read("3.0.1", "1970-01-01T00:00:00.000Z"), Some(0));
        assert_eq!(read("3.0.1", "1970-01-01T00:00:10.000Z"), Some(10_000_000));
        assert_eq!(read("3.0.1", "2027-01-01T00:00:00.000Z"), Some(1_798_761_600_000_000));
        assert_eq!(read("6.1.0", "1969-12-31T23:59:59.999Z"), Some(-1_000));
    }

    #[test]
    fn partitioned_without_a_key_of_ours_means_the_cookies_own_site() {
        let json = r#"{"key":"a","domain":"www.example.com","secure":true,"extensions":["Partitioned"]}"#;
        assert_eq!(one(json).partition().map(PartitionKey::site), Some("https://example.com"));
    }

    #[test]
    fn exact_expiry_and_partition_travel_in_extensions() {
        let cookie = one(r#"{"key":"a","domain":"example.com","expires":"2027-01-01T00:00:00.123Z",
                "extensions":["crawler-session-expiry=1798761600.123456","crawler-session-partition=https://top.example cross-site"]}"#);
        assert_eq!(cookie.expiry(), Some(1_798_761_600_123_456));
        assert_eq!(cookie.partition().map(PartitionKey::site), Some("https://top.example"));
        assert_eq!(
            extensions_of(&cookie),
            ["crawler-session-partition=https://top.example cross-site", "crawler-session-expiry=1798761600.123456"]
        );
        // `expires` has been changed since: the old exact value no longer applies.
        let changed = one(r#"{"key":"a","domain":"example.com","expires":"2028-01-01T00:00:00.000Z",
                "extensions":["crawler-session-expiry=1798761600.123456"]}"#);
        assert_eq!(changed.expiry(), Some(1_830_297_600_000_000));
    }

    /// A line's cookie after its jar was written and read.
    fn restored(line: &str) -> StoredCookie {
        let mut jar = chrome();
        put(&mut jar, line, SITE, 0).unwrap();
        let mut text = String::new();
        push_serialized_jar(&mut text, &jar.cookies());
        read_jar(&text, RuleSet::Chrome, 0).unwrap().1.remove(0)
    }

    #[test]
    fn a_site_cannot_say_in_a_line_what_only_a_written_jar_says() {
        for space in ["\u{A0}", "\u{3000}", "\u{FEFF}", "\u{85}"] {
            for own in ["crawler-session-partition=https://top.example", "Partitioned"] {
                let cookie = restored(&format!("a=1; Secure; {space}{own}"));
                assert_eq!((cookie.partition(), cookie.extensions().len()), (None, 1), "{own}");
            }
            let cookie = restored(&format!("a=1; {space}crawler-session-expiry=1.000000; {space}Priority=High"));
            assert_eq!((cookie.expiry(), cookie.priority()), (None, Priority::Unset));
            let cookie = restored(&format!("a=1; Priority=High{space}"));
            assert_eq!(cookie.priority(), Priority::Unset);
        }
    }

    #[test]
    fn the_last_priority_counts_even_if_it_is_empty() {
        for (line, priority) in [
            ("a=1; Priority=High; Priority", Priority::Unset),
            ("a=1; Priority; Priority=High", Priority::High),
            ("a=1; Priority=High; Priority=x", Priority::Unset),
        ] {
            assert_eq!(restored(line).priority(), priority, "{line}");
        }
    }

    #[test]
    fn max_age_of_an_older_tough_cookie_counts_from_the_creation() {
        let json = r#"{"version":"tough-cookie@3.0.1","cookies":[{"key":"a","domain":"example.com","maxAge":60,
            "creation":"1970-01-01T00:00:10.000Z","lastAccessed":"1970-01-01T00:00:30.000Z"}]}"#;
        assert_eq!(read_jar(json, RuleSet::ToughCookie, 0).unwrap().1[0].expiry(), Some(70_000_000));
        let of_4 = json.replace("@3.0.1", "@4.1.4");
        assert_eq!(read_jar(&of_4, RuleSet::ToughCookie, 0).unwrap().1[0].expiry(), Some(70_000_000));
        let newer = json.replace("@3.0.1", "@6.1.0");
        assert_eq!(read_jar(&newer, RuleSet::ToughCookie, 0).unwrap().1[0].expiry(), Some(90_000_000));
    }

    #[test]
    fn max_age_does_not_restart_with_each_access() {
        let json = r#"{"key":"a","domain":"example.com","maxAge":60,"creation":"1970-01-01T00:00:10.000Z",
            "lastAccessed":"1970-01-01T00:00:10.000Z"}"#;
        let cookie = one(json);
        assert_eq!(cookie.expiry(), Some(70_000_000));
        assert!(extensions_of(&cookie).is_empty());
        cookie.touch(30_000);
        assert_eq!(extensions_of(&cookie), ["crawler-session-expiry=70.000000"]);
        let again = one(r#"{"key":"a","domain":"example.com","maxAge":60,"creation":"1970-01-01T00:00:10.000Z",
            "lastAccessed":"1970-01-01T00:00:30.000Z","extensions":["crawler-session-expiry=70.000000"]}"#);
        assert_eq!(again.expiry(), Some(70_000_000));
    }

    #[test]
    fn a_cookie_of_tough_cookie_is_read_as_a_line_would_be() {
        let parsed = |json: &str| {
            let cookie = read_cookie(json).unwrap();
            let parsed = cookie.to_parsed(RuleSet::ToughCookie.rules());
            (parsed.name.into_owned(), parsed.domain.map(Cow::into_owned))
        };
        for (domain, expected) in
            [("", None), (".", Some("")), (".Example.com", Some("example.com")), ("a b", Some("a b"))]
        {
            let json = format!(r#"{{"key":"a","domain":"{domain}"}}"#);
            assert_eq!(parsed(&json), ("a".to_owned(), expected.map(str::to_owned)), "{domain}");
        }
        assert_eq!(parsed(r#"{"key":"a"}"#).1, None);
    }

    #[test]
    fn why_a_cookie_is_left_out_is_named() {
        for (json, reason) in [
            (r#"{"key":"a"}"#.to_owned(), Rejection::NoDomain),
            (r#"{"key":"a","domain":"."}"#.to_owned(), Rejection::NoDomain),
            (r#"{"key":"a","domain":".a b"}"#.to_owned(), Rejection::InvalidDomain("a b".to_owned())),
            (r#"{"key":"a;","domain":"a.example"}"#.to_owned(), Rejection::InvalidCharacter("name")),
            (r#"{"key":"a","domain":"a.example","path":"/\u0007"}"#.to_owned(), Rejection::InvalidCharacter("path")),
        ] {
            assert_eq!(read_cookie(&json).unwrap().why_not_stored(RuleSet::Chrome.rules()), reason, "{json}");
        }
    }

    #[test]
    fn domain_and_path_may_have_a_mebibyte_together() {
        let count = |octets: usize| {
            let path = "p".repeat(octets - "a.example/".len());
            let json = format!(r#"{{"cookies":[{{"key":"a","domain":"a.example","path":"/{path}"}}]}}"#);
            read_jar(&json, RuleSet::ToughCookie, 0).unwrap().1.len()
        };
        // The text of the path counts once more with an octet, beside the name.
        assert_eq!((count(MAX_BYTES), count(MAX_BYTES + 1)), (1, 0));
    }

    #[test]
    fn an_exact_expiry_counts_up_to_the_last_date_unless_max_age_has_ended_the_cookie() {
        let expiry = |max_age: i64, exact: &str| {
            one(&format!(
                r#"{{"key":"a","domain":"a.example","maxAge":{max_age},"creation":"1970-01-01T00:00:00.000Z",
                    "lastAccessed":"1970-01-01T00:00:00.000Z","extensions":["crawler-session-expiry={exact}"]}}"#
            ))
            .expiry()
        };
        let by_max_age = Some(60_000_000);
        for (exact, expected) in [
            ("70.000001", Some(70_000_001)),
            ("-70.000001", Some(-70_000_001)),
            ("8640000000000.000000", Some(MAX_DATE_MS * 1000)),
            ("8640000000000.000001", by_max_age),
            ("-8640000000000.000001", by_max_age),
            ("99999999999999999999.000000", by_max_age),
            ("70.1", by_max_age),
            ("70", by_max_age),
        ] {
            assert_eq!(expiry(60, exact), expected, "{exact}");
        }
        assert_eq!(expiry(0, "70.000001"), Some(i64::MIN));
    }
}
