//! The rows by the names of their packages, for finding doubles without comparing each with each.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::Lower;

/// The rows of each name, of which the first stands for all.
pub(super) struct Index {
    /// The first row of each name by a number made of catalog and name, in the order of the numbers.
    firsts: Vec<(u64, usize)>,
    /// Other rows, and the first one of their name.
    others: BTreeMap<usize, usize>,
}

impl Index {
    /// Makes one of the places, catalogs and names of rows.
    pub(super) fn new<'r>(rows: impl Iterator<Item = (usize, usize, Cow<'r, str>)>, lower: &Lower) -> Self {
        let mut keyed: Vec<(u64, Key<'r>)> = rows
            .map(|(at, catalog, name)| {
                let hash = hash(catalog, &fold(&name, lower));
                (hash, Key { at, catalog, name })
            })
            .collect();
        keyed.sort_unstable_by_key(|(hash, key)| (*hash, key.at));
        let mut index = Self { firsts: Vec::with_capacity(keyed.len()), others: BTreeMap::new() };
        for run in keyed.chunk_by(|one, other| one.0 == other.0) {
            index.add(run, lower);
        }
        index
    }

    /// Adds rows of the same number, which mostly is one row or one name.
    fn add(&mut self, run: &[(u64, Key<'_>)], lower: &Lower) {
        if let [(hash, key)] = run {
            return self.firsts.push((*hash, key.at));
        }
        let mut firsts: BTreeMap<(usize, Cow<'_, str>), usize> = BTreeMap::new();
        for (hash, key) in run {
            let name = (key.catalog, fold(&key.name, lower));
            match firsts.get(&name) {
                Some(first) => {
                    self.others.insert(key.at, *first);
                }
                None => {
                    firsts.insert(name, key.at);
                    self.firsts.push((*hash, key.at));
                }
            }
        }
    }

    /// The first row of that name in that catalog.
    pub(super) fn find(&self, catalog: usize, folded: &str, is_it: impl Fn(usize) -> bool) -> Option<usize> {
        let hash = hash(catalog, folded);
        let from = self.firsts.partition_point(|(other, _)| *other < hash);
        let same = self.firsts.iter().skip(from).take_while(|(other, _)| *other == hash);
        same.map(|(_, at)| *at).find(|at| is_it(*at))
    }

    /// The first row of the name of that one, if it is another.
    pub(super) fn earlier(&self, at: usize) -> Option<usize> {
        self.others.get(&at).copied()
    }
}

struct Key<'r> {
    at: usize,
    catalog: usize,
    name: Cow<'r, str>,
}

/// A name for comparing it but for case.
pub(super) fn fold<'n>(name: &'n str, lower: &Lower) -> Cow<'n, str> {
    if !name.is_ascii() {
        Cow::Owned(lower(name))
    } else if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

/// FNV-1a.
fn hash(catalog: usize, folded: &str) -> u64 {
    let start = (catalog as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0xcbf2_9ce4_8422_2325;
    folded.bytes().fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
