//! What a call tells of itself while it goes on.

use serde::Serialize;

use crate::ticket::Ticket;

/// One step of a call. The facade adds whose it is and when.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Event<'a> {
    /// The name of the step in JavaScript: an `AccessPackageEventType`.
    #[serde(rename = "type")]
    pub(crate) name: &'static str,
    /// Why, by its name in JavaScript.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<&'static str>,
    /// The status of the answer that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<u16>,
    /// How long a wait takes, in milliseconds.
    #[serde(rename = "waitMs", skip_serializing_if = "Option::is_none")]
    pub(crate) wait: Option<u64>,
    /// What settles a create that is about to be sent, if nobody here lives to see its answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ticket: Option<&'a Ticket>,
}
