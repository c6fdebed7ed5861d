//! The create procedure: exactly once, or an honest "unknown".
//!
//! A create is sent a second time only when looks have shown that the first was not applied: also after a 429, which
//! by Graph's documentation was not carried out, because nothing proves it. A 401 and other refusals are believed.

use maybe_async::maybe_async;

use crate::attempt::{Purpose, Reason};
use crate::back_off;
use crate::denial::{CatalogAccess, Denial, DenialReason};
use crate::error::{Answer, Doubt, Error, NetworkProblem, Unknown};
use crate::evidence::{Case, Findings};
use crate::flaw::trim;
use crate::graph::answer::Meaning;
use crate::graph::{create_access_package as endpoint, get_catalog};
use crate::look_up::{look_up, same_but_for_case};
use crate::read::{Patience, fetch};
use crate::room::{self, Note};
use crate::server_clock::ServerClock;
use crate::session::{Ask, Exchange, Session, Stop};
use crate::settle::{Settled, settle};
use crate::spec::AccessPackage;
use crate::ticket::Ticket;
use crate::validate::validate;
use crate::value::Value;
use crate::wiped::Held;
use crate::world::{Interruption, World};

/// How many creates that could each have been applied are sent at most.
const MOST: u32 = 2;

/// How long a create waits for its answer at most, in milliseconds: then there is time left to look.
const WITHIN: u64 = 30_000;

/// With less time than this left a create is not sent again: it could hardly be settled.
const LEAST_LEFT: u64 = 3_000;

/// How long the reads behind an answer that is known already may take.
const GLANCE: u64 = 5_000;

/// How a create is to be carried out.
#[derive(Clone, Debug, Default)]
pub(crate) struct CreateOptions {
    /// Whether a package that exists is a success.
    pub(crate) return_existing: bool,
    /// Whether to look before and after.
    pub(crate) verify: bool,
    /// How long after a lost answer a package may still appear, in milliseconds.
    pub(crate) settle_ms: u64,
    /// Whether it is one of many: their catalogs have been listed, which is as good as a look before each, and whoever
    /// sends them all waits when Graph asks for a pause.
    pub(crate) bulk: bool,
    /// The same create, sent by an earlier call that did not settle it.
    pub(crate) prior: Option<Prior>,
}

/// A create that was sent and not settled.
#[derive(Clone, Debug)]
pub(crate) struct Prior {
    pub(crate) ticket: Box<Ticket>,
    /// How long from now on its package may still appear, in milliseconds.
    pub(crate) settle_ms: u64,
}

/// How a create ended well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Created {
    pub(crate) outcome: Outcome,
    pub(crate) access_package: Held<AccessPackage>,
    /// Others of the name that have appeared; `None` where nobody could look.
    pub(crate) duplicates: Option<Vec<Held<AccessPackage>>>,
}

/// What a create that ended well did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Graph said so.
    Created,
    /// The answer was lost, and a look found the package.
    Adopted,
    /// It was there before.
    Existing,
}

type Ending<C> = Result<Created, Stop<C>>;

