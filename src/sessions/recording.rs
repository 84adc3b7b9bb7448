//! The recording protocol: how operations of several tablets become one record without anything being lost.
//!
//! An operation sets one field of one participant and says which version of that field its author saw (`base`).
//! Whoever saw the newest version replaces it. Whoever did not is kept beside it (要確認) until a person who sees both
//! decides. Repeating an operation, after a lost answer, changes nothing. The plain form, the tablet and later the
//! offline outbox all speak this protocol.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::entry::Entry;
use super::operations::OutcomeCode;

/// One field before an operation: its value, the values kept beside it, and the operations already answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldState {
    /// Counts every change, a kept value included; 0 before the first.
    pub version: i32,
    pub value: Option<Entry>,
    pub others: Vec<Option<Entry>>,
    /// The version each operation was answered with (at least for the keys of the request at hand).
    pub answered: BTreeMap<Uuid, i32>,
}

/// What an operation does to a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The author knew the newest version: the value is replaced, values kept beside it are decided.
    Applied {
        version: i32,
    },
    /// Answered before, with this version, and nothing more to do.
    Duplicate {
        version: i32,
    },
    /// The field already holds this value.
    SameValue {
        version: i32,
    },
    /// Somebody else's value came first: both are kept until a person decides.
    Conflict {
        version: i32,
        current: Option<Entry>,
        others: Vec<Option<Entry>>,
    },
    Refused(Refusal),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("画面が新しくありません。画面を開き直してから、もう一度入力してください。")]
    UnknownVersion,
}

impl Outcome {
    pub fn code(&self) -> OutcomeCode {
        match self {
            Self::Applied { .. } => OutcomeCode::Applied,
            Self::Duplicate { .. } => OutcomeCode::Duplicate,
            Self::SameValue { .. } => OutcomeCode::Same,
            Self::Conflict { .. } => OutcomeCode::Conflict,
            Self::Refused(_) => OutcomeCode::Refused,
        }
    }
}

/// Decides what an operation (`key`, `base`, `value`) does to the field. Changes nothing; see [`FieldState::after`].
pub fn merge(current: &FieldState, key: Uuid, base: i32, value: &Option<Entry>) -> Outcome {
    let open = !current.others.is_empty();
    let kept = current.value == *value || current.others.contains(value);
    if let Some(version) = current.answered.get(&key) {
        // While values are open, the newest version is one that answered a conflict: its author must see them all.
        return if open && *version == current.version {
            conflict(current, current.version, None)
        } else {
            Outcome::Duplicate { version: *version }
        };
    }
    if base < 0 || base > current.version {
        return Outcome::Refused(Refusal::UnknownVersion);
    }
    match (base == current.version, open) {
        (_, false) if current.value == *value => Outcome::SameValue { version: current.version },
        (true, _) => Outcome::Applied { version: current.version.saturating_add(1) },
        (false, true) if kept => conflict(current, current.version, None),
        (false, _) => conflict(current, current.version.saturating_add(1), Some(value)),
    }
}

fn conflict(current: &FieldState, version: i32, added: Option<&Option<Entry>>) -> Outcome {
    let others = current.others.iter().chain(added).cloned().collect();
    Outcome::Conflict { version, current: current.value.clone(), others }
}

