//! When a job gives up: the same refusal again and again, or nothing but failures.

use super::outcome::{Outcome, RowError, Verdict};

/// At most so many refusals with 429 in succession, with nothing taken in between.
const MOST_THROTTLED: u32 = 20;

/// Why a job gives up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GivesUp {
    SameRefusal,
    ServiceFailing,
}

/// Watches how rows end.
#[derive(Debug)]
pub(crate) struct Breaker {
    /// After how many it stops.
    after: u32,
    most_throttled: u32,
    /// How often the last refusal came in succession, and which it was.
    same: u32,
    refusal: Option<RowError>,
    /// How many rows ended badly since one ended well, and how the last one of them did.
    bad: u32,
    failure: Option<RowError>,
    /// How many rows have come to be in doubt since one ended well, and are not decided yet.
    doubtful: u32,
    /// How many refusals with 429 came in succession.
    throttled: u32,
    gave_up: Option<GivesUp>,
}

impl Breaker {
    /// For so many rows.
    pub(crate) fn new(after: u32, rows: usize) -> Self {
        let most_throttled = u32::try_from(rows / 10).unwrap_or(u32::MAX).clamp(3, MOST_THROTTLED);
        Self {
            after: after.max(1),
            most_throttled,
            same: 0,
            refusal: None,
            bad: 0,
            failure: None,
            doubtful: 0,
            throttled: 0,
            gave_up: None,
        }
    }

    /// Whether the job has to end, and with what.
    pub(crate) fn gave_up(&self) -> Option<(GivesUp, Option<&RowError>)> {
        self.gave_up.map(|why| match why {
            GivesUp::SameRefusal => (why, self.refusal.as_ref()),
            GivesUp::ServiceFailing => (why, self.failure.as_ref()),
        })
    }

    /// Whether no further row should begin: too many have ended badly, or may.
    pub(crate) fn holds(&self) -> bool {
        self.bad.saturating_add(self.doubtful) >= self.after
    }

    /// An answer left open what became of a row.
    pub(crate) fn doubted(&mut self) {
        self.doubtful += 1;
    }

    /// The service took a row's create, or a look found its package.
    pub(crate) fn well(&mut self) {
        (self.same, self.bad, self.doubtful, self.throttled) = (0, 0, 0, 0);
    }

    /// The service asks for a pause once more.
    pub(crate) fn throttled(&mut self, error: Option<&RowError>) {
        self.throttled += 1;
        if self.throttled >= self.most_throttled && self.gave_up.is_none() {
            self.failure = error.cloned();
            self.gave_up = Some(GivesUp::ServiceFailing);
        }
    }

    /// A row ended.
    pub(crate) fn ended(&mut self, outcome: &Outcome) {
        match outcome.verdict {
            Verdict::Created | Verdict::Adopted | Verdict::Existing => self.well(),
            Verdict::Failed | Verdict::Unknown => match &outcome.error {
                Some(error) => self.failed(error, outcome.verdict),
                None => self.bad(&RowError::default()),
            },
            Verdict::NotStarted | Verdict::Skipped => {}
        }
    }

    fn failed(&mut self, error: &RowError, verdict: Verdict) {
        match error.code.as_str() {
            // The row is wrong, or its name is taken: the next one need not be.
            "ERR_VALIDATION" | "ERR_CONFLICT" => (self.bad, self.throttled) = (0, 0),
            _ if verdict == Verdict::Unknown || !error.is_refusal() => self.bad(error),
            _ => self.refused(error),
        }
    }

    fn refused(&mut self, error: &RowError) {
        (self.bad, self.throttled) = (0, 0);
        let is_same = self.refusal.as_ref().is_some_and(|last| is_same(last, error));
        self.same = if is_same { self.same.saturating_add(1) } else { 1 };
        if self.gave_up != Some(GivesUp::SameRefusal) {
            self.refusal = Some(error.clone());
        }
        if self.same >= self.after && self.gave_up.is_none() {
            self.gave_up = Some(GivesUp::SameRefusal);
        }
    }

