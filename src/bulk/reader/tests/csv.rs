use serde_json::json;

use super::super::{Format, ReadOptions};
use super::{CATALOG, problems, read, read_as, refused, refuses};

#[test]
fn reads_what_excel_writes() {
    let text = format!(
        "Display Name;Description;Is hidden;Catalog ID\r\n\
         Sales;\"for \"\"sales\"\"\r\nreps; all\";yes;{CATALOG}\r\n\
         \r\n\
         Größe;;;{CATALOG}\r\n"
    );
    let wanted = json!([
        { "row": 1, "line": 2, "displayName": "Sales", "description": "for \"sales\"\r\nreps; all", "isHidden": true,
          "catalog": { "id": CATALOG }, "problems": [] },
        { "row": 2, "line": 5, "displayName": "Größe", "catalog": { "id": CATALOG }, "problems": [] },
    ]);
    let columns = ["Display Name", "Description", "Is hidden", "Catalog ID"];
    let utf8 = read(&text);
    assert_eq!(utf8["rows"], wanted);
    assert_eq!(utf8["facts"], json!({ "format": "csv", "encoding": "utf-8", "separator": ";", "columns": columns }));
    assert_eq!(read(format!("\u{feff}{text}")), utf8);
    let utf16: Vec<u8> = "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let utf16 = read(utf16);
    assert_eq!(utf16["rows"], wanted);
    assert_eq!(utf16["facts"]["encoding"], "utf-16le");
}

#[test]
fn knows_every_end_of_a_line_and_every_separator() {
    for end in ["\n", "\r\n", "\r"] {
        for separator in [",", ";", "\t"] {
            let line = |cells: [&str; 2]| cells.join(separator) + end;
            let last = ["b", CATALOG].join(separator);
            let read = read([end, &line(["name", "catalog"]), &line(["a", CATALOG]), end, &last].concat());
            assert_eq!(read["facts"]["separator"], separator);
            assert_eq!(read["rows"][0]["line"], 3);
            assert_eq!(read["rows"][1]["line"], 5);
            assert_eq!(read["rows"][1]["displayName"], "b");
            assert_eq!(read["rows"][1]["catalog"]["id"], CATALOG);
            assert_eq!(problems(&read), []);
        }
    }
}

#[test]
fn the_separator_is_told_by_the_header_or_by_the_first_line() {
    let separator = |text: &str| read(text)["facts"]["separator"].clone();
    assert_eq!(separator("\"name\";\"catalog\"\na,b;c"), ";");
    assert_eq!(separator("sep=;\nname;catalog\na,b,d,e;c"), ";");
    assert_eq!(separator("SEP=\t\r\nname\tcatalog\na\tc"), "\t");
    let one = ReadOptions { default_catalog: Some(CATALOG.into()), ..ReadOptions::default() };
    assert_eq!(read_as("name\na", &one)["facts"]["separator"], ",");
    let ignore = ReadOptions { ignore: vec!["a,b,c".into()], ..one.clone() };
    assert_eq!(read_as("\"a,b,c\";name\na;b", &ignore)["facts"]["separator"], ";");
    let tab = ReadOptions { separator: Some(b'\t'), format: Some(Format::Csv), ..one };
    assert_eq!(read_as("name\na,b;c\n", &tab)["rows"][0]["displayName"], "a,b;c");
    refuses("sep=|\nname|catalog\na|b", "malformed", Some(1), None);
}

#[test]
fn cells_are_left_out_or_too_many() {
    let text = format!(
        "name,catalog,hidden,description,,\nx,{CATALOG}\ny,{CATALOG},,,,,,\nz,{CATALOG},,d,,e\n,,,\n,{CATALOG}"
    );
    let read = read(text);
    assert_eq!(problems(&read), [(3, "".into(), "tooManyCells".into()), (4, "name".into(), "required".into())]);
    assert_eq!(read["rows"][3]["line"], 6);
    assert_eq!(read["rows"][3]["problems"][0]["message"], "name is required");
}

#[test]
fn quotes_have_to_be_around_whole_cells() {
    let text = format!("name,catalog\na\"b,{CATALOG}\n\"a\"b,{CATALOG}\n\"a\" ,{CATALOG}\n\"a\",\"{CATALOG}\"\n");
    let read = read(text);
    let malformed = |row| (row, "".into(), "malformed".into());
    assert_eq!(problems(&read), [malformed(1), malformed(2), malformed(3)]);
    assert_eq!(read["rows"][0]["displayName"], "a\"b");
    assert_eq!(read["rows"][0]["problems"][0]["message"], "the row has a quote within a cell that is not quoted");
    refuses(format!("name,catalog\na,{CATALOG}\n\"b,{CATALOG}\nc,{CATALOG}\n"), "cut", Some(3), Some(2));
    refuses("name,\"cat", "cut", Some(1), None);
}

