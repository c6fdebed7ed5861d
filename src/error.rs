//! What can go wrong, sorted by what a caller can do about it.

use std::fmt;

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use crate::denial::Denial;
use crate::issue::Issue;
use crate::spec::AccessPackage;
use crate::text;
use crate::ticket::Ticket;
use crate::time::Timestamp;
use crate::to_json::{Object, ToJson};
use crate::token::TokenProblem;
use crate::wiped::{Held, Text};

/// How many of an input's problems the message of an error names; [`Error::issues`] has all.
const ISSUES_IN_MESSAGE: usize = 3;

/// Why a call failed. Each variant is one error class in JavaScript.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// An option has a value that it cannot have; nothing was sent. A `TypeError` in JavaScript.
    Argument(&'static str),
    /// The input is wrong; nothing was sent.
    Validation(Vec<Issue>),
    /// There is no usable token; nothing was sent, or what was sent is known not to have been applied.
    Token(TokenProblem),
    /// Graph refused, or failed and is known to have done nothing; a read also when Graph failed.
    Graph(Box<Answer>, Option<Box<Denial>>),
    /// The name is taken in that catalog, and not by this call; with the package that has it, where it was seen.
    Conflict(Box<Answer>, Option<Held<AccessPackage>>),
    /// Graph asks for a longer wait than the call may still take; with the ticket of a create that was sent.
    Throttled(Box<Answer>, Option<Box<Ticket>>),
    /// Graph was not reached, as far as anyone can know.
    Network(NetworkProblem),
    /// Something was sent, and nobody here knows what became of it.
    OutcomeUnknown(Box<Unknown>),
    /// Something answered with success, but not with what Graph documents.
    Response(Box<Answer>),
}

/// What is known of a request of which nobody knows what became of it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Unknown {
    /// Why.
    pub doubt: Doubt,
    /// What could be read of the answer.
    pub answer: Box<Answer>,
    /// Of a create: what settles it later.
    pub ticket: Option<Box<Ticket>>,
    /// Of a create: packages that a look found, of which nothing shows whether it made them.
    pub candidates: Vec<Held<AccessPackage>>,
}

/// Why Graph was not reached; [`Error::reason`] has the names in JavaScript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NetworkProblem {
    /// The browser says that it is offline; nothing was sent.
    Offline,
    /// No whole answer arrived.
    ConnectionLost,
    /// There was no answer in time.
    TimedOut,
}

/// Why nobody knows what became of a request; [`Error::reason`] has the names in JavaScript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Doubt {
    /// A 408, 499, 5xx or redirect, which may come after the work was done.
    ServerError,
    /// No whole answer arrived.
    ConnectionLost,
    /// There was no answer in time.
    TimedOut,
    /// The caller aborted while waiting.
    Aborted,
    /// The answer has a success status, but not in it what Graph documents.
    Unreadable,
    /// A 429, which by Graph's documentation means that nothing was done; nothing has shown it yet.
    Throttled,
    /// Graph said that the name is taken, and it could not be found out by whom.
    Conflict,
    /// It could not be looked up.
    LookFailed,
}

impl Doubt {
    /// The name in JavaScript.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ServerError => "serverError",
            Self::ConnectionLost => "connectionLost",
            Self::TimedOut => "timedOut",
            Self::Aborted => "aborted",
            Self::Unreadable => "unreadable",
            Self::Throttled => "throttled",
            Self::Conflict => "conflict",
            Self::LookFailed => "lookFailed",
        }
    }
}

/// What could be read of an answer. Browsers hide the headers that Graph does not expose.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Answer {
    /// The status; `None` where no answer was seen.
    pub status: Option<u16>,
    /// Graph's `error.code`; `None` where it is empty or the body is not Graph's.
    pub graph_code: Option<Text>,
    /// Graph's `error.message`; not localised and subject to change.
    pub graph_message: Option<Text>,
    /// Graph's id of the request, from the header or the error body.
    pub request_id: Option<Text>,
    /// The `client-request-id` that was sent.
    pub client_request_id: Option<Text>,
    /// When Graph answered, as the error body tells it, with the zone that Graph leaves out.
    pub date: Option<Text>,
    /// When Graph may be asked again, by this machine's clock.
    pub retry_at: Option<Timestamp>,
    /// How long Graph asks to be left alone, in milliseconds.
    #[serde(skip)]
    pub wait: Option<u64>,
    /// The claims that Graph wants in a token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claims: Option<Text>,
}

