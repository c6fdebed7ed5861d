//! Access tokens: what one must look like to be sent, and nothing of what is in it.

use std::fmt;

use crate::text::joined;
use crate::to_json::{Object, ToJson, by_name};
use crate::wiped::{Secret, secret};

/// A bearer token that can stand in an `Authorization` header.
///
/// Microsoft says that tokens for Graph are opaque, so nothing of it is read but its characters. Its `Debug`
/// does not show it, it has no `Display`, and its memory is overwritten when it is dropped.
///
/// Source: <https://learn.microsoft.com/entra/identity-platform/access-tokens>
#[derive(Clone, PartialEq, Eq)]
pub struct Token(Secret);

impl Token {
    /// Takes the text that a token callback gave.
    ///
    /// # Errors
    ///
    /// [`TokenProblem::Empty`], or [`TokenProblem::Malformed`] for anything but visible ASCII: a line break
    /// would end the header, and white space is most often a sign of a text that holds more than the token.
    pub fn new(text: String) -> Result<Self, TokenProblem> {
        let text = secret(text);
        if text.is_empty() {
            Err(TokenProblem::Empty)
        } else if text.bytes().all(|byte| byte.is_ascii_graphic()) {
            Ok(Self(text))
        } else {
            Err(TokenProblem::Malformed)
        }
    }

    /// The value of the `Authorization` header, whose memory is overwritten too.
    pub fn authorization(&self) -> Secret {
        secret(joined(&["Bearer ", &self.0]))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// What a token is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenRequest<'a> {
    /// The scope that it needs.
    pub scope: &'a str,
    /// Why it is asked for.
    pub reason: TokenRequestReason,
    /// The claims that Graph asked for, as JSON text.
    pub claims: Option<&'a str>,
}

impl ToJson for TokenRequest<'_> {
    fn write(&self, out: &mut String) {
        Object::new(out)
            .field("scope", &self.scope)
            .field("reason", &self.reason.as_str())
            .given("claims", &self.claims)
            .field("forceRefresh", &self.reason.is_renewal())
            .end();
    }
}

/// Why a token is asked for. [`TokenRequestReason::as_str`] has the names in JavaScript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenRequestReason {
    /// A first request is about to be sent.
    Initial,
    /// A further request of the same call.
    Retry,
    /// Graph did not take the last token; a cached one will not do.
    Unauthorized,
    /// Graph wants further claims; a cached one will not do.
    ClaimsChallenge,
}

impl TokenRequestReason {
    /// The name in JavaScript.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Initial => "initial",
            Self::Retry => "retry",
            Self::Unauthorized => "unauthorized",
            Self::ClaimsChallenge => "claimsChallenge",
        }
    }

    /// Whether a cached token will not do.
    pub fn is_renewal(self) -> bool {
        matches!(self, Self::Unauthorized | Self::ClaimsChallenge)
    }
}

by_name!(TokenRequestReason);

/// Why there is no usable token; [`Error::reason`](crate::Error::reason) has the names in JavaScript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenProblem {
    /// The callback threw or rejected.
    Failed,
    /// It gave something else than a string.
    NotAString,
    /// It gave an empty string.
    Empty,
    /// It gave text that cannot stand in a header.
    Malformed,
    /// It gave nothing in time.
    TimedOut,
}

#[cfg(test)]
mod tests {
    use super::{Token, TokenProblem};

    #[test]
    fn takes_visible_ascii() {
        let token = Token::new("eyJ0.eyJz-_~+/=.x".into()).unwrap();
        assert_eq!(*token.authorization(), "Bearer eyJ0.eyJz-_~+/=.x");
    }

    #[test]
    fn refuses_what_cannot_stand_in_a_header() {
        assert_eq!(Token::new(String::new()), Err(TokenProblem::Empty));
        for text in ["a b", "a\r\nX-Evil: 1", "a\n", " a", "a\0", "tökèn", "\u{7f}", "\u{2028}"] {
            assert_eq!(Token::new(text.into()), Err(TokenProblem::Malformed), "{text:?}");
        }
    }

    #[test]
    fn does_not_show_itself() {
        assert_eq!(format!("{:?}", Token::new("secret".into())), "Ok(Token(…))");
    }
}
