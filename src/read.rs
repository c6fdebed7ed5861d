//! Reading from Graph. A read changes nothing: one that failed may be tried again, and whatever goes wrong, nothing
//! was done.

use maybe_async::maybe_async;

use crate::attempt::{Purpose, Reason};
use crate::error::{Doubt, Error, NetworkProblem};
use crate::flaw::is_guid;
use crate::graph::answer::Meaning;
use crate::graph::list_access_packages::{Filter, Located};
use crate::graph::{Page, get_access_package, get_catalog, list_access_packages, list_catalogs};
use crate::http::{Request, Response};
use crate::look_up::is_refusal;
use crate::session::{Ask, Exchange, READ_WITHIN, Session, Stop};
use crate::spec::{AccessPackage, AccessPackageCatalog};
use crate::wiped::Held;
use crate::world::World;

/// How often a read that fails is tried again.
const RETRIES: u32 = 3;

/// What to do about a read that fails for now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Patience {
    /// Give up: whoever asks will ask again.
    None,
    /// Try again after a while, a few times.
    Some,
}

/// Reads a page of the list of catalogs: the first one, or the one that a page's `next_link` names.
#[maybe_async]
pub(crate) async fn list_catalogs<W: World>(
    session: &mut Session<'_, W>,
    next_link: Option<&str>,
) -> Result<Page<Held<AccessPackageCatalog>>, Stop<W::Cause>> {
    let root = session.root;
    let request = list_catalogs::request(root, next_link).ok_or(FOREIGN_LINK)?;
    read(session, &request, |response| list_catalogs::response(root, &request, response)).await
}

/// Reads a catalog.
#[maybe_async]
pub(crate) async fn get_catalog<W: World>(
    session: &mut Session<'_, W>,
    id: &str,
) -> Result<Held<AccessPackageCatalog>, Stop<W::Cause>> {
    check_id(id)?;
    read(session, &get_catalog::request(session.root, id), get_catalog::response).await
}

/// Reads a page of the list of access packages, of one catalog or of all: the first one, or the one that a page's
/// `next_link` names.
#[maybe_async]
pub(crate) async fn list<W: World>(
    session: &mut Session<'_, W>,
    catalog_id: Option<&str>,
    next_link: Option<&str>,
) -> Result<Page<Held<AccessPackage>>, Stop<W::Cause>> {
    catalog_id.map_or(Ok(()), check_id)?;
    let page = match (
        list_page(session, catalog_id, catalog_id.map_or(Filter::None, Filter::Catalog), next_link).await,
        next_link,
    ) {
        // That filter is not documented. Without it the list is longer, and as good.
        (Err(stop), None) if catalog_id.is_some() && is_refusal(&stop) => {
            list_page(session, catalog_id, Filter::None, None).await
        }
        (page, _) => page,
    }?;
    let mut value = Vec::new();
    for located in page.value {
        let id = located.catalog_id.as_deref().unwrap_or_default();
        if catalog_id.is_none_or(|wanted| wanted.eq_ignore_ascii_case(id)) {
            value.push(located.package);
        }
    }
    Ok(Page { value, next_link: page.next_link })
}

#[maybe_async]
async fn list_page<W: World>(
    session: &mut Session<'_, W>,
    catalog_id: Option<&str>,
    filter: Filter<'_>,
    next_link: Option<&str>,
) -> Result<Page<Located>, Stop<W::Cause>> {
    let root = session.root;
    let request = list_access_packages::request(root, filter, next_link).ok_or(FOREIGN_LINK)?;
    read(session, &request, |response| {
        // Without its catalog a package cannot be told to be of the one that is asked for.
        let page = list_access_packages::response(root, &request, response)?;
        let told = catalog_id.is_none() || page.value.iter().all(|located| located.catalog_id.is_some());
        told.then_some(page)
    })
    .await
}

