//! Names of every kind, and answers that are lost: the look finds exactly the package of that name.

use std::fmt::Write as _;

use super::fault::{Commit, Fault, Place};
use super::network::Seen;
use super::oracle::judge;
use super::random::{Random, mix};
use super::rules::{Mode, Unique};
use super::run::run;
use super::scenario::{Content, Scenario};
use super::subject::{Ending, Ours};

/// How many names are tried.
const NAMES: u64 = 10_000;

/// The longest name that is taken, in UTF-16 code units.
const LONGEST: usize = 1_024;

/// What names are made of: what has a meaning in URLs, in `OData` and in JSON, and what Unicode has in store.
const PARTS: [&str; 44] = [
    "'",
    "''",
    "\"",
    "#",
    "&",
    "+",
    "%",
    "%27",
    "%2527",
    "?",
    "/",
    "\\",
    "=",
    ";",
    ",",
    "(",
    ")",
    "$",
    "@",
    ":",
    "*",
    "!",
    "<",
    ">",
    "{",
    "}",
    "|",
    "^",
    "`",
    "~",
    " ",
    "  ",
    "\t",
    "\u{a0}",
    "\u{200b}",
    "\u{202e}",
    "\u{0}",
    "é",
    "e\u{301}",
    "ß",
    "İ",
    "👩‍💻",
    "مرحبا",
    "中文",
];

const WORDS: [&str; 12] =
    ["Sales", "reps", "IT", "eq", "and", "or", "displayName", "null", "true", "Büro", "Δοκιμή", "тест"];

fn name(random: &Random) -> String {
    let mut name = String::new();
    let parts = match random.below(20) {
        0 => random.between(60, 400),
        1 => 1,
        _ => random.between(2, 12),
    };
    for _ in 0..parts {
        match random.below(10) {
            0..=4 => name.push_str(random.pick(&PARTS)),
            5..=7 => name.push_str(random.pick(&WORDS)),
            8 => name.push(char::from_u32(u32::try_from(random.below(0x11_0000)).unwrap()).unwrap_or('\u{fffd}')),
            _ => name.push(' '),
        }
    }
    // White space around a name is refused, which is worth a few tries only.
    if random.percent(97) { name.trim_matches(is_space).into() } else { name }
}

/// White space as JavaScript's `trim` has it.
fn is_space(letter: char) -> bool {
    letter.is_whitespace() || letter == '\u{feff}'
}

/// Names that a sloppy comparison or encoding would confuse with that one.
fn neighbours(name: &str) -> Vec<String> {
    let mut others = vec![
        format!("{name}x"),
        format!("x{name}"),
        name.replace('\'', "''"),
        name.replace("''", "'"),
        name.replace('+', " "),
        name.replace(' ', "+"),
        name.replace("%27", "'"),
        name.replace('%', "%25"),
        name.chars().skip(1).collect(),
        name.to_uppercase(),
        format!("{name} "),
    ];
    others.retain(|other| other != name);
    others
}

#[test]
fn the_look_finds_exactly_the_package_of_that_name() {
    let random = Random::new(mix(&[super::seed(), 99]));
    let (mut adopted, mut refused) = (0, 0);
    for number in 0..NAMES {
        let mut scenario = Scenario::quiet(number);
        scenario.name = name(&random);
        scenario.rules.unique = Unique::Exact;
        scenario.rules.filter_without_case = random.percent(50);
        scenario.rules.page = random.pick(&[2, 100]);
        let mode = random.pick(&[Mode::Honoured, Mode::Honoured, Mode::Ignored]);
        (scenario.rules.name_filter, scenario.rules.combined_filter) = (mode, mode);
        let neighbours = neighbours(&scenario.name).into_iter().map(|name| (name, 0, Content::Same));
        scenario.before = neighbours.chain([(scenario.name.clone(), 1, Content::Same)]).collect();
        scenario.plan.posts = vec![Fault { place: Place::EmptyGatewayTimeout, commit: Commit::Before }];

        let name = scenario.name.clone();
        let universe = run(&Ours::new(), scenario, false);
        let mut problems = String::new();
        for finding in judge(&universe).findings {
            let _ = writeln!(problems, "{finding}");
        }
        let calls = universe.calls.borrow();
        let told = calls[0].told.as_ref().unwrap();
        match told.ending {
            Ending::Adopted => adopted += 1,
            Ending::Refused("ERR_VALIDATION") => {
                let has_space_around = name.starts_with(is_space) || name.ends_with(is_space);
                let is_odd = name.is_empty() || has_space_around || name.encode_utf16().count() > LONGEST;
                assert!(is_odd, "{name:?} was refused");
                assert!(told.words.contains("displayName"), "{:?}", told.words);
                refused += 1;
            }
            ending => panic!("{name:?} ends as {ending:?}"),
        }
        let misread = universe.exchanges.borrow().iter().any(|exchange| {
            let status = exchange.head.as_ref().map(|(_, answer)| answer.status);
            status == Some(400) && exchange.seen.is_some_and(|(_, seen)| seen == Seen::Answer)
        });
        assert!(!misread, "the service could not read a question about {name:?}");
        assert_eq!(problems, "", "{name:?}");
    }
    println!("{adopted} of {NAMES} names found, {refused} refused with a reason");
    assert!(adopted > NAMES * 9 / 10 && refused > 0);
}
