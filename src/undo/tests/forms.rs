//! What is asked where Graph refuses a form of the question, or does not tell all that was asked for.

use serde_json::json;

use super::{DELETED, ID, undoes, unused, with};
use crate::world::script::Step;
use crate::world::script::answers::{CATALOG, empty, error, json_answer, list, list_with_link, package_with};

const NEXT: &str = "https://graph.microsoft.com/v1.0/next?$skiptoken=1";

fn refused() -> Step {
    error(400, "BadRequest")
}

/// The package with these properties alone.
fn only(others: serde_json::Value) -> Step {
    json_answer(200, package_with(ID, others))
}

#[test]
fn each_part_is_asked_for_as_documented_and_then_by_its_path() {
    let no_catalog = || only(json!({ "catalog": null, "assignmentPolicies": [] }));
    let undo = undoes([
        refused(),
        no_catalog(),
        only(json!({ "catalog": null, "resourceRoleScopes": [] })),
        only(json!({})),
        list([]),
        empty(204),
    ]);
    assert_eq!(undo.end(), DELETED);
    assert_eq!(
        undo.questions()[..4],
        [
            "?$expand=assignmentPolicies,resourceRoleScopes,catalog",
            "?$expand=assignmentPolicies",
            "?$expand=resourceRoleScopes($expand=role,scope)",
            "?$expand=catalog",
        ]
    );
    let catalog = || json_answer(200, json!({ "id": CATALOG }));
    let undo = undoes([
        refused(),
        only(json!({ "catalog": null })),
        refused(),
        refused(),
        list([]),
        list([]),
        catalog(),
        list([]),
        empty(204),
    ]);
    assert_eq!(undo.end(), DELETED);
    assert_eq!(undo.questions()[4..7], ["/assignmentPolicies", "/resourceRoleScopes", "/catalog"]);
}

#[test]
fn what_is_known_is_not_asked_for_again() {
    let undo = undoes([with(json!({ "resourceRoleScopes": null })), refused(), list([]), list([]), empty(204)]);
    assert_eq!(undo.end(), DELETED);
    assert_eq!(undo.questions()[1..3], ["?$expand=resourceRoleScopes($expand=role,scope)", "/resourceRoleScopes"]);
}

#[test]
fn a_list_is_read_to_its_end() {
    // An empty list that goes on elsewhere is none.
    let more = || with(json!({ "assignmentPolicies@odata.nextLink": NEXT }));
    let undo = undoes([
        more(),
        more(),
        list_with_link([], NEXT),
        list([json!({ "id": "1" })]),
        list_with_link([], NEXT),
        list([json!({ "id": "2", "accessPackage": { "id": ID } })]),
    ]);
    assert_eq!(undo.end(), r#"{"because":["policy","assignment"],"outcome":"kept"}"#);
    assert_eq!(undo.questions()[2..4], ["/assignmentPolicies", "next?$skiptoken=1"]);
    let undo = undoes([unused(), list_with_link([], NEXT), list([]), empty(204)]);
    assert_eq!(undo.end(), DELETED);
}

#[test]
fn what_no_form_tells_is_an_error() {
    let steps = || [refused(), only(json!({ "catalog": null, "assignmentPolicies": [], "resourceRoleScopes": [] }))];
    let undo = undoes(steps().into_iter().chain([refused(), error(404, "No")])).only_reads();
    assert_eq!(undo.end(), "ERR_GRAPH 404; the body");
    // What is seen is enough to keep it.
    let used = only(json!({ "catalog": null, "assignmentPolicies": [{}], "resourceRoleScopes": [] }));
    let undo = undoes([refused(), used, refused(), error(404, "No")]).only_reads();
    assert_eq!(undo.end(), r#"{"because":["policy"],"outcome":"kept"}"#);
    // Nothing of it could be seen.
    let catalog = || json_answer(200, json!({ "id": CATALOG }));
    let blind = || vec![refused(), refused(), refused(), refused()];
    let steps = [refused(), list([]), list([]), catalog()];
    assert_eq!(undoes(blind().into_iter().chain(steps)).only_reads().end(), "ERR_GRAPH 400; the body");
    // Nothing but what each path tells.
    let bare = only(json!({ "catalog": null }));
    let undo = undoes(blind().into_iter().chain([bare, list([]), list([]), catalog(), list([]), empty(204)]));
    assert_eq!(undo.end(), DELETED);
    assert_eq!(undo.questions()[4], "");
}

#[test]
fn assignments_are_asked_for_without_their_packages_too() {
    let undo = undoes([unused(), refused(), list([]), empty(204)]);
    assert_eq!(undo.end(), DELETED);
    assert_eq!(
        undo.questions()[2],
        "assignments?$filter=accessPackage/id%20eq%20%2711111111-98bb-48cc-9458-7bee5d2a6577%27"
    );
    assert_eq!(undoes([unused(), refused(), refused()]).only_reads().end(), "ERR_GRAPH 400; the body");
    let foreign = || list_with_link([], "https://evil.example/");
    assert_eq!(undoes([unused(), foreign(), foreign()]).only_reads().end(), "ERR_RESPONSE 200; the body");
}

#[test]
fn what_may_pass_is_tried_again() {
    let undo = undoes([empty(503), unused(), empty(503), list([]), empty(204)]);
    assert_eq!(undo.end(), DELETED);
    let denied = undoes([refused(), error(403, "UnAuthorized")]).only_reads();
    assert_eq!(denied.end(), "ERR_GRAPH 403; the body");
}
