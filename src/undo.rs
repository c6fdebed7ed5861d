//! Deleting a package again that nobody has begun to use.
//!
//! Graph itself refuses to delete a package that has assignments, and nothing else. So what hangs on it is read first,
//! and what could not be read is not taken for absent. Between that and the delete there is a moment in which
//! somebody may begin all the same: Graph has no delete under a condition.

use maybe_async::maybe_async;

use crate::attempt::{Purpose, Reason};
use crate::change::delete;
use crate::error::Error;
use crate::flaw::is_guid;
use crate::graph::get_access_package_parts::{self as parts, Part, Parts};
use crate::graph::{get_access_package, list_assignments};
use crate::http::{Request, Response};
use crate::look_up::{is_refusal, is_unreadable};
use crate::read::{Patience, check_id, fetch};
use crate::session::{Session, Stop};
use crate::to_json::{Object, ToJson};
use crate::value::Value;
use crate::wiped::Text;
use crate::world::World;

/// What became of the wish to delete a package again.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Undone {
    outcome: &'static str,
    because: Vec<&'static str>,
}

impl ToJson for Undone {
    fn write(&self, out: &mut String) {
        let because = Some(&self.because).filter(|because| !because.is_empty());
        Object::new(out).field("outcome", &self.outcome).given("because", &because).end();
    }
}

/// How to ask for a package and what hangs on it: all at once, then each as Graph documents it, then each by its own path.
#[derive(Clone, Copy)]
enum Form {
    AtOnce,
    With(Part),
    Plain,
    Alone(Part),
}

const FORMS: [Form; 8] = [
    Form::AtOnce,
    Form::With(Part::Policies),
    Form::With(Part::Roles),
    Form::With(Part::Catalog),
    Form::Plain,
    Form::Alone(Part::Policies),
    Form::Alone(Part::Roles),
    Form::Alone(Part::Catalog),
];

/// Deletes an access package if it has neither a policy nor a role nor an assignment, and the name and the catalog that
/// it was created with.
///
/// # Errors
///
/// Also where what hangs on it could not be found out: then nothing was deleted.
#[maybe_async]
pub(crate) async fn undo<W: World>(
    session: &mut Session<'_, W>,
    id: &str,
    created: &Value,
) -> Result<Undone, Stop<W::Cause>> {
    check_id(id)?;
    let text = |name| created.get(name).and_then(Value::as_text);
    let (Some(name), Some(catalog_id)) = (text("displayName"), text("catalogId").filter(|id| is_guid(id))) else {
        return Err(Error::Argument("what is to be undone needs its displayName and its catalogId").into());
    };
    let Some((seen, open)) = look(session, id).await? else {
        session.world.forget(id);
        return Ok(Undone { outcome: "absent", because: Vec::new() });
    };
    let is_other = |catalog: &Text| !catalog.eq_ignore_ascii_case(catalog_id);
    let mut because = Vec::new();
    let mut add = |reason, holds| {
        if holds {
            because.push(reason);
        }
    };
    add("policy", seen.has_policies == Some(true));
    add("role", seen.has_roles == Some(true));
    let assigned = match open {
        Some(stop) => Err(stop),
        None => is_assigned(session, id).await,
    };
    add("assignment", matches!(assigned, Ok(true)));
    add("changed", seen.display_name != *name || seen.catalog_id.as_ref().is_some_and(is_other));
    match assigned {
        // One reason is enough.
        Err(stop) if because.is_empty() || stop.is_aborted() => Err(stop),
        _ if because.is_empty() => {
            let outcome = if delete(session, id).await? { "deleted" } else { "absent" };
            Ok(Undone { outcome, because })
        }
        _ => Ok(Undone { outcome: "kept", because }),
    }
}

/// What was seen of a package, and why not everything was.
type Seen<C> = (Parts, Option<Stop<C>>);

/// Reads a package and what hangs on it; `None` where there is no such package.
#[maybe_async]
async fn look<W: World>(session: &mut Session<'_, W>, id: &str) -> Result<Option<Seen<W::Cause>>, Stop<W::Cause>> {
    let mut seen = Parts::default();
    let mut refusal = None;
    let mut missed = false;
    for form in FORMS {
        if !lacks(&seen, form) {
            continue;
        }
        match ask(session, id, form, &mut seen).await {
            Ok(()) => {}
            Err(stop) if is_missing(&stop) && !matches!(form, Form::Alone(_)) => {
                if missed {
                    return Ok(None);
                }
                // What was created just now may not be seen everywhere yet.
                missed = true;
                let wait = session.back_off(0);
                session.pause(wait, Reason::Failed).await?;
                refusal = Some(stop);
            }
            Err(stop) if is_refusal(&stop) || is_unreadable(&stop) => refusal = Some(stop),
            Err(stop) => return Err(stop),
        }
    }
    if FORMS.iter().all(|form| !lacks(&seen, *form)) {
        return Ok(Some((seen, None)));
    }
    let stop = refusal.unwrap_or_else(|| session.untold());
    if seen.id.is_empty() { Err(stop) } else { Ok(Some((seen, Some(stop)))) }
}

