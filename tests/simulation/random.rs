//! Chance that repeats itself: `SplitMix64`, seeded by a number that a failure prints.

use std::cell::Cell;

/// A source of numbers that are the same for the same seed on every machine.
pub(super) struct Random(Cell<u64>);

impl Random {
    /// The source of that seed; neighbouring seeds have nothing in common.
    pub(super) fn new(seed: u64) -> Self {
        Self(Cell::new(seed))
    }

    /// The next sixty-four bits.
    pub(super) fn next(&self) -> u64 {
        let state = self.0.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.0.set(state);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, or 0 where there is none.
    pub(super) fn below(&self, end: u64) -> u64 {
        if end == 0 { 0 } else { self.next() % end }
    }

    /// A number from `first` to `last`, both included.
    pub(super) fn between(&self, first: u64, last: u64) -> u64 {
        first + self.below(last - first + 1)
    }

    /// Whether something happens that happens so often in a hundred times.
    pub(super) fn percent(&self, often: u64) -> bool {
        self.below(100) < often
    }

    /// One of them.
    pub(super) fn pick<T: Copy>(&self, from: &[T]) -> T {
        from[self.index(from.len())]
    }

    /// The place of one of so many.
    pub(super) fn index(&self, count: usize) -> usize {
        usize::try_from(self.below(count as u64)).unwrap()
    }
}

/// Several numbers as one seed.
pub(super) fn mix(numbers: &[u64]) -> u64 {
    numbers.iter().fold(0, |seed, number| Random::new(seed ^ number).next())
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn repeats_itself_as_the_reference_does() {
        // The first numbers of the published algorithm for the seed 1234567.
        let random = Random::new(1_234_567);
        let wanted = [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
        assert_eq!([random.next(), random.next(), random.next()], wanted);
    }
}
