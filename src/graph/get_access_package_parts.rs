//! `GET /identityGovernance/entitlementManagement/accessPackages/{id}?$expand=…`, and what hangs on a package by the
//! path of its own, `…/accessPackages/{id}/assignmentPolicies` for example
//!
//! <https://learn.microsoft.com/graph/api/accesspackage-get> for the policies,
//! <https://learn.microsoft.com/graph/api/accesspackage-list-resourcerolescopes> for the roles; that the catalog is
//! expanded too is not documented and was seen to work. The paths are those of the service's metadata.
//!
//! Permission: `EntitlementManagement.Read.All`, which `EntitlementManagement.ReadWrite.All` includes.

use super::page::{self, Page};
use super::{ACCESS_PACKAGES, entity};
use crate::cloud::GraphRoot;
use crate::http::{Request, Response};
use crate::value::Value;
use crate::wiped::Text;

/// Something that hangs on a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// The policies by which it is assigned.
    Policies,
    /// The roles that it gives.
    Roles,
    /// The catalog that it is in.
    Catalog,
}

impl Part {
    fn name(self) -> &'static str {
        match self {
            Self::Policies => POLICIES,
            Self::Roles => ROLES,
            Self::Catalog => "catalog",
        }
    }
}

const POLICIES: &str = "assignmentPolicies";
const ROLES: &str = "resourceRoleScopes";

/// A package, as far as an answer told of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parts {
    /// Its id.
    pub id: Text,
    /// Its name.
    pub display_name: Text,
    /// The id of its catalog.
    pub catalog_id: Option<Text>,
    /// Whether it has policies.
    pub has_policies: Option<bool>,
    /// Whether it has roles.
    pub has_roles: Option<bool>,
}

/// The request for a package with one of its parts, as documented, or with all of them.
pub fn request(root: &GraphRoot, id: &str, part: Option<Part>) -> Request {
    let expand = match part {
        None => "assignmentPolicies,resourceRoleScopes,catalog",
        Some(Part::Roles) => "resourceRoleScopes($expand=role,scope)",
        Some(part) => part.name(),
    };
    page::get(root, &[ACCESS_PACKAGES, "/", id, "?$expand=", expand])
}

/// The package of a 200, and what it tells of the parts. `None` for an answer that does not hold one with its name.
pub fn response(response: &Response) -> Option<Parts> {
    let json = response.json(200)?;
    Some(Parts {
        id: entity::filled_text(json, "id")?,
        display_name: entity::text(json, "displayName")?,
        catalog_id: json.get("catalog").and_then(|catalog| entity::filled_text(catalog, "id")),
        has_policies: has_any(json, POLICIES, "assignmentPolicies@odata.nextLink"),
        has_roles: has_any(json, ROLES, "resourceRoleScopes@odata.nextLink"),
    })
}

/// Whether the list has anything in it. `None` where that is not told: an empty one may go on elsewhere.
fn has_any(json: &Value, name: &str, link_name: &str) -> Option<bool> {
    let any = !json.get(name)?.as_array()?.is_empty();
    (any || matches!(json.get(link_name), None | Some(Value::Null))).then_some(any)
}

/// The request for what hangs on a package by itself, or for the page of it that a `next_link` names.
///
/// `None` for a link that leads away from Graph: no token may go there.
pub fn request_part(root: &GraphRoot, id: &str, part: Part, next_link: Option<&str>) -> Option<Request> {
    page::request(root, next_link, &[ACCESS_PACKAGES, "/", id, "/", part.name()])
}

/// The page of policies or roles of a 200 that answers `request`: their ids. `None` for an answer that does not hold
/// one, or whose next page is not on `root` or is the same again.
pub fn response_part(root: &GraphRoot, request: &Request, response: &Response) -> Option<Page<Text>> {
    let json = response.json(200)?;
    page::read(root, request, json, "value", "@odata.nextLink", |each| entity::filled_text(each, "id"))
}

