//! JSON as the facade parses it, written by hand: deriving it made a function for each field of each type.

use super::scan::find_json;
use crate::text::{decimal, push_hex};

/// JSON that is being written. What has to be separated from what stands before it gets its comma.
#[derive(Debug, Default)]
pub(crate) struct Json(String);

impl Json {
    /// The text of what was written.
    pub(crate) fn finish(self) -> String {
        self.0
    }

    fn separate(&mut self) {
        if !matches!(self.0.as_bytes().last(), None | Some(b'{' | b'[' | b':')) {
            self.0.push(',');
        }
    }

    /// Begins an object or an array.
    pub(crate) fn open(&mut self, bracket: char) {
        self.separate();
        self.0.push(bracket);
    }

    /// Ends it.
    pub(crate) fn close(&mut self, bracket: char) {
        self.0.push(bracket);
    }

    /// Adds the name of a property.
    pub(crate) fn key(&mut self, name: &str) {
        self.text(name);
        self.0.push(':');
    }

    /// Adds a word that is no text, such as `true`.
    pub(crate) fn word(&mut self, word: &str) {
        self.separate();
        self.0.push_str(word);
    }

    /// Adds a whole number.
    pub(crate) fn number(&mut self, number: usize) {
        self.word(&decimal(number));
    }

    /// Adds a text.
    pub(crate) fn text(&mut self, text: &str) {
        self.separate();
        self.0.push('"');
        let mut rest = text;
        while let Some((plain, special)) = rest.split_at_checked(find_json(rest.as_bytes(), 0)) {
            self.0.push_str(plain);
            let Some((byte, after)) = special.as_bytes().first().zip(special.get(1..)) else { break };
            self.0.push_str("\\u00");
            push_hex(&mut self.0, *byte, b'a');
            rest = after;
        }
        self.0.push('"');
    }

    /// Adds a property that is a text.
    pub(crate) fn field(&mut self, name: &str, text: &str) {
        self.key(name);
        self.text(text);
    }

    /// Adds a property that is a text, if there is one.
    pub(crate) fn optional(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.field(name, text);
        }
    }

    /// Adds a property that is a whole number.
    pub(crate) fn count(&mut self, name: &str, number: usize) {
        self.key(name);
        self.number(number);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Json;

    #[test]
    fn writes_what_others_read() {
        let mut json = Json::default();
        json.open('{');
        json.field("a\"b\\", "\u{0}\t\n\u{1f} \"x\\y\" é😀[");
        json.count("n", 4_294_967_295);
        json.optional("none", None);
        json.key("list");
        json.open('[');
        json.number(0);
        json.word("true");
        json.open('[');
        json.close(']');
        json.open('{');
        json.optional("o", Some("{"));
        json.close('}');
        json.close(']');
        json.close('}');
        let wanted = json!({
            "a\"b\\": "\u{0}\t\n\u{1f} \"x\\y\" é😀[", "n": 4_294_967_295_u32, "list": [0, true, [], { "o": "{" }],
        });
        assert_eq!(serde_json::from_str::<Value>(&json.finish()).unwrap(), wanted);
    }
}
