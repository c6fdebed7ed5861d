//! What is to become of each row, by what is in its catalog.
//!
//! A planner says what to ask ([`Planner::wanted`]), and is told: first all catalogs, if there are names to be resolved
//! ([`Planner::know_catalog`], then [`Planner::tell_catalogs`]), then what is in each catalog ([`Planner::tell_package`],
//! one at a time, then [`Planner::tell_catalog`]). After that it judges. What it is not told is `unchecked`.

mod catalogs;
mod table;
mod verdict;

use std::rc::Rc;

use super::check::CatalogRef;
use super::rows::{RowView, Rows};
use super::write::Json;
use catalogs::{Catalogs, State};
use table::{Table, fold, hash};
use verdict::{DIFFERENCES, OF_NAME, VERDICTS, Verdict, differences};

/// JavaScript's `toLowerCase`, which is asked for text that is not ASCII only.
pub(crate) type Lower = fn(&str) -> String;

/// Finds out what is to become of rows.
pub(crate) struct Planner {
    rows: Rc<Rows>,
    catalogs: Catalogs,
    /// The catalog of each row, where it names one.
    catalog_of: Vec<Option<usize>>,
    /// The first row of each name; made once it is known which names of catalogs are the same catalog.
    index: Option<Table>,
    /// Other rows, in their order, and the first one of their name.
    others: Vec<(usize, usize)>,
    /// Of each row the package that is there and nearest to what it wants; no more than is known when there is none.
    matches: Vec<Option<Match>>,
    seed: u32,
    lower: Lower,
}

/// A package that is there and has the name of a row, but for case.
#[derive(Clone, Copy)]
struct Match {
    /// In what it differs from the row, as bits.
    differences: u8,
}

impl Match {
    /// How near it is to what the row wants.
    fn rank(self) -> u8 {
        match self.differences {
            0 => 2,
            bits if bits & OF_NAME == 0 => 1,
            _ => 0,
        }
    }
}

impl Planner {
    /// Plans the rows of a source. `seed` is any number, another one each time.
    pub(crate) fn new(rows: Rc<Rows>, seed: u32, lower: Lower) -> Self {
        let mut catalogs = Catalogs::new(seed, lower);
        let mut catalog_of = Vec::with_capacity(rows.len());
        for at in 0..rows.len() {
            let catalog = if rows.is_bad(at) { None } else { rows.view(at).and_then(|row| row.catalog()) };
            catalog_of.push(catalog.map(|catalog| catalogs.note(&catalog)));
        }
        let matches = vec![None; rows.len()];
        Self { rows, catalogs, catalog_of, index: None, others: Vec::new(), matches, seed, lower }
    }

    /// What has to be asked, as JSON of `{ ids, names }`: the catalogs to list, and whether all catalogs have to be told, to
    /// resolve names. Once they were told there are more ids perhaps, and no names.
    pub(crate) fn wanted(&self) -> String {
        let mut json = Json::default();
        json.open('{');
        self.catalogs.write_wanted(&mut json);
        json.close('}');
        json.finish()
    }

    /// Is told a catalog that there is.
    pub(crate) fn know_catalog(&mut self, id: &str, name: &str) {
        self.catalogs.know(id, name);
    }

    /// Is told that all catalogs have been told, or with the code of an error why nobody can tell; gives whether that stands
    /// in the way of everything.
    pub(crate) fn tell_catalogs(&mut self, code: &str, status: u32, message: &str) -> bool {
        if code.is_empty() {
            self.catalogs.resolve();
            self.index = None;
            return false;
        }
        match State::of(code, status) {
            Some(state) => {
                self.catalogs.leave_names(state, message);
                false
            }
            None => true,
        }
    }

    /// Is told that all packages of a catalog have been told, or with the code of an error why not; gives whether that
    /// stands in the way of everything.
    pub(crate) fn tell_catalog(
        &mut self,
        id: &str,
        name: Option<&str>,
        code: &str,
        status: u32,
        message: &str,
    ) -> bool {
        let state = if code.is_empty() { Some(State::Listed) } else { State::of(code, status) };
        if let Some(state) = state {
            self.catalogs.settle(id, name, state, message);
        }
        state.is_none()
    }

    /// Is told a package of a catalog. Gives the place of the row that has its name, but for case; whether it is the nearest
    /// to what that wants, of those that were told; and whether it has exactly its name.
    pub(crate) fn tell_package(
        &mut self,
        catalog_id: &str,
        name: Option<&str>,
        description: &str,
        is_hidden: bool,
    ) -> Option<(usize, bool, bool)> {
        let catalog = self.catalogs.count(catalog_id)?;
        self.make_index();
        let name = name?;
        let at = self.find(catalog, name)?;
        let found = Match { differences: differences(&self.rows.view(at)?, name, description, is_hidden) };
        let known = self.matches.get_mut(at)?;
        let is_nearest = known.is_none_or(|known| found.rank() > known.rank());
        if is_nearest {
            *known = Some(found);
        }
        Some((at, is_nearest, found.rank() > 0))
    }

