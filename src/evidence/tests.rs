//! What the packages that a look found prove about a create.

use serde_json::{Value as Json, json};

use super::{Case, Findings};
use crate::graph::access_package;
use crate::server_clock::ServerClock;
use crate::spec::{AccessPackage, AccessPackageSpec};
use crate::world::script::answers::{CATALOG, NAME, package_with};
use crate::world::script::lines::ids;

/// A service's clock that shows 12:00:10 when this call's shows 10 s.
fn clock() -> ServerClock {
    let mut clock = ServerClock::default();
    clock.observe(Some("2026-11-23T12:00:10Z"), 9_900, 10_100);
    clock
}

fn sighted(id: &str, others: Json) -> Box<AccessPackage> {
    access_package(&package_with(id, others).into()).unwrap()
}

fn made(id: &str, second: &str) -> Box<AccessPackage> {
    sighted(id, json!({ "createdDateTime": format!("2026-11-23T12:00:{second}Z") }))
}

/// The piles that are not empty, with the ids on them.
fn piles(findings: &Findings) -> String {
    let Findings { ours, undecided, others, older, similar } = findings;
    let piles = [("ours", ours), ("undecided", undecided), ("others", others), ("older", older), ("similar", similar)];
    let lines =
        piles.into_iter().filter(|(_, pile)| !pile.is_empty()).map(|(name, pile)| [name, " ", &ids(pile)].concat());
    lines.collect::<Vec<_>>().join(", ")
}

fn case(known_ids: Option<&[&str]>, sent: Option<u64>) -> Case {
    let known_ids = known_ids.map(|ids| ids.iter().map(|id| String::from(*id)).collect());
    Case { known_ids, sent, ..Case::new(AccessPackageSpec::new(NAME, CATALOG)) }
}

#[test]
fn a_new_case_knows_nothing() {
    let case = Case::new(AccessPackageSpec::new(NAME, CATALOG));
    assert_eq!((case.known_ids, case.sent), (None, None));
}

#[test]
fn what_is_new_since_a_look_and_holds_what_was_sent_is_ours() {
    for (known, sent) in [(&["1"][..], None), (&["1"], Some(8_000)), (&["1", "2"], Some(8_000))] {
        let found = vec![made("1", "00"), made("2", "01"), made("3", "02"), sighted("4", json!({ "isHidden": true }))];
        let findings = case(Some(known), sent).judge(found, &clock());
        let wanted = if known.len() == 2 { "ours 3, others 4, older 1 2" } else { "ours 2 3, others 4, older 1" };
        assert_eq!(piles(&findings), wanted, "whatever the service's clock says");
    }
    let all = case(Some(&[]), None).judge(vec![sighted("1", json!({}))], &ServerClock::default());
    assert_eq!(piles(&all), "ours 1");
}

#[test]
fn without_a_look_the_services_clock_tells() {
    let found = || {
        let hidden =
            |second: &str| json!({ "isHidden": true, "createdDateTime": format!("2026-11-23T12:00:{second}Z") });
        let undated = sighted("7", json!({}));
        vec![
            made("1", "02"),
            made("2", "07"),
            made("3", "08"),
            sighted("4", hidden("02")),
            sighted("5", hidden("07")),
            sighted("6", hidden("08")),
            undated,
        ]
    };
    let findings = case(None, Some(8_000)).judge(found(), &clock());
    assert_eq!(piles(&findings), "ours 3, undecided 2 7, others 5 6, older 1 4");
    // When it was sent, or what the clock shows, is not known.
    for (case, clock) in [(case(None, None), clock()), (case(None, Some(8_000)), ServerClock::default())] {
        assert_eq!(piles(&case.judge(found(), &clock)), "undecided 1 2 3 7, others 4 5 6");
    }
}

#[test]
fn a_name_has_to_be_the_same_to_the_letter() {
    let names = ["Sales reps", " sales reps", "sales reps ", "SALES REPS", ""];
    for name in names.map(|name| json!(name)).into_iter().chain([json!(null)]) {
        let found = vec![sighted("1", json!({ "displayName": name }))];
        assert_eq!(piles(&case(Some(&[]), None).judge(found.clone(), &clock())), "similar 1");
        assert_eq!(piles(&case(Some(&["1"]), None).judge(found, &clock())), "similar 1");
    }
}

#[test]
fn what_was_left_out_is_empty_or_the_default() {
    let with = |description: Option<&str>, is_hidden| {
        let mut case = case(Some(&[]), None);
        case.spec.description = description.map(String::from);
        case.spec.is_hidden = is_hidden;
        case
    };
    let plain = [json!({}), json!({ "description": "", "isHidden": null }), json!({ "isHidden": false })];
    for found in &plain {
        for case in [with(None, None), with(Some(""), None), with(None, Some(false)), with(Some(""), Some(false))] {
            assert_eq!(piles(&case.judge(vec![sighted("1", found.clone())], &clock())), "ours 1", "{found} {case:?}");
        }
        for case in [with(Some("x"), None), with(None, Some(true)), with(Some("x"), Some(true))] {
            assert_eq!(piles(&case.judge(vec![sighted("1", found.clone())], &clock())), "others 1", "{found} {case:?}");
        }
    }
    let found = || vec![sighted("1", json!({ "description": "x", "isHidden": true }))];
    for (case, wanted) in [
        (with(Some("x"), Some(true)), "ours 1"),
        (with(Some("X"), Some(true)), "others 1"),
        (with(Some("x"), None), "others 1"),
        (with(None, Some(true)), "others 1"),
        (with(Some("x"), Some(false)), "others 1"),
    ] {
        assert_eq!(piles(&case.judge(found(), &clock())), wanted, "{case:?}");
    }
}

#[test]
fn the_oldest_of_ours_comes_first() {
    let found = vec![made("1", "09.5"), made("2", "09.25"), sighted("3", json!({})), made("4", "10")];
    assert_eq!(piles(&case(Some(&[]), None).judge(found, &clock())), "ours 3 2 1 4");
    // A zone that Graph does not write cannot be read; what cannot be compared keeps its place.
    let odd = sighted("1", json!({ "createdDateTime": "2026-11-23T12:00:09+01:00" }));
    let found = vec![odd, sighted("2", json!({}))];
    assert_eq!(piles(&case(Some(&[]), None).judge(found, &clock())), "ours 1 2");
}
