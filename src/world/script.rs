//! A world for tests: everything that happens in it is written down beforehand. Its clock moves only when a call
//! waits, for its own sake or for an answer.

pub(crate) mod answers;
pub(crate) mod lines;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;

use super::{Entered, Interruption, NoAnswer, NoToken, Received, World};
use crate::event::Event;
use crate::gate::Gate;
use crate::http::Request;
use crate::ticket::Ticket;
use crate::time::Timestamp;
use crate::token::{Token, TokenRequest};

/// What the host gives as reasons and as bodies: in these tests a name is enough.
pub(crate) type Cause = &'static str;

/// What happens next to a request.
pub(crate) type Step = Result<Received<Cause>, NoAnswer<Cause>>;

/// Makes what happens to a request, for what happens several times.
pub(crate) type Fate = fn() -> Step;

/// What the token callback gives.
pub(crate) type TokenStep = Result<String, NoToken<Cause>>;

/// At which moment the call is interrupted, and by what.
pub(crate) type InterruptedAt = (usize, fn() -> Interruption<Cause>);

/// When the time on the wall clock is in these tests: 2026-11-18T11:06:40Z.
pub(crate) const NOW: u64 = 1_795_000_000_000;

/// When it is on the clock that only goes forward, so that there is a time before the call.
pub(crate) const BEGAN: u64 = 1_000_000;

/// A request that was sent. Its times are since the call began.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) request: Request,
    pub(crate) client_request_id: String,
    /// The value of its `Authorization` header.
    pub(crate) authorization: String,
    /// When it was sent.
    pub(crate) at: u64,
    /// When its answer came, or when none was waited for any more.
    pub(crate) answered_at: u64,
    /// How long its answer was to be waited for.
    pub(crate) within: u64,
}

/// A world that follows a script, and remembers what was sent and told.
pub(crate) struct Script {
    /// What the token callback gives, one after the other; then it is the same one, or a new one where that is asked for.
    pub(crate) tokens: RefCell<VecDeque<TokenStep>>,
    /// What the token callback was asked for: the reason and the claims.
    pub(crate) asked_for: RefCell<Vec<(&'static str, Option<String>)>>,
    /// What happens while a token or an answer is waited for.
    pub(crate) meanwhile: fn(&Self),
    /// What becomes of the requests, one after the other.
    pub(crate) steps: RefCell<VecDeque<Step>>,
    /// How long the so-many-th request takes; the others take no time.
    pub(crate) takes: BTreeMap<usize, u64>,
    /// When the host says that it is offline.
    pub(crate) offline: Range<u64>,
    /// From which moment on the call is interrupted. A moment is whatever could be interrupted.
    pub(crate) interrupted_at: Option<InterruptedAt>,
    /// How many moments there were.
    pub(crate) moments: Cell<usize>,
    /// Whether the call has been interrupted.
    pub(crate) interrupted: Cell<bool>,
    /// The requests that were sent.
    pub(crate) sent: RefCell<Vec<Sent>>,
    /// The steps that were told: name, reason, status, wait, and the known ids of a ticket.
    pub(crate) told: RefCell<Vec<String>>,
    /// How much time has passed since the call began; so are all times in a script.
    pub(crate) elapsed: Cell<u64>,
    /// How long the call slept each time.
    pub(crate) slept: RefCell<Vec<u64>>,
    /// When the wall clock is set forward, and by how much.
    pub(crate) jump: Option<(u64, u64)>,
    /// How long the call may take.
    pub(crate) timeout: u64,
    /// What chance gives, where it matters: all of what is possible, or none of it.
    pub(crate) chance: u16,
    /// How often chance was asked.
    pub(crate) drawn: Cell<u64>,
    /// What the client knows of the service.
    pub(crate) gate: Cell<Gate>,
    /// What it knows of the service's clock.
    pub(crate) ahead: Cell<Option<(i64, i64)>>,
    /// What the call finds in its room.
    pub(crate) entered: RefCell<Option<Entered>>,
    /// The rooms that it left, with the notes.
    pub(crate) left: RefCell<Vec<(String, Option<String>)>>,
    /// The packages of which no note speaks any more.
    pub(crate) forgotten: RefCell<Vec<String>>,
}

impl Default for Script {
    fn default() -> Self {
        Self {
            tokens: RefCell::default(),
            asked_for: RefCell::default(),
            meanwhile: |_| {},
            steps: RefCell::default(),
            takes: BTreeMap::default(),
            offline: 0..0,
            interrupted_at: None,
            moments: Cell::default(),
            interrupted: Cell::default(),
            sent: RefCell::default(),
            told: RefCell::default(),
            elapsed: Cell::default(),
            slept: RefCell::default(),
            jump: None,
            timeout: 100_000,
            chance: u16::MAX,
            drawn: Cell::default(),
            gate: Cell::default(),
            ahead: Cell::default(),
            entered: RefCell::new(Some(Entered::default())),
            left: RefCell::default(),
            forgotten: RefCell::default(),
        }
    }
}

impl Script {
    /// A world in which the requests meet these fates.
    pub(crate) fn new(steps: impl IntoIterator<Item = Step>) -> Self {
        Self { steps: RefCell::new(steps.into_iter().collect()), ..Self::default() }
    }

