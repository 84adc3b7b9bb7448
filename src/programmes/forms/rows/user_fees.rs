//! 利用者負担: one fee that participants pay.

use super::{
    list::{About, Listed, new_code, sentences},
    price::{self, Names},
};
use crate::{
    kit::form::{Choice, Form},
    programmes::{
        definition::{Definition, Price, Refund, UserBasis, UserFee},
        fee::MOST_YEN,
        forms::{
            Part, count,
            field::{Field, Kind},
            pick, word,
        },
    },
};

const REFUNDS: [(Refund, &str); 3] = [
    (Refund::None, "返金しない"),
    (Refund::Discretion, "事情により区が決める"),
    (Refund::Unused, "使わなかった回の分を返金する"),
];
const MOST_SESSIONS: i64 = 400;

/// Every way of paying: its word, its name, and what it is for.
pub(super) const KINDS: [(&str, &str, &str); 5] = [
    ("per_session", "参加1回ごと", "はじめの何回かを無料にもできます。"),
    ("prepaid_block", "何回分かの前払い", "4回券のように、先に受け取ります。"),
    ("burden_ratio", "負担割合（1割から3割）", "1回の費用に、その人の負担割合を掛けます。"),
    ("once", "一度だけ", "教材費・保険料など、初めて参加する回に受け取ります。"),
    ("per_month", "1か月ごと", "参加の登録がある月ごとに受け取ります。"),
];

pub(super) fn word_of(basis: &UserBasis) -> &'static str {
    match basis {
        UserBasis::PerSession { .. } => "per_session",
        UserBasis::PrepaidBlock { .. } => "prepaid_block",
        UserBasis::BurdenRatio { .. } => "burden_ratio",
        UserBasis::Once { .. } => "once",
        UserBasis::PerMonth { .. } => "per_month",
    }
}

fn begun(kind: &str, price: Price) -> Option<UserBasis> {
    Some(match kind {
        "per_session" => UserBasis::PerSession { price, first_free: 0 },
        "prepaid_block" => UserBasis::PrepaidBlock { sessions: 0, price, refund: Refund::Unused },
        "burden_ratio" => UserBasis::BurdenRatio { of: price },
        "once" => UserBasis::Once { price },
        "per_month" => UserBasis::PerMonth { price },
        _ => return None,
    })
}

/// Where the price stands, and what the form calls it.
fn price_field(path: &str, basis: &UserBasis) -> (String, &'static str) {
    let (field, label) = match basis {
        UserBasis::BurdenRatio { .. } => ("of", "1回の費用"),
        UserBasis::PrepaidBlock { .. } => ("price", "1組の額"),
        UserBasis::PerSession { .. } | UserBasis::Once { .. } | UserBasis::PerMonth { .. } => ("price", "額"),
    };
    (format!("{path}.basis.{}.{field}", word_of(basis)), label)
}

impl Listed for UserFee {
    const ABOUT: About = About {
        path: "user_fees",
        part: Part::UserFees,
        title: "利用者負担",
        what: "利用者負担",
        intro: "参加者が支払うものです。1つもなければ、無料です。",
    };
    type Home = Definition;

    fn rows(definition: &Definition) -> &Vec<Self> {
        &definition.user_fees
    }

    fn rows_mut(definition: &mut Definition) -> &mut Vec<Self> {
        &mut definition.user_fees
    }

    fn kinds(_: &Definition) -> Vec<Choice> {
        KINDS.map(|(word, name, hint)| Choice::new(word, name).hint(hint)).to_vec()
    }

    fn blank(definition: &Definition, kind: &str) -> Option<Self> {
        let code = new_code::<Self>(definition, kind);
        Some(Self { code, label: String::new(), basis: begun(kind, price::blank())?, most_per_month: None })
    }

    /// The fee is paid in another way; its price stays.
    fn turned(&self, kind: &str) -> Option<Self> {
        let price = price::of_user(&self.basis).clone();
        let basis = begun(kind, price).filter(|_| word_of(&self.basis) != kind)?;
        Some(Self { basis, ..self.clone() })
    }

    fn name(&self) -> String {
        self.label.clone()
    }

