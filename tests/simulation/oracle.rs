//! The judge of a world that is over: it knows the truth, and compares with it what was done and what was told.

use std::fmt;

use super::bodies::ORIGIN;
use super::case::{Case, Perceived, is_open, perceived};
use super::network::Exchange;
use super::page::{REASON, SECRET};
use super::service::{CATALOGS, Maker, Package};
use super::subject::{Ending, Told};
use super::universe::{CallRecord, Universe};
use super::{doubt, pace};
use crate::http::Method;

/// What a client can be charged with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Charge {
    /// More packages were made than creates were asked for.
    Duplicate,
    /// A package is called its own which it did not make.
    FalseCreated,
    /// It says that nothing was created, and something was.
    FalseNotCreated,
    /// A second call does not report the package of the one whose work it shares.
    NotShared,
    /// A create was sent again, and nobody had looked since it was unclear whether the last one was applied.
    RepeatedWithoutLook,
    /// More than two creates were sent that could each have been applied.
    TooManyCreates,
    /// The outcome is called unknown although it could be known.
    NeedlessUnknown,
    /// There is nothing to recheck an unknown outcome with, or was not when the create was sent.
    NoTicket,
    /// A recheck does not find out although nothing is in its way.
    NotSettled,
    /// A second package of the browser's making is kept from the caller.
    UnreportedDouble,
    /// Something is called a duplicate that is none.
    FalseDuplicate,
    /// A request was sent earlier than the service asked for.
    PauseShortened,
    /// A request was sent much later than the service asked for.
    PauseOverstayed,
    /// More than one attempt a second.
    TooFast,
    /// Something was sent after an abort, or after the deadline.
    SentAfterEnd,
    /// The call goes on after an abort, or after the deadline.
    Overshoot,
    /// The call never ends.
    NeverEnds,
    /// A call ends and keeps others of its name waiting.
    RoomLeftLocked,
    /// A token is where it must not be, or goes where it must not go.
    TokenLeaked,
    /// Whoever aborted does not get the reason back.
    ReasonLost,
    /// Two requests carry the same id.
    IdRepeated,
    /// The ledger does not have every request that was sent.
    AttemptsHidden,
    /// It panics.
    Panicked,
}

/// How many creates a call may send that could each have been applied.
const MOST_UNCLEAR: usize = 2;

/// A charge and its reason.
pub(super) struct Finding {
    pub(super) charge: Charge,
    pub(super) why: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.charge, self.why)
    }
}

/// What was found out about a world besides.
#[derive(Default)]
pub(super) struct Remarks {
    /// Packages of somebody else that nothing tells from the call's own, and that were taken for it.
    pub(super) indistinguishable: u64,
    /// Packages of a later create of the same caller, taken for what an earlier one's ticket is about.
    pub(super) created_anew: u64,
    /// Packages that the browser made by sending a create twice, and those of them that the caller was told of.
    pub(super) browser_doubles: u64,
    pub(super) browser_doubles_told: u64,
    /// Why outcomes stayed unknown.
    pub(super) unknown: Vec<doubt::Cause>,
}

/// A verdict in the making.
#[derive(Default)]
pub(super) struct Verdict {
    pub(super) findings: Vec<Finding>,
    pub(super) remarks: Remarks,
}

impl Verdict {
    pub(super) fn charge(&mut self, charge: Charge, why: impl Into<String>) {
        self.findings.push(Finding { charge, why: why.into() });
    }
}

/// Judges a world that is over.
pub(super) fn judge(universe: &Universe) -> Verdict {
    let case = Case::new(universe);
    let mut verdict = Verdict::default();
    duplicates(&case, &mut verdict);
    repeats(&case, &mut verdict);
    for (number, call) in case.calls.iter().enumerate() {
        if let Some(told) = &call.told {
            claim(&case, number, told, &mut verdict);
            listed_duplicates(&case, number, told, &mut verdict);
        }
        leaks(&case, number, call, &mut verdict);
        tries(&case, number, &mut verdict);
        traces(&case, number, call, &mut verdict);
    }
    doubt::judge(&case, &mut verdict);
    pace::judge(&case, &mut verdict);
    if let Some((name, _)) = universe.rooms.borrow().iter().find(|(_, room)| room.holder.is_some()) {
        verdict.charge(Charge::RoomLeftLocked, name.as_str());
    }
    verdict
}