/// Whether a form may tell what is not known yet.
fn lacks(seen: &Parts, form: Form) -> bool {
    match form {
        Form::AtOnce | Form::Plain => seen.id.is_empty(),
        Form::With(Part::Policies) | Form::Alone(Part::Policies) => seen.has_policies.is_none(),
        Form::With(Part::Roles) | Form::Alone(Part::Roles) => seen.has_roles.is_none(),
        Form::With(Part::Catalog) | Form::Alone(Part::Catalog) => seen.catalog_id.is_none(),
    }
}

/// Asks in one form, and adds what the answer tells.
#[maybe_async]
async fn ask<W: World>(
    session: &mut Session<'_, W>,
    id: &str,
    form: Form,
    seen: &mut Parts,
) -> Result<(), Stop<W::Cause>> {
    let root = session.root;
    let request = match form {
        Form::AtOnce => parts::request(root, id, None),
        Form::With(part) => parts::request(root, id, Some(part)),
        Form::Plain => get_access_package::request(root, id),
        Form::Alone(part @ (Part::Policies | Part::Roles)) => {
            let any = has_any(session, &|next| parts::request_part(root, id, part, next), &|request, response| {
                let page = parts::response_part(root, request, response)?;
                Some((!page.value.is_empty(), page.next_link))
            })
            .await?;
            *(if part == Part::Policies { &mut seen.has_policies } else { &mut seen.has_roles }) = Some(any);
            return Ok(());
        }
        Form::Alone(Part::Catalog) => {
            let Some(request) = parts::request_part(root, id, Part::Catalog, None) else { return Ok(()) };
            let mut take = |response: &_| {
                seen.catalog_id = parts::response_catalog(response);
                seen.catalog_id.is_some()
            };
            return read(session, &request, &mut take).await;
        }
    };
    let mut take = |response: &_| {
        let Some(told) = parts::response(response).filter(|told| told.id.eq_ignore_ascii_case(id)) else {
            return false;
        };
        seen.has_policies = told.has_policies.or(seen.has_policies);
        seen.has_roles = told.has_roles.or(seen.has_roles);
        seen.catalog_id = told.catalog_id.or(seen.catalog_id.take());
        (seen.id, seen.display_name) = (told.id, told.display_name);
        true
    };
    read(session, &request, &mut take).await
}

/// Whether the package has assignments, past ones too: those show that it was used, and Graph counts them.
#[maybe_async]
async fn is_assigned<W: World>(session: &mut Session<'_, W>, id: &str) -> Result<bool, Stop<W::Cause>> {
    let root = session.root;
    let mut result = Ok(false);
    for expand in [true, false] {
        // Of any other package only if the service ignores the filter.
        let is_own = |package: &Option<Text>| package.as_ref().is_none_or(|package| package.eq_ignore_ascii_case(id));
        result = has_any(session, &|next| list_assignments::request(root, id, expand, next), &|request, response| {
            let page = list_assignments::response(root, request, response)?;
            Some((page.value.iter().any(is_own), page.next_link))
        })
        .await;
        match &result {
            Err(stop) if is_refusal(stop) || is_unreadable(stop) => {}
            _ => break,
        }
    }
    result
}

/// Whether anything on a page is wanted, and where the next one is.
type Found = (bool, Option<Text>);

/// Whether anything in a list is wanted, of all its pages.
#[maybe_async]
async fn has_any<W: World>(
    session: &mut Session<'_, W>,
    request: &dyn Fn(Option<&str>) -> Option<Request>,
    response: &dyn Fn(&Request, &Response) -> Option<Found>,
) -> Result<bool, Stop<W::Cause>> {
    let mut next_link: Option<Text> = None;
    // Only links that stay on the root were taken from a page.
    while let Some(request) = request(next_link.as_deref()) {
        let mut page = None;
        let mut take = |answer: &_| {
            page = response(&request, answer);
            page.is_some()
        };
        read(session, &request, &mut take).await?;
        let Some((any, next)) = page else { break };
        if any || next.is_none() {
            return Ok(any);
        }
        next_link = next;
    }
    Err(Error::Response(Box::default()).into())
}

#[maybe_async]
async fn read<W: World>(
    session: &mut Session<'_, W>,
    request: &Request,
    take: &mut dyn FnMut(&Response) -> bool,
) -> Result<(), Stop<W::Cause>> {
    fetch(session, request, Purpose::Read, Reason::Initial, Patience::Some, take).await
}

/// Whether Graph says that there is no such thing.
fn is_missing<C>(stop: &Stop<C>) -> bool {
    stop.graph_status() == Some(404)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