/// Creates an access package, and tells the truth about what happened.
#[maybe_async]
pub(crate) async fn create<W: World>(
    session: &mut Session<'_, W>,
    input: &Value,
    mut options: CreateOptions,
) -> Ending<W::Cause> {
    let spec = validate(input).map_err(Error::Validation)?;
    let world = session.world;
    let room = room::name(world, session.root, &spec);
    let Some(entered) = world.enter(&room).await else {
        return Err(match world.interruption() {
            Some(Interruption::Aborted(reason)) => Stop::aborted(reason),
            _ => Error::Network(NetworkProblem::TimedOut).into(),
        });
    };
    let prior = options.prior.take().map(|Prior { ticket, settle_ms }| Note::of(ticket, settle_ms));
    // Who sends it again knows better how long to look for it than the note of the first time.
    let vanished = entered.vanished;
    let note = Note::read(entered, options.settle_ms)
        .filter(|note| prior.as_ref().is_none_or(|prior| prior.ticket != note.ticket));
    let listed = options.bulk.then(|| ServerClock::known(world.ahead()));
    let mut create = Create { case: Case { listed, ..Case::new(spec) }, session, options, vanished };
    let vanished = vanished.then(|| create.vanished());
    let ending = create.run([prior, note, vanished]).await;
    let own = create.ticket();
    let left = match &ending {
        Ok(Created { outcome: Outcome::Existing, .. }) => None,
        Ok(Created { outcome, access_package, .. }) => {
            Some((&*own, Some(access_package), *outcome == Outcome::Adopted))
        }
        // Who comes next has not waited for the closed tab, and knows of it by this only.
        Err(_) if create.vanished => Some((&*own, None, false)),
        Err(stop) => stop.error().and_then(Error::ticket).map(|ticket| (ticket, None, false)),
    };
    let note = left.map(|(ticket, made, adopted)| {
        room::write(ticket, made.map(|made| &**made), adopted, made.is_none() && create.vanished)
    });
    world.leave(&room, note);
    ending
}

/// A create under way.
struct Create<'s, 'w, W: World> {
    session: &'s mut Session<'w, W>,
    case: Case,
    options: CreateOptions,
    /// Whether another tab was closed in the middle of a create of the name, and what came of that is still open.
    vanished: bool,
}

impl<W: World> Create<'_, '_, W> {
    #[maybe_async]
    async fn run(&mut self, notes: [Option<Box<Note>>; 3]) -> Ending<W::Cause> {
        for note in notes {
            if let Some(note) = note
                && let Some(created) = self.resume(*note).await?
            {
                return Ok(created);
            }
        }
        if self.options.bulk {
            self.case.known_ids.get_or_insert_default();
        }
        if self.options.verify && self.case.known_ids.is_none() {
            match look_up(self.session, &self.case.spec, Reason::Initial, Patience::Some).await {
                Ok(sighted) => {
                    for package in sighted {
                        if package.display_name.as_ref() == Some(&self.case.spec.display_name) {
                            return self.exists(package, Box::default(), None);
                        }
                    }
                    self.case.known_ids = Some(Vec::new());
                }
                // Who may not look may still create.
                Err(stop) if is_refused(&stop) => {}
                Err(stop) => return Err(stop),
            }
        }
        self.send().await
    }

    /// What stands for a create of another tab that was closed in the middle: it may have been sent, and may have been of this
    /// name alone. So whatever package appears has the name, and is not taken for this call's.
    fn vanished(&self) -> Box<Note> {
        let mut note = Note::of(self.ticket(), self.options.settle_ms);
        note.vanished = true;
        note
    }

    /// Goes on from where the last create of this name ended: what it made may not be visible yet, and what it left open
    /// may still be made.
    #[maybe_async]
    async fn resume(&mut self, note: Note) -> Result<Option<Created>, Stop<W::Cause>> {
        let Note { ticket, made, adopted, age, waited, appears, vanished } = note;
        let same = ticket.input == self.case.spec;
        if waited
            && same
            && let Some(access_package) = made
        {
            // Both asked for the same at the same time: one create answers both.
            let outcome = if adopted { Outcome::Adopted } else { Outcome::Created };
            return Ok(Some(Created { outcome, access_package, duplicates: None }));
        }
        let mut case = Case::new(ticket.input.clone());
        case.known_ids = if made.is_some() || vanished { Some(Vec::new()) } else { ticket.known_ids.clone() };
        let world = self.session.world;
        let left = world.elapsed().saturating_sub(age);
        if self.options.bulk {
            // When it was sent is known by the wall clock only; not at all where that says that it is still to come, and
            // not by the clock of this page where it is older than the page.
            let since = world.now().as_millis().checked_sub(ticket.sent_at.as_millis());
            (case.listed, case.sent) = (self.case.listed, since.and_then(|since| world.elapsed().checked_sub(since)));
        }
        let horizon = left.saturating_add(appears);
        let settled = settle(self.session, &mut case, Reason::Ambiguous, horizon).await;
        self.vanished &= !vanished || matches!(settled, Settled::Open(..));
        match settled {
            Settled::Ours(access_package, duplicates) if same && made.is_none() && !vanished => {
                Ok(Some(Created { outcome: Outcome::Adopted, access_package, duplicates: Some(duplicates) }))
            }
            Settled::Ours(package, _) | Settled::Taken(package)
                if package.display_name.as_ref() == Some(&self.case.spec.display_name) =>
            {
                self.exists(package, Box::default(), None).map(Some)
            }
            Settled::Ours(..) | Settled::Taken(_) => Ok(None),
            Settled::Absent(_) => {
                self.case.known_ids = case.known_ids.filter(|_| same);
                Ok(None)
            }
            Settled::Open(Some(stop), _) if stop.is_aborted() => Err(stop),
            Settled::Open(stop, candidates) => match made {
                Some(package) if same => self.exists(package, Box::default(), None).map(Some),
                _ => Err(still_unknown(stop, ticket, candidates)),
            },
        }
    }

