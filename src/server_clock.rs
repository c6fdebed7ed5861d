//! What the service's answers tell of its clock. Error bodies have the service's time, which browsers hide in all
//! other answers; and this machine's own clock may be wrong by hours.

use crate::time::Timestamp;

/// How far the service's clock is ahead of the time that [`World::elapsed`](crate::world::World::elapsed) counts, in
/// milliseconds: not less than `low`, not more than `high`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ServerClock {
    ahead: Option<(i64, i64)>,
    /// Whether there was a contradiction: a clock was set, or this machine slept. Then nothing counts any more.
    contradicted: bool,
}

/// Times as uncertain as this say nothing. Also the time within which two creates count as made in the same moments.
const MOMENTS: i64 = 5_000;

/// Error bodies give whole seconds.
const SECOND: i64 = 999;

/// When a package was made, compared with a moment of this call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Made {
    /// Clearly before.
    Before,
    /// Then, or after it.
    Since,
    /// It cannot be told.
    Unknown,
}

impl ServerClock {
    /// A clock that is known from before.
    pub(crate) fn known(ahead: Option<(i64, i64)>) -> Self {
        Self { ahead, contradicted: false }
    }

    /// How far the service is ahead by one answer alone, which tells its time.
    pub(crate) fn read(date: Option<&str>, sent: u64, received: u64) -> Option<(i64, i64)> {
        let mut clock = Self::default();
        clock.observe(date, sent, received);
        clock.ahead
    }

    /// Takes note of the date in an answer to a request that was sent and answered at those times.
    pub(crate) fn observe(&mut self, date: Option<&str>, sent: u64, received: u64) {
        let Some(date) = date.and_then(Timestamp::from_iso8601) else { return };
        let date = signed(date.as_millis());
        // The answer was made somewhere between the two.
        let (low, high) = (date - signed(received), date + SECOND - signed(sent));
        let (low, high) = self.ahead.map_or((low, high), |before| (low.max(before.0), high.min(before.1)));
        self.contradicted |= low > high;
        self.ahead = Some((low, high));
    }

    /// Takes note of how much time passed on the wall clock while so much passed on the one that only goes forward.
    pub(crate) fn check(&mut self, wall: u64, elapsed: u64) {
        self.contradicted |= signed(wall.abs_diff(elapsed)) > MOMENTS;
    }

    /// Compares the time at which the service says to have made a package with a moment of this call.
    pub(crate) fn compare(&self, created: Option<&str>, moment: u64) -> Made {
        let (Some(created), Some((low, high))) = (created.and_then(Timestamp::from_iso8601), self.ahead) else {
            return Made::Unknown;
        };
        let (created, low, high) = (signed(created.as_millis()), low + signed(moment), high + signed(moment));
        if self.contradicted || high - low > MOMENTS {
            Made::Unknown
        } else if created >= low {
            Made::Since
        } else if created < low - MOMENTS {
            Made::Before
        } else {
            Made::Unknown
        }
    }
}

fn signed(millis: u64) -> i64 {
    i64::try_from(millis).unwrap_or(i64::MAX / 8)
}

#[cfg(test)]
mod tests {
    use super::{Made, ServerClock};

    /// The service's clock shows 12:00:10 when this call's shows 10 s.
    const DATE: &str = "2026-11-23T12:00:10";

    fn at(second: &str) -> String {
        ["2026-11-23T12:00:", second, "Z"].concat()
    }

    #[track_caller]
    fn compares(clock: ServerClock, second: &str, wanted: Made) {
        assert_eq!(clock.compare(Some(&at(second)), 8_000), wanted, "{second}");
    }

    #[test]
    fn knows_nothing_without_a_date() {
        let mut clock = ServerClock::default();
        clock.observe(None, 0, 1);
        clock.observe(Some("yesterday"), 0, 1);
        compares(clock, "59", Made::Unknown);
        clock.observe(Some(DATE), 9_900, 10_100);
        assert_eq!(clock.compare(None, 8_000), Made::Unknown);
        assert_eq!(clock.compare(Some("yesterday"), 8_000), Made::Unknown);
    }

    #[test]
    fn tells_what_was_made_before_from_what_was_made_since() {
        let mut clock = ServerClock::default();
        clock.observe(Some(DATE), 9_900, 10_100);
        compares(clock, "09", Made::Since);
        compares(clock, "07.9", Made::Since);
        compares(clock, "07.8", Made::Unknown);
        compares(clock, "02.9", Made::Unknown);
        compares(clock, "02.8", Made::Before);
    }

    #[test]
    fn a_slow_answer_says_nothing() {
        let mut clock = ServerClock::default();
        clock.observe(Some(DATE), 9_000, 15_000);
        compares(clock, "59", Made::Unknown);
        compares(clock, "00", Made::Unknown);
        // A quicker one makes up for it.
        clock.observe(Some("2026-11-23T12:00:20"), 20_000, 20_100);
        compares(clock, "09", Made::Since);
    }

    #[test]
    fn five_seconds_are_still_sure() {
        for (received, sure) in [(13_001, true), (13_002, false)] {
            let mut clock = ServerClock::default();
            clock.observe(Some(DATE), 9_000, received);
            compares(clock, "59", if sure { Made::Since } else { Made::Unknown });
        }
    }

    #[test]
    fn answers_that_leave_one_moment_only_agree() {
        let mut clock = ServerClock::default();
        clock.observe(Some(DATE), 9_900, 10_100);
        clock.observe(Some("2026-11-23T12:00:12"), 10_800, 10_901);
        compares(clock, "09.099", Made::Since);
        compares(clock, "09.098", Made::Unknown);
    }

    #[test]
    fn a_moment_that_never_comes_is_after_everything() {
        let mut clock = ServerClock::default();
        clock.observe(Some(DATE), 9_900, 10_100);
        assert_eq!(clock.compare(Some(&at("59")), u64::MAX), Made::Before);
    }

    #[test]
    fn contradictions_end_all_certainty() {
        let mut clock = ServerClock::default();
        clock.observe(Some(DATE), 9_900, 10_100);
        clock.observe(Some("2026-11-23T13:00:11"), 10_900, 11_100);
        compares(clock, "09", Made::Unknown);
        compares(clock, "00", Made::Unknown);
        clock.observe(Some("2026-11-23T13:00:12"), 11_900, 12_100);
        compares(clock, "09", Made::Unknown);

        let mut clock = ServerClock::default();
        clock.observe(Some(DATE), 9_900, 10_100);
        clock.check(15_000, 10_000);
        compares(clock, "09", Made::Since);
        clock.check(15_001, 10_000);
        compares(clock, "09", Made::Unknown);
    }
}
