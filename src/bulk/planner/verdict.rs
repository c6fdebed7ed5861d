//! What becomes of a row, as the plan shows it.

use std::borrow::Cow;

use serde::Serialize;

use super::entries::Entry;
use super::{NamedCatalog, RowProblem};
use crate::spec::{AccessPackage, AccessPackageSpec};

/// What is to become of a row. The names in JavaScript are these, in camelCase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
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

/// How many rows there are of each verdict.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Counts {
    create: usize,
    same: usize,
    different: usize,
    invalid: usize,
    duplicate: usize,
    catalog_not_found: usize,
    catalog_not_permitted: usize,
    unchecked: usize,
}

impl Counts {
    pub(super) fn count(&mut self, verdict: Verdict) {
        *match verdict {
            Verdict::Create => &mut self.create,
            Verdict::Same => &mut self.same,
            Verdict::Different => &mut self.different,
            Verdict::Invalid => &mut self.invalid,
            Verdict::Duplicate => &mut self.duplicate,
            Verdict::CatalogNotFound => &mut self.catalog_not_found,
            Verdict::CatalogNotPermitted => &mut self.catalog_not_permitted,
            Verdict::Unchecked => &mut self.unchecked,
        } += 1;
    }
}

/// In what a package differs from what a row wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Difference {
    DisplayName,
    Description,
    IsHidden,
}

/// One row of a plan, as `PlanRow` has it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PlanRow<'p> {
    pub row: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    pub verdict: Verdict,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<AccessPackageSpec>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<Cow<'p, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub catalog: Option<NamedCatalog<'p>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub existing: Option<&'p AccessPackage>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub differences: Option<Vec<Difference>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problems: Option<Vec<RowProblem>>,
}

/// In what the package differs from what the row wants. Left out is as good as empty, or as not hidden.
pub(super) fn differences(entry: &Entry<'_>, package: &AccessPackage) -> Vec<Difference> {
    let mut differences = Vec::new();
    if entry.name.as_deref() != package.display_name.as_deref() {
        differences.push(Difference::DisplayName);
    }
    if entry.description.as_deref().unwrap_or_default() != package.description.as_deref().unwrap_or_default() {
        differences.push(Difference::Description);
    }
    if entry.is_hidden.unwrap_or_default() != package.is_hidden.unwrap_or_default() {
        differences.push(Difference::IsHidden);
    }
    differences
}
