//! The model of Microsoft Graph's entitlement management, written from what is documented and reported of it and not
//! from the client. What is unknown about Graph is a switch in [`Rules`].

use super::bodies::{self, Answer, ORIGIN, Payload, object};
use super::odata::{Filter, Target};
use super::random::Random;
use super::rules::{Lag, Mode, Rules, Unique};
use crate::http::{Method, Request};
use crate::value::Value;

/// The catalog in which packages are created, and another one.
pub(super) const CATALOGS: [&str; 2] = ["66584aae-98bb-48cc-9458-7bee5d2a6577", "0b6cde1f-71aa-4d49-8f5c-3a2d1b9e7c40"];

const BASE: [&str; 3] = ["v1.0", "identityGovernance", "entitlementManagement"];

/// Who made a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Maker {
    /// The client, by that exchange; `resent` when the browser had sent it a second time by itself.
    Client { exchange: usize, resent: bool },
    /// Somebody else.
    Other,
}

/// A package that is there.
#[derive(Clone, Debug)]
pub(super) struct Package {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) hidden: bool,
    pub(super) catalog: String,
    /// When it was committed, and how the service writes that.
    pub(super) created: u64,
    pub(super) date: String,
    pub(super) maker: Maker,
}

/// The service.
pub(super) struct Service {
    pub(super) rules: Rules,
    pub(super) packages: Vec<Package>,
    /// What a token must hold for the service to take it.
    pub(super) wanted_of_token: Option<&'static str>,
    chance: Random,
}

impl Service {
    pub(super) fn new(rules: Rules, seed: u64) -> Self {
        Self { rules, packages: Vec::new(), wanted_of_token: None, chance: Random::new(seed) }
    }

    /// Whether reads that see the world as of `now`, at the latest, are sure to show the package.
    pub(super) fn visible_from(&self, package: &Package) -> u64 {
        let (Lag::Fixed(lag) | Lag::Flapping(lag)) = self.rules.lag;
        package.created + lag
    }

    /// Answers a request, and does what it asks for.
    pub(super) fn answer(&mut self, now: u64, request: &Request, token: &str, maker: Maker) -> Answer {
        if let Some(wanted) = self.wanted_of_token
            && !token.contains(wanted)
        {
            return self.challenge(now, wanted);
        }
        let Some(target) = Target::parse(ORIGIN, &request.url) else {
            return self.error(now, 400, "BadRequest", "Bad Request - Invalid URL");
        };
        let path: Vec<&str> = target.path.iter().map(String::as_str).collect();
        let Some(path) = path.strip_prefix(&BASE) else {
            return self.error(now, 404, "ResourceNotFound", "The resource was not found.");
        };
        match (request.method, path) {
            (Method::Post, ["accessPackages"]) => self.create(now, request.body.as_deref(), maker),
            (Method::Get, ["accessPackages"]) => self.list(now, &target),
            (Method::Get, ["accessPackages", id]) => self.get(now, id, &target),
            (Method::Get, ["catalogs", id]) => self.catalog(now, id, &target),
            (Method::Get, ["catalogs", id, "accessPackages"]) => self.packages_of(now, id, &target, false),
            _ => self.error(now, 404, "ResourceNotFound", "The resource was not found."),
        }
    }

    /// Puts a package there, if its name is free; gives its place.
    pub(super) fn commit(&mut self, package: Package) -> Option<usize> {
        let taken = self.packages.iter().any(|other| {
            other.catalog == package.catalog
                && match self.rules.unique {
                    Unique::No => false,
                    Unique::Exact => other.name == package.name,
                    Unique::WithoutCase => other.name.to_lowercase() == package.name.to_lowercase(),
                }
        });
        (!taken).then(|| {
            self.packages.push(package);
            self.packages.len() - 1
        })
    }

    /// An id that nothing else has, in no order.
    pub(super) fn id(&self) -> String {
        let (high, low) = (self.chance.next(), self.chance.next());
        let node = low & 0xffff_ffff_ffff;
        format!(
            "{:08x}-{:04x}-4{:03x}-8{:03x}-{node:012x}",
            high >> 32,
            high >> 16 & 0xffff,
            high & 0xfff,
            low >> 48 & 0xfff
        )
    }

