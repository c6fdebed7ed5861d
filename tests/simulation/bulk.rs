//! A job carried out as the facade carries it out: asks the core what to do, creates rows by the procedure as it is
//! shipped, tells what came of them, and writes down before each send what is about to be sent.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;

use super::bodies::EPOCH;
use super::executor::{Task, until};
use super::page::{Call, Page, SECRET};
use super::scenario::Scenario;
use super::service::{CATALOGS, Maker};
use super::universe::{CallRecord, START, Universe};
use crate::bulk::ending::{Heard, Told};
use crate::bulk::job::{Action, Job, JobOptions, JobRow, Prior as JobPrior, Start, State};
use crate::bulk::outcome::Verdict;
use crate::cloud::{Cloud, GraphRoot};
use crate::create::{self, CreateOptions, Created, Outcome, Prior};
use crate::error::Error;
use crate::graph::create_access_package;
use crate::session::{Failure, Session, Stop};
use crate::spec::AccessPackageSpec;
use crate::ticket::Ticket;
use crate::time::Timestamp;
use crate::token::Token;
use crate::value::Value;
use crate::world::World as _;

/// When it is certain that a job hangs.
const WATCHDOG: u64 = START + 90 * 24 * 3_600_000;

/// What somebody does in front of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    Pause,
    Resume,
    Cancel,
}

/// How a job is carried out.
#[derive(Clone, Debug)]
pub(super) struct Style {
    pub(super) rows: u32,
    pub(super) concurrency: usize,
    pub(super) wishes: Vec<(u64, Wish)>,
    /// Whether creates are simply sent again when they fail, as many a script does.
    pub(super) naive: bool,
    pub(super) settle: u64,
}

impl Style {
    pub(super) fn new(rows: u32) -> Self {
        Self { rows, concurrency: 8, wishes: Vec::new(), naive: false, settle: 60_000 }
    }
}

/// What is written down of a row: that it is about to be sent, or what became of it.
#[derive(Clone, Debug)]
pub(super) enum Entry {
    Sending(Ticket),
    Settled(serde_json::Value),
}

/// A job in a world.
pub(super) struct Bulk {
    pub(super) universe: Rc<Universe>,
    pub(super) style: Style,
    /// What outlives the page.
    pub(super) journal: RefCell<BTreeMap<u32, Entry>>,
    /// How the job ended, and the error that it gave up with.
    pub(super) ended: RefCell<Option<(serde_json::Value, Option<String>)>>,
    pub(super) resent: Cell<u64>,
    /// When the last row was decided.
    pub(super) over: Cell<u64>,
    /// How often a row began while the job was paused.
    pub(super) sneaked: Cell<u64>,
    pub(super) progress: RefCell<Vec<(u64, serde_json::Value)>>,
    root: GraphRoot,
    began: Cell<bool>,
}

type Child<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

impl Bulk {
    pub(super) fn new(scenario: Scenario, style: Style) -> Self {
        Self {
            universe: Rc::new(Universe::new(scenario, std::env::var("SIMULATED_TRACE").is_ok())),
            style,
            journal: RefCell::default(),
            ended: RefCell::default(),
            resent: Cell::default(),
            over: Cell::default(),
            sneaked: Cell::default(),
            progress: RefCell::default(),
            root: Cloud::Global.root(),
            began: Cell::new(false),
        }
    }

