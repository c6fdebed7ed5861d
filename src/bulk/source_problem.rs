//! Why a source cannot be read as rows at all.

use super::write::Json;

/// Why, and where it was noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SourceProblem {
    pub reason: Reason,
    /// What is said of it; of a header with one problem it is what is said of that.
    pub message: &'static str,
    /// The line, from 1.
    pub line: Option<u32>,
    /// The number of the row, from 1.
    pub row: Option<u32>,
    /// What is wrong with the header.
    pub columns: Vec<ColumnProblem>,
    pub hint: Option<&'static str>,
}

/// Why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// There is nothing in it.
    Empty,
    /// There is a header, and nothing below it.
    NoRows,
    /// It is larger than [`SIZE_MAX`], or has more than [`ROWS_MAX`] rows.
    TooLarge,
    /// It is no text.
    Binary,
    /// Its bytes are not valid in the encoding that it seems to have.
    Encoding,
    /// It ends in the middle of a quoted cell, or of a JSON value.
    Cut,
    /// It is not JSON, or not an array of objects.
    Malformed,
    /// The header has unknown, missing or doubled columns.
    Columns,
    /// The header has more than [`COLUMNS_MAX`] columns.
    TooManyColumns,
    /// A cell, or a JSON value, is longer than [`CELL_MAX`].
    CellTooLong,
}

impl Reason {
    /// The name in JavaScript.
    fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NoRows => "noRows",
            Self::TooLarge => "tooLarge",
            Self::Binary => "binary",
            Self::Encoding => "encoding",
            Self::Cut => "cut",
            Self::Malformed => "malformed",
            Self::Columns => "columns",
            Self::TooManyColumns => "tooManyColumns",
            Self::CellTooLong => "cellTooLong",
        }
    }
}

/// Something that is wrong with the header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ColumnProblem {
    /// The column as the header has it, or the name that it should have.
    pub column: String,
    /// `unknown`, `missing` or `doubled`.
    pub code: &'static str,
    pub message: String,
    pub hint: String,
}

/// The largest source that is read, in bytes.
pub(crate) const SIZE_MAX: usize = 268_435_456;

/// The most rows that are read.
pub(crate) const ROWS_MAX: usize = 1_000_000;

/// The most columns that a header may have.
pub(crate) const COLUMNS_MAX: usize = 256;

/// The longest cell, or JSON value, that is read, in bytes of UTF-8.
pub(crate) const CELL_MAX: usize = 1_048_576;

impl SourceProblem {
    pub(crate) fn new(reason: Reason, message: &'static str) -> Box<Self> {
        Box::new(Self { reason, message, line: None, row: None, columns: Vec::new(), hint: None })
    }

    /// Tells where it was noticed.
    pub(crate) fn at_line(mut self: Box<Self>, line: u32) -> Box<Self> {
        self.line = Some(line);
        self
    }

    /// Tells what to do about it.
    pub(crate) fn with_hint(mut self: Box<Self>, hint: &'static str) -> Box<Self> {
        self.hint = Some(hint);
        self
    }

    /// What `SourceError` is made of, as JSON.
    pub(crate) fn to_json(&self) -> String {
        let mut json = Json::default();
        json.open('{');
        json.field("reason", self.reason.as_str());
        let message = match self.columns.as_slice() {
            [only] => &only.message,
            _ => self.message,
        };
        json.field("message", message);
        for (name, number) in [("line", self.line), ("row", self.row)] {
            if let Some(number) = number {
                json.count(name, number as usize);
            }
        }
        if !self.columns.is_empty() {
            json.key("columns");
            json.open('[');
            for problem in &self.columns {
                json.open('{');
                json.field("column", &problem.column);
                json.field("code", problem.code);
                json.field("message", &problem.message);
                json.field("hint", &problem.hint);
                json.close('}');
            }
            json.close(']');
        }
        json.optional("hint", self.hint);
        json.close('}');
        json.finish()
    }
}
