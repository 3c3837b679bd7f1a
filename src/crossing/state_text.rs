//! The other half of `js/crossing/state-text.js`: a session's state as text, and where those of its parts are that JavaScript reads.

use std::ops::Range;

use crawler_session_core::jar::text::utf16_len;
use crawler_session_core::session::read_state::State;
use crawler_session_core::session::state_text::StateForm;
use napi::{Error, Status};

use super::layout::state_text as layout;

/// The form that a call asks for.
pub fn form_of(form: u32) -> StateForm {
    match form {
        layout::CRAWLEE_FORM => StateForm::Crawlee,
        _ => StateForm::Main,
    }
}

/// What tells JavaScript to read a state itself.
pub fn unreadable() -> Error {
    Error::new(Status::InvalidArg, "the state is not in the form that the addon writes")
}

/// Writes where the parts are, in UTF-16 code units of the text from which the state was read. Returns whether there was room.
pub fn write_spans(text: &str, state: &State, spans: &mut [f64]) -> bool {
    let is_ascii = text.is_ascii();
    let at = |byte: usize| match text.get(..byte) {
        Some(before) if !is_ascii => utf16_len(before) as f64,
        _ => byte as f64,
    };
    let span = |part: &Range<usize>| [at(part.start), at(part.end)];
    let if_any = |part: &Option<Range<usize>>| part.as_ref().map_or([0.0; 2], span);
    let places = [span(&state.id), span(&state.user_data), if_any(&state.cookies), if_any(&state.storage)];
    match spans.get_mut(..layout::SPANS as usize) {
        Some(spans) => {
            spans.copy_from_slice(places.as_flattened());
            true
        }
        None => false,
    }
}
