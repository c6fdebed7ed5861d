//! The conversions, in real browsers: values in, settlements out, and whatever a browser's own objects do.

use js_sys::{Object, Promise, Reflect};
use serde_json::{Value as Json, json};
use wasm_bindgen::prelude::{Closure, JsCast, JsValue, wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

use super::calls::run as enter;

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(module = "/tests/browser/call.js")]
extern "C" {
    #[wasm_bindgen(js_name = makeCall)]
    fn make_call(members: &JsValue) -> JsValue;
    #[wasm_bindgen(js_name = carryOut)]
    fn carry_out(call: &JsValue, run: &JsValue) -> Promise;
    fn evaluate(source: &str) -> JsValue;
}

/// A call with these members in place of the usual ones.
fn call(members: &str) -> JsValue {
    make_call(&evaluate(members))
}

/// What a call settled with.
struct Settlement {
    value: Json,
    error: Json,
    attempts: Json,
    cause: JsValue,
    body: JsValue,
}

fn read(text: &str, cause: JsValue, body: JsValue) -> Settlement {
    let mut json: Json = serde_json::from_str(text).unwrap();
    Settlement {
        value: json["value"].take(),
        error: json["error"].take(),
        attempts: json["attempts"].take(),
        cause,
        body,
    }
}

/// How a call ends that asks nothing.
fn read_at_once(call: &Json) -> Settlement {
    read(&enter(&call.to_string()), JsValue::UNDEFINED, JsValue::UNDEFINED)
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap()
}

/// What is in a call, as JSON.
fn get_json(object: &JsValue, name: &str) -> Json {
    let text = js_sys::JSON::stringify(&get(object, name)).unwrap().as_string().unwrap();
    serde_json::from_str(&text).unwrap()
}

async fn run(call: &JsValue) -> Settlement {
    let enter = |call: String| enter(&call);
    let enter = Closure::<dyn Fn(String) -> String>::new(enter).into_js_value();
    let settled = JsFuture::from(carry_out(call, &enter)).await.unwrap();
    let text = get(&settled, "json").as_string().unwrap();
    read(&text, get(&settled, "cause"), get(&settled, "body"))
}

async fn settles(members: &str) -> Settlement {
    run(&call(members)).await
}

#[wasm_bindgen_test]
fn validates() {
    let validate = |input: Json| read_at_once(&json!({ "operation": "validate", "input": input }));
    let settlement = validate(json!({ "displayName": "", "catalog": null }));
    assert_eq!(settlement.error["code"], "ERR_VALIDATION");
    assert_eq!(settlement.error["issues"][0]["path"], json!(["displayName"]));
    assert_eq!(settlement.error["issues"][0]["code"], "blank");
    assert_eq!((settlement.value, settlement.attempts), (Json::Null, json!([])));
    let id = "66584aae-98bb-48cc-9458-7bee5d2a6577";
    let input = json!({ "displayName": "n", "isHidden": true, "catalog": { "id": id } });
    assert_eq!(validate(input.clone()).value, input);
}

#[wasm_bindgen_test]
fn prepares_what_would_be_sent() {
    let input = json!({ "displayName": "n", "catalog": { "id": "66584aae-98bb-48cc-9458-7bee5d2a6577" } });
    let request = read_at_once(&json!({ "operation": "prepare", "cloud": "usGovL4", "input": input })).value;
    let url = "https://graph.microsoft.us/v1.0/identityGovernance/entitlementManagement/accessPackages";
    assert_eq!((&request["method"], &request["url"]), (&json!("POST"), &json!(url)));
    assert_eq!(request["headers"], json!({ "Content-Type": "application/json" }));
    assert_eq!(request["scopes"], json!(["https://graph.microsoft.us/EntitlementManagement.ReadWrite.All"]));
    let refused = read_at_once(&json!({ "operation": "prepare", "cloud": "mars" })).error;
    assert_eq!(refused["code"], "ERR_INVALID_ARG_VALUE");
}

