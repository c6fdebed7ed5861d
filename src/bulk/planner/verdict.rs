//! What becomes of a row, as the plan shows it.

use super::RowView;

/// What is to become of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Create,
    Same,
    Different,
    Invalid,
    Duplicate,
    CatalogNotFound,
    CatalogNotPermitted,
    Unchecked,
}

/// Their names in JavaScript, in their order.
pub(super) const VERDICTS: [&str; 8] =
    ["create", "same", "different", "invalid", "duplicate", "catalogNotFound", "catalogNotPermitted", "unchecked"];

/// In what a package can differ from what a row wants; each has a bit, from the lowest on.
pub(super) const DIFFERENCES: [&str; 3] = ["displayName", "description", "isHidden"];

/// The bit of the name.
pub(super) const OF_NAME: u8 = 1;

/// In what a package differs from what the row wants, as bits. Left out is as good as empty, or as not hidden.
pub(super) fn differences(row: &RowView<'_>, name: &str, description: &str, is_hidden: bool) -> u8 {
    u8::from(row.name().as_deref() != Some(name))
        | u8::from(row.description().as_deref().unwrap_or_default() != description) << 1
        | u8::from(row.is_hidden().unwrap_or_default() != is_hidden) << 2
}
