//! The judge is tried too: each naive client must be charged with what it does, and not with what it does not.

use std::collections::BTreeMap;

use super::cells::{CLOSE_CELLS, scenario, visited};
use super::naive::{Naive, Vice};
use super::oracle::{Charge, judge};
use super::random::Random;
use super::run::run;

/// How often a client is charged with what, over so many cells.
fn charges(vice: Vice, worlds: usize) -> BTreeMap<Charge, u64> {
    let random = Random::new(7);
    let mut charges = BTreeMap::new();
    let cells = std::iter::repeat_with(|| visited(random.below(CLOSE_CELLS)));
    for scenario in cells.filter_map(|cell| scenario(cell, 7)).take(worlds) {
        let universe = run(&Naive(vice), scenario, false);
        for finding in judge(&universe).findings {
            *charges.entry(finding.charge).or_default() += 1;
        }
    }
    charges
}

#[test]
fn the_judge_catches_every_naive_client() {
    let cases: [(Vice, &[Charge]); 18] = [
        (Vice::RepeatsBlindly, &[Charge::Duplicate, Charge::RepeatedWithoutLook]),
        (Vice::RepeatsTooSoon, &[Charge::Duplicate]),
        (Vice::AdoptsAnyNamesake, &[Charge::FalseCreated]),
        (Vice::ReadsFailureAsAbsence, &[Charge::RepeatedWithoutLook]),
        (Vice::CallsLostFailed, &[Charge::FalseNotCreated]),
        (Vice::BelievesAnySuccess, &[Charge::FalseCreated]),
        (Vice::GivesUp, &[Charge::NeedlessUnknown]),
        (Vice::GivesNoTicket, &[Charge::NoTicket]),
        (Vice::HalvesPauses, &[Charge::PauseShortened]),
        (Vice::DoublesPauses, &[Charge::PauseOverstayed]),
        (Vice::IsHasty, &[Charge::TooFast]),
        (Vice::IsDeaf, &[Charge::SentAfterEnd, Charge::Overshoot]),
        (Vice::Blabs, &[Charge::TokenLeaked]),
        (Vice::Freezes, &[Charge::NeverEnds]),
        (Vice::DisownsSibling, &[Charge::NotShared]),
        (Vice::KeepsTheKey, &[Charge::RoomLeftLocked]),
        (Vice::CriesWolf, &[Charge::FalseDuplicate]),
        (Vice::MissesDoubles, &[Charge::UnreportedDouble]),
    ];
    for (vice, wanted) in cases {
        let charged = charges(vice, 3_000);
        println!("{vice:?}: {charged:?}");
        for charge in wanted {
            assert!(charged.contains_key(charge), "{vice:?} is not charged with {charge:?}: {charged:?}");
        }
    }
}
