//! What the procedures need of the world around them: a clock, chance, a token, and somebody who sends.
//!
//! In a browser that is `fetch` and the portal's token callback; in tests it is a script.

#[cfg(test)]
pub(crate) mod script;

use crate::http::{Request, Response};
use crate::time::Timestamp;
use crate::token::Token;

/// The world as a call sees it.
pub(crate) trait World {
    /// A value that the host gave us as the reason of a failure, kept to be given back as it is.
    type Cause;

    /// The time on the wall clock.
    fn now(&self) -> Timestamp;

    /// Sixteen bytes that nobody else has. They need not be secret.
    fn random(&self) -> [u8; 16];

    /// Whether the host knows that nothing can be sent.
    fn is_offline(&self) -> bool;

    /// Whether the call was aborted or ran out of time.
    fn interruption(&self) -> Option<Interruption<Self::Cause>>;

    /// Asks for a token: the text that the callback gave, unchecked.
    async fn token(&self, scope: &str) -> Result<String, NoToken<Self::Cause>>;

    /// Sends a request, once.
    async fn send(
        &self,
        request: &Request,
        token: &Token,
        client_request_id: &str,
    ) -> Result<Received<Self::Cause>, NoAnswer<Self::Cause>>;
}

/// Why a call should not go on.
#[derive(Debug)]
pub(crate) enum Interruption<C> {
    /// The caller aborted it, for this reason.
    Aborted(C),
    /// Its time is over.
    TimedOut,
}

/// Why there is no text of a token.
#[derive(Debug)]
pub(crate) enum NoToken<C> {
    /// The callback failed with this value.
    Failed(C),
    /// The callback gave something else than a string.
    NotAString,
    /// The call was interrupted while waiting for it.
    Interrupted(Interruption<C>),
}

/// Why there is no answer to a request that was sent.
#[derive(Debug)]
pub(crate) enum NoAnswer<C> {
    /// The connection failed with this value.
    ConnectionLost(C),
    /// The call was interrupted while waiting.
    Interrupted(Interruption<C>),
}

/// An answer whose status has arrived.
#[derive(Debug)]
pub(crate) struct Received<C> {
    /// The answer.
    pub(crate) response: Response,
    /// The host's own value of the body, parsed or as text, if the body arrived.
    pub(crate) body: Option<C>,
    /// Why its body is [`Body::Lost`](crate::http::Body::Lost), if it is.
    pub(crate) lost: Option<NoAnswer<C>>,
    /// Why its body could not be parsed as JSON, if it could not.
    pub(crate) unparsed: Option<C>,
}
