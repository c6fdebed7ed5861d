//! Undoing: what is kept and why, what is asked where a form of the question is refused, and what ends as an error.

mod forms;

use serde_json::{Value as Json, json};

use super::undo;
use crate::attempt::Attempt;
use crate::cloud::Cloud;
use crate::session::{Session, Stop};
use crate::to_json::to_json;
use crate::world::NoAnswer;
use crate::world::script::answers::{CATALOG, NAME, aborted, cut, empty, error, json_answer, list, lost, package_with};
use crate::world::script::{Cause, Script, Step, lines};

/// The id of a package.
const ID: &str = "11111111-98bb-48cc-9458-7bee5d2a6577";

/// No request.
const NOTHING: &[&str] = &[];

/// An undo that has ended.
struct Undo {
    world: Script,
    end: Result<Json, Stop<Cause>>,
    ledger: Vec<Attempt>,
}

/// Undoes a create in that world.
#[track_caller]
fn undoes_in(world: Script, id: &str, created: Json) -> Undo {
    let root = Cloud::Global.root();
    let mut session = Session::new(&world, &root);
    let end = pollster::block_on(undo(&mut session, id, &created.into()));
    let ledger = session.ledger;
    assert_eq!(world.steps.borrow().len(), 0, "all of the script happened: {ledger:?}, {end:?}");
    Undo { end: end.map(|undone| serde_json::from_str(&to_json(&undone)).unwrap()), world, ledger }
}

/// Undoes the create of the tests' package, while the requests meet these fates.
#[track_caller]
fn undoes(steps: impl IntoIterator<Item = Step>) -> Undo {
    undoes_in(Script::new(steps), ID, json!({ "displayName": NAME, "catalogId": CATALOG }))
}

impl Undo {
    /// How it ended, in one line.
    fn end(&self) -> String {
        match &self.end {
            Ok(end) => end.to_string(),
            Err(stop) => lines::stop(stop),
        }
    }

    /// Checks how it ended, and what it sent.
    #[track_caller]
    fn ends(self, end: &str, attempts: &[impl AsRef<str>]) -> Self {
        let attempts: Vec<_> = attempts.iter().map(AsRef::as_ref).collect();
        assert_eq!(lines::attempts(&self.world, &self.ledger), attempts, "{}", self.end());
        assert_eq!(self.end(), end);
        self
    }

    /// Checks that nothing was deleted.
    #[track_caller]
    fn only_reads(self) -> Self {
        assert!(self.world.sent.borrow().iter().all(|sent| sent.request.method.as_str() == "GET"), "{:?}", self.ledger);
        assert_eq!(*self.world.forgotten.borrow(), NOTHING);
        self
    }

    /// What the requests asked for, behind the path that all have in common.
    fn questions(&self) -> Vec<String> {
        let short = |path: String| {
            path.replace("identityGovernance/entitlementManagement/", "").replace(&["accessPackages/", ID].concat(), "")
        };
        self.world.paths().into_iter().map(short).collect()
    }
}

/// The package with these properties beside those of one that nobody has begun to use.
fn with(others: Json) -> Step {
    let mut unused = json!({ "assignmentPolicies": [], "resourceRoleScopes": [] });
    unused.as_object_mut().unwrap().extend(others.as_object().unwrap().clone());
    json_answer(200, package_with(ID, unused))
}

/// The package as it was created.
fn unused() -> Step {
    with(json!({}))
}

const READ: &str = "0 read initial 200 succeeded";
const DELETED: &str = r#"{"outcome":"deleted"}"#;
const ABSENT: &str = r#"{"outcome":"absent"}"#;

#[test]
fn what_nobody_uses_is_deleted() {
    let undo = undoes([unused(), list([]), empty(204)]).ends(DELETED, &[READ, READ, "0 delete initial 204 succeeded"]);
    assert_eq!(
        undo.questions(),
        [
            "?$expand=assignmentPolicies,resourceRoleScopes,catalog",
            "assignments?$filter=accessPackage/id%20eq%20%2711111111-98bb-48cc-9458-7bee5d2a6577%27&$expand=accessPackage",
            "",
        ]
    );
    assert_eq!(*undo.world.forgotten.borrow(), [ID]);
    // GUIDs have no case.
    let created = json!({ "displayName": NAME, "catalogId": CATALOG.to_uppercase() });
    let world = Script::new([unused(), list([]), empty(204)]);
    assert_eq!(undoes_in(world, &ID.to_uppercase(), created).end(), DELETED);
}

