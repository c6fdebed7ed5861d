//! The fault matrix: one cell is one value of each dimension.
//!
//! The whole product has some seventy million cells. Of these, a run visits every combination of the dimensions that
//! bear on each other: where it fails × when it is committed × what comes next × what the caller does × whether names
//! are unique × how far reads lag behind × who else is there. The other dimensions (filters, expansions, paging, the
//! clock) are drawn anew for each of those; a test counts that every value of every dimension meets every value of
//! every other one. `SIMULATED_CELLS=all` visits the whole product.

use super::fault::{Commit, Fault, PLACES, Place};
use super::random::{Random, mix};
use super::rules::{Lag, Mode, Unique};
use super::scenario::{Caller, Content, Plan, Scenario, clock, furnish};
use super::universe::START;

/// How many values each dimension has, those first that bear on each other: place, commit, next, caller, unique, lag,
/// others; then filters, expansions, paging, a 429 also after the write, clock.
pub(super) const SIZES: [u64; 12] = [PLACES.len() as u64, 3, 12, 7, 3, 4, 6, 3, 4, 2, 2, 4];

/// How many dimensions bear on each other.
const CLOSE: usize = 7;

/// How many combinations there are of those, and of all.
pub(super) const CLOSE_CELLS: u64 = product(0, CLOSE);
pub(super) const ALL_CELLS: u64 = product(0, SIZES.len());

const fn product(mut from: usize, to: usize) -> u64 {
    let mut product = 1;
    while from < to {
        product *= SIZES[from];
        from += 1;
    }
    product
}

/// The values of the cell of that number; `None` for what cannot be, such as a refused connection behind which the
/// work is done.
pub(super) fn values(cell: u64) -> Option<[u64; 12]> {
    let mut rest = cell;
    let values = SIZES.map(|size| {
        let value = rest % size;
        rest /= size;
        value
    });
    PLACES[values[0] as usize].allows(commit(values[1], 0)).then_some(values)
}

/// The cell that a run visits as the so-many-th: each combination of the dimensions that bear on each other once, in an
/// order in which a short run sees something of everything.
pub(super) fn visited(number: u64) -> u64 {
    // A prime that is no factor of theirs leads through all of them.
    let combination = number % CLOSE_CELLS * 1_000_003 % CLOSE_CELLS;
    combination + CLOSE_CELLS * (mix(&[combination]) % (ALL_CELLS / CLOSE_CELLS))
}

fn commit(value: u64, after: u64) -> Commit {
    [Commit::Never, Commit::Before, Commit::Later(after)][value as usize]
}

/// The world of a cell.
pub(super) fn scenario(cell: u64, seed: u64) -> Option<Scenario> {
    let [place, commit_at, next, caller, unique, lag, others, filters, expansions, paging, throttled, clock_kind] =
        values(cell)?;
    let seed = mix(&[seed, cell]);
    let random = Random::new(seed);
    let mut scenario = Scenario::quiet(seed);
    scenario.timeout = random.pick(&[100_000, 250_000]);
    scenario.settle = random.pick(&[60_000, 60_000, 60_000, 8_000]);
    let half = scenario.settle / 2;
    let rules = &mut scenario.rules;
    rules.unique = [Unique::No, Unique::Exact, Unique::WithoutCase][unique as usize];
    rules.lag =
        [Lag::Fixed(0), Lag::Fixed(random.pick(&[300, 2_000])), Lag::Fixed(half), Lag::Flapping(half)][lag as usize];
    let filter = [Mode::Honoured, Mode::Refused, Mode::Ignored][filters as usize];
    (rules.combined_filter, rules.name_filter, rules.catalog_filter, rules.contains_filter) =
        (filter, filter, filter, filter);
    (rules.expand_catalog, rules.expand_packages) = [
        (Mode::Honoured, Mode::Honoured),
        (Mode::Refused, Mode::Honoured),
        (Mode::Ignored, Mode::Honoured),
        (Mode::Honoured, Mode::Refused),
    ][expansions as usize];
    rules.page = [100, 2][paging as usize];
    furnish(&mut scenario, &random);

    let fault = Fault {
        place: PLACES[place as usize],
        commit: commit(commit_at, random.pick(&[100, 1_000, half / 6, half / 2, half])),
    };
    if fault.place == Place::Offline {
        let from = START + random.pick(&[0, 0, 150, 400]);
        scenario.offline = Some((from, from + random.pick(&[2_000, 200_000])));
        scenario.knows_offline = random.percent(80);
    }
    let throttled = if throttled == 1 { Commit::Before } else { Commit::Never };
    scenario.plan = plan(fault, next, throttled);
    scenario.caller = match caller {
        0 | 1 => Caller::Waits,
        2 => Caller::Aborts(random.pick(&[0, 50, 400, 2_000, 10_000, 45_000, 90_000])),
        3 => Caller::AbortsAtStep(random.index(24), random.pick(&[0, 1, 30, 900])),
        4 => Caller::Reloads { after: random.between(1, 3_000), back: random.pick(&[300, 5_000, 70_000, 3_600_000]) },
        5 => Caller::ClicksAgain(random.pick(&[0, 50, 400, 3_000, 20_000])),
        _ => Caller::OpensTab(random.pick(&[0, 50, 400, 3_000, 20_000])),
    };
    if caller == 1 {
        scenario.timeout = random.pick(&[300, 2_000, 10_000, 45_000]);
    }
    who_else(&mut scenario, others, &random);
    scenario.clock = clock(&random, clock_kind, START);
    Some(scenario)
}

