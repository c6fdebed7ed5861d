//! The ledger of what a call sent.

use serde::Serialize;

use crate::time::Timestamp;

/// One request that was sent, whatever became of it. It holds no token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Attempt {
    /// When it was sent, by this machine's clock.
    pub started_at: Timestamp,
    /// The `client-request-id` that it carried.
    pub client_request_id: String,
    /// Graph's own id of the request, where it could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// The status of the answer, where one was seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// What became of it.
    pub result: AttemptResult,
}

/// What became of an attempt. The names in JavaScript are these, in camelCase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
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
    /// The call's time ran out while waiting for the answer.
    TimedOut,
    /// The caller aborted while waiting for the answer.
    Aborted,
    /// An answer with a success status that is not what Graph documents.
    Unreadable,
}