#[wasm_bindgen_test]
async fn sends_as_told_and_gives_the_package() {
    let call = call("{}");
    let settlement = run(&call).await;
    let package = json!({ "id": "1", "displayName": "sales reps" });
    assert_eq!(settlement.value, json!({ "outcome": "created", "accessPackage": package }));
    assert_eq!(settlement.attempts[0]["status"], 201);
    assert_eq!(settlement.attempts[0]["result"], "succeeded");
    let sent = get_json(&call, "sent");
    assert_eq!(
        sent,
        json!({
            "url": "https://graph.microsoft.com/v1.0/identityGovernance/entitlementManagement/accessPackages",
            "method": "POST",
            "headers": {
                "Authorization": "Bearer token",
                "client-request-id": settlement.attempts[0]["clientRequestId"],
                "Content-Type": "application/json",
            },
            "credentials": "omit",
            "redirect": "error",
            "referrerPolicy": "no-referrer",
            "body": r#"{"displayName":"sales reps","catalog":{"id":"66584aae-98bb-48cc-9458-7bee5d2a6577"}}"#,
        })
    );
}

#[wasm_bindgen_test]
async fn ids_are_fresh_each_time() {
    let (one, other) = (settles("{}").await.attempts, settles("{}").await.attempts);
    let id = |attempts: &Json| String::from(attempts[0]["clientRequestId"].as_str().unwrap());
    assert_ne!(id(&one), id(&other));
    assert_eq!(id(&one).len(), 36);
}

#[wasm_bindgen_test]
async fn tells_bodies_apart() {
    let page = settles("{ answered: () => new Response('<html>', { status: 502 }) }").await;
    assert_eq!((&page.error["code"], &page.error["answer"]["status"]), (&json!("ERR_GRAPH"), &json!(502)));
    assert_eq!(page.body, "<html>");

    let empty = settles("{ answered: () => new Response(null, { status: 201 }) }").await;
    assert_eq!(empty.error["code"], "ERR_RESPONSE");
    assert!(empty.body.is_undefined() && empty.cause.is_undefined());

    let mislabelled = settles("{ answered: () => new Response('{\"id\":\"1\"}', { status: 201 }) }").await;
    assert_eq!(mislabelled.error["code"], "ERR_RESPONSE");

    let type_ = "{ status: 201, headers: { 'Content-Type': 'application/json' } }";
    let broken = settles(&format!("{{ answered: () => new Response('{{\"id\":', {type_}) }}")).await;
    assert_eq!(broken.error["code"], "ERR_RESPONSE");
    assert!(broken.cause.is_instance_of::<js_sys::SyntaxError>());

    let cut = settles(&format!(
        "{{ answered: () => new Response(new ReadableStream({{ start: (body) => body.error(new TypeError('cut')) }}), {type_}) }}"
    ))
    .await;
    assert_eq!((&cut.error["reason"], &cut.attempts[0]["status"]), (&json!("connectionLost"), &json!(201)));
    assert!(cut.cause.is_object(), "each browser has an error of its own for it");
}

#[wasm_bindgen_test]
async fn reads_graphs_errors_and_headers() {
    let settlement = settles(
        "{ answered: () => Response.json(
            { error: { code: 'UnAuthorized', message: 'No.', innerError: { date: '2026-11-23T10:00:00' } } },
            { status: 403, headers: { 'request-id': 'r', 'Retry-After': '7' } }) }",
    )
    .await;
    let answer = &settlement.error["answer"];
    assert_eq!((&settlement.error["code"], &answer["graphCode"]), (&json!("ERR_GRAPH"), &json!("UnAuthorized")));
    assert_eq!((&answer["requestId"], &answer["date"]), (&json!("r"), &json!("2026-11-23T10:00:00Z")));
    assert!(answer["retryAt"].is_string());
    assert!(settlement.body.is_object());
}

/// Reasons of every kind that a caller may give.
const REASONS: [&str; 6] = ["undefined", "new Error('x')", "'text'", "{ any: 1 }", "null", "0"];

