//! The look after a create that succeeded.

use serde_json::json;

use super::{BLIND, OPTIONS, finds, first, meets, nothings, run};
use crate::gate::Gate;
use crate::world::script::answers::{
    challenge, created, empty, json_answer, list, list_with_link, lost, nothing, package, package_with, throttled,
};
use crate::world::script::lines::looks;
use crate::world::script::{BEGAN, Fate, Script};

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

/// The looks that are made when none of them shows the package.
const PATIENT: [u64; 5] = [0, 1_000, 2_000, 3_000, 4_000];

#[test]
fn is_repeated_until_it_shows_the_package_itself() {
    for (at, _) in PATIENT.iter().enumerate() {
        let steps = [nothing(), created("1")].into_iter().chain(nothings(at)).chain([finds(&["2", "1"])]);
        let lines = [first("201 succeeded"), looks("created", PATIENT.into_iter().take(at + 1))].concat();
        meets(steps).ends("created 1; beside 2", &lines);
    }
    let lines = [first("201 succeeded"), looks("created", PATIENT)].concat();
    let call = meets([nothing(), created("1")].into_iter().chain(nothings(5))).ends("created 1; nobody looked", &lines);
    assert_eq!(call.world.told()[2..5], ["lookingUp created", "waiting created 1000", "lookingUp created"]);
    // Who has been seen is told anyway, also when the look that showed it was not the last one.
    let another = || finds(&["2"]);
    let steps = [nothing(), created("1"), another(), empty(500), nothing(), empty(500), nothing()];
    assert_eq!(meets(steps).end(), "created 1; beside 2");
    let steps = [nothing(), created("1"), another(), finds(&["3"]), nothing(), nothing(), nothing()];
    assert_eq!(meets(steps).end(), "created 1; beside 3");
}

#[test]
fn does_not_matter_when_it_fails() {
    let fates: [(Fate, &str); 5] = [
        (|| empty(500), "500 serverError"),
        (|| empty(403), "403 refused"),
        (|| empty(401), "401 refused"),
        (|| lost("reset"), "- connectionLost"),
        (|| challenge(401, true), "401 refused"),
    ];
    for (fate, line) in fates {
        let look = ["0 lookUp created ", line].concat();
        let call = meets([nothing(), created("1"), fate(), finds(&["1"])])
            .ends("created 1; alone", &[CREATED[0], CREATED[1], &look, "1000 lookUp created 200 succeeded"]);
        assert_eq!(call.world.asked_for(), ["initial", "retry"], "with the token of the create");
        assert_eq!(call.note(), "made 1");
        let call = meets([nothing(), created("1"), fate(), fate(), fate(), fate(), fate()]);
        assert_eq!((call.end().as_str(), call.note()), ("created 1; nobody looked", "made 1".into()));
        assert_eq!(call.world.elapsed.get(), 4_000);
    }
    // Behind a pause that is longer than it is patient.
    let call = meets([nothing(), created("1"), throttled("10")]);
    assert_eq!((call.end().as_str(), call.world.elapsed.get()), ("created 1; nobody looked", 4_000));
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
fn does_not_pass_a_gate_that_is_closed() {
    // While the create was on its way, another call of the client was asked for a pause.
    let world =
        |pause: fn(&Script)| Script { meanwhile: pause, ..Script::new([nothing(), created("1"), finds(&["1"])]) };
    fn close(world: &Script, millis: u64) {
        if world.sent.borrow().len() == 2 {
            world.gate.set(Gate { closed_until: BEGAN + millis, whole_at: 0 });
        }
    }
    let call = run(world(|world| close(world, 2_000)), OPTIONS);
    call.ends("created 1; alone", &[CREATED[0], CREATED[1], "2000 lookUp created 200 succeeded"]);
    let call = run(world(|world| close(world, 2_001)), OPTIONS);
    call.ends("created 1; alone", &[CREATED[0], CREATED[1], "3000 lookUp created 200 succeeded"]);
    let world = Script { meanwhile: |world| close(world, 4_001), ..Script::new([nothing(), created("1")]) };
    run(world, OPTIONS).ends("created 1; nobody looked", &CREATED[..2]);
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
        let call = run(Script::new([answer]), BLIND);
        assert_eq!(call.end(), "created 1; nobody looked");
        assert_eq!(call.ending.unwrap().access_package.display_name.as_deref(), Some(name));
    }
}
