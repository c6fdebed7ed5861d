//! What a job is told of a row that is under way.

use super::Job;
use super::action::{Prior, Reason};
use super::row::{Place, find};
use crate::bulk::ending::Heard;
use crate::bulk::outcome::{Outcome, RowError, Verdict};

/// So often a row is looked for once more when a pause that Graph asked for cut the looking short.
const MOST_CUT: u32 = 3;

impl Job {
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

    pub(super) fn count_requests(&mut self, attempts: u32, throttled: u32) {
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
}
