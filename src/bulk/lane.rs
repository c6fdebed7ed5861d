//! One lane for all rows of a job: how many creates may be under way, and when the next one may begin.
//!
//! It starts with one, grows while the service is content, and shrinks when it is not. A pause that the service asks for
//! is for all rows. What it learns of the service's limit is in [`Pace`].

use super::history::Fate;
use super::numbers::Bounded;
use super::pace::Pace;

/// Nothing is sent more often than this after a refusal, in milliseconds, whatever the service says.
const LEAST_PAUSE: u64 = 1_000;

/// The longest pause where the service does not say how long.
const LONGEST_PAUSE: u64 = 30_000;

/// Timers may be early by a little.
const SLACK: u64 = 5;

/// When a row may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    Now,
    /// Not before that moment, because the service asked for a pause.
    Closed(u64),
    /// Not before that moment, so that requests do not come in bunches or faster than the service takes them.
    Paced(u64),
    /// When another one is through.
    Full,
}

/// The lane. Times are milliseconds of a clock that only goes forward.
#[derive(Debug)]
pub(crate) struct Lane {
    /// How many may be under way: at most, and now.
    cap: usize,
    limit: usize,
    /// How many are under way, and how many of them have not been sent yet.
    under_way: usize,
    ahead: usize,
    /// How many contented answers came in this round, and whether the limit was reached in it.
    answers: usize,
    used: bool,
    /// The serial number of the first request behind the last refusal that counted; the refusals of those before are
    /// the same one.
    episode: Option<u64>,
    /// How many refusals in succession did not say how long to wait.
    vague: u32,
    closed_until: u64,
    /// The service is known to take more requests than this, or nobody waits to know.
    scouted: u64,
    /// When the last row began, and how long an answer takes.
    begun: Option<u64>,
    latency: u64,
    pace: Pace,
}

impl Lane {
    pub(crate) fn new(cap: usize) -> Self {
        Self {
            cap: cap.max(1),
            limit: 1,
            under_way: 0,
            ahead: 0,
            answers: 0,
            used: false,
            episode: None,
            vague: 0,
            closed_until: 0,
            scouted: 0,
            begun: None,
            latency: 0,
            pace: Pace::default(),
        }
    }

    /// When the next row may begin; `rest` is how many there are.
    pub(crate) fn turn(&mut self, now: u64, rest: usize) -> Turn {
        if now < self.closed_until {
            return Turn::Closed(self.closed_until);
        }
        if self.under_way >= self.limit {
            return Turn::Full;
        }
        if self.waits_for_scout() {
            self.used = true;
            return Turn::Full;
        }
        self.pace.probe(now, rest);
        // Whoever knows the limit, or has scouts for it, need not fear to find it: several may go together.
        let spread = if self.pace.rule().is_none() && self.episode.is_some() { 1 } else { 8 };
        let gap = self.latency / wide(self.limit.saturating_mul(spread).max(1));
        let spaced = self.begun.map_or(0, |begun| begun.plus(gap));
        let opens = self.pace.opens(now, self.ahead).max(spaced);
        if opens > now { Turn::Paced(opens) } else { Turn::Now }
    }

    /// Whether the first request behind a round number of them is under way. People set limits to round numbers: the one
    /// that goes ahead finds such a limit alone, where a whole round of them would be refused.
    fn waits_for_scout(&self) -> bool {
        let begun = self.pace.history.next().plus(u64::try_from(self.ahead).unwrap_or(u64::MAX));
        let is_unknown = self.episode.is_none() && self.pace.rule().is_none();
        is_unknown && self.under_way > 0 && round_below(begun) > self.scouted
    }

    /// A row begins.
    pub(crate) fn begin(&mut self, now: u64) {
        self.begun = Some(now);
        self.under_way += 1;
        self.ahead += 1;
        self.used |= self.under_way >= self.limit;
    }

    /// The request of a row that began is sent; gives its serial number.
    pub(crate) fn sent(&mut self, now: u64) -> u64 {
        self.ahead = self.ahead.saturating_sub(1);
        self.pace.history.push(now)
    }

    /// A request is sent for a row that is not under way any more.
    pub(crate) fn sent_besides(&mut self, now: u64) -> u64 {
        self.pace.history.push(now)
    }

