use serde_json::{Value as Json, json};

use super::{Action, Ended, Job, JobOptions, Prior, Reason, State};
use crate::bulk::ending::Heard;
use crate::bulk::job::{JobRow, Start};
use crate::bulk::outcome::{Outcome, RowError, Verdict};

fn row(number: u32, start: Start) -> JobRow {
    JobRow { number, start, attempts: 0, throttled: 0 }
}

fn job(rows: u32) -> Job {
    let rows = (1..=rows).map(|number| row(number, Start::Fresh)).collect();
    Job::new(JobOptions { concurrency: 8, stop_after: 3, rows }, 0)
}

fn sends(row: u32) -> Action {
    Action::Send { row, prior: Prior::None }
}

fn waits(state: State, reason: Option<Reason>) -> Action {
    Action::Wait { until: None, state, reason }
}

fn created() -> Outcome {
    Outcome { attempts: 1, ..Outcome::new(Verdict::Created) }
}

fn error(code: &str, status: u32) -> Option<RowError> {
    Some(RowError { code: code.into(), status, ..RowError::default() })
}

fn decided(verdict: Verdict) -> Heard {
    Heard::Decided(verdict)
}

/// A row begins, is sent, and ends like that.
#[track_caller]
fn ends(job: &mut Job, row: u32, outcome: Outcome, now: u64) {
    assert_eq!(job.next(now), sends(row));
    job.sent(row, now);
    let verdict = outcome.verdict;
    assert_eq!(job.settled(row, outcome, now + 10), decided(verdict));
}

fn json_of(text: &str) -> Json {
    serde_json::from_str(text).unwrap()
}

#[test]
fn every_row_has_its_turn() {
    let mut job = job(3);
    ends(&mut job, 1, created(), 0);
    ends(&mut job, 2, created(), 100);
    assert_eq!(job.next(200), sends(3));
    job.sent(3, 200);
    assert_eq!(job.next(200), waits(State::Running, None));
    job.settled(3, created(), 210);
    let end = Action::End { ended: Ended::Completed, reason: None };
    assert_eq!((job.next(210), job.next(220)), (end, end));
    let progress = json_of(&job.progress_json(220));
    assert_eq!(
        (&progress["total"], &progress["done"], &progress["counts"]["created"]),
        (&json!(3), &json!(3), &json!(3))
    );
    assert_eq!((&progress["requests"], &progress["remainingMs"]), (&json!(3), &json!(0)));
}

#[test]
fn no_rows_are_no_work() {
    assert_eq!(job(0).next(0), Action::End { ended: Ended::Completed, reason: None });
}

#[test]
fn a_throttled_row_comes_before_the_others() {
    let mut job = job(3);
    ends(&mut job, 1, created(), 0);
    assert_eq!(job.next(100), sends(2));
    job.sent(2, 100);
    let known = Outcome { attempts: 1, throttled: 1, has_ticket: true, ..Outcome::new(Verdict::Unknown) };
    job.throttled(2, &known, Some(4_000), 110);
    let closed = Action::Wait { until: Some(4_115), state: State::Waiting, reason: Some(Reason::Throttled) };
    assert_eq!(job.next(110), closed);
    // The lane knows by now how many go into a window.
    let paced = Action::Wait { until: Some(4_125), state: State::Running, reason: None };
    assert_eq!(job.next(4_115), paced);
    assert_eq!(job.next(4_125), Action::Send { row: 2, prior: Prior::Throttled });
    assert_eq!(job.resent(), 1);
    job.sent(2, 4_200);
    job.settled(2, created(), 4_210);
    let progress = json_of(&job.progress_json(4_300));
    assert_eq!((&progress["requests"], &progress["throttled"]), (&json!(3), &json!(1)));
}

