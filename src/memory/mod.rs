//! Memory that JavaScript objects hold: shared jars, what V8 hears of them, and who empties them at the end of a thread.

mod allocator;
mod live_jars;
pub mod shared_jar;
