//! The first stage of a cookie's life: a `Set-Cookie` line (RFC 6265bis section 5.6) or a browser's record is split into name, value and
//! attributes, without judging them.

pub mod browser_record;
pub mod chromium_lifetime;
pub mod cookie_date;
pub mod extensions;
pub mod octets;
pub mod parsed;
pub mod partition;
pub mod server_clock;
pub mod set_cookie;
