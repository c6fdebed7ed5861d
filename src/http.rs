//! Requests and responses as data. Nothing here sends anything.

use crate::value::Value;
use crate::wiped::Text;

/// An HTTP method that the endpoints use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Method {
    /// Reads.
    Get,
    /// Creates.
    Post,
    /// Changes.
    Patch,
    /// Deletes.
    Delete,
}

impl Method {
    /// The method as it stands in a request line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// A request without the token and the id that each sending of it gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The absolute URL.
    pub url: Text,
    /// The body, JSON as it goes over the wire. A request that has one is `application/json`.
    pub body: Option<Text>,
}

impl Request {
    /// The headers that the request has by itself.
    pub fn headers(&self) -> &'static [(&'static str, &'static str)] {
        match self.body {
            Some(_) => &[("Content-Type", "application/json")],
            None => &[],
        }
    }
}

/// What came back.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// `request-id`, Graph's own id of the request, where it could be read.
    pub request_id: Option<Text>,
    /// `Retry-After`, where it could be read.
    pub retry_after: Option<Text>,
    /// `WWW-Authenticate`, where it could be read.
    pub www_authenticate: Option<Text>,
    /// The body.
    pub body: Body,
}

impl Response {
    /// The JSON of an answer of that status, if it is one and says so.
    pub(crate) fn json(&self, status: u16) -> Option<&Value> {
        match &self.body {
            Body::Json(json) if self.status == status => Some(json),
            _ => None,
        }
    }
}

/// The body of a response.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// There is none.
    Empty,
    /// JSON, and a `Content-Type` that says so.
    Json(Value),
    /// JSON under another `Content-Type`: good enough to explain a refusal, not to believe a success.
    Mislabelled(Value),
    /// Something else: a page of a gateway for example, or JSON longer than [`Body::LONGEST`].
    Text,
    /// It broke off before its end.
    Lost,
}

impl Body {
    /// The longest JSON that is read, in UTF-16 code units. Nothing that Graph documents here comes near, and
    /// reading takes memory and time in proportion.
    pub const LONGEST: u32 = 8 * 1024 * 1024;

    /// A body that could be parsed as JSON, sorted by its length and its `Content-Type`. The value is taken over
    /// from the host only if it is read.
    pub fn json(content_type: Option<&str>, length: f64, value: impl FnOnce() -> Value) -> Self {
        if length > f64::from(Self::LONGEST) {
            return Self::Text;
        }
        let json = value();
        if content_type.is_some_and(is_json) { Self::Json(json) } else { Self::Mislabelled(json) }
    }
}

/// Whether a `Content-Type` names JSON: `application/json`, or a type that is built on it (`+json`).
fn is_json(content_type: &str) -> bool {
    let end = content_type.bytes().position(|byte| byte == b';').unwrap_or(content_type.len());
    let media_type = content_type.get(..end).unwrap_or_default().trim_ascii().to_ascii_lowercase();
    media_type == "application/json" || (media_type.starts_with("application/") && media_type.ends_with("+json"))
}

#[cfg(test)]
mod tests {
    use super::Body;
    use crate::value::Value;

    #[test]
    fn a_body_is_json_when_its_type_says_so_too() {
        let json = || Value::Boolean(true);
        for own in ["application/json;odata.metadata=minimal;charset=utf-8", "Application/Problem+JSON"] {
            assert_eq!(Body::json(Some(own), 4.0, json), Body::Json(json()), "{own:?}");
        }
        for other in [Some("text/html"), Some("application/jsonp"), Some("text/x+json"), Some(""), None] {
            assert_eq!(Body::json(other, 4.0, json), Body::Mislabelled(json()), "{other:?}");
        }
    }

    #[test]
    fn a_body_that_is_too_long_is_not_read() {
        let json = Some("application/json");
        assert_eq!(Body::json(json, 8_388_608.0, || Value::Null), Body::Json(Value::Null));
        assert_eq!(Body::json(json, 8_388_609.0, || panic!("it was read")), Body::Text);
    }
}
