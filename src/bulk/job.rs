//! A plan being carried out: is told what happens, and says what to do next.
//!
//! It sends nothing and knows no clock. Whoever carries it out asks [`Job::next`] until it says to wait, does what it
//! says, and tells what came of it; whatever is told, it asks again. Each row ends with one verdict.

use super::breaker::{Breaker, GivesUp};
use super::ending::Heard;
use super::lane::{Lane, Turn};
use super::numbers::Bounded;
use super::outcome::{Outcome, RowError, Verdict};
use super::progress::{Meter, Progress};
use super::write::Json;

/// At most so many rows are looked for at once: each look is a request, too.
const MOST_SETTLING: u32 = 32;

/// So often a row is looked for once more when a pause that Graph asked for cut the looking short.
const MOST_CUT: u32 = 3;

/// What a job is made of.
pub(crate) struct JobOptions {
    /// How many creates may be under way at once, at most.
    pub(crate) concurrency: usize,
    /// After how many rows in succession that end alike it stops.
    pub(crate) stop_after: u32,
    /// Every row of the plan, in the order of their numbers.
    pub(crate) rows: Vec<JobRow>,
}

/// What is known of an earlier create of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Prior {
    /// There was none.
    None,
    /// It was answered with 429: one look shows whether it was carried out all the same.
    Throttled,
    /// It was sent in an earlier session, and is to be settled before anything is sent.
    Sent,
}

/// What a job is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Running,
    Waiting,
    Pausing,
    Paused,
}

/// Why it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    Requested,
    InteractionRequired,
    TokenFailed,
    Throttled,
    Offline,
    SameRefusal,
    ServiceFailing,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    Completed,
    Stopped,
    Cancelled,
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// Create that row. It counts as under way from now on.
    Send { row: u32, prior: Prior },
    /// Ask again at that moment, or when something was told.
    Wait { until: Option<u64>, state: State, reason: Option<Reason> },
    /// It is over.
    End { ended: Ended, reason: Option<Reason> },
}

impl Action {
    /// As the facade reads it.
    pub(crate) fn to_json(self) -> String {
        let mut json = Json::default();
        json.open('{');
        let (what, reason) = match self {
            Self::Send { row, prior } => {
                json.count("row", row as usize);
                let prior = match prior {
                    Prior::None => "none",
                    Prior::Throttled => "throttled",
                    Prior::Sent => "sent",
                };
                json.field("prior", prior);
                ("send", None)
            }
            Self::Wait { until, state, reason } => {
                let state = match state {
                    State::Running => "running",
                    State::Waiting => "waiting",
                    State::Pausing => "pausing",
                    State::Paused => "paused",
                };
                json.field("state", state);
                if let Some(until) = until {
                    json.count("until", usize::try_from(until).unwrap_or(usize::MAX));
                }
                ("wait", reason)
            }
            Self::End { ended, reason } => {
                let ended = match ended {
                    Ended::Completed => "completed",
                    Ended::Stopped => "stopped",
                    Ended::Cancelled => "cancelled",
                };
                json.field("ended", ended);
                ("end", reason)
            }
        };
        json.field("do", what);
        let reason = reason.map(|reason| match reason {
            Reason::Requested => "requested",
            Reason::InteractionRequired => "interactionRequired",
            Reason::TokenFailed => "tokenFailed",
            Reason::Throttled => "throttled",
            Reason::Offline => "offline",
            Reason::SameRefusal => "sameRefusal",
            Reason::ServiceFailing => "serviceFailing",
        });
        json.optional("reason", reason);
        json.close('}');
        json.finish()
    }
}

/// What is known of a row before the job begins.
#[derive(Clone, Copy, Debug)]
pub(crate) struct JobRow {
    /// Its number, from 1.
    pub(crate) number: u32,
    pub(crate) start: Start,
    /// How many requests an earlier session sent for it, and how many of them were answered with 429.
    pub(crate) attempts: u32,
    pub(crate) throttled: u32,
}

/// Where the job begins with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Start {
    /// It is not to be created.
    Skip,
    /// Nothing was sent.
    Fresh,
    /// It was sent by an earlier session, and nobody knows what became of it.
    Sent,
    /// It is decided.
    Done(Verdict),
}

