//! The create procedure.
//!
//! It is one honest attempt for now: a create that may have been applied is never sent again, it ends as
//! [`Error::OutcomeUnknown`]. The full procedure (looking the package up, waiting, sending again once it is
//! known that nothing was created) grows here, where a doubt is turned into an error today.

use crate::attempt::Attempt;
use crate::cloud::GraphRoot;
use crate::error::Error;
use crate::exchange::{Failure, Stop, exchange};
use crate::graph::answer::Meaning;
use crate::graph::create_access_package as endpoint;
use crate::spec::AccessPackage;
use crate::validate::validate;
use crate::value::Value;
use crate::world::World;

/// Creates an access package, and tells the truth about what happened. What is sent is put on the ledger.
pub(crate) async fn create<W: World>(
    world: &W,
    root: &GraphRoot,
    input: &Value,
    ledger: &mut Vec<Attempt>,
) -> Result<AccessPackage, Stop<W::Cause>> {
    let spec = validate(input).map_err(Error::Validation)?;
    let mut exchange = exchange(world, root, &endpoint::request(root, &spec), ledger).await?;
    if let Some(package) = exchange.value(endpoint::response) {
        return Ok(package);
    }
    Err(match exchange.meaning {
        Some(Meaning::Refused) => exchange.fail(Error::Graph),
        Some(Meaning::Conflict) => exchange.fail(Error::Conflict),
        Some(Meaning::Throttled) => exchange.fail(Error::Throttled),
        Some(Meaning::Success | Meaning::Ambiguous) | None => {
            let (doubt, cause) = exchange.doubt(ledger);
            let error = Error::OutcomeUnknown(doubt, exchange.answer);
            Stop::Failed(Failure { error, cause, body: exchange.body })
        }
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::create;
    use crate::attempt::{Attempt, AttemptResult};
    use crate::cloud::{Cloud, GraphRoot};
    use crate::error::{Doubt, Error, NetworkProblem};
    use crate::exchange::Stop;
    use crate::http::Body;
    use crate::spec::AccessPackage;
    use crate::token::TokenProblem;
    use crate::value::Value;
    use crate::world::script::{Cause, InterruptedAt, Script, Step, TokenStep, answer, cut, json as answers};
    use crate::world::{Interruption, NoAnswer, NoToken};

    fn input() -> Value {
        json!({ "displayName": "sales reps", "catalog": { "id": "66584aae-98bb-48cc-9458-7bee5d2a6577" } }).into()
    }

    fn package() -> serde_json::Value {
        json!({ "id": "642181f0", "displayName": "sales reps", "description": null, "new": [] })
    }

    fn call(world: &Script) -> (Result<AccessPackage, Stop<Cause>>, Vec<Attempt>) {
        let mut ledger = Vec::new();
        let result = pollster::block_on(create(world, &Cloud::Global.root(), &input(), &mut ledger));
        (result, ledger)
    }

    /// One step, its one attempt, and how the call failed.
    #[track_caller]
    fn fails(step: Step, result: AttemptResult) -> (Error, Option<Cause>, Option<Cause>) {
        let world = Script::new([step]);
        let (outcome, ledger) = call(&world);
        assert_eq!(ledger.iter().map(|attempt| attempt.result).collect::<Vec<_>>(), [result]);
        assert_eq!(world.sent().len(), 1, "nothing is ever sent twice");
        match outcome {
            Err(Stop::Failed(failure)) => (failure.error, failure.cause, failure.body),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_201_with_a_package_is_created() {
        let world = Script::new([answers(201, package())]);
        let (outcome, ledger) = call(&world);
        let package = AccessPackage {
            id: "642181f0".into(),
            display_name: Some("sales reps".into()),
            ..AccessPackage::default()
        };
        assert_eq!(outcome.unwrap(), package);
        let [attempt] = ledger.as_slice() else { panic!("{ledger:?}") };
        assert_eq!(attempt.started_at.to_iso8601(), "2026-11-18T11:06:40.000Z");
        assert_eq!(attempt.client_request_id, "ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!((attempt.request_id.as_deref(), attempt.status), (Some("from-header"), Some(201)));
        assert_eq!(attempt.result, AttemptResult::Succeeded);
        let [(request, client_request_id)] = world.sent().try_into().unwrap();
        assert_eq!(client_request_id, attempt.client_request_id);
        assert!(!request.url.contains("token") && !request.body.unwrap().contains("token"));
    }

    #[test]
    fn invalid_input_sends_nothing() {
        let world = Script::default();
        let mut ledger = Vec::new();
        let outcome = pollster::block_on(create(&world, &Cloud::Global.root(), &Value::Null, &mut ledger));
        let Err(Stop::Failed(failure)) = outcome else { panic!("{outcome:?}") };
        assert_eq!(failure.error.issues().map(<[_]>::len), Some(1));
        assert_eq!((ledger.len(), world.sent().len()), (0, 0));
    }

    #[test]
    fn refusals_say_that_nothing_was_created() {
        for status in [400, 401, 403, 404, 405, 412, 415, 422, 423, 498] {
            let body = json!({ "error": { "code": "Refused", "message": "No." } });
            let (error, cause, body) = fails(answers(status, body), AttemptResult::Refused);
            let Error::Graph(answer) = error else { panic!("{status}: {error:?}") };
            assert_eq!((answer.status, answer.graph_code.as_deref()), (Some(status), Some("Refused")));
            assert_eq!((cause, body), (None, Some("the body")));
        }
    }

    #[test]
    fn a_refusal_is_one_even_if_its_body_breaks_off() {
        let (error, ..) = fails(cut(403, NoAnswer::ConnectionLost("reset")), AttemptResult::Refused);
        assert!(matches!(error, Error::Graph(answer) if answer.status == Some(403) && answer.graph_code.is_none()));
        let aborted = NoAnswer::Interrupted(Interruption::Aborted("stop"));
        assert!(matches!(fails(cut(404, aborted), AttemptResult::Refused).0, Error::Graph(_)));
    }

    #[test]
    fn a_taken_name_is_a_conflict_by_status_or_by_code() {
        assert!(matches!(fails(answer(409, Body::Empty), AttemptResult::Refused).0, Error::Conflict(_)));
        let coded = json!({ "error": { "code": "", "innerError": { "code": "DuplicateAccessPackage" } } });
        let (error, ..) = fails(answers(400, coded), AttemptResult::Refused);
        assert!(matches!(error, Error::Conflict(answer) if answer.status == Some(400)));
    }

    #[test]
    fn a_429_is_told_with_the_time_that_graph_names() {
        let step = answer(429, Body::Text).map(|mut received| {
            received.response.retry_after = Some("315".into());
            received
        });
        let (error, ..) = fails(step, AttemptResult::Throttled);
        let Error::Throttled(answer) = &error else { panic!("{error:?}") };
        assert_eq!(answer.retry_at.unwrap().to_iso8601(), "2026-11-18T11:11:55.000Z");
        assert_eq!(
            error.to_string(),
            "Graph asks for a pause and did nothing (429); try again at 2026-11-18T11:11:55.000Z"
        );
    }

    #[test]
    fn what_may_have_been_applied_is_unknown() {
        for status in [0, 100, 199, 300, 303, 399, 408, 499, 500, 502, 503, 504, 599, 600] {
            let (error, cause, _) = fails(answer(status, Body::Text), AttemptResult::ServerError);
            assert!(matches!(error, Error::OutcomeUnknown(Doubt::ServerError, _)), "{status}: {error:?}");
            assert_eq!(cause, None);
        }
        let (error, cause, _) = fails(Err(NoAnswer::ConnectionLost("reset")), AttemptResult::ConnectionLost);
        let Error::OutcomeUnknown(Doubt::ConnectionLost, answer) = error else { panic!("{error:?}") };
        assert_eq!((answer.status, cause), (None, Some("reset")));
        assert_eq!(answer.client_request_id.as_deref(), Some("ffffffff-ffff-4fff-bfff-ffffffffffff"));
        let (error, cause, _) = fails(Err(NoAnswer::Interrupted(Interruption::TimedOut)), AttemptResult::TimedOut);
        assert!(matches!((error, cause), (Error::OutcomeUnknown(Doubt::TimedOut, _), None)));
        let aborted = NoAnswer::Interrupted(Interruption::Aborted("stop"));
        let (error, cause, _) = fails(Err(aborted), AttemptResult::Aborted);
        assert!(matches!((error, cause), (Error::OutcomeUnknown(Doubt::Aborted, _), Some("stop"))));
    }

    #[test]
    fn a_success_without_a_package_is_unknown() {
        let unreadable = [
            answers(200, package()),
            answers(202, package()),
            answer(204, Body::Empty),
            answer(201, Body::Empty),
            answer(201, Body::Text),
            answer(201, Body::Mislabelled(package().into())),
            answers(201, json!(null)),
            answers(201, json!([])),
            answers(201, json!({ "value": [] })),
            answers(201, json!({ "id": "" })),
            answers(201, json!({ "id": 7 })),
        ];
        for step in unreadable {
            let (error, ..) = fails(step, AttemptResult::Unreadable);
            assert!(matches!(error, Error::OutcomeUnknown(Doubt::Unreadable, _)), "{error:?}");
        }
        let (error, cause, _) = fails(cut(201, NoAnswer::ConnectionLost("cut")), AttemptResult::ConnectionLost);
        let Error::OutcomeUnknown(Doubt::ConnectionLost, answer) = error else { panic!("{error:?}") };
        assert_eq!((answer.status, cause), (Some(201), Some("cut")));
        let aborted = NoAnswer::Interrupted(Interruption::Aborted("stop"));
        let (error, cause, _) = fails(cut(504, aborted), AttemptResult::Aborted);
        let Error::OutcomeUnknown(Doubt::Aborted, answer) = error else { panic!("{error:?}") };
        assert_eq!((answer.status, cause), (Some(504), Some("stop")));
        let late = NoAnswer::Interrupted(Interruption::TimedOut);
        let (error, ..) = fails(cut(201, late), AttemptResult::TimedOut);
        assert!(matches!(error, Error::OutcomeUnknown(Doubt::TimedOut, _)));
    }

    /// A world in which nothing is sent, and how the call stopped.
    #[track_caller]
    fn stops(world: &Script) -> Stop<Cause> {
        let (outcome, ledger) = call(world);
        assert_eq!((ledger.len(), world.sent().len()), (0, 0));
        outcome.unwrap_err()
    }

    #[test]
    fn without_a_usable_token_nothing_is_sent() {
        let cases: [(TokenStep, TokenProblem, Option<Cause>); 5] = [
            (Err(NoToken::Failed("boom")), TokenProblem::Failed, Some("boom")),
            (Err(NoToken::NotAString), TokenProblem::NotAString, None),
            (Ok(String::new()), TokenProblem::Empty, None),
            (Ok("a\r\nb".into()), TokenProblem::Malformed, None),
            (Err(NoToken::Interrupted(Interruption::TimedOut)), TokenProblem::TimedOut, None),
        ];
        for (token, problem, wanted) in cases {
            let world = Script::default();
            world.token.set(Some(token));
            let Stop::Failed(failure) = stops(&world) else { panic!("{problem:?}") };
            assert_eq!((failure.error, failure.cause), (Error::Token(problem), wanted));
        }
    }

    #[test]
    fn an_abort_before_sending_gives_the_reason_back() {
        // Before the token is asked for, and after it came.
        for at in 0..2 {
            let interrupted_at: InterruptedAt = (at, || Interruption::Aborted("stop"));
            let world = Script { interrupted_at: Some(interrupted_at), ..Script::default() };
            assert!(matches!(stops(&world), Stop::Aborted("stop")));
        }
        let world = Script::default();
        world.token.set(Some(Err(NoToken::Interrupted(Interruption::Aborted("stop")))));
        assert!(matches!(stops(&world), Stop::Aborted("stop")));
    }

    #[test]
    fn offline_nothing_is_sent_but_to_this_machine() {
        let world = Script { offline: true, ..Script::default() };
        let Stop::Failed(failure) = stops(&world) else { panic!() };
        assert_eq!(failure.error, Error::Network(NetworkProblem::Offline));
        let world = Script { offline: true, ..Script::new([answers(201, package())]) };
        let root = GraphRoot::parse("http://127.0.0.1:5174").unwrap();
        assert!(pollster::block_on(create(&world, &root, &input(), &mut Vec::new())).is_ok());
    }
}