    fn bad(&mut self, error: &RowError) {
        self.bad += 1;
        self.doubtful = self.doubtful.saturating_sub(1);
        if self.gave_up != Some(GivesUp::ServiceFailing) {
            self.failure = Some(error.clone());
        }
        if self.bad >= self.after && self.gave_up.is_none() {
            self.gave_up = Some(GivesUp::ServiceFailing);
        }
    }
}

/// Whether two refusals say the same.
fn is_same(one: &RowError, other: &RowError) -> bool {
    (&one.code, one.status, &one.graph_code) == (&other.code, other.status, &other.graph_code)
}

#[cfg(test)]
mod tests {
    use super::{Breaker, GivesUp};
    use crate::bulk::outcome::{Outcome, RowError, Verdict};

    fn failed(code: &str, status: Option<u32>, graph_code: &str) -> Outcome {
        let status = status.unwrap_or(0);
        let error = RowError { code: code.into(), status, graph_code: graph_code.into(), row: 1 };
        Outcome { error: Some(error), ..Outcome::new(Verdict::Failed) }
    }

    #[track_caller]
    fn ends(outcomes: &[&Outcome], wanted: Option<GivesUp>) {
        let mut breaker = Breaker::new(3, 100);
        for outcome in outcomes {
            assert!(breaker.gave_up().is_none());
            breaker.ended(outcome);
        }
        assert_eq!(breaker.gave_up().map(|(why, _)| why), wanted);
    }

    #[test]
    fn gives_up_when_the_same_comes_back() {
        let (denied, gone) = (failed("ERR_GRAPH", Some(403), "UnAuthorized"), failed("ERR_GRAPH", Some(404), "gone"));
        let (taken, well) = (failed("ERR_CONFLICT", Some(409), "taken"), Outcome::new(Verdict::Created));
        let wrong = failed("ERR_VALIDATION", None, "");
        ends(&[&denied, &denied], None);
        ends(&[&denied, &denied, &denied], Some(GivesUp::SameRefusal));
        ends(&[&denied, &taken, &denied, &wrong, &denied], Some(GivesUp::SameRefusal));
        ends(&[&denied, &denied, &well, &denied, &denied], None);
        ends(&[&denied, &denied, &gone, &gone, &denied, &denied], None);
        ends(&[&taken, &taken, &taken, &wrong, &wrong, &wrong], None);
    }

    #[test]
    fn gives_up_when_nothing_but_failures_come_back() {
        let (failure, lost) = (failed("ERR_GRAPH", Some(503), ""), failed("ERR_NETWORK", None, ""));
        let unknown = Outcome { verdict: Verdict::Unknown, ..failed("ERR_OUTCOME_UNKNOWN", Some(504), "") };
        let bare = Outcome::new(Verdict::Unknown);
        let (well, denied) = (Outcome::new(Verdict::Adopted), failed("ERR_GRAPH", Some(403), ""));
        ends(&[&failure, &lost, &unknown], Some(GivesUp::ServiceFailing));
        ends(&[&bare, &bare, &bare], Some(GivesUp::ServiceFailing));
        ends(&[&failure, &lost, &well, &unknown, &failure], None);
        ends(&[&failure, &lost, &denied, &unknown, &failure], None);
    }

    #[test]
    fn holds_while_too_much_is_in_doubt() {
        let mut breaker = Breaker::new(3, 100);
        breaker.doubted();
        breaker.doubted();
        assert!(!breaker.holds());
        breaker.doubted();
        assert!(breaker.holds());
        // One that ends badly is not in doubt any more.
        breaker.ended(&failed("ERR_NETWORK", None, ""));
        assert!(breaker.holds());
        breaker.well();
        assert!(!breaker.holds());
    }

    #[test]
    fn gives_up_when_nothing_is_ever_taken() {
        for (rows, most) in [(10, 3), (100, 10), (100_000, 20)] {
            let mut breaker = Breaker::new(5, rows);
            for _ in 0..most {
                assert!(breaker.gave_up().is_none());
                breaker.throttled(None);
            }
            assert!(matches!(breaker.gave_up(), Some((GivesUp::ServiceFailing, None))));
        }
    }
}
