//! What became of a row, and how it comes in from the facade.

use serde::Serialize;

use crate::value::Value;

/// What became of a row, in the words of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
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

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.as_str() == name)
    }
}

/// Why a row failed or is unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RowError {
    pub(crate) code: String,
    pub(crate) message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) graph_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) request_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) client_request_id: Option<String>,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) verdict: Verdict,
    pub(crate) error: Option<RowError>,
    /// The package that it made, or that was there.
    pub(crate) access_package_id: Option<String>,
    /// The ids of other packages of its name that have appeared.
    pub(crate) duplicate_ids: Vec<String>,
    /// How many requests were sent, and how many of them were answered with 429.
    pub(crate) attempts: u32,
    pub(crate) throttled: u32,
    /// What settles it, as JSON.
    pub(crate) ticket: Option<String>,
}

impl Outcome {
    /// That, and nothing besides.
    pub(crate) fn new(verdict: Verdict) -> Self {
        Self {
            verdict,
            error: None,
            access_package_id: None,
            duplicate_ids: Vec::new(),
            attempts: 0,
            throttled: 0,
            ticket: None,
        }
    }

    /// Reads `{ verdict, error?, accessPackageId?, duplicateIds?, attempts?, throttled?, ticket? }`, with the ticket as
    /// JSON text; `None` for what is none.
    pub(crate) fn read(value: &Value) -> Option<Self> {
        let duplicates = value.get("duplicateIds").and_then(Value::as_array).unwrap_or_default();
        Some(Self {
            verdict: Verdict::parse(value.get("verdict")?.as_str()?)?,
            error: value.get("error").and_then(RowError::read),
            access_package_id: text(value, "accessPackageId"),
            duplicate_ids: duplicates.iter().filter_map(Value::as_str).map(String::from).collect(),
            attempts: whole(value, "attempts").unwrap_or(0),
            throttled: whole(value, "throttled").unwrap_or(0),
            ticket: text(value, "ticket"),
        })
    }
}

impl RowError {
    /// Reads an error of the facade's shape; `None` for what is none.
    pub(crate) fn read(value: &Value) -> Option<Self> {
        Some(Self {
            code: text(value, "code")?,
            message: text(value, "message").unwrap_or_default(),
            reason: text(value, "reason"),
            status: whole(value, "status").and_then(|status| u16::try_from(status).ok()),
            graph_code: text(value, "graphCode"),
            request_id: text(value, "requestId"),
            client_request_id: text(value, "clientRequestId"),
        })
    }
}

/// The text of that name.
pub(crate) fn text(value: &Value, name: &str) -> Option<String> {
    value.get(name).and_then(Value::as_str).map(String::from)
}

/// The whole number of that name.
pub(crate) fn whole(value: &Value, name: &str) -> Option<u32> {
    match value.get(name)? {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "what does not fit is cut off")]
        Value::Number(number) => Some(*number as u32),
        _ => None,
    }
}