/// Whether the browser made it by itself, beside another one of the same request.
fn is_browsers_double(case: &Case<'_>, package: &Package) -> bool {
    let Maker::Client { exchange, resent: true } = package.maker else { return false };
    let first = Maker::Client { exchange, resent: false };
    case.service.packages.iter().any(|other| other.maker == first)
}

fn duplicates(case: &Case<'_>, verdict: &mut Verdict) {
    let mut judged: Vec<Vec<usize>> = Vec::new();
    for call in (0..case.calls.len()).filter(|call| case.calls[*call].rechecks.is_none()) {
        let family = case.family(call);
        if judged.contains(&family) {
            continue;
        }
        let (doubles, own): (Vec<&Package>, Vec<&Package>) =
            case.shared(call).into_iter().partition(|package| is_browsers_double(case, package));
        if own.len() > 1 {
            let ids: Vec<&str> = own.iter().map(|package| package.id.as_str()).collect();
            verdict.charge(Charge::Duplicate, format!("calls {family:?} made {ids:?}"));
        }
        verdict.remarks.browser_doubles += doubles.len() as u64;
        judged.push(family);
    }
}

/// A create may follow an unclear one only when a look came to its end in between.
fn repeats(case: &Case<'_>, verdict: &mut Verdict) {
    let creates = || case.exchanges.iter().enumerate().filter(|(_, exchange)| exchange.request.method == Method::Post);
    for (number, post) in creates() {
        let family = case.family(post.call);
        let unclear = creates().take_while(|(before, _)| *before < number).filter_map(|(_, before)| {
            let unclear = matches!(perceived(before), Perceived::Ambiguous | Perceived::Conflict);
            before.seen.map(|(at, _)| at).filter(|_| unclear && family.contains(&before.call))
        });
        let looked = |since: u64| {
            case.exchanges.iter().any(|look| {
                let seen = look.seen.is_some_and(|(at, _)| at <= post.sent_at);
                look.sent_at >= since && seen && perceived(look) == Perceived::Listed
            })
        };
        if unclear.max().is_some_and(|since| !looked(since)) {
            verdict.charge(Charge::RepeatedWithoutLook, format!("#{number}"));
        }
    }
}

/// However often a create is lost, a call does not try for ever.
fn tries(case: &Case<'_>, number: usize, verdict: &mut Verdict) {
    let unclear = |post: &&Exchange| matches!(perceived(post), Perceived::Ambiguous | Perceived::Conflict);
    let count = case.posts(number).filter(unclear).count();
    if count > MOST_UNCLEAR {
        verdict.charge(Charge::TooManyCreates, format!("call {number} sends {count}"));
    }
}

