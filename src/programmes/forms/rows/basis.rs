//! 数え方: what a fee rule counts, and the fields of each way.

use super::{
    price::{self, Names},
    steps,
};
use crate::{
    kit::form::{Choice, Form},
    programmes::{
        definition::{AddOn, Basis, Price, Proration, TierPer, UsersCounted},
        forms::{
            count,
            field::{Field, Kind},
            pick, word, yes,
        },
    },
};

const PRORATIONS: [(Proration, &str); 2] =
    [(Proration::None, "1か月分をそのまま支払う"), (Proration::ByDay, "その月の日数で日割りする")];
const PER: [(TierPer, &str); 2] =
    [(TierPer::Session, "1回ごとに支払う"), (TierPer::Month, "1か月ごとに支払う")];
const USERS: [(UsersCounted, &str); 2] = [
    (UsersCounted::Attended, "その月に1回以上出席した人"),
    (UsersCounted::Enrolled, "その月に参加の登録がある人"),
];
const MOST_SESSIONS: i64 = 400;

/// Every way of counting: its word, its name, and what it is for.
pub(super) const KINDS: [(&str, &str, &str); 9] = [
    ("per_session", "1回ごと", "実施した教室の回の数で支払います。"),
    ("per_head", "1人ごと", "期間中に1回以上出席した人の数で支払います。"),
    ("per_head_session", "1人1回ごと", "のべの出席の数で支払います。"),
    ("per_month", "1か月ごと", "月の数で支払います。日割りもできます。"),
    ("per_course", "1コースごと", "終了した教室の数で支払います。"),
    ("per_block", "出席の何回かを1組として", "1人の出席を何回かずつの組にして、組の数で支払います。"),
    ("tiered", "月の利用者の人数による", "1～5人、6～10人のような段ごとに額を決めます。"),
    ("hourly_bands", "1回の長さによる", "40分まで、60分までのような区分ごとに額を決めます。"),
    ("add_on", "加算", "口腔・栄養などの加算プログラムを行った回数で支払います。"),
];

/// The way's word, which is also its key in the definition.
pub(super) fn word_of(basis: &Basis) -> &'static str {
    match basis {
        Basis::PerSession { .. } => "per_session",
        Basis::PerHead { .. } => "per_head",
        Basis::PerHeadSession { .. } => "per_head_session",
        Basis::PerMonth { .. } => "per_month",
        Basis::PerCourse { .. } => "per_course",
        Basis::PerBlock { .. } => "per_block",
        Basis::Tiered { .. } => "tiered",
        Basis::HourlyBands { .. } => "hourly_bands",
        Basis::AddOn { .. } => "add_on",
    }
}

/// The way of that word with nothing typed yet but a price from before.
pub(super) fn begun(kind: &str, price: Price) -> Option<Basis> {
    Some(match kind {
        "per_session" => Basis::PerSession { price },
        "per_head" => Basis::PerHead { price },
        "per_head_session" => Basis::PerHeadSession { price },
        "per_month" => Basis::PerMonth { price, proration: Proration::None },
        "per_course" => Basis::PerCourse { price },
        "per_block" => Basis::PerBlock { sessions: 0, price, begun: false },
        "tiered" => Basis::Tiered { per: TierPer::Session, users: UsersCounted::Attended, tiers: Vec::new() },
        "hourly_bands" => Basis::HourlyBands { bands: Vec::new() },
        "add_on" => Basis::AddOn { add_on: String::new(), price },
        _ => return None,
    })
}

/// The price of a way that has one.
pub(super) fn price_of(basis: &Basis) -> Option<&Price> {
    match basis {
        Basis::PerSession { price }
        | Basis::PerHead { price }
        | Basis::PerHeadSession { price }
        | Basis::PerMonth { price, .. }
        | Basis::PerCourse { price }
        | Basis::PerBlock { price, .. }
        | Basis::AddOn { price, .. } => Some(price),
        Basis::Tiered { .. } | Basis::HourlyBands { .. } => None,
    }
}

/// `path` is that of the basis with its word, `fees[0].rules[1].basis.per_month`.
pub(super) fn fields(basis: &Basis, path: &str, add_ons: &[AddOn]) -> Vec<Field> {
    let named = |field: &str| format!("{path}.{field}");
    let labelled =
        |kinds: Vec<Choice>, field: &str, label: &str| Field::new(Kind::Radios(kinds), named(field), label);
    let mut fields = match basis {
        Basis::PerSession { .. }
        | Basis::PerHead { .. }
        | Basis::PerHeadSession { .. }
        | Basis::PerCourse { .. } => Vec::new(),
        Basis::PerMonth { .. } => {
            vec![labelled(choices(&PRORATIONS), "proration", "契約が月の途中で始まるか終わる月")]
        }
        Basis::PerBlock { .. } => vec![
            Field::new(Kind::Number, named("sessions"), "1組の出席の回数").unit("回"),
            Field::new(Kind::Check, named("begun"), "回数に満たない組も、1組と数える"),
        ],
        Basis::AddOn { .. } => {
            let offered = add_ons.iter().map(|one| Choice::new(&one.code, &one.name)).collect();
            let field = Field::new(Kind::Select(offered), named("add_on"), "加算プログラム");
            vec![if add_ons.is_empty() {
                field.hint("先に「加算プログラム」の部分で、プログラムを加えてください。")
            } else {
                field
            }]
        }
        Basis::Tiered { tiers, .. } => {
            let mut fields = vec![
                labelled(choices(&PER), "per", "支払いの単位"),
                labelled(choices(&USERS), "users", "月の利用者の数え方"),
            ];
            fields.extend(steps::tier_fields(&named("tiers"), tiers));
            fields
        }
        Basis::HourlyBands { bands } => steps::band_fields(&named("bands"), bands),
    };
    if price_of(basis).is_some() {
        fields.push(price::field(named("price"), "単価"));
    }
    fields
}

