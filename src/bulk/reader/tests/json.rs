use serde_json::json;

use super::super::{Format, ReadOptions};
use super::{CATALOG, problems, read, read_as, refuses};

#[test]
fn reads_arrays_and_lines() {
    let rows = [
        json!({ "displayName": "a", "description": "d \"\\\n\u{1f600}", "isHidden": true, "catalog": { "id": CATALOG } }),
        json!({ "catalogId": CATALOG, "displayName": "b" }),
        json!({ "displayName": "c", "catalogName": "General", "isHidden": "No" }),
        json!({ "displayName": "d", "catalog": "General" }),
        json!({ "displayName": "e", "catalog": CATALOG }),
        json!({ "displayName": "f", "catalog": { "displayName": "General" } }),
    ];
    let array = read(json!(rows).to_string().replace("},{\"", "},\n{\""));
    assert_eq!(array["facts"], json!({ "format": "json", "encoding": "utf-8" }));
    assert_eq!(problems(&array), []);
    assert_eq!(array["rows"][0]["description"], "d \"\\\n😀");
    assert_eq!(array["rows"][0]["isHidden"], true);
    assert_eq!(array["rows"][2]["isHidden"], false);
    let (id, name) = (json!({ "id": CATALOG }), json!({ "displayName": "General" }));
    for (row, catalog) in [&id, &id, &name, &name, &id, &name].into_iter().enumerate() {
        assert_eq!(array["rows"][row]["catalog"], *catalog, "row {row}");
        assert_eq!(array["rows"][row]["line"], row + 1);
    }
    let text: Vec<String> = rows.iter().map(ToString::to_string).collect();
    let mut lines = read(text.join("\r\n\n"));
    for (row, line) in lines["rows"].as_array_mut().unwrap().iter_mut().enumerate() {
        assert_eq!(line["line"], row * 2 + 1);
        line["line"] = json!(row + 1);
    }
    assert_eq!(lines["rows"], array["rows"]);
    let pretty = read(serde_json::to_string_pretty(&rows).unwrap());
    assert_eq!(pretty["rows"].as_array().unwrap().len(), 6);
    assert_eq!(pretty["rows"][0]["line"], 2);
}

#[test]
fn inputs_have_no_lines() {
    let options = ReadOptions { inputs: true, ..ReadOptions::default() };
    let read = read_as(json!([{ "displayName": 7 }]).to_string(), &options);
    assert_eq!(read["facts"], json!({ "format": "inputs" }));
    assert_eq!(read["rows"][0].get("line"), None);
    assert_eq!(problems(&read).len(), 2);
    assert_eq!(read_as("[]", &options)["rows"], json!([]));
}

/// What is said of a row.
fn messages(row: serde_json::Value) -> Vec<String> {
    let read = read(json!([row]).to_string());
    let found = read["rows"][0]["problems"].as_array().unwrap();
    found.iter().map(|problem| problem["message"].as_str().unwrap().into()).collect()
}

#[test]
fn values_are_checked_as_those_of_an_input() {
    let row = json!({ "displayName": " ", "description": null, "isHidden": 1, "catalog": { "id": "x", "name": 1 },
        "DisplayName": 2, "id": [[{}, [1]], {"a": {}}] });
    assert_eq!(
        messages(row.clone()),
        [
            "displayName is blank",
            "description must be a string, not null",
            "isHidden must be true or false, not a number",
            "catalog.id is not a GUID",
            "catalog.name is not a property of this request",
            "DisplayName is not a property of this request",
            "id is not a property of this request",
        ]
    );
    let found = read(json!([row]).to_string())["rows"][0]["problems"].clone();
    assert_eq!(found[1]["hint"], "leave the property out where there is no value");
    assert_eq!(json!([found[1]["expected"], found[1]["found"]]), json!(["string", "null"]));
    assert_eq!(found[4]["path"], json!(["catalog", "name"]));
    assert_eq!(found[5]["hint"], "property names are case-sensitive");
    assert_eq!(found[6]["hint"], "Graph sets it");
    assert_eq!(messages(json!(null)), ["the row must be an object, not null"]);
    assert_eq!(messages(json!([7])), ["the row must be an object, not an array"]);
    assert_eq!(messages(json!({ "catalog": {} })), ["displayName is required", "catalog.id is required"]);
    assert_eq!(messages(json!({ "displayName": "n" })), ["catalog is required"]);
    assert_eq!(messages(json!({ "displayName": "n", "catalog": 7 })), ["catalog must be an object, not a number"]);
    assert_eq!(messages(json!({ "displayName": "n", "catalogId": "x" })), ["catalogId is not a GUID"]);
    let both = json!({ "displayName": "n", "catalog": { "id": CATALOG, "displayName": "General" } });
    assert_eq!(messages(both), ["catalog.displayName is not a property of this request"]);
}

