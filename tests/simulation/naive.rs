//! Clients with one fault each: the judge must catch every one of them.

use serde_json::json;

use super::bodies::ORIGIN;
use super::page::Call;
use super::run::input;
use super::service::CATALOGS;
use super::subject::{Ask, Ending, Subject, Told};
use crate::event::Event;
use crate::http::{Body, Method, Request, Response};
use crate::token::{Token, TokenRequest, TokenRequestReason};
use crate::value::Value;
use crate::world::World;

/// What a client does wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Vice {
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
}

/// Every vice, with the charge that it must earn.
pub(super) struct Naive(pub(super) Vice);

enum Look {
    Found(Vec<Value>),
    Failed,
}

impl Naive {
    fn has(&self, vice: Vice) -> bool {
        self.0 == vice
    }

    async fn send(&self, call: &Call, request: &Request) -> Option<Response> {
        let scope = format!("{ORIGIN}/EntitlementManagement.ReadWrite.All");
        let token = TokenRequest { scope: &scope, reason: TokenRequestReason::Initial, claims: None };
        let token = Token::new(call.token(&token).await.ok()?).unwrap();
        if call.interruption().is_some() && !self.has(Vice::IsDeaf) {
            return None;
        }
        if self.has(Vice::Blabs) {
            let name = "sending";
            let reason: &'static str = String::from(token.authorization().as_str()).leak();
            call.tell(&Event { name, reason: Some(reason), ..Event::default() });
        }
        let id = "00000000-0000-4000-8000-000000000000";
        call.send(request, &token, id, 30_000).await.ok().map(|received| received.response)
    }

    async fn look(&self, call: &Call) -> Look {
        let name = call.universe().scenario.name.replace('\'', "''");
        let name: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let path = "/v1.0/identityGovernance/entitlementManagement/accessPackages";
        let filter = format!("catalog/id%20eq%20'{}'%20and%20displayName%20eq%20'{name}'", CATALOGS[0]);
        let mut url = format!("{ORIGIN}{path}?$filter={filter}&$expand=catalog");
        let mut found = Vec::new();
        loop {
            let request = Request { method: Method::Get, url, body: None };
            let json = match self.send(call, &request).await {
                Some(Response { status: 200, body: Body::Json(json), .. }) => json,
                _ => return Look::Failed,
            };
            let Some(page) = json.get("value").and_then(Value::as_array) else { return Look::Failed };
            found.extend(page.iter().filter(|package| self.is_namesake(call, package)).cloned());
            match json.get("@odata.nextLink").and_then(Value::as_str) {
                Some(next) => url = next.into(),
                None => return Look::Found(found),
            }
        }
    }

    fn is_namesake(&self, call: &Call, package: &Value) -> bool {
        let catalog = package.get("catalog").and_then(|catalog| catalog.get("id")).and_then(Value::as_str);
        let name = package.get("displayName").and_then(Value::as_str);
        catalog == Some(CATALOGS[0]) && name == Some(&call.universe().scenario.name)
    }

    async fn pause(&self, call: &Call, header: Option<&str>) {
        let asked = header.and_then(|header| header.parse::<u64>().ok());
        let wait = match asked {
            Some(seconds) if self.has(Vice::HalvesPauses) => seconds * 500,
            Some(seconds) if self.has(Vice::DoublesPauses) => seconds * 2_000,
            Some(seconds) => (seconds * 1_000).max(1_000),
            None if self.has(Vice::IsHasty) => 100,
            None => 1_000,
        };
        call.sleep(wait).await;
    }

    fn unknown(&self, call: &Call) -> Told {
        let told = Told::new(Ending::Unknown("lost"));
        let ticket = (!self.has(Vice::GivesNoTicket)).then(|| json!(call.universe().scenario.name));
        Told { ticket, ..told }
    }

    fn found(ending: Ending, packages: &[Value], known: &[String]) -> Option<Told> {
        let ids = packages.iter().filter_map(|package| package.get("id").and_then(Value::as_str).map(String::from));
        let mut ids = ids.filter(|id| !known.contains(id));
        let id = Some(ids.next()?);
        Some(Told { id, duplicates: Some(ids.collect()), ..Told::new(ending) })
    }

