//! What JavaScript calls. Each function converts, calls the core, and converts back; none decides anything.
//!
//! An exception that leaves a module is a trap, and the facade starts a fresh instance after one. There are two modules:
//! `calls` is what every page needs, `bulk` is fetched by those that use it.

#![expect(
    unreachable_pub,
    reason = "wasm-bindgen exports what is public, and nothing else of the crate reaches in here"
)]

#[cfg(feature = "create")]
mod browser;
#[cfg(feature = "bulk")]
mod bulk;
#[cfg(feature = "create")]
mod calls;
#[cfg(feature = "create")]
mod driver;
#[cfg(feature = "create")]
mod settlement;
#[cfg(test)]
#[cfg(feature = "create")]
mod tests;
#[cfg(feature = "create")]
mod value;

use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};

/// Smaller than the standard library's allocator.
#[global_allocator]
static ALLOCATOR: WasmDynamicTalc = new_wasm_dynamic_allocator();
