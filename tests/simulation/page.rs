//! A page of the browser, and a call in it: the client's world, as the simulation has it.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

use super::bodies::{EPOCH, Payload};
use super::network::{End, Seen};
use super::scenario::TokenTrouble;
use super::service::{CLAIMED, CLAIMS, RENEWED};
use super::universe::{Moment, Universe};
use crate::event::Event;
use crate::gate::Gate;
use crate::http::{Body, Request, Response};
use crate::time::Timestamp;
use crate::token::{Token, TokenRequest};
use crate::world::{Entered, Interruption, NoAnswer, NoToken, Received, World};

/// What every token has in it, and nothing else may have.
pub(super) const SECRET: &str = "s3cr3t";

/// What the caller aborts with.
pub(super) const REASON: &str = "the caller's reason";

/// A page: what its calls share.
pub(super) struct Page {
    pub(super) universe: Rc<Universe>,
    pub(super) number: usize,
    gate: Cell<Gate>,
    opened: u64,
    /// What tokens hold by now: a cache keeps what it got.
    token: RefCell<String>,
}

impl Page {
    /// A page that is opened now.
    pub(super) fn open(universe: &Rc<Universe>, number: usize) -> Rc<Self> {
        let universe = Rc::clone(universe);
        // Pages do not count time from the same moment.
        let opened = forward(&universe).saturating_sub(number as u64 * 7_777);
        Rc::new(Self { universe, number, gate: Cell::default(), opened, token: RefCell::new(SECRET.into()) })
    }
}

impl Page {
    /// The time since it was opened.
    pub(super) fn elapsed(&self) -> u64 {
        forward(&self.universe) - self.opened
    }

    /// What its calls know of the service.
    pub(super) fn gate(&self) -> Gate {
        self.gate.get()
    }
}

/// What the machine's clock shows that only goes forward.
pub(super) fn forward(universe: &Universe) -> u64 {
    let slept = if universe.scenario.clock.stands_still { universe.kernel.slept() } else { 0 };
    universe.kernel.now() - slept
}

/// A call in a page.
pub(super) struct Call {
    pub(super) page: Rc<Page>,
    pub(super) number: usize,
    /// When the caller aborts it.
    abort_at: Cell<Option<u64>>,
    /// At which step instead, and how long after that began.
    abort_at_step: Option<(usize, u64)>,
    deadline: u64,
    steps: Cell<usize>,
    /// How often it was asked at this very moment whether it may go on.
    asked: Cell<(u64, u32)>,
}

/// How often a call may ask within a moment whether it may go on, before it counts as a busy loop.
const BUSY: u32 = 10_000;

/// How many things a call may do with its world before it counts as endless.
const MOST_STEPS: usize = 2_000;

/// No moment of any world.
const NEVER: u64 = u64::MAX;

impl Call {
    pub(super) fn new(page: &Rc<Page>, number: usize, deadline: u64) -> Self {
        page.universe.kernel.wake_at(deadline);
        let page = Rc::clone(page);
        Self {
            page,
            number,
            abort_at: Cell::new(None),
            abort_at_step: None,
            deadline,
            steps: Cell::new(0),
            asked: Cell::default(),
        }
    }

    /// Lets the caller abort it at that moment, or at a step.
    pub(super) fn aborted(mut self, at: Option<u64>, at_step: Option<(usize, u64)>) -> Self {
        if let Some(at) = at {
            self.abort(at);
        }
        self.abort_at_step = at_step;
        self
    }

    pub(super) fn universe(&self) -> &Rc<Universe> {
        &self.page.universe
    }

    fn now(&self) -> u64 {
        self.universe().kernel.now()
    }

    fn abort(&self, at: u64) {
        self.abort_at.set(Some(at));
        self.universe().record(self.number, |call| call.aborted = Some(at));
        self.universe().kernel.wake_at(at);
    }

    /// Counts what the call does, and aborts it where that was planned.
    async fn step(&self) {
        let steps = self.steps.replace(self.steps.get() + 1);
        if let Some((at, after)) = self.abort_at_step
            && at == steps
        {
            self.abort(self.now() + after);
        }
        if steps > MOST_STEPS {
            std::future::pending::<()>().await;
        }
    }

    /// Waits until there is something, the call is interrupted, or so much time is over; `None` for the latter two.
    async fn wait_for<T>(&self, until: u64, mut there: impl FnMut() -> Option<T>) -> Option<T> {
        let kernel = &self.universe().kernel;
        if until < NEVER {
            kernel.wake_at(until);
        }
        poll_fn(|_| match there() {
            Some(there) => Poll::Ready(Some(there)),
            None if self.is_interrupted() || kernel.now() >= until => Poll::Ready(None),
            None => Poll::Pending,
        })
        .await
    }

    fn is_interrupted(&self) -> bool {
        self.interruption().is_some()
    }

