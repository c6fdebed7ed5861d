//! How long to wait where Graph does not say: exponentially longer each time, with full jitter, so that callers
//! who failed together do not come back together.

/// The shortest wait, in milliseconds: whatever goes wrong, there is at most one attempt a second.
pub(crate) const LEAST: u64 = 1_000;

/// The longest, before Graph says otherwise.
const MOST: u64 = 30_000;

/// The wait after so many failures before this one.
pub(crate) fn pause(failures: u32, random: [u8; 16]) -> u64 {
    let most = LEAST.checked_shl(failures.saturating_add(1).min(16)).unwrap_or(MOST).min(MOST);
    LEAST + part(most - LEAST, random)
}

/// A random part of a time: between nothing and all of it.
pub(crate) fn part(of: u64, random: [u8; 16]) -> u64 {
    let [a, b, ..] = random;
    of * u64::from(u16::from_le_bytes([a, b])) / u64::from(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::pause;

    #[test]
    fn grows_and_stays_within_bounds() {
        let all = [0xff; 16];
        assert_eq!(
            (0..7).map(|failures| pause(failures, all)).collect::<Vec<_>>(),
            [2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]
        );
        assert_eq!(pause(u32::MAX, all), 30_000);
        for failures in [0, 1, 5, u32::MAX] {
            assert_eq!(pause(failures, [0; 16]), 1_000);
        }
        assert!((2_400..2_600).contains(&pause(1, [0, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])));
    }
}
