//! JavaScript's values as the core's.

use js_sys::{Array, Object, Symbol};
use wasm_bindgen::{JsCast, JsValue};

use crate::value::{Opaque, Value};

/// How deep a value is followed. Nothing that is read lies deeper than a handful of levels, and a stack has an end.
const DEPTH: u32 = 64;

/// Converts plain data: what `JSON.parse` gave, or the facade's copy of an input. In such a copy a symbol
/// stands for what has no place in JSON, and its description says for what.
pub(super) fn from_js(value: &JsValue) -> Value {
    convert(value, DEPTH)
}

fn convert(value: &JsValue, depth: u32) -> Value {
    if let Some(text) = value.as_string() {
        Value::String(text)
    } else if let Some(truth) = value.as_bool() {
        Value::Boolean(truth)
    } else if let Some(number) = value.as_f64() {
        Value::Number(number)
    } else if value.is_undefined() {
        Value::Undefined
    } else if value.is_null() || depth == 0 {
        Value::Null
    } else if let Some(symbol) = value.dyn_ref::<Symbol>() {
        Value::Opaque(opaque(symbol))
    } else if let Some(array) = value.dyn_ref::<Array>() {
        Value::Array(array.iter().map(|element| convert(&element, depth - 1)).collect())
    } else {
        Value::Object(Object::entries(value.unchecked_ref()).iter().map(|entry| property(&entry, depth - 1)).collect())
    }
}

fn property(entry: &JsValue, depth: u32) -> (String, Value) {
    let entry: &Array = entry.unchecked_ref();
    (entry.get(0).as_string().unwrap_or_default(), convert(&entry.get(1), depth))
}

fn opaque(symbol: &Symbol) -> Opaque {
    match symbol.description().map(String::from).as_deref() {
        Some("function") => Opaque::Function,
        Some("bigint") => Opaque::BigInt,
        Some("illFormed") => Opaque::IllFormedString,
        Some("unreadable") => Opaque::Unreadable,
        _ => Opaque::Symbol,
    }
}
