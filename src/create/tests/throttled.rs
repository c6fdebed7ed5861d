//! Creates that are answered with a request for a pause.

use super::{BLIND, Call, OPTIONS, finds, first, meets, nothings, run};
use crate::gate::Gate;
use crate::world::script::answers::{created, empty, error, nothing, throttled, with_retry_after};
use crate::world::script::lines::looks;
use crate::world::script::{BEGAN, Script, Step};

#[test]
fn waits_in_full_then_looks_then_sends_again() {
    // Chance adds all it may: a tenth, and two seconds at most.
    for (retry_after, times) in [
        ("0", vec![1_100, 2_100, 4_100, 8_100, 15_000]),
        ("1", vec![1_100, 2_100, 4_100, 8_100, 15_000]),
        ("10", vec![11_000, 12_000, 15_000]),
        ("20", vec![22_000]),
        ("40", vec![42_000]),
    ] {
        let steps = nothings(1).chain([throttled(retry_after)]).chain(nothings(times.len()));
        let call = meets(steps.chain([created("1"), finds(&["1"])]));
        let (first_look, last) = (times[0], *times.last().unwrap());
        let again =
            ["create throttled 201 succeeded", "lookUp created 200 succeeded"].map(|line| format!("{last} {line}"));
        let call =
            call.ends("created 1; alone", &[first("429 throttled"), looks("throttled", times), again.into()].concat());
        let told = call.world.told();
        let start = [
            "lookingUp initial",
            "sending initial ticket []",
            "throttled 429",
            "ambiguous throttled 429",
            &format!("waiting throttled {first_look}"),
            "lookingUp throttled",
        ];
        assert_eq!(told[..6], start);
    }
}

#[test]
fn only_the_pause_that_graph_asked_for_is_told_as_one() {
    let waits =
        |call: Call| call.world.told().into_iter().filter(|line| line.starts_with("waiting")).collect::<Vec<_>>();
    let steps = nothings(1).chain([throttled("10")]).chain(nothings(3)).chain([created("1"), finds(&["1"])]);
    assert_eq!(waits(meets(steps)), ["waiting throttled 11000", "waiting ambiguous 1000", "waiting ambiguous 3000"]);
    let steps = [nothing(), empty(504), with_retry_after(empty(503), "5"), nothing(), finds(&["1"])];
    assert_eq!(waits(meets(steps)), ["waiting throttled 5500", "waiting ambiguous 1000"]);
    let steps = [nothing(), empty(409), nothing(), nothing(), finds(&["1"])];
    assert_eq!(waits(meets(steps)), ["waiting conflict 1000"]);
}

#[test]
fn without_a_time_it_backs_off() {
    for retry_after in ["soon", "-1", "", "1.5"] {
        let steps = nothings(1).chain([throttled(retry_after)]).chain(nothings(5));
        let call = meets(steps.chain([created("1"), finds(&["1"])]));
        assert_eq!(call.attempts()[2..7], looks("throttled", [2_200, 3_200, 5_200, 9_200, 15_000]));
        assert_eq!(call.end(), "created 1; alone");
    }
}

#[test]
fn what_a_429_did_after_all_is_adopted() {
    let steps = [nothing(), throttled("5"), finds(&["1"])];
    let call = meets(steps).ends("adopted 1; alone", &[first("429 throttled"), looks("throttled", [5_500])].concat());
    assert_eq!(call.note(), "adopted 1");
}

#[test]
fn a_pause_longer_than_the_call_is_told_at_once() {
    for (retry_after, at) in [("100", 100_000), ("315", 315_000), ("Wed, 18 Nov 2026 11:11:55 GMT", 315_000)] {
        let call = meets([nothing(), throttled(retry_after)])
            .ends(&format!("ERR_THROTTLED 429; ticket []; retry at {at}"), &first("429 throttled"));
        assert_eq!((call.world.elapsed.get(), call.note()), (0, "open, known []".into()));
    }
    let call = run(Script::new([throttled("100")]), BLIND)
        .ends("ERR_THROTTLED 429; ticket [unseen]; retry at 100000", &["0 create initial 429 throttled"]);
    assert_eq!(call.note(), "open, known null");
    // The same before anything was sent: by a look, or by another call of the client.
    meets([throttled("315")]).ends("ERR_THROTTLED 429; retry at 315000", &["0 lookUp initial 429 throttled"]);
    let gate = Gate { closed_until: BEGAN + 100_000, whole_at: 0 };
    let world = Script { gate: gate.into(), ..Script::default() };
    run(world, OPTIONS).ends("ERR_THROTTLED; retry at 100000", super::NOTHING);
}

