//! HTML forms of the instruments: the fields to draw, and the way from typed text to [`Answers`] and back.

use super::checklist::{Answer, BMI_ITEM, COUNT, ChecklistAnswers};
use super::instruments::{Instrument, Kind};
use super::measures::{Entry, Measure};
use super::physical::{Aid, MeasureRecord, Outcome, Reason, parse_trial, sentence};
use super::reading::Reading;
use super::sarc_f::{Grade, SarcFAnswers};
use super::self_health::{Scale, SelfHealthAnswer};
use super::{Answers, Value};

mod fields;
mod fill;

pub use fields::{Field, Input, fields};
pub use fill::fill;

/// A field name and the sentence shown at that field and in the summary.
pub type FieldMessage = (String, String);

/// Centimetres and kilograms beyond which a number is a slip of the keyboard.
const HEIGHTS: (i64, i64) = (60, 250);
const WEIGHTS: (i64, i64) = (15, 300);

/// The longest note beside a reason, in characters.
pub const NOTE_MAX: usize = 100;

/// Reads one instrument from a form. Blank fields are missing answers, not errors; every field that
/// cannot be read is reported at once.
pub fn parse_answers<'a>(
    instrument: &Instrument,
    get: impl Fn(&str) -> Option<&'a str>,
) -> Result<Answers, Vec<FieldMessage>> {
    let mut form = Typed { get, problems: Vec::new() };
    let answers = match instrument.kind {
        Kind::Checklist { .. } => Answers::Checklist(form.checklist()),
        Kind::SarcF { .. } => Answers::SarcF(form.sarc_f()),
        Kind::SelfHealth { scale } => Answers::SelfHealth(form.self_health(scale)),
        Kind::Measurement(measure) => Answers::Measured(form.measured(measure)),
    };
    if form.problems.is_empty() { Ok(answers) } else { Err(form.problems) }
}

struct Typed<G> {
    get: G,
    problems: Vec<FieldMessage>,
}

impl<'a, G: Fn(&str) -> Option<&'a str>> Typed<G> {
    fn text(&self, field: &str) -> &'a str {
        (self.get)(field).map(str::trim).unwrap_or_default()
    }

    fn refuse(&mut self, field: &str, message: impl Into<String>) {
        self.problems.push((field.to_owned(), message.into()));
    }

    /// One of the offered values; blank is `None`, anything else is reported.
    fn choice<T>(&mut self, field: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(field);
        let chosen = read(text);
        if chosen.is_none() && !text.is_empty() {
            self.refuse(field, "表示されている選択肢から選んでください。");
        }
        chosen
    }

    fn checklist(&mut self) -> ChecklistAnswers {
        let mut answers = ChecklistAnswers::default();
        for no in (1..).take(COUNT).filter(|no| *no != BMI_ITEM) {
            let answer = self.choice(&format!("kcl_{no}"), |text| match text {
                "yes" => Some(Answer::Yes),
                "no" => Some(Answer::No),
                _ => None,
            });
            answers.set(no, answer.unwrap_or_default());
        }
        answers.height_cm10 = self.height("height");
        let weight = self.body_size("weight", ("体重", "kg"), 3, WEIGHTS);
        answers.weight_g = weight.and_then(|r| u32::try_from(r.thousandths).ok());
        answers
    }

    fn height(&mut self, field: &str) -> Option<u32> {
        let height = self.body_size(field, ("身長", "cm"), 1, HEIGHTS)?;
        u32::try_from(height.thousandths / 100).ok()
    }

    fn body_size(
        &mut self,
        field: &str,
        (name, unit): (&str, &str),
        decimals: u8,
        (least, most): (i64, i64),
    ) -> Option<Reading> {
        match Reading::parse(self.text(field), decimals, unit) {
            Ok(Some(reading)) if reading < Reading::whole(least) || reading > Reading::whole(most) => {
                self.refuse(field, format!("{name}は{least}から{most}{unit}までの数を入力してください。"));
                None
            }
            Ok(reading) => reading,
            Err(problem) => {
                self.refuse(field, sentence(name, decimals, problem));
                None
            }
        }
    }

    fn sarc_f(&mut self) -> SarcFAnswers {
        let mut answers = SarcFAnswers::default();
        for (no, answer) in (1..).zip(&mut answers.0) {
            *answer =
                self.choice(&format!("sarc_{no}"), |text| Grade::try_from(text.parse::<u8>().ok()?).ok());
        }
        answers
    }

    fn self_health(&mut self, scale: &Scale) -> SelfHealthAnswer {
        let rank = self.choice("health", |text| {
            text.parse::<u8>().ok().filter(|rank| (1..=scale.steps.len()).contains(&usize::from(*rank)))
        });
        SelfHealthAnswer { scale: scale.code.to_owned(), rank }
    }

    fn measured(&mut self, measure: &'static Measure) -> MeasureRecord {
        let name = |part: &str| field_name(measure, part);
        let protocol = self.choice(&name("protocol"), |text| measure.protocol(text));
        let protocol = protocol.or(measure.protocols.first());
        let aid = self.choice(&name("aid"), |text| Aid::ALL.into_iter().find(|aid| aid.code() == text));
        let reason = self.choice(&name("reason"), |text| Reason::ALL.into_iter().find(|r| r.code() == text));
        let trials = self.trials(measure);
        let outcome = match reason {
            Some(reason) => {
                if trials.iter().any(Option::is_some) {
                    self.refuse(&name("reason"), both_given(measure));
                }
                Outcome::NotPerformed { reason, note: self.note(measure, reason) }
            }
            None => Outcome::Performed { height_cm10: self.step_height(measure, &trials), trials },
        };
        let record = MeasureRecord {
            measure,
            protocol: protocol.map_or("", |protocol| protocol.id).to_owned(),
            aid: aid.unwrap_or_default(),
            outcome,
        };
        self.refuse_impossible(&record);
        record
    }

    fn trials(&mut self, measure: &Measure) -> Vec<Option<Reading>> {
        let mut trials = Vec::new();
        for no in 1..=measure.trials.len() {
            let field = field_name(measure, &no.to_string());
            let trial = parse_trial(measure, self.text(&field)).unwrap_or_else(|message| {
                self.refuse(&field, message);
                None
            });
            trials.push(trial);
        }
        trials
    }

    fn step_height(&mut self, measure: &Measure, trials: &[Option<Reading>]) -> Option<u32> {
        if measure.entry != Entry::TwoSteps {
            return None;
        }
        let field = field_name(measure, "height");
        let height = self.height(&field);
        if self.text(&field).is_empty() && trials.iter().any(Option::is_some) {
            self.refuse(&field, "身長を入力してください。例：152.5");
        }
        height
    }

    fn note(&mut self, measure: &Measure, reason: Reason) -> String {
        let field = field_name(measure, "note");
        let note = self.text(&field);
        if reason == Reason::Other && note.is_empty() {
            self.refuse(&field, "実施できなかった理由を入力してください。例：装具の調整中のため");
        }
        if note.chars().count() > NOTE_MAX {
            self.refuse(&field, format!("理由は{NOTE_MAX}文字以内で入力してください。"));
        }
        note.to_owned()
    }

    /// Values beyond a fixed scale or beyond the protocol's upper limit cannot have been measured.
    fn refuse_impossible(&mut self, record: &MeasureRecord) {
        let measure = record.measure;
        let cap = record.protocol().and_then(|protocol| protocol.cap).map(Value::from);
        for (no, value) in (1..).zip(record.trial_values()) {
            let Some(value) = value else { continue };
            let field = field_name(measure, &format!("{no}"));
            if let Some(cap) = cap.filter(|cap| value > *cap) {
                self.refuse(
                    &field,
                    format!(
                        "{}は{}以下で入力してください。上限に達したら測定を終えます。",
                        measure.name,
                        measure.show(cap)
                    ),
                );
            } else if measure.range_is_scale && measure.is_outside_soft_range(value) {
                self.refuse(
                    &field,
                    format!("{}は{}で入力してください。", measure.name, range_words(measure)),
                );
            }
        }
    }
}

