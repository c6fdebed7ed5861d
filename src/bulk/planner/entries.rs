//! The rows that are planned, wherever they come from.

use std::borrow::Cow;
use std::rc::Rc;

use super::{CatalogRef, RowProblem, Rows};
use crate::spec::AccessPackageSpec;
use crate::validate::validate;
use crate::value::Value;

/// Rows.
pub(super) enum Entries {
    /// Those of a source.
    Read(Rc<Rows>),
    /// Those of a plan, with their numbers and lines.
    Planned(Vec<(u32, Option<u32>, AccessPackageSpec)>),
}

/// A row.
pub(super) struct Entry<'r> {
    pub row: u32,
    pub line: Option<u32>,
    pub name: Option<Cow<'r, str>>,
    pub description: Option<Cow<'r, str>>,
    pub is_hidden: Option<bool>,
    pub catalog: Option<CatalogRef<'r>>,
    pub is_bad: bool,
}

impl Entries {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Read(rows) => rows.len(),
            Self::Planned(rows) => rows.len(),
        }
    }

    /// Adds rows of a plan.
    pub(super) fn add(&mut self, rows: &Value) {
        let Self::Planned(planned) = self else { return };
        for row in rows.as_array().unwrap_or_default() {
            let Some(spec) = row.get("input").and_then(|input| validate(input).ok()) else { continue };
            let Some(number) = self::number(row, "row") else { continue };
            planned.push((number, self::number(row, "line"), spec));
        }
    }

    /// The row at that place.
    pub(super) fn get(&self, at: usize) -> Option<Entry<'_>> {
        match self {
            Self::Read(rows) => {
                let row = rows.view(at)?;
                Some(Entry {
                    row: row.number,
                    line: row.line,
                    name: row.name(),
                    description: row.description(),
                    is_hidden: row.is_hidden(),
                    catalog: row.catalog(),
                    is_bad: rows.is_bad(at),
                })
            }
            Self::Planned(rows) => {
                let (row, line, spec) = rows.get(at)?;
                Some(Entry {
                    row: *row,
                    line: *line,
                    name: Some(Cow::Borrowed(&spec.display_name)),
                    description: spec.description.as_deref().map(Cow::Borrowed),
                    is_hidden: spec.is_hidden,
                    catalog: Some(CatalogRef::Id(Cow::Borrowed(&spec.catalog.id))),
                    is_bad: false,
                })
            }
        }
    }

    /// What is wrong with the row at that place, and what the column of its catalog is called.
    pub(super) fn problems(&self, at: usize) -> (Vec<RowProblem>, &str) {
        match self {
            Self::Read(rows) => {
                rows.view(at).map_or((Vec::new(), "catalog"), |row| (row.problems(), row.catalog_column()))
            }
            Self::Planned(_) => (Vec::new(), "catalog"),
        }
    }
}

fn number(row: &Value, name: &str) -> Option<u32> {
    match row.get(name) {
        Some(Value::Number(number)) if *number >= 0.0 => Some(*number as u32),
        _ => None,
    }
}
