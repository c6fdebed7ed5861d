//! `GET /identityGovernance/entitlementManagement/accessPackages`
//!
//! <https://learn.microsoft.com/graph/api/entitlementmanagement-list-accesspackages>
//!
//! Permission: `EntitlementManagement.Read.All`, which `EntitlementManagement.ReadWrite.All` includes.

use super::page::{self, Page};
use super::{ACCESS_PACKAGES, entity};
use crate::cloud::GraphRoot;
use crate::http::{Request, Response};
use crate::spec::AccessPackage;
use crate::text::odata_literal;
use crate::value::Value;
use crate::wiped::{Held, Text};

/// Which packages to list. A service may ignore a filter, so whoever asks has to compare again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Filter<'a> {
    /// All that the caller may read.
    None,
    /// Those of that name, in any catalog: `displayName eq`, which Graph documents.
    Name(&'a str),
    /// Those in the catalog with that id: `catalog/id eq`, which Graph does not document and was seen to work.
    Catalog(&'a str),
}

/// A package, and the catalog that it is in.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Located {
    /// The package.
    pub package: Held<AccessPackage>,
    /// The id of its catalog; `None` where Graph did not tell it.
    pub catalog_id: Option<Text>,
}

/// The request for the first page, or for the one that a page's `next_link` names. It also asks for the catalog of
/// each package: `$expand=catalog`, which Graph does not document here and was seen to work.
///
/// `None` for a link that leads away from Graph: no token may go there.
pub fn request(root: &GraphRoot, filter: Filter<'_>, next_link: Option<&str>) -> Option<Request> {
    let (start, literal) = match filter {
        Filter::None => ("?", String::new()),
        Filter::Name(name) => ("?$filter=displayName%20eq%20", odata_literal(name)),
        Filter::Catalog(id) => ("?$filter=catalog/id%20eq%20", odata_literal(id)),
    };
    let and = if literal.is_empty() { "" } else { "&" };
    page::request(root, next_link, &[ACCESS_PACKAGES, start, &literal, and, "$expand=catalog"])
}

/// The page of a 200 that answers `request`. `None` for an answer that does not hold one, or whose next page is
/// not on `root` or is the same again.
pub fn response(root: &GraphRoot, request: &Request, response: &Response) -> Option<Page<Located>> {
    page::read(root, request, response.json(200)?, "value", "@odata.nextLink", located)
}

fn located(json: &Value) -> Option<Located> {
    let catalog_id = json.get("catalog").and_then(|catalog| entity::filled_text(catalog, "id"));
    Some(Located { package: entity::access_package(json)?, catalog_id })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Filter, request, response};
    use crate::cloud::Cloud;
    use crate::http::{Body, Response};

    #[test]
    fn asks_by_name_or_by_catalog() {
        let asks = |filter| request(&Cloud::Global.root(), filter, None).unwrap().url;
        let path = "https://graph.microsoft.com/v1.0/identityGovernance/entitlementManagement/accessPackages";
        assert_eq!(asks(Filter::None), format!("{path}?$expand=catalog"));
        assert_eq!(
            asks(Filter::Name("O'Brien & co")),
            format!("{path}?$filter=displayName%20eq%20%27O%27%27Brien%20%26%20co%27&$expand=catalog")
        );
        assert_eq!(
            asks(Filter::Catalog("66584aae")),
            format!("{path}?$filter=catalog/id%20eq%20%2766584aae%27&$expand=catalog")
        );
    }

    #[test]
    fn follows_links_on_its_own_origin_only() {
        let root = Cloud::Global.root();
        let own = "https://graph.microsoft.com/v1.0/x?$skiptoken=1";
        assert_eq!(request(&root, Filter::Name("x"), Some(own)).unwrap().url, own);
        assert_eq!(request(&root, Filter::None, Some("https://evil.example/")), None);
    }

    #[test]
    fn reads_packages_with_their_catalogs() {
        let root = Cloud::Global.root();
        let request = request(&root, Filter::None, None).unwrap();
        let read = |status, body: serde_json::Value| {
            let body = Body::Json(body.into());
            let response_ = Response { status, request_id: None, retry_after: None, www_authenticate: None, body };
            response(&root, &request, &response_)
        };
        let value = json!([
            { "id": "1", "displayName": "a", "catalog": { "id": "c" } },
            { "id": "2", "catalog": null },
            { "id": "3", "catalog": { "id": "" } },
        ]);
        let page = read(200, json!({ "value": value })).unwrap();
        let found: Vec<_> =
            page.value.iter().map(|each| (each.package.id.as_str(), each.catalog_id.as_deref())).collect();
        assert_eq!(found, [("1", Some("c")), ("2", None), ("3", None)]);
        assert_eq!(read(204, json!({ "value": value })), None);
        assert_eq!(read(200, json!({ "value": [{}] })), None);
    }
}
