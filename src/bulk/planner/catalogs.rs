//! The catalogs of the rows, and what was found out about them.

use super::table::{Table, fold, hash};
use super::{CatalogRef, Lower};
use crate::bulk::write::Json;

/// What was found out about a catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Listed,
    NotFound,
    NotPermitted,
    Unchecked,
}

impl State {
    /// What an error says of a catalog. `None` where it stands in the way of everything.
    pub(super) fn of(code: &str, status: u32) -> Option<Self> {
        Some(match (code, status) {
            ("ERR_GRAPH", 404) => Self::NotFound,
            ("ERR_GRAPH", 403) => Self::NotPermitted,
            ("ERR_GRAPH" | "ERR_RESPONSE", _) => Self::Unchecked,
            _ => return None,
        })
    }

    /// The name in JavaScript.
    fn as_str(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::NotFound => "notFound",
            Self::NotPermitted => "notPermitted",
            Self::Unchecked => "unchecked",
        }
    }
}

/// A catalog, as rows name it.
pub(super) struct Catalog {
    pub id: Option<String>,
    name: Option<String>,
    pub state: State,
    packages: usize,
    /// Why it is not listed, if anything is to be said.
    message: String,
    /// Another one that it turned out to be.
    united: Option<usize>,
    /// Whether several catalogs have its name.
    pub is_ambiguous: bool,
}

/// The catalogs of the rows.
pub(super) struct Catalogs {
    all: Vec<Catalog>,
    /// By their ids in lower case.
    by_id: Table,
    /// By their names, as rows have them.
    by_name: Table,
    /// Those that have only a name of which nothing was told.
    names: Vec<usize>,
    /// Ids and names that were told, by their names but for case.
    told: Vec<(String, String)>,
    by_told: Table,
    /// The one that was noted last: rows of one catalog mostly stand together.
    last: usize,
    seed: u32,
    lower: Lower,
}

impl Catalogs {
    pub(super) fn new(seed: u32, lower: Lower) -> Self {
        Self {
            all: Vec::new(),
            by_id: Table::default(),
            by_name: Table::default(),
            names: Vec::new(),
            told: Vec::new(),
            by_told: Table::default(),
            last: 0,
            seed,
            lower,
        }
    }

    /// The place of a catalog that a row names.
    pub(super) fn note(&mut self, catalog: &CatalogRef<'_>) -> usize {
        let known = self.all.get(self.last);
        self.last = match catalog {
            CatalogRef::Id(id) if known.is_some_and(|known| known.id.as_deref() == Some(id)) => self.last,
            CatalogRef::Id(id) => self.with_id(id),
            CatalogRef::Name(name) => {
                let hash = hash(self.seed, name);
                let is_it =
                    &mut |at: usize| self.all.get(at).is_some_and(|other| other.name.as_deref() == Some(&**name));
                self.by_name.find(hash, is_it).unwrap_or_else(|| {
                    let at = self.add(None, Some(String::from(&**name)));
                    self.by_name.add(hash, at);
                    self.names.push(at);
                    at
                })
            }
        };
        self.last
    }

    fn with_id(&mut self, id: &str) -> usize {
        self.find(id).unwrap_or_else(|| {
            let at = self.add(Some(String::from(id)), None);
            self.by_id.add(hash(self.seed, &id.to_ascii_lowercase()), at);
            at
        })
    }

    fn find(&self, id: &str) -> Option<usize> {
        self.by_id.find(hash(self.seed, &id.to_ascii_lowercase()), &mut |at| {
            self.id(at).is_some_and(|other| other.eq_ignore_ascii_case(id))
        })
    }

    fn add(&mut self, id: Option<String>, name: Option<String>) -> usize {
        self.all.push(Catalog {
            id,
            name,
            state: State::Unchecked,
            packages: 0,
            message: String::new(),
            united: None,
            is_ambiguous: false,
        });
        self.all.len() - 1
    }

    /// The one at that place.
    pub(super) fn get(&self, at: usize) -> Option<&Catalog> {
        self.all.get(at)
    }

    pub(super) fn id(&self, at: usize) -> Option<&str> {
        self.all.get(at)?.id.as_deref()
    }

