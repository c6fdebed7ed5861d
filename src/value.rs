//! A value as it comes from outside: a caller's input or a parsed JSON answer, before anything is known of it.

use crate::wiped::{Left, Text};

/// A value of JSON, with what JavaScript has beyond it.
///
/// The host parses JSON and reads objects, because it has both built in; the core gets this tree and
/// decides. Natively it is made from whatever JSON library a caller has.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// JavaScript's `undefined`.
    Undefined,
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number.
    Number(f64),
    /// Text.
    String(Text),
    /// A list.
    Array(Left<Vec<Value>>),
    /// Properties in the order in which the host gave them.
    Object(Left<Vec<(Text, Value)>>),
    /// Something that has no place in JSON.
    Opaque(Opaque),
}

/// What JavaScript has and JSON has not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opaque {
    /// A function.
    Function,
    /// A symbol.
    Symbol,
    /// A `BigInt`.
    BigInt,
    /// Text with unpaired surrogates: sending it as UTF-8 would change it.
    IllFormedString,
    /// A property whose reading threw.
    Unreadable,
}

impl Value {
    /// The property of that name, if this is an object that has it: the last one, as in JavaScript.
    pub fn get(&self, name: &str) -> Option<&Value> {
        match self {
            Value::Object(properties) => properties.iter().rfind(|(key, _)| **key == *name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The property of that name, taken out.
    #[cfg(all(target_arch = "wasm32", feature = "create"))]
    pub(crate) fn take(&mut self, name: &str) -> Option<Value> {
        match self {
            Value::Object(properties) => {
                let (_, value) = properties.iter_mut().rfind(|(key, _)| **key == *name)?;
                Some(std::mem::replace(value, Value::Undefined))
            }
            _ => None,
        }
    }

    /// The text, if this is text.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The same, for keeping it.
    pub(crate) fn as_text(&self) -> Option<&Text> {
        match self {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The truth value, if this is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Value::Boolean(truth) => Some(*truth),
            _ => None,
        }
    }

    /// The elements, if this is a list.
    pub fn as_array(&self) -> Option<&[Value]> {
        match self {
            Value::Array(elements) => Some(elements),
            _ => None,
        }
    }

    /// What it is, with its article, for a sentence: `a string`, `null`.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Undefined => "undefined",
            Value::Null => "null",
            Value::Boolean(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) | Value::Opaque(Opaque::IllFormedString) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
            Value::Opaque(Opaque::Function) => "a function",
            Value::Opaque(Opaque::Symbol) => "a symbol",
            Value::Opaque(Opaque::BigInt) => "a bigint",
            Value::Opaque(Opaque::Unreadable) => "a value that cannot be read",
        }
    }
}

#[cfg(test)]
impl From<serde_json::Value> for Value {
    fn from(json: serde_json::Value) -> Self {
        match json {
            serde_json::Value::Null => Value::Null,
            serde_json::Value::Bool(truth) => Value::Boolean(truth),
            serde_json::Value::Number(number) => Value::Number(number.as_f64().unwrap()),
            serde_json::Value::String(text) => Value::String(text),
            serde_json::Value::Array(elements) => Value::Array(elements.into_iter().map(Value::from).collect()),
            serde_json::Value::Object(map) => Value::Object(map.into_iter().map(|(k, v)| (k, v.into())).collect()),
        }
    }
}
