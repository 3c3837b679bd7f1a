//! The steps, a file for each kind. All times are milliseconds since the epoch; `now` is read after the transaction began.

pub mod add;
pub mod claim;
pub mod hold;
pub(crate) mod open;
pub mod read;
pub(crate) mod remove;
pub(crate) mod reset;
pub(crate) mod row;
mod sweep;
