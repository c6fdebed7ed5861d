//! Graph says that the name is taken: perhaps by this very call, whose request a browser may have sent twice.

use serde_json::json;

use super::{BLIND, LOOKS, OPTIONS, SHORT_LOOKS, finds, first, meets, nothings, run};
use crate::create::CreateOptions;
use crate::world::script::Script;
use crate::world::script::answers::{dated_error, empty, error, list, nothing, package_with};
use crate::world::script::lines::looks;

const RETURNED: CreateOptions = CreateOptions { return_existing: true, ..OPTIONS };

/// A package that this call did not make.
fn another() -> serde_json::Value {
    package_with("3", json!({ "description": "other" }))
}

/// A look that finds nothing by name, and nothing in the catalog.
fn invisible(times: impl IntoIterator<Item = u64>) -> Vec<String> {
    looks("conflict", times.into_iter().flat_map(|at| [at, at]))
}

#[test]
fn ours_is_adopted() {
    for conflict in [empty(409), error(409, "Whatever"), error(400, "DuplicateAccessPackage")] {
        let status = conflict.as_ref().map(|received| received.response.status).unwrap();
        let call = meets([nothing(), conflict, finds(&["1"])])
            .ends("adopted 1; alone", &[first(&format!("{status} refused")), looks("conflict", [0])].concat());
        let ambiguous = format!("ambiguous conflict {status}");
        let told = ["lookingUp initial", "sending initial ticket []", &ambiguous, "lookingUp conflict"];
        assert_eq!((call.world.told(), call.note()), (told.map(String::from).into(), "adopted 1".into()));
    }
    meets([nothing(), empty(409), list([another(), package_with("1", json!({}))])])
        .ends("adopted 1; beside 3", &[first("409 refused"), looks("conflict", [0])].concat());
}

#[test]
fn anothers_is_the_conflict() {
    let lines = [first("409 refused"), looks("conflict", [0])].concat();
    let call =
        meets([nothing(), error(409, "x"), list([another()])]).ends("ERR_CONFLICT 409; existing 3; the body", &lines);
    assert_eq!(call.note(), "none");
    call_returned([another()], "existing 3; nobody looked", &lines);
}

fn call_returned(found: impl IntoIterator<Item = serde_json::Value>, end: &str, lines: &[String]) {
    run(Script::new([nothing(), empty(409), list(found)]), RETURNED).ends(end, lines);
}

#[test]
fn what_cannot_be_seen_yet_is_waited_for() {
    // By name and by catalog, because the name that is in the way may differ in case.
    for (at, _) in SHORT_LOOKS.iter().enumerate() {
        let steps = nothings(1).chain([empty(409)]).chain(nothings(2 * at)).chain([finds(&["1"])]);
        let looked = [invisible(SHORT_LOOKS.into_iter().take(at)), looks("conflict", [SHORT_LOOKS[at]])].concat();
        meets(steps).ends("adopted 1; alone", &[first("409 refused"), looked].concat());
    }
    let steps = nothings(1).chain([error(409, "x")]).chain(nothings(10));
    let lines = [first("409 refused"), invisible(SHORT_LOOKS)].concat();
    let call = meets(steps).ends("ERR_CONFLICT 409; the body", &lines);
    assert_eq!(call.note(), "none");
    let steps = nothings(1).chain([empty(409)]).chain(nothings(10));
    run(Script::new(steps), RETURNED).ends("ERR_CONFLICT 409", &lines);
}

#[test]
fn a_name_in_other_case_is_told_when_nothing_else_appears() {
    let cased = || list([package_with("4", json!({ "displayName": "Sales Reps" }))]);
    for options in [OPTIONS, RETURNED] {
        let steps = nothings(1).chain([empty(409)]).chain((0..5).flat_map(|_| [nothing(), cased()]));
        run(Script::new(steps), options)
            .ends("ERR_CONFLICT 409; existing 4", &[first("409 refused"), invisible(SHORT_LOOKS)].concat());
    }
    // The filter by name may find it itself.
    let steps = nothings(1).chain([empty(409)]).chain((0..5).map(|_| cased()));
    meets(steps).ends("ERR_CONFLICT 409; existing 4", &[first("409 refused"), looks("conflict", SHORT_LOOKS)].concat());
    // It is not the one in the way if ours appears.
    let steps = [nothing(), empty(409), nothing(), cased(), finds(&["1"])];
    let looked = [invisible([0]), looks("conflict", [1_000])].concat();
    meets(steps).ends("adopted 1; alone", &[first("409 refused"), looked].concat());
}

#[test]
fn without_evidence_nobody_knows_whose_it_is() {
    let lines = ["0 create initial 409 refused", "0 lookUp conflict 200 succeeded"];
    let call_blind = |step, found| run(Script::new([step, list(found)]), BLIND);
    let unknown = call_blind(empty(409), vec![package_with("1", json!({}))])
        .ends("ERR_OUTCOME_UNKNOWN conflict 409; candidates 1; ticket [unseen]", &lines);
    assert_eq!(unknown.note(), "open, known null");
    call_blind(empty(409), vec![another()]).ends("ERR_CONFLICT 409; existing 3", &lines);
    // The service's clock tells it: the answer came at 11:06:40.
    for (made, end) in [
        ("11:06:40", "adopted 1; alone"),
        ("11:06:39", "ERR_OUTCOME_UNKNOWN conflict 409; candidates 1; ticket [unseen]"),
        ("11:06:34", "ERR_CONFLICT 409; existing 1"),
    ] {
        let found = package_with("1", json!({ "createdDateTime": format!("2026-11-18T{made}Z") }));
        call_blind(dated_error(409, "2026-11-18T11:06:40"), vec![found]).ends(end, &lines);
    }
}

#[test]
fn it_may_come_from_the_first_of_two() {
    let steps = nothings(1).chain([empty(504)]).chain(nothings(7)).chain([empty(409), finds(&["1"])]);
    let again = vec!["30000 create ambiguous 409 refused".into()];
    let looked = [looks("ambiguous", LOOKS), again, looks("conflict", [30_000])].concat();
    meets(steps).ends("adopted 1; alone", &[first("504 serverError"), looked].concat());
}

#[test]
fn is_unknown_when_it_could_not_be_found_out() {
    let call = meets([nothing(), error(409, "x"), error(403, "y")]);
    let lines = [first("409 refused"), vec!["0 lookUp conflict 403 refused".into()]].concat();
    let call = call.ends("ERR_OUTCOME_UNKNOWN conflict 409; ticket []; the body", &lines);
    assert_eq!(call.note(), "open, known []");
    let world = Script { timeout: 5_000, ..Script::new(nothings(1).chain([empty(409)]).chain(nothings(6))) };
    run(world, OPTIONS).ends(
        "ERR_OUTCOME_UNKNOWN conflict 409; ticket []",
        &[first("409 refused"), invisible([0, 1_000, 3_000])].concat(),
    );
}
