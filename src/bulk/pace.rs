//! The pace at which a service takes requests, learned from its refusals.
//!
//! Services that limit requests count them in windows that roll, and say in `Retry-After` when there is room again. So a
//! refusal tells two things: how many requests were in each possible window, and, where its wait is just as long as it
//! takes until the oldest of them leaves, which window it is. Other services punish: every refusal costs a long time,
//! whatever the limit was. There the window is guessed from below, for the wait says nothing of it.

use super::history::{Fate, History};
use super::numbers::Bounded;

/// The windows that limits are known to have, and others that they may have, in seconds.
const WINDOWS: [u64; 23] = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 24, 30, 40, 45, 60, 90, 120, 150, 180, 240, 300, 600];

/// How far the wait may be from what a window would give, in milliseconds: requests take their time to arrive.
const TOLERANCE: u64 = 100;

/// By how much a window is made longer when a request came a little too early for it, in milliseconds.
const JITTER: u64 = 40;

/// A wait that is longer than this may be a punishment.
const LONG: u64 = 10_000;

/// How many waits a faster pace must save before it is tried against what a refusal says.
const WORTH: u64 = 5;

/// The same where the wait points at a window in the middle of which it began, which a punishment hardly does.
const WORTH_MORE: u64 = 20;

/// At most so many requests in a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    pub(crate) count: usize,
    /// In milliseconds.
    pub(crate) window: u64,
}

impl Rule {
    /// How long so many requests take, in milliseconds.
    pub(crate) fn time(self, requests: usize) -> u64 {
        let (requests, count) = (wide(requests), wide(self.count.max(1)));
        requests.times(self.window) / count
    }

    /// Whether it is slower than that by a quarter at least.
    fn is_slower(self, than: Self) -> bool {
        let mine = wide(self.count).times(than.window).times(4);
        mine <= wide(than.count).times(self.window).times(3)
    }
}

/// What is known of the limit.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    pub(crate) history: History,
    rule: Option<Rule>,
    /// Whether a wait has pointed at its window, and how much longer than that the window is taken to be: requests do
    /// not arrive as evenly as they are sent.
    matched: bool,
    slack: u64,
    /// The rule before it was tried to go faster.
    safe: Option<Rule>,
    /// How many rules in succession were refused.
    failures: u32,
    /// How often it was tried in vain to go faster.
    probes: u32,
    /// When the rule was made, or kept.
    since: u64,
    /// The last refusal that taught something: its serial number, and its wait.
    refused: Option<u64>,
    wait: u64,
}

/// What a refusal points at.
#[derive(Clone, Copy, Debug)]
struct Guess {
    rule: Rule,
    /// Whether its wait is what that window gives.
    matched: bool,
}

impl Pace {
    /// The rule that is kept, if there is any.
    pub(crate) fn rule(&self) -> Option<Rule> {
        self.rule
    }

    /// Whether the rule is a window that a refusal pointed at, so that keeping it is enough.
    pub(crate) fn is_explained(&self) -> bool {
        self.rule.is_some() && self.matched
    }

    /// From when on the next request may be sent, if `ahead` others that are about to be sent are sent before it.
    pub(crate) fn opens(&self, now: u64, ahead: usize) -> u64 {
        let Some(rule) = self.rule else { return 0 };
        let length = rule.window.plus(rule.window / 200).plus(5).plus(self.slack);
        match rule.count.saturating_sub(1).checked_sub(ahead) {
            // The last ones have not even been sent.
            None => now.plus(length),
            Some(more) => self.history.behind(more).map_or(0, |at| at.plus(length)),
        }
    }

    /// Learns from a refusal; `wait` is the service's `Retry-After` in milliseconds, and `rest` is how many rows there
    /// still are. Gives whether the refusal is explained by a window, so that it says nothing against the number of
    /// requests under way.
    pub(crate) fn learn(&mut self, serial: u64, wait: Option<u64>, now: u64, rest: usize) -> bool {
        self.since = now;
        self.wait = wait.unwrap_or(0);
        let (last, kept) = (self.refused.replace(serial), self.rule);
        if let Some(safe) = self.safe.take() {
            // It was tried to go faster, and that was too fast.
            self.probes = self.probes.saturating_add(1);
            self.rule = Some(safe);
            return true;
        }
        if self.is_jitter(serial) {
            self.slack = self.slack.plus(JITTER);
            return true;
        }
        self.slack = 0;
        self.failures = if kept.is_some() { self.failures.saturating_add(1) } else { 0 };
        let lately = |last: u64| self.guesses(serial, last.plus(1), wait, kept);
        let chosen = self.choose(&self.guesses(serial, 0, wait, kept), rest);
        // What was taken long ago need not hold any more.
        let pointed = last.filter(|_| kept.is_some() && self.wait <= LONG).and_then(|last| {
            let fits = chosen.is_some_and(|guess| guess.matched);
            if fits { None } else { lately(last).into_iter().find(|guess| guess.matched) }
        });
        let chosen = pointed.or(chosen).or_else(|| self.choose(&lately(last?), rest));
        // Windows that fit and are refused all the same: it is no window. What was taken lately is the rate.
        let measured = kept.zip(last).filter(|_| self.failures >= 2 || chosen.is_none());
        let measured = measured.filter(|_| pointed.is_none() && (self.wait <= LONG || chosen.is_none()));
        let (rule, explained) = match (measured, chosen) {
            (Some((kept, last)), _) => (self.measure(kept, last, serial), true),
            (None, Some(guess)) => (guess.rule, guess.matched),
            (None, None) => return false,
        };
        self.rule = Some(rule);
        self.matched = explained && measured.is_none();
        explained
    }

