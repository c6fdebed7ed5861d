//! Creates of which it is not known what became of them: the looks behind them, and what comes of those.

use serde_json::json;

use super::{BLIND, LOOKS, OPTIONS, finds, first, meets, nothings, run};
use crate::create::CreateOptions;
use crate::gate::Gate;
use crate::http::Body;
use crate::world::script::answers::{
    answer, created, cut, empty, error, json_answer, late, list, lost, nothing, package, package_with, unparsed,
};
use crate::world::script::lines::looks;
use crate::world::script::{BEGAN, Fate, Script, Step};
use crate::world::{Interruption, NoAnswer};

#[test]
fn every_ambiguous_answer_is_looked_after() {
    for status in [0, 100, 199, 300, 302, 303, 399, 408, 499, 500, 501, 502, 503, 504, 599, 600, 999] {
        let fate = format!("{status} serverError");
        let call = meets([nothing(), empty(status), finds(&["1"])])
            .ends("adopted 1; alone", &[first(&fate), looks("ambiguous", [0])].concat());
        let ambiguous = format!("ambiguous serverError {status}");
        let told = ["lookingUp initial", "sending initial ticket []", &ambiguous, "lookingUp ambiguous"];
        assert_eq!((call.world.told(), call.note()), (told.map(String::from).into(), "adopted 1".into()));
    }
}

#[test]
fn so_is_every_loss_and_every_success_without_the_package() {
    let lost_body = || NoAnswer::ConnectionLost("cut");
    let named = |name: serde_json::Value| json_answer(201, package_with("9", json!({ "displayName": name })));
    let cases: [(Step, &str); 20] = [
        (lost("reset"), "- connectionLost"),
        (cut(201, lost_body()), "201 connectionLost"),
        (cut(201, NoAnswer::Late), "201 timedOut"),
        (cut(201, NoAnswer::Interrupted(Interruption::TimedOut)), "201 timedOut"),
        (cut(504, lost_body()), "504 serverError"),
        (cut(504, NoAnswer::Late), "504 serverError"),
        (unparsed(503, "no JSON"), "503 serverError"),
        (unparsed(201, "no JSON"), "201 unreadable"),
        (json_answer(200, package("9")), "200 unreadable"),
        (json_answer(202, package("9")), "202 unreadable"),
        (empty(204), "204 unreadable"),
        (empty(201), "201 unreadable"),
        (answer(201, Body::Text), "201 unreadable"),
        (answer(201, Body::Mislabelled(package("9").into())), "201 unreadable"),
        (json_answer(201, json!(null)), "201 unreadable"),
        (json_answer(201, json!({ "value": [package("9")] })), "201 unreadable"),
        (json_answer(201, package_with("", json!({}))), "201 unreadable"),
        (named(json!("another name")), "201 unreadable"),
        (named(json!(null)), "201 unreadable"),
        (named(json!("sales  reps")), "201 unreadable"),
    ];
    for (step, fate) in cases {
        let doubt = fate.split_once(' ').unwrap().1;
        let status = fate.split_once(' ').unwrap().0.trim_start_matches('-');
        let call = meets([nothing(), step, finds(&["1"])])
            .ends("adopted 1; alone", &[first(fate), looks("ambiguous", [0])].concat());
        assert_eq!(call.world.told()[2], ["ambiguous", doubt, status].join(" ").trim_end());
    }
    meets([nothing(), late(), finds(&["1"])])
        .ends("adopted 1; alone", &[first("- timedOut"), looks("ambiguous", [30_000])].concat());
}

#[test]
fn looks_with_growing_gaps_until_the_package_appears() {
    for (at, _) in LOOKS.iter().enumerate() {
        let steps = nothings(1).chain([empty(504)]).chain(nothings(at)).chain([finds(&["1"])]);
        let call = meets(steps).ends(
            "adopted 1; alone",
            &[first("504 serverError"), looks("ambiguous", LOOKS).drain(..=at).collect()].concat(),
        );
        let waits = ["1000", "2000", "4000", "8000", "8000", "7000"].map(|wait| ["waiting ambiguous ", wait].concat());
        let told: Vec<_> = call.world.told().into_iter().filter(|line| line.starts_with("waiting")).collect();
        assert_eq!(told, waits[..at]);
    }
}

#[test]
fn the_times_count_from_the_moment_in_which_it_was_lost() {
    let steps = nothings(1).chain([lost("reset")]).chain(nothings(6)).chain([finds(&["1"])]);
    let world = Script { takes: [(1, 5_000), (2, 300), (3, 300)].into(), ..Script::new(steps) };
    let call = run(world, OPTIONS);
    // The gaps are between the end of a look and the next one, and the last look is where absence would count.
    let times = [5_000, 6_300, 8_600, 12_600, 20_600, 28_600, 35_000];
    call.ends("adopted 1; alone", &[first("- connectionLost"), looks("ambiguous", times)].concat());
}

