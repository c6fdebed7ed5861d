//! Reads that are asked to wait: never shorter than asked, and not much longer.

use super::{gets, gets_in, there};
use crate::gate::Gate;
use crate::world::script::answers::{empty, throttled, with_retry_after};
use crate::world::script::{BEGAN, Script};

/// When a read is sent again behind a 429 with that `Retry-After`, if chance adds that.
fn again(retry_after: &str, chance: u16) -> u64 {
    let world = Script { timeout: 10_000_000, chance, ..Script::new([throttled(retry_after), there()]) };
    let read = gets_in(world);
    let at = read.world.sent.borrow()[1].at;
    let second = format!("{at} read throttled 200 succeeded");
    let read = read.ends("1", &["0 read initial 429 throttled", second.as_str()]);
    let waiting = format!("waiting throttled {at}");
    assert_eq!(read.world.told(), ["reading initial", "throttled 429", &waiting, "reading throttled"]);
    at
}

#[test]
fn retry_after_is_obeyed() {
    for (retry_after, earliest, latest) in [
        // Not more than one a second, whatever Graph says.
        ("0", 1_000, 1_100),
        ("1", 1_000, 1_100),
        ("2", 2_000, 2_200),
        ("120", 120_000, 122_000),
        ("180", 180_000, 182_000),
        ("315", 315_000, 317_000),
        ("600", 600_000, 602_000),
        // The longest of several.
        ("1, 120", 120_000, 122_000),
        ("120, 1", 120_000, 122_000),
        // The wall clock shows 11:06:40.
        ("Wed, 18 Nov 2026 11:06:50 GMT", 10_000, 11_000),
        ("Wed, 18 Nov 2026 11:06:39 GMT", 1_000, 1_100),
        // What cannot be read is as good as none: a back-off of one to two seconds.
        ("-1", 1_000, 2_200),
        ("1e9", 1_000, 2_200),
        ("soon", 1_000, 2_200),
        ("", 1_000, 2_200),
    ] {
        assert_eq!((again(retry_after, 0), again(retry_after, u16::MAX)), (earliest, latest), "{retry_after:?}");
    }
}

#[test]
fn without_a_time_the_pauses_grow() {
    let world = Script { timeout: 10_000_000, ..Script::new([empty(429), empty(429), empty(429), there()]) };
    gets_in(world).ends(
        "1",
        &[
            "0 read initial 429 throttled",
            "2200 read throttled 429 throttled",
            "6600 read throttled 429 throttled",
            "15400 read throttled 200 succeeded",
        ],
    );
}

#[test]
fn a_429_may_come_more_often_than_a_failure() {
    let steps = (0..6).map(|_| throttled("5")).chain([empty(500), empty(500), empty(500), there()]);
    let read = gets_in(Script { chance: 0, ..Script::new(steps) });
    assert_eq!((read.end().as_str(), read.attempts().len()), ("1", 10));
    assert_eq!(
        read.attempts()[6..],
        [
            "30000 read throttled 500 serverError",
            "31000 read failed 500 serverError",
            "32000 read failed 500 serverError",
            "33000 read failed 200 succeeded"
        ]
    );
    // But out of the same budget.
    let read = gets((0..32).map(|_| throttled("0")));
    assert_eq!((read.end().as_str(), read.attempts().len()), ("ERR_THROTTLED 429; retry at 34100", 32));
}

#[test]
fn a_pause_longer_than_the_call_fails_at_once() {
    for (retry_after, at) in [("100", 100_000_u64), ("9999999999", 9_999_999_999_000)] {
        let read = gets([throttled(retry_after)])
            .ends(&format!("ERR_THROTTLED 429; retry at {at}"), &["0 read initial 429 throttled"]);
        assert_eq!(read.world.elapsed.get(), 0);
    }
    let fits = Script { timeout: 100_001, ..Script::new([throttled("100"), there()]) };
    let read = gets_in(fits);
    assert_eq!((read.end().as_str(), read.world.elapsed.get()), ("1", 100_000), "chance does not spoil it");
    // So does one that another call of the client was asked for.
    let gate = Gate { closed_until: BEGAN + 100_000, whole_at: 0 };
    let closed = gets_in(Script { gate: gate.into(), ..Script::default() });
    assert_eq!((closed.world.elapsed.get(), closed.world.asked_for().len()), (0, 0));
    closed.ends("ERR_THROTTLED; retry at 100000", super::NOTHING);
}

#[test]
fn a_failure_may_ask_for_a_pause_too() {
    // Two seconds by itself, then the rest of the pause and two seconds that chance adds.
    let steps = [with_retry_after(empty(503), "30"), there()];
    gets(steps).ends("1", &["0 read initial 503 serverError", "32000 read failed 200 succeeded"]);
    let read = gets([with_retry_after(empty(503), "600")]);
    assert_eq!(read.world.elapsed.get(), 0, "it fails at once");
    read.ends("ERR_GRAPH 503; retry at 600000", &["0 read initial 503 serverError"]);
}