    /// A 401 that asks for a token with claims, in one of the forms that Graph has.
    fn challenge(&self, now: u64, wanted: &str) -> Answer {
        let base = r#"realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize""#;
        let header = match wanted {
            CLAIMED => {
                let bearer = format!(r#"Bearer {base}, error="insufficient_claims", claims="{CLAIMS_BASE64}""#);
                match self.chance.below(3) {
                    0 => bearer,
                    1 => format!(r#"PoP {base}, nonce="eyJ0eXAiOiJK", {bearer}"#),
                    _ => format!(r#"{bearer}, PoP {base}, nonce="eyJ0eXAiOiJK""#),
                }
            }
            _ => format!(r#"Bearer {base}, error="invalid_token""#),
        };
        let mut answer =
            self.error(now, 401, "InvalidAuthenticationToken", "Continuous access evaluation resulted in challenge");
        answer.www_authenticate = Some(header);
        answer
    }

    fn create(&mut self, now: u64, body: Option<&str>, maker: Maker) -> Answer {
        let Some(body) = body.and_then(|body| serde_json::from_str::<serde_json::Value>(body).ok()) else {
            return self.error(now, 400, "BadRequest", "Unable to read JSON request payload.");
        };
        let known = ["displayName", "description", "isHidden", "catalog"];
        let unknown = body.as_object().is_none_or(|body| body.keys().any(|key| !known.contains(&key.as_str())));
        let (Some(name), Some(catalog)) = (body["displayName"].as_str(), body["catalog"]["id"].as_str()) else {
            return self.error(now, 400, "InvalidModel", "The model is invalid.");
        };
        if unknown {
            return self.error(
                now,
                400,
                "RequestBodyRead",
                "The property does not exist on type 'microsoft.graph.accessPackage'.",
            );
        }
        if !CATALOGS.contains(&catalog) {
            return self.error(now, 404, "ResourceNotFound", "The resource was not found.");
        }
        let package = Package {
            id: self.id(),
            name: name.into(),
            description: body["description"].as_str().map(String::from),
            hidden: body["isHidden"].as_bool().unwrap_or(false),
            catalog: catalog.into(),
            created: now,
            date: bodies::created(now),
            maker,
        };
        match self.commit(package) {
            Some(at) => Answer::new(201, Payload::Json(bodies::package(&self.packages[at], false))),
            None => self.error(
                now,
                self.rules.taken_status,
                "DuplicateAccessPackage",
                "An access package with that name exists.",
            ),
        }
    }

    fn get(&self, now: u64, id: &str, target: &Target) -> Answer {
        let expand = match self.expand(target, "catalog", self.rules.expand_catalog, now) {
            Ok(expand) => expand,
            Err(refusal) => return refusal,
        };
        match self.seen(now).find(|package| package.id == id) {
            Some(package) => Answer::new(200, Payload::Json(bodies::package(package, expand))),
            None => self.error(now, 404, "ResourceNotFound", "The resource was not found."),
        }
    }

    fn list(&self, now: u64, target: &Target) -> Answer {
        if !self.rules.readable {
            return self.unauthorized(now);
        }
        let expand = match self.expand(target, "catalog", self.rules.expand_catalog, now) {
            Ok(expand) => expand,
            Err(refusal) => return refusal,
        };
        let filter = match target.option("$filter").map(Filter::parse) {
            None => None,
            Some(Some(filter)) => match self.mode(&filter) {
                Mode::Honoured => Some(filter),
                Mode::Ignored => None,
                Mode::Refused => {
                    return self.error(now, 400, "InvalidFilter", "OData query is invalid: Filter is not supported.");
                }
            },
            Some(None) => return self.error(now, 400, "InvalidFilter", "OData query is invalid: syntax error"),
        };
        let matching = self.seen(now).filter(|package| filter.as_ref().is_none_or(|filter| self.fits(filter, package)));
        let (elements, next) = self.page(matching, target, expand);
        Answer::new(200, Payload::Json(bodies::page(elements, next)))
    }

    fn catalog(&self, now: u64, id: &str, target: &Target) -> Answer {
        if !CATALOGS.contains(&id) {
            return self.error(now, 404, "ResourceNotFound", "The resource was not found.");
        }
        let expand = match self.expand(target, "accessPackages", self.rules.expand_packages, now) {
            Ok(expand) => expand,
            Err(refusal) => return refusal,
        };
        let mut catalog =
            vec![("id".into(), Value::String(id.into())), ("displayName".into(), Value::String("General".into()))];
        if expand {
            if !self.rules.readable {
                return self.unauthorized(now);
            }
            let (elements, next) = self.page(self.seen(now).filter(|package| package.catalog == id), target, false);
            catalog.push(("accessPackages".into(), Value::Array(elements)));
            // The rest is behind a list of its own.
            let next = next.map(|next| {
                next.replacen(&["/catalogs/", id].concat(), &["/catalogs/", id, "/accessPackages"].concat(), 1)
            });
            catalog.extend(next.map(|next| ("accessPackages@odata.nextLink".into(), Value::String(next))));
        }
        Answer::new(200, Payload::Json(Value::Object(catalog)))
    }

    /// What a link behind an expanded collection leads to.
    fn packages_of(&self, now: u64, id: &str, target: &Target, expand: bool) -> Answer {
        if target.option("$skiptoken").is_none() {
            return self.error(now, 404, "ResourceNotFound", "The resource was not found.");
        }
        let (elements, next) = self.page(self.seen(now).filter(|package| package.catalog == id), target, expand);
        Answer::new(200, Payload::Json(bodies::page(elements, next)))
    }

    /// The packages that a read at that moment sees.
    fn seen(&self, now: u64) -> impl Iterator<Item = &Package> {
        let lag = match self.rules.lag {
            Lag::Fixed(lag) => lag,
            Lag::Flapping(longest) => self.chance.between(0, longest),
        };
        self.packages.iter().filter(move |package| package.created + lag <= now)
    }

    /// A page that begins behind the package that the `$skiptoken` names, and the link to the next one.
    fn page<'a>(
        &self,
        packages: impl Iterator<Item = &'a Package>,
        target: &Target,
        expand: bool,
    ) -> (Vec<Value>, Option<String>) {
        let behind = target.option("$skiptoken");
        let at = |id: &str| self.packages.iter().position(|package| package.id == id);
        let start = behind.and_then(at).map_or(0, |at| at + 1);
        let rest: Vec<&Package> = packages.filter(|package| at(&package.id) >= Some(start)).collect();
        let shown = &rest[..rest.len().min(self.rules.page)];
        let more = rest.len() > shown.len();
        let next = shown.last().filter(|_| more).map(|last| next_link(target, &last.id));
        (shown.iter().map(|package| bodies::package(package, expand)).collect(), next)
    }

    /// Whether an `$expand` of that name is carried out.
    fn expand(&self, target: &Target, name: &str, mode: Mode, now: u64) -> Result<bool, Answer> {
        match target.option("$expand") {
            None => Ok(false),
            Some(expand) if expand != name => {
                Err(self.error(now, 400, "BadRequest", "Could not find a property of that name."))
            }
            Some(_) if mode == Mode::Refused => {
                Err(self.error(now, 400, "BadRequest", "The query specified is not supported."))
            }
            Some(_) => Ok(mode == Mode::Honoured),
        }
    }

    fn mode(&self, filter: &Filter) -> Mode {
        match filter {
            Filter::Name(_) => self.rules.name_filter,
            Filter::Contains(_) => self.rules.contains_filter,
            Filter::Catalog(_) => self.rules.catalog_filter,
            Filter::Both(..) => self.rules.combined_filter,
        }
    }

    fn fits(&self, filter: &Filter, package: &Package) -> bool {
        match filter {
            Filter::Name(name) if self.rules.filter_without_case => package.name.to_lowercase() == name.to_lowercase(),
            Filter::Name(name) => package.name == *name,
            Filter::Contains(part) => package.name.to_lowercase().contains(part.as_str()),
            Filter::Catalog(id) => package.catalog.eq_ignore_ascii_case(id),
            Filter::Both(one, other) => self.fits(one, package) && self.fits(other, package),
        }
    }

    fn unauthorized(&self, now: u64) -> Answer {
        self.error(now, 403, "UnAuthorized", "User is not authorized to perform the operation. Reason: Unauthorized")
    }

    /// An error of the service at that moment.
    pub(super) fn error(&self, now: u64, status: u16, code: &str, message: &str) -> Answer {
        Answer::error(status, code, message, self.rules.dated.then_some(now))
    }
}

/// What a token must hold once claims were asked for, and what asks for them.
pub(super) const CLAIMED: &str = "-claimed";
pub(super) const CLAIMS: &str = r#"{"access_token":{"nbf":{"essential":true,"value":"1726258122"}}}"#;
const CLAIMS_BASE64: &str = "eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwidmFsdWUiOiIxNzI2MjU4MTIyIn19fQ==";

/// What a token must hold once the last one was refused as expired.
pub(super) const RENEWED: &str = "-renewed";

/// The request's own URL with a `$skiptoken`.
fn next_link(target: &Target, last: &str) -> String {
    let mut link = [ORIGIN, "/", &target.path.join("/"), "?"].concat();
    for (name, value) in target.query.iter().filter(|(name, _)| name != "$skiptoken") {
        link.push_str(name);
        link.push('=');
        for byte in value.bytes() {
            if byte.is_ascii_alphanumeric() {
                link.push(char::from(byte));
            } else {
                link.push_str(&format!("%{byte:02X}"));
            }
        }
        link.push('&');
    }
    link.push_str("$skiptoken=");
    link.push_str(last);
    link
}

/// A thing that Graph has and that is no access package.
pub(super) fn other_entity() -> Value {
    object([
        ("id", Value::String(CATALOGS[0].into())),
        ("displayName", Value::String("General".into())),
        ("catalogType", Value::String("serviceDefault".into())),
    ])
}

#[cfg(test)]
mod tests;