fn both_given(measure: &Measure) -> String {
    format!("{}は、測定値か実施できなかった理由のどちらか一方だけを入力してください。", measure.name)
}

/// The name of a measure's field: `m_grip_1`, `m_grip_protocol`, `m_grip_reason`, …
pub fn field_name(measure: &Measure, part: &str) -> String {
    format!("m_{}_{part}", measure.code)
}

fn range_words(measure: &Measure) -> String {
    let (low, high) = measure.soft_range;
    format!("{}から{}まで", low.show(measure.decimals), measure.show(high.into()))
}

/// Unlikely values to be asked about once more. They are accepted when the person confirms them.
pub fn confirmations(answers: &Answers) -> Vec<FieldMessage> {
    match answers {
        Answers::Checklist(answers) => unlikely_body(answers),
        Answers::SarcF(_) | Answers::SelfHealth(_) => Vec::new(),
        Answers::Measured(record) => {
            let measure = record.measure;
            let ask = |no: usize, value: Value| {
                let message = format!(
                    "{}が{}になっています。目安は{}です。もう一度確認してください。",
                    measure.name,
                    measure.show(value),
                    range_words(measure)
                );
                (field_name(measure, &no.to_string()), message)
            };
            let values = (1..).zip(record.trial_values());
            values
                .filter_map(|(no, value)| Some((no, value?)))
                .filter(|(_, value)| measure.is_outside_soft_range(*value))
                .map(|(no, value)| ask(no, value))
                .collect()
        }
    }
}

/// Height 100 to 220 cm, weight 20 to 200 kg, BMI 10 to 60 are likely.
fn unlikely_body(answers: &ChecklistAnswers) -> Vec<FieldMessage> {
    let mut asked = Vec::new();
    let mut ask = |field: &str, message: String| asked.push((field.to_owned(), message));
    if let Some(height) = answers.height_cm10.filter(|height| !(1000..=2200).contains(height)) {
        let shown = Reading::tenths(i64::from(height)).show(1);
        ask("height", format!("身長が{shown}cmになっています。もう一度確認してください。"));
    }
    if let Some(weight) = answers.weight_g.filter(|weight| !(20_000..=200_000).contains(weight)) {
        let shown = Reading { thousandths: i64::from(weight) }.show(1);
        ask("weight", format!("体重が{shown}kgになっています。もう一度確認してください。"));
    }
    if let Some(body) = answers.body().filter(|body| !(100..=600).contains(&body.bmi_tenths())) {
        ask("weight", format!("BMIが{}になります。身長と体重をもう一度確認してください。", body.bmi_shown()));
    }
    asked
}

#[cfg(test)]
mod tests;
