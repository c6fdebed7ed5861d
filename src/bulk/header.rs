//! The header of CSV: which column gives what.

use super::fields::Slot;
use super::source_problem::{COLUMNS_MAX, ColumnProblem, KNOWN};
use crate::flaw::{is_white_space, trim};

/// What the columns of a source are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Layout {
    pub separator: u8,
    /// The columns as the header has them.
    pub columns: Vec<String>,
    /// What each of them gives; `None` for one that is passed over.
    pub slots: Vec<Option<Slot>>,
}

/// The names that a column may have, folded.
const NAMES: [(&str, Slot); 11] = [
    ("displayname", Slot::Name),
    ("name", Slot::Name),
    ("title", Slot::Name),
    ("package", Slot::Name),
    ("accesspackage", Slot::Name),
    ("accesspackagename", Slot::Name),
    ("description", Slot::Description),
    ("ishidden", Slot::Hidden),
    ("hidden", Slot::Hidden),
    ("catalogid", Slot::CatalogId),
    ("catalogname", Slot::CatalogName),
];

/// A column of an id or a name; what it has for a name is a GUID or it is not.
const CATALOG: (&str, Slot) = ("catalog", Slot::Catalog);

/// How far a name may be from a known one to be taken for a slip, in edits.
const SLIP_MAX: usize = 2;

/// The longest name that is compared for slips, in bytes.
const COMPARED_MAX: usize = 32;

impl Layout {
    /// Makes sense of the cells of the header. Fails with what is wrong with it; with nothing, where there are more columns
    /// than a header may have.
    pub(crate) fn read(
        separator: u8,
        mut columns: Vec<String>,
        ignore: &[String],
        has_default_catalog: bool,
    ) -> Result<Self, Vec<ColumnProblem>> {
        // Spreadsheets write separators for columns that were once filled.
        while columns.last().is_some_and(|column| trim(column).is_empty()) {
            columns.pop();
        }
        if columns.len() > COLUMNS_MAX {
            return Err(Vec::new());
        }
        let ignore: Vec<String> = ignore.iter().map(|name| fold(name)).collect();
        let mut problems = Vec::new();
        let mut slots: Vec<Option<Slot>> = Vec::with_capacity(columns.len());
        for column in &columns {
            let folded = fold(column);
            let slot = if ignore.contains(&folded) { None } else { slot_of(&folded) };
            if slot.is_none() && !ignore.contains(&folded) {
                problems.push(unknown(column, &folded));
            }
            let earlier = slots.iter().position(|other| slot.is_some() && *other == slot);
            if let Some(earlier) = earlier.and_then(|earlier| columns.get(earlier)) {
                problems.push(doubled(column, earlier));
            }
            slots.push(slot);
        }
        let has = |slot| slots.contains(&Some(slot));
        if !has(Slot::Name) {
            problems.push(missing("displayName", "no column has the names of the packages"));
        }
        let has_catalog = has(Slot::Catalog) || has(Slot::CatalogId) || has(Slot::CatalogName);
        if !has_catalog && !has_default_catalog {
            problems.push(missing("catalogId", "no column has the catalogs, and no catalog is given for all rows"));
        }
        if problems.is_empty() {
            return Ok(Self { separator, columns, slots });
        }
        Err(problems)
    }

    /// The column that gives that, as the header has it.
    pub(crate) fn column(&self, slot: Slot) -> Option<&str> {
        let at = self.slots.iter().position(|other| *other == Some(slot))?;
        self.columns.get(at).map(String::as_str)
    }
}

/// A name without what people write differently.
fn fold(name: &str) -> String {
    let counts = |character: &char| !is_white_space(*character) && !matches!(character, '_' | '-');
    name.chars().filter(counts).map(|character| character.to_ascii_lowercase()).collect()
}

fn slot_of(folded: &str) -> Option<Slot> {
    NAMES.iter().chain([&CATALOG]).find(|(name, _)| *name == folded).map(|(_, slot)| *slot)
}

