//! Adds a row that was read to the others, with what is wrong with it.

use super::{Progress, Reader, plain};
use crate::bulk::check::{check, is_plain};
use crate::bulk::fields::Fields;
use crate::bulk::rows::{Bad, Record};
use crate::bulk::source_problem::{Cause, ROWS_MAX};

/// How many rows tell how many there will be.
const ROWS_TO_TELL: usize = 256;

impl Reader {
    /// Adds a row.
    #[inline]
    pub(super) fn add(&mut self, start: usize, fields: &Fields<'_>) -> Progress {
        let at = self.rows.records.len();
        if at >= ROWS_MAX {
            return Err(plain(Cause::TooLarge));
        }
        if !is_plain(fields) {
            self.check(at, fields);
        }
        if at == self.rows.records.capacity() {
            self.make_room_for_rows();
        }
        // The block that is being read is not among the others.
        let block = small(self.rows.blocks.len());
        self.rows.records.push(Record { block, start: small(start), line: self.line });
        Ok(())
    }

    fn check(&mut self, at: usize, fields: &Fields<'_>) {
        let before = self.rows.problems;
        let problems = &mut self.rows.problems;
        let mut only = None;
        check(fields, self.rows.default_catalog.is_some(), &mut |finding| {
            *problems = problems.saturating_add(1);
            only = finding.lasting().filter(|_| *problems == before + 1);
        });
        if *problems > before {
            self.rows.bad.push(Bad { at: small(at), before, only });
        }
    }

    /// Makes room for as many rows as there will be if they go on like this: growing by and by would touch thrice the memory.
    #[cold]
    fn make_room_for_rows(&mut self) {
        let rows = self.rows.records.len();
        let more = match self.options.size_hint {
            Some(size) if rows >= ROWS_TO_TELL => {
                let expected = size.saturating_mul(rows) / self.size.max(1);
                (expected - rows.min(expected)).min(ROWS_MAX) + rows / 16
            }
            // A few rows say nothing yet.
            _ => rows.max(ROWS_TO_TELL),
        };
        self.rows.records.reserve_exact(more);
    }
}

/// A number that the limits keep small.
pub(super) fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
