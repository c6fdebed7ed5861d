//! One row of JSON: an object as `create` takes it, or with its catalog in a property of its own.

use super::fields::{Broken, Cell, Fields, Slot, UNKNOWN_MAX, Unknown};
use super::raw::Raw;
use super::tokens::{Tokens, Trouble};

/// Reads the value that begins here as a row; properties of the names in `ignore` are passed over.
pub(crate) fn read_row<'t>(tokens: &mut Tokens<'t>, ignore: &[String]) -> Result<Fields<'t>, Trouble> {
    if tokens.peek() != b'{' {
        return tokens.skip().map(|kind| Fields::broken(Broken::NotAnObject(kind)));
    }
    let mut fields = Fields::default();
    members(tokens, &mut |tokens| {
        if let Some(slot) = known_slot(tokens) {
            let cell = if slot == Slot::Catalog { catalog(tokens, &mut fields)? } else { cell(tokens)? };
            fields.set(slot, cell);
            return Ok(());
        }
        let name = tokens.string()?;
        tokens.expect(b':')?;
        match slot_of(&name.read()) {
            Some(Slot::Catalog) => {
                let cell = catalog(tokens, &mut fields)?;
                fields.set(Slot::Catalog, cell);
            }
            Some(slot) => fields.set(slot, cell(tokens)?),
            None => {
                tokens.skip()?;
                if !ignore.iter().any(|ignored| name.is(ignored)) {
                    add_unknown(&mut fields.unknown, name, false);
                }
            }
        }
        Ok(())
    })?;
    Ok(fields)
}

/// Reads an object, of which each member is read by the function; what is left is behind it.
pub(crate) fn members<'t>(
    tokens: &mut Tokens<'t>,
    member: &mut dyn FnMut(&mut Tokens<'t>) -> Result<(), Trouble>,
) -> Result<(), Trouble> {
    tokens.expect(b'{')?;
    if tokens.take(b'}')? {
        return Ok(());
    }
    loop {
        member(tokens)?;
        if !tokens.take(b',')? {
            return tokens.expect(b'}');
        }
    }
}

/// Takes the name of a property that is written as everybody writes it, with its colon.
#[inline]
fn known_slot(tokens: &mut Tokens<'_>) -> Option<Slot> {
    let before = *tokens;
    if !tokens.take(b'"').unwrap_or(false) {
        return None;
    }
    let slot = if tokens.take_exactly(b"displayName\"") {
        Slot::Name
    } else if tokens.take_exactly(b"description\"") {
        Slot::Description
    } else if tokens.take_exactly(b"isHidden\"") {
        Slot::Hidden
    } else if tokens.take_exactly(b"catalog\"") {
        Slot::Catalog
    } else {
        *tokens = before;
        return None;
    };
    if tokens.take(b':').unwrap_or(false) {
        return Some(slot);
    }
    *tokens = before;
    None
}

fn slot_of(name: &str) -> Option<Slot> {
    [Slot::Name, Slot::Description, Slot::Hidden, Slot::Catalog, Slot::CatalogId, Slot::CatalogName]
        .into_iter()
        .find(|slot| slot.name() == name)
}

/// Reads a value.
#[inline]
pub(crate) fn cell<'t>(tokens: &mut Tokens<'t>) -> Result<Cell<'t>, Trouble> {
    match tokens.peek() {
        b'"' => {
            tokens.at += 1;
            tokens.string_rest().map(Cell::Text)
        }
        b't' => tokens.word(b"true").map(|()| Cell::Boolean(true)),
        b'f' => tokens.word(b"false").map(|()| Cell::Boolean(false)),
        _ => tokens.skip().map(Cell::Other),
    }
}

/// Reads the value of `catalog`. As with `JSON.parse`, the last one of its name counts.
fn catalog<'t>(tokens: &mut Tokens<'t>, fields: &mut Fields<'t>) -> Result<Cell<'t>, Trouble> {
    if fields.catalog != Cell::Absent {
        fields.nested_id = Cell::Absent;
        fields.nested_name = Cell::Absent;
        fields.unknown.retain(|unknown| !unknown.nested);
    }
    if tokens.peek() != b'{' {
        return cell(tokens);
    }
    members(tokens, &mut |tokens| {
        let name = tokens.string()?;
        tokens.expect(b':')?;
        if name.is("id") {
            fields.nested_id = cell(tokens)?;
        } else if name.is("displayName") {
            fields.nested_name = cell(tokens)?;
        } else {
            tokens.skip()?;
            add_unknown(&mut fields.unknown, name, true);
        }
        Ok(())
    })?;
    Ok(Cell::Object)
}

/// Adds a property, once.
fn add_unknown<'t>(unknown: &mut Vec<Unknown<'t>>, name: Raw<'t>, nested: bool) {
    let is_there = |other: &Unknown<'t>| other.nested == nested && other.name.read() == name.read();
    if unknown.len() < UNKNOWN_MAX && !unknown.iter().any(is_there) {
        unknown.push(Unknown { name, nested });
    }
}
