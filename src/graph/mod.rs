//! Microsoft Graph's endpoints: each a file with two pure functions, from a value to a request and from a
//! response to the value that it holds. What an answer without one means is the same for all of them: [`answer`].

pub mod answer;
pub mod create_access_package;
mod entity;
pub mod list_catalogs;

/// The path under which entitlement management lives in v1.0.
const ENTITLEMENT_MANAGEMENT: &str = "/identityGovernance/entitlementManagement";
