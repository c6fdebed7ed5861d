//! Text as it stands in the source, which is read only when it is asked for.

use std::borrow::Cow;

use super::scan::find_byte;

/// How a text is written in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// As it is.
    Plain,
    /// With each quote doubled, as in a quoted cell.
    Doubled,
    /// With escapes, as in a string of JSON.
    Escaped,
    /// With an escape that is half of a character.
    IllFormed,
}

/// A text of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Raw<'t> {
    /// As it stands there, without the quotes around it.
    pub text: &'t str,
    /// How to read it.
    pub form: Form,
}

impl<'t> Raw<'t> {
    /// What it says. A half of a character is read as the sign for what cannot be read.
    pub(crate) fn read(self) -> Cow<'t, str> {
        match self.form {
            Form::Plain => Cow::Borrowed(self.text),
            Form::Doubled => Cow::Owned(unescape(self.text, b'"')),
            Form::Escaped | Form::IllFormed => Cow::Owned(unescape(self.text, b'\\')),
        }
    }

    /// Whether it says this.
    #[inline]
    pub(crate) fn is(self, text: &str) -> bool {
        if self.form == Form::Plain { self.text == text } else { self.read() == text }
    }
}

/// Reads escapes that are known to be valid: those of a string of JSON, or doubled quotes, by what they begin with.
fn unescape(text: &str, mark: u8) -> String {
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        let at = find_byte(rest.as_bytes(), 0, mark);
        read.push_str(rest.get(..at).unwrap_or_default());
        let Some(escape) = rest.as_bytes().get(at + 1) else { return read };
        rest = rest.get(at + 2..).unwrap_or_default();
        read.push(match escape {
            b'u' => unescape_unit(&mut rest),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            other => char::from(*other),
        });
    }
}

/// Reads what follows `\u`, with the other half of the character where there is one.
fn unescape_unit(rest: &mut &str) -> char {
    let unit = take_unit(rest);
    if let Some(character) = char::from_u32(unit) {
        return character;
    }
    if is_high(unit)
        && let Some(mut after) = rest.strip_prefix("\\u")
        && let low = take_unit(&mut after)
        && is_low(low)
    {
        *rest = after;
        return char::from_u32(0x1_0000 + ((unit & 0x3ff) << 10) + (low & 0x3ff))
            .unwrap_or(char::REPLACEMENT_CHARACTER);
    }
    char::REPLACEMENT_CHARACTER
}

fn take_unit(rest: &mut &str) -> u32 {
    let Some((digits, after)) = rest.split_at_checked(4) else { return 0 };
    *rest = after;
    digits.bytes().fold(0, |unit, digit| unit << 4 | char::from(digit).to_digit(16).unwrap_or(0))
}

/// Whether it is the first half of a character.
pub(crate) const fn is_high(unit: u32) -> bool {
    unit & 0xfc00 == 0xd800
}

/// Whether it is the second half of a character.
pub(crate) const fn is_low(unit: u32) -> bool {
    unit & 0xfc00 == 0xdc00
}

#[cfg(test)]
mod tests {
    use super::{Form, Raw};

    #[test]
    fn reads_what_is_written() {
        let read = |text, form| Raw { text, form }.read();
        assert_eq!(read(r"a\nb", Form::Plain), r"a\nb");
        assert_eq!(read(r#"say ""yes"""""#, Form::Doubled), r#"say "yes"""#);
        assert_eq!(read(r#"\"\\\/\b\f\n\r\t\u00e9\u20AC\ud83d\ude00é"#, Form::Escaped), "\"\\/\u{8}\u{c}\n\r\té€😀é");
        assert_eq!(
            read(r"\ud83dx\ude00\ud83d\u0041\ud83d\ud83d\ude00", Form::IllFormed),
            "\u{fffd}x\u{fffd}\u{fffd}A\u{fffd}😀"
        );
        assert!(Raw { text: r"\u0061", form: Form::Escaped }.is("a"));
        assert!(!Raw { text: r"\u0061", form: Form::Plain }.is("a"));
    }
}
