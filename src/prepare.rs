//! Says what would be sent, and sends nothing.

use crate::cloud::GraphRoot;
use crate::error::Error;
use crate::graph::create_access_package;
use crate::to_json::{Object, ToJson};
use crate::validate::validate;
use crate::value::Value;
use crate::wiped::Text;

/// A request as it would be sent, for showing it. The token is not part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PreparedRequest {
    /// The method.
    pub method: &'static str,
    /// The absolute URL.
    pub url: Text,
    /// The headers except `Authorization` and `client-request-id`, which each sending gets anew.
    pub headers: &'static [(&'static str, &'static str)],
    /// The body, to the byte.
    pub body: Text,
    /// The scope that the token needs.
    pub scopes: [String; 1],
}

/// The request that creates what `input` describes.
///
/// # Errors
///
/// [`Error::Validation`].
pub fn prepare(root: &GraphRoot, input: &Value) -> Result<PreparedRequest, Error> {
    let spec = validate(input).map_err(Error::Validation)?;
    let request = create_access_package::request(root, &spec);
    Ok(PreparedRequest {
        method: request.method.as_str(),
        headers: request.headers(),
        url: request.url,
        body: request.body.unwrap_or_default(),
        scopes: [root.scope()],
    })
}

impl ToJson for PreparedRequest {
    fn write(&self, out: &mut String) {
        Object::new(out)
            .field("method", &self.method)
            .field("url", &self.url)
            .field("headers", &Headers(self.headers))
            .field("body", &self.body)
            .field("scopes", &self.scopes.as_slice())
            .end();
    }
}

struct Headers(&'static [(&'static str, &'static str)]);

impl ToJson for Headers {
    fn write(&self, out: &mut String) {
        let mut headers = Object::new(out);
        for (name, value) in self.0 {
            headers.field(name, value);
        }
        headers.end();
    }
}
