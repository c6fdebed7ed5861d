//! Settling a create by its ticket.

use serde_json::{Value as Json, json};

use super::{Rechecked, recheck};
use crate::attempt::Attempt;
use crate::cloud::Cloud;
use crate::session::{Session, Stop};
use crate::world::script::answers::{
    CATALOG, NAME, aborted, empty, error, list, lost, nothing, package, package_with, throttled,
};
use crate::world::script::lines::looks;
use crate::world::script::{Cause, Script, Step, lines};

/// When the looks begin that settle it.
const LOOKS: [u64; 7] = [0, 1_000, 3_000, 7_000, 15_000, 23_000, 30_000];

fn ticket(known_ids: Json) -> Json {
    let input = json!({ "displayName": NAME, "catalog": { "id": CATALOG } });
    let (root, sent_at) = ("https://graph.microsoft.com", "2026-11-18T11:06:00.000Z");
    json!({ "version": 1, "graphRoot": root, "input": input, "sentAt": sent_at, "knownIds": known_ids })
}

struct Recheck {
    world: Script,
    end: Result<Rechecked, Stop<Cause>>,
    ledger: Vec<Attempt>,
}

#[track_caller]
fn rechecks_in(world: Script, ticket: Json) -> Recheck {
    let root = Cloud::Global.root();
    let mut session = Session::new(&world, &root);
    let end = pollster::block_on(recheck(&mut session, &ticket.into(), 30_000));
    let ledger = session.ledger;
    assert_eq!(world.steps.borrow().len(), 0, "all of the script happened: {ledger:?}");
    Recheck { world, end, ledger }
}

/// Rechecks a ticket of a create before which nothing was there.
#[track_caller]
fn rechecks(steps: impl IntoIterator<Item = Step>) -> Recheck {
    rechecks_in(Script::new(steps), ticket(json!([])))
}

impl Recheck {
    #[track_caller]
    fn ends(self, end: &str, attempts: &[impl AsRef<str>]) -> Self {
        let found = match &self.end {
            Ok(Rechecked::Adopted(package, others)) => {
                format!("adopted {} beside [{}]", package.id, lines::ids(others))
            }
            Ok(Rechecked::NotCreated(existing)) => {
                let existing = existing.as_ref().map_or("", |package| package.id.as_str());
                ["not created ", existing].concat().trim_end().into()
            }
            Err(stop) => lines::stop(stop),
        };
        let attempts: Vec<_> = attempts.iter().map(AsRef::as_ref).collect();
        assert_eq!(lines::attempts(&self.world, &self.ledger), attempts, "{found}");
        assert_eq!(found, end);
        self
    }
}

fn nothings(count: usize) -> impl Iterator<Item = Step> {
    (0..count).map(|_| nothing())
}

/// A package of the name that the create did not make.
fn another() -> Json {
    package_with("3", json!({ "description": "other" }))
}

#[test]
fn what_appears_was_made_by_the_create() {
    for at in 0..LOOKS.len() {
        let lines = looks("ambiguous", LOOKS.into_iter().take(at + 1));
        let found = rechecks(nothings(at).chain([list([package("1")])])).ends("adopted 1 beside []", &lines);
        assert_eq!(found.world.told()[0], "lookingUp ambiguous");
        assert!(found.world.left.borrow().is_empty());
    }
    rechecks([list([another(), package("1"), package("2")])]).ends("adopted 1 beside [2 3]", &looks("ambiguous", [0]));
}

