//! `DELETE /identityGovernance/entitlementManagement/accessPackages/{id}`
//!
//! <https://learn.microsoft.com/graph/api/accesspackage-delete>
//!
//! Permission: `EntitlementManagement.ReadWrite.All`, and a role that may change packages in the catalog.

use super::ACCESS_PACKAGES;
use crate::cloud::GraphRoot;
use crate::http::{Method, Request, Response};
use crate::wiped::text;

/// The request that deletes a package.
pub fn request(root: &GraphRoot, id: &str) -> Request {
    Request { method: Method::Delete, url: text(root.url(&[ACCESS_PACKAGES, "/", id])), body: None }
}

/// Whether it was deleted: 204.
pub fn response(response: &Response) -> Option<()> {
    (response.status == 204).then_some(())
}
