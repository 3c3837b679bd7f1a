//! The JSON of a jar: what is read of it is written and read again to the same. And that of a single cookie.
#![no_main]

use crawler_session_core::jar::persist::serialized::{read_cookie, read_head, read_jar};
use crawler_session_core::jar::persist::serialized_options::read_options;
use crawler_session_fuzz::input::{chosen, text_of, Choice, NOW};
use crawler_session_fuzz::seen;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    if let Some((choice, rest)) = chosen(input) {
        run(choice, &text_of(rest));
    }
});

fn run(choice: Choice, text: &str) {
    let rules = choice.rules();
    if let Ok(cookie) = read_cookie(text) {
        cookie.to_parsed(rules.rules());
        assert!(!cookie.why_not_stored(rules.rules()).to_string().is_empty());
    }
    let _ = read_head(text, rules);
    seen::check_fast_reader(text, rules, NOW);
    read_options(text, rules);
    let Ok((options, stored)) = read_jar(text, rules, NOW) else { return };
    seen::check(&seen::restored(options, stored), NOW);
}