#[test]
fn what_does_not_appear_was_not_created() {
    let lines = looks("ambiguous", LOOKS);
    rechecks(nothings(7)).ends("not created", &lines);
    rechecks((0..7).map(|_| list([another()]))).ends("not created 3", &lines);
    // What was there before, and what differs in case, is not it.
    let known = rechecks_in(Script::new((0..7).map(|_| list([package("1")]))), ticket(json!(["1"])));
    known.ends("not created 1", &lines);
    let cased = || list([package_with("4", json!({ "displayName": "Sales Reps" }))]);
    rechecks((0..7).map(|_| cased())).ends("not created", &lines);
    // The time counts from now: the clock by which the ticket was dated may be wrong.
    let mut old = ticket(json!([]));
    old["sentAt"] = json!("2020-01-01T00:00:00Z");
    rechecks_in(Script::new(nothings(7)), old).ends("not created", &lines);
}

#[test]
fn without_a_look_before_it_nothing_shows_whose_it_is() {
    let found = rechecks_in(Script::new([list([package("1")])]), ticket(json!(null)));
    let end = "ERR_OUTCOME_UNKNOWN lookFailed; candidates 1; ticket [unseen]";
    found.ends(end, &looks("ambiguous", [0]));
    rechecks_in(Script::new(nothings(7)), ticket(json!(null))).ends("not created", &looks("ambiguous", LOOKS));
    let found = rechecks_in(Script::new((0..7).map(|_| list([another()]))), ticket(json!(null)));
    found.ends("not created 3", &looks("ambiguous", LOOKS));
    // What appears behind a first look that did not show it is the create's.
    let found = rechecks_in(Script::new([nothing(), list([package("1")])]), ticket(json!(null)));
    found.ends("adopted 1 beside []", &looks("ambiguous", [0, 1_000]));
}

#[test]
fn what_cannot_be_found_out_keeps_its_ticket() {
    let refused = ["0 lookUp ambiguous 403 refused"];
    rechecks([error(403, "x")]).ends("ERR_OUTCOME_UNKNOWN lookFailed 403; ticket []; the body", &refused);
    let throttled_line = ["0 lookUp ambiguous 429 throttled"];
    rechecks([throttled("200")])
        .ends("ERR_OUTCOME_UNKNOWN lookFailed 429; ticket []; retry at 200000", &throttled_line);
    let world = Script { timeout: 20_000, ..Script::new(nothings(5)) };
    rechecks_in(world, ticket(json!(["7"])))
        .ends("ERR_OUTCOME_UNKNOWN timedOut; ticket [7]", &looks("ambiguous", LOOKS.into_iter().take(5)));
    let world = Script { timeout: 500, ..Script::new([lost("reset")]) };
    rechecks_in(world, ticket(json!([])))
        .ends("ERR_OUTCOME_UNKNOWN lookFailed; ticket []; cause reset", &["0 lookUp ambiguous - connectionLost"]);
}

#[test]
fn what_fails_for_now_is_looked_up_again() {
    let lines = [
        "0 lookUp ambiguous 500 serverError",
        "1000 lookUp ambiguous - connectionLost",
        "3000 lookUp ambiguous 200 succeeded",
    ];
    rechecks([empty(500), lost("reset"), list([package("1")])]).ends("adopted 1 beside []", &lines);
}

#[test]
fn an_abort_gives_the_reason_back() {
    for at in 0..8 {
        let world = Script { interrupted_at: Some((at, aborted)), ..Script::new(nothings(2)) };
        let root = Cloud::Global.root();
        let mut session = Session::new(&world, &root);
        let end = pollster::block_on(recheck(&mut session, &ticket(json!([])).into(), 1_000));
        let Err(stop) = end else { panic!("{at}: {end:?}") };
        assert_eq!(lines::stop(&stop), "aborted: stop", "{at}");
    }
}

#[test]
fn a_ticket_that_is_none_or_of_another_root_sends_nothing() {
    let mut foreign = ticket(json!([]));
    foreign["graphRoot"] = json!("https://graph.microsoft.us");
    let mut newer = ticket(json!([]));
    newer["version"] = json!(2);
    for bad in [foreign, newer, json!(null), json!({})] {
        let none: [&str; 0] = [];
        rechecks_in(Script::default(), bad).ends("ERR_INVALID_ARG_VALUE", &none);
    }
}
