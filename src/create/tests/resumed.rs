//! Creates that find a note of an earlier one in their room.

use serde_json::{Value as Json, json};

use super::{BLIND, CATALOG, Call, LOOKS, NAME, NOTHING, OPTIONS, SHORT_LOOKS, finds, nothings, run};
use crate::create::CreateOptions;
use crate::world::Entered;
use crate::world::script::answers::{aborted, created, empty, error, list, lost, package, package_with, throttled};
use crate::world::script::lines::looks;
use crate::world::script::{Script, Step};

const RETURNED: CreateOptions = CreateOptions { return_existing: true, ..OPTIONS };

/// The ticket of an earlier create of that name, with more or other properties.
fn ticket(others: Json, known_ids: Json) -> Json {
    let mut input = json!({ "displayName": NAME, "catalog": { "id": CATALOG } });
    for (name, value) in others.as_object().unwrap() {
        input[name] = value.clone();
    }
    let root = "https://graph.microsoft.com";
    json!({ "version": 1, "graphRoot": root, "input": input, "sentAt": "2026-11-18T11:06:00.000Z", "knownIds": known_ids })
}

/// The note of a create of the same that made package 7.
fn made() -> Json {
    json!({ "ticket": ticket(json!({}), json!([])), "made": package("7"), "adopted": false })
}

/// The note of a create of something else under the same name that made package 7.
fn made_other() -> Json {
    let seven = package_with("7", json!({ "description": "other" }));
    json!({ "ticket": ticket(json!({ "description": "other" }), json!([])), "made": seven, "adopted": false })
}

/// The note of a create of the same that is in doubt.
fn open() -> Json {
    json!({ "ticket": ticket(json!({}), json!([])), "made": null, "adopted": false })
}

/// The note of a create of something else under the same name that is in doubt.
fn open_other() -> Json {
    json!({ "ticket": ticket(json!({ "description": "other" }), json!([])), "made": null, "adopted": false })
}

fn world(note: Json, age: u64, steps: impl IntoIterator<Item = Step>) -> Script {
    let entered = Entered { waited: false, note: Some(note.into()), age, vanished: false };
    Script { entered: Some(entered).into(), ..Script::new(steps) }
}

/// Creates behind a note that was left that long ago.
#[track_caller]
fn finds_note(note: Json, age: u64, steps: impl IntoIterator<Item = Step>) -> Call {
    run(world(note, age, steps), OPTIONS)
}

/// Creates after it waited for another create to leave the note.
#[track_caller]
fn waited_for(note: Json, steps: impl IntoIterator<Item = Step>) -> Call {
    let entered = Entered { waited: true, note: Some(note.into()), age: 0, vanished: false };
    run(Script { entered: Some(entered).into(), ..Script::new(steps) }, OPTIONS)
}

/// The lines of a create that is sent then, and of the look behind it.
fn sent_at(at: u64) -> Vec<String> {
    ["create initial 201 succeeded", "lookUp created 200 succeeded"].map(|line| format!("{at} {line}")).into()
}

#[test]
fn who_waited_for_the_same_shares_what_came_of_it() {
    let cases = [(false, "created 7; nobody looked", "made 7"), (true, "adopted 7; nobody looked", "adopted 7")];
    for (adopted, end, left) in cases {
        let note = json!({ "ticket": ticket(json!({}), json!([])), "made": package("7"), "adopted": adopted });
        let call = waited_for(note, []).ends(end, NOTHING);
        assert_eq!((call.note(), call.world.told().len()), (left.into(), 0));
    }
    // However long it took.
    let entered = Entered { waited: true, note: Some(made().into()), age: 1_000_000, vanished: false };
    let world = Script { entered: Some(entered).into(), ..Script::default() };
    run(world, BLIND).ends("created 7; nobody looked", NOTHING);
}

#[test]
fn who_did_not_wait_or_wants_something_else_meets_an_existing_package() {
    let found = || list([package_with("7", json!({ "description": "other" }))]);
    waited_for(made_other(), [found()]).ends("ERR_CONFLICT; existing 7", &looks("ambiguous", [0]));
    finds_note(made_other(), 0, [found()]).ends("ERR_CONFLICT; existing 7", &looks("ambiguous", [0]));
    let call = finds_note(made(), 0, [finds(&["7"])]).ends("ERR_CONFLICT; existing 7", &looks("ambiguous", [0]));
    assert_eq!(call.note(), "none", "the last one stays");
    run(world(made(), 0, [finds(&["7"])]), RETURNED).ends("existing 7; nobody looked", &looks("ambiguous", [0]));
}