fn unknown(column: &str, folded: &str) -> ColumnProblem {
    let near = NAMES
        .iter()
        .chain([&CATALOG])
        .map(|(name, slot)| (distance(name, folded), *slot))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, _)| *distance <= SLIP_MAX);
    let hint = match near {
        Some((_, slot)) => ["did you mean ", slot.name(), "?"].concat(),
        None => [KNOWN, "; name others in ignore to pass them over"].concat(),
    };
    let message = if folded.is_empty() {
        String::from("a column has no name")
    } else {
        ["there is no column ", column, " in a package"].concat()
    };
    ColumnProblem { column: String::from(column), code: "unknown", message, hint }
}

fn doubled(column: &str, earlier: &str) -> ColumnProblem {
    let message = [column, " gives the same as ", earlier].concat();
    let hint = String::from("leave one of them, or name one in ignore to pass it over");
    ColumnProblem { column: String::from(column), code: "doubled", message, hint }
}

fn missing(column: &str, message: &str) -> ColumnProblem {
    ColumnProblem {
        column: String::from(column),
        code: "missing",
        message: String::from(message),
        hint: ["write ", column, " into the first line, above its column"].concat(),
    }
}

/// How many letters have to be added, taken away or replaced to make one of the other; those that are not ASCII count more.
fn distance(one: &str, other: &str) -> usize {
    if other.len() > COMPARED_MAX {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.bytes().enumerate() {
        let mut diagonal = at;
        let mut left = at + 1;
        let Some((first, rest)) = row.split_first_mut() else { break };
        *first = left;
        for (above, wanted) in rest.iter_mut().zip(other.bytes()) {
            let replaced = diagonal + usize::from(letter != wanted);
            left = replaced.min(left + 1).min(*above + 1);
            diagonal = std::mem::replace(above, left);
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Layout, Slot, distance};

    fn read(
        header: &str,
        ignore: &[&str],
        has_default: bool,
    ) -> Result<Vec<Option<Slot>>, Vec<(String, &'static str)>> {
        let columns = header.split(',').map(String::from).collect();
        let ignore: Vec<String> = ignore.iter().map(|name| String::from(*name)).collect();
        Layout::read(b',', columns, &ignore, has_default)
            .map(|layout| layout.slots)
            .map_err(|problems| problems.into_iter().map(|column| (column.column, column.code)).collect())
    }

    #[test]
    fn knows_columns_by_many_names() {
        let all = Ok(vec![Some(Slot::Name), Some(Slot::Description), Some(Slot::Hidden), Some(Slot::CatalogId)]);
        assert_eq!(read("displayName,description,isHidden,catalogId", &[], false), all);
        assert_eq!(read("Display Name,DESCRIPTION, Is_Hidden ,catalog-id,, ", &[], false), all);
        assert_eq!(read("Access package,Description,hidden,Catalog ID", &[], false), all);
        assert_eq!(read("title,Catalog", &[], false), Ok(vec![Some(Slot::Name), Some(Slot::Catalog)]));
        assert_eq!(read("Name,Owner", &["owner"], true), Ok(vec![Some(Slot::Name), None]));
        assert_eq!(read("Name,Title", &["TITLE"], true), Ok(vec![Some(Slot::Name), None]));
    }

    #[test]
    fn tells_everything_that_is_wrong() {
        let wrong = |problems: &[(&str, &'static str)]| {
            Err(problems.iter().map(|(column, code)| (String::from(*column), *code)).collect())
        };
        assert_eq!(read("displayName", &[], false), wrong(&[("catalogId", "missing")]));
        assert_eq!(
            read("Name,displayname,,owner,catalog", &[], false),
            wrong(&[("displayname", "doubled"), ("", "unknown"), ("owner", "unknown")])
        );
        let layout = |columns: &[&str]| {
            Layout::read(b',', columns.iter().map(|name| String::from(*name)).collect(), &[], true).unwrap_err()
        };
        let problems = layout(&["dispalyName"]);
        assert_eq!(problems[0].message, "there is no column dispalyName in a package");
        assert_eq!(problems[0].hint, "did you mean displayName?");
        assert_eq!(problems[1].message, "no column has the names of the packages");
        assert_eq!(layout(&["x"; 257]), []);
        assert_eq!(layout(&["x"; 256]).len(), 257);
    }

    #[test]
    fn counts_edits() {
        for (one, other, edits) in [("", "", 0), ("a", "", 1), ("", "ab", 2), ("abc", "abc", 0), ("abcd", "xbd", 2)] {
            assert_eq!(distance(one, other), edits, "{one} {other}");
        }
    }
}
