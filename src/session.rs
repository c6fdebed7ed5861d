//! One call's conversation with Graph: pauses, tokens, requests, and what came back, for the ledger and for the
//! procedures.

use maybe_async::maybe_async;

use crate::attempt::{Attempt, AttemptResult, Purpose, Reason};
use crate::back_off;
use crate::cloud::GraphRoot;
use crate::error::{Answer, Doubt, Error, NetworkProblem};
use crate::event::Event;
use crate::graph::answer::{self, Meaning};
use crate::http::{Request, Response};
use crate::server_clock::ServerClock;
use crate::text::push_hex;
use crate::ticket::Ticket;
use crate::token::{Token, TokenProblem, TokenRequest, TokenRequestReason};
use crate::wiped::{Left, left, text};
use crate::world::{Interruption, NoAnswer, NoToken, Received, World};

/// Why a call ended without a value. (One pointer, because every function between here and there hands it on.)
#[derive(Debug)]
pub(crate) struct Stop<C>(pub(crate) Left<Box<Failure<C>>>);

/// An error with what the host gave of it, which goes back to the caller as it came.
#[derive(Debug)]
pub(crate) struct Failure<C> {
    /// What went wrong. `None` where the call was aborted while nothing was in doubt: the caller gets the reason as it is.
    pub(crate) error: Option<Error>,
    /// The host's own reason.
    pub(crate) cause: Option<C>,
    /// The host's own value of the answer's body.
    pub(crate) body: Option<C>,
}

impl<C> Stop<C> {
    #[inline(never)]
    pub(crate) fn failed(error: Error, cause: Option<C>, body: Option<C>) -> Self {
        Self(left(Box::new(Failure { error: Some(error), cause, body })))
    }

    #[inline(never)]
    pub(crate) fn aborted(reason: C) -> Self {
        Self(left(Box::new(Failure { error: None, cause: Some(reason), body: None })))
    }

    /// Whether it is the caller who ended it.
    pub(crate) fn is_aborted(&self) -> bool {
        self.0.error.is_none()
    }

    /// What went wrong, if something did.
    pub(crate) fn error(&self) -> Option<&Error> {
        self.0.error.as_ref()
    }

    /// The status with which Graph refused or failed.
    pub(crate) fn graph_status(&self) -> Option<u16> {
        match self.error()? {
            Error::Graph(answer, _) => answer.status,
            _ => None,
        }
    }
}

impl<C> From<Error> for Stop<C> {
    fn from(error: Error) -> Self {
        Self::failed(error, None, None)
    }
}

/// What became of a request that was sent.
#[derive(Debug)]
pub(crate) struct Exchange<C> {
    /// What the answer means; `None` where no status arrived.
    pub(crate) meaning: Option<Meaning>,
    /// What could be read of the answer, for an error that tells of it.
    pub(crate) answer: Box<Answer>,
    response: Option<Box<Response>>,
    /// The host's own value of the answer's body.
    pub(crate) body: Option<C>,
    lost: Option<NoAnswer<C>>,
    unparsed: Option<C>,
}

impl<C> Exchange<C> {
    /// The value of a successful answer, by the endpoint's reading of it.
    pub(crate) fn value<T>(&self, read: impl FnOnce(&Response) -> Option<T>) -> Option<T> {
        self.response.as_deref().filter(|_| self.meaning == Some(Meaning::Success)).and_then(read)
    }

    /// The failure that the answer itself tells of.
    #[expect(clippy::boxed_local, reason = "unboxed it would be copied")]
    pub(crate) fn fail(self: Box<Self>, error: impl FnOnce(Box<Answer>) -> Error) -> Stop<C> {
        let Self { answer, body, .. } = *self;
        Stop::failed(error(answer), None, body)
    }

    /// Why there is no value where there could be one; the ledger is told too.
    pub(crate) fn doubt(&mut self, ledger: &mut [Attempt]) -> (Doubt, Option<C>) {
        let (doubt, cause) = match self.lost.take() {
            None => (Doubt::Unreadable, self.unparsed.take()),
            Some(NoAnswer::ConnectionLost(cause)) => (Doubt::ConnectionLost, Some(cause)),
            Some(NoAnswer::Late | NoAnswer::Interrupted(Interruption::TimedOut)) => (Doubt::TimedOut, None),
            Some(NoAnswer::Interrupted(Interruption::Aborted(reason))) => (Doubt::Aborted, Some(reason)),
        };
        let failed = self.meaning == Some(Meaning::Ambiguous);
        let doubt = if failed && !matches!(doubt, Doubt::Aborted) { Doubt::ServerError } else { doubt };
        // Why an answer that is a failure anyway is no JSON explains nothing.
        let cause = cause.filter(|_| doubt != Doubt::ServerError);
        if let Some(attempt) = ledger.last_mut() {
            attempt.result = doubt.into();
        }
        (doubt, cause)
    }
}

