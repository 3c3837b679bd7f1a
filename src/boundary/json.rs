//! Texts that cross as JSON: what happens seldom, or has no fixed shape.
//!
//! Values are written as they are (tuples, structs), never by way of `serde_json::Value`, whose code would make the addon 20 kB larger.

use serde::Serialize;

/// A value as JSON text; of ours none can fail.
pub fn json_text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
