//! The `WWW-Authenticate` header: what a service wants of a token that it did not take.
//!
//! The grammar is that of RFC 9110 section 11.6.1 (RFC 7235 before it): several challenges may stand in one header,
//! and commas separate challenges as well as the parameters within one. Graph really sends a `PoP` and a `Bearer`
//! challenge in one header, in either order.
//!
//! Sources: <https://learn.microsoft.com/entra/identity-platform/claims-challenge>,
//! <https://learn.microsoft.com/entra/identity-platform/app-resilience-continuous-access-evaluation>

use crate::text;

/// One challenge.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Challenge {
    /// The scheme as it was written; schemes are compared without regard to case.
    pub scheme: String,
    /// The parameters, with their quoting undone; names are compared without regard to case.
    pub parameters: Vec<(String, String)>,
    /// A token68, which some schemes have in place of parameters.
    pub token68: Option<String>,
}

impl Challenge {
    /// The value of the parameter of that name.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// Reads a header, or several that were joined by commas. What does not fit the grammar ends the reading: the
/// challenges before it are given.
pub fn parse(header: &str) -> Vec<Challenge> {
    let mut reader = Reader { rest: header, has_scheme: false };
    let mut challenges: Vec<Challenge> = Vec::new();
    while let Some((word, value)) = reader.piece() {
        if let Some(value) = value
            && let Some(challenge) = challenges.last_mut()
        {
            challenge.parameters.push((word.into(), value));
        } else {
            let token68 = reader.token68().map(String::from);
            challenges.push(Challenge { scheme: word.into(), token68, ..Challenge::default() });
        }
    }
    challenges
}

/// The claims that a service wants in a token, as the JSON text that MSAL takes: those of a `Bearer` challenge. They
/// come encoded as base64, with or without padding, in either alphabet.
pub fn claims(header: &str) -> Option<String> {
    let mut reader = Reader { rest: header, has_scheme: false };
    // Whether a parameter of that name would be the first one of a `Bearer` challenge.
    let mut counts = false;
    while let Some((word, value)) = reader.piece() {
        let Some(claims) = value else {
            counts = word.eq_ignore_ascii_case("Bearer");
            reader.token68();
            continue;
        };
        if counts && word.eq_ignore_ascii_case("claims") {
            counts = false;
            let json = if claims.starts_with('{') { Some(claims) } else { decode(&claims) };
            let json = json.filter(|json| json.starts_with('{') && json.ends_with('}'));
            if json.is_some() {
                return json;
            }
        }
    }
    None
}

/// Reads from the front. It only ever stops between ASCII characters, so that the rest is text.
struct Reader<'a> {
    rest: &'a str,
    /// Whether there was a scheme, so that parameters may follow.
    has_scheme: bool,
}

impl<'a> Reader<'a> {
    /// The next parameter, or the next scheme, which has no value.
    fn piece(&mut self) -> Option<(&'a str, Option<String>)> {
        self.skip(|byte| byte == b',' || is_space(byte));
        let word = self.take_while(is_token);
        if word.is_empty() {
            return None;
        }
        let before = self.rest;
        self.skip(is_space);
        if self.has_scheme && self.take(b'=') {
            self.skip(is_space);
            return Some((word, Some(self.value()?)));
        }
        self.rest = before;
        self.has_scheme = true;
        Some((word, None))
    }

    fn next(&self) -> Option<u8> {
        self.rest.as_bytes().first().copied()
    }

    /// Takes what fits from the front.
    fn take_while(&mut self, fits: fn(u8) -> bool) -> &'a str {
        let end = self.rest.bytes().position(|byte| !fits(byte)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at_checked(end).unwrap_or_default();
        self.rest = rest;
        taken
    }

    fn skip(&mut self, fits: fn(u8) -> bool) {
        self.take_while(fits);
    }

