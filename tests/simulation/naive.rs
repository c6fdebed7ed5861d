//! Clients with one fault each, and one without: the judge must catch every one of the former.

use serde_json::json;

use super::bodies::ORIGIN;
use super::page::{Call, REASON, SECRET};
use super::run::input;
use super::service::CATALOGS;
use super::subject::{Ask, Ending, Subject, Told};
use crate::event::Event;
use crate::http::{Body, Method, Request, Response};
use crate::spec::AccessPackageSpec;
use crate::ticket::Ticket;
use crate::token::{Token, TokenRequest, TokenRequestReason};
use crate::value::Value;
use crate::world::World;

/// What a client does wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Vice {
    /// Nothing, in the worlds in which the others are tried.
    None,
    /// Sends a create again after any failure.
    RepeatsBlindly,
    /// Sends a create again as soon as one look does not show it.
    RepeatsTooSoon,
    /// Takes any package of the name for its own.
    AdoptsAnyNamesake,
    /// Reads a look that failed as one that found nothing.
    ReadsFailureAsAbsence,
    /// Calls a create failed whose answer was lost.
    CallsLostFailed,
    /// Takes every status of success for a package.
    BelievesAnySuccess,
    /// Gives up at the first doubt.
    GivesUp,
    /// Gives up without a ticket.
    GivesNoTicket,
    /// Waits half as long as it is asked to.
    HalvesPauses,
    /// Waits twice as long as it is asked to.
    DoublesPauses,
    /// Tries again at once when it is not told how long to wait.
    IsHasty,
    /// Does not heed an abort.
    IsDeaf,
    /// Tells everybody its token.
    Blabs,
    /// Waits for ever when it does not know what to do.
    Freezes,
    /// Says of the package of its sibling that it is another's.
    DisownsSibling,
    /// Locks a room and does not leave it.
    KeepsTheKey,
    /// Calls packages duplicates that were always there.
    CriesWolf,
    /// Says that there is no second package, whatever there is.
    MissesDoubles,
    /// Says that a recheck found nothing, whatever there is.
    RechecksBlindly,
    /// Follows links wherever they lead.
    FollowsAnyLink,
    /// Goes round in circles when it does not know what to do.
    Spins,
    /// Gives several requests the same id.
    RepeatsIds,
    /// Tells nobody its ticket before it sends a create.
    KeepsTicket,
    /// Does not own up to everything that it sent.
    HidesAttempts,
    /// Never says what a recheck found.
    RechecksInVain,
}

/// A client with a fault.
pub(super) struct Naive(pub(super) Vice);

impl Naive {
    fn has(&self, vice: Vice) -> bool {
        self.0 == vice
    }

    fn goes_on(&self, call: &Call) -> bool {
        self.has(Vice::IsDeaf) || call.interruption().is_none()
    }

    async fn send(&self, call: &Call, request: &Request) -> Option<Response> {
        let scope = [ORIGIN, "/EntitlementManagement.ReadWrite.All"].concat();
        let token = TokenRequest { scope: &scope, reason: TokenRequestReason::Initial, claims: None };
        let text = call.token(&token).await.ok().or(self.has(Vice::IsDeaf).then(|| SECRET.into()))?;
        let token = Token::new(text).unwrap();
        if !self.goes_on(call) {
            return None;
        }
        if self.has(Vice::Blabs) {
            let reason: &'static str = String::from(token.authorization().as_str()).leak();
            call.tell(&Event { name: "sending", reason: Some(reason), ..Event::default() });
        }
        if request.method == Method::Post && !self.has(Vice::KeepsTicket) {
            let spec = AccessPackageSpec::new(&call.universe().scenario.name, CATALOGS[0]);
            let ticket = Ticket::new(ORIGIN, spec, World::now(call), None);
            call.tell(&Event { name: "sending", ticket: Some(&ticket), ..Event::default() });
        }
        let id = if self.has(Vice::RepeatsIds) { String::new() } else { format!("{:?}", call.random()) };
        call.send(request, &token, &id, 30_000).await.ok().map(|received| *received.response)
    }

    /// The ids of the packages of that name; `None` where the look failed.
    async fn look(&self, call: &Call) -> Option<Vec<String>> {
        let name = call.universe().scenario.name.replace('\'', "''");
        let name: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let filter = ["?$expand=catalog&$filter=displayName%20eq%20'", &name, "'"].concat();
        let request = Request { method: Method::Get, url: [PACKAGES, &filter].concat(), body: None };
        match self.send(call, &request).await? {
            Response { status: 200, body: Body::Json(json), .. } => {
                let next = json.get("@odata.nextLink").and_then(Value::as_str);
                if let Some(next) = next.filter(|_| self.has(Vice::FollowsAnyLink)) {
                    let _ = self.send(call, &Request { method: Method::Get, url: next.into(), body: None }).await;
                }
                let list = json.get("value")?.as_array()?;
                let ours = list.iter().filter(|package| is_ours(call, package));
                Some(ours.filter_map(id).collect())
            }
            _ => None,
        }
    }

    async fn pause(&self, call: &Call, header: Option<&str>) {
        let millis = match header.and_then(|header| header.parse::<u64>().ok()) {
            Some(seconds) if self.has(Vice::HalvesPauses) => seconds * 500,
            Some(seconds) if self.has(Vice::DoublesPauses) => seconds * 2_000,
            Some(seconds) => (seconds * 1_000).max(1_000),
            None if self.has(Vice::IsHasty) => 100,
            None => 1_000,
        };
        self.wait(call, millis).await;
    }

