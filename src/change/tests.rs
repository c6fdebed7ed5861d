//! Updates and deletes: what is sent again, and what is known at the end.

mod delete;
mod update;

use serde_json::{Value as Json, json};

use super::{delete as delete_package, update as update_package};
use crate::attempt::Attempt;
use crate::cloud::Cloud;
use crate::session::{Session, Stop};
use crate::world::script::{Cause, Script, Step, lines};

/// The id of a package.
const ID: &str = "11111111-98bb-48cc-9458-7bee5d2a6577";

/// No request.
const NOTHING: &[&str] = &[];

/// A change that has ended.
struct Change {
    world: Script,
    end: Result<&'static str, Stop<Cause>>,
    ledger: Vec<Attempt>,
}

/// Changes a package in that world.
#[track_caller]
fn updates_in(world: Script, id: &str, changes: Json) -> Change {
    let root = Cloud::Global.root();
    let mut session = Session::new(&world, &root);
    let end = pollster::block_on(update_package(&mut session, id, &changes.into())).map(|()| "updated");
    let ledger = session.ledger;
    Change { world, end, ledger }.after_all()
}

/// Deletes a package in that world.
#[track_caller]
fn deletes_in(world: Script, id: &str) -> Change {
    let root = Cloud::Global.root();
    let mut session = Session::new(&world, &root);
    let end = pollster::block_on(delete_package(&mut session, id));
    let ledger = session.ledger;
    Change { world, end: end.map(|deleted| if deleted { "deleted" } else { "absent" }), ledger }.after_all()
}

/// Gives a package a description, while the requests meet these fates.
#[track_caller]
fn updates(steps: impl IntoIterator<Item = Step>) -> Change {
    updates_in(Script::new(steps), ID, json!({ "description": "new" }))
}

/// Deletes a package, while the requests meet these fates.
#[track_caller]
fn deletes(steps: impl IntoIterator<Item = Step>) -> Change {
    deletes_in(Script::new(steps), ID)
}

impl Change {
    #[track_caller]
    fn after_all(self) -> Self {
        assert_eq!(self.world.steps.borrow().len(), 0, "all of the script happened: {:?}, {:?}", self.ledger, self.end);
        self
    }

    /// How it ended, in one line.
    fn end(&self) -> String {
        match &self.end {
            Ok(end) => (*end).into(),
            Err(stop) => lines::stop(stop),
        }
    }

    /// Checks how it ended, and what it sent. What is done is forgotten of the notes.
    #[track_caller]
    fn ends(self, end: &str, attempts: &[impl AsRef<str>]) -> Self {
        let attempts: Vec<_> = attempts.iter().map(AsRef::as_ref).collect();
        assert_eq!(lines::attempts(&self.world, &self.ledger), attempts, "{}", self.end());
        assert_eq!(self.end(), end);
        let forgotten: &[&str] = if self.end.is_ok() { &[ID] } else { &[] };
        assert_eq!(*self.world.forgotten.borrow(), forgotten);
        self
    }
}

#[test]
fn what_would_not_be_sent_to_graph_is_an_argument_error() {
    for id in ["", "1", "../catalogs", "11111111-98bb-48cc-9458-7bee5d2a657g"] {
        updates_in(Script::default(), id, json!({ "isHidden": true })).ends("ERR_INVALID_ARG_VALUE", NOTHING);
        deletes_in(Script::default(), id).ends("ERR_INVALID_ARG_VALUE", NOTHING);
    }
    for changes in [json!(null), json!({}), json!({ "displayName": "" }), json!({ "catalog": { "id": ID } })] {
        updates_in(Script::default(), ID, changes).ends("ERR_VALIDATION", NOTHING);
    }
}

#[test]
fn offline_nothing_is_sent() {
    let offline = || Script { offline: 0..u64::MAX, ..Script::default() };
    updates_in(offline(), ID, json!({ "isHidden": true })).ends("ERR_NETWORK offline", NOTHING);
    deletes_in(offline(), ID).ends("ERR_NETWORK offline", NOTHING);
}
