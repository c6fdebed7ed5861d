//! `POST /identityGovernance/entitlementManagement/accessPackages`
//!
//! <https://learn.microsoft.com/graph/api/entitlementmanagement-post-accesspackages>
//!
//! Permission: `EntitlementManagement.ReadWrite.All`, and a role that may create packages in the catalog.

use super::ACCESS_PACKAGES;
use super::entity::access_package;
use crate::cloud::GraphRoot;
use crate::http::{Method, Request, Response};
use crate::spec::{AccessPackage, AccessPackageSpec};
use crate::to_json::to_json;
use crate::wiped::{Held, text};

/// The request that creates what `spec` describes: exactly the documented properties, in their order.
pub fn request(root: &GraphRoot, spec: &AccessPackageSpec) -> Request {
    Request { method: Method::Post, url: text(root.url(&[ACCESS_PACKAGES])), body: Some(text(to_json(spec))) }
}

/// The package of a 201. `None` for an answer that does not hold one, whatever else it says.
pub fn response(response: &Response) -> Option<Held<AccessPackage>> {
    response.json(201).and_then(access_package)
}

#[cfg(test)]
mod tests {
    use super::request;
    use crate::cloud::Cloud;
    use crate::spec::AccessPackageSpec;

    #[test]
    fn sends_the_documented_example_key_for_key() {
        let mut spec = AccessPackageSpec::new("sales reps", "66584aae-98bb-48cc-9458-7bee5d2a6577");
        spec.description = Some("outside sales representatives".into());
        spec.is_hidden = Some(false);
        let request = request(&Cloud::Global.root(), &spec);
        assert_eq!(request.method.as_str(), "POST");
        assert_eq!(
            request.url,
            "https://graph.microsoft.com/v1.0/identityGovernance/entitlementManagement/accessPackages"
        );
        assert_eq!(request.headers(), [("Content-Type", "application/json")]);
        assert_eq!(
            request.body.unwrap(),
            r#"{"displayName":"sales reps","description":"outside sales representatives","isHidden":false,"catalog":{"id":"66584aae-98bb-48cc-9458-7bee5d2a6577"}}"#
        );
    }

    #[test]
    fn leaves_out_what_is_absent_and_escapes_what_has_to_be() {
        let name = "a\"b\\c\u{0}\u{1f}\n\t😀</script>\u{2028}é";
        let request = request(&Cloud::Global.root(), &AccessPackageSpec::new(name, "x"));
        let body: serde_json::Value = serde_json::from_str(&request.body.unwrap()).unwrap();
        assert_eq!(body, serde_json::json!({ "displayName": name, "catalog": { "id": "x" } }));
    }
}
