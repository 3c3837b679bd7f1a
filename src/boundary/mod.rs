//! Strings and numbers across the Node-API boundary, and one call to the C library. The only folder with `unsafe`; each block says why it is sound.
#![allow(unsafe_code, reason = "a conversion of napi-rs is an unsafe trait method; there is no safe way to write one")]

use std::{mem, ptr};

use napi::bindgen_prelude::{FromNapiValue, ToNapiValue, TypeName, ValidateNapiValue};
use napi::{check_status, sys, Error, Result, Status, ValueType};

pub mod json;
pub mod replies;
pub mod text_buffer;

/// Bytes of the first read. Most URLs and header lines fit; longer texts are read a second time.
const FIRST_READ: usize = 512;

/// The longest text, in UTF-16 code units, for which room is made without counting its bytes first.
const MEDIUM: usize = 1 << 16;

/// A JavaScript string as an argument.
///
/// napi-rs's `String` asks for the length first, which makes V8 walk the text twice, and silently turns lone surrogates into U+FFFD. This
/// type reads short texts in one call and knows where lone surrogates were.
pub struct Text {
    text: String,
    lone_surrogates: Vec<usize>,
}

impl Text {
    /// The text, with U+FFFD in place of each lone surrogate.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The text itself, for what outlives the call.
    pub fn into_string(mut self) -> String {
        mem::take(&mut self.text)
    }

    /// Whether there was a lone surrogate among the UTF-16 code units from `start` up to, but not including, `end`.
    pub fn has_lone_surrogate(&self, start: usize, end: usize) -> bool {
        let first = self.lone_surrogates.partition_point(|&at| at < start);
        self.lone_surrogates.get(first).is_some_and(|&at| at < end)
    }
}

#[cfg(test)]
impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Text { text: text.to_owned(), lone_surrogates: Vec::new() }
    }
}

impl Drop for Text {
    fn drop(&mut self) {
        text_buffer::give_back(mem::take(&mut self.text));
    }
}

impl TypeName for Text {
    fn type_name() -> &'static str {
        "String"
    }

    fn value_type() -> ValueType {
        ValueType::String
    }
}

impl ValidateNapiValue for Text {}

impl FromNapiValue for Text {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> Result<Self> {
        let text = read_utf8(env, value)?;
        // Most texts are ASCII, which is seen sooner.
        let has_replacement = !text.is_ascii() && text.contains('\u{FFFD}');
        let lone_surrogates = if has_replacement { lone_surrogates(env, value)? } else { Vec::new() };
        Ok(Text { text, lone_surrogates })
    }
}

/// Reads a string as UTF-8.
fn read_utf8(env: sys::napi_env, value: sys::napi_value) -> Result<String> {
    let mut bytes = text_buffer::take(FIRST_READ).into_bytes();
    let mut written = copy_utf8(env, value, &mut bytes)?;
    // Node-API only writes whole characters: if four bytes and the terminator would still have fitted, the text is complete.
    if written + 5 > bytes.capacity() {
        let mut length = 0;
        // SAFETY: with a null buffer the call only writes the length, to a live variable; `env` and `value` are the ones
        // that Node-API handed to this conversion.
        check_status!(unsafe { sys::napi_get_value_string_utf16(env, value, ptr::null_mut(), 0, &mut length) })?;
        if length <= MEDIUM {
            // More than enough, but the exact length in UTF-8 would cost another pass over the text.
            length *= 3;
        } else {
            // SAFETY: as above.
            check_status!(unsafe { sys::napi_get_value_string_utf8(env, value, ptr::null_mut(), 0, &mut length) })?;
        }
        bytes.reserve(length + 1);
        written = copy_utf8(env, value, &mut bytes)?;
    }
    // SAFETY: the call wrote `written` bytes to the vector, which is less than its capacity.
    unsafe { bytes.set_len(written) };
    // SAFETY: V8 writes valid UTF-8, with U+FFFD for what has none, and never a part of a character.
    Ok(unsafe { String::from_utf8_unchecked(bytes) })
}

