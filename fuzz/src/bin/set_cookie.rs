//! `Set-Cookie` lines of a response into a jar, which is then asked in every way. The first line of the input is a digit and the URL, the second
//! one the `Date` header.
#![no_main]

use crawler_session_core::jar::attributes::SameSite;
use crawler_session_core::jar::options::{JarOptions, Limits};
use crawler_session_core::jar::parse::server_clock::ServerClock;
use crawler_session_core::jar::parse::set_cookie::{parse_set_cookie, ParseOptions};
use crawler_session_core::jar::query::Query;
use crawler_session_core::jar::request::request_url::RequestUrl;
use crawler_session_core::jar::request::set_context::SetContext;
use crawler_session_core::jar::Jar;
use crawler_session_fuzz::input::{chosen, text_of, Choice, NOW};
use crawler_session_fuzz::seen;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    if let Some((choice, rest)) = chosen(input) {
        run(choice, &text_of(rest));
    }
});

fn run(choice: Choice, text: &str) {
    let mut lines = text.split('\n');
    let (Some(url), Some(date)) = (lines.next(), lines.next()) else { return };
    let Ok(request) = RequestUrl::parse_with_web_sockets(url) else { return };
    let few = Limits { cookies_per_domain: 2, cookies: 3, partition_bytes: 20, ..choice.options().limits };
    let mut options = JarOptions { loose: choice.has(2), ..choice.options() };
    if choice.has(4) {
        options.limits = few;
    }
    let mut jar = Jar::with_options(options);
    let mut now = NOW;
    let clock = ServerClock::of_response(Some(date), now);
    for line in lines {
        now += 1000;
        let context = SetContext { http_api: !choice.has(8), ..SetContext::http(&request, now) };
        let before = seen::jar(&jar);
        let outcome = parse_set_cookie(line, ParseOptions::of(&options)).and_then(|mut cookie| {
            clock.shift(&mut cookie);
            jar.set(&cookie, &context, seen::cookie)
        });
        match outcome {
            Ok(stored) => {
                let is_kept = seen::jar(&jar).contains(&stored);
                assert!(is_kept || stored_may_be_gone(&options, choice), "{stored}");
            }
            Err(rejection) => {
                assert!(!rejection.to_string().is_empty());
                assert_eq!(seen::jar(&jar), before, "refused, but the jar has changed: {line}");
            }
        }
        if choice.has(4) {
            let unpartitioned = jar.len() - jar.store().partitioned();
            assert!(unpartitioned <= few.cookies_per_domain, "{unpartitioned} cookies of a site");
        }
    }
    seen::check(&jar, now);
    ask(&mut jar, &request, now);
    seen::check(&jar, now);
}

/// Chrome doesn't keep expired cookies. Under few limits, others may push a cookie out.
fn stored_may_be_gone(options: &JarOptions, choice: Choice) -> bool {
    !options.rules().keep_ended || choice.has(4)
}

/// Asks in every way, without changing the jar; in the end as a header does, which removes what has expired.
fn ask(jar: &mut Jar, request: &RequestUrl, now: i64) {
    let all = Query { all_paths: true, secure: Some(true), expire: false, ..Query::default() };
    let most = jar.query(request, &all, now, |cookies| cookies.len());
    assert!(most <= jar.len());
    for bits in 0..64_u8 {
        let has = |bit: u8| bits & bit != 0;
        let query = Query {
            http_api: has(1),
            expire: false,
            all_paths: has(2),
            sort: has(4),
            secure: has(8).then(|| has(4)),
            same_site_context: [SameSite::Unset, SameSite::None, SameSite::Lax, SameSite::Strict]
                [usize::from(bits >> 4)],
        };
        jar.query(request, &query, now, |cookies| {
            assert!(cookies.len() <= most);
            assert!(query.http_api || !cookies.iter().any(|cookie| cookie.http_only()));
            assert!(query.secure != Some(false) || !cookies.iter().any(|cookie| cookie.secure()));
        });
    }
    let header = jar.query(request, &Query::default(), now, |cookies| {
        assert!(cookies.iter().all(|cookie| !cookie.is_expired(now)));
        let mut header = String::new();
        cookies.iter().for_each(|cookie| cookie.push_header(&mut header));
        header
    });
    assert!(!header.contains(['\r', '\n', '\0', ';']), "{header:?}");
}
