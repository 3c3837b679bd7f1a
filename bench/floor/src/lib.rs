//! Native methods that do nothing but take a URL and return a text. No method that does something can be cheaper.

use std::ptr;

use napi::bindgen_prelude::{FromNapiValue, ToNapiValue, TypeName, ValidateNapiValue};
use napi::{check_status, sys, Result, ValueType};
use napi_derive::napi;

/// The longest URL that comes in one read; longer ones are cut off, which changes nothing here.
const READ: usize = 512;

/// The text that is returned, whatever comes in.
#[napi]
pub struct Floor {
    text: String,
}

#[napi]
impl Floor {
    /// Returns a text of this length from now on.
    #[napi(constructor)]
    pub fn new(length: u32) -> Floor {
        Floor { text: "x".repeat(length as usize) }
    }

    /// With what Node-API does at least: one read, and one copy of bytes that need no decoding.
    #[napi]
    pub fn cheapest(&self, _url: Url) -> Answer {
        Answer(self.text.clone())
    }

    /// With the strings of napi-rs, which measure a text before they read it and decode what they return.
    #[napi]
    pub fn plain(&self, _url: String) -> String {
        self.text.clone()
    }
}

/// A text that was read and is not looked at.
pub struct Url;

impl TypeName for Url {
    fn type_name() -> &'static str {
        "String"
    }

    fn value_type() -> ValueType {
        ValueType::String
    }
}

impl ValidateNapiValue for Url {}

impl FromNapiValue for Url {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> Result<Self> {
        let mut bytes = [0_u8; READ];
        let mut written = 0;
        // SAFETY: the buffer and its size are those of a live array; `env` and `value` come from Node-API itself.
        check_status!(unsafe {
            sys::napi_get_value_string_utf8(env, value, bytes.as_mut_ptr().cast(), bytes.len(), &mut written)
        })?;
        Ok(Url)
    }
}

/// A text of ASCII letters.
pub struct Answer(String);

impl ToNapiValue for Answer {
    unsafe fn to_napi_value(env: sys::napi_env, Answer(text): Self) -> Result<sys::napi_value> {
        let mut value = ptr::null_mut();
        // SAFETY: pointer and length are those of a live string; ASCII is valid Latin-1.
        check_status!(unsafe {
            sys::napi_create_string_latin1(env, text.as_ptr().cast(), text.len() as isize, &mut value)
        })?;
        Ok(value)
    }
}
