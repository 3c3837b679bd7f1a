//! A session beside its cookies.

pub mod usage;
