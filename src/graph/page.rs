//! Lists come in pages, each with a link to the next.

use crate::cloud::GraphRoot;
use crate::http::{Method, Request};
use crate::to_json::{Object, ToJson};
use crate::value::Value;
use crate::wiped::{Text, text};

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page<T> {
    /// What is on this page.
    pub value: Vec<T>,
    /// Where the next page is; `None` on the last one.
    pub next_link: Option<Text>,
}

impl<T: ToJson> ToJson for Page<T> {
    fn write(&self, out: &mut String) {
        Object::new(out).field("value", &self.value).field("nextLink", &self.next_link).end();
    }
}

/// The request for the page that a link names, or for the first one. `None` for a link that leads away from Graph: no token
/// may go there.
pub(super) fn request(root: &GraphRoot, next_link: Option<&str>, path: &[&str]) -> Option<Request> {
    match next_link {
        Some(link) if !root.covers(link) => None,
        Some(link) => Some(Request { method: Method::Get, url: link.into(), body: None }),
        None => Some(get(root, path)),
    }
}

/// A read.
pub(super) fn get(root: &GraphRoot, path: &[&str]) -> Request {
    Request { method: Method::Get, url: text(root.url(path)), body: None }
}

/// Reads the page under `name` that answers `request`. `None` for what is none, and for one whose next page is not on
/// `root` or is the same again.
pub(super) fn read<T>(
    root: &GraphRoot,
    request: &Request,
    json: &Value,
    name: &str,
    link_name: &str,
    read: impl Fn(&Value) -> Option<T>,
) -> Option<Page<T>> {
    let mut value = Vec::new();
    let next_link = each(root, request, json, name, link_name, &mut |element| {
        value.push(read(element)?);
        Some(())
    })?;
    Some(Page { value, next_link })
}

/// Takes the elements of a page, and gives where the next one is. (One function for all that they are read as, so that it
/// is compiled once.)
fn each(
    root: &GraphRoot,
    request: &Request,
    json: &Value,
    name: &str,
    link_name: &str,
    take: &mut dyn FnMut(&Value) -> Option<()>,
) -> Option<Option<Text>> {
    for element in json.get(name)?.as_array()? {
        take(element)?;
    }
    Some(match json.get(link_name) {
        None | Some(Value::Null) => None,
        Some(link) => Some(link.as_text().filter(|link| root.covers(link) && **link != request.url)?.clone()),
    })
}
