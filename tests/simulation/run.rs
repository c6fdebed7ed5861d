//! Lets a world happen: the calls, what people do in between, and the rechecks of what stayed open.

use std::rc::Rc;

use super::executor::{Task, until};
use super::page::{Call, Page};
use super::scenario::{Caller, Scenario};
use super::service::CATALOGS;
use super::subject::{Ask, Ending, Subject, Told};
use super::universe::{CallRecord, START, Universe};
use crate::value::Value;

/// How long a recheck may take: long enough to look for as long as anything may still happen.
const RECHECK_TIMEOUT: u64 = 400_000;

/// When it is certain that a call hangs: nothing in a world takes a day.
const WATCHDOG: u64 = START + 48 * 3_600_000;

/// Makes a world and lets it happen.
pub(super) fn run<S: Subject>(subject: &S, scenario: Scenario, traced: bool) -> Rc<Universe> {
    let universe = Rc::new(Universe::new(scenario, traced));
    happen(subject, &universe);
    universe
}

/// Lets a world happen.
pub(super) fn happen<S: Subject>(subject: &S, universe: &Rc<Universe>) {
    let scenario = &universe.scenario;
    for at in &scenario.others_at {
        let world = Rc::clone(universe);
        universe.kernel.at(*at, move || world.somebody_else_creates());
    }
    if let Some((from, until)) = scenario.sleep {
        universe.kernel.put_to_sleep(from, until);
    }
    let actor = Actor { subject, universe };
    let first = Page::open(universe, 0);
    let mut tasks: Vec<Task<'_>> = vec![Box::pin(actor.first_call(Rc::clone(&first)))];
    match scenario.caller {
        Caller::ClicksAgain(after) => tasks.push(Box::pin(actor.second_call(after, first, None))),
        Caller::OpensTab(after) | Caller::ClosesFirst { second: after, .. } => {
            tasks.push(Box::pin(actor.second_call(after, Page::open(universe, 1), None)));
        }
        Caller::ThreeTabs { first: closed, second, aborts } => {
            let end = START + second;
            let (dies, aborted) = if aborts { (None, Some(end)) } else { (Some(end), None) };
            tasks.push(Box::pin(actor.tab(closed / 2, 1, aborted, dies)));
            tasks.push(Box::pin(actor.tab(closed.midpoint(second), 2, None, None)));
        }
        Caller::AbortsSecond(after, at) => tasks.push(Box::pin(actor.second_call(after, first, Some(at)))),
        _ => {}
    }
    let stuck = universe.kernel.run(tasks, WATCHDOG);
    if stuck.is_empty() {
        universe.calm_from.set(universe.kernel.now());
        universe.note(|| "from now on nothing goes wrong".into());
        let calls = universe.calls.borrow().len();
        let open: Vec<usize> = (0..calls).filter(|call| actor.is_open(*call)).collect();
        let rechecks = open.into_iter().map(|call| Box::pin(actor.settle(call)) as Task<'_>).collect();
        universe.kernel.run(rechecks, WATCHDOG + 24 * 3_600_000);
    }
}

/// Whoever does something in a world.
struct Actor<'a, S> {
    subject: &'a S,
    universe: &'a Rc<Universe>,
}

