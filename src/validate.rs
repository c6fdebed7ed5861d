//! Turns a caller's input into an [`AccessPackageSpec`], or tells everything that is wrong with it at once.

use crate::flaw::{Flaw, TRUTH, is_guid};
use crate::issue::{Issue, IssueCode};
use crate::spec::{AccessPackageChanges, AccessPackageSpec, CatalogReference};
use crate::value::{Opaque, Value};
use crate::wiped::{Text, text};

/// The longest display name that is accepted, in UTF-16 code units.
///
/// Graph documents no limit. A create whose answer was lost can only be settled by looking the name up, and in
/// a URL a code unit takes up to nine bytes: ours keeps such a URL at about 9 kB in the worst case.
pub const DISPLAY_NAME_MAX: usize = 1_024;

/// The longest description that is accepted, in UTF-16 code units. Graph documents no limit.
pub const DESCRIPTION_MAX: usize = 10_000;

/// Checks every documented property of a create request.
///
/// # Errors
///
/// All problems, in the order in which the properties are documented; what an object has beyond them follows
/// behind its known ones.
///
/// # Examples
///
/// ```
/// use entra_access_packages::{Value, validate};
///
/// let issues = validate(&Value::Object(vec![])).unwrap_err();
/// assert_eq!(issues[0].message, "displayName is required");
/// assert_eq!(issues[1].message, "catalog is required");
/// ```
pub fn validate(input: &Value) -> Result<AccessPackageSpec, Vec<Issue>> {
    let mut report = Report::default();
    let spec = read_spec(input, &mut report);
    match spec {
        Some(spec) if report.issues.is_empty() => Ok(spec),
        _ => Err(report.issues),
    }
}

/// Checks the changes of an update: as for a create, and there has to be one.
///
/// # Errors
///
/// All problems, in the order in which the properties are documented.
pub fn validate_changes(input: &Value) -> Result<AccessPackageChanges, Vec<Issue>> {
    let mut report = Report::default();
    if let Some(properties) = report.object(&[], input) {
        let changes = AccessPackageChanges {
            display_name: present(input, "displayName").and_then(|value| report.name(value)),
            description: report.description(input),
            is_hidden: report.is_hidden(input),
        };
        report.unknown(&[], properties, &["displayName", "description", "isHidden"]);
        if report.issues.is_empty() && changes == AccessPackageChanges::default() {
            report.add(&[], IssueCode::Required, "must have a property to change", None);
        }
        if report.issues.is_empty() {
            return Ok(changes);
        }
    }
    Err(report.issues)
}

fn read_spec(input: &Value, report: &mut Report) -> Option<AccessPackageSpec> {
    let properties = report.object(&[], input)?;
    let display_name = report.required(&["displayName"], input).and_then(|value| report.name(value));
    let description = report.description(input);
    let is_hidden = report.is_hidden(input);
    let catalog_id = report.required(&["catalog"], input).and_then(|catalog| read_catalog(catalog, report));
    report.unknown(&[], properties, &["displayName", "description", "isHidden", "catalog"]);
    Some(AccessPackageSpec {
        display_name: display_name?,
        description,
        is_hidden,
        catalog: CatalogReference { id: catalog_id? },
    })
}

fn read_catalog(catalog: &Value, report: &mut Report) -> Option<Text> {
    let properties = report.object(&["catalog"], catalog)?;
    let path = ["catalog", "id"];
    let id = report.required(&path, catalog).and_then(|value| match value {
        Value::String(text) if is_guid(text) => Some(text.clone()),
        Value::String(_) => {
            report.flaw(&path, Flaw::NotAGuid);
            None
        }
        other => {
            report.wrong_type(&path, "a string", other);
            None
        }
    });
    report.unknown(&["catalog"], properties, &["id"]);
    id
}

/// The value of a property, unless it is left out: in JavaScript a property that is `undefined` is left out of the body too.
fn present<'v>(parent: &'v Value, name: &str) -> Option<&'v Value> {
    parent.get(name).filter(|value| !matches!(value, Value::Undefined))
}

/// What to say about properties that people try and this request does not take.
pub(crate) fn advice(name: &str) -> Option<&'static str> {
    ADVICE.iter().find(|(known, _)| *known == name).map(|(_, advice)| *advice)
}

const ADVICE: [(&str, &str); 11] = [
    ("catalogId", "v1.0 takes catalog: { id }; catalogId is the beta endpoint's"),
    ("name", "the name is displayName"),
    ("title", "the name is displayName"),
    ("hidden", "the flag is isHidden"),
    ("resourceRoleScopes", ONCE_IT_EXISTS),
    ("assignmentPolicies", ONCE_IT_EXISTS),
    ("accessPackageResourceRoleScopes", ONCE_IT_EXISTS),
    ("catalog", "a package cannot be moved to another catalog in v1.0"),
    ("id", GRAPHS_OWN),
    ("createdDateTime", GRAPHS_OWN),
    ("modifiedDateTime", GRAPHS_OWN),
];

