//! From pushed bytes to text: UTF-8, and UTF-16 as Excel writes it.

use std::str;

use super::scan::find_byte;
use super::source_problem::Cause;

/// How the text is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    Utf16Le,
}

impl Encoding {
    /// Its name in JavaScript.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
        }
    }
}

/// What formats begin with that people take for text.
const MAGIC: [(&[u8], Cause); 7] = [
    (b"PK\x03\x04", Cause::Workbook),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Cause::OldWorkbook),
    (b"%PDF-", Cause::Pdf),
    (b"\x89PNG", Cause::Picture),
    (b"GIF8", Cause::Picture),
    (b"\xff\xd8\xff", Cause::Picture),
    (b"\x1f\x8b", Cause::NoText),
];

/// The longest of what a source can be told by.
const HEAD: usize = 8;

/// Decodes a source that comes in pieces, which may cut a character.
#[derive(Debug, Default)]
pub(crate) struct Decoder {
    /// The first bytes, until there are enough to tell the encoding.
    head: Vec<u8>,
    encoding: Option<Encoding>,
    /// The beginning of a character, whose end is still to come.
    carry: Vec<u8>,
    /// The first half of a character of UTF-16.
    high: Option<u16>,
}

impl Decoder {
    /// How the text is encoded; known once something was decoded.
    pub(crate) fn encoding(&self) -> Option<Encoding> {
        self.encoding
    }

    /// How much text so many bytes can become, with those that wait.
    pub(crate) const fn room(bytes: usize) -> usize {
        (bytes + HEAD) * 3 / 2 + HEAD
    }

    /// Adds the text of the bytes. With a fault, the text before it was added.
    pub(crate) fn decode(&mut self, bytes: &[u8], text: &mut String) -> Result<(), Cause> {
        if self.encoding.is_some() {
            return self.decode_rest(bytes, text);
        }
        let (first, rest) = bytes.split_at_checked(HEAD.saturating_sub(self.head.len())).unwrap_or((bytes, &[]));
        self.head.extend_from_slice(first);
        if self.head.len() < HEAD {
            return Ok(());
        }
        self.decode_head(text)?;
        self.decode_rest(rest, text)
    }

    /// Adds what still waits: there is nothing more to come.
    pub(crate) fn finish(&mut self, text: &mut String) -> Result<(), Cause> {
        if self.encoding.is_none() {
            self.decode_head(text)?;
        }
        if self.carry.is_empty() && self.high.is_none() { Ok(()) } else { Err(Cause::CutCharacter) }
    }

