//! Forms of the question: when the next one is asked, and what an answer to one shows.

use serde_json::json;

use super::{Look, looks, looks_for};
use crate::attempt::Reason;
use crate::cloud::Cloud;
use crate::http::Body;
use crate::look_up::look_up;
use crate::read::Patience;
use crate::session::Session;
use crate::spec::AccessPackageSpec;
use crate::world::script::answers::{
    CATALOG, NAME, answer, challenge, empty, json_answer, list, lost, nothing, package, package_with, throttled,
};
use crate::world::script::{Script, Step};

const BY_NAME: &str = "accessPackages?$filter=displayName%20eq%20%27sales%20reps%27&$expand=catalog";
const BY_CATALOG: &str =
    "accessPackages?$filter=catalog/id%20eq%20%2766584aae-98bb-48cc-9458-7bee5d2a6577%27&$expand=catalog";
const EVERYTHING: &str = "accessPackages?$expand=catalog";
const EXPANDED: &str = "catalogs/66584aae-98bb-48cc-9458-7bee5d2a6577?$expand=accessPackages";
const FORMS: [&str; 4] = [BY_NAME, BY_CATALOG, EVERYTHING, EXPANDED];

/// The answer to the form of that number which finds these packages.
fn finds(form: usize, packages: Vec<serde_json::Value>) -> Step {
    if form < 3 { list(packages) } else { json_answer(200, json!({ "id": CATALOG, "accessPackages": packages })) }
}

#[test]
fn a_form_that_is_refused_gives_way_to_the_next() {
    let statuses = [400, 404, 405, 406, 407, 410, 412, 414, 416, 422, 428, 430, 431, 451, 498];
    for form in 0..4 {
        for status in statuses {
            let look = looks((0..form).map(|_| empty(status)).chain([finds(form, vec![package("1")])]));
            assert_eq!(
                (look.end().as_str(), look.questions()),
                ("found 1", FORMS[..=form].iter().map(|form| String::from(*form)).collect())
            );
        }
        let look = looks((0..form).map(|_| answer(200, Body::Text)).chain([finds(form, vec![])]));
        assert_eq!((look.end().as_str(), look.questions().len()), ("found", form + 1));
    }
    for status in statuses {
        assert_eq!(looks((0..4).map(|_| empty(status))).end(), format!("ERR_GRAPH {status}"));
    }
    assert_eq!(looks([empty(400), empty(400), empty(400), empty(404)]).end(), "ERR_GRAPH 404", "the last one counts");
}

#[test]
fn what_is_not_about_the_form_ends_the_look() {
    for form in 0..4 {
        let after = |step: Step| looks((0..form).map(|_| empty(400)).chain([step])).end();
        for status in [401, 402, 403, 408, 409, 499, 500, 503, 302] {
            let again = (status == 401).then(|| empty(401));
            let look = looks((0..form).map(|_| empty(400)).chain([empty(status)]).chain(again));
            assert_eq!(look.end(), format!("ERR_GRAPH {status}"));
        }
        assert_eq!(after(lost("reset")), "ERR_NETWORK connectionLost; cause reset");
        assert_eq!(after(throttled("7")), "ERR_THROTTLED 429; retry at 7000");
    }
    assert_eq!(looks([challenge(403, true), challenge(403, true)]).end(), "ERR_GRAPH 403");
}

#[test]
fn a_patient_look_tries_the_same_form_again() {
    let steps = [empty(400), empty(503), list([package("1")])];
    let look = looks_for(NAME, steps, Reason::Initial, Patience::Some);
    assert_eq!(
        (look.end().as_str(), look.questions()),
        ("found 1", [BY_NAME, BY_CATALOG, BY_CATALOG].map(String::from).into())
    );
}

#[test]
fn an_ignored_filter_does_no_harm() {
    let others = [
        package_with("2", json!({ "displayName": "another name" })),
        package_with("3", json!({ "displayName": null })),
        package_with("4", json!({ "displayName": "sales reps " })),
        package_with("5", json!({ "catalog": { "id": "00000000-98bb-48cc-9458-7bee5d2a6577" } })),
        // Whose name is another one may be in any catalog.
        package_with("6", json!({ "displayName": "another name", "catalog": null })),
    ];
    for form in 0..3 {
        let found = others.iter().cloned().chain([package("1")]).collect();
        assert_eq!(looks((0..form).map(|_| empty(400)).chain([finds(form, found)])).end(), "found 1");
    }
    // What is expanded is in the catalog, and need not say so.
    let expanded = vec![package_with("1", json!({ "catalog": null })), others[0].clone(), others[3].clone()];
    assert_eq!(looks((0..3).map(|_| empty(400)).chain([finds(3, expanded)])).end(), "found 1 5");
}

