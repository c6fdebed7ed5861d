//! Changing and deleting. Both may be sent again: what was done once is the same when it is done twice. An error
//! says that nothing was done only while nothing is in doubt.

use maybe_async::maybe_async;

use crate::attempt::{Purpose, Reason};
use crate::error::{Doubt, Error, Unknown};
use crate::graph::answer::Meaning;
use crate::graph::{delete_access_package, get_access_package, update_access_package};
use crate::http::Request;
use crate::read::{Patience, check_id, fetch};
use crate::session::{Ask, Session, Stop};
use crate::spec::{AccessPackage, AccessPackageChanges};
use crate::validate::validate_changes;
use crate::value::Value;
use crate::wiped::Text;
use crate::world::World;

/// How often it is sent again after an answer that left it open.
const RETRIES: u32 = 3;

/// How long it waits for its answer at most, in milliseconds.
const WITHIN: u64 = 30_000;

/// Changes an access package.
#[maybe_async]
pub(crate) async fn update<W: World>(
    session: &mut Session<'_, W>,
    id: &str,
    changes: &Value,
) -> Result<(), Stop<W::Cause>> {
    check_id(id)?;
    let changes = validate_changes(changes).map_err(Error::Validation)?;
    let request = update_access_package::request(session.root, id, &changes);
    carry_out(session, id, &request, Some(&changes)).await.map(|_| ())
}

/// Deletes an access package. `false` where there was none.
#[maybe_async]
pub(crate) async fn delete<W: World>(session: &mut Session<'_, W>, id: &str) -> Result<bool, Stop<W::Cause>> {
    check_id(id)?;
    let request = delete_access_package::request(session.root, id);
    carry_out(session, id, &request, None).await
}

/// Sends an update, or a delete where there are no changes, until it is known to be done or refused. `false` for a
/// package that was not there to be deleted.
#[maybe_async]
async fn carry_out<W: World>(
    session: &mut Session<'_, W>,
    id: &str,
    request: &Request,
    changes: Option<&AccessPackageChanges>,
) -> Result<bool, Stop<W::Cause>> {
    let world = session.world;
    let purpose = if changes.is_some() { Purpose::Update } else { Purpose::Delete };
    let mut reason = Reason::Initial;
    let mut doubts = 0;
    // What is still in doubt: that ends the call, whatever else does.
    let mut open: Option<Stop<W::Cause>> = None;
    loop {
        let ask = Ask { request, purpose, reason, within: WITHIN.min(world.remaining() / 2), ticket: None };
        let mut exchange = match session.exchange(ask).await {
            Ok(exchange) => exchange,
            Err(stop) => return Err(in_doubt(open, stop)),
        };
        let done = |response: &_| match changes {
            Some(_) => update_access_package::response(response),
            None => delete_access_package::response(response),
        };
        let absent = changes.is_none() && exchange.answer.status == Some(404);
        if absent || exchange.value(done).is_some() {
            world.forget(id);
            // What was there before an answer was lost, and is not now, was deleted.
            return Ok(!absent || doubts > 0);
        }
        match exchange.meaning {
            Some(Meaning::Conflict) if changes.is_some() => {
                return Err(in_doubt(open, exchange.fail(|answer| Error::Conflict(answer, None))));
            }
            Some(Meaning::Refused | Meaning::Conflict) => {
                return Err(in_doubt(open, exchange.fail(|answer| Error::Graph(answer, None))));
            }
            Some(Meaning::Throttled) => {
                // The client's gate is closed now, and does the waiting.
                let wait = session.closed();
                if wait >= world.remaining() || !session.spend() {
                    return Err(in_doubt(open, exchange.fail(|answer| Error::Throttled(answer, None))));
                }
                reason = Reason::Throttled;
            }
            Some(Meaning::Success | Meaning::Ambiguous) | None => {
                let (doubt, cause) = exchange.doubt(&mut session.ledger);
                session.tell("ambiguous", Some(doubt.as_str()), exchange.answer.status);
                let unknown = Unknown { doubt, answer: exchange.answer, ticket: None, candidates: Vec::new() };
                let error = Error::OutcomeUnknown(Box::new(unknown));
                let unsettled = Stop::failed(error, cause, exchange.body);
                if let Some(changes) = changes
                    && is_done(session, id, changes).await
                {
                    world.forget(id);
                    return Ok(true);
                }
                let wait = session.back_off(doubts);
                doubts += 1;
                if doubts > RETRIES || wait >= world.remaining() || !session.spend() {
                    return Err(unsettled);
                }
                if let Err(stop) = session.pause(wait, Reason::Ambiguous).await {
                    return Err(in_doubt(Some(unsettled), stop));
                }
                open = Some(unsettled);
                reason = Reason::Ambiguous;
            }
        }
    }
}

/// Whether a package has the values that it was to get.
#[maybe_async]
async fn is_done<W: World>(session: &mut Session<'_, W>, id: &str, changes: &AccessPackageChanges) -> bool {
    let request = get_access_package::request(session.root, id);
    let mut done = false;
    let mut take = |response: &_| {
        let package = get_access_package::response(response);
        done = package.as_ref().is_some_and(|package| has(package, changes));
        package.is_some()
    };
    let read = fetch(session, &request, Purpose::LookUp, Reason::Ambiguous, Patience::None, &mut take).await;
    read.is_ok() && done
}

fn has(package: &AccessPackage, changes: &AccessPackageChanges) -> bool {
    let AccessPackageChanges { display_name, description, is_hidden } = changes;
    let is_so = |wanted: &Option<Text>, found: &Option<Text>| {
        wanted.as_deref().is_none_or(|wanted| wanted == found.as_deref().unwrap_or_default())
    };
    is_so(display_name, &package.display_name)
        && is_so(description, &package.description)
        && is_hidden.is_none_or(|wanted| wanted == package.is_hidden.unwrap_or_default())
}

/// What a call ends as that has something in doubt.
fn in_doubt<C>(open: Option<Stop<C>>, mut stop: Stop<C>) -> Stop<C> {
    let Some(mut open) = open else { return stop };
    if stop.is_aborted() {
        let failure = &mut open.0;
        if let Some(Error::OutcomeUnknown(unknown)) = &mut failure.error {
            unknown.doubt = Doubt::Aborted;
        }
        failure.cause = stop.0.cause.take();
    }
    open
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
