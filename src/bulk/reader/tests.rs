//! Whole sources, however they are cut.

mod bytes;
mod csv;
mod json;

use serde_json::{Value as Json, json};

use super::{ReadOptions, Reader};
use crate::bulk::rows::Rows;

pub(super) const CATALOG: &str = "66584aae-98bb-48cc-9458-7bee5d2a6577";

/// Reads in pieces of these lengths, again and again.
pub(super) fn read_in(bytes: &[u8], options: &ReadOptions, lengths: &[usize]) -> Result<Rows, String> {
    let mut reader = Reader::new(options.clone());
    let mut rest = bytes;
    for length in lengths.iter().cycle() {
        if rest.is_empty() {
            break;
        }
        let (piece, after) = rest.split_at((*length).clamp(1, rest.len()));
        rest = after;
        reader.push(piece)?;
    }
    reader.finish()
}

/// Everything that can be told of what was read.
pub(super) fn tell(result: Result<Rows, String>) -> Json {
    let parse = |text: &str| serde_json::from_str::<Json>(text).unwrap();
    match result {
        Err(problem) => json!({ "problem": parse(&problem) }),
        Ok(rows) => {
            let count = u32::try_from(rows.len()).unwrap();
            let listed: Vec<Json> = (1..=count).map(|row| parse(&rows.row_json(row).unwrap())).collect();
            let problems: Vec<Json> =
                listed.iter().flat_map(|row| row["problems"].as_array().unwrap().clone()).collect();
            let list = |from, count| spell_out(&parse(&rows.problems_json(from, count)));
            assert_eq!(list(0, usize::MAX), problems);
            for from in 0..problems.len().min(20) {
                assert_eq!(list(from, 2), problems.iter().skip(from).take(2).cloned().collect::<Vec<_>>());
            }
            assert_eq!(list(problems.len(), 9), [Json::Null; 0]);
            assert_eq!(rows.row_json(0), None);
            assert_eq!(rows.row_json(count + 1), None);
            json!({ "facts": parse(&rows.facts_json()), "rows": listed })
        }
    }
}

/// The problems of a page, each with its row and what is said of it.
fn spell_out(page: &Json) -> Vec<Json> {
    let spell = |pair: &Json| {
        let at = usize::try_from(pair[1].as_u64().unwrap()).unwrap();
        let mut problem = page["said"][at].clone();
        problem["row"] = pair[0].clone();
        problem
    };
    page["rows"].as_array().unwrap().iter().map(spell).collect()
}

/// Reads as a whole and in pieces: what comes out is the same.
#[track_caller]
pub(super) fn read_as(text: impl AsRef<[u8]>, options: &ReadOptions) -> Json {
    let bytes = text.as_ref();
    let whole = tell(read_in(bytes, options, &[usize::MAX]));
    for lengths in [&[1][..], &[2], &[3, 1, 7], &[64]] {
        assert_eq!(tell(read_in(bytes, options, lengths)), whole, "in pieces of {lengths:?}");
    }
    whole
}

#[track_caller]
pub(super) fn read(text: impl AsRef<[u8]>) -> Json {
    read_as(text, &ReadOptions::default())
}

/// The codes of the problems, with their columns.
#[track_caller]
pub(super) fn problems(read: &Json) -> Vec<(u64, String, String)> {
    let rows = read["rows"].as_array().unwrap_or_else(|| panic!("{read}"));
    let all = rows.iter().flat_map(|row| row["problems"].as_array().unwrap());
    let text = |value: &Json| String::from(value.as_str().unwrap_or_default());
    all.map(|problem| (problem["row"].as_u64().unwrap(), text(&problem["column"]), text(&problem["code"]))).collect()
}

/// Why it cannot be read, and where.
#[track_caller]
pub(super) fn refused(read: &Json) -> (String, Option<u64>, Option<u64>) {
    let problem = &read["problem"];
    let reason = problem["reason"].as_str().unwrap_or_else(|| panic!("{read}"));
    (String::from(reason), problem["line"].as_u64(), problem["row"].as_u64())
}

#[track_caller]
pub(super) fn refuses(text: impl AsRef<[u8]>, reason: &str, line: Option<u64>, row: Option<u64>) {
    assert_eq!(refused(&read(text)), (String::from(reason), line, row));
}