    async fn wait(&self, call: &Call, millis: u64) {
        let kernel = &call.universe().kernel;
        if self.has(Vice::IsDeaf) { kernel.sleep_until(kernel.now() + millis).await } else { call.sleep(millis).await }
    }

    fn unknown(&self, call: &Call) -> Told {
        let ticket = (!self.has(Vice::GivesNoTicket)).then(|| json!(call.universe().scenario.name));
        Told { ticket, ..Told::new(Ending::Unknown("lost")) }
    }

    /// Creates, and says what came of it.
    async fn attempt(&self, call: &Call, request: &Request, settle: u64) -> Told {
        let mut known = self.look(call).await.unwrap_or_default();
        if self.has(Vice::AdoptsAnyNamesake) || self.has(Vice::CriesWolf) {
            known.clear();
        }
        loop {
            let response = self.send(call, request).await;
            match response {
                Some(Response { status: 201, body: Body::Json(json), .. })
                    if is_named(call, &json) || self.has(Vice::BelievesAnySuccess) =>
                {
                    return self.created(call, id(&json), &known).await;
                }
                Some(Response { status: 429, retry_after, .. }) => {
                    self.pause(call, retry_after.as_deref()).await;
                    continue;
                }
                Some(Response { status: 400..=499, .. }) => return Told::new(Ending::Refused("ERR_GRAPH")),
                _ => {}
            }
            match self.0 {
                Vice::CallsLostFailed => return Told::new(Ending::Refused("ERR_NETWORK")),
                Vice::Spins => while call.interruption().is_none() {},
                Vice::Freezes => std::future::pending::<()>().await,
                Vice::GivesUp | Vice::GivesNoTicket => return self.unknown(call),
                Vice::RepeatsBlindly => {
                    self.wait(call, 1_000).await;
                    continue;
                }
                Vice::RepeatsTooSoon => {}
                _ => self.wait(call, settle + 1_000).await,
            }
            match self.look(call).await {
                Some(ids) => {
                    let mut ids = ids.into_iter().filter(|id| !known.contains(id));
                    if let Some(id) = ids.next() {
                        return Told { id: Some(id), duplicates: Some(ids.collect()), ..Told::new(Ending::Adopted) };
                    }
                }
                None if self.has(Vice::ReadsFailureAsAbsence) => {}
                None => return self.unknown(call),
            }
        }
    }

    fn with_attempts(&self, call: &Call, told: Told) -> Told {
        let exchanges = call.universe().exchanges.borrow();
        let sent = exchanges.iter().filter(|exchange| exchange.call == call.number).count();
        Told { attempts: if self.has(Vice::HidesAttempts) { 1 } else { sent }, ..told }
    }

    async fn created(&self, call: &Call, made: Option<String>, known: &[String]) -> Told {
        let seen = if self.has(Vice::MissesDoubles) { Vec::new() } else { self.look(call).await.unwrap_or_default() };
        let others = seen.into_iter().filter(|id| !known.contains(id) && Some(id) != made.as_ref());
        Told { duplicates: Some(others.collect()), id: made, ..Told::new(Ending::Created) }
    }
}

impl Subject for Naive {
    async fn create(&self, call: &Call, _: &Value, ask: Ask) -> Told {
        let body = Some(to_json(&input(&call.universe().scenario)).to_string());
        let request = Request { method: Method::Post, url: PACKAGES.into(), body };
        let Some(entered) = call.enter("room").await else {
            return Told { words: REASON.into(), ..Told::new(Ending::Aborted) };
        };
        let told = if entered.waited {
            let ending = if self.has(Vice::DisownsSibling) { Ending::Conflict } else { Ending::Created };
            let made = call.universe().service.borrow().packages.last().map(|package| package.id.clone());
            Told { id: made, ..Told::new(ending) }
        } else {
            self.attempt(call, &request, ask.settle).await
        };
        if !self.has(Vice::KeepsTheKey) {
            call.leave("room", None);
        }
        self.with_attempts(call, told)
    }

    async fn recheck(&self, call: &Call, _: &serde_json::Value, _: Ask) -> Told {
        let told = match self.look(call).await {
            _ if self.has(Vice::RechecksInVain) => self.unknown(call),
            Some(ids) if !ids.is_empty() && !self.has(Vice::RechecksBlindly) => {
                Told { id: ids.into_iter().next(), ..Told::new(Ending::Adopted) }
            }
            Some(_) => Told::new(Ending::NotCreated),
            None => self.unknown(call),
        };
        self.with_attempts(call, told)
    }
}

const PACKAGES: &str = "https://graph.microsoft.com/v1.0/identityGovernance/entitlementManagement/accessPackages";

fn is_ours(call: &Call, package: &Value) -> bool {
    let catalog = package.get("catalog").and_then(|catalog| catalog.get("id")).and_then(Value::as_str);
    catalog == Some(CATALOGS[0]) && is_named(call, package)
}

fn is_named(call: &Call, package: &Value) -> bool {
    package.get("displayName").and_then(Value::as_str) == Some(&call.universe().scenario.name)
}

fn id(package: &Value) -> Option<String> {
    package.get("id").and_then(Value::as_str).map(String::from)
}

fn to_json(value: &Value) -> serde_json::Value {
    match value {
        Value::Boolean(truth) => json!(truth),
        Value::String(text) => json!(text),
        Value::Object(properties) => properties.iter().map(|(name, value)| (name.clone(), to_json(value))).collect(),
        _ => serde_json::Value::Null,
    }
}
