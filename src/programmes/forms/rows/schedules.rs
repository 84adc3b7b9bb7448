//! 適用日: from when the rules of a schedule hold, and how its sum is made.

use time::Date;

use super::list::{About, Listed, sentences};
use crate::{
    kit::form::{Choice, Form},
    programmes::{
        definition::{Definition, FeeSchedule, Rounding, Tax},
        forms::{
            Part, count,
            field::{Field, Kind},
            pick, word, yes,
        },
        wording,
    },
    vocab::dates::{add_months, wareki},
};

const ROUNDINGS: [(Rounding, &str); 3] =
    [(Rounding::Down, "切り捨てる"), (Rounding::HalfUp, "四捨五入する"), (Rounding::Up, "切り上げる")];

/// The day of a schedule for which none is typed yet.
const UNTYPED: Date = Date::MIN;

/// The only kind of a schedule.
const NEXT: &str = "next";

impl Listed for FeeSchedule {
    const ABOUT: About = About {
        path: "fees",
        part: Part::Fees,
        title: "適用日",
        what: "適用日",
        intro: "委託料の決まりを、使い始める日ごとに分けます。古い順に並びます。",
    };
    type Home = Definition;

    fn rows(definition: &Definition) -> &Vec<Self> {
        &definition.fees
    }

    fn rows_mut(definition: &mut Definition) -> &mut Vec<Self> {
        &mut definition.fees
    }

    fn kinds(definition: &Definition) -> Vec<Choice> {
        let copied = "いちばん新しい適用日の決まりを写します。写した決まりを、あとで直します。";
        let first = "初めの適用日を決めてから、決まりを加えます。";
        vec![Choice::new(NEXT, "適用日").hint(if definition.fees.is_empty() { first } else { copied })]
    }

    /// The newest schedule once more, a year later: usually a price changes and the rest stays.
    fn blank(definition: &Definition, _: &str) -> Option<Self> {
        Some(match definition.fees.last() {
            Some(newest) => Self { from: add_months(newest.from, 12), ..newest.clone() },
            None => Self {
                from: UNTYPED,
                tax: Tax::default(),
                rounding: Rounding::default(),
                net_of_user_fees: false,
                rules: Vec::new(),
            },
        })
    }

    fn name(&self) -> String {
        format!("{}から", wareki(self.from))
    }

    fn lines(&self, _: &Definition, _: &str) -> Vec<String> {
        sentences(&wording::schedule(self))
    }

    fn fields(&self, path: &str, _: &Definition) -> Vec<Field> {
        let named = |field: &str| format!("{path}.{field}");
        let roundings = ROUNDINGS.iter().map(|(one, label)| Choice::new(word(one), *label)).collect();
        vec![
            Field::new(Kind::Date, named("from"), "使い始める日")
                .hint("この日から、次の適用日の前の日まで使います。例：令和9年4月1日"),
            Field::new(Kind::Number, named("tax"), "合計に加える消費税")
                .unit("％")
                .hint("加えないとき（単価に含むか、かからないとき）は0にします。"),
            Field::new(Kind::Radios(roundings), named("rounding"), "1円未満の扱い"),
            Field::new(Kind::Check, named("net_of_user_fees"), "参加者から受け取った額を差し引く"),
        ]
    }

    fn filled(&self, path: &str) -> Form {
        let named = |field: &str| format!("{path}.{field}");
        let tax = match self.tax {
            Tax::Included => 0,
            Tax::Added(percent) => percent,
        };
        let from = if self.from == UNTYPED { String::new() } else { wareki(self.from) };
        Form::empty()
            .with(&named("from"), from)
            .with(&named("tax"), tax.to_string())
            .with(&named("rounding"), word(&self.rounding))
            .with(&named("net_of_user_fees"), yes(self.net_of_user_fees))
    }

    fn read(&self, form: &mut Form, path: &str, _: &Definition) -> Option<Self> {
        let named = |field: &str| format!("{path}.{field}");
        let from = form.date(&named("from"), "使い始める日");
        let tax: Option<u8> = count(form, &named("tax"), "消費税", 100);
        let rounding = pick(form, &named("rounding"), "1円未満の扱い", &ROUNDINGS.map(|(one, _)| one));
        Some(Self {
            from: from?,
            tax: match tax? {
                0 => Tax::Included,
                percent => Tax::Added(percent),
            },
            rounding: rounding?,
            net_of_user_fees: form.checked(&named("net_of_user_fees"), "yes"),
            rules: self.rules.clone(),
        })
    }
}
