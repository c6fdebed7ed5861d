use super::{Pace, Rule};
use crate::bulk::history::Fate;

/// Sends requests at these moments, which are taken, and one more that is refused; gives the serial number of that.
fn refused(pace: &mut Pace, taken: &[u64], at: u64) -> u64 {
    for at in taken {
        let serial = pace.history.push(*at);
        pace.mark(serial, Fate::Taken);
    }
    let serial = pace.history.push(at);
    pace.mark(serial, Fate::Refused);
    serial
}

#[track_caller]
fn learns(taken: &[u64], at: u64, wait: Option<u64>, rest: usize, wanted: Option<(usize, u64)>, explained: bool) {
    let mut pace = Pace::default();
    let serial = refused(&mut pace, taken, at);
    assert_eq!(pace.learn(serial, wait, at, rest), explained);
    assert_eq!(pace.rule().map(|rule| (rule.count, rule.window)), wanted);
}

#[test]
fn the_wait_points_at_the_window() {
    // 1.3 s until the first one leaves a window of two seconds.
    learns(&[0, 100, 200, 300, 400], 700, Some(2_000), 10, Some((5, 2_000)), true);
    learns(&[0, 100, 200, 300, 400], 700, Some(10_000), 10, Some((5, 10_000)), true);
    learns(&[0, 100, 200, 300, 400], 7_700, Some(3_000), 10, Some((5, 10_000)), true);
}

#[test]
fn a_long_wait_is_a_punishment() {
    // No window is 315 s long, so the fastest pace that nothing speaks against is tried.
    learns(&[0], 100, Some(315_000), 199, Some((1, 1_000)), false);
    // Five in ten minutes would take hours, and ten minutes are a small price for finding out.
    learns(&[0, 100, 200, 300, 400], 700, Some(600_000), 1_000, Some((5, 1_000)), false);
    // With few rows left it is not worth it.
    learns(&[0, 100, 200, 300, 400], 700, Some(600_000), 5, Some((5, 600_000)), true);
}

#[test]
fn without_a_wait_the_fastest_pace_is_taken_that_nothing_speaks_against() {
    learns(&[0, 100, 200, 300, 400], 700, None, 100, Some((5, 1_000)), false);
    // Three in a second were taken before, and fewer are in the last one.
    learns(&[0, 100, 200, 1_500, 2_400], 2_450, None, 100, Some((5, 3_000)), false);
    // What is refused at once says nothing.
    learns(&[], 0, None, 100, None, false);
}

#[test]
fn what_is_learned_is_kept() {
    let mut pace = Pace::default();
    assert_eq!(pace.opens(0, 0), 0);
    let serial = refused(&mut pace, &[0, 100, 200], 300);
    pace.learn(serial, Some(2_000), 300, 10);
    assert_eq!(pace.rule(), Some(Rule { count: 3, window: 2_000 }));
    // The third last one is that at 100, with the refused one.
    assert_eq!(pace.opens(300, 0), 2_115);
    assert_eq!(pace.opens(300, 1), 2_215);
    assert_eq!(pace.opens(300, 2), 2_315);
    // What has not been sent yet may be sent at any moment.
    assert_eq!(pace.opens(500, 3), 2_515);
}

#[test]
fn a_request_that_comes_a_little_early_does_not_change_the_window() {
    let mut pace = Pace::default();
    let serial = refused(&mut pace, &[0, 100, 200], 300);
    pace.learn(serial, Some(2_000), 300, 10);
    let serial = refused(&mut pace, &[2_320, 2_420, 2_520], 4_330);
    assert!(pace.learn(serial, Some(1_000), 4_330, 10));
    assert_eq!(pace.rule(), Some(Rule { count: 3, window: 2_000 }));
    assert_eq!(pace.opens(4_330, 2), 4_330 + 2_015 + 40);
}

#[test]
fn a_limit_that_shrinks_is_learned_anew() {
    let mut pace = Pace::default();
    let before: Vec<u64> = (0..40).map(|at| at * 10).collect();
    let serial = refused(&mut pace, &before, 400);
    pace.learn(serial, Some(2_000), 400, 100);
    assert_eq!(pace.rule(), Some(Rule { count: 40, window: 2_000 }));
    let serial = refused(&mut pace, &(60_000..60_010).collect::<Vec<_>>(), 60_500);
    pace.learn(serial, Some(2_000), 60_500, 100);
    assert_eq!(pace.rule(), Some(Rule { count: 10, window: 2_000 }));
}

#[test]
fn goes_faster_when_nothing_was_refused_for_long_and_back_when_it_was_too_fast() {
    let mut pace = Pace::default();
    let serial = refused(&mut pace, &(0..20).collect::<Vec<_>>(), 3_000);
    pace.learn(serial, Some(7_000), 3_000, 100);
    let rule = Rule { count: 20, window: 10_000 };
    assert_eq!(pace.rule(), Some(rule));
    pace.probe(32_000, 10_000);
    assert_eq!(pace.rule(), Some(rule), "too soon");
    pace.probe(34_000, 100);
    assert_eq!(pace.rule(), Some(rule), "not worth it");
    pace.probe(34_000, 10_000);
    assert_eq!(pace.rule(), Some(Rule { count: 22, ..rule }));
    let serial = refused(&mut pace, &[40_000], 40_100);
    assert!(pace.learn(serial, Some(10_000), 40_100, 10_000));
    assert_eq!(pace.rule(), Some(rule));
    pace.probe(72_000, 10_000);
    assert_eq!(pace.rule(), Some(rule), "less often, once it was in vain");
    pace.probe(102_000, 10_000);
    assert_eq!(pace.rule(), Some(Rule { count: 22, ..rule }));
}
