//! The state of a session apart from its cookies.

pub mod usage;
