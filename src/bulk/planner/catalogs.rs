//! The catalogs of the rows, and what was found out about them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{CatalogRef, Lower, index::fold};
use crate::value::Value;

/// What was found out about a catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum State {
    Listed,
    NotFound,
    NotPermitted,
    Unchecked,
}

/// Why something could not be found out.
pub(super) struct Hindrance {
    pub state: State,
    pub message: String,
}

impl Hindrance {
    /// Reads a `RowError`. `None` where it stands in the way of everything.
    pub(super) fn of(error: &Value) -> Option<Self> {
        let message = error.get("message").and_then(Value::as_str).unwrap_or_default().into();
        let status = match error.get("status") {
            Some(Value::Number(status)) => *status,
            _ => 0.0,
        };
        match error.get("code").and_then(Value::as_str) {
            Some("ERR_GRAPH") if status == 404.0 => Some(Self { state: State::NotFound, message }),
            Some("ERR_GRAPH") if status == 403.0 => Some(Self { state: State::NotPermitted, message }),
            Some("ERR_GRAPH" | "ERR_RESPONSE") => Some(Self { state: State::Unchecked, message }),
            _ => None,
        }
    }
}

/// A catalog, as rows name it.
struct Catalog {
    id: Option<String>,
    name: Option<String>,
    state: State,
    packages: usize,
    message: Option<String>,
    /// Another one that it turned out to be.
    united: Option<usize>,
    /// Whether several catalogs have its name.
    is_ambiguous: bool,
}

/// A catalog as `PlanCatalog` has it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Listed<'c> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_name: Option<&'c str>,
    state: State,
    packages: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'c str>,
}

/// The catalogs of the rows.
#[derive(Default)]
pub(super) struct Catalogs {
    all: Vec<Catalog>,
    /// By their ids in lower case.
    by_id: BTreeMap<String, usize>,
    by_name: BTreeMap<String, usize>,
    /// The one that was noted last: rows of one catalog mostly stand together.
    last: Option<usize>,
}

impl Catalogs {
    /// The place of a catalog that a row names.
    pub(super) fn note(&mut self, catalog: &CatalogRef<'_>) -> usize {
        if let Some(last) = self.last
            && let Some(known) = self.all.get(last)
            && match catalog {
                CatalogRef::Id(id) => known.id.as_deref() == Some(id),
                CatalogRef::Name(name) => known.id.is_none() && known.name.as_deref() == Some(name),
            }
        {
            return last;
        }
        let at = match catalog {
            CatalogRef::Id(id) => self.with_id(id),
            CatalogRef::Name(name) => match self.by_name.get(name.as_ref()) {
                Some(at) => *at,
                None => {
                    let at = self.add(None, Some(name));
                    self.by_name.insert(String::from(name.as_ref()), at);
                    at
                }
            },
        };
        self.last = Some(at);
        at
    }

    fn with_id(&mut self, id: &str) -> usize {
        let key = id.to_ascii_lowercase();
        if let Some(at) = self.by_id.get(&key) {
            return *at;
        }
        let at = self.add(Some(id), None);
        self.by_id.insert(key, at);
        at
    }

    fn add(&mut self, id: Option<&str>, name: Option<&str>) -> usize {
        self.all.push(Catalog {
            id: id.map(String::from),
            name: name.map(String::from),
            state: State::Unchecked,
            packages: 0,
            message: None,
            united: None,
            is_ambiguous: false,
        });
        self.all.len() - 1
    }

    /// The one that it turned out to be.
    pub(super) fn united(&self, at: usize) -> usize {
        self.all.get(at).and_then(|catalog| catalog.united).unwrap_or(at)
    }

    /// The ids of what has to be listed.
    pub(super) fn wanted_ids(&self) -> Vec<&str> {
        self.all.iter().filter(|catalog| catalog.united.is_none()).filter_map(|catalog| catalog.id.as_deref()).collect()
    }

