//! Arithmetic of times, which stays within its bounds: the standard library's, but each of these is called where that would
//! be copied.

/// Numbers that end at their bounds.
pub(super) trait Bounded {
    /// The sum.
    fn plus(self, other: Self) -> Self;
    /// What is left.
    fn minus(self, other: Self) -> Self;
    /// The product.
    fn times(self, other: Self) -> Self;
}

impl Bounded for u64 {
    #[inline(never)]
    fn plus(self, other: Self) -> Self {
        self.saturating_add(other)
    }

    #[inline(never)]
    fn minus(self, other: Self) -> Self {
        self.saturating_sub(other)
    }

    #[inline(never)]
    fn times(self, other: Self) -> Self {
        self.saturating_mul(other)
    }
}
