//! Numbers as text, by hand: what stays out of the formatting machinery keeps it out of the published module.

/// A number in decimal digits.
pub(crate) fn decimal(number: usize) -> String {
    let mut text = String::new();
    let mut place = 1_usize;
    while number / place >= 10 {
        place *= 10;
    }
    while place > 0 {
        push_digit(&mut text, number / place);
        place /= 10;
    }
    text
}

/// Adds the last digit of a number.
pub(crate) fn push_digit(text: &mut String, number: usize) {
    text.push(char::from(b'0' + u8::try_from(number % 10).unwrap_or(0)));
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn writes_numbers() {
        for number in [0, 1, 9, 10, 99, 100, 1_024, 10_000, 4_294_967_295, usize::MAX] {
            assert_eq!(decimal(number), number.to_string());
        }
    }
}
