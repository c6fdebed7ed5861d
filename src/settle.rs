//! Finding out what became of a create: looks with growing gaps, until one shows the package or its absence.
//!
//! A service may do the work late and show it late. So what is not there yet is not there at all only when a look
//! shows it that began after both times are over.

use std::mem::take;

use maybe_async::maybe_async;

use crate::attempt::Reason;
use crate::evidence::{Case, Findings};
use crate::look_up::{is_unreadable, look_up};
use crate::read::{Patience, passes};
use crate::session::{Session, Stop};
use crate::spec::AccessPackage;
use crate::wiped::Held;
use crate::world::World;

/// The first gap between two looks, in milliseconds. Each is twice as long as the one before.
const FIRST_GAP: u64 = 1_000;

/// The longest gap: what has appeared should be found before long.
const LONGEST_GAP: u64 = 8_000;

/// What came out.
#[derive(Debug)]
pub(crate) enum Settled<C> {
    /// The create made it; the others of its name appeared during it.
    Ours(Held<AccessPackage>, Vec<Held<AccessPackage>>),
    /// The create made nothing, and this package has exactly its name.
    Taken(Held<AccessPackage>),
    /// The create made nothing; perhaps there is a package whose name differs in case.
    Absent(Option<Held<AccessPackage>>),
    /// It could not be found out: the looking came to its end, or nothing tells whose these are.
    Open(Option<Stop<C>>, Vec<Held<AccessPackage>>),
}

/// Looks until it is known what became of the create. `horizon` is the time by
/// [`World::elapsed`] from which on absence counts.
///
/// With the reason [`Reason::Conflict`] Graph said that the name is taken: then somebody else's package settles it.
#[maybe_async]
pub(crate) async fn settle<W: World>(
    session: &mut Session<'_, W>,
    case: &mut Case,
    reason: Reason,
    horizon: u64,
) -> Settled<W::Cause> {
    let mut gap = FIRST_GAP;
    let mut failed;
    loop {
        session.first_sent = None;
        match look_up(session, &case.spec, reason, Patience::None).await {
            Ok(sighted) => {
                let behind = session.first_sent.is_some_and(|began| began >= horizon);
                let mut findings = case.judge(sighted, &session.clock);
                if let Some(settled) = conclude(&mut findings, case, reason == Reason::Conflict || behind, behind) {
                    return settled;
                }
                failed = None;
            }
            // An answer that cannot be read may be a gateway's, which is gone the next time.
            Err(stop) if (passes(&stop) || is_unreadable(&stop)) && can_wait(session) => {
                failed = Some(stop);
            }
            Err(stop) => return Settled::Open(Some(stop), Vec::new()),
        }
        let closed = session.closed();
        let rested = if closed >= FIRST_GAP || (closed > 0 && failed.is_some()) {
            // A pause that Graph asked for is all there is to wait for.
            session.rest().await
        } else {
            // The last look before the horizon would prove nothing that the one behind it does not.
            let left = horizon.saturating_sub(session.world.elapsed());
            let wait = if left > 0 && left <= gap + FIRST_GAP { left.max(FIRST_GAP) } else { gap };
            gap = (gap * 2).min(LONGEST_GAP);
            // This pause is our own, whatever Graph asked for before.
            session.pause(wait, if reason == Reason::Conflict { reason } else { Reason::Ambiguous }).await
        };
        if let Err(stop) = rested {
            // Why the last look failed says more than that the time is over.
            let why = if stop.is_aborted() { stop } else { failed.unwrap_or(stop) };
            return Settled::Open(Some(why), Vec::new());
        }
    }
}

/// What the findings of a complete look settle, if they do.
fn conclude<C>(
    findings: &mut Findings,
    case: &mut Case,
    name_counts: bool,
    absence_counts: bool,
) -> Option<Settled<C>> {
    let Findings { ours, undecided, others, older, similar } = findings;
    if !ours.is_empty() {
        let mine = ours.remove(0);
        ours.append(others);
        ours.append(undecided);
        return Some(Settled::Ours(mine, take(ours)));
    }
    if !undecided.is_empty() {
        return Some(Settled::Open(None, take(undecided)));
    }
    others.append(older);
    if case.known_ids.is_none() {
        // What the first look shows was there before whatever appears later.
        let mut ids = Vec::with_capacity(others.len());
        for package in &*others {
            ids.push(package.id.clone());
        }
        case.known_ids = Some(ids);
    }
    if others.is_empty() {
        similar.truncate(1);
        absence_counts.then(|| Settled::Absent(similar.pop()))
    } else {
        name_counts.then(|| Settled::Taken(others.swap_remove(0)))
    }
}

/// Whether a pause that Graph asked for ends before the call does.
fn can_wait<W: World>(session: &Session<'_, W>) -> bool {
    session.closed() < session.world.remaining()
}