    /// Whether there are names that nothing was told of.
    pub(super) fn wants_names(&self) -> bool {
        !self.by_name.is_empty()
    }

    /// Gives up names: nobody can tell whose they are.
    pub(super) fn leave_names(&mut self, state: State, message: &str) {
        for at in std::mem::take(&mut self.by_name).into_values() {
            if let Some(catalog) = self.all.get_mut(at) {
                catalog.state = state;
                catalog.message = Some(String::from(message));
            }
        }
    }

    /// Finds the names among all catalogs: by exactly the name, else but for case.
    pub(super) fn resolve(&mut self, told: &[Value], lower: &Lower) {
        let told: Vec<(&str, &str)> = told
            .iter()
            .filter_map(|catalog| Some((catalog.get("id")?.as_str()?, catalog.get("displayName")?.as_str()?)))
            .collect();
        let mut exact: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut folded: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, (_, name)) in told.iter().enumerate() {
            exact.entry(name).or_default().push(place);
            folded.entry(fold(name, lower).into_owned()).or_default().push(place);
        }
        for (name, at) in std::mem::take(&mut self.by_name) {
            let found = exact.get(name.as_str()).or_else(|| folded.get(fold(&name, lower).as_ref()));
            match found.map(Vec::as_slice) {
                None | Some([]) => self.change(at, State::NotFound, "no catalog has that name"),
                Some([place]) => {
                    let Some((id, name)) = told.get(*place) else { continue };
                    let target = self.with_id(id);
                    if let Some(catalog) = self.all.get_mut(target) {
                        catalog.name = Some(String::from(*name));
                    }
                    if let Some(catalog) = self.all.get_mut(at) {
                        catalog.united = Some(target);
                    }
                }
                Some(_) => {
                    self.change(at, State::Unchecked, "several catalogs have that name");
                    if let Some(catalog) = self.all.get_mut(at) {
                        catalog.is_ambiguous = true;
                    }
                }
            }
        }
    }

    fn change(&mut self, at: usize, state: State, message: &str) {
        if let Some(catalog) = self.all.get_mut(at) {
            catalog.state = state;
            catalog.message = Some(String::from(message));
        }
    }

    /// Counts packages that were told of a catalog; gives its place.
    pub(super) fn count(&mut self, id: &str, packages: usize) -> Option<usize> {
        let at = *self.by_id.get(&id.to_ascii_lowercase())?;
        let catalog = self.all.get_mut(at)?;
        catalog.packages = catalog.packages.saturating_add(packages);
        Some(at)
    }

    /// Notes what was found out about a catalog.
    pub(super) fn settle(&mut self, id: &str, name: Option<&str>, state: State, message: Option<String>) {
        let at = self.by_id.get(&id.to_ascii_lowercase()).copied();
        if let Some(catalog) = at.and_then(|at| self.all.get_mut(at)) {
            catalog.name = name.map(String::from).or(catalog.name.take());
            catalog.state = state;
            catalog.message = message;
        }
    }

    pub(super) fn is_ambiguous(&self, at: usize) -> bool {
        self.all.get(at).is_some_and(|catalog| catalog.is_ambiguous)
    }

    pub(super) fn state(&self, at: usize) -> State {
        self.all.get(at).map_or(State::Unchecked, |catalog| catalog.state)
    }

    pub(super) fn id(&self, at: usize) -> Option<&str> {
        self.all.get(at)?.id.as_deref()
    }

    /// All of them, each once.
    pub(super) fn list(&self) -> Vec<Listed<'_>> {
        let listed = |catalog: &'_ Catalog| catalog.united.is_none();
        let all = self.all.iter().filter(|catalog| listed(catalog));
        all.map(|catalog| Listed {
            id: catalog.id.as_deref(),
            display_name: catalog.name.as_deref(),
            state: catalog.state,
            packages: catalog.packages,
            message: catalog.message.as_deref(),
        })
        .collect()
    }
}
