//! Memory that JavaScript objects hold: shared jars, what V8 is told about them, and what empties them when a thread ends.

mod allocator;
pub mod live_jars;
pub mod shared_jar;