    /// Carries it out; the page goes away at that moment, if there is one. Gives whether it came to its end.
    pub(super) fn run(&self, dies: Option<u64>) -> bool {
        let kernel = &self.universe.kernel;
        let task: Task<'_> = Box::pin(async {
            if !self.began.replace(true) {
                kernel.sleep_until(START).await;
            }
            let page = Page::open(&self.universe, 0);
            let tab = Tab::open(self, page);
            until(kernel, dies, tab.carry_out()).await;
        });
        assert!(kernel.run(vec![task], WATCHDOG).is_empty(), "the job hangs");
        *self.universe.listener.borrow_mut() = None;
        for room in self.universe.rooms.borrow_mut().values_mut() {
            (room.holder, room.note) = (None, None);
            room.queue.clear();
        }
        self.ended.borrow().is_some()
    }

    fn name(number: u32) -> String {
        format!("package {number}")
    }

    fn spec(number: u32) -> AccessPackageSpec {
        AccessPackageSpec::new(Self::name(number), CATALOGS[0])
    }

    /// Every row with its verdict, and the packages that were made for it.
    pub(super) fn judge(&self) -> Judgement {
        let mut judgement = Judgement::default();
        let service = self.universe.service.borrow();
        let exchanges = self.universe.exchanges.borrow();
        let mut made: BTreeMap<&str, Vec<(&str, bool)>> = BTreeMap::new();
        for package in &service.packages {
            if let Maker::Client { exchange, resent } = package.maker {
                // Nobody can prove that a create was carried out that was answered with 429 and is shown late, nor keep
                // the browser from sending one twice.
                let fault = exchanges[exchange].fault;
                let is_odd = resent || matches!(fault.place, super::fault::Place::Throttled(_));
                made.entry(&package.name).or_default().push((&package.id, is_odd));
            }
        }
        let journal = self.journal.borrow();
        for number in 1..=self.style.rows {
            let name = Self::name(number);
            let own = made.get(name.as_str()).map_or(&[][..], Vec::as_slice);
            let (verdict, id, has_ticket) = match journal.get(&number) {
                Some(Entry::Settled(row)) => {
                    (row["verdict"].as_str().unwrap(), row["accessPackageId"].as_str(), !row["ticket"].is_null())
                }
                _ => ("missing", None, false),
            };
            *judgement.verdicts.entry(verdict.into()).or_default() += 1;
            if own.len() > 1 {
                let odd = own.iter().any(|(_, is_odd)| *is_odd);
                *(if odd { &mut judgement.unprovable } else { &mut judgement.doubled }) += 1;
            }
            let is_true = match verdict {
                "created" | "adopted" => own.iter().any(|(own, _)| Some(*own) == id),
                // It was carried out and answered with 429, was shown late, and was in the way of its own repetition.
                "existing" if own.iter().any(|(own, is_odd)| *is_odd && Some(*own) == id) => {
                    judgement.unprovable += 1;
                    true
                }
                "failed" | "existing" | "notStarted" => own.is_empty(),
                "unknown" => has_ticket,
                _ => false,
            };
            if !is_true {
                judgement.wrong.push((number, verdict.into()));
            }
        }
        for exchange in exchanges.iter() {
            let is_post = exchange.request.method == crate::http::Method::Post;
            *(if is_post { &mut judgement.posts } else { &mut judgement.looks }) += 1;
        }
        let asks = |exchange: &super::network::Exchange| {
            let (_, answer) = exchange.head.as_ref().filter(|(_, answer)| answer.status == 429)?;
            let seconds: u64 = answer.retry_after.as_ref()?.parse().ok()?;
            Some((exchange.seen?.0, seconds * 1_000))
        };
        let mut closed = 0;
        for (number, exchange) in exchanges.iter().enumerate() {
            judgement.throttled += u64::from(exchange.head.as_ref().is_some_and(|(_, answer)| answer.status == 429));
            for before in &exchanges[number.saturating_sub(64)..number] {
                let pause = asks(before).filter(|(seen, _)| *seen < exchange.sent_at);
                closed = closed.max(pause.map_or(0, |(seen, wait)| seen + wait));
            }
            judgement.early += u64::from(exchange.sent_at < closed);
        }
        judgement
    }
}

/// What a job came to.
#[derive(Debug, Default)]
pub(super) struct Judgement {
    pub(super) verdicts: BTreeMap<String, u64>,
    pub(super) doubled: u64,
    pub(super) unprovable: u64,
    /// Rows of which something untrue was said, or nothing.
    pub(super) wrong: Vec<(u32, String)>,
    pub(super) posts: u64,
    pub(super) looks: u64,
    pub(super) throttled: u64,
    /// Requests that were sent before a pause was over.
    pub(super) early: u64,
}

impl Judgement {
    pub(super) fn count(&self, verdict: &str) -> u64 {
        self.verdicts.get(verdict).copied().unwrap_or(0)
    }
}

