//! The create procedure in scripted worlds: what it sends, when and why, what it tells, and how it ends.

mod after;
mod before;
mod bulk;
mod conflict;
mod denial;
mod evidence;
mod interrupted;
mod lost;
mod refused;
mod resumed;
mod throttled;
mod token;

use serde_json::json;

use super::{CreateOptions, Created, Ending, Outcome, create};
use crate::attempt::Attempt;
use crate::cloud::{Cloud, GraphRoot};
use crate::session::Session;
use crate::value::Value;
use crate::world::script::answers::{CATALOG, NAME, created, list, nothing, package};
use crate::world::script::{Cause, Script, Step, lines};

/// What most calls want.
const OPTIONS: CreateOptions =
    CreateOptions { return_existing: false, verify: true, settle_ms: 30_000, bulk: false, prior: None };

/// As [`OPTIONS`], without looking before and after.
const BLIND: CreateOptions = CreateOptions { verify: false, ..OPTIONS };

/// When the looks begin that settle a lost create, since it was lost.
const LOOKS: [u64; 7] = [0, 1_000, 3_000, 7_000, 15_000, 23_000, 30_000];

/// When the looks begin that settle a create of which an answer tells, since that answer came.
const SHORT_LOOKS: [u64; 5] = [0, 1_000, 3_000, 7_000, 15_000];

/// No request.
const NOTHING: &[&str] = &[];

/// A create that has ended.
struct Call {
    world: Script,
    ending: Ending<Cause>,
    ledger: Vec<Attempt>,
}

fn input() -> Value {
    json!({ "displayName": NAME, "catalog": { "id": CATALOG } }).into()
}

/// Creates what the tests create in that world.
#[track_caller]
fn run(world: Script, options: CreateOptions) -> Call {
    run_with(world, &Cloud::Global.root(), &input(), options)
}

#[track_caller]
fn run_with(world: Script, root: &GraphRoot, input: &Value, options: CreateOptions) -> Call {
    let mut session = Session::new(&world, root);
    let ending = pollster::block_on(create(&mut session, input, options));
    let ledger = session.ledger;
    assert_eq!(world.steps.borrow().len(), 0, "all of the script happened: {ledger:?}, {ending:?}");
    Call { world, ending, ledger }
}

/// Creates what the tests create, while the requests meet these fates.
#[track_caller]
fn meets(steps: impl IntoIterator<Item = Step>) -> Call {
    run(Script::new(steps), OPTIONS)
}

impl Call {
    #[track_caller]
    fn attempts(&self) -> Vec<String> {
        lines::attempts(&self.world, &self.ledger)
    }

    /// How it ended, in one line.
    fn end(&self) -> String {
        match &self.ending {
            Ok(Created { outcome, access_package, duplicates }) => {
                let outcome = match outcome {
                    Outcome::Created => "created",
                    Outcome::Adopted => "adopted",
                    Outcome::Existing => "existing",
                };
                let duplicates = match duplicates.as_deref() {
                    None => String::from("nobody looked"),
                    Some([]) => String::from("alone"),
                    Some(others) => ["beside ", &lines::ids(others)].concat(),
                };
                format!("{outcome} {}; {duplicates}", access_package.id)
            }
            Err(stop) => lines::stop(stop),
        }
    }

    /// Checks how it ended, and what it sent.
    #[track_caller]
    fn ends(self, end: &str, attempts: &[impl AsRef<str>]) -> Self {
        let attempts: Vec<_> = attempts.iter().map(AsRef::as_ref).collect();
        assert_eq!(self.attempts(), attempts, "{}", self.end());
        assert_eq!(self.end(), end);
        self
    }

    /// The note that it left in its room: what it made or adopted, or of what is in doubt.
    #[track_caller]
    fn note(&self) -> String {
        let left = self.world.left.borrow();
        let [(room, note)] = left.as_slice() else { panic!("it leaves once: {left:?}") };
        assert_eq!(room, &format!("https://graph.microsoft.com/{CATALOG}/{NAME}"));
        let Some(note) = note else { return String::from("none") };
        let note: serde_json::Value = serde_json::from_str(note).unwrap();
        match note["made"]["id"].as_str() {
            Some(made) if note["adopted"] == true => ["adopted ", made].concat(),
            Some(made) => ["made ", made].concat(),
            None if note["vanished"] == true => String::from("vanished"),
            None => format!("open, known {}", note["ticket"]["knownIds"]),
        }
    }
}

/// A first look, and a create that meets that fate.
fn first(fate: &str) -> Vec<String> {
    vec!["0 lookUp initial 200 succeeded".into(), ["0 create initial ", fate].concat()]
}

/// The looks that settle a create which was lost at once, and was not applied.
fn looks_lost() -> Vec<String> {
    lines::looks("ambiguous", LOOKS)
}

/// Looks that find nothing.
fn nothings(count: usize) -> impl Iterator<Item = Step> {
    (0..count).map(|_| nothing())
}

/// A look that finds these packages, as the tests create them.
fn finds(ids: &[&str]) -> Step {
    list(ids.iter().map(|id| package(id)))
}

#[test]
fn looks_creates_and_looks_again() {
    let call = meets([nothing(), created("1"), finds(&["1"])]).ends(
        "created 1; alone",
        &["0 lookUp initial 200 succeeded", "0 create initial 201 succeeded", "0 lookUp created 200 succeeded"],
    );
    assert_eq!(call.world.told(), ["lookingUp initial", "sending initial ticket []", "lookingUp created"]);
    assert_eq!(call.note(), "made 1");
    let sent = call.world.sent.borrow();
    let body = r#"{"displayName":"sales reps","catalog":{"id":"66584aae-98bb-48cc-9458-7bee5d2a6577"}}"#;
    assert_eq!(sent.iter().map(|sent| sent.request.body.as_deref()).collect::<Vec<_>>(), [None, Some(body), None]);
    assert_eq!(call.world.paths()[1], "identityGovernance/entitlementManagement/accessPackages");
    assert!(sent.iter().all(|sent| sent.authorization == "Bearer token"));
    assert_eq!(call.world.asked_for(), ["initial", "retry"], "what only follows the create does with its token");
}

#[test]
fn invalid_input_sends_nothing_and_enters_no_room() {
    let call =
        run_with(Script::default(), &Cloud::Global.root(), &Value::Null, OPTIONS).ends("ERR_VALIDATION", NOTHING);
    assert!(call.world.entered.borrow().is_some() && call.world.left.borrow().is_empty());
    assert_eq!((call.world.moments.get(), call.world.told().len()), (0, 0));
}

#[test]
fn offline_nothing_is_sent() {
    let offline = || Script { offline: 0..u64::MAX, ..Script::default() };
    let ended = run(offline(), OPTIONS).ends("ERR_NETWORK offline", NOTHING);
    assert_eq!((ended.note(), ended.world.asked_for().len()), ("none".into(), 0));
    run(offline(), BLIND).ends("ERR_NETWORK offline", NOTHING);
}

#[test]
fn a_create_waits_for_half_of_the_time_that_is_left_and_thirty_seconds_at_most() {
    for (timeout, within) in [(100_000, 30_000), (60_000, 30_000), (59_000, 29_500), (10_000, 5_000)] {
        let world = Script { timeout, ..Script::new([nothing(), created("1"), finds(&["1"])]) };
        let call = run(world, OPTIONS);
        let sent = call.world.sent.borrow();
        assert_eq!(sent.iter().map(|sent| sent.within).collect::<Vec<_>>(), [timeout.min(20_000), within, 5_000]);
    }
}
