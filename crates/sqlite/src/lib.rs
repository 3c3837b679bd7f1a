//! Records of a session pool in an SQLite file: no Node-API, no sessions, and no clock: `now` is an argument, in milliseconds since the epoch.
//!
//! `types/session-store.d.ts` says what each step promises. A [`Database`] is a file that was opened, a [`Store`] its prepared statements;
//! each step is one transaction. From the top down: [`Store`], the `steps`, the `statements` and the `database`, and what all of
//! them use: the rules of a single [`record`], and [`Error`].

mod database;
mod error;
pub mod record;
mod schema;
mod statements;
pub mod steps;
mod store;
#[cfg(test)]
mod testing;
mod waiting;

pub use database::Database;
pub use error::{Error, Kind};
pub use store::{Store, Transaction};
pub use waiting::Waiting;