fn choices<T: serde::Serialize>(all: &[(T, &str)]) -> Vec<Choice> {
    all.iter().map(|(one, label)| Choice::new(word(one), *label)).collect()
}

pub(super) fn fill(form: Form, basis: &Basis, path: &str) -> Form {
    let named = |field: &str| format!("{path}.{field}");
    let form = match price_of(basis) {
        Some(price) => form.with(&named("price"), price::typed(price)),
        None => form,
    };
    match basis {
        Basis::PerSession { .. }
        | Basis::PerHead { .. }
        | Basis::PerHeadSession { .. }
        | Basis::PerCourse { .. } => form,
        Basis::PerMonth { proration, .. } => form.with(&named("proration"), word(proration)),
        Basis::PerBlock { sessions, begun, .. } => {
            let sessions = if *sessions == 0 { String::new() } else { sessions.to_string() };
            form.with(&named("sessions"), sessions).with(&named("begun"), yes(*begun))
        }
        Basis::AddOn { add_on, .. } => form.with(&named("add_on"), add_on),
        Basis::Tiered { per, users, tiers } => {
            let form = form.with(&named("per"), word(per)).with(&named("users"), word(users));
            steps::fill_tiers(form, &named("tiers"), tiers)
        }
        Basis::HourlyBands { bands } => steps::fill_bands(form, &named("bands"), bands),
    }
}

/// The typed basis of the same way as `stored`.
pub(super) fn read(
    form: &mut Form,
    stored: &Basis,
    path: &str,
    add_ons: &[AddOn],
    names: &mut Names,
) -> Option<Basis> {
    let named = |field: &str| format!("{path}.{field}");
    Some(match stored {
        Basis::PerSession { price } => Basis::PerSession { price: one_price(form, path, price, names)? },
        Basis::PerHead { price } => Basis::PerHead { price: one_price(form, path, price, names)? },
        Basis::PerHeadSession { price } => {
            Basis::PerHeadSession { price: one_price(form, path, price, names)? }
        }
        Basis::PerCourse { price } => Basis::PerCourse { price: one_price(form, path, price, names)? },
        Basis::PerMonth { price, .. } => {
            let proration = labelled(form, &named("proration"), "途中の月の扱い", &PRORATIONS);
            let price = one_price(form, path, price, names);
            Basis::PerMonth { price: price?, proration: proration? }
        }
        Basis::PerBlock { price, .. } => {
            let sessions = count(form, &named("sessions"), "1組の出席の回数", MOST_SESSIONS);
            let price = one_price(form, path, price, names);
            Basis::PerBlock {
                sessions: sessions?,
                price: price?,
                begun: form.checked(&named("begun"), "yes"),
            }
        }
        Basis::AddOn { price, .. } => {
            let codes: Vec<&str> = add_ons.iter().map(|one| one.code.as_str()).collect();
            let add_on = form.choice(&named("add_on"), "加算プログラム", &codes);
            let price = one_price(form, path, price, names);
            Basis::AddOn { add_on: add_on?, price: price? }
        }
        Basis::Tiered { tiers, .. } => {
            let per = labelled(form, &named("per"), "支払いの単位", &PER);
            let users = labelled(form, &named("users"), "月の利用者の数え方", &USERS);
            let tiers = steps::read_tiers(form, &named("tiers"), tiers, names);
            Basis::Tiered { per: per?, users: users?, tiers: tiers? }
        }
        Basis::HourlyBands { bands } => {
            Basis::HourlyBands { bands: steps::read_bands(form, &named("bands"), bands, names)? }
        }
    })
}

fn one_price(form: &mut Form, path: &str, stored: &Price, names: &mut Names) -> Option<Price> {
    price::read(form, &format!("{path}.price"), "単価", stored, names)
}

fn labelled<T>(form: &mut Form, name: &str, label: &str, all: &[(T, &str)]) -> Option<T>
where
    T: serde::Serialize + serde::de::DeserializeOwned + Copy,
{
    let offered: Vec<T> = all.iter().map(|(one, _)| *one).collect();
    pick(form, name, label, &offered)
}
