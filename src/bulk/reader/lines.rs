//! Reads JSON, a value a line.

use super::{Progress, Reader};
use crate::bulk::json;
use crate::bulk::rows::read_line;
use crate::bulk::scan::find_byte;
use crate::bulk::source_problem::Cause;
use crate::bulk::tokens::{Tokens, Trouble};

impl Reader {
    pub(super) fn read_lines(&mut self, block: &str, is_whole: bool) -> Progress {
        let bytes = block.as_bytes();
        while self.start < bytes.len() {
            let end = find_byte(bytes, self.start, b'\n');
            let has_end = end < bytes.len();
            if !has_end && !is_whole {
                // A value that is too long is told as soon as it is.
                let read = json::read_row(&mut Tokens::new(block, self.start), &self.rows.ignore);
                return if read == Err(Trouble::TooLong) { Err(self.in_this_row(Cause::TooLong, 0)) } else { Ok(()) };
            }
            let line = bytes.get(self.start..end).unwrap_or_default();
            if !line.trim_ascii().is_empty() {
                self.add_line(block, has_end)?;
            }
            self.start = end.saturating_add(1).min(bytes.len());
            self.line += 1;
        }
        Ok(())
    }

    fn add_line(&mut self, block: &str, has_end: bool) -> Progress {
        let fields = read_line(block, self.start, &self.rows.ignore);
        if fields.broken.is_some() {
            match json::read_row(&mut Tokens::new(block, self.start), &self.rows.ignore) {
                Err(Trouble::TooLong) => return Err(self.in_this_row(Cause::TooLong, 0)),
                Err(Trouble::End) if !has_end => return Err(self.in_this_row(Cause::CutValue, 0)),
                _ => {}
            }
        }
        self.add(self.start, &fields)
    }
}
