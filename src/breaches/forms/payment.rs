//! 支払: what was paid of the damages, and when.

use time::Date;

use crate::{kit::form::Form, vocab::dates::wareki};

pub struct Payment {
    pub paid_on: Date,
    pub amount: i64,
}

pub fn blank(today: Date) -> Form {
    Form::empty().with("paid_on", wareki(today))
}

/// `happened_on`: nothing is made good before it happened. `left`: yen that are still owed.
pub fn read(form: &mut Form, (happened_on, today): (Date, Date), left: i64) -> Option<Payment> {
    let paid_on = form.date("paid_on", "支払われた日");
    if paid_on.is_some_and(|on| on < happened_on || on > today) {
        form.refuse("paid_on", "損害の起きた日から今日までの日を入力してください。");
    }
    let amount = form.yen("amount", "支払われた額", 1..=left);
    let payment = Payment { paid_on: paid_on?, amount: amount? };
    (!form.has_problems()).then_some(payment)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn no_more_is_paid_than_is_owed_and_nothing_tomorrow() {
        let days = (date!(2026 - 11 - 01), date!(2026 - 11 - 20));
        let paid = |on: &str, amount: &str| {
            let mut form = Form::empty().with("paid_on", on).with("amount", amount);
            read(&mut form, days, 30_000).is_some()
        };
        assert!(paid("R8.11.20", "30,000") && paid("R8.11.1", "1"));
        assert!(!paid("R8.11.20", "30,001") && !paid("R8.11.21", "1") && !paid("R8.10.31", "1"));
    }
}
