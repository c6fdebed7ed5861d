//! Reads a source that comes in pieces, however they are cut.

mod add;
mod array;
mod lines;
mod table;

use super::encoding::Decoder;
use super::rows::{Rows, Shape};
use super::scan::count_lines;
use super::source_problem::{CELL_MAX, Cause, ColumnProblem, SIZE_MAX, SourceProblem};
use super::tokens::Tokens;
use add::small;
use array::Stage;

/// What a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Csv,
    Json,
}

/// How a source is to be read.
#[derive(Clone, Debug, Default)]
pub(crate) struct ReadOptions {
    /// Absent: told by its first character.
    pub format: Option<Format>,
    /// Absent: told by the header.
    pub separator: Option<u8>,
    /// The catalog of rows that name none.
    pub default_catalog: Option<String>,
    /// Columns, or properties, that are passed over.
    pub ignore: Vec<String>,
    /// How many bytes there are, where that is known.
    pub size_hint: Option<usize>,
    /// Whether it is an array of inputs, as JSON.
    pub inputs: bool,
}

/// How much is decoded and read at once, in bytes: small enough to be still in the cache when it is read.
const STEP: usize = 65_536;

/// How much text is kept in one piece.
const BLOCK: usize = 8 * STEP;

/// Reads the rows of a source.
#[derive(Debug)]
pub(crate) struct Reader {
    options: ReadOptions,
    decoder: Decoder,
    rows: Rows,
    stage: Stage,
    /// How much of the last block was read.
    start: usize,
    /// The line that begins there, or goes on there, from 1.
    line: u32,
    /// How much text has to be there for another try: a long row is not read again for each of its pieces.
    wanted: usize,
    /// How many bytes were pushed.
    size: usize,
    /// What was wrong: nothing is read after that.
    failed: Option<SourceProblem>,
    /// What is wrong with the header.
    columns: Vec<ColumnProblem>,
}

/// Whether everything was read that is there, or the rest has to wait for more.
type Progress = Result<(), SourceProblem>;

impl Reader {
    pub(crate) fn new(mut options: ReadOptions) -> Self {
        let shape = match options.format {
            Some(Format::Csv) if !options.inputs => Shape::Header(None),
            _ => Shape::Undecided,
        };
        let rows = Rows {
            blocks: Vec::new(),
            records: Vec::new(),
            bad: Vec::new(),
            problems: 0,
            shape,
            encoding: None,
            default_catalog: options.default_catalog.take(),
            ignore: std::mem::take(&mut options.ignore),
            inputs: options.inputs,
        };
        let decoder = Decoder::default();
        Self {
            options,
            decoder,
            rows,
            stage: Stage::First,
            start: 0,
            line: 1,
            wanted: 0,
            size: 0,
            failed: None,
            columns: Vec::new(),
        }
    }

    /// Passes over columns, or properties, of that name too.
    pub(crate) fn ignore(&mut self, name: &str) {
        self.rows.ignore.push(String::from(name));
    }

    /// How many rows have been found.
    pub(crate) fn rows_so_far(&self) -> usize {
        self.rows.len()
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    ///
    /// What makes the source unreadable, as JSON. It is the same however the bytes are cut, and stays.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<(), String> {
        if self.failed.is_none() {
            self.failed = self.take_all(bytes).err();
        }
        self.check_failed()
    }

    fn take_all(&mut self, bytes: &[u8]) -> Progress {
        if self.options.size_hint.is_some_and(|size| size > SIZE_MAX) {
            return Err(plain(Cause::TooLarge));
        }
        let (bytes, surplus) = bytes.split_at_checked(SIZE_MAX - self.size).unwrap_or((bytes, &[]));
        for step in bytes.chunks(STEP) {
            self.size += step.len();
            self.take(step)?;
        }
        if surplus.is_empty() {
            return Ok(());
        }
        self.read(false, true)?;
        Err(plain(Cause::TooLarge))
    }

    /// Ends the source.
    ///
    /// # Errors
    ///
    /// What makes it unreadable, as JSON.
    pub(crate) fn finish(mut self) -> Result<Rows, String> {
        if self.failed.is_none() {
            self.failed = self.end().err();
        }
        self.check_failed()?;
        self.rows.encoding = self.decoder.encoding();
        Ok(self.rows)
    }

    fn check_failed(&self) -> Result<(), String> {
        self.failed.map_or(Ok(()), |problem| Err(problem.to_json(&self.columns)))
    }

    fn take(&mut self, bytes: &[u8]) -> Progress {
        self.make_room(Decoder::room(bytes.len()));
        let fault = match self.rows.blocks.last_mut() {
            Some(block) => self.decoder.decode(bytes, block).err(),
            None => None,
        };
        self.read(false, fault.is_some())?;
        fault.map_or(Ok(()), |fault| Err(self.describe(fault)))
    }