/// What a call says, and whether it is so.
fn claim(case: &Case<'_>, number: usize, told: &Told, verdict: &mut Verdict) {
    let subject = case.calls[number].rechecks.unwrap_or(number);
    let own = case.made_by(subject).count();
    let shared = case.shared(subject);
    match told.ending {
        Ending::Created | Ending::Adopted => {
            let Some(package) = told.id.as_deref().and_then(|id| case.package(id)) else {
                return verdict.charge(Charge::FalseCreated, format!("call {number} names no package: {:?}", told.id));
            };
            if shared.iter().any(|own| own.id == package.id) {
                return;
            }
            if !case.is_identical(package) {
                verdict.charge(Charge::FalseCreated, format!("call {number} claims other content: {}", package.id));
            } else if package.maker != Maker::Other && case.calls[number].rechecks.is_some() {
                // The caller created the same once more before it rechecked, against all advice.
                verdict.remarks.created_anew += 1;
            } else if package.maker == Maker::Other && is_of_the_moment(case, subject, package) {
                verdict.remarks.indistinguishable += 1;
            } else {
                verdict.charge(Charge::FalseCreated, format!("call {number} did not make {}", package.id));
            }
        }
        Ending::Existing => {
            let there = told.id.as_deref().and_then(|id| case.package(id));
            if there.is_none_or(|package| package.catalog != CATALOGS[0] || !case.universe.scenario.return_existing) {
                verdict.charge(Charge::FalseCreated, format!("call {number} says that {:?} existed", told.id));
            }
            if own > 0 {
                verdict.charge(Charge::FalseNotCreated, format!("call {number} says that its own package existed"));
            }
        }
        Ending::NotCreated | Ending::Conflict | Ending::Refused(_) | Ending::Aborted if own > 0 => {
            verdict.charge(Charge::FalseNotCreated, format!("call {number} ends as {:?}", told.ending));
        }
        Ending::Conflict
            if shared.iter().any(|own| {
                case.overlap(number) && told.id.as_ref() == Some(&own.id) && !is_of_a_closed_page(case, own)
            }) =>
        {
            verdict.charge(Charge::NotShared, format!("call {number} calls the package of its sibling another's"));
        }
        Ending::Throttled if own > 0 && told.ticket.is_none() => {
            verdict.charge(Charge::FalseNotCreated, format!("call {number} was throttled and has no ticket"));
        }
        Ending::Unknown(_) if told.ticket.is_none() => {
            verdict.charge(Charge::NoTicket, format!("call {number}"));
        }
        _ => {}
    }
}

/// Whether nobody is left who could have told that it was made.
fn is_of_a_closed_page(case: &Case<'_>, package: &Package) -> bool {
    matches!(package.maker, Maker::Client { exchange, .. } if case.calls[case.exchanges[exchange].call].died.is_some())
}

/// Whether somebody else made it in the same moments: no look before the create can have shown it, and none of what
/// the call did afterwards was over before.
fn is_of_the_moment(case: &Case<'_>, call: usize, package: &Package) -> bool {
    let visible = case.service.visible_from(package);
    match case.looked_before(call) {
        Some(looked) => visible > looked,
        // Nobody looked: what was made clearly before the create was sent, and was there to be seen then, is older.
        None => case.posts(case.worker(call)).next().is_some_and(|post| visible + 5_000 >= post.sent_at),
    }
}

/// What a call tells of duplicates, and of those that the browser made.
fn listed_duplicates(case: &Case<'_>, number: usize, told: &Told, verdict: &mut Verdict) {
    let subject = case.calls[number].rechecks.unwrap_or(number);
    for id in told.duplicates.iter().flatten() {
        let there = case.package(id).filter(|package| {
            let is_new = case.looked_before(subject).is_none_or(|looked| case.service.visible_from(package) > looked);
            package.name == case.universe.scenario.name && package.catalog == CATALOGS[0] && is_new
        });
        if there.is_none() || told.id.as_ref() == Some(id) {
            verdict.charge(Charge::FalseDuplicate, format!("call {number} names {id}"));
        }
    }
    if number == subject {
        browsers_doubles(case, number, told, verdict);
    }
}

/// Whether the caller was told of what the browser made by sending a create twice.
fn browsers_doubles(case: &Case<'_>, number: usize, told: &Told, verdict: &mut Verdict) {
    let told_of = |id: &String| {
        let duplicates = told.duplicates.iter().flatten();
        told.id.iter().chain(&told.candidates).chain(duplicates).any(|told| told == id)
    };
    for double in case.made_by(number).filter(|package| is_browsers_double(case, package)) {
        let twins = || case.made_by(number).filter(|other| is_twin(other, double));
        if twins().all(|twin| told_of(&twin.id)) || is_open(told) {
            verdict.remarks.browser_doubles_told += 1;
        } else if case.universe.scenario.lag() == 0 && could_look_behind(case, number, told) {
            verdict.charge(Charge::UnreportedDouble, format!("call {number} does not tell of {}", double.id));
        }
    }
}

