//! 委託料: prices, tiers, tax and rounding of the rules there are. New rules and caps are written as text.

use super::{
    count,
    field::{Field, Kind},
    optional_count, pick, word,
};
use crate::{
    kit::form::{Choice, Form},
    programmes::{
        Definition,
        definition::{Basis, FeeRule, FeeSchedule, Price, Rounding, Tax, Tier, TierPer, UsersCounted},
    },
    vocab::dates::wareki,
};

/// What is typed where each contract fills in the price.
const BY_CONTRACT: &str = "契約";
const MOST_YEN: i64 = 1_000_000_000_000;
const ROUNDINGS: [(Rounding, &str); 3] =
    [(Rounding::Down, "切り捨てる"), (Rounding::HalfUp, "四捨五入する"), (Rounding::Up, "切り上げる")];
const PER: [(TierPer, &str); 2] =
    [(TierPer::Session, "1回ごとに支払う"), (TierPer::Month, "1か月ごとに支払う")];
const USERS: [(UsersCounted, &str); 2] = [
    (UsersCounted::Attended, "その月に1回以上出席した人"),
    (UsersCounted::Enrolled, "その月に参加の登録がある人"),
];

pub(super) fn fields(definition: &Definition) -> Vec<Field> {
    definition.fees.iter().enumerate().flat_map(|(at, schedule)| of_schedule(at, schedule)).collect()
}

fn of_schedule(at: usize, schedule: &FeeSchedule) -> Vec<Field> {
    let named = |field: &str| format!("fees[{at}].{field}");
    let roundings = ROUNDINGS.iter().map(|(one, label)| Choice::new(word(one), *label)).collect();
    let mut fields = vec![
        Field::heading(format!("{}からの決まり", wareki(schedule.from))),
        Field::new(Kind::Date, named("from"), "この決まりを使い始める日"),
        Field::new(Kind::Number, named("tax"), "合計に加える消費税")
            .unit("％")
            .hint("加えないとき（単価に含むか、かからないとき）は0にします。"),
        Field::new(Kind::Radios(roundings), named("rounding"), "1円未満の扱い"),
        Field::new(Kind::Check, named("net_of_user_fees"), "参加者から受け取った額を差し引く"),
    ];
    for (place, rule) in schedule.rules.iter().enumerate() {
        fields.extend(of_rule(&named(&format!("rules[{place}]")), rule));
    }
    fields
}

fn of_rule(name: &str, rule: &FeeRule) -> Vec<Field> {
    let mut fields = vec![
        Field::heading(format!("「{}」", rule.label)),
        Field::new(Kind::Line, format!("{name}.label"), "名前"),
    ];
    if let Basis::Tiered { tiers, .. } = &rule.basis {
        fields.extend(of_tiers(&format!("{name}.basis.tiered"), tiers));
    } else if single(&rule.basis).is_some() {
        fields.push(price_field(format!("{name}.basis"), "単価"));
    }
    fields.push(Field::new(
        Kind::Check,
        format!("{name}.counts_paid_cancellations"),
        "支払うことになった中止の回も、実施した回として数える",
    ));
    fields
}

fn price_field(name: String, label: impl Into<String>) -> Field {
    Field::new(Kind::Line, name, label)
        .unit("円")
        .hint("契約ごとに決めるときは「契約」と入力してください。例：20000")
}

/// Every tier, and one empty row to add another.
fn of_tiers(name: &str, tiers: &[Tier]) -> Vec<Field> {
    let per = PER.iter().map(|(one, label)| Choice::new(word(one), *label)).collect();
    let users = USERS.iter().map(|(one, label)| Choice::new(word(one), *label)).collect();
    let mut fields = vec![
        Field::new(Kind::Radios(per), format!("{name}.per"), "支払いの単位"),
        Field::new(Kind::Radios(users), format!("{name}.users"), "月の利用者の数え方"),
    ];
    for place in 0..=tiers.len() {
        let named = |field: &str| format!("{name}.tiers[{place}].{field}");
        let (step, hint) = if place == tiers.len() {
            (format!("{}段目（追加）", place + 1), "追加しないときは、この段のすべてを空欄のままにします。")
        } else {
            (format!("{}段目", place + 1), "この段をやめるときは、すべてを空欄にします。")
        };
        fields.extend([
            Field::new(Kind::Number, named("from"), format!("{step}：何人から"))
                .unit("人")
                .optional()
                .hint(hint),
            Field::new(Kind::Number, named("to"), format!("{step}：何人まで"))
                .unit("人")
                .optional()
                .hint("上限がないときは空欄にします。"),
            price_field(named("base"), format!("{step}：基本の額")).optional(),
            price_field(named("each_further"), format!("{step}：この段の1人ごとに加える額"))
                .optional()
                .hint("加えないときは空欄、契約ごとに決めるときは「契約」と入力してください。例：2000"),
        ]);
    }
    fields
}

