//! Lets napi-rs set up the linker.

fn main() {
    napi_build::setup();
}
