//! Jobs in worlds in which things go wrong: nothing is lost, nothing doubled, nothing untrue said.

use super::bulk::{Bulk, Judgement, Style, Wish};
use super::fault::{Commit, Fault, PLACES, Place};
use super::random::{Random, mix};
use super::rules::{Lag, Mode, Unique};
use super::scenario::{Plan, Scenario, TokenTrouble};
use super::universe::START;

/// When a create that fails is carried out.
const COMMITS: [Commit; 5] =
    [Commit::Never, Commit::Before, Commit::Before, Commit::Later(2_000), Commit::Later(25_000)];

/// A world in which so many of a hundred creates go wrong.
fn troubled(seed: u64, creates: usize, often: u64) -> Scenario {
    let random = Random::new(mix(&[seed, 11]));
    let mut scenario = Scenario::quiet(random.next());
    scenario.description = None;
    scenario.hidden = None;
    scenario.token_delay = random.pick(&[0, 20]);
    scenario.rules.unique = random.pick(&[Unique::No, Unique::Exact, Unique::WithoutCase]);
    scenario.rules.lag = random.pick(&[Lag::Fixed(0), Lag::Fixed(0), Lag::Fixed(900), Lag::Fixed(8_000)]);
    let mode = random.pick(&[Mode::Honoured, Mode::Honoured, Mode::Refused]);
    (scenario.rules.name_filter, scenario.rules.combined_filter) = (mode, mode);
    let fault = || loop {
        // A browser that sends a create twice by itself makes two where names may repeat, and nobody can keep it from it.
        let fault = Fault { place: random.pick(&PLACES), commit: random.pick(&COMMITS) };
        if !matches!(fault.place, Place::Nowhere | Place::Resent) && fault.place.allows(fault.commit) {
            return fault;
        }
    };
    let posts = (0..creates).map(|_| if random.percent(often) { fault() } else { Fault::NONE }).collect();
    scenario.plan = Plan { posts, reads: random.pick(&[0, 0, 5]), ..Plan::default() };
    scenario
}

/// Tells step by step what happened to the first row of which something untrue was said.
fn tell(bulk: &Bulk, judgement: &Judgement) {
    let Some((number, _)) = judgement.wrong.first() else { return };
    let trace = bulk.universe.trace();
    let row = format!("row {number} is call ");
    let calls: Vec<&str> =
        trace.lines().filter_map(|line| line.split_once(&row)?.1.split_once(',')).map(|(call, _)| call).collect();
    let of_it = |line: &&str| {
        let words: Vec<&str> = line.split([' ', ',']).collect();
        words.windows(2).any(|pair| pair[0] == "call" && calls.contains(&pair[1]))
    };
    let exchanges: Vec<&str> = trace
        .lines()
        .filter(of_it)
        .filter_map(|line| line.split_whitespace().find(|word| word.starts_with('#')))
        .collect();
    for line in
        trace.lines().filter(|line| of_it(line) || line.split_whitespace().any(|word| exchanges.contains(&word)))
    {
        println!("{line}");
    }
}

#[track_caller]
fn is_true(seed: u64, judgement: &Judgement) {
    assert_eq!((judgement.doubled, judgement.wrong.len()), (0, 0), "seed {seed}: {judgement:?}");
    assert_eq!(judgement.early, 0, "seed {seed}: {judgement:?}");
    assert_eq!(judgement.count("missing"), 0, "seed {seed}: {judgement:?}");
}

