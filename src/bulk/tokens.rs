//! The tokens of JSON, as strictly as `JSON.parse` takes them, in text that may end anywhere.

use super::raw::{Form, Raw, is_high, is_low};
use super::scan::find_json;
use super::source_problem::CELL_MAX;

/// Why there is no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The text ends before it does.
    End,
    /// This is not JSON.
    Bad,
    /// It is longer than [`CELL_MAX`].
    TooLong,
}

/// A place in a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tokens<'t> {
    text: &'t str,
    /// How far it has come.
    pub at: usize,
    /// How many lines have ended before that, since it started.
    pub lines: u32,
}

impl<'t> Tokens<'t> {
    pub(crate) fn new(text: &'t str, at: usize) -> Self {
        Self { text, at, lines: 0 }
    }

    /// The next byte, behind white space; 0 where the text ends, for no text has that.
    #[inline(always)]
    pub(crate) fn peek(&mut self) -> u8 {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.at) {
                Some(b' ' | b'\t' | b'\r') => {}
                Some(b'\n') => self.lines += 1,
                Some(byte) => return *byte,
                None => return 0,
            }
            self.at += 1;
        }
    }

    /// Takes that byte if it is the next, behind white space.
    #[inline(always)]
    pub(crate) fn take(&mut self, wanted: u8) -> Result<bool, Trouble> {
        // Mostly there is no white space.
        if self.text.as_bytes().get(self.at) == Some(&wanted) {
            self.at += 1;
            return Ok(true);
        }
        match self.peek() {
            0 => Err(Trouble::End),
            found => {
                self.at += usize::from(found == wanted);
                Ok(found == wanted)
            }
        }
    }

    /// Takes that byte, which has to be the next.
    #[inline(always)]
    pub(crate) fn expect(&mut self, wanted: u8) -> Result<(), Trouble> {
        if self.take(wanted)? { Ok(()) } else { Err(Trouble::Bad) }
    }

    /// Takes these bytes if they are the very next.
    #[inline(always)]
    pub(crate) fn take_exactly(&mut self, wanted: &[u8]) -> bool {
        let found = self.text.as_bytes().get(self.at..).is_some_and(|rest| rest.starts_with(wanted));
        if found {
            self.at += wanted.len();
        }
        found
    }

    /// Takes a string, which has to be the next.
    pub(crate) fn string(&mut self) -> Result<Raw<'t>, Trouble> {
        self.expect(b'"')?;
        self.string_rest()
    }

    /// Takes the rest of a string whose quote was taken.
    #[inline(always)]
    pub(crate) fn string_rest(&mut self) -> Result<Raw<'t>, Trouble> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let end = find_json(bytes, start);
        if bytes.get(end) == Some(&b'"') && end - start <= CELL_MAX {
            self.at = end + 1;
            return Ok(Raw { text: self.text.get(start..end).unwrap_or_default(), form: Form::Plain });
        }
        self.string_with_escapes(start, end)
    }

    fn string_with_escapes(&mut self, start: usize, first: usize) -> Result<Raw<'t>, Trouble> {
        let bytes = self.text.as_bytes();
        let mut form = Form::Plain;
        self.at = first;
        let result = loop {
            match bytes.get(self.at) {
                Some(b'"') => break Ok(()),
                Some(b'\\') => {}
                Some(_) => break Err(Trouble::Bad),
                None => break Err(Trouble::End),
            }
            match self.escape() {
                Ok(is_whole) if is_whole && form != Form::IllFormed => form = Form::Escaped,
                Ok(_) => form = Form::IllFormed,
                Err(trouble) => break Err(trouble),
            }
            self.at = find_json(bytes, self.at);
        };
        if self.at - start > CELL_MAX {
            return Err(Trouble::TooLong);
        }
        result?;
        let text = self.text.get(start..self.at).unwrap_or_default();
        self.at += 1;
        Ok(Raw { text, form })
    }

    /// Takes an escape, and the one for the other half of its character; tells whether it makes a whole one.
    fn escape(&mut self) -> Result<bool, Trouble> {
        match self.text.as_bytes().get(self.at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                self.at += 2;
                Ok(true)
            }
            Some(b'u') => {
                let unit = self.unit(self.at + 2)?;
                self.at += 6;
                if !is_high(unit) {
                    return Ok(!is_low(unit));
                }
                match self.text.as_bytes().get(self.at..) {
                    Some([b'\\', b'u', ..]) => {}
                    Some([b'\\'] | []) => return Err(Trouble::End),
                    _ => return Ok(false),
                }
                let is_whole = is_low(self.unit(self.at + 2)?);
                if is_whole {
                    self.at += 6;
                }
                Ok(is_whole)
            }
            Some(_) => Err(Trouble::Bad),
            None => Err(Trouble::End),
        }
    }

    fn unit(&self, at: usize) -> Result<u32, Trouble> {
        let mut unit = 0;
        for at in at..at + 4 {
            let byte = self.text.as_bytes().get(at).ok_or(Trouble::End)?;
            unit = unit << 4 | char::from(*byte).to_digit(16).ok_or(Trouble::Bad)?;
        }
        Ok(unit)
    }

    /// Takes a value that is not wanted, and tells what it is, with its article.
    pub(crate) fn skip(&mut self) -> Result<&'static str, Trouble> {
        let first = self.peek();
        let start = self.at;
        let result = self.skip_within(first);
        // A token that is not whole yet counts as far as the text goes.
        let end = if result == Err(Trouble::End) { self.text.len() } else { self.at };
        if end.saturating_sub(start) > CELL_MAX { Err(Trouble::TooLong) } else { result }
    }

    fn skip_within(&mut self, first: u8) -> Result<&'static str, Trouble> {
        // For each open array or object, whether it is an object: no recursion, so that depth costs a byte.
        let mut open: Vec<bool> = Vec::new();
        let kind = match first {
            b'{' => "an object",
            b'[' => "an array",
            _ => return self.scalar(first),
        };
        loop {
            match self.peek() {
                opening @ (b'{' | b'[') => {
                    self.at += 1;
                    let is_object = opening == b'{';
                    open.push(is_object);
                    if !self.take(if is_object { b'}' } else { b']' })? {
                        self.key(is_object)?;
                        continue;
                    }
                    open.pop();
                }
                first => {
                    self.scalar(first)?;
                }
            }
            // A value has ended, and with it perhaps what it is in.
            loop {
                let Some(is_object) = open.last().copied() else { return Ok(kind) };
                if self.take(b',')? {
                    self.key(is_object)?;
                    break;
                }
                self.expect(if is_object { b'}' } else { b']' })?;
                open.pop();
            }
        }
    }

    fn key(&mut self, is_object: bool) -> Result<(), Trouble> {
        if is_object {
            self.string()?;
            self.expect(b':')?;
        }
        Ok(())
    }

    /// Takes a value that is neither array nor object and begins with that byte.
    fn scalar(&mut self, first: u8) -> Result<&'static str, Trouble> {
        match first {
            b'"' => self.string().map(|_| "a string"),
            b't' => self.word(b"true").map(|()| "a boolean"),
            b'f' => self.word(b"false").map(|()| "a boolean"),
            b'n' => self.word(b"null").map(|()| "null"),
            b'-' | b'0'..=b'9' => self.number().map(|()| "a number"),
            0 => Err(Trouble::End),
            _ => Err(Trouble::Bad),
        }
    }

    /// Takes that word, which has to be the next.
    pub(crate) fn word(&mut self, word: &[u8]) -> Result<(), Trouble> {
        if self.take_exactly(word) {
            return Ok(());
        }
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        Err(if word.starts_with(rest) { Trouble::End } else { Trouble::Bad })
    }

    fn number(&mut self) -> Result<(), Trouble> {
        self.take_exactly(b"-");
        if !self.take_exactly(b"0") {
            self.digits()?;
        }
        if self.take_exactly(b".") {
            self.digits()?;
        }
        if self.take_exactly(b"e") || self.take_exactly(b"E") {
            let _ = self.take_exactly(b"+") || self.take_exactly(b"-");
            self.digits()?;
        }
        // At the end of the text there may be more of it to come.
        if self.at < self.text.len() { Ok(()) } else { Err(Trouble::End) }
    }

    fn digits(&mut self) -> Result<(), Trouble> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if count == 0 {
            return Err(if rest.is_empty() { Trouble::End } else { Trouble::Bad });
        }
        self.at += count;
        Ok(())
    }
}