#[test]
fn what_was_made_and_does_not_appear_was_deleted() {
    for (age, times) in [(0, SHORT_LOOKS.to_vec()), (10_000, vec![0, 1_000, 3_000, 5_000]), (29_999, vec![0])] {
        let last = *times.last().unwrap();
        let steps = nothings(times.len()).chain([created("1"), finds(&["1"])]);
        let lines = [looks("ambiguous", times), sent_at(last)].concat();
        assert_eq!(finds_note(made(), age, steps).ends("created 1; alone", &lines).note(), "made 1");
    }
    // Of something else it is looked once more, for what is asked for now.
    let steps = nothings(6).chain([created("1"), finds(&["1"])]);
    let lines = [looks("ambiguous", SHORT_LOOKS), looks("initial", [15_000]), sent_at(15_000)].concat();
    finds_note(made_other(), 0, steps).ends("created 1; alone", &lines);
    // Not without being asked to.
    let steps = nothings(5).chain([created("1")]);
    let lines = [looks("ambiguous", SHORT_LOOKS), vec!["15000 create initial 201 succeeded".into()]].concat();
    run(world(made_other(), 0, steps), BLIND).ends("created 1; nobody looked", &lines);
}

#[test]
fn what_was_made_and_cannot_be_seen_exists() {
    let refused = ["0 lookUp ambiguous 403 refused"];
    finds_note(made(), 0, [empty(403)]).ends("ERR_CONFLICT; existing 7", &refused);
    run(world(made(), 0, [empty(403)]), RETURNED).ends("existing 7; nobody looked", &refused);
    // But not if it is something else that was made.
    let call = finds_note(made_other(), 0, [error(403, "x")])
        .ends("ERR_OUTCOME_UNKNOWN lookFailed 403; ticket []; the body", &refused);
    assert_eq!(call.note(), "open, known []");
    let world = Script { timeout: 2_000, ..world(made(), 0, nothings(2)) };
    run(world, OPTIONS).ends("ERR_CONFLICT; existing 7", &looks("ambiguous", [0, 1_000]));
}

#[test]
fn what_was_in_doubt_and_appears_is_adopted() {
    for at in 0..LOOKS.len() {
        let lines = looks("ambiguous", LOOKS.into_iter().take(at + 1));
        let call = finds_note(open(), 0, nothings(at).chain([finds(&["7"])])).ends("adopted 7; alone", &lines);
        assert_eq!(call.note(), "adopted 7");
        assert_eq!(call.world.told()[0], "lookingUp ambiguous");
    }
    let other = || package_with("8", json!({ "isHidden": true }));
    finds_note(open(), 0, [list([other(), package("7")])]).ends("adopted 7; beside 8", &looks("ambiguous", [0]));
    // Somebody else's is one that exists, when ours would have appeared.
    let lines = looks("ambiguous", LOOKS);
    finds_note(open(), 0, (0..7).map(|_| list([other()]))).ends("ERR_CONFLICT; existing 8", &lines);
    // So is what was asked for with other content.
    let found = || list([package_with("7", json!({ "description": "other" }))]);
    finds_note(open_other(), 0, [found()]).ends("ERR_CONFLICT; existing 7", &looks("ambiguous", [0]));
    run(world(open_other(), 0, [found()]), RETURNED).ends("existing 7; nobody looked", &looks("ambiguous", [0]));
}