impl ToJson for Answer {
    fn write(&self, out: &mut String) {
        Object::new(out)
            .field("status", &self.status)
            .field("graphCode", &self.graph_code)
            .field("graphMessage", &self.graph_message)
            .field("requestId", &self.request_id)
            .field("clientRequestId", &self.client_request_id)
            .field("date", &self.date)
            .field("retryAt", &self.retry_at)
            .given("claims", &self.claims)
            .end();
    }
}

impl Error {
    /// The stable code of the error class in JavaScript.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Argument(_) => "ERR_INVALID_ARG_VALUE",
            Self::Validation(_) => "ERR_VALIDATION",
            Self::Token(_) => "ERR_TOKEN",
            Self::Graph(..) => "ERR_GRAPH",
            Self::Conflict(..) => "ERR_CONFLICT",
            Self::Throttled(..) => "ERR_THROTTLED",
            Self::Network(_) => "ERR_NETWORK",
            Self::OutcomeUnknown(_) => "ERR_OUTCOME_UNKNOWN",
            Self::Response(_) => "ERR_RESPONSE",
        }
    }

    /// The problems of the input, if the input is what is wrong.
    pub fn issues(&self) -> Option<&[Issue]> {
        match self {
            Self::Validation(issues) => Some(issues),
            _ => None,
        }
    }

    /// What could be read of the answer, if the error tells of one.
    pub fn answer(&self) -> Option<&Answer> {
        match self {
            Self::Graph(answer, _)
            | Self::Conflict(answer, _)
            | Self::Throttled(answer, _)
            | Self::Response(answer) => Some(answer),
            Self::OutcomeUnknown(unknown) => Some(&unknown.answer),
            Self::Argument(_) | Self::Validation(_) | Self::Token(_) | Self::Network(_) => None,
        }
    }

    /// The same, taken out.
    #[cfg(any(all(target_arch = "wasm32", feature = "create"), test))]
    pub(crate) fn into_answer(self) -> Option<Box<Answer>> {
        match self {
            Self::Graph(answer, _)
            | Self::Conflict(answer, _)
            | Self::Throttled(answer, _)
            | Self::Response(answer) => Some(answer),
            Self::OutcomeUnknown(unknown) => Some(unknown.answer),
            Self::Argument(_) | Self::Validation(_) | Self::Token(_) | Self::Network(_) => None,
        }
    }

    /// The name of the closer reason, for the classes that have one.
    pub fn reason(&self) -> Option<&'static str> {
        Some(match self {
            Self::Token(TokenProblem::Failed) => "failed",
            Self::Token(TokenProblem::NotAString) => "notAString",
            Self::Token(TokenProblem::Empty) => "empty",
            Self::Token(TokenProblem::Malformed) => "malformed",
            Self::Token(TokenProblem::TimedOut) | Self::Network(NetworkProblem::TimedOut) => "timedOut",
            Self::Network(NetworkProblem::Offline) => "offline",
            Self::Network(NetworkProblem::ConnectionLost) => "connectionLost",
            Self::OutcomeUnknown(unknown) => unknown.doubt.as_str(),
            Self::Argument(_)
            | Self::Validation(_)
            | Self::Graph(..)
            | Self::Conflict(..)
            | Self::Throttled(..)
            | Self::Response(_) => return None,
        })
    }

    /// What settles the create that the error tells of.
    pub fn ticket(&self) -> Option<&Ticket> {
        match self {
            Self::Throttled(_, ticket) => ticket.as_deref(),
            Self::OutcomeUnknown(unknown) => unknown.ticket.as_deref(),
            _ => None,
        }
    }

    /// What happened, in one sentence: lower case, no full stop, nothing of a token.
    pub fn message(&self) -> String {
        let mut message = String::from(self.event());
        if let Some(answer) = self.answer() {
            answer.describe(&mut message);
        }
        match self {
            Self::Validation(issues) => {
                let mut mark = ": ";
                for issue in issues.iter().take(ISSUES_IN_MESSAGE) {
                    message.push_str(mark);
                    message.push_str(&issue.message);
                    mark = "; ";
                }
                if issues.len() > ISSUES_IN_MESSAGE {
                    message.push_str("; and ");
                    text::push_decimal(&mut message, (issues.len() - ISSUES_IN_MESSAGE) as u64);
                    message.push_str(" more");
                }
            }
            Self::Conflict(..) => message.push_str(", and not by this call; nothing was created"),
            Self::Throttled(answer, _) => {
                if let Some(at) = answer.retry_at {
                    message.push_str("; try again at ");
                    message.push_str(&at.to_iso8601());
                }
            }
            Self::OutcomeUnknown(_) => message.push_str("; what was asked for may or may not have been done"),
            _ => {}
        }
        message
    }

    /// The sentence's beginning.
    fn event(&self) -> &'static str {
        let lost = "no whole answer came back: the connection failed, or the browser blocked the request";
        let late = "Graph did not answer in time";
        match self {
            Self::Argument(message) => message,
            Self::Validation(_) => "the access package is not valid",
            Self::Token(TokenProblem::Failed) => "the token callback failed, nothing was sent",
            Self::Token(TokenProblem::NotAString) => "the token callback gave no string, nothing was sent",
            Self::Token(TokenProblem::Empty) => "the token is empty, nothing was sent",
            Self::Token(TokenProblem::Malformed) => {
                "the token holds a character that cannot stand in a header, nothing was sent"
            }
            Self::Token(TokenProblem::TimedOut) => "the token callback gave nothing in time, nothing was sent",
            Self::Graph(answer, _) if matches!(answer.status, Some(408 | 499.. | ..400)) => "Graph failed",
            Self::Graph(..) => "Graph refused the request",
            Self::Conflict(..) => "the name is taken in this catalog",
            Self::Throttled(..) => "Graph asks for a longer pause than this call may take",
            Self::Network(NetworkProblem::Offline) => "the browser is offline, nothing was sent",
            Self::Network(NetworkProblem::ConnectionLost) => lost,
            Self::Network(NetworkProblem::TimedOut) => late,
            Self::OutcomeUnknown(unknown) => match unknown.doubt {
                Doubt::ServerError => "the service failed",
                Doubt::ConnectionLost => lost,
                Doubt::TimedOut => late,
                Doubt::Aborted => "the call was aborted before it was settled",
                Doubt::Unreadable => "the answer is not what Graph documents",
                Doubt::Throttled => "Graph asked for a pause",
                Doubt::Conflict => "the name is taken in this catalog, perhaps by this very call",
                Doubt::LookFailed => "it could not be looked up",
            },
            Self::Response(_) => "the answer is not what Graph documents",
        }
    }
}

