//! `GET /identityGovernance/entitlementManagement/catalogs`
//!
//! <https://learn.microsoft.com/graph/api/entitlementmanagement-list-catalogs>
//!
//! Permission: `EntitlementManagement.Read.All`, which `EntitlementManagement.ReadWrite.All` includes.

use super::page::{self, Page};
use super::{CATALOGS, entity};
use crate::cloud::GraphRoot;
use crate::http::{Request, Response};
use crate::spec::AccessPackageCatalog;
use crate::wiped::Held;

/// What is asked for of a catalog: everything that [`AccessPackageCatalog`] has.
pub(super) const SELECT: &str = "?$select=id,displayName,description,catalogType,state,isExternallyVisible";

/// The request for the first page, or for the one that a page's `next_link` names.
///
/// `None` for a link that leads away from Graph: no token may go there.
pub fn request(root: &GraphRoot, next_link: Option<&str>) -> Option<Request> {
    page::request(root, next_link, &[CATALOGS, SELECT])
}

/// The page of a 200 that answers `request`. `None` for an answer that does not hold one, or whose next page is
/// not on `root` or is the same again.
pub fn response(root: &GraphRoot, request: &Request, response: &Response) -> Option<Page<Held<AccessPackageCatalog>>> {
    page::read(root, request, response.json(200)?, "value", "@odata.nextLink", entity::catalog)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{request, response};
    use crate::cloud::Cloud;
    use crate::graph::Page;
    use crate::http::{Body, Response};
    use crate::spec::AccessPackageCatalog;

    fn read(status: u16, json: serde_json::Value) -> Option<Page<Box<AccessPackageCatalog>>> {
        let body = Body::Json(json.into());
        let root = Cloud::Global.root();
        let request = request(&root, Some("https://graph.microsoft.com/v1.0/same")).unwrap();
        response(
            &root,
            &request,
            &Response { status, request_id: None, retry_after: None, www_authenticate: None, body },
        )
    }

    #[test]
    fn asks_for_what_is_shown() {
        let request = request(&Cloud::China.root(), None).unwrap();
        assert_eq!(
            request.url,
            "https://microsoftgraph.chinacloudapi.cn/v1.0/identityGovernance/entitlementManagement/catalogs\
             ?$select=id,displayName,description,catalogType,state,isExternallyVisible"
        );
        assert_eq!((request.method.as_str(), request.body), ("GET", None));
    }

    #[test]
    fn follows_links_on_its_own_origin_only() {
        let root = Cloud::Global.root();
        let own = "https://graph.microsoft.com/v1.0/x?$skiptoken=1";
        assert_eq!(request(&root, Some(own)).unwrap().url, own);
        assert_eq!(request(&root, Some("https://graph.microsoft.com.evil.example/")), None);
    }

    #[test]
    fn reads_pages() {
        let page = read(
            200,
            json!({
                "@odata.context": "…",
                "value": [
                    { "id": "1", "displayName": "General", "description": null, "catalogType": "serviceDefault",
                      "state": "published", "isExternallyVisible": true, "newProperty": {} },
                    { "id": "2" },
                ],
                "@odata.nextLink": "https://graph.microsoft.com/v1.0/x?$skiptoken=1",
            }),
        );
        let general = AccessPackageCatalog {
            id: "1".into(),
            display_name: Some("General".into()),
            description: None,
            catalog_type: Some("serviceDefault".into()),
            state: Some("published".into()),
            is_externally_visible: Some(true),
        };
        let bare = AccessPackageCatalog { id: "2".into(), ..AccessPackageCatalog::default() };
        let next_link = Some("https://graph.microsoft.com/v1.0/x?$skiptoken=1".into());
        assert_eq!(page, Some(Page { value: vec![Box::new(general), Box::new(bare)], next_link }));
    }

    #[test]
    fn refuses_what_is_no_page() {
        assert_eq!(read(204, json!({ "value": [] })), None);
        for json in [
            json!({}),
            json!([]),
            json!({ "value": {} }),
            json!({ "value": [{ "displayName": "no id" }] }),
            json!({ "value": [null] }),
            json!({ "value": [], "@odata.nextLink": "https://evil.example/" }),
            json!({ "value": [], "@odata.nextLink": "https://graph.microsoft.com/v1.0/same" }),
            json!({ "value": [], "@odata.nextLink": 7 }),
        ] {
            assert_eq!(read(200, json.clone()), None, "{json}");
        }
    }
}
