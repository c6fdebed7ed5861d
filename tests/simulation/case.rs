//! What happened in a world, as its judges look at it: by the truth, and by what the client could see.

use std::cell::Ref;

use super::fault::Fault;
use super::network::{Content, Exchange, Seen};
use super::service::{CATALOGS, Maker, Package, Service};
use super::subject::{Ending, Told};
use super::universe::{CallRecord, Universe};
use crate::http::Method;

/// A world that is over.
pub(super) struct Case<'a> {
    pub(super) universe: &'a Universe,
    pub(super) service: Ref<'a, Service>,
    pub(super) exchanges: Ref<'a, Vec<Exchange>>,
    pub(super) calls: Ref<'a, Vec<CallRecord>>,
}

/// What an exchange tells whoever sent it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Perceived {
    /// A create: 201 with the package.
    Created,
    /// A look: the last page of a list.
    Listed,
    /// Another success, as a page that is not the last, or an answer that tells nothing.
    Success,
    /// 401.
    Unauthorized,
    Throttled,
    Conflict,
    Refused,
    /// Everything else.
    Ambiguous,
}

impl<'a> Case<'a> {
    pub(super) fn new(universe: &'a Universe) -> Self {
        let (service, exchanges, calls) =
            (universe.service.borrow(), universe.exchanges.borrow(), universe.calls.borrow());
        Self { universe, service, exchanges, calls }
    }

    /// The packages that are called so, in the catalog of the create; case counts unless the service says otherwise.
    pub(super) fn namesakes(&self) -> impl Iterator<Item = &Package> {
        let wanted = self.universe.scenario.name.to_lowercase();
        self.service
            .packages
            .iter()
            .filter(move |package| package.catalog == CATALOGS[0] && package.name.to_lowercase() == wanted)
    }

    pub(super) fn package(&self, id: &str) -> Option<&Package> {
        self.service.packages.iter().find(|package| package.id == id)
    }

    /// The packages that a call made.
    pub(super) fn made_by(&self, call: usize) -> impl Iterator<Item = &Package> {
        self.service.packages.iter().filter(move |package| match package.maker {
            Maker::Client { exchange, .. } => self.exchanges[exchange].call == call,
            Maker::Other => false,
        })
    }

    /// The packages that a call made, or one of those that share its fate: under way at the same time in the same
    /// browser, or begun soon after an earlier one that was still unsettled. (Who creates the same again later, and has
    /// not rechecked, asks for another one.)
    pub(super) fn shared(&self, call: usize) -> Vec<&Package> {
        self.family(call).into_iter().flat_map(|member| self.made_by(member)).collect()
    }

    pub(super) fn family(&self, call: usize) -> Vec<usize> {
        let call = self.calls[call].rechecks.unwrap_or(call);
        let creates: Vec<usize> = (0..self.calls.len()).filter(|at| self.calls[*at].rechecks.is_none()).collect();
        let together = creates.len() == 1 || {
            let (first, second) = (&self.calls[creates[0]], &self.calls[creates[1]]);
            let settled = first.told.as_ref().is_some_and(|told| !is_open(told));
            let settle = if settled { 0 } else { self.universe.scenario.settle };
            first.ended.is_none_or(|ended| second.begun < ended + settle)
        };
        if together { creates } else { vec![call] }
    }

    /// Whether a call began while another create was under way.
    pub(super) fn overlap(&self, call: usize) -> bool {
        let begun = self.calls[call].begun;
        self.calls.iter().enumerate().any(|(other, before)| {
            other != call
                && before.rechecks.is_none()
                && before.begun <= begun
                && before.ended.is_none_or(|ended| begun < ended)
        })
    }

    /// The sibling that sent something, if a call sent nothing itself.
    pub(super) fn worker(&self, call: usize) -> usize {
        let sends = |call: &usize| self.posts(*call).next().is_some();
        if sends(&call) { call } else { self.family(call).into_iter().find(sends).unwrap_or(call) }
    }

    /// The creates that a call sent, in their order.
    pub(super) fn posts(&self, call: usize) -> impl Iterator<Item = &Exchange> {
        self.sent_by(call).filter(|exchange| exchange.request.method == Method::Post)
    }

    pub(super) fn sent_by(&self, call: usize) -> impl Iterator<Item = &Exchange> {
        self.exchanges.iter().filter(move |exchange| exchange.call == call)
    }

    /// When the last look was sent that came to its end before a call created anything; of siblings, before that one
    /// did whose work the others share.
    pub(super) fn looked_before(&self, call: usize) -> Option<u64> {
        let call = self.worker(call);
        let first = self.posts(call).next().map_or(u64::MAX, |post| post.sent_at);
        self.sent_by(call)
            .take_while(|exchange| exchange.seen.is_some_and(|(at, _)| at <= first))
            .filter(|exchange| perceived(exchange) == Perceived::Listed)
            .map(|exchange| exchange.sent_at)
            .last()
    }

    /// Whether a package is in everything the same as what was asked for; what was left open may be anything.
    pub(super) fn is_identical(&self, package: &Package) -> bool {
        let scenario = &self.universe.scenario;
        package.name == scenario.name
            && package.catalog == CATALOGS[0]
            && package.description == scenario.description
            && scenario.hidden.is_none_or(|hidden| package.hidden == hidden)
    }
}

/// Whether the caller was told that it is not known what happened.
pub(super) fn is_open(told: &Told) -> bool {
    matches!(told.ending, Ending::Unknown(_) | Ending::Throttled)
}

/// What an exchange told the client. Nothing is taken from the client's own reading of it.
pub(super) fn perceived(exchange: &Exchange) -> Perceived {
    let Some((_, answer)) = exchange.head.as_ref() else { return Perceived::Ambiguous };
    let whole = match exchange.seen {
        Some((_, Seen::Answer)) => true,
        Some((_, Seen::Status)) => false,
        Some((_, Seen::Nothing)) | None => return Perceived::Ambiguous,
    };
    let content = if whole { exchange.content } else { Content::Other };
    match (answer.status, content) {
        (200..=299, Content::Package) => Perceived::Created,
        (200..=299, Content::Page { last: true }) => Perceived::Listed,
        (200..=299, Content::Page { last: false }) => Perceived::Success,
        // A catalog without what was asked for is an answer, if one of no use.
        (200..=299, _) if whole && exchange.fault == Fault::NONE => Perceived::Success,
        (401, _) => Perceived::Unauthorized,
        (429, _) => Perceived::Throttled,
        (409, _) | (400..=499, Content::Taken) => Perceived::Conflict,
        (408 | 499, _) => Perceived::Ambiguous,
        (400..=499, _) => Perceived::Refused,
        _ => Perceived::Ambiguous,
    }
}
