//! `GET /identityGovernance/entitlementManagement/accessPackages/{id}`
//!
//! <https://learn.microsoft.com/graph/api/accesspackage-get>
//!
//! Permission: `EntitlementManagement.Read.All`, which `EntitlementManagement.ReadWrite.All` includes.

use super::{ACCESS_PACKAGES, entity, page};
use crate::cloud::GraphRoot;
use crate::http::{Request, Response};
use crate::spec::AccessPackage;
use crate::wiped::Held;

/// The request for a package.
pub fn request(root: &GraphRoot, id: &str) -> Request {
    page::get(root, &[ACCESS_PACKAGES, "/", id])
}

/// The package of a 200. `None` for an answer that does not hold one.
pub fn response(response: &Response) -> Option<Held<AccessPackage>> {
    response.json(200).and_then(entity::access_package)
}