#[test]
fn a_throttled_row_is_unknown_when_the_job_is_cancelled() {
    let mut job = job(2);
    assert_eq!(job.next(0), sends(1));
    job.sent(1, 0);
    let known = Outcome { error: error("ERR_THROTTLED", 429), has_ticket: true, ..Outcome::new(Verdict::Unknown) };
    job.throttled(1, &known, Some(4_000), 10);
    job.cancel();
    assert_eq!(job.next(20), Action::End { ended: Ended::Cancelled, reason: Some(Reason::Requested) });
    assert_eq!((job.verdict(1), job.verdict(2)), (Some(Verdict::Unknown), Some(Verdict::NotStarted)));
    let counts = json_of(&job.progress_json(30))["counts"].clone();
    assert_eq!((&counts["unknown"], &counts["notStarted"]), (&json!(1), &json!(1)));
}

#[test]
fn cancelling_waits_for_what_was_sent() {
    let mut job = job(2);
    assert_eq!(job.next(0), sends(1));
    job.sent(1, 0);
    job.ambiguous(1);
    job.cancel();
    assert_eq!(job.next(10), waits(State::Running, Some(Reason::Requested)));
    job.settled(1, created(), 20);
    assert_eq!(job.next(20), Action::End { ended: Ended::Cancelled, reason: Some(Reason::Requested) });
}

#[test]
fn a_paused_job_sends_nothing_and_goes_on() {
    let mut job = job(2);
    assert_eq!(job.next(0), sends(1));
    job.sent(1, 0);
    job.pause();
    assert_eq!(job.next(1), waits(State::Pausing, Some(Reason::Requested)));
    job.settled(1, created(), 10);
    assert_eq!(job.next(10), waits(State::Paused, Some(Reason::Requested)));
    assert!(json_of(&job.progress_json(10)).get("remainingMs").is_none());
    job.resume();
    assert_eq!(job.next(1_000), sends(2));
}

#[test]
fn a_row_without_a_token_keeps_its_place() {
    let mut job = job(2);
    assert_eq!(job.next(0), sends(1));
    job.token_failed(1, false);
    assert_eq!(job.next(1), waits(State::Paused, Some(Reason::TokenFailed)));
    job.resume();
    assert_eq!(job.next(2), sends(1));
    job.token_failed(1, true);
    assert_eq!(job.next(3), waits(State::Paused, Some(Reason::InteractionRequired)));
    job.resume();
    ends(&mut job, 1, created(), 4);
}

#[test]
fn an_offline_browser_is_waited_for() {
    let mut job = job(1);
    assert_eq!(job.next(0), sends(1));
    job.offline(1);
    assert_eq!(job.next(1), waits(State::Waiting, Some(Reason::Offline)));
    job.online();
    assert_eq!(job.next(2), sends(1));
}

#[test]
fn what_an_earlier_session_sent_is_settled_first_and_takes_no_slot() {
    let rows = vec![row(1, Start::Fresh), row(2, Start::Sent), row(3, Start::Sent)];
    let mut job = Job::new(JobOptions { concurrency: 8, stop_after: 3, rows }, 0);
    assert_eq!(job.next(0), Action::Send { row: 2, prior: Prior::Sent });
    assert_eq!(job.next(0), Action::Send { row: 3, prior: Prior::Sent });
    assert_eq!(job.next(0), sends(1));
    let progress = json_of(&job.progress_json(0));
    assert_eq!((&progress["sending"], &progress["settling"]), (&json!(1), &json!(2)));
}

#[test]
fn a_look_that_a_pause_cut_short_is_made_again() {
    let mut job = job(1);
    assert_eq!(job.next(0), sends(1));
    job.sent(1, 0);
    job.ambiguous(1);
    let unknown = Outcome { has_ticket: true, attempts: 2, ..Outcome::new(Verdict::Unknown) };
    for time in 1..=3 {
        job.gate(time * 300_000);
        assert_eq!(job.settled(1, unknown.clone(), time * 300_000 - 1), Heard::Noted);
        assert_eq!(job.next(time * 300_000), Action::Send { row: 1, prior: Prior::Sent });
    }
    job.gate(2_000_000);
    assert_eq!(job.settled(1, unknown, 1_500_000), decided(Verdict::Unknown));
    assert_eq!(json_of(&job.progress_json(1_500_000))["requests"], 8);
}

