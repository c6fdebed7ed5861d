//! Reading JSON: what the host hands over goes in as text, and each part of it is looked at here.
//!
//! The host has parsed what comes from a network before, so that text which is not JSON never gets here; whatever does get
//! here is read to its end all the same, without a panic. Beside JSON there is `?` and a letter for what JavaScript has
//! and JSON has not: the facade's copy of a caller's input holds it (`pkg/src/encode.ts`).

use crate::value::{Opaque, Value};
use crate::wiped::{Text, left, text};

/// How deep a value is followed. Nothing that is read lies deeper than a handful of levels, and a stack has an end.
const DEPTH: u32 = 64;

/// Reads a value. What lies too deep is `null`.
pub(crate) fn parse(text: &str) -> Value {
    Reader { text, at: 0 }.value(DEPTH)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    /// The next byte; zero at the end, which no JSON has outside of a string.
    fn peek(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or_default()
    }

    fn next(&mut self) -> u8 {
        let byte = self.peek();
        self.at += 1;
        byte
    }

    /// Passes over white space, and gives the byte behind it.
    fn token(&mut self) -> u8 {
        while matches!(self.peek(), b' ' | b'\t' | b'\n' | b'\r') {
            self.at += 1;
        }
        self.next()
    }

    fn value(&mut self, depth: u32) -> Value {
        match self.token() {
            b'"' => Value::String(self.string()),
            b'{' | b'[' if depth == 0 => {
                self.skip();
                Value::Null
            }
            b'{' => {
                let mut properties = Vec::new();
                while self.token() == b'"' {
                    let name = self.string();
                    self.token();
                    properties.push((name, self.value(depth - 1)));
                    if self.token() != b',' {
                        break;
                    }
                }
                Value::Object(left(properties))
            }
            b'[' => {
                let mut elements = Vec::new();
                if self.token() != b']' {
                    self.at -= 1;
                    loop {
                        elements.push(self.value(depth - 1));
                        if self.token() != b',' {
                            break;
                        }
                    }
                }
                Value::Array(left(elements))
            }
            b't' => self.word(3, Value::Boolean(true)),
            b'f' => self.word(4, Value::Boolean(false)),
            b'n' => self.word(3, Value::Null),
            b'?' => match self.next() {
                b'f' => Value::Opaque(Opaque::Function),
                b's' => Value::Opaque(Opaque::Symbol),
                b'b' => Value::Opaque(Opaque::BigInt),
                b'i' => Value::Opaque(Opaque::IllFormedString),
                b'u' => Value::Opaque(Opaque::Unreadable),
                b'n' => Value::Number(f64::NAN),
                _ => Value::Undefined,
            },
            first => Value::Number(self.number(first)),
        }
    }

    fn word(&mut self, rest: usize, value: Value) -> Value {
        self.at += rest;
        value
    }

    /// To the end of what has been opened.
    fn skip(&mut self) {
        let mut open = 1;
        while open > 0 {
            match self.next() {
                b'"' => drop(self.string()),
                b'{' | b'[' => open += 1,
                b'}' | b']' => open -= 1,
                0 => return,
                _ => {}
            }
        }
    }

    /// The text behind its first quotation mark. A half of a surrogate pair alone becomes U+FFFD.
    fn string(&mut self) -> Text {
        let mut string = String::new();
        let mut begin = self.at;
        // The first half of a surrogate pair, until the second one comes.
        let mut high = 0;
        loop {
            let byte = self.next();
            if !matches!(byte, b'"' | b'\\' | 0) {
                continue;
            }
            let plain = self.text.get(begin..self.at - 1).unwrap_or_default();
            if high > 0 && !(plain.is_empty() && byte == b'\\' && self.peek() == b'u') {
                string.push(char::REPLACEMENT_CHARACTER);
                high = 0;
            }
            string.push_str(plain);
            if byte != b'\\' {
                return text(string);
            }
            let escaped = self.next();
            begin = self.at;
            let character = match escaped {
                b'b' => '\u{8}',
                b'f' => '\u{c}',
                b'n' => '\n',
                b'r' => '\r',
                b't' => '\t',
                b'u' => {
                    let mut code = 0;
                    for _ in 0..4 {
                        code = code * 16 + char::from(self.next()).to_digit(16).unwrap_or_default();
                    }
                    begin = self.at;
                    let low = matches!(code, 0xdc00..=0xdfff);
                    if high > 0 && low {
                        code = 0x1_0000 + ((high & 0x3ff) << 10) + (code & 0x3ff);
                    } else if high > 0 {
                        string.push(char::REPLACEMENT_CHARACTER);
                    }
                    high = 0;
                    if matches!(code, 0xd800..=0xdbff) {
                        high = code;
                        continue;
                    }
                    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
                }
                other => char::from(other),
            };
            string.push(character);
        }
    }

    /// The number whose first character this is. Whole numbers are exact as far as JavaScript counts; of others nothing
    /// but that they are none is asked.
    fn number(&mut self, first: u8) -> f64 {
        let (mut number, mut scale) = (0.0, 1.0);
        let mut whole = true;
        let mut byte = first;
        loop {
            match byte {
                b'0'..=b'9' => {
                    number = number * 10.0 + f64::from(byte - b'0');
                    if !whole {
                        scale *= 10.0;
                    }
                }
                b'.' => whole = false,
                b'-' => {}
                b'e' | b'E' => {
                    let down = self.peek() == b'-';
                    if matches!(self.peek(), b'+' | b'-') {
                        self.at += 1;
                    }
                    let mut exponent = 0_u32;
                    while let digit @ b'0'..=b'9' = self.peek() {
                        exponent = (exponent * 10 + u32::from(digit - b'0')).min(400);
                        self.at += 1;
                    }
                    for _ in 0..exponent {
                        if down { scale *= 10.0 } else { number *= 10.0 }
                    }
                    self.at += 1;
                    break;
                }
                _ => break,
            }
            byte = self.next();
        }
        self.at -= 1;
        number / if first == b'-' { -scale } else { scale }
    }
}