#[test]
fn catalogs_are_compared_without_regard_to_case() {
    let upper = package_with("1", json!({ "catalog": { "id": CATALOG.to_ascii_uppercase() } }));
    assert_eq!(looks([list([upper])]).end(), "found 1");
}

#[test]
fn an_answer_that_does_not_tell_the_catalog_gives_way_to_the_next_form() {
    for untold in [json!(null), json!({}), json!({ "id": "" }), json!({ "id": null }), json!("x")] {
        let untold = || list([package("2"), package_with("1", json!({ "catalog": untold }))]);
        let look = looks([untold(), untold(), untold(), finds(3, vec![package("1")])]);
        assert_eq!((look.end().as_str(), look.questions()), ("found 1", FORMS.map(String::from).into()));
        // A name that differs in case could be in the way as well.
        let cased = list([package_with("1", json!({ "displayName": "Sales Reps", "catalog": null }))]);
        assert_eq!(looks([cased, list([package("1")])]).end(), "found 1");
    }
    let untold = || list([package_with("1", json!({ "catalog": null }))]);
    let end = |steps: [Step; 4]| looks(steps).end();
    assert!(end([untold(), untold(), untold(), answer(200, Body::Text)]).starts_with("ERR_RESPONSE 200"));
    // It is the refusal that tells why, wherever it came.
    assert_eq!(end([empty(405), untold(), untold(), empty(400)]), "ERR_GRAPH 400");
    assert_eq!(looks([untold(), untold(), untold(), empty(403)]).end(), "ERR_GRAPH 403");
}

#[test]
fn names_in_other_case_are_found_too() {
    for (name, found) in [
        ("sales reps", "SALES Reps"),
        ("ÄRZTE", "ärzte"),
        ("ΑΘΗΝΑ", "αθηνα"),
        ("ПРОДАЖИ", "продажи"),
        ("x", "X"),
        ("Ⅷ", "ⅷ"),
        // The Kelvin sign is a k to whoever folds.
        ("\u{212a}elvin", "kelvin"),
        ("kelvin", "\u{212a}ELVIN"),
    ] {
        let found = package_with("1", json!({ "displayName": found }));
        assert_eq!(looks_for(name, [list([found])], Reason::Initial, Patience::None).end(), "found 1", "{name}");
    }
    for (name, other) in [("ä", "a"), ("ä", "a\u{308}"), ("ä", "ö"), ("x", "ä"), ("ß", "ss"), ("", " ")] {
        let other = package_with("1", json!({ "displayName": other }));
        assert_eq!(looks_for(name, [list([other])], Reason::Initial, Patience::None).end(), "found", "{name}");
    }
}

/// A look behind a conflict.
fn looks_behind_a_conflict(steps: impl IntoIterator<Item = Step>) -> Look {
    looks_for(NAME, steps, Reason::Conflict, Patience::None)
}

#[test]
fn behind_a_conflict_a_filter_by_name_is_not_enough() {
    let cased = || list([package_with("1", json!({ "displayName": "Sales Reps" }))]);
    let look = looks_behind_a_conflict([nothing(), cased()]);
    assert_eq!((look.end().as_str(), look.questions()), ("found 1", [BY_NAME, BY_CATALOG].map(String::from).into()));
    let look = looks_behind_a_conflict([nothing(), nothing()]);
    assert_eq!((look.end().as_str(), look.questions().len()), ("found", 2));
    assert_eq!(looks_behind_a_conflict([nothing(), empty(400), cased()]).end(), "found 1");
    assert_eq!(looks_behind_a_conflict([empty(400), nothing()]).end(), "found");
    // What is found by name is enough.
    assert_eq!(looks_behind_a_conflict([cased()]).end(), "found 1");
    // And nothing is found when the other forms fail: the answer by name was complete.
    for step in [empty(403), empty(500), lost("reset"), throttled("7")] {
        let look = looks_behind_a_conflict([nothing(), step]);
        assert_eq!((look.end().as_str(), look.questions().len()), ("found", 2));
    }
    assert_eq!(looks_behind_a_conflict([nothing(), empty(400), empty(400), empty(400)]).end(), "found");
}

