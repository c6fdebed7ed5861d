//! What the procedures need of the world around them: clocks, chance, a token, somebody who sends, a place where
//! calls of the same page and of other tabs meet.
//!
//! In a browser that is `fetch`, timers and the portal's token callback; in tests it is a script, or a simulation.

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
pub(crate) mod script;

use maybe_async::maybe_async;

use crate::event::Event;
use crate::gate::Gate;
use crate::http::{Request, Response};
use crate::time::Timestamp;
use crate::token::{Token, TokenRequest};
use crate::value::Value;

/// The world as a call sees it. Times are milliseconds.
#[maybe_async(AFIT)]
pub(crate) trait World {
    /// A value that the host gave us as the reason of a failure, kept to be given back as it is.
    type Cause;

    /// The time on the wall clock, which people set and which may jump: for showing, not for measuring.
    fn now(&self) -> Timestamp;

    /// The time since some moment, by a clock that only goes forward: for measuring.
    fn elapsed(&self) -> u64;

    /// How long the call may still take.
    fn remaining(&self) -> u64;

    /// Sixteen bytes that nobody else has. They need not be secret.
    fn random(&self) -> [u8; 16];

    /// Text in which case does not count, for comparing. (The host has the tables of Unicode.)
    fn fold(&self, text: &str) -> String;

    /// Whether the host knows that nothing can be sent.
    fn is_offline(&self) -> bool;

    /// Whether the call was aborted or ran out of time.
    fn interruption(&self) -> Option<Interruption<Self::Cause>>;

    /// What all calls of the client know of the service.
    fn gate(&self) -> Gate;

    /// Lets all calls of the client know.
    fn set_gate(&self, gate: Gate);

    /// How far the service's clock was ahead of [`World::elapsed`], at least and at most, by the last package that the
    /// client created in bulk.
    fn ahead(&self) -> Option<(i64, i64)> {
        None
    }

    /// Keeps that.
    fn set_ahead(&self, _: (i64, i64)) {}

    /// Tells whoever listens what is going on.
    fn tell(&self, event: &Event<'_>);

    /// Waits so long, or until the call is interrupted.
    async fn sleep(&self, millis: u64);

    /// Asks for a token: the text that the callback gave, unchecked.
    async fn token(&self, request: &TokenRequest<'_>) -> Result<String, NoToken<Self::Cause>>;

    /// Sends a request, once, and waits so long for the answer.
    async fn send(
        &self,
        request: &Request,
        token: &Token,
        client_request_id: &str,
        within: u64,
    ) -> Result<Received<Self::Cause>, NoAnswer<Self::Cause>>;

    /// Waits until no other call of this page or of another tab is in the room of that name, and enters it. `None`
    /// when the call was interrupted before.
    async fn enter(&self, room: &str) -> Option<Entered>;

    /// Leaves the room, with a note for those who enter later; without one the last note stays, and those who wait are told
    /// that it was left in order.
    fn leave(&self, room: &str, note: Option<String>);

    /// Tells that of the list of that name in the page that was read last only these rows matter, by their places: a host
    /// that has to tell it again may leave out the others.
    fn keep(&self, _list: &str, _rows: &[u32]) {}

    /// Takes away the notes that name this package.
    fn forget(&self, id: &str);
}

/// What a call finds in a room.
#[derive(Debug, Default)]
pub(crate) struct Entered {
    /// Whether it had to wait for another call to leave.
    pub(crate) waited: bool,
    /// The note that the last call left, parsed.
    pub(crate) note: Option<Value>,
    /// How long ago that was.
    pub(crate) age: u64,
    /// Whether it waited for a call of a tab that was closed in the middle of it.
    pub(crate) vanished: bool,
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
    /// It did not come within its time.
    Late,
    /// The call was interrupted while waiting.
    Interrupted(Interruption<C>),
}

/// An answer whose status has arrived.
#[derive(Debug)]
pub(crate) struct Received<C> {
    /// The answer.
    pub(crate) response: Box<Response>,
    /// The host's own value of the body, parsed or as text, if the body arrived.
    pub(crate) body: Option<C>,
    /// Why its body is [`Body::Lost`](crate::http::Body::Lost), if it is.
    pub(crate) lost: Option<NoAnswer<C>>,
    /// Why its body could not be parsed as JSON, if it could not.
    pub(crate) unparsed: Option<C>,
}
