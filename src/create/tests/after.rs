//! The look after a create that succeeded.

use serde_json::json;

use super::{BLIND, OPTIONS, finds, meets, run};
use crate::gate::Gate;
use crate::world::script::answers::{
    created, empty, json_answer, list, list_with_link, lost, nothing, package, package_with,
};
use crate::world::script::{BEGAN, Script, Step};

const CREATED: [&str; 3] =
    ["0 lookUp initial 200 succeeded", "0 create initial 201 succeeded", "0 lookUp created 200 succeeded"];

#[test]
fn tells_of_others_that_have_appeared() {
    let other = || package_with("3", json!({ "description": "other" }));
    let cased = || package_with("4", json!({ "displayName": "Sales Reps" }));
    for (found, duplicates) in [
        (vec![package("1")], "alone"),
        (vec![package("1"), package("2")], "beside 2"),
        (vec![package("2"), package("1"), other()], "beside 2 3"),
        (vec![package("1"), cased()], "alone"),
    ] {
        let call = meets([nothing(), created("1"), list(found)]);
        let call = call.ends(&["created 1; ", duplicates].concat(), &CREATED);
        assert_eq!(call.note(), "made 1");
    }
}

#[test]
fn follows_all_pages() {
    let link = "https://graph.microsoft.com/v1.0/next";
    meets([nothing(), created("1"), list_with_link([package("1")], link), finds(&["2"])])
        .ends("created 1; beside 2", &[CREATED[0], CREATED[1], CREATED[2], CREATED[2]]);
}

#[test]
fn says_nothing_where_it_does_not_show_the_package_itself() {
    for found in [nothing(), finds(&["2"])] {
        meets([nothing(), created("1"), found]).ends("created 1; nobody looked", &CREATED);
    }
}

#[test]
fn does_not_matter_when_it_fails() {
    let fates: [(Step, &str); 5] = [
        (empty(500), "500 serverError"),
        (empty(403), "403 refused"),
        (empty(401), "401 refused"),
        (empty(429), "429 throttled"),
        (lost("reset"), "- connectionLost"),
    ];
    for (fate, line) in fates {
        let look = ["0 lookUp created ", line].concat();
        let call =
            meets([nothing(), created("1"), fate]).ends("created 1; nobody looked", &[CREATED[0], CREATED[1], &look]);
        assert_eq!(call.world.asked_for(), ["initial", "retry"]);
        assert_eq!(call.note(), "made 1");
    }
}

#[test]
fn takes_five_seconds_at_most() {
    let world = || Script::new([nothing(), created("1"), finds(&["1"])]);
    let slow = |takes| run(Script { takes: [(2, takes)].into(), ..world() }, OPTIONS);
    slow(4_999).ends("created 1; alone", &CREATED);
    let late = slow(5_000).ends("created 1; nobody looked", &[CREATED[0], CREATED[1], "0 lookUp created - timedOut"]);
    assert_eq!(late.world.elapsed.get(), 5_000);
    // All of its pages together.
    let link = "https://graph.microsoft.com/v1.0/next";
    let paged = || Script::new([nothing(), created("1"), list_with_link([package("1")], link), finds(&["2"])]);
    let world = Script { takes: [(2, 4_000), (3, 999)].into(), ..paged() };
    assert_eq!(run(world, OPTIONS).end(), "created 1; beside 2");
    let world = Script { takes: [(2, 4_000), (3, 1_000)].into(), ..paged() };
    assert_eq!(run(world, OPTIONS).end(), "created 1; nobody looked");
}

#[test]
fn does_not_wait() {
    // While the create was on its way, another call of the client was asked for a pause.
    let meanwhile = |world: &Script| {
        if world.sent.borrow().len() == 2 {
            world.gate.set(Gate { closed_until: BEGAN + 1, whole_at: 0 });
        }
    };
    run(Script { meanwhile, ..Script::new([nothing(), created("1")]) }, OPTIONS)
        .ends("created 1; nobody looked", &CREATED[..2]);
}

#[test]
fn is_not_made_where_nothing_could_be_compared_with_it() {
    run(Script::new([created("1")]), BLIND).ends("created 1; nobody looked", &["0 create initial 201 succeeded"]);
    let seen = ["0 lookUp initial 403 refused", "0 create initial 201 succeeded"];
    meets([empty(403), created("1")]).ends("created 1; nobody looked", &seen);
}

#[test]
fn the_package_is_the_one_that_the_answer_holds() {
    // Graph may write the name in its own way, but not another one.
    for name in ["Sales Reps", " sales reps ", "SALES REPS"] {
        let answer = json_answer(201, package_with("1", json!({ "displayName": name })));
        let call = meets([nothing(), answer, nothing()]);
        assert_eq!(call.end(), "created 1; nobody looked");
        assert_eq!(call.ending.unwrap().access_package.display_name.as_deref(), Some(name));
    }
}
