//! Says what would be sent, and sends nothing.

use serde::{Serialize, Serializer};

use crate::cloud::GraphRoot;
use crate::error::Error;
use crate::graph::create_access_package;
use crate::validate::validate;
use crate::value::Value;

/// A request as it would be sent, for showing it. The token is not part of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PreparedRequest {
    /// The method.
    pub method: &'static str,
    /// The absolute URL.
    pub url: String,
    /// The headers except `Authorization` and `client-request-id`, which each sending gets anew.
    #[serde(serialize_with = "as_map")]
    pub headers: &'static [(&'static str, &'static str)],
    /// The body, to the byte.
    pub body: String,
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

fn as_map<S: Serializer>(headers: &&[(&str, &str)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(headers.iter().copied())
}
