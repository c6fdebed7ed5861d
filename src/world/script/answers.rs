//! Answers of Graph for scripts.

use serde_json::{Value as Json, json};

use super::{Cause, Step};
use crate::http::{Body, Response};
use crate::world::{Interruption, NoAnswer, Received};

/// The name that the tests' packages have.
pub(crate) const NAME: &str = "sales reps";

/// The catalog that they are in.
pub(crate) const CATALOG: &str = "66584aae-98bb-48cc-9458-7bee5d2a6577";

/// A package as the tests create it.
pub(crate) fn package(id: &str) -> Json {
    json!({ "id": id, "displayName": NAME, "description": null, "isHidden": false, "catalog": { "id": CATALOG } })
}

/// A package with other properties; `null` leaves one out.
pub(crate) fn package_with(id: &str, others: Json) -> Json {
    let mut package = package(id);
    for (name, value) in others.as_object().expect("properties") {
        package[name] = value.clone();
    }
    package
}

/// An answer with this status and body.
pub(crate) fn answer(status: u16, body: Body) -> Step {
    let request_id = Some("from-header".into());
    let response = Box::new(Response { status, request_id, retry_after: None, www_authenticate: None, body });
    Ok(Received { response, body: Some("the body"), lost: None, unparsed: None })
}

/// An answer with this status and JSON.
pub(crate) fn json_answer(status: u16, json: Json) -> Step {
    answer(status, Body::Json(json.into()))
}

/// An answer without a body.
pub(crate) fn empty(status: u16) -> Step {
    answer(status, Body::Empty).map(|received| Received { body: None, ..received })
}

/// A list with these packages, or whatever else is listed.
pub(crate) fn list(entries: impl IntoIterator<Item = Json>) -> Step {
    json_answer(200, json!({ "value": entries.into_iter().collect::<Vec<_>>() }))
}

/// A list with nothing in it.
pub(crate) fn nothing() -> Step {
    list([])
}

/// A list that goes on behind this link.
pub(crate) fn list_with_link(entries: impl IntoIterator<Item = Json>, link: &str) -> Step {
    json_answer(200, json!({ "value": entries.into_iter().collect::<Vec<_>>(), "@odata.nextLink": link }))
}

/// A 201 with a package as the tests create it.
pub(crate) fn created(id: &str) -> Step {
    json_answer(201, package(id))
}

/// An error of Graph's.
pub(crate) fn error(status: u16, code: &str) -> Step {
    json_answer(status, json!({ "error": { "code": code, "message": "No." } }))
}

/// An error of Graph's that tells the service's time.
pub(crate) fn dated_error(status: u16, date: &str) -> Step {
    let step = json_answer(status, json!({ "error": { "code": "Failed", "innerError": { "date": date } } }));
    step.map(|received| Received { body: None, ..received })
}

/// A 429 that asks for a pause.
pub(crate) fn throttled(retry_after: &str) -> Step {
    with_retry_after(empty(429), retry_after)
}

/// An answer that asks for a pause.
pub(crate) fn with_retry_after(step: Step, retry_after: &str) -> Step {
    step.map(|mut received| {
        received.response.retry_after = Some(retry_after.into());
        received
    })
}

/// An answer that wants another token: with the claims `{}`, if there are any.
pub(crate) fn challenge(status: u16, claims: bool) -> Step {
    empty(status).map(|mut received| {
        let header = if claims { "Bearer error=\"insufficient_claims\", claims=\"e30=\"" } else { "Bearer realm=\"\"" };
        received.response.www_authenticate = Some(header.into());
        received
    })
}

/// No answer: the connection is lost.
pub(crate) fn lost(cause: Cause) -> Step {
    Err(NoAnswer::ConnectionLost(cause))
}

/// No answer within its time.
pub(crate) fn late() -> Step {
    Err(NoAnswer::Late)
}

/// An answer whose body broke off.
pub(crate) fn cut(status: u16, why: NoAnswer<Cause>) -> Step {
    answer(status, Body::Lost).map(|received| Received { body: None, lost: Some(why), ..received })
}

/// An answer whose body is no JSON.
pub(crate) fn unparsed(status: u16, why: Cause) -> Step {
    answer(status, Body::Text).map(|received| Received { unparsed: Some(why), ..received })
}

/// The caller aborts.
pub(crate) fn aborted() -> Interruption<Cause> {
    Interruption::Aborted("stop")
}