#[cfg(test)]
mod tests {
    use super::{DEPTH, parse};
    use crate::value::{Opaque, Value};

    #[track_caller]
    fn reads(text: &str) {
        assert_eq!(parse(text), serde_json::from_str::<serde_json::Value>(text).unwrap().into(), "{text}");
    }

    #[test]
    fn reads_json_as_serde_json_does() {
        for text in [
            "null",
            " true ",
            "false",
            "0",
            "-1",
            "201",
            "9007199254740991",
            "-0.5",
            "12.25",
            "1e3",
            "2.5E-1",
            "5e+2",
            r#""""#,
            r#""plain é😀""#,
            r#""a\"b\\c\/d\be\ff\ng\rh\ti\u0041\u00e9\ud83d\ude00""#,
            "[]",
            "[ ]",
            "[1]",
            "[ 1 , [ ] , {} ]",
            "{}",
            r#"{ "a" : { "b" : [ true , null ] } , "c":"d" }"#,
            "[\r\n\t1\r\n]",
            r#"{"":""}"#,
        ] {
            reads(text);
        }
    }

    #[test]
    fn half_a_pair_is_replaced() {
        for (text, wanted) in [
            (r#""\ud83d""#, "\u{fffd}"),
            (r#""\ude00""#, "\u{fffd}"),
            (r#""a\ud83db""#, "a\u{fffd}b"),
            (r#""\ud83d\n""#, "\u{fffd}\n"),
            (r#""\ud83d\u0041""#, "\u{fffd}A"),
            (r#""\ud83d\ud83d\ude00""#, "\u{fffd}😀"),
        ] {
            assert_eq!(parse(text), Value::String(wanted.into()), "{text}");
        }
    }

    #[test]
    fn reads_what_json_has_not() {
        let opaque = Value::Opaque;
        for (text, wanted) in [
            ("?d", Value::Undefined),
            ("?f", opaque(Opaque::Function)),
            ("?s", opaque(Opaque::Symbol)),
            ("?b", opaque(Opaque::BigInt)),
            ("?i", opaque(Opaque::IllFormedString)),
            ("?u", opaque(Opaque::Unreadable)),
        ] {
            assert_eq!(parse(text), wanted, "{text}");
        }
        assert!(matches!(parse("?n"), Value::Number(number) if number.is_nan()));
        let inside = Value::Object(vec![("a".into(), Value::Array(vec![Value::Undefined, Value::Null]))]);
        assert_eq!(parse(r#"{"a":[?d,null]}"#), inside);
    }

    #[test]
    fn too_deep_is_null_and_what_follows_is_read() {
        let deep = |levels| ["[".repeat(levels), "]".repeat(levels)].concat();
        let text = [r#"{"deep":"#, &deep(5000), r#","next":{"x":"]"}}"#].concat();
        let value = parse(&text);
        assert_eq!(value.get("next").and_then(|next| next.get("x")).and_then(Value::as_str), Some("]"));
        let mut levels = 0;
        let mut inner = value.get("deep").unwrap();
        while let Value::Array(elements) = inner {
            levels += 1;
            inner = &elements[0];
        }
        assert_eq!((levels, inner), (DEPTH - 1, &Value::Null));
        parse(&"{\"a\":".repeat(100_000));
    }

    #[test]
    fn anything_ends() {
        let whole = r#" {"a":[1,-2.5e3,"x\u00e9\"",true,false,null,?d,{"b":{}}]} "#;
        for end in (0..=whole.len()).filter(|end| whole.is_char_boundary(*end)) {
            parse(whole.get(..end).unwrap());
        }
        for text in [
            "", " ", "{", "[", "\"", "\\", "\"\\", "\"\\u", "\"\\u12", "?", "-", "1e", "1e99999", "}", ",", "{\"a\"",
            "{1:2}", "[,]",
        ] {
            parse(text);
        }
    }
}
