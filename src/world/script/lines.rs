//! What happened in a call, as lines that a test can compare with those that it expects.

use serde::Serialize;

use super::{Cause, NOW, Script, Sent};
use crate::attempt::{Attempt, Purpose};
use crate::error::Error;
use crate::http::Method;
use crate::session::{Failure, Stop};
use crate::spec::AccessPackage;
use crate::ticket::Ticket;

/// The requests of a call, each as: when it was sent, what for, why, the status, and what became of it.
///
/// # Panics
///
/// Where the ledger does not agree with what was really sent.
#[track_caller]
pub(crate) fn attempts(world: &Script, ledger: &[Attempt]) -> Vec<String> {
    let sent = world.sent.borrow();
    assert_eq!(sent.len(), ledger.len(), "the ledger has every request: {ledger:?}");
    let mut answered_at = 0;
    let mut line = |(sent, attempt): (&Sent, &Attempt)| {
        assert_eq!(attempt.client_request_id, sent.client_request_id);
        assert_eq!(attempt.waited_ms, sent.at - answered_at, "all time but that of requests was waited on purpose");
        let method = match attempt.purpose {
            Purpose::Create => Method::Post,
            Purpose::Update => Method::Patch,
            Purpose::Delete => Method::Delete,
            Purpose::LookUp | Purpose::Read => Method::Get,
        };
        assert_eq!(sent.request.method, method);
        answered_at = sent.answered_at;
        let status = attempt.status.map_or(String::from("-"), |status| status.to_string());
        let words = [
            sent.at.to_string(),
            name(&attempt.purpose),
            attempt.reason.as_str().into(),
            status,
            name(&attempt.result),
        ];
        words.join(" ")
    };
    sent.iter().zip(ledger).map(&mut line).collect()
}

/// Looks that go well at these times, as [`attempts`] writes them.
pub(crate) fn looks(reason: &str, times: impl IntoIterator<Item = u64>) -> Vec<String> {
    times.into_iter().map(|at| format!("{at} lookUp {reason} 200 succeeded")).collect()
}

/// How a call ended that gave no value: the code, the closer reason, the status, and whatever else there is.
pub(crate) fn stop(stop: &Stop<Cause>) -> String {
    let Failure { error, cause, body } = &*stop.0;
    let Some(error) = error else { return ["aborted: ", cause.unwrap_or_default()].concat() };
    let answer = error.answer();
    let status = answer.and_then(|answer| answer.status).map(|status| status.to_string());
    let start = [Some(error.code()), error.reason(), status.as_deref()];
    let mut parts = vec![start.into_iter().flatten().collect::<Vec<_>>().join(" ")];
    let mut add = |name: &str, what: Option<String>| parts.extend(what.map(|what| [name, " ", &what].concat()));
    match error {
        Error::Graph(_, Some(denial)) => {
            let catalog = denial.catalog.as_ref().map_or(String::from("unasked"), name);
            add("denial", Some([name(&denial.reason), catalog].join(" ")));
        }
        Error::Conflict(_, existing) => add("existing", existing.as_ref().map(|package| package.id.clone())),
        Error::OutcomeUnknown(unknown) => {
            add("candidates", Some(ids(&unknown.candidates)).filter(|ids| !ids.is_empty()));
        }
        _ => {}
    }
    add("", error.ticket().map(ticket));
    add("retry at", answer.and_then(|answer| answer.retry_at).map(|at| (at.as_millis() - NOW).to_string()));
    add("cause", cause.map(String::from));
    add("", body.map(String::from));
    parts.iter().map(|part| part.trim()).collect::<Vec<_>>().join("; ")
}

/// A ticket, by the packages that were known when its create was sent.
pub(crate) fn ticket(ticket: &Ticket) -> String {
    let known = ticket.known_ids.as_ref().map_or(String::from("unseen"), |ids| ids.join(" "));
    ["ticket [", &known, "]"].concat()
}

/// The ids of packages.
pub(crate) fn ids(packages: &[Box<AccessPackage>]) -> String {
    packages.iter().map(|package| package.id.as_str()).collect::<Vec<_>>().join(" ")
}

/// The name in JavaScript.
fn name(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().as_ref().and_then(|name| name.as_str()).expect("a name").into()
}
