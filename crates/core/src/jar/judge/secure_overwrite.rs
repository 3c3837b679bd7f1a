//! An insecure origin leaves Secure cookies alone (RFC 6265bis section 5.7 step 16): it can neither replace nor delete one, nor set another
//! of the same name that would be sent alongside it.

use crate::jar::options::JarOptions;
use crate::jar::rejection::Rejection;
use crate::jar::request::domain::domain_matches;
use crate::jar::request::path::path_matches;
use crate::jar::request::set_context::{SetContext, Source};
use crate::jar::store::identity::Identity;
use crate::jar::store::site::Site;
use crate::jar::store::stored::StoredCookie;

/// Refuses a cookie from an insecure origin that would overlay a Secure cookie of the site.
pub fn check_secure_overwrite(
    site: &Site,
    cookie: &Identity<'_>,
    context: &SetContext<'_>,
    options: &JarOptions,
) -> Result<(), Rejection> {
    let is_judged = options.rules().leave_secure_alone && context.source == Source::Http;
    if !is_judged || options.trusts(context.request) {
        return Ok(());
    }
    let is_overwritten = |secure: &StoredCookie| {
        secure.secure()
            && cookie.has_name_of(secure)
            && !secure.is_expired(context.now)
            && (domain_matches(cookie.domain, secure.domain()) || domain_matches(secure.domain(), cookie.domain))
            && path_matches(cookie.path, secure.path())
            && cookie.is_in_partition_of(secure)
    };
    match site.cookies().iter().any(is_overwritten) {
        true => Err(Rejection::SecureOverwrite),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jar::rules::RuleSet;
    use crate::jar::testing::put;
    use crate::jar::Jar;

    /// The outcome of setting the plain line in a jar that already has the Secure cookie.
    fn outcome(rules: RuleSet, secure: (&str, &str), plain: (&str, &str)) -> Result<(), Rejection> {
        let mut jar = Jar::with_options(JarOptions::of(rules));
        put(&mut jar, secure.0, secure.1, 0).unwrap();
        put(&mut jar, plain.0, plain.1, 500)
    }

    #[test]
    fn an_insecure_origin_leaves_secure_cookies_alone_in_chrome() {
        const REFUSED: Result<(), Rejection> = Err(Rejection::SecureOverwrite);
        let secure = ("A=1; Secure", "https://site.example/x/y");
        for (line, url, expected) in [
            ("A=2", "http://site.example/x/y", REFUSED),
            ("A=1", "http://site.example/x/y", REFUSED),
            ("A=; Max-Age=0", "http://site.example/x/y", REFUSED),
            ("A=2; Domain=site.example", "http://site.example/x/y", REFUSED),
            ("A=2", "http://sub.site.example/x/", REFUSED),
            ("A=2; Path=/x/y/z", "http://site.example/", REFUSED),
            ("A=2; Path=/", "http://site.example/", Ok(())),
            ("A=2; Path=/xy", "http://site.example/", Ok(())),
            ("a=2", "http://site.example/x/y", Ok(())),
            ("A=2", "https://site.example/x/y", Ok(())),
            ("A=2", "http://other.example/x/y", Ok(())),
        ] {
            assert_eq!(outcome(RuleSet::Chrome, secure, (line, url)), expected, "{line} from {url}");
            assert_eq!(outcome(RuleSet::ToughCookie, secure, (line, url)), Ok(()));
        }
        let below = ("A=1; Secure; Path=/", "https://a.site.example/");
        assert_eq!(outcome(RuleSet::Chrome, below, ("A=2; Domain=site.example", "http://site.example/")), REFUSED);
        assert_eq!(outcome(RuleSet::Chrome, below, ("A=2", "http://b.site.example/")), Ok(()));
    }

    #[test]
    fn insecure_expired_and_partitioned_cookies_are_not_protected() {
        let plain = ("A=2", "http://site.example/");
        for secure in ["A=1", "A=1; Secure; Max-Age=0", "A=1; Secure; Partitioned"] {
            assert_eq!(outcome(RuleSet::Chrome, (secure, "https://site.example/"), plain), Ok(()), "{secure}");
        }
        let ended = ("A=1; Secure; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "https://site.example/");
        assert_eq!(outcome(RuleSet::Chrome, ended, plain), Ok(()));
    }

    #[test]
    fn loopback_hosts_are_secure_origins() {
        for host in ["localhost", "127.0.0.1", "[::1]", "a.localhost"] {
            let (secure, plain) = (format!("https://{host}/"), format!("http://{host}/"));
            assert_eq!(outcome(RuleSet::Chrome, ("A=1; Secure", &secure), ("A=2", &plain)), Ok(()), "{host}");
        }
    }
}
