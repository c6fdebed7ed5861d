//! The world of a call in a browser: `fetch`, the token callback, the clock.
//!
//! The call of `fetch` is written here and not taken from gloo-net: measured on this crate that costs 2.1 kB by
//! brotli, and its `send` and `text` trap when they are rejected with a value that is not an `Error`. A caller's
//! own `fetch` also gets what it expects that way, a URL and an object.
//!
//! No `keepalive`: browsers refuse such requests when all of them together exceed 64 KiB or so, token included
//! (measured in Chromium: of 120 creates at a time 13), and to a page the refusal looks like a lost answer.

use js_sys::{Date, Math, Object, Reflect};
use wasm_bindgen::prelude::{JsCast, JsValue, wasm_bindgen};

use super::driver::Mailbox;
use super::value::from_js;
use crate::event::Event;
use crate::gate::Gate;
use crate::http::{Body, Request, Response};
use crate::time::Timestamp;
use crate::token::{Token, TokenRequest};
use crate::value::Value;
use crate::world::{Entered, Interruption, NoAnswer, NoToken, Received, World};

#[wasm_bindgen]
extern "C" {
    /// A call as the facade describes it.
    pub type Call;

    /// The client's method.
    #[wasm_bindgen(method, getter)]
    pub(super) fn operation(this: &Call) -> String;

    /// What a create is to make, what an update is to change, or the ticket to settle: plain data.
    #[wasm_bindgen(method, getter)]
    pub(super) fn input(this: &Call) -> JsValue;

    /// The id of what is read or changed, or of the catalog whose packages are listed.
    #[wasm_bindgen(method, getter)]
    pub(super) fn id(this: &Call) -> Option<String>;

    /// The page to list, unless it is the first.
    #[wasm_bindgen(method, getter, js_name = nextLink)]
    pub(super) fn next_link(this: &Call) -> Option<String>;

    #[wasm_bindgen(method, getter)]
    pub(super) fn cloud(this: &Call) -> Option<String>;

    #[wasm_bindgen(method, getter, js_name = graphRoot)]
    pub(super) fn graph_root(this: &Call) -> Option<String>;

    /// Whether a create takes a package that exists for a success.
    #[wasm_bindgen(method, getter, js_name = returnExisting)]
    pub(super) fn return_existing(this: &Call) -> bool;

    /// Whether a create looks before and after.
    #[wasm_bindgen(method, getter)]
    pub(super) fn verify(this: &Call) -> bool;

    /// Whether a create is one of many.
    #[wasm_bindgen(method, getter)]
    pub(super) fn bulk(this: &Call) -> bool;

    /// The ticket of the same create, sent before and not settled; or `undefined`.
    #[wasm_bindgen(method, getter)]
    pub(super) fn prior(this: &Call) -> JsValue;

    /// How long its package may still appear, in milliseconds.
    #[wasm_bindgen(method, getter, js_name = priorMs)]
    pub(super) fn prior_ms(this: &Call) -> f64;

    /// How long after a lost answer a package may still appear, in milliseconds.
    #[wasm_bindgen(method, getter, js_name = settleMs)]
    pub(super) fn settle_ms(this: &Call) -> f64;

    /// Whether the caller has aborted the call or its time is over.
    #[wasm_bindgen(method, getter)]
    fn aborted(this: &Call) -> bool;

    /// Why the call was aborted.
    #[wasm_bindgen(method, getter)]
    fn reason(this: &Call) -> JsValue;

    /// Whether it was aborted because its time is over.
    #[wasm_bindgen(method, getter, js_name = timedOut)]
    fn timed_out(this: &Call) -> bool;

    /// Whether the last request was given up because its own time was over.
    #[wasm_bindgen(method, getter)]
    fn late(this: &Call) -> bool;

    #[wasm_bindgen(method, getter)]
    fn offline(this: &Call) -> bool;

    /// The time on the clock that only goes forward, in milliseconds.
    #[wasm_bindgen(method, getter)]
    fn elapsed(this: &Call) -> f64;

    /// How long the call may still take, in milliseconds.
    #[wasm_bindgen(method, getter)]
    fn remaining(this: &Call) -> f64;

    /// Until when nothing may be sent; kept for all calls of the client.
    #[wasm_bindgen(method, getter, js_name = closedUntil)]
    fn closed_until(this: &Call) -> f64;

    #[wasm_bindgen(method, setter, js_name = closedUntil)]
    fn set_closed_until(this: &Call, moment: f64);

    /// When the budget for retries will be whole; kept for all calls of the client.
    #[wasm_bindgen(method, getter, js_name = wholeAt)]
    fn whole_at(this: &Call) -> f64;

    #[wasm_bindgen(method, setter, js_name = wholeAt)]
    fn set_whole_at(this: &Call, moment: f64);

    /// How far the service's clock was ahead, at least and at most; NaN where it is not known. Kept as the others.
    #[wasm_bindgen(method, getter, js_name = aheadLow)]
    fn ahead_low(this: &Call) -> f64;

    #[wasm_bindgen(method, getter, js_name = aheadHigh)]
    fn ahead_high(this: &Call) -> f64;

    #[wasm_bindgen(method, js_name = setAhead)]
    fn set_ahead(this: &Call, low: f64, high: f64);

    /// Text in lower case.
    #[wasm_bindgen(method)]
    fn fold(this: &Call, text: &str) -> String;

    /// Tells of a step; the ticket is JSON text.
    #[wasm_bindgen(method)]
    fn tell(
        this: &Call,
        name: &str,
        reason: Option<&str>,
        status: Option<u16>,
        wait: Option<f64>,
        ticket: Option<String>,
    );

    /// Takes away the notes that name this package.
    #[wasm_bindgen(method)]
    fn forget(this: &Call, id: &str);

    /// Leaves the room, with a note for those who enter later.
    #[wasm_bindgen(method)]
    fn leave(this: &Call, room: &str, note: Option<String>);

    /// Asks for the room; the answer is an [`Entry`].
    #[wasm_bindgen(method)]
    fn enter(this: &Call, room: &str);

    /// Asks to be answered after so many milliseconds.
    #[wasm_bindgen(method)]
    fn sleep(this: &Call, millis: f64);

    /// Asks for a token.
    #[wasm_bindgen(method, js_name = getToken)]
    fn get_token(this: &Call, scope: &str, reason: &str, claims: Option<&str>, force_refresh: bool);

    /// Calls the global `fetch`, or the caller's, and waits so long for all of the response; the answer is a [`Head`].
    #[wasm_bindgen(method)]
    fn fetch(this: &Call, url: &str, init: &Object, within: f64);

    /// Asks for the body of the response to the last `fetch`; the answer is a [`Content`].
    #[wasm_bindgen(method)]
    fn text(this: &Call);

    /// What a call finds in its room.
    type Entry;

    #[wasm_bindgen(method, getter)]
    fn waited(this: &Entry) -> bool;

    /// The note of the last call, parsed; or `undefined`.
    #[wasm_bindgen(method, getter)]
    fn note(this: &Entry) -> JsValue;

    /// How old it is, in milliseconds.
    #[wasm_bindgen(method, getter)]
    fn age(this: &Entry) -> f64;

    /// The head of a response, copied to plain data.
    type Head;

    #[wasm_bindgen(method, getter)]
    fn status(this: &Head) -> u16;

    #[wasm_bindgen(method, getter, js_name = contentType)]
    fn content_type(this: &Head) -> Option<String>;

    #[wasm_bindgen(method, getter, js_name = requestId)]
    fn request_id(this: &Head) -> Option<String>;

    #[wasm_bindgen(method, getter, js_name = retryAfter)]
    fn retry_after(this: &Head) -> Option<String>;

    #[wasm_bindgen(method, getter, js_name = wwwAuthenticate)]
    fn www_authenticate(this: &Head) -> Option<String>;

    /// The body of a response. It is parsed by the facade: only what is needed of it comes in here.
    type Content;

    /// How many UTF-16 code units it has.
    #[wasm_bindgen(method, getter)]
    fn length(this: &Content) -> f64;

    /// The value that it is the JSON of, or its text.
    #[wasm_bindgen(method, getter)]
    fn value(this: &Content) -> JsValue;

    /// What `JSON.parse` threw; `undefined` for what is JSON.
    #[wasm_bindgen(method, getter)]
    fn unparsed(this: &Content) -> JsValue;
}