/// Copies what fits into the vector's spare room. Returns the number of bytes.
fn copy_utf8(env: sys::napi_env, value: sys::napi_value, bytes: &mut Vec<u8>) -> Result<usize> {
    let mut written = 0;
    // SAFETY: the buffer is the vector's own memory and the size its capacity; `env` and `value` are the ones that Node-API
    // handed to the conversion.
    check_status!(unsafe {
        sys::napi_get_value_string_utf8(env, value, bytes.as_mut_ptr().cast(), bytes.capacity(), &mut written)
    })?;
    Ok(written)
}

/// The positions of lone surrogates, in UTF-16 code units.
fn lone_surrogates(env: sys::napi_env, value: sys::napi_value) -> Result<Vec<usize>> {
    let mut length = 0;
    // SAFETY: with a null buffer the call only writes the length, to a live variable.
    check_status!(unsafe { sys::napi_get_value_string_utf16(env, value, ptr::null_mut(), 0, &mut length) })?;
    let mut units = vec![0_u16; length + 1];
    let mut written = 0;
    // SAFETY: the buffer has `length + 1` units, which is the size that the call is told.
    check_status!(unsafe {
        sys::napi_get_value_string_utf16(env, value, units.as_mut_ptr(), units.len(), &mut written)
    })?;
    units.truncate(written);
    let mut places = Vec::new();
    let mut at = 0;
    for unit in char::decode_utf16(units) {
        match unit {
            Ok(c) => at += c.len_utf16(),
            Err(_) => {
                places.push(at);
                at += 1;
            }
        }
    }
    Ok(places)
}

/// A Rust text as a result. ASCII is passed as Latin-1, which V8 copies instead of decoding.
pub struct OutText(pub String);

impl ToNapiValue for OutText {
    unsafe fn to_napi_value(env: sys::napi_env, OutText(text): Self) -> Result<sys::napi_value> {
        let mut value = ptr::null_mut();
        let (start, length) = (text.as_ptr().cast(), text.len() as isize);
        if text.is_ascii() {
            // SAFETY: pointer and length are those of a live string; ASCII is valid Latin-1.
            check_status!(unsafe { sys::napi_create_string_latin1(env, start, length, &mut value) })?;
        } else {
            // SAFETY: pointer and length are those of a live string.
            check_status!(unsafe { sys::napi_create_string_utf8(env, start, length, &mut value) })?;
        }
        text_buffer::give_back(text);
        Ok(value)
    }
}

/// A `Float64Array` of the caller, into which a method writes its numbers.
pub struct Numbers {
    start: *mut f64,
    length: usize,
}

impl Numbers {
    /// The numbers.
    pub fn as_mut_slice(&mut self) -> &mut [f64] {
        if self.start.is_null() {
            return &mut [];
        }
        // SAFETY: Node-API returned start and length of a live array's memory, aligned for its type. The array is an argument of the call
        // in which this value lives, so it stays alive; methods run no JavaScript that could detach it, and the exclusive borrow of `self`
        // makes this the only slice.
        unsafe { std::slice::from_raw_parts_mut(self.start, self.length) }
    }
}

impl TypeName for Numbers {
    fn type_name() -> &'static str {
        "Float64Array"
    }

    fn value_type() -> ValueType {
        ValueType::Object
    }
}

impl ValidateNapiValue for Numbers {}

impl FromNapiValue for Numbers {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> Result<Self> {
        let mut kind = -1;
        let mut length = 0;
        let mut start = ptr::null_mut();
        // SAFETY: the call only writes to live variables; `env` and `value` are the ones that Node-API handed to this conversion. It
        // fails for anything but a typed array.
        check_status!(unsafe {
            sys::napi_get_typedarray_info(
                env,
                value,
                &mut kind,
                &mut length,
                &mut start,
                ptr::null_mut(),
                ptr::null_mut(),
            )
        })?;
        if kind != sys::TypedarrayType::float64_array {
            return Err(Error::new(Status::InvalidArg, "a Float64Array is expected"));
        }
        Ok(Numbers { start: start.cast(), length })
    }
}

/// Returns memory that the C library keeps for itself to the system. Allocators other than that of GNU/Linux do so by themselves.
pub fn give_memory_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        extern "C" {
            fn malloc_trim(pad: usize) -> i32;
        }
        // SAFETY: the function of the C library takes a number, touches free memory only and may be called on any thread.
        unsafe { malloc_trim(0) };
    }
}