#[wasm_bindgen_test]
async fn every_reason_of_an_abort_comes_back_as_it_is() {
    for reason in REASONS {
        let while_asking = format!(
            "{{ getToken() {{ this.controller.abort({reason}); globalThis.why = this.controller.signal.reason; return Promise.reject(why); }} }}"
        );
        let settlement = settles(&while_asking).await;
        assert_eq!((&settlement.error, &settlement.attempts), (&Json::Null, &json!([])), "{reason}");
        assert!(Object::is(&settlement.cause, &evaluate("why")), "{reason}");

        let while_waiting = format!(
            "{{ fetch() {{ this.controller.abort({reason}); globalThis.why = this.controller.signal.reason; return Promise.reject(why); }} }}"
        );
        let settlement = settles(&while_waiting).await;
        assert_eq!(settlement.error["reason"], "aborted", "{reason}");
        assert!(Object::is(&settlement.cause, &evaluate("why")), "{reason}");
    }
}

#[wasm_bindgen_test]
async fn what_the_callback_throws_is_the_cause() {
    for reason in REASONS {
        let members = format!("{{ getToken: () => Promise.reject(globalThis.why = {reason}) }}");
        let settlement = settles(&members).await;
        assert_eq!((&settlement.error["code"], &settlement.error["reason"]), (&json!("ERR_TOKEN"), &json!("failed")));
        assert!(Object::is(&settlement.cause, &evaluate("why")), "{reason}");
    }
}

#[wasm_bindgen_test]
async fn takes_no_token_that_is_not_one() {
    for (token, reason) in [
        ("undefined", "notAString"),
        ("null", "notAString"),
        ("7", "notAString"),
        ("{}", "notAString"),
        ("new String('x')", "notAString"),
        ("''", "empty"),
        ("'a\\nb'", "malformed"),
        ("'a\\uD800'", "malformed"),
    ] {
        let settlement = settles(&format!("{{ getToken: async () => {token} }}")).await;
        assert_eq!((&settlement.error["reason"], &settlement.attempts), (&json!(reason), &json!([])), "{token}");
    }
}

#[wasm_bindgen_test]
async fn a_real_fetch_that_fails_is_told_with_its_error() {
    let settlement = settles(
        "{ graphRoot: 'http://127.0.0.1:9', fetch: (url, init) => init.body ? fetch(url, init) : Response.json({ value: [] }) }",
    )
    .await;
    assert!(settlement.cause.is_instance_of::<js_sys::TypeError>());
    assert_eq!(settlement.attempts[0]["result"], "connectionLost");
}

#[wasm_bindgen_test]
async fn what_looks_find_is_adopted() {
    let lost = "answered: () => Promise.reject(new TypeError('reset'))";
    let package = "{ id: '1', displayName: 'sales reps', catalog: { id: '66584aae-98bb-48cc-9458-7bee5d2a6577' } }";
    let looked = format!(
        "looks: 0, looked() {{ this.looks += 1; return Response.json({{ value: this.looks > 1 ? [{package}] : [] }}); }}"
    );
    let settlement = settles(&format!("{{ verify: true, remaining: 9000, {lost}, {looked} }}")).await;
    assert_eq!(settlement.value["outcome"], "adopted", "{}", settlement.error);
    assert_eq!(settlement.value["duplicates"], json!([]));
    let purposes: Vec<_> = settlement.attempts.as_array().unwrap().iter().map(|attempt| &attempt["purpose"]).collect();
    assert_eq!(purposes, ["lookUp", "create", "lookUp"]);
}

#[wasm_bindgen_test]
async fn steps_are_told_and_the_room_is_left_with_a_note() {
    let call = call("{}");
    run(&call).await;
    let told = get_json(&call, "told");
    assert_eq!((&told[0]["type"], &told[0]["reason"]), (&json!("sending"), &json!("initial")));
    let ticket = &told[0]["ticket"];
    assert_eq!((&ticket["version"], &ticket["knownIds"]), (&json!(1), &Json::Null));
    let left = get_json(&call, "rooms");
    assert_eq!(left[0][0], "https://graph.microsoft.com/66584aae-98bb-48cc-9458-7bee5d2a6577/sales reps");
    let note: Json = serde_json::from_str(left[0][1].as_str().unwrap()).unwrap();
    assert_eq!((&note["made"]["id"], &note["ticket"]["input"]["displayName"]), (&json!("1"), &json!("sales reps")));
}