/// The price of a rule that has one price.
fn single(basis: &Basis) -> Option<&Price> {
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

fn single_mut(basis: &mut Basis) -> Option<&mut Price> {
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

pub(super) fn filled(definition: &Definition) -> Form {
    let mut form = Form::empty();
    for (at, schedule) in definition.fees.iter().enumerate() {
        let named = |field: &str| format!("fees[{at}].{field}");
        let tax = match schedule.tax {
            Tax::Included => 0,
            Tax::Added(percent) => percent,
        };
        form = form
            .with(&named("from"), wareki(schedule.from))
            .with(&named("tax"), tax.to_string())
            .with(&named("rounding"), word(&schedule.rounding))
            .with(&named("net_of_user_fees"), yes(schedule.net_of_user_fees));
        for (place, rule) in schedule.rules.iter().enumerate() {
            form = fill_rule(form, &named(&format!("rules[{place}]")), rule);
        }
    }
    form
}

fn fill_rule(form: Form, name: &str, rule: &FeeRule) -> Form {
    let mut form = form
        .with(&format!("{name}.label"), &rule.label)
        .with(&format!("{name}.counts_paid_cancellations"), yes(rule.counts_paid_cancellations));
    if let Some(price) = single(&rule.basis) {
        form = form.with(&format!("{name}.basis"), typed(price));
    }
    let Basis::Tiered { per, users, tiers } = &rule.basis else { return form };
    let tiered = format!("{name}.basis.tiered");
    form = form.with(&format!("{tiered}.per"), word(per)).with(&format!("{tiered}.users"), word(users));
    for (place, tier) in tiers.iter().enumerate() {
        let named = |field: &str| format!("{tiered}.tiers[{place}].{field}");
        let to = if tier.to == u16::MAX { String::new() } else { tier.to.to_string() };
        form = form
            .with(&named("from"), tier.from.to_string())
            .with(&named("to"), to)
            .with(&named("base"), typed(&tier.base))
            .with(&named("each_further"), tier.each_further.as_ref().map(typed).unwrap_or_default());
    }
    form
}

fn yes(is_so: bool) -> &'static str {
    if is_so { "yes" } else { "" }
}

fn typed(price: &Price) -> String {
    match price {
        Price::Yen(yen) => yen.to_string(),
        Price::Contract { .. } => BY_CONTRACT.to_owned(),
    }
}

pub(super) fn read(form: &mut Form, definition: &mut Definition) -> Option<()> {
    let mut all = Some(());
    for (at, schedule) in definition.fees.iter_mut().enumerate() {
        all = read_schedule(form, &format!("fees[{at}]"), schedule).and(all);
    }
    all
}

fn read_schedule(form: &mut Form, name: &str, schedule: &mut FeeSchedule) -> Option<()> {
    let named = |field: &str| format!("{name}.{field}");
    let from = form.date(&named("from"), "この決まりを使い始める日");
    let tax: Option<u8> = count(form, &named("tax"), "消費税", 100);
    let rounding = pick(form, &named("rounding"), "1円未満の扱い", &ROUNDINGS.map(|(one, _)| one));
    let mut rules = Some(());
    for (place, rule) in schedule.rules.iter_mut().enumerate() {
        rules = read_rule(form, &named(&format!("rules[{place}]")), rule).and(rules);
    }
    schedule.from = from?;
    schedule.tax = match tax? {
        0 => Tax::Included,
        percent => Tax::Added(percent),
    };
    schedule.rounding = rounding?;
    schedule.net_of_user_fees = form.checked(&named("net_of_user_fees"), "yes");
    rules
}

fn read_rule(form: &mut Form, name: &str, rule: &mut FeeRule) -> Option<()> {
    let label = form.required(&format!("{name}.label"), "名前", 100);
    rule.counts_paid_cancellations = form.checked(&format!("{name}.counts_paid_cancellations"), "yes");
    let own = Price::Contract { code: rule.code.clone(), label: format!("{}（円）", rule.label) };
    let basis = if let Some(price) = single_mut(&mut rule.basis) {
        read_price(form, &format!("{name}.basis"), "単価", price, &own).map(|read| *price = read)
    } else if let Basis::Tiered { per, users, tiers } = &mut rule.basis {
        read_tiers(form, &format!("{name}.basis.tiered"), (per, users, tiers), &own)
    } else {
        Some(())
    };
    rule.label = label?;
    basis
}

fn read_price(form: &mut Form, name: &str, label: &str, stored: &Price, own: &Price) -> Option<Price> {
    if form.value(name).trim() == BY_CONTRACT {
        let is_own = matches!(stored, Price::Contract { .. });
        return Some(if is_own { stored.clone() } else { own.clone() });
    }
    form.whole_number(name, label, 0..=MOST_YEN).map(Price::Yen)
}

fn read_tiers(
    form: &mut Form,
    name: &str,
    (per, users, tiers): (&mut TierPer, &mut UsersCounted, &mut Vec<Tier>),
    own: &Price,
) -> Option<()> {
    let new_per = pick(form, &format!("{name}.per"), "支払いの単位", &PER.map(|(one, _)| one));
    let new_users = pick(form, &format!("{name}.users"), "月の利用者の数え方", &USERS.map(|(one, _)| one));
    let mut read = Vec::new();
    let mut all = Some(());
    for place in 0..=tiers.len() {
        let here = format!("{name}.tiers[{place}]");
        let is_left_out = ["from", "to", "base", "each_further"]
            .iter()
            .all(|field| form.value(&format!("{here}.{field}")).trim().is_empty());
        if is_left_out {
            continue;
        }
        match read_tier(form, &here, tiers.get(place), own) {
            Some(tier) => read.push(tier),
            None => all = None,
        }
    }
    if read.is_empty() && all.is_some() {
        form.refuse(&format!("{name}.tiers[0].from"), "段を1つ以上入力してください。");
        return None;
    }
    (*per, *users) = (new_per?, new_users?);
    all?;
    *tiers = read;
    Some(())
}

fn read_tier(form: &mut Form, name: &str, stored: Option<&Tier>, own: &Price) -> Option<Tier> {
    let further = match own {
        Price::Contract { code, label } => {
            Price::Contract { code: format!("{code}_further"), label: format!("{label} 1人ごとの追加") }
        }
        Price::Yen(_) => own.clone(),
    };
    let from = count(form, &format!("{name}.from"), "何人から", 10_000);
    let to: Option<Option<u16>> = optional_count(form, &format!("{name}.to"), "何人まで", 10_000);
    let base_of = stored.map_or(own, |tier| &tier.base);
    let base = read_price(form, &format!("{name}.base"), "基本の額", base_of, own);
    let each = format!("{name}.each_further");
    let each_further = if form.value(&each).trim().is_empty() {
        Some(None)
    } else {
        let stored = stored.and_then(|tier| tier.each_further.as_ref()).unwrap_or(&further);
        read_price(form, &each, "1人ごとに加える額", stored, &further).map(Some)
    };
    Some(Tier { from: from?, to: to?.unwrap_or(u16::MAX), base: base?, each_further: each_further? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programmes::presets::{meguro, sendai};

    #[test]
    fn a_price_may_be_left_to_the_contract_or_set() {
        let name = "fees[0].rules[0].basis";
        let mut definition = meguro().clone();
        let mut form = Form::empty().with(name, "２２，０００");
        let rest = filled(&definition);
        for field in fields(&definition).iter().filter(|field| field.name != name && !field.is_heading()) {
            for value in rest.values(&field.name) {
                form = form.with(&field.name, value);
            }
        }
        assert_eq!(read(&mut form, &mut definition), Some(()), "{:?}", form.problems());
        assert_eq!(single(&definition.fees[0].rules[0].basis), Some(&Price::Yen(22_000)));
        let mut form = Form::empty().with("p", "ただ");
        assert_eq!(read_price(&mut form, "p", "単価", &Price::Yen(1), &Price::Yen(1)), None);
    }

    #[test]
    fn tiers_come_and_go_by_their_rows() {
        let tiers = |definition: &Definition| {
            let Basis::Tiered { tiers, .. } = &definition.fees[0].rules[0].basis else { return Vec::new() };
            tiers.clone()
        };
        let mut definition = sendai().clone();
        let here = "fees[0].rules[0].basis.tiered.tiers[2]";
        let mut form =
            filled(&definition).with(&format!("{here}.from"), "11").with(&format!("{here}.base"), "30000");
        assert_eq!(read(&mut form, &mut definition), Some(()));
        assert_eq!(tiers(&definition).len(), 3);
        assert_eq!((tiers(&definition)[2].to, &tiers(&definition)[2].base), (u16::MAX, &Price::Yen(30_000)));
        let mut form = filled(sendai()).with(&format!("{here}.to"), "20");
        assert_eq!(read(&mut form, &mut definition), None);
        assert!(form.problem(&format!("{here}.from")).is_some());
    }
}
