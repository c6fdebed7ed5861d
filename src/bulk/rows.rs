//! The rows of a source. They stay as they were written: a row is read again whenever it is asked for, so that a
//! million of them cost hardly more than their text.

use std::borrow::Cow;

use serde::Serialize;

use super::check::{CatalogRef, Finding, ProblemCode, catalog, check, text, truth};
use super::csv::Records;
use super::encoding::Encoding;
use super::fields::{Broken, Fields, Slot};
use super::header::Layout;
use super::json;
use super::scan::find_byte;
use super::tokens::Tokens;
use crate::flaw::Flaw;

/// How a source is laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Nothing is known of it yet.
    Undecided,
    /// CSV, whose header was not read yet, with what `sep=` has said.
    Header(Option<u8>),
    /// CSV.
    Table(Layout),
    /// An array of JSON.
    Array,
    /// JSON, a value a line.
    Lines,
}

/// Where a row begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Record {
    pub block: u32,
    pub start: u32,
    pub line: u32,
}

/// A row that has problems.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bad {
    /// Its place, from 0.
    pub at: u32,
    /// How many problems there are before.
    pub before: u32,
    /// Its problem, where it has one only that can be kept: its text is long out of the cache when problems are listed.
    pub only: Option<Finding<'static>>,
}

/// The rows of a source, read and checked.
#[derive(Debug)]
pub(crate) struct Rows {
    /// The text of the source, in blocks, of which each has whole rows, and perhaps the beginning of the next block's
    /// first one.
    pub(super) blocks: Vec<String>,
    pub(super) records: Vec<Record>,
    /// Those that have problems.
    pub(super) bad: Vec<Bad>,
    /// How many problems there are.
    pub(super) problems: u32,
    pub(super) shape: Shape,
    pub(super) encoding: Option<Encoding>,
    pub(super) default_catalog: Option<String>,
    pub(super) ignore: Vec<String>,
    /// Whether they were given as inputs.
    pub(super) inputs: bool,
}

/// A row.
#[derive(Debug)]
pub(crate) struct RowView<'r> {
    rows: &'r Rows,
    /// Its number, from 1.
    pub number: u32,
    /// Where it begins, from 1; absent for inputs.
    pub line: Option<u32>,
    fields: Fields<'r>,
}

/// What was read, and how, as `SourceFacts` has it.
#[derive(Serialize)]
struct Facts<'r> {
    format: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    separator: Option<char>,
    #[serde(skip_serializing_if = "Option::is_none")]
    columns: Option<&'r [String]>,
}

/// Something that is wrong with a row, as `RowProblem` has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct RowProblem {
    pub row: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    pub path: Vec<String>,
    pub code: ProblemCode,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<&'static str>,
    pub message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<&'static str>,
}

/// Problems of many rows. What is said is mostly one of a few things, each of which is written once.
#[derive(Default, Serialize)]
struct ProblemPage {
    /// Each with the first row that it is said of.
    said: Vec<RowProblem>,
    /// For each problem the number of the row, and the place in `said`.
    rows: Vec<(u32, u32)>,
}

/// How many of the things that were said last are compared with the next one: a hostile file could have many.
const COMPARED: usize = 16;

impl ProblemPage {
    /// Adds a problem. `findings` has what each of `said` says.
    fn add<'r>(&mut self, rows: &'r Rows, row: u32, finding: Finding<'r>, findings: &mut Vec<Finding<'r>>) {
        let at = findings.iter().rev().take(COMPARED).position(|known| *known == finding);
        let at = at.map_or(findings.len(), |back| findings.len() - 1 - back);
        if at == findings.len() {
            self.said.push(rows.put(row, &finding));
            findings.push(finding);
        }
        self.rows.push((row, u32::try_from(at).unwrap_or(u32::MAX)));
    }
}

/// A catalog as a row names it: by its id or by its name.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum NamedCatalog<'r> {
    Id(Cow<'r, str>),
    DisplayName(Cow<'r, str>),
}

/// One row as `SourceRow` has it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SourceRow<'r> {
    row: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_name: Option<Cow<'r, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Cow<'r, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_hidden: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    catalog: Option<NamedCatalog<'r>>,
    problems: Vec<RowProblem>,
}

