//! Sorting answers: by status first, by `error.code` second, never by message.

use super::entity::filled_text;
use crate::challenge;
use crate::error::Answer;
use crate::http::{Body, Response};
use crate::retry_after;
use crate::text::joined;
use crate::time::{SHAPE, Timestamp, numbers};
use crate::value::Value;
use crate::wiped::{Text, text};

/// What an answer means for the request that it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Meaning {
    /// 2xx.
    Success,
    /// 429: refused before anything was done.
    Throttled,
    /// 409, or a code that says that the name is taken.
    Conflict,
    /// 3xx, 408, 499, 5xx, or a status that HTTP does not have: what was asked for may or may not have been done.
    Ambiguous,
    /// Any other answer: it was not done.
    Refused,
}

/// What the answer means. A body that was lost does not matter: the status has arrived.
pub fn meaning(response: &Response) -> Meaning {
    match response.status {
        200..=299 => Meaning::Success,
        429 => Meaning::Throttled,
        409 => Meaning::Conflict,
        408 | 499 => Meaning::Ambiguous,
        400..=499 if code(response, |code| code == DUPLICATE).is_some() => Meaning::Conflict,
        400..=499 => Meaning::Refused,
        // A redirect too: browsers refuse it as told, but a `fetch` of the caller's may show one, and a 303 is
        // what a service says once it is done.
        _ => Meaning::Ambiguous,
    }
}

/// The code under which a taken name was reported; its status is not known.
const DUPLICATE: &str = "DuplicateAccessPackage";

/// How deep inner errors are followed; Graph's own are two or three deep.
const DEPTH: usize = 8;

/// What can be read of an answer that was received at `now`.
///
/// Source: <https://learn.microsoft.com/graph/errors>
pub fn read(response: &Response, client_request_id: Text, now: Timestamp) -> Answer {
    let error = error(response);
    let inner = error.and_then(inner_error);
    let of_inner = |name| inner.and_then(|inner| filled_text(inner, name));
    let date = of_inner("date").map(in_utc);
    let service_now = date.as_deref().and_then(Timestamp::from_iso8601);
    let wait = response.retry_after.as_deref().and_then(|header| retry_after::parse(header, now, service_now));
    Answer {
        status: Some(response.status),
        graph_code: code(response, |code| !code.is_empty()).cloned(),
        graph_message: error.and_then(|error| filled_text(error, "message")),
        request_id: response.request_id.clone().or_else(|| of_inner("request-id")),
        client_request_id: Some(client_request_id),
        date,
        retry_at: wait.map(|wait| now.after(wait)),
        wait,
        // Graph documents the challenge for 401, and for 403 where a Conditional Access policy blocks.
        claims: response
            .www_authenticate
            .as_deref()
            .filter(|_| matches!(response.status, 401 | 403))
            .and_then(challenge::claims)
            .map(text),
    }
}

/// The `error` object of Graph's envelope.
fn error(response: &Response) -> Option<&Value> {
    match &response.body {
        Body::Json(json) | Body::Mislabelled(json) => json.get("error"),
        Body::Empty | Body::Text | Body::Lost => None,
    }
}

/// The inner error: the documentation spells it `innererror`, the service `innerError`.
fn inner_error(error: &Value) -> Option<&Value> {
    error.get("innerError").or_else(|| error.get("innererror"))
}

/// The first code that fits, of the error and of the errors in it, from the outside in.
fn code(response: &Response, fits: fn(&str) -> bool) -> Option<&Text> {
    let mut error = error(response);
    for _ in 0..DEPTH {
        let code = error?.get("code").and_then(Value::as_text).filter(|code| fits(code));
        if code.is_some() {
            return code;
        }
        error = inner_error(error?);
    }
    None
}

/// Graph writes the date of an error without a zone; it is UTC. What is written otherwise stays as it is.
fn in_utc(date: Text) -> Text {
    if let Some((moment, fraction)) = date.as_bytes().split_at_checked(SHAPE.len())
        && numbers(moment, SHAPE).is_some()
        && fraction.iter().all(|byte| *byte == b'.' || byte.is_ascii_digit())
    {
        return text(joined(&[&date, "Z"]));
    }
    date
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::read;
    use crate::error::Answer;
    use crate::http::{Body, Response};
    use crate::time::Timestamp;

    #[track_caller]
    fn reads(body: Body) -> Answer {
        let response = Response { status: 400, request_id: None, retry_after: None, www_authenticate: None, body };
        read(&response, "sent".into(), Timestamp::from_millis(0))
    }

    #[test]
    fn reads_the_envelope_in_both_spellings() {
        for inner in ["innerError", "innererror"] {
            let answer = reads(Body::Json(
                json!({ "error": {
                    "code": "InvalidModel",
                    "message": "The model is invalid.",
                    "details": [],
                    inner: { "date": "2023-09-08T23:07:16", "request-id": "r", "client-request-id": "c" },
                } })
                .into(),
            ));
            assert_eq!(answer.graph_code.as_deref(), Some("InvalidModel"));
            assert_eq!(answer.graph_message.as_deref(), Some("The model is invalid."));
            assert_eq!(answer.request_id.as_deref(), Some("r"));
            assert_eq!(answer.client_request_id.as_deref(), Some("sent"));
            assert_eq!(answer.date.as_deref(), Some("2023-09-08T23:07:16Z"));
        }
    }

    #[test]
    fn a_date_without_a_zone_gets_its_own() {
        for date in ["2023-09-08T23:07:16", "2023-09-08T23:07:16.5", "2023-09-08T23:07:16.1234567"] {
            let body = json!({ "error": { "innerError": { "date": date } } });
            assert_eq!(reads(Body::Json(body.into())).date, Some([date, "Z"].concat()));
        }
    }

    #[test]
    fn what_has_a_zone_or_is_no_date_stays_as_it_is() {
        for date in [
            "",
            "garbage",
            "2023-09-08",
            "2023-09-08T23:07:16 PST",
            "2023-09-08T23:07:16Z",
            "2023-09-08T23:07:16+02:00",
            "2023-09-08T23:07:16-08:00",
        ] {
            let body = json!({ "error": { "innerError": { "date": date } } });
            assert_eq!(reads(Body::Json(body.into())).date.as_deref(), Some(date).filter(|date| !date.is_empty()));
        }
    }

    #[test]
    fn an_empty_code_gives_way_to_an_inner_one() {
        let body = json!({ "error": { "code": "", "message": "", "innerError": { "code": "inner" } } });
        let answer = reads(Body::Json(body.into()));
        assert_eq!((answer.graph_code.as_deref(), answer.graph_message), (Some("inner"), None));
    }

    #[test]
    fn what_is_not_graphs_is_left_alone() {
        for body in [json!(null), json!([]), json!({ "error": "x" }), json!({ "error": { "code": 7 } })] {
            let answer = reads(Body::Json(body.into()));
            assert_eq!((answer.status, answer.graph_code, answer.date), (Some(400), None, None));
        }
        assert_eq!(reads(Body::Text).graph_code, None);
    }

    #[test]
    fn endless_inner_errors_come_to_an_end() {
        let mut error = json!({ "code": "deepest" });
        for _ in 0..20 {
            error = json!({ "code": "", "innerError": error });
        }
        assert_eq!(reads(Body::Json(json!({ "error": error }).into())).graph_code, None);
    }
}
