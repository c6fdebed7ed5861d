//! `PATCH /identityGovernance/entitlementManagement/accessPackages/{id}`
//!
//! <https://learn.microsoft.com/graph/api/accesspackage-update>
//!
//! Permission: `EntitlementManagement.ReadWrite.All`, and a role that may change packages in the catalog.

use super::ACCESS_PACKAGES;
use crate::cloud::GraphRoot;
use crate::http::{Method, Request, Response};
use crate::spec::AccessPackageChanges;

/// The request that makes the changes: the properties that are to change, and no other.
pub fn request(root: &GraphRoot, id: &str, changes: &AccessPackageChanges) -> Request {
    Request {
        method: Method::Patch,
        url: root.url(&[ACCESS_PACKAGES, "/", id].concat()),
        // Nothing in it can fail to serialise: it has text and truth values only.
        body: Some(serde_json::to_string(changes).unwrap_or_default()),
    }
}

/// Whether the changes were made: 204 is documented, and 200 with the package is what other services answer.
pub fn response(response: &Response) -> Option<()> {
    matches!(response.status, 200 | 204).then_some(())
}
