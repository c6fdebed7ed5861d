//! What goes out of the module: questions to the host, and how a call ended, which the facade makes values and real error
//! objects of. All of it is JSON text.

use serde::Serialize;
use zeroize::Zeroizing;

use super::host::Kept;
use crate::attempt::Attempt;
use crate::http::{Body, Request};
use crate::session::{Failure, Stop};
use crate::token::Token;

/// `{ value }` or `{ error, cause, body }`, with `attempts`: what stands for `cause` and `body` are the numbers of values
/// that the host keeps, and those that are absent are left out. Without a value and an error the caller gets the cause
/// itself.
pub(super) fn settle(result: Result<String, Stop<Kept>>, attempts: &[Attempt]) -> String {
    let mut text = [r#"{"attempts":"#, &json(&attempts)].concat();
    let mut add = |name: &str, value: &str| {
        for part in [",\"", name, "\":", value] {
            text.push_str(part);
        }
    };
    match result {
        Ok(value) => add("value", &value),
        Err(Stop::Failed(Failure { error, cause, body })) => {
            add("error", &json(&error));
            for (name, kept) in [("cause", cause), ("body", body)] {
                if let Some(Kept(number)) = kept {
                    add(name, &json(&number));
                }
            }
        }
        Err(Stop::Aborted(Kept(number))) => add("cause", &json(&number)),
    }
    text.push('}');
    text
}

/// What `fetch` is told: the URL, the object beside it, and how long all of the response is waited for.
pub(super) fn fetch(request: &Request, token: &Token, client_request_id: &str, within: u64) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(4096));
    let mut add = |name: &str, value: &str| {
        for part in [name, &json(value)] {
            text.push_str(part);
        }
    };
    add(r#"{"url":"#, &request.url);
    add(r#","method":"#, request.method.as_str());
    add(r#","headers":{"Authorization":"#, &token.authorization());
    add(r#","client-request-id":"#, client_request_id);
    for (name, value) in request.headers() {
        add(&[",\"", name, "\":"].concat(), value);
    }
    add(r#"},"credentials":"#, "omit");
    add(r#","redirect":"#, "error");
    add(r#","referrerPolicy":"#, "no-referrer");
    add(r#","cache":"#, "no-store");
    if let Some(body) = &request.body {
        add(r#","body":"#, body);
    }
    let longest = json(&Body::LONGEST);
    for part in [r#","within":"#, &json(&within), r#","longest":"#, &longest, "}"] {
        text.push_str(part);
    }
    text
}

/// The JSON text of data of this crate, whose keys are text and whose numbers are whole: nothing in it can fail.
pub(super) fn json(data: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(data).unwrap_or_default()
}
