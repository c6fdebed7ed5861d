//! Reading what Graph sends: leniently, because properties come as `null`, not at all, or new.

use crate::spec::{AccessPackage, AccessPackageCatalog};
use crate::value::Value;
use crate::wiped::{Held, Text, held};

/// An access package; `None` for what has no id.
pub(crate) fn access_package(json: &Value) -> Option<Held<AccessPackage>> {
    Some(held(AccessPackage {
        id: filled_text(json, "id")?,
        display_name: text(json, "displayName"),
        description: text(json, "description"),
        is_hidden: json.get("isHidden").and_then(Value::as_bool),
        created_date_time: text(json, "createdDateTime"),
        modified_date_time: text(json, "modifiedDateTime"),
    }))
}

/// A catalog; `None` for what has no id.
pub(super) fn catalog(json: &Value) -> Option<Held<AccessPackageCatalog>> {
    Some(held(AccessPackageCatalog {
        id: filled_text(json, "id")?,
        display_name: text(json, "displayName"),
        description: text(json, "description"),
        catalog_type: text(json, "catalogType"),
        state: text(json, "state"),
        is_externally_visible: json.get("isExternallyVisible").and_then(Value::as_bool),
    }))
}

/// The text of that property, or `None` where it is absent, `null` or something else.
pub(super) fn text(object: &Value, name: &str) -> Option<Text> {
    object.get(name)?.as_text().cloned()
}

/// As [`text`], and an empty text is none.
pub(super) fn filled_text(object: &Value, name: &str) -> Option<Text> {
    text(object, name).filter(|text| !text.is_empty())
}
