//! Looking for the packages of one name in one catalog.
//!
//! What Graph documents of its queries and what it does differ: filters were seen to be refused and to be ignored. So
//! there are several forms of the question, and whatever comes back is compared again here. A look that did not
//! come to its end says nothing: absence is only what a complete answer shows.

use maybe_async::maybe_async;

use crate::attempt::{Purpose, Reason};
use crate::error::Error;
use crate::graph::get_catalog;
use crate::graph::list_access_packages::{self as list, Filter, Located};
use crate::read::{Patience, fetch};
use crate::session::{Session, Stop};
use crate::spec::{AccessPackage, AccessPackageSpec};
use crate::wiped::{Held, Text};
use crate::world::World;

/// The forms of the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    ByName,
    ByCatalog,
    Everything,
    Expanded,
}

/// The best first; the last one is last because a service may cut off what is expanded.
const FORMS: [Form; 4] = [Form::ByName, Form::ByCatalog, Form::Everything, Form::Expanded];

/// Gives the packages of the catalog whose names are the create's but for case.
///
/// # Errors
///
/// Of the first form that failed otherwise than by a refusal, or of the last one.
#[maybe_async]
pub(crate) async fn look_up<W: World>(
    session: &mut Session<'_, W>,
    spec: &AccessPackageSpec,
    reason: Reason,
    patience: Patience,
) -> Result<Vec<Held<AccessPackage>>, Stop<W::Cause>> {
    let mut refusal: Option<Stop<W::Cause>> = None;
    let mut nothing = None;
    // A form that Graph refused once is not asked again in this call.
    let first = session.refused_forms.min(FORMS.len() - 1);
    for (at, form) in FORMS.into_iter().enumerate().skip(first) {
        match all_pages(session, form, spec, reason, patience).await {
            // A filter by name need not find the name in other case, which a conflict may come from.
            Ok(Some(found)) if found.is_empty() && reason == Reason::Conflict && form == Form::ByName => {
                nothing = Some(found);
            }
            Ok(Some(found)) => return Ok(found),
            Ok(None) => session.refused_forms = session.refused_forms.max(at + 1),
            Err(stop) if is_unreadable(&stop) => refusal = Some(stop),
            Err(stop) if is_refusal(&stop) => {
                // Only if none was answered in vain before: then that form is worth another try.
                if !refusal.as_ref().is_some_and(is_unreadable) && nothing.is_none() {
                    session.refused_forms = session.refused_forms.max(at + 1);
                }
                refusal = refusal.filter(is_unreadable).or(Some(stop));
            }
            Err(_) if nothing.is_some() => break,
            Err(stop) => return Err(stop),
        }
    }
    // Without a refusal no form told the catalogs of the packages.
    nothing.ok_or_else(|| refusal.unwrap_or_else(|| session.untold()))
}

/// Asks in one form, all pages. `None` where the answers do not tell what is in the catalog.
#[maybe_async]
async fn all_pages<W: World>(
    session: &mut Session<'_, W>,
    form: Form,
    spec: &AccessPackageSpec,
    reason: Reason,
    patience: Patience,
) -> Result<Option<Vec<Held<AccessPackage>>>, Stop<W::Cause>> {
    let (root, catalog_id) = (session.root, &spec.catalog.id);
    let mut found = Vec::new();
    let mut next_link: Option<Text> = None;
    loop {
        let next = next_link.as_deref();
        let request = match form {
            Form::ByName => list::request(root, Filter::Name(&spec.display_name), next),
            Form::ByCatalog => list::request(root, Filter::Catalog(catalog_id), next),
            Form::Everything => list::request(root, Filter::None, next),
            Form::Expanded => get_catalog::request_packages(root, catalog_id, next),
        };
        // Only links that stay on the root were taken from a page.
        let Some(request) = request else { return Ok(None) };
        let mut page = None;
        let mut take = |response: &_| {
            page = match form {
                Form::Expanded => get_catalog::response_packages(root, catalog_id, &request, response),
                _ => list::response(root, &request, response),
            };
            page.is_some()
        };
        fetch(session, &request, Purpose::LookUp, reason, patience, &mut take).await?;
        let Some(page) = page else { return Ok(None) };
        let mut wanted = Vec::new();
        for (row, Located { package, catalog_id: id }) in (0..).zip(page.value) {
            let name = package.display_name.as_deref().unwrap_or_default();
            if !same_but_for_case(session.world, name, &spec.display_name) {
                continue;
            }
            wanted.push(row);
            match id {
                Some(id) if id.eq_ignore_ascii_case(catalog_id) => found.push(package),
                Some(_) => {}
                None => return Ok(None),
            }
        }
        // A further page of what is expanded is a list of its own.
        let is_expanded = form == Form::Expanded && next_link.is_none();
        session.world.keep(if is_expanded { "accessPackages" } else { "value" }, &wanted);
        next_link = page.next_link;
        if next_link.is_none() {
            return Ok(Some(found));
        }
    }
}

/// Whether names differ at most in case. Only what ASCII cannot tell is asked of the host, which knows Unicode.
pub(crate) fn same_but_for_case(world: &impl World, one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
        || (one.bytes().chain(other.bytes()).any(|byte| byte >= 0x80) && world.fold(one) == world.fold(other))
}

/// Whether Graph refused the question itself, so that another form of it may do.
pub(crate) fn is_refusal<C>(stop: &Stop<C>) -> bool {
    matches!(stop.graph_status(), Some(400 | 404..=407 | 410..=428 | 430..=498))
}

/// Whether the answer is not what Graph documents: another form may do, and so may this one the next time.
pub(crate) fn is_unreadable<C>(stop: &Stop<C>) -> bool {
    matches!(stop.error(), Some(Error::Response(_)))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