#[test]
fn what_was_in_doubt_and_does_not_appear_is_sent_anew() {
    for (age, times) in [(0, LOOKS.to_vec()), (20_000, vec![0, 1_000, 3_000, 7_000, 10_000]), (29_000, vec![0, 1_000])]
    {
        let last = *times.last().unwrap();
        let steps = nothings(times.len()).chain([created("1"), finds(&["1"])]);
        let lines = [looks("ambiguous", times), sent_at(last)].concat();
        finds_note(open(), age, steps).ends("created 1; alone", &lines);
    }
    let steps = nothings(8).chain([created("1"), finds(&["1"])]);
    let lines = [looks("ambiguous", LOOKS), looks("initial", [30_000]), sent_at(30_000)].concat();
    finds_note(open_other(), 0, steps).ends("created 1; alone", &lines);
    // It was sent for the first time in this call.
    let steps = nothings(7).chain([created("1"), finds(&["1"])]);
    assert_eq!(finds_note(open(), 0, steps).world.told().iter().filter(|line| line.starts_with("sending")).count(), 1);
}

#[test]
fn what_was_in_doubt_and_cannot_be_found_out_stays_so() {
    let world_of = |timeout| Script { timeout, ..world(open(), 0, nothings(3)) };
    let call = run(world_of(5_000), OPTIONS)
        .ends("ERR_OUTCOME_UNKNOWN timedOut; ticket []", &looks("ambiguous", [0, 1_000, 3_000]));
    assert_eq!(call.note(), "open, known []");
    let failed = |step, end: &str, line: &str| {
        let call = finds_note(open(), 0, [step]).ends(end, &[["0 lookUp ambiguous ", line].concat()]);
        assert_eq!(call.note(), "open, known []");
    };
    failed(error(403, "x"), "ERR_OUTCOME_UNKNOWN lookFailed 403; ticket []; the body", "403 refused");
    failed(throttled("200"), "ERR_OUTCOME_UNKNOWN lookFailed 429; ticket []; retry at 200000", "429 throttled");
    // Nobody had looked before, and nothing shows whose it is.
    let unseen = json!({ "ticket": ticket(json!({}), json!(null)), "made": null, "adopted": false });
    let call = finds_note(unseen.clone(), 0, [finds(&["7"])])
        .ends("ERR_OUTCOME_UNKNOWN lookFailed; candidates 7; ticket [unseen]", &looks("ambiguous", [0]));
    assert_eq!(call.note(), "open, known null");
    let steps = nothings(7).chain([created("1"), finds(&["1"])]);
    assert_eq!(finds_note(unseen, 0, steps).end(), "created 1; alone", "a first look that finds nothing is one, too");
    // What was there before is none of ours.
    let seen = json!({ "ticket": ticket(json!({}), json!(["7"])), "made": null, "adopted": false });
    finds_note(seen, 0, (0..7).map(|_| finds(&["7"]))).ends("ERR_CONFLICT; existing 7", &looks("ambiguous", LOOKS));
}

#[test]
fn an_abort_leaves_the_note_alone() {
    for note in [made(), made_other(), open(), open_other()] {
        let world = Script { interrupted_at: Some((1, aborted)), ..world(note, 0, []) };
        let call = run(world, OPTIONS).ends("aborted: stop", NOTHING);
        assert_eq!(call.note(), "none");
    }
    // One that fails for now does not end the looking.
    let lines = ["0 lookUp ambiguous - connectionLost", "1000 lookUp ambiguous 200 succeeded"];
    finds_note(open(), 0, [lost("reset"), finds(&["7"])]).ends("adopted 7; alone", &lines);
}

#[test]
fn a_note_about_a_name_in_other_case_is_waited_for_too() {
    let cased = || package_with("7", json!({ "displayName": "Sales Reps" }));
    let note =
        |made: Json| json!({ "ticket": ticket(json!({ "displayName": "Sales Reps" }), json!([])), "made": made });
    // Whether it is in the way is for Graph to say.
    for note in [note(cased()), note(json!(null))] {
        let steps = [list([cased()]), list([cased()]), created("1"), list([cased(), package("1")])];
        let lines = [looks("ambiguous", [0]), looks("initial", [0]), sent_at(0)].concat();
        finds_note(note, 0, steps).ends("created 1; alone", &lines);
    }
}

#[test]
fn what_is_no_note_or_too_old_does_not_matter() {
    let lines = [looks("initial", [0]), sent_at(0)].concat();
    let steps = || nothings(1).chain([created("1"), finds(&["1"])]);
    for note in [made(), open()] {
        finds_note(note, 30_000, steps()).ends("created 1; alone", &lines);
    }
    let mut newer = open();
    newer["ticket"]["version"] = json!(2);
    for note in [json!(null), json!("x"), json!({}), json!({ "made": package("7") }), newer] {
        finds_note(note, 0, steps()).ends("created 1; alone", &lines);
    }
}

