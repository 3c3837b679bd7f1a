//! Sessions and cookies of web crawlers, in pure Rust: no Node-API, no clock, no input or output.
//!
//! Cookies are in [`jar`], what decides about a session's end in [`session`].

pub mod jar;
pub mod session;
