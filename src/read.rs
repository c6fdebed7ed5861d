//! Reading from Graph. A read changes nothing, so that whatever goes wrong, nothing was done.

use crate::attempt::Attempt;
use crate::cloud::GraphRoot;
use crate::error::{Doubt, Error, NetworkProblem};
use crate::exchange::{Failure, Stop, exchange};
use crate::graph::answer::Meaning;
use crate::http::{Request, Response};
use crate::world::World;

/// Sends a read, once, and takes the value of its answer by the endpoint's reading of it.
pub(crate) async fn read<W: World, T>(
    world: &W,
    root: &GraphRoot,
    request: &Request,
    response: impl FnOnce(&Response) -> Option<T>,
    ledger: &mut Vec<Attempt>,
) -> Result<T, Stop<W::Cause>> {
    let mut exchange = exchange(world, root, request, ledger).await?;
    if let Some(value) = exchange.value(response) {
        return Ok(value);
    }
    Err(match exchange.meaning {
        Some(Meaning::Refused | Meaning::Conflict | Meaning::Ambiguous) => exchange.fail(Error::Graph),
        Some(Meaning::Throttled) => exchange.fail(Error::Throttled),
        Some(Meaning::Success) | None => {
            let (doubt, cause) = exchange.doubt(ledger);
            let error = match (doubt, cause) {
                (Doubt::Aborted, Some(reason)) => return Err(Stop::Aborted(reason)),
                (Doubt::ConnectionLost, cause) => (Error::Network(NetworkProblem::ConnectionLost), cause),
                (Doubt::TimedOut | Doubt::Aborted, cause) => (Error::Network(NetworkProblem::TimedOut), cause),
                (Doubt::Unreadable | Doubt::ServerError, cause) => (Error::Response(exchange.answer), cause),
            };
            Stop::Failed(Failure { error: error.0, cause: error.1, body: exchange.body })
        }
    })
}