impl<S: Subject> Actor<'_, S> {
    async fn first_call(&self, page: Rc<Page>) {
        let kernel = &self.universe.kernel;
        let scenario = &self.universe.scenario;
        kernel.sleep_until(START).await;
        let (aborts, at_step, dies) = match scenario.caller {
            Caller::Aborts(after) => (Some(START + after), None, None),
            Caller::AbortsAtStep(step, after) => (None, Some((step, after)), None),
            Caller::Reloads { after, .. }
            | Caller::ClosesFirst { after, .. }
            | Caller::ThreeTabs { first: after, .. } => (None, None, Some(START + after)),
            _ => (None, None, None),
        };
        let (number, call) = self.begin(&page, None, scenario.timeout);
        let call = call.aborted(aborts, at_step);
        let (input, ask) = (input(scenario), self.ask());
        let told = until(kernel, dies, self.subject.create(&call, &input, ask)).await;
        self.end(number, told);
        match scenario.caller {
            Caller::Reloads { back, .. } if self.universe.record(number, |call| call.died.is_some()) => {
                self.universe.free(number);
                kernel.sleep_until(kernel.now() + back).await;
                self.recheck(&Page::open(self.universe, 1), number, scenario.timeout).await;
            }
            Caller::ClosesFirst { .. } | Caller::ThreeTabs { .. } => self.universe.free(number),
            _ if self.is_open(number) && self.universe.chance.percent(40) => {
                kernel.sleep_until(kernel.now() + self.universe.chance.pick(&[0, 1_000, 15_000])).await;
                self.recheck(&page, number, scenario.timeout).await;
            }
            _ => {}
        }
    }

    async fn second_call(&self, after: u64, page: Rc<Page>, aborts: Option<(usize, u64)>) {
        self.universe.kernel.sleep_until(START + after).await;
        let (number, call) = self.begin(&page, None, self.universe.scenario.timeout);
        let call = call.aborted(None, aborts);
        let input = input(&self.universe.scenario);
        let told = self.subject.create(&call, &input, self.ask()).await;
        self.end(number, Some(told));
    }

    /// Creates in a tab of its own, which is closed or aborts the call then.
    async fn tab(&self, after: u64, page: usize, aborts: Option<u64>, dies: Option<u64>) {
        let kernel = &self.universe.kernel;
        kernel.sleep_until(START + after).await;
        let (number, call) = self.begin(&Page::open(self.universe, page), None, self.universe.scenario.timeout);
        let call = call.aborted(aborts, None);
        let input = input(&self.universe.scenario);
        let told = until(kernel, dies, self.subject.create(&call, &input, self.ask())).await;
        let died = told.is_none();
        self.end(number, told);
        if died {
            self.universe.free(number);
        }
    }

    /// Finds out what became of a call, now that nothing goes wrong any more.
    async fn settle(&self, call: usize) {
        self.recheck(&Page::open(self.universe, 2), call, RECHECK_TIMEOUT).await;
    }

    async fn recheck(&self, page: &Rc<Page>, of: usize, timeout: u64) {
        let Some(ticket) = self.ticket(of) else { return };
        let (number, call) = self.begin(page, Some(of), timeout);
        let told = self.subject.recheck(&call, &ticket, self.ask()).await;
        self.end(number, Some(told));
    }

    /// The ticket that somebody has in hand after that call.
    fn ticket(&self, call: usize) -> Option<serde_json::Value> {
        self.universe.record(call, |call| match (&call.told, call.died) {
            (Some(told), _) => told.ticket.clone(),
            (None, died) => call.ticket.clone().filter(|_| died.is_some()),
        })
    }

    /// Whether a call ended without saying what happened.
    fn is_open(&self, call: usize) -> bool {
        self.universe.record(call, |call| {
            call.rechecks.is_none()
                && call.told.as_ref().is_none_or(|told| matches!(told.ending, Ending::Unknown(_) | Ending::Throttled))
        })
    }

    fn begin(&self, page: &Rc<Page>, rechecks: Option<usize>, timeout: u64) -> (usize, Call) {
        let begun = self.universe.kernel.now();
        let deadline = begun + timeout;
        let page_number = page.number;
        let record = CallRecord { page: page_number, rechecks, begun, deadline, ..CallRecord::default() };
        let number = self.universe.call(record);
        self.universe.note(|| match rechecks {
            Some(of) => format!("call {number} begins in page {page_number}: rechecks call {of}"),
            None => format!("call {number} begins in page {page_number}"),
        });
        (number, Call::new(page, number, deadline))
    }

    fn end(&self, number: usize, told: Option<Told>) {
        let now = self.universe.kernel.now();
        self.universe.note(|| match &told {
            Some(Told { ending, id, duplicates, candidates, ticket, .. }) => format!(
                "call {number} ends as {ending:?}, package {id:?}, duplicates {duplicates:?}, candidates {candidates:?}, ticket {ticket:?}"
            ),
            None => format!("the page of call {number} goes away"),
        });
        self.universe.record(number, |call| {
            (call.ended, call.died) = if told.is_some() { (Some(now), None) } else { (None, Some(now)) };
            call.told = told;
        });
    }

    fn ask(&self) -> Ask {
        let scenario = &self.universe.scenario;
        Ask { return_existing: scenario.return_existing, verify: scenario.verify, settle: scenario.settle }
    }
}

/// What is asked for, as a caller writes it.
pub(super) fn input(scenario: &Scenario) -> Value {
    let catalog = Value::Object(vec![("id".into(), Value::String(CATALOGS[0].into()))]);
    let mut input = vec![("displayName".into(), Value::String(scenario.name.clone())), ("catalog".into(), catalog)];
    input.extend(scenario.description.clone().map(|text| ("description".into(), Value::String(text))));
    input.extend(scenario.hidden.map(|hidden| ("isHidden".into(), Value::Boolean(hidden))));
    Value::Object(input)
}