    /// Sends the create, and again when it is shown that nothing came of it.
    #[maybe_async]
    async fn send(&mut self) -> Ending<W::Cause> {
        let world = self.session.world;
        let request = endpoint::request(self.session.root, &self.case.spec);
        let mut reason = Reason::Initial;
        let mut ambiguous = 0;
        loop {
            let closed = self.session.closed();
            if self.options.bulk && closed > 0 {
                return Err(self.session.throttled_for(closed));
            }
            let ticket = self.ticket();
            let within = WITHIN.min(world.remaining() / 2);
            let ask = Ask { request: &request, purpose: Purpose::Create, reason, within, ticket: Some(&ticket) };
            let mut exchange = self.session.exchange(ask).await?;
            self.case.sent.get_or_insert(self.session.sent);
            if let Some(package) = exchange.value(|response| self.made(endpoint::response(response))) {
                if self.options.bulk {
                    self.note_time(&package);
                }
                return Ok(self.created(package).await);
            }
            let failed = world.elapsed();
            let (doubt, cause) = match exchange.meaning {
                Some(Meaning::Refused) => return Err(self.refused(exchange).await),
                Some(Meaning::Conflict) => (Doubt::Conflict, None),
                Some(Meaning::Throttled) => (Doubt::Throttled, None),
                Some(Meaning::Success | Meaning::Ambiguous) | None => exchange.doubt(&mut self.session.ledger),
            };
            if self.options.bulk && doubt == Doubt::Throttled {
                return Err(exchange.fail(|answer| Error::Throttled(answer, Some(ticket))));
            }
            self.session.tell("ambiguous", Some(doubt.as_str()), exchange.answer.status);
            // What was done before an answer came can only be shown late; what was not answered can be done late too.
            let (why, appears) = match doubt {
                Doubt::Conflict => (Reason::Conflict, self.options.settle_ms / 2),
                Doubt::Throttled => (Reason::Throttled, self.options.settle_ms / 2),
                _ => (Reason::Ambiguous, self.options.settle_ms),
            };
            match settle(self.session, &mut self.case, why, failed.saturating_add(appears)).await {
                Settled::Ours(access_package, duplicates) => {
                    return Ok(Created { outcome: Outcome::Adopted, access_package, duplicates: Some(duplicates) });
                }
                Settled::Taken(package) => return self.exists(package, exchange.answer, exchange.body),
                Settled::Absent(similar) if doubt == Doubt::Conflict => {
                    return Err(exchange.fail(|answer| Error::Conflict(answer, similar)));
                }
                Settled::Absent(_) => {
                    ambiguous += u32::from(doubt != Doubt::Throttled);
                    if ambiguous >= MOST || world.remaining() < LEAST_LEFT || !self.session.spend() {
                        return Err(not_created(doubt, cause, exchange));
                    }
                    reason = why;
                }
                Settled::Open(stop, candidates) => {
                    let mut ticket = ticket;
                    ticket.known_ids = self.case.known_ids.clone();
                    return Err(unknown(doubt, cause, exchange, stop, ticket, candidates));
                }
            }
        }
    }

