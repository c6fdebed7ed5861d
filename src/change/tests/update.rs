//! Updates.

use serde_json::{Value as Json, json};

use super::{ID, NOTHING, updates, updates_in};
use crate::cloud::Cloud;
use crate::gate::Gate;
use crate::session::{Session, Stop};
use crate::world::script::answers::{aborted, cut, empty, error, json_answer, late, lost, package_with, throttled};
use crate::world::script::lines;
use crate::world::script::{BEGAN, Fate, Script, Step};
use crate::world::{Interruption, NoAnswer, NoToken};

/// A look that shows the package with that description.
fn is_now(description: &str) -> Step {
    json_answer(200, package_with("1", json!({ "description": description })))
}

const ONCE: [&str; 1] = ["0 update initial 204 succeeded"];

#[test]
fn sends_what_is_to_change() {
    for status in [200, 204] {
        let update = updates([empty(status)]).ends("updated", &[format!("0 update initial {status} succeeded")]);
        let sent = update.world.sent.borrow();
        assert_eq!(sent[0].request.body.as_deref(), Some(r#"{"description":"new"}"#));
        assert_eq!(sent[0].within, 30_000);
        let path = format!("identityGovernance/entitlementManagement/accessPackages/{ID}");
        assert_eq!((update.world.paths(), update.world.told()), (vec![path], vec!["sending initial".into()]));
    }
    let world = Script { timeout: 10_000, ..Script::new([empty(204)]) };
    let update = updates_in(world, ID, json!({ "isHidden": true })).ends("updated", &ONCE);
    assert_eq!(update.world.sent.borrow()[0].within, 5_000);
}

#[test]
fn a_refusal_is_believed() {
    for status in [400, 402, 403, 404, 405, 410, 412, 422, 498] {
        let line = format!("0 update initial {status} refused");
        updates([error(status, "No")]).ends(&format!("ERR_GRAPH {status}; the body"), &[line]);
    }
    updates([error(409, "x")]).ends("ERR_CONFLICT 409; the body", &["0 update initial 409 refused"]);
    let line = ["0 update initial 400 refused"];
    updates([error(400, "DuplicateAccessPackage")]).ends("ERR_CONFLICT 400; the body", &line);
    let twice = ["0 update initial 401 refused", "0 update unauthorized 401 refused"];
    updates([empty(401), empty(401)]).ends("ERR_GRAPH 401", &twice);
    updates([cut(404, NoAnswer::ConnectionLost("cut"))]).ends("ERR_GRAPH 404", &["0 update initial 404 refused"]);
}

#[test]
fn what_is_in_doubt_is_looked_up_first() {
    let fates: [(Step, &str, u64); 8] = [
        (empty(504), "504 serverError", 0),
        (empty(302), "302 serverError", 0),
        (empty(408), "408 serverError", 0),
        (lost("reset"), "- connectionLost", 0),
        (cut(200, NoAnswer::ConnectionLost("cut")), "200 succeeded", 0),
        (empty(202), "202 unreadable", 0),
        (empty(201), "201 unreadable", 0),
        (late(), "- timedOut", 30_000),
    ];
    for (fate, line, at) in fates {
        let done = line == "200 succeeded";
        let first = ["0 update initial ", line].concat();
        let look = format!("{at} lookUp ambiguous 200 succeeded");
        let steps = [Some(fate), (!done).then(|| is_now("new"))].into_iter().flatten();
        let lines = [Some(first), (!done).then_some(look)];
        let update = updates(steps).ends("updated", &lines.into_iter().flatten().collect::<Vec<_>>());
        if !done {
            let (status, doubt) = line.split_once(' ').unwrap();
            let told = ["ambiguous", doubt, status.trim_start_matches('-')].join(" ");
            let told = ["sending initial", told.trim_end(), "lookingUp ambiguous"];
            assert_eq!(update.world.told(), told);
        }
    }
}

#[test]
fn is_sent_again_when_the_look_does_not_show_it() {
    let looks: [(Fate, &str); 5] = [
        (|| is_now("old"), "200 succeeded"),
        (|| empty(404), "404 refused"),
        (|| empty(500), "500 serverError"),
        (|| lost("look"), "- connectionLost"),
        (|| json_answer(200, json!({})), "200 unreadable"),
    ];
    for (look, line) in looks {
        let lines = [
            "0 update initial 504 serverError",
            &["0 lookUp ambiguous ", line].concat(),
            "2000 update ambiguous 204 succeeded",
        ];
        updates([empty(504), look(), empty(204)]).ends("updated", &lines);
    }
}

#[test]
fn is_sent_four_times_at_most() {
    let in_vain = |steps: usize| (0..steps).flat_map(|_| [empty(504), is_now("old")]);
    let line = |at: u64, line: &str| format!("{at} {line}");
    let mut lines = vec![line(0, "update initial 504 serverError"), line(0, "lookUp ambiguous 200 succeeded")];
    for at in [2_000, 6_000, 14_000] {
        lines.extend([line(at, "update ambiguous 504 serverError"), line(at, "lookUp ambiguous 200 succeeded")]);
    }
    let update = updates(in_vain(3).chain([error(504, "x"), is_now("old")]));
    let update = update.ends("ERR_OUTCOME_UNKNOWN serverError 504; the body", &lines);
    assert_eq!(update.world.gate.get().whole_at, BEGAN + 9_000, "three of the budget, since the first");
    // The last one may still do.
    lines.pop();
    lines.pop();
    lines.push(line(14_000, "update ambiguous 204 succeeded"));
    updates(in_vain(3).chain([empty(204)])).ends("updated", &lines);
    assert_eq!(updates(in_vain(3).chain([empty(504), is_now("new")])).end(), "updated");
    // The last loss says why.
    let steps = in_vain(3).chain([lost("last"), is_now("old")]);
    assert_eq!(updates(steps).end(), "ERR_OUTCOME_UNKNOWN connectionLost; cause last");
}

#[test]
fn while_there_is_time_and_budget() {
    let lines = ["0 update initial 504 serverError", "0 lookUp ambiguous 200 succeeded"];
    let unknown = "ERR_OUTCOME_UNKNOWN serverError 504";
    let changes = || json!({ "description": "new" });
    let in_vain = || [empty(504), is_now("old")];
    let world = Script { timeout: 2_000, ..Script::new(in_vain()) };
    let update = updates_in(world, ID, changes()).ends(unknown, &lines);
    assert_eq!(update.world.elapsed.get(), 0, "it does not wait in vain");
    let world = Script { timeout: 2_001, ..Script::new(in_vain().into_iter().chain([empty(204)])) };
    assert_eq!(updates_in(world, ID, changes()).end(), "updated");
    let gate = Gate { closed_until: 0, whole_at: BEGAN + 57_001 };
    updates_in(Script { gate: gate.into(), ..Script::new(in_vain()) }, ID, changes()).ends(unknown, &lines);
}

#[test]
fn a_pause_is_obeyed() {
    let lines = ["0 update initial 429 throttled", "11000 update throttled 204 succeeded"];
    let update = updates([throttled("10"), empty(204)]).ends("updated", &lines);
    assert_eq!(
        update.world.told(),
        ["sending initial", "throttled 429", "waiting throttled 11000", "sending throttled"]
    );
    let update =
        updates([throttled("100")]).ends("ERR_THROTTLED 429; retry at 100000", &["0 update initial 429 throttled"]);
    assert_eq!(update.world.elapsed.get(), 0);
    let gate = Gate { closed_until: 0, whole_at: BEGAN + 57_001 };
    let world = Script { gate: gate.into(), ..Script::new([throttled("10")]) };
    updates_in(world, ID, json!({ "isHidden": true }))
        .ends("ERR_THROTTLED 429; retry at 10000", &["0 update initial 429 throttled"]);
    // More often than it is sent again for a doubt.
    let update = updates((0..6).map(|_| throttled("1")).chain([empty(204)]));
    assert_eq!((update.end(), update.ledger.len()), ("updated".into(), 7));
}

#[test]
fn what_is_in_doubt_stays_so_whatever_comes_later() {
    let unknown = "ERR_OUTCOME_UNKNOWN connectionLost; cause first";
    let lines = ["0 update initial - connectionLost", "0 lookUp ambiguous 200 succeeded"];
    for (step, line) in [
        (error(403, "x"), "403 refused"),
        (error(409, "x"), "409 refused"),
        (error(404, "x"), "404 refused"),
        (throttled("200"), "429 throttled"),
    ] {
        let last = ["2000 update ambiguous ", line].concat();
        updates([lost("first"), is_now("old"), step]).ends(unknown, &[lines[0], lines[1], &last]);
    }
    for bad in [Err(NoToken::Failed("boom")), Err(NoToken::Interrupted(Interruption::TimedOut)), Ok(String::new())] {
        let tokens = [Ok("token".into()), Ok("token".into()), bad];
        let world = Script::new([lost("first"), is_now("old")]).with_tokens(tokens);
        updates_in(world, ID, json!({ "description": "new" })).ends(unknown, &lines);
    }
    let tokens = [Err(NoToken::Failed("boom"))];
    updates_in(Script::default().with_tokens(tokens), ID, json!({ "isHidden": true }))
        .ends("ERR_TOKEN failed; cause boom", NOTHING);
}

#[test]
fn an_abort_gives_the_reason_back_or_says_that_it_is_unknown() {
    let steps = || [lost("first"), is_now("old"), empty(429), empty(504), is_now("old"), empty(204)];
    let ends = (0..).map_while(|at| {
        let world = Script { interrupted_at: Some((at, aborted)), ..Script::new(steps()) };
        let root = Cloud::Global.root();
        let mut session = Session::new(&world, &root);
        let changes = json!({ "description": "new" }).into();
        let end = pollster::block_on(super::update_package(&mut session, ID, &changes));
        let _ = lines::attempts(&world, &session.ledger);
        (world.moments.get() > at).then(|| end.map_err(|stop: Stop<_>| lines::stop(&stop)))
    });
    let mut ends: Vec<_> = ends.collect();
    ends.dedup();
    let unknown = |what: &str| Err(format!("ERR_OUTCOME_UNKNOWN aborted{what}; cause stop"));
    assert_eq!(ends, [Err("aborted: stop".into()), unknown(""), unknown(" 504"), unknown("")]);
}

#[test]
fn is_done_when_all_that_was_to_change_is_as_wanted() {
    let all = || json!({ "displayName": "new", "description": "text", "isHidden": true });
    let looks = |changes: Json, found: Json, done: bool| {
        let found = json_answer(200, package_with("1", found));
        let again = (!done).then(|| empty(204));
        let steps = [Some(empty(504)), Some(found), again].into_iter().flatten();
        let update = updates_in(Script::new(steps), ID, changes);
        assert_eq!((update.end().as_str(), update.ledger.len()), ("updated", if done { 2 } else { 3 }));
    };
    looks(all(), all(), true);
    for (name, value) in [("displayName", json!("New")), ("description", json!("")), ("isHidden", json!(false))] {
        let mut other = all();
        other[name] = value.clone();
        looks(all(), other, false);
        let mut absent = all();
        absent[name] = json!(null);
        looks(all(), absent.clone(), false);
        // What was not to change does not matter.
        let mut rest = all();
        rest.as_object_mut().unwrap().remove(name);
        looks(rest, absent, true);
    }
    // What is absent is empty, or not hidden.
    looks(json!({ "description": "" }), json!({ "description": null }), true);
    looks(json!({ "isHidden": false }), json!({ "isHidden": null }), true);
}
