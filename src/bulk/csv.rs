//! Records of CSV, in text that may end anywhere.

use super::fields::{Broken, Cell, Fields};
use super::header::Layout;
use super::raw::{Form, Raw};
use super::scan::{find_csv, find_quote};
use super::source_problem::CELL_MAX;

/// Why there is no record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The text ends before it does, and there is more to come.
    End,
    /// The text ends in a quoted cell.
    Cut,
    /// A cell is longer than [`CELL_MAX`].
    TooLong,
}

/// What ends a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Separator,
    Record,
}

/// A place in a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Records<'t> {
    text: &'t str,
    /// Whether nothing more is to come.
    is_whole: bool,
    /// How far it has come.
    pub at: usize,
    /// How many lines have ended before that, since it started.
    pub lines: u32,
}

impl<'t> Records<'t> {
    pub(crate) fn new(text: &'t str, at: usize, is_whole: bool) -> Self {
        Self { text, is_whole, at, lines: 0 }
    }

    /// Whether there is nothing behind this place.
    pub(crate) fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    /// Passes over lines with nothing in them.
    pub(crate) fn skip_blank(&mut self) {
        while let Some(b'\n' | b'\r') = self.text.as_bytes().get(self.at) {
            if self.end_of_record().is_err() {
                return;
            }
        }
    }

    /// Takes a row into fields that are empty; gives whether there is anything in its cells.
    #[inline]
    pub(crate) fn row(&mut self, layout: &Layout, fields: &mut Fields<'t>) -> Result<bool, Trouble> {
        let mut is_blank = true;
        let mut slots = layout.slots.iter();
        loop {
            let (raw, ending, broken) = self.cell(layout.separator)?;
            let slot = slots.next();
            if broken.is_some() {
                fields.broken = fields.broken.or(broken);
            }
            if !raw.text.is_empty() {
                is_blank = false;
                match slot {
                    Some(Some(slot)) => fields.set(*slot, Cell::Text(raw)),
                    Some(None) => {}
                    None => fields.surplus = true,
                }
            }
            if ending == Ending::Record {
                return Ok(!is_blank);
            }
        }
    }

    /// Takes the cells of a record, as far as there are not more of them than `max`.
    pub(crate) fn cells(&mut self, separator: u8, max: usize) -> Result<Vec<String>, Trouble> {
        let mut cells = Vec::new();
        loop {
            let (raw, ending, _) = self.cell(separator)?;
            if cells.len() <= max {
                cells.push(raw.read().into_owned());
            }
            if ending == Ending::Record {
                return Ok(cells);
            }
        }
    }

    #[inline(always)]
    fn cell(&mut self, separator: u8) -> Result<(Raw<'t>, Ending, Option<Broken>), Trouble> {
        let bytes = self.text.as_bytes();
        if bytes.get(self.at) == Some(&b'"') {
            return self.quoted(separator);
        }
        let start = self.at;
        let (end, has_quote) = self.end_of_plain(start, separator);
        if end - start > CELL_MAX {
            return Err(Trouble::TooLong);
        }
        let ending = self.ending(end, separator)?;
        let text = self.text.get(start..end).unwrap_or_default();
        Ok((Raw { text, form: Form::Plain }, ending, has_quote.then_some(Broken::QuoteInCell)))
    }

    /// Where a cell ends that is not quoted, and whether there is a quote before that.
    #[inline(always)]
    fn end_of_plain(&self, start: usize, separator: u8) -> (usize, bool) {
        let bytes = self.text.as_bytes();
        let mut has_quote = false;
        let mut end = find_csv(bytes, start, separator);
        loop {
            match bytes.get(end) {
                Some(b'"') => has_quote = true,
                Some(byte) if *byte != separator && !matches!(byte, b'\n' | b'\r') => {}
                _ => return (end, has_quote),
            }
            end = find_csv(bytes, end + 1, separator);
        }
    }

    #[inline(never)]
    fn quoted(&mut self, separator: u8) -> Result<(Raw<'t>, Ending, Option<Broken>), Trouble> {
        let bytes = self.text.as_bytes();
        let start = self.at + 1;
        let mut form = Form::Plain;
        let mut lines = 0;
        let mut end = find_quote(bytes, start);
        loop {
            let next = bytes.get(end + 1);
            match bytes.get(end) {
                Some(b'"') if next == Some(&b'"') => {
                    form = Form::Doubled;
                    end += 1;
                }
                Some(b'\n') => lines += 1,
                Some(b'\r') if next != Some(&b'\n') => lines += 1,
                Some(b'"') | None => break,
                Some(_) => {}
            }
            end = find_quote(bytes, end + 1);
        }
        if end - start > CELL_MAX {
            return Err(Trouble::TooLong);
        }
        if end == bytes.len() && self.is_whole {
            return Err(Trouble::Cut);
        }
        if end + 1 >= bytes.len() && !self.is_whole {
            return Err(Trouble::End);
        }
        let text = self.text.get(start..end).unwrap_or_default();
        let mut broken = None;
        let mut behind = end + 1;
        if let Some(byte) = bytes.get(behind)
            && ![separator, b'\n', b'\r'].contains(byte)
        {
            broken = Some(Broken::TextBehindQuote);
            (behind, _) = self.end_of_plain(behind, separator);
            if behind - start > CELL_MAX {
                return Err(Trouble::TooLong);
            }
        }
        let ending = self.ending(behind, separator)?;
        self.lines += lines;
        Ok((Raw { text, form }, ending, broken))
    }

    /// Takes what ends the cell that ends at `end`.
    fn ending(&mut self, end: usize, separator: u8) -> Result<Ending, Trouble> {
        self.at = end;
        if self.text.as_bytes().get(end) == Some(&separator) {
            self.at += 1;
            return Ok(Ending::Separator);
        }
        self.end_of_record()?;
        Ok(Ending::Record)
    }

    fn end_of_record(&mut self) -> Result<(), Trouble> {
        match self.text.as_bytes().get(self.at..).unwrap_or_default() {
            [] => return if self.is_whole { Ok(()) } else { Err(Trouble::End) },
            // A line feed may be still to come.
            [b'\r'] if !self.is_whole => return Err(Trouble::End),
            [b'\r', b'\n', ..] => self.at += 2,
            _ => self.at += 1,
        }
        self.lines += 1;
        Ok(())
    }
}

/// What separates the cells of the record that begins here: the one of `,`, `;` and tab that there is most of, outside
/// of quotes. `None` where the record does not end yet.
pub(crate) fn detect_separator(records: &Records<'_>) -> Option<u8> {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut is_quoted = false;
    let mut is_over = records.is_whole;
    for byte in records.text.as_bytes().get(records.at..).unwrap_or_default() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted => {
                is_over = true;
                break;
            }
            _ if !is_quoted => {
                for (separator, count) in &mut counts {
                    *count += usize::from(separator == byte);
                }
            }
            _ => {}
        }
    }
    // The first of those that are as many: a comma, if there is none at all.
    let best = counts.iter().rev().max_by_key(|(_, count)| *count);
    best.map(|(separator, _)| *separator).filter(|_| is_over)
}
