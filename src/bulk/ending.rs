//! What the end of a create means for the job: whether its row is decided, or has its turn again.

use super::job::Job;
use super::outcome::{Outcome, RowError, Verdict};

/// What sign-in libraries call the failure that only somebody in front of the screen can mend: the name of MSAL.js's
/// error, and the codes that it carries.
///
/// Source: <https://learn.microsoft.com/entra/msal/javascript/browser/errors>
const SIGN_IN: [&str; 5] = [
    "InteractionRequiredAuthError",
    "InteractionRequiredError",
    "interaction_required",
    "login_required",
    "consent_required",
];

/// Whether this name means that somebody has to sign in.
pub(crate) fn needs_sign_in(name: &str) -> bool {
    SIGN_IN.contains(&name)
}

/// Times that the facade measures are a little short by the time that they come in; `Retry-After` is whole seconds.
const GRAIN: u64 = 250;

/// How the create of a row ended. What is absent is empty, or 0.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Told<'t> {
    /// How it ended well.
    pub(crate) outcome: &'t str,
    /// Of the error.
    pub(crate) code: &'t str,
    pub(crate) reason: &'t str,
    pub(crate) graph_code: &'t str,
    pub(crate) status: u32,
    /// Whether somebody has to sign in.
    pub(crate) needs_sign_in: bool,
    /// Whether it is known which package has the name.
    pub(crate) has_package: bool,
    /// Whether there is something that settles it.
    pub(crate) has_ticket: bool,
    /// How many requests were sent, and how many of them were answered with 429.
    pub(crate) attempts: u32,
    pub(crate) throttled: u32,
    /// Until when nothing may be sent.
    pub(crate) closed_until: u64,
    /// How long the service wants to be left alone, in milliseconds.
    pub(crate) retry_after: Option<u64>,
}

/// What the job makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    /// Nothing came of it. The row has its turn again.
    Nothing,
    /// It is what is known of the row, which has its turn again.
    Noted,
    /// The row is decided.
    Decided(Verdict),
}

impl Heard {
    /// As the facade reads it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::Noted => "noted",
            Self::Decided(verdict) => verdict.as_str(),
        }
    }
}

impl Job {
    /// Tells how the create of a row ended.
    pub(crate) fn ended(&mut self, number: u32, told: &Told<'_>, now: u64) -> Heard {
        self.gate(told.closed_until);
        let mut outcome = Outcome {
            attempts: told.attempts,
            throttled: told.throttled,
            has_ticket: told.has_ticket,
            ..Outcome::new(Verdict::Failed)
        };
        if let Some(verdict) = Verdict::parse(told.outcome) {
            outcome.verdict = verdict;
            return self.settled(number, outcome, now);
        }
        match told.code {
            // The gate was closed: nothing was sent.
            "ERR_THROTTLED" if !told.has_ticket => {
                self.unsent(number);
                return Heard::Nothing;
            }
            "ERR_TOKEN" => {
                self.token_failed(number, told.needs_sign_in);
                return Heard::Nothing;
            }
            "ERR_NETWORK" if told.reason == "offline" => {
                self.offline(number);
                return Heard::Nothing;
            }
            "ERR_CONFLICT" if told.has_package => {
                outcome.verdict = Verdict::Existing;
                return self.settled(number, outcome, now);
            }
            "ERR_THROTTLED" | "ERR_OUTCOME_UNKNOWN" => outcome.verdict = Verdict::Unknown,
            _ => {}
        }
        outcome.error = Some(RowError {
            row: number,
            code: String::from(told.code),
            status: told.status,
            graph_code: String::from(told.graph_code),
        });
        if told.code == "ERR_THROTTLED" {
            let wait = told.retry_after.map(|wait| wait.div_ceil(GRAIN).saturating_mul(GRAIN));
            self.throttled(number, &outcome, wait, now);
            return Heard::Noted;
        }
        self.settled(number, outcome, now)
    }
}

#[cfg(test)]
mod tests {
    use super::{Heard, Told, needs_sign_in};
    use crate::bulk::job::{Action, Job, JobOptions, JobRow, Prior, Reason, Start, State};
    use crate::bulk::outcome::Verdict;

    /// A job whose first row has been sent at 100 ms.
    fn sent() -> Job {
        let row = |number: u32| JobRow { number, start: Start::Fresh, attempts: 0, throttled: 0 };
        let mut job = Job::new(JobOptions { concurrency: 8, stop_after: 5, rows: vec![row(1), row(2)] }, 0);
        assert_eq!(job.next(0), Action::Send { row: 1, prior: Prior::None });
        job.sent(1, 0);
        job
    }

    /// What becomes of the row, and what is next.
    #[track_caller]
    fn ends(told: &Told<'_>, heard: Heard, next: Action) {
        let mut job = sent();
        assert_eq!(job.ended(1, told, 100), heard);
        if let Heard::Decided(verdict) = heard {
            assert_eq!(job.verdict(1), Some(verdict));
        }
        assert_eq!(job.next(200), next);
    }

    const ON: Action = Action::Send { row: 2, prior: Prior::None };

    #[test]
    fn decides_what_is_decided() {
        use Verdict::{Adopted, Created, Existing, Failed, Unknown};
        let decides = |told: &Told<'_>, verdict| ends(told, Heard::Decided(verdict), ON);
        for (outcome, verdict) in [("created", Created), ("adopted", Adopted), ("existing", Existing)] {
            decides(&Told { outcome, has_package: true, attempts: 1, ..Told::default() }, verdict);
        }
        let error = |code| Told { code, attempts: 1, ..Told::default() };
        decides(&Told { has_package: true, ..error("ERR_CONFLICT") }, Existing);
        decides(&error("ERR_CONFLICT"), Failed);
        decides(&error("ERR_GRAPH"), Failed);
        decides(&error("ERR_VALIDATION"), Failed);
        decides(&Told { has_ticket: true, ..error("ERR_OUTCOME_UNKNOWN") }, Unknown);
    }

    #[test]
    fn gives_a_row_its_turn_again_of_which_nothing_was_done() {
        let error = |code| Told { code, attempts: 1, throttled: 1, ..Told::default() };
        let wait = |until, state, reason| Action::Wait { until, state, reason: Some(reason) };
        let (closed_until, retry_after) = (5_000, Some(4_800));
        let closed = Told { has_ticket: true, closed_until, retry_after, ..error("ERR_THROTTLED") };
        // When the row may be sent that was refused: behind the pause, and what the lane has learnt of it.
        ends(&closed, Heard::Noted, wait(Some(5_105), State::Waiting, Reason::Throttled));
        let gate = Told { closed_until: 3_001, ..error("ERR_THROTTLED") };
        ends(&gate, Heard::Nothing, wait(Some(3_001), State::Waiting, Reason::Throttled));
        let offline = Told { reason: "offline", ..error("ERR_NETWORK") };
        ends(&offline, Heard::Nothing, wait(None, State::Waiting, Reason::Offline));
        let sign_in = Told { needs_sign_in: true, ..error("ERR_TOKEN") };
        ends(&sign_in, Heard::Nothing, wait(None, State::Paused, Reason::InteractionRequired));
        ends(&error("ERR_TOKEN"), Heard::Nothing, wait(None, State::Paused, Reason::TokenFailed));
    }

    #[test]
    fn knows_what_sign_in_libraries_say() {
        assert!(needs_sign_in("login_required") && needs_sign_in("InteractionRequiredAuthError"));
        assert!(!needs_sign_in("Error") && !needs_sign_in(""));
    }
}