/// The world of one call.
pub(super) struct Browser {
    call: Call,
    mailbox: Mailbox,
}

impl Browser {
    pub(super) fn new(call: Call) -> Self {
        Self { call, mailbox: Mailbox::default() }
    }

    /// Where the answers to what is asked of the call have to be put.
    pub(super) fn mailbox(&self) -> Mailbox {
        self.mailbox.clone()
    }

    pub(super) fn call(&self) -> &Call {
        &self.call
    }

    /// What `fetch` is told, beside the URL.
    fn init(request: &Request, token: &Token, client_request_id: &str) -> Object {
        let fresh = [
            ("Authorization", JsValue::from(token.authorization().as_str())),
            ("client-request-id", client_request_id.into()),
        ];
        let own = request.headers().iter().map(|(name, value)| (*name, JsValue::from(*value)));
        let init = object([
            ("method", request.method.as_str().into()),
            ("headers", object(fresh.into_iter().chain(own)).into()),
            ("credentials", "omit".into()),
            ("redirect", "error".into()),
            ("referrerPolicy", "no-referrer".into()),
            ("cache", "no-store".into()),
        ]);
        if let Some(body) = &request.body {
            set(&init, "body", &body.into());
        }
        init
    }

    fn lost(&self, cause: JsValue) -> NoAnswer<JsValue> {
        match self.interruption() {
            Some(interruption) => NoAnswer::Interrupted(interruption),
            None if self.call.late() => NoAnswer::Late,
            None => NoAnswer::ConnectionLost(cause),
        }
    }
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

/// The same for JavaScript.
#[expect(clippy::cast_precision_loss, reason = "that is what is wanted")]
fn number_of(millis: i64) -> f64 {
    millis as f64
}

/// Milliseconds for JavaScript, which takes whole numbers up to 2^53: longer than anything is waited for.
#[expect(clippy::cast_precision_loss, reason = "that is what is wanted")]
fn number(millis: u64) -> f64 {
    millis as f64
}

impl World for Browser {
    type Cause = JsValue;

