//! What crosses between JavaScript and Rust, and in which form. Each file has its other half in `js/crossing` under the same name.

pub mod browser_records;
pub mod call_options;
pub mod cookie_files;
pub mod layout;
pub mod numbers;
pub mod packed_cookies;
pub mod refusals;
pub mod serialized_records;
mod shared_text;
pub mod state_text;
pub mod store_steps;
mod text_cursor;
pub mod usage;
