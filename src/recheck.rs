//! Finding out later what became of a create. It only looks.

use maybe_async::maybe_async;

use crate::attempt::Reason;
use crate::create::still_unknown;
use crate::error::Error;
use crate::evidence::Case;
use crate::session::{Session, Stop};
use crate::settle::{Settled, settle};
use crate::spec::AccessPackage;
use crate::ticket::Ticket;
use crate::value::Value;
use crate::wiped::Held;
use crate::world::World;

/// What became of a create.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Rechecked {
    /// It made this package; the others of its name have appeared since.
    Adopted(Held<AccessPackage>, Vec<Held<AccessPackage>>),
    /// It made nothing; perhaps there is another package of its name.
    NotCreated(Option<Held<AccessPackage>>),
}

/// Settles a create by its ticket. When it was sent is known by a clock that may have been set since, so absence counts
/// only when the whole time has passed here.
#[maybe_async]
pub(crate) async fn recheck<W: World>(
    session: &mut Session<'_, W>,
    ticket: &Value,
    settle_ms: u64,
) -> Result<Rechecked, Stop<W::Cause>> {
    let Some(ticket) = Ticket::read(ticket) else {
        return Err(Error::Argument("\"ticket\" must be a ticket of this version").into());
    };
    if *ticket.graph_root != *session.root.as_str() {
        return Err(Error::Argument("\"ticket\" must be of this client's Graph root").into());
    }
    let mut case = Case::new(ticket.input.clone());
    case.known_ids = ticket.known_ids.clone();
    let horizon = session.world.elapsed().saturating_add(settle_ms);
    match settle(session, &mut case, Reason::Ambiguous, horizon).await {
        Settled::Ours(package, duplicates) => Ok(Rechecked::Adopted(package, duplicates)),
        Settled::Taken(package) => Ok(Rechecked::NotCreated(Some(package))),
        Settled::Absent(_) => Ok(Rechecked::NotCreated(None)),
        Settled::Open(Some(stop), _) if stop.is_aborted() => Err(stop),
        Settled::Open(stop, candidates) => Err(still_unknown(stop, ticket, candidates)),
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
