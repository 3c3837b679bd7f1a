//! The state of a whole session as text, and back.

use crawler_session_core::jar::options::JarOptions;
use crawler_session_core::jar::rules::RuleSet;
use crawler_session_core::session::read_state::read_state;
use crawler_session_core::session::state_text::{push_state, OwnTexts, StateForm};
use crawler_session_core::session::usage::Usage;
use napi::Env;

use crate::boundary::{text_buffer, OutText, Text};
use crate::crossing::state_text::write_spans;
use crate::memory::shared_jar::SharedJar;

/// A state without cookies has about this many bytes.
const SMALL_STATE: usize = 512;

impl SharedJar {
    /// The state of the session that has this jar; `None` if it can't be written here.
    pub fn state_text(&self, own: OwnTexts<'_>, usage: &Usage, form: StateForm) -> Option<OutText> {
        let jar = self.jar();
        if *jar.options() != JarOptions::of(RuleSet::Chrome) {
            return None;
        }
        let mut out = text_buffer::take(SMALL_STATE + own.members.len() + own.storage.map_or(0, str::len));
        push_state(&mut out, own, usage, &jar, form);
        Some(OutText(out))
    }

    /// Reads a state into this jar, which must be new, and returns its counters; `None` if it can't be read here. `spans` then says where the
    /// parts are that JavaScript reads.
    pub fn restore(&self, env: &Env, text: &Text, max_age_secs: f64, now: f64, spans: &mut [f64]) -> Option<Usage> {
        if text.has_lone_surrogate(0, usize::MAX) {
            return None;
        }
        let mut state = read_state(text.as_str(), max_age_secs, now as i64)?;
        if !write_spans(text.as_str(), &state, spans) {
            return None;
        }
        let mut jar = self.jar_mut();
        jar.set_options(state.options);
        jar.store_mut().insert_all(&mut state.stored);
        drop(jar);
        self.report_memory(env);
        Some(state.usage)
    }
}
