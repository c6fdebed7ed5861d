//! Reads: what is asked for, what is tried again and when, and how failures end.

mod again;
mod pauses;

use serde_json::json;

use super::{get, get_catalog, list, list_catalogs};
use crate::attempt::Attempt;
use crate::cloud::{Cloud, GraphRoot};
use crate::session::{Session, Stop};
use crate::world::script::answers::{
    CATALOG, empty, json_answer, list as listed, list_with_link, package, package_with,
};
use crate::world::script::{Cause, Script, Step, lines};

/// A read that has ended: with ids, or without a value.
struct Read {
    world: Script,
    end: Result<String, Stop<Cause>>,
    ledger: Vec<Attempt>,
}

/// Does something with a session in that world.
#[track_caller]
fn read_in(world: Script, read: impl AsyncFnOnce(&mut Session<'_, Script>) -> Result<String, Stop<Cause>>) -> Read {
    let root = Cloud::Global.root();
    let mut session = Session::new(&world, &root);
    let end = pollster::block_on(read(&mut session));
    let ledger = session.ledger;
    assert_eq!(world.steps.borrow().len(), 0, "all of the script happened: {ledger:?}");
    Read { world, end, ledger }
}

/// Gets a package in that world.
#[track_caller]
fn gets_in(world: Script) -> Read {
    read_in(world, async |session| get(session, ID).await.map(|package| package.id))
}

/// Gets a package while the requests meet these fates.
#[track_caller]
fn gets(steps: impl IntoIterator<Item = Step>) -> Read {
    gets_in(Script::new(steps))
}

/// The id of a package.
const ID: &str = "11111111-98bb-48cc-9458-7bee5d2a6577";

/// A 200 with that package.
fn there() -> Step {
    json_answer(200, package("1"))
}

impl Read {
    /// How it ended, in one line.
    fn end(&self) -> String {
        match &self.end {
            Ok(found) => found.clone(),
            Err(stop) => lines::stop(stop),
        }
    }

    #[track_caller]
    fn attempts(&self) -> Vec<String> {
        lines::attempts(&self.world, &self.ledger)
    }

    /// Checks how it ended, and what it sent.
    #[track_caller]
    fn ends(self, end: &str, attempts: &[impl AsRef<str>]) -> Self {
        let attempts: Vec<_> = attempts.iter().map(AsRef::as_ref).collect();
        assert_eq!(self.attempts(), attempts, "{}", self.end());
        assert_eq!(self.end(), end);
        self
    }
}

const ONCE: [&str; 1] = ["0 read initial 200 succeeded"];

/// The packages of a page and whether there is another one.
async fn lists(session: &mut Session<'_, Script>, id: Option<&str>, link: Option<&str>) -> Result<String, Stop<Cause>> {
    let page = list(session, id, link).await?;
    Ok(format!("{} {}", lines::ids(&page.value), page.next_link.unwrap_or_default()).trim().into())
}

const NEXT: &str = "https://graph.microsoft.com/v1.0/next?$skiptoken=1";

#[test]
fn gets_a_package() {
    let read = gets([there()]).ends("1", &ONCE);
    let path = format!("identityGovernance/entitlementManagement/accessPackages/{ID}");
    assert_eq!((read.world.paths(), read.world.told()), (vec![path], vec!["reading initial".into()]));
    assert_eq!(read.world.sent.borrow()[0].within, 20_000);
    assert_eq!(read.world.asked_for(), ["initial"]);
}

#[test]
fn gets_a_catalog() {
    let world = Script::new([json_answer(200, json!({ "id": CATALOG }))]);
    let read = read_in(world, async |session| get_catalog(session, CATALOG).await.map(|catalog| catalog.id));
    let path = read.ends(CATALOG, &ONCE).world.paths().remove(0);
    assert!(
        path.starts_with(&format!("identityGovernance/entitlementManagement/catalogs/{CATALOG}?$select=")),
        "{path}"
    );
}

#[test]
fn lists_catalogs_in_pages() {
    for (link, path) in
        [(None, "identityGovernance/entitlementManagement/catalogs?"), (Some(NEXT), "next?$skiptoken=1")]
    {
        let world = Script::new([list_with_link([json!({ "id": "1" }), json!({ "id": "2" })], &[NEXT, "0"].concat())]);
        let read = read_in(world, async |session| {
            let page = list_catalogs(session, link).await?;
            let ids: Vec<_> = page.value.into_iter().map(|catalog| catalog.id).collect();
            Ok(ids.join(" ") + " " + &page.next_link.unwrap_or_default())
        });
        let read = read.ends(&["1 2 ", NEXT, "0"].concat(), &ONCE);
        assert!(read.world.paths()[0].starts_with(path));
    }
    let foreign = read_in(Script::default(), async |session| {
        list_catalogs(session, Some("https://evil.example/")).await.map(|_| String::new())
    });
    foreign.ends("ERR_INVALID_ARG_VALUE", NOTHING);
}

/// No request.
const NOTHING: &[&str] = &[];

#[test]
fn lists_the_packages_of_a_catalog() {
    let elsewhere = package_with("2", json!({ "catalog": { "id": "00000000-98bb-48cc-9458-7bee5d2a6577" } }));
    let upper = package_with("3", json!({ "catalog": { "id": CATALOG.to_ascii_uppercase() } }));
    // The service may ignore the filter.
    let found = [package("1"), elsewhere, upper];
    let read = |id: Option<&'static str>, link: Option<&'static str>, step: Step| {
        read_in(Script::new([step]), async |session| lists(session, id, link).await)
    };
    let catalog = read(Some(CATALOG), None, listed(found.clone())).ends("1 3", &ONCE);
    let path = "identityGovernance/entitlementManagement/accessPackages";
    let filter = "$filter=catalog/id%20eq%20%2766584aae-98bb-48cc-9458-7bee5d2a6577%27&";
    assert_eq!(catalog.world.paths(), [format!("{path}?{filter}$expand=catalog")]);
    let all = read(None, None, listed(found.clone())).ends("1 2 3", &ONCE);
    assert_eq!(all.world.paths(), [format!("{path}?$expand=catalog")]);
    let next = read(Some(CATALOG), Some(NEXT), list_with_link(found, &[NEXT, "0"].concat()));
    assert_eq!(next.ends(&["1 3 ", NEXT, "0"].concat(), &ONCE).world.paths(), ["next?$skiptoken=1"]);
    // Without its catalog a package cannot be told to be of the one that is asked for.
    let untold = || listed([package("1"), package_with("2", json!({ "catalog": null }))]);
    read(Some(CATALOG), None, untold()).ends("ERR_RESPONSE 200; the body", &["0 read initial 200 unreadable"]);
    read(None, None, untold()).ends("1 2", &ONCE);
}

#[test]
fn lists_everything_where_graph_refuses_the_filter() {
    let elsewhere = package_with("2", json!({ "catalog": { "id": "00000000-98bb-48cc-9458-7bee5d2a6577" } }));
    let world = Script::new([empty(400), list_with_link([package("1"), elsewhere], &[NEXT, "0"].concat())]);
    let sent = ["0 read initial 400 refused", "0 read initial 200 succeeded"];
    let read = read_in(world, async |session| lists(session, Some(CATALOG), None).await);
    let read = read.ends(&["1 ", NEXT, "0"].concat(), &sent);
    assert_eq!(
        read.world.paths().pop().unwrap(),
        "identityGovernance/entitlementManagement/accessPackages?$expand=catalog"
    );
    let refused = |step: fn() -> Step, id: Option<&'static str>, link: Option<&'static str>, end: &str, sent: &str| {
        read_in(Script::new([step()]), async |session| lists(session, id, link).await).ends(end, &[sent]);
    };
    refused(|| empty(403), Some(CATALOG), None, "ERR_GRAPH 403", "0 read initial 403 refused");
    refused(|| empty(400), None, None, "ERR_GRAPH 400", "0 read initial 400 refused");
    refused(|| empty(400), Some(CATALOG), Some(NEXT), "ERR_GRAPH 400", "0 read initial 400 refused");
}

#[test]
fn what_would_not_be_sent_to_graph_is_an_argument_error() {
    let end = "ERR_INVALID_ARG_VALUE";
    for id in ["", "1", "../catalogs", "11111111-98bb-48cc-9458-7bee5d2a657", "11111111-98bb-48cc-9458-7bee5d2a657g"] {
        let in_nothing = |read: Read| read.ends(end, NOTHING);
        in_nothing(read_in(Script::default(), async |session| get(session, id).await.map(|package| package.id)));
        in_nothing(read_in(Script::default(), async |session| {
            get_catalog(session, id).await.map(|catalog| catalog.id)
        }));
        in_nothing(read_in(Script::default(), async |session| lists(session, Some(id), None).await));
    }
    for link in ["https://evil.example/v1.0/x", "x", "", "https://graph.microsoft.com.evil.example/"] {
        read_in(Script::default(), async |session| lists(session, None, Some(link)).await).ends(end, NOTHING);
    }
}

#[test]
fn offline_nothing_is_sent_but_to_this_machine() {
    let offline = || Script { offline: 0..u64::MAX, ..Script::new([]) };
    gets_in(offline()).ends("ERR_NETWORK offline", NOTHING);
    let root = GraphRoot::parse("http://127.0.0.1:5174").unwrap();
    let world = Script { offline: 0..u64::MAX, ..Script::new([there()]) };
    let mut session = Session::new(&world, &root);
    assert_eq!(pollster::block_on(get(&mut session, ID)).unwrap().id, "1");
}

#[test]
fn an_answer_that_cannot_be_read_is_not_asked_for_again() {
    for body in [json!(null), json!([]), json!({}), json!({ "id": "" }), json!({ "id": 7 })] {
        gets([json_answer(200, body)]).ends("ERR_RESPONSE 200; the body", &["0 read initial 200 unreadable"]);
    }
    for status in [201, 202, 204] {
        let line = format!("0 read initial {status} unreadable");
        gets([json_answer(status, package("1"))]).ends(&format!("ERR_RESPONSE {status}; the body"), &[line]);
        let line = format!("0 read initial {status} unreadable");
        gets([empty(status)]).ends(&format!("ERR_RESPONSE {status}"), &[line]);
    }
}
