//! The checks of a row: with the limits, codes and texts of an input's.

use std::borrow::Cow;

use super::fields::{Broken, Cell, Fields, Slot, Unknown};
use super::raw::{Form, Raw};
use super::scan;
use crate::flaw::{Flaw, TRUTH, is_guid, trim};
use crate::validate::{DESCRIPTION_MAX, DISPLAY_NAME_MAX, advice};

/// Something that is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Finding<'t> {
    /// The row cannot be read.
    Broken(Broken),
    /// It has more cells than there are columns.
    Surplus,
    /// A value is wrong.
    Value(Slot, Flaw),
    /// It names no catalog.
    NoCatalog,
    /// It is hidden or it is not, but nobody can tell.
    NotABoolean,
    /// Several catalogs have the name that it gives there.
    Ambiguous(Slot),
    /// It has a property that is none of ours.
    Unknown(Unknown<'t>),
}

impl Finding<'_> {
    /// It, if it says nothing in the row's own words.
    pub(crate) fn lasting(self) -> Option<Finding<'static>> {
        Some(match self {
            Self::Broken(broken) => Finding::Broken(broken),
            Self::Surplus => Finding::Surplus,
            Self::Value(slot, flaw) => Finding::Value(slot, flaw),
            Self::NoCatalog => Finding::NoCatalog,
            Self::NotABoolean => Finding::NotABoolean,
            Self::Ambiguous(_) | Self::Unknown(_) => return None,
        })
    }

    /// The code of the problem, what is said of the value or of the row where it is not a flaw, and what to do about it.
    pub(crate) fn words(&self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Broken(Broken::NotAnObject(_)) => ("wrongType", "", ""),
            Self::Broken(Broken::Line) => {
                ("malformed", "is not one object of JSON", "write one whole object a line, or an array of objects")
            }
            Self::Broken(Broken::QuoteInCell) => ("malformed", "has a quote within a cell that is not quoted", QUOTES),
            Self::Broken(Broken::TextBehindQuote) => {
                ("malformed", "has text behind the closing quote of a cell", QUOTES)
            }
            Self::Surplus => (
                "tooManyCells",
                "has more cells than the header has columns",
                "put quotes around a cell that holds the separator",
            ),
            Self::Value(_, flaw) => (
                match flaw {
                    Flaw::Required => "required",
                    Flaw::Blank => "blank",
                    Flaw::OuterWhiteSpace => "outerWhiteSpace",
                    Flaw::TooLong(_) => "tooLong",
                    Flaw::IllFormed => "illFormed",
                    Flaw::NotAGuid => "notAGuid",
                    Flaw::WrongType { .. } => "wrongType",
                },
                "",
                flaw.hint().unwrap_or_default(),
            ),
            Self::NoCatalog => ("required", "is required", "name a catalog by its id or its name"),
            Self::NotABoolean => ("notABoolean", "is neither true nor false", "write true or false, yes or no, 1 or 0"),
            Self::Ambiguous(_) => ("ambiguousCatalog", "is the name of several catalogs", "name the catalog by its id"),
            Self::Unknown(unknown) => ("unknownProperty", "is not a property of this request", hint_of(unknown)),
        }
    }

    /// What is wrong with the value, where it is no more than that.
    pub(crate) fn flaw(&self) -> Option<Flaw> {
        match self {
            Self::Broken(Broken::NotAnObject(found)) => {
                Some(Flaw::WrongType { wanted: "an object", found, optional: false })
            }
            Self::Value(_, flaw) => Some(*flaw),
            _ => None,
        }
    }
}

const QUOTES: &str = "put quotes around the whole cell, and double those within";

