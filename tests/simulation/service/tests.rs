//! The service does what is known of the real one.

use serde_json::json;

use super::{Answer, CATALOGS, Maker, Payload, Rules, Service};
use crate::http::{Method, Request};
use crate::simulation::rules::{Lag, Mode, Unique};
use crate::value::Value;

const PACKAGES: &str = "https://graph.microsoft.com/v1.0/identityGovernance/entitlementManagement/accessPackages";

fn create(service: &mut Service, name: &str, catalog: usize) -> u16 {
    let body = json!({ "displayName": name, "catalog": { "id": CATALOGS[catalog] } });
    let request = Request { method: Method::Post, url: PACKAGES.into(), body: Some(body.to_string()) };
    service.answer(100, &request, "token", Maker::Other).status
}

fn get(service: &mut Service, now: u64, url: &str) -> Answer {
    service.answer(now, &Request { method: Method::Get, url: url.into(), body: None }, "token", Maker::Other)
}

/// The names on a page, and the link to the next one.
fn names(answer: &Answer) -> (Vec<String>, Option<String>) {
    let Payload::Json(json) = &answer.payload else { panic!("{answer:?}") };
    let text = |json: &Value, name| json.get(name).and_then(Value::as_str).map(String::from);
    let list = json.get("value").and_then(Value::as_array).unwrap();
    (list.iter().filter_map(|package| text(package, "displayName")).collect(), text(json, "@odata.nextLink"))
}

#[test]
fn names_are_unique_within_a_catalog_or_not() {
    for (unique, same, other_case) in
        [(Unique::No, 201, 201), (Unique::Exact, 409, 201), (Unique::WithoutCase, 409, 409)]
    {
        let mut service = Service::new(Rules { unique, ..Rules::plain() }, 1);
        assert_eq!(create(&mut service, "Büro", 0), 201);
        let statuses = [("Büro", 0), ("BÜRO", 0), ("Büro", 1)].map(|(name, at)| create(&mut service, name, at));
        assert_eq!(statuses, [same, other_case, 201], "{unique:?}");
    }
}

#[test]
fn reads_see_writes_later() {
    let mut service = Service::new(Rules { lag: Lag::Fixed(500), ..Rules::plain() }, 1);
    create(&mut service, "a", 0);
    assert_eq!(names(&get(&mut service, 599, PACKAGES)).0.len(), 0);
    assert_eq!(names(&get(&mut service, 600, PACKAGES)).0.len(), 1);
}

#[test]
fn filters_are_honoured_refused_or_ignored() {
    let url = [PACKAGES, "?$filter=displayName%20eq%20'a'"].concat();
    for (mode, wanted) in [(Mode::Honoured, Some(1)), (Mode::Ignored, Some(2)), (Mode::Refused, None)] {
        let mut service = Service::new(Rules { name_filter: mode, ..Rules::plain() }, 1);
        create(&mut service, "a", 0);
        create(&mut service, "b", 0);
        let answer = get(&mut service, 100, &url);
        assert_eq!(answer.status, if wanted.is_some() { 200 } else { 400 });
        assert_eq!(wanted, wanted.map(|_| names(&answer).0.len()), "{mode:?}");
    }
}

#[test]
fn pages_follow_one_another_to_the_end() {
    let mut service = Service::new(Rules { page: 2, ..Rules::plain() }, 1);
    for name in ["a", "b", "c", "d", "e"] {
        create(&mut service, name, 0);
    }
    let (mut seen, mut next) = (Vec::new(), Some(String::from(PACKAGES)));
    while let Some(url) = next {
        let (names, link) = names(&get(&mut service, 100, &url));
        (seen, next) = ([seen, names].concat(), link);
    }
    assert_eq!(seen, ["a", "b", "c", "d", "e"]);
}

#[test]
fn what_is_not_documented_is_refused() {
    let mut service = Service::new(Rules::plain(), 1);
    let mut post = |body: &str| {
        let request = Request { method: Method::Post, url: PACKAGES.into(), body: Some(body.into()) };
        service.answer(100, &request, "token", Maker::Other).status
    };
    assert_eq!(post("{"), 400);
    assert_eq!(post(r#"{ "displayName": "a" }"#), 400);
    assert_eq!(post(&json!({ "displayName": "a", "catalog": { "id": CATALOGS[0] }, "x": 1 }).to_string()), 400);
    assert_eq!(post(&json!({ "displayName": "a", "catalog": { "id": "x" } }).to_string()), 404);
    assert_eq!(get(&mut service, 100, &[PACKAGES, "?$filter=displayName eq 'a'"].concat()).status, 400);
    assert_eq!(get(&mut service, 100, "https://graph.microsoft.com/v1.0/me").status, 404);
}
