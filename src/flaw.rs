//! What can be wrong with a value, and what is said of it: the same for an input and for a row of a file.

use std::borrow::Cow;

use crate::issue::IssueCode;
use crate::text::{decimal, joined};

/// What a boolean is called in a sentence.
pub(crate) const TRUTH: &str = "true or false";

/// What is wrong with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// There is none.
    Required,
    /// Text that is empty or only white space.
    Blank,
    /// Text that begins or ends with white space.
    OuterWhiteSpace,
    /// Text of more UTF-16 code units than that.
    TooLong(usize),
    /// Text with unpaired surrogates.
    IllFormed,
    /// Text that is no GUID.
    NotAGuid,
    /// A value of another type, both with their articles.
    WrongType { wanted: &'static str, found: &'static str, optional: bool },
}

impl Flaw {
    /// What is wrong with the length of a text.
    #[inline]
    pub(crate) fn of_length(text: &str, max: usize) -> Option<Self> {
        // No text has more code units than bytes.
        let is_too_long = text.len() > max && text.encode_utf16().nth(max).is_some();
        is_too_long.then_some(Self::TooLong(max))
    }

    /// What is wrong with how a name begins and ends.
    pub(crate) fn of_outer(text: &str) -> Option<Self> {
        match trim(text).len() {
            0 => Some(Self::Blank),
            // A service that cuts it off would not be found to have made what was asked for.
            length => (length < text.len()).then_some(Self::OuterWhiteSpace),
        }
    }

    /// The code of the problem.
    pub(crate) fn code(self) -> IssueCode {
        match self {
            Self::Required => IssueCode::Required,
            Self::Blank => IssueCode::Blank,
            Self::OuterWhiteSpace => IssueCode::OuterWhiteSpace,
            Self::TooLong(_) => IssueCode::TooLong,
            Self::IllFormed => IssueCode::IllFormed,
            Self::NotAGuid => IssueCode::NotAGuid,
            Self::WrongType { .. } => IssueCode::WrongType,
        }
    }

    /// How many UTF-16 code units are accepted, where there are too many.
    pub(crate) fn limit(self) -> Option<usize> {
        match self {
            Self::TooLong(max) => Some(max),
            _ => None,
        }
    }

    /// The type that is wanted and the one that was found, without articles, where they differ.
    pub(crate) fn types(self) -> (Option<&'static str>, Option<&'static str>) {
        match self {
            Self::WrongType { wanted: TRUTH, found, .. } => (Some("boolean"), bare(found)),
            Self::WrongType { wanted, found, .. } => (bare(wanted), bare(found)),
            _ => (None, None),
        }
    }

    /// What is said of the value.
    pub(crate) fn predicate(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Required => "is required",
            Self::Blank => "is blank",
            Self::OuterWhiteSpace => "begins or ends with white space",
            Self::TooLong(max) => {
                let max = decimal(max);
                return Cow::Owned(joined(&["is too long: at most ", &max, " UTF-16 code units are accepted"]));
            }
            Self::IllFormed => "holds an unpaired surrogate",
            Self::NotAGuid => "is not a GUID",
            Self::WrongType { wanted, found, .. } => return Cow::Owned(joined(&["must be ", wanted, ", not ", found])),
        })
    }

    /// What to do about it.
    pub(crate) fn hint(self) -> Option<&'static str> {
        Some(match self {
            Self::Blank => "give the package a name",
            Self::OuterWhiteSpace => "leave out the white space at its beginning and end",
            Self::IllFormed => "a character was cut in two, perhaps by cutting the text at a length",
            Self::NotAGuid => "copy the catalog's object id, such as 66584aae-98bb-48cc-9458-7bee5d2a6577",
            Self::WrongType { found: "null", optional: true, .. } => "leave the property out where there is no value",
            _ => return None,
        })
    }
}

/// The name of a type without its article.
fn bare(kind: &'static str) -> Option<&'static str> {
    kind.get(kind.bytes().rposition(|byte| byte == b' ').map_or(0, |space| space + 1)..)
}

/// A text without the white space around it.
pub(crate) fn trim(text: &str) -> &str {
    let (mut start, mut end) = (0, 0);
    for (at, character) in text.char_indices() {
        if !is_white_space(character) {
            if end == 0 {
                start = at;
            }
            end = at + character.len_utf8();
        }
    }
    text.get(start..end).unwrap_or_default()
}

/// White space as JavaScript's `trim` sees it, which counts the byte order mark, and Unicode besides, which counts U+0085.
pub(crate) fn is_white_space(character: char) -> bool {
    matches!(
        character,
        '\t'..='\r' | ' ' | '\u{85}' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{2028}' | '\u{2029}' |
        '\u{202f}' | '\u{205f}' | '\u{3000}' | '\u{feff}'
    )
}

/// Whether the text is a GUID as Graph writes it: 8-4-4-4-12 hexadecimal digits, in either case, no braces.
pub(crate) fn is_guid(text: &str) -> bool {
    let fits = |(at, byte)| if matches!(at, 8 | 13 | 18 | 23) { byte == b'-' } else { u8::is_ascii_hexdigit(&byte) };
    text.len() == 36 && text.bytes().enumerate().all(fits)
}

#[cfg(test)]
mod tests {
    use super::{is_guid, is_white_space};

    #[test]
    fn white_space_is_what_unicode_says_and_the_byte_order_mark() {
        for character in '\0'..=char::MAX {
            assert_eq!(
                is_white_space(character),
                character.is_whitespace() || character == '\u{feff}',
                "{character:?}"
            );
        }
    }

    #[test]
    fn a_guid_is_told_byte_by_byte() {
        let good = "09afAF00-9a9A-0000-ffFF-0123456789Ab";
        assert!(is_guid(good));
        for at in 0..36 {
            for byte in 0..0x80_u8 {
                let mut bytes = good.as_bytes().to_vec();
                bytes[at] = byte;
                let wanted = if [8, 13, 18, 23].contains(&at) { byte == b'-' } else { byte.is_ascii_hexdigit() };
                assert_eq!(is_guid(&String::from_utf8(bytes).unwrap()), wanted, "{byte} at {at}");
            }
        }
        assert!(
            !is_guid(good.get(1..).unwrap()) && !is_guid(&format!("{good}0")) && !is_guid(&good.replace("09a", "0é"))
        );
    }
}
