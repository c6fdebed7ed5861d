//! Creates that are one of many: the catalogs have been listed, and whoever sends them all does the waiting.

use serde_json::json;

use super::{CATALOG, Call, LOOKS, NAME, NOTHING, OPTIONS, finds, nothings, run};
use crate::create::{CreateOptions, Prior};
use crate::gate::Gate;
use crate::spec::AccessPackageSpec;
use crate::ticket::Ticket;
use crate::time::Timestamp;
use crate::world::Entered;
use crate::world::script::answers::{
    created, dated_error, empty, json_answer, list, lost, nothing, package_with, throttled,
};
use crate::world::script::lines::looks;
use crate::world::script::{BEGAN, Script, Step};

const BULK: CreateOptions = CreateOptions { verify: false, bulk: true, ..OPTIONS };

fn ticket() -> Ticket {
    let sent_at = Timestamp::from_iso8601("2026-11-18T11:06:00.000Z").unwrap();
    Ticket::new("https://graph.microsoft.com", AccessPackageSpec::new(NAME, CATALOG), sent_at, Some(vec![]))
}

#[track_caller]
fn bulk(steps: impl IntoIterator<Item = Step>) -> Call {
    run(Script::new(steps), BULK)
}

/// Creates what was sent before, and may appear for so long.
#[track_caller]
fn again(settle_ms: u64, steps: impl IntoIterator<Item = Step>) -> Call {
    run(Script::new(steps), CreateOptions { prior: Some(Prior { ticket: Box::new(ticket()), settle_ms }), ..BULK })
}

#[test]
fn sends_at_once_and_looks_at_nothing() {
    bulk([created("1")]).ends("created 1; nobody looked", &["0 create initial 201 succeeded"]);
}

#[test]
fn a_package_that_the_list_did_not_have_is_its_own() {
    let sent = ["0 create initial - connectionLost", "0 lookUp ambiguous 200 succeeded"];
    bulk([lost("reset"), finds(&["1"])]).ends("adopted 1; alone", &sent);
}

#[test]
fn what_was_made_since_the_list_and_clearly_before_the_create_is_not() {
    let older = package_with("1", json!({ "createdDateTime": "2026-11-18T10:00:00Z" }));
    let call = bulk([dated_error(409, "2026-11-18T12:06:40"), list([older])]);
    assert!(call.end().starts_with("ERR_CONFLICT"), "{}", call.end());
}

/// A new package tells the service's time: the same as this machine's.
fn new_package() -> Step {
    json_answer(201, package_with("0", json!({ "createdDateTime": "2026-11-18T11:06:40.1234567Z" })))
}

#[test]
fn the_time_of_what_was_created_tells_what_others_made() {
    let call = bulk([new_package()]);
    let ahead = call.world.ahead.get();
    assert!(ahead.is_some());
    let at_once = CreateOptions { settle_ms: 0, ..BULK };
    let with_time = |steps: Vec<Step>| run(Script { ahead: ahead.into(), ..Script::new(steps) }, at_once.clone());
    let made_at = |time: &str| list([package_with("1", json!({ "createdDateTime": time }))]);
    let call = with_time(vec![lost("reset"), made_at("2026-11-18T11:00:00Z")]);
    assert!(call.end().starts_with("ERR_CONFLICT"), "{}", call.end());
    assert!(call.end().contains("existing 1"), "{}", call.end());
    // Also where it was sent by an earlier page, 40 s ago.
    let prior = Some(Prior { ticket: Box::new(ticket()), settle_ms: 0 });
    let resumed = CreateOptions { prior, ..at_once.clone() };
    let world = Script { ahead: ahead.into(), ..Script::new([made_at("2026-11-18T11:00:00Z")]) };
    let call = run(world, resumed);
    assert!(call.end().starts_with("ERR_CONFLICT"), "{}", call.end());
    let call = with_time(vec![lost("reset"), made_at("2026-11-18T11:06:41Z")]);
    assert!(call.end().starts_with("adopted 1"), "{}", call.end());
    // Other creates make their own sight of it.
    let alone = CreateOptions { verify: false, ..OPTIONS };
    assert_eq!(run(Script::new([new_package()]), alone).world.ahead.get(), None);
}

#[test]
fn gives_back_what_graph_does_not_take_yet() {
    let call = bulk([throttled("10")]);
    assert_eq!(call.attempts(), ["0 create initial 429 throttled"]);
    assert!(call.end().starts_with("ERR_THROTTLED"), "{}", call.end());
    assert_eq!(call.note(), "open, known []");
}

#[test]
fn sends_nothing_while_the_gate_is_closed() {
    let gate = Gate { closed_until: BEGAN + 5_000, whole_at: 0 };
    let call = run(Script { gate: gate.into(), ..Script::new([]) }, BULK);
    assert_eq!(call.attempts(), NOTHING);
    assert!(call.end().starts_with("ERR_THROTTLED"), "{}", call.end());
    assert_eq!(call.note(), "none");
}

#[test]
fn looks_once_before_it_sends_again_what_was_throttled() {
    let sent = ["0 lookUp ambiguous 200 succeeded", "0 create initial 201 succeeded"];
    again(0, [nothing(), created("1")]).ends("created 1; nobody looked", &sent);
    again(0, [finds(&["1"])]).ends("adopted 1; alone", &sent[..1]);
}

#[test]
fn the_note_of_the_first_time_does_not_hold_it_up() {
    let note = json!({ "ticket": serde_json::to_value(ticket()).unwrap(), "made": null, "adopted": false });
    let entered = Entered { waited: false, note: Some(note.into()), age: 1_000, vanished: false };
    let options = CreateOptions { prior: Some(Prior { ticket: Box::new(ticket()), settle_ms: 0 }), ..BULK };
    let world = Script { entered: Some(entered).into(), ..Script::new([nothing(), created("1")]) };
    run(world, options)
        .ends("created 1; nobody looked", &["0 lookUp ambiguous 200 succeeded", "0 create initial 201 succeeded"]);
}

#[test]
fn settles_first_what_an_earlier_page_left_open() {
    let call = again(30_000, nothings(LOOKS.len()).chain([created("1")]));
    let sent = [looks("ambiguous", LOOKS), vec!["30000 create initial 201 succeeded".into()]].concat();
    call.ends("created 1; nobody looked", &sent);
}

#[test]
fn a_failed_look_sends_nothing() {
    let call = again(0, [empty(403)]);
    assert!(call.end().starts_with("ERR_OUTCOME_UNKNOWN"), "{}", call.end());
}