impl Answer {
    /// Adds the status and Graph's code, which is what people search for.
    fn describe(&self, message: &mut String) {
        let Some(status) = self.status else { return };
        message.push_str(" (");
        text::push_decimal(message, status.into());
        if let Some(code) = &self.graph_code {
            message.push(' ');
            message.push_str(code);
        }
        message.push(')');
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl std::error::Error for Error {}

/// As the record from which the facade makes the error object.
impl ToJson for Error {
    fn write(&self, out: &mut String) {
        let (mut denial, mut existing, mut candidates) = (None, None, None);
        match self {
            Self::Graph(_, because) => denial = because.as_deref(),
            Self::Conflict(_, package) => existing = package.as_deref(),
            Self::OutcomeUnknown(unknown) => candidates = Some(&unknown.candidates),
            _ => {}
        }
        Object::new(out)
            .field("code", &self.code())
            .field("message", &self.message())
            .field("reason", &self.reason())
            .field("issues", &self.issues())
            .field("answer", &self.answer())
            .field("denial", &denial)
            .field("existing", &existing)
            .field("ticket", &self.ticket())
            .field("candidates", &candidates)
            .end();
    }
}

/// The same for the part for bulk.
impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (mut denial, mut existing, mut candidates) = (None, None, None);
        match self {
            Self::Graph(_, because) => denial = because.as_deref(),
            Self::Conflict(_, package) => existing = package.as_deref(),
            Self::OutcomeUnknown(unknown) => candidates = Some(unknown.candidates.as_slice()),
            _ => {}
        }
        let mut record = serializer.serialize_struct("Error", 9)?;
        record.serialize_field("code", self.code())?;
        record.serialize_field("message", &self.message())?;
        record.serialize_field("reason", &self.reason())?;
        record.serialize_field("issues", &self.issues())?;
        record.serialize_field("answer", &self.answer())?;
        record.serialize_field("denial", &denial)?;
        record.serialize_field("existing", &existing)?;
        record.serialize_field("ticket", &self.ticket())?;
        record.serialize_field("candidates", &candidates)?;
        record.end()
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, Doubt, Error, NetworkProblem, Unknown};
    use crate::token::TokenProblem;
    use crate::validate::validate;
    use crate::value::Value;

