//! 突き合わせの例: what the server's merge makes of operations at random, in a file that the browser's tests replay against their own
//! port of it (`tests/browser/lib/merge.mjs`). `UPDATE_SNAPSHOTS=1` writes it anew.

use std::{fs, path::Path};

use serde_json::{Value, json};
use time::macros::datetime;
use uuid::Uuid;

use super::{
    batch::{People, take_strokes},
    entry::Field,
    fields::Cells,
    operations::{OperationIn, OutcomeCode},
    strokes::{Author, Chains, Stroke},
};
use crate::vocab::ids::AccountId;

const SATO: Uuid = Uuid::from_u128(1);
/// So many fields, each with so many operations after each other.
const FIELDS: u64 = 60;
const STEPS: u64 = 14;

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// One operation as the file tells it: key, base, value, the key it follows; then what it became: outcome, version, value, values beside it.
fn step(people: &mut People, chains: &mut Chains, dice: &mut Dice) -> Value {
    let version = people[&SATO].get(&Field::Memo).map_or(0, |cell| cell.state.version);
    let key = dice.throw(12) + 1;
    let base = match dice.throw(8) {
        0 => version + 1,
        1 => -1,
        2 | 3 => i32::try_from(dice.throw(4)).unwrap(),
        _ => version,
    };
    let value = Some(dice.throw(4)).filter(|n| *n > 0).map(|n| n.to_string());
    let after = Some(dice.throw(16)).filter(|n| (1..=12).contains(n));
    let operation = OperationIn {
        key: Uuid::from_u128(key.into()),
        participant: SATO,
        field: Field::Memo,
        value: value.clone(),
        base,
        at: datetime!(2026-11-20 10:05 +9),
    };
    let author = Author { account: AccountId(Uuid::nil()), name: "従事者".into(), tablet: None };
    let stroke = Stroke { operation, author, after: after.map(|key| Uuid::from_u128(key.into())) };
    let taken = take_strokes(people, &[stroke], chains.clone(), None);
    let result = &taken.results[0];
    if matches!(result.outcome, OutcomeCode::Applied | OutcomeCode::Same) {
        chains.entry((SATO, Field::Memo, result.key)).or_insert(result.version);
    }
    let others: Vec<_> = result.others.iter().map(|kept| kept.value.clone()).collect();
    json!([key, base, value, after, result.outcome, result.version, result.value, others])
}

#[test]
fn the_browsers_port_of_the_merge_has_the_servers_answers_to_replay() {
    let mut dice = Dice(17);
    let fields: Vec<Value> = (0..FIELDS)
        .map(|_| {
            let (mut people, mut chains) = (People::from([(SATO, Cells::new())]), Chains::new());
            (0..STEPS).map(|_| step(&mut people, &mut chains, &mut dice)).collect()
        })
        .collect();
    let text = format!("[\n{}\n]\n", fields.iter().map(Value::to_string).collect::<Vec<_>>().join(",\n"));
    for outcome in ["applied", "duplicate", "same", "conflict", "refused"] {
        assert!(text.matches(outcome).count() > 20, "{outcome} is hardly there");
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/lib/merge-cases.json");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        fs::write(&file, &text).unwrap();
    }
    assert!(
        fs::read_to_string(&file).unwrap_or_default() == text,
        "UPDATE_SNAPSHOTS=1 cargo test --lib merge_cases"
    );
}
