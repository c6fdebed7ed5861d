//! When requests were sent, and which of them the service took: what a limit of the service is inferred from.

use super::numbers::Bounded;

/// How many requests are remembered at least: more than any known limit lets through in one of its windows.
const MOST: usize = 8_192;

/// What became of a request, as far as a limit is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// No answer yet, or none that tells.
    Open,
    /// The service dealt with it.
    Taken,
    /// It was answered with 429.
    Refused,
}

/// A request. Times are milliseconds of a clock that only goes forward.
#[derive(Clone, Copy, Debug)]
struct Sent {
    at: u64,
    fate: Fate,
}

/// The requests of a job, in the order in which they were sent.
#[derive(Debug, Default)]
pub(crate) struct History {
    /// How many have been forgotten, which is the serial number of the first one that has not.
    forgotten: u64,
    sent: Vec<Sent>,
}

/// What was sent within a time before a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Window {
    /// How many requests.
    pub(crate) all: usize,
    /// How many of them were not refused, as far as is known.
    pub(crate) taken: usize,
    /// When the first one was sent.
    pub(crate) oldest: u64,
}

impl History {
    /// Remembers a request; gives its serial number.
    pub(crate) fn push(&mut self, at: u64) -> u64 {
        if self.sent.len() >= 2 * MOST {
            self.sent.drain(..MOST);
            self.forgotten += MOST as u64;
        }
        // A clock that stands still is no reason to be out of order.
        let at = at.max(self.sent.last().map_or(0, |last| last.at));
        self.sent.push(Sent { at, fate: Fate::Open });
        self.next().minus(1)
    }

    /// The serial number that the next request will have.
    pub(crate) fn next(&self) -> u64 {
        self.forgotten.plus(u64::try_from(self.sent.len()).unwrap_or(u64::MAX))
    }

    /// Notes what became of a request.
    pub(crate) fn mark(&mut self, serial: u64, fate: Fate) {
        if let Some(sent) = self.place(serial).and_then(|place| self.sent.get_mut(place)) {
            sent.fate = fate;
        }
    }

    /// When a request was sent, if that is remembered.
    pub(crate) fn at(&self, serial: u64) -> Option<u64> {
        Some(self.sent.get(self.place(serial)?)?.at)
    }

    /// When the request was sent behind which there are so many more; `None` where there are not that many.
    pub(crate) fn behind(&self, more: usize) -> Option<u64> {
        let place = self.sent.len().checked_sub(more)?.checked_sub(1)?;
        Some(self.sent.get(place)?.at)
    }

    /// What was sent less than `length` before a request.
    pub(crate) fn window(&self, serial: u64, length: u64) -> Window {
        let Some((place, at)) = self.place(serial).zip(self.at(serial)) else { return Window::default() };
        let from = self.sent.partition_point(|sent| sent.at.plus(length) <= at);
        let before = self.sent.iter().take(place).skip(from);
        Window {
            all: place.saturating_sub(from),
            taken: before.filter(|sent| sent.fate != Fate::Refused).count(),
            oldest: self.sent.get(from).map_or(at, |sent| sent.at),
        }
    }

    /// How many requests the service is known to take in such a time, from the request of that number on: as many as it
    /// once did, and the one that it took behind them.
    pub(crate) fn proven(&self, length: u64, since: u64) -> usize {
        let place = usize::try_from(since.minus(self.forgotten)).unwrap_or(usize::MAX);
        let taken = || self.sent.iter().skip(place).filter(|sent| sent.fate == Fate::Taken);
        let (mut most, mut within, mut first) = (0_usize, 0_usize, taken().peekable());
        for sent in taken() {
            within += 1;
            while first.next_if(|first| first.at.plus(length) <= sent.at).is_some() {
                within = within.saturating_sub(1);
            }
            most = most.max(within);
        }
        most
    }

    /// How many requests from one to another were not refused, as far as is known.
    pub(crate) fn taken(&self, since: u64, until: u64) -> usize {
        let place = |serial: u64| usize::try_from(serial.minus(self.forgotten)).unwrap_or(usize::MAX);
        let between = self.sent.iter().take(place(until)).skip(place(since));
        between.filter(|sent| sent.fate != Fate::Refused).count()
    }

    fn place(&self, serial: u64) -> Option<usize> {
        usize::try_from(serial.checked_sub(self.forgotten)?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::{Fate, History, MOST, Window};

    fn of(taken: &[u64]) -> History {
        let mut history = History::default();
        for at in taken {
            let serial = history.push(*at);
            history.mark(serial, Fate::Taken);
        }
        history
    }

    #[test]
    fn counts_what_a_window_holds() {
        let mut history = of(&[0, 100, 900, 1_000]);
        let refused = history.push(1_050);
        history.mark(refused, Fate::Refused);
        let last = history.push(1_100);
        assert_eq!(history.window(last, 1_000), Window { all: 3, taken: 2, oldest: 900 });
        assert_eq!(history.window(last, 1_001), Window { all: 4, taken: 3, oldest: 100 });
        assert_eq!(history.window(last, 5_000), Window { all: 5, taken: 4, oldest: 0 });
        assert_eq!(history.window(0, 5_000), Window { all: 0, taken: 0, oldest: 0 });
        assert_eq!((history.proven(1_000, 0), history.proven(1_001, 0), history.proven(1_000, 3)), (3, 4, 1));
        assert_eq!((history.behind(0), history.behind(5), history.behind(6)), (Some(1_100), Some(0), None));
        assert_eq!(history.taken(1, 4), 3);
    }

    #[test]
    fn forgets_what_is_long_past() {
        let mut history = of(&(0..2 * MOST as u64 + 100).collect::<Vec<_>>());
        let (first, next) = (MOST as u64, 2 * MOST as u64 + 100);
        assert_eq!((history.at(first - 1), history.at(first), history.next()), (None, Some(first), next));
        history.mark(5, Fate::Refused);
        assert_eq!(history.window(5, 10), Window::default());
        assert_eq!(history.behind(MOST + 100), None);
        assert_eq!(history.behind(MOST + 99), Some(first));
        // A clock that is set back does not upset the order.
        history.push(0);
        assert_eq!(history.behind(0), Some(next - 1));
    }
}
