//! Sessions and cookies for web crawlers: the native addon of the npm package `crawler-session`.
//!
//! `session` and `cookie_jar` are the Node-API classes; `jar` and `usage` are pure Rust and know nothing of JavaScript.

mod allocator;
pub mod boundary;
pub mod browser_records;
pub mod call_options;
pub mod cookie_jar;
pub mod jar;
pub mod live_jars;
pub mod matching;
pub mod parsing;
pub mod refusals;
pub mod replacing;
pub mod rows;
pub mod serialized_records;
pub mod session;
pub mod shared_jar;
mod text_buffer;
pub mod text_cursor;
pub mod usage;
