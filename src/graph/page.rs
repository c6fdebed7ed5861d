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
    read: &dyn Fn(&Value) -> Option<T>,
) -> Option<Page<T>> {
    let (elements, next_link) = open(root, request, json, name, link_name)?;
    let mut value = Vec::with_capacity(elements.len());
    for element in elements {
        value.push(read(element)?);
    }
    Some(Page { value, next_link })
}

/// The elements of a page and where the next one is. (What does not depend on what the elements are read as is compiled
/// once.)
fn open<'a>(
    root: &GraphRoot,
    request: &Request,
    json: &'a Value,
    name: &str,
    link_name: &str,
) -> Option<(&'a [Value], Option<String>)> {
    let elements = json.get(name)?.as_array()?;
    let next_link = match json.get(link_name) {
        None | Some(Value::Null) => None,
        Some(link) => Some(link.as_str().filter(|link| root.covers(link) && *link != request.url)?.into()),
    };
    Some((elements, next_link))
}