    /// After a long time without a refusal, tries to go a little faster, where that could save much more than another
    /// refusal would cost.
    pub(crate) fn probe(&mut self, now: u64, rest: usize) {
        let Some(rule) = self.rule else { return };
        let patience = self.wait.max(30_000).max(rule.window.times(3));
        if now.minus(self.since) < patience.times(1 << self.probes.min(8)) {
            return;
        }
        let gain = rule.time(rest) / 10;
        if gain <= self.wait.max(1_000).times(WORTH).times(1 << self.probes.min(8)) {
            return;
        }
        self.since = now;
        self.failures = 0;
        self.safe = Some(rule);
        self.rule = Some(match rule.count {
            ..10 => Rule { window: (rule.window / 10).times(9).max(1), ..rule },
            count => Rule { count: count.saturating_add(count / 10), ..rule },
        });
    }

    /// Whether the window that is kept is the right one, and a request was only a little too early for it.
    fn is_jitter(&self, serial: u64) -> bool {
        let Some(rule) = self.rule.filter(|_| self.matched && self.slack < JITTER.times(3)) else {
            return false;
        };
        let length = rule.window.plus(self.slack).plus(rule.window / 50).plus(JITTER);
        self.wait <= 1_000 && self.history.window(serial, length).all >= rule.count
    }

    /// The windows that what was taken since a request does not rule out, as far as they are slower than what was kept.
    fn guesses(&self, serial: u64, since: u64, wait: Option<u64>, kept: Option<Rule>) -> Vec<Guess> {
        let at = self.history.at(serial).unwrap_or(0);
        let mut guesses = Vec::new();
        for seconds in WINDOWS {
            let window = seconds * 1_000;
            let held = self.history.window(serial, window);
            let proven = self.history.proven(window - window / 64, since);
            // Refused requests may count for the service or may not.
            let count = held.taken.max(proven);
            let rule = Rule { count, window };
            let left = (held.oldest + window).minus(at);
            let matched = wait.is_some_and(|wait| wait + TOLERANCE >= left && wait < left + 1_000 + TOLERANCE);
            let is_possible = count > 0 && held.all >= proven;
            if is_possible && kept.is_none_or(|kept| rule.is_slower(kept)) {
                guesses.push(Guess { rule, matched });
            }
        }
        guesses
    }

    /// The smallest window to which the wait points, unless it looks like a punishment: then the fastest of all.
    fn choose(&self, guesses: &[Guess], rest: usize) -> Option<Guess> {
        let (mut matched, mut fastest): (Option<Guess>, Option<Guess>) = (None, None);
        for guess in guesses.iter().copied() {
            if guess.matched {
                matched = matched.or(Some(guess));
            }
            if fastest.is_none_or(|fastest| guess.rule.time(rest.max(1_000)) < fastest.rule.time(rest.max(1_000))) {
                fastest = Some(guess);
            }
        }
        let (Some(matched), Some(fastest)) = (matched, fastest) else { return fastest };
        let worth = if self.wait.plus(1_000) <= matched.rule.window { WORTH_MORE } else { WORTH };
        let saved = matched.rule.time(rest).minus(fastest.rule.time(rest));
        Some(if saved > self.wait.times(worth) { fastest } else { matched })
    }

    /// What was taken since the last refusal, or less than what was kept, whichever is slower.
    fn measure(&self, kept: Rule, last: u64, serial: u64) -> Rule {
        let taken = self.history.taken(last, serial);
        let time = self.history.at(serial).unwrap_or(0).minus(self.history.at(last).unwrap_or(0));
        let lately = Rule { count: taken, window: time };
        if taken > 0 && time > 0 && lately.is_slower(kept) {
            lately
        } else {
            Rule { window: kept.window.plus(kept.window / 3), ..kept }
        }
    }

    /// Notes what became of a request.
    pub(crate) fn mark(&mut self, serial: u64, fate: Fate) {
        self.history.mark(serial, fate);
    }
}

fn wide(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
