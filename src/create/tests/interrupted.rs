//! Creates that are aborted or run out of time, at every single step.

use super::{Call, OPTIONS, finds, input, nothings};
use crate::Cloud;
use crate::create::create;
use crate::session::Session;
use crate::world::script::answers::{aborted, created, empty, lost, nothing, throttled};
use crate::world::script::{Script, Step};

/// A create that goes well, and creates with all kinds of trouble.
fn plots() -> [Vec<Step>; 6] {
    [
        vec![nothing(), created("1"), finds(&["1"])],
        vec![empty(503), nothing(), empty(401), created("1"), finds(&["1"])],
        nothings(1).chain([empty(504)]).chain(nothings(7)).chain([created("1"), finds(&["1"])]).collect(),
        vec![nothing(), throttled("14"), nothing(), created("1"), finds(&["1"])],
        vec![nothing(), lost("reset"), empty(500), throttled("2"), finds(&["1"])],
        nothings(1).chain([empty(409)]).chain(nothings(10)).collect(),
    ]
}

/// Creates in a world whose script need not come to its end.
fn run(world: Script) -> Call {
    let root = Cloud::Global.root();
    let mut session = Session::new(&world, &root);
    let ending = pollster::block_on(create(&mut session, &input(), OPTIONS));
    let ledger = session.ledger;
    Call { world, ending, ledger }
}

/// How the calls of a plot end that are aborted in one moment after the other, without repetitions in a row.
fn aborted_ends(plot: usize) -> Vec<String> {
    let mut ends: Vec<_> = (1..)
        .map_while(|at| {
            let world = Script { interrupted_at: Some((at, aborted)), ..Script::new(plots()[plot].drain(..)) };
            let call = run(world);
            let told = call.attempts();
            // The page may be closed at any time: the note says what the caller is told.
            assert_eq!(call.note() == "open, known []", call.end().starts_with("ERR_OUTCOME_UNKNOWN"), "{told:?}");
            (call.world.moments.get() > at).then(|| call.end())
        })
        .collect();
    ends.dedup();
    ends
}

const ABORTED: &str = "aborted: stop";
const UNKNOWN: &str = "ERR_OUTCOME_UNKNOWN aborted; ticket []; cause stop";
const DONE: &str = "created 1; nobody looked";

#[test]
fn an_abort_gives_the_reason_back_or_says_that_it_is_unknown() {
    let failed = "ERR_OUTCOME_UNKNOWN aborted 504; ticket []; cause stop";
    let throttled = "ERR_OUTCOME_UNKNOWN aborted 429; ticket []; retry at 14000; cause stop";
    let taken = "ERR_OUTCOME_UNKNOWN aborted 409; ticket []; cause stop";
    assert_eq!(aborted_ends(0), [ABORTED, UNKNOWN, DONE]);
    // Between a 401 and the new token nothing is in doubt.
    assert_eq!(aborted_ends(1), [ABORTED, UNKNOWN, ABORTED, UNKNOWN, DONE]);
    // Nor is it when looks have shown that the first create was not applied.
    assert_eq!(aborted_ends(2), [ABORTED, UNKNOWN, failed, ABORTED, UNKNOWN, DONE]);
    assert_eq!(aborted_ends(3), [ABORTED, UNKNOWN, throttled, ABORTED, UNKNOWN, DONE]);
    assert_eq!(aborted_ends(4), [ABORTED, UNKNOWN]);
    // The name has not been found when the last look is aborted that could find it in other case.
    assert_eq!(aborted_ends(5), [ABORTED, UNKNOWN, taken, "ERR_CONFLICT 409"]);
}

/// How the calls of a plot end whose time is over a bit later each time, without repetitions in a row. Each request
/// takes its time.
fn late_ends(plot: usize) -> Vec<String> {
    let mut ends: Vec<_> = (1..=60_000)
        .step_by(130)
        .map(|timeout| {
            let takes = (0..20).map(|at| (at, 170)).collect();
            let call = run(Script { timeout, takes, ..Script::new(plots()[plot].drain(..)) });
            let told = call.attempts();
            assert!(call.world.elapsed.get() <= timeout, "{timeout}: {told:?}");
            assert!(call.world.sent.borrow().iter().all(|sent| sent.at < timeout), "{timeout}: {told:?}");
            assert_eq!(call.note() == "open, known []", call.end().contains("ticket"), "{timeout}: {told:?}");
            call.end()
        })
        .collect();
    ends.dedup();
    ends
}

#[test]
fn whatever_the_time_the_end_is_true() {
    let lost = "ERR_OUTCOME_UNKNOWN connectionLost; ticket []; cause reset";
    let late = "ERR_OUTCOME_UNKNOWN timedOut; ticket []";
    let nothing_sent = "ERR_NETWORK timedOut";
    let done = "created 1; alone";
    assert_eq!(late_ends(0), [nothing_sent, late, done]);
    assert_eq!(late_ends(1), [nothing_sent, "ERR_GRAPH 503", nothing_sent, late, DONE, done]);
    let failed = "ERR_OUTCOME_UNKNOWN serverError 504; ticket []";
    assert_eq!(late_ends(2), [nothing_sent, late, failed, "ERR_GRAPH 504", done]);
    let retry_at = "ERR_OUTCOME_UNKNOWN connectionLost; ticket []; retry at 3680; cause reset";
    assert_eq!(late_ends(4), [nothing_sent, late, lost, retry_at, lost, "adopted 1; alone"]);
    let taken = "ERR_OUTCOME_UNKNOWN conflict 409; ticket []";
    assert_eq!(late_ends(5), [nothing_sent, late, taken, "ERR_CONFLICT 409"]);
}

#[test]
fn a_create_that_waits_for_another_one_can_be_interrupted() {
    let call = run(Script { interrupted_at: Some((0, aborted)), ..Script::default() });
    assert_eq!((call.end().as_str(), call.attempts().len()), (ABORTED, 0));
    assert_eq!(call.world.left.borrow().len(), 0, "it was never in the room");
    let call = run(Script { timeout: 0, ..Script::default() });
    assert_eq!((call.end().as_str(), call.attempts().len()), ("ERR_NETWORK timedOut", 0));
    assert_eq!(call.world.left.borrow().len(), 0);
}
