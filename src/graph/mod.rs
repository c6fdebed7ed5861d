//! Microsoft Graph's endpoints: each a file with two pure functions, from a value to a request and from a
//! response to the value that it holds. What an answer without one means is the same for all of them: [`answer`].

pub mod answer;
pub mod create_access_package;
pub mod delete_access_package;
pub(crate) mod entity;
pub mod get_access_package;
pub mod get_access_package_parts;
pub mod get_catalog;
pub mod list_access_packages;
pub mod list_assignments;
pub mod list_catalogs;
mod page;
pub mod update_access_package;

// For the procedures, which are not part of the plain library.
#[cfg(any(all(target_arch = "wasm32", feature = "create"), test))]
pub(crate) use entity::access_package;
pub use page::Page;

/// The path of the access packages in v1.0.
const ACCESS_PACKAGES: &str = "/identityGovernance/entitlementManagement/accessPackages";
/// The path of the catalogs in v1.0.
const CATALOGS: &str = "/identityGovernance/entitlementManagement/catalogs";
