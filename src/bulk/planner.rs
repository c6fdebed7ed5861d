//! What is to become of each row, by what is in its catalog.
//!
//! A planner is made of rows that were read ([`Planner::of_rows`]), or of those of a plan ([`Planner::again`] and
//! [`Planner::add`]). It says what to ask ([`Planner::wanted`]), and is told: first all catalogs, if there are names to be
//! resolved ([`Planner::tell_catalogs`]), then what is in each catalog ([`Planner::tell_packages`], a page at a time, then
//! [`Planner::tell_catalog`]). After that it judges. What it is not told is `unchecked`.

mod catalogs;
mod entries;
mod index;
mod verdict;

use std::collections::BTreeMap;
use std::rc::Rc;

use serde::Serialize;

use super::check::{CatalogRef, ProblemCode, RowCode};
use super::rows::{NamedCatalog, RowProblem, Rows, to_json};
use crate::graph::entity;
use crate::spec::{AccessPackage, AccessPackageSpec};
use crate::value::Value;
use catalogs::{Catalogs, Hindrance, State};
use entries::Entries;
use index::Index;
use verdict::{Counts, Difference, PlanRow, Verdict, differences};

/// JavaScript's `toLowerCase`, which is asked for text that is not ASCII only.
pub(crate) type Lower = dyn Fn(&str) -> String;

/// Finds out what is to become of rows.
pub(crate) struct Planner {
    entries: Entries,
    catalogs: Catalogs,
    /// The catalog of each row, where it names one.
    catalog_of: Vec<Option<usize>>,
    /// The rows by their names; made once it is known which names of catalogs are the same catalog.
    index: Option<Index>,
    /// What is there, by the row that has its name.
    matches: BTreeMap<usize, Match>,
    lower: Box<Lower>,
}

/// Packages that are there and have the name of a row, but for case.
struct Match {
    /// The one that is nearest to what the row wants.
    nearest: AccessPackage,
    rank: u8,
    /// Those of exactly its name.
    ids: Vec<String>,
}

/// What has to be asked.
#[derive(Serialize)]
struct Wanted<'p> {
    /// The catalogs to list.
    ids: Vec<&'p str>,
    /// Whether all catalogs have to be told, to resolve names.
    names: bool,
}

impl Planner {
    /// Plans the rows of a source.
    pub(crate) fn of_rows(rows: Rc<Rows>, lower: Box<Lower>) -> Self {
        let mut planner = Self { entries: Entries::Read(rows), ..Self::again(lower) };
        planner.note_catalogs(0);
        planner
    }

    /// Plans the rows of a plan once more; [`Planner::add`] adds them.
    pub(crate) fn again(lower: Box<Lower>) -> Self {
        Self {
            entries: Entries::Planned(Vec::new()),
            catalogs: Catalogs::default(),
            catalog_of: Vec::new(),
            index: None,
            matches: BTreeMap::new(),
            lower,
        }
    }

    /// Adds rows of a plan, an array of `PlanRow`: those with an input that is right.
    pub(crate) fn add(&mut self, rows: &Value) {
        let from = self.entries.len();
        self.entries.add(rows);
        self.note_catalogs(from);
        self.index = None;
    }

    fn note_catalogs(&mut self, from: usize) {
        for at in from..self.entries.len() {
            let catalog = self.entries.get(at).filter(|entry| !entry.is_bad).and_then(|entry| entry.catalog);
            self.catalog_of.push(catalog.map(|catalog| self.catalogs.note(&catalog)));
        }
    }

    /// What has to be asked, as JSON of `{ ids, names }`. Once catalogs were told, there are more ids perhaps, and no names.
    pub(crate) fn wanted(&self) -> String {
        to_json(&Wanted { ids: self.catalogs.wanted_ids(), names: self.catalogs.wants_names() })
    }