/// Creates after it waited for one of another tab that was closed in the middle.
#[track_caller]
fn outlived(steps: impl IntoIterator<Item = Step>, options: CreateOptions) -> Call {
    let entered = Entered { waited: true, note: None, age: 0, vanished: true };
    run(Script { entered: Some(entered).into(), ..Script::new(steps) }, options)
}

#[test]
fn a_create_whose_tab_was_closed_is_settled_before_anything_is_sent() {
    // It may still be made until then.
    let last = *LOOKS.last().unwrap();
    for (options, end) in [(OPTIONS, "created 1; alone"), (BLIND, "created 1; nobody looked")] {
        let requests = if options.verify { 2 } else { 1 };
        let steps = nothings(LOOKS.len()).chain([created("1"), finds(&["1"])].into_iter().take(requests));
        let lines = [looks("ambiguous", LOOKS), sent_at(last).into_iter().take(requests).collect()].concat();
        assert_eq!(outlived(steps, options).ends(end, &lines).note(), "made 1");
    }
}

#[test]
fn what_appears_of_a_create_whose_tab_was_closed_is_in_the_way() {
    for at in 0..LOOKS.len() {
        let lines = looks("ambiguous", LOOKS.into_iter().take(at + 1));
        let steps = || nothings(at).chain([finds(&["7"])]);
        // Nothing tells whether it did not exist long before: it is not adopted.
        let call = outlived(steps(), OPTIONS).ends("ERR_CONFLICT; existing 7", &lines);
        assert_eq!(call.note(), "none");
        outlived(steps(), BLIND).ends("ERR_CONFLICT; existing 7", &lines);
        outlived(steps(), RETURNED).ends("existing 7; nobody looked", &lines);
    }
}

#[test]
fn a_create_whose_tab_was_closed_and_of_which_nothing_can_be_learned_is_in_doubt() {
    let refused = ["0 lookUp ambiguous 403 refused"];
    let call = outlived([error(403, "x")], OPTIONS)
        .ends("ERR_OUTCOME_UNKNOWN lookFailed 403; ticket [unseen]; the body", &refused);
    assert_eq!(call.note(), "vanished");
}

#[test]
fn who_gives_up_while_it_settles_what_a_closed_tab_left_passes_it_on() {
    for (moment, lines) in [(1, vec![]), (6, looks("ambiguous", [0]))] {
        let entered = Entered { waited: true, note: None, age: 0, vanished: true };
        let world = Script { interrupted_at: Some((moment, aborted)), ..Script::new(nothings(lines.len())) };
        let call = run(Script { entered: Some(entered).into(), ..world }, OPTIONS).ends("aborted: stop", &lines);
        assert_eq!(call.note(), "vanished");
        let [(_, Some(left))] = &*call.world.left.take() else { panic!("it leaves a note") };
        let left: Json = serde_json::from_str(left).unwrap();
        // Who finds it does not take what appears for its own, either.
        let lines = looks("ambiguous", [0]);
        finds_note(left.clone(), 0, [finds(&["7"])]).ends("ERR_CONFLICT; existing 7", &lines);
        let steps = nothings(LOOKS.len()).chain([created("1"), finds(&["1"])]);
        let lines = [looks("ambiguous", LOOKS), sent_at(*LOOKS.last().unwrap())].concat();
        assert_eq!(finds_note(left, 0, steps).ends("created 1; alone", &lines).note(), "made 1");
    }
}

#[test]
fn what_a_closed_tab_left_stays_open_behind_a_note_that_is_open_too() {
    let entered = Entered { waited: true, note: Some(open_other().into()), age: 0, vanished: true };
    let world = Script { entered: Some(entered).into(), ..Script::new([error(403, "x")]) };
    let refused = ["0 lookUp ambiguous 403 refused"];
    let call = run(world, OPTIONS).ends("ERR_OUTCOME_UNKNOWN lookFailed 403; ticket []; the body", &refused);
    assert_eq!(call.note(), "vanished");
}
