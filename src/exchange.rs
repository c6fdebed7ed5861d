//! One exchange with Graph: a token, a request, and what came back, for the ledger and for the procedures.

use crate::attempt::{Attempt, AttemptResult};
use crate::cloud::GraphRoot;
use crate::error::{Answer, Doubt, Error, NetworkProblem};
use crate::graph::answer::{self, Meaning};
use crate::http::{Request, Response};
use crate::token::{Token, TokenProblem};
use crate::world::{Interruption, NoAnswer, NoToken, Received, World};

/// Why a call ended without a value.
#[derive(Debug)]
pub(crate) enum Stop<C> {
    /// It failed.
    Failed(Failure<C>),
    /// It was aborted before anything was sent: the caller gets the reason as it is.
    Aborted(C),
}

/// An error with what the host gave of it, which goes back to the caller as it came.
#[derive(Debug)]
pub(crate) struct Failure<C> {
    /// What went wrong.
    pub(crate) error: Error,
    /// The host's own reason.
    pub(crate) cause: Option<C>,
    /// The host's own value of the answer's body.
    pub(crate) body: Option<C>,
}

impl<C> From<Error> for Stop<C> {
    fn from(error: Error) -> Self {
        Self::Failed(Failure { error, cause: None, body: None })
    }
}

/// What became of a request that was sent.
#[derive(Debug)]
pub(crate) struct Exchange<C> {
    /// What the answer means; `None` where no status arrived.
    pub(crate) meaning: Option<Meaning>,
    /// What could be read of the answer, for an error that tells of it.
    pub(crate) answer: Box<Answer>,
    response: Option<Response>,
    /// The host's own value of the answer's body.
    pub(crate) body: Option<C>,
    lost: Option<NoAnswer<C>>,
    unparsed: Option<C>,
}

impl<C> Exchange<C> {
    /// The value of a successful answer, by the endpoint's reading of it.
    pub(crate) fn value<T>(&self, read: impl FnOnce(&Response) -> Option<T>) -> Option<T> {
        self.response.as_ref().filter(|_| self.meaning == Some(Meaning::Success)).and_then(read)
    }

    /// The failure that the answer itself tells of.
    pub(crate) fn fail(self, error: impl FnOnce(Box<Answer>) -> Error) -> Stop<C> {
        Stop::Failed(Failure { error: error(self.answer), cause: None, body: self.body })
    }

    /// Why there is no value where there could be one; the ledger is told too.
    pub(crate) fn doubt(&mut self, ledger: &mut [Attempt]) -> (Doubt, Option<C>) {
        let (doubt, cause) = match self.lost.take() {
            None => (Doubt::Unreadable, self.unparsed.take()),
            Some(NoAnswer::ConnectionLost(cause)) => (Doubt::ConnectionLost, Some(cause)),
            Some(NoAnswer::Interrupted(Interruption::TimedOut)) => (Doubt::TimedOut, None),
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

/// Gets a token and sends `request`, once; what was sent is put on the ledger.
///
/// # Errors
///
/// Only what came before the request was sent.
pub(crate) async fn exchange<W: World>(
    world: &W,
    root: &GraphRoot,
    request: &Request,
    ledger: &mut Vec<Attempt>,
) -> Result<Exchange<W::Cause>, Stop<W::Cause>> {
    check(world, root)?;
    let text = world.token(&root.scope()).await.map_err(|failure| match failure {
        NoToken::Failed(cause) => {
            Stop::Failed(Failure { error: Error::Token(TokenProblem::Failed), cause: Some(cause), body: None })
        }
        NoToken::NotAString => Error::Token(TokenProblem::NotAString).into(),
        NoToken::Interrupted(interruption) => interrupted(interruption),
    })?;
    let token = Token::new(text).map_err(Error::Token)?;
    // The callback may have taken its time.
    check(world, root)?;
    let client_request_id = guid(world.random());
    let started_at = world.now();
    let sent = world.send(request, &token, &client_request_id).await;
    let exchange = match sent {
        Ok(Received { response, body, lost, unparsed }) => Exchange {
            meaning: Some(answer::meaning(&response)),
            answer: Box::new(answer::read(&response, &client_request_id, world.now())),
            response: Some(response),
            body,
            lost,
            unparsed,
        },
        Err(lost) => {
            let answer = Answer { client_request_id: Some(client_request_id.clone()), ..Answer::default() };
            let (answer, lost) = (Box::new(answer), Some(lost));
            Exchange { meaning: None, answer, response: None, body: None, lost, unparsed: None }
        }
    };
    ledger.push(Attempt {
        started_at,
        client_request_id,
        request_id: exchange.answer.request_id.clone(),
        status: exchange.answer.status,
        result: exchange.meaning.map_or(AttemptResult::ConnectionLost, AttemptResult::from),
    });
    Ok(exchange)
}

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
        }
    }
}

/// Whether the call may go on while nothing was sent.
fn check<W: World>(world: &W, root: &GraphRoot) -> Result<(), Stop<W::Cause>> {
    if let Some(interruption) = world.interruption() {
        return Err(interrupted(interruption));
    }
    if world.is_offline() && !root.is_loopback() {
        return Err(Error::Network(NetworkProblem::Offline).into());
    }
    Ok(())
}

/// What an interruption means while nothing was sent: time can only have run out over the token.
fn interrupted<C>(interruption: Interruption<C>) -> Stop<C> {
    match interruption {
        Interruption::Aborted(reason) => Stop::Aborted(reason),
        Interruption::TimedOut => Error::Token(TokenProblem::TimedOut).into(),
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
        for half in [byte >> 4, byte & 0x0f] {
            text.push(char::from(if half < 10 { b'0' + half } else { b'a' + half - 10 }));
        }
    }
    text
}
