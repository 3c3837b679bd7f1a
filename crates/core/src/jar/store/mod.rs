//! The third stage of a cookie's life: stored in compact form until it expires or is evicted.

mod compact_max_age;
pub mod cookie_store;
pub mod eviction;
pub mod expiry;
pub mod identity;
pub mod judged;
pub mod least_recently_used;
pub mod place;
pub mod priority_rounds;
pub mod site;
pub mod stored;
