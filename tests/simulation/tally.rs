//! Counts over many worlds, and the table in which they are told.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::case::{Case, Perceived, perceived};
use super::fault::Commit;
use super::lost::is_told_at_once;
use super::oracle::Verdict;
use super::rules::{Lag, Mode};
use super::scenario::Caller;
use super::subject::Ending;
use super::universe::Universe;
use crate::http::Method;

/// What many worlds came to.
#[derive(Default)]
pub(super) struct Tally {
    counts: BTreeMap<&'static str, u64>,
    unknown: BTreeMap<String, u64>,
    /// How long it took from a lost answer to the truth, where the package was there to be seen.
    lost_to_truth: Vec<u64>,
}

impl Tally {
    fn add(&mut self, what: &'static str, count: u64) {
        *self.counts.entry(what).or_default() += count;
    }

    pub(super) fn count(&self, what: &str) -> u64 {
        self.counts.get(what).copied().unwrap_or(0)
    }

    /// Adds what another part of the worlds came to.
    pub(super) fn merge(&mut self, other: Self) {
        for (what, count) in other.counts {
            self.add(what, count);
        }
        for (cause, count) in other.unknown {
            *self.unknown.entry(cause).or_default() += count;
        }
        self.lost_to_truth.extend(other.lost_to_truth);
    }

    /// Takes in a world and what was found out about it.
    pub(super) fn take(&mut self, universe: &Universe, verdict: &Verdict) {
        let case = Case::new(universe);
        self.add("worlds", 1);
        for exchange in case.exchanges.iter() {
            self.add(if exchange.request.method == Method::Post { "creates sent" } else { "reads sent" }, 1);
        }
        for call in case.calls.iter() {
            let ending = call.told.as_ref().map(|told| told.ending);
            if call.rechecks.is_some() {
                self.add("rechecks", 1);
                match ending {
                    Some(Ending::Adopted) => self.add("  found", 1),
                    Some(Ending::NotCreated) => self.add("  not created", 1),
                    _ => self.add("  still open", 1),
                }
                continue;
            }
            self.add(CREATES, 1);
            self.add(
                match ending {
                    Some(Ending::Created) => "  created",
                    Some(Ending::Adopted) => "  adopted",
                    Some(Ending::Existing) => "  existing",
                    Some(Ending::Conflict) => "  conflict",
                    Some(Ending::NotCreated | Ending::Refused(_)) => "  refused or failed, nothing created",
                    Some(Ending::Throttled) => "  throttled",
                    Some(Ending::Aborted) => "  aborted, nothing created",
                    Some(Ending::Unknown(_)) => "  unknown",
                    None => "  page reloaded",
                },
                1,
            );
        }
        for cause in &verdict.remarks.unknown {
            *self.unknown.entry(cause.to_string()).or_default() += 1;
        }
        self.add("the same by somebody else in the same moments, taken for ours", verdict.remarks.indistinguishable);
        self.add("created anew before the recheck, taken for the ticket's", verdict.remarks.created_anew);
        self.add("made twice by the browser", verdict.remarks.browser_doubles);
        self.add("  told", verdict.remarks.browser_doubles_told);
        self.lost_to_truth.extend(lost_to_truth(&case));
    }

    /// The middle and the ninety-ninth hundredth of the time from a lost answer to the truth, in milliseconds.
    pub(super) fn time_to_truth(&mut self) -> Option<(u64, u64)> {
        self.lost_to_truth.sort_unstable();
        let at = |part: usize| self.lost_to_truth.get(self.lost_to_truth.len() * part / 100).copied();
        Some((at(50)?, at(99)?))
    }

    /// All of it, in lines.
    pub(super) fn table(&mut self) -> String {
        let mut table = String::new();
        for what in ORDER {
            let _ = writeln!(table, "{what:<64}{:>12}", self.count(what));
            if what == "  unknown" {
                for (cause, count) in &self.unknown {
                    let _ = writeln!(table, "    {cause:<60}{count:>12}");
                }
            }
        }
        let count = self.lost_to_truth.len();
        if let Some((median, p99)) = self.time_to_truth() {
            let _ = writeln!(
                table,
                "lost answer, package there: ms to the truth, median, p99{median:>14}{p99:>6} ({count} calls)"
            );
        }
        table
    }
}

/// How many creates were asked for.
pub(super) const CREATES: &str = "creates";

const ORDER: [&str; 21] = [
    "worlds",
    CREATES,
    "  created",
    "  adopted",
    "  existing",
    "  conflict",
    "  refused or failed, nothing created",
    "  throttled",
    "  aborted, nothing created",
    "  unknown",
    "  page reloaded",
    "rechecks",
    "  found",
    "  not created",
    "  still open",
    "creates sent",
    "reads sent",
    "made twice by the browser",
    "  told",
    "the same by somebody else in the same moments, taken for ours",
    "created anew before the recheck, taken for the ticket's",
];

/// The time from the loss of the first answer to the end of the call, where the package was there to be seen, nothing
/// else went wrong and nobody stood in between.
fn lost_to_truth(case: &Case<'_>) -> Option<u64> {
    let scenario = &case.universe.scenario;
    let [fault] = scenario.plan.posts.as_slice() else { return None };
    let lost = is_told_at_once(fault.place) && fault.commit == Commit::Before;
    let rules = &scenario.rules;
    let plain = scenario.plan.then.is_none()
        && scenario.plan.reads == 0
        && scenario.others_at.is_empty()
        && scenario.caller == Caller::Waits
        && scenario.sleep.is_none()
        && rules.lag == Lag::Fixed(0)
        && rules.expand_catalog == Mode::Honoured
        && scenario.timeout >= 100_000;
    let there = case.made_by(0).next().is_some();
    let call = case.calls.first().filter(|_| plain && lost && there)?;
    let first = case.posts(0).next().filter(|post| perceived(post) == Perceived::Ambiguous)?;
    Some(call.ended? - first.seen?.0)
}
