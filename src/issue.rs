//! What can be wrong with an input.

use serde::Serialize;

use crate::to_json::{Object, ToJson, by_name};
use crate::wiped::Text;

/// One thing that is wrong with an input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Issue {
    /// Property names from the outside in; empty for the input itself.
    pub path: Vec<Text>,
    /// What is wrong.
    pub code: IssueCode,
    /// Of what is too long: how many UTF-16 code units are accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
    /// Of a wrong type: the one that is wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<&'static str>,
    /// Of a wrong type: what was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<&'static str>,
    /// What was found and what is wanted, in one clause.
    pub message: Text,
    /// What to do about it, where there is something to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<&'static str>,
}

impl ToJson for Issue {
    fn write(&self, out: &mut String) {
        Object::new(out)
            .field("path", &self.path)
            .field("code", &self.code.as_str())
            .given("limit", &self.limit.map(|limit| limit as u64))
            .given("expected", &self.expected)
            .given("found", &self.found)
            .field("message", &self.message)
            .given("hint", &self.hint)
            .end();
    }
}

/// What can be wrong with an input. [`IssueCode::as_str`] has the names in JavaScript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum IssueCode {
    /// A required property is missing.
    Required,
    /// A value of another type than the documented one.
    WrongType,
    /// A property that Graph does not document for this request.
    UnknownProperty,
    /// A name that is empty or only white space.
    Blank,
    /// A name that begins or ends with white space.
    OuterWhiteSpace,
    /// Longer than [`DISPLAY_NAME_MAX`](crate::validate::DISPLAY_NAME_MAX) or
    /// [`DESCRIPTION_MAX`](crate::validate::DESCRIPTION_MAX).
    TooLong,
    /// Text with unpaired surrogates.
    IllFormed,
    /// A catalog id that is no GUID.
    NotAGuid,
    /// Reading it threw.
    Unreadable,
}

impl IssueCode {
    /// The name in JavaScript.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::WrongType => "wrongType",
            Self::UnknownProperty => "unknownProperty",
            Self::Blank => "blank",
            Self::OuterWhiteSpace => "outerWhiteSpace",
            Self::TooLong => "tooLong",
            Self::IllFormed => "illFormed",
            Self::NotAGuid => "notAGuid",
            Self::Unreadable => "unreadable",
        }
    }
}

by_name!(IssueCode);
