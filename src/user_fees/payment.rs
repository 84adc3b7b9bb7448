//! 受領: a payment as typed, and what it says once it is read.

use serde::{Deserialize, Serialize};
use time::{Date, Duration};

use super::account::PersonMonth;
use crate::{
    kit::form::{Choice, Form},
    programmes::{definition::Consent, fee::yen},
    sealing::Sealable,
    vocab::dates::{short, wareki},
};

/// Most yen of one receipt.
const MOST: i64 = 100_000;

/// What a receipt is for, in words, sealed with the contract's key.
#[derive(Clone, Serialize, Deserialize)]
pub struct Purpose(pub String);

impl Sealable for Purpose {
    const TABLE: &'static str = "user_fee_receipt";
}

/// Why a receipt was voided.
#[derive(Serialize, Deserialize)]
pub struct VoidReason(pub String);

impl Sealable for VoidReason {
    const TABLE: &'static str = "user_fee_receipt.void_reason";
}

/// What was paid.
pub struct Payment {
    pub kind: PaidFor,
    pub paid_on: Date,
    pub yen: i64,
    pub purpose: String,
}

pub enum PaidFor {
    /// The fees of a month, by its first day.
    Month(Date),
    /// A cost the person agreed to: the kind of consent, and its day.
    Consent { code: String, on: Date },
}

/// A cost of the programme, with the day on which the person agreed to it; `None` while no consent stands.
pub struct Cost {
    pub kind: &'static Consent,
    pub agreed_on: Option<Date>,
}

/// The costs of a programme for a person. `agreed`: each kind to which a consent of theirs stands, with its day.
pub fn costs(consents: &'static [Consent], agreed: &[(String, Date)]) -> Vec<Cost> {
    let day = |kind: &Consent| agreed.iter().find(|(code, _)| *code == kind.code).map(|(_, on)| *on);
    consents.iter().filter(|kind| kind.cost).map(|kind| Cost { kind, agreed_on: day(kind) }).collect()
}

/// What may be paid: months that are open, then each cost the person agreed to.
pub fn choices(months: &[PersonMonth], costs: &[Cost]) -> Vec<Choice> {
    let month = |one: &PersonMonth| {
        let label = format!("{}分の利用者負担", one.month.shown());
        Choice::new(short(one.month.from), label).hint(format!("残り{}", yen(one.open())))
    };
    let cost = |one: &Cost| {
        let on = one.agreed_on?;
        let hint = format!("{}に同意した費用", wareki(on));
        Some(Choice::new(&one.kind.code, one.kind.label.as_str()).hint(hint))
    };
    let open = months.iter().filter(|month| month.open() > 0);
    open.map(month).chain(costs.iter().filter_map(cost)).collect()
}

/// Why a cost can't be received; `None` when a consent stands.
pub fn wanting(cost: &Cost) -> Option<String> {
    let label = &cost.kind.label;
    let why =
        format!("「{label}」への同意が記録されていないか、取り消されています。先に同意を記録してください。");
    cost.agreed_on.is_none().then_some(why)
}

/// Reads a payment. Nobody pays more than is open, and a cost only after they agreed to it.
pub fn read(form: &mut Form, months: &[PersonMonth], costs: &[Cost], today: Date) -> Option<Payment> {
    let cost = costs.iter().find(|one| one.kind.code == form.value("purpose"));
    let chosen = match cost.and_then(wanting) {
        Some(why) => {
            form.refuse("purpose", why);
            None
        }
        None => {
            let offered = choices(months, costs);
            let codes: Vec<&str> = offered.iter().map(|choice| choice.code.as_str()).collect();
            form.choice("purpose", "何の費用か", &codes)
        }
    };
    let month = chosen.as_ref().and_then(|code| months.iter().find(|one| short(one.month.from) == *code));
    let paid_on = form.date("paid_on", "受け取った日").filter(|day| is_recent(form, "paid_on", *day, today));
    let yen = form.whole_number("yen", "金額", 1..=month.map_or(MOST, |month| month.open().clamp(1, MOST)));
    let kind = match (month, cost) {
        (Some(month), _) => Some(PaidFor::Month(month.month.from)),
        (None, Some(cost)) => consented(form, cost, paid_on),
        (None, None) => None,
    };
    let words = form.optional("words", "内訳", 100);
    if cost.is_some() && words.as_deref() == Some("") {
        form.refuse("words", "何を購入した費用か、入力してください。例：体操の冊子 1冊");
    }
    let label = month.map(|one| format!("{}分の利用者負担", one.month.shown()));
    let purpose = match (label, words?) {
        (Some(label), words) if words.is_empty() => label,
        (Some(label), words) => format!("{label}（{words}）"),
        (None, words) => format!("{}（{words}）", cost.map_or("", |one| one.kind.label.as_str())),
    };
    if form.has_problems() {
        return None;
    }
    Some(Payment { kind: kind?, paid_on: paid_on?, yen: yen?, purpose })
}

