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
    let places = [span(&state.id), span(&state.user_data), state.cookies.as_ref().map_or([0.0; 2], span)];
    let numbers: [f64; layout::SPANS as usize] =
        [places[0][0], places[0][1], places[1][0], places[1][1], places[2][0], places[2][1]];
    match spans.get_mut(..numbers.len()) {
        Some(spans) => {
            spans.copy_from_slice(&numbers);
            true
        }
        None => false,
    }
}
