//! Many packages at once: a source of rows, the plan that is made of it, the job that carries it out, its report.
//!
//! Everything here is pure: bytes and facts go in, decisions come out. Who reads files, asks Graph and creates packages
//! is the facade, by way of `wasm`.
