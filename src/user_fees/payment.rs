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

/// Yen of one receipt.
const MOST: i64 = 10_000_000;

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

/// What may be paid: months that are open, then each kind of consent.
pub fn choices(months: &[PersonMonth], consents: &[Consent]) -> Vec<Choice> {
    let month = |one: &PersonMonth| {
        let label = format!("{}分の利用者負担", one.month.shown());
        Choice::new(short(one.month.from), label).hint(format!("残り{}", yen(one.open())))
    };
    let consent =
        |one: &Consent| Choice::new(&one.code, one.label.as_str()).hint("本人（または家族）が同意した費用");
    months.iter().filter(|month| month.open() > 0).map(month).chain(consents.iter().map(consent)).collect()
}

/// Reads a payment. Nobody pays more than is open, and a cost by consent needs the day of the consent.
pub fn read(form: &mut Form, months: &[PersonMonth], consents: &[Consent], today: Date) -> Option<Payment> {
    let offered = choices(months, consents);
    let codes: Vec<&str> = offered.iter().map(|choice| choice.code.as_str()).collect();
    let chosen = form.choice("purpose", "何の費用か", &codes);
    let month = chosen.as_ref().and_then(|code| months.iter().find(|one| short(one.month.from) == *code));
    let consent = chosen.as_ref().and_then(|code| consents.iter().find(|one| one.code == *code));
    let paid_on = form.date("paid_on", "受け取った日").filter(|day| is_recent(form, "paid_on", *day, today));
    let yen = form.whole_number("yen", "金額", 1..=month.map_or(MOST, |month| month.open().clamp(1, MOST)));
    let kind = match (month, consent) {
        (Some(month), _) => Some(PaidFor::Month(month.month.from)),
        (None, Some(consent)) => consented(form, consent, today),
        (None, None) => None,
    };
    let words = form.optional("words", "内訳", 100);
    if consent.is_some() && words.as_deref() == Some("") {
        form.refuse("words", "何を購入した費用か、入力してください。例：体操の冊子 1冊");
    }
    let label = month.map(|one| format!("{}分の利用者負担", one.month.shown()));
    let purpose = match (label, words?) {
        (Some(label), words) if words.is_empty() => label,
        (Some(label), words) => format!("{label}（{words}）"),
        (None, words) => format!("{}（{words}）", consent.map_or("", |one| one.label.as_str())),
    };
    if form.has_problems() {
        return None;
    }
    Some(Payment { kind: kind?, paid_on: paid_on?, yen: yen?, purpose })
}

fn consented(form: &mut Form, consent: &Consent, today: Date) -> Option<PaidFor> {
    let on = form
        .date("consented_on", "同意を得た日")
        .filter(|day| is_recent(form, "consented_on", *day, today))?;
    Some(PaidFor::Consent { code: consent.code.clone(), on })
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
        assert_eq!(payment.purpose, "2026年5月分の利用者負担");
    }

    #[test]
    fn a_cost_by_consent_says_what_for_and_when_it_was_agreed_to() {
        let consents = &presets::sendai().consents;
        let mut form = typed("materials", "1200");
        assert!(read(&mut form, &[], consents, TODAY).is_none());
        assert!(form.problem("consented_on").is_some() && form.problem("words").is_some());
        let mut form = typed("materials", "1,200").with("consented_on", "R8.6.10").with("words", "冊子 1冊");
        let payment = read(&mut form, &[], consents, TODAY).unwrap();
        assert_eq!((payment.yen, payment.purpose.as_str()), (1_200, "教材費の負担（冊子 1冊）"));
        assert!(matches!(payment.kind, PaidFor::Consent { on, .. } if on == date!(2026 - 06 - 10)));
    }
}