    async fn attempt(&self, call: &Call, request: &Request, settle: u64) -> Told {
        let known = match self.look(call).await {
            Look::Found(packages) if !self.has(Vice::AdoptsAnyNamesake) => {
                let id = |package: &Value| package.get("id").and_then(Value::as_str).map(String::from);
                packages.iter().filter_map(id).collect()
            }
            _ => Vec::new(),
        };
        for _ in 0..4 {
            let response = self.send(call, request).await;
            let status = response.as_ref().map_or(0, |response| response.status);
            if let Some(Response { status: 201, body: Body::Json(json), .. }) = &response
                && (self.is_named(call, json) || self.has(Vice::BelievesAnySuccess))
            {
                let id = json.get("id").and_then(Value::as_str).map(String::from);
                let duplicates = match self.look(call).await {
                    Look::Found(packages) if self.has(Vice::CriesWolf) => {
                        Self::found(Ending::Created, &packages, &[]).and_then(|told| told.duplicates)
                    }
                    _ => Some(Vec::new()),
                };
                return Told { id, duplicates, ..Told::new(Ending::Created) };
            }
            match status {
                429 => {
                    self.pause(call, response.and_then(|response| response.retry_after).as_deref()).await;
                    continue;
                }
                400..=499 => {
                    return Told::new(if status == 409 { Ending::Conflict } else { Ending::Refused("ERR_GRAPH") });
                }
                _ if self.has(Vice::BelievesAnySuccess) && (200..300).contains(&status) => {
                    return Told { id: Some("?".into()), ..Told::new(Ending::Created) };
                }
                _ => {}
            }
            if self.has(Vice::CallsLostFailed) {
                return Told::new(Ending::Refused("ERR_NETWORK"));
            }
            if self.has(Vice::Freezes) {
                std::future::pending::<()>().await;
            }
            if self.has(Vice::GivesUp) || self.has(Vice::GivesNoTicket) {
                return self.unknown(call);
            }
            if self.has(Vice::RepeatsBlindly) {
                call.sleep(1_000).await;
                continue;
            }
            if !self.has(Vice::RepeatsTooSoon) {
                call.sleep(settle + 1_000).await;
            }
            match self.look(call).await {
                Look::Found(packages) => {
                    if let Some(told) = Self::found(Ending::Adopted, &packages, &known) {
                        return told;
                    }
                }
                Look::Failed if self.has(Vice::ReadsFailureAsAbsence) => {}
                Look::Failed => return self.unknown(call),
            }
            if call.interruption().is_some() && !self.has(Vice::IsDeaf) {
                return self.unknown(call);
            }
        }
        self.unknown(call)
    }

    fn is_named(&self, call: &Call, json: &Value) -> bool {
        json.get("displayName").and_then(Value::as_str) == Some(&call.universe().scenario.name)
    }
}

impl Subject for Naive {
    async fn create(&self, call: &Call, _: &Value, ask: Ask) -> Told {
        let body: serde_json::Value = to_json(&input(&call.universe().scenario));
        let url = format!("{ORIGIN}/v1.0/identityGovernance/entitlementManagement/accessPackages");
        let request = Request { method: Method::Post, url, body: Some(body.to_string()) };
        let Some(entered) = call.enter("room").await else { return Told::new(Ending::Aborted) };
        if entered.waited {
            call.leave("room", None);
            let ending = if self.has(Vice::DisownsSibling) { Ending::Conflict } else { Ending::Existing };
            return Told::new(ending);
        }
        let told = self.attempt(call, &request, ask.settle).await;
        if !self.has(Vice::KeepsTheKey) {
            call.leave("room", None);
        }
        told
    }

    async fn recheck(&self, call: &Call, _: &serde_json::Value, _: Ask) -> Told {
        match self.look(call).await {
            Look::Found(packages) => {
                Self::found(Ending::Adopted, &packages, &[]).unwrap_or_else(|| Told::new(Ending::NotCreated))
            }
            Look::Failed => self.unknown(call),
        }
    }
}

fn to_json(value: &Value) -> serde_json::Value {
    match value {
        Value::Boolean(truth) => json!(truth),
        Value::String(text) => json!(text),
        Value::Object(properties) => properties.iter().map(|(name, value)| (name.clone(), to_json(value))).collect(),
        _ => serde_json::Value::Null,
    }
}
