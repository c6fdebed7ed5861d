//! A world: time, the service, what is on its way, the calls of a browser's pages, and what was written down of them.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use super::bodies;
use super::executor::Kernel;
use super::fault::{Fault, READ_PLACES};
use super::limiter::Limiter;
use super::network::Exchange;
use super::random::{Random, mix};
use super::scenario::{Content, Scenario, TokenTrouble};
use super::service::{CATALOGS, Maker, Package, Service};
use super::subject::Told;
use crate::http::Method;

/// When the first call of a world begins, so that something can have happened before.
pub(super) const START: u64 = 100_000;

/// A world.
pub(super) struct Universe {
    pub(super) kernel: Kernel,
    pub(super) scenario: Scenario,
    pub(super) service: RefCell<Service>,
    pub(super) exchanges: RefCell<Vec<Exchange>>,
    pub(super) calls: RefCell<Vec<CallRecord>>,
    /// The Web Locks of the browser, by name, with the notes that hang in the rooms behind them.
    pub(super) rooms: RefCell<BTreeMap<String, Room>>,
    pub(super) chance: Random,
    /// How the service limits creates, where it does.
    pub(super) limiter: RefCell<Option<Limiter>>,
    /// How long every answer takes, instead of by chance.
    pub(super) latency: Cell<Option<u64>>,
    /// How much later a request may arrive then.
    pub(super) jitter: Cell<u64>,
    /// Who hears what calls tell.
    pub(super) listener: RefCell<Option<Listener>>,
    /// From then on nothing goes wrong any more.
    pub(super) calm_from: Cell<u64>,
    posts: Cell<usize>,
    tokens: Cell<u64>,
    followed: Cell<bool>,
    trace: Option<RefCell<Vec<String>>>,
}

