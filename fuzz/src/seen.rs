//! What can be seen of a jar, and that it stays when the jar is written and read.

use crawler_session_core::jar::options::JarOptions;
use crawler_session_core::jar::parse::partition::PartitionKey;
use crawler_session_core::jar::persist::extensions::extensions_of;
use crawler_session_core::jar::persist::json_text::push_json_number;
use crawler_session_core::jar::persist::serialized::read_jar;
use crawler_session_core::jar::persist::serialized_options::{read_options, write_options};
use crawler_session_core::jar::persist::serialized_text::push_serialized_jar;
use crawler_session_core::jar::persist::written_jar::read_written_jar;
use crawler_session_core::jar::rules::RuleSet;
use crawler_session_core::jar::store::stored::StoredCookie;
use crawler_session_core::jar::Jar;

/// All that a cookie has, as text.
pub fn cookie(cookie: &StoredCookie) -> String {
    format!(
        "{:?}={:?} {:?} {} host-only {} path {:?} default {} secure {} http {} {:?} {:?} partition {:?} fits {} \
         expires {:?} max-age {:?} expiry {:?} creation {} access {} extensions {:?}",
        cookie.name(),
        cookie.value(),
        cookie.encoding(),
        cookie.domain(),
        cookie.host_only(),
        cookie.path(),
        cookie.path_is_default(),
        cookie.secure(),
        cookie.http_only(),
        cookie.same_site(),
        cookie.priority(),
        cookie.partition().map(PartitionKey::to_text),
        cookie.fits_browser(),
        cookie.expires(),
        // JSON has no -0.
        cookie.max_age().map(|seconds| seconds + 0.0),
        cookie.expiry(),
        cookie.creation(),
        cookie.last_access(),
        extensions_of(cookie),
    )
}

/// All cookies of a jar in their order.
pub fn jar(jar: &Jar) -> Vec<String> {
    jar.cookies().into_iter().map(cookie).collect()
}

/// A jar with these cookies, as it is restored.
pub fn restored(options: JarOptions, mut stored: Vec<StoredCookie>) -> Jar {
    let mut jar = Jar::with_options(options);
    jar.store_mut().insert_all(&mut stored);
    jar
}

/// A jar as text, with its options.
pub fn written(jar: &Jar) -> String {
    let mut text = String::new();
    push_serialized_jar(&mut text, &jar.cookies());
    if *jar.options() == JarOptions::of(jar.options().rule_set) {
        return text;
    }
    let options = write_options(jar.options());
    let rest = text.replacen(r#""rejectPublicSuffixes":true,"#, "", 1);
    format!("{},{}", &options[..options.len() - 1], &rest[1..])
}

/// Checks what holds of every jar: its sums are right, and what is written of it is read to the same.
pub fn check(one: &Jar, now: i64) {
    let store = one.store();
    assert_eq!(one.len(), one.cookies().len());
    assert_eq!(store.partitioned(), one.cookies().iter().filter(|cookie| cookie.partition().is_some()).count());
    assert_eq!(one.is_empty(), one.memory() == 0);
    let cookies = one.cookies();
    assert!(cookies.windows(2).all(|pair| pair[0].index() < pair[1].index()), "two cookies have one index");

    if !cookies.iter().all(|cookie| cookie.max_age().is_none_or(is_read_to_the_same)) {
        return;
    }
    let text = written(one);
    let (options, stored) =
        read_jar(&text, one.options().rule_set, now).unwrap_or_else(|why| panic!("{why:?}: {text}"));
    assert_eq!(options, *one.options());
    let again = restored(options, stored);
    assert_eq!(jar(&again), jar(one), "{text}");
    assert_eq!(written(&again), text);
    check_options(one.options());
    check_fast_reader(&text, options.rule_set, now);
}

/// Whether JSON has a number in so few digits that its reader doesn't take a neighbour.
fn is_read_to_the_same(seconds: f64) -> bool {
    let mut text = String::new();
    push_json_number(&mut text, seconds);
    seconds.is_infinite() || serde_json::from_str(&text).is_ok_and(|again: f64| again == seconds)
}

fn check_options(options: &JarOptions) {
    for rules in [RuleSet::Chrome, RuleSet::ToughCookie] {
        assert_eq!(read_options(&write_options(options), rules), *options);
    }
}

/// Checks that the reader of the usual form reads what that of any JSON does.
pub fn check_fast_reader(text: &str, rules: RuleSet, now: i64) {
    let Some(fast) = read_written_jar(text, rules, now) else { return };
    let text = &text[..fast.len];
    let (options, stored) = read_jar(text, rules, now).unwrap_or_else(|why| panic!("{why:?}: {text}"));
    assert_eq!(fast.options, options);
    let all = |stored: &[StoredCookie]| stored.iter().map(cookie).collect::<Vec<_>>();
    assert_eq!(all(&fast.stored), all(&stored), "{text}");
}
