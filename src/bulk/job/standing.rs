//! How a job stands: how far it is, how long it may still take, and what became of each row.

use super::Job;
use super::action::Prior;
use super::row::Place;
use crate::bulk::numbers::Bounded;
use crate::bulk::outcome::Verdict;
use crate::bulk::progress::Progress;

impl Job {
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
