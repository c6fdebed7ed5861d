//! Writing JSON. One small writer behind one trait object: measured on this crate, what a serialiser compiles to that is
//! generic over its output was an eighth of the module for browsers.
//!
//! What Rust callers and the part for bulk serialise has serde's traits besides; a test holds the two together.

use crate::text::{push_decimal, push_hex};

/// What can be written as JSON.
pub(crate) trait ToJson {
    /// Adds it to a text.
    fn write(&self, out: &mut String);
}

/// Serialises the values of a type by their names in JavaScript, which its `as_str` gives.
macro_rules! by_name {
    ($type:ty) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}
pub(crate) use by_name;

/// The JSON text of a value.
pub(crate) fn to_json(value: &dyn ToJson) -> String {
    let mut text = String::new();
    value.write(&mut text);
    text
}

/// An object that is being written.
pub(crate) struct Object<'a> {
    out: &'a mut String,
}

impl<'a> Object<'a> {
    pub(crate) fn new(out: &'a mut String) -> Self {
        out.push('{');
        Self { out }
    }

    /// Adds a property, whose name has nothing that would have to be escaped.
    pub(crate) fn field(&mut self, name: &str, value: &dyn ToJson) -> &mut Self {
        // Nothing else ends so: text has a quotation mark behind it.
        self.out.push_str(if self.out.ends_with('{') { "\"" } else { ",\"" });
        self.out.push_str(name);
        self.out.push_str("\":");
        value.write(self.out);
        self
    }

    /// Adds a property unless it is null.
    pub(crate) fn given(&mut self, name: &str, value: &dyn ToJson) -> &mut Self {
        let before = self.out.len();
        self.field(name, value);
        // Text ends in a quotation mark.
        if self.out.ends_with(NULL) {
            self.out.truncate(before);
        }
        self
    }

    pub(crate) fn end(&mut self) {
        self.out.push('}');
    }
}

const NULL: &str = "null";

/// What is JSON already.
#[cfg(all(target_arch = "wasm32", feature = "create"))]
pub(crate) struct Written<'a>(pub(crate) &'a str);

#[cfg(all(target_arch = "wasm32", feature = "create"))]
impl ToJson for Written<'_> {
    fn write(&self, out: &mut String) {
        out.push_str(self.0);
    }
}

impl ToJson for str {
    fn write(&self, out: &mut String) {
        out.push('"');
        for character in self.chars() {
            match character {
                '"' | '\\' => out.push('\\'),
                '\0'..='\u{1f}' => {
                    out.push_str("\\u00");
                    push_hex(out, character as u8, b'a');
                    continue;
                }
                _ => {}
            }
            out.push(character);
        }
        out.push('"');
    }
}

impl ToJson for String {
    fn write(&self, out: &mut String) {
        self.as_str().write(out);
    }
}

impl ToJson for bool {
    fn write(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }
}

impl ToJson for u64 {
    fn write(&self, out: &mut String) {
        push_decimal(out, *self);
    }
}

impl ToJson for u32 {
    fn write(&self, out: &mut String) {
        push_decimal(out, u64::from(*self));
    }
}

impl ToJson for u16 {
    fn write(&self, out: &mut String) {
        push_decimal(out, u64::from(*self));
    }
}

impl<T: ToJson + ?Sized> ToJson for &T {
    fn write(&self, out: &mut String) {
        (**self).write(out);
    }
}

impl<T: ToJson> ToJson for Box<T> {
    fn write(&self, out: &mut String) {
        (**self).write(out);
    }
}

impl<T: ToJson> ToJson for Option<T> {
    fn write(&self, out: &mut String) {
        match self {
            Some(value) => value.write(out),
            None => out.push_str(NULL),
        }
    }
}

