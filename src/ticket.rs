//! What is needed to find out later what became of a create.

use serde::{Serialize, Serializer};

use crate::spec::AccessPackageSpec;
use crate::time::Timestamp;
use crate::to_json::{Object, ToJson};
use crate::validate::validate;
use crate::value::Value;
use crate::wiped::Text;

/// A create that was sent, as plain data: it outlives the page as JSON, and holds no token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Ticket {
    version: Version,
    /// The root that it was sent to.
    pub graph_root: Text,
    /// What was asked for.
    pub input: AccessPackageSpec,
    /// When it was sent last, by this machine's clock.
    pub sent_at: Timestamp,
    /// The packages of that name that were there before; `None` where nobody had looked.
    pub known_ids: Option<Vec<Text>>,
}

/// The form of tickets that this version writes and reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Version;

impl Version {
    const NUMBER: u8 = 1;
}

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(Self::NUMBER)
    }
}

impl ToJson for Ticket {
    fn write(&self, out: &mut String) {
        Object::new(out)
            .field("version", &u64::from(Version::NUMBER))
            .field("graphRoot", &self.graph_root)
            .field("input", &self.input)
            .field("sentAt", &self.sent_at)
            .field("knownIds", &self.known_ids)
            .end();
    }
}

impl Ticket {
    /// The ticket of a create that is sent at that time.
    pub fn new(graph_root: &str, input: AccessPackageSpec, sent_at: Timestamp, known_ids: Option<Vec<Text>>) -> Self {
        Self { version: Version, graph_root: graph_root.into(), input, sent_at, known_ids }
    }

    /// Reads a ticket that was kept as JSON; `None` for what is none, or one of another version.
    pub fn read(value: &Value) -> Option<Box<Self>> {
        let known_ids = match value.get("knownIds")? {
            Value::Null => None,
            ids => {
                let mut known = Vec::new();
                for id in ids.as_array()? {
                    known.push(id.as_text()?.clone());
                }
                Some(known)
            }
        };
        if !matches!(value.get("version")?, Value::Number(number) if *number == f64::from(Version::NUMBER)) {
            return None;
        }
        Some(Box::new(Self {
            version: Version,
            graph_root: value.get("graphRoot")?.as_text()?.clone(),
            input: validate(value.get("input")?).ok()?,
            sent_at: Timestamp::from_iso8601(value.get("sentAt")?.as_text()?)?,
            known_ids,
        }))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::Ticket;
    use crate::spec::AccessPackageSpec;
    use crate::time::Timestamp;

    fn ticket(known_ids: Option<Vec<String>>) -> Ticket {
        let mut spec = AccessPackageSpec::new("sales reps", "66584aae-98bb-48cc-9458-7bee5d2a6577");
        spec.is_hidden = Some(false);
        Ticket::new("https://graph.microsoft.com", spec, Timestamp::from_millis(1_795_000_000_123), known_ids)
    }

    #[test]
    fn survives_json() {
        for known_ids in [None, Some(vec![]), Some(vec!["1".into(), "2".into()])] {
            let ticket = ticket(known_ids);
            let json = serde_json::to_string(&ticket).unwrap();
            assert_eq!(
                Ticket::read(&serde_json::from_str::<Json>(&json).unwrap().into()),
                Some(Box::new(ticket)),
                "{json}"
            );
        }
    }

    #[test]
    fn what_is_none_is_refused() {
        let good = serde_json::to_value(ticket(Some(vec![]))).unwrap();
        for (key, bad) in [
            ("version", json!(2)),
            ("version", json!("1")),
            ("graphRoot", json!(null)),
            ("input", json!({ "displayName": "x" })),
            ("sentAt", json!("yesterday")),
            ("sentAt", json!(7)),
            ("knownIds", json!([1])),
            ("knownIds", json!("x")),
        ] {
            let mut ticket = good.clone();
            ticket[key] = bad;
            assert_eq!(Ticket::read(&ticket.clone().into()), None, "{ticket}");
            ticket.as_object_mut().unwrap().remove(key);
            assert_eq!(Ticket::read(&ticket.clone().into()), None, "{ticket}");
        }
        assert_eq!(Ticket::read(&json!(null).into()), None);
        assert_eq!(Ticket::read(&json!("x").into()), None);
    }
}
