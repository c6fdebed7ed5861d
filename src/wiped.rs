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

    /// Text of which many have the same.
    pub(crate) type Text = String;

    #[inline]
    pub(crate) fn text(text: String) -> Text {
        text
    }

    /// A value that is handed from one to the next.
    pub(crate) type Held<T> = Box<T>;

    #[inline]
    pub(crate) fn held<T>(value: T) -> Held<T> {
        Box::new(value)
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
    use std::ops::Deref;

    use serde::{Serialize, Serializer};

    use crate::to_json::ToJson;

    /// One pointer, and nothing to do when it goes out of use. The copying of texts, and the code that took apart what
    /// holds them, were a fortieth of the module.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Text(&'static String);

    #[inline(never)]
    pub(crate) fn text(text: String) -> Text {
        Text(Box::leak(Box::new(text)))
    }

    impl Deref for Text {
        type Target = str;

        fn deref(&self) -> &str {
            self.0
        }
    }

    impl Default for Text {
        fn default() -> Self {
            text(String::new())
        }
    }

    impl From<&str> for Text {
        fn from(other: &str) -> Self {
            text(String::from(other))
        }
    }

    impl ToJson for Text {
        fn write(&self, out: &mut String) {
            self.0.write(out);
        }
    }

    impl Serialize for Text {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(self)
        }
    }

    pub(crate) type Held<T> = Box<T>;

    pub(crate) fn held<T>(value: T) -> Held<T> {
        Box::new(value)
    }

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
pub(crate) use each::{Held, Left, Secret, Text, held, secret, text};
