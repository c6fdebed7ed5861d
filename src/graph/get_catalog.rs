//! `GET /identityGovernance/entitlementManagement/catalogs/{id}`
//!
//! <https://learn.microsoft.com/graph/api/accesspackagecatalog-get>
//!
//! Permission: `EntitlementManagement.Read.All`, which `EntitlementManagement.ReadWrite.All` includes.

use super::list_access_packages::Located;
use super::list_catalogs::SELECT;
use super::page::{self, Page};
use super::{CATALOGS, entity};
use crate::cloud::GraphRoot;
use crate::http::{Request, Response};
use crate::spec::AccessPackageCatalog;
use crate::wiped::Held;

/// The request for a catalog.
pub fn request(root: &GraphRoot, id: &str) -> Request {
    page::get(root, &[CATALOGS, "/", id, SELECT])
}

/// The catalog of a 200. `None` for an answer that does not hold one.
pub fn response(response: &Response) -> Option<Held<AccessPackageCatalog>> {
    response.json(200).and_then(entity::catalog)
}

/// The request for the packages of a catalog, or for the page of them that a `next_link` names.
///
/// `None` for a link that leads away from Graph: no token may go there.
pub fn request_packages(root: &GraphRoot, id: &str, next_link: Option<&str>) -> Option<Request> {
    page::request(root, next_link, &[CATALOGS, "/", id, "?$expand=accessPackages"])
}

/// The page of packages of a 200 that answers `request`, all of the catalog `id`. A further page comes as a list of its own. `None` for an
/// answer that does not hold one, or whose next page is not on `root` or is the same again.
pub fn response_packages(root: &GraphRoot, id: &str, request: &Request, response: &Response) -> Option<Page<Located>> {
    let json = response.json(200)?;
    let (name, link_name) = match json.get("accessPackages") {
        Some(_) => ("accessPackages", "accessPackages@odata.nextLink"),
        None => ("value", "@odata.nextLink"),
    };
    page::read(root, request, json, name, link_name, |each| {
        Some(Located { package: entity::access_package(each)?, catalog_id: Some(id.into()) })
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{request, request_packages, response, response_packages};
    use crate::cloud::Cloud;
    use crate::http::{Body, Response};

    fn ok(body: serde_json::Value) -> Response {
        let body = Body::Json(body.into());
        Response { status: 200, request_id: None, retry_after: None, www_authenticate: None, body }
    }

    #[test]
    fn asks_for_a_catalog() {
        let request = request(&Cloud::Global.root(), "66584aae");
        assert_eq!(
            request.url,
            "https://graph.microsoft.com/v1.0/identityGovernance/entitlementManagement/catalogs/66584aae\
             ?$select=id,displayName,description,catalogType,state,isExternallyVisible"
        );
        assert_eq!(
            response(&ok(json!({ "id": "1", "state": "published" }))).unwrap().state.as_deref(),
            Some("published")
        );
        assert_eq!(response(&ok(json!({ "state": "published" }))), None);
        assert_eq!(response(&Response { status: 204, ..ok(json!({ "id": "1" })) }), None);
    }

    #[test]
    fn asks_for_its_packages() {
        let root = Cloud::Global.root();
        let request = request_packages(&root, "66584aae", None).unwrap();
        assert!(request.url.ends_with("/catalogs/66584aae?$expand=accessPackages"));
        let link = "https://graph.microsoft.com/v1.0/x";
        assert_eq!(request_packages(&root, "66584aae", Some(link)).unwrap().url, link);
        assert_eq!(request_packages(&root, "66584aae", Some("https://evil.example/")), None);
        let read =
            |body| response_packages(&root, "c", &request, &ok(body)).map(|page| (page.value.len(), page.next_link));
        let first = json!({ "id": "c", "accessPackages": [{ "id": "1" }], "accessPackages@odata.nextLink": link });
        assert_eq!(read(first), Some((1, Some(link.into()))));
        assert_eq!(read(json!({ "value": [{ "id": "1" }, { "id": "2" }] })), Some((2, None)));
        assert_eq!(read(json!({ "id": "c" })), None);
    }
}