impl Start {
    /// The start of that name: `fresh`, `sent`, or a verdict.
    pub(crate) fn parse(name: &str) -> Self {
        match name {
            "fresh" => Self::Fresh,
            "sent" => Self::Sent,
            _ => Verdict::parse(name).filter(|verdict| *verdict != Verdict::Skipped).map_or(Self::Skip, Self::Done),
        }
    }
}

/// Where a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Skipped,
    Queued(Prior),
    /// Under way, with the serial number of its last request.
    Sending(Prior, Option<u64>),
    /// Looked for, with the serial number of its last request.
    Settling(Prior, Option<u64>),
    Decided(Verdict),
}

struct Row {
    number: u32,
    place: Place,
    /// How often looking for it was cut short by a pause that Graph asked for.
    cut: u32,
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

    /// A create of that row is being sent.
    pub(crate) fn sent(&mut self, number: u32, now: u64) {
        let Some(row) = find(&mut self.rows, number) else { return };
        row.place = match row.place {
            Place::Sending(prior, None) => Place::Sending(prior, Some(self.lane.sent(now))),
            Place::Sending(prior, Some(_)) => Place::Sending(prior, Some(self.lane.sent_besides(now))),
            Place::Settling(prior, last) => {
                self.resent += usize::from(last.is_some());
                Place::Settling(prior, Some(self.lane.sent_besides(now)))
            }
            other => other,
        };
    }

    /// The answer left open what became of that row, or an earlier one did: it is looked for, and its slot is free.
    pub(crate) fn ambiguous(&mut self, number: u32) {
        let Some(row) = find(&mut self.rows, number) else { return };
        if let Place::Sending(prior, serial) = row.place {
            row.place = Place::Settling(prior, serial);
            self.sending = self.sending.saturating_sub(1);
            self.settling += 1;
            self.breaker.doubted();
            if serial.is_some() { self.lane.leave() } else { self.lane.unsent() }
        }
    }

    /// The create of that row was answered with 429; `wait` is its `Retry-After` in milliseconds, and `known` is what to
    /// say of the row if the job ends before its next turn. The row has its turn again, before the others.
    pub(crate) fn throttled(&mut self, number: u32, known: &Outcome, wait: Option<u64>, now: u64) {
        let rest = self.queued.saturating_add(1);
        let Some(row) = find(&mut self.rows, number) else { return };
        let is_new = match row.place {
            Place::Sending(_, Some(serial)) => self.lane.throttled(serial, wait, now, rest),
            Place::Settling(_, Some(serial)) => self.lane.refused(serial, wait, now, rest),
            _ => false,
        };
        if is_new {
            self.breaker.throttled(known.error.as_ref());
        }
        if matches!(row.place, Place::Sending(_, None)) {
            self.lane.unsent();
        }
        self.count_requests(known.attempts, known.throttled);
        self.requeue(number, Some(Prior::Throttled));
    }

    /// Nothing was sent for that row, because the gate was closed, or by something else that will pass: it has its turn
    /// again.
    pub(crate) fn unsent(&mut self, number: u32) {
        let Some(row) = find(&mut self.rows, number) else { return };
        match row.place {
            Place::Sending(_, None) => self.lane.unsent(),
            Place::Sending(_, Some(_)) => self.lane.leave(),
            _ => {}
        }
        self.requeue(number, None);
    }

    fn requeue(&mut self, number: u32, changed: Option<Prior>) {
        let Ok(at) = self.rows.binary_search_by_key(&number, |row| row.number) else { return };
        let Some(row) = self.rows.get_mut(at) else { return };
        let prior = match row.place {
            Place::Sending(prior, _) => {
                self.sending = self.sending.saturating_sub(1);
                prior
            }
            Place::Settling(prior, _) => {
                self.settling = self.settling.saturating_sub(1);
                prior
            }
            _ => return,
        };
        row.place = Place::Queued(changed.unwrap_or(prior));
        self.queued += 1;
        self.first.push(at);
    }