    /// Is told all catalogs, `{ catalogs }`, or `{ error }` why nobody can tell; gives whether that stands in the way of
    /// everything.
    pub(crate) fn tell_catalogs(&mut self, told: &Value) -> bool {
        if let Some(error) = told.get("error") {
            return match Hindrance::of(error) {
                Some(Hindrance { state, message }) => {
                    self.catalogs.leave_names(state, &message);
                    false
                }
                None => true,
            };
        }
        let all = told.get("catalogs").and_then(Value::as_array).unwrap_or_default();
        self.catalogs.resolve(all, &*self.lower);
        self.index = None;
        false
    }

    /// Is told that all packages of a catalog have been told, `{ id, displayName }`, or with an `error` why not; gives
    /// whether that stands in the way of everything.
    pub(crate) fn tell_catalog(&mut self, told: &Value) -> bool {
        let id = told.get("id").and_then(Value::as_str).unwrap_or_default();
        let name = told.get("displayName").and_then(Value::as_str);
        let (state, message) = match told.get("error").filter(|error| !matches!(error, Value::Undefined)) {
            None => (State::Listed, None),
            Some(error) => match Hindrance::of(error) {
                Some(Hindrance { state, message }) => (state, Some(message)),
                None => return true,
            },
        };
        self.catalogs.settle(id, name, state, message);
        false
    }

    /// Is told packages of a catalog, an array of `AccessPackage`.
    pub(crate) fn tell_packages(&mut self, catalog_id: &str, packages: &Value) {
        let packages = packages.as_array().unwrap_or_default();
        let Some(catalog) = self.catalogs.count(catalog_id, packages.len()) else { return };
        self.make_index();
        for package in packages.iter().filter_map(entity::access_package) {
            self.match_package(catalog, package);
        }
    }

    fn match_package(&mut self, catalog: usize, package: AccessPackage) {
        let Some(index) = &self.index else { return };
        let Some(name) = package.display_name.as_deref() else { return };
        let folded = index::fold(name, &*self.lower);
        let is_same_name = |at: usize| {
            self.catalog_at(at) == Some(catalog)
                && self
                    .entries
                    .get(at)
                    .is_some_and(|entry| entry.name.is_some_and(|n| index::fold(&n, &*self.lower) == folded))
        };
        let Some(at) = index.find(catalog, &folded, is_same_name) else { return };
        let Some(entry) = self.entries.get(at) else { return };
        let differences = differences(&entry, &package);
        let rank = match differences.as_slice() {
            [] => 2,
            found if found.contains(&Difference::DisplayName) => 0,
            _ => 1,
        };
        let id = (rank > 0).then(|| package.id.clone());
        match self.matches.get_mut(&at) {
            Some(found) => {
                found.ids.extend(id);
                if rank > found.rank {
                    (found.nearest, found.rank) = (package, rank);
                }
            }
            None => {
                let ids = id.into_iter().collect();
                self.matches.insert(at, Match { nearest: package, rank, ids });
            }
        }
    }

    /// The catalog of a row, by what is known of names.
    fn catalog_at(&self, at: usize) -> Option<usize> {
        self.catalog_of.get(at).copied().flatten().map(|catalog| self.catalogs.united(catalog))
    }

    fn make_index(&mut self) {
        if self.index.is_some() {
            return;
        }
        let keys = (0..self.entries.len()).filter_map(|at| {
            let catalog = self.catalog_at(at)?;
            if self.catalogs.is_ambiguous(catalog) {
                return None;
            }
            let name = self.entries.get(at)?.name?;
            Some((at, catalog, name))
        });
        self.index = Some(Index::new(keys, &*self.lower));
    }

    fn verdict(&self, at: usize) -> Verdict {
        let Some(catalog) = self.catalog_at(at) else { return Verdict::Invalid };
        if self.catalogs.is_ambiguous(catalog) {
            return Verdict::Invalid;
        }
        if self.index.as_ref().is_some_and(|index| index.earlier(at).is_some()) {
            return Verdict::Duplicate;
        }
        match self.matches.get(&at) {
            Some(Match { rank: 2, .. }) => Verdict::Same,
            Some(_) => Verdict::Different,
            None => match self.catalogs.state(catalog) {
                State::Listed => Verdict::Create,
                State::NotFound => Verdict::CatalogNotFound,
                State::NotPermitted => Verdict::CatalogNotPermitted,
                State::Unchecked => Verdict::Unchecked,
            },
        }
    }

