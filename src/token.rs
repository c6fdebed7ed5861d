//! Access tokens: what one must look like to be sent, and nothing of what is in it.

use std::fmt;

use zeroize::Zeroizing;

/// A bearer token that can stand in an `Authorization` header.
///
/// Microsoft says that tokens for Graph are opaque, so nothing of it is read but its characters. Its `Debug`
/// does not show it, it has no `Display`, and its memory is overwritten when it is dropped.
///
/// Source: <https://learn.microsoft.com/entra/identity-platform/access-tokens>
#[derive(Clone, PartialEq, Eq)]
pub struct Token(Zeroizing<String>);

impl Token {
    /// Takes the text that a token callback gave.
    ///
    /// # Errors
    ///
    /// [`TokenProblem::Empty`], or [`TokenProblem::Malformed`] for anything but visible ASCII: a line break
    /// would end the header, and white space is most often a sign of a text that holds more than the token.
    pub fn new(text: String) -> Result<Self, TokenProblem> {
        let text = Zeroizing::new(text);
        if text.is_empty() {
            Err(TokenProblem::Empty)
        } else if text.bytes().all(|byte| byte.is_ascii_graphic()) {
            Ok(Self(text))
        } else {
            Err(TokenProblem::Malformed)
        }
    }

    /// The value of the `Authorization` header, whose memory is overwritten too.
    pub fn authorization(&self) -> Zeroizing<String> {
        Zeroizing::new(["Bearer ", &self.0].concat())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

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
