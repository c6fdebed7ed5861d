//! Carries calls on: a call is a future that asks JavaScript for one thing at a time, and is polled again when
//! the answer is there.
//!
//! wasm-bindgen-futures would do this too, with promises, closures and a queue of its own: measured on this crate,
//! 3.1 kB of the package by brotli. And here every way into the module is a call of the facade, which is where it
//! catches traps.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use wasm_bindgen::JsValue;

/// What JavaScript answered: the value, or what was thrown.
type Answer = Result<JsValue, JsValue>;

/// Where a call finds the answer to what it asked last.
#[derive(Clone, Default)]
pub(super) struct Mailbox(Rc<Cell<Option<Answer>>>);

impl Mailbox {
    /// Waits for the answer to what was asked just before.
    pub(super) async fn answer(&self) -> Answer {
        std::future::poll_fn(|_| self.0.take().map_or(Poll::Pending, Poll::Ready)).await
    }
}

/// A call that waits for an answer.
struct Running {
    number: u32,
    future: Pin<Box<dyn Future<Output = JsValue>>>,
    mailbox: Mailbox,
}

thread_local! {
    /// The calls that wait. They are few, so that a list does for a table.
    static RUNNING: RefCell<Vec<Running>> = const { RefCell::new(Vec::new()) };
}

/// Starts a call under a number. Gives its settlement, or `undefined` while it waits.
pub(super) fn start(number: u32, mailbox: Mailbox, future: impl Future<Output = JsValue> + 'static) -> JsValue {
    poll(Running { number, future: Box::pin(future), mailbox })
}

/// Carries the call of that number on with an answer. Gives its settlement, or `undefined` while it waits.
pub(super) fn resume(number: u32, answer: Answer) -> JsValue {
    let waiting = RUNNING.with_borrow_mut(|running| {
        let at = running.iter().position(|call| call.number == number)?;
        Some(running.swap_remove(at))
    });
    match waiting {
        Some(call) => {
            call.mailbox.0.set(Some(answer));
            poll(call)
        }
        None => JsValue::UNDEFINED,
    }
}

/// Polls outside of the list, so that nothing that a call does can meet it borrowed.
fn poll(mut call: Running) -> JsValue {
    match call.future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(settlement) => settlement,
        Poll::Pending => {
            RUNNING.with_borrow_mut(|running| running.push(call));
            JsValue::UNDEFINED
        }
    }
}
