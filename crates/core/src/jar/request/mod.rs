//! What a cookie comes with and is sent to: the URL of a request, its host, site and path (RFC 6265 section 5.1).

pub mod browser_path;
pub mod domain;
pub mod path;
mod plain_url;
mod public_suffix;
pub mod request_url;
pub mod set_context;
