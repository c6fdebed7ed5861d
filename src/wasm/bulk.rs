//! Bulk work: rows, plans, jobs. An instance of the module has one of each at most.
//!
//! There is one way in for everything, besides the bytes of a source, and only text and numbers pass: measured on this
//! crate, each further export costs some hundred bytes of code on both sides, and handles on JavaScript's own values cost
//! more than most of what is done here. `pkg/src/bulk/asks.ts` names what can be asked.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::bulk::ending::{Told, needs_sign_in};
use crate::bulk::job::{Job, JobOptions, JobRow, Start};
use crate::bulk::planner::Planner;
use crate::bulk::reader::{Format, ReadOptions, Reader};
use crate::bulk::rows::Rows;
use crate::bulk::scan::find_byte;
use crate::text::decimal;
use crate::time::digits;

/// All that an instance works on.
struct State {
    reader: Option<Reader>,
    rows: Option<Rc<Rows>>,
    planner: Option<Planner>,
    /// Rows for the next job.
    job_rows: Vec<JobRow>,
    job: Option<Job>,
}

impl State {
    const NEW: Self = Self { reader: None, rows: None, planner: None, job_rows: Vec::new(), job: None };
}

thread_local! {
    static STATE: RefCell<State> = const { RefCell::new(State::NEW) };
}

#[wasm_bindgen]
extern "C" {
    /// JavaScript's `toLowerCase`, which has the tables of Unicode.
    fn lower(text: &str) -> String;
}

/// Goes on reading with these bytes. Gives the problem of the source, if one was found.
#[wasm_bindgen(skip_typescript)]
pub fn push(bytes: &[u8]) -> String {
    STATE.with_borrow_mut(|state| state.reader.as_mut()?.push(bytes).err()).unwrap_or_default()
}

/// Asks, or tells, what has that number. `text` has the values that it takes, with a NUL between them; what is absent is
/// empty. What comes back is a text, which is empty where there is nothing to say, or where there is nothing yet that could
/// be asked.
#[wasm_bindgen(skip_typescript)]
pub fn ask(what: u32, text: &str, now: f64) -> String {
    STATE.with_borrow_mut(|state| state.ask(what, Values { rest: Some(text) }, millis(now))).unwrap_or_default()
}

impl State {
    fn ask(&mut self, what: u32, mut values: Values<'_>, now: u64) -> Option<String> {
        match what {
            0 => *self = Self::NEW,
            1 => self.open_rows(values),
            2 => match self.reader.take()?.finish() {
                Ok(rows) => self.rows = Some(Rc::new(rows)),
                Err(problem) => return Some(problem),
            },
            3 => {
                let so_far = self.reader.as_ref().map(Reader::rows_so_far);
                return Some(decimal(so_far.or(self.rows.as_ref().map(|rows| rows.len()))?));
            }
            4 => return Some(self.rows.as_ref()?.facts_json()),
            5 => return Some(self.rows.as_ref()?.problems_json(values.number(), values.number())),
            6 => return self.rows.as_ref()?.row_json(values.number() as u32),
            7 => self.planner = Some(Planner::new(Rc::clone(self.rows.as_ref()?), values.number() as u32, lower)),
            8 => return Some(self.planner.as_ref()?.wanted()),
            9 => self.planner.as_mut()?.know_catalog(values.text(), values.text()),
            10 => {
                let (code, status) = (values.text(), values.number() as u32);
                return truth(self.planner.as_mut()?.tell_catalogs(code, status, values.text()));
            }
            11 => {
                let (id, code, status, message) = (values.text(), values.text(), values.number() as u32, values.text());
                let name = values.optional();
                return truth(self.planner.as_mut()?.tell_catalog(id, name, code, status, message));
            }
            12 => {
                let (catalog, is_hidden, name) = (values.text(), values.truth(), values.optional());
                let found = self.planner.as_mut()?.tell_package(catalog, name, values.text(), is_hidden);
                let (at, is_nearest, is_exact) = found?;
                return Some(decimal((at + 1) * 4 + usize::from(is_nearest) * 2 + usize::from(is_exact)));
            }
            13 => return Some(self.planner.as_mut()?.judge()),
            14 => return Some(self.planner.as_ref()?.list_catalogs()),
            15 => return Some(self.planner.as_mut()?.list_rows(values.number(), values.number())),
            16 => {
                let (number, start) = (values.number() as u32, Start::parse(values.text()));
                let (attempts, throttled) = (values.number() as u32, values.number() as u32);
                self.job_rows.push(JobRow { number, start, attempts, throttled });
            }
            17 => {
                let (concurrency, stop_after) = (values.number(), values.number() as u32);
                let rows = std::mem::take(&mut self.job_rows);
                self.job = Some(Job::new(JobOptions { concurrency, stop_after, rows }, now));
            }
            26 => return truth(values.any(needs_sign_in)),
            _ => return self.ask_job(what, values, now),
        }
        None
    }

