//! The calendar of JavaScript.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// A moment before the year 10000 as ISO 8601 in UTC, to the millisecond.
    #[wasm_bindgen(js_namespace = host, js_name = iso)]
    fn iso_of(millis: f64) -> String;
}

/// A moment before the year 10000 as ISO 8601 in UTC, to the millisecond.
#[expect(clippy::cast_precision_loss, reason = "that year begins before the whole numbers of JavaScript end")]
pub(super) fn iso(millis: u64) -> String {
    iso_of(millis as f64)
}
