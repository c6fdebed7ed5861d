//! The judge is tried too: it must charge each naive client with what it does, and nobody who does it not.

use super::fault::{Commit, Fault, Place};
use super::naive::{Naive, Vice};
use super::oracle::{Charge, judge};
use super::rules::Unique;
use super::run::run;
use super::scenario::{Caller, Content, Scenario};

/// A world in which the first create meets this.
fn world(place: Place, commit: Commit) -> Scenario {
    let mut scenario = Scenario::quiet(7);
    scenario.rules.unique = Unique::No;
    scenario.plan.posts = vec![Fault { place, commit }];
    scenario
}

fn with_twin(mut scenario: Scenario) -> Scenario {
    scenario.before.push((scenario.name.clone(), 0, Content::Same));
    scenario
}

fn with_caller(mut scenario: Scenario, caller: Caller) -> Scenario {
    scenario.caller = caller;
    scenario
}

fn with_failing_look(mut scenario: Scenario) -> Scenario {
    scenario.plan.then = Some(Fault::of_read(Place::Failed));
    scenario
}

/// What a client is charged with in a world.
fn charges(vice: Vice, scenario: &Scenario) -> Vec<Charge> {
    let universe = run(&Naive(vice), scenario.clone(), true);
    let findings = judge(&universe).findings;
    println!("{vice:?}\n{}", universe.trace());
    findings.iter().inspect(|finding| println!("{finding}")).map(|finding| finding.charge).collect()
}

#[track_caller]
fn convicts(vice: Vice, scenario: &Scenario, wanted: &[Charge]) {
    let charged = charges(vice, scenario);
    for charge in wanted {
        assert!(charged.contains(charge), "{vice:?} is not charged with {charge:?}: {charged:?}");
    }
    assert_eq!(charges(Vice::None, scenario), [], "nobody but {vice:?} is to be charged");
}

#[test]
fn those_who_make_two() {
    let lost = world(Place::Reset, Commit::Before);
    convicts(Vice::RepeatsBlindly, &lost, &[Charge::Duplicate, Charge::RepeatedWithoutLook]);
    convicts(Vice::RepeatsTooSoon, &world(Place::Reset, Commit::Later(5_000)), &[Charge::Duplicate]);
    let both = [Charge::Duplicate, Charge::RepeatedWithoutLook];
    convicts(Vice::ReadsFailureAsAbsence, &with_failing_look(lost), &both);
    let mut thrice = world(Place::Reset, Commit::Never);
    thrice.plan.posts = vec![thrice.plan.posts[0]; 3];
    assert!(charges(Vice::RepeatsBlindly, &thrice).contains(&Charge::TooManyCreates));
    convicts(Vice::MissesDoubles, &world(Place::Resent, Commit::Before), &[Charge::UnreportedDouble]);
}

#[test]
fn those_who_say_what_is_not() {
    let lost = world(Place::Reset, Commit::Before);
    convicts(Vice::CallsLostFailed, &lost, &[Charge::FalseNotCreated]);
    convicts(Vice::GivesUp, &lost, &[Charge::NeedlessUnknown]);
    convicts(Vice::GivesNoTicket, &lost, &[Charge::NoTicket]);
    convicts(Vice::BelievesAnySuccess, &world(Place::OtherObject, Commit::Never), &[Charge::FalseCreated]);
    convicts(Vice::AdoptsAnyNamesake, &with_twin(world(Place::Reset, Commit::Never)), &[Charge::FalseCreated]);
    let plain = world(Place::Nowhere, Commit::Before);
    convicts(Vice::CriesWolf, &with_twin(plain.clone()), &[Charge::FalseDuplicate]);
    convicts(Vice::DisownsSibling, &with_caller(plain.clone(), Caller::ClicksAgain(50)), &[Charge::NotShared]);
    convicts(Vice::Blabs, &plain, &[Charge::TokenLeaked]);
    let mut foreign = world(Place::Nowhere, Commit::Before);
    foreign.plan.then = Some(Fault { place: Place::ForeignLink, commit: Commit::Before });
    convicts(Vice::FollowsAnyLink, &foreign, &[Charge::TokenLeaked]);
    convicts(Vice::RepeatsIds, &plain, &[Charge::IdRepeated]);
    convicts(Vice::HidesAttempts, &plain, &[Charge::AttemptsHidden]);
    convicts(Vice::KeepsTicket, &plain, &[Charge::NoTicket]);
    let aborted = with_caller(lost, Caller::Aborts(5_000));
    convicts(Vice::RechecksBlindly, &aborted, &[Charge::FalseNotCreated]);
    convicts(Vice::RechecksInVain, &aborted, &[Charge::NotSettled]);
}

#[test]
fn those_who_do_it_at_the_wrong_time() {
    convicts(Vice::HalvesPauses, &world(Place::Throttled(Some("10")), Commit::Never), &[Charge::PauseShortened]);
    convicts(Vice::DoublesPauses, &world(Place::Throttled(Some("30")), Commit::Never), &[Charge::PauseOverstayed]);
    convicts(Vice::IsHasty, &world(Place::Throttled(None), Commit::Never), &[Charge::TooFast]);
    let aborted = with_caller(world(Place::Reset, Commit::Never), Caller::Aborts(5_000));
    convicts(Vice::IsDeaf, &aborted, &[Charge::SentAfterEnd, Charge::Overshoot]);
    convicts(Vice::Freezes, &world(Place::Reset, Commit::Never), &[Charge::NeverEnds]);
    convicts(Vice::KeepsTheKey, &world(Place::Nowhere, Commit::Before), &[Charge::RoomLeftLocked]);
}

#[test]
#[should_panic(expected = "no time passes")]
fn those_who_would_hang_the_judge_too() {
    charges(Vice::Spins, &world(Place::Reset, Commit::Never));
}
