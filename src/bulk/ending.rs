//! What the end of a create means for the job: whether its row is decided, or has its turn again.

use super::job::Job;
use super::outcome::{Outcome, RowError, Verdict, text, whole};
use crate::value::Value;

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

/// Whether one of these names means that somebody has to sign in.
pub(crate) fn needs_sign_in(names: &Value) -> bool {
    names.as_array().unwrap_or_default().iter().any(|name| name.as_str().is_some_and(|name| SIGN_IN.contains(&name)))
}

/// Times that the facade measures are a little short by the time that they come in; `Retry-After` is whole seconds.
const GRAIN: u64 = 250;

impl Job {
    /// Tells how the create of a row ended: `{ outcome?, accessPackageId?, error?, cause?, ticket?, attempts, throttled,
    /// closedUntil, retryAfterMs? }`. Says whether the row is decided now.
    pub(crate) fn ended(&mut self, number: u32, told: &Value, now: u64) -> bool {
        if let Some(closed_until) = millis(told, "closedUntil") {
            self.gate(closed_until);
        }
        let error = told.get("error").and_then(RowError::read);
        let ticket = text(told, "ticket");
        let outcome = Outcome {
            access_package_id: text(told, "accessPackageId"),
            attempts: whole(told, "attempts").unwrap_or(0),
            throttled: whole(told, "throttled").unwrap_or(0),
            ..Outcome::new(Verdict::Failed)
        };
        let decided = match text(told, "outcome").as_deref() {
            Some("created") => Outcome { verdict: Verdict::Created, ..outcome },
            Some("adopted") => Outcome { verdict: Verdict::Adopted, ..outcome },
            Some("existing") => Outcome { verdict: Verdict::Existing, ..outcome },
            _ => {
                let code = error.as_ref().map_or("", |error| error.code.as_str());
                let reason = error.as_ref().and_then(|error| error.reason.as_deref());
                match (code, reason) {
                    ("ERR_THROTTLED", _) if ticket.is_some() => {
                        let wait = millis(told, "retryAfterMs").map(|wait| wait.div_ceil(GRAIN).saturating_mul(GRAIN));
                        self.throttled(
                            number,
                            Outcome { verdict: Verdict::Unknown, error, ticket, ..outcome },
                            wait,
                            now,
                        );
                        return false;
                    }
                    // The gate was closed: nothing was sent.
                    ("ERR_THROTTLED", _) => {
                        self.unsent(number);
                        return false;
                    }
                    ("ERR_TOKEN", _) => {
                        self.token_failed(number, told.get("cause").is_some_and(needs_sign_in));
                        return false;
                    }
                    ("ERR_NETWORK", Some("offline")) => {
                        self.offline(number);
                        return false;
                    }
                    ("ERR_CONFLICT", _) if outcome.access_package_id.is_some() => {
                        Outcome { verdict: Verdict::Existing, ..outcome }
                    }
                    ("ERR_OUTCOME_UNKNOWN", _) => Outcome { verdict: Verdict::Unknown, error, ticket, ..outcome },
                    _ => Outcome { error, ..outcome },
                }
            }
        };
        self.settled(number, decided, now)
    }
}

/// A time in milliseconds.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of f64 saturates")]
fn millis(told: &Value, name: &str) -> Option<u64> {
    match told.get(name)? {
        Value::Number(number) => Some(number.ceil() as u64),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use crate::bulk::job::{Action, Job, JobOptions, Prior, Reason, State};
    use crate::bulk::report::JobRow;
    use crate::value::Value;

    /// A job whose first row has been sent at 100 ms.
    fn sent() -> Job {
        let row = |row: u32| JobRow::read(&json!({ "row": row, "planned": "create" }).into()).unwrap();
        let mut job = Job::new(JobOptions { concurrency: 8, stop_after: 5, rows: vec![row(1), row(2)] }, 0);
        assert_eq!(job.next(0), Action::Send { row: 1, prior: Prior::None });
        job.sent(1, 0);
        job
    }

    /// What becomes of the row, and what is next.
    #[track_caller]
    fn ends(told: Json, verdict: Option<&str>, next: Action) {
        let mut job = sent();
        let told: Value = told.into();
        assert_eq!(job.ended(1, &told, 100), verdict.is_some());
        let row: Json = serde_json::from_str(&job.row_json(1).unwrap()).unwrap();
        if let Some(verdict) = verdict {
            assert_eq!(row["verdict"], verdict);
        }
        assert_eq!(job.next(200), next);
    }

    const ON: Action = Action::Send { row: 2, prior: Prior::None };

    #[test]
    fn decides_what_is_decided() {
        let error = |code: &str, others: Json| {
            let mut told = json!({ "error": { "code": code, "message": "No." }, "attempts": 1, "throttled": 0 });
            for (name, value) in others.as_object().unwrap() {
                told[name] = value.clone();
            }
            told
        };
        for outcome in ["created", "adopted", "existing"] {
            ends(json!({ "outcome": outcome, "accessPackageId": "7", "attempts": 1 }), Some(outcome), ON);
        }
        ends(error("ERR_CONFLICT", json!({ "accessPackageId": "7" })), Some("existing"), ON);
        ends(error("ERR_CONFLICT", json!({})), Some("failed"), ON);
        ends(error("ERR_GRAPH", json!({})), Some("failed"), ON);
        ends(error("ERR_VALIDATION", json!({})), Some("failed"), ON);
        ends(error("ERR_OUTCOME_UNKNOWN", json!({ "ticket": "{}" })), Some("unknown"), ON);
    }

    #[test]
    fn gives_a_row_its_turn_again_of_which_nothing_was_done() {
        let told = |code: &str, others: Json| {
            let mut told = json!({ "error": { "code": code, "message": "No." }, "attempts": 1, "throttled": 1 });
            for (name, value) in others.as_object().unwrap() {
                told[name] = value.clone();
            }
            told
        };
        let wait = |until, state, reason| Action::Wait { until, state, reason: Some(reason) };
        let closed = told("ERR_THROTTLED", json!({ "ticket": "{}", "closedUntil": 5_000, "retryAfterMs": 4_800 }));
        // When the row may be sent that was refused: behind the pause, and what the lane has learnt of it.
        ends(closed, None, wait(Some(5_105), State::Waiting, Reason::Throttled));
        let gate = told("ERR_THROTTLED", json!({ "closedUntil": 3_000.5 }));
        ends(gate, None, wait(Some(3_001), State::Waiting, Reason::Throttled));
        let offline = json!({ "error": { "code": "ERR_NETWORK", "message": "No.", "reason": "offline" } });
        ends(offline, None, wait(None, State::Waiting, Reason::Offline));
        let sign_in = told("ERR_TOKEN", json!({ "cause": ["Error", "login_required"] }));
        ends(sign_in, None, wait(None, State::Paused, Reason::InteractionRequired));
        ends(told("ERR_TOKEN", json!({ "cause": ["Error"] })), None, wait(None, State::Paused, Reason::TokenFailed));
    }
}
