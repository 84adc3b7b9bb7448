//! Two tablets on one session, each without a network for as long as it likes: whatever order their entries, answers and repetitions
//! come in, nothing is lost, nothing is taken twice, nothing is overwritten by somebody who hadn't seen it, and a tablet that is alone
//! never contradicts itself.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use time::macros::datetime;
use uuid::Uuid;

use super::{
    batch::{People, take_strokes},
    entry::Field,
    fields::Cells,
    operations::{OperationIn, OperationResult, OutcomeCode},
    strokes::{Author, Chains, Stroke},
};
use crate::vocab::ids::AccountId;

const SATO: Uuid = Uuid::from_u128(77);
const FIELDS: [Field; 2] = [Field::Memo, Field::UnmeasuredPre];

/// The server: everybody's fields, and what the database keeps beside them.
#[derive(Default)]
struct Server {
    people: People,
    chains: Chains,
    applied: BTreeMap<Uuid, usize>,
    /// Values that somebody who knew them replaced.
    replaced: BTreeSet<(usize, String)>,
}

/// A tablet: what it was shown, what it entered itself, and its outbox.
#[derive(Default)]
struct Tablet {
    seen: [i32; 2],
    /// Values that its user knows of, by field.
    known: [BTreeSet<String>; 2],
    last: [Option<Uuid>; 2],
    outbox: Vec<Stroke>,
    clashes: usize,
}

impl Tablet {
    fn enter(&mut self, key: Uuid, field: usize, value: String) {
        let operation = OperationIn {
            key,
            participant: SATO,
            field: FIELDS[field],
            value: Some(value.clone()),
            base: self.seen[field],
            at: datetime!(2026-11-20 10:05 +9),
        };
        let author = Author { account: AccountId(Uuid::nil()), name: "従事者".into(), tablet: None };
        self.outbox.push(Stroke { operation, author, after: self.last[field].replace(key) });
        self.known[field].insert(value);
    }

    fn look(&mut self, server: &Server) {
        for (field, code) in FIELDS.iter().enumerate() {
            if let Some(cell) = server.people[&SATO].get(code) {
                self.seen[field] = cell.state.version;
                let kept = cell.state.others.iter().flatten().chain(&cell.state.value);
                self.known[field].extend(kept.map(ToString::to_string));
            }
        }
    }

    fn learn(&mut self, results: &[OperationResult]) {
        for (stroke, result) in self.outbox.drain(..results.len()).zip(results) {
            let field = usize::from(stroke.operation.field != FIELDS[0]);
            self.seen[field] = self.seen[field].max(result.version);
            if result.outcome == OutcomeCode::Conflict {
                self.clashes += 1;
                let kept = result.others.iter().filter_map(|kept| kept.value.clone());
                self.known[field].extend(kept.chain(result.value.clone()));
            }
        }
    }
}

impl Server {
    fn take(&mut self, tablet: &Tablet, n: usize) -> Vec<OperationResult> {
        let sent = &tablet.outbox[..n];
        let mut results = Vec::new();
        // One after the other, so that what each replaces can be looked at; `chains` goes on between them as in one request.
        for stroke in sent {
            let field = usize::from(stroke.operation.field != FIELDS[0]);
            let before = self.people[&SATO].get(&stroke.operation.field).cloned().unwrap_or_default();
            let taken =
                take_strokes(&mut self.people, std::slice::from_ref(stroke), self.chains.clone(), None);
            let result = taken.results.into_iter().next().unwrap();
            if result.outcome == OutcomeCode::Applied {
                *self.applied.entry(result.key).or_default() += 1;
                for old in before.state.others.iter().chain([&before.state.value]).flatten() {
                    let old = old.to_string();
                    assert!(
                        tablet.known[field].contains(&old),
                        "{old} was overwritten by somebody who never saw it"
                    );
                    self.replaced.insert((field, old));
                }
            }
            if matches!(result.outcome, OutcomeCode::Applied | OutcomeCode::Same) {
                let place = (SATO, stroke.operation.field, result.key);
                self.chains.entry(place).or_insert(result.version);
            }
            assert_ne!(
                result.outcome,
                OutcomeCode::Refused,
                "no tablet invents versions: {}",
                result.message
            );
            results.push(result);
        }
        results
    }

    fn holds(&self, field: usize, value: &str) -> bool {
        let cell = self.people[&SATO].get(&FIELDS[field]);
        let now =
            cell.into_iter().flat_map(|cell| cell.state.others.iter().flatten().chain(&cell.state.value));
        now.map(ToString::to_string).any(|held| held == value)
            || self.replaced.contains(&(field, value.to_owned()))
    }
}

#[derive(Debug, Clone)]
enum Step {
    /// Which tablet, which field, which value.
    Enter(usize, usize, u8),
    /// How many of its outbox, and whether the answer is lost.
    Send(usize, usize, bool),
    Look(usize),
}

fn step(tablets: usize) -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..tablets, 0usize..2, 1u8..6).prop_map(|(t, field, value)| Step::Enter(t, field, value)),
        3 => (0..tablets, 1usize..5, any::<bool>()).prop_map(|(t, n, lost)| Step::Send(t, n, lost)),
        1 => (0..tablets).prop_map(Step::Look),
    ]
}

/// Plays the steps; gives how often each tablet met another value.
fn play(steps: &[Step]) -> [usize; 2] {
    let mut server = Server { people: People::from([(SATO, Cells::new())]), ..Server::default() };
    let mut tablets = [Tablet::default(), Tablet::default()];
    let mut arrived: Vec<(usize, String)> = Vec::new();
    let last = [Step::Send(0, usize::MAX, false), Step::Send(1, usize::MAX, false)];
    for (n, step) in steps.iter().chain(&last).enumerate() {
        match step {
            Step::Enter(t, field, value) => {
                tablets[*t].enter(Uuid::from_u128(n as u128 + 1), *field, format!("{value}"));
            }
            Step::Look(t) => tablets[*t].look(&server),
            Step::Send(t, most, lost) => {
                let sent = tablets[*t].outbox.len().min(*most);
                let results = server.take(&tablets[*t], sent);
                for stroke in &tablets[*t].outbox[..sent] {
                    let field = usize::from(stroke.operation.field != FIELDS[0]);
                    arrived.extend(stroke.operation.value.clone().map(|value| (field, value)));
                }
                if !lost {
                    tablets[*t].learn(&results);
                }
            }
        }
        for (field, value) in &arrived {
            assert!(server.holds(*field, value), "{value} was lost");
        }
        assert!(server.applied.values().all(|times| *times == 1), "something was taken twice");
    }
    tablets.map(|tablet| tablet.clashes)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// U12: 1,000 random interleavings.
    #[test]
    fn two_tablets_lose_nothing_and_overwrite_nothing(steps in prop::collection::vec(step(2), 1..60)) {
        play(&steps);
    }

    #[test]
    fn a_tablet_that_is_alone_never_contradicts_itself(steps in prop::collection::vec(step(1), 1..60)) {
        prop_assert_eq!(play(&steps), [0, 0]);
    }
}

#[test]
fn the_plays_reach_conflicts() {
    let steps = [
        Step::Enter(0, 0, 1),
        Step::Enter(0, 0, 2),
        Step::Enter(1, 0, 3),
        Step::Send(0, 9, true),
        Step::Send(1, 9, false),
    ];
    assert_eq!(play(&steps), [0, 1]);
}