impl Rows {
    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.records.len()
    }

    /// The row of that number, from 1.
    pub(crate) fn row(&self, number: u32) -> Option<RowView<'_>> {
        self.view(usize::try_from(number).ok()?.checked_sub(1)?)
    }

    /// The row at that place, from 0.
    pub(crate) fn view(&self, at: usize) -> Option<RowView<'_>> {
        let record = self.records.get(at)?;
        let line = (!self.inputs).then_some(record.line);
        let number = u32::try_from(at).ok()?.checked_add(1)?;
        Some(RowView { rows: self, number, line, fields: self.fields(*record) })
    }

    /// Whether the row at that place, from 0, has problems.
    pub(crate) fn is_bad(&self, at: usize) -> bool {
        u32::try_from(at).is_ok_and(|at| self.bad.binary_search_by_key(&at, |bad| bad.at).is_ok())
    }

    fn fields(&self, record: Record) -> Fields<'_> {
        let block = self.blocks.get(record.block as usize).map_or("", String::as_str);
        read(&self.shape, &self.ignore, block, record.start as usize)
    }

    /// What was read, as JSON of `SourceFacts` without a name.
    pub(crate) fn facts_json(&self) -> String {
        let table = match &self.shape {
            Shape::Table(layout) => Some(layout),
            _ => None,
        };
        let format = match table {
            _ if self.inputs => "inputs",
            Some(_) => "csv",
            None => "json",
        };
        to_json(&Facts {
            format,
            encoding: self.encoding.filter(|_| !self.inputs).map(Encoding::name),
            separator: table.map(|layout| char::from(layout.separator)),
            columns: table.map(|layout| layout.columns.as_slice()),
        })
    }

    /// So many of the problems, from that one on, from 0: JSON of a [`ProblemPage`].
    pub(crate) fn problems_json(&self, from: usize, count: usize) -> String {
        let first = self.bad.partition_point(|bad| bad.before as usize <= from).saturating_sub(1);
        let mut skipped = self.bad.get(first).map_or(0, |bad| from.saturating_sub(bad.before as usize));
        let mut wanted = count;
        let mut page = ProblemPage::default();
        let mut findings = Vec::new();
        for bad in self.bad.iter().skip(first) {
            if wanted == 0 {
                break;
            }
            let mut found = |finding| {
                if skipped > 0 {
                    skipped -= 1;
                } else if wanted > 0 {
                    wanted -= 1;
                    page.add(self, bad.at + 1, finding, &mut findings);
                }
            };
            if let Some(finding) = bad.only {
                found(finding);
            } else if let Some(row) = self.view(bad.at as usize) {
                row.find(&mut found);
            }
        }
        to_json(&page)
    }

    /// The row of that number as JSON of `SourceRow`.
    pub(crate) fn row_json(&self, number: u32) -> Option<String> {
        let row = self.row(number)?;
        Some(to_json(&SourceRow {
            row: number,
            line: row.line,
            display_name: row.name(),
            description: row.description(),
            is_hidden: row.is_hidden(),
            catalog: row.catalog().map(NamedCatalog::from),
            problems: row.problems(),
        }))
    }

    /// Puts what was found into words.
    fn put(&self, row: u32, finding: &Finding<'_>) -> RowProblem {
        let named = |column: &str, slot: Slot| (Some(String::from(column)), owned(slot.path()));
        let (column, path) = match finding {
            Finding::Broken(_) | Finding::Surplus => (None, Vec::new()),
            Finding::Value(slot, _) => named(self.column(*slot), *slot),
            Finding::NoCatalog => named(self.catalog_column(), Slot::Catalog),
            Finding::NotABoolean => named(self.column(Slot::Hidden), Slot::Hidden),
            Finding::Unknown(unknown) => {
                let name = unknown.name.read();
                let path: &[&str] = if unknown.nested { &["catalog", &name] } else { &[&name] };
                (Some(path.join(".")), owned(path))
            }
        };
        let message = [column.as_deref().unwrap_or("the row"), " ", &finding.predicate()].concat();
        let flaw = finding.flaw();
        let (expected, found) = flaw.map(Flaw::types).unwrap_or_default();
        let limit = flaw.and_then(Flaw::limit);
        let (code, hint) = (finding.code(), finding.hint());
        RowProblem { row, column, path, code, limit, expected, found, message, hint }
    }

    /// What the slot is called in this source.
    fn column(&self, slot: Slot) -> &str {
        match &self.shape {
            Shape::Table(layout) => layout.column(slot).unwrap_or(slot.name()),
            _ => slot.name(),
        }
    }

    /// What the catalog of a row that names none is called.
    fn catalog_column(&self) -> &str {
        match &self.shape {
            Shape::Table(layout) => [Slot::Catalog, Slot::CatalogId, Slot::CatalogName]
                .into_iter()
                .find_map(|slot| layout.column(slot))
                .unwrap_or("catalog"),
            _ => "catalog",
        }
    }
}

