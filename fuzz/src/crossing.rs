//! Those files of the addon's `crossing` that read what JavaScript packed. They need nothing of Node-API but `boundary`.

#[path = "../../src/crossing/browser_records.rs"]
pub mod browser_records;
#[path = "../../src/crossing/layout.rs"]
pub mod layout;
#[path = "../../src/crossing/serialized_records.rs"]
pub mod serialized_records;
#[path = "../../src/crossing/shared_text.rs"]
pub mod shared_text;
#[path = "../../src/crossing/text_cursor.rs"]
pub mod text_cursor;
