//! Reads an array of JSON, an element at a time.

use super::{Progress, Reader};
use crate::bulk::json;
use crate::bulk::source_problem::Cause;
use crate::bulk::tokens::{Tokens, Trouble};

/// Where an array of JSON is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Before its first element, or its end.
    First,
    /// Before an element.
    Element,
    /// Behind an element.
    Behind,
    /// Behind its end.
    Over,
}

impl Reader {
    pub(super) fn read_array(&mut self, block: &str) -> Progress {
        let mut tokens = Tokens::new(block, self.start);
        loop {
            let next = tokens.peek();
            self.start = tokens.at;
            self.line += std::mem::take(&mut tokens.lines);
            if next == 0 {
                return Ok(());
            }
            match (self.stage, next) {
                (Stage::First, b']') | (Stage::Behind, b']') => {
                    tokens.at += 1;
                    self.stage = Stage::Over;
                }
                (Stage::Behind, b',') => {
                    tokens.at += 1;
                    self.stage = Stage::Element;
                }
                (Stage::First | Stage::Element, _) => {
                    match json::read_row(&mut tokens, &self.rows.ignore) {
                        Ok(fields) => self.add(self.start, &fields)?,
                        Err(Trouble::End) => return Ok(()),
                        Err(Trouble::Bad) => return Err(self.in_this_row(Cause::NotJson, tokens.lines)),
                        Err(Trouble::TooLong) => return Err(self.in_this_row(Cause::TooLong, 0)),
                    }
                    self.stage = Stage::Behind;
                }
                (Stage::Behind, _) => return Err(self.here(Cause::NoComma, 0)),
                (Stage::Over, _) => return Err(self.here(Cause::Behind, 0)),
            }
        }
    }
}