#[test]
fn what_somebody_uses_is_kept() {
    let of = |id: &str| list([json!({ "id": "1", "state": "expired", "accessPackage": { "id": id } })]);
    for (others, assignments, because) in [
        (json!({ "assignmentPolicies": [{ "id": "1" }] }), list([]), r#"["policy"]"#),
        (json!({ "resourceRoleScopes": [{ "id": "1" }] }), list([]), r#"["role"]"#),
        (json!({}), of(ID), r#"["assignment"]"#),
        (json!({}), of(&ID.to_uppercase()), r#"["assignment"]"#),
        (json!({}), list([json!({ "id": "1" })]), r#"["assignment"]"#),
        (json!({ "displayName": "Sales reps" }), list([]), r#"["changed"]"#),
        (json!({ "catalog": { "id": ID } }), list([]), r#"["changed"]"#),
        (
            json!({ "displayName": "", "assignmentPolicies": [{}], "resourceRoleScopes": [{}] }),
            of(ID),
            r#"["policy","role","assignment","changed"]"#,
        ),
    ] {
        let end = [r#"{"because":"#, because, r#","outcome":"kept"}"#].concat();
        undoes([with(others), assignments]).ends(&end, &[READ, READ]).only_reads();
    }
    // One of another package is none: the service may ignore the filter.
    assert_eq!(undoes([unused(), of(CATALOG), empty(204)]).end(), DELETED);
}

#[test]
fn what_is_gone_is_absent() {
    let gone = || error(404, "ResourceNotFound");
    // It is asked for again: what was created just now may not be seen everywhere yet.
    let undo = undoes([gone(), gone()]).ends(ABSENT, &["0 read initial 404 refused", "2000 read initial 404 refused"]);
    assert_eq!(undo.questions()[1], "?$expand=assignmentPolicies");
    assert_eq!(*undo.world.forgotten.borrow(), [ID]);
    undoes([cut(404, NoAnswer::ConnectionLost("cut")), gone()])
        .ends(ABSENT, &["0 read initial 404 refused", "2000 read initial 404 refused"]);
    let late = undoes([gone(), unused(), list([]), empty(204)]);
    assert_eq!(late.end(), DELETED);
    // Gone meanwhile.
    undoes([unused(), list([]), empty(404)]).ends(ABSENT, &[READ, READ, "0 delete initial 404 refused"]);
}

#[test]
fn the_delete_is_the_truthful_one() {
    undoes([unused(), list([]), lost("reset"), empty(404)])
        .ends(DELETED, &[READ, READ, "0 delete initial - connectionLost", "2000 delete ambiguous 404 refused"]);
    // An assignment of the last moment.
    undoes([unused(), list([]), error(400, "AssignmentExists")])
        .ends("ERR_GRAPH 400; the body", &[READ, READ, "0 delete initial 400 refused"]);
}

#[test]
fn what_cannot_be_found_out_is_an_error() {
    let denied = || error(403, "UnAuthorized");
    undoes([denied()]).ends("ERR_GRAPH 403; the body", &["0 read initial 403 refused"]).only_reads();
    undoes([unused(), denied()]).ends("ERR_GRAPH 403; the body", &[READ, "0 read initial 403 refused"]).only_reads();
    // But one reason is enough to keep it.
    let used = with(json!({ "assignmentPolicies": [{}] }));
    undoes([used, denied()])
        .ends(r#"{"because":["policy"],"outcome":"kept"}"#, &[READ, "0 read initial 403 refused"])
        .only_reads();
    let other = package_with(CATALOG, json!({ "assignmentPolicies": [], "resourceRoleScopes": [] }));
    for step in [json_answer(200, other), json_answer(200, json!({})), empty(200)] {
        let unreadable = step.map(|received| received.response.body).unwrap();
        let answer = || crate::world::script::answers::answer(200, unreadable.clone());
        let steps = [
            answer(),
            answer(),
            answer(),
            answer(),
            answer(),
            list([]),
            list([]),
            json_answer(200, json!({ "id": CATALOG })),
        ];
        assert!(undoes(steps).only_reads().end().starts_with("ERR_RESPONSE 200"));
    }
}

#[test]
fn an_abort_leaves_the_package_or_says_that_it_is_unknown() {
    let ends = (0..).map_while(|at| {
        let world = Script {
            interrupted_at: Some((at, aborted)),
            ..Script::new([unused(), list([json!({ "id": "1", "accessPackage": { "id": CATALOG } })]), empty(204)])
        };
        let root = Cloud::Global.root();
        let mut session = Session::new(&world, &root);
        let created = json!({ "displayName": NAME, "catalogId": CATALOG });
        let end = pollster::block_on(undo(&mut session, ID, &created.into()));
        let _ = lines::attempts(&world, &session.ledger);
        (world.moments.get() > at).then(|| end.map_err(|stop| lines::stop(&stop)))
    });
    let mut ends: Vec<_> = ends.collect();
    ends.dedup();
    assert_eq!(ends, ["aborted: stop", "ERR_OUTCOME_UNKNOWN aborted; cause stop"].map(|end| Err(end.into())));
}

#[test]
fn what_would_not_be_sent_to_graph_is_an_argument_error() {
    let created = json!({ "displayName": NAME, "catalogId": CATALOG });
    for id in ["", "1", "../catalogs"] {
        undoes_in(Script::default(), id, created.clone()).ends("ERR_INVALID_ARG_VALUE", NOTHING);
    }
    for created in [
        json!(null),
        json!({ "displayName": NAME }),
        json!({ "catalogId": CATALOG }),
        json!({ "displayName": NAME, "catalogId": "1" }),
        json!({ "displayName": 1, "catalogId": CATALOG }),
    ] {
        undoes_in(Script::default(), ID, created).ends("ERR_INVALID_ARG_VALUE", NOTHING);
    }
}
