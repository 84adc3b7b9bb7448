//! The fields of an instrument's form, so that one template draws every instrument.

use super::{Entry, Instrument, Kind, Measure, field_name};
use crate::assessments::checklist::{self, BMI_ITEM};
use crate::assessments::physical::{Aid, Reason};
use crate::assessments::{sarc_f, self_health};

/// A value sent and the words beside it.
pub type Choice = (String, &'static str);

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Radio buttons.
    Choices(Vec<Choice>),
    /// A drop-down list.
    Select(Vec<Choice>),
    /// A number with its unit and digits after the point.
    Number {
        unit: &'static str,
        decimals: u8,
    },
    Text {
        max: usize,
    },
}

/// One field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub name: String,
    pub label: String,
    /// How to answer; may be empty.
    pub hint: &'static str,
    pub input: Input,
}

/// The fields in form order.
pub fn fields(instrument: &Instrument) -> Vec<Field> {
    match instrument.kind {
        Kind::Checklist { items } => items.iter().flat_map(checklist_fields).collect(),
        Kind::SarcF { items } => (1..).zip(items).map(|(no, item)| sarc_f_field(no, item)).collect(),
        Kind::SelfHealth { scale } => vec![self_health_field(scale)],
        Kind::Measurement(measure) => measure_fields(measure),
    }
}

fn field(name: impl Into<String>, label: impl Into<String>, hint: &'static str, input: Input) -> Field {
    Field { name: name.into(), label: label.into(), hint, input }
}

fn checklist_fields(item: &'static checklist::Item) -> Vec<Field> {
    if item.no == BMI_ITEM {
        return vec![
            field("height", "12 身長", item.hint, Input::Number { unit: "cm", decimals: 1 }),
            field("weight", "12 体重", item.hint, Input::Number { unit: "kg", decimals: 1 }),
        ];
    }
    let choices = vec![("yes".to_owned(), "はい"), ("no".to_owned(), "いいえ")];
    let label = format!("{} {}", item.no, item.question);
    vec![field(format!("kcl_{}", item.no), label, item.hint, Input::Choices(choices))]
}

fn sarc_f_field(no: usize, item: &'static sarc_f::Item) -> Field {
    let choices =
        (0..).zip(item.answers).map(|(points, words): (u8, _)| (points.to_string(), words)).collect();
    field(format!("sarc_{no}"), format!("{no} {}", item.question), "", Input::Choices(choices))
}

fn self_health_field(scale: &'static self_health::Scale) -> Field {
    let choices = (1..).zip(scale.steps).map(|(rank, words): (u8, _)| (rank.to_string(), *words)).collect();
    field("health", scale.question, "", Input::Choices(choices))
}

fn measure_fields(measure: &'static Measure) -> Vec<Field> {
    let (unit, decimals) = measure.typed_as();
    let name = |part: &str| field_name(measure, part);
    let mut fields = Vec::new();
    if measure.protocols.len() > 1 {
        let choices = measure.protocols.iter().map(|p| (p.id.to_owned(), p.name)).collect();
        fields.push(field(
            name("protocol"),
            "測定方法",
            "前後で同じ方法にしてください",
            Input::Select(choices),
        ));
    }
    if measure.entry == Entry::TwoSteps {
        fields.push(field(name("height"), "身長", "", Input::Number { unit: "cm", decimals: 1 }));
    }
    for (no, label) in (1_usize..).zip(measure.trials) {
        fields.push(field(name(&no.to_string()), *label, "", Input::Number { unit, decimals }));
    }
    if measure.asks_for_aid() {
        let choices = Aid::ALL.map(|aid| (aid.code().to_owned(), aid.word())).to_vec();
        fields.push(field(name("aid"), "歩行補助具", "", Input::Select(choices)));
    }
    let mut reasons = vec![(String::new(), "実施した")];
    reasons.extend(Reason::ALL.map(|reason| (reason.code().to_owned(), reason.word())));
    fields.push(field(name("reason"), "実施できなかった理由", "", Input::Select(reasons)));
    fields.push(field(name("note"), "理由の補足", "", Input::Text { max: super::NOTE_MAX }));
    fields
}