#[test]
fn what_appeared_beside_it_is_told() {
    let other = || package_with("3", json!({ "description": "other" }));
    let dated =
        |id, second: &str| package_with(id, json!({ "createdDateTime": format!("2026-11-18T11:06:{second}Z") }));
    for (found, end) in [
        (vec![other(), package("1")], "adopted 1; beside 3"),
        (vec![package("1"), package("2")], "adopted 1; beside 2"),
        // The oldest is the likeliest to be ours.
        (vec![dated("1", "42"), dated("2", "41.5"), other()], "adopted 2; beside 1 3"),
        (vec![package_with("4", json!({ "displayName": "SALES REPS" })), package("1")], "adopted 1; alone"),
    ] {
        meets([nothing(), empty(504), list(found)])
            .ends(end, &[first("504 serverError"), looks("ambiguous", [0])].concat());
    }
}

#[test]
fn is_sent_once_more_when_it_was_not_applied() {
    let steps = nothings(1).chain([empty(504)]).chain(nothings(7)).chain([created("1"), finds(&["1"])]);
    let again = ["30000 create ambiguous 201 succeeded", "30000 lookUp created 200 succeeded"].map(String::from);
    let lines = [first("504 serverError"), looks("ambiguous", LOOKS), again.into()].concat();
    let call = meets(steps).ends("created 1; alone", &lines);
    assert_eq!(
        call.world.told().last_chunk(),
        Some(&["sending ambiguous ticket []", "lookingUp created"].map(String::from))
    );
    // A 201 to the second may have a twin from the first.
    let steps = nothings(1).chain([empty(504)]).chain(nothings(7)).chain([created("1"), finds(&["2", "1"])]);
    meets(steps).ends("created 1; beside 2", &lines);
}

#[test]
fn is_sent_twice_at_most_and_the_last_answer_says_why() {
    let fates: [(Fate, &str, &str, u64); 6] = [
        (|| error(504, "Late"), "504 serverError", "ERR_GRAPH 504; the body", 0),
        (|| empty(302), "302 serverError", "ERR_GRAPH 302", 0),
        (|| lost("reset"), "- connectionLost", "ERR_NETWORK connectionLost; cause reset", 0),
        (late, "- timedOut", "ERR_NETWORK timedOut", 30_000),
        (|| empty(202), "202 unreadable", "ERR_RESPONSE 202", 0),
        (|| unparsed(201, "odd"), "201 unreadable", "ERR_RESPONSE 201; cause odd; the body", 0),
    ];
    for (fate, line, end, takes) in fates {
        let steps = nothings(1).chain([empty(500)]).chain(nothings(7)).chain([fate()]).chain(nothings(7));
        let call = run(Script { timeout: 200_000, ..Script::new(steps) }, OPTIONS);
        let again = vec![format!("30000 create ambiguous {line}")];
        let after = looks("ambiguous", LOOKS.map(|at| at + 30_000 + takes));
        let call = call.ends(end, &[first("500 serverError"), looks("ambiguous", LOOKS), again, after].concat());
        assert_eq!(call.note(), "none");
    }
    // The second may have been applied.
    let steps = nothings(1).chain([lost("a")]).chain(nothings(7)).chain([lost("b"), nothing(), finds(&["1"])]);
    let again = vec!["30000 create ambiguous - connectionLost".into()];
    let looked = [looks("ambiguous", LOOKS), again, looks("ambiguous", [30_000, 31_000])].concat();
    meets(steps).ends("adopted 1; alone", &[first("- connectionLost"), looked].concat());
}

#[test]
fn is_not_sent_again_when_it_could_not_be_settled_any_more() {
    let steps = || nothings(1).chain([empty(504)]).chain(nothings(7));
    let lines = [first("504 serverError"), looks("ambiguous", LOOKS)].concat();
    let short = Script { timeout: 32_999, ..Script::new(steps()) };
    let run = |world| run(world, OPTIONS);
    assert_eq!(run(short).ends("ERR_GRAPH 504", &lines).note(), "none");
    // Or when the client's budget is spent.
    let gate = Gate { closed_until: 0, whole_at: BEGAN + 90_000 };
    run(Script { gate: gate.into(), ..Script::new(steps()) }).ends("ERR_GRAPH 504", &lines);
    let enough = Script { timeout: 33_000, ..Script::new(steps().chain([created("1"), finds(&["1"])])) };
    assert_eq!(run(enough).end(), "created 1; alone");
}

