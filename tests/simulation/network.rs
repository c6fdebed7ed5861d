//! The way from the client to the service and back: what is sent, what arrives, what the client gets to see.

use std::rc::Rc;

use super::bodies::{self, Answer, Payload, object};
use super::fault::{Commit, Fault, Place};
use super::service::{CLAIMED, Maker, RENEWED, other_entity};
use super::universe::Universe;
use crate::http::{Method, Request};
use crate::value::Value;

/// A link that leads away from the service, and looks as if it did not.
const FOREIGN: &str = "https://graph.microsoft.com.evil.example/v1.0/identityGovernance?$skiptoken=1";

/// One request on its way.
pub(super) struct Exchange {
    /// The call that sent it, and the client, which shares one view of the service.
    pub(super) call: usize,
    pub(super) page: usize,
    pub(super) request: Request,
    pub(super) client_request_id: String,
    pub(super) fault: Fault,
    pub(super) sent_at: u64,
    /// Whether the call had been aborted or was out of time when it sent this.
    pub(super) forbidden: bool,
    token: String,
    /// What the client will see, and from when on: the status, the end of the body.
    pub(super) head: Option<(u64, Answer)>,
    pub(super) end: Option<(u64, End)>,
    pub(super) content: Content,
    /// When the client stopped waiting, and with what in hand.
    pub(super) seen: Option<(u64, Seen)>,
}

/// What is in an answer's body, as far as it matters; the body itself goes to the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// The package that the request asked for.
    Package,
    /// A page of a list, be it the last one or not.
    Page {
        last: bool,
    },
    /// An error that says that the name is taken.
    Taken,
    Other,
}

impl Content {
    fn of(request: &Request, payload: &Payload, name: &str) -> Self {
        let Some(json) = payload.json() else { return Self::Other };
        let text = |json: &Value, name| json.get(name).and_then(Value::as_str).map(String::from);
        let list = |name| json.get(name).and_then(Value::as_array);
        let is_called_so = |package: &Value| text(package, "displayName").is_some_and(|other| is_same(&other, name));
        if json.get("error").and_then(|error| text(error, "code")).as_deref() == Some("DuplicateAccessPackage") {
            Self::Taken
        } else if let Some(body) = &request.body {
            let sent: serde_json::Value = serde_json::from_str(body).unwrap();
            let is_named = text(json, "displayName").as_deref() == sent["displayName"].as_str();
            if is_named && text(json, "id").is_some() { Self::Package } else { Self::Other }
        } else if let Some(list) = list("value") {
            // A list that does not tell the catalog of a package in question tells nothing.
            let path = request.url.split('?').next().unwrap_or_default();
            let tells = |package: &Value| !is_called_so(package) || package.get("catalog").is_some();
            let is_of_catalog = path.contains("/catalogs/");
            let last = json.get("@odata.nextLink").is_none();
            if is_of_catalog || list.iter().all(tells) { Self::Page { last } } else { Self::Other }
        } else if list("accessPackages").is_some() {
            Self::Page { last: json.get("accessPackages@odata.nextLink").is_none() }
        } else {
            Self::Other
        }
    }
}

/// Whether names are the same but for case.
fn is_same(one: &str, other: &str) -> bool {
    one == other || one.to_lowercase() == other.to_lowercase()
}

/// How an answer ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Whole,
    Lost,
}

/// What the client has in hand when an exchange is over for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// A whole answer.
    Answer,
    /// A status without the end of its body.
    Status,
    /// Nothing.
    Nothing,
}

