//! What a session and a `CookieJar` do with a jar, each operation in the form in which it crosses the boundary: strings and numbers in,
//! strings and numbers out. No JavaScript runs in between. And the thread on which a store makes its steps.

mod reading;
mod replacing;
mod restoring;
mod state;
pub mod store_steps;
pub mod store_thread;
mod storing;

use crawler_session_core::jar::request::request_url::{RequestUrl, UrlError};

/// The URL of a call, or why it can't be used.
pub type Url = Result<RequestUrl, UrlError>;
