//! The gate: one view of the service for all calls of a client.

use super::{asks, in_session};
use crate::cloud::Cloud;
use crate::gate::Gate;
use crate::session::Session;
use crate::world::script::answers::{aborted, empty, lost, throttled, with_retry_after};
use crate::world::script::{BEGAN, Script, Step, lines};

/// Until when the gate is closed behind that answer, since the call began.
fn closed_behind(step: Step) -> u64 {
    let world = Script::new([step]);
    in_session(&world, |session| drop(asks(session).unwrap()));
    assert_eq!(world.gate.get().whole_at, 0);
    world.gate.get().closed_until.saturating_sub(BEGAN)
}

#[test]
fn a_pause_that_graph_asks_for_closes_it() {
    for (step, closed) in [
        (throttled("10"), 10_000),
        (throttled("0"), 1_000),
        // By itself: one to two seconds.
        (empty(429), 2_000),
        (throttled("soon"), 2_000),
        (with_retry_after(empty(503), "10"), 10_000),
        (with_retry_after(empty(503), "0"), 1_000),
        (with_retry_after(empty(503), "soon"), 0),
        (empty(503), 0),
        // Nobody is asked to wait by these.
        (with_retry_after(empty(404), "10"), 0),
        (with_retry_after(empty(409), "10"), 0),
        (with_retry_after(empty(202), "10"), 0),
        (lost("reset"), 0),
    ] {
        assert_eq!(closed_behind(step), closed);
    }
    assert_eq!(closed_behind(throttled("99999999999999999999")), u64::MAX - BEGAN, "for ever");
}

#[test]
fn it_is_closed_for_all_calls_of_the_client() {
    let world = Script { takes: [(0, 500)].into(), ..Script::new([throttled("10"), empty(200)]) };
    let root = Cloud::Global.root();
    let (mut one, mut other) = (Session::new(&world, &root), Session::new(&world, &root));
    let _ = asks(&mut one).unwrap();
    let _ = asks(&mut other).unwrap();
    // Ten seconds since the answer, and a tenth that chance adds.
    assert_eq!(world.sent.borrow()[1].at, 11_500);
    assert_eq!((one.ledger[0].waited_ms, other.ledger[0].waited_ms), (0, 11_000));
    assert_eq!(world.told(), ["reading initial", "throttled 429", "waiting throttled 11000", "reading initial"]);
}

#[test]
fn a_pause_is_never_shortened() {
    let gate = Gate { closed_until: BEGAN + 3_000, whole_at: 0 };
    let world = Script { gate: gate.into(), chance: 0, ..Script::new([throttled("1"), empty(200)]) };
    in_session(&world, |session| drop(asks(session).unwrap()));
    assert_eq!(world.gate.get().closed_until, BEGAN + 4_000);
    // Another call has been asked for more meanwhile.
    let meanwhile = |world: &Script| {
        if !world.sent.borrow().is_empty() {
            world.gate.set(Gate { closed_until: BEGAN + 60_000, whole_at: 5 });
        }
    };
    let world = Script { meanwhile, ..Script::new([throttled("1")]) };
    in_session(&world, |session| drop(asks(session).unwrap()));
    assert_eq!(world.gate.get(), Gate { closed_until: BEGAN + 60_000, whole_at: 5 });
}

#[test]
fn the_pauses_grow_for_one_call() {
    let world = Script { timeout: 1_000_000, ..Script::new((0..7).map(|_| empty(429))) };
    in_session(&world, |session| {
        for closed in [2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000] {
            let _ = asks(session).unwrap();
            assert_eq!(world.gate.get().closed_until - BEGAN, world.elapsed.get() + closed);
        }
    });
}

#[test]
fn it_may_close_while_a_token_is_waited_for() {
    let meanwhile = |world: &Script| {
        if world.sent.borrow().is_empty() && world.asked_for.borrow().len() == 1 {
            world.gate.set(Gate { closed_until: BEGAN + 2_000, whole_at: 0 });
        }
    };
    let world = Script { meanwhile, ..Script::new([empty(200)]) };
    in_session(&world, |session| drop(asks(session).unwrap()));
    assert_eq!((world.sent.borrow()[0].at, world.asked_for().len()), (2_200, 1));
}

#[test]
fn who_waits_in_front_of_it_can_be_interrupted() {
    let gate = || Gate { closed_until: BEGAN + 90_000, whole_at: 0 }.into();
    for at in 0..3 {
        let world = Script { gate: gate(), interrupted_at: Some((at, aborted)), ..Script::default() };
        let end = in_session(&world, |session| asks(session).map_err(|stop| lines::stop(&stop)).err());
        assert_eq!((end.as_deref(), world.asked_for().len()), (Some("aborted: stop"), 0), "{at}");
    }
    // At the end of the pause there has to be time left for the request.
    for (timeout, end) in [(90_000, Some("ERR_THROTTLED; retry at 90000")), (90_001, None)] {
        let world = Script { gate: gate(), timeout, ..Script::new([empty(200)]) };
        let found = in_session(&world, |session| asks(session).map_err(|stop| lines::stop(&stop)).err());
        assert_eq!(found.as_deref(), end);
        assert_eq!(world.elapsed.get(), if end.is_some() { 0 } else { 90_000 });
    }
}

#[test]
fn retries_come_out_of_one_budget() {
    let world = Script::default();
    let root = Cloud::Global.root();
    let (one, other) = (Session::new(&world, &root), Session::new(&world, &root));
    world.gate.set(Gate { closed_until: 7, whole_at: 0 });
    let spent = (0..30).filter(|at| if at % 2 == 0 { one.spend() } else { other.spend() }).count();
    assert_eq!((spent, world.gate.get()), (20, Gate { closed_until: 7, whole_at: BEGAN + 60_000 }));
    world.elapsed.set(3_000);
    assert!(other.spend() && !one.spend());
}
