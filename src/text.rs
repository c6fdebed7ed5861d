//! Text made by hand: what stays out of the formatting machinery keeps it out of the published module.

/// The parts behind each other. (What the standard library has for it checks what cannot be.)
#[inline(never)]
pub(crate) fn joined(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts {
        text.push_str(part);
    }
    text
}

/// A number in decimal digits.
pub(crate) fn decimal(number: usize) -> String {
    let mut text = String::new();
    push_decimal(&mut text, number as u64);
    text
}

/// Adds a number in decimal digits.
pub(crate) fn push_decimal(text: &mut String, number: u64) {
    if number >= 10 {
        push_decimal(text, number / 10);
    }
    push_digit(text, number);
}

/// Adds the last digit of a number.
pub(crate) fn push_digit(text: &mut String, number: u64) {
    text.push(char::from(b'0' + u8::try_from(number % 10).unwrap_or(0)));
}

/// The text of UTF-8. (What the standard library has for it is made for long texts, and three times as large.)
pub(crate) fn from_utf8(bytes: &[u8]) -> Option<String> {
    let mut text = String::with_capacity(bytes.len());
    let mut bytes = bytes.iter();
    while let Some(first) = bytes.next() {
        let (mut code, length) = match first {
            0..=0x7f => (u32::from(*first), 1),
            0xc0..=0xdf => (u32::from(first & 0x1f), 2),
            0xe0..=0xef => (u32::from(first & 0x0f), 3),
            0xf0..=0xf7 => (u32::from(first & 0x07), 4),
            _ => return None,
        };
        for _ in 1..length {
            let next = bytes.next().filter(|next| *next & 0xc0 == 0x80)?;
            code = code << 6 | u32::from(next & 0x3f);
        }
        // Neither half a surrogate pair, nor written longer than it has to be.
        text.push(char::from_u32(code).filter(|character| character.len_utf8() == length)?);
    }
    Some(text)
}

/// Text as it stands in a string literal of an `OData` query within a URL: quotes doubled, then everything encoded
/// that is not unreserved.
///
/// Source: <https://learn.microsoft.com/graph/query-parameters>
pub(crate) fn odata_literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 6);
    literal.push_str("%27");
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => literal.push(char::from(byte)),
            b'\'' => literal.push_str("%27%27"),
            _ => {
                literal.push('%');
                push_hex(&mut literal, byte, b'A');
            }
        }
    }
    literal.push_str("%27");
    literal
}

/// Adds a byte as two hexadecimal digits, whose letters begin with `a`.
pub(crate) fn push_hex(text: &mut String, byte: u8, a: u8) {
    for half in [byte >> 4, byte & 0x0f] {
        text.push(char::from(if half < 10 { b'0' + half } else { a + half - 10 }));
    }
}

#[cfg(test)]
mod tests {
    use super::{decimal, from_utf8, odata_literal};

    #[test]
    fn writes_literals() {
        assert_eq!(odata_literal(""), "%27%27");
        assert_eq!(odata_literal("sales reps"), "%27sales%20reps%27");
        assert_eq!(odata_literal("O'Brien's"), "%27O%27%27Brien%27%27s%27");
        assert_eq!(odata_literal("a-._~Z9 &#+%?/é"), "%27a-._~Z9%20%26%23%2B%25%3F%2F%C3%A9%27");
    }

    #[test]
    fn reads_utf_8_as_the_standard_library_does() {
        for text in ["", "a", "\0\u{7f}\u{80}\u{7ff}\u{800}\u{ffff}\u{10000}\u{10ffff}", "zoë 😀"] {
            assert_eq!(from_utf8(text.as_bytes()).as_deref(), Some(text));
        }
        // All that begins like a character, with what may and may not come next.
        for first in 0..=0xff {
            for second in [0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff] {
                for rest in [&[][..], &[0x80], &[0x80, 0x80], &[0x7f, 0x80], &[0x80, 0xc0], &[0xbf, 0xbf, 0x80]] {
                    let bytes = [&[first, second], rest].concat();
                    assert_eq!(from_utf8(&bytes), String::from_utf8(bytes.clone()).ok(), "{bytes:?}");
                }
            }
        }
    }

    #[test]
    fn writes_numbers() {
        for number in [0, 1, 9, 10, 99, 100, 1_024, 10_000, 4_294_967_295, usize::MAX] {
            assert_eq!(decimal(number), number.to_string());
        }
    }
}