    fn take(&mut self, wanted: u8) -> bool {
        let there = self.next() == Some(wanted);
        if there {
            self.rest = self.rest.get(1..).unwrap_or_default();
        }
        there
    }

    /// A token68 stands alone behind its scheme: what follows it is a comma or the end.
    fn token68(&mut self) -> Option<&'a str> {
        let before = self.rest;
        self.skip(is_space);
        let text = self.rest;
        self.skip(is_token68);
        self.skip(|byte| byte == b'=');
        let text = text.get(..text.len() - self.rest.len()).unwrap_or_default();
        self.skip(is_space);
        let stands_alone =
            !text.is_empty() && before.bytes().next().is_some_and(is_space) && matches!(self.next(), None | Some(b','));
        if !stands_alone {
            self.rest = before;
        }
        stands_alone.then_some(text)
    }

    /// A token or a quoted string. An unquoted value may hold what base64 has beyond tokens: some services do not quote.
    fn value(&mut self) -> Option<String> {
        if !self.take(b'"') {
            let value = self.take_while(|byte| is_token(byte) || matches!(byte, b'/' | b'=' | b':'));
            return (!value.is_empty()).then(|| String::from(value));
        }
        let mut value = String::new();
        loop {
            value.push_str(self.take_while(|byte| byte != b'"' && byte != b'\\'));
            if self.take(b'"') {
                return Some(value);
            }
            // A backslash, and the character that it protects; or the end, and then the string was not closed.
            self.take(b'\\');
            let mut characters = self.rest.chars();
            value.push(characters.next()?);
            self.rest = characters.as_str();
        }
    }
}

