//! Where creates of one name meet: a room that one call of this page or of another tab is in at a time, and the note
//! that it leaves for those who come after. A service may not show for a while what was just made, and may not have
//! made yet what it still will: without the note the next create of that name would make it twice.

use crate::cloud::GraphRoot;
use crate::graph::access_package;
use crate::spec::{AccessPackage, AccessPackageSpec};
use crate::text::joined;
use crate::ticket::Ticket;
use crate::to_json::Object;
use crate::value::Value;
use crate::wiped::Held;
use crate::world::{Entered, World};

/// The room of a create: names that differ in case only share one.
pub(crate) fn name(world: &impl World, root: &GraphRoot, spec: &AccessPackageSpec) -> String {
    joined(&[root.as_str(), "/", &spec.catalog.id.to_ascii_lowercase(), "/", &world.fold(&spec.display_name)])
}

/// What the last create of the name ended as.
#[derive(Debug)]
pub(crate) struct Note {
    pub(crate) ticket: Box<Ticket>,
    /// What it made; `None` where it is not known.
    pub(crate) made: Option<Held<AccessPackage>>,
    /// Whether a look found that, and not an answer.
    pub(crate) adopted: bool,
    /// How long ago, in milliseconds.
    pub(crate) age: u64,
    /// How long after it what was made, or is still to be made, may appear, in milliseconds.
    pub(crate) appears: u64,
    /// Whether it went on while the reader waited.
    pub(crate) waited: bool,
    /// Whether it stands for a create of another tab that was closed, of which only the name is known.
    pub(crate) vanished: bool,
}

impl Note {
    /// As a create would have left it that was sent and not settled, and may still appear for so long.
    pub(crate) fn of(ticket: Box<Ticket>, appears: u64) -> Box<Self> {
        Box::new(Self { ticket, made: None, adopted: false, age: 0, appears, waited: false, vanished: false })
    }

    /// Reads the note, unless it is older than it matters.
    pub(crate) fn read(entered: Entered, settle_ms: u64) -> Option<Box<Self>> {
        let Entered { waited, note, age, .. } = entered;
        let note = note.filter(|_| age < settle_ms || waited)?;
        let made = note.get("made").and_then(access_package);
        Some(Box::new(Self {
            ticket: Ticket::read(note.get("ticket")?)?,
            // What was done before an answer came can only be shown late.
            appears: if made.is_some() { settle_ms / 2 } else { settle_ms },
            made,
            adopted: is(&note, "adopted"),
            age,
            waited,
            vanished: is(&note, "vanished"),
        }))
    }
}

fn is(note: &Value, name: &str) -> bool {
    note.get(name).and_then(Value::as_bool).unwrap_or_default()
}

/// Writes the note of a create that may have been applied.
pub(crate) fn write(ticket: &Ticket, made: Option<&AccessPackage>, adopted: bool, vanished: bool) -> String {
    let mut note = String::new();
    Object::new(&mut note)
        .field("ticket", ticket)
        .field("made", &made)
        .field("adopted", &adopted)
        .field("vanished", &vanished)
        .end();
    note
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