/// What is sent, and for what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ask<'a> {
    pub(crate) request: &'a Request,
    pub(crate) purpose: Purpose,
    pub(crate) reason: Reason,
    /// How long to wait for the answer at most, in milliseconds.
    pub(crate) within: u64,
    /// What settles a create, for those who are told that it is about to be sent.
    pub(crate) ticket: Option<&'a Ticket>,
}

/// How long a read waits for its answer.
pub(crate) const READ_WITHIN: u64 = 20_000;

/// One call's conversation with Graph.
pub(crate) struct Session<'a, W: World> {
    pub(crate) world: &'a W,
    pub(crate) root: &'a GraphRoot,
    /// Every request that was sent.
    pub(crate) ledger: Vec<Attempt>,
    /// What the service's answers told of its clock.
    pub(crate) clock: ServerClock,
    scope: String,
    /// When the call began, by both clocks.
    began: (u64, u64),
    /// The token of the last request.
    token: Option<Token>,
    waited: u64,
    throttled: u32,
    hurried_until: Option<u64>,
    /// How many forms of looking Graph has refused.
    pub(crate) refused_forms: usize,
    /// When the last request was sent, by [`World::elapsed`].
    pub(crate) sent: u64,
    /// When the first one was sent since this was cleared.
    pub(crate) first_sent: Option<u64>,
}

impl<'a, W: World> Session<'a, W> {
    pub(crate) fn new(world: &'a W, root: &'a GraphRoot) -> Self {
        let (ledger, clock, scope) = (Vec::new(), ServerClock::default(), root.scope());
        let began = (world.now().as_millis(), world.elapsed());
        let (token, hurried_until, refused_forms, waited, throttled, sent) = (None, None, 0, 0, 0, 0);
        Self {
            world,
            root,
            ledger,
            clock,
            scope,
            began,
            token,
            waited,
            throttled,
            hurried_until,
            refused_forms,
            sent,
            first_sent: None,
        }
    }

    /// Sends a request: waits while the client's gate is closed, gets a token, sends, and once more with a new token
    /// if Graph did not take the first one. What was sent is put on the ledger.
    ///
    /// # Errors
    ///
    /// Only what came before the request was sent, or before it was sent again because it was refused for its token:
    /// nothing of it was carried out.
    #[maybe_async]
    pub(crate) async fn exchange(&mut self, ask: Ask<'_>) -> Result<Box<Exchange<W::Cause>>, Stop<W::Cause>> {
        if let Some(until) = self.hurried_until {
            return self.glance(ask, until).await;
        }
        let mut reason = if self.ledger.is_empty() { TokenRequestReason::Initial } else { TokenRequestReason::Retry };
        let mut claims = None;
        let mut ask = ask;
        let mut refused = None;
        loop {
            self.pass().await?;
            let token = self.get_token(reason, claims.as_deref()).await?;
            // The callback may have taken its time.
            self.pass().await?;
            if let Some(exchange) = refused.take()
                && self.token.as_ref() == Some(&token)
            {
                // The same one again would be refused again.
                return Ok(exchange);
            }
            let exchange = self.send(ask, token).await?;
            if (exchange.answer.status != Some(401) && exchange.answer.claims.is_none()) || reason.is_renewal() {
                return Ok(exchange);
            }
            claims = exchange.answer.claims.clone();
            (reason, ask.reason) = match claims {
                Some(_) => (TokenRequestReason::ClaimsChallenge, Reason::ClaimsChallenge),
                None => (TokenRequestReason::Unauthorized, Reason::Unauthorized),
            };
            refused = Some(exchange);
        }
    }

    /// From now on sends only what can be sent at once, with the last token, and for so long: reads right behind an
    /// answer that is known already.
    pub(crate) fn hurry(&mut self, millis: u64) {
        self.hurried_until = Some(self.world.elapsed().saturating_add(millis));
    }

    /// Whether there will still be time for that after so long.
    pub(crate) fn is_hurried(&self, millis: u64) -> bool {
        self.hurried_until.is_some_and(|until| self.world.elapsed().saturating_add(millis) < until)
    }

    /// Sends a request if that can be done at once.
    #[maybe_async]
    async fn glance(&mut self, ask: Ask<'_>, until: u64) -> Result<Box<Exchange<W::Cause>>, Stop<W::Cause>> {
        self.interrupted()?;
        self.reach()?;
        let now = self.world.elapsed();
        match &self.token {
            Some(token) if self.world.gate().closed_until <= now && now < until => {
                let (token, within) = (token.clone(), until - now);
                self.send(Ask { within, ..ask }, token).await
            }
            _ => Err(Error::Network(NetworkProblem::TimedOut).into()),
        }
    }