    /// Keeps what a new package tells of the service's clock, for the next creates.
    fn note_time(&self, package: &AccessPackage) {
        let (world, sent) = (self.session.world, self.session.sent);
        let ahead = ServerClock::read(package.created_date_time.as_deref(), sent, world.elapsed());
        if let Some(ahead) = ahead {
            world.set_ahead(ahead);
        }
    }

    /// What settles this create later, if it is sent now.
    fn ticket(&self) -> Box<Ticket> {
        let Case { spec, known_ids, .. } = &self.case;
        let now = self.session.world.now();
        Box::new(Ticket::new(self.session.root.as_str(), spec.clone(), now, known_ids.clone()))
    }

    /// The package of an answer, if it is one of the name that was asked for.
    fn made(&self, package: Option<Held<AccessPackage>>) -> Option<Held<AccessPackage>> {
        package.filter(|package| {
            let name = package.display_name.as_deref().unwrap_or_default();
            same_but_for_case(self.session.world, trim(name), trim(&self.case.spec.display_name))
        })
    }

    /// Graph said that it was created. A browser may have sent the request twice: a look shows it.
    #[maybe_async]
    async fn created(&mut self, package: Held<AccessPackage>) -> Created {
        let duplicates = if self.options.verify { self.find_duplicates(&package).await } else { None };
        Created { outcome: Outcome::Created, access_package: package, duplicates }
    }

    /// The others of the name that have appeared. A look that does not show this package has come too soon: it is
    /// repeated for a while.
    #[maybe_async]
    async fn find_duplicates(&mut self, package: &AccessPackage) -> Option<Vec<Held<AccessPackage>>> {
        self.case.known_ids.as_ref()?;
        self.session.hurry(GLANCE);
        let mut seen = None;
        loop {
            let looked = look_up(self.session, &self.case.spec, Reason::Created, Patience::None).await;
            if let Ok(sighted) = looked {
                let Findings { mut ours, mut others, .. } = self.case.judge(sighted, &self.session.clock);
                ours.append(&mut others);
                let (mut appeared, mut is_shown) = (Vec::new(), false);
                for other in ours {
                    if other.id == package.id {
                        is_shown = true;
                    } else {
                        appeared.push(other);
                    }
                }
                if is_shown {
                    return Some(appeared);
                }
                if !appeared.is_empty() {
                    seen = Some(appeared);
                }
            }
            // Until it shows this one: then it shows what was made before, too.
            if !self.session.is_hurried(back_off::LEAST)
                || self.session.pause(back_off::LEAST, Reason::Created).await.is_err()
            {
                return seen;
            }
        }
    }

    /// The name is taken.
    fn exists(&self, package: Held<AccessPackage>, answer: Box<Answer>, body: Option<W::Cause>) -> Ending<W::Cause> {
        if self.options.return_existing {
            return Ok(Created { outcome: Outcome::Existing, access_package: package, duplicates: None });
        }
        let error = Error::Conflict(answer, Some(package));
        Err(Stop::failed(error, None, body))
    }

    /// Graph refused. What a 403 may mean is explained.
    #[maybe_async]
    async fn refused(&mut self, exchange: Box<Exchange<W::Cause>>) -> Stop<W::Cause> {
        let Answer { status: Some(403), claims: None, graph_code, .. } = &*exchange.answer else {
            return exchange.fail(|answer| Error::Graph(answer, None));
        };
        let reason = DenialReason::from_code(graph_code.as_deref());
        let catalog = if reason == DenialReason::Unauthorized { self.read_catalog().await } else { None };
        exchange.fail(|answer| Error::Graph(answer, Some(Box::new(Denial::new(reason, catalog)))))
    }

