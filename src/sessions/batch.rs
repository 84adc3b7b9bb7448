//! One request's operations, taken in their order: what each becomes, what is stored of it, which people's rows change.
//! Pure: the caller has locked the session and loaded the fields, and writes what comes out in one statement.

use std::collections::{BTreeMap, BTreeSet};

use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    closing::RosterEntry,
    entry::{Entry, Field},
    fields::{Cell, Cells, Hand, status},
    operations::{KeptValue, OperationIn, OperationResult, OutcomeCode},
    recording::{Outcome, merge},
    strokes::{Author, Chains, Stroke, Why},
};
use crate::vocab::{dates::jst_time, ids::AccountId};

/// The fields of everybody on the roster of the day.
pub type People = BTreeMap<Uuid, Cells>;

/// An operation for the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredOperation {
    pub key: Uuid,
    pub participant: Uuid,
    pub field: Field,
    pub value: Option<Entry>,
    pub base: i32,
    pub version: i32,
    pub outcome: OutcomeCode,
    pub by: AccountId,
    /// The operation of this same request that decided between this value and the current one.
    pub resolved_by: Option<Uuid>,
    pub at: OffsetDateTime,
}

/// Values kept beside a field before this request, and the operation that decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled {
    pub participant: Uuid,
    pub field: Field,
    pub by: Uuid,
}

/// What came of the request.
#[derive(Debug, Default)]
pub struct Taken {
    pub results: Vec<OperationResult>,
    /// Beside each result, why it was refused.
    pub whys: Vec<Option<Why>>,
    pub stored: Vec<StoredOperation>,
    pub settled: Vec<Settled>,
    /// People whose row has to be written.
    pub touched: BTreeSet<Uuid>,
}

const NOT_ON_ROSTER: &str = "この方は、この日の名簿にいません。画面を開き直してください。";
/// A key names one operation: one person, one field.
pub const REUSED_KEY: &str = "別の記録と同じ番号で送られたため、保存していません。画面を開き直してください。";
const TWO_VALUES: &str = "先に別の値が記録されていました。正しい方を選んでください。";

/// Takes the operations of one author. `refusal` is why the session takes nothing now; it answers every operation.
pub fn take(
    people: &mut People,
    operations: &[OperationIn],
    author: &Author,
    refusal: Option<&str>,
) -> Taken {
    let stroke = |operation: &OperationIn| Stroke {
        operation: operation.clone(),
        author: author.clone(),
        after: None,
    };
    let strokes: Vec<Stroke> = operations.iter().map(stroke).collect();
    take_strokes(people, &strokes, Chains::new(), refusal)
}

/// The same of several authors. `chains` has what was answered before this request.
pub fn take_strokes(
    people: &mut People,
    strokes: &[Stroke],
    mut chains: Chains,
    refusal: Option<&str>,
) -> Taken {
    let mut taken = Taken::default();
    let mut named: BTreeMap<Uuid, (Uuid, Field)> = BTreeMap::new();
    for Stroke { operation, author, after } in strokes {
        let entry = operation.entry().map_err(|problem| problem.to_string());
        let place = (operation.participant, operation.field);
        let reused = *named.entry(operation.key).or_insert(place) != place;
        let known = after.and_then(|key| chains.get(&(place.0, place.1, key)).copied());
        let operation =
            &OperationIn { base: operation.base.max(known.unwrap_or(i32::MIN)), ..operation.clone() };
        let (result, why) = match (refusal, people.get_mut(&operation.participant), entry) {
            (Some(why), ..) => (refused(operation, why), Some(Why::Shut)),
            _ if reused => (refused(operation, REUSED_KEY), Some(Why::ReusedKey)),
            (None, None, _) => (refused(operation, NOT_ON_ROSTER), Some(Why::NotOnRoster)),
            (None, Some(_), Err(problem)) => (refused(operation, &problem), Some(Why::Value)),
            (None, Some(cells), Ok(entry)) => {
                let result = taken.take_one(cells, operation, entry, author);
                let why = (result.outcome == OutcomeCode::Refused).then_some(Why::UnknownVersion);
                (result, why)
            }
        };
        match result.outcome {
            OutcomeCode::Applied | OutcomeCode::Same | OutcomeCode::Duplicate => {
                chains.entry((place.0, place.1, operation.key)).or_insert(result.version);
            }
            OutcomeCode::Conflict | OutcomeCode::Refused | OutcomeCode::Parked => {}
        }
        taken.results.push(result);
        taken.whys.push(why);
    }
    taken
}

fn refused(operation: &OperationIn, why: &str) -> OperationResult {
    OperationResult {
        key: operation.key,
        outcome: OutcomeCode::Refused,
        version: operation.base,
        value: None,
        by: String::new(),
        at: String::new(),
        others: Vec::new(),
        message: why.to_owned(),
    }
}