#[test]
fn the_same_refusal_stops_it_with_the_reason() {
    let mut job = job(9);
    let refused = Outcome { error: error("ERR_GRAPH", 403), ..Outcome::new(Verdict::Failed) };
    for number in 1..=3 {
        ends(&mut job, number, refused.clone(), u64::from(number) * 1_000);
    }
    assert_eq!(job.next(9_000), Action::End { ended: Ended::Stopped, reason: Some(Reason::SameRefusal) });
    assert_eq!(job.error().unwrap().status, 403);
    assert_eq!(json_of(&job.progress_json(9_000))["counts"]["notStarted"], 6);
}

#[test]
fn too_much_doubt_holds_it_until_something_ends_well() {
    let mut job = job(9);
    for number in 1..=3 {
        assert_eq!(job.next(u64::from(number) * 1_000), sends(number));
        job.sent(number, u64::from(number) * 1_000);
        job.ambiguous(number);
    }
    assert_eq!(job.next(4_000), waits(State::Waiting, Some(Reason::ServiceFailing)));
    let adopted = Outcome { verdict: Verdict::Adopted, ..created() };
    job.settled(2, adopted, 5_000);
    assert_eq!(job.next(5_000), sends(4));
    job.settled(4, Outcome { error: error("ERR_OUTCOME_UNKNOWN", 503), ..Outcome::new(Verdict::Unknown) }, 5_010);
    for number in [1, 3] {
        job.settled(number, Outcome { error: error("ERR_GRAPH", 503), ..Outcome::new(Verdict::Failed) }, 6_000);
    }
    assert_eq!(job.next(6_000), Action::End { ended: Ended::Stopped, reason: Some(Reason::ServiceFailing) });
    assert_eq!(job.error().unwrap().status, 503);
}

#[test]
fn says_how_long_it_may_take_only_when_it_knows() {
    let mut job = job(100);
    assert!(json_of(&job.progress_json(0)).get("remainingMs").is_none());
    ends(&mut job, 1, created(), 0);
    let remaining = json_of(&job.progress_json(10))["remainingMs"].as_u64().unwrap();
    assert!((330..120_000).contains(&remaining), "{remaining}");
    // A pause counts in full.
    job.gate(1_000_000);
    assert!(json_of(&job.progress_json(10))["remainingMs"].as_u64().unwrap() > 999_990);
}

#[test]
fn what_makes_no_sense_does_nothing() {
    let mut job = job(1);
    job.sent(1, 0);
    job.sent(7, 0);
    job.ambiguous(7);
    job.unsent(1);
    job.throttled(7, &created(), None, 0);
    assert_eq!(job.settled(1, created(), 0), Heard::Nothing);
    assert_eq!(job.settled(7, created(), 0), Heard::Nothing);
    ends(&mut job, 1, created(), 0);
    assert_eq!(job.settled(1, created(), 20), Heard::Nothing);
    assert_eq!(job.next(30), Action::End { ended: Ended::Completed, reason: None });
    assert_eq!(job.verdict(7), None);
}

#[test]
fn many_rows_are_no_more_work_each() {
    let rows = 100_000;
    let mut job = job(rows);
    let mut now = 0;
    for _ in 0..rows {
        loop {
            match job.next(now) {
                Action::Send { row, .. } => {
                    job.sent(row, now);
                    now += 1;
                    assert_eq!(job.settled(row, created(), now), decided(Verdict::Created));
                    break;
                }
                Action::Wait { until: Some(until), .. } => now = until.max(now + 1),
                other => panic!("{other:?}"),
            }
        }
    }
    assert_eq!(job.next(now), Action::End { ended: Ended::Completed, reason: None });
}
