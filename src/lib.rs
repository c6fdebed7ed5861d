//! Creates Microsoft Entra access packages through Microsoft Graph and tells the truth about the outcome.
//!
//! A create whose answer is lost may or may not have happened. Whoever sends it again may make a second package; whoever
//! reports a failure may leave one behind that nobody knows of. This crate sends again only when looks have shown that
//! nothing was made, and where nobody can know it says "unknown", with a [`ticket`] that settles it later.
//!
//! It is made for web pages: compiled to WebAssembly, it is the core of the npm package `entra-access-packages`, whose
//! TypeScript adds the idioms of JavaScript and decides nothing. Other targets can link the pure part of it, which is what
//! this documentation shows.
//!
//! # Layers
//!
//! | layer | where | what it does | compiled for |
//! | --- | --- | --- | --- |
//! | data | [`value`], [`spec`], [`issue`], [`cloud`], [`http`], [`token`], [`time`], [`attempt`], [`denial`], [`ticket`], [`error`] | inputs, requests, answers, errors and the ledger of what was sent, as plain values | every target |
//! | rules | [`mod@validate`], [`prepare`], [`graph`], [`challenge`], [`retry_after`] | what may be sent, where it goes, what an answer means | every target |
//! | procedures | `create`, `recheck`, `change`, `undo`, `read`, `bulk` (private) | who is asked what, in which order, and what that proves; written against a `World` of clocks, tokens and a network; `async` natively, plain functions in browsers | browsers, and native tests against a simulated service |
//! | browser | `wasm` (private) | converts values, calls the procedures in the world of a page, converts back | `wasm32-unknown-unknown` |
//!
//! The first two know nothing of the last two. Nothing public sends anything: an endpoint in [`graph`] is a pair of pure
//! functions, from a value to a request and from a response to the value that it holds, if it does; [`graph::answer`] says
//! what the answer means otherwise. Signing in is not its job, nor is the rest of Graph.
//!
//! # Example
//!
//! From what a form has to what Graph's answer means. Between the request and the response stands the HTTP client of your
//! choice, which adds `Authorization` and `client-request-id`.
//!
//! ```
//! use entra_access_packages::graph::answer::{Meaning, meaning};
//! use entra_access_packages::graph::create_access_package;
//! use entra_access_packages::http::{Body, Response};
//! use entra_access_packages::{Cloud, Value, validate};
//!
//! let text = |text: &str| Value::String(text.into());
//! let input = Value::Object(vec![
//!     ("displayName".into(), text("sales reps")),
//!     ("catalog".into(), Value::Object(vec![("id".into(), text("66584aae-98bb-48cc-9458-7bee5d2a6577"))])),
//! ]);
//! // Everything that is wrong is told at once; here nothing is.
//! let spec = validate(&input).map_err(|issues| format!("{issues:?}"))?;
//!
//! let request = create_access_package::request(&Cloud::Global.root(), &spec);
//! assert_eq!(request.method.as_str(), "POST");
//! assert_eq!(
//!     request.url,
//!     "https://graph.microsoft.com/v1.0/identityGovernance/entitlementManagement/accessPackages"
//! );
//!
//! // Graph answers 201 with the package …
//! let answer = |status, body| Response { status, request_id: None, retry_after: None, www_authenticate: None, body };
//! let stored = Value::Object(vec![
//!     ("id".into(), text("d4e8b1a6-2f73-4c95-a0b8-3e7f5d6c9a14")),
//!     ("displayName".into(), text("sales reps")),
//! ]);
//! let package = create_access_package::response(&answer(201, Body::Json(stored))).ok_or("no package")?;
//! assert_eq!(package.id, "d4e8b1a6-2f73-4c95-a0b8-3e7f5d6c9a14");
//!
//! // … or a gateway gives up on it: then it may have been made, and nobody should send it again without looking.
//! assert_eq!(meaning(&answer(504, Body::Text)), Meaning::Ambiguous);
//! # Ok::<(), String>(())
//! ```
//!
//! # Features
//!
//! They choose what a module for browsers exports, and change nothing on other targets. The npm package carries one
//! module of each, so that a page downloads the second when it is used.
//!
//! | feature | exports | default |
//! | --- | --- | --- |
//! | `create` | the calls of a client: create, recheck, read, update, delete, validate, prepare | yes |
//! | `bulk` | reading files, planning, the lane of a job, its report | yes |

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
mod to_json;
pub mod token;
pub mod validate;
pub mod value;
mod wiped;

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
mod json;
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
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "../tests/simulation/mod.rs"]
mod simulation;

pub use cloud::{Cloud, GraphRoot};
pub use error::Error;
pub use spec::{AccessPackage, AccessPackageCatalog, AccessPackageSpec};
pub use validate::validate;
pub use value::Value;
