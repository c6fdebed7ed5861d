//! Bulk work: rows, plans, jobs. An instance of the module has one of each at most.
//!
//! Plain data comes in as it is, and goes out as JSON text. What is asked for before it is there is empty.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::JsString;
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::value::from_js;
use crate::bulk::ending::needs_sign_in as is_sign_in;
use crate::bulk::job::{Job, JobOptions};
use crate::bulk::planner::Planner;
use crate::bulk::reader::{Format, ReadOptions, Reader};
use crate::bulk::report::JobRow;
use crate::bulk::rows::Rows;
use crate::bulk::source_problem::SourceProblem;
use crate::cloud::GraphRoot;
use crate::value::Value;

thread_local! {
    static READER: RefCell<Option<Reader>> = const { RefCell::new(None) };
    static ROWS: RefCell<Option<Rc<Rows>>> = const { RefCell::new(None) };
    static PLANNER: RefCell<Option<Planner>> = const { RefCell::new(None) };
    static JOB: RefCell<Option<Job>> = const { RefCell::new(None) };
    /// Rows for the next job.
    static JOB_ROWS: RefCell<Vec<JobRow>> = const { RefCell::new(Vec::new()) };
}

/// The root that a client's requests go to: `{ root }`, or `{ message }` where the options are wrong.
#[wasm_bindgen(skip_typescript, js_name = resolveRoot)]
pub fn resolve_root(cloud: Option<String>, graph_root: Option<String>) -> String {
    #[derive(Serialize)]
    struct Resolved {
        root: Option<String>,
        message: Option<String>,
    }
    let resolved = match GraphRoot::resolve(cloud.as_deref(), graph_root.as_deref()) {
        Ok(root) => Resolved { root: Some(root.as_str().into()), message: None },
        Err(error) => Resolved { root: None, message: Some(error.message()) },
    };
    serde_json::to_string(&resolved).unwrap_or_default()
}

/// Begins to read rows: `{ format?, separator?, catalogId?, ignore?, size?, inputs? }`. Gives the problem of the source, if
/// there is one already.
#[wasm_bindgen(skip_typescript, js_name = openRows)]
pub fn open_rows(options: &JsValue) -> Option<String> {
    let options = from_js(options);
    let text = |name| options.get(name).and_then(Value::as_str);
    let ignore = options.get("ignore").and_then(Value::as_array).unwrap_or_default();
    let mut reader = Reader::new(ReadOptions {
        format: text("format").map(|name| if name == "csv" { Format::Csv } else { Format::Json }),
        separator: text("separator").and_then(|separator| separator.bytes().next()),
        default_catalog: text("catalogId").map(String::from),
        ignore: ignore.iter().filter_map(Value::as_str).map(String::from).collect(),
        size_hint: options.get("size").and_then(as_usize),
        inputs: options.get("inputs").and_then(Value::as_bool).unwrap_or_default(),
    });
    let problem = told(reader.push(&[]));
    READER.set(Some(reader));
    problem
}

/// Goes on with these bytes. Gives the problem of the source, if one was found.
#[wasm_bindgen(skip_typescript, js_name = pushRows)]
pub fn push_rows(bytes: &[u8]) -> Option<String> {
    READER.with_borrow_mut(|reader| told(reader.as_mut()?.push(bytes)))
}

/// Ends reading. Gives the problem of the source, if one was found.
#[wasm_bindgen(skip_typescript, js_name = closeRows)]
pub fn close_rows() -> Option<String> {
    match READER.take()?.finish() {
        Ok(rows) => {
            ROWS.set(Some(Rc::new(rows)));
            None
        }
        Err(problem) => told(Err(problem)),
    }
}

/// Forgets everything, for the next one who uses this instance.
#[wasm_bindgen(skip_typescript, js_name = forget)]
pub fn forget() {
    READER.take();
    ROWS.take();
    PLANNER.take();
    JOB.take();
    JOB_ROWS.take();
}

/// How many rows there are, so far.
#[wasm_bindgen(skip_typescript, js_name = countRows)]
pub fn count_rows() -> usize {
    READER
        .with_borrow(|reader| reader.as_ref().map(Reader::rows_so_far))
        .unwrap_or_else(|| with_rows(|rows| rows.len()))
}

/// What was read, and how.
#[wasm_bindgen(skip_typescript, js_name = describeRows)]
pub fn describe_rows() -> String {
    with_rows(Rows::facts_json)
}

