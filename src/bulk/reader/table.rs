//! Reads CSV: its header, then its rows.

use super::{Progress, Reader};
use crate::bulk::csv::{self, Records, detect_separator};
use crate::bulk::fields::Fields;
use crate::bulk::header::Layout;
use crate::bulk::rows::Shape;
use crate::bulk::scan::find_end;
use crate::bulk::source_problem::{COLUMNS_MAX, Cause};

impl Reader {
    pub(super) fn read_header(&mut self, block: &str, is_whole: bool, mut separator: Option<u8>) -> Progress {
        let mut records = Records::new(block, self.start, is_whole);
        records.skip_blank();
        if separator.is_none() {
            let rest = block.get(records.at..).unwrap_or_default();
            let head = rest.get(..4).unwrap_or(rest);
            if !is_whole && head.len() < 4 {
                return Ok(());
            }
            if head.eq_ignore_ascii_case("sep=") {
                let end = find_end(rest.as_bytes(), 4);
                if end == rest.len() && !is_whole {
                    return Ok(());
                }
                let cell = rest.get(4..end).unwrap_or_default();
                records.at += end;
                match cell.as_bytes() {
                    [found @ (b',' | b';' | b'\t')] => separator = Some(*found),
                    _ => return Err(self.here(Cause::OtherSeparator, 0)),
                }
                records.skip_blank();
                self.rows.shape = Shape::Header(separator);
            }
        }
        self.start = records.at;
        self.line += records.lines;
        records.lines = 0;
        if records.is_at_end() {
            return Ok(());
        }
        let Some(separator) = self.options.separator.or(separator).or_else(|| detect_separator(&records)) else {
            return Ok(());
        };
        match records.cells(separator, COLUMNS_MAX) {
            Ok(cells) => {
                let has_default = self.rows.default_catalog.is_some();
                match Layout::read(separator, cells, &self.rows.ignore, has_default) {
                    Ok(layout) => self.rows.shape = Shape::Table(layout),
                    Err(problems) => {
                        let cause = if problems.is_empty() { Cause::TooManyColumns } else { Cause::Columns };
                        self.columns = problems;
                        return Err(self.here(cause, 0));
                    }
                }
                self.start = records.at;
                self.line += records.lines;
                Ok(())
            }
            Err(trouble) => self.stop(trouble),
        }
    }

    pub(super) fn read_table(&mut self, block: &str, is_whole: bool, layout: &Layout) -> Progress {
        let mut records = Records::new(block, self.start, is_whole);
        loop {
            records.skip_blank();
            self.start = records.at;
            self.line += std::mem::take(&mut records.lines);
            if records.is_at_end() {
                return Ok(());
            }
            let mut fields = Fields::default();
            match records.row(layout, &mut fields) {
                Ok(true) => self.add(self.start, &fields)?,
                Ok(false) => {}
                Err(trouble) => return self.stop(trouble),
            }
        }
    }

    /// Stops at a record: for good, or until there is more.
    fn stop(&self, trouble: csv::Trouble) -> Progress {
        match trouble {
            csv::Trouble::End => Ok(()),
            csv::Trouble::Cut => Err(self.in_this_row(Cause::CutCell, 0)),
            csv::Trouble::TooLong => Err(self.in_this_row(Cause::TooLong, 0)),
        }
    }
}