/// What to do about a property that is none of ours.
fn hint_of(unknown: &Unknown<'_>) -> &'static str {
    const OUTER: [&str; 6] = ["displayName", "description", "isHidden", "catalog", "catalogId", "catalogName"];
    let name = unknown.name.read();
    let known = if unknown.nested { &["id"][..] } else { &OUTER };
    if known.iter().any(|known| known.eq_ignore_ascii_case(&name)) {
        return "property names are case-sensitive";
    }
    let otherwise = if unknown.nested { "only the catalog's id is sent: pass { id: catalog.id }" } else { "" };
    advice(&name).unwrap_or(otherwise)
}

/// How a row names its catalog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CatalogRef<'t> {
    Id(Cow<'t, str>),
    Name(Cow<'t, str>),
}

/// Whether there is nothing wrong with a row, as there mostly is not, told fast. `false` says nothing.
#[inline]
pub(crate) fn is_plain(fields: &Fields<'_>) -> bool {
    let Cell::Text(Raw { text: name, form: Form::Plain }) = fields.name else { return false };
    let ends = [name.as_bytes().first(), name.as_bytes().last()];
    // No text has more UTF-16 code units than bytes.
    let is_name_good = name.len() <= DISPLAY_NAME_MAX && ends.iter().flatten().all(|byte| byte.is_ascii_graphic());
    let is_description_good = match fields.description {
        Cell::Absent => true,
        Cell::Text(Raw { text, form }) => form != Form::IllFormed && text.len() <= DESCRIPTION_MAX,
        _ => false,
    };
    let is_hidden_good = match fields.hidden {
        Cell::Absent | Cell::Boolean(_) => true,
        Cell::Text(Raw { text, form: Form::Plain }) => matches!(text, "true" | "false" | "TRUE" | "FALSE"),
        _ => false,
    };
    let id = match (&fields.catalog, &fields.catalog_id) {
        (Cell::Object, _) if fields.nested_name == Cell::Absent => &fields.nested_id,
        (Cell::Absent, id) => id,
        (catalog, Cell::Absent) => catalog,
        _ => return false,
    };
    let is_catalog_good = matches!(id, Cell::Text(Raw { text, form: Form::Plain }) if scan::is_guid(text));
    let is_rest_good = fields.unknown.is_empty() && !fields.surplus && fields.broken.is_none();
    !name.is_empty() && is_name_good && is_description_good && is_hidden_good && is_catalog_good && is_rest_good
}

/// Tells everything that is wrong with a row, in the order in which the properties are documented.
#[inline(never)]
pub(crate) fn check<'t>(fields: &Fields<'t>, has_default_catalog: bool, found: &mut dyn FnMut(Finding<'t>)) {
    if let Some(broken) = fields.broken {
        // The cells of such a row are guesses.
        return found(Finding::Broken(broken));
    }
    if fields.surplus {
        found(Finding::Surplus);
    }
    if let Some(flaw) = flaw_of_name(&fields.name) {
        found(Finding::Value(Slot::Name, flaw));
    }
    if let Some(flaw) = flaw_of_description(&fields.description) {
        found(Finding::Value(Slot::Description, flaw));
    }
    match fields.hidden {
        Cell::Other(kind) => {
            found(Finding::Value(Slot::Hidden, wrong_type(TRUTH, kind, true)));
        }
        Cell::Text(_) if !is_left_out(&fields.hidden) && truth(&fields.hidden).is_none() => found(Finding::NotABoolean),
        _ => {}
    }
    check_catalog(fields, has_default_catalog, found);
    if matches!(catalog_cell(fields), Some((Slot::NestedId, _))) && fields.nested_name != Cell::Absent {
        let name = Raw { text: "displayName", form: Form::Plain };
        found(Finding::Unknown(Unknown { name, nested: true }));
    }
    // Those of the catalog come first, as with an input.
    for nested in [true, false] {
        for unknown in fields.unknown.iter().filter(|unknown| unknown.nested == nested) {
            found(Finding::Unknown(*unknown));
        }
    }
}

/// The text of a cell, however well it is formed.
pub(crate) fn text<'t>(cell: &Cell<'t>) -> Option<Cow<'t, str>> {
    match cell {
        Cell::Text(raw) => Some(raw.read()),
        _ => None,
    }
}

/// Whether a cell says yes or no.
pub(crate) fn truth(cell: &Cell<'_>) -> Option<bool> {
    match cell {
        Cell::Boolean(truth) => Some(*truth),
        Cell::Text(raw) => {
            let word = raw.read();
            let is = |other: &&str| trim(&word).eq_ignore_ascii_case(other);
            if ["false", "no", "0"].iter().any(is) {
                Some(false)
            } else {
                ["true", "yes", "1"].iter().any(is).then_some(true)
            }
        }
        _ => None,
    }
}

/// The catalog that a row names.
pub(crate) fn catalog<'t>(fields: &Fields<'t>) -> Option<CatalogRef<'t>> {
    let (slot, cell) = catalog_cell(fields)?;
    let text = text(cell)?;
    match slot {
        Slot::CatalogId | Slot::NestedId => Some(CatalogRef::Id(trimmed(text))),
        Slot::Catalog if is_guid(trim(&text)) => Some(CatalogRef::Id(trimmed(text))),
        _ => Some(CatalogRef::Name(text)),
    }
}