#[test]
fn a_tenth_of_the_creates_goes_wrong() {
    let rows = u32::try_from(super::setting("SIMULATED_ROWS", 1_000)).unwrap();
    let seeds = super::setting("SIMULATED_JOBS", 10);
    let (mut posts, mut looks, mut unprovable, mut unknown) = (0, 0, 0, 0);
    for seed in 0..seeds {
        let seed = mix(&[super::seed(), seed]);
        let bulk = Bulk::new(troubled(seed, rows as usize * 2, 10), Style::new(rows));
        assert!(bulk.run(None));
        let judgement = bulk.judge();
        tell(&bulk, &judgement);
        is_true(seed, &judgement);
        let ended = bulk.ended.borrow().clone().unwrap();
        assert_eq!(ended.0["ended"], "completed", "seed {seed}: {ended:?} {judgement:?}");
        assert!(judgement.posts * 100 <= u64::from(rows) * 112, "seed {seed}: {judgement:?}");
        posts += judgement.posts;
        looks += judgement.looks;
        unprovable += judgement.unprovable;
        unknown += judgement.count("unknown");
    }
    let all = seeds * u64::from(rows);
    println!(
        "{all} rows, a tenth of the creates goes wrong: {posts} creates, {looks} looks, {unknown} unknown, {unprovable} doubled by a 429 that was carried out and shown late"
    );
    assert!(posts * 10 <= all * 11, "{posts} creates");
    assert!(unknown * 100 <= all, "{unknown} unknown");
}

#[test]
fn a_client_that_sends_again_what_failed_is_convicted() {
    let mut guilty = 0;
    for seed in 0..10 {
        let bulk = Bulk::new(troubled(seed, 400, 10), Style { naive: true, ..Style::new(200) });
        bulk.run(None);
        let judgement = bulk.judge();
        guilty += u64::from(judgement.doubled > 0 || !judgement.wrong.is_empty());
    }
    assert!(guilty >= 8, "{guilty} of 10");
}

#[test]
fn a_service_that_always_fails_is_left_alone() {
    for place in [Place::Unavailable(None), Place::Unavailable(Some(5)), Place::Reset, Place::HangBeforeHeaders] {
        for rows in [50, 500] {
            let mut scenario = Scenario::quiet(super::seed());
            scenario.description = None;
            scenario.plan.always = Some(Fault { place, commit: Commit::Never });
            let bulk = Bulk::new(scenario, Style::new(rows));
            assert!(bulk.run(None));
            let judgement = bulk.judge();
            is_true(0, &judgement);
            let (ended, error) = bulk.ended.borrow().clone().unwrap();
            println!(
                "always {place:?}, {rows} rows: {} creates, {} looks, ends as {ended}, {error:?}",
                judgement.posts, judgement.looks
            );
            assert_eq!((&ended["ended"], &ended["reason"]), (&"stopped".into(), &"serviceFailing".into()));
            assert!(error.is_some(), "it does not say what came back");
            let sent = judgement.posts;
            let begun = u64::from(rows) - judgement.count("notStarted");
            assert!(begun <= 16 && (sent - begun.min(sent)) * 10 <= u64::from(rows), "{judgement:?}");
        }
    }
}

#[test]
fn creates_that_always_fail_while_looks_go_well() {
    for place in [Place::Failed, Place::Reset] {
        let mut scenario = Scenario::quiet(super::seed());
        scenario.description = None;
        scenario.plan.posts = vec![Fault { place, commit: Commit::Never }; 10_000];
        let bulk = Bulk::new(scenario, Style::new(200));
        assert!(bulk.run(None));
        let judgement = bulk.judge();
        is_true(0, &judgement);
        let (ended, error) = bulk.ended.borrow().clone().unwrap();
        println!(
            "creates always {place:?}: {} creates, {} looks, ends as {ended}, {error:?}",
            judgement.posts, judgement.looks
        );
        assert_eq!((&ended["ended"], &ended["reason"]), (&"stopped".into(), &"serviceFailing".into()));
        let begun = 200 - judgement.count("notStarted");
        assert!((judgement.posts - begun) * 10 <= 200, "{judgement:?}");
    }
}