    #[maybe_async]
    async fn send(&mut self, ask: Ask<'_>, token: Token) -> Result<Box<Exchange<W::Cause>>, Stop<W::Cause>> {
        let world = self.world;
        let client_request_id = text(guid(world.random()));
        let name = match ask.purpose {
            Purpose::Create | Purpose::Update | Purpose::Delete => "sending",
            Purpose::LookUp => "lookingUp",
            Purpose::Read => "reading",
        };
        world.tell(&Event { name, reason: Some(ask.reason.as_str()), ticket: ask.ticket, ..Event::default() });
        // Who is told may have aborted the call.
        self.interrupted()?;
        let (started_at, began) = (world.now(), world.elapsed());
        self.sent = began;
        self.first_sent.get_or_insert(began);
        let sent = world.send(ask.request, &token, &client_request_id, ask.within.min(world.remaining())).await;
        let exchange = Box::new(match sent {
            Ok(Received { response, body, lost, unparsed }) => Exchange {
                meaning: Some(answer::meaning(&response)),
                answer: Box::new(answer::read(&response, client_request_id.clone(), world.now())),
                response: Some(response),
                body,
                lost,
                unparsed,
            },
            Err(lost) => {
                let mut answer = Box::<Answer>::default();
                answer.client_request_id = Some(client_request_id.clone());
                Exchange { meaning: None, answer, response: None, body: None, lost: Some(lost), unparsed: None }
            }
        });
        let (wall, elapsed) = (world.now().as_millis(), world.elapsed());
        self.clock.observe(exchange.answer.date.as_deref(), began, elapsed);
        self.clock.check(wall.abs_diff(self.began.0), elapsed.saturating_sub(self.began.1));
        self.ledger.push(Attempt {
            purpose: ask.purpose,
            reason: ask.reason,
            waited_ms: std::mem::take(&mut self.waited),
            started_at,
            client_request_id,
            request_id: exchange.answer.request_id.clone(),
            status: exchange.answer.status,
            result: exchange.meaning.map_or(AttemptResult::ConnectionLost, AttemptResult::from),
        });
        self.learn(&exchange);
        self.token = Some(token);
        Ok(exchange)
    }

    /// What an answer says of the service as a whole: a pause that it asks for is for all calls of the client.
    fn learn(&mut self, exchange: &Exchange<W::Cause>) {
        let (wait, status) = (exchange.answer.wait, exchange.answer.status);
        let throttled = exchange.meaning == Some(Meaning::Throttled);
        if throttled || (wait.is_some() && exchange.meaning == Some(Meaning::Ambiguous)) {
            let own = self.back_off(self.throttled);
            self.throttled = self.throttled.saturating_add(1);
            let mut gate = self.world.gate();
            // Not more than once a second, whatever Graph says.
            gate.close(self.world.elapsed().saturating_add(wait.unwrap_or(own).max(back_off::LEAST)));
            self.world.set_gate(gate);
        }
        match exchange.meaning {
            Some(Meaning::Throttled) => self.tell("throttled", None, status),
            Some(Meaning::Refused) => self.tell("refused", None, status),
            _ => {}
        }
    }

    /// Waits until a request may be sent, and can be.
    #[maybe_async]
    async fn pass(&mut self) -> Result<(), Stop<W::Cause>> {
        self.rest().await?;
        self.reach()
    }

    /// Waits while the gate is closed, which it may be again when the wait is over.
    #[maybe_async]
    pub(crate) async fn rest(&mut self) -> Result<(), Stop<W::Cause>> {
        loop {
            self.interrupted()?;
            let wait = self.closed();
            if wait == 0 {
                return Ok(());
            }
            let remaining = self.world.remaining();
            if wait >= remaining {
                return Err(self.throttled_for(wait));
            }
            // Not all at once when it opens, but none too late: a tenth, and two seconds at most.
            let most = (wait / 10).min(2_000).min(remaining - wait - 1);
            let spread = back_off::part(most, self.world.random());
            self.pause(wait.saturating_add(spread), Reason::Throttled).await?;
        }
    }

    /// Waits on purpose.
    #[maybe_async]
    pub(crate) async fn pause(&mut self, millis: u64, reason: Reason) -> Result<(), Stop<W::Cause>> {
        let began = self.world.elapsed();
        let event = Event { name: "waiting", reason: Some(reason.as_str()), wait: Some(millis), ..Event::default() };
        self.world.tell(&event);
        loop {
            let waited = self.world.elapsed().saturating_sub(began);
            if waited >= millis {
                self.waited = self.waited.saturating_add(waited);
                return Ok(());
            }
            self.world.sleep((millis - waited).min(LONGEST_SLEEP)).await;
            self.interrupted()?;
        }
    }

