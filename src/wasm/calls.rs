//! The calls of a client: one package at a time.
//!
//! Every call is answered with a settlement. What throws is the host, to end a step, and whatever else comes out is a trap.

use wasm_bindgen::prelude::wasm_bindgen;

use super::host::{Host, Kept, millis};
use super::settlement::settle;
use crate::change::{delete, update};
use crate::cloud::GraphRoot;
use crate::create::{CreateOptions, Created, Outcome, Prior, create};
use crate::error::Error;
use crate::json::parse;
use crate::prepare::prepare as describe;
use crate::read::{get, get_catalog, list, list_catalogs};
use crate::recheck::{Rechecked, recheck};
use crate::session::{Session, Stop};
use crate::spec::AccessPackage;
use crate::ticket::Ticket;
use crate::to_json::{Object, ToJson, to_json};
use crate::undo::undo;
use crate::validate::validate as check;
use crate::value::Value;
use crate::wiped::{Held, Text};

/// Carries out a call, as far as the host has the answers to what it asks. Gives its settlement.
#[wasm_bindgen(skip_typescript)]
pub fn run(call: &str) -> String {
    let call = Call(parse(call));
    let root = match call.root() {
        Ok(root) => root,
        Err(error) => return settle(Err(error.into()), &[]),
    };
    // Forms check as somebody types: what asks nothing of the host has none.
    let told = match call.operation() {
        "validate" => check(call.get("input")).map_err(Error::Validation).map(|spec| to_json(&spec)),
        "prepare" => describe(&root, call.get("input")).map(|request| to_json(&request)),
        _ => {
            let mut session = Session::new(&Host, &root);
            let result = operate(&mut session, &call);
            return settle(result, &session.ledger);
        }
    };
    settle(told.map_err(Stop::from), &[])
}

/// Overwrites all that the last step left in memory.
#[wasm_bindgen(skip_typescript)]
pub fn wipe() {
    super::wipe();
}

/// A call as the facade describes it (`Operation` and `Connection` in `pkg/src`).
struct Call(Value);

impl Call {
    fn get(&self, name: &str) -> &Value {
        self.0.get(name).unwrap_or(&Value::Undefined)
    }

    fn text(&self, name: &str) -> Option<&Text> {
        self.get(name).as_text()
    }

    fn operation(&self) -> &str {
        self.text("operation").map(|name| &**name).unwrap_or_default()
    }

    fn is(&self, name: &str) -> bool {
        self.get(name).as_bool().unwrap_or_default()
    }

    fn millis(&self, name: &str) -> u64 {
        match self.get(name) {
            Value::Number(number) => millis(*number),
            _ => 0,
        }
    }

    fn root(&self) -> Result<GraphRoot, Error> {
        GraphRoot::resolve(self.text("cloud").map(|name| &**name), self.text("graphRoot").map(|origin| &**origin))
    }
}

/// The value of the call as JSON.
fn operate(session: &mut Session<'_, Host>, call: &Call) -> Result<String, Stop<Kept>> {
    let id = call.text("id").map(|id| &**id);
    let required = id.unwrap_or_default();
    let next_link = call.text("nextLink").map(|link| &**link);
    let settle_ms = call.millis("settleMs");
    let input = call.get("input");
    match call.operation() {
        "create" => {
            let prior = Ticket::read(call.get("prior"));
            let prior = prior.map(|ticket| Prior { ticket, settle_ms: call.millis("priorMs") });
            let (return_existing, verify) = (call.is("returnExisting"), call.is("verify"));
            let options = CreateOptions { return_existing, verify, settle_ms, bulk: call.is("bulk"), prior };
            create(session, input, options).map(|created| to_json(&Ended::from(created)))
        }
        "recheck" => recheck(session, input, settle_ms).map(|rechecked| to_json(&Ended::from(rechecked))),
        "list" => list(session, id, next_link).map(|page| to_json(&page)),
        "get" => get(session, required).map(|package| to_json(&package)),
        "update" => update(session, required, input).map(|()| to_json(&Ended::default())),
        "delete" => delete(session, required).map(|deleted| {
            to_json(&Ended { outcome: Some(if deleted { "deleted" } else { "absent" }), ..Ended::default() })
        }),
        "undo" => undo(session, required, input).map(|undone| to_json(&undone)),
        "listCatalogs" => list_catalogs(session, next_link).map(|page| to_json(&page)),
        "getCatalog" => get_catalog(session, required).map(|catalog| to_json(&catalog)),
        _ => Err(Error::Argument("there is no such operation").into()),
    }
}

/// What calls that change something, or find out what was changed, end as.
#[derive(Default)]
struct Ended {
    outcome: Option<&'static str>,
    access_package: Option<Held<AccessPackage>>,
    duplicates: Option<Vec<Held<AccessPackage>>>,
    existing: Option<Held<AccessPackage>>,
}

impl ToJson for Ended {
    fn write(&self, out: &mut String) {
        Object::new(out)
            .given("outcome", &self.outcome)
            .given("accessPackage", &self.access_package.as_deref())
            .given("duplicates", &self.duplicates)
            .given("existing", &self.existing.as_deref())
            .end();
    }
}

impl From<Created> for Ended {
    fn from(Created { outcome, access_package, duplicates }: Created) -> Self {
        let outcome = Some(match outcome {
            Outcome::Created => "created",
            Outcome::Adopted => "adopted",
            Outcome::Existing => "existing",
        });
        Self { outcome, access_package: Some(access_package), duplicates, existing: None }
    }
}

impl From<Rechecked> for Ended {
    fn from(rechecked: Rechecked) -> Self {
        match rechecked {
            Rechecked::Adopted(package, duplicates) => Self {
                outcome: Some("adopted"),
                access_package: Some(package),
                duplicates: Some(duplicates),
                existing: None,
            },
            Rechecked::NotCreated(existing) => Self { outcome: Some("notCreated"), existing, ..Self::default() },
        }
    }
}
