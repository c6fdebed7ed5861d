//! Jobs against services that limit creates: how close to the limit they come, and how often they run into it.

use super::bulk::{Bulk, Judgement, Style};
use super::limiter::{Limit, Limiter, Says};
use super::scenario::Scenario;
use super::universe::START;

/// Lets a job of so many rows run against a limit; gives the time in milliseconds, and how often it was refused.
fn against(rows: u32, limiter: Limiter, latency: u64) -> (u64, Bulk, Judgement) {
    jittery(rows, limiter, latency, 0)
}

/// The same with requests that arrive by so much later by chance.
fn jittery(rows: u32, limiter: Limiter, latency: u64, jitter: u64) -> (u64, Bulk, Judgement) {
    let mut scenario = Scenario::quiet(super::seed());
    scenario.token_delay = 0;
    let bulk = Bulk::new(scenario, Style::new(rows));
    bulk.universe.latency.set(Some(latency));
    bulk.universe.jitter.set(jitter);
    *bulk.universe.limiter.borrow_mut() = Some(limiter);
    assert!(bulk.run(None));
    let judgement = bulk.judge();
    let took = bulk.over.get() - START;
    (took, bulk, judgement)
}

#[track_caller]
fn all_created(rows: u32, judgement: &Judgement) {
    assert_eq!(judgement.count("created") + judgement.count("adopted"), u64::from(rows), "{judgement:?}");
    assert_eq!((judgement.doubled, judgement.early, judgement.wrong.len()), (0, 0, 0), "{judgement:?}");
}

#[test]
fn one_write_a_second_with_long_punishments() {
    let limit = Limit::Punishment { every: 1_000, seconds: 315 };
    for latency in [20, 100, 400, 900, 1_500] {
        let (took, bulk, judgement) = against(200, Limiter::new(limit, Says::Seconds, false), latency);
        let punished = bulk.universe.limiter.borrow().as_ref().unwrap().punished;
        let floor = limit.floor(200) + punished;
        println!("1/s, 315 s, latency {latency}: {took} ms, floor {floor} ms, {} refused", judgement.throttled);
        all_created(200, &judgement);
        assert!(judgement.throttled <= 6, "{judgement:?}");
        assert!(took * 5 <= floor.max(200 * latency) * 6, "{took} ms");
    }
}

#[test]
fn forty_in_two_seconds() {
    let limit = Limit::Window { count: 40, window: 2_000, refused_count: true };
    let (took, _, judgement) = against(200, Limiter::new(limit, Says::Seconds, false), 100);
    println!("40 in 2 s: {took} ms, {} refused", judgement.throttled);
    let (slow, _, late) = against(200, Limiter::new(limit, Says::Seconds, true), 100);
    println!("40 in 2 s, refusals with latency: {slow} ms, {} refused", late.throttled);
    for (latency, jitter) in [(103, 0), (100, 20)] {
        let limiter = Limiter::new(limit, Says::Seconds, false);
        let (took, _, judgement) = jittery(200, limiter, latency, jitter);
        println!("40 in 2 s, latency {latency} and up to {jitter} ms: {took} ms, {} refused", judgement.throttled);
        all_created(200, &judgement);
    }
    all_created(200, &judgement);
    all_created(200, &late);
    assert_eq!((judgement.throttled, late.throttled), (1, 1), "{judgement:?}");
    // In Chromium it is 9.2 to 9.3 s: there a round trip is not a whole number of hundreds.
    assert!(took <= 9_500, "{took} ms");
}

#[test]
fn other_limits() {
    let window = |count, window| Limit::Window { count, window, refused_count: true };
    let mild = |count, window| Limit::Window { count, window, refused_count: false };
    let bucket = |holds, every| Limit::Bucket { holds, every };
    let cases: [(&str, u32, Limit, Says, f64); 17] = [
        ("5 in 1 s", 200, window(5, 1_000), Says::Seconds, 1.3),
        ("5 in 1 s, no Retry-After", 200, mild(5, 1_000), Says::Nothing, 1.5),
        ("40 in 2 s, 2,000 rows", 2_000, window(40, 2_000), Says::Seconds, 1.2),
        ("40 in 2 s, no Retry-After", 200, window(40, 2_000), Says::Nothing, 2.0),
        ("40 in 2 s, a date", 200, window(40, 2_000), Says::Date, 1.8),
        ("100 in 10 s", 400, window(100, 10_000), Says::Seconds, 1.3),
        ("100 in 10 s, refused ones do not count", 400, mild(100, 10_000), Says::Seconds, 1.3),
        ("455 in 10 s", 2_000, mild(455, 10_000), Says::Seconds, 1.3),
        ("5 in 30 s", 60, window(5, 30_000), Says::Seconds, 1.6),
        ("5 in 10 s", 200, window(5, 10_000), Says::Seconds, 1.6),
        ("60 in 60 s", 300, window(60, 60_000), Says::Seconds, 1.5),
        ("3,000 in 150 s", 10_000, window(3_000, 150_000), Says::Seconds, 1.3),
        ("bucket of 20, 10 a second", 400, bucket(20, 100), Says::Seconds, 1.3),
        ("bucket of 20, 10 a second, no Retry-After", 400, bucket(20, 100), Says::Nothing, 1.6),
        ("bucket of 5, 2 a second", 200, bucket(5, 500), Says::Seconds, 1.3),
        ("1 a second, punished for 30 s", 200, Limit::Punishment { every: 1_000, seconds: 30 }, Says::Seconds, 1.5),
        ("5 a second, punished for 60 s", 600, Limit::Punishment { every: 200, seconds: 60 }, Says::Seconds, 4.0),
    ];
    let mut bad = Vec::new();
    for (name, rows, limit, says, bar) in cases {
        for is_slow in [false, true] {
            let (took, bulk, judgement) = against(rows, Limiter::new(limit, says, is_slow), 100);
            let punished = bulk.universe.limiter.borrow().as_ref().unwrap().punished;
            let floor = limit.floor(rows.into()).max(u64::from(rows) * 100 / 8) + 100 + punished;
            let ratio = took as f64 / floor as f64;
            println!(
                "{name:45} {:8} {took:9} ms  {ratio:.2} x floor  {:3} refused",
                if is_slow { "late" } else { "at once" },
                judgement.throttled
            );
            all_created(rows, &judgement);
            if ratio > bar || judgement.throttled > 30 {
                bad.push((name, is_slow, ratio, judgement.throttled));
            }
        }
    }
    let before = window(40, 2_000);
    let limiter = Limiter::new(before, Says::Seconds, false).then(START + 10_000, window(10, 2_000));
    let (took, _, judgement) = against(400, limiter, 100);
    let floor = 10_000 + window(10, 2_000).floor(200);
    println!("40, then 10 in 2 s: {took} ms, about {floor} ms at best, {} refused", judgement.throttled);
    all_created(400, &judgement);
    assert!(took <= floor * 3 / 2 && judgement.throttled <= 15, "{took} ms, {judgement:?}");
    assert!(bad.is_empty(), "{bad:?}");
}