/// One page that carries the job out.
struct Tab<'a> {
    bulk: &'a Bulk,
    page: Rc<Page>,
    job: Rc<RefCell<Job>>,
    tickets: RefCell<BTreeMap<u32, Ticket>>,
    /// What is known of rows.
    known: RefCell<BTreeMap<u32, serde_json::Value>>,
    rows: Rc<RefCell<BTreeMap<usize, u32>>>,
    wishes: RefCell<Vec<(u64, Wish)>>,
    resumes: Cell<Option<u64>>,
    paused: Cell<bool>,
}

impl<'a> Tab<'a> {
    fn open(bulk: &'a Bulk, page: Rc<Page>) -> Self {
        let mut tickets = BTreeMap::new();
        let rows = (1..=bulk.style.rows).map(|number| {
            let mut row = JobRow { number, start: Start::Fresh, attempts: 0, throttled: 0 };
            match bulk.journal.borrow().get(&number) {
                Some(Entry::Sending(ticket)) => {
                    tickets.insert(number, ticket.clone());
                    row.start = Start::Sent;
                }
                Some(Entry::Settled(settled)) => {
                    row.start = Start::Done(Verdict::parse(settled["verdict"].as_str().unwrap()).unwrap());
                    row.attempts = whole(settled, "attempts");
                    row.throttled = whole(settled, "throttled");
                }
                None => {}
            }
            row
        });
        let options = JobOptions { concurrency: bulk.style.concurrency, stop_after: 5, rows: rows.collect() };
        let job = Rc::new(RefCell::new(Job::new(options, page.elapsed())));
        let rows: Rc<RefCell<BTreeMap<usize, u32>>> = Rc::default();
        let (told, heard, here) = (Rc::clone(&job), Rc::clone(&rows), Rc::clone(&page));
        *bulk.universe.listener.borrow_mut() =
            Some(Rc::new(move |call, name| match (heard.borrow().get(&call), name) {
                (Some(row), "sending") => told.borrow_mut().sent(*row, here.elapsed()),
                (Some(row), "ambiguous") => told.borrow_mut().ambiguous(*row),
                _ => {}
            }));
        let now = bulk.universe.kernel.now();
        let wishes = bulk.style.wishes.iter().filter(|(at, _)| *at >= now).copied().collect();
        let (tickets, wishes) = (RefCell::new(tickets), RefCell::new(wishes));
        let known = RefCell::default();
        Self { bulk, page, job, tickets, known, rows, wishes, resumes: Cell::new(None), paused: Cell::new(false) }
    }

    async fn carry_out(&self) {
        let kernel = &self.bulk.universe.kernel;
        for (at, _) in self.wishes.borrow().iter() {
            kernel.wake_at(*at);
        }
        if let Some((_, until)) = self.bulk.universe.scenario.offline {
            kernel.wake_at(until);
        }
        let mut children: Vec<Child<'_>> = Vec::new();
        let mut woken = 0_u64;
        poll_fn(|context| {
            self.be_told();
            loop {
                children.retain_mut(|child| child.as_mut().poll(context).is_pending());
                let action = self.job.borrow_mut().next(self.page.elapsed());
                match action {
                    Action::Send { row, prior } => {
                        self.bulk.sneaked.set(self.bulk.sneaked.get() + u64::from(self.paused.get()));
                        children.push(Box::pin(self.create(row, prior)));
                    }
                    Action::Wait { until, state, .. } => {
                        let now = self.page.elapsed();
                        if let Some(until) = until.filter(|until| woken != *until) {
                            woken = until;
                            kernel.wake_at(kernel.now() + until.saturating_sub(now));
                        }
                        if state == State::Paused && !self.paused.get() && self.resumes.get().is_none() {
                            // Somebody signs in.
                            let at = kernel.now() + 20_000;
                            self.resumes.set(Some(at));
                            kernel.wake_at(at);
                        }
                        return Poll::Pending;
                    }
                    Action::End { .. } => {
                        self.end(action);
                        return Poll::Ready(());
                    }
                }
            }
        })
        .await;
    }

