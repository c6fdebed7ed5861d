//! How a call ended, as data for the facade, which makes the real error objects from it.
//!
//! Data goes out as JSON text. Measured on this crate, serde-wasm-bindgen in its place costs 10 kB of code: it
//! makes a function for each field of each type, and keeps a table of the property names.

use js_sys::Array;
use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::attempt::Attempt;
use crate::session::Stop;

/// `[value, error, attempts, cause, body]`: the first three as JSON text, the last two as JavaScript gave
/// them, all `undefined` where absent. Without a value or an error the caller gets the cause itself.
pub(super) fn settle(result: Result<String, Stop<JsValue>>, attempts: &[Attempt]) -> JsValue {
    let (value, error, cause, body) = match result {
        Ok(value) => (Some(value), None, None, None),
        Err(Stop::Failed(failure)) => (None, Some(json(&failure.error)), failure.cause, failure.body),
        Err(Stop::Aborted(reason)) => (None, None, Some(reason), None),
    };
    let text = |text: Option<String>| text.map_or(JsValue::UNDEFINED, JsValue::from);
    let any = |value: Option<JsValue>| value.unwrap_or(JsValue::UNDEFINED);
    Array::of5(&text(value), &text(error), &json(&attempts).into(), &any(cause), &any(body)).into()
}

/// The JSON text of data of this crate, whose keys are text and whose numbers are whole: nothing in it can fail.
pub(super) fn json(data: &impl Serialize) -> String {
    serde_json::to_string(data).unwrap_or_default()
}
