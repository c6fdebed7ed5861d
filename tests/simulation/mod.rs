//! The simulation: the create procedure as it is shipped, against worlds of which everything is decided by a seed.
//!
//! Time is virtual, so that hours pass in microseconds ([`executor`]). The service is written from what is known of
//! Microsoft Graph ([`service`], [`rules`]), the network from what was seen of browsers ([`network`], [`fault`]), and when
//! a world is over, a judge that knows the truth compares what was done and told with what happened ([`oracle`],
//! [`doubt`], [`pace`]). The judge is tried itself, on clients with one fault each ([`convictions`]).
//!
//! # What a run visits
//!
//! - The fault matrix: every combination of the dimensions that bear on each other, the others drawn ([`cells`]).
//! - Random mixes, in which several things go wrong, looks fail too, token callbacks fail and machines sleep: as many
//!   as it takes to ask for `SIMULATED_CREATES` creates, 100,000 without it ([`mixes`]).
//! - Tables: forms of `Retry-After` ([`pauses`]), aborts at every point, deadlines of every length and clocks that are set
//!   ([`interruptions`]), ten thousand names ([`names`]), the time from a lost answer to the truth ([`lost`]).
//! - Jobs of many rows ([`bulk`]): against services that limit creates ([`limits`]), with faults, kills, pauses, failing
//!   tokens and networks ([`mass`]; `SIMULATED_JOBS` jobs of `SIMULATED_ROWS` rows, `SIMULATED_KILLS`, `SIMULATED_WISHES`).
//!
//! `SIMULATION_SEED` gives other worlds. What goes wrong is printed step by step, with the command that replays it.
//!
//! # What a world takes for granted
//!
//! A service does the work at most half of the settling time after the client saw the failure, and shows it at most
//! half of that time after it was done: that is what `settleMs` means. A refusal with 400, 401, 403 or 404 was not carried
//! out; a 409 and a 429 may have been. What somebody else makes in the same moments with the very same content cannot
//! be told from one's own by anybody: it is counted and not charged. So is a package that the caller created anew,
//! before an earlier create of the same was rechecked.

// So that what tests may do is allowed here too.
#![cfg(test)]

mod bodies;
mod bulk;
mod campaign;
mod case;
mod cells;
mod convictions;
mod doubt;
mod executor;
mod fault;
mod interruptions;
mod limiter;
mod limits;
mod lost;
mod mass;
mod mixes;
mod naive;
mod names;
mod network;
mod odata;
mod oracle;
mod pace;
mod page;
mod pauses;
mod random;
mod rules;
mod run;
mod scenario;
mod service;
mod subject;
mod tally;
mod universe;

use campaign::{Origin, campaign, replay};

/// A number from the environment.
fn setting(name: &str, otherwise: u64) -> u64 {
    match std::env::var(name) {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")),
        Err(_) => otherwise,
    }
}

fn seed() -> u64 {
    setting("SIMULATION_SEED", 1)
}

#[test]
fn every_cell_of_the_matrix() {
    let seed = seed();
    if std::env::var("SIMULATED_CELLS").is_ok_and(|cells| cells == "all") {
        campaign("the whole fault matrix", cells::ALL_CELLS, u64::MAX, |cell| Origin::Cell { seed, cell });
    } else {
        let count = setting("SIMULATED_CELLS", cells::CLOSE_CELLS);
        let cell = cells::visited;
        campaign("the fault matrix", count, u64::MAX, |number| Origin::Cell { seed, cell: cell(number) });
    }
}

#[test]
fn random_mixes() {
    let seed = seed();
    let creates = setting("SIMULATED_CREATES", 100_000);
    campaign("random mixes", u64::MAX, creates, |number| Origin::Mix { seed, number });
}

#[test]
fn replayed() {
    let Ok(key) = std::env::var("SIMULATION_REPLAY") else { return };
    let origin = Origin::parse(&key).unwrap_or_else(|| panic!("no such world: {key}"));
    let (text, is_right) = replay(origin);
    println!("{text}");
    assert!(is_right, "something went wrong in it");
}

#[test]
fn a_world_happens_the_same_way_each_time() {
    for number in 0..200 {
        let origin = Origin::Mix { seed: 1, number };
        assert_eq!(replay(origin), replay(origin));
    }
}
