//! The look before the first create.

use serde_json::json;

use super::{BLIND, NOTHING, OPTIONS, finds, meets, run};
use crate::create::CreateOptions;
use crate::http::Body;
use crate::world::script::answers::{
    answer, challenge, created, empty, error, json_answer, list, lost, nothing, package_with, unparsed,
};
use crate::world::script::{Script, Step};

#[test]
fn a_package_of_the_name_ends_it() {
    let attempts = ["0 lookUp initial 200 succeeded"];
    for (found, id) in [(finds(&["1"]), "1"), (finds(&["2", "1"]), "2")] {
        let call = meets([found]).ends(&["ERR_CONFLICT; existing ", id].concat(), &attempts);
        assert_eq!(call.note(), "none");
        assert_eq!(call.world.told(), ["lookingUp initial"]);
    }
    let returned = CreateOptions { return_existing: true, ..OPTIONS };
    // Whatever else it holds.
    for found in [package_with("1", json!({})), package_with("1", json!({ "description": "other" }))] {
        let call = run(Script::new([list([found])]), returned.clone()).ends("existing 1; nobody looked", &attempts);
        assert_eq!(call.note(), "none");
    }
}

#[test]
fn a_package_of_another_name_or_catalog_does_not_matter() {
    for other in [
        json!({ "displayName": "Sales Reps" }),
        json!({ "displayName": "sales reps " }),
        json!({ "displayName": null }),
        json!({ "catalog": { "id": "00000000-98bb-48cc-9458-7bee5d2a6577" } }),
    ] {
        let there = || list([package_with("9", other.clone())]);
        let after = list([package_with("9", other.clone()), package_with("1", json!({}))]);
        meets([there(), created("1"), after]).ends(
            "created 1; alone",
            &["0 lookUp initial 200 succeeded", "0 create initial 201 succeeded", "0 lookUp created 200 succeeded"],
        );
    }
}

#[test]
fn who_may_not_look_may_still_create() {
    for status in [402, 403] {
        let look = format!("0 lookUp initial {status} refused");
        let call = meets([empty(status), created("1")])
            .ends("created 1; nobody looked", &[look.as_str(), "0 create initial 201 succeeded"]);
        assert_eq!(call.note(), "made 1");
        assert_eq!(call.world.told()[..2], ["lookingUp initial", &format!("refused {status}")]);
        assert_eq!(call.world.told(), NOTHING);
    }
    for status in [400, 404, 405, 407, 410, 414, 428, 430, 431, 498] {
        let look = format!("0 lookUp initial {status} refused");
        let steps: Vec<Step> = (0..4).map(|_| empty(status)).chain([created("1")]).collect();
        let looks = [look.as_str(); 4];
        meets(steps).ends("created 1; nobody looked", &[&looks[..], &["0 create initial 201 succeeded"]].concat());
    }
}

#[test]
fn what_a_refused_look_hides_is_in_doubt_later() {
    let steps = [empty(403), error(504, "x"), finds(&["1"])];
    let call = meets(steps).ends(
        "ERR_OUTCOME_UNKNOWN serverError 504; candidates 1; ticket [unseen]; the body",
        &["0 lookUp initial 403 refused", "0 create initial 504 serverError", "0 lookUp ambiguous 200 succeeded"],
    );
    assert_eq!(call.note(), "open, known null");
}

#[test]
fn a_look_that_fails_otherwise_ends_it() {
    // Refused for the token, or not answered as a look can be.
    let claims = || [challenge(403, true), challenge(403, true)];
    let cases: [(Vec<Step>, &str); 5] = [
        (vec![empty(401), empty(401)], "ERR_GRAPH 401"),
        (claims().into(), "ERR_GRAPH 403"),
        (vec![empty(409)], "ERR_GRAPH 409"),
        ((0..4).map(|_| json_answer(200, json!({}))).collect(), "ERR_RESPONSE 200; the body"),
        ((0..4).map(|_| answer(200, Body::Text)).collect(), "ERR_RESPONSE 200; the body"),
    ];
    for (steps, end) in cases {
        let call = meets(steps);
        assert_eq!(call.end(), end);
        assert!(call.attempts().iter().all(|line| line.starts_with("0 lookUp ")), "{:?}", call.attempts());
        assert_eq!(call.note(), "none");
    }
    let steps = ["a", "b", "c", "d"].map(|why| unparsed(200, why));
    assert_eq!(meets(steps).end(), "ERR_RESPONSE 200; cause d; the body");
}

#[test]
fn a_look_that_fails_for_now_is_tried_again() {
    meets([empty(503), lost("reset"), nothing(), created("1"), finds(&["1"])]).ends(
        "created 1; alone",
        &[
            "0 lookUp initial 503 serverError",
            "2000 lookUp failed - connectionLost",
            "6000 lookUp failed 200 succeeded",
            "6000 create initial 201 succeeded",
            "6000 lookUp created 200 succeeded",
        ],
    );
    let attempts = |what: &str| {
        ["0 initial", "2000 failed", "6000 failed", "14000 failed"].map(|line| {
            let (at, reason) = line.split_once(' ').unwrap();
            format!("{at} lookUp {reason} {what}")
        })
    };
    meets([empty(500), empty(500), empty(500), empty(500)]).ends("ERR_GRAPH 500", &attempts("500 serverError"));
    meets(["a", "b", "c", "d"].map(lost)).ends("ERR_NETWORK connectionLost; cause d", &attempts("- connectionLost"));
}

#[test]
fn without_it_nothing_is_looked_up_unless_there_is_a_doubt() {
    let call =
        run(Script::new([created("1")]), BLIND).ends("created 1; nobody looked", &["0 create initial 201 succeeded"]);
    assert_eq!(call.world.told(), ["sending initial ticket [unseen]"]);
    assert_eq!((call.world.asked_for(), call.note()), (vec!["initial".into()], "made 1".into()));
}
