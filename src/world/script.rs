//! A world for tests: everything that happens in it is written down beforehand. Its clock moves only when a call waits.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use super::{Entered, Interruption, NoAnswer, NoToken, Received, World};
use crate::event::Event;
use crate::gate::Gate;
use crate::http::{Body, Request, Response};
use crate::time::Timestamp;
use crate::token::{Token, TokenRequest};

/// What the host gives as reasons and as bodies: in these tests a name is enough.
pub(crate) type Cause = &'static str;

/// What happens next to a request.
pub(crate) type Step = Result<Received<Cause>, NoAnswer<Cause>>;

/// What the token callback gives.
pub(crate) type TokenStep = Result<String, NoToken<Cause>>;

/// How often the call asks before it is interrupted, and by what.
pub(crate) type InterruptedAt = (usize, fn() -> Interruption<Cause>);

/// When the time on the wall clock is in these tests: 2026-11-18T11:06:40Z.
pub(crate) const NOW: u64 = 1_795_000_000_000;

/// A world that follows a script, and remembers what was sent and told.
pub(crate) struct Script {
    /// What the token callback gives, one after the other; then the token is `token`.
    pub(crate) tokens: RefCell<VecDeque<TokenStep>>,
    /// What the token callback was asked for: the reason and the claims.
    pub(crate) asked_for: RefCell<Vec<(&'static str, Option<String>)>>,
    /// What becomes of the requests, one after the other.
    pub(crate) steps: RefCell<VecDeque<Step>>,
    /// Whether the host says that it is offline.
    pub(crate) offline: bool,
    /// What interrupts the call, asked for the so-many-th time.
    pub(crate) interrupted_at: Option<InterruptedAt>,
    /// How often it was asked for an interruption.
    pub(crate) asked: Cell<usize>,
    /// The requests that were sent, with the `client-request-id` of each.
    pub(crate) sent: RefCell<Vec<(Request, String)>>,
    /// When they were sent.
    pub(crate) sent_at: RefCell<Vec<u64>>,
    /// The steps that were told, with their reasons.
    pub(crate) told: RefCell<Vec<String>>,
    /// How much time has passed.
    pub(crate) elapsed: Cell<u64>,
    /// How long the call may take.
    pub(crate) timeout: u64,
    /// What the client knows of the service.
    pub(crate) gate: Cell<Gate>,
    /// What the call finds in its room.
    pub(crate) entered: RefCell<Option<Entered>>,
    /// The note that it left.
    pub(crate) left: RefCell<Option<String>>,
}

impl Default for Script {
    fn default() -> Self {
        Self {
            tokens: RefCell::default(),
            asked_for: RefCell::default(),
            steps: RefCell::default(),
            offline: false,
            interrupted_at: None,
            asked: Cell::default(),
            sent: RefCell::default(),
            sent_at: RefCell::default(),
            told: RefCell::default(),
            elapsed: Cell::default(),
            timeout: 100_000,
            gate: Cell::default(),
            entered: RefCell::new(Some(Entered::default())),
            left: RefCell::default(),
        }
    }
}

impl Script {
    /// A world in which the requests meet these fates.
    pub(crate) fn new(steps: impl IntoIterator<Item = Step>) -> Self {
        Self { steps: RefCell::new(steps.into_iter().collect()), ..Self::default() }
    }

    /// The requests that were sent, with the `client-request-id` of each.
    pub(crate) fn sent(&self) -> Vec<(Request, String)> {
        self.sent.borrow().clone()
    }

    /// The methods of the requests that were sent.
    pub(crate) fn methods(&self) -> String {
        let methods: Vec<_> = self.sent.borrow().iter().map(|(request, _)| request.method.as_str()).collect();
        methods.join(" ")
    }
}

/// An answer with this status and body.
pub(crate) fn answer(status: u16, body: Body) -> Step {
    let request_id = Some("from-header".into());
    let response = Response { status, request_id, retry_after: None, www_authenticate: None, body };
    Ok(Received { response, body: Some("the body"), lost: None, unparsed: None })
}

/// An answer with this status and JSON.
pub(crate) fn json(status: u16, json: serde_json::Value) -> Step {
    answer(status, Body::Json(json.into()))
}

/// An answer with this status and headers that Graph exposes.
pub(crate) fn with_headers(step: Step, retry_after: Option<&str>, www_authenticate: Option<&str>) -> Step {
    step.map(|mut received| {
        received.response.retry_after = retry_after.map(String::from);
        received.response.www_authenticate = www_authenticate.map(String::from);
        received
    })
}

/// An answer whose body broke off.
pub(crate) fn cut(status: u16, why: NoAnswer<Cause>) -> Step {
    answer(status, Body::Lost).map(|received| Received { body: None, lost: Some(why), ..received })
}

impl World for Script {
    type Cause = Cause;

    fn now(&self) -> Timestamp {
        Timestamp::from_millis(NOW + self.elapsed.get())
    }

    fn elapsed(&self) -> u64 {
        self.elapsed.get()
    }

    fn remaining(&self) -> u64 {
        self.timeout.saturating_sub(self.elapsed.get())
    }

    fn random(&self) -> [u8; 16] {
        [0xff; 16]
    }

    fn fold(&self, text: &str) -> String {
        text.to_lowercase()
    }

    fn is_offline(&self) -> bool {
        self.offline
    }

    fn interruption(&self) -> Option<Interruption<Cause>> {
        let asked = self.asked.replace(self.asked.get() + 1);
        let planned = self.interrupted_at.filter(|(at, _)| *at <= asked).map(|(_, make)| make());
        planned.or((self.remaining() == 0).then_some(Interruption::TimedOut))
    }

    fn gate(&self) -> Gate {
        self.gate.get()
    }

    fn set_gate(&self, gate: Gate) {
        self.gate.set(gate);
    }

    fn tell(&self, event: &Event<'_>) {
        let told = [Some(event.name), event.reason].into_iter().flatten().collect::<Vec<_>>().join(" ");
        self.told.borrow_mut().push(told);
    }

    async fn sleep(&self, millis: u64) {
        self.elapsed.set(self.elapsed.get() + millis.min(self.remaining()));
    }

    async fn token(&self, request: &TokenRequest<'_>) -> Result<String, NoToken<Cause>> {
        assert!(request.scope.ends_with("/EntitlementManagement.ReadWrite.All"), "{}", request.scope);
        self.asked_for.borrow_mut().push((request.reason.as_str(), request.claims.map(String::from)));
        self.tokens.borrow_mut().pop_front().unwrap_or_else(|| Ok("token".into()))
    }

    async fn send(&self, request: &Request, token: &Token, client_request_id: &str, within: u64) -> Step {
        assert!(token.authorization().starts_with("Bearer token"));
        self.sent.borrow_mut().push((request.clone(), client_request_id.into()));
        self.sent_at.borrow_mut().push(self.elapsed.get());
        let step = self.steps.borrow_mut().pop_front().expect("a request more than the script has");
        if matches!(step, Err(NoAnswer::Late)) {
            self.sleep(within).await;
        }
        step
    }

    async fn enter(&self, _: &str) -> Option<Entered> {
        self.entered.borrow_mut().take()
    }

    fn leave(&self, _: &str, note: Option<String>) {
        *self.left.borrow_mut() = note;
    }

    fn forget(&self, _: &str) {}
}
