//! The rows of a source. They stay as they were written: a row is read again whenever it is asked for, so that a
//! million of them cost hardly more than their text.

use std::borrow::Cow;

use super::check::{CatalogRef, Finding, catalog, catalog_slot, check, text, truth};
use super::csv::Records;
use super::encoding::Encoding;
use super::fields::{Broken, Fields, Slot};
use super::header::Layout;
use super::json;
use super::scan::find_byte;
use super::tokens::Tokens;
use super::write::Json;

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

/// How many of the things that were said last are compared with the next one: a hostile file could have many.
const COMPARED: usize = 16;

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
        let mut json = Json::default();
        json.open('{');
        json.field("format", format);
        json.optional("encoding", self.encoding.filter(|_| !self.inputs).map(Encoding::name));
        if let Some(layout) = table {
            json.field("separator", char::from(layout.separator).encode_utf8(&mut [0; 4]));
            json.key("columns");
            json.open('[');
            for column in &layout.columns {
                json.text(column);
            }
            json.close(']');
        }
        json.close('}');
        json.finish()
    }

    /// So many of the problems, from that one on, from 0: JSON of `{ said, rows }`. What is said is mostly one of a few
    /// things, each of which is written once, with the first row that it is said of; for each problem there are the number
    /// of its row, and the place in `said`.
    pub(crate) fn problems_json(&self, from: usize, count: usize) -> String {
        let first = self.bad.partition_point(|bad| bad.before as usize <= from).saturating_sub(1);
        let mut skipped = self.bad.get(first).map_or(0, |bad| from.saturating_sub(bad.before as usize));
        let mut wanted = count;
        let mut findings: Vec<Finding<'_>> = Vec::new();
        let (mut said, mut numbers) = (Json::default(), Json::default());
        said.open('{');
        said.key("said");
        said.open('[');
        numbers.open('[');
        for bad in self.bad.iter().skip(first) {
            if wanted == 0 {
                break;
            }
            let mut found = |finding| {
                if skipped > 0 {
                    skipped -= 1;
                } else if wanted > 0 {
                    wanted -= 1;
                    let at = findings.iter().rev().take(COMPARED).position(|known| *known == finding);
                    let at = at.map_or(findings.len(), |back| findings.len() - 1 - back);
                    if at == findings.len() {
                        self.write_problem(&mut said, bad.at + 1, &finding);
                        findings.push(finding);
                    }
                    numbers.open('[');
                    numbers.number(bad.at as usize + 1);
                    numbers.number(at);
                    numbers.close(']');
                }
            };
            if let Some(finding) = bad.only {
                found(finding);
            } else if let Some(row) = self.view(bad.at as usize) {
                row.find(&mut found);
            }
        }
        said.close(']');
        said.key("rows");
        numbers.close(']');
        said.word(&numbers.finish());
        said.close('}');
        said.finish()
    }

    /// The row of that number as JSON of `SourceRow`.
    pub(crate) fn row_json(&self, number: u32) -> Option<String> {
        let row = self.row(number)?;
        let mut json = Json::default();
        json.open('{');
        row.write_place(&mut json);
        row.write_values(&mut json, row.catalog());
        row.write_problems(&mut json, false);
        json.close('}');
        Some(json.finish())
    }

    /// Puts what was found into words, as `RowProblem` has it.
    fn write_problem(&self, json: &mut Json, row: u32, finding: &Finding<'_>) {
        let name = match finding {
            Finding::Unknown(unknown) => unknown.name.read(),
            _ => Cow::Borrowed(""),
        };
        let nested = ["catalog.", &name].concat();
        let (column, path) = match finding {
            Finding::Broken(_) | Finding::Surplus => (None, &[][..]),
            Finding::Value(slot, _) => (Some(self.column(*slot)), slot.path()),
            Finding::NoCatalog => (Some(self.catalog_column()), Slot::Catalog.path()),
            Finding::Ambiguous(slot) => (Some(self.column(*slot)), Slot::Catalog.path()),
            Finding::NotABoolean => (Some(self.column(Slot::Hidden)), Slot::Hidden.path()),
            Finding::Unknown(unknown) if unknown.nested => (Some(&*nested), Slot::Catalog.path()),
            Finding::Unknown(_) => (Some(&*name), &[][..]),
        };
        json.open('{');
        json.count("row", row as usize);
        json.optional("column", column);
        json.key("path");
        json.open('[');
        for part in path {
            json.text(part);
        }
        if let Finding::Unknown(_) = finding {
            json.text(&name);
        }
        json.close(']');
        let (code, mut predicate, hint) = finding.words();
        let predicate_of_flaw;
        json.field("code", code);
        if let Some(flaw) = finding.flaw() {
            if let Some(limit) = flaw.limit() {
                json.count("limit", limit);
            }
            let (expected, found) = flaw.types();
            json.optional("expected", expected);
            json.optional("found", found);
            predicate_of_flaw = flaw.predicate();
            predicate = &predicate_of_flaw;
        }
        json.field("message", &[column.unwrap_or("the row"), " ", predicate].concat());
        json.optional("hint", Some(hint).filter(|hint| !hint.is_empty()));
        json.close('}');
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
        Ok(fields) if tokens.peek() == 0 => fields,
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

    /// Adds where it is in the source.
    pub(crate) fn write_place(&self, json: &mut Json) {
        json.count("row", self.number as usize);
        if let Some(line) = self.line {
            json.count("line", line as usize);
        }
    }

    /// Adds what it gives.
    pub(crate) fn write_values(&self, json: &mut Json, catalog: Option<CatalogRef<'_>>) {
        json.optional("displayName", self.name().as_deref());
        json.optional("description", self.description().as_deref());
        if let Some(is_hidden) = self.is_hidden() {
            json.key("isHidden");
            json.word(if is_hidden { "true" } else { "false" });
        }
        self.write_catalog(json, catalog);
    }

    /// Adds its catalog, by its id or by its name.
    pub(crate) fn write_catalog(&self, json: &mut Json, catalog: Option<CatalogRef<'_>>) {
        let Some(catalog) = catalog else { return };
        let (name, text) = match &catalog {
            CatalogRef::Id(id) => ("id", id),
            CatalogRef::Name(name) => ("displayName", name),
        };
        json.key("catalog");
        json.open('{');
        json.field(name, text);
        json.close('}');
    }

    /// Adds everything that is wrong with it; also that several catalogs have the name of its own, if they have.
    pub(crate) fn write_problems(&self, json: &mut Json, is_ambiguous: bool) {
        json.key("problems");
        json.open('[');
        self.find(&mut |finding| self.rows.write_problem(json, self.number, &finding));
        if is_ambiguous {
            let slot = catalog_slot(&self.fields).unwrap_or(Slot::Catalog);
            self.rows.write_problem(json, self.number, &Finding::Ambiguous(slot));
        }
        json.close(']');
    }

    fn find(&self, found: &mut dyn FnMut(Finding<'r>)) {
        check(&self.fields, self.rows.default_catalog.is_some(), found);
    }
}