#[test]
fn is_unknown_when_the_time_is_over() {
    for (timeout, count) in [(1, 1), (1_000, 1), (1_001, 2), (20_000, 5), (30_000, 6)] {
        let steps = nothings(1).chain([error(504, "Late")]).chain(nothings(count));
        let call = run(Script { timeout, ..Script::new(steps) }, OPTIONS);
        let looked = looks("ambiguous", LOOKS.into_iter().take(count));
        let call = call.ends(
            "ERR_OUTCOME_UNKNOWN serverError 504; ticket []; the body",
            &[first("504 serverError"), looked].concat(),
        );
        assert_eq!((call.world.elapsed.get(), call.note()), (timeout, "open, known []".into()));
    }
}

#[test]
fn the_first_look_behind_it_will_do_as_one_before() {
    // What it shows was there before whatever appears later.
    let blind = |steps: Vec<Step>| run(Script { timeout: 5_000, ..Script::new(steps) }, BLIND);
    let lines = [vec!["0 create initial 504 serverError".into()], looks("ambiguous", [0, 1_000, 3_000])].concat();
    let call = blind(vec![empty(504), nothing(), nothing(), nothing()]);
    let call = call.ends("ERR_OUTCOME_UNKNOWN serverError 504; ticket []", &lines);
    assert_eq!(
        (call.note(), call.world.told()[0].as_str()),
        ("open, known []".into(), "sending initial ticket [unseen]")
    );
    assert_eq!(blind(vec![empty(504), nothing(), finds(&["1"])]).end(), "adopted 1; alone");
    let other = || list([package_with("3", json!({ "description": "other" }))]);
    let both = list([package_with("3", json!({ "description": "other" })), package("1")]);
    assert_eq!(blind(vec![empty(504), other(), both]).end(), "adopted 1; alone");
    assert_eq!(
        blind(vec![empty(504), other(), other(), other()]).end(),
        "ERR_OUTCOME_UNKNOWN serverError 504; ticket [3]"
    );
    let call = blind(vec![empty(504), finds(&["1"])]);
    assert_eq!(call.end(), "ERR_OUTCOME_UNKNOWN serverError 504; candidates 1; ticket [unseen]");
}

#[test]
fn what_goes_wrong_with_a_look_says_nothing_of_the_create() {
    // It is made again after the same gap.
    for (fate, line) in [(empty(503), "503 serverError"), (lost("look"), "- connectionLost")] {
        let steps = [nothing(), lost("create"), fate, finds(&["1"])];
        let failed = vec![["0 lookUp ambiguous ", line].concat()];
        meets(steps)
            .ends("adopted 1; alone", &[first("- connectionLost"), failed, looks("ambiguous", [1_000])].concat());
    }
    // Where absence would count, too.
    let steps =
        nothings(1).chain([empty(504)]).chain(nothings(6)).chain([empty(500), nothing(), created("1"), finds(&["1"])]);
    let failed = ["30000 lookUp ambiguous 500 serverError", "38000 lookUp ambiguous 200 succeeded"];
    let again = ["38000 create ambiguous 201 succeeded", "38000 lookUp created 200 succeeded"];
    let expected: Vec<_> = failed.into_iter().chain(again).map(String::from).collect();
    let before = looks("ambiguous", LOOKS.into_iter().take(6));
    meets(steps).ends("created 1; alone", &[first("504 serverError"), before, expected].concat());
    // Unless it will not pass.
    let steps = [nothing(), error(504, "x"), nothing(), error(403, "y")];
    let refused = vec!["1000 lookUp ambiguous 403 refused".into()];
    let call = meets(steps).ends(
        "ERR_OUTCOME_UNKNOWN serverError 504; ticket []; the body",
        &[first("504 serverError"), looks("ambiguous", [0]), refused].concat(),
    );
    assert_eq!(call.note(), "open, known []");
}

#[test]
fn a_name_that_is_taken_meanwhile_is_a_conflict_when_ours_would_have_appeared() {
    let other = || package_with("3", json!({ "isHidden": true }));
    let taken = || nothings(1).chain([empty(504), nothing()]).chain((0..6).map(move |_| list([other()])));
    let lines = [first("504 serverError"), looks("ambiguous", LOOKS)].concat();
    assert_eq!(meets(taken()).ends("ERR_CONFLICT 504; existing 3", &lines).note(), "none");
    let returned = CreateOptions { return_existing: true, ..OPTIONS };
    run(Script::new(taken()), returned).ends("existing 3; nobody looked", &lines);
    // One that differs in case is not in the way.
    let cased = || package_with("3", json!({ "displayName": "SALES REPS" }));
    let steps = nothings(1).chain([empty(504)]).chain((0..7).map(|_| list([cased()])));
    meets(steps.chain([created("1"), finds(&["1"])])).ends(
        "created 1; alone",
        &[
            lines,
            ["30000 create ambiguous 201 succeeded", "30000 lookUp created 200 succeeded"].map(String::from).into(),
        ]
        .concat(),
    );
}
