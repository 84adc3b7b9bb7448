//! 収支: what one person owes for each month, what was paid of it and what is open.

use std::collections::BTreeMap;

use time::Date;

use super::db::Receipt;
use crate::{
    programmes::{fee::Span, user_fee::UserStatement},
    vocab::ids::ParticipantId,
};

/// A month of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonMonth {
    pub month: Span,
    /// What is owed by the rules, less what is given back.
    pub owed: i64,
    pub paid: i64,
    /// Each line: what for, its arithmetic, its yen. What is given back is below 0.
    pub lines: Vec<(String, String, i64)>,
    /// The rules in words, once each.
    pub rules: Vec<String>,
    /// Why it can't be reckoned whole, and what was decided on the way.
    pub remarks: Vec<String>,
}

impl PersonMonth {
    /// Below 0 when something is to be given back.
    pub fn open(&self) -> i64 {
        self.owed.saturating_sub(self.paid)
    }
}

/// Everybody's months, by person; months without anything are left out.
pub fn accounts(
    months: &[(Span, UserStatement)],
    receipts: &[Receipt],
) -> BTreeMap<ParticipantId, Vec<PersonMonth>> {
    let mut books = Books::new();
    for (month, statement) in months {
        for (sign, one) in
            statement.lines.iter().map(|l| (1, l)).chain(statement.refunds.iter().map(|l| (-1, l)))
        {
            let Some(found) = entry(&mut books, &one.person, *month) else { continue };
            let yen = one.line.yen.saturating_mul(sign);
            found.owed = found.owed.saturating_add(yen);
            found.lines.push((one.line.label.clone(), one.line.arithmetic.clone(), yen));
            if !found.rules.contains(&one.line.rule) {
                found.rules.push(one.line.rule.clone());
            }
        }
        for remark in statement.problems.iter().chain(&statement.notes) {
            let person = remark.person.as_deref().unwrap_or_default();
            if let Some(found) = entry(&mut books, person, *month) {
                found.remarks.push(remark.remark.text.clone());
            }
        }
    }
    for receipt in receipts.iter().filter(|receipt| receipt.voided_at.is_none()) {
        let Some(month) = receipt.month else { continue };
        let months = books.entry(receipt.participant).or_default();
        let entry = months.entry(month).or_insert_with(|| blank(Span::month_of(month)));
        entry.paid = entry.paid.saturating_add(receipt.yen);
    }
    books.into_iter().map(|(person, months)| (person, months.into_values().collect())).collect()
}

/// Months by person, by their first day.
type Books = BTreeMap<ParticipantId, BTreeMap<Date, PersonMonth>>;

/// The month of the person a statement names; `None` when it names nobody.
fn entry<'a>(books: &'a mut Books, person: &str, month: Span) -> Option<&'a mut PersonMonth> {
    let person: ParticipantId = person.parse().ok()?;
    Some(books.entry(person).or_default().entry(month.from).or_insert_with(|| blank(month)))
}

fn blank(month: Span) -> PersonMonth {
    PersonMonth { month, owed: 0, paid: 0, lines: Vec::new(), rules: Vec::new(), remarks: Vec::new() }
}

/// What a person has still to pay; what is to be given back doesn't lower it.
pub fn open_of(months: &[PersonMonth]) -> i64 {
    months.iter().map(|month| month.open().max(0)).fold(0, i64::saturating_add)
}