    fn end(&mut self) -> Progress {
        self.make_room(Decoder::room(0));
        let fault = match self.rows.blocks.last_mut() {
            Some(block) => self.decoder.finish(block).err(),
            None => None,
        };
        if let Some(fault) = fault {
            self.read(false, true)?;
            return Err(self.describe(fault));
        }
        self.read(true, true)?;
        match &self.rows.shape {
            Shape::Undecided | Shape::Header(_) => {
                return Err(plain(Cause::Empty));
            }
            Shape::Array if self.stage != Stage::Over => return Err(self.in_this_row(Cause::CutArray, 0)),
            _ => {}
        }
        if self.rows.records.is_empty() && !self.rows.inputs {
            let is_table = matches!(self.rows.shape, Shape::Table(_));
            return Err(plain(if is_table { Cause::NothingBelow } else { Cause::NoRows }));
        }
        Ok(())
    }

    /// Makes room in the last block, or begins another one with what was not read yet.
    fn make_room(&mut self, room: usize) {
        let first = self.options.size_hint.map_or(BLOCK, |size| BLOCK.min(size + Decoder::room(0)));
        let Some(last) = self.rows.blocks.last_mut() else {
            return self.rows.blocks.push(String::with_capacity(first.max(room)));
        };
        if last.capacity() - last.len() >= room {
            return;
        }
        if self.start == 0 {
            // A row that is longer than a block: it doubles, so that it is not copied for each of its pieces.
            return last.reserve(room);
        }
        let rest = last.get(self.start..).unwrap_or_default();
        let mut next = String::with_capacity(BLOCK.max(rest.len() + room));
        next.push_str(rest);
        self.start = 0;
        self.rows.blocks.push(next);
    }

    /// Reads the rows that are there as a whole.
    fn read(&mut self, is_whole: bool, is_urgent: bool) -> Progress {
        let Some(block) = self.rows.blocks.pop() else { return Ok(()) };
        let result = if is_urgent || block.len() - self.start >= self.wanted {
            let result = self.read_block(&block, is_whole);
            self.wanted = (block.len() - self.start) * 2;
            result
        } else {
            Ok(())
        };
        self.rows.blocks.push(block);
        result
    }

    fn read_block(&mut self, block: &str, is_whole: bool) -> Progress {
        if self.rows.shape == Shape::Undecided {
            self.decide(block)?;
        }
        if let Shape::Header(separator) = self.rows.shape {
            self.read_header(block, is_whole, separator)?;
        }
        match std::mem::replace(&mut self.rows.shape, Shape::Undecided) {
            Shape::Table(layout) => {
                let result = self.read_table(block, is_whole, &layout);
                self.rows.shape = Shape::Table(layout);
                result
            }
            shape => {
                self.rows.shape = shape;
                match self.rows.shape {
                    Shape::Array => self.read_array(block),
                    Shape::Lines => self.read_lines(block, is_whole),
                    _ => Ok(()),
                }
            }
        }
    }

    /// Tells what the source is by its first character.
    fn decide(&mut self, block: &str) -> Progress {
        let mut tokens = Tokens::new(block, self.start);
        let first = tokens.peek();
        let is_json = self.rows.inputs || self.options.format == Some(Format::Json);
        match first {
            0 => {}
            b'[' => {
                tokens.at += 1;
                self.start = tokens.at;
                self.line += tokens.lines;
                self.rows.shape = Shape::Array;
            }
            b'{' => self.rows.shape = Shape::Lines,
            _ if is_json => {
                return Err(self.here(Cause::NoBracket, tokens.lines));
            }
            _ => self.rows.shape = Shape::Header(None),
        }
        Ok(())
    }

    /// A problem so many lines behind where it has come to.
    #[cold]
    fn here(&self, cause: Cause, lines: u32) -> SourceProblem {
        SourceProblem { cause, line: self.line + lines, row: 0 }
    }

    /// A problem so many lines behind the beginning of the row that it has come to.
    #[cold]
    fn in_this_row(&self, cause: Cause, lines: u32) -> SourceProblem {
        const _: () = assert!(CELL_MAX == 1_048_576);
        let mut problem = self.here(cause, lines);
        if self.rows.inputs {
            problem.line = 0;
        }
        if !matches!(self.rows.shape, Shape::Header(_)) {
            problem.row = small(self.rows.len()) + 1;
        }
        problem
    }

    /// The problem that the bytes behind what was read have.
    fn describe(&self, cause: Cause) -> SourceProblem {
        use Cause::{BigEndian, CutCharacter, NotUtf8, NotUtf16};
        if !matches!(cause, BigEndian | CutCharacter | NotUtf8 | NotUtf16) {
            return plain(cause);
        }
        let rest = self.rows.blocks.last().and_then(|block| block.get(self.start..)).unwrap_or_default();
        self.here(cause, count_lines(rest.as_bytes()))
    }
}

/// A problem that is nowhere in particular.
const fn plain(cause: Cause) -> SourceProblem {
    SourceProblem { cause, line: 0, row: 0 }
}

#[cfg(test)]
mod tests;
