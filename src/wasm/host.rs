//! The world of a call in a browser, which answers at once or not at all.
//!
//! A call is carried out step by step. In each step the procedure runs from its beginning: what the world answered in the
//! steps before, it answers again, in the same order, and where the next answer is not there yet the host ends the step by
//! an exception, and begins the next one when the answer has come (`pkg/src/steps.ts`). So the procedures are plain
//! functions here, where they are `async` natively (`maybe_async` takes that away): measured on this crate, the state
//! machines that a compiler makes of `async` functions were half of the module. And a step leaves nothing behind, neither
//! a token nor anything that a trap could have spoilt.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::event::Event;
use crate::gate::Gate;
use crate::http::{Body, Request, Response};
use crate::json::parse;
use crate::time::Timestamp;
use crate::to_json::{Object, ToJson, to_json};
use crate::token::{Token, TokenRequest};
use crate::value::Value;
use crate::wiped::Text;
use crate::world::{Entered, Interruption, NoAnswer, NoToken, Received, World};

/// What can be asked for by [`number`] and told by [`set`]; `pkg/src/call.ts` has the first ones in this order, and keeps the
/// others, which are NaN until they are told.
#[derive(Clone, Copy)]
enum Fact {
    Now,
    Elapsed,
    Remaining,
    Random,
    Offline,
    /// 0, 1 where the caller has aborted, 2 where the time is over.
    Interrupted,
    /// `pkg/src/bulk/outcome.ts` has its place.
    ClosedUntil,
    WholeAt,
    AheadLow,
    AheadHigh,
}

#[wasm_bindgen]
extern "C" {
    /// A fact of this moment.
    #[wasm_bindgen(js_namespace = host)]
    fn number(fact: u8) -> f64;
    /// Keeps a fact for all calls of the client.
    #[wasm_bindgen(js_namespace = host)]
    fn set(fact: u8, value: f64);
    /// Text in lower case.
    #[wasm_bindgen(js_namespace = host)]
    fn fold(text: &str) -> String;
    /// Does something, once: the name of it, and what it needs as JSON.
    #[wasm_bindgen(js_namespace = host)]
    fn act(name: &str, with: &str);
    /// Asks for something, which ends the step unless the answer is there: JSON.
    #[wasm_bindgen(js_namespace = host)]
    fn ask(name: &str, with: &str) -> String;
}

/// The number of a value that the host keeps for the call, to be given back as it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kept(pub(super) u32);

impl Kept {
    /// Why the call was aborted.
    const REASON: Self = Self(0);
}

/// The world of one call.
pub(super) struct Host;

fn fact(fact: Fact) -> f64 {
    number(fact as u8)
}

/// Milliseconds that JavaScript counts. A cast of `f64` saturates, and what is no number is nothing.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "that is what is wanted")]
pub(super) fn millis(number: f64) -> u64 {
    number as u64
}

/// The same before or after.
#[expect(clippy::cast_possible_truncation, reason = "that is what is wanted")]
fn signed(number: f64) -> i64 {
    number as i64
}

/// JavaScript has whole numbers up to this one. So many milliseconds are longer than anything is waited for.
const LONGEST: u64 = 1 << 53;

/// Milliseconds for JavaScript, no more than [`LONGEST`].
#[expect(clippy::cast_precision_loss, reason = "that is what is wanted")]
fn keep(fact: Fact, millis: i64) {
    set(fact as u8, millis as f64);
}

/// A number of an answer.
fn number_in(answer: &Value, name: &str) -> Option<f64> {
    match answer.get(name) {
        Some(Value::Number(number)) => Some(*number),
        _ => None,
    }
}

