use super::{Lane, Turn, round_below};

/// Sends as many as may begin; gives their serial numbers.
fn fill(lane: &mut Lane, now: u64) -> Vec<u64> {
    let mut sent = Vec::new();
    while lane.turn(now, 1_000) == Turn::Now {
        lane.begin(now);
        sent.push(lane.sent(now));
    }
    sent
}

/// Lets a lane grow as far as it may, with answers after so many milliseconds; gives the time then.
fn grown(lane: &mut Lane, latency: u64) -> u64 {
    let (mut now, mut waiting) = (0, Vec::new());
    while now < 20 * latency {
        waiting.extend(fill(lane, now).into_iter().map(|serial| (now + latency, serial)));
        waiting.retain(|(at, serial)| {
            if *at <= now {
                lane.answered(*serial, now);
            }
            *at > now
        });
        now += 1;
    }
    for (at, serial) in waiting {
        now = now.max(at);
        lane.answered(serial, at);
    }
    now
}

#[test]
fn begins_with_one_and_grows_while_the_service_is_content() {
    let mut lane = Lane::new(8);
    assert_eq!(fill(&mut lane, 0).len(), 1);
    assert_eq!(lane.turn(50, 10), Turn::Full);
    lane.answered(0, 100);
    assert_eq!(lane.limit, 3);
    grown(&mut lane, 100);
    assert_eq!((lane.limit, lane.under_way, lane.latency), (8, 0, 100));
}

#[test]
fn does_not_grow_when_the_limit_is_not_used() {
    let mut lane = Lane::new(8);
    lane.limit = 4;
    for now in [0, 1_000, 2_000, 3_000] {
        lane.begin(now);
        let serial = lane.sent(now);
        lane.answered(serial, now + 100);
    }
    assert_eq!(lane.limit, 4);
}

#[test]
fn requests_do_not_come_in_bunches() {
    let mut lane = Lane::new(8);
    let now = grown(&mut lane, 800) + 1_000;
    assert_eq!(fill(&mut lane, now).len(), 1);
    assert_eq!(lane.turn(now, 10), Turn::Paced(now + 12));
}

#[test]
fn halves_once_for_all_refusals_of_an_episode() {
    let mut lane = Lane::new(8);
    let now = grown(&mut lane, 100);
    lane.latency = 1;
    let mut sent = Vec::new();
    for now in now..now + 8 {
        sent.extend(fill(&mut lane, now));
    }
    assert_eq!(sent.len(), 8);
    let now = now + 50;
    for (at, serial) in sent.into_iter().enumerate() {
        assert_eq!(lane.throttled(serial, Some(7_777), now + at as u64, 100), at == 0);
    }
    assert_eq!((lane.limit, lane.under_way), (4, 0));
    // The latest pause counts, and none is shortened.
    assert_eq!(lane.turn(now, 100), Turn::Closed(now + 7 + 7_777 + 5));
    lane.close(now);
    assert_eq!(lane.closed_until(), now + 7 + 7_777 + 5);
}

#[test]
fn a_window_says_nothing_against_the_number_under_way() {
    let mut lane = Lane::new(8);
    grown(&mut lane, 100);
    // The window of two minutes began with the first request.
    lane.begin(20_000);
    let serial = lane.sent(20_000);
    assert!(lane.throttled(serial, Some(100_000), 20_010, 1_000));
    assert_eq!(lane.limit, 8);
}

#[test]
fn backs_off_longer_each_time_where_nobody_says_how_long() {
    let mut lane = Lane::new(8);
    let mut now = 0;
    for wait in [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000] {
        lane.begin(now);
        let serial = lane.sent(now);
        lane.throttled(serial, None, now, 100);
        assert_eq!(lane.closed_until(), now + wait + 5);
        now = lane.closed_until() + 600_000;
    }
    lane.begin(now);
    let serial = lane.sent(now);
    lane.answered(serial, now + 10);
    lane.begin(now + 20);
    let serial = lane.sent(now + 20);
    lane.throttled(serial, None, now + 30, 100);
    assert_eq!(lane.closed_until(), now + 30 + 1_000 + 5);
}

#[test]
fn nothing_is_sent_sooner_than_a_second_after_a_refusal() {
    let mut lane = Lane::new(8);
    lane.begin(0);
    let serial = lane.sent(0);
    lane.throttled(serial, Some(0), 100, 100);
    assert_eq!(lane.closed_until(), 1_105);
}

#[test]
fn slots_come_back() {
    let mut lane = Lane::new(2);
    lane.begin(0);
    lane.unsent();
    assert_eq!((lane.under_way, lane.ahead, lane.turn(1, 1)), (0, 0, Turn::Now));
    lane.begin(1);
    lane.sent(1);
    lane.leave();
    assert_eq!((lane.under_way, lane.ahead), (0, 0));
    assert_eq!(lane.limit, 1, "what is in doubt is no content");
}

#[test]
fn one_goes_ahead_behind_a_round_number() {
    let numbers = [0, 1, 10, 11, 20, 21, 40, 41, 51, 71, 81, 99, 100, 101, 250, 999, 1_001, u64::MAX];
    let below = [0, 0, 0, 0, 0, 20, 20, 40, 50, 60, 80, 80, 80, 100, 200, 800, 1_000, 10_000_000_000_000_000_000];
    assert_eq!(numbers.map(round_below), below);

    let mut lane = Lane::new(12);
    lane.limit = 12;
    for serial in 0..20 {
        let at = serial * 1_000;
        assert_eq!((lane.turn(at, 100), lane.begin(at), lane.sent(at)), (Turn::Now, (), serial));
        lane.answered(serial, at + 100);
    }
    // The first behind twenty: the others wait for its answer.
    assert_eq!(fill(&mut lane, 30_000), [20]);
    assert_eq!(lane.turn(30_050, 100), Turn::Full);
    lane.answered(20, 30_100);
    assert_eq!(lane.turn(30_100, 100), Turn::Now);
    for serial in 21..40 {
        let at = 30_100 + serial * 1_000;
        assert_eq!((lane.turn(at, 100), lane.begin(at), lane.sent(at)), (Turn::Now, (), serial));
        lane.answered(serial, at + 100);
    }
    // Or until it is known that there is none to come.
    assert_eq!(fill(&mut lane, 80_000), [40]);
    lane.begin(80_000);
    lane.sent(80_000);
    assert_eq!(lane.turn(80_500, 100), Turn::Full);
    lane.leave();
    assert_eq!(lane.turn(80_500, 100), Turn::Now);
}