/// What each person paid in all: for months and for costs they agreed to. What a list adds up is the sum of these.
pub fn received(receipts: &[Receipt]) -> BTreeMap<ParticipantId, i64> {
    let mut all: BTreeMap<ParticipantId, i64> = BTreeMap::new();
    for receipt in receipts.iter().filter(|receipt| receipt.voided_at.is_none()) {
        let sum = all.entry(receipt.participant).or_default();
        *sum = sum.saturating_add(receipt.yen);
    }
    all
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};
    use uuid::Uuid;

    use super::*;
    use crate::{
        programmes::{
            definition::UserFee,
            fee::{EnrolmentFact, FeeFacts, SessionFact, SessionState},
            user_fee::evaluate,
        },
        vocab::ids::{ContractId, UserFeeReceiptId},
    };

    const PERSON: ParticipantId = ParticipantId(Uuid::from_u128(5));

    fn facts(period: Span, days: &[Date]) -> FeeFacts {
        let session = |(nth, on): (usize, &Date)| SessionFact {
            id: format!("s{nth}"),
            course: String::new(),
            held_on: *on,
            minutes: None,
            state: SessionState::Held,
            attended: vec![PERSON.to_string()],
            add_ons: Vec::new(),
        };
        FeeFacts {
            period,
            term: Span { from: date!(2026 - 05 - 01), to: date!(2027 - 03 - 31) },
            prices: BTreeMap::new(),
            sessions: days.iter().enumerate().map(session).collect(),
            enrolments: vec![EnrolmentFact {
                id: "e".into(),
                person: PERSON.to_string(),
                from: date!(2026 - 05 - 01),
                to: None,
            }],
            courses_ended: Vec::new(),
            user_fees_received: Vec::new(),
            so_far: BTreeMap::new(),
            burden_tenths: BTreeMap::new(),
        }
    }

    fn tea() -> UserFee {
        toml::from_str("code = \"tea\"\nlabel = \"お茶代\"\nbasis = { per_session = { price = { yen = 300 }, first_free = 2 } }\nmost_per_month = 500").unwrap()
    }

    fn receipt(month: Date, yen: i64, voided: bool) -> Receipt {
        Receipt {
            id: UserFeeReceiptId(Uuid::from_u128(1)),
            contract: ContractId(Uuid::from_u128(2)),
            participant: PERSON,
            number: 1,
            month: Some(month),
            consented_on: None,
            paid_on: month,
            yen,
            sealed: Vec::new(),
            made_by: None,
            voided_at: voided.then_some(datetime!(2026-06-02 10:00 +9)),
            void_reason: None,
        }
    }

    #[test]
    fn what_is_owed_follows_from_the_records_and_what_was_paid_is_taken_off() {
        let days =
            [date!(2026 - 05 - 13), date!(2026 - 05 - 20), date!(2026 - 05 - 27), date!(2026 - 06 - 03)];
        let month = |day| {
            let month = Span::month_of(day);
            (month, evaluate(&[tea()], &facts(month, &days)))
        };
        let months = [month(date!(2026 - 05 - 01)), month(date!(2026 - 06 - 01))];
        let may = date!(2026 - 05 - 01);
        let all = accounts(&months, &[receipt(may, 200, false), receipt(may, 100, true)]);
        let of = &all[&PERSON];
        assert_eq!(
            of.iter().map(|month| (month.owed, month.paid)).collect::<Vec<_>>(),
            [(300, 200), (300, 0)]
        );
        assert_eq!(open_of(of), 400);
        assert!(of[0].lines.iter().any(|(_, arithmetic, _)| arithmetic.contains("300円")));
        assert!(of[0].rules[0].contains("はじめの2回は無料"));
    }

    #[test]
    fn a_payment_without_anything_owed_is_to_be_given_back() {
        let all = accounts(&[], &[receipt(date!(2026 - 05 - 01), 500, false)]);
        assert_eq!(all[&PERSON][0].open(), -500);
        assert_eq!(open_of(&all[&PERSON]), 0);
    }

    #[test]
    fn what_was_received_holds_costs_by_consent_and_nothing_voided() {
        let may = date!(2026 - 05 - 01);
        let cost = Receipt { month: None, consented_on: Some(may), ..receipt(may, 1_200, false) };
        let all = received(&[receipt(may, 200, false), cost, receipt(may, 100, true)]);
        assert_eq!(all, BTreeMap::from([(PERSON, 1_400)]));
    }
}
