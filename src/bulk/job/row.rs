//! The rows of a job: where it begins with each, and where each is.

use super::action::Prior;
use crate::bulk::outcome::Verdict;

/// What is known of a row before the job begins.
#[derive(Clone, Copy, Debug)]
pub(crate) struct JobRow {
    /// Its number, from 1.
    pub(crate) number: u32,
    pub(crate) start: Start,
    /// How many requests an earlier session sent for it, and how many of them were answered with 429.
    pub(crate) attempts: u32,
    pub(crate) throttled: u32,
}

/// Where the job begins with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Start {
    /// It is not to be created.
    Skip,
    /// Nothing was sent.
    Fresh,
    /// It was sent by an earlier session, and nobody knows what became of it.
    Sent,
    /// It is decided.
    Done(Verdict),
}

impl Start {
    /// The start of that name: `fresh`, `sent`, or a verdict.
    pub(crate) fn parse(name: &str) -> Self {
        match name {
            "fresh" => Self::Fresh,
            "sent" => Self::Sent,
            _ => Verdict::parse(name).filter(|verdict| *verdict != Verdict::Skipped).map_or(Self::Skip, Self::Done),
        }
    }
}

/// Where a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Skipped,
    Queued(Prior),
    /// Under way, with the serial number of its last request.
    Sending(Prior, Option<u64>),
    /// Looked for, with the serial number of its last request.
    Settling(Prior, Option<u64>),
    Decided(Verdict),
}

pub(super) struct Row {
    pub(super) number: u32,
    pub(super) place: Place,
    /// How often looking for it was cut short by a pause that Graph asked for.
    pub(super) cut: u32,
}

/// The row of that number.
pub(super) fn find(rows: &mut [Row], number: u32) -> Option<&mut Row> {
    let at = rows.binary_search_by_key(&number, |row| row.number).ok()?;
    rows.get_mut(at)
}
