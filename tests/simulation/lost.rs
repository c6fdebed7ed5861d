//! A lost answer, and the package is there: how long it takes until the truth is told.

use super::campaign::{Origin, campaign};
use super::fault::{Commit, Fault, PLACES, Place};
use super::random::{Random, mix};
use super::rules::{Mode, Unique};
use super::scenario::{Scenario, furnish};

/// How many answers are lost.
const LOST: u64 = 10_000;

/// The bars, in milliseconds: for the middle one, and for the slowest but one in a hundred.
const MEDIAN: u64 = 2_000;
const P99: u64 = 10_000;

/// The world of that number.
pub(super) fn scenario(seed: u64, number: u64) -> Scenario {
    let random = Random::new(mix(&[seed, number, 4]));
    let mut scenario = Scenario::quiet(random.next());
    scenario.rules.unique = random.pick(&[Unique::No, Unique::Exact, Unique::WithoutCase]);
    let mode = random.pick(&[Mode::Honoured, Mode::Honoured, Mode::Refused, Mode::Ignored]);
    (scenario.rules.name_filter, scenario.rules.combined_filter, scenario.rules.catalog_filter) = (mode, mode, mode);
    scenario.rules.page = random.pick(&[100, 2]);
    furnish(&mut scenario, &random);
    let place = loop {
        let place = random.pick(&PLACES);
        if place.allows(Commit::Before) && is_told_at_once(place) {
            break place;
        }
    };
    scenario.plan.posts = vec![Fault { place, commit: Commit::Before }];
    scenario
}

/// Whether an answer is lost there, the client knows it at once, and is not asked to wait.
pub(super) fn is_told_at_once(place: Place) -> bool {
    let asks_for_pause = matches!(place, Place::Throttled(_) | Place::Unavailable(Some(_)));
    let hangs = matches!(place, Place::HangBeforeHeaders | Place::HangInBody);
    !asks_for_pause && !hangs && !matches!(place, Place::Nowhere | Place::Resent)
}

#[test]
fn the_truth_about_a_lost_answer_comes_within_seconds() {
    let seed = super::seed();
    let mut tally = campaign("lost answers", LOST, u64::MAX, |number| Origin::Lost { seed, number });
    let (median, p99) = tally.time_to_truth().unwrap();
    assert!(median <= MEDIAN && p99 <= P99, "median {median} ms, p99 {p99} ms");
}
