//! What JavaScript calls. Each function converts, calls the core, and converts back; none decides anything.
//!
//! An exception that leaves a module is a trap, save the one by which the host ends a step (`host`). There are two modules:
//! `calls` is what every page needs, `bulk` is fetched by those that use it.

#![expect(
    unreachable_pub,
    reason = "wasm-bindgen exports what is public, and nothing else of the crate reaches in here"
)]

mod arena;
#[cfg(feature = "bulk")]
mod bulk;
#[cfg(feature = "create")]
mod calls;
#[cfg(feature = "create")]
mod host;
#[cfg(feature = "create")]
mod settlement;
#[cfg(test)]
#[cfg(feature = "create")]
mod tests;

#[cfg(feature = "bulk")]
#[global_allocator]
static ALLOCATOR: arena::Shelves = arena::Shelves::new();

#[cfg(not(feature = "bulk"))]
#[global_allocator]
static ALLOCATOR: arena::Arena = arena::Arena::new();

/// Overwrites what a step left.
#[cfg(feature = "create")]
fn wipe() {
    #[cfg(not(feature = "bulk"))]
    ALLOCATOR.wipe();
}
