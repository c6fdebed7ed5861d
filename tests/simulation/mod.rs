//! The simulation: the create procedure as it is shipped, against a world of which everything is decided by a seed.
//!
//! Time is virtual, so that hours pass in microseconds. The service is written from what is known of Microsoft Graph
//! ([`service`]), the network from what was seen of browsers ([`network`], [`fault`]), and when a world is over, a
//! judge that knows the truth compares what was done and told with what happened ([`oracle`]).
//!
//! [`cells`] says which part of the fault matrix a run visits, [`mixes`] draws worlds in which several things go wrong.
//! `npm run simulate` runs all this with as many worlds as wanted, and replays one of them step by step.

// So that what tests may do is allowed here too.
#![cfg(test)]

mod bodies;
mod campaign;
mod case;
mod cells;
mod convictions;
mod doubt;
mod executor;
mod fault;
mod interruptions;
mod lost;
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
    let all = std::env::var("SIMULATED_CELLS").is_ok_and(|cells| cells == "all");
    let count = if all { cells::ALL_CELLS } else { cells::CLOSE_CELLS };
    let count = setting("SIMULATED_CELLS", count);
    let cell = |number| if all { number } else { cells::visited(number) };
    campaign("the fault matrix", count, u64::MAX, |number| Origin::Cell { seed, cell: cell(number) });
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