const ONCE_IT_EXISTS: &str = "Graph takes these once the package exists";
const GRAPHS_OWN: &str = "Graph sets it";

#[derive(Default)]
struct Report {
    issues: Vec<Issue>,
}

impl Report {
    /// Adds a problem; the message is the property's name, or `the input`, and what is said of it.
    fn add(&mut self, path: &[&str], code: IssueCode, predicate: &str, hint: Option<&'static str>) {
        let mut names = Vec::new();
        let mut message = String::new();
        for name in path {
            if !names.is_empty() {
                message.push('.');
            }
            message.push_str(name);
            names.push(Text::from(*name));
        }
        if names.is_empty() {
            message.push_str("the input");
        }
        message.push(' ');
        message.push_str(predicate);
        let message = text(message);
        self.issues.push(Issue { path: names, code, limit: None, expected: None, found: None, message, hint });
    }

    fn flaw(&mut self, path: &[&str], flaw: Flaw) {
        self.add(path, flaw.code(), &flaw.predicate(), flaw.hint());
        if let Some(issue) = self.issues.last_mut() {
            issue.limit = flaw.limit();
            (issue.expected, issue.found) = flaw.types();
        }
    }

    fn wrong_type(&mut self, path: &[&str], wanted: &'static str, found: &Value) {
        if let Value::Opaque(Opaque::Unreadable) = found {
            self.add(path, IssueCode::Unreadable, "could not be read: reading it threw", None);
        } else {
            let optional = matches!(path, ["description" | "isHidden"]);
            self.flaw(path, Flaw::WrongType { wanted, found: found.kind(), optional });
        }
    }

    fn name(&mut self, value: &Value) -> Option<Text> {
        let text = self.text(&["displayName"], value, DISPLAY_NAME_MAX)?;
        let flaw = Flaw::of_outer(&text);
        if let Some(flaw) = flaw {
            self.flaw(&["displayName"], flaw);
            return None;
        }
        Some(text)
    }

    fn description(&mut self, input: &Value) -> Option<Text> {
        self.text(&["description"], present(input, "description")?, DESCRIPTION_MAX)
    }

    fn is_hidden(&mut self, input: &Value) -> Option<bool> {
        let value = present(input, "isHidden")?;
        let truth = value.as_bool();
        if truth.is_none() {
            self.wrong_type(&["isHidden"], TRUTH, value);
        }
        truth
    }