/// The id of the catalog of a 200. `None` for an answer that does not hold one.
pub fn response_catalog(response: &Response) -> Option<Text> {
    let json = response.json(200)?;
    entity::filled_text(json, "id")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::{Part, Parts, request, request_part, response, response_catalog, response_part};
    use crate::cloud::Cloud;
    use crate::http::{Body, Response};

    const PATH: &str = "https://graph.microsoft.com/v1.0/identityGovernance/entitlementManagement/accessPackages/1";

    fn answer(status: u16, json: Json) -> Response {
        Response { status, request_id: None, retry_after: None, www_authenticate: None, body: Body::Json(json.into()) }
    }

    #[test]
    fn asks_for_the_package_with_its_parts_or_for_a_part() {
        let root = Cloud::Global.root();
        for (part, expand) in [
            (None, "assignmentPolicies,resourceRoleScopes,catalog"),
            (Some(Part::Policies), "assignmentPolicies"),
            (Some(Part::Roles), "resourceRoleScopes($expand=role,scope)"),
            (Some(Part::Catalog), "catalog"),
        ] {
            assert_eq!(request(&root, "1", part).url, [PATH, "?$expand=", expand].concat());
        }
        for (part, path) in
            [(Part::Policies, "assignmentPolicies"), (Part::Roles, "resourceRoleScopes"), (Part::Catalog, "catalog")]
        {
            assert_eq!(request_part(&root, "1", part, None).unwrap().url, [PATH, "/", path].concat());
        }
        let own = "https://graph.microsoft.com/v1.0/x?$skiptoken=1";
        assert_eq!(request_part(&root, "1", Part::Roles, Some(own)).unwrap().url, own);
        assert_eq!(request_part(&root, "1", Part::Roles, Some("https://evil.example/")), None);
    }

    #[test]
    fn reads_what_is_told_and_nothing_else() {
        let read = |json| response(&answer(200, json));
        let bare = Parts { id: "1".into(), display_name: "a".into(), ..Parts::default() };
        assert_eq!(read(json!({ "id": "1", "displayName": "a" })), Some(bare.clone()));
        let untold = json!({ "id": "1", "displayName": "a", "catalog": { "id": "" }, "assignmentPolicies": null,
            "resourceRoleScopes": [], "resourceRoleScopes@odata.nextLink": "more" });
        assert_eq!(read(untold), Some(bare.clone()));
        let told = json!({ "id": "1", "displayName": "a", "catalog": { "id": "c" }, "assignmentPolicies": [{}],
            "assignmentPolicies@odata.nextLink": "more", "resourceRoleScopes": [] });
        assert_eq!(
            read(told.clone()),
            Some(Parts { catalog_id: Some("c".into()), has_policies: Some(true), has_roles: Some(false), ..bare })
        );
        for json in [json!({}), json!({ "displayName": "a" }), json!({ "id": "1" }), json!([])] {
            assert_eq!(read(json), None);
        }
        assert_eq!(response(&answer(201, told)), None);
    }

    #[test]
    fn reads_parts_by_themselves() {
        let root = Cloud::Global.root();
        let request = request_part(&root, "1", Part::Roles, None).unwrap();
        let read = |status, json| response_part(&root, &request, &answer(status, json)).map(|page| page.value);
        assert_eq!(read(200, json!({ "value": [{ "id": "1_2" }] })), Some(vec!["1_2".into()]));
        assert_eq!(read(200, json!({ "value": [] })), Some(vec![]));
        assert_eq!((read(200, json!({ "value": [{}] })), read(204, json!({ "value": [] }))), (None, None));
        assert_eq!(response_catalog(&answer(200, json!({ "id": "c" }))).as_deref(), Some("c"));
        assert_eq!(response_catalog(&answer(200, json!({ "value": [] }))), None);
        assert_eq!(response_catalog(&answer(404, json!({ "id": "c" }))), None);
    }
}