    /// A row's create ended like that. Where a pause that Graph asked for cut the looking short, it is looked for once more
    /// behind it; otherwise it is decided.
    pub(crate) fn settled(&mut self, number: u32, outcome: Outcome, now: u64) -> Heard {
        let closed = self.lane.closed_until() > now;
        let Some(row) = find(&mut self.rows, number) else { return Heard::Nothing };
        let verdict = outcome.verdict;
        if verdict == Verdict::Unknown && outcome.has_ticket && closed && row.cut < MOST_CUT {
            row.cut += 1;
            if matches!(row.place, Place::Sending(..)) {
                self.lane.leave();
            }
            self.count_requests(outcome.attempts, outcome.throttled);
            self.requeue(number, Some(Prior::Sent));
            return Heard::Noted;
        }
        let well = matches!(verdict, Verdict::Created | Verdict::Adopted | Verdict::Existing);
        let refused = verdict == Verdict::Failed && outcome.error.as_ref().is_some_and(RowError::is_refusal);
        match row.place {
            Place::Sending(_, Some(serial)) if well || refused => self.lane.answered(serial, now),
            Place::Sending(_, Some(_)) => self.lane.leave(),
            Place::Sending(_, None) => self.lane.unsent(),
            Place::Settling(_, Some(serial)) if well => self.lane.took(serial),
            Place::Settling(..) => {}
            _ => return Heard::Nothing,
        }
        if matches!(row.place, Place::Sending(..)) {
            self.sending = self.sending.saturating_sub(1);
        } else {
            self.settling = self.settling.saturating_sub(1);
        }
        row.place = Place::Decided(verdict);
        self.breaker.ended(&outcome);
        self.meter.count(now);
        self.count_requests(outcome.attempts, outcome.throttled);
        self.tally(verdict, 1);
        Heard::Decided(verdict)
    }

    fn count_requests(&mut self, attempts: u32, throttled: u32) {
        self.requests += attempts as usize;
        self.throttled += throttled as usize;
    }

    /// Nothing was sent for that row, because the token callback failed: the job pauses, and the row keeps its place.
    pub(crate) fn token_failed(&mut self, number: u32, interaction: bool) {
        self.unsent(number);
        let reason = if interaction { Reason::InteractionRequired } else { Reason::TokenFailed };
        // That somebody has to sign in says more than anything else.
        if interaction || self.paused.is_none() {
            self.paused = Some(reason);
        }
    }

    /// Nothing was sent for that row, because the browser is offline: the job waits until it is told otherwise.
    pub(crate) fn offline(&mut self, number: u32) {
        self.unsent(number);
        self.offline = true;
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

    /// How far it is.
    pub(crate) fn progress(&mut self, now: u64) -> Progress {
        let tenths = self.meter.tenths(now);
        let (sending, settling) = (self.sending as usize, self.settling as usize);
        let done = self.total.saturating_sub(self.queued + sending + settling);
        let ended = self.end.is_some();
        Progress {
            total: self.total,
            done: if ended { self.total } else { done },
            sending,
            settling,
            counts: self.counts,
            requests: self.requests,
            throttled: self.throttled,
            tenths,
            remaining: if ended { Some(0) } else { self.remaining(now, tenths) },
        }
    }

    /// How long the rest may take, in milliseconds.
    fn remaining(&self, now: u64, tenths: u64) -> Option<u64> {
        let rest = self.queued + self.sending as usize;
        if rest == 0 || self.offline || self.paused.is_some() {
            // How long somebody takes, or a package until it is seen, nobody can tell.
            return None;
        }
        let closed = self.lane.closed_until().minus(now);
        let at_best = self.lane.time(rest)?;
        let lately = u64::try_from(rest).unwrap_or(0).times(10_000).checked_div(tenths);
        // While nothing may be sent, what was done lately says nothing.
        let rest = if closed > 0 { at_best } else { lately.map_or(at_best, |lately| lately.max(at_best)) };
        Some(closed.plus(rest))
    }

    /// How far it is, as JSON.
    #[cfg(test)]
    pub(crate) fn progress_json(&mut self, now: u64) -> String {
        self.progress(now).to_json()
    }

    /// What became of a row; as it would be if the job ended here, where it is not decided yet.
    pub(crate) fn verdict(&self, number: u32) -> Option<Verdict> {
        let at = self.rows.binary_search_by_key(&number, |row| row.number).ok()?;
        Some(match self.rows.get(at)?.place {
            Place::Skipped => Verdict::Skipped,
            Place::Decided(verdict) => verdict,
            Place::Queued(Prior::None) => Verdict::NotStarted,
            _ => Verdict::Unknown,
        })
    }
}

/// The row of that number.
fn find(rows: &mut [Row], number: u32) -> Option<&mut Row> {
    let at = rows.binary_search_by_key(&number, |row| row.number).ok()?;
    rows.get_mut(at)
}

#[cfg(test)]
mod tests;