    fn open_rows(&mut self, mut values: Values<'_>) {
        let options = ReadOptions {
            format: match values.text() {
                "csv" => Some(Format::Csv),
                "json" => Some(Format::Json),
                _ => None,
            },
            separator: values.text().bytes().next(),
            default_catalog: values.optional().map(String::from),
            inputs: values.truth(),
            size_hint: values.optional().map(number),
            ignore: Vec::new(),
        };
        let mut reader = Reader::new(options);
        values.any(|name| {
            reader.ignore(name);
            false
        });
        self.reader = Some(reader);
    }

    fn ask_job(&mut self, what: u32, mut values: Values<'_>, now: u64) -> Option<String> {
        let job = self.job.as_mut()?;
        let row = values.number() as u32;
        match what {
            18 => return Some(job.next(now).to_json()),
            19 => job.sent(row, now),
            20 => job.unsent(row),
            21 => job.ambiguous(row),
            22 => job.pause(),
            23 => job.resume(),
            24 => job.cancel(),
            25 => job.online(),
            27 => return Some(job.progress(now).to_json()),
            28 => return Some(decimal(job.error()?.row as usize)),
            29 => return Some(String::from(job.verdict(row)?.as_str())),
            _ => {
                let told = Told {
                    outcome: values.text(),
                    code: values.text(),
                    reason: values.text(),
                    status: values.number() as u32,
                    has_package: values.truth(),
                    has_ticket: values.truth(),
                    attempts: values.number() as u32,
                    throttled: values.number() as u32,
                    closed_until: digits(values.text().as_bytes()),
                    retry_after: values.optional().map(|wait| digits(wait.as_bytes())),
                    needs_sign_in: values.truth(),
                    graph_code: values.text(),
                };
                return Some(String::from(job.ended(row, &told, now).as_str()));
            }
        }
        None
    }
}

/// Values of which each is taken once.
struct Values<'t> {
    rest: Option<&'t str>,
}

impl<'t> Values<'t> {
    #[inline(never)]
    fn text(&mut self) -> &'t str {
        let rest = self.rest.unwrap_or_default();
        let end = find_byte(rest.as_bytes(), 0, 0);
        self.rest = rest.get(end + 1..);
        rest.get(..end).unwrap_or_default()
    }

    /// A text, if there is one.
    fn optional(&mut self) -> Option<&'t str> {
        Some(self.text()).filter(|text| !text.is_empty())
    }

    #[inline(never)]
    fn number(&mut self) -> usize {
        number(self.text())
    }

    fn truth(&mut self) -> bool {
        self.text() == "true"
    }

    /// Whether any of the rest is such a one.
    fn any(&mut self, mut is_it: impl FnMut(&str) -> bool) -> bool {
        while self.rest.is_some() {
            if is_it(self.text()) {
                return true;
            }
        }
        false
    }
}

fn number(text: &str) -> usize {
    usize::try_from(digits(text.as_bytes())).unwrap_or(usize::MAX)
}

fn truth(truth: bool) -> Option<String> {
    truth.then(|| String::from("1"))
}

/// Milliseconds that JavaScript counts. A cast of `f64` saturates, and what is no number is nothing.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "that is what is wanted")]
fn millis(number: f64) -> u64 {
    number as u64
}
