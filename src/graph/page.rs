//! Lists come in pages, each with a link to the next.

use crate::cloud::GraphRoot;
use crate::http::{Method, Request};
use crate::to_json::{Object, ToJson};
use crate::value::Value;

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page<T> {
    /// What is on this page.
    pub value: Vec<T>,
    /// Where the next page is; `None` on the last one.
    pub next_link: Option<String>,
}

impl<T: ToJson> ToJson for Page<T> {
    fn write(&self, out: &mut String) {
        Object::new(out).field("value", &self.value).field("nextLink", &self.next_link).end();
    }
}

// For the procedures, which are not part of the plain library.
#[cfg(any(all(target_arch = "wasm32", feature = "create"), test))]
impl<T> Page<T> {
    /// The page with something else in the place of each.
    pub(crate) fn map<U>(self, each: impl FnMut(T) -> U) -> Page<U> {
        Page { value: self.value.into_iter().map(each).collect(), next_link: self.next_link }
    }
}

/// The request for the page that a link names. `None` for a link that leads away from Graph: no token may go there.
pub(super) fn follow(root: &GraphRoot, link: &str) -> Option<Request> {
    root.covers(link).then(|| get(String::from(link)))
}

/// A read.
pub(super) fn get(url: String) -> Request {
    Request { method: Method::Get, url, body: None }
}

/// Reads the page under `name` that answers `request`. `None` for what is none, and for one whose next page is not on
/// `root` or is the same again.
pub(super) fn read<T>(
    root: &GraphRoot,
    request: &Request,
    json: &Value,
    name: &str,
    link_name: &str,
    read: impl FnMut(&Value) -> Option<T>,
) -> Option<Page<T>> {
    let value = json.get(name)?.as_array()?.iter().map(read).collect::<Option<_>>()?;
    let next_link = match json.get(link_name) {
        None | Some(Value::Null) => None,
        Some(link) => Some(link.as_str().filter(|link| root.covers(link) && *link != request.url)?.into()),
    };
    Some(Page { value, next_link })
}