impl Taken {
    fn take_one(
        &mut self,
        cells: &mut Cells,
        operation: &OperationIn,
        entry: Option<Entry>,
        author: &Author,
    ) -> OperationResult {
        let cell = cells.entry(operation.field).or_default();
        let outcome = merge(&cell.state, operation.key, operation.base, &entry);
        if let Outcome::Refused(why) = outcome {
            return refused(operation, &why.to_string());
        }
        let repeated = cell.state.answered.contains_key(&operation.key);
        if !repeated {
            self.settle(cell, operation, &outcome);
        }
        let next = cell.state.after(operation.key, entry.clone(), &outcome);
        if next.others.len() > cell.state.others.len() {
            let value = operation.value.clone().filter(|text| !text.trim().is_empty());
            cell.kept.push(KeptValue { value, by: author.name.clone(), at: jst_time(operation.at) });
        }
        cell.state = next;
        if matches!(outcome, Outcome::Applied { .. }) {
            cell.hand = Some(Hand { by: author.account, tablet: author.tablet, at: operation.at });
            cell.by.clone_from(&author.name);
        }
        if !repeated {
            self.store(cell, operation, entry, (outcome.code(), author.account));
        }
        answer(operation.key, cell, &outcome)
    }

    /// Whoever replaces a field that had values kept beside it has decided between them.
    fn settle(&mut self, cell: &mut Cell, operation: &OperationIn, outcome: &Outcome) {
        if !matches!(outcome, Outcome::Applied { .. }) || cell.state.others.is_empty() {
            return;
        }
        cell.kept.clear();
        let (participant, field, by) = (operation.participant, operation.field, operation.key);
        self.settled.push(Settled { participant, field, by });
        let same = |o: &&mut StoredOperation| {
            o.participant == participant && o.field == field && o.outcome == OutcomeCode::Conflict
        };
        for earlier in self.stored.iter_mut().filter(same) {
            earlier.resolved_by.get_or_insert(by);
        }
    }

    fn store(
        &mut self,
        cell: &Cell,
        operation: &OperationIn,
        value: Option<Entry>,
        (outcome, by): (OutcomeCode, AccountId),
    ) {
        self.touched.insert(operation.participant);
        self.stored.push(StoredOperation {
            key: operation.key,
            participant: operation.participant,
            field: operation.field,
            value,
            base: operation.base,
            version: cell.state.version,
            outcome,
            by,
            resolved_by: None,
            at: operation.at,
        });
    }
}

fn answer(key: Uuid, cell: &Cell, outcome: &Outcome) -> OperationResult {
    let version = match outcome {
        Outcome::Duplicate { version } => *version,
        Outcome::Applied { .. }
        | Outcome::SameValue { .. }
        | Outcome::Conflict { .. }
        | Outcome::Refused(_) => cell.state.version,
    };
    let clash = matches!(outcome, Outcome::Conflict { .. });
    OperationResult {
        key,
        outcome: outcome.code(),
        version,
        value: cell.state.value.as_ref().map(ToString::to_string),
        by: cell.by.clone(),
        at: cell.at(),
        others: cell.kept.clone(),
        message: if clash { TWO_VALUES.to_owned() } else { String::new() },
    }
}

/// Present and absent people, for the counts that the home pages read.
pub fn counts(people: &People) -> (i32, i32) {
    let here: Vec<bool> = people.values().filter_map(status).map(|status| status.in_hall()).collect();
    let present = here.iter().filter(|in_hall| **in_hall).count();
    let number = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    (number(present), number(here.len() - present))
}

