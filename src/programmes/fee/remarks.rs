//! 注記: what the person who checks a statement should know about its sessions and its borders.

use time::Date;

use super::{
    Basis, CapSpan, Evaluation, FeeSchedule, Proration, Remark, RowRef, SessionFact, SessionState, Span,
    TierPer, payable, uncounted,
};
use crate::vocab::dates::wareki;

impl Evaluation<'_> {
    /// Sessions without a record, outside the term, or cancelled.
    pub(super) fn look_at_sessions(&mut self, whole: Span, parts: &[(&FeeSchedule, Span)]) {
        let facts = self.facts;
        for session in &facts.sessions {
            if !facts.period.contains(session.held_on) {
                continue;
            }
            if whole.contains(session.held_on) {
                self.look_at_session(session, parts);
            } else {
                let text = format!("{}の回は契約期間の外のため、計算に含めません。", wareki(session.held_on));
                self.statement.note(Remark::new(text, vec![session.row()]));
            }
        }
    }

    fn look_at_session(&mut self, session: &SessionFact, parts: &[(&FeeSchedule, Span)]) {
        let rows = vec![session.row()];
        match session.state {
            SessionState::Held => {}
            SessionState::Unrecorded => self.statement.problem(Remark::new(
                format!(
                    "{}の回の記録がありません。実施か中止かを記録してください。",
                    wareki(session.held_on)
                ),
                rows,
            )),
            SessionState::Cancelled { decided_at, cause } => {
                let in_force = parts.iter().find(|(_, days)| days.contains(session.held_on));
                let counts = in_force.is_some_and(|(schedule, _)| {
                    schedule.rules.iter().any(|rule| rule.counts_paid_cancellations)
                });
                let answer = payable(self.cancellation, session.held_on, decided_at, cause);
                let answer = if answer.payable && !counts {
                    uncounted(session.held_on, decided_at, cause)
                } else {
                    answer
                };
                self.statement.note(Remark::new(answer.explanation, rows));
            }
        }
    }

    /// Days without rules, rules that change within a month, and a period that begins within one.
    pub(super) fn look_at_borders(&mut self, whole: Span, parts: &[(&FeeSchedule, Span)]) {
        let first = parts.first().map(|(_, days)| days.from);
        if let Some(days) = uncovered(whole, first) {
            let text = format!("{}の委託料の決まりがありません。事業の定義に加えてください。", days.shown());
            self.statement.problem(Remark::new(text, vec![RowRef::Contract]));
        }
        for (_, days) in parts.iter().skip(1).filter(|(_, days)| days.from.day() != 1) {
            let text = format!(
                "{}に委託料の決まりが変わります。回や出席の委託料はその日の決まりで、月単位の委託料はその月の初日の決まりで、日割りの委託料は変わる前と後の日数で計算しました。月の利用者はその月全体で数えました。",
                wareki(days.from)
            );
            self.statement.note(Remark::new(text, vec![RowRef::Contract]));
        }
        let within_month = whole.from.day() != 1 && whole.from > self.facts.term.from;
        if within_month && parts.iter().any(|(schedule, _)| counts_months(schedule)) {
            let text = format!(
                "期間が月の途中の{}に始まります。月単位の委託料はその月の初日を含む期間で支払い、1か月の上限はこの期間の分だけで数えました。",
                wareki(whole.from)
            );
            self.statement.note(Remark::new(text, vec![RowRef::Contract]));
        }
    }
}

/// The days before the first schedule.
fn uncovered(whole: Span, first: Option<Date>) -> Option<Span> {
    let to = match first {
        None => whole.to,
        Some(first) => first.previous_day()?,
    };
    (whole.from <= to).then_some(Span { to, ..whole })
}

/// Whether a rule pays or limits by the whole month.
fn counts_months(schedule: &FeeSchedule) -> bool {
    schedule.rules.iter().any(|rule| {
        let capped = rule.cap.is_some_and(|cap| cap.span == CapSpan::Month);
        let paid = matches!(
            rule.basis,
            Basis::PerMonth { proration: Proration::None, .. } | Basis::Tiered { per: TierPer::Month, .. }
        );
        capped || paid
    })
}
