//! The report as CSV that opens in Excel: UTF-8 with a byte order mark, commas, CRLF, quoted as RFC 4180 says, and safe
//! from formula injection.

use super::report::ReportRow;
use crate::text::decimal;

const COLUMNS: [&str; 14] = [
    "row",
    "displayName",
    "catalogId",
    "verdict",
    "planned",
    "accessPackageId",
    "attempts",
    "errorCode",
    "status",
    "graphCode",
    "message",
    "requestId",
    "clientRequestId",
    "duplicateIds",
];

/// The byte order mark and the names of the columns.
pub(crate) fn header() -> String {
    let mut csv = String::from('\u{feff}');
    for name in COLUMNS {
        push_cell(&mut csv, name);
    }
    end_record(&mut csv);
    csv
}

/// Adds a row.
pub(crate) fn push_row(csv: &mut String, row: &ReportRow<'_>) {
    let error = row.error;
    let optional = |text: Option<&String>| text.cloned().unwrap_or_default();
    push_cell(csv, &decimal(usize::try_from(row.row).unwrap_or(usize::MAX)));
    push_cell(csv, row.display_name.unwrap_or_default());
    push_cell(csv, row.catalog_id.unwrap_or_default());
    push_cell(csv, row.verdict.as_str());
    push_cell(csv, row.planned);
    push_cell(csv, row.access_package_id.unwrap_or_default());
    push_cell(csv, &decimal(usize::try_from(row.attempts).unwrap_or(usize::MAX)));
    push_cell(csv, error.map_or("", |error| &error.code));
    push_cell(csv, &error.and_then(|error| error.status).map(|it| decimal(it.into())).unwrap_or_default());
    push_cell(csv, &optional(error.and_then(|error| error.graph_code.as_ref())));
    push_cell(csv, error.map_or("", |error| &error.message));
    push_cell(csv, &optional(error.and_then(|error| error.request_id.as_ref())));
    push_cell(csv, &optional(error.and_then(|error| error.client_request_id.as_ref())));
    push_cell(csv, &row.duplicate_ids.join(" "));
    end_record(csv);
}

/// Adds a cell and a comma.
fn push_cell(csv: &mut String, text: &str) {
    // Spreadsheets take what begins so for a formula, also behind a quote; some take the wide forms for the same, and
    // some pass over spaces before it.
    let begins = text.trim_start_matches([' ', '\u{a0}', '\u{3000}', '\u{feff}']).chars().next();
    let is_formula = begins.is_some_and(|first| "=+-@\t\r\n\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}".contains(first));
    let is_quoted = is_formula || text.contains([',', ';', '"', '\r', '\n', '\t']) || text.trim() != text;
    if is_quoted {
        csv.push('"');
    }
    if is_formula {
        csv.push('\'');
    }
    for part in text.split_inclusive('"') {
        csv.push_str(part);
        if part.ends_with('"') {
            csv.push('"');
        }
    }
    if is_quoted {
        csv.push('"');
    }
    csv.push(',');
}

fn end_record(csv: &mut String) {
    csv.pop();
    csv.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, header, push_cell, push_row};
    use crate::bulk::outcome::{Outcome, RowError, Verdict};
    use crate::bulk::report::{JobRow, ReportRow, Start};

    #[track_caller]
    fn cell(text: &str, wanted: &str) {
        let mut csv = String::new();
        push_cell(&mut csv, text);
        assert_eq!(csv.strip_suffix(','), Some(wanted));
    }

    #[test]
    fn quotes_what_needs_it() {
        cell("", "");
        cell("sales reps", "sales reps");
        cell("a,b", "\"a,b\"");
        cell("a;b", "\"a;b\"");
        cell("a\r\nb", "\"a\r\nb\"");
        cell("the \"best\"", "\"the \"\"best\"\"\"");
        cell("\"", "\"\"\"\"");
        cell(" a", "\" a\"");
        cell("Vertrieb Süd – 営業部", "Vertrieb Süd – 営業部");
    }

    #[test]
    fn nothing_is_a_formula() {
        for first in ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "\u{a0}@", "\u{feff}+"] {
            let text = [first, "1+1"].concat();
            cell(&text, &["\"'", &text, "\""].concat());
        }
        cell("=\"a\"", "\"'=\"\"a\"\"\"");
        cell("1-1", "1-1");
        cell("a=b", "a=b");
    }

    #[test]
    fn a_row_has_every_column() {
        assert_eq!(header(), ["\u{feff}", &COLUMNS.join(","), "\r\n"].concat());
        let row = JobRow {
            number: 12,
            display_name: Some("=cmd|' /C calc'!A0".into()),
            catalog_id: Some("c".into()),
            planned: "create".into(),
            start: Start::Fresh,
            outcome: None,
        };
        let outcome = Outcome {
            error: Some(RowError {
                code: "ERR_GRAPH".into(),
                message: "refused".into(),
                status: Some(403),
                graph_code: Some("UnAuthorized".into()),
                request_id: Some("r".into()),
                client_request_id: Some("q".into()),
                reason: None,
            }),
            attempts: 2,
            duplicate_ids: vec!["1".into(), "2".into()],
            ..Outcome::new(Verdict::Failed)
        };
        let mut csv = String::new();
        push_row(&mut csv, &ReportRow::new(&row, Verdict::Failed, Some(&outcome)));
        push_row(&mut csv, &ReportRow::new(&row, Verdict::NotStarted, None));
        let wanted = [
            "12,\"'=cmd|' /C calc'!A0\",c,failed,create,,2,ERR_GRAPH,403,UnAuthorized,refused,r,q,1 2\r\n",
            "12,\"'=cmd|' /C calc'!A0\",c,notStarted,create,,0,,,,,,,\r\n",
        ];
        assert_eq!(csv, wanted.concat());
    }
}