    /// A row that began is not under way any more, and nothing was sent.
    pub(crate) fn unsent(&mut self) {
        self.ahead = self.ahead.saturating_sub(1);
        self.leave();
    }

    /// A row is not under way any more: whatever the service did with its request, it does not count as content.
    pub(crate) fn leave(&mut self) {
        self.under_way = self.under_way.saturating_sub(1);
        // It may have been the one that others wait for, and its answer does not come.
        self.scouted = self.scouted.max(round_below(self.pace.history.next()));
    }

    /// The service dealt with the request of a row that was under way.
    pub(crate) fn answered(&mut self, serial: u64, now: u64) {
        let took = self.pace.history.at(serial).map_or(self.latency, |at| now.minus(at));
        self.latency = if self.latency == 0 { took } else { self.latency.times(3).plus(took) / 4 };
        self.took(serial);
        self.under_way = self.under_way.saturating_sub(1);
        self.scouted = self.scouted.max(serial);
        // An answer to what was sent before a refusal says nothing of the time behind it.
        if self.episode.is_some_and(|episode| serial < episode) {
            return;
        }
        self.vague = 0;
        self.answers += 1;
        // Each answer lets two more begin, until a refusal that no window explains: afterwards each round does one.
        let is_free = self.episode.is_none() || self.pace.is_explained();
        let more = if is_free { 2 } else { 1 };
        if is_free || self.answers >= self.limit {
            if self.used {
                self.limit = (self.limit + more).min(self.cap);
            }
            self.answers = 0;
            self.used = self.under_way >= self.limit;
        }
    }

    /// The service dealt with a request.
    pub(crate) fn took(&mut self, serial: u64) {
        self.pace.mark(serial, Fate::Taken);
    }

    /// The service refused the request of a row that was under way; `wait` is its `Retry-After`, in milliseconds.
    /// Gives whether the refusal is another one than the last.
    pub(crate) fn throttled(&mut self, serial: u64, wait: Option<u64>, now: u64, rest: usize) -> bool {
        self.leave();
        self.refused(serial, wait, now, rest)
    }

    /// The service refused a request.
    pub(crate) fn refused(&mut self, serial: u64, wait: Option<u64>, now: u64, rest: usize) -> bool {
        self.pace.mark(serial, Fate::Refused);
        let is_new = self.episode.is_none_or(|episode| serial >= episode);
        if is_new {
            self.episode = Some(self.pace.history.next());
            (self.answers, self.used) = (0, false);
            if self.pace.learn(serial, wait, now, rest) {
                // To keep the window is enough: how many are under way at a time has not been too many.
                self.limit = self.cap;
            } else {
                self.limit = (self.limit / 2).max(1);
            }
            self.vague = if wait.is_none() { self.vague.saturating_add(1) } else { 0 };
        }
        let own = || LEAST_PAUSE.times(1 << self.vague.saturating_sub(1).min(5)).min(LONGEST_PAUSE);
        let wait = wait.unwrap_or_else(own).max(LEAST_PAUSE);
        self.close(now.plus(wait).plus(SLACK));
        is_new
    }

    /// Nothing may begin before that moment.
    pub(crate) fn close(&mut self, until: u64) {
        self.closed_until = self.closed_until.max(until);
    }

    /// Until when nothing may begin.
    pub(crate) fn closed_until(&self) -> u64 {
        self.closed_until
    }

    /// How long so many rows may take once they may begin; `None` while nobody knows how long an answer takes.
    pub(crate) fn time(&self, rows: usize) -> Option<u64> {
        let answers = wide(rows).times(self.latency) / wide(self.limit.max(1));
        let paced = self.pace.rule().map_or(0, |rule| rule.time(rows));
        (self.latency > 0).then(|| answers.max(paced))
    }
}

/// The largest round number below this one, where 20, 40, 50, 60, 80, 100, 200 and so on are round; 0 where there is none: each
/// of them costs a round trip, and few are refused below.
fn round_below(number: u64) -> u64 {
    let most = number.minus(1);
    let mut unit = 1;
    while most / unit >= 10 {
        unit *= 10;
    }
    match most / unit {
        _ if unit == 1 => 0,
        1 if unit == 10 => 0,
        3 if unit == 10 => 20,
        digit @ (7 | 9) => (digit - 1) * unit,
        digit => digit * unit,
    }
}

fn wide(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
