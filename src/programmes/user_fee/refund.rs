//! 返金: what a person gets back for prepaid sessions that they didn't use before their place ended.

use super::stay::Stay;
use super::{Billing, Line, Remark, Rounding, TOO_LARGE, Unit, UserLine, share, sum, yen};
use crate::programmes::definition::Refund;
use crate::vocab::dates::wareki;

impl Billing<'_> {
    /// Looks at the last block of a stay that ended in the period. `paid` are the blocks of this person, caps applied.
    pub(super) fn give_back(&mut self, stay: &Stay<'_>, sessions: u16, refund: Refund, paid: &[Unit]) {
        let Some((days, _)) = stay.enrolled.filter(|(days, _)| self.whole.contains(days.to)) else { return };
        let sessions = sessions.max(1);
        let size = usize::from(sessions);
        let Some(first) = stay.attendances.chunks(size).last().and_then(|block| block.first()) else {
            return;
        };
        let Ok(unused) = u16::try_from((size - stay.attendances.len() % size) % size) else { return };
        let price = paid.iter().find(|unit| unit.on == first.on && unit.rows.contains(&first.row()));
        let Some(price) = price.map(|unit| unit.yen).filter(|_| unused > 0) else { return };
        let left = format!("{}に終了し、前払いの{sessions}回のうち{unused}回が残りました。", wareki(days.to));
        match refund {
            Refund::None => self.say(format!("{left}返金しない決まりです。"), stay),
            Refund::Discretion => {
                self.say(format!("{left}返金するかどうかは区が決めます（前払いの額{}）。", yen(price)), stay);
            }
            Refund::Unused => self.refund(stay, price, (unused, sessions), left),
        }
    }

    fn refund(&mut self, stay: &Stay<'_>, price: i64, (unused, sessions): (u16, u16), left: String) {
        let Some(back) = share(price, i64::from(unused), i64::from(sessions), Rounding::Down) else { return };
        let Some(refunded) = sum([self.statement.refunded, back]) else {
            return self.problem(TOO_LARGE.to_owned(), stay);
        };
        self.statement.refunded = refunded;
        let line = Line {
            code: self.fee.code.clone(),
            label: format!("{}の返金", self.fee.label),
            when: self.whole.shown(),
            rule: format!("{left}残りの回数分を返します。1円未満は切り捨てます。"),
            arithmetic: format!("{} × {unused}回 ÷ {sessions}回 ＝ {}", yen(price), yen(back)),
            yen: back,
            rows: stay.rows(),
        };
        self.statement.refunds.push(UserLine { person: self.person.to_owned(), line });
    }

    fn say(&mut self, sentence: String, stay: &Stay<'_>) {
        let note = self.remark(Remark::new(sentence, stay.rows()));
        self.statement.notes.push(note);
    }
}
