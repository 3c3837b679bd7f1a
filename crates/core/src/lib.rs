//! Sessions and cookies of web crawlers, in pure Rust: no Node-API, no clock, no I/O.
//!
//! [`jar`] has the cookies; [`session`] decides when a session ends; [`cookie_file`] reads and writes files of other programs.

pub mod cookie_file;
pub mod jar;
pub mod session;
