//! The calls of a client: one package at a time.
//!
//! Every export answers with a settlement and never throws. The facade copies inputs and the heads of responses to
//! plain data first, so that nothing of a caller runs in here.

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use serde::Serialize;

use super::browser::{Browser, Call, millis};
use super::driver;
use super::settlement::{json, settle};
use super::value::from_js;
use crate::change::{delete, update};
use crate::cloud::GraphRoot;
use crate::create::{CreateOptions, Created, Outcome, Prior, create};
use crate::error::Error;
use crate::prepare::prepare as describe;
use crate::read::{get, get_catalog, list, list_catalogs};
use crate::recheck::{Rechecked, recheck};
use crate::session::{Session, Stop};
use crate::spec::AccessPackage;
use crate::ticket::Ticket;
use crate::undo::undo;
use crate::validate::validate as check;

/// Checks an input. Settles with the properties that would be sent.
#[wasm_bindgen(skip_typescript)]
pub fn validate(input: &JsValue) -> JsValue {
    let result = check(&from_js(input)).map_err(Error::Validation);
    settle(result.map(|spec| json(&spec)).map_err(Stop::from), &[])
}

/// Settles with the request that a create would send.
#[wasm_bindgen(skip_typescript)]
pub fn prepare(call: &Call) -> JsValue {
    let result = root(call).and_then(|root| describe(&root, &from_js(&call.input())));
    settle(result.map(|request| json(&request)).map_err(Stop::from), &[])
}

/// Starts a call that talks to Graph, under a number that no other waiting call has. Gives its settlement, or
/// `undefined` when it has asked something of the call: then [`resume`] goes on with the answer.
#[wasm_bindgen(skip_typescript)]
pub fn start(number: u32, call: Call) -> JsValue {
    let browser = Browser::new(call);
    let mailbox = browser.mailbox();
    driver::start(number, mailbox, async move {
        let root = match root(browser.call()) {
            Ok(root) => root,
            Err(error) => return settle(Err(error.into()), &[]),
        };
        let mut session = Session::new(&browser, &root);
        let result = operate(&mut session, browser.call()).await;
        settle(result, &session.ledger)
    })
}

/// Goes on with the answer to what the call of that number has asked: a value, or what was thrown.
#[wasm_bindgen(skip_typescript)]
pub fn resume(number: u32, ok: bool, answer: JsValue) -> JsValue {
    driver::resume(number, if ok { Ok(answer) } else { Err(answer) })
}

/// The value of the call as JSON.
async fn operate(session: &mut Session<'_, Browser>, call: &Call) -> Result<String, Stop<JsValue>> {
    let id = call.id();
    let required = id.as_deref().unwrap_or_default();
    let next_link = call.next_link();
    let settle_ms = millis(call.settle_ms());
    let input = || from_js(&call.input());
    match call.operation().as_str() {
        "create" => {
            let (return_existing, verify) = (call.return_existing(), call.verify());
            let prior = Ticket::read(&from_js(&call.prior()));
            let prior = prior.map(|ticket| Prior { ticket, settle_ms: millis(call.prior_ms()) });
            let options = CreateOptions { return_existing, verify, settle_ms, bulk: call.bulk(), prior };
            create(session, &input(), options).await.map(|created| json(&Outcomes::from(created)))
        }
        "recheck" => recheck(session, &input(), settle_ms).await.map(|rechecked| json(&Outcomes::from(rechecked))),
        "list" => list(session, id.as_deref(), next_link.as_deref()).await.map(|page| json(&page)),
        "get" => get(session, required).await.map(|package| json(&package)),
        "update" => update(session, required, &input()).await.map(|()| json(&Outcomes::default())),
        "delete" => delete(session, required).await.map(|deleted| {
            json(&Outcomes { outcome: if deleted { "deleted" } else { "absent" }, ..Outcomes::default() })
        }),
        "undo" => undo(session, required, &input()).await.map(|undone| json(&undone)),
        "listCatalogs" => list_catalogs(session, next_link.as_deref()).await.map(|page| json(&page)),
        "getCatalog" => get_catalog(session, required).await.map(|catalog| json(&catalog)),
        _ => Err(Error::Argument("there is no such operation").into()),
    }
}

/// What calls that change something, or find out what was changed, end as.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcomes {
    #[serde(skip_serializing_if = "str::is_empty")]
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    access_package: Option<AccessPackage>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duplicates: Option<Vec<AccessPackage>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    existing: Option<AccessPackage>,
}

impl From<Created> for Outcomes {
    fn from(Created { outcome, access_package, duplicates }: Created) -> Self {
        let outcome = match outcome {
            Outcome::Created => "created",
            Outcome::Adopted => "adopted",
            Outcome::Existing => "existing",
        };
        Self { outcome, access_package: Some(access_package), duplicates, existing: None }
    }
}

impl From<Rechecked> for Outcomes {
    fn from(rechecked: Rechecked) -> Self {
        match rechecked {
            Rechecked::Adopted(package, duplicates) => {
                Self { outcome: "adopted", access_package: Some(package), duplicates: Some(duplicates), existing: None }
            }
            Rechecked::NotCreated(existing) => Self { outcome: "notCreated", existing, ..Self::default() },
        }
    }
}

fn root(call: &Call) -> Result<GraphRoot, Error> {
    GraphRoot::resolve(call.cloud().as_deref(), call.graph_root().as_deref())
}
