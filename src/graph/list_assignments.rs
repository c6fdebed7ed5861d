//! `GET /identityGovernance/entitlementManagement/assignments`
//!
//! <https://learn.microsoft.com/graph/api/entitlementmanagement-list-assignments>
//!
//! Permission: `EntitlementManagement.Read.All`, which `EntitlementManagement.ReadWrite.All` includes.

use super::entity::filled_text;
use super::page::{self, Page};
use crate::cloud::GraphRoot;
use crate::http::{Request, Response};
use crate::text::odata_literal;
use crate::value::Value;
use crate::wiped::Text;

/// The request for the first page of a package's assignments, past ones too, or for the one that a page's
/// `next_link` names. The filter is the one that Graph documents for callers with a role on one catalog only;
/// `expand` asks for the package of each assignment as well, so that it can be compared.
///
/// `None` for a link that leads away from Graph: no token may go there.
pub fn request(root: &GraphRoot, package_id: &str, expand: bool, next_link: Option<&str>) -> Option<Request> {
    let path = "/identityGovernance/entitlementManagement/assignments?$filter=accessPackage/id%20eq%20";
    let expand = if expand { "&$expand=accessPackage" } else { "" };
    page::request(root, next_link, &[path, &odata_literal(package_id), expand])
}

/// The page of a 200 that answers `request`: of each assignment the id of its package, where that is told. `None` for
/// an answer that does not hold one, or whose next page is not on `root` or is the same again.
pub fn response(root: &GraphRoot, request: &Request, response: &Response) -> Option<Page<Option<Text>>> {
    let json = response.json(200)?;
    page::read(root, request, json, "value", "@odata.nextLink", |each: &Value| {
        filled_text(each, "id")?;
        Some(each.get("accessPackage").and_then(|package| filled_text(package, "id")))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{request, response};
    use crate::cloud::Cloud;
    use crate::http::{Body, Response};

    #[test]
    fn asks_by_package() {
        let root = Cloud::Global.root();
        let url = "https://graph.microsoft.com/v1.0/identityGovernance/entitlementManagement/assignments\
                   ?$filter=accessPackage/id%20eq%20%27a914b616%27";
        assert_eq!(request(&root, "a914b616", false, None).unwrap().url, url);
        assert_eq!(request(&root, "a914b616", true, None).unwrap().url, [url, "&$expand=accessPackage"].concat());
        let own = "https://graph.microsoft.com/v1.0/x?$skiptoken=1";
        assert_eq!(request(&root, "a914b616", true, Some(own)).unwrap().url, own);
        assert_eq!(request(&root, "a914b616", true, Some("https://evil.example/")), None);
    }

    #[test]
    fn reads_the_package_of_each() {
        let root = Cloud::Global.root();
        let request = request(&root, "1", true, None).unwrap();
        let read = |status, json: serde_json::Value| {
            let body = Body::Json(json.into());
            let answer = Response { status, request_id: None, retry_after: None, www_authenticate: None, body };
            response(&root, &request, &answer).map(|page| page.value)
        };
        let value = json!([{ "id": "a", "accessPackage": { "id": "1" } }, { "id": "b", "accessPackage": null }]);
        assert_eq!(read(200, json!({ "value": value })), Some(vec![Some("1".into()), None]));
        assert_eq!((read(204, json!({ "value": [] })), read(200, json!({ "value": [{}] }))), (None, None));
    }
}
