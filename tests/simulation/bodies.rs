//! What the service says, as it is documented and reported.

use super::service::Package;
use crate::time::Timestamp;
use crate::value::Value;

/// The service's time when a world begins, in milliseconds since 1970: 2026-11-18T11:06:40Z.
pub(super) const EPOCH: u64 = 1_795_000_000_000;

/// The origin of the service.
pub(super) const ORIGIN: &str = "https://graph.microsoft.com";

/// What is behind a status line.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Payload {
    Empty,
    Json(Value),
    /// JSON that calls itself a page.
    Mislabelled(Value),
    /// A page of a gateway, or JSON that ends too early.
    Text,
}

impl Payload {
    /// The JSON, if it is some that says so.
    pub(super) fn json(&self) -> Option<&Value> {
        match self {
            Self::Json(json) => Some(json),
            _ => None,
        }
    }
}

/// A whole answer.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) retry_after: Option<String>,
    pub(super) www_authenticate: Option<String>,
    pub(super) payload: Payload,
}

impl Answer {
    pub(super) fn new(status: u16, payload: Payload) -> Self {
        Self { status, retry_after: None, www_authenticate: None, payload }
    }

    /// An error in Graph's envelope; `at` is the service's time, if it is to be told.
    pub(super) fn error(status: u16, code: &str, message: &str, at: Option<u64>) -> Self {
        let mut inner = vec![text("request-id", "6f1ad2b4-0000-4000-8000-000000000000")];
        if let Some(at) = at {
            let mut date = moment(at).to_iso8601();
            date.truncate("2026-11-18T11:06:40".len());
            inner.insert(0, text("date", &date));
        }
        let error = [text("code", code), text("message", message), (String::from("details"), Value::Array(vec![]))]
            .into_iter()
            .chain([(String::from("innerError"), Value::Object(inner))])
            .collect();
        Self::new(status, Payload::Json(object([("error", Value::Object(error))])))
    }

    pub(super) fn retry_after(mut self, header: Option<String>) -> Self {
        self.retry_after = header;
        self
    }
}

/// A moment of the world on the service's clock.
pub(super) fn moment(at: u64) -> Timestamp {
    Timestamp::from_millis(EPOCH + at)
}

/// When a package was created, as Graph writes it: seven digits, or fewer where they end in noughts.
pub(super) fn created(at: u64) -> String {
    moment(at).to_iso8601().replace('Z', if at.is_multiple_of(3) { "Z" } else { "0119Z" })
}

/// A package as v1.0 shows it: without its catalog, unless that is asked for.
pub(super) fn package(package: &Package, with_catalog: bool) -> Value {
    let description = package.description.clone().map_or(Value::Null, Value::String);
    let mut properties = vec![
        text("id", &package.id),
        text("displayName", &package.name),
        ("description".into(), description),
        ("isHidden".into(), Value::Boolean(package.hidden)),
        text("createdDateTime", &package.date),
        text("modifiedDateTime", &package.date),
    ];
    if with_catalog {
        properties.push(("catalog".into(), object([("id", Value::String(package.catalog.clone()))])));
    }
    Value::Object(properties)
}

/// A `Retry-After` as it is written, or, from `date+5`, the date so many seconds from now on the service's clock.
pub(super) fn retry_after(now: u64, header: &str) -> String {
    let Some(seconds) = header.strip_prefix("date") else { return header.into() };
    let millis = EPOCH.checked_add_signed(seconds.parse::<i64>().unwrap() * 1_000).unwrap() + now;
    httpdate::fmt_http_date(std::time::UNIX_EPOCH + std::time::Duration::from_millis(millis))
}

/// A page of a list.
pub(super) fn page(elements: Vec<Value>, next: Option<String>) -> Value {
    let mut page = vec![text("@odata.context", "…"), ("value".into(), Value::Array(elements))];
    page.extend(next.map(|next| text("@odata.nextLink", &next)));
    Value::Object(page)
}

/// The list with another link to its next page; what is no list stays as it is.
pub(super) fn with_next_link(mut answer: Answer, link: &str) -> Answer {
    if let Payload::Json(Value::Object(properties)) = &mut answer.payload {
        for (list, next) in [("value", "@odata.nextLink"), ("accessPackages", "accessPackages@odata.nextLink")] {
            if properties.iter().any(|(name, _)| name == list) {
                properties.retain(|(name, _)| name != next);
                properties.push(text(next, link));
            }
        }
    }
    answer
}

/// An object of these properties.
pub(super) fn object<const N: usize>(properties: [(&str, Value); N]) -> Value {
    Value::Object(properties.map(|(name, value)| (name.into(), value)).into())
}

fn text(name: &str, value: &str) -> (String, Value) {
    (name.into(), Value::String(value.into()))
}
