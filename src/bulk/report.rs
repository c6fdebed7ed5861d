//! The rows of a report, as the facade shows them and as a journal keeps them.

use serde::Serialize;

use super::outcome::{Outcome, RowError, Verdict, text, whole};
use crate::value::Value;

/// What is known of a row before the job begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct JobRow {
    /// Its number, from 1.
    pub(crate) number: u32,
    pub(crate) display_name: Option<String>,
    pub(crate) catalog_id: Option<String>,
    /// The plan's verdict.
    pub(crate) planned: String,
    pub(crate) start: Start,
    /// What became of it in an earlier session, as far as that is known.
    pub(crate) outcome: Option<Box<Outcome>>,
}

/// Where the job begins with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Start {
    /// It is not to be created.
    Skip,
    /// Nothing was sent.
    Fresh,
    /// It was answered with 429.
    Throttled,
    /// It was sent by an earlier session, and nobody knows what became of it.
    Sent,
    /// It is decided.
    Done,
}

impl JobRow {
    /// Reads `{ row, displayName?, catalogId?, planned, start?, outcome? }`. Without `start` it is fresh where the plan
    /// says `create`, and is skipped otherwise. `None` for what is none.
    pub(crate) fn read(value: &Value) -> Option<Self> {
        let planned = text(value, "planned")?;
        let outcome = value.get("outcome").and_then(Outcome::read).map(Box::new);
        let start = match value.get("start").and_then(Value::as_str) {
            Some("throttled") => Start::Throttled,
            Some("sent") => Start::Sent,
            Some("done") if outcome.is_some() => Start::Done,
            _ if planned == "create" => Start::Fresh,
            _ => Start::Skip,
        };
        let (display_name, catalog_id) = (text(value, "displayName"), text(value, "catalogId"));
        Some(Self { number: whole(value, "row")?, display_name, catalog_id, planned, start, outcome })
    }
}

/// A row of a report.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReportRow<'a> {
    pub(crate) row: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) display_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) catalog_id: Option<&'a str>,
    pub(crate) verdict: Verdict,
    pub(crate) planned: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) access_package_id: Option<&'a str>,
    pub(crate) attempts: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<&'a RowError>,
    #[serde(skip)]
    pub(crate) ticket: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub(crate) duplicate_ids: &'a [String],
}

impl<'a> ReportRow<'a> {
    /// The row with what became of it, if anything did.
    pub(crate) fn new(row: &'a JobRow, verdict: Verdict, outcome: Option<&'a Outcome>) -> Self {
        // What failed otherwise has no use for a ticket.
        let ticket = outcome.and_then(|outcome| outcome.ticket.as_deref()).filter(|_| verdict == Verdict::Unknown);
        let has_failed = matches!(verdict, Verdict::Failed | Verdict::Unknown);
        Self {
            row: row.number,
            display_name: row.display_name.as_deref(),
            catalog_id: row.catalog_id.as_deref(),
            verdict,
            planned: &row.planned,
            access_package_id: outcome.and_then(|outcome| outcome.access_package_id.as_deref()),
            attempts: outcome.map_or(0, |outcome| outcome.attempts),
            error: outcome.and_then(|outcome| outcome.error.as_ref()).filter(|_| has_failed),
            ticket,
            duplicate_ids: outcome.map_or(&[], |outcome| &outcome.duplicate_ids),
        }
    }

    /// The facade's `ReportRow`, as JSON.
    pub(crate) fn to_json(&self) -> String {
        // Nothing in it can fail to serialise.
        let mut json = serde_json::to_string(self).unwrap_or_default();
        if let Some(ticket) = self.ticket {
            // The ticket is JSON already.
            json.pop();
            json.push_str(",\"ticket\":");
            json.push_str(ticket);
            json.push('}');
        }
        json
    }
}

/// A package that a job made.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UndoItem<'a> {
    pub(crate) row: u32,
    pub(crate) access_package_id: &'a str,
    pub(crate) display_name: &'a str,
    pub(crate) catalog_id: &'a str,
    pub(crate) verdict: Verdict,
}

impl<'a> UndoItem<'a> {
    /// What undoes a row, if it made a package.
    pub(crate) fn of(row: &ReportRow<'a>) -> Option<Self> {
        Some(Self {
            row: row.row,
            access_package_id: row.access_package_id?,
            display_name: row.display_name?,
            catalog_id: row.catalog_id?,
            verdict: Some(row.verdict).filter(|verdict| matches!(verdict, Verdict::Created | Verdict::Adopted))?,
        })
    }
}
