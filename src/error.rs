//! What can go wrong, sorted by what a caller can do about it.

use std::fmt;

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use crate::issue::Issue;
use crate::text;
use crate::time::Timestamp;
use crate::token::TokenProblem;

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
    /// There is no usable token; nothing was sent.
    Token(TokenProblem),
    /// Graph refused; a read also when Graph failed.
    Graph(Box<Answer>),
    /// Graph says that the name is taken in that catalog.
    Conflict(Box<Answer>),
    /// Graph answered 429 and did nothing.
    Throttled(Box<Answer>),
    /// Graph was not reached, as far as anyone can know.
    Network(NetworkProblem),
    /// A create was sent, and nobody here knows what became of it.
    OutcomeUnknown(Doubt, Box<Answer>),
    /// A read was answered with success, but not with what Graph documents.
    Response(Box<Answer>),
}

/// Why Graph was not reached; [`Error::reason`] has the names in JavaScript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NetworkProblem {
    /// The browser says that it is offline; nothing was sent.
    Offline,
    /// No whole answer to a read arrived.
    ConnectionLost,
    /// A read was not answered in time.
    TimedOut,
}

/// Why nobody knows what became of a create; [`Error::reason`] has the names in JavaScript.
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
    /// The answer has a success status, but no access package in it.
    Unreadable,
}

/// What could be read of an answer. Browsers hide the headers that Graph does not expose.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Answer {
    /// The status; `None` where no answer was seen.
    pub status: Option<u16>,
    /// Graph's `error.code`; `None` where it is empty or the body is not Graph's.
    pub graph_code: Option<String>,
    /// Graph's `error.message`; not localised and subject to change.
    pub graph_message: Option<String>,
    /// Graph's id of the request, from the header or the error body.
    pub request_id: Option<String>,
    /// The `client-request-id` that was sent.
    pub client_request_id: Option<String>,
    /// When Graph answered, as the error body tells it, with the zone that Graph leaves out.
    pub date: Option<String>,
    /// When Graph may be asked again.
    pub retry_at: Option<Timestamp>,
}

impl Error {
    /// The stable code of the error class in JavaScript.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Argument(_) => "ERR_INVALID_ARG_VALUE",
            Self::Validation(_) => "ERR_VALIDATION",
            Self::Token(_) => "ERR_TOKEN",
            Self::Graph(_) => "ERR_GRAPH",
            Self::Conflict(_) => "ERR_CONFLICT",
            Self::Throttled(_) => "ERR_THROTTLED",
            Self::Network(_) => "ERR_NETWORK",
            Self::OutcomeUnknown(..) => "ERR_OUTCOME_UNKNOWN",
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
            Self::Graph(answer)
            | Self::Conflict(answer)
            | Self::Throttled(answer)
            | Self::OutcomeUnknown(_, answer)
            | Self::Response(answer) => Some(answer),
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
            Self::Network(NetworkProblem::Offline) => "offline",
            Self::Network(NetworkProblem::ConnectionLost) | Self::OutcomeUnknown(Doubt::ConnectionLost, _) => {
                "connectionLost"
            }
            Self::Token(TokenProblem::TimedOut)
            | Self::Network(NetworkProblem::TimedOut)
            | Self::OutcomeUnknown(Doubt::TimedOut, _) => "timedOut",
            Self::OutcomeUnknown(Doubt::ServerError, _) => "serverError",
            Self::OutcomeUnknown(Doubt::Aborted, _) => "aborted",
            Self::OutcomeUnknown(Doubt::Unreadable, _) => "unreadable",
            Self::Argument(_)
            | Self::Validation(_)
            | Self::Graph(_)
            | Self::Conflict(_)
            | Self::Throttled(_)
            | Self::Response(_) => return None,
        })
    }

    /// What happened, in one sentence: lower case, no full stop, nothing of a token.
    pub fn message(&self) -> String {
        let lost = "no whole answer came back: the connection failed, or the browser blocked the request";
        let late = "Graph did not answer in time";
        match self {
            Self::Argument(message) => String::from(*message),
            Self::Validation(issues) => {
                let mut message = String::from("the access package is not valid");
                for (at, issue) in issues.iter().take(ISSUES_IN_MESSAGE).enumerate() {
                    message.push_str(if at == 0 { ": " } else { "; " });
                    message.push_str(&issue.message);
                }
                if issues.len() > ISSUES_IN_MESSAGE {
                    let more = text::decimal(issues.len().saturating_sub(ISSUES_IN_MESSAGE));
                    message.push_str(&["; and ", &more, " more"].concat());
                }
                message
            }
            Self::Token(problem) => String::from(match problem {
                TokenProblem::Failed => "the token callback failed, nothing was sent",
                TokenProblem::NotAString => "the token callback gave no string, nothing was sent",
                TokenProblem::Empty => "the token is empty, nothing was sent",
                TokenProblem::Malformed => {
                    "the token holds a character that cannot stand in a header, nothing was sent"
                }
                TokenProblem::TimedOut => "the token callback gave nothing in time, nothing was sent",
            }),
            Self::Graph(answer) => {
                let failed = matches!(answer.status, Some(408 | 499.. | ..400));
                answer.describe(if failed { "Graph failed" } else { "Graph refused the request" }, "")
            }
            Self::Conflict(answer) => answer.describe(
                "Graph says that the name is taken in this catalog",
                "; nobody has looked whether that package is the one of this call",
            ),
            Self::Throttled(answer) => {
                let when = answer.retry_at.map(|at| ["; try again at ", &at.to_iso8601()].concat());
                answer.describe("Graph asks for a pause and did nothing", &when.unwrap_or_default())
            }
            Self::Network(problem) => String::from(match problem {
                NetworkProblem::Offline => "the browser is offline, nothing was sent",
                NetworkProblem::ConnectionLost => lost,
                NetworkProblem::TimedOut => late,
            }),
            Self::OutcomeUnknown(doubt, answer) => answer.describe(
                match doubt {
                    Doubt::ServerError => "the service failed",
                    Doubt::ConnectionLost => lost,
                    Doubt::TimedOut => late,
                    Doubt::Aborted => "the call was aborted while waiting for the answer",
                    Doubt::Unreadable => "the answer has no access package in it",
                },
                "; the access package may or may not have been created",
            ),
            Self::Response(answer) => answer.describe("the answer is not what Graph documents", ""),
        }
    }
}