    /// The same with what the token callback gives.
    pub(crate) fn with_tokens(self, tokens: impl IntoIterator<Item = TokenStep>) -> Self {
        Self { tokens: RefCell::new(tokens.into_iter().collect()), ..self }
    }

    /// The URLs of the requests that were sent, from behind the root and the version of Graph.
    pub(crate) fn paths(&self) -> Vec<String> {
        let path = |sent: &Sent| sent.request.url.split_once("/v1.0/").expect("a URL of v1.0").1.into();
        self.sent.borrow().iter().map(path).collect()
    }

    /// What the token callback was asked for, each with its claims.
    pub(crate) fn asked_for(&self) -> Vec<String> {
        let line = |(reason, claims): &(&'static str, Option<String>)| {
            claims.as_deref().map_or(String::from(*reason), |claims| [*reason, " ", claims].concat())
        };
        self.asked_for.borrow().iter().map(line).collect()
    }

    /// The steps that were told of, without those before them.
    pub(crate) fn told(&self) -> Vec<String> {
        self.told.take()
    }

    /// The token that was issued last: each renewal issues another one.
    fn token_now(&self) -> String {
        let is_renewal = |(reason, _): &&(&str, Option<String>)| ["unauthorized", "claimsChallenge"].contains(reason);
        ["token", &"+".repeat(self.asked_for.borrow().iter().filter(is_renewal).count())].concat()
    }

    /// The next moment: whether the call is interrupted in it.
    fn moment(&self) -> Option<Interruption<Cause>> {
        let before = self.moments.replace(self.moments.get() + 1);
        assert!(before < 10_000, "whoever never comes to an end turns in circles");
        let planned = self.interrupted_at.filter(|(at, _)| *at <= before).map(|(_, make)| make());
        let interruption = planned.or((self.remaining() == 0).then_some(Interruption::TimedOut));
        self.interrupted.set(self.interrupted.get() || interruption.is_some());
        interruption
    }
}

impl World for Script {
    type Cause = Cause;

    fn now(&self) -> Timestamp {
        let elapsed = self.elapsed.get();
        let ahead = self.jump.filter(|(at, _)| *at <= elapsed).map_or(0, |(_, by)| by);
        Timestamp::from_millis(NOW + elapsed + ahead)
    }

    fn elapsed(&self) -> u64 {
        BEGAN + self.elapsed.get()
    }

    fn remaining(&self) -> u64 {
        self.timeout.saturating_sub(self.elapsed.get())
    }

