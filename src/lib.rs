//! Creates Microsoft Entra access packages through Microsoft Graph and tells the truth about the outcome.
//!
//! The crate is a pure core, which any target can link, and one folder for browsers, `wasm`, which is
//! compiled for `wasm32` alone and published on npm as `entra-access-packages`. The core decides; the browser
//! folder converts values, calls, and converts back.
//!
//! ```
//! use entra_access_packages::graph::create_access_package;
//! use entra_access_packages::{AccessPackageSpec, Cloud};
//!
//! let spec = AccessPackageSpec::new("sales reps", "66584aae-98bb-48cc-9458-7bee5d2a6577");
//! let request = create_access_package::request(&Cloud::Global.root(), &spec);
//! assert_eq!(
//!     request.url,
//!     "https://graph.microsoft.com/v1.0/identityGovernance/entitlementManagement/accessPackages"
//! );
//! ```
//!
//! # Scope
//!
//! Signing in is not its job, nor is the rest of Graph. Nothing public here sends anything: an endpoint is a
//! pair of pure functions, from a value to a request and from a response to the value that it holds, if it
//! does; [`graph::answer`] says what the answer means otherwise.

pub mod attempt;
pub mod challenge;
pub mod cloud;
pub mod denial;
pub mod error;
mod flaw;
pub mod graph;
pub mod http;
pub mod issue;
pub mod prepare;
pub mod retry_after;
pub mod spec;
mod text;
pub mod ticket;
pub mod time;
pub mod token;
pub mod validate;
pub mod value;

// The procedures run in the browser folder's world or in the world of a test; there is no third one yet.
#[cfg(any(all(target_arch = "wasm32", feature = "create"), test))]
mod back_off;
#[cfg(any(all(target_arch = "wasm32", feature = "bulk"), test))]
#[cfg_attr(
    not(target_arch = "wasm32"),
    allow(dead_code, reason = "what writes for JavaScript is called in browsers only")
)]
mod bulk;
#[cfg(any(all(target_arch = "wasm32", feature = "create"), test))]
mod change;
#[cfg(any(all(target_arch = "wasm32", feature = "create"), test))]
mod create;
#[cfg(any(all(target_arch = "wasm32", feature = "create"), test))]
mod event;
#[cfg(any(all(target_arch = "wasm32", feature = "create"), test))]
mod evidence;
#[cfg(any(all(target_arch = "wasm32", feature = "create"), test))]
mod gate;
#[cfg(any(all(target_arch = "wasm32", feature = "create"), test))]
mod look_up;
#[cfg(any(all(target_arch = "wasm32", feature = "create"), test))]
mod read;
#[cfg(any(all(target_arch = "wasm32", feature = "create"), test))]
mod recheck;
#[cfg(any(all(target_arch = "wasm32", feature = "create"), test))]
mod room;
#[cfg(any(all(target_arch = "wasm32", feature = "create"), test))]
mod server_clock;
#[cfg(any(all(target_arch = "wasm32", feature = "create"), test))]
mod session;
#[cfg(any(all(target_arch = "wasm32", feature = "create"), test))]
mod settle;
#[cfg(any(all(target_arch = "wasm32", feature = "create"), test))]
mod undo;
#[cfg(all(target_arch = "wasm32", any(feature = "create", feature = "bulk")))]
mod wasm;
#[cfg(any(all(target_arch = "wasm32", feature = "create"), test))]
mod world;

// The procedures against a simulated service; native only, for it is a matter of minutes elsewhere.
#[cfg(all(test, not(target_arch = "wasm32")))]
#[path = "../tests/simulation/mod.rs"]
mod simulation;

pub use cloud::{Cloud, GraphRoot};
pub use error::Error;
pub use spec::{AccessPackage, AccessPackageCatalog, AccessPackageSpec};
pub use validate::validate;
pub use value::Value;
