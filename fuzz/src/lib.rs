//! What the fuzz targets share. Each file in `src/bin` is a target; `scripts/fuzz.js` builds and runs them.

pub mod boundary;
pub mod crossing;
pub mod input;
pub mod model;
pub mod seen;
