//! 委託料の計算: from a definition's fee rules and the facts of a period to a [`Statement`]. Start reading here.
//!
//! Each step has a file of its own:
//! 1. [`facts`]: what happened, by reference to the records.
//! 2. [`counting`] and [`tiers`]: each rule finds its *units*, the single things that have a price.
//! 3. [`caps`]: units above a limit are refused by name, oldest first paid.
//! 4. [`unit`]: equal units become one line with its arithmetic and rows.
//! 5. here: lines become sums, user fees are taken off, tax is added.
//!
//! A price or a record that is missing makes a problem, never a 0. When the rules change within a month, whatever has a
//! day (sessions, attendances, courses) is paid by the rules of its day; a month paid as a whole by the rules of its
//! first day; a month paid by days by both, each for its days; users are always counted over the whole month.

mod caps;
mod counting;
mod facts;
mod money;
#[cfg(test)]
mod properties;
mod remarks;
mod span;
mod statement;
#[cfg(test)]
mod tests;
mod tiers;
mod unit;
mod wording;

use std::collections::BTreeMap;

use time::Date;

pub(in crate::programmes) use caps::Paid;
pub(in crate::programmes) use facts::Attendance;
pub use facts::{
    CourseEnded, EnrolmentFact, FeeFacts, RowRef, SessionFact, SessionState, SoFar, UserFeeReceived,
};
pub use money::yen;
pub(in crate::programmes) use money::{MOST_YEN, TOO_LARGE, share, sum};
pub use span::Span;
pub use statement::{Line, Remark, Statement, Sum};
pub(in crate::programmes) use unit::{Counter, Heading, Unit, lines};

use super::cancelled::{payable, uncounted};
use super::definition::{Basis, Cancellation, CapSpan, FeeRule, FeeSchedule, Proration, Tax, TierPer};
use counting::Scope;

/// Most days of one statement, ten years.
const MOST_DAYS: i64 = 3_660;

/// What the ward owes for the facts' period.
pub fn evaluate(schedules: &[FeeSchedule], cancellation: &Cancellation, facts: &FeeFacts) -> Statement {
    let mut evaluation = Evaluation {
        cancellation,
        facts,
        paid: facts.so_far.iter().map(|(code, so_far)| (code.clone(), Paid::before(*so_far))).collect(),
        statement: Statement::default(),
    };
    match payable_days(facts) {
        Ok(whole) => evaluation.run(schedules, whole),
        Err(sentence) => evaluation.statement.problem(Remark::new(sentence, vec![RowRef::Contract])),
    }
    let so_far = evaluation.paid.iter().map(|(code, paid)| (code.clone(), paid.in_contract())).collect();
    Statement { so_far, ..evaluation.statement }
}

/// The days of the period that lie in the term.
pub(in crate::programmes) fn payable_days(facts: &FeeFacts) -> Result<Span, String> {
    if facts.period.from > facts.period.to {
        return Err("期間の終わりが始まりより前です。期間を確認してください。".to_owned());
    }
    if facts.period.days() > MOST_DAYS {
        return Err("期間は10年以内で指定してください。例：令和6年7月1日から令和6年9月30日まで".to_owned());
    }
    facts
        .period
        .meet(facts.term)
        .ok_or_else(|| format!("期間が契約期間（{}）の外です。期間を確認してください。", facts.term.shown()))
}

/// The schedules that hold in these days, oldest first, each with its days.
fn in_force<'a>(schedules: &'a [FeeSchedule], whole: Span) -> Vec<(&'a FeeSchedule, Span)> {
    let mut schedules: Vec<&FeeSchedule> = schedules.iter().collect();
    schedules.sort_by_key(|schedule| schedule.from);
    let ends = schedules.iter().skip(1).map(|next| next.from.previous_day()).chain([Some(whole.to)]);
    let days = |(schedule, end): (&&'a FeeSchedule, Option<Date>)| {
        let days = Span { from: schedule.from, to: end? }.meet(whole)?;
        Some((*schedule, days))
    };
    schedules.iter().zip(ends).filter_map(days).collect()
}

