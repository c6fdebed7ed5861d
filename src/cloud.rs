//! Where Graph is: the national clouds, and origins that a caller names instead.

use crate::error::Error;
use crate::text::joined;
use crate::time::digits as number;

/// A cloud in which Microsoft Graph is offered. Tokens of one cloud are of no use in another.
///
/// Source: <https://learn.microsoft.com/graph/deployments>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cloud {
    /// The global service, which US GCC uses too.
    Global,
    /// US Government L4 (GCC High).
    UsGovL4,
    /// US Government L5 (DoD).
    UsGovL5,
    /// China, operated by 21Vianet.
    China,
}

impl Cloud {
    /// The cloud of that name in JavaScript: `global`, `usGovL4`, `usGovL5` or `china`.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "global" => Self::Global,
            "usGovL4" => Self::UsGovL4,
            "usGovL5" => Self::UsGovL5,
            "china" => Self::China,
            _ => return None,
        })
    }

    /// Graph's root in this cloud.
    pub fn root(self) -> GraphRoot {
        let origin = match self {
            Self::Global => "https://graph.microsoft.com",
            Self::UsGovL4 => "https://graph.microsoft.us",
            Self::UsGovL5 => "https://dod-graph.microsoft.us",
            Self::China => "https://microsoftgraph.chinacloudapi.cn",
        };
        GraphRoot { origin: origin.into(), is_loopback: false }
    }
}

/// The origin to which requests, and with them tokens, are sent: nothing else ever gets one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraphRoot {
    origin: String,
    is_loopback: bool,
}

impl GraphRoot {
    /// The root that a caller's options name: the origin if there is one, else the cloud, else the global one.
    ///
    /// # Errors
    ///
    /// [`Error::Argument`] for a name that is no cloud's and for an origin that [`GraphRoot::parse`] refuses.
    pub fn resolve(cloud: Option<&str>, origin: Option<&str>) -> Result<Self, Error> {
        let cloud = cloud
            .map_or(Some(Cloud::Global), Cloud::from_name)
            .ok_or(Error::Argument("\"cloud\" must be \"global\", \"usGovL4\", \"usGovL5\" or \"china\""))?;
        match origin {
            None => Ok(cloud.root()),
            Some(origin) => Self::parse(origin).ok_or(Error::Argument(
                "\"graphRoot\" must be an https origin, or an http origin on loopback, without a path",
            )),
        }
    }

    /// Takes an origin in place of a cloud's. `None` for what is not an origin, or not a safe one: `https`
    /// anywhere, `http` on loopback only, no user information, path, query or fragment.
    ///
    /// The grammar is narrower than that of URLs on purpose: what it accepts, every URL parser reads alike.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.strip_suffix('/').unwrap_or(text).to_ascii_lowercase();
        let (scheme, authority) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
            (Some(authority), _) => ("https", authority),
            (_, Some(authority)) => ("http", authority),
            _ => return None,
        };
        // An IPv6 address has colons of its own; only the loopback one is taken.
        let colon = authority.bytes().rposition(|byte| byte == b':' || byte == b']');
        let colon = colon.filter(|at| authority.as_bytes().get(*at) == Some(&b':'));
        let (host, port) = match colon {
            Some(at) => (authority.get(..at)?, authority.get(at..)?),
            None => (authority, ""),
        };
        // As browsers print an origin, so that links from the service can be compared with it.
        let port = match (scheme, port) {
            ("https", ":443") | ("http", ":80") | (_, "") => "",
            (_, port) if is_port(port) => port,
            _ => return None,
        };
        // The names of this machine that every URL parser reads alike.
        let is_loopback = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
        let safe = is_loopback || (scheme == "https" && is_domain(host));
        safe.then(|| Self { origin: joined(&[scheme, "://", host, port]), is_loopback })
    }

    /// The origin, without a slash at the end.
    pub fn as_str(&self) -> &str {
        &self.origin
    }

    /// Whether it is on this machine, where being offline does not matter.
    pub fn is_loopback(&self) -> bool {
        self.is_loopback
    }

    /// The absolute URL of a path under `/v1.0`, which is told in parts.
    pub fn url(&self, path: &[&str]) -> String {
        joined(&[&self.origin, "/v1.0", &joined(path)])
    }

    /// The delegated permission that every call of this package needs, as a scope of this root.
    ///
    /// Reading alone could do with less. One scope for all calls means one consent and one cached token.
    pub fn scope(&self) -> String {
        joined(&[&self.origin, "/EntitlementManagement.ReadWrite.All"])
    }

    /// Whether a URL that the service gave stays on this origin, so that a token may go there.
    pub fn covers(&self, url: &str) -> bool {
        // The slash ends the authority, so no user information or longer host can follow. The rest must be
        // plain: URL parsers drop tabs and line breaks and read a backslash as a slash.
        url.strip_prefix(&self.origin).is_some_and(|rest| rest.starts_with('/'))
            && url.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
    }
}

fn is_port(text: &str) -> bool {
    let digits = text.get(1..).unwrap_or_default();
    !digits.starts_with('0')
        && digits.len() <= 5
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && (1..=65_535).contains(&number(digits.as_bytes()))
}

