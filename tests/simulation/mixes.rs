//! Random mixes: several things go wrong in one world, looks too, and every dimension takes values between those of
//! the matrix.

use super::fault::{Commit, Fault, PLACES, Place};
use super::random::{Random, mix};
use super::rules::{Lag, Mode, Unique};
use super::scenario::{Caller, Content, Scenario, TokenTrouble, clock, furnish};
use super::universe::START;

/// Faults that the matrix has behind the first create only.
const MORE_PLACES: [Place; 13] = [
    Place::Denied,
    Place::Page,
    Place::Taken,
    Place::Followed,
    Place::ClaimsChallenge,
    Place::Expired,
    Place::Throttled(None),
    Place::Throttled(Some("0")),
    Place::Throttled(Some("soon")),
    Place::Throttled(Some("2, 7")),
    Place::Throttled(Some("date+9")),
    Place::Unavailable(Some(40)),
    Place::Resent,
];

/// The world of that number.
pub(super) fn scenario(seed: u64, number: u64) -> Scenario {
    let seed = mix(&[seed, number, 3]);
    let random = Random::new(seed);
    let mut scenario = Scenario::quiet(seed);
    scenario.timeout = random.pick(&[5_000, 30_000, 100_000, 100_000, 100_000, 250_000, 600_000]);
    scenario.settle = random.pick(&[60_000, 60_000, 60_000, 20_000, 4_000]);
    scenario.verify = random.percent(85);
    scenario.return_existing = random.percent(25);
    let half = scenario.settle / 2;

    let is_plain = random.percent(60);
    let modes = if is_plain { [Mode::Honoured; 3] } else { [Mode::Honoured, Mode::Refused, Mode::Ignored] };
    let rules = &mut scenario.rules;
    rules.unique = random.pick(&[Unique::No, Unique::Exact, Unique::WithoutCase]);
    rules.lag = match random.below(4) {
        0 | 1 => Lag::Fixed(0),
        2 => Lag::Fixed(random.below(half + 1)),
        _ => Lag::Flapping(random.below(half + 1)),
    };
    rules.name_filter = random.pick(&modes);
    rules.combined_filter = random.pick(&modes);
    rules.catalog_filter = random.pick(&modes);
    rules.contains_filter = random.pick(&modes);
    rules.expand_catalog = random.pick(&modes);
    rules.expand_packages = random.pick(&modes);
    rules.page = random.pick(&[100, 100, 1, 2, 3]);
    rules.readable = random.percent(97);
    furnish(&mut scenario, &random);

    let fault = || {
        let place = if random.percent(60) { random.pick(&PLACES) } else { random.pick(&MORE_PLACES) };
        let later = Commit::Later(random.between(100, half.max(100)));
        let commits = [Commit::Never, Commit::Before, later].into_iter().filter(|commit| place.allows(*commit));
        let commits: Vec<Commit> = commits.collect();
        Fault { place, commit: random.pick(&commits) }
    };
    scenario.plan.posts = (0..random.below(4)).map(|_| fault()).collect();
    scenario.plan.then = random.percent(20).then(fault);
    scenario.plan.reads = random.pick(&[0, 0, 0, 10, 40, 90]);
    if random.percent(5) {
        let from = START + random.below(5_000);
        scenario.offline = Some((from, from + random.below(20_000)));
        scenario.knows_offline = random.percent(80);
    }

    for _ in 0..random.pick(&[0, 0, 0, 1, 1, 2]) {
        scenario.others_at.push(START - half + random.below(half + scenario.settle));
    }
    scenario.other = Some(random.pick(&[Content::Same, Content::Same, Content::OtherDescription, Content::OtherCase]));
    if random.percent(15) {
        let content = random.pick(&[Content::Same, Content::OtherDescription, Content::OtherCase]);
        scenario.before.push((scenario.name_of(content), 0, content));
    }
    let later = || random.pick(&[0, 10, 300, 2_000, 15_000, 61_000]) + random.below(500);
    scenario.caller = match random.below(12) {
        0 => Caller::Aborts(later()),
        1 => Caller::AbortsAtStep(random.index(40), random.below(200)),
        2 => Caller::Reloads { after: later(), back: later() * 3 },
        3 | 4 => Caller::ClicksAgain(later()),
        5 => Caller::OpensTab(later()),
        6 => Caller::AbortsSecond(later(), (random.index(12), random.below(200))),
        _ => Caller::Waits,
    };
    scenario.clock = clock(&random, random.below(4), START);
    if random.percent(6) {
        let trouble = random.pick(&[
            TokenTrouble::Fails,
            TokenTrouble::GivesNoString,
            TokenTrouble::GivesNothing,
            TokenTrouble::GivesTwoWords,
            TokenTrouble::NeverAnswers,
        ]);
        scenario.token_trouble = Some((trouble, random.below(6), random.pick(&[1, 2, 1_000])));
    }
    if random.percent(5) {
        let from = START + random.below(30_000);
        scenario.sleep = Some((from, from + random.pick(&[1_000, 20_000, 3_600_000])));
        scenario.clock.stands_still = random.percent(50);
    }
    scenario
}
