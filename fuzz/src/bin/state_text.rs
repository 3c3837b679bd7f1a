//! The text of a session's state: what is read of it is written, in both forms, and read again to the same.
#![no_main]

use crawler_session_core::jar::options::JarOptions;
use crawler_session_core::jar::rules::RuleSet;
use crawler_session_core::session::read_state::{read_state, State};
use crawler_session_core::session::state_text::{push_state, OwnTexts, StateForm};
use crawler_session_core::session::usage::Usage;
use crawler_session_fuzz::input::{text_of, NOW};
use crawler_session_fuzz::seen;
use libfuzzer_sys::fuzz_target;

const MAX_AGE_SECS: f64 = 3000.0;

fuzz_target!(|input: &[u8]| run(&text_of(input)));

fn run(text: &str) {
    let Some(state) = read_state(text, MAX_AGE_SECS, NOW) else { return };
    // JavaScript writes the state of a session whose jar has other options, and reads an id that is no text for Rust.
    let Ok(id) = serde_json::from_str::<String>(&text[state.id.clone()]) else { return };
    if state.options != JarOptions::of(RuleSet::Chrome) {
        return;
    }
    let jar = seen::restored(state.options, state.stored.clone());
    let storage = state.storage.clone().map(|part| &text[part]);
    for form in [StateForm::Main, StateForm::Crawlee] {
        let members = members(text, &state, form);
        let mut written = String::new();
        push_state(&mut written, OwnTexts { id: &id, members: &members, storage }, &state.usage, &jar, form);
        let again = read_state(&written, MAX_AGE_SECS, NOW).unwrap_or_else(|| panic!("not read again: {written}"));
        assert_eq!(again.usage, usage_in(form, state.usage), "{written}");
        assert_eq!(written.get(again.user_data.clone()), text.get(state.user_data.clone()));
        assert_eq!(again.storage.clone().map(|part| &written[part]), storage);
        assert_eq!(serde_json::from_str::<String>(&written[again.id.clone()]).ok(), Some(id.clone()));
        assert_eq!(seen::jar(&seen::restored(again.options, again.stored)), seen::jar(&jar), "{written}");
    }
    seen::check(&jar, NOW);
}

/// What JavaScript writes of a state.
fn members(text: &str, state: &State, form: StateForm) -> String {
    let user_data = &text[state.user_data.clone()];
    match (&state.cookies, form) {
        (Some(cookies), StateForm::Main) => {
            format!(r#"{{"cookies":{},"userData":{user_data}}}"#, &text[cookies.clone()])
        }
        _ => format!(r#"{{"userData":{user_data}}}"#),
    }
}

/// What is left of the counters: Crawlee's class doesn't count errors, and expresses retirement by the score.
fn usage_in(form: StateForm, usage: Usage) -> Usage {
    let error_score = if usage.retired { usage.error_score.max(usage.max_error_score) } else { usage.error_score };
    match form {
        StateForm::Main => usage,
        StateForm::Crawlee => Usage { error_count: 0.0, retired: false, error_score, ..usage },
    }
}