/// So many of the problems, from that one on.
#[wasm_bindgen(skip_typescript, js_name = listProblems)]
pub fn list_problems(from: usize, count: usize) -> String {
    with_rows(|rows| rows.problems_json(from, count))
}

/// The row of that number.
#[wasm_bindgen(skip_typescript, js_name = readRow)]
pub fn read_row(row: u32) -> Option<String> {
    with_rows(|rows| rows.row_json(row))
}

/// Makes a planner of the rows that were read.
#[wasm_bindgen(skip_typescript, js_name = planRows)]
pub fn plan_rows() {
    PLANNER.set(ROWS.with_borrow(|rows| Some(Planner::of_rows(Rc::clone(rows.as_ref()?), Box::new(lower)))));
}

/// Makes a planner without rows, for those of a plan.
#[wasm_bindgen(skip_typescript, js_name = planAgain)]
pub fn plan_again() {
    PLANNER.set(Some(Planner::again(Box::new(lower))));
}

/// Adds rows of a plan to it.
#[wasm_bindgen(skip_typescript, js_name = addPlanned)]
pub fn add_planned(rows: &JsValue) {
    let rows = from_js(rows);
    with_planner(|planner| planner.add(&rows));
}

/// What has to be asked.
#[wasm_bindgen(skip_typescript, js_name = wantCatalogs)]
pub fn want_catalogs() -> String {
    with_planner(|planner| planner.wanted())
}

/// Tells all catalogs that there are, or why nobody can tell. Says whether that stands in the way of everything.
#[wasm_bindgen(skip_typescript, js_name = tellCatalogs)]
pub fn tell_catalogs(told: &JsValue) -> bool {
    let told = from_js(told);
    with_planner(|planner| planner.tell_catalogs(&told))
}

/// Tells that all that is in a catalog has been told, or why not. Says whether that stands in the way of everything.
#[wasm_bindgen(skip_typescript, js_name = tellCatalog)]
pub fn tell_catalog(told: &JsValue) -> bool {
    let told = from_js(told);
    with_planner(|planner| planner.tell_catalog(&told))
}

/// Tells what is in a catalog, a page of it.
#[wasm_bindgen(skip_typescript, js_name = tellPackages)]
pub fn tell_packages(catalog_id: &str, packages: &JsValue) {
    let packages = from_js(packages);
    with_planner(|planner| planner.tell_packages(catalog_id, &packages));
}

/// Judges. Gives how many rows there are of each verdict.
#[wasm_bindgen(skip_typescript, js_name = judgeRows)]
pub fn judge_rows() -> String {
    with_planner(Planner::judge)
}

/// What was found out about the catalogs.
#[wasm_bindgen(skip_typescript, js_name = listCatalogs)]
pub fn list_catalogs() -> String {
    with_planner(|planner| planner.list_catalogs())
}

/// So many rows of the plan, from that index on.
#[wasm_bindgen(skip_typescript, js_name = listPlanned)]
pub fn list_planned(from: usize, count: usize) -> String {
    with_planner(|planner| planner.list_rows(from, count))
}

/// The ids of other packages of the names of rows, as listed.
#[wasm_bindgen(skip_typescript, js_name = listOthers)]
pub fn list_others(made: &JsValue) -> String {
    let made = from_js(made);
    with_planner(|planner| planner.list_others(&made))
}

/// Adds rows to the job that is opened next: all of a plan, in slices.
#[wasm_bindgen(skip_typescript, js_name = addJobRows)]
pub fn add_job_rows(rows: &JsValue) {
    let rows = from_js(rows);
    let rows = rows.as_array().unwrap_or_default().iter().filter_map(JobRow::read);
    JOB_ROWS.with_borrow_mut(|waiting| waiting.extend(rows));
}

/// Begins a job of the rows that were added.
#[wasm_bindgen(skip_typescript, js_name = openJob)]
pub fn open_job(concurrency: usize, stop_after: u32, now: f64) {
    let rows = JOB_ROWS.take();
    JOB.set(Some(Job::new(JobOptions { concurrency, stop_after, rows }, millis(now))));
}

/// What to do next.
#[wasm_bindgen(skip_typescript, js_name = nextStep)]
pub fn next_step(now: f64) -> String {
    with_job(|job| job.next(millis(now)).to_json())
}

/// Tells that the create of a row is about to be sent.
#[wasm_bindgen(skip_typescript, js_name = rowSent)]
pub fn row_sent(row: u32, now: f64) {
    with_job(|job| job.sent(row, millis(now)));
}

