//! What the service is like: everything about Microsoft Graph that is unknown is a switch here.

/// Whether names must be unique within a catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unique {
    No,
    Exact,
    WithoutCase,
}

/// What the service does with a part of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Honoured,
    Refused,
    Ignored,
}

/// How long it takes until reads show what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lag {
    /// So long.
    Fixed(u64),
    /// Up to so long, another time for every read: a package that was seen may be gone in the next look.
    Flapping(u64),
}

/// What the service is like.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rules {
    pub(super) unique: Unique,
    /// Whether `displayName eq` compares without case.
    pub(super) filter_without_case: bool,
    pub(super) lag: Lag,
    /// `displayName eq`, and `catalog/id eq` together with it.
    pub(super) name_filter: Mode,
    pub(super) combined_filter: Mode,
    pub(super) catalog_filter: Mode,
    pub(super) contains_filter: Mode,
    /// `$expand=catalog` on packages.
    pub(super) expand_catalog: Mode,
    /// `$expand=accessPackages` on a catalog.
    pub(super) expand_packages: Mode,
    /// How many elements a page has.
    pub(super) page: usize,
    /// Whether the caller may read packages at all.
    pub(super) readable: bool,
    /// Whether error bodies tell the time.
    pub(super) dated: bool,
    /// The status under which a taken name is refused.
    pub(super) taken_status: u16,
}

impl Rules {
    /// A service that does everything that is documented and nothing odd.
    pub(super) fn plain() -> Self {
        Self {
            unique: Unique::WithoutCase,
            filter_without_case: true,
            lag: Lag::Fixed(0),
            name_filter: Mode::Honoured,
            combined_filter: Mode::Honoured,
            catalog_filter: Mode::Honoured,
            contains_filter: Mode::Honoured,
            expand_catalog: Mode::Honoured,
            expand_packages: Mode::Honoured,
            page: 100,
            readable: true,
            dated: true,
            taken_status: 409,
        }
    }
}