/// A cost is received on the day of the consent or later.
fn consented(form: &mut Form, cost: &Cost, paid_on: Option<Date>) -> Option<PaidFor> {
    let on = cost.agreed_on?;
    if paid_on.is_some_and(|paid| paid < on) {
        form.refuse("paid_on", format!("同意した日（{}）か、それより後の日を入力してください。", wareki(on)));
    }
    Some(PaidFor::Consent { code: cost.kind.code.clone(), on })
}

fn is_recent(form: &mut Form, field: &str, day: Date, today: Date) -> bool {
    let fits = day <= today && today - day <= Duration::days(730);
    if !fits {
        form.refuse(field, format!("今日（{}）までの2年以内の日を入力してください。", wareki(today)));
    }
    fits
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::programmes::{fee::Span, presets};

    const TODAY: Date = date!(2026 - 06 - 17);

    fn month(owed: i64, paid: i64) -> PersonMonth {
        let month = Span::month_of(date!(2026 - 05 - 01));
        PersonMonth { month, owed, paid, lines: Vec::new(), rules: Vec::new(), remarks: Vec::new() }
    }

    fn typed(purpose: &str, yen: &str) -> Form {
        Form::empty().with("purpose", purpose).with("yen", yen).with("paid_on", "R8.6.17")
    }

    #[test]
    fn a_month_is_paid_up_to_what_is_open() {
        let months = [month(500, 200)];
        let pay = |yen: &str| read(&mut typed("2026/05/01", yen), &months, &[], TODAY).map(|p| p.yen);
        assert_eq!((pay("300"), pay("１００")), (Some(300), Some(100)));
        assert_eq!((pay("301"), pay("0"), pay("")), (None, None, None));
        let paid = [month(500, 500)];
        assert!(read(&mut typed("2026/05/01", "1"), &paid, &[], TODAY).is_none(), "nothing is open");
        let payment = read(&mut typed("2026/05/01", "300"), &months, &[], TODAY).unwrap();
        assert_eq!(payment.purpose, "令和8年5月分の利用者負担");
    }

    #[test]
    fn a_cost_by_consent_says_what_for_and_when_it_was_agreed_to() {
        let of = |agreed: &[(String, Date)]| costs(&presets::sendai().consents, agreed);
        let filled = || typed("materials", "1,200").with("words", "冊子 1冊");
        let mut form = filled();
        assert!(read(&mut form, &[], &of(&[]), TODAY).is_none() && form.problem("purpose").is_some());
        let agreed = |code: &str| (code.to_owned(), date!(2026 - 06 - 10));
        let all = of(&[agreed("service"), agreed("materials")]);
        assert_eq!(choices(&[], &all).len(), 1, "only what is about money");
        assert!(read(&mut typed("service", "1").with("words", "x"), &[], &all, TODAY).is_none());
        let mut form = typed("materials", "100001");
        assert!(read(&mut form, &[], &all, TODAY).is_none());
        assert!(form.problem("words").is_some() && form.problem("yen").is_some());
        let early = Form::empty().with("purpose", "materials").with("yen", "1,200");
        let mut early = early.with("words", "冊子 1冊").with("paid_on", "R8.6.9");
        assert!(read(&mut early, &[], &all, TODAY).is_none() && early.problem("paid_on").is_some());
        let payment = read(&mut filled(), &[], &all, TODAY).unwrap();
        assert_eq!((payment.yen, payment.purpose.as_str()), (1_200, "教材費の負担（冊子 1冊）"));
        assert!(matches!(payment.kind, PaidFor::Consent { on, .. } if on == date!(2026 - 06 - 10)));
    }
}
