//! The create procedure.
//!
//! It is one honest attempt for now: a create that may have been applied is never sent again, it ends as
//! [`Error::OutcomeUnknown`]. The full procedure (looking the package up, waiting, sending again once it is
//! known that nothing was created) grows here, where a doubt is turned into an error today.

use crate::attempt::Attempt;
use crate::cloud::GraphRoot;
use crate::error::Error;
use crate::exchange::{Failure, Stop, exchange};
use crate::graph::answer::Meaning;
use crate::graph::create_access_package as endpoint;
use crate::spec::AccessPackage;
use crate::validate::validate;
use crate::value::Value;
use crate::world::World;

/// Creates an access package, and tells the truth about what happened. What is sent is put on the ledger.
pub(crate) async fn create<W: World>(
    world: &W,
    root: &GraphRoot,
    input: &Value,
    ledger: &mut Vec<Attempt>,
) -> Result<AccessPackage, Stop<W::Cause>> {
    let spec = validate(input).map_err(Error::Validation)?;
    let mut exchange = exchange(world, root, &endpoint::request(root, &spec), ledger).await?;
    if let Some(package) = exchange.value(endpoint::response) {
        return Ok(package);
    }
    Err(match exchange.meaning {
        Some(Meaning::Refused) => exchange.fail(Error::Graph),
        Some(Meaning::Conflict) => exchange.fail(Error::Conflict),
        Some(Meaning::Throttled) => exchange.fail(Error::Throttled),
        Some(Meaning::Success | Meaning::Ambiguous) | None => {
            let (doubt, cause) = exchange.doubt(ledger);
            let error = Error::OutcomeUnknown(doubt, exchange.answer);
            Stop::Failed(Failure { error, cause, body: exchange.body })
        }
    })
}
