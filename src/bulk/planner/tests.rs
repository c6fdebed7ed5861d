use serde_json::{Value as Json, json};

use super::{Planner, Rc};
use crate::bulk::reader::{ReadOptions, Reader};

const SALES: &str = "66584aae-98bb-48cc-9458-7bee5d2a6577";
const LEGAL: &str = "5dbd6a8c-b2d2-45b8-8a47-9a1a4d5b7f4e";

fn of(rows: Json) -> Planner {
    let mut reader = Reader::new(ReadOptions { inputs: true, ..ReadOptions::default() });
    reader.push(rows.to_string().as_bytes()).unwrap();
    Planner::new(Rc::new(reader.finish().unwrap()), 7, str::to_lowercase)
}

fn row(name: &str, catalog: &str) -> Json {
    json!({ "displayName": name, "catalog": catalog })
}

fn parse(text: &str) -> Json {
    serde_json::from_str(text).unwrap()
}

fn rows(planner: &mut Planner) -> Vec<Json> {
    parse(&planner.list_rows(0, usize::MAX)).as_array().unwrap().clone()
}

#[track_caller]
fn verdicts(planner: &mut Planner, wanted: &[&str]) {
    let found = rows(planner);
    assert_eq!(found.iter().map(|row| row["verdict"].as_str().unwrap()).collect::<Vec<_>>(), wanted);
    let counts = parse(&planner.judge());
    for (verdict, count) in counts.as_object().unwrap() {
        let same = wanted.iter().filter(|wanted| *wanted == verdict).count();
        assert_eq!(*count, json!(same), "{verdict}");
    }
}

/// Tells packages of a catalog. Gives for each of them what comes back.
fn listed(planner: &mut Planner, id: &str, packages: Json) -> Vec<Option<(usize, bool, bool)>> {
    let text = |package: &Json, name: &str| package[name].as_str().map(String::from);
    let mut told = Vec::new();
    for package in packages.as_array().unwrap() {
        let (name, description) = (text(package, "displayName"), text(package, "description").unwrap_or_default());
        let is_hidden = package["isHidden"].as_bool().unwrap_or_default();
        told.push(planner.tell_package(id, name.as_deref(), &description, is_hidden));
    }
    assert!(!planner.tell_catalog(id, Some("a catalog"), "", 0, ""));
    told
}

#[test]
fn each_row_gets_its_verdict() {
    let mut planner = of(json!([
        row("new", SALES),
        { "displayName": "same", "description": "", "catalog": { "id": SALES.to_uppercase() } },
        { "displayName": "other", "description": "d", "isHidden": true, "catalogId": SALES },
        row("CASE", SALES),
        row(" ", SALES),
        row("NEW", SALES),
        row("new", LEGAL),
    ]));
    assert_eq!(parse(&planner.wanted()), json!({ "ids": [SALES, LEGAL], "names": false }));
    verdicts(&mut planner, &["unchecked", "unchecked", "unchecked", "unchecked", "invalid", "duplicate", "unchecked"]);
    let same =
        json!({ "id": "1", "displayName": "same", "isHidden": false, "createdDateTime": "2026-01-01T00:00:00Z" });
    let told = listed(
        &mut planner,
        SALES,
        json!([{ "id": "9", "displayName": "SAME" }, same, { "id": "2", "displayName": "other" },
               { "id": "3", "displayName": "case" }, { "id": "4", "displayName": null }, { "id": "5", "displayName": "x" }]),
    );
    let nearest = |at, is_exact| Some((at, true, is_exact));
    assert_eq!(told, [nearest(1, false), nearest(1, true), nearest(2, true), nearest(3, false), None, None]);
    listed(&mut planner, LEGAL, json!([]));
    verdicts(&mut planner, &["create", "same", "different", "different", "invalid", "duplicate", "create"]);
    let rows = rows(&mut planner);
    assert_eq!(
        rows[0],
        json!({ "row": 1, "verdict": "create", "displayName": "new",
                "input": { "displayName": "new", "catalog": { "id": SALES } } })
    );
    assert_eq!(rows[1].get("differences"), None);
    assert_eq!(rows[2]["differences"], json!(["description", "isHidden"]));
    assert_eq!(rows[3]["differences"], json!(["displayName"]));
    assert_eq!(rows[4]["problems"][0]["code"], "blank");
    assert_eq!(rows[4]["catalog"], json!({ "id": SALES }));
    assert_eq!(rows[5]["duplicateOf"], 1);
    assert_eq!(parse(&planner.list_rows(5, 1)).as_array().unwrap().len(), 1);
    assert_eq!(
        parse(&planner.list_catalogs())[0],
        json!({ "id": SALES, "displayName": "a catalog", "state": "listed", "packages": 6 })
    );
}

