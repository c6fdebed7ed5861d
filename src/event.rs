//! What a call tells of itself while it goes on.

use crate::ticket::Ticket;
use crate::to_json::{Object, ToJson};

/// One step of a call. The facade adds whose it is and when.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Event<'a> {
    /// The name of the step in JavaScript: an `AccessPackageEventType`.
    pub(crate) name: &'static str,
    /// Why, by its name in JavaScript.
    pub(crate) reason: Option<&'static str>,
    /// The status of the answer that it is about.
    pub(crate) status: Option<u16>,
    /// How long a wait takes, in milliseconds.
    pub(crate) wait: Option<u64>,
    /// What settles a create that is about to be sent, if nobody here lives to see its answer.
    pub(crate) ticket: Option<&'a Ticket>,
}

impl ToJson for Event<'_> {
    fn write(&self, out: &mut String) {
        Object::new(out)
            .field("type", &self.name)
            .given("reason", &self.reason)
            .given("status", &self.status)
            .given("waitMs", &self.wait)
            .given("ticket", &self.ticket)
            .end();
    }
}
