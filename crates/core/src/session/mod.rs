//! The state of a session apart from its cookies, and the whole of it as text.

pub mod read_state;
pub mod state_text;
pub mod usage;
