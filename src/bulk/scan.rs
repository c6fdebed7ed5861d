//! Looking at bytes, eight at a time.

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

/// Whether all bytes are hexadecimal digits.
const fn is_hex(word: u64) -> bool {
    /// Marks the bytes from that one on by their highest bit, where none has it set.
    const fn from(word: u64, byte: u8) -> u64 {
        word.wrapping_add(spread(0x80 - byte))
    }
    let lower = word | spread(0x20);
    let digits = from(word, b'0') & !from(word, b'9' + 1);
    let letters = from(lower, b'a') & !from(lower, b'f' + 1);
    (digits | letters) & !word & HIGH == HIGH
}

/// As [`crate::flaw::is_guid`].
pub(crate) fn is_guid(text: &str) -> bool {
    /// Where the dashes are in each word.
    const DASHES: [u64; 4] = [0, 0x0000_ff00_0000_00ff, 0xff00_0000_00ff_0000, 0];
    let Some((bytes, end)) = text.as_bytes().split_at_checked(32) else { return false };
    let Ok(end) = <[u8; 4]>::try_from(end) else { return false };
    let (words, _) = bytes.as_chunks::<8>();
    let fits = |(word, dashes): (&[u8; 8], &u64)| {
        let word = u64::from_le_bytes(*word);
        word & dashes == spread(b'-') & dashes && is_hex(word & !dashes | spread(b'0') & dashes)
    };
    // Digits fill up the last word.
    words.iter().zip(&DASHES).all(fits) && is_hex(u64::from(u32::from_le_bytes(end)) << 32 | spread(b'0') >> 32)
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
    use super::{count_lines, find_byte, find_csv, find_json, find_quote, is_guid};
    use crate::flaw;

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
    fn tells_a_guid_as_byte_by_byte() {
        let good = "09afAF00-9a9A-0000-ffFF-0123456789Ab";
        for length in 0..=good.len() {
            assert_eq!(is_guid(good.get(..length).unwrap()), length == good.len());
        }
        assert!(!is_guid(&format!("{good}0")));
        for at in 0..36 {
            for byte in 0..=char::from(0xff) as u8 {
                // What two bytes write takes the place of two.
                let end = at + char::from(byte).len_utf8();
                let Some(rest) = good.get(end..) else { continue };
                let text = [good.get(..at).unwrap(), char::from(byte).encode_utf8(&mut [0; 2]), rest].concat();
                assert_eq!(is_guid(&text), flaw::is_guid(&text), "{text}");
            }
        }
    }

    #[test]
    fn counts_lines() {
        for (text, lines) in [("", 0), ("a", 0), ("\n", 1), ("\r\n", 1), ("\r", 1), ("\n\r", 2), ("a\r\rb\n\nc\r\n", 5)]
        {
            assert_eq!(count_lines(text.as_bytes()), lines, "{text:?}");
        }
    }
}
