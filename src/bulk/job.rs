//! A plan being carried out: is told what happens, and says what to do next.
//!
//! It sends nothing and knows no clock. Whoever carries it out asks [`Job::next`] until it says to wait, does what it
//! says, and tells what came of it; whatever is told, it asks again. Each row ends with one verdict.

mod action;
mod row;
mod standing;
mod told;

use super::breaker::{Breaker, GivesUp};
use super::lane::{Lane, Turn};
use super::outcome::{RowError, Verdict};
use super::progress::Meter;
pub(crate) use action::{Action, Ended, Prior, Reason, State};
pub(crate) use row::{JobRow, Start};
use row::{Place, Row};

/// At most so many rows are looked for at once: each look is a request, too.
const MOST_SETTLING: u32 = 32;

/// What a job is made of.
pub(crate) struct JobOptions {
    /// How many creates may be under way at once, at most.
    pub(crate) concurrency: usize,
    /// After how many rows in succession that end alike it stops.
    pub(crate) stop_after: u32,
    /// Every row of the plan, in the order of their numbers.
    pub(crate) rows: Vec<JobRow>,
}

/// A plan being carried out. Times are milliseconds of a clock that only goes forward.
pub(crate) struct Job {
    rows: Vec<Row>,
    /// The places of rows that come before the fresh ones, and of the first row that may be a fresh one.
    first: Vec<usize>,
    fresh: usize,
    queued: usize,
    lane: Lane,
    breaker: Breaker,
    meter: Meter,
    total: usize,
    counts: [usize; 7],
    sending: u32,
    settling: u32,
    requests: usize,
    throttled: usize,
    resent: usize,
    paused: Option<Reason>,
    offline: bool,
    cancelled: bool,
    end: Option<(Ended, Option<Reason>)>,
}

impl Job {
    /// A job of these rows, which begins now.
    pub(crate) fn new(options: JobOptions, now: u64) -> Self {
        let JobOptions { concurrency, stop_after, rows } = options;
        let mut job = Self {
            rows: Vec::with_capacity(rows.len()),
            first: Vec::new(),
            fresh: 0,
            queued: 0,
            lane: Lane::new(concurrency),
            breaker: Breaker::new(stop_after, rows.len()),
            meter: Meter::new(now),
            total: 0,
            counts: [0; 7],
            sending: 0,
            settling: 0,
            requests: 0,
            throttled: 0,
            resent: 0,
            paused: None,
            offline: false,
            cancelled: false,
            end: None,
        };
        for facts in rows {
            job.enter(facts);
        }
        let prior = |row: &Row| matches!(row.place, Place::Queued(Prior::Throttled | Prior::Sent));
        job.first = job.rows.iter().enumerate().filter(|(_, row)| prior(row)).map(|(at, _)| at).collect();
        job
    }

    fn enter(&mut self, facts: JobRow) {
        let place = match facts.start {
            Start::Fresh => Place::Queued(Prior::None),
            Start::Sent => Place::Queued(Prior::Sent),
            Start::Done(verdict) => Place::Decided(verdict),
            Start::Skip => Place::Skipped,
        };
        self.count_requests(facts.attempts, facts.throttled);
        match place {
            Place::Skipped => self.tally(Verdict::Skipped, 1),
            Place::Decided(verdict) => self.tally(verdict, 1),
            _ => self.queued = self.queued.saturating_add(1),
        }
        self.total += usize::from(place != Place::Skipped);
        self.rows.push(Row { number: facts.number, place, cut: 0 });
    }

    fn tally(&mut self, verdict: Verdict, by: usize) {
        if let Some(count) = self.counts.get_mut(verdict as usize) {
            *count += by;
        }
    }