#[test]
fn values_are_checked_as_those_of_an_input() {
    let long = "x".repeat(1_025);
    let text = format!(
        "name,hidden,catalogId,catalogName\n\
         a,maybe,{CATALOG},\n\
         {long}, TRUE ,x,\n\
         \" a\",No,,\n\
         b,0, {CATALOG} ,\n\
         c,,,\" General\"\n\
         d,1,,General\n"
    );
    let read = read(text);
    assert_eq!(
        problems(&read),
        [
            (1, "hidden".into(), "notABoolean".into()),
            (2, "name".into(), "tooLong".into()),
            (2, "catalogId".into(), "notAGuid".into()),
            (3, "name".into(), "outerWhiteSpace".into()),
            (3, "catalogId".into(), "required".into()),
            (5, "catalogName".into(), "outerWhiteSpace".into()),
        ]
    );
    assert_eq!(
        read["rows"][0]["problems"][0],
        json!({ "row": 1, "column": "hidden", "path": ["isHidden"], "code": "notABoolean", "message": "hidden is neither true nor false",
                "hint": "write true or false, yes or no, 1 or 0" })
    );
    let message = &read["rows"][1]["problems"][0]["message"];
    assert_eq!(message, "name is too long: at most 1024 UTF-16 code units are accepted");
    assert_eq!(read["rows"][1]["problems"][0]["limit"], 1024);
    assert_eq!(read["rows"][1]["problems"][1]["path"], json!(["catalog", "id"]));
    assert_eq!(read["rows"][4]["problems"][0]["path"], json!(["catalog", "displayName"]));
    assert_eq!(read["rows"][1]["isHidden"], true);
    assert_eq!(read["rows"][3]["isHidden"], false);
    assert_eq!(read["rows"][3]["catalog"], json!({ "id": CATALOG }));
    assert_eq!(read["rows"][5]["catalog"], json!({ "displayName": "General" }));
}

#[test]
fn a_catalog_for_all_rows_is_for_those_that_name_none() {
    let options = ReadOptions { default_catalog: Some(CATALOG.into()), ..ReadOptions::default() };
    let read = read_as("name,catalog\na,\nb,General", &options);
    assert_eq!(problems(&read), []);
    assert_eq!(read["rows"][0]["catalog"], json!({ "id": CATALOG }));
    assert_eq!(read["rows"][1]["catalog"], json!({ "displayName": "General" }));
}

#[test]
fn a_header_has_to_be_there_and_make_sense() {
    for text in ["", " \n\t\r\n", "\u{feff}", "\n\n"] {
        refuses(text, "empty", None, None);
    }
    refuses("name,catalog", "noRows", None, None);
    refuses("name,catalog\n,\n\n", "noRows", None, None);
    refuses("\n\nname,owner\na,b", "columns", Some(3), None);
    refuses(["x"; 1_000].join(","), "tooManyColumns", Some(1), None);
    assert_eq!(read("name,owner\na,b")["problem"]["columns"][0]["column"], "owner");
}

#[test]
fn a_cell_has_a_longest_length() {
    let options = ReadOptions { default_catalog: Some(CATALOG.into()), ..ReadOptions::default() };
    let either_way = |text: &str| {
        let whole = super::tell(super::read_in(text.as_bytes(), &options, &[usize::MAX]));
        assert_eq!(super::tell(super::read_in(text.as_bytes(), &options, &[100_000, 1])), whole);
        whole
    };
    let (longest, more) = ("x".repeat(1_048_576), "x".repeat(1_048_577));
    for cell in [longest.clone(), format!("\"{longest}\"")] {
        assert_eq!(problems(&either_way(&format!("name\n{cell}\na"))), [(1, "name".into(), "tooLong".into())]);
    }
    for cell in [more.clone(), format!("\"{more}\""), format!("\"{more}"), format!("\"{more}\"x\"\n")] {
        assert_eq!(refused(&either_way(&format!("name\na\n{cell}"))), ("cellTooLong".into(), Some(3), Some(2)));
    }
}
