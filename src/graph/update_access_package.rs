//! `PATCH /identityGovernance/entitlementManagement/accessPackages/{id}`
//!
//! <https://learn.microsoft.com/graph/api/accesspackage-update>
//!
//! Permission: `EntitlementManagement.ReadWrite.All`, and a role that may change packages in the catalog.

use super::ACCESS_PACKAGES;
use crate::cloud::GraphRoot;
use crate::http::{Method, Request, Response};
use crate::spec::AccessPackageChanges;
use crate::to_json::to_json;
use crate::wiped::text;

/// The request that makes the changes: the properties that are to change, and no other.
pub fn request(root: &GraphRoot, id: &str, changes: &AccessPackageChanges) -> Request {
    Request {
        method: Method::Patch,
        url: text(root.url(&[ACCESS_PACKAGES, "/", id])),
        body: Some(text(to_json(changes))),
    }
}

/// Whether the changes were made: 204 is documented, and 200 with the package is what other services answer.
pub fn response(response: &Response) -> Option<()> {
    matches!(response.status, 200 | 204).then_some(())
}
