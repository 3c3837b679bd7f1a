//! A browser's packed cookies: any numbers and any text, in place of what `js/crossing/browser-records.js` packs.
#![no_main]

use crawler_session_core::jar::parse::browser_record::{BrowserRecord, Filing};
use crawler_session_core::jar::parse::octets::PairEncoding;
use crawler_session_core::jar::query::Query;
use crawler_session_core::jar::request::request_url::RequestUrl;
use crawler_session_core::jar::request::set_context::SetContext;
use crawler_session_core::jar::Jar;
use crawler_session_fuzz::boundary::Text;
use crawler_session_fuzz::crossing::browser_records::{count_of_first_site, read_browser_records};
use crawler_session_fuzz::crossing::layout::browser_records::FIELDS;
use crawler_session_fuzz::crossing::layout::shared_text::SAME;
use crawler_session_fuzz::input::{chosen, packed, Choice, NOW};
use crawler_session_fuzz::seen;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    if let Some((choice, rest)) = chosen(input) {
        let (numbers, text) = packed(rest);
        run(choice, &numbers, Text::new(text));
    }
});

fn run(choice: Choice, numbers: &[f64], text: Text) {
    let records = read_browser_records(&text, numbers);
    assert_eq!(records.len(), numbers.len() / FIELDS as usize);
    assert!(count_of_first_site(&records) <= records.len());
    assert!(records.iter().flat_map(texts).all(|taken| text.as_str().contains(taken)));
    // A text of the row before is not there again, and a character that two texts make is in neither.
    if text.as_str().is_ascii() && !numbers.contains(&f64::from(SAME)) {
        let taken: String = records.iter().flat_map(texts).collect();
        assert!(text.as_str().starts_with(&taken), "texts are taken one after the other");
    }

    let fallback = choice.has(2).then(|| RequestUrl::parse("https://www.page.example/dir/page"));
    let mut jar = Jar::with_options(choice.options());
    let mut filing = Filing::default();
    for record in &records {
        let before = seen::jar(&jar);
        let outcome = record.parse(fallback.as_ref(), &mut filing).and_then(|(mut cookie, request)| {
            if jar.options().rules().octets {
                cookie.encoding = PairEncoding::of_text(&cookie.name, &cookie.value);
            }
            jar.set(&cookie, &SetContext::browser(request, NOW), |_| ())
        });
        if let Err(rejection) = outcome {
            assert!(!rejection.to_string().is_empty());
            assert_eq!(seen::jar(&jar), before);
        }
    }
    seen::check(&jar, NOW);
    if let Some(Ok(request)) = &fallback {
        jar.query(request, &Query::default(), NOW, |_| ());
        seen::check(&jar, NOW);
    }
}

/// The texts of a record, in the order in which they are packed.
fn texts<'a>(record: &BrowserRecord<'a>) -> impl Iterator<Item = &'a str> {
    let of_many = [record.domain, record.path, record.same_site, record.priority];
    [Some(record.name), Some(record.value), record.url, record.partition].into_iter().chain(of_many).flatten()
}