    fn random(&self) -> [u8; 16] {
        let drawn = self.drawn.replace(self.drawn.get() + 1);
        let mut random = [0; 16];
        random[..2].copy_from_slice(&self.chance.to_le_bytes());
        random[8..].copy_from_slice(&drawn.to_be_bytes());
        random
    }

    fn fold(&self, text: &str) -> String {
        text.to_lowercase()
    }

    fn is_offline(&self) -> bool {
        self.offline.contains(&self.elapsed.get())
    }

    fn interruption(&self) -> Option<Interruption<Cause>> {
        self.moment()
    }

    fn gate(&self) -> Gate {
        self.gate.get()
    }

    fn set_gate(&self, gate: Gate) {
        self.gate.set(gate);
    }

    fn ahead(&self) -> Option<(i64, i64)> {
        self.ahead.get()
    }

    fn set_ahead(&self, ahead: (i64, i64)) {
        self.ahead.set(Some(ahead));
    }

    fn tell(&self, event: &Event<'_>) {
        let Event { name, reason, status, wait, ticket } = *event;
        let words = [
            Some(String::from(name)),
            reason.map(String::from),
            status.map(|status| status.to_string()),
            wait.map(|wait| wait.to_string()),
            ticket.map(|ticket: &Ticket| lines::ticket(ticket)),
        ];
        self.told.borrow_mut().push(words.into_iter().flatten().collect::<Vec<_>>().join(" "));
    }

    async fn sleep(&self, millis: u64) {
        assert!(millis > 0, "whoever waits for nothing turns in circles");
        self.slept.borrow_mut().push(millis);
        if self.moment().is_none() {
            self.elapsed.set(self.elapsed.get() + millis.min(self.remaining()));
        }
    }

    async fn token(&self, request: &TokenRequest<'_>) -> Result<String, NoToken<Cause>> {
        assert!(request.scope.ends_with("/EntitlementManagement.ReadWrite.All"), "{}", request.scope);
        self.asked_for.borrow_mut().push((request.reason.as_str(), request.claims.map(String::from)));
        (self.meanwhile)(self);
        match self.moment() {
            Some(interruption) => Err(NoToken::Interrupted(interruption)),
            None => self.tokens.borrow_mut().pop_front().unwrap_or_else(|| Ok(self.token_now())),
        }
    }

    async fn send(&self, request: &Request, token: &Token, client_request_id: &str, within: u64) -> Step {
        assert!(!self.interrupted.get(), "nothing is sent after an interruption");
        let at = self.elapsed.get();
        let number = self.sent.borrow().len();
        self.sent.borrow_mut().push(Sent {
            request: request.clone(),
            client_request_id: client_request_id.into(),
            authorization: token.authorization().as_str().into(),
            at,
            answered_at: at,
            within,
        });
        let step = self.steps.borrow_mut().pop_front().expect("a request more than the script has");
        let late = matches!(step, Err(NoAnswer::Late));
        let takes = if late { within } else { self.takes.get(&number).copied().unwrap_or(0) };
        let interruption = self.moment();
        if interruption.is_none() {
            self.elapsed.set(at + takes.min(within).min(self.remaining()));
        }
        self.sent.borrow_mut()[number].answered_at = self.elapsed.get();
        (self.meanwhile)(self);
        let over = (self.remaining() == 0 && takes > 0).then_some(Interruption::TimedOut);
        match interruption.or(over) {
            Some(interruption) => Err(NoAnswer::Interrupted(interruption)),
            None if takes >= within && takes > 0 => Err(NoAnswer::Late),
            None => step,
        }
    }

    async fn enter(&self, _: &str) -> Option<Entered> {
        if self.moment().is_some() { None } else { self.entered.take() }
    }

    fn leave(&self, room: &str, note: Option<String>) {
        self.left.borrow_mut().push((room.into(), note));
    }

    fn forget(&self, id: &str) {
        self.forgotten.borrow_mut().push(id.into());
    }
}
