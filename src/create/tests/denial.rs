//! A refusal with 403 is explained by its code, and by what reading the catalog shows.

use serde_json::json;

use super::{BLIND, CATALOG, first, meets, run};
use crate::http::Body;
use crate::world::script::answers::{
    answer, challenge, empty, error, json_answer, lost, nothing, throttled, with_retry_after,
};
use crate::world::script::{Script, Step};

#[test]
fn codes_of_licences_explain_themselves() {
    for (code, reason) in [("NoLicense", "noLicense"), ("NoGovernanceSku", "noGovernanceSku")] {
        meets([nothing(), error(403, code)])
            .ends(&format!("ERR_GRAPH 403; denial {reason} unasked; the body"), &first("403 refused"));
    }
}

#[test]
fn otherwise_the_catalog_is_read() {
    let catalog = || json_answer(200, json!({ "id": CATALOG }));
    let cases: [(Step, &str, &str); 10] = [
        (catalog(), "200 succeeded", "readable"),
        (empty(404), "404 refused", "notFound"),
        (empty(401), "401 refused", "unreadable"),
        (empty(403), "403 refused", "unreadable"),
        (challenge(403, true), "403 refused", "unreadable"),
        (empty(400), "400 refused", "unasked"),
        (empty(500), "500 serverError", "unasked"),
        (throttled("1"), "429 throttled", "unasked"),
        (lost("reset"), "- connectionLost", "unasked"),
        (answer(200, Body::Text), "200 unreadable", "unasked"),
    ];
    for (step, line, access) in cases {
        let read = vec![["0 read refused ", line].concat()];
        let call = meets([nothing(), error(403, "UnAuthorized"), step]).ends(
            &format!("ERR_GRAPH 403; denial unauthorized {access}; the body"),
            &[first("403 refused"), read].concat(),
        );
        let path = "identityGovernance/entitlementManagement/catalogs/66584aae-98bb-48cc-9458-7bee5d2a6577?";
        assert!(call.world.paths()[2].starts_with(path));
        assert_eq!(call.world.asked_for(), ["initial", "retry"], "with the token that was refused");
        assert_eq!(call.world.told()[2..4], ["refused 403", "reading refused"]);
        assert_eq!(call.note(), "none");
    }
    // So is every other code, and none.
    for step in [error(403, "Authorization_RequestDenied"), empty(403)] {
        let call = run(Script::new([step, catalog()]), BLIND);
        assert!(call.end().starts_with("ERR_GRAPH 403; denial unauthorized readable"), "{}", call.end());
    }
}

#[test]
fn only_at_once() {
    let steps = || [nothing(), empty(403), json_answer(200, json!({ "id": CATALOG }))];
    let end = |access| format!("ERR_GRAPH 403; denial unauthorized {access}");
    for (takes, access) in [(4_999, "readable"), (5_000, "unasked")] {
        let world = Script { takes: [(2, takes)].into(), ..Script::new(steps()) };
        assert_eq!(run(world, super::OPTIONS).end(), end(access));
    }
    meets([nothing(), with_retry_after(empty(403), "1"), json_answer(200, json!({ "id": CATALOG }))]).ends(
        &(end("readable") + "; retry at 1000"),
        &[first("403 refused"), vec!["0 read refused 200 succeeded".into()]].concat(),
    );
}

#[test]
fn a_challenge_says_itself_what_is_missing() {
    let call = meets([nothing(), challenge(403, true), challenge(403, true)]);
    assert_eq!(call.end(), "ERR_GRAPH 403");
    // Other refusals are not explained.
    for status in [401, 404] {
        let steps = [Some(empty(status)), (status == 401).then(|| empty(401))];
        let call = run(Script::new(steps.into_iter().flatten()), BLIND);
        assert_eq!(call.end(), format!("ERR_GRAPH {status}"));
    }
}
