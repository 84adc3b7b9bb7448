//! From stored answers back to the text of a form.

use std::collections::BTreeMap;

use super::{Answer, Answers, COUNT, ChecklistAnswers, MeasureRecord, Outcome, field_name};
use crate::assessments::reading::Reading;

/// The value of each filled field; fields without an answer are left out.
pub fn fill(answers: &Answers) -> BTreeMap<String, String> {
    match answers {
        Answers::Checklist(answers) => checklist(answers),
        Answers::SarcF(answers) => (1_usize..)
            .zip(answers.0)
            .filter_map(|(no, grade)| Some((format!("sarc_{no}"), u8::from(grade?).to_string())))
            .collect(),
        Answers::SelfHealth(answer) => {
            answer.rank.map(|rank| ("health".to_owned(), rank.to_string())).into_iter().collect()
        }
        Answers::Measured(record) => measured(record),
    }
}

fn checklist(answers: &ChecklistAnswers) -> BTreeMap<String, String> {
    let word = |answer| match answer {
        Answer::Yes => Some("yes"),
        Answer::No => Some("no"),
        Answer::Missing => None,
    };
    let mut filled: BTreeMap<String, String> = (1..)
        .take(COUNT)
        .filter_map(|no| Some((format!("kcl_{no}"), word(answers.answer(no))?.to_owned())))
        .collect();
    if let Some(height) = answers.height_cm10 {
        filled.insert("height".to_owned(), height_text(height));
    }
    if let Some(weight) = answers.weight_g {
        filled.insert("weight".to_owned(), shortest(Reading { thousandths: i64::from(weight) }));
    }
    filled
}

fn measured(record: &MeasureRecord) -> BTreeMap<String, String> {
    let name = |part: &str| field_name(record.measure, part);
    let mut filled = BTreeMap::from([
        (name("protocol"), record.protocol.clone()),
        (name("aid"), record.aid.code().to_owned()),
    ]);
    match &record.outcome {
        Outcome::Performed { trials, height_cm10 } => {
            let (_, decimals) = record.measure.typed_as();
            let typed = (1_usize..).zip(trials).filter_map(|(no, trial)| Some((no, (*trial)?)));
            filled.extend(typed.map(|(no, trial)| (name(&no.to_string()), trial.show(decimals))));
            filled.extend(height_cm10.map(|height| (name("height"), height_text(height))));
        }
        Outcome::NotPerformed { reason, note } => {
            filled.insert(name("reason"), reason.code().to_owned());
            filled.insert(name("note"), note.clone());
        }
    }
    filled
}

fn height_text(height_cm10: u32) -> String {
    shortest(Reading::tenths(i64::from(height_cm10)))
}

/// Without zeros at the end: `152`, `41.6`, `41.625`.
fn shortest(reading: Reading) -> String {
    reading.show(3).trim_end_matches('0').trim_end_matches('.').to_owned()
}