/// Whether a call that says nothing of duplicates could have looked for them: it was asked to, it had looked before,
/// nothing stood in its way.
fn could_look_behind(case: &Case<'_>, number: usize, told: &Told) -> bool {
    let call = &case.calls[number];
    let last = case.posts(number).last().map_or(0, |post| post.sent_at);
    let mut behind = case.sent_by(number).filter(|exchange| exchange.sent_at >= last);
    let was_hindered = behind.any(|exchange| {
        exchange.request.method != Method::Post
            && !matches!(perceived(exchange), Perceived::Listed | Perceived::Success)
    });
    let ended = call.ended.unwrap_or(0);
    let in_page = case.exchanges.iter().filter(|exchange| exchange.page == call.page);
    let was_paused = in_page.filter_map(pace::pause_end).any(|(seen, end)| seen <= ended && end > last);
    let hurried = call.aborted.unwrap_or(u64::MAX).min(call.deadline) < ended + 5_000;
    let scenario = &case.universe.scenario;
    let asked = scenario.verify && case.looked_before(number).is_some() && doubt::can_look(&scenario.rules);
    let was_offline = scenario.offline.is_some_and(|(from, until)| from < ended && last < until);
    told.duplicates.is_some() || (asked && !was_hindered && !was_paused && !was_offline && !hurried)
}

/// Whether two packages came from the same request.
fn is_twin(one: &Package, other: &Package) -> bool {
    let exchange = |package: &Package| match package.maker {
        Maker::Client { exchange, .. } => Some(exchange),
        Maker::Other => None,
    };
    exchange(one) == exchange(other)
}

/// What was sent stays with the service, and what was told has no token in it; but the reason of an abort.
fn leaks(case: &Case<'_>, number: usize, call: &CallRecord, verdict: &mut Verdict) {
    let told = call.told.iter().map(|told| &told.words);
    if told.chain(call.events.iter().map(|event| &event.words)).any(|words| words.contains(SECRET)) {
        verdict.charge(Charge::TokenLeaked, format!("call {number}"));
    }
    let stays = |url: &str| url.strip_prefix(ORIGIN).is_some_and(|path| path.starts_with("/v1.0/"));
    if let Some(stray) = case.sent_by(number).find(|exchange| !stays(&exchange.request.url)) {
        verdict.charge(Charge::TokenLeaked, format!("call {number} follows {}", stray.request.url));
    }
    let was_aborted = |told: &&Told| matches!(told.ending, Ending::Aborted | Ending::Unknown("aborted"));
    if call.told.as_ref().filter(was_aborted).is_some_and(|told| !told.words.contains(REASON)) {
        verdict.charge(Charge::ReasonLost, format!("call {number}"));
    }
}

/// What helps afterwards: a ticket before each create, the ledger, an id of its own for every request.
fn traces(case: &Case<'_>, number: usize, call: &CallRecord, verdict: &mut Verdict) {
    let mut tickets = call.events.iter().filter(|event| event.name == "sending" && event.has_ticket);
    for post in case.posts(number) {
        if tickets.next().is_none_or(|ticket| ticket.at > post.sent_at) {
            verdict.charge(Charge::NoTicket, format!("call {number} sends before it tells its ticket"));
        }
    }
    let sent = case.sent_by(number).count();
    if let Some(told) = call.told.as_ref().filter(|told| told.attempts != sent) {
        verdict.charge(Charge::AttemptsHidden, format!("call {number} sent {sent}, tells of {}", told.attempts));
    }
    let ids = || case.exchanges.iter().map(|exchange| &exchange.client_request_id);
    let of_call = case.sent_by(number).map(|exchange| &exchange.client_request_id);
    if of_call.into_iter().any(|id| ids().filter(|other| *other == id).count() > 1) {
        verdict.charge(Charge::IdRepeated, format!("call {number}"));
    }
}