/// What comes behind the fault.
fn plan(fault: Fault, next: u64, throttled: Commit) -> Plan {
    let wait = |seconds| Fault { place: Place::Throttled(Some(seconds)), commit: throttled };
    let claims = Fault { place: Place::ClaimsChallenge, commit: Commit::Never };
    let second = |next| Plan { posts: vec![fault, next], ..Plan::default() };
    let then = |next| Plan { posts: vec![fault], then: Some(next), ..Plan::default() };
    match next {
        // 201, or 409 because of our own package, as the service's rule of names has it.
        0 => Plan { posts: vec![fault], ..Plan::default() },
        1 => second(Fault { place: Place::Taken, commit: Commit::Before }),
        2 => second(wait("1")),
        3 => second(wait("120")),
        4 => second(wait("315")),
        5 => second(claims),
        6 => second(fault),
        7 => then(wait("1")),
        8 => then(wait("120")),
        9 => then(wait("315")),
        10 => then(claims),
        _ => then(fault),
    }
}

/// Who else is there.
fn who_else(scenario: &mut Scenario, others: u64, random: &Random) {
    let lag = scenario.lag();
    let around = |random: &Random| match random.below(4) {
        // Not yet to be seen when the call begins; during its first steps; later.
        0 => START - random.below(lag + 500),
        1 | 2 => START + random.below(700),
        _ => START + random.below(scenario.settle + 5_000),
    };
    match others {
        0 => (),
        1 => scenario.before.push((scenario.name.clone(), 0, Content::Same)),
        2 => scenario.before.push((scenario.name.clone(), 0, Content::OtherDescription)),
        3 => scenario.before.push((scenario.name_of(Content::OtherCase), 0, Content::Same)),
        4 => (scenario.others_at, scenario.other) = (vec![around(random)], Some(Content::Same)),
        _ => {
            let content = random.pick(&[Content::OtherDescription, Content::OtherCase]);
            (scenario.others_at, scenario.other) = (vec![around(random)], Some(content));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{CLOSE_CELLS, SIZES, values, visited};

    #[test]
    fn a_run_visits_every_combination() {
        let combinations: std::collections::BTreeSet<u64> =
            (0..CLOSE_CELLS).map(|number| visited(number) % CLOSE_CELLS).collect();
        assert_eq!(combinations.len() as u64, CLOSE_CELLS);
    }

    #[test]
    fn every_value_of_every_dimension_meets_every_value_of_every_other() {
        let mut met = std::collections::BTreeSet::new();
        for cell in (0..CLOSE_CELLS).map(visited) {
            if let Some(values) = values(cell) {
                for (one, a) in values.iter().enumerate() {
                    met.extend(values.iter().enumerate().skip(one + 1).map(|(other, b)| (one, *a, other, *b)));
                }
            }
        }
        let wanted: u64 = SIZES.iter().enumerate().map(|(at, size)| size * SIZES[at + 1..].iter().sum::<u64>()).sum();
        // What cannot be is missing: 21 places × 3 commits without those that a place does not allow.
        let impossible = (0..63).filter(|cell| values(*cell).is_none()).count() as u64;
        assert_eq!(met.len() as u64, wanted - impossible);
    }
}
