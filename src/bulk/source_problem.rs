//! Why a source cannot be read as rows at all.

use super::write::Json;

/// Why, and where it was noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SourceProblem {
    pub cause: Cause,
    /// The line, from 1; 0 where it is nowhere in particular.
    pub line: u32,
    /// The number of the row, from 1; 0 where it is in none.
    pub row: u32,
}

/// Why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    Empty,
    NothingBelow,
    NoRows,
    TooLarge,
    Workbook,
    OldWorkbook,
    Pdf,
    Picture,
    NoText,
    BigEndian,
    NotUtf8,
    NotUtf16,
    CutCharacter,
    CutCell,
    CutValue,
    CutArray,
    NoBracket,
    OtherSeparator,
    NotJson,
    NoComma,
    Behind,
    Columns,
    TooManyColumns,
    TooLong,
}

/// The reason in JavaScript, what is said of it, and what to do about it, in the order of the causes.
const WORDS: [(&str, &str, &str); 24] = [
    ("empty", "there is nothing in it", ""),
    ("noRows", "there is nothing below the header", ""),
    ("noRows", "there are no rows in it", ""),
    ("tooLarge", "it is larger than 268,435,456 bytes, or has more than 1,000,000 rows", ""),
    ("binary", "it is a workbook, or another zip archive", "save the workbook as CSV UTF-8"),
    ("binary", "it is an old workbook or document", "save the workbook as CSV UTF-8"),
    ("binary", "it is a PDF", "take the table that it was made from, as CSV UTF-8"),
    ("binary", "it is a picture", "take a table as CSV UTF-8, or JSON"),
    ("binary", "it is no text", "take a table as CSV UTF-8, or JSON"),
    ("encoding", "it is UTF-16 with the big end first, which is not read", "save it as CSV UTF-8"),
    ("encoding", "it is not valid UTF-8: perhaps it is encoded as Windows-1252", "save it as CSV UTF-8"),
    ("encoding", "it is not valid UTF-16: it has half a character", "save it as CSV UTF-8"),
    ("encoding", "it ends in the middle of a character", "save it as CSV UTF-8"),
    ("cut", "a quoted cell is not closed", COPIED),
    ("cut", "a value is not closed", COPIED),
    ("cut", "the array is not closed", COPIED),
    ("malformed", "it begins with neither [ nor {", "it has to be an array of objects, or one object a line"),
    ("malformed", "its cells are separated by something else than , ; or a tab", ""),
    ("malformed", "this is not JSON", ""),
    ("malformed", "there is neither , nor ] behind a value of the array", ""),
    ("malformed", "there is something behind the end of the array", ""),
    ("columns", "the header has several columns that are unknown, missing or doubled", KNOWN),
    ("tooManyColumns", "the header has more than 256 columns", ""),
    ("cellTooLong", "a value is longer than 1,048,576 bytes", "perhaps a quote is not closed"),
];

const COPIED: &str = "the end is missing: perhaps the file was not copied as a whole";

/// The columns that there are.
pub(crate) const KNOWN: &str = "the columns are displayName, description, isHidden, and catalogId or catalogName";

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
    /// What `SourceError` is made of, as JSON; with what is wrong with the header, if anything is.
    pub(crate) fn to_json(self, columns: &[ColumnProblem]) -> String {
        let (reason, message, hint) = WORDS.get(self.cause as usize).copied().unwrap_or_default();
        let mut json = Json::default();
        json.open('{');
        json.field("reason", reason);
        json.field("message", if let [only] = columns { &only.message } else { message });
        for (name, number) in [("line", self.line), ("row", self.row)] {
            if number > 0 {
                json.count(name, number as usize);
            }
        }
        if !columns.is_empty() {
            json.key("columns");
            json.open('[');
            for problem in columns {
                json.open('{');
                json.field("column", &problem.column);
                json.field("code", problem.code);
                json.field("message", &problem.message);
                json.field("hint", &problem.hint);
                json.close('}');
            }
            json.close(']');
        }
        json.optional("hint", Some(hint).filter(|hint| !hint.is_empty()));
        json.close('}');
        json.finish()
    }
}
