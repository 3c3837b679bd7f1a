//! Benchmarks of the jar alone, without the Node-API boundary: `cargo bench`.

#![allow(clippy::expect_used, clippy::indexing_slicing, missing_docs, reason = "a benchmark may fail")]

use std::hint::black_box;

use crawler_session_core::jar::parse::set_cookie::parse_line;
use crawler_session_core::jar::persist::serialized::read_jar;
use crawler_session_core::jar::query::Query;
use crawler_session_core::jar::request::request_url::RequestUrl;
use crawler_session_core::jar::request::set_context::SetContext;
use crawler_session_core::jar::rules::RuleSet;
use crawler_session_core::jar::Jar;
use criterion::{criterion_group, criterion_main, BatchSize, BenchmarkId, Criterion};

/// Milliseconds since the epoch.
const NOW: i64 = 1_800_000_000_000;
const PAGE: &str = "https://www.shop.example.com/catalogue/page";

/// `Set-Cookie` lines such as a login response sends.
fn lines(count: usize) -> Vec<String> {
    (0..count)
        .map(|index| {
            format!(
                "cookie-name-{index:03}=the-value-of-this-cookie-is-{index:06}; Path=/; Expires=Fri, 01 Jan 2038 00:00:00 GMT; \
                 HttpOnly; Secure; SameSite=Lax"
            )
        })
        .collect()
}

fn set(jar: &mut Jar, line: &str, request: &RequestUrl) {
    let cookie = parse_line(line).expect("a good line");
    jar.set(&cookie, &SetContext::http(request, NOW), |_| ()).expect("a good cookie");
}

/// A jar with `cookies` cookies for each of `sites` sites.
fn filled(cookies: usize, sites: usize) -> Jar {
    let mut jar = Jar::new();
    let mut options = *jar.options();
    options.limits.cookies = usize::MAX;
    options.limits.cookies_per_domain = usize::MAX;
    jar.set_options(options);
    let lines = lines(cookies);
    for site in 0..sites {
        let url = if site == 0 { PAGE.to_owned() } else { format!("https://www.shop{site}.example.com/") };
        let url = url.replace(".example.com", &format!("-{site}.com")).replace("-0.com", ".example.com");
        let request = RequestUrl::parse(&url).expect("a good URL");
        lines.iter().for_each(|line| set(&mut jar, line, &request));
    }
    jar
}

fn query(c: &mut Criterion) {
    let mut group = c.benchmark_group("query");
    for (cookies, sites) in [(0, 1), (20, 1), (20, 10_000), (180, 1), (3_000, 1)] {
        let mut jar = filled(cookies, sites);
        group.bench_function(BenchmarkId::from_parameter(format!("{cookies} cookies, {sites} sites")), |b| {
            b.iter(|| {
                let request = RequestUrl::parse(black_box(PAGE)).expect("a good URL");
                jar.query(&request, &Query::default(), NOW, |cookies| {
                    let mut header = String::new();
                    for cookie in cookies {
                        header.push_str(cookie.pair());
                    }
                    header.len()
                })
            });
        });
    }
}

fn url(c: &mut Criterion) {
    c.bench_function("RequestUrl::parse", |b| b.iter(|| RequestUrl::parse(black_box(PAGE))));
}

fn store(c: &mut Criterion) {
    let request = RequestUrl::parse(PAGE).expect("a good URL");
    let lines = lines(180);
    let mut jar = Jar::new();
    let mut next = lines.iter().cycle();
    c.bench_function("parse_line", |b| b.iter(|| parse_line(black_box(&lines[0]))));
    c.bench_function("set, replacing one of 180", |b| {
        b.iter(|| set(&mut jar, next.next().expect("endless"), &request));
    });
    c.bench_function("set, 180 into an empty jar", |b| {
        b.iter_batched(
            Jar::new,
            |mut jar| {
                lines.iter().for_each(|line| set(&mut jar, line, &request));
                jar
            },
            BatchSize::SmallInput,
        );
    });
}

fn restore(c: &mut Criterion) {
    let entry = |index: usize| {
        format!(
            r#"{{"key":"cookie-name-{index:03}","value":"the-value-of-this-cookie-is-{index:06}","expires":"2038-01-01T00:00:00.000Z","domain":"www.shop.example.com","path":"/","secure":true,"httpOnly":true,"hostOnly":true,"creation":"2026-11-23T10:00:00.000Z","lastAccessed":"2026-11-23T10:00:00.000Z","sameSite":"lax"}}"#
        )
    };
    for count in [20, 180] {
        let cookies: Vec<String> = (0..count).map(entry).collect();
        let json = format!(r#"{{"version":"tough-cookie@6.1.0","cookies":[{}]}}"#, cookies.join(","));
        c.bench_function(&format!("read_jar and insert, {count} cookies"), |b| {
            b.iter(|| {
                let (_, mut cookies) = read_jar(black_box(&json), RuleSet::ToughCookie, NOW).expect("a jar");
                let mut jar = Jar::new();
                jar.store_mut().insert_all(&mut cookies);
                jar.len()
            });
        });
    }
}

criterion_group!(benches, url, query, store, restore);
criterion_main!(benches);
