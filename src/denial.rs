//! What a refusal with 403 may mean, and what can be done about it.

use serde::Serialize;

use crate::to_json::{Object, ToJson, by_name};

/// A refusal, explained. Nothing in it comes from the token, which is opaque.
///
/// Sources: <https://learn.microsoft.com/graph/api/entitlementmanagement-post-accesspackages>,
/// <https://learn.microsoft.com/entra/id-governance/entitlement-management-delegate>
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Denial {
    /// What Graph's code says.
    pub reason: DenialReason,
    /// Whether the same token can read the catalog; `None` where nobody asked or no answer came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub catalog: Option<CatalogAccess>,
    /// What may be missing, the likeliest first.
    pub remedies: &'static [Remedy],
}

impl ToJson for Denial {
    fn write(&self, out: &mut String) {
        Object::new(out)
            .field("reason", &self.reason.as_str())
            .given("catalog", &self.catalog.map(CatalogAccess::as_str))
            .field("remedies", &self.remedies)
            .end();
    }
}

/// What Graph's code says. [`DenialReason::as_str`] has the names in JavaScript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DenialReason {
    /// `NoLicense`: the tenant has no licence for entitlement management.
    NoLicense,
    /// `NoGovernanceSku`: the feature needs Microsoft Entra ID Governance.
    NoGovernanceSku,
    /// `UnAuthorized` and every other code: the app or the person may not do it.
    Unauthorized,
}

impl DenialReason {
    /// The reason that a code stands for.
    pub fn from_code(code: Option<&str>) -> Self {
        match code {
            Some("NoLicense") => Self::NoLicense,
            Some("NoGovernanceSku") => Self::NoGovernanceSku,
            _ => Self::Unauthorized,
        }
    }

    /// The name in JavaScript.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoLicense => "noLicense",
            Self::NoGovernanceSku => "noGovernanceSku",
            Self::Unauthorized => "unauthorized",
        }
    }
}

by_name!(DenialReason);

/// Whether the catalog can be read. [`CatalogAccess::as_str`] has the names in JavaScript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CatalogAccess {
    /// Graph gave it.
    Readable,
    /// Graph does not have it, or does not show it to this caller.
    NotFound,
    /// Graph refused that too.
    Unreadable,
}

impl CatalogAccess {
    /// The name in JavaScript.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Readable => "readable",
            Self::NotFound => "notFound",
            Self::Unreadable => "unreadable",
        }
    }
}

by_name!(CatalogAccess);

/// One thing that may be missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Remedy {
    /// What: `license`, `permission`, `consent`, `role` or `catalog`.
    pub missing: &'static str,
    /// What to do about it, in one sentence.
    pub fix: &'static str,
}

impl ToJson for Remedy {
    fn write(&self, out: &mut String) {
        Object::new(out).field("missing", &self.missing).field("fix", &self.fix).end();
    }
}

impl Denial {
    /// Explains a refusal by its code and by what reading the catalog showed.
    pub fn new(reason: DenialReason, catalog: Option<CatalogAccess>) -> Self {
        let remedies: &[Remedy] = match (reason, catalog) {
            (DenialReason::NoLicense, _) => &[LICENSE],
            (DenialReason::NoGovernanceSku, _) => &[GOVERNANCE],
            // Who can read it has a token that Graph takes: what is missing is the right to write.
            (DenialReason::Unauthorized, Some(CatalogAccess::Readable)) => &[ROLE, PERMISSION, CONSENT],
            (DenialReason::Unauthorized, Some(CatalogAccess::NotFound)) => &[CATALOG, ROLE, PERMISSION, CONSENT],
            (DenialReason::Unauthorized, _) => &[PERMISSION, CONSENT, ROLE],
        };
        Self { reason, catalog, remedies }
    }
}

const LICENSE: Remedy = Remedy {
    missing: "license",
    fix: "Get Microsoft Entra ID P2 or Microsoft Entra ID Governance licenses for the tenant, bought or trial.",
};
const GOVERNANCE: Remedy =
    Remedy { missing: "license", fix: "Get Microsoft Entra ID Governance licenses for the tenant, bought or trial." };
const PERMISSION: Remedy = Remedy {
    missing: "permission",
    fix: "Add the permission EntitlementManagement.ReadWrite.All of Microsoft Graph to the app registration.",
};
const CONSENT: Remedy =
    Remedy { missing: "consent", fix: "Have an administrator consent to that permission, then get a new token." };
const ROLE: Remedy = Remedy {
    missing: "role",
    fix: "Assign the role Access package manager on this catalog; Catalog owner, or Identity Governance Administrator \
          in the directory, will do too.",
};
const CATALOG: Remedy =
    Remedy { missing: "catalog", fix: "Check the id: Graph does not show this catalog to this caller." };

#[cfg(test)]
mod tests {
    use super::{CatalogAccess, Denial, DenialReason};

    #[test]
    fn tells_the_codes_apart() {
        for (code, catalog, missing) in [
            (Some("NoLicense"), None, "license"),
            (Some("NoGovernanceSku"), None, "license"),
            (Some("UnAuthorized"), None, "permission consent role"),
            (Some("Authorization_RequestDenied"), Some(CatalogAccess::Unreadable), "permission consent role"),
            (None, Some(CatalogAccess::Readable), "role permission consent"),
            (Some("UnAuthorized"), Some(CatalogAccess::NotFound), "catalog role permission consent"),
        ] {
            let denial = Denial::new(DenialReason::from_code(code), catalog);
            let found: Vec<_> = denial.remedies.iter().map(|remedy| remedy.missing).collect();
            assert_eq!(found.join(" "), missing, "{code:?}");
            assert_eq!(denial.catalog, catalog);
        }
        let of = |code| Denial::new(DenialReason::from_code(Some(code)), None);
        assert_ne!(of("NoLicense").remedies, of("NoGovernanceSku").remedies);
        assert_eq!(serde_json::to_value(of("NoLicense")).unwrap()["reason"], "noLicense");
    }
}
