//! Looking for bytes, eight at a time.

const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Marks the bytes that are zero by their highest bit. What is marked above the lowest mark may be wrong.
const fn zeros(word: u64) -> u64 {
    word.wrapping_sub(LOW) & !word & HIGH
}

/// The byte eight times.
const fn spread(byte: u8) -> u64 {
    LOW.wrapping_mul(byte as u64)
}

/// Marks the bytes that are the one that was spread, as [`zeros`] does.
const fn same(word: u64, spread: u64) -> u64 {
    zeros(word ^ spread)
}

/// Marks the bytes below a space, as [`zeros`] does.
const fn controls(word: u64) -> u64 {
    word.wrapping_sub(spread(b' ')) & !word & HIGH
}

/// What to look for: two bytes, spread, and with all bits set in the last one control characters too.
#[derive(Clone, Copy)]
struct Wanted(u64, u64, u64);

impl Wanted {
    #[inline(always)]
    const fn marks(self, word: u64) -> u64 {
        same(word, self.0) | same(word, self.1) | controls(word) & self.2
    }
}

/// Where the first such byte from `from` on is; the length where there is none.
#[inline(always)]
fn find(bytes: &[u8], from: usize, wanted: Wanted) -> usize {
    let Some(rest) = bytes.get(from..) else { return bytes.len() };
    let (words, tail) = rest.as_chunks::<8>();
    let mut at = from;
    for word in words {
        let marks = wanted.marks(u64::from_le_bytes(*word));
        if marks != 0 {
            return at + first(marks);
        }
        at += 8;
    }
    // This byte is never wanted: no text has it.
    let mut last = [0xff; 8];
    for (to, byte) in last.iter_mut().zip(tail) {
        *to = *byte;
    }
    let marks = wanted.marks(u64::from_le_bytes(last));
    if marks == 0 { bytes.len() } else { at + first(marks) }
}

/// The place of the lowest mark.
const fn first(marks: u64) -> usize {
    (marks.trailing_zeros() / 8) as usize
}

/// Where the first such byte is.
#[inline(never)]
pub(crate) fn find_byte(bytes: &[u8], from: usize, byte: u8) -> usize {
    find(bytes, from, Wanted(spread(byte), spread(byte), 0))
}

/// Where the first end of a line is.
pub(crate) fn find_end(bytes: &[u8], from: usize) -> usize {
    find(bytes, from, Wanted(spread(b'\n'), spread(b'\r'), 0))
}

/// Where the first byte is that cannot stand for itself in a string of JSON: a quote, a backslash, a control character.
#[inline(never)]
pub(crate) fn find_json(bytes: &[u8], from: usize) -> usize {
    find(bytes, from, Wanted(spread(b'"'), spread(b'\\'), u64::MAX))
}

/// Where the first byte is that can end a cell without quotes, or a quote that has no place there. Other control
/// characters are found too: one test for all is faster than one for each end of a line.
#[inline(never)]
pub(crate) fn find_csv(bytes: &[u8], from: usize, separator: u8) -> usize {
    find(bytes, from, Wanted(spread(separator), spread(b'"'), u64::MAX))
}

/// Where the first quote or control character is.
#[inline]
pub(crate) fn find_quote(bytes: &[u8], from: usize) -> usize {
    find_csv(bytes, from, b'"')
}

/// How many lines end in the text: at a line feed, at a carriage return, or at both in succession.
pub(crate) fn count_lines(bytes: &[u8]) -> u32 {
    let mut lines = 0;
    let mut at = 0;
    loop {
        at = find_end(bytes, at);
        match bytes.get(at) {
            None => return lines,
            Some(b'\r') if bytes.get(at + 1) == Some(&b'\n') => at += 2,
            Some(_) => at += 1,
        }
        lines += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::{count_lines, find_byte, find_csv, find_json, find_quote};

    #[test]
    fn finds_every_byte_at_every_place() {
        for length in 0..40 {
            for at in 0..length {
                for byte in 0..=0xfe_u8 {
                    let mut bytes = vec![b'x'; length];
                    bytes[at] = byte;
                    if let Some(next) = bytes.get_mut(at + 1) {
                        // What a borrow would mark wrongly.
                        *next = byte.wrapping_add(1);
                    }
                    let found = |test: &dyn Fn(u8) -> bool| bytes.iter().position(|b| test(*b)).unwrap_or(length);
                    assert_eq!(find_byte(&bytes, 0, byte), found(&|b| b == byte));
                    assert_eq!(find_json(&bytes, 0), found(&|b| b < 0x20 || b == b'"' || b == b'\\'));
                    assert_eq!(find_csv(&bytes, 0, b';'), found(&|b| b < 0x20 || b"\";".contains(&b)));
                    assert_eq!(find_quote(&bytes, 0), found(&|b| b < 0x20 || b == b'"'));
                }
            }
        }
        assert_eq!(find_byte(b"aaaa", 2, b'a'), 2);
        assert_eq!(find_byte(b"aaaa", 9, b'a'), 4);
    }

    #[test]
    fn counts_lines() {
        for (text, lines) in [("", 0), ("a", 0), ("\n", 1), ("\r\n", 1), ("\r", 1), ("\n\r", 2), ("a\r\rb\n\nc\r\n", 5)]
        {
            assert_eq!(count_lines(text.as_bytes()), lines, "{text:?}");
        }
    }
}
