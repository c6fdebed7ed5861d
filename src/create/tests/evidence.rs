//! What shows whose a package is when nobody looked before, and looks that cannot be made for a while.

use serde_json::json;

use super::{BLIND, LOOKS, OPTIONS, finds, first, nothings, run};
use crate::world::script::answers::{created, dated_error, empty, list, nothing, package_with};
use crate::world::script::lines::looks;
use crate::world::script::{Script, Step};

/// A look that finds a package which was made then, on the 18th of November 2026.
fn finds_made(time: &str) -> Step {
    list([package_with("1", json!({ "createdDateTime": format!("2026-11-18T{time}Z") }))])
}

/// A failure that tells the service's time: an hour ahead of this machine's.
fn failed() -> Step {
    dated_error(504, "2026-11-18T12:06:40")
}

#[test]
fn the_services_clock_tells_what_was_made_since() {
    let blind = |steps: Vec<Step>| run(Script::new(steps), BLIND);
    let lines = |times: &[u64]| {
        [vec!["0 create initial 504 serverError".into()], looks("ambiguous", times.iter().copied())].concat()
    };
    blind(vec![failed(), finds_made("12:06:40.0000001")]).ends("adopted 1; alone", &lines(&[0]));
    let unknown = "ERR_OUTCOME_UNKNOWN serverError 504; candidates 1; ticket [unseen]";
    for time in ["12:06:39.999", "12:06:35"] {
        blind(vec![failed(), finds_made(time)]).ends(unknown, &lines(&[0]));
    }
    // By this machine's clock it would have been made in this very moment.
    let steps = [failed()].into_iter().chain((0..7).map(|_| finds_made("11:06:40")));
    blind(steps.collect()).ends("ERR_CONFLICT 504; existing 1", &lines(&LOOKS));
}

#[test]
fn a_clock_that_is_set_tells_nothing() {
    let world = |by| {
        let steps = [failed(), finds_made("12:06:40.5")];
        Script { takes: [(0, 200)].into(), jump: Some((100, by)), ..Script::new(steps) }
    };
    assert_eq!(run(world(5_000), BLIND).end(), "adopted 1; alone");
    let unknown = "ERR_OUTCOME_UNKNOWN serverError 504; candidates 1; ticket [unseen]";
    assert_eq!(run(world(5_001), BLIND).end(), unknown);
}

#[test]
fn an_answer_that_took_its_time_tells_nothing() {
    let world = |takes| {
        let steps = [failed(), finds_made("12:06:59")];
        Script { takes: [(0, takes)].into(), ..Script::new(steps) }
    };
    assert_eq!(run(world(4_001), BLIND).end(), "adopted 1; alone");
    let unknown = "ERR_OUTCOME_UNKNOWN serverError 504; candidates 1; ticket [unseen]";
    assert_eq!(run(world(4_002), BLIND).end(), unknown);
}

#[test]
fn offline_the_looks_are_waited_for() {
    let world = |offline, steps: Vec<Step>| Script { offline, ..Script::new(steps) };
    let steps = vec![nothing(), empty(504), nothing(), finds(&["1"])];
    run(world(500..5_000, steps), OPTIONS)
        .ends("adopted 1; alone", &[first("504 serverError"), looks("ambiguous", [0, 7_000])].concat());
    // Nothing is sent again before a look was made where absence counts.
    let steps = nothings(1).chain([empty(504)]).chain(nothings(7)).chain([created("1"), finds(&["1"])]);
    let world_of = world(25_000..31_000, steps.collect());
    let again = ["38000 create ambiguous 201 succeeded", "38000 lookUp created 200 succeeded"].map(String::from);
    let times = LOOKS.into_iter().take(6).chain([38_000]);
    run(world_of, OPTIONS)
        .ends("created 1; alone", &[first("504 serverError"), looks("ambiguous", times), again.into()].concat());
    // Until the time is over.
    let steps = vec![nothing(), empty(504), nothing()];
    let call = run(world(500..u64::MAX, steps), OPTIONS);
    assert_eq!(
        (call.end().as_str(), call.world.elapsed.get()),
        ("ERR_OUTCOME_UNKNOWN serverError 504; ticket []", 100_000)
    );
    assert_eq!(call.note(), "open, known []");
    // A create that was shown not to have been applied is not sent into nothing.
    let steps = nothings(1).chain([empty(504)]).chain(nothings(7)).collect();
    let world = Script { takes: [(8, 1)].into(), ..world(30_001..u64::MAX, steps) };
    assert_eq!(run(world, OPTIONS).end(), "ERR_NETWORK offline");
}
