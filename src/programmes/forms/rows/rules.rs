//! 委託料の決まり: one rule of a schedule, with its limit.

use super::{
    basis, free_code,
    list::{About, List, sentences},
    order::Sequence,
    price::{self, Names},
};
use crate::{
    kit::form::{Choice, Form},
    programmes::{
        definition::{Cap, CapSpan, Definition, FeeRule},
        fee::MOST_YEN,
        forms::{
            Part,
            field::{Field, Kind},
            from_word, optional_count, word, yes,
        },
        wording,
    },
    vocab::dates::wareki,
};

const SPANS: [(CapSpan, &str); 2] =
    [(CapSpan::Month, "1か月ごとに限る"), (CapSpan::Contract, "契約期間を通じて限る")];
const MOST_TIMES: i64 = 10_000;

/// The rules of the schedule of that number.
pub(super) struct Rules(pub usize);

impl Rules {
    fn all<'a>(&self, definition: &'a Definition) -> &'a [FeeRule] {
        definition.fees.get(self.0).map_or(&[], |schedule| &schedule.rules)
    }

    fn all_mut<'a>(&self, definition: &'a mut Definition) -> Option<&'a mut Vec<FeeRule>> {
        definition.fees.get_mut(self.0).map(|schedule| &mut schedule.rules)
    }
}

impl List for Rules {
    fn about(&self) -> About {
        About {
            path: "rules",
            part: Part::Fees,
            title: "委託料",
            what: "委託料の決まり",
            intro: "支払う額は、すべての決まりの合計です。",
        }
    }

    fn path(&self) -> String {
        format!("fees[{}].rules", self.0)
    }

    fn title(&self, definition: &Definition) -> String {
        let from = definition.fees.get(self.0).map(|schedule| wareki(schedule.from));
        format!("{}からの委託料", from.unwrap_or_default())
    }

    fn len(&self, definition: &Definition) -> usize {
        self.all(definition).len()
    }

    fn kinds(&self, _: &Definition) -> Vec<Choice> {
        basis::KINDS.map(|(word, name, hint)| Choice::new(word, name).hint(hint)).to_vec()
    }

    fn add(&self, begun: &mut Definition, kind: &str) -> Option<()> {
        let basis = basis::begun(kind, price::blank())?;
        let code = free_code(kind, |code| self.all(begun).iter().any(|rule| rule.code == code));
        let rule = FeeRule { code, label: String::new(), basis, counts_paid_cancellations: false, cap: None };
        self.all_mut(begun)?.push(rule);
        Some(())
    }

    fn other_kinds(&self, definition: &Definition, at: usize) -> Vec<Choice> {
        let Some(rule) = self.all(definition).get(at) else { return Vec::new() };
        let own = basis::word_of(&rule.basis);
        self.kinds(definition).into_iter().filter(|kind| kind.code != own).collect()
    }

    /// The rule counts in another way; its price stays where it has one.
    fn turn(&self, begun: &mut Definition, at: usize, kind: &str) -> Option<()> {
        let rule = self.all_mut(begun)?.get_mut(at)?;
        let price = basis::price_of(&rule.basis).cloned().unwrap_or_else(price::blank);
        rule.basis = basis::begun(kind, price).filter(|_| basis::word_of(&rule.basis) != kind)?;
        Some(())
    }

    fn name(&self, definition: &Definition, at: usize) -> Option<String> {
        self.all(definition).get(at).map(|rule| rule.label.clone())
    }

    fn kind(&self, definition: &Definition, at: usize) -> Option<String> {
        let own = basis::word_of(&self.all(definition).get(at)?.basis);
        basis::KINDS.iter().find(|(word, ..)| *word == own).map(|(_, name, _)| (*name).to_owned())
    }

    fn lines(&self, definition: &Definition, at: usize) -> Option<Vec<String>> {
        self.all(definition).get(at).map(|rule| sentences(&wording::fee_rule(definition, rule)))
    }

    fn fields(&self, definition: &Definition, at: usize, path: &str) -> Option<Vec<Field>> {
        self.all(definition).get(at).map(|rule| fields(path, rule, definition))
    }

    fn filled(&self, definition: &Definition, at: usize, path: &str) -> Option<Form> {
        self.all(definition).get(at).map(|rule| filled(path, rule))
    }

    fn read(&self, form: &mut Form, read: &mut Definition, at: usize, path: &str) -> Option<()> {
        let rule = self::read(form, path, self.all(read).get(at)?, read)?;
        *self.all_mut(read)?.get_mut(at)? = rule;
        Some(())
    }

    fn arrange(&self, definition: &mut Definition, change: &dyn Fn(&mut dyn Sequence)) -> Option<()> {
        change(self.all_mut(definition)?);
        Some(())
    }
}

fn basis_path(path: &str, rule: &FeeRule) -> String {
    format!("{path}.basis.{}", basis::word_of(&rule.basis))
}

fn fields(path: &str, rule: &FeeRule, definition: &Definition) -> Vec<Field> {
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

fn filled(path: &str, rule: &FeeRule) -> Form {
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

fn read(form: &mut Form, path: &str, rule: &FeeRule, definition: &Definition) -> Option<FeeRule> {
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
