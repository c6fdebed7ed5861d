//! Deletes.

use super::{ID, deletes, deletes_in};
use crate::cloud::Cloud;
use crate::session::Session;
use crate::world::NoAnswer;
use crate::world::script::Script;
use crate::world::script::answers::{aborted, cut, empty, error, late, lost, throttled};
use crate::world::script::lines;

#[test]
fn is_gone_or_was_not_there() {
    let delete = deletes([empty(204)]).ends("deleted", &["0 delete initial 204 succeeded"]);
    let path = format!("identityGovernance/entitlementManagement/accessPackages/{ID}");
    assert_eq!((delete.world.paths(), delete.world.told()), (vec![path], vec!["sending initial".into()]));
    assert_eq!(delete.world.sent.borrow()[0].request.body, None);
    deletes([empty(404)]).ends("absent", &["0 delete initial 404 refused"]);
    deletes([cut(404, NoAnswer::ConnectionLost("cut"))]).ends("absent", &["0 delete initial 404 refused"]);
}

#[test]
fn what_is_not_there_after_a_doubt_was_deleted() {
    for (fate, line) in [
        (empty(504), "504 serverError"),
        (lost("reset"), "- connectionLost"),
        // Only 204 is documented.
        (empty(200), "200 unreadable"),
    ] {
        let first = ["0 delete initial ", line].concat();
        let delete =
            deletes([fate, empty(404)]).ends("deleted", &[first.as_str(), "2000 delete ambiguous 404 refused"]);
        assert_eq!(delete.world.told().len(), 5, "it is not looked up");
    }
    deletes([empty(504), empty(204)])
        .ends("deleted", &["0 delete initial 504 serverError", "2000 delete ambiguous 204 succeeded"]);
    deletes([late(), empty(404)])
        .ends("deleted", &["0 delete initial - timedOut", "32000 delete ambiguous 404 refused"]);
    // A 429 is no doubt.
    deletes([throttled("1"), empty(404)])
        .ends("absent", &["0 delete initial 429 throttled", "1100 delete throttled 404 refused"]);
}

#[test]
fn a_refusal_is_believed() {
    for status in [400, 403, 405, 409, 412, 498] {
        let line = format!("0 delete initial {status} refused");
        deletes([error(status, "No")]).ends(&format!("ERR_GRAPH {status}; the body"), &[line]);
    }
    // But not what came before it.
    deletes([lost("first"), error(409, "No")]).ends(
        "ERR_OUTCOME_UNKNOWN connectionLost; cause first",
        &["0 delete initial - connectionLost", "2000 delete ambiguous 409 refused"],
    );
}

#[test]
fn is_sent_four_times_at_most() {
    let times = ["0 delete initial", "2000 delete ambiguous", "6000 delete ambiguous", "14000 delete ambiguous"];
    let lines = times.map(|line| [line, " - connectionLost"].concat());
    let delete = deletes(["a", "b", "c", "d"].map(lost));
    delete.ends("ERR_OUTCOME_UNKNOWN connectionLost; cause d", &lines);
    assert_eq!(deletes([lost("a"), lost("b"), lost("c"), empty(404)]).end(), "deleted");
}

#[test]
fn an_abort_gives_the_reason_back_or_says_that_it_is_unknown() {
    let ends = (0..).map_while(|at| {
        let world = Script { interrupted_at: Some((at, aborted)), ..Script::new([empty(401), empty(504), empty(204)]) };
        let root = Cloud::Global.root();
        let mut session = Session::new(&world, &root);
        let end = pollster::block_on(super::delete_package(&mut session, ID));
        let _ = lines::attempts(&world, &session.ledger);
        (world.moments.get() > at).then(|| end.map_err(|stop| lines::stop(&stop)))
    });
    let mut ends: Vec<_> = ends.collect();
    ends.dedup();
    let words = ["aborted: stop", "ERR_OUTCOME_UNKNOWN aborted; cause stop"];
    let [stop, unknown] = words.map(|end| Err(end.into()));
    let failed = Err("ERR_OUTCOME_UNKNOWN aborted 504; cause stop".into());
    assert_eq!(ends, [stop.clone(), unknown.clone(), stop, unknown.clone(), failed, unknown]);
    // And nothing of what was there.
    let world = Script { interrupted_at: Some((0, aborted)), ..Script::default() };
    deletes_in(world, ID).ends("aborted: stop", super::NOTHING);
}
