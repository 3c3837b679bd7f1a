//! Files with cookies, as browsers, their extensions and command line tools write them: read cookie by cookie, and written.
//!
//! One file a format. An entry that is broken costs no other: it is a [`problem::Problem`], with its line or index. What only a jar can judge,
//! public suffixes for instance, is not judged here.

mod browser;
pub mod entry;
mod extension;
pub mod file;
pub mod format;
mod har;
mod header;
mod json;
mod list;
mod netscape;
mod object;
mod playwright;
pub mod problem;
mod puppeteer;
mod recognise;
#[cfg(test)]
mod testing;
mod tough_cookie;
pub mod writer;
