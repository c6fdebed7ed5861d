//! Text made by hand: what stays out of the formatting machinery keeps it out of the published module.

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
    use super::{decimal, odata_literal};

    #[test]
    fn writes_literals() {
        assert_eq!(odata_literal(""), "%27%27");
        assert_eq!(odata_literal("sales reps"), "%27sales%20reps%27");
        assert_eq!(odata_literal("O'Brien's"), "%27O%27%27Brien%27%27s%27");
        assert_eq!(odata_literal("a-._~Z9 &#+%?/é"), "%27a-._~Z9%20%26%23%2B%25%3F%2F%C3%A9%27");
    }

    #[test]
    fn writes_numbers() {
        for number in [0, 1, 9, 10, 99, 100, 1_024, 10_000, 4_294_967_295, usize::MAX] {
            assert_eq!(decimal(number), number.to_string());
        }
    }
}