/// Reads an access package.
#[maybe_async]
pub(crate) async fn get<W: World>(
    session: &mut Session<'_, W>,
    id: &str,
) -> Result<Held<AccessPackage>, Stop<W::Cause>> {
    check_id(id)?;
    read(session, &get_access_package::request(session.root, id), get_access_package::response).await
}

const FOREIGN_LINK: Error = Error::Argument("the next link leads away from Graph");

/// Checks an id that becomes part of a URL.
pub(crate) fn check_id(id: &str) -> Result<(), Error> {
    if is_guid(id) { Ok(()) } else { Err(Error::Argument("an id must be a GUID")) }
}

#[maybe_async]
async fn read<W: World, T>(
    session: &mut Session<'_, W>,
    request: &Request,
    response: impl Fn(&Response) -> Option<T>,
) -> Result<T, Stop<W::Cause>> {
    let mut value = None;
    let mut take = |answer: &Response| {
        value = response(answer);
        value.is_some()
    };
    fetch(session, request, Purpose::Read, Reason::Initial, Patience::Some, &mut take).await?;
    // It was taken, or the read had failed.
    value.ok_or(Error::Network(NetworkProblem::ConnectionLost).into())
}

/// Sends a read until there is an answer that `take` takes. One function for all reads, so that it is compiled once.
#[maybe_async]
pub(crate) async fn fetch<W: World>(
    session: &mut Session<'_, W>,
    request: &Request,
    purpose: Purpose,
    reason: Reason,
    patience: Patience,
    take: &mut dyn FnMut(&Response) -> bool,
) -> Result<(), Stop<W::Cause>> {
    let mut failures = 0;
    let mut reason = reason;
    loop {
        let ask = Ask { request, purpose, reason, within: READ_WITHIN, ticket: None };
        let exchange = session.exchange(ask).await?;
        if exchange.value(|response| take(response).then_some(())).is_some() {
            return Ok(());
        }
        let throttled = exchange.meaning == Some(Meaning::Throttled);
        let stop = failure(session, exchange);
        let remaining = session.world.remaining();
        // A pause that Graph asked for closes the client's gate, which does the waiting.
        let closed = session.closed();
        let own = if throttled { 0 } else { session.back_off(failures) };
        let wait = closed.max(own);
        let again = patience == Patience::Some && passes(&stop) && wait < remaining;
        if !again || (failures >= RETRIES && !throttled) || !session.spend() {
            return Err(stop);
        }
        if throttled {
            reason = Reason::Throttled;
        } else {
            failures += 1;
            reason = Reason::Failed;
            session.pause(own, reason).await?;
        }
    }
}

/// What a read that gave no value ends as.
fn failure<W: World>(session: &mut Session<'_, W>, mut exchange: Box<Exchange<W::Cause>>) -> Stop<W::Cause> {
    match exchange.meaning {
        Some(Meaning::Refused | Meaning::Conflict | Meaning::Ambiguous) => {
            exchange.fail(|answer| Error::Graph(answer, None))
        }
        Some(Meaning::Throttled) => exchange.fail(|answer| Error::Throttled(answer, None)),
        Some(Meaning::Success) | None => {
            let (doubt, cause) = exchange.doubt(&mut session.ledger);
            let error = match (doubt, cause) {
                (Doubt::Aborted, Some(reason)) => return Stop::aborted(reason),
                (Doubt::ConnectionLost, cause) => (Error::Network(NetworkProblem::ConnectionLost), cause),
                (Doubt::TimedOut | Doubt::Aborted, cause) => (Error::Network(NetworkProblem::TimedOut), cause),
                (_, cause) => (Error::Response(exchange.answer), cause),
            };
            Stop::failed(error.0, error.1, exchange.body)
        }
    }
}

/// Whether a failure may pass by itself.
pub(crate) fn passes<C>(stop: &Stop<C>) -> bool {
    match stop.error() {
        Some(Error::Graph(answer, _)) => !matches!(answer.status, Some(409..=498 | 400..=407)),
        Some(Error::Throttled(..) | Error::Network(_)) => true,
        _ => false,
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