/// Hears of a call, by number, what it tells.
pub(super) type Listener = Rc<dyn Fn(usize, &'static str)>;

/// A room that one call at a time may be in.
#[derive(Default)]
pub(super) struct Room {
    pub(super) holder: Option<usize>,
    pub(super) queue: VecDeque<usize>,
    /// Whether the page of the last one went away while that was in it.
    pub(super) vanished: bool,
    /// What the last one left, and when.
    pub(super) note: Option<(String, u64)>,
}

/// What is known of a call.
#[derive(Default)]
pub(super) struct CallRecord {
    pub(super) page: usize,
    /// The ticket that it rechecks, if it creates nothing.
    pub(super) rechecks: Option<usize>,
    pub(super) begun: u64,
    pub(super) deadline: u64,
    /// When the caller aborted it, or its page went away.
    pub(super) aborted: Option<u64>,
    pub(super) died: Option<u64>,
    pub(super) ended: Option<u64>,
    pub(super) told: Option<Told>,
    /// Whether it waited for another call to leave a room.
    pub(super) waited: bool,
    pub(super) events: Vec<Moment>,
    /// The last ticket that an event told of.
    pub(super) ticket: Option<serde_json::Value>,
    pub(super) tokens: Vec<u64>,
    /// Whether it got none when it asked for one.
    pub(super) got_no_token: bool,
}

/// One event, as it was told.
#[derive(Clone, Debug)]
pub(super) struct Moment {
    pub(super) at: u64,
    pub(super) name: &'static str,
    pub(super) has_ticket: bool,
    pub(super) words: String,
}

impl Universe {
    /// The world of a scenario, with what was there before; `traced` writes down what happens.
    pub(super) fn new(scenario: Scenario, traced: bool) -> Self {
        let mut service = Service::new(scenario.rules.clone(), mix(&[scenario.seed, 1]));
        let chance = Random::new(mix(&[scenario.seed, 2]));
        for (name, catalog, content) in &scenario.before {
            let id = service.id();
            let (description, hidden) = scenario.content(*content);
            let (catalog, name) = (CATALOGS[*catalog].into(), name.clone());
            let (created, date, maker) = (0, bodies::created(0), Maker::Other);
            // A name that is taken already is not there twice.
            let _ = service.commit(Package { id, name, description, hidden, catalog, created, date, maker });
        }
        Self {
            kernel: Kernel::default(),
            service: RefCell::new(service),
            exchanges: RefCell::default(),
            calls: RefCell::default(),
            rooms: RefCell::default(),
            limiter: RefCell::default(),
            latency: Cell::default(),
            jitter: Cell::default(),
            listener: RefCell::default(),
            chance,
            calm_from: Cell::new(u64::MAX),
            posts: Cell::new(0),
            tokens: Cell::new(0),
            followed: Cell::new(false),
            trace: traced.then(RefCell::default),
            scenario,
        }
    }

    /// Writes down what happens, if somebody wants to read it.
    pub(super) fn note(&self, line: impl FnOnce() -> String) {
        if let Some(trace) = &self.trace {
            let now = self.kernel.now();
            trace.borrow_mut().push(format!("{:>10.3} s  {}", now as f64 / 1_000.0 - START as f64 / 1_000.0, line()));
        }
    }

    /// What was written down.
    pub(super) fn trace(&self) -> String {
        self.trace.as_ref().map(|trace| trace.borrow().join("\n")).unwrap_or_default()
    }

    /// Whether the machine has no network now.
    pub(super) fn is_offline(&self) -> bool {
        let now = self.kernel.now();
        now < self.calm_from.get() && self.scenario.offline.is_some_and(|(from, until)| (from..until).contains(&now))
    }

    /// What is wrong with the token callback that is asked now.
    pub(super) fn token_trouble(&self) -> Option<TokenTrouble> {
        let asked = self.tokens.replace(self.tokens.get() + 1);
        let calm = self.kernel.now() >= self.calm_from.get();
        let (trouble, from, times) = self.scenario.token_trouble.filter(|_| !calm)?;
        (from..from + times).contains(&asked).then_some(trouble)
    }

    /// What goes wrong with the next request.
    pub(super) fn fault_for(&self, method: Method) -> Fault {
        let plan = &self.scenario.plan;
        let calm = self.kernel.now() >= self.calm_from.get();
        let before = self.posts.get();
        if method == Method::Post {
            self.posts.set(before + 1);
        }
        if calm {
            return Fault::NONE;
        }
        if let Some(fault) = plan.always {
            return fault;
        }
        if let (Method::Post, Some(fault)) = (method, plan.posts.get(before)) {
            return *fault;
        }
        if before > 0
            && !self.followed.get()
            && let Some(fault) = plan.then
        {
            self.followed.set(true);
            return fault;
        }
        let reads = method == Method::Get && plan.reads > 0 && self.chance.percent(plan.reads);
        if reads { Fault::of_read(self.chance.pick(&READ_PLACES)) } else { Fault::NONE }
    }

    /// Another administrator makes a package of that name, if it is free.
    pub(super) fn somebody_else_creates(&self) {
        let content = self.scenario.other.unwrap_or(Content::Same);
        let (description, hidden) = self.scenario.content(content);
        let mut service = self.service.borrow_mut();
        let (name, id) = (self.scenario.name_of(content), service.id());
        let (catalog, created, maker) = (CATALOGS[0].into(), self.kernel.now(), Maker::Other);
        let date = bodies::created(created);
        let made = service.commit(Package { id, name, description, hidden, catalog, created, date, maker }).is_some();
        self.note(|| format!("another administrator creates the name, {content:?}, unless it is taken: {made}"));
    }

    /// Another call begins; gives its number.
    pub(super) fn call(&self, record: CallRecord) -> usize {
        self.calls.borrow_mut().push(record);
        self.calls.borrow().len() - 1
    }

    /// Changes what is known of a call.
    pub(super) fn record<T>(&self, call: usize, change: impl FnOnce(&mut CallRecord) -> T) -> T {
        change(&mut self.calls.borrow_mut()[call])
    }

    /// A page goes away: its locks are free again.
    pub(super) fn free(&self, call: usize) {
        for room in self.rooms.borrow_mut().values_mut() {
            room.vanished |= room.holder.take_if(|holder| *holder == call).is_some();
            room.queue.retain(|waiting| *waiting != call);
        }
        self.kernel.stir();
    }
}
