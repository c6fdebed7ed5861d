//! Many worlds, on all processors: what they come to, and what must not be in any of them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;
use std::thread;

use super::oracle::{Charge, judge};
use super::run::{happen, run};
use super::scenario::Scenario;
use super::subject::Ours;
use super::tally::{CREATES, Tally};
use super::universe::Universe;
use super::{cells, lost, mixes};

/// How many worlds a processor takes at a time.
const BATCH: u64 = 500;

/// How many of the worlds that went wrong are told of.
const TOLD: usize = 5;

/// Where a world comes from: enough to make it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin {
    Cell { seed: u64, cell: u64 },
    Mix { seed: u64, number: u64 },
    Lost { seed: u64, number: u64 },
}

impl Origin {
    /// Reads what [`Origin::key`] wrote.
    pub(super) fn parse(key: &str) -> Option<Self> {
        let (kind, rest) = key.split_once(':')?;
        let (seed, number) = rest.split_once(':')?;
        let (seed, number) = (seed.parse().ok()?, number.parse().ok()?);
        match kind {
            "cell" => Some(Self::Cell { seed, cell: number }),
            "mix" => Some(Self::Mix { seed, number }),
            "lost" => Some(Self::Lost { seed, number }),
            _ => None,
        }
    }

    /// What replays it.
    fn key(self) -> String {
        match self {
            Self::Cell { seed, cell } => format!("cell:{seed}:{cell}"),
            Self::Mix { seed, number } => format!("mix:{seed}:{number}"),
            Self::Lost { seed, number } => format!("lost:{seed}:{number}"),
        }
    }

    /// The world; `None` for a cell that cannot be.
    fn scenario(self) -> Option<Scenario> {
        match self {
            Self::Cell { seed, cell } => cells::scenario(cell, seed),
            Self::Mix { seed, number } => Some(mixes::scenario(seed, number)),
            Self::Lost { seed, number } => Some(lost::scenario(seed, number)),
        }
    }
}

/// A world that went wrong.
struct Failure {
    origin: Origin,
    charges: Vec<Charge>,
}

/// Lets the worlds happen whose numbers are below `end`, or those up to which so many creates have been asked for.
///
/// # Panics
///
/// If anything went wrong in any of them; with what, and with the way to see it again.
pub(super) fn campaign(name: &str, end: u64, creates: u64, origin: impl Fn(u64) -> Origin + Sync) -> Tally {
    let began = std::time::Instant::now();
    let (next, asked) = (AtomicU64::new(0), AtomicU64::new(0));
    let (send, results) = mpsc::channel();
    let mut tally = Tally::default();
    let mut failures: Vec<Failure> = Vec::new();
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            let (send, next, asked, origin) = (send.clone(), &next, &asked, &origin);
            scope.spawn(move || {
                let (mut tally, mut failures, ours) = (Tally::default(), Vec::new(), Ours::new());
                loop {
                    let from = next.fetch_add(BATCH, Ordering::Relaxed);
                    if from >= end || asked.load(Ordering::Relaxed) >= creates {
                        break;
                    }
                    let before = tally.count(CREATES);
                    for number in from..end.min(from + BATCH) {
                        let origin = origin(number);
                        let Some(scenario) = origin.scenario() else { continue };
                        let happened = catch_unwind(AssertUnwindSafe(|| {
                            let universe = run(&ours, scenario, false);
                            let verdict = judge(&universe);
                            tally.take(&universe, &verdict);
                            verdict.findings.iter().map(|finding| finding.charge).collect()
                        }));
                        let charges: Vec<Charge> = happened.unwrap_or_else(|_| vec![Charge::Panicked]);
                        if !charges.is_empty() {
                            failures.push(Failure { origin, charges });
                        }
                    }
                    asked.fetch_add(tally.count(CREATES) - before, Ordering::Relaxed);
                }
                send.send((tally, failures)).unwrap();
            });
        }
        drop(send);
        for (part, more) in results {
            tally.merge(part);
            failures.extend(more);
        }
    });
    let seconds = began.elapsed().as_secs_f64();
    failures.sort_by_key(|failure| failure.origin);
    println!("{name}\n{}", tally.table());
    println!("{:.0} creates a second\n", tally.count(CREATES) as f64 / seconds);
    assert!(failures.is_empty(), "{}", describe(&failures));
    tally
}

/// What went wrong, how often, and the first of each kind step by step.
fn describe(failures: &[Failure]) -> String {
    let mut by_charge: BTreeMap<Charge, Vec<&Failure>> = BTreeMap::new();
    for failure in failures {
        for charge in &failure.charges {
            by_charge.entry(*charge).or_default().push(failure);
        }
    }
    let mut text = format!("{} worlds went wrong\n", failures.len());
    for (charge, failures) in &by_charge {
        let keys: Vec<String> = failures.iter().take(TOLD).map(|failure| failure.origin.key()).collect();
        let _ = writeln!(text, "{charge:?}: {}, such as {}", failures.len(), keys.join(" "));
    }
    for (charge, failures) in &by_charge {
        let _ = writeln!(text, "\n{charge:?}\n{}", replay(failures[0].origin).0);
    }
    text
}

/// A world step by step, and whether anything goes wrong in it.
///
/// # Panics
///
/// If there is no such world.
pub(super) fn replay(origin: Origin) -> (String, bool) {
    let scenario = origin.scenario().expect("this cell cannot be");
    let mut text = format!("npm run simulate -- --replay {}\n{scenario:#?}\n", origin.key());
    let universe = Rc::new(Universe::new(scenario, true));
    let happened = catch_unwind(AssertUnwindSafe(|| happen(&Ours::new(), &universe)));
    let _ = writeln!(text, "{}", universe.trace());
    if happened.is_err() {
        text.push_str("Panicked\n");
        return (text, false);
    }
    for package in &universe.service.borrow().packages {
        let _ = writeln!(text, "there is {package:?}");
    }
    let findings = judge(&universe).findings;
    for finding in &findings {
        let _ = writeln!(text, "{finding}");
    }
    (text, findings.is_empty())
}
