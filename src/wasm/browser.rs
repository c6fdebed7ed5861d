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
use web_sys::AbortSignal;

use super::driver::Mailbox;
use super::value::from_js;
use crate::http::{Body, Request, Response};
use crate::time::Timestamp;
use crate::token::Token;
use crate::world::{Interruption, NoAnswer, NoToken, Received, World};

#[wasm_bindgen]
extern "C" {
    /// A call as the facade describes it.
    pub type Call;

    /// `create` or `listCatalogs`.
    #[wasm_bindgen(method, getter)]
    pub(super) fn operation(this: &Call) -> String;

    /// What a create is to make, copied to plain data.
    #[wasm_bindgen(method, getter)]
    pub(super) fn input(this: &Call) -> JsValue;

    /// The page to list, unless it is the first.
    #[wasm_bindgen(method, getter, js_name = nextLink)]
    pub(super) fn next_link(this: &Call) -> Option<String>;

    #[wasm_bindgen(method, getter)]
    pub(super) fn cloud(this: &Call) -> Option<String>;

    #[wasm_bindgen(method, getter, js_name = graphRoot)]
    pub(super) fn graph_root(this: &Call) -> Option<String>;

    /// Fires when the caller aborts or the time is over.
    #[wasm_bindgen(method, getter)]
    fn signal(this: &Call) -> AbortSignal;

    /// Whether the signal fired because the time was over.
    #[wasm_bindgen(method, getter, js_name = timedOut)]
    fn timed_out(this: &Call) -> bool;

    #[wasm_bindgen(method, getter)]
    fn offline(this: &Call) -> bool;

    /// Asks for a token; the answer fails with the signal's reason when it fires.
    #[wasm_bindgen(method, js_name = getToken)]
    fn get_token(this: &Call, scope: &str);

    /// Calls the global `fetch`, or the caller's; the answer is a [`Head`].
    #[wasm_bindgen(method)]
    fn fetch(this: &Call, url: &str, init: &Object);

    /// Asks for the body of the response to the last `fetch`; the answer is a [`Content`].
    #[wasm_bindgen(method)]
    fn text(this: &Call);

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
    fn init(&self, request: &Request, token: &Token, client_request_id: &str) -> Object {
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
            ("signal", self.call.signal().into()),
        ]);
        if let Some(body) = &request.body {
            set(&init, "body", &body.into());
        }
        init
    }

    fn lost(&self, cause: JsValue) -> NoAnswer<JsValue> {
        match self.interruption() {
            Some(interruption) => NoAnswer::Interrupted(interruption),
            None => NoAnswer::ConnectionLost(cause),
        }
    }
}

impl World for Browser {
    type Cause = JsValue;

    fn now(&self) -> Timestamp {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of f64 saturates")]
        Timestamp::from_millis(Date::now() as u64)
    }

    fn random(&self) -> [u8; 16] {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of f64 saturates")]
        // `crypto.randomUUID` is missing on pages without https; an id for tracing needs no secrecy.
        std::array::from_fn(|_| (Math::random() * 256.0) as u8)
    }

    fn is_offline(&self) -> bool {
        self.call.offline()
    }

    fn interruption(&self) -> Option<Interruption<JsValue>> {
        let signal = self.call.signal();
        signal.aborted().then(|| {
            if self.call.timed_out() { Interruption::TimedOut } else { Interruption::Aborted(signal.reason()) }
        })
    }

    async fn token(&self, scope: &str) -> Result<String, NoToken<JsValue>> {
        self.call.get_token(scope);
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
    ) -> Result<Received<JsValue>, NoAnswer<JsValue>> {
        self.call.fetch(&request.url, &self.init(request, token, client_request_id));
        let head: Head = self.mailbox.answer().await.map_err(|cause| self.lost(cause))?.unchecked_into();
        let response = Response {
            status: head.status(),
            request_id: head.request_id(),
            retry_after: head.retry_after(),
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