#[test]
fn the_same_refusal_again_and_again_stops_it() {
    let mut scenario = Scenario::quiet(super::seed());
    scenario.plan.posts = vec![Fault { place: Place::Denied, commit: Commit::Never }; 10_000];
    let bulk = Bulk::new(scenario, Style::new(200));
    assert!(bulk.run(None));
    let judgement = bulk.judge();
    is_true(0, &judgement);
    let (ended, error) = bulk.ended.borrow().clone().unwrap();
    assert_eq!((&ended["ended"], &ended["reason"]), (&"stopped".into(), &"sameRefusal".into()));
    assert!(error.unwrap().contains("UnAuthorized"));
    assert!(judgement.posts <= 16, "{judgement:?}");
}

#[test]
fn killed_at_any_point_and_resumed() {
    let points = super::setting("SIMULATED_KILLS", 200);
    let (mut resumed, mut unprovable) = (0, 0);
    for number in 0..points {
        let seed = mix(&[super::seed(), 7, number]);
        let random = Random::new(seed);
        let often = random.pick(&[0, 0, 20]);
        let mut scenario = troubled(seed, 200, often);
        scenario.plan.reads = if often == 0 { 0 } else { scenario.plan.reads };
        let bulk = Bulk::new(scenario, Style::new(50));
        // Most of the job is over within seconds; what went wrong takes longer.
        let mut dies = START + random.below(random.pick(&[2_000, 2_000, 100_000]));
        for _ in 0..random.between(1, 3) {
            if bulk.run(Some(dies)) {
                break;
            }
            resumed += 1;
            dies = bulk.universe.kernel.now() + random.below(30_000);
        }
        if bulk.ended.borrow().is_none() {
            assert!(bulk.run(None));
        }
        let judgement = bulk.judge();
        tell(&bulk, &judgement);
        is_true(seed, &judgement);
        unprovable += judgement.unprovable;
        let there = judgement.count("created") + judgement.count("adopted");
        if often == 0 {
            assert_eq!((there, judgement.unprovable), (50, 0), "seed {seed}: {judgement:?}");
        }
    }
    println!(
        "killed and resumed {resumed} times in {points} jobs: every row exactly once, {unprovable} not to be proven"
    );
    assert!(resumed * 2 >= points, "hardly any of them was killed in the middle");
}

#[test]
fn people_tokens_and_networks_come_and_go() {
    let (mut paused, mut cancelled) = (0, 0);
    for number in 0..super::setting("SIMULATED_WISHES", 200) {
        let seed = mix(&[super::seed(), 8, number]);
        let random = Random::new(seed);
        let mut scenario = troubled(seed, 200, random.pick(&[0, 10]));
        if random.percent(40) {
            scenario.token_trouble = Some((TokenTrouble::Fails, random.below(60), random.between(1, 5)));
        }
        if random.percent(40) {
            let from = START + random.below(5_000);
            scenario.offline = Some((from, from + random.between(100, 40_000)));
            scenario.knows_offline = random.percent(80);
        }
        let mut style = Style { concurrency: random.pick(&[1, 2, 8, 32]), ..Style::new(60) };
        let mut at = START;
        for _ in 0..random.below(4) {
            at += random.below(2_000);
            style.wishes.push((at, Wish::Pause));
            at += random.below(20_000);
            style.wishes.push((at, Wish::Resume));
            paused += 1;
        }
        let cancels = random.percent(30);
        if cancels {
            style.wishes.push((START + random.below(10_000), Wish::Cancel));
            style.wishes.sort_by_key(|(at, _)| *at);
        }
        let bulk = Bulk::new(scenario, style);
        assert!(bulk.run(None));
        let judgement = bulk.judge();
        tell(&bulk, &judgement);
        is_true(seed, &judgement);
        assert_eq!(bulk.sneaked.get(), 0, "seed {seed}: something began while the job was paused");
        let ended = bulk.ended.borrow().clone().unwrap().0["ended"].clone();
        assert!(ended != "cancelled" || cancels, "seed {seed}: {ended}");
        cancelled += u64::from(ended == "cancelled");
        if ended == "completed" {
            assert_eq!(judgement.count("notStarted"), 0, "seed {seed}: {judgement:?}");
        }
    }
    assert!(paused > 100 && cancelled > 10, "{paused} pauses, {cancelled} cancels");
}
