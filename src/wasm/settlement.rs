//! What goes out of the module: questions to the host, and how a call ended, which the facade makes values and real error
//! objects of. All of it is JSON text.

use super::host::Kept;
use crate::attempt::Attempt;
use crate::http::{Body, Method, Request};
use crate::session::{Failure, Stop};
use crate::to_json::{Object, ToJson, Written};
use crate::token::Token;
use crate::wiped::{Secret, secret};

/// `{ value }` or `{ error, cause, body }`, with `attempts`: what stands for `cause` and `body` are the numbers of values
/// that the host keeps, and those that are absent are left out. Without a value and an error the caller gets the cause
/// itself.
pub(super) fn settle(result: Result<String, Stop<Kept>>, attempts: &[Attempt]) -> String {
    let mut text = String::new();
    let mut settlement = Object::new(&mut text);
    settlement.field("attempts", &attempts);
    match result {
        Ok(value) => settlement.field("value", &Written(&value)),
        Err(stop) => {
            let failure: &Failure<Kept> = &stop.0;
            settlement.given("error", &failure.error).given("cause", &failure.cause).given("body", &failure.body)
        }
    }
    .end();
    text
}

impl ToJson for Kept {
    fn write(&self, out: &mut String) {
        self.0.write(out);
    }
}

/// The value of `credentials`, and what else every request has.
const ALWAYS: &str = r#""omit","redirect":"error","referrerPolicy":"no-referrer""#;

/// What keeps a read from being answered out of the browser's cache. Nothing else ever is, and Chromium asks the service for
/// leave again (a CORS preflight) before each request that has it, whatever it was told before: a second way to Graph and back
/// for each create.
const FRESH: &str = "no-store";

/// What `fetch` is told: the URL, the object beside it, and how long all of the response is waited for.
pub(super) fn fetch(request: &Request, token: &Token, client_request_id: &str, within: u64) -> Secret {
    let mut text = secret(String::with_capacity(4096));
    Object::new(&mut text)
        .field("url", &request.url)
        .field("method", &request.method.as_str())
        .field("headers", &Headers { request, token, client_request_id })
        .field("credentials", &Written(ALWAYS))
        .given("cache", &matches!(request.method, Method::Get).then_some(FRESH))
        .given("body", &request.body)
        .field("within", &within)
        .field("longest", &u64::from(Body::LONGEST))
        .end();
    text
}

struct Headers<'a> {
    request: &'a Request,
    token: &'a Token,
    client_request_id: &'a str,
}

impl ToJson for Headers<'_> {
    fn write(&self, out: &mut String) {
        let mut headers = Object::new(out);
        headers
            .field("Authorization", &self.token.authorization().as_str())
            .field("client-request-id", &self.client_request_id);
        for (name, value) in self.request.headers() {
            headers.field(name, value);
        }
        headers.end();
    }
}
