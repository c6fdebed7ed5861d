//! The ledger of what a call sent.

use serde::Serialize;

use crate::time::Timestamp;
use crate::to_json::{Object, ToJson, by_name};
use crate::wiped::Text;

/// One request that was sent, whatever became of it. It holds no token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Attempt {
    /// What it was for.
    pub purpose: Purpose,
    /// Why it was sent.
    pub reason: Reason,
    /// How long the call waited on purpose before it, in milliseconds.
    pub waited_ms: u64,
    /// When it was sent, by this machine's clock.
    pub started_at: Timestamp,
    /// The `client-request-id` that it carried.
    pub client_request_id: Text,
    /// Graph's own id of the request, where it could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<Text>,
    /// The status of the answer, where one was seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// What became of it.
    pub result: AttemptResult,
}

impl ToJson for Attempt {
    fn write(&self, out: &mut String) {
        Object::new(out)
            .field("purpose", &self.purpose.as_str())
            .field("reason", &self.reason.as_str())
            .field("waitedMs", &self.waited_ms)
            .field("startedAt", &self.started_at)
            .field("clientRequestId", &self.client_request_id)
            .given("requestId", &self.request_id)
            .given("status", &self.status)
            .field("result", &self.result.as_str())
            .end();
    }
}

/// What a request is for. [`Purpose::as_str`] has the names in JavaScript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Purpose {
    /// To create.
    Create,
    /// To change.
    Update,
    /// To delete.
    Delete,
    /// To find out whether a package exists.
    LookUp,
    /// To read what the caller asked for, or what explains a refusal.
    Read,
}

impl Purpose {
    /// The name in JavaScript.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::LookUp => "lookUp",
            Self::Read => "read",
        }
    }
}

by_name!(Purpose);

/// Why a request is sent. [`Reason::as_str`] has the names in JavaScript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// Nothing of its purpose was sent before it.
    Initial,
    /// Again with a new token, because Graph did not take the last one.
    Unauthorized,
    /// Again with a new token, because Graph asked for further claims.
    ClaimsChallenge,
    /// Again, after the pause that Graph asked for.
    Throttled,
    /// An answer left open what happened.
    Ambiguous,
    /// Graph said that the name is taken.
    Conflict,
    /// A create succeeded, and there may be others of its name.
    Created,
    /// Graph refused, and this may tell why.
    Refused,
    /// A read failed and is tried again.
    Failed,
}

impl Reason {
    /// The name in JavaScript.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Initial => "initial",
            Self::Unauthorized => "unauthorized",
            Self::ClaimsChallenge => "claimsChallenge",
            Self::Throttled => "throttled",
            Self::Ambiguous => "ambiguous",
            Self::Conflict => "conflict",
            Self::Created => "created",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}

by_name!(Reason);

/// What became of an attempt. [`AttemptResult::as_str`] has the names in JavaScript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AttemptResult {
    /// Graph answered with success and the answer could be read.
    Succeeded,
    /// Graph answered that it did not do it.
    Refused,
    /// Graph answered 429; it did nothing.
    Throttled,
    /// A 408, 499, 5xx or redirect, after which a create may or may not have been applied.
    ServerError,
    /// No whole answer arrived.
    ConnectionLost,
    /// Its time was over while waiting for the answer.
    TimedOut,
    /// The caller aborted while waiting for the answer.
    Aborted,
    /// An answer with a success status that is not what Graph documents.
    Unreadable,
}

impl AttemptResult {
    /// The name in JavaScript.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Succeeded => "succeeded",
            Self::Refused => "refused",
            Self::Throttled => "throttled",
            Self::ServerError => "serverError",
            Self::ConnectionLost => "connectionLost",
            Self::TimedOut => "timedOut",
            Self::Aborted => "aborted",
            Self::Unreadable => "unreadable",
        }
    }
}

by_name!(AttemptResult);
