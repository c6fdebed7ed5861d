//! Aborts at every point, deadlines of every length, clocks that are set during a wait.

use std::rc::Rc;

use super::fault::{Commit, Fault, Place};
use super::oracle::judge;
use super::rules::{Lag, Unique};
use super::run::run;
use super::scenario::{Caller, Clock, Content, Scenario};
use super::service::Maker;
use super::subject::{Ending, Ours};
use super::universe::{START, Universe};

/// Worlds that lead a call through all of its states.
fn worlds() -> Vec<(&'static str, Scenario)> {
    let quiet = || Scenario::quiet(5);
    let with = |place, commit| {
        let mut scenario = quiet();
        scenario.settle = 9_000;
        scenario.plan.posts = vec![Fault { place, commit }];
        scenario
    };
    let mut twin = quiet();
    twin.before.push((twin.name.clone(), 0, Content::Same));
    let mut slow = with(Place::GatewayTimeout, Commit::Later(3_000));
    slow.rules.lag = Lag::Fixed(4_000);
    let mut free = with(Place::Resent, Commit::Before);
    free.rules.unique = Unique::No;
    let mut refused = quiet();
    refused.rules.readable = false;
    vec![
        ("quiet", quiet()),
        ("lost, and done", with(Place::Reset, Commit::Before)),
        ("lost, and not done", with(Place::Reset, Commit::Never)),
        ("late and shown late", slow),
        ("hangs", with(Place::HangBeforeHeaders, Commit::Before)),
        ("hangs in the body", with(Place::HangInBody, Commit::Never)),
        ("throttled", with(Place::Throttled(Some("30")), Commit::Never)),
        ("claims", with(Place::ClaimsChallenge, Commit::Never)),
        ("taken meanwhile", with(Place::Taken, Commit::Before)),
        ("made twice by the browser", free),
        ("taken before", twin),
        ("may not be looked at", refused),
    ]
}

/// Lets a world happen in which nothing may go wrong.
#[track_caller]
fn happens(name: &str, scenario: Scenario) -> Rc<Universe> {
    let universe = run(&Ours::new(), scenario.clone(), false);
    let findings = judge(&universe).findings;
    if !findings.is_empty() {
        let told: Vec<String> = findings.iter().map(ToString::to_string).collect();
        let trace = run(&Ours::new(), scenario.clone(), true).trace();
        panic!("{name}, {:?}: {}\n{trace}", scenario.caller, told.join("\n"));
    }
    universe
}

/// Aborts a call of every world at each of its points; `call` is its number, `aborts` says how.
fn abort_everywhere(call: usize, aborts: impl Fn(usize, u64) -> Caller) {
    for (name, scenario) in worlds() {
        for delay in [0, 1, 13, 400] {
            let mut points = 0;
            loop {
                let mut scenario = scenario.clone();
                scenario.caller = aborts(points, delay);
                let universe = happens(name, scenario);
                let calls = universe.calls.borrow();
                let call = &calls[call];
                let Some(aborted) = call.aborted else { break };
                let ending = call.told.as_ref().unwrap().ending;
                assert!(call.ended <= Some(aborted), "{name}: aborted at point {points}, ends as {ending:?}");
                points += 1;
            }
            assert!(points > 0, "{name}: was never aborted");
        }
    }
}

#[test]
fn an_abort_at_every_point_ends_the_call_at_once_and_truthfully() {
    abort_everywhere(0, Caller::AbortsAtStep);
}

#[test]
fn so_does_an_abort_of_a_call_that_waits_for_its_sibling() {
    abort_everywhere(1, |point, delay| Caller::AbortsSecond(3, (point, delay)));
}

#[test]
fn a_deadline_of_any_length_is_kept() {
    for (name, scenario) in worlds() {
        for timeout in (1..1_000).step_by(7).chain((1_000..60_000).step_by(501)) {
            let mut scenario = scenario.clone();
            scenario.timeout = timeout;
            happens(name, scenario);
        }
    }
}

