//! Reading from Graph. A read changes nothing, so that whatever goes wrong, nothing was done.

use crate::attempt::Attempt;
use crate::cloud::GraphRoot;
use crate::error::{Doubt, Error, NetworkProblem};
use crate::exchange::{Failure, Stop, exchange};
use crate::graph::answer::Meaning;
use crate::graph::list_catalogs as endpoint;
use crate::http::{Request, Response};
use crate::world::World;

/// Reads a page of the list of catalogs: the first one, or the one that a page's `next_link` names.
pub(crate) async fn list_catalogs<W: World>(
    world: &W,
    root: &GraphRoot,
    next_link: Option<&str>,
    ledger: &mut Vec<Attempt>,
) -> Result<endpoint::Page, Stop<W::Cause>> {
    let request = endpoint::request(root, next_link).ok_or(Error::Argument("the next link leads away from Graph"))?;
    read(world, root, &request, |response| endpoint::response(root, &request, response), ledger).await
}

/// Sends a read, once, and takes the value of its answer by the endpoint's reading of it.
async fn read<W: World, T>(
    world: &W,
    root: &GraphRoot,
    request: &Request,
    response: impl FnOnce(&Response) -> Option<T>,
    ledger: &mut Vec<Attempt>,
) -> Result<T, Stop<W::Cause>> {
    let mut exchange = exchange(world, root, request, ledger).await?;
    if let Some(value) = exchange.value(response) {
        return Ok(value);
    }
    Err(match exchange.meaning {
        Some(Meaning::Refused | Meaning::Conflict | Meaning::Ambiguous) => exchange.fail(Error::Graph),
        Some(Meaning::Throttled) => exchange.fail(Error::Throttled),
        Some(Meaning::Success) | None => {
            let (doubt, cause) = exchange.doubt(ledger);
            let error = match (doubt, cause) {
                (Doubt::Aborted, Some(reason)) => return Err(Stop::Aborted(reason)),
                (Doubt::ConnectionLost, cause) => (Error::Network(NetworkProblem::ConnectionLost), cause),
                (Doubt::TimedOut | Doubt::Aborted, cause) => (Error::Network(NetworkProblem::TimedOut), cause),
                (Doubt::Unreadable | Doubt::ServerError, cause) => (Error::Response(exchange.answer), cause),
            };
            Stop::Failed(Failure { error: error.0, cause: error.1, body: exchange.body })
        }
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::list_catalogs;
    use crate::attempt::AttemptResult;
    use crate::cloud::Cloud;
    use crate::error::{Error, NetworkProblem};
    use crate::exchange::Stop;
    use crate::http::Body;
    use crate::world::script::{Cause, Script, Step, answer, cut, json as answers};
    use crate::world::{Interruption, NoAnswer};

    #[track_caller]
    fn list(step: Step, result: AttemptResult) -> Result<usize, Stop<Cause>> {
        let (world, root) = (Script::new([step]), Cloud::Global.root());
        let mut ledger = Vec::new();
        let outcome = pollster::block_on(list_catalogs(&world, &root, None, &mut ledger));
        assert_eq!(ledger.iter().map(|attempt| attempt.result).collect::<Vec<_>>(), [result]);
        outcome.map(|page| page.value.len())
    }

    #[track_caller]
    fn fails(step: Step, result: AttemptResult) -> (Error, Option<Cause>) {
        match list(step, result) {
            Err(Stop::Failed(failure)) => (failure.error, failure.cause),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn gives_what_the_endpoint_reads() {
        let page = answers(200, json!({ "value": [{ "id": "1" }] }));
        assert!(matches!(list(page, AttemptResult::Succeeded), Ok(1)));
    }

    #[test]
    fn follows_no_link_that_leads_away() {
        let (world, root) = (Script::default(), Cloud::Global.root());
        let outcome = pollster::block_on(list_catalogs(&world, &root, Some("https://evil.example/"), &mut Vec::new()));
        let Err(Stop::Failed(failure)) = outcome else { panic!("{outcome:?}") };
        assert_eq!(failure.error.code(), "ERR_INVALID_ARG_VALUE");
        assert_eq!(world.sent(), []);
    }

    #[test]
    fn tells_what_graph_refused() {
        for (status, result) in
            [(403, AttemptResult::Refused), (409, AttemptResult::Refused), (503, AttemptResult::ServerError)]
        {
            let (error, cause) = fails(answer(status, Body::Text), result);
            assert!(matches!(error, Error::Graph(answer) if answer.status == Some(status)));
            assert_eq!(cause, None);
        }
        assert!(matches!(fails(answer(429, Body::Text), AttemptResult::Throttled).0, Error::Throttled(_)));
    }

    #[test]
    fn tells_that_graph_was_not_reached() {
        let lost = fails(Err(NoAnswer::ConnectionLost("reset")), AttemptResult::ConnectionLost);
        assert_eq!(lost, (Error::Network(NetworkProblem::ConnectionLost), Some("reset")));
        let cut_off = fails(cut(200, NoAnswer::ConnectionLost("cut")), AttemptResult::ConnectionLost);
        assert_eq!(cut_off, (Error::Network(NetworkProblem::ConnectionLost), Some("cut")));
        let late = fails(Err(NoAnswer::Interrupted(Interruption::TimedOut)), AttemptResult::TimedOut);
        assert_eq!(late, (Error::Network(NetworkProblem::TimedOut), None));
    }

    #[test]
    fn an_aborted_read_gives_the_reason_back() {
        let aborted = Err(NoAnswer::Interrupted(Interruption::Aborted("stop")));
        assert!(matches!(list(aborted, AttemptResult::Aborted), Err(Stop::Aborted("stop"))));
    }

    #[test]
    fn tells_an_answer_that_is_not_the_documented_one() {
        let (error, _) = fails(answers(200, json!({})), AttemptResult::Unreadable);
        assert_eq!(error.to_string(), "the answer is not what Graph documents (200)");
    }
}
