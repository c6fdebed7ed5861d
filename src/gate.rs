//! One client's view of the service: a pause that Graph asked for holds for all of its calls, and what is tried again
//! comes out of a budget, so that a failing service is not hammered.

/// How many retries may come at once.
const BURST: u64 = 20;

/// How long it takes until a retry that was spent is there again.
const REFILL: u64 = 3_000;

/// What all calls of a client know of the service. Moments are those of [`World::elapsed`](crate::world::World::elapsed).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Gate {
    /// Until when nothing may be sent.
    pub(crate) closed_until: u64,
    /// When the budget for retries will be whole again.
    pub(crate) whole_at: u64,
}

impl Gate {
    /// Closes it until then; a pause is never shortened.
    pub(crate) fn close(&mut self, until: u64) {
        self.closed_until = self.closed_until.max(until);
    }

    /// Takes a retry out of the budget; `false` where there is none left.
    pub(crate) fn spend(&mut self, now: u64) -> bool {
        let whole_at = self.whole_at.max(now) + REFILL;
        let left = whole_at <= now + BURST * REFILL;
        if left {
            self.whole_at = whole_at;
        }
        left
    }
}

#[cfg(test)]
mod tests {
    use super::{BURST, Gate, REFILL};

    #[test]
    fn a_pause_is_never_shortened() {
        let mut gate = Gate::default();
        gate.close(500);
        gate.close(200);
        assert_eq!(gate.closed_until, 500);
        gate.close(501);
        assert_eq!(gate.closed_until, 501);
    }

    #[test]
    fn the_budget_runs_out_and_comes_back() {
        let mut gate = Gate::default();
        let spent = (0..100).filter(|_| gate.spend(1_000)).count();
        assert_eq!(spent, usize::try_from(BURST).unwrap());
        assert!(!gate.spend(1_000 + REFILL - 1));
        assert!(gate.spend(1_000 + REFILL));
        assert!(!gate.spend(1_000 + REFILL));
        let later = 1_000 + REFILL * 1_000;
        assert_eq!((0..100).filter(|_| gate.spend(later)).count(), spent);
    }
}