/// Reads the row that is known to begin there.
fn read<'t>(shape: &Shape, ignore: &[String], block: &'t str, start: usize) -> Fields<'t> {
    match shape {
        Shape::Table(layout) => {
            let mut fields = Fields::default();
            // It was whole when it was read first.
            let _ = Records::new(block, start, true).row(layout, &mut fields);
            fields
        }
        Shape::Lines => read_line(block, start, ignore),
        _ => json::read_row(&mut Tokens::new(block, start), ignore).unwrap_or_default(),
    }
}

/// Reads the line that begins there.
pub(super) fn read_line<'t>(block: &'t str, start: usize, ignore: &[String]) -> Fields<'t> {
    let end = find_byte(block.as_bytes(), start, b'\n').saturating_add(1).min(block.len());
    let mut tokens = Tokens::new(block.get(..end).unwrap_or(block), start);
    match json::read_row(&mut tokens, ignore) {
        // Behind it there is nothing but white space.
        Ok(fields) if tokens.peek().is_err() => fields,
        _ => Fields::broken(Broken::Line),
    }
}

impl<'r> RowView<'r> {
    /// Its name, as far as it could be read.
    pub(crate) fn name(&self) -> Option<Cow<'r, str>> {
        text(&self.fields.name)
    }

    /// Its description, as far as it could be read.
    pub(crate) fn description(&self) -> Option<Cow<'r, str>> {
        text(&self.fields.description)
    }

    /// Whether it is to be hidden.
    pub(crate) fn is_hidden(&self) -> Option<bool> {
        truth(&self.fields.hidden)
    }

    /// Its catalog; the one for all rows where it names none.
    pub(crate) fn catalog(&self) -> Option<CatalogRef<'r>> {
        let default = self.rows.default_catalog.as_deref();
        catalog(&self.fields).or(default.map(|id| CatalogRef::Id(Cow::Borrowed(id))))
    }

    /// What the column is called that names its catalog.
    pub(crate) fn catalog_column(&self) -> &'r str {
        super::check::catalog_slot(&self.fields)
            .map_or_else(|| self.rows.catalog_column(), |slot| self.rows.column(slot))
    }

    /// Everything that is wrong with it.
    pub(crate) fn problems(&self) -> Vec<RowProblem> {
        let mut problems = Vec::new();
        self.find(&mut |finding| problems.push(self.rows.put(self.number, &finding)));
        problems
    }

    fn find(&self, found: &mut dyn FnMut(Finding<'r>)) {
        check(&self.fields, self.rows.default_catalog.is_some(), found);
    }
}

impl<'r> From<CatalogRef<'r>> for NamedCatalog<'r> {
    fn from(catalog: CatalogRef<'r>) -> Self {
        match catalog {
            CatalogRef::Id(id) => Self::Id(id),
            CatalogRef::Name(name) => Self::DisplayName(name),
        }
    }
}

/// A path that outlives what it was made of.
fn owned(path: &[&str]) -> Vec<String> {
    path.iter().map(|name| String::from(*name)).collect()
}

/// JSON of a value, which nothing in it can keep from being written.
pub(crate) fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
