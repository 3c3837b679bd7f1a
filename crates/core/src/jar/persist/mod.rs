//! A whole jar as text and back: tough-cookie's serialized form.

pub mod extensions;
pub mod iso_date;
pub mod json_field;
pub mod json_text;
pub mod serialized;
pub mod serialized_cookie;
pub mod serialized_json;
mod serialized_limits;
pub mod serialized_options;
pub mod serialized_text;
pub mod writer;
pub mod written_jar;
