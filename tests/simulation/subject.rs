//! What is tried: a client that creates and rechecks in a simulated world, and what it tells its caller.
//!
//! This is the only file that knows the names of the procedures.

use super::page::Call;
use crate::cloud::{Cloud, GraphRoot};
use crate::create::{self, CreateOptions, Created, Outcome};
use crate::error::Error;
use crate::recheck::{self, Rechecked};
use crate::session::{Failure, Session, Stop};
use crate::spec::AccessPackage;
use crate::value::Value;

/// What a caller asks for besides the input.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ask {
    pub(super) return_existing: bool,
    pub(super) verify: bool,
    pub(super) settle: u64,
}

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    Created,
    Adopted,
    Existing,
    /// A recheck found out that nothing was created.
    NotCreated,
    Conflict,
    /// Any other error that says that nothing was created, by its code.
    Refused(&'static str),
    Throttled,
    /// By its reason.
    Unknown(&'static str),
    /// The caller got its own reason back.
    Aborted,
}

/// What a caller is told.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) ending: Ending,
    /// The package that it is about, be it the call's own or the one that has its name.
    pub(super) id: Option<String>,
    pub(super) duplicates: Option<Vec<String>>,
    pub(super) ticket: Option<serde_json::Value>,
    pub(super) candidates: Vec<String>,
    /// How many requests it says to have sent.
    pub(super) attempts: usize,
    /// Everything that the caller can read, for what must not be in it.
    pub(super) words: String,
}

impl Told {
    /// That, and nothing besides.
    pub(super) fn new(ending: Ending) -> Self {
        Self {
            ending,
            id: None,
            duplicates: None,
            ticket: None,
            candidates: Vec::new(),
            attempts: 0,
            words: String::new(),
        }
    }
}

/// A client.
pub(super) trait Subject {
    /// Creates what the input describes.
    async fn create(&self, call: &Call, input: &Value, ask: Ask) -> Told;

    /// Finds out what became of an earlier create.
    async fn recheck(&self, call: &Call, ticket: &serde_json::Value, ask: Ask) -> Told;
}

/// The client of this crate.
pub(super) struct Ours {
    root: GraphRoot,
}

impl Ours {
    pub(super) fn new() -> Self {
        Self { root: Cloud::Global.root() }
    }
}

impl Subject for Ours {
    async fn create(&self, call: &Call, input: &Value, ask: Ask) -> Told {
        let options = CreateOptions {
            return_existing: ask.return_existing,
            verify: ask.verify,
            settle_ms: ask.settle,
            ..CreateOptions::default()
        };
        let mut session = Session::new(call, &self.root);
        let result = create::create(&mut session, input, options).await;
        let told = match result {
            Ok(Created { outcome, access_package, duplicates }) => Told {
                id: Some(access_package.id),
                duplicates: duplicates.as_deref().map(ids),
                ..Told::new(match outcome {
                    Outcome::Created => Ending::Created,
                    Outcome::Adopted => Ending::Adopted,
                    Outcome::Existing => Ending::Existing,
                })
            },
            Err(stop) => stopped(stop),
        };
        with_ledger(told, &session)
    }

    async fn recheck(&self, call: &Call, ticket: &serde_json::Value, ask: Ask) -> Told {
        let mut session = Session::new(call, &self.root);
        let told = match recheck::recheck(&mut session, &ticket.clone().into(), ask.settle).await {
            Ok(Rechecked::Adopted(package, duplicates)) => {
                Told { id: Some(package.id), duplicates: Some(ids(&duplicates)), ..Told::new(Ending::Adopted) }
            }
            Ok(Rechecked::NotCreated(_)) => Told::new(Ending::NotCreated),
            Err(stop) => stopped(stop),
        };
        with_ledger(told, &session)
    }
}

fn stopped(stop: Stop<&'static str>) -> Told {
    let Failure { error, cause, .. } = *stop.0;
    let Some(error) = error else {
        return Told { words: cause.unwrap_or_default().into(), ..Told::new(Ending::Aborted) };
    };
    let ending = match &error {
        Error::Conflict(..) => Ending::Conflict,
        Error::Throttled(..) => Ending::Throttled,
        Error::OutcomeUnknown(_) => Ending::Unknown(error.reason().unwrap_or_default()),
        _ => Ending::Refused(error.code()),
    };
    let candidates = match &error {
        Error::OutcomeUnknown(unknown) => ids(&unknown.candidates),
        _ => Vec::new(),
    };
    let id = match &error {
        Error::Conflict(_, existing) => existing.as_ref().map(|package| package.id.clone()),
        _ => None,
    };
    let ticket = error.ticket().map(|ticket| serde_json::to_value(ticket).unwrap());
    let words = format!("{error} {error:?} {cause:?} {}", serde_json::to_string(&error).unwrap());
    Told { id, ticket, candidates, words, ..Told::new(ending) }
}

/// What was told, with every request that was sent.
fn with_ledger(mut told: Told, session: &Session<'_, Call>) -> Told {
    told.attempts = session.ledger.len();
    told.words.push_str(&serde_json::to_string(&session.ledger).unwrap());
    told
}

fn ids(packages: &[Box<AccessPackage>]) -> Vec<String> {
    packages.iter().map(|package| package.id.clone()).collect()
}