#[test]
fn names_can_be_passed_over_and_written_with_escapes() {
    let options = ReadOptions { ignore: vec!["owner".into()], ..ReadOptions::default() };
    let text = format!(r#"[{{"display\u004eame":"a\ud83d\ude00","owner":{{}},"catalog":{{"\u0069d":"{CATALOG}"}}}}]"#);
    let read = read_as(text, &options);
    assert_eq!(problems(&read), []);
    assert_eq!(read["rows"][0]["displayName"], "a😀");
}

#[test]
fn the_last_of_several_counts() {
    let first = r#""displayName":1,"displayName":"a","catalog":{"id":"x","y":1}"#;
    let last = format!(r#""catalog":{{"displayName":"x","id":"{CATALOG}","displayName":"y"}},"z":1,"z":2"#);
    let unknown = |name: &str| (1, name.into(), "unknownProperty".into());
    assert_eq!(problems(&read(format!("[{{{first},{last}}}]"))), [unknown("catalog.displayName"), unknown("z")]);
    let text = format!(r#"[{{"displayName":"a","catalog":{{"id":7}},"catalog":"{CATALOG}"}}]"#);
    assert_eq!(problems(&read(text)), []);
}

#[test]
fn half_a_character_is_told() {
    for half in [r"\ud83d", r"\ude00", r"\ud83d\ud83d\ude00", r"\ud83dx", r"\ud83d\n"] {
        let read = read(format!(r#"[{{"displayName":"a{half}","catalog":"{CATALOG}"}}]"#));
        assert_eq!(problems(&read), [(1, "displayName".into(), "illFormed".into())]);
        assert_eq!(read["rows"][0]["problems"][0]["message"], "displayName holds an unpaired surrogate");
    }
}

#[test]
fn a_bad_line_is_a_problem_of_its_row() {
    let good = json!({ "displayName": "a", "catalog": CATALOG });
    let read = read(format!("{good}\n{{\"displayName\":\n{good} {good}\n7\n[1\n{good}"));
    let malformed = |row| (row, "".into(), "malformed".into());
    assert_eq!(problems(&read), [malformed(2), malformed(3), (4, "".into(), "wrongType".into()), malformed(5)]);
    assert_eq!(read["rows"].as_array().unwrap().len(), 6);
    refuses(format!("{good}\n{{\"displayName\":"), "cut", Some(2), Some(2));
}

#[test]
fn what_is_not_json_is_refused() {
    let good = json!({ "displayName": "a", "catalog": CATALOG }).to_string();
    for bad in [
        "{a:1}",
        "{\"a\":01}",
        "{\"a\":1.}",
        "{\"a\":.5}",
        "{\"a\":1e}",
        "{\"a\":+1}",
        "{\"a\":-}",
        "{\"a\":tru}",
        "{\"a\":1,}",
        "{\"a\"}",
        "{\"a\":\"\t\"}",
        r#"{"a":"\x"}"#,
        r#"{"a":"\u12g4"}"#,
        "{\"a\":[1,]}",
        "{\"a\":{]}",
        "{\"a\":'b'}",
        "nul",
        "NaN",
        "{\"a\":1 \"b\":2}",
        "{,}",
        "{\"a\":\"\n\"}",
        "// x",
        "{\"a\":\u{a0}1}",
    ] {
        refuses(format!("[\n{good},\n{bad} ]"), "malformed", Some(3), Some(2));
        assert!(serde_json::from_str::<serde_json::Value>(bad).is_err(), "{bad}");
    }
    for (text, line) in [("[1 2]", 1), ("[1]\n]", 2), ("[1,]", 1), ("[,]", 1), ("[}", 1)] {
        let read = read(text);
        let problem = &read["problem"];
        assert_eq!((&problem["reason"], &problem["line"]), (&json!("malformed"), &json!(line)), "{text}");
    }
    let starts =
        ["", "1", "1,", "{", "{\"a", "{\"a\"", "{\"a\":", "{\"a\":t", "{\"a\":1", "{\"a\":[{", "{\"a\":\"\\u00"];
    for text in starts.map(|start| format!("[{start}")) {
        assert_eq!(read(&text)["problem"]["reason"], "cut", "{text}");
    }
    refuses("[]", "noRows", None, None);
    let options = ReadOptions { format: Some(Format::Json), ..ReadOptions::default() };
    assert_eq!(read_as("\n7", &options)["problem"]["reason"], "malformed");
    assert_eq!(read_as("  ", &options)["problem"]["reason"], "empty");
}

#[test]
fn depth_costs_no_stack() {
    let deep = |count: usize| format!("[{{\"a\":{}{}}}]", "[".repeat(count), "]".repeat(count));
    assert_eq!(problems(&read(deep(2_000))).len(), 3);
    let in_steps = |text: &str| super::tell(super::read_in(text.as_bytes(), &ReadOptions::default(), &[65_537]));
    assert_eq!(problems(&in_steps(&deep(400_000))).len(), 3);
    let open = format!("[{{\"a\":{}", "[".repeat(2_000_000));
    assert_eq!(in_steps(&open)["problem"]["reason"], "cellTooLong");
}
