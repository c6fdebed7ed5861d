//! How a service limits creates: windows, buckets, punishments.

use std::collections::VecDeque;

/// What is let through.
#[derive(Clone, Copy, Debug)]
pub(super) enum Limit {
    /// So many requests in a window that rolls, in milliseconds; refused ones may count, too.
    Window { count: usize, window: u64, refused_count: bool },
    /// A bucket that holds so many, and gets another one every so many milliseconds.
    Bucket { holds: u64, every: u64 },
    /// One request in so many milliseconds; whoever comes earlier gets nothing for so many seconds.
    Punishment { every: u64, seconds: u64 },
}

impl Limit {
    /// How long so many requests take at least, in milliseconds.
    pub(super) fn floor(self, requests: u64) -> u64 {
        match self {
            Self::Window { count, window, .. } => (requests - 1) / count as u64 * window,
            Self::Bucket { holds, every } => requests.saturating_sub(holds) * every,
            Self::Punishment { every, .. } => requests * every,
        }
    }
}

/// How a refusal says when there is room again.
#[derive(Clone, Copy, Debug)]
pub(super) enum Says {
    Nothing,
    Seconds,
    Date,
}

/// A refusal.
pub(super) struct Refusal {
    /// Its `Retry-After`, as the bodies of the simulation have it.
    pub(super) header: Option<String>,
    /// Whether it takes as long as another answer.
    pub(super) is_slow: bool,
}

/// The guard at the door of a service.
pub(super) struct Limiter {
    limit: Limit,
    says: Says,
    is_slow: bool,
    /// What the limit is from that moment on.
    then: Option<(u64, Limit)>,
    seen: VecDeque<u64>,
    /// When the bucket was full, in effect.
    empty_until: u64,
    punished_until: u64,
    /// How many were refused, and for how long all punishments were.
    pub(super) refused: u64,
    pub(super) punished: u64,
}

impl Limiter {
    pub(super) fn new(limit: Limit, says: Says, is_slow: bool) -> Self {
        let seen = VecDeque::new();
        Self { limit, says, is_slow, then: None, seen, empty_until: 0, punished_until: 0, refused: 0, punished: 0 }
    }

    /// With another limit from that moment on.
    pub(super) fn then(self, at: u64, limit: Limit) -> Self {
        Self { then: Some((at, limit)), ..self }
    }

    /// A request comes; gives the refusal, if it is refused.
    pub(super) fn ask(&mut self, now: u64) -> Option<Refusal> {
        if let Some((_, limit)) = self.then.take_if(|(at, _)| *at <= now) {
            self.limit = limit;
        }
        let wait = match self.limit {
            Limit::Window { count, window, refused_count } => {
                while self.seen.front().is_some_and(|at| at + window <= now) {
                    self.seen.pop_front();
                }
                let full = self.seen.len() >= count;
                if !full || refused_count {
                    self.seen.push_back(now);
                }
                // When there will be fewer than `count` again.
                full.then(|| self.seen[self.seen.len() - count] + window - now)
            }
            Limit::Bucket { holds, every } => {
                let empty = self.empty_until.max(now.saturating_sub(holds * every)) + every;
                let wait = empty.checked_sub(now).filter(|wait| *wait > holds * every);
                if wait.is_none() {
                    self.empty_until = empty;
                }
                wait.map(|wait| wait - holds * every)
            }
            Limit::Punishment { every, seconds } => {
                let too_soon = self.seen.back().is_some_and(|at| at + every > now);
                if now < self.punished_until {
                    Some(self.punished_until - now)
                } else if too_soon {
                    self.punished_until = now + seconds * 1_000;
                    self.punished += seconds * 1_000;
                    Some(seconds * 1_000)
                } else {
                    self.seen = VecDeque::from([now]);
                    None
                }
            }
        }?;
        self.refused += 1;
        let seconds = wait.div_ceil(1_000).max(1);
        let header = match self.says {
            Says::Nothing => None,
            Says::Seconds => Some(seconds.to_string()),
            // The header has whole seconds: the next one that is not too early.
            Says::Date => Some(format!("date{}", seconds + 1)),
        };
        Some(Refusal { header, is_slow: self.is_slow })
    }
}

#[cfg(test)]
mod tests {
    use super::{Limit, Limiter, Says};

    #[track_caller]
    fn lets(limit: Limit, asked: &[(u64, Option<&str>)]) {
        let mut limiter = Limiter::new(limit, Says::Seconds, false);
        for (now, wanted) in asked {
            assert_eq!(limiter.ask(*now).and_then(|refusal| refusal.header).as_deref(), *wanted, "at {now}");
        }
    }

    #[test]
    fn limits_what_it_should() {
        let window = |refused_count| Limit::Window { count: 2, window: 2_000, refused_count };
        lets(
            window(false),
            &[(0, None), (500, None), (600, Some("2")), (2_000, None), (2_100, Some("1")), (2_500, None)],
        );
        lets(window(true), &[(0, None), (500, None), (600, Some("2")), (2_000, Some("1")), (2_600, None)]);
        let bucket = Limit::Bucket { holds: 2, every: 1_000 };
        lets(
            bucket,
            &[(0, None), (0, None), (0, Some("1")), (999, Some("1")), (1_000, None), (1_001, Some("1")), (9_000, None)],
        );
        let punishment = Limit::Punishment { every: 1_000, seconds: 315 };
        lets(punishment, &[(0, None), (1_000, None), (1_999, Some("315")), (2_999, Some("314")), (316_999, None)]);
    }
}