    /// What the browser makes of what has come by now.
    fn received(&self, exchange: usize) -> Option<Result<Received<&'static str>, NoAnswer<&'static str>>> {
        let exchange = &mut self.universe().exchanges.borrow_mut()[exchange];
        let (_, end) = exchange.end.filter(|(at, _)| *at <= self.now())?;
        let response = self.head(exchange);
        if end == End::Lost {
            return Some(match response {
                Some(response) => {
                    let lost = Some(NoAnswer::ConnectionLost("the connection dropped"));
                    Ok(Received { response: Box::new(response), body: None, lost, unparsed: None })
                }
                None => Err(NoAnswer::ConnectionLost("failed to fetch")),
            });
        }
        let mut response = response?;
        let payload = std::mem::replace(&mut exchange.head.as_mut()?.1.payload, Payload::Empty);
        let unparsed = (payload == Payload::Text).then_some("unexpected token");
        response.body = match payload {
            Payload::Empty => Body::Empty,
            Payload::Json(json) => Body::Json(json),
            Payload::Mislabelled(json) => Body::Mislabelled(json),
            Payload::Text => Body::Text,
        };
        Some(Ok(Received { response: Box::new(response), body: Some("the body"), lost: None, unparsed }))
    }

    /// The status and the headers, where they have come; the body is lost unless somebody puts it there.
    fn head(&self, exchange: &super::network::Exchange) -> Option<Response> {
        let (_, answer) = exchange.head.as_ref().filter(|(at, _)| *at <= self.now())?;
        Some(Response {
            status: answer.status,
            request_id: Some("6f1ad2b4-0000-4000-8000-000000000000".into()),
            retry_after: answer.retry_after.clone(),
            www_authenticate: answer.www_authenticate.clone(),
            body: Body::Lost,
        })
    }
}

/// Notes for whoever drops a request on its way, as a page does that goes away.
struct OnItsWay<'a> {
    universe: &'a Rc<Universe>,
    exchange: usize,
    over: bool,
}

impl Drop for OnItsWay<'_> {
    fn drop(&mut self) {
        if !self.over {
            self.universe.saw(self.exchange, Seen::Nothing);
        }
    }
}

impl World for Call {
    type Cause = &'static str;

    fn now(&self) -> Timestamp {
        let (now, clock) = (self.now(), &self.universe().scenario.clock);
        let jumped: i64 = clock.jumps.iter().filter(|(at, _)| *at <= now).map(|(_, by)| by).sum();
        Timestamp::from_millis((EPOCH + now).saturating_add_signed(clock.offset + jumped))
    }

    fn elapsed(&self) -> u64 {
        forward(self.universe()) - self.page.opened
    }

    fn remaining(&self) -> u64 {
        self.deadline.saturating_sub(self.now())
    }