/// Tells that a row that had its turn was not sent.
#[wasm_bindgen(skip_typescript, js_name = rowUnsent)]
pub fn row_unsent(row: u32) {
    with_job(|job| job.unsent(row));
}

/// Tells that an answer left open what became of a row.
#[wasm_bindgen(skip_typescript, js_name = rowAmbiguous)]
pub fn row_ambiguous(row: u32) {
    with_job(|job| job.ambiguous(row));
}

/// Tells how the create of a row ended. Gives the row of the report, if it is decided now.
#[wasm_bindgen(skip_typescript, js_name = rowEnded)]
pub fn row_ended(row: u32, outcome: &JsValue, now: f64) -> Option<String> {
    let outcome = from_js(outcome);
    with_job(|job| if job.ended(row, &outcome, millis(now)) { job.row_json(row) } else { None })
}

/// Tells the ids of other packages of a row's name that have appeared.
#[wasm_bindgen(skip_typescript, js_name = rowDoubled)]
pub fn row_doubled(row: u32, ids: &JsValue) {
    let ids = from_js(ids);
    let ids = ids.as_array().unwrap_or_default().iter().filter_map(Value::as_str).map(String::from).collect();
    with_job(|job| job.duplicates(row, ids));
}

/// Whether these names of what was thrown mean that somebody has to sign in.
#[wasm_bindgen(skip_typescript, js_name = needsSignIn)]
pub fn needs_sign_in(names: &JsValue) -> bool {
    is_sign_in(&from_js(names))
}

/// Sends nothing more for now.
#[wasm_bindgen(skip_typescript, js_name = pauseJob)]
pub fn pause_job() {
    with_job(Job::pause);
}

/// Goes on.
#[wasm_bindgen(skip_typescript, js_name = resumeJob)]
pub fn resume_job() {
    with_job(Job::resume);
}

/// Sends nothing more.
#[wasm_bindgen(skip_typescript, js_name = cancelJob)]
pub fn cancel_job() {
    with_job(Job::cancel);
}

/// Tells that the browser is online again.
#[wasm_bindgen(skip_typescript, js_name = backOnline)]
pub fn back_online() {
    with_job(Job::online);
}

/// How far the job is.
#[wasm_bindgen(skip_typescript, js_name = jobProgress)]
pub fn job_progress(now: f64) -> String {
    with_job(|job| job.progress_json(millis(now)))
}

/// With what the job gave up.
#[wasm_bindgen(skip_typescript, js_name = jobError)]
pub fn job_error() -> Option<String> {
    with_job(|job| job.error_json())
}

/// So many rows of the report, from that index on.
#[wasm_bindgen(skip_typescript, js_name = reportRows)]
pub fn report_rows(from: usize, count: usize) -> String {
    with_job(|job| job.rows_json(from, count))
}

/// What undoes so many rows of the report, from that index on.
#[wasm_bindgen(skip_typescript, js_name = reportUndo)]
pub fn report_undo(from: usize, count: usize) -> String {
    with_job(|job| job.undo_json(from, count))
}

/// So many rows of the report as CSV, from that index on; the first ones with a header.
#[wasm_bindgen(skip_typescript, js_name = reportCsv)]
pub fn report_csv(from: usize, count: usize) -> String {
    with_job(|job| job.rows_csv(from, count))
}

fn told(result: Result<(), SourceProblem>) -> Option<String> {
    serde_json::to_string(&result.err()?).ok()
}

/// What JavaScript makes of it, which has the tables of Unicode.
fn lower(text: &str) -> String {
    JsString::from(text).to_lower_case().into()
}

fn with_rows<T: Default>(action: impl FnOnce(&Rows) -> T) -> T {
    ROWS.with_borrow(|rows| rows.as_deref().map(action).unwrap_or_default())
}

fn with_planner<T: Default>(action: impl FnOnce(&mut Planner) -> T) -> T {
    PLANNER.with_borrow_mut(|planner| planner.as_mut().map(action).unwrap_or_default())
}

fn with_job<T: Default>(action: impl FnOnce(&mut Job) -> T) -> T {
    JOB.with_borrow_mut(|job| job.as_mut().map(action).unwrap_or_default())
}

fn as_usize(value: &Value) -> Option<usize> {
    match value {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of f64 saturates")]
        Value::Number(number) => Some(*number as usize),
        _ => None,
    }
}

/// Milliseconds that JavaScript counts. A cast of `f64` saturates, and what is no number is nothing.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "that is what is wanted")]
fn millis(number: f64) -> u64 {
    number as u64
}
