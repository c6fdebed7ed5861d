//! `POST /identityGovernance/entitlementManagement/accessPackages`
//!
//! <https://learn.microsoft.com/graph/api/entitlementmanagement-post-accesspackages>
//!
//! Permission: `EntitlementManagement.ReadWrite.All`, and a role that may create packages in the catalog.

use super::ENTITLEMENT_MANAGEMENT;
use super::read::access_package;
use crate::cloud::GraphRoot;
use crate::http::{Body, Method, Request, Response};
use crate::spec::{AccessPackage, AccessPackageSpec};

/// The request that creates what `spec` describes: exactly the documented properties, in their order.
pub fn request(root: &GraphRoot, spec: &AccessPackageSpec) -> Request {
    Request {
        method: Method::Post,
        url: root.url(&[ENTITLEMENT_MANAGEMENT, "/accessPackages"].concat()),
        body: Some(body(spec)),
    }
}

/// The package of a 201. `None` for an answer that does not hold one, whatever else it says.
pub fn response(response: &Response) -> Option<AccessPackage> {
    match (&response.body, response.status) {
        (Body::Json(json), 201) => access_package(json),
        _ => None,
    }
}

/// The body as it goes over the wire.
fn body(spec: &AccessPackageSpec) -> String {
    // Nothing in a spec can fail to serialise: it has text and truth values only.
    serde_json::to_string(spec).unwrap_or_default()
}