/// Whether it is a domain name that all parsers take and none for an IPv4 address: its last label begins with a
/// letter. Encoded international names are left out, because browsers decode and judge them.
fn is_domain(host: &str) -> bool {
    let mut starts = true;
    let mut last_starts_with_letter = false;
    for (at, byte) in host.bytes().enumerate() {
        match byte {
            b'.' if starts => return false,
            b'.' => starts = true,
            b'x' if starts && host.get(at..).is_some_and(|rest| rest.starts_with("xn--")) => return false,
            b'-' | b'a'..=b'z' | b'0'..=b'9' => {
                if starts {
                    last_starts_with_letter = byte.is_ascii_lowercase();
                }
                starts = false;
            }
            _ => return false,
        }
    }
    !starts && last_starts_with_letter
}

#[cfg(test)]
mod tests {
    use super::{Cloud, GraphRoot};

    #[track_caller]
    fn parses(text: &str, wanted: Option<&str>) {
        assert_eq!(GraphRoot::parse(text).as_ref().map(GraphRoot::as_str), wanted, "{text:?}");
    }

    #[test]
    fn takes_https_anywhere_and_http_on_loopback() {
        parses("https://graph.example.org", Some("https://graph.example.org"));
        parses("HTTPS://Graph.Example.ORG:8443/", Some("https://graph.example.org:8443"));
        parses("https://graph.example.org:443", Some("https://graph.example.org"));
        parses("http://localhost:5174", Some("http://localhost:5174"));
        parses("http://127.0.0.1:80", Some("http://127.0.0.1"));
        parses("http://[::1]:5174", Some("http://[::1]:5174"));
        parses("https://127.0.0.1", Some("https://127.0.0.1"));
    }

    #[test]
    fn refuses_what_is_no_safe_origin() {
        for text in [
            "",
            "graph.microsoft.com",
            "//graph.microsoft.com",
            "ftp://graph.microsoft.com",
            "javascript:alert(1)",
            "http://graph.microsoft.com",
            "http://127.0.0.1.example.org",
            "http://127.0.0.256",
            "http://127.00.0.1",
            "http://127.1",
            "http://2130706433",
            "http://0.0.0.0",
            "http://[::2]",
            "http://localhost.example.org",
            "https://graph.example.org/v1.0",
            "https://graph.example.org//",
            "https://graph.example.org?x",
            "https://graph.example.org#x",
            "https://user@graph.example.org",
            "https://user:pass@graph.example.org",
            "https://graph.example.org:",
            "https://graph.example.org:0",
            "https://graph.example.org:080",
            "https://graph.example.org:65536",
            "https://graph.example.org:8x",
            "https://graph.example.org\\@evil.example",
            "https://graph.exam\nple.org",
            " https://graph.example.org",
            "https://gräph.example.org",
            "https://10.0.0.1",
            "https://0x7f.1",
            "https://example.0x10",
            "https://.example.org",
            "https://example..org",
            "https://example.org.",
            "https://xn--",
            "https://a.xn--a-ecp.ru",
            "https://exa_mple.org",
            "http://graph.localhost",
            "http://127.8.9.1",
            "https://]",
            "https://[",
            "https://[::1",
        ] {
            parses(text, None);
        }
    }

    #[test]
    fn every_cloud_is_an_origin_of_its_own_form() {
        for name in ["global", "usGovL4", "usGovL5", "china"] {
            let root = Cloud::from_name(name).unwrap().root();
            assert_eq!(GraphRoot::parse(root.as_str()), Some(root));
        }
        assert_eq!(Cloud::from_name("germany"), None);
    }

    #[test]
    fn resolves_what_the_options_name() {
        let resolve = |cloud, origin| GraphRoot::resolve(cloud, origin).map_err(|error| error.to_string());
        assert_eq!(resolve(None, None), Ok(Cloud::Global.root()));
        assert_eq!(resolve(Some("usGovL5"), None), Ok(Cloud::UsGovL5.root()));
        let local = "http://localhost:5174";
        assert_eq!(resolve(Some("china"), Some(local)), Ok(GraphRoot::parse(local).unwrap()));
        assert_eq!(
            resolve(Some("mars"), Some(local)),
            Err("\"cloud\" must be \"global\", \"usGovL4\", \"usGovL5\" or \"china\"".into())
        );
        assert_eq!(
            resolve(None, Some("http://graph.microsoft.com")),
            Err("\"graphRoot\" must be an https origin, or an http origin on loopback, without a path".into())
        );
    }

    #[test]
    fn covers_links_on_its_own_origin_only() {
        let root = Cloud::Global.root();
        assert!(root.covers("https://graph.microsoft.com/v1.0/x?$skiptoken=a%20b"));
        for url in [
            "https://graph.microsoft.com",
            "https://graph.microsoft.com.evil.example/v1.0",
            "https://graph.microsoft.com@evil.example/",
            "https://graph.microsoft.com:8443/v1.0",
            "https://graph.microsoft.us/v1.0",
            "http://graph.microsoft.com/v1.0",
            "/v1.0/x",
            "//evil.example/",
            "https://graph.microsoft.com/\\evil",
            "https://graph.microsoft.com/a\tb",
        ] {
            assert!(!root.covers(url), "{url}");
        }
    }
}
