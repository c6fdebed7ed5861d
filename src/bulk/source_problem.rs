//! Why a source cannot be read as rows at all.

use serde::Serialize;

/// Why, and where it was noticed. Serialises to what `SourceError` is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SourceProblem {
    pub reason: Reason,
    pub message: String,
    /// The line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The number of the row, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
    /// What is wrong with the header.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<ColumnProblem>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<&'static str>,
}

/// Why. The names in JavaScript are these, in camelCase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
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

/// Something that is wrong with the header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct ColumnProblem {
    /// The column as the header has it, or the name that it should have.
    pub column: String,
    pub code: ColumnCode,
    pub message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// What is wrong with a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ColumnCode {
    Unknown,
    Missing,
    Doubled,
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
    pub(crate) fn new(reason: Reason, message: &str) -> Self {
        Self { reason, message: String::from(message), line: None, row: None, columns: Vec::new(), hint: None }
    }

    /// Tells where it was noticed.
    pub(crate) fn at_line(self, line: u32) -> Self {
        Self { line: Some(line), ..self }
    }

    /// Tells in which row it was noticed.
    pub(crate) fn in_row(self, row: u32) -> Self {
        Self { row: Some(row), ..self }
    }

    /// Tells what to do about it.
    pub(crate) fn with_hint(self, hint: &'static str) -> Self {
        Self { hint: Some(hint), ..self }
    }
}
