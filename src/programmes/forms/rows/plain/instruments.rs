//! 測定項目: when an instrument is used, and from which change on it is 改善 or 悪化.

use super::{About, Listed};
use crate::{
    kit::form::{Choice, Form},
    programmes::{
        Definition,
        definition::{Comparison, Instrument, PlannedInstrument, Timing},
        forms::{
            Part, choices, count, decimal,
            field::{Field, Kind},
            pick, word, yes,
        },
    },
};

const TIMINGS: [Timing; 2] = [Timing::BeforeAndAfter, Timing::BeforeMonthlyAndAfter];
const COMPARISONS: [(&str, &str); 4] = [
    ("exact", "少しでも変わったとき"),
    ("absolute", "決めた幅以上変わったとき（測る単位で）"),
    ("percent", "はじめの値の◯％以上変わったとき"),
    ("category", "公表されている基準の区分が変わったとき"),
];

/// The comparisons an instrument can have.
fn comparisons(instrument: Instrument) -> Vec<(&'static str, &'static str)> {
    let is_possible = |(code, _): &(&str, &str)| *code != "category" || instrument.has_classes();
    COMPARISONS.into_iter().filter(is_possible).collect()
}

impl Listed for PlannedInstrument {
    const ABOUT: About = About {
        path: "measurement.instruments",
        part: Part::Measurement,
        title: "測定項目",
        what: "測定項目",
        intro: "この順で、測定の用紙と結果に並びます。",
    };
    type Home = Definition;

    fn rows(definition: &Definition) -> &Vec<Self> {
        &definition.measurement.instruments
    }

    fn rows_mut(definition: &mut Definition) -> &mut Vec<Self> {
        &mut definition.measurement.instruments
    }

    fn kinds(definition: &Definition) -> Vec<Choice> {
        let is_new = |one: &Instrument| Self::rows(definition).iter().all(|row| row.instrument != *one);
        let new = Instrument::ALL.into_iter().filter(is_new);
        new.map(|one| Choice::new(one.code(), one.label())).collect()
    }

    fn blank(_: &Definition, kind: &str) -> Option<Self> {
        Some(Self {
            instrument: Instrument::from_code(kind)?,
            timing: Timing::default(),
            required: false,
            may_make_up: false,
            comparison: Comparison::default(),
        })
    }

    fn name(&self) -> String {
        self.instrument.label().to_owned()
    }

    fn kind(&self) -> &'static str {
        self.instrument.label()
    }

    fn code(&self) -> &str {
        self.instrument.code()
    }

    fn fields(&self, path: &str, _: &Definition) -> Vec<Field> {
        let named = |field: &str| format!("{path}.{field}");
        let timings = choices(&TIMINGS, |one| one.label().to_owned());
        let offered = comparisons(self.instrument);
        let offered = offered.into_iter().map(|(code, label)| Choice::new(code, label)).collect();
        vec![
            Field::new(Kind::Radios(timings), named("timing"), "測るとき"),
            Field::new(Kind::Check, named("required"), "必ず行う")
                .hint("選ばないと、行うかどうかを事業者が区と決めます。"),
            Field::new(Kind::Check, named("may_make_up"), "別の日・郵送・電話で補える"),
            Field::new(Kind::Radios(offered), named("comparison"), "改善・悪化とみなすとき"),
            Field::new(Kind::Line, named("comparison.number"), "幅、または◯に入る数")
                .optional()
                .hint("幅か％で比べるときだけ入力します。例：0.5"),
        ]
    }

    fn filled(&self, path: &str) -> Form {
        let named = |field: &str| format!("{path}.{field}");
        let (comparison, number) = match self.comparison {
            Comparison::Exact => ("exact", String::new()),
            Comparison::Absolute(least) => ("absolute", least.to_string()),
            Comparison::Percent(percent) => ("percent", percent.to_string()),
            Comparison::Category => ("category", String::new()),
        };
        Form::empty()
            .with(&named("timing"), word(&self.timing))
            .with(&named("required"), yes(self.required))
            .with(&named("may_make_up"), yes(self.may_make_up))
            .with(&named("comparison"), comparison)
            .with(&named("comparison.number"), number)
    }

    fn read(&self, form: &mut Form, path: &str, _: &Definition) -> Option<Self> {
        let named = |field: &str| format!("{path}.{field}");
        let timing = pick(form, &named("timing"), "測るとき", &TIMINGS);
        let comparison = comparison(form, &named("comparison"), self.instrument);
        Some(Self {
            instrument: self.instrument,
            timing: timing?,
            required: form.checked(&named("required"), "yes"),
            may_make_up: form.checked(&named("may_make_up"), "yes"),
            comparison: comparison?,
        })
    }
}

fn comparison(form: &mut Form, name: &str, instrument: Instrument) -> Option<Comparison> {
    let offered: Vec<&str> = comparisons(instrument).into_iter().map(|(code, _)| code).collect();
    let number = format!("{name}.number");
    Some(match form.choice(name, "改善・悪化とみなすとき", &offered)?.as_str() {
        "absolute" => Comparison::Absolute(decimal(form, &number)?),
        "percent" => Comparison::Percent(count(form, &number, "◯に入る数", 100)?),
        "category" => Comparison::Category,
        _ => Comparison::Exact,
    })
}
