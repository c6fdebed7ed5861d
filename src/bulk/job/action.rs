//! What a job says is to be done next.

use crate::bulk::write::Json;
use crate::text::push_decimal;

/// What is known of an earlier create of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Prior {
    /// There was none.
    None,
    /// It was answered with 429: one look shows whether it was carried out all the same.
    Throttled,
    /// It was sent in an earlier session, and is to be settled before anything is sent.
    Sent,
}

/// What a job is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Running,
    Waiting,
    Pausing,
    Paused,
}

/// Why it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    Requested,
    InteractionRequired,
    TokenFailed,
    Throttled,
    Offline,
    SameRefusal,
    ServiceFailing,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    Completed,
    Stopped,
    Cancelled,
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// Create that row. It counts as under way from now on.
    Send { row: u32, prior: Prior },
    /// Ask again at that moment, or when something was told.
    Wait { until: Option<u64>, state: State, reason: Option<Reason> },
    /// It is over.
    End { ended: Ended, reason: Option<Reason> },
}

impl Action {
    /// As the facade reads it.
    pub(crate) fn to_json(self) -> String {
        let mut json = Json::default();
        json.open('{');
        let (what, reason) = match self {
            Self::Send { row, prior } => {
                json.count("row", row as usize);
                let prior = match prior {
                    Prior::None => "none",
                    Prior::Throttled => "throttled",
                    Prior::Sent => "sent",
                };
                json.field("prior", prior);
                ("send", None)
            }
            Self::Wait { until, state, reason } => {
                let state = match state {
                    State::Running => "running",
                    State::Waiting => "waiting",
                    State::Pausing => "pausing",
                    State::Paused => "paused",
                };
                json.field("state", state);
                if let Some(until) = until {
                    // A page may be older than 32 bits of milliseconds.
                    let mut millis = String::new();
                    push_decimal(&mut millis, until);
                    json.key("until");
                    json.word(&millis);
                }
                ("wait", reason)
            }
            Self::End { ended, reason } => {
                let ended = match ended {
                    Ended::Completed => "completed",
                    Ended::Stopped => "stopped",
                    Ended::Cancelled => "cancelled",
                };
                json.field("ended", ended);
                ("end", reason)
            }
        };
        json.field("do", what);
        let reason = reason.map(|reason| match reason {
            Reason::Requested => "requested",
            Reason::InteractionRequired => "interactionRequired",
            Reason::TokenFailed => "tokenFailed",
            Reason::Throttled => "throttled",
            Reason::Offline => "offline",
            Reason::SameRefusal => "sameRefusal",
            Reason::ServiceFailing => "serviceFailing",
        });
        json.optional("reason", reason);
        json.close('}');
        json.finish()
    }
}
