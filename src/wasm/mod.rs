//! What JavaScript calls. Each function converts, calls the core, and converts back; none decides anything.
//!
//! Every export answers with a settlement and never throws: an exception that leaves a module is a trap, and
//! the facade starts a fresh instance after one. The facade copies inputs and the heads of responses to plain
//! data first, so that nothing of a caller runs in here.

#![expect(
    unreachable_pub,
    reason = "wasm-bindgen exports what is public, and nothing else of the crate reaches in here"
)]

mod browser;
mod driver;
mod settlement;
#[cfg(test)]
mod tests;
mod value;

use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::attempt::Attempt;
use crate::cloud::GraphRoot;
use crate::create::create;
use crate::error::Error;
use crate::exchange::Stop;
use crate::prepare::prepare as describe;
use crate::read::list_catalogs;
use crate::validate::validate as check;
use browser::{Browser, Call};
use settlement::{json, settle};
use value::from_js;

/// Smaller than the standard library's allocator.
#[global_allocator]
static ALLOCATOR: WasmDynamicTalc = new_wasm_dynamic_allocator();

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
        let mut attempts = Vec::new();
        let result = operate(&browser, &mut attempts).await;
        settle(result, &attempts)
    })
}

/// Goes on with the answer to what the call of that number has asked: a value, or what was thrown.
#[wasm_bindgen(skip_typescript)]
pub fn resume(number: u32, ok: bool, answer: JsValue) -> JsValue {
    driver::resume(number, if ok { Ok(answer) } else { Err(answer) })
}

/// The value of the call as JSON.
async fn operate(browser: &Browser, ledger: &mut Vec<Attempt>) -> Result<String, Stop<JsValue>> {
    let call = browser.call();
    let root = root(call)?;
    match call.operation().as_str() {
        "create" => Ok(json(&create(browser, &root, &from_js(&call.input()), ledger).await?)),
        "listCatalogs" => Ok(json(&list_catalogs(browser, &root, call.next_link().as_deref(), ledger).await?)),
        _ => Err(Error::Argument("there is no such operation").into()),
    }
}

fn root(call: &Call) -> Result<GraphRoot, Error> {
    GraphRoot::resolve(call.cloud().as_deref(), call.graph_root().as_deref())
}
