//! Creates that Graph refuses: nothing was created.

use super::{BLIND, first, meets, run};
use crate::error::Error;
use crate::world::script::Script;
use crate::world::script::answers::{aborted, cut, empty, error, nothing};
use crate::world::{Interruption, NoAnswer};

#[test]
fn a_refusal_is_believed() {
    for status in [400, 402, 404, 405, 407, 410, 412, 415, 422, 423, 428, 430, 431, 451, 498] {
        let call = meets([nothing(), error(status, "Refused")])
            .ends(&format!("ERR_GRAPH {status}; the body"), &first(&format!("{status} refused")));
        assert_eq!((call.note(), call.world.told().pop()), ("none".into(), Some(format!("refused {status}"))));
        let Err(stop) = call.ending else { panic!() };
        let answer = stop.error().and_then(Error::answer).unwrap();
        assert_eq!(answer.graph_code.as_deref(), Some("Refused"));
        assert_eq!(answer.client_request_id.as_ref(), Some(&call.ledger[1].client_request_id));
    }
}

#[test]
fn even_if_its_body_breaks_off() {
    let fates = [
        NoAnswer::ConnectionLost("reset"),
        NoAnswer::Late,
        NoAnswer::Interrupted(Interruption::TimedOut),
        NoAnswer::Interrupted(aborted()),
    ];
    for fate in fates {
        run(Script::new([cut(404, fate)]), BLIND).ends("ERR_GRAPH 404", &["0 create initial 404 refused"]);
    }
}

#[test]
fn the_code_of_a_taken_name_counts_under_a_refusal_only() {
    meets([nothing(), empty(400)]).ends("ERR_GRAPH 400", &first("400 refused"));
    let end = meets([nothing(), error(400, "duplicateaccesspackage")]).end();
    assert_eq!(end, "ERR_GRAPH 400; the body");
}
