//! Random programmes with random scenarios: nothing panics, and what must always hold holds. Definitions are presets and
//! test programmes with damage, or grown from the schema; scenarios are damaged ones, of this or another programme.
//!
//! The suite runs a few thousand. The million: `KAYOI_RUNS=1000000 cargo test --release --lib torture -- --ignored`.

mod dice;
mod mutation;

use std::{
    io::Write as _,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use serde_json::Value;

use super::*;
use crate::programmes::{
    check::{check, size},
    random::grown,
    session_dates::why_forbidden,
    text, wording,
};
use dice::Dice;
use mutation::Corpus;

/// Runs of one seed until a definition and a scenario can be read.
const MOST_TRIES: usize = 50;

struct Ground {
    definitions: Vec<Value>,
    scenarios: Vec<Value>,
    corpus: Corpus,
}

/// What came of many runs.
#[derive(Default)]
struct Tally {
    runs: u64,
    /// Definitions in which `check` finds no fault.
    sound: u64,
    slowest: Duration,
    slowest_seed: u64,
}

impl Ground {
    fn new() -> Self {
        let mut ground = Self { definitions: Vec::new(), scenarios: Vec::new(), corpus: Corpus::default() };
        for (definition, scenarios) in tests::programmes() {
            ground.definitions.push(serde_json::to_value(&definition).unwrap());
            let texts = scenarios.iter().map(|(_, scenario)| serde_json::to_value(scenario).unwrap());
            ground.scenarios.extend(texts.map(without_expectations));
        }
        for value in ground.definitions.iter().chain(&ground.scenarios) {
            ground.corpus.learn("", value);
        }
        ground
    }

    fn definition(&self, dice: &mut Dice) -> Definition {
        for _ in 0..MOST_TRIES {
            if dice.one_in(5) {
                let choices = (0..dice.below(400)).map(|_| u16::try_from(dice.below(65_536)).unwrap());
                let choices = choices.collect();
                return grown(choices);
            }
            let value = self.damaged(&self.definitions, dice);
            if let Ok(definition) = serde_json::from_value(value) {
                return definition;
            }
        }
        crate::programmes::sample()
    }

    fn scenario(&self, dice: &mut Dice) -> Scenario {
        let tries = (0..MOST_TRIES).map(|_| self.damaged(&self.scenarios, dice));
        tries.filter_map(|value| serde_json::from_value(value).ok()).next().unwrap_or_default()
    }

    fn damaged(&self, among: &[Value], dice: &mut Dice) -> Value {
        let mut value = dice.pick(among).clone();
        for _ in 0..dice.below(9) {
            self.corpus.damage(&mut value, dice);
        }
        value
    }

    /// One run; whether the definition makes sense.
    fn run(&self, seed: u64) -> bool {
        let mut dice = Dice::new(seed);
        let (definition, scenario) = (self.definition(&mut dice), self.scenario(&mut dice));
        let is_sound = check(&definition).is_empty();
        let answer = simulate(&definition, &scenario);
        hold(&definition, &scenario, &answer);
        if dice.one_in(20) {
            assert!(!wording::preview(&definition).is_empty());
            let Ok(printed) = text::print(&definition) else { return is_sound };
            let again = text::read(&printed);
            if size(&definition).is_empty() {
                assert_eq!(again, Ok(definition), "printed and read again it is another");
            } else {
                assert!(again.is_err(), "what may not be stored was read");
            }
        }
        is_sound
    }
}

fn without_expectations(mut scenario: Value) -> Value {
    scenario["expect"] = serde_json::json!({});
    scenario
}

/// What holds for every answer.
fn hold(definition: &Definition, scenario: &Scenario, answer: &Simulation) {
    assert!(answer.alerts.iter().all(|alert| !alert.text.is_empty()), "an alert without words");
    if let Some(fees) = &answer.fees {
        assert_eq!(fees.total, fees.subtotal - fees.user_fees_off + fees.tax);
        assert!(fees.lines.iter().all(|line| line.yen >= 0 && !line.rows.is_empty()), "{:?}", fees.lines);
    }
    if let Some(fees) = &answer.user_fees {
        assert!(fees.refunded >= 0 && fees.lines.iter().all(|line| line.line.yen >= 0));
    }
    let own = answer.people.values().filter_map(|person| person.dates.as_ref());
    for dates in own.chain(&answer.dates).filter_map(Answered::given) {
        for session in &dates.sessions {
            assert!(session.on <= dates.period_ends_on, "{} is after the end", session.on);
            let why = why_forbidden(&definition.calendar.forbidden, session.on, &scenario.closed);
            assert_eq!(why, None, "{}", session.on);
        }
        assert!(dates.sessions.windows(2).all(|pair| pair[0].on < pair[1].on), "days out of order");
    }
    assert!(serde_json::to_string(answer).is_ok());
}

fn torture(runs: u64) -> Tally {
    let (ground, next) = (Ground::new(), AtomicU64::new(0));
    let work = || {
        let mut tally = Tally::default();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= runs {
                return tally;
            }
            let began = Instant::now();
            let sound = catch_unwind(AssertUnwindSafe(|| ground.run(seed)));
            let Ok(sound) = sound else { panic!("seed {seed} failed, see above") };
            tally.add(seed, sound, began.elapsed());
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        all.into_iter().map(|one| one.join().unwrap()).fold(Tally::default(), Tally::and)
    })
}

impl Tally {
    fn add(&mut self, seed: u64, sound: bool, took: Duration) {
        self.runs += 1;
        self.sound += u64::from(sound);
        if took > self.slowest {
            (self.slowest, self.slowest_seed) = (took, seed);
        }
    }

    fn and(self, other: Self) -> Self {
        let slower = if other.slowest > self.slowest { &other } else { &self };
        let (slowest, slowest_seed) = (slower.slowest, slower.slowest_seed);
        Self { runs: self.runs + other.runs, sound: self.sound + other.sound, slowest, slowest_seed }
    }
}

#[test]
fn a_few_thousand_random_scenarios_answer_without_panic() {
    let tally = torture(2_000);
    assert_eq!(tally.runs, 2_000);
    assert!(tally.sound > 50 && tally.sound < tally.runs, "{} of {} make sense", tally.sound, tally.runs);
}

#[test]
#[ignore = "minutes long; KAYOI_RUNS says how many"]
fn as_many_random_scenarios_as_asked_answer_without_panic() {
    let runs = std::env::var("KAYOI_RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(1_000_000);
    let began = Instant::now();
    let tally = torture(runs);
    let _ = writeln!(
        std::io::stdout(),
        "{} runs in {:?}; {} sound definitions; slowest {:?} (seed {})",
        tally.runs,
        began.elapsed(),
        tally.sound,
        tally.slowest,
        tally.slowest_seed
    );
}