#[wasm_bindgen_test]
async fn a_challenge_reaches_the_callback() {
    let claims = "eyJhIjoxfQ";
    let challenge = format!("Bearer error=\\\"insufficient_claims\\\", claims=\\\"{claims}\\\"");
    let members = format!(
        "{{ tokens: 0, getToken: function (scope, reason, claims, force) {{ this.tokens += 1; return [reason, claims, force].join('-').replace(/[^a-z]/gi, '') + this.tokens; }},
           answered() {{ return this.tokens > 1 ? Response.json({{ id: '1', displayName: 'sales reps' }}, {{ status: 201 }})
             : new Response('', {{ status: 401, headers: {{ 'WWW-Authenticate': \"{challenge}\" }} }}); }} }}"
    );
    let call = call(&members);
    let settlement = run(&call).await;
    assert_eq!(settlement.value["outcome"], "created", "{}", settlement.error);
    assert_eq!(settlement.attempts[1]["reason"], "claimsChallenge");
    let asked = get_json(&call, "asked");
    assert_eq!((&asked[1], &asked[2], &asked[3]), (&json!("claimsChallenge"), &json!(r#"{"a":1}"#), &json!(true)));
}

#[wasm_bindgen_test]
async fn settles_a_ticket() {
    let ticket = r#"{ version: 1, graphRoot: 'https://graph.microsoft.com', sentAt: '2026-11-23T10:00:00Z', knownIds: [],
        input: { displayName: 'sales reps', catalog: { id: '66584aae-98bb-48cc-9458-7bee5d2a6577' } } }"#;
    let members =
        format!("{{ operation: 'recheck', input: {ticket}, answered: () => Response.json({{ value: [] }}) }}");
    assert_eq!(settles(&members).await.value, json!({ "outcome": "notCreated" }));
    let members = "{ operation: 'recheck', input: {} }";
    assert_eq!(settles(members).await.error["code"], "ERR_INVALID_ARG_VALUE");
}

#[wasm_bindgen_test]
async fn reads_changes_and_deletes() {
    let id = "id: '66584aae-98bb-48cc-9458-7bee5d2a6577'";
    let found = "answered: () => Response.json({ id: '1', displayName: 'x' })";
    for operation in ["get", "getCatalog"] {
        let settlement = settles(&format!("{{ operation: '{operation}', {id}, {found} }}")).await;
        assert_eq!(settlement.value, json!({ "id": "1", "displayName": "x" }), "{operation}");
    }
    let done = "answered: () => new Response(null, { status: 204 })";
    let updated = settles(&format!("{{ operation: 'update', {id}, input: {{ isHidden: true }}, {done} }}")).await;
    assert_eq!((updated.value, &updated.attempts[0]["purpose"]), (json!({}), &json!("update")));
    let deleted = settles(&format!("{{ operation: 'delete', {id}, {done} }}")).await;
    assert_eq!(deleted.value, json!({ "outcome": "deleted" }));
    let page = "answered: () => Response.json({ value: [{ id: '1' }] })";
    let listed = settles(&format!("{{ operation: 'list', {page} }}")).await;
    assert_eq!(listed.value, json!({ "value": [{ "id": "1" }], "nextLink": null }));
}

#[wasm_bindgen_test]
async fn lists_a_page_of_catalogs() {
    let next = "https://graph.microsoft.com/v1.0/next";
    let members = format!(
        "{{ operation: 'listCatalogs', answered: () => Response.json({{ value: [{{ id: '1' }}], '@odata.nextLink': '{next}' }}) }}"
    );
    assert_eq!(settles(&members).await.value, json!({ "value": [{ "id": "1" }], "nextLink": next }));
    let foreign = settles("{ operation: 'listCatalogs', nextLink: 'https://evil.example/' }").await;
    assert_eq!((&foreign.error["code"], &foreign.attempts), (&json!("ERR_INVALID_ARG_VALUE"), &json!([])));
}