/// Where the catalog is that a row names.
pub(crate) fn catalog_slot(fields: &Fields<'_>) -> Option<Slot> {
    catalog_cell(fields).map(|(slot, _)| slot)
}

/// The first of the cells with a catalog in which there is something. An id is better than a name.
#[inline]
fn catalog_cell<'f, 't>(fields: &'f Fields<'t>) -> Option<(Slot, &'f Cell<'t>)> {
    [
        (Slot::NestedId, &fields.nested_id),
        (Slot::CatalogId, &fields.catalog_id),
        (Slot::NestedName, &fields.nested_name),
        (Slot::Catalog, &fields.catalog),
        (Slot::CatalogName, &fields.catalog_name),
    ]
    .into_iter()
    .find(|(_, cell)| !is_left_out(cell))
}

#[inline]
fn check_catalog<'t>(fields: &Fields<'t>, has_default: bool, found: &mut dyn FnMut(Finding<'t>)) {
    let Some((slot, cell)) = catalog_cell(fields) else {
        if !has_default {
            found(Finding::NoCatalog);
        }
        return;
    };
    let flaw = match (slot, cell) {
        // An object with neither of the two.
        (Slot::Catalog, Cell::Object) => return found(Finding::Value(Slot::NestedId, Flaw::Required)),
        (Slot::Catalog, Cell::Boolean(_)) => Some(wrong_type("an object", "a boolean", false)),
        (Slot::Catalog, Cell::Other(kind)) => Some(wrong_type("an object", kind, false)),
        (Slot::CatalogId | Slot::NestedId, cell) => flaw_of_id(cell),
        (_, cell) => flaw_of_catalog(slot, cell),
    };
    if let Some(flaw) = flaw {
        found(Finding::Value(slot, flaw));
    }
}

/// Whether there is nothing in a cell, or only blanks.
fn is_left_out(cell: &Cell<'_>) -> bool {
    match cell {
        Cell::Absent => true,
        Cell::Text(Raw { text, form: Form::Plain }) => text.trim_ascii().is_empty(),
        _ => false,
    }
}

fn flaw_of_name(cell: &Cell<'_>) -> Option<Flaw> {
    let text = match well_formed(cell) {
        Ok(text) => text,
        Err(flaw) => return Some(flaw),
    };
    Flaw::of_length(&text, DISPLAY_NAME_MAX).or_else(|| Flaw::of_outer(&text))
}

fn flaw_of_description(cell: &Cell<'_>) -> Option<Flaw> {
    match well_formed(cell) {
        Ok(text) => Flaw::of_length(&text, DESCRIPTION_MAX),
        Err(Flaw::Required) => None,
        Err(Flaw::WrongType { wanted, found, .. }) => Some(wrong_type(wanted, found, true)),
        Err(flaw) => Some(flaw),
    }
}

fn flaw_of_id(cell: &Cell<'_>) -> Option<Flaw> {
    match well_formed(cell) {
        Ok(text) => (!is_guid(trim(&text))).then_some(Flaw::NotAGuid),
        Err(flaw) => Some(flaw),
    }
}

fn flaw_of_catalog(slot: Slot, cell: &Cell<'_>) -> Option<Flaw> {
    match well_formed(cell) {
        Ok(text) if slot == Slot::Catalog && is_guid(trim(&text)) => None,
        // A name that is only white space is left out, and then it is not looked at.
        Ok(text) => Flaw::of_outer(&text),
        Err(flaw) => Some(flaw),
    }
}

/// The text of a cell that has to have one.
#[inline]
fn well_formed<'t>(cell: &Cell<'t>) -> Result<Cow<'t, str>, Flaw> {
    match cell {
        Cell::Absent => Err(Flaw::Required),
        Cell::Text(Raw { form: Form::IllFormed, .. }) => Err(Flaw::IllFormed),
        Cell::Text(raw) => Ok(raw.read()),
        Cell::Boolean(_) => Err(wrong_type("a string", "a boolean", false)),
        Cell::Object => Err(wrong_type("a string", "an object", false)),
        Cell::Other(kind) => Err(wrong_type("a string", kind, false)),
    }
}

const fn wrong_type(wanted: &'static str, found: &'static str, optional: bool) -> Flaw {
    Flaw::WrongType { wanted, found, optional }
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(trim(text)),
        Cow::Owned(text) => Cow::Owned(String::from(trim(&text))),
    }
}