    fn object<'v>(&mut self, path: &[&str], value: &'v Value) -> Option<&'v [(Text, Value)]> {
        if let Value::Object(properties) = value {
            return Some(properties);
        }
        self.wrong_type(path, "an object", value);
        None
    }

    fn required<'v>(&mut self, path: &[&str], parent: &'v Value) -> Option<&'v Value> {
        let value = path.last().and_then(|name| present(parent, name));
        if value.is_none() {
            self.flaw(path, Flaw::Required);
        }
        value
    }

    fn text(&mut self, path: &[&str], value: &Value, max: usize) -> Option<Text> {
        match value {
            Value::String(text) => match Flaw::of_length(text, max) {
                Some(flaw) => self.flaw(path, flaw),
                None => return Some(text.clone()),
            },
            Value::Opaque(Opaque::IllFormedString) => self.flaw(path, Flaw::IllFormed),
            other => self.wrong_type(path, "a string", other),
        }
        None
    }

    fn unknown(&mut self, parent: &[&str], properties: &[(Text, Value)], known: &[&str]) {
        for (name, value) in properties {
            let name: &str = name;
            if known.contains(&name) || matches!(value, Value::Undefined) {
                continue;
            }
            let hint = if known.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                Some("property names are case-sensitive")
            } else if let Some(advice) = advice(name) {
                Some(advice)
            } else if parent.is_empty() {
                None
            } else {
                Some("only the catalog's id is sent: pass { id: catalog.id }")
            };
            let mut path = parent.to_vec();
            path.push(name);
            self.add(&path, IssueCode::UnknownProperty, "is not a property of this request", hint);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{DESCRIPTION_MAX, DISPLAY_NAME_MAX, IssueCode, validate, validate_changes};
    use crate::spec::{AccessPackageChanges, AccessPackageSpec};
    use crate::value::{Opaque, Value};

    const CATALOG: &str = "66584aae-98bb-48cc-9458-7bee5d2a6577";

    fn object(properties: Vec<(&str, Value)>) -> Value {
        Value::Object(properties.into_iter().map(|(name, value)| (name.into(), value)).collect())
    }

    #[test]
    fn changes_are_checked_as_a_create_is() {
        let changes = AccessPackageChanges { description: Some(String::new()), ..AccessPackageChanges::default() };
        assert_eq!(validate_changes(&json!({ "description": "" }).into()), Ok(changes));
        let changes = AccessPackageChanges {
            display_name: Some("x".into()),
            is_hidden: Some(true),
            ..AccessPackageChanges::default()
        };
        assert_eq!(validate_changes(&json!({ "displayName": "x", "isHidden": true }).into()), Ok(changes));
        for (input, message) in [
            (json!({}), "the input must have a property to change"),
            (json!(null), "the input must be an object, not null"),
            (json!({ "displayName": " " }), "displayName is blank"),
            (json!({ "displayName": "x " }), "displayName begins or ends with white space"),
            (json!({ "description": null }), "description must be a string, not null"),
            (json!({ "isHidden": 1 }), "isHidden must be true or false, not a number"),
            (json!({ "catalog": {} }), "catalog is not a property of this request"),
        ] {
            let issues = validate_changes(&input.into()).unwrap_err();
            assert_eq!(issues.iter().map(|issue| issue.message.as_str()).collect::<Vec<_>>(), [message]);
        }
    }

    #[track_caller]
    fn finds(input: impl Into<Value>, wanted: &[(&str, IssueCode, &str)]) {
        let issues = validate(&input.into()).unwrap_err();
        let found: Vec<_> =
            issues.iter().map(|issue| (issue.path.join("."), issue.code, issue.message.as_str())).collect();
        let wanted: Vec<_> =
            wanted.iter().map(|(path, code, message)| (String::from(*path), *code, *message)).collect();
        assert_eq!(found, wanted);
    }

    #[track_caller]
    fn hint(input: serde_json::Value, path: &str) -> &'static str {
        let issues = validate(&input.into()).unwrap_err();
        issues.into_iter().find(|issue| issue.path.join(".") == path).and_then(|issue| issue.hint).unwrap()
    }

    #[test]
    fn takes_what_is_documented() {
        let least = json!({ "displayName": "n", "catalog": { "id": CATALOG } });
        assert_eq!(validate(&least.into()), Ok(AccessPackageSpec::new("n", CATALOG)));
        let all = json!({
            "displayName": "n n", "description": "", "isHidden": true, "catalog": { "id": CATALOG.to_uppercase() },
        });
        let mut spec = AccessPackageSpec::new("n n", CATALOG.to_uppercase());
        spec.description = Some(String::new());
        spec.is_hidden = Some(true);
        assert_eq!(validate(&all.into()), Ok(spec));
    }

    #[test]
    fn undefined_is_as_good_as_left_out() {
        let input = object(vec![
            ("displayName", Value::String("n".into())),
            ("description", Value::Undefined),
            ("isHidden", Value::Undefined),
            ("other", Value::Undefined),
            ("catalog", object(vec![("id", Value::String(CATALOG.into()))])),
        ]);
        assert_eq!(validate(&input), Ok(AccessPackageSpec::new("n", CATALOG)));
        finds(
            object(vec![("displayName", Value::Undefined), ("catalog", object(vec![("id", Value::Undefined)]))]),
            &[
                ("displayName", IssueCode::Required, "displayName is required"),
                ("catalog.id", IssueCode::Required, "catalog.id is required"),
            ],
        );
    }

    #[test]
    fn tells_everything_at_once_in_the_documented_order() {
        finds(
            json!({
                "extra": 1, "catalog": { "id": "x", "name": "y" }, "isHidden": "no", "description": 7, "displayName": "",
            }),
            &[
                ("displayName", IssueCode::Blank, "displayName is blank"),
                ("description", IssueCode::WrongType, "description must be a string, not a number"),
                ("isHidden", IssueCode::WrongType, "isHidden must be true or false, not a string"),
                ("catalog.id", IssueCode::NotAGuid, "catalog.id is not a GUID"),
                ("catalog.name", IssueCode::UnknownProperty, "catalog.name is not a property of this request"),
                ("extra", IssueCode::UnknownProperty, "extra is not a property of this request"),
            ],
        );
    }

    #[test]
    fn the_input_has_to_be_an_object() {
        for (input, kind) in [
            (Value::Undefined, "undefined"),
            (Value::Null, "null"),
            (Value::Boolean(true), "a boolean"),
            (Value::Number(f64::NAN), "a number"),
            (Value::String(String::new()), "a string"),
            (Value::Array(vec![]), "an array"),
            (Value::Opaque(Opaque::Function), "a function"),
            (Value::Opaque(Opaque::Symbol), "a symbol"),
            (Value::Opaque(Opaque::BigInt), "a bigint"),
        ] {
            finds(input, &[("", IssueCode::WrongType, &format!("the input must be an object, not {kind}"))]);
        }
        let unreadable = Value::Opaque(Opaque::Unreadable);
        finds(unreadable, &[("", IssueCode::Unreadable, "the input could not be read: reading it threw")]);
    }

    #[test]
    fn a_name_has_to_show() {
        for blank in ["", " ", "\t\r\n", "\u{a0}\u{2003}\u{3000}", "\u{2028}\u{feff}"] {
            finds(
                json!({ "displayName": blank, "catalog": { "id": CATALOG } }),
                &[("displayName", IssueCode::Blank, "displayName is blank")],
            );
        }
    }

    #[test]
    fn a_name_begins_and_ends_with_something_else_than_white_space() {
        for name in [" n", "n ", "\u{feff}n", "n\u{3000}", "\tn\n"] {
            let input = json!({ "displayName": name, "description": " d ", "catalog": { "id": CATALOG } });
            finds(
                input.clone(),
                &[("displayName", IssueCode::OuterWhiteSpace, "displayName begins or ends with white space")],
            );
            assert_eq!(hint(input, "displayName"), "leave out the white space at its beginning and end");
        }
    }

    #[test]
    fn texts_have_a_longest_length_in_utf_16() {
        let input = |name: String, description: String| json!({ "displayName": name, "description": description, "catalog": { "id": CATALOG } });
        // A character outside the basic plane is two code units.
        assert!(validate(&input("😀".repeat(DISPLAY_NAME_MAX / 2), "x".repeat(DESCRIPTION_MAX)).into()).is_ok());
        finds(
            input("😀".repeat(DISPLAY_NAME_MAX / 2) + "x", "x".repeat(DESCRIPTION_MAX + 1)),
            &[
                (
                    "displayName",
                    IssueCode::TooLong,
                    "displayName is too long: at most 1024 UTF-16 code units are accepted",
                ),
                (
                    "description",
                    IssueCode::TooLong,
                    "description is too long: at most 10000 UTF-16 code units are accepted",
                ),
            ],
        );
    }

    #[test]
    fn an_issue_has_as_data_what_its_message_says() {
        let input = json!({ "displayName": "x".repeat(DISPLAY_NAME_MAX + 1), "description": null, "isHidden": [], "catalog": 1 });
        let issues = serde_json::to_value(validate(&input.into()).unwrap_err()).unwrap();
        let data = |at: usize| json!([issues[at]["limit"], issues[at]["expected"], issues[at]["found"]]);
        assert_eq!(data(0), json!([1024, null, null]));
        assert_eq!(data(1), json!([null, "string", "null"]));
        assert_eq!(data(2), json!([null, "boolean", "array"]));
        assert_eq!(data(3), json!([null, "object", "number"]));
        assert!(!issues[1].as_object().unwrap().contains_key("limit"));
    }

    #[test]
    fn text_that_utf_8_cannot_carry_is_told() {
        let name = ("displayName", Value::Opaque(Opaque::IllFormedString));
        finds(
            object(vec![name, ("catalog", object(vec![("id", Value::String(CATALOG.into()))]))]),
            &[("displayName", IssueCode::IllFormed, "displayName holds an unpaired surrogate")],
        );
    }

    #[test]
    fn a_catalog_id_is_a_guid() {
        let long = format!("{CATALOG}0");
        for id in ["", "x", "66584aae98bb48cc94587bee5d2a6577", "{66584aae-98bb-48cc-9458-7bee5d2a657}", &long] {
            finds(
                json!({ "displayName": "n", "catalog": { "id": id } }),
                &[("catalog.id", IssueCode::NotAGuid, "catalog.id is not a GUID")],
            );
        }
        for odd in [CATALOG.replace('a', "g"), CATALOG.replace('-', "_"), CATALOG.replacen('6', " ", 1)] {
            assert!(validate(&json!({ "displayName": "n", "catalog": { "id": odd } }).into()).is_err(), "{odd}");
        }
    }

    #[test]
    fn gives_advice_where_there_is_some() {
        let with = |name: &str| json!({ "displayName": "n", "catalog": { "id": CATALOG, "state": 1 }, name: 1 });
        assert_eq!(
            hint(with("catalogId"), "catalogId"),
            "v1.0 takes catalog: { id }; catalogId is the beta endpoint's"
        );
        assert_eq!(hint(with("DisplayName"), "DisplayName"), "property names are case-sensitive");
        assert_eq!(hint(with("resourceRoleScopes"), "resourceRoleScopes"), "Graph takes these once the package exists");
        assert_eq!(hint(with("id"), "id"), "Graph sets it");
        assert_eq!(hint(with("x"), "catalog.state"), "only the catalog's id is sent: pass { id: catalog.id }");
        assert_eq!(
            hint(json!({ "description": null }), "description"),
            "leave the property out where there is no value"
        );
    }
}
