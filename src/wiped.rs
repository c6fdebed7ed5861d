//! What is left to the wiping of memory, where all of it is wiped.
//!
//! In the module that carries out calls every step's memory is overwritten as a whole (`wasm::arena`). So a secret need
//! not be overwritten by itself there, and a tree need not be taken apart, which is much code for nothing.

#[cfg(not(all(target_arch = "wasm32", feature = "create", not(feature = "bulk"))))]
mod each {
    /// Text that is overwritten when it is dropped.
    pub(crate) type Secret = zeroize::Zeroizing<String>;

    pub(crate) fn secret(text: String) -> Secret {
        Secret::new(text)
    }

    /// A value that is not taken apart where all memory is wiped.
    pub(crate) type Left<T> = T;

    #[cfg(any(all(target_arch = "wasm32", feature = "create"), test))]
    pub(crate) fn left<T>(value: T) -> Left<T> {
        value
    }
}

#[cfg(all(target_arch = "wasm32", feature = "create", not(feature = "bulk")))]
mod each {
    use std::mem::ManuallyDrop;

    pub(crate) type Secret = String;

    pub(crate) fn secret(text: String) -> Secret {
        text
    }

    pub(crate) type Left<T> = ManuallyDrop<T>;

    pub(crate) fn left<T>(value: T) -> Left<T> {
        ManuallyDrop::new(value)
    }
}

#[cfg(any(all(target_arch = "wasm32", feature = "create"), test))]
pub(crate) use each::left;
pub(crate) use each::{Left, Secret, secret};