    /// The first row of that name in that catalog.
    fn find(&self, catalog: usize, name: &str) -> Option<usize> {
        let folded = fold(name, self.lower);
        self.index.as_ref()?.find(self.hash(catalog, &folded), &mut |at| {
            self.catalog_at(at) == Some(catalog)
                && self.rows.view(at).and_then(|row| row.name()).is_some_and(|other| fold(&other, self.lower) == folded)
        })
    }

    fn hash(&self, catalog: usize, folded: &str) -> u32 {
        hash(self.seed.wrapping_add(catalog as u32), folded)
    }

    /// The catalog of a row, by what is known of names.
    fn catalog_at(&self, at: usize) -> Option<usize> {
        self.catalog_of.get(at).copied().flatten().map(|catalog| self.catalogs.united(catalog))
    }

    /// The catalog of a row, if it is clear which one that is.
    fn clear_catalog(&self, at: usize) -> Option<usize> {
        self.catalog_at(at).filter(|catalog| self.catalogs.get(*catalog).is_some_and(|it| !it.is_ambiguous))
    }

    fn make_index(&mut self) {
        if self.index.is_some() {
            return;
        }
        self.index = Some(Table::default());
        self.others.clear();
        let rows = Rc::clone(&self.rows);
        for at in 0..rows.len() {
            let Some(catalog) = self.clear_catalog(at) else { continue };
            let Some(name) = rows.view(at).and_then(|row| row.name()) else { continue };
            if let Some(first) = self.find(catalog, &name) {
                self.others.push((at, first));
            } else {
                let hash = self.hash(catalog, &fold(&name, self.lower));
                if let Some(index) = &mut self.index {
                    index.add(hash, at);
                }
            }
        }
    }

    /// The first row of the name of that one, if it is another.
    fn earlier(&self, at: usize) -> Option<usize> {
        let place = self.others.binary_search_by_key(&at, |(other, _)| *other).ok()?;
        self.others.get(place).map(|(_, first)| *first)
    }

    fn verdict(&self, at: usize) -> Verdict {
        let Some(catalog) = self.clear_catalog(at).and_then(|catalog| self.catalogs.get(catalog)) else {
            return Verdict::Invalid;
        };
        if self.earlier(at).is_some() {
            return Verdict::Duplicate;
        }
        match (self.matches.get(at), catalog.state) {
            (Some(Some(Match { differences: 0 })), _) => Verdict::Same,
            (Some(Some(_)), _) => Verdict::Different,
            (_, State::Listed) => Verdict::Create,
            (_, State::NotFound) => Verdict::CatalogNotFound,
            (_, State::NotPermitted) => Verdict::CatalogNotPermitted,
            (_, State::Unchecked) => Verdict::Unchecked,
        }
    }

    /// Judges: JSON of how many rows there are of each verdict.
    pub(crate) fn judge(&mut self) -> String {
        self.make_index();
        let mut counts = [0; VERDICTS.len()];
        for at in 0..self.rows.len() {
            if let Some(count) = counts.get_mut(self.verdict(at) as usize) {
                *count += 1;
            }
        }
        let mut json = Json::default();
        json.open('{');
        for (verdict, count) in VERDICTS.into_iter().zip(counts) {
            json.count(verdict, count);
        }
        json.close('}');
        json.finish()
    }

    /// What was found out about the catalogs: JSON of an array of `PlanCatalog`.
    pub(crate) fn list_catalogs(&self) -> String {
        let mut json = Json::default();
        self.catalogs.write(&mut json);
        json.finish()
    }

    /// So many rows, from that place on, from 0: JSON of an array of `PlanRow`, without what exists.
    pub(crate) fn list_rows(&mut self, from: usize, count: usize) -> String {
        self.make_index();
        let mut json = Json::default();
        json.open('[');
        for at in from..from.saturating_add(count).min(self.rows.len()) {
            self.write_row(&mut json, at);
        }
        json.close(']');
        json.finish()
    }

    fn write_row(&self, json: &mut Json, at: usize) {
        let Some(row) = self.rows.view(at) else { return };
        let verdict = self.verdict(at);
        json.open('{');
        row.write_place(json);
        json.field("verdict", VERDICTS.get(verdict as usize).unwrap_or(&""));
        let id = match verdict {
            Verdict::Invalid | Verdict::CatalogNotFound => None,
            _ => self.catalog_at(at).and_then(|catalog| self.catalogs.id(catalog)),
        };
        let name = row.name();
        json.optional("displayName", name.as_deref());
        if let Some(id) = id.filter(|_| name.is_some()) {
            json.key("input");
            json.open('{');
            row.write_values(json, Some(CatalogRef::Id(id.into())));
            json.close('}');
        } else {
            row.write_catalog(json, row.catalog());
        }
        let differences = self.matches.get(at).copied().flatten().map_or(0, |found| found.differences);
        if verdict == Verdict::Different {
            json.key("differences");
            json.open('[');
            for (bit, name) in DIFFERENCES.into_iter().enumerate() {
                if differences >> bit & 1 > 0 {
                    json.text(name);
                }
            }
            json.close(']');
        }
        if verdict == Verdict::Duplicate {
            json.count("duplicateOf", self.earlier(at).map_or(0, |earlier| earlier + 1));
        }
        if verdict == Verdict::Invalid {
            row.write_problems(json, self.catalog_at(at).is_some());
        }
        json.close('}');
    }
}

#[cfg(test)]
mod tests;
