//! What a world is like and what happens in it, before anybody has done anything.

use super::fault::Fault;
use super::random::Random;
use super::rules::{Lag, Rules, Unique};

/// Everything that is decided about a world beforehand.
#[derive(Clone, Debug)]
pub(super) struct Scenario {
    /// What decides the rest: how long things take, which page comes first.
    pub(super) seed: u64,
    /// What is asked for.
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) hidden: Option<bool>,
    pub(super) verify: bool,
    pub(super) return_existing: bool,
    pub(super) timeout: u64,
    pub(super) settle: u64,
    /// What the service is like, and what is there: names, the place of their catalog, content.
    pub(super) rules: Rules,
    pub(super) before: Vec<(String, usize, Content)>,
    /// What goes wrong.
    pub(super) plan: Plan,
    /// When the machine has no network, and whether the browser knows it.
    pub(super) offline: Option<(u64, u64)>,
    pub(super) knows_offline: bool,
    /// When other administrators make a package of the name, and with what content.
    pub(super) others_at: Vec<u64>,
    pub(super) other: Option<Content>,
    pub(super) caller: Caller,
    pub(super) clock: Clock,
    /// When the machine sleeps.
    pub(super) sleep: Option<(u64, u64)>,
    /// How long the token callback may take.
    pub(super) token_delay: u64,
    /// What is wrong with it, from which asking on, and how often.
    pub(super) token_trouble: Option<(TokenTrouble, u64, u64)>,
}

/// What can be wrong with a token callback.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenTrouble {
    Fails,
    GivesNoString,
    GivesNothing,
    GivesTwoWords,
    NeverAnswers,
}

/// What goes wrong, in the order of the requests.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    /// With the creates, one after the other.
    pub(super) posts: Vec<Fault>,
    /// With the first request of any kind behind the first create.
    pub(super) then: Option<Fault>,
    /// With so many of a hundred looks.
    pub(super) reads: u64,
    /// With every request, whatever it is.
    pub(super) always: Option<Fault>,
}

/// How somebody else's package compares with what the call asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// The same in everything.
    Same,
    /// Another description.
    OtherDescription,
    /// The same, but for upper and lower case in the name.
    OtherCase,
}

/// What the person in front of the page does, in milliseconds after the first click.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Caller {
    /// Waits for the end.
    Waits,
    /// Aborts then.
    Aborts(u64),
    /// Aborts at the so-many-th thing that the call does with its world, or so long after that began.
    AbortsAtStep(usize, u64),
    /// Reloads the page then, and rechecks after a while with the ticket that it was told.
    Reloads { after: u64, back: u64 },
    /// Clicks a second time then.
    ClicksAgain(u64),
    /// Clicks in a second tab then.
    OpensTab(u64),
    /// Does so, and closes the first tab in the meantime.
    ClosesFirst { after: u64, second: u64 },
    /// Clicks in a second tab and closes the first one then, clicks in a third one and closes the second one later, or
    /// aborts what it does.
    ThreeTabs { first: u64, second: u64, aborts: bool },
    /// Clicks a second time then, and aborts that call, counted as in [`Caller::AbortsAtStep`].
    AbortsSecond(u64, (usize, u64)),
}

/// The clock of the client's machine.
#[derive(Clone, Debug, Default)]
pub(super) struct Clock {
    /// How far it is ahead, in milliseconds.
    pub(super) offset: i64,
    /// When somebody sets it, and by how much.
    pub(super) jumps: Vec<(u64, i64)>,
    /// Whether the clock that only goes forward stands still while the machine sleeps.
    pub(super) stands_still: bool,
}

impl Scenario {
    /// A quiet world: nothing goes wrong, nobody else is there.
    pub(super) fn quiet(seed: u64) -> Self {
        Self {
            seed,
            name: "sales reps".into(),
            description: Some("outside sales representatives".into()),
            hidden: Some(false),
            verify: true,
            return_existing: false,
            timeout: 100_000,
            settle: 60_000,
            rules: Rules::plain(),
            before: Vec::new(),
            plan: Plan::default(),
            offline: None,
            knows_offline: true,
            others_at: Vec::new(),
            other: None,
            caller: Caller::Waits,
            clock: Clock::default(),
            sleep: None,
            token_delay: 20,
            token_trouble: None,
        }
    }

    /// The description and the flag of a package with that content.
    pub(super) fn content(&self, content: Content) -> (Option<String>, bool) {
        let description = match content {
            Content::Same | Content::OtherCase => self.description.clone(),
            Content::OtherDescription => Some("made by somebody else".into()),
        };
        (description, self.hidden.unwrap_or(false))
    }

    /// The name of a package with that content.
    pub(super) fn name_of(&self, content: Content) -> String {
        match content {
            Content::Same | Content::OtherDescription => self.name.clone(),
            Content::OtherCase => other_case(&self.name),
        }
    }

    /// The longest time that reads lag behind writes.
    pub(super) fn lag(&self) -> u64 {
        let (Lag::Fixed(lag) | Lag::Flapping(lag)) = self.rules.lag;
        lag
    }
}

/// A name that differs in upper and lower case only, where there is such a thing.
fn other_case(name: &str) -> String {
    let upper = name.to_uppercase();
    if upper == name { name.to_lowercase() } else { upper }
}

/// Names as people give them, and as they should not.
const NAMES: [&str; 12] = [
    "sales reps",
    "O'Brien's team",
    "R&D #1 + 50% / legal?",
    "Vertrieb Süd – Außendienst",
    "営業部",
    "مندوبو المبيعات",
    "👩‍💻 developers",
    "a",
    "''",
    "displayName eq 'x' or 1 eq 1",
    "tab\tand \"quotes\" \\ <b>",
    "e\u{301}quipe",
];

/// What all worlds have that are not quiet: a name, content, neighbours.
pub(super) fn furnish(scenario: &mut Scenario, random: &Random) {
    scenario.name = random.pick(&NAMES).into();
    if random.percent(30) {
        scenario.description = None;
    }
    if random.percent(30) {
        scenario.hidden = None;
    }
    let name = scenario.name.clone();
    scenario.before.push((name.clone(), 1, Content::Same));
    scenario.before.push((format!("{name} 2"), 0, Content::Same));
    for at in 0..random.below(4) {
        scenario.before.push((format!("{at} {name}"), 0, Content::Same));
    }
    scenario.rules.dated = random.percent(80);
    scenario.rules.taken_status = random.pick(&[409, 409, 409, 400]);
    scenario.rules.filter_without_case = match scenario.rules.unique {
        Unique::WithoutCase => random.percent(90),
        Unique::Exact | Unique::No => random.percent(30),
    };
    scenario.token_delay = random.pick(&[0, 0, 20, 300]);
}

/// The clocks that a machine may have.
pub(super) fn clock(random: &Random, kind: u64, begin: u64) -> Clock {
    let hour = 3_600_000;
    let jumps = || vec![(begin + random.below(70_000), random.pick(&[hour, -hour, 60_000, -24 * hour]))];
    match kind {
        0 => Clock::default(),
        1 => Clock { offset: random.pick(&[1_500, 90_000, hour, 24 * hour]), ..Clock::default() },
        2 => Clock { offset: -random.pick(&[1_500, 90_000, hour, 24 * hour]), ..Clock::default() },
        _ => Clock { offset: random.pick(&[0, hour, -hour]), jumps: jumps(), stands_still: false },
    }
}