    fn decode_head(&mut self, text: &mut String) -> Result<(), Cause> {
        let head = std::mem::take(&mut self.head);
        if let Some((_, cause)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
            return Err(*cause);
        }
        if head.starts_with(b"\xfe\xff") {
            return Err(Cause::BigEndian);
        }
        if let Some(rest) = head.strip_prefix(b"\xff\xfe") {
            self.encoding = Some(Encoding::Utf16Le);
            return self.decode_rest(rest, text);
        }
        self.encoding = Some(Encoding::Utf8);
        self.decode_rest(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head), text)
    }

    fn decode_rest(&mut self, bytes: &[u8], text: &mut String) -> Result<(), Cause> {
        match self.encoding {
            Some(Encoding::Utf16Le) => self.decode_utf16(bytes, text),
            _ => self.decode_utf8(bytes, text),
        }
    }

    fn decode_utf8(&mut self, mut bytes: &[u8], text: &mut String) -> Result<(), Cause> {
        while !self.carry.is_empty() {
            let Some((byte, rest)) = bytes.split_first() else { return Ok(()) };
            bytes = rest;
            self.carry.push(*byte);
            match str::from_utf8(&self.carry) {
                Ok(character) => {
                    text.push_str(character);
                    self.carry.clear();
                }
                Err(error) if error.error_len().is_some() => return Err(Cause::NotUtf8),
                Err(_) => {}
            }
        }
        let (valid, fault) = match str::from_utf8(bytes) {
            Ok(valid) => (valid, None),
            Err(error) => {
                let (valid, rest) = bytes.split_at_checked(error.valid_up_to()).unwrap_or_default();
                let fault = error.error_len().map(|_| Cause::NotUtf8);
                if fault.is_none() {
                    self.carry.extend_from_slice(rest);
                }
                (str::from_utf8(valid).unwrap_or_default(), fault)
            }
        };
        let end = find_byte(valid.as_bytes(), 0, 0);
        text.push_str(valid.get(..end).unwrap_or_default());
        if end < valid.len() {
            return Err(Cause::NoText);
        }
        fault.map_or(Ok(()), Err)
    }

    fn decode_utf16(&mut self, bytes: &[u8], text: &mut String) -> Result<(), Cause> {
        let mut bytes = bytes;
        if let Some(low) = self.carry.pop() {
            let Some((high, rest)) = bytes.split_first() else {
                self.carry.push(low);
                return Ok(());
            };
            self.decode_unit(u16::from_le_bytes([low, *high]), text)?;
            bytes = rest;
        }
        let (units, rest) = bytes.as_chunks::<2>();
        for unit in units {
            self.decode_unit(u16::from_le_bytes(*unit), text)?;
        }
        self.carry.extend_from_slice(rest);
        Ok(())
    }

    fn decode_unit(&mut self, unit: u16, text: &mut String) -> Result<(), Cause> {
        if let Some(high) = self.high.take() {
            let character = char::decode_utf16([high, unit]).next().and_then(Result::ok);
            text.push(character.ok_or(Cause::NotUtf16)?);
            return Ok(());
        }
        match char::from_u32(u32::from(unit)) {
            Some('\0') => return Err(Cause::NoText),
            Some(character) => text.push(character),
            None if unit & 0xfc00 == 0xd800 => self.high = Some(unit),
            None => return Err(Cause::NotUtf16),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Cause, Decoder, Encoding};

    /// Decodes in pieces of every length: what comes out is the same.
    #[track_caller]
    fn decode(bytes: &[u8]) -> (String, Option<Encoding>, Result<(), Cause>) {
        let in_pieces = |length: usize| {
            let (mut decoder, mut text) = (Decoder::default(), String::new());
            let mut result = bytes.chunks(length).try_for_each(|piece| decoder.decode(piece, &mut text));
            if result.is_ok() {
                result = decoder.finish(&mut text);
            }
            (text, decoder.encoding(), result)
        };
        let whole = in_pieces(bytes.len().max(1));
        for length in 1..bytes.len() {
            assert_eq!(in_pieces(length), whole, "in pieces of {length}");
        }
        whole
    }

    fn utf16(text: &str) -> Vec<u8> {
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn decodes_what_excel_writes() {
        let text = "name;Größe €😀\r\n\u{feff}x";
        let utf8 = (String::from(text), Some(Encoding::Utf8), Ok(()));
        assert_eq!(decode(text.as_bytes()), utf8);
        assert_eq!(decode(&[b"\xef\xbb\xbf", text.as_bytes()].concat()), utf8);
        assert_eq!(decode(&utf16(text)), (String::from(text), Some(Encoding::Utf16Le), Ok(())));
        assert_eq!(decode(b""), (String::new(), Some(Encoding::Utf8), Ok(())));
        assert_eq!(decode(b"\xef\xbb\xbf"), (String::new(), Some(Encoding::Utf8), Ok(())));
    }

    #[test]
    fn tells_what_is_no_text() {
        for (bytes, fault) in [
            (&b"PK\x03\x04\x14\0\x06\0\x08\0"[..], Cause::Workbook),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", Cause::OldWorkbook),
            (b"%PDF-1.7", Cause::Pdf),
            (b"\x89PNG\r\n\x1a\n", Cause::Picture),
            (b"\x1f\x8b\x08", Cause::NoText),
            (b"\xfe\xff\0n\0a", Cause::BigEndian),
            (b"n\0a\0m\0e\0", Cause::NoText),
        ] {
            assert_eq!(decode(bytes).2, Err(fault));
        }
    }

    #[test]
    fn keeps_what_comes_before_a_fault() {
        let invalid = |encoding| Err(if encoding == Encoding::Utf8 { Cause::NotUtf8 } else { Cause::NotUtf16 });
        for (bytes, wanted) in [
            (&b"Gr\xf6\xdfe and more"[..], ("Gr", invalid(Encoding::Utf8))),
            (b"first line\nGr\xf6", ("first line\nGr", invalid(Encoding::Utf8))),
            (b"first line\nGr\xf6\n", ("first line\nGr", invalid(Encoding::Utf8))),
            (b"long enough\xed\xa0\x80", ("long enough", invalid(Encoding::Utf8))),
            (b"a first line\n\xe2\x82", ("a first line\n", Err(Cause::CutCharacter))),
            (b"some text\0\xff", ("some text", Err(Cause::NoText))),
        ] {
            let (text, _, result) = decode(bytes);
            assert_eq!((text.as_str(), result), wanted);
        }
        let mut odd = utf16("some text");
        odd.push(b'x');
        assert_eq!(decode(&odd), (String::from("some text"), Some(Encoding::Utf16Le), Err(Cause::CutCharacter)));
        let mut lone = utf16("some text");
        lone.extend([0x00, 0xdc, b'x', 0]);
        assert_eq!(decode(&lone).2, invalid(Encoding::Utf16Le));
        let mut lone = utf16("some text");
        lone.extend([0x3d, 0xd8, b'x', 0]);
        assert_eq!(decode(&lone).2, invalid(Encoding::Utf16Le));
    }
}