    /// Whether the catalog can be read, if that can be found out at once.
    #[maybe_async]
    async fn read_catalog(&mut self) -> Option<CatalogAccess> {
        self.session.hurry(GLANCE);
        let request = get_catalog::request(self.session.root, &self.case.spec.catalog.id);
        let mut take = |response: &_| get_catalog::response(response).is_some();
        match fetch(self.session, &request, Purpose::Read, Reason::Refused, Patience::None, &mut take).await {
            Ok(()) => Some(CatalogAccess::Readable),
            Err(stop) => match stop.graph_status() {
                Some(404) => Some(CatalogAccess::NotFound),
                Some(401 | 403) => Some(CatalogAccess::Unreadable),
                _ => None,
            },
        }
    }
}

/// Whether Graph refused to let somebody look, for another reason than the token.
fn is_refused<C>(stop: &Stop<C>) -> bool {
    match stop.error() {
        Some(Error::Graph(answer, _)) => {
            matches!(answer.status, Some(400 | 402..=407 | 410..=428 | 430..=498)) && answer.claims.is_none()
        }
        _ => false,
    }
}

/// Nothing was created: the error is what went wrong.
#[expect(clippy::boxed_local, reason = "unboxed it would be copied")]
fn not_created<C>(doubt: Doubt, cause: Option<C>, exchange: Box<Exchange<C>>) -> Stop<C> {
    let Exchange { answer, body, .. } = *exchange;
    let error = match doubt {
        Doubt::ServerError => Error::Graph(answer, None),
        Doubt::Throttled => Error::Throttled(answer, None),
        Doubt::ConnectionLost => Error::Network(NetworkProblem::ConnectionLost),
        Doubt::Unreadable => Error::Response(answer),
        Doubt::TimedOut | Doubt::Aborted | Doubt::Conflict | Doubt::LookFailed => {
            Error::Network(NetworkProblem::TimedOut)
        }
    };
    Stop::failed(error, cause, body)
}

/// A create was sent, and looking did not settle it.
#[expect(clippy::boxed_local, reason = "unboxed it would be copied")]
fn unknown<C>(
    doubt: Doubt,
    cause: Option<C>,
    exchange: Box<Exchange<C>>,
    stop: Option<Stop<C>>,
    ticket: Box<Ticket>,
    candidates: Vec<Held<AccessPackage>>,
) -> Stop<C> {
    let Exchange { mut answer, body, .. } = *exchange;
    let (mut doubt, mut cause) = (doubt, cause);
    if let Some(mut stop) = stop {
        let reason = stop.0.cause.take();
        match stop.error() {
            None => (doubt, cause) = (Doubt::Aborted, reason),
            Some(error) => {
                let retry_at = error.answer().and_then(|answer| answer.retry_at);
                answer.retry_at = retry_at.or(answer.retry_at);
                if doubt == Doubt::Throttled && matches!(error, Error::Throttled(..)) {
                    return Stop::failed(Error::Throttled(answer, Some(ticket)), cause, body);
                }
                cause = cause.or(reason);
            }
        }
    }
    let error = Error::OutcomeUnknown(Box::new(Unknown { doubt, answer, ticket: Some(ticket), candidates }));
    Stop::failed(error, cause, body)
}

/// A create of an earlier call is still not settled.
pub(crate) fn still_unknown<C>(
    stop: Option<Stop<C>>,
    ticket: Box<Ticket>,
    candidates: Vec<Held<AccessPackage>>,
) -> Stop<C> {
    let (mut doubt, mut answer, mut cause, mut body) = (Doubt::LookFailed, None, None, None);
    if let Some(mut stop) = stop {
        let failure = &mut stop.0;
        if let Some(Error::Network(NetworkProblem::TimedOut)) = failure.error {
            doubt = Doubt::TimedOut;
        }
        (cause, body) = (failure.cause.take(), failure.body.take());
        answer = failure.error.take().and_then(Error::into_answer);
    }
    let answer = answer.unwrap_or_default();
    let error = Error::OutcomeUnknown(Box::new(Unknown { doubt, answer, ticket: Some(ticket), candidates }));
    Stop::failed(error, cause, body)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
