//! Writing JSON. One small writer behind one trait object: measured on this crate, what a serialiser compiles to that is
//! generic over its output was an eighth of the module for browsers.
//!
//! What Rust callers and the part for bulk serialise has serde's traits besides; a test holds the two together.

use crate::text::{push_decimal, push_hex};

/// What can be written as JSON.
pub(crate) trait ToJson {
    /// Adds it to a text.
    fn write(&self, out: &mut String);
}

/// Writes the values of a type by their names in JavaScript, which its `as_str` gives.
macro_rules! by_name {
    ($type:ty) => {
        impl $crate::to_json::ToJson for $type {
            fn write(&self, out: &mut String) {
                self.as_str().write(out);
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}
pub(crate) use by_name;

/// The JSON text of a value.
pub(crate) fn to_json(value: &dyn ToJson) -> String {
    let mut text = String::new();
    value.write(&mut text);
    text
}

/// An object that is being written.
pub(crate) struct Object<'a> {
    out: &'a mut String,
}

impl<'a> Object<'a> {
    pub(crate) fn new(out: &'a mut String) -> Self {
        out.push('{');
        Self { out }
    }

    /// Adds a property, whose name has nothing that would have to be escaped.
    pub(crate) fn field(&mut self, name: &str, value: &dyn ToJson) -> &mut Self {
        // Nothing else ends so: text has a quotation mark behind it.
        self.out.push_str(if self.out.ends_with('{') { "\"" } else { ",\"" });
        self.out.push_str(name);
        self.out.push_str("\":");
        value.write(self.out);
        self
    }

    /// Adds a property unless it is null.
    pub(crate) fn given(&mut self, name: &str, value: &dyn ToJson) -> &mut Self {
        let before = self.out.len();
        self.field(name, value);
        // Text ends in a quotation mark.
        if self.out.ends_with(NULL) {
            self.out.truncate(before);
        }
        self
    }

    pub(crate) fn end(&mut self) {
        self.out.push('}');
    }
}

const NULL: &str = "null";

/// What is JSON already.
#[cfg(target_arch = "wasm32")]
pub(crate) struct Written<'a>(pub(crate) &'a str);

#[cfg(target_arch = "wasm32")]
impl ToJson for Written<'_> {
    fn write(&self, out: &mut String) {
        out.push_str(self.0);
    }
}

impl ToJson for str {
    fn write(&self, out: &mut String) {
        out.push('"');
        for character in self.chars() {
            match character {
                '"' | '\\' => out.push('\\'),
                '\0'..='\u{1f}' => {
                    out.push_str("\\u00");
                    push_hex(out, character as u8, b'a');
                    continue;
                }
                _ => {}
            }
            out.push(character);
        }
        out.push('"');
    }
}

impl ToJson for String {
    fn write(&self, out: &mut String) {
        self.as_str().write(out);
    }
}

impl ToJson for bool {
    fn write(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }
}

impl ToJson for u64 {
    fn write(&self, out: &mut String) {
        push_decimal(out, *self);
    }
}

impl ToJson for u32 {
    fn write(&self, out: &mut String) {
        push_decimal(out, u64::from(*self));
    }
}

impl ToJson for u16 {
    fn write(&self, out: &mut String) {
        push_decimal(out, u64::from(*self));
    }
}

impl<T: ToJson + ?Sized> ToJson for &T {
    fn write(&self, out: &mut String) {
        (**self).write(out);
    }
}

impl<T: ToJson> ToJson for Option<T> {
    fn write(&self, out: &mut String) {
        match self {
            Some(value) => value.write(out),
            None => out.push_str(NULL),
        }
    }
}

impl<T: ToJson> ToJson for [T] {
    fn write(&self, out: &mut String) {
        let mut before = '[';
        for each in self {
            out.push(before);
            each.write(out);
            before = ',';
        }
        out.push_str(if before == '[' { "[]" } else { "]" });
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    fn write(&self, out: &mut String) {
        self.as_slice().write(out);
    }
}