/// Worlds in which nothing but the client keeps two packages of a name from being made.
fn defenceless_worlds() -> impl Iterator<Item = (&'static str, Scenario)> {
    worlds().into_iter().filter_map(|(name, mut scenario)| {
        scenario.rules.unique = Unique::No;
        scenario.settle = scenario.settle.max(9_000);
        // What the browser makes twice by itself is no other tab's, nor is what was there before.
        let is_other = |fault: &Fault| matches!(fault.place, Place::Resent | Place::Taken);
        (!scenario.plan.posts.iter().any(is_other)).then_some((name, scenario))
    })
}

/// Lets a world happen in which one package is made at most.
#[track_caller]
fn makes_one(name: &str, scenario: Scenario) -> Rc<Universe> {
    let universe = happens(name, scenario);
    let made = universe.service.borrow().packages.iter().filter(|package| package.maker != Maker::Other).count();
    assert!(made <= 1, "{name}, {:?}: {made} packages", universe.scenario.caller);
    universe
}

#[test]
fn a_tab_that_is_closed_at_any_moment_leaves_nothing_that_another_one_makes_twice() {
    let mut waited = 0;
    for (name, mut scenario) in defenceless_worlds() {
        for after in (1..1_200).step_by(7).chain((1_200..12_000).step_by(331)) {
            scenario.caller = Caller::ClosesFirst { after, second: after / 2 };
            let universe = makes_one(name, scenario.clone());
            let calls = universe.calls.borrow();
            waited += usize::from(calls[1].waited && calls[0].died.is_some());
        }
    }
    assert!(waited > 500, "{waited}: hardly anybody waited for a tab that was closed");
}

#[test]
fn so_does_a_second_tab_that_waited_for_it_and_is_closed_or_gives_up() {
    let mut waited = 0;
    for (name, mut scenario) in defenceless_worlds() {
        for first in (1..800).step_by(23) {
            for later in [1, 9, 40, 160, 700, 2_500, 8_000] {
                for aborts in [false, true] {
                    scenario.caller = Caller::ThreeTabs { first, second: first + later, aborts };
                    let universe = makes_one(name, scenario.clone());
                    let calls = universe.calls.borrow();
                    waited += usize::from(calls[2].waited && calls[0].died.is_some());
                }
            }
        }
    }
    assert!(waited > 1_000, "{waited}: hardly anybody waited for two tabs");
}

#[test]
fn a_clock_that_is_set_during_a_wait_makes_no_burst() {
    let hour = 3_600_000;
    for by in [hour, -hour, 24 * hour, -24 * hour] {
        for (name, mut scenario) in worlds() {
            // During the pause, or during the looks.
            scenario.clock = Clock { offset: 0, jumps: vec![(START + 2_500, by)], stands_still: false };
            let universe = happens(name, scenario);
            let (exchanges, calls) = (universe.exchanges.borrow(), universe.calls.borrow());
            // Every request that came after a wait had a token of its own.
            for pair in exchanges.windows(2).filter(|pair| pair[1].sent_at >= pair[0].sent_at + 1_500) {
                let from = pair[1].sent_at.saturating_sub(1_000);
                let asked = calls[pair[1].call].tokens.iter().any(|at| (from..=pair[1].sent_at).contains(at));
                assert!(asked, "{name}: a token is {} ms old", pair[1].sent_at - pair[0].sent_at);
            }
        }
    }
}

#[test]
fn a_machine_that_sleeps_goes_on_where_it_was() {
    for (name, scenario) in worlds() {
        for stands_still in [false, true] {
            for from in [100, 700, 2_500] {
                let mut scenario = scenario.clone();
                scenario.timeout = 10_000_000;
                scenario.sleep = Some((START + from, START + from + 3_600_000));
                scenario.clock.stands_still = stands_still;
                let universe = happens(name, scenario);
                let ending = universe.calls.borrow()[0].told.as_ref().unwrap().ending;
                assert!(!matches!(ending, Ending::Unknown(_)), "{name}: {ending:?}");
            }
        }
    }
}