impl Universe {
    /// Sends a request; gives its number.
    pub(super) fn transmit(
        self: &Rc<Self>,
        call: usize,
        page: usize,
        request: &Request,
        token: String,
        client_request_id: &str,
        forbidden: bool,
    ) -> usize {
        let fault = self.fault_for(request.method);
        let (now, number) = (self.kernel.now(), self.exchanges.borrow().len());
        self.note(|| format!("#{number} {} {} of call {call}, {fault:?}", request.method.as_str(), request.url));
        self.exchanges.borrow_mut().push(Exchange {
            call,
            page,
            request: request.clone(),
            client_request_id: client_request_id.into(),
            fault,
            sent_at: now,
            forbidden,
            token,
            head: None,
            end: None,
            content: Content::Other,
            seen: None,
        });
        let (up, work) = match self.latency.get() {
            Some(latency) => (1 + self.chance.between(0, self.jitter.get()), latency.saturating_sub(2)),
            None => (self.chance.between(5, 60), self.chance.between(10, 200)),
        };
        if fault.place == Place::Offline || self.is_offline() {
            self.lose(number, now);
        } else if fault.place == Place::Refused {
            self.lose(number, now + up);
        } else {
            let world = Rc::clone(self);
            self.kernel.at(now + up, move || world.arrive(number, work));
        }
        number
    }

    /// The request is there.
    fn arrive(self: &Rc<Self>, number: usize, work: u64) {
        let Fault { place, commit } = self.exchanges.borrow()[number].fault;
        if self.exchanges.borrow()[number].seen.is_some() && self.chance.percent(50) {
            // The client has left meanwhile, and took its request with it.
            return;
        }
        if self.refuses(number, work) {
            return;
        }
        match place {
            Place::ClaimsChallenge => self.service.borrow_mut().wanted_of_token = Some(CLAIMED),
            Place::Expired => self.service.borrow_mut().wanted_of_token = Some(RENEWED),
            Place::Taken => self.somebody_else_creates(),
            _ => (),
        }
        let answer = (commit == Commit::Before || !place.replaces_answer()).then(|| self.serve(number, false));
        let back = self.kernel.now() + work + self.latency.get().map_or_else(|| self.chance.between(5, 60), |_| 1);
        let success = if self.exchanges.borrow()[number].request.method == Method::Post { 201 } else { 200 };
        let success = |payload| Some(Answer::new(success, payload));
        let now = self.kernel.now();
        let error = |status, code, message| Some(self.service.borrow().error(now, status, code, message));
        let replaced = match place {
            Place::NoCors | Place::Reset => return self.lose(number, back),
            Place::HangBeforeHeaders => return,
            Place::CutBody | Place::HangInBody => {
                // The status is that of what was done; where nothing was, something in between made it up.
                let head = success(Payload::Text).unwrap();
                let head = answer.map_or(head.clone(), |answer| Answer { payload: Payload::Text, ..answer });
                self.exchanges.borrow_mut()[number].head = Some((back, head));
                if place == Place::CutBody {
                    self.lose(number, back + 20);
                }
                return self.kernel.wake_at(back);
            }
            Place::Resent => return self.resend(number, work, self.chance.pick(&[1, 1, 1, 2])),
            Place::Followed => {
                let world = Rc::clone(self);
                self.kernel.at(self.kernel.now() + 1, move || world.somebody_else_creates());
                None
            }
            Place::Denied => error(403, "UnAuthorized", "User is not authorized to perform the operation."),
            Place::ForeignLink | Place::LoopingLink => answer.clone().map(|answer| {
                let exchange = &self.exchanges.borrow()[number];
                let own = exchange.request.url.as_str();
                bodies::with_next_link(answer, if place == Place::LoopingLink { own } else { FOREIGN })
            }),
            Place::Empty => success(Payload::Empty),
            Place::Truncated | Place::Page => success(Payload::Text),
            Place::WrongType => {
                let json = answer.as_ref().and_then(|answer| answer.payload.json().cloned());
                success(Payload::Mislabelled(json.unwrap_or_else(other_entity)))
            }
            Place::ObjectWithoutId => success(Payload::Json(object([("value", Value::Null), ("id", Value::Null)]))),
            Place::OtherObject => success(Payload::Json(other_entity())),
            Place::Failed => error(500, "InternalServerError", "An internal server error occurred."),
            Place::BadGateway => Some(Answer::new(502, Payload::Text)),
            Place::Unavailable(after) => error(503, "ServiceUnavailable", "The service is temporarily unavailable.")
                .map(|answer| answer.retry_after(after.map(|seconds| seconds.to_string()))),
            Place::GatewayTimeout => error(504, "UnknownError", ""),
            Place::EmptyGatewayTimeout => Some(Answer::new(504, Payload::Empty)),
            Place::Throttled(after) => {
                let header = after.map(|header| bodies::retry_after(now, header));
                error(429, "TooManyRequests", "Please retry again later.").map(|answer| answer.retry_after(header))
            }
            Place::Nowhere
            | Place::Offline
            | Place::Refused
            | Place::ClaimsChallenge
            | Place::Expired
            | Place::Taken => None,
        };
        if let Some(answer) = replaced.or(answer) {
            self.deliver(number, back, answer);
        }
    }

