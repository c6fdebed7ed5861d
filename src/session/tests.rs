//! What a call says to Graph, and what it learns from the answers.

mod gate;
mod wait;

use super::{Ask, Exchange, Session, Stop, guid};
use crate::attempt::{Attempt, AttemptResult, Purpose, Reason};
use crate::cloud::Cloud;
use crate::error::Doubt;
use crate::http::{Method, Request};
use crate::server_clock::Made;
use crate::time::Timestamp;
use crate::world::script::answers::{challenge, cut, dated_error, empty, lost, with_retry_after};
use crate::world::script::{BEGAN, Cause, NOW, Script, lines};
use crate::world::{Interruption, NoAnswer};

/// Something to ask for.
fn request() -> Request {
    Request { method: Method::Get, url: "https://graph.microsoft.com/v1.0/x".into(), body: None }
}

/// Asks for it.
fn asks(session: &mut Session<'_, Script>) -> Result<Box<Exchange<Cause>>, Stop<Cause>> {
    let (purpose, reason, within) = (Purpose::Read, Reason::Initial, 20_000);
    pollster::block_on(session.exchange(Ask { request: &request(), purpose, reason, within, ticket: None }))
}

/// Does something with a session in that world.
#[track_caller]
fn in_session<T>(world: &Script, act: impl FnOnce(&mut Session<'_, Script>) -> T) -> T {
    let root = Cloud::Global.root();
    let mut session = Session::new(world, &root);
    let result = act(&mut session);
    let _ = lines::attempts(world, &session.ledger);
    result
}

#[test]
fn every_request_has_an_id_of_its_own() {
    let mut random = [0; 16];
    assert_eq!(guid(random), "00000000-0000-4000-8000-000000000000");
    for (at, byte) in random.iter_mut().enumerate() {
        *byte = 0x11 * u8::try_from(at).unwrap();
    }
    assert_eq!(guid(random), "00112233-4455-4677-8899-aabbccddeeff");
    assert_eq!(guid([0xff; 16]), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    let world = Script::new([challenge(401, false), empty(200), empty(500)]);
    in_session(&world, |session| (asks(session).unwrap(), asks(session).unwrap()));
    let mut ids: Vec<_> = world.sent.borrow().iter().map(|sent| sent.client_request_id.clone()).collect();
    ids.dedup();
    assert_eq!(ids.len(), 3, "{ids:?}");
}

#[test]
fn the_ledger_tells_of_each_request() {
    let world = Script { takes: [(0, 300)].into(), ..Script::new([empty(404), lost("reset")]) };
    let ledger = in_session(&world, |session| {
        let _ = asks(session);
        pollster::block_on(session.pause(1_500, Reason::Failed)).unwrap();
        let _ = asks(session);
        session.ledger.clone()
    });
    let first = Attempt {
        purpose: Purpose::Read,
        reason: Reason::Initial,
        waited_ms: 0,
        started_at: Timestamp::from_millis(NOW),
        client_request_id: "ffff0000-0000-4000-8000-000000000000".into(),
        request_id: Some("from-header".into()),
        status: Some(404),
        result: AttemptResult::Refused,
    };
    let second = Attempt {
        waited_ms: 1_500,
        started_at: Timestamp::from_millis(NOW + 1_800),
        client_request_id: "ffff0000-0000-4000-8000-000000000001".into(),
        request_id: None,
        status: None,
        result: AttemptResult::ConnectionLost,
        ..first.clone()
    };
    assert_eq!(ledger, [first, second]);
}

#[test]
fn an_error_that_tells_of_no_answer_has_the_id_that_was_sent() {
    let world = Script::new([lost("reset")]);
    let exchange = in_session(&world, |session| asks(session).unwrap());
    assert_eq!(exchange.meaning, None);
    assert_eq!(exchange.answer.client_request_id.as_deref(), Some("ffff0000-0000-4000-8000-000000000000"));
    assert_eq!(exchange.answer.status, None);
}

#[test]
fn a_request_waits_for_its_answer_no_longer_than_the_call() {
    for (timeout, within) in [(100_000, 20_000), (20_001, 20_000), (500, 500)] {
        let world = Script { timeout, ..Script::new([empty(200)]) };
        in_session(&world, |session| asks(session).unwrap());
        assert_eq!(world.sent.borrow()[0].within, within);
    }
}

#[test]
fn a_token_is_asked_for_anew_each_time() {
    let world = Script::new([empty(200), challenge(401, true), empty(200), challenge(401, false), empty(200)]);
    in_session(&world, |session| (0..3).for_each(|_| drop(asks(session).unwrap())));
    // The claims are those of one answer, and are not asked for again.
    assert_eq!(world.asked_for(), ["initial", "retry", "claimsChallenge {}", "retry", "unauthorized"]);
    let reasons: Vec<_> = in_reasons(&world);
    assert_eq!(reasons, ["initial", "initial", "claimsChallenge", "initial", "unauthorized"]);
}

/// The reasons that were told with the requests.
fn in_reasons(world: &Script) -> Vec<String> {
    let told = world.told();
    told.iter().filter_map(|line| line.strip_prefix("reading ")).map(String::from).collect()
}

#[test]
fn who_is_told_may_abort_before_anything_is_sent() {
    // The moments: before the token, for it, behind it, behind the telling.
    let ends: Vec<_> = (0..6)
        .map(|at| {
            let world =
                Script { interrupted_at: Some((at, || Interruption::Aborted("stop"))), ..Script::new([empty(200)]) };
            let end = in_session(&world, |session| asks(session).map_err(|stop| lines::stop(&stop)).err());
            (end, world.sent.borrow().len())
        })
        .collect();
    let stopped = (Some(String::from("aborted: stop")), 0);
    assert_eq!(ends[..4], [stopped.clone(), stopped.clone(), stopped.clone(), stopped]);
    assert_eq!(ends[4..], [(None, 1), (None, 1)], "then it is out");
}

#[test]
fn a_doubt_tells_why_there_is_no_value() {
    let aborted = || NoAnswer::Interrupted(Interruption::Aborted("stop"));
    let over = || NoAnswer::Interrupted(Interruption::TimedOut);
    for (step, doubt, cause, result) in [
        (lost("reset"), Doubt::ConnectionLost, Some("reset"), AttemptResult::ConnectionLost),
        (cut(200, NoAnswer::ConnectionLost("cut")), Doubt::ConnectionLost, Some("cut"), AttemptResult::ConnectionLost),
        (cut(200, NoAnswer::Late), Doubt::TimedOut, None, AttemptResult::TimedOut),
        (cut(200, over()), Doubt::TimedOut, None, AttemptResult::TimedOut),
        (cut(200, aborted()), Doubt::Aborted, Some("stop"), AttemptResult::Aborted),
        (cut(500, NoAnswer::ConnectionLost("cut")), Doubt::ServerError, None, AttemptResult::ServerError),
        (cut(500, NoAnswer::Late), Doubt::ServerError, None, AttemptResult::ServerError),
        (cut(500, aborted()), Doubt::Aborted, Some("stop"), AttemptResult::Aborted),
        (empty(500), Doubt::ServerError, None, AttemptResult::ServerError),
        (empty(200), Doubt::Unreadable, None, AttemptResult::Unreadable),
    ] {
        let world = Script::new([step]);
        in_session(&world, |session| {
            let mut exchange = asks(session).unwrap();
            assert_eq!(exchange.doubt(&mut session.ledger), (doubt, cause));
            assert_eq!(session.ledger[0].result, result);
        });
    }
}

#[test]
fn a_value_is_only_in_a_success() {
    for (status, value) in [(200, Some(7)), (204, Some(7)), (299, Some(7)), (199, None), (300, None), (404, None)] {
        let exchange = in_session(&Script::new([empty(status)]), |session| asks(session).unwrap());
        assert_eq!(exchange.value(|response| (response.status == status).then_some(7)), value, "{status}");
    }
}

/// What the service's clock tells of a package that was made then, after a request that was sent at 2 s.
fn made(session: &Session<'_, Script>, second: &str) -> Made {
    session.clock.compare(Some(&format!("2026-11-18T11:06:{second}Z")), BEGAN + 2_000)
}

#[test]
fn answers_tell_of_the_services_clock() {
    // The answer came at 4.5 s, which is 11:06:44 of the service's time.
    let world = |jump| {
        let error = dated_error(500, "2026-11-18T11:06:44");
        Script { takes: [(0, 1_500)].into(), elapsed: 3_000.into(), jump, ..Script::new([error]) }
    };
    for (jump, sure) in [(None, true), (Some((4_000, 5_000)), true), (Some((4_000, 5_001)), false)] {
        let world = world(jump);
        let root = Cloud::Global.root();
        let mut session = Session::new(&world, &root);
        let _ = asks(&mut session);
        let made: Vec<_> = ["41.4", "41.5", "36.5", "36.4"].map(|second| made(&session, second)).into();
        let [unknown, since, before] = [Made::Unknown, Made::Since, Made::Before];
        let wanted = if sure { [unknown, since, unknown, before] } else { [unknown; 4] };
        assert_eq!(made, wanted, "{jump:?}");
    }
}

#[test]
fn other_refusals_and_failures_do_not_ask_for_another_token() {
    for step in [empty(403), empty(400), empty(500), with_retry_after(empty(403), "1")] {
        let world = Script::new([step]);
        in_session(&world, |session| asks(session).unwrap());
        assert_eq!(world.asked_for(), ["initial"]);
    }
}
