//! Places by the names of what stands there, for finding doubles without comparing each with each.

use std::borrow::Cow;

use super::Lower;

/// A table of hashes. Whoever asks tells what was meant, for different names may have one hash.
#[derive(Default)]
pub(super) struct Table {
    /// The hash, and the place from 1; 0 where there is none. As many as a power of two, twice as many as are used.
    slots: Vec<(u32, u32)>,
    used: usize,
}

impl Table {
    /// The first place of that hash that is the right one.
    pub(super) fn find(&self, hash: u32, is_it: &mut dyn FnMut(usize) -> bool) -> Option<usize> {
        let mut at = hash as usize;
        loop {
            let (other, place) = *self.slots.get(at & self.slots.len().wrapping_sub(1))?;
            let place = place.checked_sub(1)? as usize;
            if other == hash && is_it(place) {
                return Some(place);
            }
            at = at.wrapping_add(1);
        }
    }

    /// Adds a place.
    pub(super) fn add(&mut self, hash: u32, place: usize) {
        if self.used * 2 >= self.slots.len() {
            let more = vec![(0, 0); (self.slots.len() * 2).max(16)];
            for (hash, place) in std::mem::replace(&mut self.slots, more) {
                if place > 0 {
                    self.put(hash, place);
                }
            }
        }
        self.used += 1;
        self.put(hash, u32::try_from(place + 1).unwrap_or(u32::MAX));
    }

    fn put(&mut self, hash: u32, place: u32) {
        let mut at = hash as usize;
        let mask = self.slots.len().wrapping_sub(1);
        while let Some(slot) = self.slots.get_mut(at & mask) {
            if slot.1 == 0 {
                *slot = (hash, place);
                return;
            }
            at = at.wrapping_add(1);
        }
    }
}

/// A name for comparing it but for case.
pub(super) fn fold(name: &str, lower: Lower) -> Cow<'_, str> {
    if !name.is_ascii() {
        Cow::Owned(lower(name))
    } else if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

/// FNV-1a, from a number on that whoever writes a file cannot know: names of one hash are slow.
pub(super) fn hash(seed: u32, text: &str) -> u32 {
    text.bytes().fold(seed, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn finds_what_was_added() {
        let mut table = Table::default();
        assert_eq!(table.find(0, &mut |_| true), None);
        for place in 0..1_000_usize {
            table.add(u32::try_from(place / 10).unwrap(), place);
        }
        for place in 0..1_000 {
            let hash = u32::try_from(place / 10).unwrap();
            assert_eq!(table.find(hash, &mut |other| other == place), Some(place));
            assert_eq!(table.find(hash, &mut |_| true), Some(place / 10 * 10));
        }
        assert_eq!(table.find(100, &mut |_| true), None);
        let mut seen = 0;
        assert_eq!(
            table.find(7, &mut |_| {
                seen += 1;
                false
            }),
            None
        );
        assert_eq!(seen, 10);
    }
}