    fn kind(&self) -> &'static str {
        let own = KINDS.iter().find(|(word, ..)| *word == word_of(&self.basis));
        own.map_or("", |(_, name, _)| name)
    }

    fn code(&self) -> &str {
        &self.code
    }

    fn lines(&self, _: &Definition, _: &str) -> Vec<String> {
        sentences(&self.sentence())
    }

    fn fields(&self, path: &str, _: &Definition) -> Vec<Field> {
        let (price, price_label) = price_field(path, &self.basis);
        let named = |field: &str| format!("{path}.basis.{}.{field}", word_of(&self.basis));
        let mut fields = vec![
            Field::new(Kind::Line, format!("{path}.label"), "名前")
                .hint("参加者に見せる名前です。例：参加費"),
            price::field(price, price_label),
        ];
        match &self.basis {
            UserBasis::PerSession { .. } => fields.push(
                Field::new(Kind::Number, named("first_free"), "はじめの無料の回数")
                    .unit("回")
                    .hint("ないときは0にします。"),
            ),
            UserBasis::PrepaidBlock { .. } => {
                let refunds = REFUNDS.iter().map(|(one, label)| Choice::new(word(one), *label)).collect();
                fields.push(Field::new(Kind::Number, named("sessions"), "前払いの回数").unit("回"));
                fields.push(Field::new(Kind::Radios(refunds), named("refund"), "使わなかった回の分"));
            }
            UserBasis::BurdenRatio { .. } | UserBasis::Once { .. } | UserBasis::PerMonth { .. } => {}
        }
        fields.push(
            Field::new(Kind::Number, format!("{path}.most_per_month"), "1か月の上限")
                .unit("円")
                .optional()
                .hint("上限がないときは空欄にします。"),
        );
        fields
    }

    fn filled(&self, path: &str) -> Form {
        let named = |field: &str| format!("{path}.basis.{}.{field}", word_of(&self.basis));
        let form = Form::empty()
            .with(&format!("{path}.label"), &self.label)
            .with(&price_field(path, &self.basis).0, price::typed(price::of_user(&self.basis)))
            .with(
                &format!("{path}.most_per_month"),
                self.most_per_month.map(|yen| yen.to_string()).unwrap_or_default(),
            );
        match &self.basis {
            UserBasis::PerSession { first_free, .. } => {
                form.with(&named("first_free"), first_free.to_string())
            }
            UserBasis::PrepaidBlock { sessions, refund, .. } => {
                let sessions = if *sessions == 0 { String::new() } else { sessions.to_string() };
                form.with(&named("sessions"), sessions).with(&named("refund"), word(refund))
            }
            UserBasis::BurdenRatio { .. } | UserBasis::Once { .. } | UserBasis::PerMonth { .. } => form,
        }
    }

    fn read(&self, form: &mut Form, path: &str, definition: &Definition) -> Option<Self> {
        let named = |field: &str| format!("{path}.basis.{}.{field}", word_of(&self.basis));
        let mut names = Names::of(definition, &self.code);
        let label = form.required(&format!("{path}.label"), "名前", 100);
        let (price_name, price_label) = price_field(path, &self.basis);
        let price = price::read(form, &price_name, price_label, price::of_user(&self.basis), &mut names);
        let basis = match &self.basis {
            UserBasis::PerSession { .. } => {
                let first_free = count(form, &named("first_free"), "無料の回数", MOST_SESSIONS);
                price.zip(first_free).map(|(price, first_free)| UserBasis::PerSession { price, first_free })
            }
            UserBasis::PrepaidBlock { .. } => {
                let sessions = count(form, &named("sessions"), "前払いの回数", MOST_SESSIONS);
                let refund = pick(form, &named("refund"), "使わなかった回の分", &REFUNDS.map(|(one, _)| one));
                price.zip(sessions).zip(refund).map(|((price, sessions), refund)| UserBasis::PrepaidBlock {
                    sessions,
                    price,
                    refund,
                })
            }
            UserBasis::BurdenRatio { .. } => price.map(|of| UserBasis::BurdenRatio { of }),
            UserBasis::Once { .. } => price.map(|price| UserBasis::Once { price }),
            UserBasis::PerMonth { .. } => price.map(|price| UserBasis::PerMonth { price }),
        };
        let most_per_month =
            form.optional_whole_number(&format!("{path}.most_per_month"), "1か月の上限", 0..=MOST_YEN);
        Some(Self { code: self.code.clone(), label: label?, basis: basis?, most_per_month: most_per_month? })
    }
}
