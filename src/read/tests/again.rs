//! Reads that fail: which are tried again, how often and when.

use super::{gets, gets_in, there};
use crate::cloud::Cloud;
use crate::gate::Gate;
use crate::http::Body;
use crate::session::Session;
use crate::world::script::answers::{aborted, answer, cut, empty, error, late, lost, unparsed};
use crate::world::script::{BEGAN, Script, Step};
use crate::world::{Interruption, NoAnswer};

#[test]
fn what_may_pass_is_tried_again() {
    for status in [302, 408, 499, 500, 502, 503, 504, 599] {
        let failed = format!("0 read initial {status} serverError");
        let read = gets([empty(status), there()]).ends("1", &[failed.as_str(), "2000 read failed 200 succeeded"]);
        assert_eq!(read.world.told(), ["reading initial", "waiting failed 2000", "reading failed"]);
        assert_eq!(read.world.asked_for(), ["initial", "retry"]);
    }
    for (step, result) in [
        (lost("reset"), "- connectionLost"),
        (cut(200, NoAnswer::ConnectionLost("cut")), "200 connectionLost"),
        (cut(200, NoAnswer::Late), "200 timedOut"),
    ] {
        let failed = ["0 read initial ", result].concat();
        gets([step, there()]).ends("1", &[failed.as_str(), "2000 read failed 200 succeeded"]);
    }
    gets([late(), there()]).ends("1", &["0 read initial - timedOut", "22000 read failed 200 succeeded"]);
}

#[test]
fn a_refusal_is_not() {
    for status in [400, 402, 403, 404, 405, 407, 409, 410, 412, 418, 428, 430, 451, 498] {
        let refused = format!("0 read initial {status} refused");
        let read = gets([error(status, "No")]).ends(&format!("ERR_GRAPH {status}; the body"), &[refused]);
        assert_eq!(
            read.world.told(),
            [Some("reading initial".into()), told(status)].into_iter().flatten().collect::<Vec<_>>()
        );
    }
    gets([answer(400, Body::Text)]).ends("ERR_GRAPH 400; the body", &["0 read initial 400 refused"]);
    gets([error(400, "DuplicateAccessPackage")]).ends("ERR_GRAPH 400; the body", &["0 read initial 400 refused"]);
    // Even if its body breaks off.
    gets([cut(404, NoAnswer::ConnectionLost("cut"))]).ends("ERR_GRAPH 404", &["0 read initial 404 refused"]);
}

/// What is told of a refusal; a conflict is none.
fn told(status: u16) -> Option<String> {
    (status != 409).then(|| format!("refused {status}"))
}

#[test]
fn three_times_and_the_last_failure_counts() {
    let times = ["0 read initial", "2000 read failed", "6000 read failed", "14000 read failed"];
    let attempts =
        |what: [&str; 4]| times.iter().zip(what).map(|(at, what)| [at, " ", what].concat()).collect::<Vec<_>>();
    let failed = "500 serverError";
    gets([empty(500), empty(500), empty(500), there()]).ends("1", &attempts([failed, failed, failed, "200 succeeded"]));
    gets([empty(500), empty(500), empty(500), error(503, "x")])
        .ends("ERR_GRAPH 503; the body", &attempts([failed, failed, failed, "503 serverError"]));
    let lost_lines = attempts([failed, failed, failed, "- connectionLost"]);
    gets([empty(500), empty(500), empty(500), lost("reset")])
        .ends("ERR_NETWORK connectionLost; cause reset", &lost_lines);
    gets([empty(500), empty(500), empty(500), cut(200, NoAnswer::ConnectionLost("cut"))])
        .ends("ERR_NETWORK connectionLost; cause cut", &attempts([failed, failed, failed, "200 connectionLost"]));
    gets([empty(500), unparsed(200, "odd")]).ends(
        "ERR_RESPONSE 200; cause odd; the body",
        &["0 read initial 500 serverError", "2000 read failed 200 unreadable"],
    );
    gets([late(), late(), late(), late()]).ends(
        "ERR_NETWORK timedOut",
        &[
            "0 read initial - timedOut",
            "22000 read failed - timedOut",
            "46000 read failed - timedOut",
            "74000 read failed - timedOut",
        ],
    );
}

#[test]
fn chance_shortens_the_waits_to_a_second_at_least() {
    let world = Script { chance: 0, ..Script::new([empty(500), lost("a"), empty(500), there()]) };
    gets_in(world).ends(
        "1",
        &[
            "0 read initial 500 serverError",
            "1000 read failed - connectionLost",
            "2000 read failed 500 serverError",
            "3000 read failed 200 succeeded",
        ],
    );
}

#[test]
fn only_while_there_is_time() {
    let twice = |timeout| Script { timeout, ..Script::new([empty(500), there()]) };
    assert_eq!(gets_in(twice(2_001)).end(), "1");
    let once = gets_in(Script { timeout: 2_000, ..Script::new([empty(500)]) });
    assert_eq!(once.world.elapsed.get(), 0, "it fails at once");
    once.ends("ERR_GRAPH 500", &["0 read initial 500 serverError"]);
    let world = Script { timeout: 7_000, ..Script::new([late()]) };
    gets_in(world).ends("ERR_NETWORK timedOut", &["0 read initial - timedOut"]);
}

#[test]
fn only_while_the_budget_lasts() {
    let with = |whole_at, steps: Vec<Step>| {
        let gate = Gate { closed_until: 0, whole_at: BEGAN + whole_at };
        gets_in(Script { gate: gate.into(), ..Script::new(steps) })
    };
    with(57_001, vec![empty(500)]).ends("ERR_GRAPH 500", &["0 read initial 500 serverError"]);
    let read = with(57_000, vec![empty(500), empty(500)]);
    assert_eq!(read.attempts().len(), 2, "the second comes before another one is there again");
    assert_eq!(read.world.gate.get().whole_at, BEGAN + 60_000);
    // A read that goes well, and one that is refused, take nothing.
    assert_eq!(gets([there()]).world.gate.get(), Gate::default());
    assert_eq!(gets([empty(404)]).world.gate.get(), Gate::default());
}

#[test]
fn an_abort_gives_the_reason_back() {
    for (step, line) in [
        (Err(NoAnswer::Interrupted(aborted())), "- aborted"),
        (cut(200, NoAnswer::Interrupted(aborted())), "200 aborted"),
    ] {
        gets([step]).ends("aborted: stop", &[["0 read initial ", line].concat()]);
    }
    let over = || NoAnswer::Interrupted(Interruption::TimedOut);
    for (step, line) in [(Err(over()), "- timedOut"), (cut(200, over()), "200 timedOut")] {
        let world = Script { timeout: 1, ..Script::new([step]) };
        gets_in(world).ends("ERR_NETWORK timedOut", &[["0 read initial ", line].concat()]);
    }
    // At every moment of a read with trouble.
    let steps = || [empty(500), lost("reset"), empty(401), there()];
    let ends = (0..).map_while(|at| {
        let world = Script { interrupted_at: Some((at, aborted)), ..Script::new(steps()) };
        let root = Cloud::Global.root();
        let mut session = Session::new(&world, &root);
        let end = pollster::block_on(super::get(&mut session, super::ID));
        (world.moments.get() > at).then(|| end.map(|package| package.id).map_err(|stop| super::lines::stop(&stop)))
    });
    let ends: Vec<_> = ends.collect();
    assert!(ends.len() > 15 && ends.iter().all(|end| *end == Err("aborted: stop".into())), "{ends:?}");
}
