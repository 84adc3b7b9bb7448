//! 委託料の決まり: one rule of a schedule, with its limit.

use super::{
    basis,
    price::{self, Names},
};
use crate::{
    kit::form::{Choice, Form},
    programmes::{
        definition::{Cap, CapSpan, Definition, FeeRule, FeeSchedule},
        fee::MOST_YEN,
        forms::{
            field::{Field, Kind},
            from_word, optional_count, word, yes,
        },
    },
};

const SPANS: [(CapSpan, &str); 2] =
    [(CapSpan::Month, "1か月ごとに限る"), (CapSpan::Contract, "契約期間を通じて限る")];
const MOST_TIMES: i64 = 10_000;

/// A rule of that way of counting with nothing typed yet.
pub(super) fn blank(schedule: &FeeSchedule, kind: &str) -> Option<FeeRule> {
    let basis = basis::begun(kind, price::blank())?;
    let code = super::free_code(kind, |code| schedule.rules.iter().any(|rule| rule.code == code));
    Some(FeeRule { code, label: String::new(), basis, counts_paid_cancellations: false, cap: None })
}

/// The rule counts in another way; its price stays where it has one.
pub(super) fn turn(rule: &mut FeeRule, kind: &str) -> Option<()> {
    if basis::word_of(&rule.basis) != kind {
        let price = basis::price_of(&rule.basis).cloned().unwrap_or_else(price::blank);
        rule.basis = basis::begun(kind, price)?;
    }
    Some(())
}

fn basis_path(path: &str, rule: &FeeRule) -> String {
    format!("{path}.basis.{}", basis::word_of(&rule.basis))
}

pub(super) fn fields(path: &str, rule: &FeeRule, definition: &Definition) -> Vec<Field> {
    let named = |field: &str| format!("{path}.{field}");
    let mut fields =
        vec![Field::new(Kind::Line, named("label"), "名前").hint("委託料の内訳に出ます。例：教室の実施")];
    fields.extend(basis::fields(&rule.basis, &basis_path(path, rule), &definition.add_ons));
    let mut spans = vec![Choice::new("", "上限はない")];
    spans.extend(SPANS.map(|(span, label)| Choice::new(word(&span), label)));
    fields.extend([
        Field::heading("上限と中止の回"),
        Field::new(Kind::Radios(spans), named("cap.span"), "上限"),
        Field::new(Kind::Number, named("cap.times"), "支払う回数の上限").unit("回").optional(),
        Field::new(Kind::Number, named("cap.yen"), "支払う額の上限").unit("円").optional(),
        Field::new(
            Kind::Check,
            named("counts_paid_cancellations"),
            "支払うことになった中止の回も、実施した回として数える",
        ),
    ]);
    fields
}

pub(super) fn filled(path: &str, rule: &FeeRule) -> Form {
    let named = |field: &str| format!("{path}.{field}");
    let cap = rule.cap.as_ref();
    let form = Form::empty()
        .with(&named("label"), &rule.label)
        .with(&named("cap.span"), cap.map(|cap| word(&cap.span)).unwrap_or_default())
        .with(
            &named("cap.times"),
            cap.and_then(|cap| cap.times).map(|times| times.to_string()).unwrap_or_default(),
        )
        .with(&named("cap.yen"), cap.and_then(|cap| cap.yen).map(|yen| yen.to_string()).unwrap_or_default())
        .with(&named("counts_paid_cancellations"), yes(rule.counts_paid_cancellations));
    basis::fill(form, &rule.basis, &basis_path(path, rule))
}

pub(super) fn read(form: &mut Form, path: &str, rule: &FeeRule, definition: &Definition) -> Option<FeeRule> {
    let named = |field: &str| format!("{path}.{field}");
    let mut names = Names::of(definition, &rule.code);
    let label = form.required(&named("label"), "名前", 100);
    let basis = basis::read(form, &rule.basis, &basis_path(path, rule), &definition.add_ons, &mut names);
    let cap = cap(form, &named("cap"));
    Some(FeeRule {
        code: rule.code.clone(),
        label: label?,
        basis: basis?,
        counts_paid_cancellations: form.checked(&named("counts_paid_cancellations"), "yes"),
        cap: cap?,
    })
}

/// A span with a number or an amount, or none of them.
fn cap(form: &mut Form, path: &str) -> Option<Option<Cap>> {
    let named = |field: &str| format!("{path}.{field}");
    let words = SPANS.map(|(span, _)| word(&span));
    let span = form.optional_choice(&named("span"), "上限", &words.each_ref().map(String::as_str));
    let times: Option<Option<u16>> = optional_count(form, &named("times"), "回数の上限", MOST_TIMES);
    let yen = form.optional_whole_number(&named("yen"), "額の上限", 0..=MOST_YEN);
    let (span, times, yen) = (span?, times?, yen?);
    match (from_word(&span), times.is_some() || yen.is_some()) {
        (None, false) => Some(None),
        (Some(span), true) => Some(Some(Cap { span, yen, times })),
        (None, true) => {
            form.refuse(
                &named("span"),
                "上限の回数か額があります。「1か月ごと」か「契約期間を通じて」を選ぶか、数を消してください。",
            );
            None
        }
        (Some(_), false) => {
            form.refuse(
                &named("times"),
                "上限の回数か額を入力してください。上限がなければ「上限はない」を選んでください。",
            );
            None
        }
    }
}
