//! Sessions and cookies for web crawlers: the native addon of the npm package `crawler-session`.
//!
//! The only crate that knows Node-API; what sessions and jars do is in `crawler-session-core`, and records in an SQLite file are in
//! `crawler-session-sqlite`. From the top down: the classes and functions that JavaScript calls (`session`, `cookie_jar`, `cookie_file`,
//! `matching`, `parsing`, `sqlite_database`), the [`operations`] behind them, the forms in which data crosses ([`crossing`]), [`memory`], and the
//! [`boundary`] with all unsafe code.

pub mod boundary;
pub mod cookie_file;
pub mod cookie_jar;
pub mod crossing;
pub mod matching;
pub mod memory;
pub mod operations;
pub mod parsing;
pub mod session;
pub mod sqlite_database;
