//! The packed cookies of a serialized jar: any numbers and any text, in place of what `js/crossing/serialized-records.js` packs.
#![no_main]

use crawler_session_core::jar::persist::serialized::read_head;
use crawler_session_core::jar::persist::serialized_cookie::Recent;
use crawler_session_fuzz::boundary::Text;
use crawler_session_fuzz::crossing::serialized_records::read_serialized_records;
use crawler_session_fuzz::input::{chosen, packed, Choice, NOW};
use crawler_session_fuzz::seen;
use libfuzzer_sys::fuzz_target;

/// What JavaScript says of the jar besides its cookies.
const HEADS: [&str; 4] =
    ["", "tough-cookie@3.0.1", "tough-cookie@6.1.0", r#"{"rejectPublicSuffixes":false,"limits":{"cookies":5}}"#];

fuzz_target!(|input: &[u8]| {
    if let Some((choice, rest)) = chosen(input) {
        let (numbers, text) = packed(rest);
        run(choice, &numbers, &Text::new(text));
    }
});

fn run(choice: Choice, numbers: &[f64], text: &Text) {
    let head = HEADS[choice.digit() / 4];
    let (options, writer) = read_head(head, choice.rules()).unwrap_or_else(|why| panic!("{why:?}"));
    let (mut recent, mut stored, mut rows) = (Recent::default(), Vec::new(), 0);
    read_serialized_records(text, numbers, |cookie| {
        rows += 1;
        let one = cookie.to_stored(NOW, writer, &options, &mut recent);
        // What is told of a cookie that isn't stored.
        if one.is_none() {
            assert!(!cookie.why_not_stored(options.rules()).to_string().is_empty());
        }
        stored.extend(one);
    });
    assert!(rows <= numbers.len());
    seen::check(&seen::restored(options, stored), NOW);
}
