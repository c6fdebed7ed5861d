//! Waiting, and not waiting.

use super::{asks, in_session};
use crate::attempt::Reason;
use crate::cloud::Cloud;
use crate::gate::Gate;
use crate::session::Session;
use crate::world::script::answers::{aborted, empty};
use crate::world::script::{BEGAN, Script, lines};

/// Waits in that world: how it ended.
fn waits(world: &Script, millis: u64) -> Option<String> {
    let pause = |session: &mut Session<'_, Script>| pollster::block_on(session.pause(millis, Reason::Failed));
    in_session(world, pause).map_err(|stop| lines::stop(&stop)).err()
}

#[test]
fn a_long_wait_is_slept_in_parts() {
    // Each looks at the clock again, which may have gone on while the machine was asleep.
    for (millis, slept) in
        [(1, vec![1]), (60_000, vec![60_000]), (60_001, vec![60_000, 1]), (123_000, vec![60_000, 60_000, 3_000])]
    {
        let world = Script { timeout: 1_000_000, ..Script::default() };
        assert_eq!(waits(&world, millis), None);
        assert_eq!((world.slept.take(), world.elapsed.get()), (slept, millis));
        assert_eq!(world.told(), [format!("waiting failed {millis}")]);
    }
    let world = Script::default();
    assert_eq!(waits(&world, 0), None);
    assert!(world.slept.borrow().is_empty());
}

#[test]
fn a_wait_ends_with_the_call() {
    let world = Script { timeout: 70_000, ..Script::default() };
    assert_eq!(waits(&world, 100_000).as_deref(), Some("ERR_NETWORK timedOut"));
    assert_eq!(world.elapsed.get(), 70_000);
    for (at, elapsed) in [0, 60_000, 60_000, 99_000].into_iter().enumerate() {
        let world = Script { interrupted_at: Some((at, aborted)), ..Script::default() };
        assert_eq!(waits(&world, 99_000).as_deref(), Some("aborted: stop"));
        assert_eq!(world.elapsed.get(), elapsed, "{at}");
    }
    // Being offline is no reason not to wait.
    let world = Script { offline: 0..u64::MAX, ..Script::default() };
    assert_eq!(waits(&world, 100), None);
}

#[test]
fn waits_add_up_in_the_ledger_until_something_is_sent() {
    let world = Script::new([empty(200), empty(200)]);
    let waited = in_session(&world, |session| {
        for millis in [100, 250] {
            pollster::block_on(session.pause(millis, Reason::Ambiguous)).unwrap();
        }
        let _ = (asks(session).unwrap(), asks(session).unwrap());
        session.ledger.iter().map(|attempt| attempt.waited_ms).collect::<Vec<_>>()
    });
    assert_eq!(waited, [350, 0]);
}

#[test]
fn who_is_in_a_hurry_sends_at_once_or_not_at_all() {
    let root = Cloud::Global.root();
    let sends = |closed_until: u64, at: u64| {
        let world = Script::new([empty(200), empty(200)]);
        let mut session = Session::new(&world, &root);
        let _ = asks(&mut session).unwrap();
        session.hurry(5_000);
        world.elapsed.set(at);
        world.gate.set(Gate { closed_until: BEGAN + closed_until, whole_at: 0 });
        let end = asks(&mut session).map_err(|stop| lines::stop(&stop)).err();
        assert_eq!((world.elapsed.get(), world.asked_for()), (at, vec!["initial".into()]), "with the last token");
        end.map_or_else(|| Ok(world.sent.borrow()[1].within), Err)
    };
    let late = || Err("ERR_NETWORK timedOut".into());
    assert_eq!(sends(0, 0), Ok(5_000));
    assert_eq!(sends(0, 4_999), Ok(1));
    assert_eq!(sends(0, 5_000), late());
    assert_eq!(sends(700, 700), Ok(4_300));
    assert_eq!(sends(701, 700), late());
    // Without a token nothing can be sent at once.
    let world = Script::default();
    let mut session = Session::new(&world, &root);
    session.hurry(5_000);
    assert!(asks(&mut session).is_err() && world.asked_for().is_empty());
    // Nor when the call is over, or nothing can be sent at all.
    for interrupted_at in [Some((4, aborted as _)), None] {
        let world = Script { interrupted_at, offline: 1..2, ..Script::new([empty(200)]) };
        let mut session = Session::new(&world, &root);
        let _ = asks(&mut session).unwrap();
        session.hurry(5_000);
        world.elapsed.set(1);
        let end = asks(&mut session).map_err(|stop| lines::stop(&stop)).err();
        assert_eq!(
            end.as_deref(),
            Some(if interrupted_at.is_some() { "aborted: stop" } else { "ERR_NETWORK offline" })
        );
    }
}

#[test]
fn knows_how_long_the_hurry_lasts() {
    let (world, root) = (Script::default(), Cloud::Global.root());
    let mut session = Session::new(&world, &root);
    assert!(!session.is_hurried(0));
    session.hurry(5_000);
    assert!(session.is_hurried(4_999) && !session.is_hurried(5_000));
    world.elapsed.set(1_000);
    assert!(session.is_hurried(3_999) && !session.is_hurried(4_000));
}
