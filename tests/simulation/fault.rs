//! What can happen to a request on its way, and when its work is done all the same.

/// Where something goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Nothing does.
    Nowhere,
    /// The machine has no network: the browser fails the request before it is sent.
    Offline,
    /// The connection is refused.
    Refused,
    /// The answer lacks the headers that let a page read it.
    NoCors,
    /// No answer ever comes.
    HangBeforeHeaders,
    /// The connection drops before the status.
    Reset,
    /// The connection drops at half of the body, behind a status of success.
    CutBody,
    /// The rest of the body never comes.
    HangInBody,
    /// A status of success without a body.
    Empty,
    /// A status of success with JSON that ends too early.
    Truncated,
    /// A status of success with JSON that calls itself a page.
    WrongType,
    /// A status of success with a page.
    Page,
    /// A status of success with an object that has no id.
    ObjectWithoutId,
    /// A status of success with something else that has an id.
    OtherObject,
    /// 500 in Graph's envelope.
    Failed,
    /// 502 with a page of a gateway.
    BadGateway,
    /// 503, without or with a `Retry-After` of so many seconds.
    Unavailable(Option<u64>),
    /// 504 in Graph's envelope.
    GatewayTimeout,
    /// 504 with nothing in it.
    EmptyGatewayTimeout,
    /// A reused connection drops, and the browser sends the request a second time by itself.
    Resent,
    /// 429 with that `Retry-After`, which may be an odd one.
    Throttled(Option<&'static str>),
    /// 401: the service wants a token with claims from now on.
    ClaimsChallenge,
    /// 401: the service takes the token for expired.
    Expired,
    /// 403: the caller may not do it.
    Denied,
    /// A list whose next page is somewhere else, where no token may go.
    ForeignLink,
    /// A list whose next page is the same again.
    LoopingLink,
    /// Somebody else takes the name just before the request arrives.
    Taken,
    /// Just after the request was answered, somebody else makes a package of the same name.
    Followed,
}

/// When the work of a request with a fault is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Commit {
    Never,
    /// Before the fault shows.
    Before,
    /// So long after the client saw the fault.
    Later(u64),
}

/// A fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) place: Place,
    pub(super) commit: Commit,
}

impl Fault {
    /// None at all.
    pub(super) const NONE: Self = Self { place: Place::Nowhere, commit: Commit::Before };

    /// A fault of a read, which does nothing anyway.
    pub(super) fn of_read(place: Place) -> Self {
        Self { place, commit: Commit::Never }
    }
}

/// The faults that the matrix has for a create.
pub(super) const PLACES: [Place; 21] = [
    Place::Nowhere,
    Place::Offline,
    Place::Refused,
    Place::NoCors,
    Place::HangBeforeHeaders,
    Place::Reset,
    Place::CutBody,
    Place::HangInBody,
    Place::Empty,
    Place::Truncated,
    Place::WrongType,
    Place::ObjectWithoutId,
    Place::OtherObject,
    Place::Failed,
    Place::BadGateway,
    Place::Unavailable(None),
    Place::Unavailable(Some(5)),
    Place::GatewayTimeout,
    Place::EmptyGatewayTimeout,
    Place::Resent,
    Place::Throttled(Some("1")),
];

/// The faults that strike looks.
pub(super) const READ_PLACES: [Place; 23] = [
    Place::Refused,
    Place::NoCors,
    Place::HangBeforeHeaders,
    Place::Reset,
    Place::CutBody,
    Place::HangInBody,
    Place::Empty,
    Place::Truncated,
    Place::WrongType,
    Place::Page,
    Place::ObjectWithoutId,
    Place::OtherObject,
    Place::Failed,
    Place::BadGateway,
    Place::Unavailable(None),
    Place::Unavailable(Some(5)),
    Place::EmptyGatewayTimeout,
    Place::Throttled(Some("3")),
    Place::Throttled(None),
    Place::Expired,
    Place::Denied,
    Place::ForeignLink,
    Place::LoopingLink,
];

impl Place {
    /// Whether the work can be done at that time although this goes wrong.
    pub(super) fn allows(self, commit: Commit) -> bool {
        match self {
            Self::Nowhere | Self::Resent | Self::Taken | Self::Followed => commit == Commit::Before,
            Self::Offline | Self::Refused | Self::ClaimsChallenge | Self::Expired | Self::Denied => {
                commit == Commit::Never
            }
            Self::Throttled(_) => !matches!(commit, Commit::Later(_)),
            _ => true,
        }
    }
}
