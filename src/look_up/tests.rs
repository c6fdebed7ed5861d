//! Looking for packages of a name: the forms of the question, and what of the answers is believed.

mod forms;
mod pages;

use super::look_up;
use crate::attempt::{Attempt, Reason};
use crate::cloud::Cloud;
use crate::read::Patience;
use crate::session::{Session, Stop};
use crate::spec::{AccessPackage, AccessPackageSpec};
use crate::wiped::Held;
use crate::world::script::answers::{CATALOG, NAME};
use crate::world::script::{Cause, Script, Step, lines};

/// A look that has ended.
struct Look {
    world: Script,
    found: Result<Vec<Held<AccessPackage>>, Stop<Cause>>,
    ledger: Vec<Attempt>,
}

/// Looks for packages of that name.
#[track_caller]
fn looks_for(name: &str, steps: impl IntoIterator<Item = Step>, reason: Reason, patience: Patience) -> Look {
    let (world, root) = (Script::new(steps), Cloud::Global.root());
    let mut session = Session::new(&world, &root);
    let spec = AccessPackageSpec::new(name, CATALOG);
    let found = pollster::block_on(look_up(&mut session, &spec, reason, patience));
    let ledger = session.ledger;
    assert_eq!(world.steps.borrow().len(), 0, "all of the script happened: {ledger:?}");
    Look { world, found, ledger }
}

/// Looks for the tests' name, impatiently.
#[track_caller]
fn looks(steps: impl IntoIterator<Item = Step>) -> Look {
    looks_for(NAME, steps, Reason::Initial, Patience::None)
}

impl Look {
    /// The ids of what was found, or why nothing is known.
    #[track_caller]
    fn end(&self) -> String {
        let _ = lines::attempts(&self.world, &self.ledger);
        match &self.found {
            Ok(found) => ["found ", &lines::ids(found)].concat().trim_end().into(),
            Err(stop) => lines::stop(stop),
        }
    }

    /// What the requests asked for, without the path that all but one form have in common.
    fn questions(&self) -> Vec<String> {
        let short = |path: String| path.replace("identityGovernance/entitlementManagement/", "");
        self.world.paths().into_iter().map(short).collect()
    }
}
