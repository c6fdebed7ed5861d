//! Any bytes at all: no panic, and the same result however they are cut.

use std::collections::BTreeMap;

use super::super::{Format, ReadOptions};
use super::{CATALOG, read_in, tell};

/// A generator of numbers that are the same in every run: SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).unwrap()).unwrap()
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.below(256)).unwrap()
    }
}

/// What mutants are made of.
const PIECES: [&str; 30] = [
    "\"",
    "\"\"",
    ",",
    ";",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "{",
    "}",
    "[",
    "]",
    ":",
    "\\",
    "\\u",
    "\\ud83d",
    "\\ude00",
    "\0",
    "\u{feff}",
    "€",
    "😀",
    "displayName",
    "catalog",
    "sep=;",
    "true",
    "1e5",
    "-0",
    "null",
    " ",
];

fn seeds() -> Vec<Vec<u8>> {
    let csv = format!(
        "displayName,description,isHidden,catalog\r\n\
         Sales,\"for \"\"x\"\"\nand €\",yes,{CATALOG}\r\n\r\nb,,maybe,General\r\n"
    );
    let array = format!(
        r#"[ {{"displayName":"a","description":"\u00e9\n","isHidden":true,"catalog":{{"id":"{CATALOG}"}}}},
           {{"displayName":"b","catalogName":"General","x":[1,{{"y":null}}]}}, 7 ]"#
    );
    let lines = format!("{{\"displayName\":\"a\",\"catalogId\":\"{CATALOG}\"}}\n\n{{\"displayName\":\"€\"}}\r\n");
    let utf16 = |text: &str| "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let (in_utf16, array_in_utf16) = (utf16(&csv), utf16(&array));
    vec![
        csv.clone().into(),
        csv.replace(',', ";").into(),
        array.into(),
        lines.into(),
        in_utf16,
        array_in_utf16,
        vec![],
        "name,catalog\n".into(),
    ]
}

fn mutate(random: &mut Random, seed: &[u8]) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..random.below(6) {
        let at = random.below(bytes.len() + 1);
        match random.below(6) {
            0 => bytes.truncate(at),
            1 if at < bytes.len() => bytes[at] = random.byte(),
            2 if at < bytes.len() => drop(bytes.remove(at)),
            _ => drop(bytes.splice(at..at, PIECES[random.below(PIECES.len())].bytes())),
        }
    }
    bytes
}

#[test]
fn no_bytes_make_it_panic_or_depend_on_how_they_are_cut() {
    let mut random = Random(4);
    let seeds = seeds();
    let mut ends = BTreeMap::<String, usize>::new();
    for round in 0..2_500 {
        let bytes = match round % 8 {
            0 => (0..random.below(200)).map(|_| random.byte()).collect(),
            1 => (0..random.below(40)).flat_map(|_| PIECES[random.below(PIECES.len())].bytes()).collect(),
            _ => {
                let seed = random.below(seeds.len());
                mutate(&mut random, &seeds[seed])
            }
        };
        let options = ReadOptions {
            format: [None, None, None, Some(Format::Csv), Some(Format::Json)][random.below(5)],
            default_catalog: (random.below(2) == 0).then(|| CATALOG.into()),
            size_hint: (random.below(2) == 0).then_some(bytes.len()),
            ..ReadOptions::default()
        };
        let whole = tell(read_in(&bytes, &options, &[usize::MAX]));
        let lengths: Vec<usize> = (0..8).map(|_| 1 + random.below(30)).collect();
        for lengths in [&[1][..], &lengths] {
            let cut = tell(read_in(&bytes, &options, lengths));
            assert_eq!(cut, whole, "{:?} with {options:?} in pieces of {lengths:?}", String::from_utf8_lossy(&bytes));
        }
        *ends.entry(whole["problem"]["reason"].as_str().unwrap_or("read").into()).or_default() += 1;
    }
    for end in ["read", "empty", "noRows", "binary", "encoding", "cut", "malformed", "columns"] {
        assert!(ends.get(end).is_some_and(|count| *count > 4), "{end}: {ends:?}");
    }
}

#[test]
fn a_value_is_json_where_another_reader_says_so() {
    let mut random = Random(5);
    let (mut good, mut bad) = (0, 0);
    for _ in 0..8_000 {
        let seed = b"[{\"a\":[1,-0.5e+3,{\"b\":[true,false,null]}],\"c\":\"\\u00e9\\n\"}]";
        let text = String::from_utf8(mutate(&mut random, seed)).unwrap_or_default();
        if !text.starts_with('[') || text.contains(['\0']) {
            continue;
        }
        let read = read_in(text.as_bytes(), &ReadOptions { inputs: true, ..ReadOptions::default() }, &[usize::MAX]);
        let wanted = serde_json::from_str::<serde_json::Value>(&text).map_err(|error| error.to_string());
        // What is JSON all the same: halves of characters, and numbers beyond the largest.
        let is_else = |error: &String| ["surrogate", "hex escape", "out of range"].iter().any(|it| error.contains(it));
        if wanted.as_ref().is_err_and(is_else) {
            continue;
        }
        assert_eq!(read.is_ok(), wanted.is_ok(), "{text:?}: {wanted:?}");
        *(if read.is_ok() { &mut good } else { &mut bad }) += 1;
    }
    assert!(good > 500 && bad > 500, "{good} {bad}");
}

#[test]
fn long_rows_and_blank_lines_take_no_more_than_their_length() {
    // Each of them would take minutes if it were read again and again.
    let options = ReadOptions { default_catalog: Some(CATALOG.into()), ..ReadOptions::default() };
    let blank = ["name\n", &"\r\n".repeat(1_000_000), "a"].concat();
    assert_eq!(tell(read_in(blank.as_bytes(), &options, &[1_000]))["rows"][0]["line"], 1_000_002);
    let wide = ["name\n", &"x,".repeat(4_000_000), "\nb"].concat();
    assert_eq!(read_in(wide.as_bytes(), &options, &[10_000]).unwrap().len(), 2);
    let object = ["{", &"\"a\":1,".repeat(2_000_000), "\"displayName\":\"a\"}"].concat();
    for text in [["[", &object, "]"].concat(), object] {
        assert_eq!(read_in(text.as_bytes(), &options, &[10_000]).unwrap().len(), 1);
    }
}