    /// How long to wait after so many failures before this one.
    pub(crate) fn back_off(&self, failures: u32) -> u64 {
        back_off::pause(failures, self.world.random())
    }

    /// How long nothing may be sent yet, in milliseconds.
    pub(crate) fn closed(&self) -> u64 {
        self.world.gate().closed_until.saturating_sub(self.world.elapsed())
    }

    /// What a call ends as that cannot wait so long for Graph.
    pub(crate) fn throttled_for(&self, wait: u64) -> Stop<W::Cause> {
        let mut answer = Box::<Answer>::default();
        answer.retry_at = Some(self.world.now().after(wait));
        Error::Throttled(answer, None).into()
    }

    /// What a call ends as that learned nothing from its last answer.
    pub(crate) fn untold(&self) -> Stop<W::Cause> {
        let mut answer = Box::<Answer>::default();
        answer.status = self.ledger.last().and_then(|attempt| attempt.status);
        Error::Response(answer).into()
    }

    /// Tells whoever listens.
    pub(crate) fn tell(&self, name: &'static str, reason: Option<&'static str>, status: Option<u16>) {
        self.world.tell(&Event { name, reason, status, ..Event::default() });
    }

    /// Takes a retry out of the client's budget.
    pub(crate) fn spend(&self) -> bool {
        let mut gate = self.world.gate();
        let left = gate.spend(self.world.elapsed());
        self.world.set_gate(gate);
        left
    }

    #[maybe_async]
    async fn get_token(&mut self, reason: TokenRequestReason, claims: Option<&str>) -> Result<Token, Stop<W::Cause>> {
        let request = TokenRequest { scope: &self.scope, reason, claims };
        let text = self.world.token(&request).await.map_err(|failure| match failure {
            NoToken::Failed(cause) => Stop::failed(Error::Token(TokenProblem::Failed), Some(cause), None),
            NoToken::NotAString => Error::Token(TokenProblem::NotAString).into(),
            NoToken::Interrupted(Interruption::Aborted(reason)) => Stop::aborted(reason),
            NoToken::Interrupted(Interruption::TimedOut) => Error::Token(TokenProblem::TimedOut).into(),
        })?;
        Token::new(text).map_err(|problem| Error::Token(problem).into())
    }

    /// Whether the host knows a way.
    fn reach(&self) -> Result<(), Stop<W::Cause>> {
        if self.world.is_offline() && !self.root.is_loopback() {
            return Err(Error::Network(NetworkProblem::Offline).into());
        }
        Ok(())
    }

    /// Whether the call may go on.
    fn interrupted(&self) -> Result<(), Stop<W::Cause>> {
        match self.world.interruption() {
            Some(Interruption::Aborted(reason)) => Err(Stop::aborted(reason)),
            Some(Interruption::TimedOut) => Err(Error::Network(NetworkProblem::TimedOut).into()),
            None => Ok(()),
        }
    }
}

/// Timers take no more than 31 bits of milliseconds; less keeps a wait close to the clock if a timer oversleeps.
const LONGEST_SLEEP: u64 = 60_000;

impl From<Meaning> for AttemptResult {
    fn from(meaning: Meaning) -> Self {
        match meaning {
            Meaning::Success => Self::Succeeded,
            Meaning::Throttled => Self::Throttled,
            Meaning::Conflict | Meaning::Refused => Self::Refused,
            Meaning::Ambiguous => Self::ServerError,
        }
    }
}

impl From<Doubt> for AttemptResult {
    fn from(doubt: Doubt) -> Self {
        match doubt {
            Doubt::ServerError => Self::ServerError,
            Doubt::ConnectionLost => Self::ConnectionLost,
            Doubt::TimedOut => Self::TimedOut,
            Doubt::Aborted => Self::Aborted,
            Doubt::Unreadable => Self::Unreadable,
            Doubt::Throttled => Self::Throttled,
            Doubt::Conflict | Doubt::LookFailed => Self::Refused,
        }
    }
}

/// A random (version 4) UUID, as Graph wants it in `client-request-id`: fresh for each request.
///
/// Source: <https://learn.microsoft.com/graph/best-practices-concept>
fn guid(mut random: [u8; 16]) -> String {
    let [_, _, _, _, _, _, version, _, variant, ..] = &mut random;
    *version = *version & 0x0f | 0x40;
    *variant = *variant & 0x3f | 0x80;
    let mut text = String::with_capacity(36);
    for (at, byte) in random.into_iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        push_hex(&mut text, byte, b'a');
    }
    text
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
