//! Many packages at once: a source of rows, the plan that is made of it, the job that carries it out, its report.
//!
//! Everything here is pure: bytes and facts go in, decisions come out. Who reads files, asks Graph and creates packages
//! is the facade, by way of `wasm`.

mod breaker;
mod check;
mod csv;
mod encoding;
pub(crate) mod ending;
mod fields;
mod header;
mod history;
pub(crate) mod job;
mod json;
mod lane;
mod numbers;
pub(crate) mod outcome;
mod pace;
pub(crate) mod planner;
mod progress;
mod raw;
pub(crate) mod reader;
pub(crate) mod rows;
pub(crate) mod scan;
pub(crate) mod source_problem;
mod tokens;
mod write;
