//! What the people of a class answer and measure, before and after.

use crate::{
    assessments::{
        Answers, Reading,
        checklist::{Answer, ChecklistAnswers},
        measures,
        physical::{MeasureRecord, Outcome, Reason},
        sarc_f::{Grade, SarcFAnswers},
        self_health::SelfHealthAnswer,
    },
    demo::dice::Dice,
};

/// The physical tests of a class, with their protocol, typical first value and step (tenths of the unit).
const TESTS: [(&str, &str, i64, i64); 5] = [
    ("grip", "best", 212, 9),
    ("ols_open", "cap60", 184, 40),
    ("tug", "standard", 94, -7),
    ("walk5_u", "run_up", 46, -3),
    ("cs30", "seat40", 150, 15),
];

/// All answers of one person at one time; `gain` says how much better the second time is (0 the first time).
pub fn all(dice: &mut Dice, gain: i64) -> Vec<Answers> {
    let mut all = vec![Answers::Checklist(checklist(dice, gain)), Answers::SelfHealth(health(dice, gain))];
    all.extend(TESTS.iter().filter_map(|test| measured(dice, test, gain)));
    all
}

/// What a stay in a class of the 仙台 kind begins and ends with: SARC-F and standing up five times.
pub fn of_a_stay(dice: &mut Dice, gain: i64) -> Vec<Answers> {
    let stands = measured(dice, &("scs5", "fifth_stand", 128, -16), gain);
    std::iter::once(sarc_f(dice, gain)).chain(stands).collect()
}

/// Four to six points at the beginning, up to two fewer at the end.
fn sarc_f(dice: &mut Dice, gain: i64) -> Answers {
    let mut grades = [Grade::One; 5];
    let change = dice.between(-1, 1) - gain;
    for grade in grades.iter_mut().take(usize::try_from(change.abs()).unwrap_or_default()) {
        *grade = if change < 0 { Grade::Zero } else { Grade::Two };
    }
    Answers::SarcF(SarcFAnswers(grades.map(Some)))
}

fn checklist(dice: &mut Dice, gain: i64) -> ChecklistAnswers {
    let mut answers = ChecklistAnswers::default();
    answers.height_cm10 = u32::try_from(dice.between(1430, 1690)).ok();
    answers.weight_g = u32::try_from(dice.between(42, 71) * 1000).ok();
    let risky = u64::try_from(28 - gain * 9).unwrap_or_default();
    for no in 1..=25 {
        let asks_for_trouble = no > 5 && !matches!(no, 16 | 19);
        let trouble = dice.chance(risky);
        let answer = if trouble == asks_for_trouble { Answer::Yes } else { Answer::No };
        // A question left blank now and then, as on real sheets.
        answers.set(no, if dice.chance(2) { Answer::Missing } else { answer });
    }
    answers
}

fn health(dice: &mut Dice, gain: i64) -> SelfHealthAnswer {
    let rank = (dice.between(2, 4) - gain * dice.between(0, 1)).clamp(1, 5);
    SelfHealthAnswer { rank: u8::try_from(rank).ok(), ..SelfHealthAnswer::blank() }
}

fn measured(
    dice: &mut Dice,
    (code, protocol, typical, step): &(&str, &str, i64, i64),
    gain: i64,
) -> Option<Answers> {
    let measure = measures::find(code)?;
    let protocol = measure.protocol(protocol).or(measure.protocols.first())?;
    if dice.chance(4) {
        let outcome = Outcome::NotPerformed { reason: Reason::Pain, note: "右ひざ".into() };
        return Some(Answers::Measured(MeasureRecord {
            outcome,
            ..MeasureRecord::performed(measure, protocol.id, &[])
        }));
    }
    let spread = typical / 8;
    let tenths = (typical
        + dice.between(-spread, spread)
        + gain * dice.between(-step.abs() / 3, step.abs()) * step.signum())
    .max(10);
    let reading = |tenths: i64| {
        if measure.decimals == 0 { Reading::whole(tenths / 10) } else { Reading::tenths(tenths) }
    };
    let trials: Vec<Option<Reading>> = (0..measure.trials.len())
        .map(|i| Some(reading(tenths - i64::try_from(i).unwrap_or_default() * 2)))
        .collect();
    Some(Answers::Measured(MeasureRecord::performed(measure, protocol.id, &trials)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_test_of_the_class_is_in_the_catalogue() {
        for (code, protocol, ..) in TESTS {
            let measure = measures::find(code).unwrap();
            assert!(
                measure.protocols.iter().any(|p| p.id == protocol),
                "{code} {protocol}: {:?}",
                measure.protocols
            );
        }
    }
}
