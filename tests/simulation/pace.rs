//! Judges when things were done: pauses that the service asked for, aborts, deadlines, and haste.

use super::bodies::EPOCH;
use super::case::{Case, Perceived, perceived};
use super::network::{Exchange, Seen};
use super::oracle::{Charge, Verdict};

/// How long a client waits that is told to wait and not how long, at most: half a minute and its jitter.
pub(super) const OWN_LONGEST: u64 = 32_000;

/// As exact as dates are.
const SECOND: u64 = 1_000;

/// How many requests a call may send in all, over all of its minutes: looks have several forms and pages.
const MOST_REQUESTS: usize = 400;

/// Judges every call of a world.
pub(super) fn judge(case: &Case<'_>, verdict: &mut Verdict) {
    for number in 0..case.calls.len() {
        ends_in_time(case, number, verdict);
        is_not_hasty(case, number, verdict);
    }
    for (number, exchange) in case.exchanges.iter().enumerate() {
        if exchange.forbidden {
            verdict.charge(Charge::SentAfterEnd, format!("#{number}"));
        }
        if let Some((seen, end)) = pause_end(exchange) {
            keeps_pause(case, number, seen, end, verdict);
        }
    }
}

fn ends_in_time(case: &Case<'_>, number: usize, verdict: &mut Verdict) {
    let call = &case.calls[number];
    let Some(ended) = call.ended else {
        if call.died.is_none() {
            verdict.charge(Charge::NeverEnds, format!("call {number}"));
        }
        return;
    };
    let due = call.aborted.unwrap_or(u64::MAX).min(call.deadline);
    // A machine that sleeps notices when it wakes.
    let asleep = case.universe.scenario.sleep.filter(|(from, until)| (*from..*until).contains(&due));
    let due = asleep.map_or(due, |(_, until)| until);
    if ended > due {
        verdict.charge(Charge::Overshoot, format!("call {number} ends {} ms late", ended - due));
    }
}

fn is_not_hasty(case: &Case<'_>, number: usize, verdict: &mut Verdict) {
    let sent: Vec<&Exchange> = case.sent_by(number).collect();
    if sent.len() > MOST_REQUESTS {
        verdict.charge(Charge::TooFast, format!("call {number} sends {} requests", sent.len()));
    }
    for (at, exchange) in sent.iter().enumerate() {
        // Behind a create a look is another one than before it.
        let since =
            sent[..at].iter().rposition(|before| exchange.request.body.is_none() && before.request.body.is_some());
        let before = sent[since.unwrap_or(0)..at].iter().rev().find(|before| before.request == exchange.request);
        // With a new token a request is sent again at once; and a question may be asked again that was answered.
        let failed = |before: &&&Exchange| matches!(perceived(before), Perceived::Ambiguous | Perceived::Throttled);
        if let Some(before) = before.filter(failed)
            && exchange.sent_at < before.sent_at + 1_000
        {
            let after = exchange.sent_at - before.sent_at;
            verdict.charge(Charge::TooFast, format!("call {number} repeats {} after {after} ms", exchange.request.url));
        }
    }
}

/// When the client saw an answer that asks for a pause, and until when it asks for it.
pub(super) fn pause_end(exchange: &Exchange) -> Option<(u64, u64)> {
    let (seen, _) = exchange.seen.filter(|(_, seen)| *seen != Seen::Nothing)?;
    let (_, answer) = exchange.head.as_ref()?;
    let header = answer.retry_after.as_deref()?;
    let wait = header.split(", ").filter(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    let waits = wait.map(|digits| digits.parse().map_or(u64::MAX, |seconds: u64| seconds.saturating_mul(1_000)));
    let date = httpdate::parse_http_date(header).ok().map(|date| {
        let millis = date.duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_millis();
        u64::try_from(millis).unwrap_or(u64::MAX).saturating_sub(EPOCH)
    });
    let end = waits.max().map(|wait| seen.saturating_add(wait)).or(date)?;
    matches!(answer.status, 429 | 503).then_some((seen, end))
}

/// Whether a pause is named by its end.
pub(super) fn names_date(exchange: &Exchange) -> bool {
    let header = exchange.head.as_ref().and_then(|(_, answer)| answer.retry_after.as_ref());
    header.is_some_and(|header| header.ends_with("GMT"))
}

/// Whether a client can know what date the service has: its own clock is right, or errors tell the date.
pub(super) fn knows_date(case: &Case<'_>) -> bool {
    let scenario = &case.universe.scenario;
    scenario.rules.dated || (scenario.clock.offset == 0 && scenario.clock.jumps.is_empty())
}

fn keeps_pause(case: &Case<'_>, number: usize, seen: u64, end: u64, verdict: &mut Verdict) {
    let (exchange, scenario) = (&case.exchanges[number], &case.universe.scenario);
    if names_date(exchange) && !knows_date(case) {
        // Nobody can know then what the service means.
        return;
    }
    let later = || {
        // What another call sent at the very moment may have been sent before.
        let is_later =
            |later: &Exchange| later.sent_at > seen || (later.sent_at == seen && later.call == exchange.call);
        case.exchanges.iter().enumerate().skip(number + 1).filter(move |(_, later)| is_later(later))
    };
    if let Some((early, later)) = later().find(|(_, later)| later.page == exchange.page && later.sent_at < end) {
        let before = end - later.sent_at;
        let why = format!("#{early} comes {before} ms before the end of the pause of #{number}");
        verdict.charge(Charge::PauseShortened, why);
    }
    let throttled = perceived(exchange) == Perceived::Throttled;
    let asked = later().find(|(_, later)| later.call == exchange.call);
    let Some((late, next)) = asked.filter(|_| throttled && scenario.sleep.is_none()) else { return };
    if scenario.offline.is_some_and(|(from, until)| from < next.sent_at && seen < until) {
        // Nothing could be sent.
        return;
    }
    // The pauses of other calls of the page count too, and those that the client chooses itself.
    let all = case.exchanges.iter().filter(|other| other.page == exchange.page && other.sent_at < next.sent_at);
    let latest = all.filter_map(|other| match pause_end(other) {
        Some((seen, end)) => Some(allowed(seen, end) + if names_date(other) { SECOND } else { 0 }),
        None if perceived(other) == Perceived::Throttled => Some(other.seen?.0 + OWN_LONGEST),
        None => None,
    });
    let latest = latest.max().unwrap_or(0) + scenario.token_delay;
    if next.sent_at > latest {
        let after = next.sent_at - end;
        verdict.charge(
            Charge::PauseOverstayed,
            format!("#{late} comes {after} ms after the end of the pause of #{number}"),
        );
    }
}

/// Until when a request that waited for the end of a pause must have been sent.
fn allowed(seen: u64, end: u64) -> u64 {
    let wait = end.saturating_sub(seen);
    seen + wait.max(1_000) + (wait / 10).max(2_000)
}
