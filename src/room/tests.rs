//! Rooms and the notes in them.

use serde_json::{Value as Json, json};

use super::{Note, name, write};
use crate::cloud::{Cloud, GraphRoot};
use crate::graph::access_package;
use crate::spec::AccessPackageSpec;
use crate::ticket::Ticket;
use crate::time::Timestamp;
use crate::world::Entered;
use crate::world::script::answers::{CATALOG, NAME, package};
use crate::world::script::{NOW, Script};

fn ticket() -> Ticket {
    let spec = AccessPackageSpec::new(NAME, CATALOG);
    Ticket::new("https://graph.microsoft.com", spec, Timestamp::from_millis(NOW), Some(vec!["1".into()]))
}

#[test]
fn names_that_differ_in_case_share_a_room() {
    let of = |root: &GraphRoot, display_name: &str, catalog: &str| {
        name(&Script::default(), root, &AccessPackageSpec::new(display_name, catalog))
    };
    let global = Cloud::Global.root();
    let room = of(&global, NAME, CATALOG);
    assert_eq!(room, "https://graph.microsoft.com/66584aae-98bb-48cc-9458-7bee5d2a6577/sales reps");
    assert_eq!(of(&global, "SALES Reps", &CATALOG.to_ascii_uppercase()), room);
    assert_eq!(of(&global, "ÄRZTE", CATALOG), of(&global, "ärzte", CATALOG));
    for other in [
        of(&Cloud::China.root(), NAME, CATALOG),
        of(&global, "sales rep", CATALOG),
        of(&global, NAME, "00000000-98bb-48cc-9458-7bee5d2a6577"),
    ] {
        assert_ne!(other, room);
    }
}

/// What is read of a note that was written by [`write`].
fn reads(written: &str, waited: bool, age: u64) -> Option<Box<Note>> {
    let note: Json = serde_json::from_str(written).unwrap();
    Note::read(Entered { waited, note: Some(note.into()), age, vanished: false }, 30_000)
}

#[test]
fn a_note_survives_json() {
    let seven = access_package(&package("7").into()).unwrap();
    for (made, adopted, vanished) in
        [(None, false, false), (Some(&*seven), false, false), (Some(&*seven), true, false), (None, false, true)]
    {
        let note = reads(&write(&ticket(), made, adopted, vanished), false, 5).unwrap();
        assert_eq!((*note.ticket, note.made.as_deref(), note.adopted), (ticket(), made, adopted));
        assert_eq!(note.vanished, vanished);
        assert_eq!((note.waited, note.age), (false, 5));
    }
}

#[test]
fn a_note_matters_for_so_long_or_for_who_waited() {
    let written = write(&ticket(), None, false, false);
    for (waited, age, there) in [(false, 0, true), (false, 29_999, true), (false, 30_000, false), (true, 30_000, true)]
    {
        let note = reads(&written, waited, age);
        assert_eq!(note.as_ref().map(|note| note.waited), there.then_some(waited), "{waited} {age}");
    }
}

#[test]
fn what_is_none_is_not_read() {
    assert!(Note::read(Entered::default(), 30_000).is_none());
    for written in ["null", "7", "{}", r#"{"made":null}"#, r#"{"ticket":{}}"#] {
        assert!(reads(written, true, 0).is_none(), "{written}");
    }
    // Without what it made it is one of a create in doubt.
    let mut note = json!({ "ticket": ticket(), "adopted": "x" });
    for made in [json!(null), json!({}), json!({ "displayName": NAME })] {
        note["made"] = made;
        let note = reads(&note.to_string(), false, 0).unwrap();
        assert_eq!((note.made, note.adopted), (None, false));
    }
}