    /// What people do, and the browser.
    fn be_told(&self) {
        let now = self.bulk.universe.kernel.now();
        let mut job = self.job.borrow_mut();
        self.wishes.borrow_mut().retain(|(at, wish)| {
            if *at <= now {
                match wish {
                    Wish::Pause => job.pause(),
                    Wish::Resume => job.resume(),
                    Wish::Cancel => job.cancel(),
                }
                self.paused.set(*wish == Wish::Pause);
            }
            *at > now
        });
        if self.resumes.get().is_some_and(|at| at <= now) {
            self.resumes.set(None);
            self.paused.set(false);
            job.resume();
        }
        if !self.bulk.universe.is_offline() {
            job.online();
        }
    }

    fn end(&self, action: Action) {
        let mut job = self.job.borrow_mut();
        for number in 1..=self.bulk.style.rows {
            let mut journal = self.bulk.journal.borrow_mut();
            if !matches!(journal.get(&number), Some(Entry::Settled(_))) {
                journal.insert(number, Entry::Settled(self.row(number, job.verdict(number).unwrap())));
            }
        }
        let now = self.page.elapsed();
        let progress = serde_json::from_str(&job.progress_json(now)).unwrap();
        self.bulk.progress.borrow_mut().push((now, progress));
        self.bulk.resent.set(self.bulk.resent.get() + job.resent());
        let ended = serde_json::from_str(&action.to_json()).unwrap();
        let error = job.error().map(|error| self.known.borrow()[&error.row]["error"].to_string());
        *self.bulk.ended.borrow_mut() = Some((ended, error));
    }

    /// A row has its turn.
    async fn create(&self, number: u32, prior: JobPrior) {
        let (universe, style) = (&self.bulk.universe, &self.bulk.style);
        let known = self.tickets.borrow().get(&number).cloned();
        let sent_at = Timestamp::from_millis(EPOCH + universe.kernel.now());
        let ticket = known
            .unwrap_or_else(|| Ticket::new(self.bulk.root.as_str(), Bulk::spec(number), sent_at, Some(Vec::new())));
        self.bulk.journal.borrow_mut().insert(number, Entry::Sending(ticket.clone()));
        if universe.latency.get().is_none() {
            universe.kernel.sleep_until(universe.kernel.now() + universe.chance.between(0, 5)).await;
        }
        let prior = match prior {
            JobPrior::None => None,
            JobPrior::Throttled => Some(Prior { ticket: Box::new(ticket), settle_ms: 0 }),
            JobPrior::Sent => Some(Prior { ticket: Box::new(ticket), settle_ms: style.settle }),
        };
        let timeout = 100_000 + prior.as_ref().map_or(0, |prior| prior.settle_ms);
        let (begun, deadline) = (universe.kernel.now(), universe.kernel.now() + timeout);
        let call = universe.call(CallRecord { begun, deadline, ..CallRecord::default() });
        self.rows.borrow_mut().insert(call, number);
        universe.note(|| format!("row {number} is call {call}, {prior:?}"));
        let call = Call::new(&self.page, call, deadline);
        if style.naive {
            return self.create_naively(number, &call).await;
        }
        let settle_ms = style.settle;
        let options = CreateOptions { settle_ms, bulk: true, prior, ..CreateOptions::default() };
        let mut session = Session::new(&call, &self.bulk.root);
        let result = create::create(&mut session, &input(number), options).await;
        let told = self.told(number, result, &session);
        self.end_row(number, &told);
    }

    /// A row as the report has it.
    fn row(&self, number: u32, verdict: Verdict) -> serde_json::Value {
        let mut row = self.known.borrow().get(&number).cloned().unwrap_or_else(|| serde_json::json!({}));
        row["verdict"] = verdict.as_str().into();
        row
    }

