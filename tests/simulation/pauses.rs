//! Every form of `Retry-After`: not earlier than asked, hardly later, and never more than one attempt a second.

use super::fault::{Commit, Fault, Place};
use super::oracle::judge;
use super::pace::OWN_LONGEST;
use super::run::run;
use super::scenario::{Plan, Scenario};
use super::subject::{Ending, Ours};
use super::universe::{START, Universe};

/// A header, and the seconds that it asks for; `None` where it cannot be read.
const HEADERS: [(Option<&str>, Option<u64>); 18] = [
    (Some("0"), Some(0)),
    (Some("1"), Some(1)),
    (Some("120"), Some(120)),
    (Some("180"), Some(180)),
    (Some("315"), Some(315)),
    (Some("600"), Some(600)),
    (Some("date+40"), Some(40)),
    (Some("date+600"), Some(600)),
    (Some("date-3600"), Some(0)),
    (Some("1, 120"), Some(120)),
    (Some("120, 1"), Some(120)),
    (Some("soon, 7"), Some(7)),
    (Some("-5"), None),
    (Some("1e9"), None),
    (Some("soon"), None),
    (Some(""), None),
    (Some("1.5"), None),
    (None, None),
];

fn world(plan: Plan, timeout: u64) -> Scenario {
    let mut scenario = Scenario::quiet(11);
    (scenario.plan, scenario.timeout, scenario.settle) = (plan, timeout, 4_000);
    scenario
}

/// When requests were sent, from the beginning of the call, and how it ended.
fn happens(scenario: Scenario) -> (Vec<u64>, Ending) {
    let universe = run(&Ours::new(), scenario, true);
    let findings = judge(&universe).findings;
    let told: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{}\n{}", told.join("\n"), universe.trace());
    let sent =
        universe.exchanges.borrow().iter().filter(|sent| sent.call == 0).map(|sent| sent.sent_at - START).collect();
    let ending = universe.calls.borrow()[0].told.as_ref().unwrap().ending;
    (sent, ending)
}

/// The wait behind the request that was answered with a pause, and what was asked for.
#[track_caller]
fn waits(header: Option<&str>, seconds: Option<u64>, seen: u64, next: u64) {
    let wait = next - seen;
    let (least, most) = match seconds {
        Some(seconds) => (seconds * 1_000, seconds.max(1) * 1_000 + (seconds * 100).max(2_000)),
        None => (1_000, OWN_LONGEST),
    };
    // A date has whole seconds, and so has the service's own that is told.
    let most = if header.is_some_and(|header| header.starts_with("date")) { most + 2_000 } else { most };
    assert!((least..=most).contains(&wait), "{header:?}: waits {wait} ms");
}

#[test]
fn a_create_that_is_throttled_waits_as_long_as_it_is_asked_to() {
    for (header, seconds) in HEADERS {
        for commit in [Commit::Never, Commit::Before] {
            let posts = vec![Fault { place: Place::Throttled(header), commit }];
            let scenario = world(Plan { posts, ..Plan::default() }, 1_000_000);
            let universe = run(&Ours::new(), scenario.clone(), false);
            let seen = universe.exchanges.borrow()[1].seen.unwrap().0 - START;
            let (sent, ending) = happens(scenario);
            waits(header, seconds, seen, sent[2]);
            let wanted = if commit == Commit::Before { Ending::Adopted } else { Ending::Created };
            assert_eq!(ending, wanted, "{header:?}");
        }
    }
}

#[test]
fn a_look_that_is_throttled_waits_as_long_as_it_is_asked_to() {
    for (header, seconds) in HEADERS {
        let mut scenario = world(Plan::default(), 1_000_000);
        scenario.plan.posts = vec![Fault { place: Place::Reset, commit: Commit::Before }];
        scenario.plan.then = Some(Fault::of_read(Place::Throttled(header)));
        let universe = run(&Ours::new(), scenario.clone(), false);
        let seen = universe.exchanges.borrow()[2].seen.unwrap().0 - START;
        let (sent, ending) = happens(scenario);
        waits(header, seconds, seen, sent[3]);
        assert_eq!(ending, Ending::Adopted, "{header:?}");
    }
}

#[test]
fn a_service_that_always_says_to_wait_is_asked_once_a_second_at_most() {
    for (header, seconds) in HEADERS {
        for place in [Place::Throttled(header), Place::Unavailable(seconds)] {
            let always = Some(Fault { place, commit: Commit::Never });
            let (sent, _) = happens(world(Plan { always, ..Plan::default() }, 1_000_000));
            let hurried = sent.windows(2).find(|pair| pair[1] - pair[0] < 1_000);
            assert_eq!(hurried, None, "{place:?}");
        }
    }
}

#[test]
fn a_pause_beyond_the_deadline_is_told_at_once() {
    for header in ["101", "600", "99999999999999999999", "date+200"] {
        let posts = vec![Fault { place: Place::Throttled(Some(header)), commit: Commit::Never }];
        let universe = run(&Ours::new(), world(Plan { posts, ..Plan::default() }, 100_000), false);
        let (ended, ending) = ended(&universe);
        assert_eq!(ending, Ending::Throttled, "{header}");
        assert_eq!(Some(ended), universe.exchanges.borrow()[1].seen.map(|(at, _)| at), "{header}");
    }
}

fn ended(universe: &Universe) -> (u64, Ending) {
    let call = &universe.calls.borrow()[0];
    (call.ended.unwrap(), call.told.as_ref().unwrap().ending)
}

#[test]
fn dates_are_by_the_clock_of_the_service() {
    assert_eq!(super::bodies::retry_after(5_000, "date+5"), "Wed, 18 Nov 2026 11:06:50 GMT");
}