/// The roster as closing asks about it.
pub fn roster_entry(participant: Uuid, cells: &Cells) -> RosterEntry {
    let fields =
        |of: fn(&Cell) -> bool| cells.iter().filter(|(_, cell)| of(cell)).map(|(field, _)| *field).collect();
    RosterEntry {
        participant,
        attendance: status(cells),
        filled: fields(|cell| cell.state.value.is_some()),
        undecided: fields(|cell| !cell.state.others.is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const SATO: Uuid = Uuid::from_u128(1);
    const SUZUKI: Uuid = Uuid::from_u128(2);

    fn operation(key: u128, participant: Uuid, field: Field, value: &str, base: i32) -> OperationIn {
        let (key, at) = (Uuid::from_u128(key), datetime!(2026-11-20 10:05 +9));
        OperationIn { key, participant, field, value: Some(value.to_owned()), base, at }
    }

    fn author(name: &str) -> Author {
        Author { account: AccountId(Uuid::nil()), name: name.into(), tablet: None }
    }

    fn roster() -> People {
        People::from([(SATO, Cells::new()), (SUZUKI, Cells::new())])
    }

    fn outcomes(taken: &Taken) -> Vec<OutcomeCode> {
        taken.results.iter().map(|result| result.outcome).collect()
    }

    #[test]
    fn a_whole_class_is_taken_and_counted() {
        let mut people = roster();
        let sent = [
            operation(1, SATO, Field::Attendance, "present", 0),
            operation(2, SUZUKI, Field::Attendance, "absent_unnotified", 0),
            operation(3, SATO, Field::Pre, "128/76/70", 0),
        ];
        let taken = take(&mut people, &sent, &author("田中"), None);
        assert_eq!(outcomes(&taken), [OutcomeCode::Applied; 3]);
        assert_eq!((taken.stored.len(), taken.touched.len(), counts(&people)), (3, 2, (1, 1)));
        let again = take(&mut people, &sent, &author("田中"), None);
        assert_eq!(outcomes(&again), [OutcomeCode::Duplicate; 3]);
        assert!(again.stored.is_empty() && again.touched.is_empty());
    }

    #[test]
    fn the_second_value_is_kept_with_its_author_and_a_decision_settles_it() {
        let mut people = roster();
        take(&mut people, &[operation(1, SATO, Field::Pre, "128/76/70", 0)], &author("田中"), None);
        let clash =
            take(&mut people, &[operation(2, SATO, Field::Pre, "182/90/70", 0)], &author("山本"), None);
        let result = &clash.results[0];
        assert_eq!((result.outcome, result.value.as_deref()), (OutcomeCode::Conflict, Some("128/76/70")));
        assert_eq!(
            (result.others[0].by.as_str(), result.others[0].value.as_deref()),
            ("山本", Some("182/90/70"))
        );
        assert_eq!(roster_entry(SATO, &people[&SATO]).undecided, [Field::Pre]);
        let decided =
            take(&mut people, &[operation(3, SATO, Field::Pre, "182/90/70", 2)], &author("佐野"), None);
        assert_eq!(
            decided.settled,
            [Settled { participant: SATO, field: Field::Pre, by: Uuid::from_u128(3) }]
        );
        assert!(people[&SATO][&Field::Pre].kept.is_empty() && decided.results[0].others.is_empty());
    }

    #[test]
    fn a_tablets_chain_comes_in_one_request_and_meets_others_only_once() {
        let stroke = |key: u128, value: &str, after: Option<u128>| Stroke {
            operation: operation(key, SATO, Field::Memo, value, 0),
            author: author("田中"),
            after: after.map(Uuid::from_u128),
        };
        let chain = [stroke(1, "元気", None), stroke(2, "疲れ", Some(1)), stroke(3, "元気", Some(2))];
        let mut people = roster();
        let taken = take_strokes(&mut people, &chain, Chains::new(), None);
        assert_eq!(outcomes(&taken), [OutcomeCode::Applied; 3]);
        assert_eq!((taken.results[2].by.as_str(), taken.results[2].at.as_str()), ("田中", "10:05"));
        let alone = take_strokes(
            &mut roster(),
            &[stroke(1, "元気", None), stroke(2, "疲れ", None)],
            Chains::new(),
            None,
        );
        assert_eq!(
            outcomes(&alone),
            [OutcomeCode::Applied, OutcomeCode::Conflict],
            "nothing tells that it saw its own"
        );
        take(&mut people, &[operation(9, SATO, Field::Memo, "欠席の連絡", 3)], &author("山本"), None);
        let late = [stroke(4, "早退", Some(3))];
        let taken = take_strokes(
            &mut people,
            &late,
            Chains::from([((SATO, Field::Memo, Uuid::from_u128(3)), 3)]),
            None,
        );
        assert_eq!(outcomes(&taken), [OutcomeCode::Conflict], "somebody else came between");
    }

    #[test]
    fn a_conflict_and_its_decision_may_come_in_one_request() {
        let mut people = roster();
        take(&mut people, &[operation(1, SATO, Field::Memo, "元気", 0)], &author("田中"), None);
        let sent = [operation(2, SATO, Field::Memo, "疲れ", 0), operation(3, SATO, Field::Memo, "疲れ", 2)];
        let taken = take(&mut people, &sent, &author("山本"), None);
        assert_eq!(outcomes(&taken), [OutcomeCode::Conflict, OutcomeCode::Applied]);
        assert_eq!(taken.stored[0].resolved_by, Some(Uuid::from_u128(3)));
    }

    #[test]
    fn strangers_impossible_values_and_closed_doors_are_refused_one_by_one() {
        let mut people = roster();
        let sent = [
            operation(1, Uuid::from_u128(9), Field::Attendance, "present", 0),
            operation(2, SATO, Field::Pre, "400/76/70", 0),
            operation(3, SATO, Field::Attendance, "present", 5),
            operation(4, SUZUKI, Field::Attendance, "present", 0),
        ];
        let taken = take(&mut people, &sent, &author("田中"), None);
        use OutcomeCode::{Applied, Refused};
        assert_eq!(outcomes(&taken), [Refused, Refused, Refused, Applied]);
        assert_eq!(taken.results[0].message, NOT_ON_ROSTER);
        assert_eq!(taken.stored.len(), 1);
        let reused = [
            operation(5, SATO, Field::Memo, "元気", 0),
            operation(5, SUZUKI, Field::Memo, "疲れ", 0),
            operation(5, SATO, Field::Pre, "128/76/70", 0),
            operation(5, SATO, Field::Memo, "元気", 0),
        ];
        let taken = take(&mut people, &reused, &author("田中"), None);
        assert_eq!(outcomes(&taken), [Applied, Refused, Refused, OutcomeCode::Duplicate]);
        let shut = take(&mut people, &sent, &author("田中"), Some("報告が承認されています。"));
        assert_eq!(outcomes(&shut), [Refused; 4]);
        assert!(shut.stored.is_empty());
    }
}
