//! What became of a row. The facade keeps the particulars; here is what decisions are made by.

/// What became of a row, in the words of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Created,
    Adopted,
    Existing,
    Failed,
    Unknown,
    NotStarted,
    Skipped,
}

impl Verdict {
    /// All of them, in the order of their counts.
    pub(crate) const ALL: [Self; 7] =
        [Self::Created, Self::Adopted, Self::Existing, Self::Failed, Self::Unknown, Self::NotStarted, Self::Skipped];

    /// The name in JavaScript.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Adopted => "adopted",
            Self::Existing => "existing",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::NotStarted => "notStarted",
            Self::Skipped => "skipped",
        }
    }

    /// The verdict of that name.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.as_str() == name)
    }
}

/// Why a row failed or is unknown.
#[derive(Clone, Debug, Default)]
pub(crate) struct RowError {
    /// Whose error it is.
    pub(crate) row: u32,
    pub(crate) code: String,
    /// 0 where there was no answer.
    pub(crate) status: u32,
    pub(crate) graph_code: String,
}

impl RowError {
    /// Whether the service refused it, and did nothing.
    pub(crate) fn is_refusal(&self) -> bool {
        matches!(self.status, 400..=407 | 409..=428 | 430..=498)
    }
}

/// What became of a row.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    pub(crate) verdict: Verdict,
    pub(crate) error: Option<RowError>,
    /// How many requests were sent, and how many of them were answered with 429.
    pub(crate) attempts: u32,
    pub(crate) throttled: u32,
    /// Whether there is something that settles it.
    pub(crate) has_ticket: bool,
}

impl Outcome {
    /// That, and nothing besides.
    pub(crate) fn new(verdict: Verdict) -> Self {
        Self { verdict, error: None, attempts: 0, throttled: 0, has_ticket: false }
    }
}
