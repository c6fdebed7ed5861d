//! Tokens that a create needs: one for each request, another one where Graph does not take it.

use super::{OPTIONS, finds, first, meets, nothings, run};
use crate::create::tests::{NOTHING, looks_lost};
use crate::error::Error;
use crate::world::script::answers::{challenge, created, empty, error, nothing};
use crate::world::script::lines::looks;
use crate::world::script::{Script, TokenStep};
use crate::world::{Interruption, NoToken};

#[test]
fn a_token_that_graph_does_not_take_is_renewed_once() {
    let tokens = ["token-a", "token-b", "token-c"].map(|token| Ok(token.into()));
    let world = Script::new([nothing(), challenge(401, false), created("1"), finds(&["1"])]).with_tokens(tokens);
    let call = run(world, OPTIONS).ends(
        "created 1; alone",
        &[
            "0 lookUp initial 200 succeeded",
            "0 create initial 401 refused",
            "0 create unauthorized 201 succeeded",
            "0 lookUp created 200 succeeded",
        ],
    );
    let told = ["lookingUp initial", "sending initial ticket []", "refused 401", "sending unauthorized ticket []"];
    assert_eq!(call.world.told()[..4], told);
    assert_eq!(call.world.asked_for(), ["initial", "retry", "unauthorized"]);
    let sent: Vec<_> = call.world.sent.borrow().iter().map(|sent| sent.authorization.clone()).collect();
    assert_eq!(sent, ["a", "b", "c", "c"].map(|token| ["Bearer token-", token].concat()));
    let lines = [first("401 refused"), vec!["0 create unauthorized 401 refused".into()]].concat();
    let call = meets([nothing(), empty(401), error(401, "x")]).ends("ERR_GRAPH 401; the body", &lines);
    assert_eq!(call.note(), "none");
}

#[test]
fn the_same_token_is_not_sent_again() {
    for (status, claims) in [(401, false), (403, true)] {
        let tokens = ["token-a", "token-b", "token-b"].map(|token| Ok(token.into()));
        let world = Script::new([nothing(), challenge(status, claims)]).with_tokens(tokens);
        let lines = first(&format!("{status} refused"));
        let call = run(world, OPTIONS).ends(&format!("ERR_GRAPH {status}"), &lines);
        assert_eq!((call.world.asked_for().len(), call.note()), (3, "none".into()));
    }
}

#[test]
fn claims_that_graph_asks_for_are_passed_on() {
    for status in [401, 403] {
        let call = meets([nothing(), challenge(status, true), created("1"), finds(&["1"])]);
        assert_eq!(call.world.asked_for(), ["initial", "retry", "claimsChallenge {}"]);
        assert_eq!(call.attempts()[2], "0 create claimsChallenge 201 succeeded");
        assert_eq!(call.end(), "created 1; alone");
        // Not twice: the error tells of the claims.
        let call = meets([nothing(), challenge(status, true), challenge(status, true)]);
        let Err(stop) = &call.ending else { panic!() };
        assert_eq!(stop.error().and_then(Error::answer).unwrap().claims.as_deref(), Some("{}"));
        assert_eq!((call.end(), call.note()), (format!("ERR_GRAPH {status}"), "none".into()));
    }
    // A new token may be refused for another reason.
    let call = meets([nothing(), challenge(401, true), empty(404)]);
    assert_eq!(call.end(), "ERR_GRAPH 404");
}

/// What the callback may give instead of a token, and how a call ends that has sent nothing.
fn problems() -> [(TokenStep, &'static str); 6] {
    [
        (Err(NoToken::Failed("boom")), "ERR_TOKEN failed; cause boom"),
        (Err(NoToken::NotAString), "ERR_TOKEN notAString"),
        (Ok(String::new()), "ERR_TOKEN empty"),
        (Ok("a\r\nb".into()), "ERR_TOKEN malformed"),
        (Err(NoToken::Interrupted(Interruption::TimedOut)), "ERR_TOKEN timedOut"),
        (Err(NoToken::Interrupted(Interruption::Aborted("stop"))), "aborted: stop"),
    ]
}

/// So many tokens, and then something else.
fn tokens(good: usize, bad: TokenStep) -> Vec<TokenStep> {
    (0..good).map(|at| Ok(format!("token-{at}"))).chain([bad]).collect()
}

#[test]
fn without_one_nothing_is_sent() {
    for (bad, end) in problems() {
        let call = run(Script::default().with_tokens([bad]), OPTIONS).ends(end, NOTHING);
        assert_eq!(call.note(), "none");
    }
    for (bad, end) in problems() {
        let call = run(Script::new([nothing()]).with_tokens(tokens(1, bad)), OPTIONS)
            .ends(end, &["0 lookUp initial 200 succeeded"]);
        assert_eq!(call.note(), "none");
    }
    // A 401 was not applied.
    for (bad, end) in problems() {
        let world = Script::new([nothing(), empty(401)]).with_tokens(tokens(2, bad));
        assert_eq!(run(world, OPTIONS).ends(end, &first("401 refused")).note(), "none");
    }
}

#[test]
fn without_one_for_a_look_a_lost_create_stays_unknown() {
    let unknown = |doubt: &str| format!("ERR_OUTCOME_UNKNOWN {doubt} 504; ticket []");
    for ((bad, _), end) in problems().into_iter().zip([
        unknown("serverError") + "; cause boom; the body",
        unknown("serverError") + "; the body",
        unknown("serverError") + "; the body",
        unknown("serverError") + "; the body",
        unknown("serverError") + "; the body",
        unknown("aborted") + "; cause stop; the body",
    ]) {
        let world = Script::new([nothing(), error(504, "x"), nothing()]).with_tokens(tokens(3, bad));
        let call = run(world, OPTIONS).ends(&end, &[first("504 serverError"), looks("ambiguous", [0])].concat());
        assert_eq!(call.note(), "open, known []");
    }
    // Nor is it known when the look's own token is not taken.
    let world = Script::new([nothing(), empty(504), empty(401)]).with_tokens(tokens(3, Err(NoToken::Failed("boom"))));
    let lines = [first("504 serverError"), vec!["0 lookUp ambiguous 401 refused".into()]].concat();
    run(world, OPTIONS).ends(&(unknown("serverError") + "; cause boom"), &lines);
}

#[test]
fn without_one_for_the_second_create_nothing_was_created() {
    for (bad, end) in problems() {
        let world = Script::new(nothings(1).chain([empty(504)]).chain(nothings(7))).with_tokens(tokens(9, bad));
        let call = run(world, OPTIONS).ends(end, &[first("504 serverError"), looks_lost()].concat());
        assert_eq!(call.note(), "none");
    }
}
