//! What a caller asks for, and what Graph stores.

use serde::Serialize;

use crate::to_json::{Object, ToJson};
use crate::wiped::Text;

/// What a caller asks Graph to create: the documented properties and no other.
///
/// Surplus properties have cost other clients a 403 for callers who hold a role on one catalog only, so
/// this type has no place for them. It serialises, in this order, to the body that is sent.
///
/// Source: <https://learn.microsoft.com/graph/api/entitlementmanagement-post-accesspackages>
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AccessPackageSpec {
    /// The name that requestors see.
    pub display_name: Text,
    /// What the package is for; left out of the body when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// Whether it is hidden from requestors; left out of the body when absent, and then Graph decides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_hidden: Option<bool>,
    /// The catalog that it is put into.
    pub catalog: CatalogReference,
}

impl ToJson for AccessPackageSpec {
    fn write(&self, out: &mut String) {
        Object::new(out)
            .field("displayName", &self.display_name)
            .given("description", &self.description)
            .given("isHidden", &self.is_hidden)
            .field("catalog", &self.catalog)
            .end();
    }
}

impl AccessPackageSpec {
    /// Makes one of the two required properties. Nothing is checked here: that is [`crate::validate()`]'s part.
    pub fn new(display_name: impl Into<Text>, catalog_id: impl Into<Text>) -> Self {
        Self {
            display_name: display_name.into(),
            description: None,
            is_hidden: None,
            catalog: CatalogReference { id: catalog_id.into() },
        }
    }
}

/// What to change of an access package. What is absent stays as it is.
///
/// Source: <https://learn.microsoft.com/graph/api/accesspackage-update>
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AccessPackageChanges {
    /// The name that requestors see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<Text>,
    /// What the package is for; may be empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// Whether it is hidden from requestors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_hidden: Option<bool>,
}

impl ToJson for AccessPackageChanges {
    fn write(&self, out: &mut String) {
        Object::new(out)
            .given("displayName", &self.display_name)
            .given("description", &self.description)
            .given("isHidden", &self.is_hidden)
            .end();
    }
}

/// Names a catalog by its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CatalogReference {
    /// The catalog's id, a GUID.
    pub id: Text,
}

impl ToJson for CatalogReference {
    fn write(&self, out: &mut String) {
        Object::new(out).field("id", &self.id).end();
    }
}

/// An access package as Graph stores it. What Graph left out or sent as `null` is `None`.
///
/// Source: <https://learn.microsoft.com/graph/api/resources/accesspackage>
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AccessPackage {
    /// The id that Graph gave it.
    pub id: Text,
    /// The name that requestors see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<Text>,
    /// What the package is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// Whether it is hidden from requestors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_hidden: Option<bool>,
    /// When it was created: ISO 8601 in UTC, kept as Graph wrote it (the length of the fraction varies).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_date_time: Option<Text>,
    /// When it was last changed, written as [`AccessPackage::created_date_time`] is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified_date_time: Option<Text>,
}

impl ToJson for AccessPackage {
    fn write(&self, out: &mut String) {
        Object::new(out)
            .field("id", &self.id)
            .given("displayName", &self.display_name)
            .given("description", &self.description)
            .given("isHidden", &self.is_hidden)
            .given("createdDateTime", &self.created_date_time)
            .given("modifiedDateTime", &self.modified_date_time)
            .end();
    }
}

/// A catalog as Graph stores it. What Graph left out or sent as `null` is `None`.
///
/// Source: <https://learn.microsoft.com/graph/api/resources/accesspackagecatalog>
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AccessPackageCatalog {
    /// The catalog's id.
    pub id: Text,
    /// The catalog's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<Text>,
    /// What the catalog is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// `userManaged`, `serviceDefault`, `serviceManaged`, or whatever Graph adds later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub catalog_type: Option<Text>,
    /// `published`, `unpublished`, or whatever Graph adds later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<Text>,
    /// Whether users outside the tenant may request its packages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_externally_visible: Option<bool>,
}

impl ToJson for AccessPackageCatalog {
    fn write(&self, out: &mut String) {
        Object::new(out)
            .field("id", &self.id)
            .given("displayName", &self.display_name)
            .given("description", &self.description)
            .given("catalogType", &self.catalog_type)
            .given("state", &self.state)
            .given("isExternallyVisible", &self.is_externally_visible)
            .end();
    }
}
