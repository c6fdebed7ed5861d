//! Judges what stayed unknown: it may, but only where the world left it undecidable in the time that there was.

use std::fmt;

use super::case::{Case, Perceived, is_open, perceived};
use super::fault::Place;
use super::oracle::{Charge, Verdict};
use super::pace::{knows_date, names_date, pause_end};
use super::rules::{Mode, Rules};
use super::service::{Maker, Package};
use super::subject::{Ending, Told};
use crate::http::Method;

/// How much time a client needs to find out what there is to find out: its looks are some seconds apart.
const MARGIN: u64 = 20_000;

/// Why an outcome may stay unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cause {
    /// The caller aborted.
    Aborted,
    /// The deadline came before a package could be seen, or before one could be excluded.
    Deadline,
    /// The service asked for a pause until after the deadline.
    Pause,
    /// Looks failed until shortly before the deadline.
    LooksFailed,
    /// The service answers no question that would tell.
    NoWayToLook,
    /// Nobody had looked before the create, so a package that is there may be an older one.
    NotLookedBefore,
    /// Somebody else made the same in the same moments.
    SameMoments,
    /// The token callback gave none.
    NoToken,
    /// The call had to wait for another one, or its machine slept.
    Delayed,
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Aborted => "the caller aborted",
            Self::Deadline => "the deadline came first",
            Self::Pause => "a pause beyond the deadline",
            Self::LooksFailed => "looks failed",
            Self::NoWayToLook => "the service cannot be asked",
            Self::NotLookedBefore => "nobody had looked before",
            Self::SameMoments => "the same by somebody else in the same moments",
            Self::NoToken => "no token",
            Self::Delayed => "delayed by another call or a sleep",
        })
    }
}

/// Judges every call that ended without knowing.
pub(super) fn judge(case: &Case<'_>, verdict: &mut Verdict) {
    for (number, call) in case.calls.iter().enumerate() {
        let Some(told) = &call.told else { continue };
        let calm = call.begun >= case.universe.calm_from.get();
        match (call.rechecks, told.ending) {
            (Some(of), _) if calm => settled(case, number, of, told, verdict),
            (None, Ending::Unknown(_)) => match cause(case, number) {
                Ok(cause) => verdict.remarks.unknown.push(cause),
                Err(why) => verdict.charge(Charge::NeedlessUnknown, format!("call {number}: {why}")),
            },
            _ => {}
        }
    }
}

/// A recheck in a world that has calmed down finds out, unless nothing could.
fn settled(case: &Case<'_>, number: usize, of: usize, told: &Told, verdict: &mut Verdict) {
    let excused = is_open(told)
        && (!can_look(&case.universe.scenario.rules)
            || twin(case, of, u64::MAX).is_some()
            || needs_proof(case, of).is_some());
    if !matches!(told.ending, Ending::Adopted | Ending::NotCreated) && !excused {
        verdict.charge(Charge::NotSettled, format!("call {number} ends as {:?}", told.ending));
    }
}

/// Why the outcome of a call could not be known; an error where it could.
fn cause(case: &Case<'_>, number: usize) -> Result<Cause, String> {
    let (call, scenario) = (&case.calls[number], &case.universe.scenario);
    let ended = call.ended.unwrap_or(u64::MAX);
    if call.aborted.is_some_and(|at| at <= ended) {
        return Ok(Cause::Aborted);
    }
    if case.posts(number).next().is_none() && case.family(number).len() == 1 {
        return Err("nothing was ever sent".into());
    }
    let slept = scenario.sleep.is_some_and(|(from, _)| (call.begun..ended).contains(&from));
    // Who waits for a sibling cannot know more than it found out, and has less time.
    let mut earlier = case.family(number).into_iter().filter(|sibling| *sibling < number).map(|at| &case.calls[at]);
    let is_held_up = earlier.any(|sibling| sibling.told.as_ref().is_none_or(is_open));
    if slept || is_held_up || (call.waited && ended >= call.deadline) {
        return Ok(Cause::Delayed);
    }
    if call.got_no_token {
        return Ok(Cause::NoToken);
    }
    let mut in_page = case.exchanges.iter().filter(|exchange| exchange.page == call.page);
    let is_too_long = |exchange| {
        let pause = pause_end(exchange).filter(|(seen, _)| *seen <= ended);
        pause.is_some_and(|(_, end)| end + 5_000 >= call.deadline || (names_date(exchange) && !knows_date(case)))
    };
    if in_page.any(is_too_long) {
        return Ok(Cause::Pause);
    }
    let denied = case.sent_by(number).last().is_some_and(|last| last.fault.place == Place::Denied);
    if !can_look(&scenario.rules) || denied {
        return Ok(Cause::NoWayToLook);
    }
    if twin(case, number, ended).is_some() {
        return Ok(Cause::SameMoments);
    }
    if let Some(cause) = needs_proof(case, number) {
        return Ok(cause);
    }
    let unclear =
        |exchange: &Perceived| matches!(exchange, Perceived::Ambiguous | Perceived::Conflict | Perceived::Throttled);
    let last = |wanted: &dyn Fn(&Perceived, Method) -> bool| {
        let those = case.sent_by(number).filter(|exchange| wanted(&perceived(exchange), exchange.request.method));
        those.filter_map(|exchange| exchange.seen).map(|(at, _)| at).max()
    };
    let since = last(&|perceived, method| method == Method::Post && unclear(perceived)).unwrap_or(call.begun);
    // A look that fails makes the next one come later, and without a network there is none.
    let failed = last(&|perceived, method| method == Method::Get && unclear(perceived)).unwrap_or(0);
    let offline = scenario.offline.filter(|(from, _)| *from < call.deadline).map_or(0, |(_, until)| until);
    let trouble = failed.max(offline) + MARGIN;
    let seen = case.made_by(number).map(|package| case.service.visible_from(package)).min();
    let needed = |since: u64| seen.map_or(since + scenario.settle, |seen| seen.max(since)) + MARGIN;
    if needed(since) > call.deadline {
        Ok(Cause::Deadline)
    } else if needed(since.max(trouble)) > call.deadline {
        Ok(Cause::LooksFailed)
    } else {
        let last = case.sent_by(number).last().map(|exchange| (exchange.fault.place, perceived(exchange)));
        let (early, enough) = (call.deadline - ended, call.deadline + MARGIN - needed(since));
        Err(format!("it ends {early} ms before the deadline, behind {last:?}; {enough} ms were left to find out"))
    }
}

/// Whether anything that the service answers tells which packages a catalog has.
pub(super) fn can_look(rules: &Rules) -> bool {
    let filters = [rules.combined_filter, rules.name_filter, rules.catalog_filter];
    let listed = rules.expand_catalog == Mode::Honoured && filters.iter().any(|mode| *mode != Mode::Refused);
    rules.readable && (rules.expand_packages == Mode::Honoured || listed)
}

/// A package of somebody else that nothing tells from one of the call's, seen by then.
fn twin<'a>(case: &'a Case<'_>, call: usize, by: u64) -> Option<&'a Package> {
    let looked = case.looked_before(call).unwrap_or(0);
    case.namesakes().find(|package| {
        let visible = case.service.visible_from(package);
        package.maker == Maker::Other && case.is_identical(package) && visible > looked && package.created <= by
    })
}

/// Whether a package that is there could as well be an older one, because nobody had looked.
fn needs_proof(case: &Case<'_>, call: usize) -> Option<Cause> {
    let there = case.namesakes().any(|package| case.is_identical(package));
    (there && case.looked_before(call).is_none()).then_some(Cause::NotLookedBefore)
}