    fn answer(status: Option<u16>, code: Option<&str>) -> Box<Answer> {
        Box::new(Answer { status, graph_code: code.map(String::from), ..Answer::default() })
    }

    #[track_caller]
    fn says(error: &Error, code: &str, reason: Option<&str>, message: &str) {
        assert_eq!((error.code(), error.reason(), error.to_string().as_str()), (code, reason, message));
        let record = serde_json::to_value(error).unwrap();
        assert_eq!((&record["code"], &record["message"]), (&code.into(), &message.into()));
        assert_eq!(record["reason"].as_str(), reason);
    }

    #[test]
    fn every_error_says_what_happened() {
        says(&Error::Argument("no"), "ERR_INVALID_ARG_VALUE", None, "no");
        let lost = "no whole answer came back: the connection failed, or the browser blocked the request";
        let maybe = "; what was asked for may or may not have been done";
        for (problem, reason, message) in [
            (TokenProblem::Failed, "failed", "the token callback failed, nothing was sent"),
            (TokenProblem::NotAString, "notAString", "the token callback gave no string, nothing was sent"),
            (TokenProblem::Empty, "empty", "the token is empty, nothing was sent"),
            (
                TokenProblem::Malformed,
                "malformed",
                "the token holds a character that cannot stand in a header, nothing was sent",
            ),
            (TokenProblem::TimedOut, "timedOut", "the token callback gave nothing in time, nothing was sent"),
        ] {
            says(&Error::Token(problem), "ERR_TOKEN", Some(reason), message);
        }
        for (problem, reason, message) in [
            (NetworkProblem::Offline, "offline", "the browser is offline, nothing was sent"),
            (NetworkProblem::ConnectionLost, "connectionLost", lost),
            (NetworkProblem::TimedOut, "timedOut", "Graph did not answer in time"),
        ] {
            says(&Error::Network(problem), "ERR_NETWORK", Some(reason), message);
        }
        for (doubt, reason, event) in [
            (Doubt::ServerError, "serverError", "the service failed"),
            (Doubt::ConnectionLost, "connectionLost", lost),
            (Doubt::TimedOut, "timedOut", "Graph did not answer in time"),
            (Doubt::Aborted, "aborted", "the call was aborted before it was settled"),
            (Doubt::Unreadable, "unreadable", "the answer is not what Graph documents"),
            (Doubt::Throttled, "throttled", "Graph asked for a pause"),
            (Doubt::Conflict, "conflict", "the name is taken in this catalog, perhaps by this very call"),
            (Doubt::LookFailed, "lookFailed", "it could not be looked up"),
        ] {
            let unknown = Unknown { doubt, answer: answer(None, None), ticket: None, candidates: vec![] };
            let error = Error::OutcomeUnknown(Box::new(unknown));
            says(&error, "ERR_OUTCOME_UNKNOWN", Some(reason), &[event, maybe].concat());
        }
        let refused = Error::Graph(answer(Some(403), Some("UnAuthorized")), None);
        says(&refused, "ERR_GRAPH", None, "Graph refused the request (403 UnAuthorized)");
        let failed = Error::Graph(answer(Some(503), None), None);
        says(&failed, "ERR_GRAPH", None, "Graph failed (503)");
        let taken = Error::Conflict(answer(Some(409), None), None);
        let whose = "the name is taken in this catalog (409), and not by this call; nothing was created";
        says(&taken, "ERR_CONFLICT", None, whose);
        let throttled = Error::Throttled(answer(Some(429), None), None);
        says(&throttled, "ERR_THROTTLED", None, "Graph asks for a longer pause than this call may take (429)");
        let odd = Error::Response(answer(Some(200), None));
        says(&odd, "ERR_RESPONSE", None, "the answer is not what Graph documents (200)");
    }

    #[test]
    fn the_message_names_the_first_problems_and_counts_the_rest() {
        let of = |count: usize| {
            let properties = (0..count).map(|at| (at.to_string(), Value::Null)).collect();
            Error::Validation(validate(&Value::Object(properties)).unwrap_err())
        };
        let start = "the access package is not valid: displayName is required; catalog is required";
        assert_eq!(of(0).to_string(), start);
        assert_eq!(of(1).to_string(), [start, "; 0 is not a property of this request"].concat());
        assert!(of(12).to_string().ends_with("; 0 is not a property of this request; and 11 more"));
    }
}