#[test]
fn otherwise_nothing_by_name_is_nothing() {
    for reason in [Reason::Initial, Reason::Ambiguous, Reason::Throttled, Reason::Created] {
        let look = looks_for(NAME, [nothing()], reason, Patience::None);
        assert_eq!((look.end().as_str(), look.ledger[0].reason), ("found", reason));
    }
}

#[test]
fn names_are_written_as_literals_in_a_url() {
    for (name, literal) in [
        ("O'Brien's", "%27O%27%27Brien%27%27s%27"),
        ("a&b#c+d%e?f/g", "%27a%26b%23c%2Bd%25e%3Ff%2Fg%27"),
        ("é😀", "%27%C3%A9%F0%9F%98%80%27"),
        ("' or 1 eq 1", "%27%27%27%20or%201%20eq%201%27"),
    ] {
        let look = looks_for(name, [nothing()], Reason::Initial, Patience::None);
        assert_eq!(look.questions(), [format!("accessPackages?$filter=displayName%20eq%20{literal}&$expand=catalog")]);
    }
}

#[test]
fn a_form_that_was_refused_is_not_asked_again_in_the_same_call() {
    let untold = || list([package_with("1", json!({ "catalog": null }))]);
    let unreadable = || answer(200, Body::Text);
    let cases: [(Vec<Step>, usize); 12] = [
        (vec![nothing()], 0),
        (vec![empty(400), nothing()], 1),
        (vec![untold(), nothing()], 1),
        (vec![empty(404), untold(), finds(2, vec![])], 2),
        (vec![empty(400), empty(400), empty(400), finds(3, vec![])], 3),
        // There is always one left.
        (vec![empty(400), empty(400), empty(400), empty(400)], 3),
        // An answer that cannot be read may be a gateway's: what comes behind it does not count either.
        (vec![unreadable(), nothing()], 0),
        (vec![unreadable(), empty(400), nothing()], 0),
        (vec![empty(400), unreadable(), empty(400), finds(3, vec![])], 1),
        (vec![empty(400), unreadable(), untold(), finds(3, vec![])], 3),
        // Nor does a failure.
        (vec![empty(500)], 0),
        (vec![empty(400), empty(403)], 1),
    ];
    for (at, (steps, next)) in cases.into_iter().enumerate() {
        let count = steps.len();
        let world = Script::new(steps.into_iter().chain([finds(next, vec![package("1")])]));
        let root = Cloud::Global.root();
        let mut session = Session::new(&world, &root);
        let spec = AccessPackageSpec::new(NAME, CATALOG);
        let mut look = || pollster::block_on(look_up(&mut session, &spec, Reason::Ambiguous, Patience::None));
        let _ = look();
        assert_eq!(look().map(|found| found.len()).ok(), Some(1), "case {at}");
        let asked = &world.paths()[count];
        assert!(asked.ends_with(FORMS[next]), "case {at}: {asked}");
    }
}

#[test]
fn behind_a_conflict_a_refused_form_is_asked_again_while_another_answers() {
    let world = Script::new([nothing(), empty(400), nothing(), nothing(), nothing()]);
    let root = Cloud::Global.root();
    let mut session = Session::new(&world, &root);
    let spec = AccessPackageSpec::new(NAME, CATALOG);
    for _ in 0..2 {
        let found = pollster::block_on(look_up(&mut session, &spec, Reason::Conflict, Patience::None));
        assert_eq!(found.unwrap(), []);
    }
    let asked: Vec<_> = world.paths().iter().map(|path| FORMS.iter().position(|form| path.ends_with(form))).collect();
    assert_eq!(asked, [0, 1, 2, 0, 1].map(Some));
}

#[test]
fn an_answer_that_cannot_be_read_says_more_than_a_refusal() {
    let unreadable = || answer(200, Body::Text);
    let end = |steps: [Step; 4]| looks(steps).end();
    assert_eq!(end([empty(400), empty(404), empty(405), empty(400)]), "ERR_GRAPH 400");
    assert_eq!(end([unreadable(), empty(404), empty(405), empty(400)]), "ERR_RESPONSE 200; the body");
    assert_eq!(end([empty(400), empty(400), empty(400), unreadable()]), "ERR_RESPONSE 200; the body");
    let untold = || list([package_with("1", json!({ "catalog": null }))]);
    // Where no form tells the catalogs, there is no other answer to tell of than the last one.
    assert_eq!(end([untold(), untold(), untold(), json_answer(200, json!({}))]), "ERR_RESPONSE 200; the body");
    assert_eq!(end([untold(), untold(), untold(), empty(404)]), "ERR_GRAPH 404");
}
