//! How far a job is, and how long it may still take.

use super::numbers::Bounded;
use super::outcome::Verdict;
use super::write::Json;
use crate::text::decimal;

/// Over how many of the last seconds the rate is taken.
const SECONDS: u64 = 10;

/// How many rows were decided lately.
#[derive(Debug)]
pub(crate) struct Meter {
    began: u64,
    /// The second that was counted last, from the beginning.
    second: u64,
    /// One place for each of the last seconds, in turn.
    decided: [u32; SECONDS as usize],
}

impl Meter {
    pub(crate) fn new(now: u64) -> Self {
        Self { began: now, second: 0, decided: [0; SECONDS as usize] }
    }

    /// A row is decided.
    pub(crate) fn count(&mut self, now: u64) {
        self.advance(now);
        *self.place(self.second) += 1;
    }

    /// Rows a second, times ten.
    pub(crate) fn tenths(&mut self, now: u64) -> u64 {
        self.advance(now);
        let since = now.minus(self.began);
        // The last second has only begun.
        let over = since.min(since % 1_000 + (SECONDS - 1) * 1_000).max(1_000);
        let decided: u64 = self.decided.iter().copied().map(u64::from).sum();
        decided.times(10_000).plus(over / 2) / over
    }

    fn advance(&mut self, now: u64) {
        let second = now.minus(self.began) / 1_000;
        for passed in 1..=second.minus(self.second).min(SECONDS) {
            *self.place(self.second + passed) = 0;
        }
        self.second = self.second.max(second);
    }

    fn place(&mut self, second: u64) -> &mut u32 {
        #[expect(clippy::indexing_slicing, reason = "there is a place for each remainder")]
        &mut self.decided[(second % SECONDS) as usize]
    }
}

/// How far a job is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    pub(crate) total: usize,
    pub(crate) done: usize,
    pub(crate) sending: usize,
    pub(crate) settling: usize,
    /// In the order of [`Verdict::ALL`].
    pub(crate) counts: [usize; 7],
    pub(crate) requests: usize,
    pub(crate) throttled: usize,
    /// Rows a second, times ten.
    pub(crate) tenths: u64,
    pub(crate) remaining: Option<u64>,
}

impl Progress {
    /// The facade's `JobProgress`, as JSON.
    pub(crate) fn to_json(&self) -> String {
        let mut json = Json::default();
        json.open('{');
        for (name, number) in [
            ("total", self.total),
            ("done", self.done),
            ("sending", self.sending),
            ("settling", self.settling),
            ("requests", self.requests),
            ("throttled", self.throttled),
        ] {
            json.count(name, number);
        }
        json.key("counts");
        json.open('{');
        for (verdict, count) in Verdict::ALL.into_iter().zip(&self.counts) {
            json.count(verdict.as_str(), *count);
        }
        json.close('}');
        json.key("rate");
        json.word(&[decimal(narrow(self.tenths / 10)), decimal(narrow(self.tenths % 10))].join("."));
        if let Some(remaining) = self.remaining {
            json.count("remainingMs", narrow(remaining));
        }
        json.close('}');
        json.finish()
    }
}

fn narrow(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Meter, Progress};

    #[test]
    fn the_rate_is_that_of_the_last_seconds() {
        let mut meter = Meter::new(5_000);
        assert_eq!(meter.tenths(5_000), 0);
        for row in 0..40 {
            meter.count(5_000 + row * 250);
        }
        // Four a second.
        assert_eq!(meter.tenths(14_999), 40);
        assert_eq!(meter.tenths(19_999), 20);
        assert_eq!(meter.tenths(24_000), 0);
        assert_eq!(meter.tenths(1_000_000_000), 0);
        // Less than a second counts as one.
        let mut meter = Meter::new(0);
        meter.count(10);
        assert_eq!(meter.tenths(20), 10);
    }

    #[test]
    fn is_written_as_the_facade_reads_it() {
        let progress = Progress { total: 9, tenths: 123, counts: [1, 0, 0, 2, 0, 0, 3], ..Progress::default() };
        let json: serde_json::Value = serde_json::from_str(&progress.to_json()).unwrap();
        assert_eq!(json["rate"].as_f64(), Some(12.3));
        assert_eq!(json["counts"]["skipped"], 3);
        assert_eq!(json["counts"]["notStarted"], 0);
        assert_eq!(json.get("remainingMs"), None);
        let json = Progress { remaining: Some(1_500), ..progress }.to_json();
        assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap()["remainingMs"], 1_500);
    }
}