    /// Judges: JSON of how many rows there are of each verdict.
    pub(crate) fn judge(&mut self) -> String {
        self.make_index();
        let mut counts = Counts::default();
        for at in 0..self.entries.len() {
            counts.count(self.verdict(at));
        }
        to_json(&counts)
    }

    /// What was found out about the catalogs: JSON of an array of `PlanCatalog`.
    pub(crate) fn list_catalogs(&self) -> String {
        to_json(&self.catalogs.list())
    }

    /// So many rows, from that place on, from 0: JSON of an array of `PlanRow`.
    pub(crate) fn list_rows(&mut self, from: usize, count: usize) -> String {
        self.make_index();
        let end = from.saturating_add(count).min(self.entries.len());
        let rows: Vec<_> = (from..end).filter_map(|at| self.plan_row(at)).collect();
        to_json(&rows)
    }

    fn plan_row(&self, at: usize) -> Option<PlanRow<'_>> {
        let verdict = self.verdict(at);
        let entry = self.entries.get(at)?;
        let catalog = self.catalog_at(at);
        let found = self.matches.get(&at).filter(|_| matches!(verdict, Verdict::Same | Verdict::Different));
        let id = match verdict {
            Verdict::Invalid | Verdict::CatalogNotFound => None,
            _ => catalog.and_then(|catalog| self.catalogs.id(catalog)),
        };
        let input = id.zip(entry.name.as_deref()).map(|(id, name)| AccessPackageSpec {
            description: entry.description.as_deref().map(String::from),
            is_hidden: entry.is_hidden,
            ..AccessPackageSpec::new(name, id)
        });
        let differences = found.map(|found| differences(&entry, &found.nearest)).filter(|found| !found.is_empty());
        let problems = (verdict == Verdict::Invalid).then(|| self.problems(at, entry.row));
        let duplicate_of = match verdict {
            Verdict::Duplicate => self.index.as_ref().and_then(|index| index.earlier(at)),
            _ => None,
        };
        Some(PlanRow {
            row: entry.row,
            line: entry.line,
            verdict,
            catalog: if input.is_some() { None } else { entry.catalog.map(NamedCatalog::from) },
            input,
            display_name: entry.name,
            existing: found.map(|found| &found.nearest),
            differences,
            duplicate_of: duplicate_of.and_then(|earlier| self.entries.get(earlier)).map(|earlier| earlier.row),
            problems,
        })
    }

    fn problems(&self, at: usize, row: u32) -> Vec<RowProblem> {
        let (mut problems, column) = self.entries.problems(at);
        if problems.is_empty() {
            let column = String::from(column);
            problems.push(RowProblem {
                row,
                message: [&column, " is the name of several catalogs"].concat(),
                column: Some(column),
                path: vec![String::from("catalog")],
                code: ProblemCode::Row(RowCode::AmbiguousCatalog),
                limit: None,
                expected: None,
                found: None,
                hint: Some("name the catalog by its id"),
            });
        }
        problems
    }

    /// The ids of other packages of exactly the names of rows: of an array of `[row, id]` JSON of an array of `[row, ids]`.
    pub(crate) fn list_others(&self, made: &Value) -> String {
        let places: BTreeMap<u32, usize> =
            (0..self.entries.len()).filter_map(|at| Some((self.entries.get(at)?.row, at))).collect();
        let mut others: Vec<(u32, Vec<&str>)> = Vec::new();
        for pair in made.as_array().unwrap_or_default() {
            let Some([Value::Number(row), Value::String(made)]) = pair.as_array() else { continue };
            let row = *row as u32;
            let Some(found) = places.get(&row).and_then(|at| self.matches.get(at)) else { continue };
            let ids: Vec<&str> =
                found.ids.iter().map(String::as_str).filter(|id| !id.eq_ignore_ascii_case(made)).collect();
            if !ids.is_empty() {
                others.push((row, ids));
            }
        }
        to_json(&others)
    }
}

#[cfg(test)]
mod tests;