    /// The one that it turned out to be.
    pub(super) fn united(&self, at: usize) -> usize {
        self.all.get(at).and_then(|catalog| catalog.united).unwrap_or(at)
    }

    /// What has to be asked.
    pub(super) fn write_wanted(&self, json: &mut Json) {
        json.key("ids");
        json.open('[');
        for id in self.all.iter().filter_map(|catalog| catalog.id.as_deref()) {
            json.text(id);
        }
        json.close(']');
        json.key("names");
        json.word(if self.names.is_empty() { "false" } else { "true" });
    }

    /// Is told a catalog that there is.
    pub(super) fn know(&mut self, id: &str, name: &str) {
        self.by_told.add(hash(self.seed, &fold(name, self.lower)), self.told.len());
        self.told.push((String::from(id), String::from(name)));
    }

    /// Gives up names: nobody can tell whose they are.
    pub(super) fn leave_names(&mut self, state: State, message: &str) {
        for at in std::mem::take(&mut self.names) {
            self.change(at, state, message);
        }
    }

    /// Finds the names among all catalogs: by exactly the name, else but for case.
    pub(super) fn resolve(&mut self) {
        for at in std::mem::take(&mut self.names) {
            let name = self.all.get_mut(at).and_then(|catalog| catalog.name.take()).unwrap_or_default();
            let folded = fold(&name, self.lower);
            // How many there are, and the last of them: of exactly that name, and but for case.
            let (mut exact, mut similar) = ((0_usize, 0), (0_usize, 0));
            self.by_told.find(hash(self.seed, &folded), &mut |place| {
                let other = self.told.get(place).map_or("", |(_, name)| name);
                if other == name {
                    exact = (exact.0 + 1, place);
                }
                if fold(other, self.lower) == folded {
                    similar = (similar.0 + 1, place);
                }
                false
            });
            let (count, place) = if exact.0 > 0 { exact } else { similar };
            match self.told.get(place).filter(|_| count == 1).cloned() {
                Some((id, name)) => {
                    let target = self.with_id(&id);
                    if let Some(catalog) = self.all.get_mut(target) {
                        catalog.name = Some(name);
                    }
                    if let Some(catalog) = self.all.get_mut(at) {
                        catalog.united = Some(target);
                    }
                }
                None => {
                    let (state, message) = if count > 0 {
                        (State::Unchecked, "several catalogs have that name")
                    } else {
                        (State::NotFound, "no catalog has that name")
                    };
                    self.change(at, state, message);
                    if let Some(catalog) = self.all.get_mut(at) {
                        catalog.is_ambiguous = count > 0;
                        catalog.name = Some(name);
                    }
                }
            }
        }
    }

    fn change(&mut self, at: usize, state: State, message: &str) {
        if let Some(catalog) = self.all.get_mut(at) {
            catalog.state = state;
            catalog.message = String::from(message);
        }
    }

    /// Counts a package that was told of a catalog; gives its place.
    pub(super) fn count(&mut self, id: &str) -> Option<usize> {
        let at = self.find(id)?;
        self.all.get_mut(at)?.packages += 1;
        Some(at)
    }

    /// Notes what was found out about a catalog.
    pub(super) fn settle(&mut self, id: &str, name: Option<&str>, state: State, message: &str) {
        let Some(at) = self.find(id) else { return };
        self.change(at, state, message);
        if let Some((catalog, name)) = self.all.get_mut(at).zip(name) {
            catalog.name = Some(String::from(name));
        }
    }

    /// All of them, each once, as `PlanCatalog`s.
    pub(super) fn write(&self, json: &mut Json) {
        json.open('[');
        for catalog in self.all.iter().filter(|catalog| catalog.united.is_none()) {
            json.open('{');
            json.optional("id", catalog.id.as_deref());
            json.optional("displayName", catalog.name.as_deref());
            json.field("state", catalog.state.as_str());
            json.count("packages", catalog.packages);
            json.optional("message", Some(&*catalog.message).filter(|message| !message.is_empty()));
            json.close('}');
        }
        json.close(']');
    }
}