#[test]
fn names_of_catalogs_are_resolved() {
    let mut planner = of(json!([
        row("a", "Sales"),
        row("A", SALES),
        row("b", "sales"),
        row("c", "LEGAL"),
        row("d", "Nowhere"),
        row("e", "Twice"),
    ]));
    assert_eq!(parse(&planner.wanted()), json!({ "ids": [SALES], "names": true }));
    for (id, name) in [(SALES, "Sales"), (LEGAL, "Legal"), ("1", "Twice"), ("2", "Twice")] {
        planner.know_catalog(id, name);
    }
    assert!(!planner.tell_catalogs("", 0, ""));
    assert_eq!(parse(&planner.wanted()), json!({ "ids": [SALES, LEGAL], "names": false }));
    listed(&mut planner, SALES, json!([]));
    listed(&mut planner, LEGAL, json!([{ "id": "7", "displayName": "c" }]));
    verdicts(&mut planner, &["create", "duplicate", "create", "same", "catalogNotFound", "invalid"]);
    let rows = rows(&mut planner);
    assert_eq!(rows[3]["input"]["catalog"]["id"], LEGAL);
    assert_eq!(rows[4]["catalog"], json!({ "displayName": "Nowhere" }));
    assert_eq!(rows[5]["problems"][0]["code"], "ambiguousCatalog");
    assert_eq!(rows[5]["problems"][0]["message"], "catalog is the name of several catalogs");
}

#[test]
fn what_could_not_be_found_out_is_told() {
    for (code, status, verdict) in [
        ("ERR_GRAPH", 404, "catalogNotFound"),
        ("ERR_GRAPH", 403, "catalogNotPermitted"),
        ("ERR_GRAPH", 500, "unchecked"),
        ("ERR_RESPONSE", 200, "unchecked"),
    ] {
        let mut planner = of(json!([row("a", SALES)]));
        assert!(!planner.tell_catalog(SALES, None, code, status, "m"));
        verdicts(&mut planner, &[verdict]);
        assert_eq!(parse(&planner.list_catalogs())[0]["message"], "m");
        let mut planner = of(json!([row("a", "Sales")]));
        assert!(!planner.tell_catalogs(code, status, "m"));
        assert_eq!(parse(&planner.wanted()), json!({ "ids": [], "names": false }));
        verdicts(&mut planner, &[verdict]);
    }
    for code in ["ERR_TOKEN", "ERR_NETWORK", "ERR_THROTTLED", "AbortError"] {
        let mut planner = of(json!([row("a", SALES)]));
        assert!(planner.tell_catalog(SALES, None, code, 0, "m"));
        assert!(planner.tell_catalogs(code, 0, "m"));
    }
}

#[test]
fn a_nearer_package_is_told_later() {
    let mut planner = of(json!([row("a", SALES), { "displayName": "Ä", "description": "d", "catalogId": SALES }]));
    let package = |id: &str, name: &str| json!({ "id": id, "displayName": name });
    let told = listed(
        &mut planner,
        SALES,
        json!([package("1", "A"), package("2", "a"), package("3", "a"), package("4", "ä")]),
    );
    assert_eq!(told, [Some((0, true, false)), Some((0, true, true)), Some((0, false, true)), Some((1, true, false))]);
    verdicts(&mut planner, &["same", "different"]);
    assert_eq!(rows(&mut planner)[1]["differences"], json!(["displayName", "description"]));
    assert_eq!(planner.tell_package(LEGAL, Some("a"), "", false), None);
}

#[test]
fn the_same_name_again_and_again_is_not_compared_with_each() {
    let many: Vec<Json> = (0..20_000).map(|at| row(if at % 2 == 0 { "Ärger" } else { "ÄRGER" }, SALES)).collect();
    let mut planner = of(json!(many));
    let page: Vec<Json> = (0..20_000).map(|at| json!({ "id": at.to_string(), "displayName": "ärger" })).collect();
    listed(&mut planner, SALES, json!(page));
    let counts = parse(&planner.judge());
    assert_eq!((&counts["different"], &counts["duplicate"]), (&json!(1), &json!(19_999)));
}