    fn now(&self) -> Timestamp {
        Timestamp::from_millis(millis(Date::now()))
    }

    fn elapsed(&self) -> u64 {
        millis(self.call.elapsed())
    }

    fn remaining(&self) -> u64 {
        millis(self.call.remaining())
    }

    fn random(&self) -> [u8; 16] {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of f64 saturates")]
        // `crypto.randomUUID` is missing on pages without https; an id for tracing needs no secrecy.
        std::array::from_fn(|_| (Math::random() * 256.0) as u8)
    }

    fn fold(&self, text: &str) -> String {
        self.call.fold(text)
    }

    fn is_offline(&self) -> bool {
        self.call.offline()
    }

    fn interruption(&self) -> Option<Interruption<JsValue>> {
        self.call.aborted().then(|| {
            if self.call.timed_out() { Interruption::TimedOut } else { Interruption::Aborted(self.call.reason()) }
        })
    }

    fn gate(&self) -> Gate {
        Gate { closed_until: millis(self.call.closed_until()), whole_at: millis(self.call.whole_at()) }
    }

    fn set_gate(&self, gate: Gate) {
        self.call.set_closed_until(number(gate.closed_until));
        self.call.set_whole_at(number(gate.whole_at));
    }

    fn ahead(&self) -> Option<(i64, i64)> {
        let (low, high) = (self.call.ahead_low(), self.call.ahead_high());
        (!low.is_nan()).then(|| (signed(low), signed(high)))
    }

    fn set_ahead(&self, (low, high): (i64, i64)) {
        self.call.set_ahead(number_of(low), number_of(high));
    }

    fn tell(&self, event: &Event<'_>) {
        let ticket = event.ticket.map(super::settlement::json);
        self.call.tell(event.name, event.reason, event.status, event.wait.map(number), ticket);
    }

    async fn sleep(&self, millis: u64) {
        self.call.sleep(number(millis));
        // It fails when the call is interrupted, which whoever waits asks for next.
        let _ = self.mailbox.answer().await;
    }

    async fn token(&self, request: &TokenRequest<'_>) -> Result<String, NoToken<JsValue>> {
        let TokenRequest { scope, reason, claims } = request;
        self.call.get_token(scope, reason.as_str(), *claims, reason.is_renewal());
        match self.mailbox.answer().await {
            Ok(token) => token.as_string().ok_or(NoToken::NotAString),
            Err(cause) => Err(match self.interruption() {
                Some(interruption) => NoToken::Interrupted(interruption),
                None => NoToken::Failed(cause),
            }),
        }
    }

    async fn send(
        &self,
        request: &Request,
        token: &Token,
        client_request_id: &str,
        within: u64,
    ) -> Result<Received<JsValue>, NoAnswer<JsValue>> {
        let init = Self::init(request, token, client_request_id);
        self.call.fetch(&request.url, &init, number(within));
        let head: Head = self.mailbox.answer().await.map_err(|cause| self.lost(cause))?.unchecked_into();
        let response = Response {
            status: head.status(),
            request_id: head.request_id(),
            retry_after: head.retry_after(),
            www_authenticate: head.www_authenticate(),
            body: Body::Empty,
        };
        let mut received = Received { response, body: None, lost: None, unparsed: None };
        self.call.text();
        match self.mailbox.answer().await.map(Content::unchecked_from_js) {
            Ok(content) if content.length() == 0.0 => {}
            Ok(content) => {
                let (value, unparsed) = (content.value(), content.unparsed());
                received.response.body = if unparsed.is_undefined() {
                    Body::json(head.content_type().as_deref(), content.length(), || from_js(&value))
                } else {
                    Body::Text
                };
                received.body = Some(value);
                received.unparsed = Some(unparsed).filter(|thrown| !thrown.is_undefined());
            }
            Err(cause) => {
                received.response.body = Body::Lost;
                received.lost = Some(self.lost(cause));
            }
        }
        Ok(received)
    }

    async fn enter(&self, room: &str) -> Option<Entered> {
        self.call.enter(room);
        let entry: Entry = self.mailbox.answer().await.ok()?.unchecked_into();
        let note = Some(from_js(&entry.note())).filter(|note| *note != Value::Undefined);
        Some(Entered { waited: entry.waited(), note, age: millis(entry.age()) })
    }

    fn leave(&self, room: &str, note: Option<String>) {
        self.call.leave(room, note);
    }

    fn forget(&self, id: &str) {
        self.call.forget(id);
    }
}

fn object(properties: impl IntoIterator<Item = (&'static str, JsValue)>) -> Object {
    let object = Object::new();
    for (name, value) in properties {
        set(&object, name, &value);
    }
    object
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // Only a Proxy or a frozen object could refuse, and this is our own.
    let _ = Reflect::set(object, &name.into(), value);
}