    fn random(&self) -> [u8; 16] {
        let chance = &self.universe().chance;
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&chance.next().to_le_bytes());
        bytes[8..].copy_from_slice(&chance.next().to_le_bytes());
        bytes
    }

    fn fold(&self, text: &str) -> String {
        text.to_lowercase()
    }

    fn is_offline(&self) -> bool {
        self.universe().scenario.knows_offline && self.universe().is_offline()
    }

    fn interruption(&self) -> Option<Interruption<&'static str>> {
        let now = self.now();
        let (then, times) = self.asked.get();
        let times = if then == now { times + 1 } else { 0 };
        self.asked.set((now, times));
        assert!(times < BUSY, "the call goes round in circles while no time passes");
        match self.abort_at.get() {
            Some(at) if at <= now => Some(Interruption::Aborted(REASON)),
            _ => (self.deadline <= now).then_some(Interruption::TimedOut),
        }
    }

    fn gate(&self) -> Gate {
        self.page.gate.get()
    }

    fn set_gate(&self, gate: Gate) {
        self.page.gate.set(gate);
    }

    fn tell(&self, event: &Event<'_>) {
        let ticket = event.ticket.map(|ticket| serde_json::to_value(ticket).unwrap());
        self.universe()
            .note(|| format!("call {} says {} {:?} {:?}", self.number, event.name, event.reason, event.wait));
        let words =
            [event.reason.unwrap_or_default(), &ticket.as_ref().map(ToString::to_string).unwrap_or_default()].concat();
        let moment = Moment { at: self.now(), name: event.name, has_ticket: ticket.is_some(), words };
        let listener = self.universe().listener.borrow().clone();
        if let Some(listener) = listener {
            listener(self.number, event.name);
        }
        self.universe().record(self.number, |call| {
            call.events.push(moment);
            call.ticket = ticket.or(call.ticket.take());
        });
    }

    async fn sleep(&self, millis: u64) {
        self.step().await;
        self.wait_for(self.now().saturating_add(millis), || None::<()>).await;
    }

    async fn token(&self, request: &TokenRequest<'_>) -> Result<String, NoToken<&'static str>> {
        self.step().await;
        self.universe().record(self.number, |call| call.tokens.push(self.universe().kernel.now()));
        if self.universe().scenario.token_delay > 0 {
            let until = self.now() + self.universe().chance.between(1, self.universe().scenario.token_delay);
            self.wait_for(until, || None::<()>).await;
        }
        let trouble = self.universe().token_trouble();
        self.universe().record(self.number, |call| call.got_no_token |= trouble.is_some());
        if trouble == Some(TokenTrouble::NeverAnswers) {
            self.wait_for(NEVER, || None::<()>).await;
        }
        if let Some(interruption) = self.interruption() {
            return Err(NoToken::Interrupted(interruption));
        }
        match trouble {
            Some(TokenTrouble::Fails) => return Err(NoToken::Failed("interaction is required")),
            Some(TokenTrouble::GivesNoString) => return Err(NoToken::NotAString),
            Some(TokenTrouble::GivesNothing) => return Ok(String::new()),
            Some(TokenTrouble::GivesTwoWords) => return Ok([SECRET, " ", SECRET].concat()),
            Some(TokenTrouble::NeverAnswers) | None => {}
        }
        let mut token = self.page.token.borrow_mut();
        let wanted = [(request.reason.is_renewal(), RENEWED), (request.claims == Some(CLAIMS), CLAIMED)];
        for (wanted, part) in wanted {
            if wanted && !token.contains(part) {
                token.push_str(part);
            }
        }
        Ok(token.clone())
    }

    async fn send(
        &self,
        request: &Request,
        token: &Token,
        client_request_id: &str,
        within: u64,
    ) -> Result<Received<&'static str>, NoAnswer<&'static str>> {
        let forbidden = self.is_interrupted();
        let token = String::from(token.authorization().strip_prefix("Bearer ").unwrap());
        let universe = self.universe();
        let exchange = universe.transmit(self.number, self.page.number, request, token, client_request_id, forbidden);
        let mut on_its_way = OnItsWay { universe, exchange, over: false };
        self.step().await;
        let received = self.wait_for(self.now() + within, || self.received(exchange)).await;
        on_its_way.over = true;
        if let Some(received) = received {
            universe.saw(
                exchange,
                match &received {
                    Ok(Received { lost: None, .. }) => Seen::Answer,
                    Ok(_) => Seen::Status,
                    Err(_) => Seen::Nothing,
                },
            );
            return received;
        }
        let lost = self.interruption().map_or(NoAnswer::Late, NoAnswer::Interrupted);
        let head = self.head(&universe.exchanges.borrow()[exchange]);
        universe.saw(exchange, if head.is_some() { Seen::Status } else { Seen::Nothing });
        match head {
            Some(response) => {
                Ok(Received { response: Box::new(response), body: None, lost: Some(lost), unparsed: None })
            }
            None => Err(lost),
        }
    }

    async fn enter(&self, room: &str) -> Option<Entered> {
        self.step().await;
        let universe = self.universe();
        let waited = {
            let mut rooms = universe.rooms.borrow_mut();
            let room = rooms.entry(room.into()).or_default();
            room.queue.push_back(self.number);
            room.holder.is_some() || room.queue.len() > 1
        };
        let entered = self
            .wait_for(NEVER, || {
                let mut rooms = universe.rooms.borrow_mut();
                let room = rooms.get_mut(room)?;
                if self.is_interrupted() || room.holder.is_some() || room.queue.front() != Some(&self.number) {
                    return None;
                }
                room.holder = room.queue.pop_front();
                // Who comes when it is free has seen nobody in it.
                let vanished = std::mem::take(&mut room.vanished) && waited;
                let (note, left_at) = room.note.clone().unzip();
                let note = note.map(|note| serde_json::from_str::<serde_json::Value>(&note).unwrap().into());
                Some(Entered { waited, note, age: left_at.map_or(0, |at| self.now() - at), vanished })
            })
            .await;
        universe.record(self.number, |call| call.waited |= waited);
        if entered.is_none() {
            universe.free(self.number);
        }
        universe.note(|| format!("call {} enters {room}: {entered:?}", self.number));
        entered
    }

    fn leave(&self, room: &str, note: Option<String>) {
        let universe = self.universe();
        universe.note(|| format!("call {} leaves {room} with {note:?}", self.number));
        {
            let mut rooms = universe.rooms.borrow_mut();
            let room = rooms.entry(room.into()).or_default();
            assert_eq!(room.holder, Some(self.number), "a call leaves a room in which it is not");
            room.holder = None;
            room.note = note.map(|note| (note, self.now())).or(room.note.take());
        }
        universe.kernel.stir();
    }

    fn forget(&self, id: &str) {
        for room in self.universe().rooms.borrow_mut().values_mut() {
            room.note = room.note.take().filter(|(note, _)| !note.contains(id));
        }
    }
}