#[test]
fn a_pause_that_ends_too_late_leaves_it_open() {
    // A look behind the first pause is asked for another one.
    let steps = [nothing(), throttled("10"), throttled("300")];
    let lines = [first("429 throttled"), vec!["11000 lookUp throttled 429 throttled".into()]].concat();
    meets(steps).ends("ERR_THROTTLED 429; ticket []; retry at 311000", &lines);
    // After a lost create it is the outcome that is unknown.
    let steps = [nothing(), error(504, "x"), throttled("300")];
    let lines = [first("504 serverError"), vec!["0 lookUp ambiguous 429 throttled".into()]].concat();
    let call = meets(steps).ends("ERR_OUTCOME_UNKNOWN serverError 504; ticket []; retry at 300000; the body", &lines);
    assert_eq!(call.note(), "open, known []");
    let steps = [nothing(), with_retry_after(empty(503), "300")];
    meets(steps).ends("ERR_OUTCOME_UNKNOWN serverError 503; ticket []; retry at 300000", &first("503 serverError"));
}

#[test]
fn a_look_is_made_again_behind_the_pause_that_it_is_asked_for() {
    let steps = [nothing(), empty(504), throttled("5"), finds(&["1"])];
    let lines = ["0 lookUp ambiguous 429 throttled", "5500 lookUp ambiguous 200 succeeded"].map(String::from);
    let call = meets(steps).ends("adopted 1; alone", &[first("504 serverError"), lines.into()].concat());
    let told: Vec<_> = call.world.told().into_iter().filter(|line| line.starts_with("waiting")).collect();
    assert_eq!(told, ["waiting throttled 5500"]);
}

#[test]
fn between_two_looks_the_longer_pause_is_enough() {
    // The last form of a look may be throttled that has found nothing by name.
    let steps = [nothing(), empty(409), nothing(), throttled("5"), finds(&["1"])];
    let lines = ["200 succeeded", "429 throttled"].map(|line| ["0 lookUp conflict ", line].concat());
    let lines = [first("409 refused"), lines.into(), looks("conflict", [5_500])].concat();
    meets(steps).ends("adopted 1; alone", &lines);
    // Another call of the client may be asked for a pause while this one looks.
    let short = |world: &Script| close_during_the_first_look(world, 999);
    let long = |world: &Script| close_during_the_first_look(world, 1_000);
    for (meanwhile, at) in [(short as Meanwhile, 1_000), (long, 1_100)] {
        let world = Script { meanwhile, ..Script::new([nothing(), empty(504), nothing(), finds(&["1"])]) };
        let lines = [first("504 serverError"), looks("ambiguous", [0, at])].concat();
        run(world, OPTIONS).ends("adopted 1; alone", &lines);
    }
}

/// What happens while an answer is on its way.
type Meanwhile = fn(&Script);

/// Closes the gate for so long while the first look behind a lost create is answered.
fn close_during_the_first_look(world: &Script, millis: u64) {
    if world.sent.borrow().len() == 3 && world.asked_for.borrow().len() == 3 {
        world.gate.set(Gate { closed_until: BEGAN + millis, whole_at: 0 });
    }
}

#[test]
fn a_429_does_not_count_as_one_of_two_but_the_budget_does() {
    let settled = || nothings(1);
    let steps: Vec<Step> = nothings(1)
        .chain((0..4).flat_map(|_| [throttled("15")].into_iter().chain(settled())))
        .chain([created("1"), finds(&["1"])])
        .collect();
    assert_eq!(meets(steps).end(), "created 1; alone");
    let gate = Gate { closed_until: 0, whole_at: BEGAN + 90_000 };
    let steps = nothings(1).chain([throttled("15")]).chain(settled());
    let lines = [first("429 throttled"), looks("throttled", [16_500])].concat();
    let world = Script { gate: gate.into(), ..Script::new(steps) };
    let call = run(world, OPTIONS).ends("ERR_THROTTLED 429; retry at 15000", &lines);
    assert_eq!(call.note(), "none", "looks have shown that nothing was created");
}
