//! The second stage of a cookie's life: judged for the request that brought it (RFC 6265bis section 5.7).

pub mod browser;
pub mod canonical;
pub mod domain_attribute;
pub mod prefix;
pub mod secure_overwrite;
pub mod syntax;