    /// Says what to do now.
    pub(crate) fn next(&mut self, now: u64) -> Action {
        if let Some((ended, reason)) = self.end {
            return Action::End { ended, reason };
        }
        let under_way = self.sending.saturating_add(self.settling) > 0;
        let wait = |until, state, reason| Action::Wait { until, state, reason };
        let stops = if self.cancelled {
            Some((Ended::Cancelled, Reason::Requested))
        } else {
            self.breaker.gave_up().map(|(why, _)| {
                let reason = match why {
                    GivesUp::SameRefusal => Reason::SameRefusal,
                    GivesUp::ServiceFailing => Reason::ServiceFailing,
                };
                (Ended::Stopped, reason)
            })
        };
        if !under_way && (stops.is_some() || self.queued == 0) {
            let (ended, reason) = stops.map_or((Ended::Completed, None), |(ended, reason)| (ended, Some(reason)));
            // With nothing left to do it has come to its end, whatever was wished meanwhile.
            let (ended, reason) = if self.queued == 0 { (Ended::Completed, None) } else { (ended, reason) };
            return self.finish(ended, reason);
        }
        if let Some((_, reason)) = stops {
            return wait(None, State::Running, Some(reason));
        }
        if self.queued == 0 {
            return wait(None, State::Running, None);
        }
        if let Some(reason) = self.paused {
            return wait(None, if under_way { State::Pausing } else { State::Paused }, Some(reason));
        }
        if self.offline {
            return wait(None, State::Waiting, Some(Reason::Offline));
        }
        if self.breaker.holds() && under_way {
            return wait(None, State::Waiting, Some(Reason::ServiceFailing));
        }
        if self.settling >= MOST_SETTLING {
            return wait(None, State::Running, None);
        }
        let first = self.first.first().and_then(|at| self.rows.get(*at));
        if first.is_some_and(|row| row.place == Place::Queued(Prior::Sent)) {
            // It is only looked for, for the time being: that takes none of the slots.
            let closed = self.lane.closed_until();
            return if closed > now {
                wait(Some(closed), State::Waiting, Some(Reason::Throttled))
            } else {
                self.begin(now)
            };
        }
        match self.lane.turn(now, self.queued) {
            Turn::Closed(until) => wait(Some(until), State::Waiting, Some(Reason::Throttled)),
            Turn::Paced(until) => wait(Some(until), State::Running, None),
            Turn::Full => wait(None, State::Running, None),
            Turn::Now => self.begin(now),
        }
    }

    /// The next row begins.
    fn begin(&mut self, now: u64) -> Action {
        let place = if self.first.is_empty() {
            let is_fresh = |row: &&Row| row.place != Place::Queued(Prior::None);
            let passed = self.rows.iter().skip(self.fresh).take_while(is_fresh).count();
            let place = self.fresh.saturating_add(passed);
            self.fresh = place + 1;
            place
        } else {
            self.first.remove(0)
        };
        let Some(row) = self.rows.get_mut(place) else {
            // Nothing is left to send although something is queued: that cannot be.
            return Action::Wait { until: None, state: State::Running, reason: None };
        };
        let Place::Queued(prior) = row.place else {
            return Action::Wait { until: Some(now), state: State::Running, reason: None };
        };
        self.queued = self.queued.saturating_sub(1);
        if prior == Prior::Sent {
            row.place = Place::Settling(prior, None);
            self.settling += 1;
        } else {
            row.place = Place::Sending(prior, None);
            self.sending += 1;
            self.resent += usize::from(prior == Prior::Throttled);
            self.lane.begin(now);
        }
        Action::Send { row: row.number, prior }
    }

    /// The browser is online.
    pub(crate) fn online(&mut self) {
        self.offline = false;
    }

    /// Nothing may be sent before that moment.
    pub(crate) fn gate(&mut self, closed_until: u64) {
        self.lane.close(closed_until);
    }

    /// Sends nothing more until it is resumed.
    pub(crate) fn pause(&mut self) {
        self.paused = self.paused.or(Some(Reason::Requested));
    }

    /// Goes on.
    pub(crate) fn resume(&mut self) {
        self.paused = None;
    }

    /// Sends nothing more, and ends when what was sent is decided.
    pub(crate) fn cancel(&mut self) {
        self.cancelled = true;
    }

    /// Rows that never had their turn get their verdict.
    fn finish(&mut self, ended: Ended, reason: Option<Reason>) -> Action {
        let (mut fresh, mut unknown) = (0, 0);
        for row in &mut self.rows {
            if let Place::Queued(prior) = row.place {
                let (verdict, count) = match prior {
                    Prior::None => (Verdict::NotStarted, &mut fresh),
                    Prior::Throttled | Prior::Sent => (Verdict::Unknown, &mut unknown),
                };
                *count += 1;
                row.place = Place::Decided(verdict);
            }
        }
        self.tally(Verdict::NotStarted, fresh);
        self.tally(Verdict::Unknown, unknown);
        self.queued = 0;
        self.end = Some((ended, reason));
        Action::End { ended, reason }
    }

    /// With what the job gave up.
    pub(crate) fn error(&self) -> Option<&RowError> {
        self.end.filter(|(ended, _)| *ended == Ended::Stopped).and(self.breaker.gave_up())?.1
    }

    /// How many creates were sent again.
    #[cfg(test)]
    pub(crate) fn resent(&self) -> u64 {
        self.resent as u64
    }
}

#[cfg(test)]
mod tests;