impl Answer {
    /// A sentence of what happened, with the status and Graph's code, which is what people search for.
    fn describe(&self, event: &str, consequence: &str) -> String {
        let mut message = String::from(event);
        if let Some(status) = self.status {
            message.push_str(" (");
            message.push_str(&text::decimal(usize::from(status)));
            if let Some(code) = &self.graph_code {
                message.push(' ');
                message.push_str(code);
            }
            message.push(')');
        }
        message.push_str(consequence);
        message
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl std::error::Error for Error {}

/// As the record from which the facade makes the error object.
impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut record = serializer.serialize_struct("Error", 5)?;
        record.serialize_field("code", self.code())?;
        record.serialize_field("message", &self.message())?;
        record.serialize_field("reason", &self.reason())?;
        record.serialize_field("issues", &self.issues())?;
        record.serialize_field("answer", &self.answer())?;
        record.end()
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, Doubt, Error, NetworkProblem};
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
        let maybe = "; the access package may or may not have been created";
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
            (Doubt::Aborted, "aborted", "the call was aborted while waiting for the answer"),
            (Doubt::Unreadable, "unreadable", "the answer has no access package in it"),
        ] {
            let error = Error::OutcomeUnknown(doubt, answer(None, None));
            says(&error, "ERR_OUTCOME_UNKNOWN", Some(reason), &[event, maybe].concat());
        }
        let refused = Error::Graph(answer(Some(403), Some("UnAuthorized")));
        says(&refused, "ERR_GRAPH", None, "Graph refused the request (403 UnAuthorized)");
        let failed = Error::Graph(answer(Some(503), None));
        says(&failed, "ERR_GRAPH", None, "Graph failed (503)");
        let taken = Error::Conflict(answer(Some(409), None));
        let whose = "; nobody has looked whether that package is the one of this call";
        says(
            &taken,
            "ERR_CONFLICT",
            None,
            &["Graph says that the name is taken in this catalog (409)", whose].concat(),
        );
        let throttled = Error::Throttled(answer(Some(429), None));
        says(&throttled, "ERR_THROTTLED", None, "Graph asks for a pause and did nothing (429)");
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