struct Evaluation<'a> {
    cancellation: &'a Cancellation,
    facts: &'a FeeFacts,
    /// By rule code, so that a cap goes on when a new schedule has the same rule.
    paid: BTreeMap<String, Paid>,
    statement: Statement,
}

impl Evaluation<'_> {
    fn run(&mut self, schedules: &[FeeSchedule], whole: Span) {
        let parts = in_force(schedules, whole);
        self.look_at_sessions(whole, &parts);
        self.look_at_borders(whole, &parts);
        for (schedule, span) in parts {
            let first_line = self.statement.lines.len();
            for rule in &schedule.rules {
                let scope = Scope {
                    facts: self.facts,
                    cancellation: self.cancellation,
                    whole,
                    span,
                    first_schedule: schedules.iter().map(|schedule| schedule.from).min().unwrap_or(span.from),
                    counts_paid_cancellations: rule.counts_paid_cancellations,
                    rounding: schedule.rounding,
                };
                self.add_rule(rule, &scope);
            }
            let sum = self.sum_up(schedule, span, first_line);
            self.statement.add(sum);
        }
    }

    fn add_rule(&mut self, rule: &FeeRule, scope: &Scope<'_>) {
        let found = counting::count(&rule.basis, scope);
        let paid = self.paid.entry(rule.code.clone()).or_default();
        let (units, cuts) = paid.limit(rule.cap, found.units);
        let sentence = rule.sentence();
        let heading = Heading { code: &rule.code, label: &rule.label, rule: &sentence, days: scope.span };
        let (lines, too_large) = lines(&heading, &units);
        for problem in found.problems {
            self.statement.problem(problem.about(&rule.label));
        }
        for cut in cuts {
            self.statement.note(cut.remark.about(&rule.label));
        }
        for problem in too_large {
            self.statement.problem(problem);
        }
        for line in lines {
            match sum([self.statement.subtotal, line.yen]) {
                Some(subtotal) => {
                    self.statement.subtotal = subtotal;
                    self.statement.lines.push(line);
                }
                None => self.statement.problem(Remark::new(TOO_LARGE, line.rows).about(&rule.label)),
            }
        }
    }

    /// Subtotal, user fees, tax and total of one schedule's lines.
    fn sum_up(&self, schedule: &FeeSchedule, days: Span, first_line: usize) -> Sum {
        let lines = self.statement.lines.get(first_line..).unwrap_or_default();
        let subtotal = lines.iter().map(|line| line.yen).sum();
        let mut arithmetic = Vec::new();
        let (user_fees_off, user_fee_rows) = if schedule.net_of_user_fees {
            self.user_fees(days, subtotal, &mut arithmetic)
        } else {
            (0, Vec::new())
        };
        let net = subtotal - user_fees_off;
        let tax = match schedule.tax {
            Tax::Included => 0,
            Tax::Added(percent) => {
                let tax = share(net, i64::from(percent), 100, schedule.rounding).unwrap_or(0);
                let rounding = schedule.rounding.sentence();
                arithmetic.push(format!("消費税：{} × {percent}% ＝ {}（{rounding}）", yen(net), yen(tax)));
                tax
            }
        };
        Sum { days, subtotal, user_fees_off, user_fee_rows, tax, total: net + tax, arithmetic }
    }

    /// What participants paid in these days, at most the subtotal.
    fn user_fees(&self, days: Span, subtotal: i64, arithmetic: &mut Vec<String>) -> (i64, Vec<RowRef>) {
        let received: Vec<_> =
            self.facts.user_fees_received.iter().filter(|received| days.contains(received.on)).collect();
        let all = received.iter().fold(0_i64, |all, received| all.saturating_add(received.yen)).max(0);
        let off = all.min(subtotal);
        let limit = if all > off {
            format!("、委託料の{}を限度とします", yen(subtotal))
        } else {
            String::new()
        };
        arithmetic.push(format!(
            "利用者負担の差し引き：{} − {} ＝ {}（受け取った額{}{limit}）",
            yen(subtotal),
            yen(off),
            yen(subtotal - off),
            yen(all)
        ));
        let row = |received: &&UserFeeReceived| RowRef::UserFee { received: received.id.clone() };
        (off, received.iter().map(row).collect())
    }
}