    /// Whether the service takes no more creates for now; then it says so.
    fn refuses(&self, number: usize, work: u64) -> bool {
        let now = self.kernel.now();
        if self.exchanges.borrow()[number].request.method != Method::Post {
            return false;
        }
        let Some(refusal) = self.limiter.borrow_mut().as_mut().and_then(|limiter| limiter.ask(now)) else {
            return false;
        };
        let header = refusal.header.map(|header| bodies::retry_after(now, &header));
        let answer = self.service.borrow().error(now, 429, "TooManyRequests", "Please retry again later.");
        let takes = if refusal.is_slow { work } else { 1 };
        self.deliver(number, now + takes + 1, answer.retry_after(header));
        true
    }

    /// The browser sends a request again by itself, because a reused connection dropped; once, or once more when it
    /// finds another idle connection that is gone too. The page sees the last answer only.
    fn resend(self: &Rc<Self>, number: usize, work: u64, times: u64) {
        let world = Rc::clone(self);
        self.kernel.at(self.kernel.now() + self.chance.between(20, 400), move || {
            if world.exchanges.borrow()[number].seen.is_some() {
                // Nobody waits for it any more.
                return;
            }
            let answer = world.serve(number, true);
            if times > 1 {
                world.resend(number, work, times - 1);
            } else {
                world.deliver(number, world.kernel.now() + work, answer);
            }
        });
    }

    /// The service does what the request asks for.
    fn serve(&self, number: usize, resent: bool) -> Answer {
        let (now, maker) = (self.kernel.now(), Maker::Client { exchange: number, resent });
        let answer = {
            let Exchange { request, token, .. } = &self.exchanges.borrow()[number];
            self.service.borrow_mut().answer(now, request, token, maker)
        };
        self.note(|| format!("#{number} is served{}: {}", if resent { " again" } else { "" }, answer.status));
        answer
    }

    /// An answer will be there at that moment.
    fn deliver(&self, number: usize, at: u64, answer: Answer) {
        let exchange = &mut self.exchanges.borrow_mut()[number];
        exchange.content = Content::of(&exchange.request, &answer.payload, &self.scenario.name);
        exchange.head = Some((at, answer));
        exchange.end = Some((at, End::Whole));
        self.kernel.wake_at(at);
    }

    /// The connection drops at that moment.
    fn lose(&self, number: usize, at: u64) {
        self.exchanges.borrow_mut()[number].end = Some((at, End::Lost));
        self.kernel.wake_at(at);
    }

    /// The client is through with an exchange. What was to be done afterwards is done when its time comes.
    pub(super) fn saw(self: &Rc<Self>, number: usize, seen: Seen) {
        let now = self.kernel.now();
        let (fault, arrives) = {
            let exchange = &mut self.exchanges.borrow_mut()[number];
            exchange.seen = Some((now, seen));
            let status = exchange.head.as_ref().filter(|_| seen != Seen::Nothing).map(|(_, answer)| answer.status);
            self.note(|| format!("#{number} is over for the client: {seen:?} {status:?}"));
            (exchange.fault, exchange.sent_at)
        };
        if let Commit::Later(after) = fault.commit {
            let world = Rc::clone(self);
            self.kernel.at(now.max(arrives) + after, move || {
                world.serve(number, false);
            });
        }
    }
}

impl Place {
    /// Whether the client gets to see something else than what the service answers.
    fn replaces_answer(self) -> bool {
        !matches!(
            self,
            Self::Nowhere
                | Self::ForeignLink
                | Self::LoopingLink
                | Self::Resent
                | Self::ClaimsChallenge
                | Self::Expired
                | Self::Taken
                | Self::Followed
        )
    }
}