impl<T: ToJson> ToJson for [T] {
    fn write(&self, out: &mut String) {
        let mut before = '[';
        for each in self {
            out.push(before);
            each.write(out);
            before = ',';
        }
        out.push_str(if before == '[' { "[]" } else { "]" });
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    fn write(&self, out: &mut String) {
        self.as_slice().write(out);
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde_json::Value as Json;

    use super::{ToJson, to_json};
    use crate::attempt::{Attempt, AttemptResult, Purpose, Reason};
    use crate::denial::{CatalogAccess, Denial, DenialReason};
    use crate::error::{Answer, Doubt, Error, NetworkProblem, Unknown};
    use crate::spec::{AccessPackage, AccessPackageCatalog, AccessPackageChanges, AccessPackageSpec};
    use crate::ticket::Ticket;
    use crate::time::Timestamp;
    use crate::validate::validate;
    use crate::value::Value;

    fn read(text: &str) -> Json {
        serde_json::from_str(text).expect(text)
    }

    /// Both ways of writing agree, of the names too.
    #[track_caller]
    fn agrees(value: &(impl ToJson + Serialize)) {
        assert_eq!(read(&to_json(value)), serde_json::to_value(value).unwrap());
    }

    fn some(text: &str) -> Option<String> {
        Some(text.into())
    }

    fn answer() -> Box<Answer> {
        Box::new(Answer {
            status: Some(403),
            graph_code: some("code"),
            graph_message: some("message"),
            request_id: some("request"),
            client_request_id: some("client"),
            date: some("date"),
            retry_at: Some(Timestamp::from_millis(1_795_000_000_123)),
            wait: Some(1),
            claims: some("{}"),
        })
    }

    fn package() -> AccessPackage {
        AccessPackage {
            id: "1".into(),
            display_name: some("n"),
            description: some("d"),
            is_hidden: Some(true),
            created_date_time: some("c"),
            modified_date_time: some("m"),
        }
    }

    fn ticket(known_ids: Option<Vec<String>>) -> Box<Ticket> {
        let mut spec = AccessPackageSpec::new("n", "c");
        (spec.description, spec.is_hidden) = (some("d"), Some(false));
        Box::new(Ticket::new("https://graph.microsoft.com", spec, Timestamp::from_millis(0), known_ids))
    }

    #[test]
    fn writes_what_serde_writes() {
        for text in ["", "a\"b\\c/d", "\u{0}\u{8}\t\n\u{c}\r\u{1f}\u{7f}", "zoë 😀 \u{2028}", "null", "{", "["] {
            agrees(&text);
            agrees(&vec![some(text), None]);
        }
        for number in [0, 9, 10, 4_294_967_296, u64::MAX] {
            agrees(&number);
        }
        agrees(&Vec::<bool>::new());
        agrees(&vec![true, false]);
    }

    #[test]
    fn data_are_written_as_serde_writes_them() {
        agrees(&package());
        agrees(&AccessPackage { id: "null".into(), ..AccessPackage::default() });
        agrees(&AccessPackageCatalog {
            id: "1".into(),
            display_name: some("n"),
            description: some("d"),
            catalog_type: some("t"),
            state: some("s"),
            is_externally_visible: Some(false),
        });
        agrees(&AccessPackageCatalog::default());
        agrees(&AccessPackageSpec::new("n", "c"));
        agrees(&AccessPackageChanges::default());
        agrees(&AccessPackageChanges { display_name: some("n"), description: some(""), is_hidden: Some(true) });
        agrees(&*ticket(None));
        agrees(&*ticket(Some(vec!["1".into(), "2".into()])));
        for (request_id, status) in [(some("r"), Some(201)), (None, None)] {
            agrees(&Attempt {
                purpose: Purpose::LookUp,
                reason: Reason::ClaimsChallenge,
                waited_ms: 7,
                started_at: Timestamp::from_millis(0),
                client_request_id: "c".into(),
                request_id,
                status,
                result: AttemptResult::ServerError,
            });
        }
    }

    #[test]
    fn errors_are_written_as_serde_writes_them() {
        let wrong = Value::Object(vec![
            ("displayName".into(), Value::String("n".repeat(2_000))),
            ("description".into(), Value::Null),
            ("hidden".into(), Value::Boolean(true)),
        ]);
        let denial = Denial::new(DenialReason::Unauthorized, Some(CatalogAccess::NotFound));
        let unasked = Denial::new(DenialReason::NoLicense, None);
        let doubt = Doubt::Aborted;
        let unknown =
            Unknown { doubt, answer: answer(), ticket: Some(ticket(None)), candidates: vec![Box::new(package())] };
        let bare = Unknown { doubt, answer: Box::default(), ticket: None, candidates: vec![] };
        for error in [
            Error::Argument("a"),
            Error::Validation(validate(&wrong).unwrap_err()),
            Error::Network(NetworkProblem::Offline),
            Error::Graph(answer(), Some(Box::new(denial))),
            Error::Graph(answer(), Some(Box::new(unasked))),
            Error::Conflict(answer(), Some(Box::new(package()))),
            Error::Throttled(answer(), Some(ticket(Some(vec![])))),
            Error::OutcomeUnknown(Box::new(unknown)),
            Error::OutcomeUnknown(Box::new(bare)),
            Error::Response(Box::default()),
        ] {
            agrees(&error);
        }
    }
}
