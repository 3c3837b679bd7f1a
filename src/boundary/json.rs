//! Data that crosses as JSON: what is rare, or has no fixed shape.
//!
//! Values are written as they are (tuples, structs), never through `serde_json::Value`, whose code would make the addon 24 kB larger.

use serde::Serialize;

/// A value as JSON text; our values can't fail to serialise.
pub fn json_text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