    /// The core is told, and what it makes of it is written down.
    fn end_row(&self, number: u32, told: &serde_json::Value) {
        let (universe, now) = (&self.bulk.universe, self.page.elapsed());
        let mut job = self.job.borrow_mut();
        let text = |name: &str| told["error"][name].as_str().unwrap_or_default();
        let heard = job.ended(
            number,
            &Told {
                outcome: told["outcome"].as_str().unwrap_or_default(),
                code: text("code"),
                reason: text("reason"),
                graph_code: text("graphCode"),
                status: whole(&told["error"], "status"),
                needs_sign_in: told["needsSignIn"].as_bool().unwrap_or_default(),
                has_package: !told["accessPackageId"].is_null(),
                has_ticket: !told["ticket"].is_null(),
                attempts: whole(told, "attempts"),
                throttled: whole(told, "throttled"),
                closed_until: told["closedUntil"].as_u64().unwrap_or_default(),
                retry_after: told["retryAfterMs"].as_u64(),
            },
            now,
        );
        if heard != Heard::Nothing {
            self.known.borrow_mut().insert(number, told.clone());
        }
        if let Heard::Decided(verdict) = heard {
            self.bulk.journal.borrow_mut().insert(number, Entry::Settled(self.row(number, verdict)));
            self.bulk.over.set(universe.kernel.now());
            let progress = serde_json::from_str(&job.progress_json(now)).unwrap();
            if now.is_multiple_of(7) {
                self.bulk.progress.borrow_mut().push((now, progress));
            }
        }
        // Somebody has something else to do next.
        universe.kernel.stir();
    }

    /// Sends it until it succeeds, as many a script does.
    async fn create_naively(&self, number: u32, call: &Call) {
        let request = create_access_package::request(&self.bulk.root, &Bulk::spec(number));
        let token = Token::new(SECRET.into()).unwrap();
        let mut told = serde_json::json!({ "error": { "code": "ERR_GRAPH", "message": "", "status": 400 } });
        for attempt in 0..5 {
            self.job.borrow_mut().sent(number, self.page.elapsed());
            let received = call.send(&request, &token, &format!("{number} {attempt}"), 30_000).await;
            let response = received.ok().map(|received| received.response);
            if let Some(package) = response.as_deref().and_then(create_access_package::response) {
                told = serde_json::json!({ "outcome": "created", "accessPackageId": package.id });
                break;
            }
            call.sleep(1_000).await;
        }
        self.end_row(number, &told);
    }

    /// What the facade tells the core.
    fn told(
        &self,
        number: u32,
        result: Result<Created, Stop<&'static str>>,
        session: &Session<'_, Call>,
    ) -> serde_json::Value {
        let mut told = serde_json::json!({
            "attempts": session.ledger.len(),
            "throttled": session.ledger.iter().filter(|attempt| attempt.status == Some(429)).count(),
            "closedUntil": self.page.gate().closed_until,
        });
        match result {
            Ok(Created { outcome, access_package, .. }) => {
                told["accessPackageId"] = access_package.id.into();
                told["outcome"] = match outcome {
                    Outcome::Created => "created",
                    Outcome::Adopted => "adopted",
                    Outcome::Existing => "existing",
                }
                .into();
            }
            Err(stop) => {
                let Failure { error, cause, .. } = *stop.0;
                let Some(error) = error else { panic!("nobody aborts a row") };
                if let Some(ticket) = error.ticket() {
                    self.tickets.borrow_mut().insert(number, ticket.clone());
                    told["ticket"] = serde_json::to_string(ticket).unwrap().into();
                }
                if let Error::Conflict(_, Some(package)) = &error {
                    told["accessPackageId"] = package.id.clone().into();
                }
                let answer = error.answer();
                if let Some(wait) = answer.filter(|answer| answer.status == Some(429)).and_then(|answer| answer.wait) {
                    told["retryAfterMs"] = wait.into();
                }
                told["error"] = serde_json::json!({
                    "code": error.code(),
                    "message": error.message(),
                    "reason": error.reason(),
                    "status": answer.and_then(|answer| answer.status),
                    "graphCode": answer.and_then(|answer| answer.graph_code.clone()),
                });
                told["needsSignIn"] = cause.is_some().into();
            }
        }
        told
    }
}

/// A number among what is told; 0 where there is none.
fn whole(told: &serde_json::Value, name: &str) -> u32 {
    told[name].as_u64().map_or(0, |number| u32::try_from(number).unwrap())
}

/// What a row asks for.
fn input(number: u32) -> Value {
    let catalog = Value::Object(vec![("id".into(), Value::String(CATALOGS[0].into()))]);
    Value::Object(vec![("displayName".into(), Value::String(Bulk::name(number))), ("catalog".into(), catalog)])
}