impl FieldState {
    /// The field after an operation that `merge` gave this outcome.
    pub fn after(&self, key: Uuid, value: Option<Entry>, outcome: &Outcome) -> Self {
        let mut next = self.clone();
        match outcome {
            Outcome::Applied { version } => {
                next.version = *version;
                next.value = value;
                next.others.clear();
            }
            Outcome::Conflict { version, others, .. } => {
                next.version = *version;
                next.others.clone_from(others);
            }
            Outcome::Duplicate { .. } | Outcome::SameValue { .. } | Outcome::Refused(_) => {}
        }
        if !matches!(outcome, Outcome::Refused(_)) {
            next.answered.entry(key).or_insert(next.version);
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn memo(n: u8) -> Option<Entry> {
        (n > 0).then(|| Entry::Memo(format!("{n}")))
    }

    /// The server's field with the history that the database keeps beside it.
    #[derive(Default)]
    struct Server {
        field: FieldState,
        /// Values replaced by somebody who had been shown them.
        superseded: BTreeSet<String>,
        applied: usize,
    }

    impl Server {
        fn take(&mut self, key: Uuid, base: i32, value: &Option<Entry>, shown: &BTreeSet<String>) -> Outcome {
            let outcome = merge(&self.field, key, base, value);
            if let Outcome::Applied { .. } = outcome {
                self.applied += 1;
                for old in self.field.others.iter().chain([&self.field.value]).flatten() {
                    let old = old.to_string();
                    assert!(shown.contains(&old), "{old} was overwritten by somebody who never saw it");
                    self.superseded.insert(old);
                }
            }
            self.field = self.field.after(key, value.clone(), &outcome);
            outcome
        }

        fn holds(&self, value: &Option<Entry>) -> bool {
            let Some(entry) = value else { return true };
            self.field.value == *value
                || self.field.others.contains(value)
                || self.superseded.contains(&entry.to_string())
        }
    }

    /// A tablet: the version it was shown, every value it was shown, and what it has not got an answer for.
    #[derive(Default)]
    struct Tablet {
        version: i32,
        shown: BTreeSet<String>,
        waiting: Option<(Uuid, i32, Option<Entry>)>,
    }

    impl Tablet {
        fn see(&mut self, version: i32, values: impl Iterator<Item = Entry>) {
            self.version = version;
            self.shown.extend(values.map(|entry| entry.to_string()));
        }

        fn learn(&mut self, outcome: &Outcome, own: &Option<Entry>) {
            match outcome {
                Outcome::Applied { version }
                | Outcome::Duplicate { version }
                | Outcome::SameValue { version } => self.see(*version, own.clone().into_iter()),
                Outcome::Conflict { version, current, others } => {
                    self.see(*version, others.iter().flatten().chain(current).cloned());
                }
                Outcome::Refused(_) => panic!("no tablet invents versions"),
            }
            self.waiting = None;
        }
    }

    /// One step of a tablet: enter a value (its answer may be lost), repeat what was not answered, or look.
    #[derive(Debug, Clone)]
    enum Step {
        Enter(usize, u8, bool),
        Repeat(usize, bool),
        Look(usize),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            3 => (0usize..2, 0u8..6, any::<bool>()).prop_map(|(t, n, lost)| Step::Enter(t, n, lost)),
            2 => (0usize..2, any::<bool>()).prop_map(|(t, lost)| Step::Repeat(t, lost)),
            1 => (0usize..2).prop_map(Step::Look),
        ]
    }

    fn run(steps: &[Step]) {
        let mut server = Server::default();
        let mut tablets = [Tablet::default(), Tablet::default()];
        let mut entered: Vec<Option<Entry>> = vec![];
        for (n, step) in steps.iter().enumerate() {
            let (Step::Enter(t, ..) | Step::Repeat(t, _) | Step::Look(t)) = step;
            let tablet = &mut tablets[*t];
            let (operation, lost) = match (step, tablet.waiting.clone()) {
                // As the outbox does: what is unanswered is repeated before anything new is sent.
                (Step::Enter(_, _, lost) | Step::Repeat(_, lost), Some(waiting)) => (waiting, *lost),
                (Step::Enter(_, value, lost), None) => {
                    ((Uuid::from_u128(n as u128 + 1), tablet.version, memo(*value)), *lost)
                }
                (Step::Repeat(..), None) => continue,
                (Step::Look(_), _) => {
                    let field = &server.field;
                    tablet.see(field.version, field.others.iter().flatten().chain(&field.value).cloned());
                    continue;
                }
            };
            let (key, base, value) = operation.clone();
            let applied = server.applied;
            let seen_before = server.field.answered.contains_key(&key);
            let outcome = server.take(key, base, &value, &tablet.shown);
            assert!(!(seen_before && server.applied > applied), "a repeated operation was applied again");
            entered.push(value.clone());
            if lost {
                tablet.waiting = Some(operation);
            } else {
                tablet.learn(&outcome, &value);
            }
            for value in &entered {
                assert!(server.holds(value), "{value:?} was lost");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        /// U12: 1,000 random interleavings of two tablets with lost answers: no silent overwrite.
        #[test]
        fn nothing_is_overwritten_silently(steps in prop::collection::vec(step(), 1..60)) {
            run(&steps);
        }

        /// Operations of authors who saw the same version keep the same values in every order, however often repeated.
        #[test]
        fn order_and_repetition_do_not_matter(
            values in prop::collection::vec(1u8..6, 1..6),
            order in prop::collection::vec(any::<prop::sample::Index>(), 0..24),
        ) {
            let arrive = |indexes: Vec<usize>| {
                let mut field = FieldState::default();
                for i in indexes {
                    let (key, value) = (Uuid::from_u128(i as u128 + 1), memo(values[i]));
                    let outcome = merge(&field, key, 0, &value);
                    field = field.after(key, value, &outcome);
                }
                let kept = field.others.iter().flatten().chain(&field.value);
                kept.map(ToString::to_string).collect::<BTreeSet<_>>()
            };
            let all: Vec<usize> = (0..values.len()).collect();
            let mixed = order.iter().map(|i| i.index(values.len())).chain(all.iter().rev().copied()).collect();
            prop_assert_eq!(arrive(all), arrive(mixed));
        }
    }

    #[test]
    fn two_tablets_that_saw_an_empty_field_are_both_kept_and_a_person_decides() {
        let (a, b, choice) = (Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3));
        let empty = FieldState::default();
        let first = merge(&empty, a, 0, &memo(1));
        assert_eq!(first, Outcome::Applied { version: 1 });
        let field = empty.after(a, memo(1), &first);
        assert_eq!(merge(&field, b, 0, &memo(1)), Outcome::SameValue { version: 1 });
        let second = merge(&field, b, 0, &memo(2));
        assert_eq!(second, Outcome::Conflict { version: 2, current: memo(1), others: vec![memo(2)] });
        let field = field.after(b, memo(2), &second);
        assert_eq!(merge(&field, b, 0, &memo(2)), second, "the lost answer comes again");
        let decided = merge(&field, choice, 2, &memo(1));
        assert_eq!(decided, Outcome::Applied { version: 3 });
        let field = field.after(choice, memo(1), &decided);
        assert_eq!((field.value.clone(), field.others.len()), (memo(1), 0));
        assert_eq!(merge(&field, choice, 2, &memo(1)), Outcome::Duplicate { version: 3 });
        assert_eq!(merge(&field, Uuid::nil(), 4, &memo(2)), Outcome::Refused(Refusal::UnknownVersion));
    }
}
