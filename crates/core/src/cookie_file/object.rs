//! Writes the JSON objects of cookies.

use crate::jar::persist::json_text::{push_json_number, push_json_string};

/// An object that is being written: a line of its own.
pub struct Object<'o> {
    out: &'o mut String,
    is_first: bool,
}

impl<'o> Object<'o> {
    /// Begins an object.
    pub fn begin(out: &'o mut String) -> Object<'o> {
        out.push('{');
        Object { out, is_first: true }
    }

    /// A member that is text.
    pub fn text(&mut self, key: &str, text: &str) -> &mut Self {
        self.key(key);
        push_json_string(self.out, text);
        self
    }

    /// A member that is a number.
    pub fn number(&mut self, key: &str, number: f64) -> &mut Self {
        self.key(key);
        push_json_number(self.out, number);
        self
    }

    /// A member that is true or false.
    pub fn flag(&mut self, key: &str, flag: bool) -> &mut Self {
        self.key(key);
        self.out.push_str(if flag { "true" } else { "false" });
        self
    }

    /// A member that is an object.
    pub fn object(&mut self, key: &str, write: impl FnOnce(&mut Object<'_>)) -> &mut Self {
        self.key(key);
        let mut object = Object::begin(self.out);
        write(&mut object);
        object.end();
        self
    }

    /// Ends the object.
    pub fn end(&mut self) {
        self.out.push('}');
    }

    fn key(&mut self, key: &str) {
        if !self.is_first {
            self.out.push(',');
        }
        self.is_first = false;
        push_json_string(self.out, key);
        self.out.push(':');
    }
}