fn text_in(answer: &Value, name: &str) -> Option<Text> {
    answer.get(name)?.as_text().cloned()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of f64 saturates")]
fn kept(answer: &Value, name: &str) -> Option<Kept> {
    number_in(answer, name).map(|number| Kept(number as u32))
}

impl Host {
    fn lost(&self, answer: &Value, cause: Kept) -> NoAnswer<Kept> {
        match self.interruption() {
            Some(interruption) => NoAnswer::Interrupted(interruption),
            None if answer.get("late").is_some() => NoAnswer::Late,
            None => NoAnswer::ConnectionLost(cause),
        }
    }
}

impl World for Host {
    type Cause = Kept;

    fn now(&self) -> Timestamp {
        Timestamp::from_millis(millis(fact(Fact::Now)))
    }

    fn elapsed(&self) -> u64 {
        millis(fact(Fact::Elapsed))
    }

    fn remaining(&self) -> u64 {
        millis(fact(Fact::Remaining))
    }

    fn random(&self) -> [u8; 16] {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of f64 saturates")]
        let word = || (fact(Fact::Random) as u32).to_le_bytes();
        let mut bytes = [0; 16];
        for part in bytes.chunks_exact_mut(4) {
            part.copy_from_slice(&word());
        }
        bytes
    }

    fn fold(&self, text: &str) -> String {
        fold(text)
    }

    fn is_offline(&self) -> bool {
        fact(Fact::Offline) != 0.0
    }

    fn interruption(&self) -> Option<Interruption<Kept>> {
        match fact(Fact::Interrupted) {
            0.0 => None,
            1.0 => Some(Interruption::Aborted(Kept::REASON)),
            _ => Some(Interruption::TimedOut),
        }
    }

    fn gate(&self) -> Gate {
        Gate { closed_until: millis(fact(Fact::ClosedUntil)), whole_at: millis(fact(Fact::WholeAt)) }
    }

    fn set_gate(&self, gate: Gate) {
        keep(Fact::ClosedUntil, gate.closed_until.min(LONGEST).cast_signed());
        keep(Fact::WholeAt, gate.whole_at.min(LONGEST).cast_signed());
    }

    fn ahead(&self) -> Option<(i64, i64)> {
        let (low, high) = (fact(Fact::AheadLow), fact(Fact::AheadHigh));
        (!low.is_nan()).then(|| (signed(low), signed(high)))
    }

    fn set_ahead(&self, (low, high): (i64, i64)) {
        keep(Fact::AheadLow, low);
        keep(Fact::AheadHigh, high);
    }

    fn tell(&self, event: &Event<'_>) {
        act("tell", &to_json(event));
    }

    fn sleep(&self, millis: u64) {
        // It fails when the call is interrupted, which whoever waits asks for next.
        ask("sleep", &to_json(&millis));
    }

    fn token(&self, request: &TokenRequest<'_>) -> Result<String, NoToken<Kept>> {
        let answer = parse(&ask("token", &to_json(request)));
        match kept(&answer, "failed") {
            Some(cause) => Err(match self.interruption() {
                Some(interruption) => NoToken::Interrupted(interruption),
                None => NoToken::Failed(cause),
            }),
            None => answer.get("token").and_then(Value::as_str).map(String::from).ok_or(NoToken::NotAString),
        }
    }

    fn send(
        &self,
        request: &Request,
        token: &Token,
        client_request_id: &str,
        within: u64,
    ) -> Result<Received<Kept>, NoAnswer<Kept>> {
        let question = super::settlement::fetch(request, token, client_request_id, within);
        let mut answer = parse(&ask("send", &question));
        let failed = kept(&answer, "failed");
        let Some(status) = number_in(&answer, "status") else {
            return Err(self.lost(&answer, failed.unwrap_or(Kept::REASON)));
        };
        let content_type = text_in(&answer, "contentType");
        let body = match (failed, number_in(&answer, "length"), answer.take("json")) {
            (Some(_), ..) => Body::Lost,
            (None, Some(length), Some(json)) => Body::json(content_type.as_deref(), length, || json),
            (None, Some(_), None) => Body::Text,
            (None, None, _) => Body::Empty,
        };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of f64 saturates")]
        let response = Box::new(Response {
            status: status as u16,
            request_id: text_in(&answer, "requestId"),
            retry_after: text_in(&answer, "retryAfter"),
            www_authenticate: text_in(&answer, "wwwAuthenticate"),
            body,
        });
        let lost = failed.map(|cause| self.lost(&answer, cause));
        Ok(Received { response, body: kept(&answer, "body"), lost, unparsed: kept(&answer, "unparsed") })
    }

    fn enter(&self, room: &str) -> Option<Entered> {
        let mut answer = parse(&ask("enter", &to_json(&room)));
        let age = number_in(&answer, "age")?;
        let is = |name| answer.get(name).and_then(Value::as_bool).unwrap_or_default();
        let (waited, vanished) = (is("waited"), is("vanished"));
        Some(Entered { waited, note: answer.take("note"), age: millis(age), vanished })
    }

    fn leave(&self, room: &str, note: Option<String>) {
        let mut text = String::from("[");
        room.write(&mut text);
        text.push(',');
        note.write(&mut text);
        text.push(']');
        act("leave", &text);
    }

    fn keep(&self, list: &str, rows: &[u32]) {
        let mut text = String::new();
        Object::new(&mut text).field("list", &list).field("rows", &rows).end();
        act("keep", &text);
    }

    fn forget(&self, id: &str) {
        act("forget", &to_json(&id));
    }
}