fn is_space(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^' | b'_' | b'`' | b'|' | b'~')
}

fn is_token68(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'+' | b'/')
}

/// Decodes base64 in either alphabet. Padding may be left out; anything behind it may not be there.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let (mut bits, mut count) = (0_u32, 0_u32);
    let mut padding = false;
    for byte in text.bytes() {
        if byte == b'=' {
            padding = true;
            continue;
        }
        let six = match byte {
            _ if padding => return None,
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(six);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.extend((bits >> count).to_le_bytes().first());
        }
    }
    text::from_utf8(&bytes)
}

#[cfg(test)]
mod tests {
    use super::{Challenge, claims, decode, parse};

    fn challenge(scheme: &str, parameters: &[(&str, &str)]) -> Challenge {
        let parameters = parameters.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        Challenge { scheme: scheme.into(), parameters, token68: None }
    }

    const CLAIMS: &str = r#"{"access_token":{"nbf":{"essential":true,"value":"1726258122"}}}"#;
    const ENCODED: &str = "eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwidmFsdWUiOiIxNzI2MjU4MTIyIn19fQ==";

    #[test]
    fn reads_parameters_in_any_order_and_quoting() {
        let wanted = [challenge("Bearer", &[("realm", ""), ("error", "insufficient_claims"), ("x", "a\"b\\,c=d é")])];
        for header in [
            r#"Bearer realm="", error="insufficient_claims", x="a\"b\\,c=d é""#,
            r#"Bearer realm="",error=insufficient_claims,x="a\"b\\,c=d é""#,
            "\t Bearer  realm = \"\" ,, error\t=insufficient_claims , x=\"a\\\"b\\\\,c=d \\é\" , ",
        ] {
            assert_eq!(parse(header), wanted, "{header}");
        }
    }

    #[test]
    fn keeps_the_schemes_of_one_header_apart() {
        let pop = challenge("PoP", &[("realm", ""), ("nonce", "ey.J-_")]);
        let bearer = challenge("Bearer", &[("error", "x"), ("claims", "e30=")]);
        assert_eq!(
            parse(r#"PoP realm="", nonce="ey.J-_", Bearer error="x", claims="e30=""#),
            [pop.clone(), bearer.clone()]
        );
        assert_eq!(parse(r#"Bearer error="x", claims="e30=", PoP realm="", nonce="ey.J-_""#), [bearer, pop]);
    }

    #[test]
    fn reads_schemes_without_parameters_and_with_a_token68() {
        let negotiate = Challenge { token68: Some("oYG2MIGz+/=~==".into()), ..challenge("Negotiate", &[]) };
        assert_ne!(parse("Negotiate oYG2MIGz+/=~==, Basic"), [negotiate, challenge("Basic", &[])]);
        let negotiate = Challenge { token68: Some("oYG2MIGz+/~==".into()), ..challenge("Negotiate", &[]) };
        assert_eq!(parse("Negotiate oYG2MIGz+/~== , Basic"), [negotiate, challenge("Basic", &[])]);
        let ntlm = challenge("NTLM", &[]);
        assert_eq!(parse("NTLM,Bearer a=b"), [ntlm, challenge("Bearer", &[("a", "b")])]);
    }

    #[test]
    fn what_does_not_fit_ends_the_reading() {
        for (header, wanted) in [
            ("", vec![]),
            (",", vec![]),
            ("=", vec![]),
            ("\"Bearer\"", vec![]),
            ("é", vec![]),
            ("Bearer a =", vec![challenge("Bearer", &[])]),
            ("Bearer a=,", vec![Challenge { token68: Some("a=".into()), ..challenge("Bearer", &[]) }]),
            ("Bearer a=\"open", vec![challenge("Bearer", &[])]),
            ("Bearer a=\"open\\", vec![challenge("Bearer", &[])]),
            ("Bearer a=\"open\\\"", vec![challenge("Bearer", &[])]),
            ("Bearer a=b, =c, d=e", vec![challenge("Bearer", &[("a", "b")])]),
            ("Bearer a=b é", vec![challenge("Bearer", &[("a", "b")])]),
        ] {
            assert_eq!(parse(header), wanted, "{header:?}");
        }
    }

    #[test]
    fn finds_the_claims_wherever_they_stand() {
        let bearer = format!("Bearer realm=\"\", error=\"insufficient_claims\", claims=\"{ENCODED}\"");
        let pop = "PoP realm=\"\", nonce=\"eyJ0\", claims=\"e30=\"";
        let unpadded = ENCODED.trim_end_matches('=');
        for header in [
            bearer.clone(),
            format!("{pop}, {bearer}"),
            format!("{bearer}, {pop}"),
            format!("Bearer realm=\"\", {bearer}"),
            format!("bearer CLAIMS={unpadded}"),
            format!("Bearer claims={ENCODED}"),
            format!("Bearer claims=\"{}\"", CLAIMS.replace('"', "\\\"")),
        ] {
            assert_eq!(claims(&header).as_deref(), Some(CLAIMS), "{header}");
        }
    }

    #[test]
    fn what_are_no_claims_is_none() {
        for header in [
            "Bearer realm=\"\", error=\"invalid_token\"",
            "PoP claims=\"e30=\"",
            "Bearer claims=\"\"",
            "Bearer claims=\"!!!\"",
            "Bearer claims=\"e30=e30=\"",
            "Bearer claims=\"bm8=\"",
            "Bearer claims=\"/////w==\"",
            "Bearer claims=\"ey\"",
            "",
        ] {
            assert_eq!(claims(header), None, "{header}");
        }
    }

    #[test]
    fn decodes_both_alphabets() {
        let text = "{\"a\":\"ÿ>?~ð\"}";
        assert_eq!(decode("eyJhIjoiw78-P37DsCJ9").as_deref(), Some(text));
        assert_eq!(decode("eyJhIjoiw78+P37DsCJ9").as_deref(), Some(text));
        assert_eq!(decode("YWI/").as_deref(), Some("ab?"));
        assert_eq!(decode("YWI_").as_deref(), Some("ab?"));
        assert_eq!(decode("e30").as_deref(), Some("{}"));
        assert_eq!(decode("e30=").as_deref(), Some("{}"));
    }
}
