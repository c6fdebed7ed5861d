//! Answers in pages: all are read, and a link is followed only where a token may go.

use serde_json::json;

use super::looks;
use crate::world::script::answers::{
    CATALOG, empty, json_answer, list, list_with_link, lost, nothing, package, package_with,
};

const NEXT: &str = "https://graph.microsoft.com/v1.0/next?$skiptoken=1";
const LAST: &str = "https://graph.microsoft.com/v1.0/next?$skiptoken=2";

#[test]
fn all_pages_are_read() {
    let look = looks([
        list_with_link([package("1")], NEXT),
        list_with_link([package_with("2", json!({ "displayName": "other" }))], LAST),
        list([package("3")]),
    ]);
    assert_eq!(look.end(), "found 1 3");
    assert_eq!(look.questions()[1..], ["next?$skiptoken=1", "next?$skiptoken=2"]);
    assert_eq!(looks([list_with_link([], NEXT), list([package("1")])]).end(), "found 1");
    // A filter that the next page ignores.
    let other = package_with("2", json!({ "catalog": { "id": "x" } }));
    assert_eq!(looks([list_with_link([], NEXT), list([other, package("1")])]).end(), "found 1");
}

#[test]
fn the_packages_of_a_catalog_come_in_pages_too() {
    let expanded = json!({ "id": CATALOG, "accessPackages": [package("1")], "accessPackages@odata.nextLink": NEXT });
    let steps = [empty(400), empty(400), empty(400), json_answer(200, expanded), list([package("2")])];
    let look = looks(steps);
    assert_eq!((look.end().as_str(), look.questions()[4].as_str()), ("found 1 2", "next?$skiptoken=1"));
}

#[test]
fn a_link_that_leads_away_or_back_is_not_followed() {
    let own = "https://graph.microsoft.com/v1.0/identityGovernance/entitlementManagement/accessPackages\
               ?$filter=displayName%20eq%20%27sales%20reps%27&$expand=catalog";
    for link in [
        "https://evil.example/v1.0/next",
        "https://graph.microsoft.com.evil.example/v1.0/next",
        "https://graph.microsoft.com@evil.example/",
        "http://graph.microsoft.com/v1.0/next",
        "/v1.0/next",
        "",
        own,
    ] {
        // The answer is none, as one that cannot be read: the next form is asked.
        let look = looks([list_with_link([package("9")], link), list([package("1")])]);
        assert_eq!((look.end().as_str(), look.questions().len()), ("found 1", 2), "{link}");
    }
    // The same page again.
    let look = looks([list_with_link([], NEXT), list_with_link([], NEXT), nothing()]);
    assert_eq!((look.end().as_str(), look.questions().len()), ("found", 3));
}

#[test]
fn a_page_that_fails_makes_the_whole_look_fail() {
    let first = || list_with_link([package("1")], NEXT);
    assert_eq!(looks([first(), empty(500)]).end(), "ERR_GRAPH 500");
    assert_eq!(looks([first(), empty(403)]).end(), "ERR_GRAPH 403");
    assert_eq!(looks([first(), lost("reset")]).end(), "ERR_NETWORK connectionLost; cause reset");
    // What the first page showed does not count when the next one is refused or does not tell the catalog.
    assert_eq!(looks([first(), empty(400), nothing()]).end(), "found");
    let untold = package_with("2", json!({ "catalog": null }));
    assert_eq!(looks([first(), list([untold]), nothing()]).end(), "found");
}
