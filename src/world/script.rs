//! A world for tests: everything that happens in it is written down beforehand.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use super::{Interruption, NoAnswer, NoToken, Received, World};
use crate::http::{Body, Request, Response};
use crate::time::Timestamp;
use crate::token::Token;

/// What the host gives as reasons and as bodies: in these tests a name is enough.
pub(crate) type Cause = &'static str;

/// What happens next to a request.
pub(crate) type Step = Result<Received<Cause>, NoAnswer<Cause>>;

/// What the token callback gives.
pub(crate) type TokenStep = Result<String, NoToken<Cause>>;

/// How often the call asks before it is interrupted, and by what.
pub(crate) type InterruptedAt = (usize, fn() -> Interruption<Cause>);

/// A world that follows a script, and remembers what was sent.
#[derive(Default)]
pub(crate) struct Script {
    /// What the token callback gives; without it the token is `token`.
    pub(crate) token: Cell<Option<TokenStep>>,
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
}

/// An answer with this status and body.
pub(crate) fn answer(status: u16, body: Body) -> Step {
    let response = Response { status, request_id: Some("from-header".into()), retry_after: None, body };
    Ok(Received { response, body: Some("the body"), lost: None, unparsed: None })
}

/// An answer with this status and JSON.
pub(crate) fn json(status: u16, json: serde_json::Value) -> Step {
    answer(status, Body::Json(json.into()))
}

/// An answer whose body broke off.
pub(crate) fn cut(status: u16, why: NoAnswer<Cause>) -> Step {
    answer(status, Body::Lost).map(|received| Received { body: None, lost: Some(why), ..received })
}

impl World for Script {
    type Cause = Cause;

    fn now(&self) -> Timestamp {
        Timestamp::from_millis(1_795_000_000_000)
    }

    fn random(&self) -> [u8; 16] {
        [0xff; 16]
    }

    fn is_offline(&self) -> bool {
        self.offline
    }

    fn interruption(&self) -> Option<Interruption<Cause>> {
        let asked = self.asked.replace(self.asked.get() + 1);
        self.interrupted_at.filter(|(at, _)| *at == asked).map(|(_, make)| make())
    }

    async fn token(&self, scope: &str) -> Result<String, NoToken<Cause>> {
        assert!(scope.ends_with("/EntitlementManagement.ReadWrite.All"), "{scope}");
        self.token.take().unwrap_or_else(|| Ok("token".into()))
    }

    async fn send(&self, request: &Request, token: &Token, client_request_id: &str) -> Step {
        assert_eq!(*token.authorization(), "Bearer token");
        self.sent.borrow_mut().push((request.clone(), client_request_id.into()));
        self.steps.borrow_mut().pop_front().expect("a request more than the script has")
    }
}
