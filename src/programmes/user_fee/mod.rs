//! 利用者負担の計算: what each participant pays for a period, from a definition's user fees and the same facts as the
//! 委託料. Every line is one person's, with its arithmetic and rows.
//!
//! Free sessions, prepaid blocks and one-off fees are counted over a person's *stay*: an enrolment, or everything
//! outside any enrolment. Attending begins a block and so makes it due.

mod refund;
mod stay;
#[cfg(test)]
mod tests;
mod wording;

use schemars::JsonSchema;
use serde::Serialize;

use super::definition::{Cap, CapSpan, Price, Rounding, UserBasis, UserFee};
use super::fee::{
    Attendance, Counter, FeeFacts, Heading, Line, Paid, Remark, RowRef, Span, TOO_LARGE, Unit, lines,
    payable_days, share, sum, yen,
};
use crate::vocab::dates::wareki;
use stay::Stay;

/// What participants pay for a period.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct UserStatement {
    /// By fee, then by person.
    pub lines: Vec<UserLine>,
    /// What is given back of prepaid blocks, never negative.
    pub refunds: Vec<UserLine>,
    /// The sum of the lines.
    pub total: i64,
    /// The sum of the refunds.
    pub refunded: i64,
    pub notes: Vec<UserRemark>,
    /// What keeps the statement from being whole.
    pub problems: Vec<UserRemark>,
}

/// A line of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct UserLine {
    pub person: String,
    #[serde(flatten)]
    pub line: Line,
}

/// A remark about one person's fees; about the whole statement when nobody is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct UserRemark {
    pub person: Option<String>,
    #[serde(flatten)]
    pub remark: Remark,
}

/// What participants pay in the facts' period.
pub fn evaluate(fees: &[UserFee], facts: &FeeFacts) -> UserStatement {
    let mut statement = UserStatement::default();
    match payable_days(facts) {
        Ok(whole) => {
            let stays = stay::all(facts, Span { from: facts.term.from, to: whole.to });
            for fee in fees {
                for (person, stays) in &stays {
                    Billing { fee, facts, whole, person, statement: &mut statement }.run(stays);
                }
            }
        }
        Err(sentence) => statement
            .problems
            .push(UserRemark { person: None, remark: Remark::new(sentence, vec![RowRef::Contract]) }),
    }
    statement
}

/// One fee of one person.
struct Billing<'a> {
    fee: &'a UserFee,
    facts: &'a FeeFacts,
    /// The days of the period that lie in the term.
    whole: Span,
    person: &'a str,
    statement: &'a mut UserStatement,
}

impl Billing<'_> {
    /// Everything since the contract began is counted, so that what is free, prepaid or capped is known; what falls in
    /// the period is charged.
    fn run(&mut self, stays: &[Stay<'_>]) {
        let mut units = Vec::new();
        for stay in stays {
            match self.units(stay) {
                Ok(more) => units.extend(more),
                Err(sentence) => self.problem(sentence, stay),
            }
        }
        units.sort_by_key(|unit: &Unit| unit.on);
        if matches!(self.fee.basis, UserBasis::PerMonth { .. }) {
            units.dedup_by_key(|unit| Span::month_of(unit.on));
        }
        let cap =
            self.fee.most_per_month.map(|most| Cap { span: CapSpan::Month, yen: Some(most), times: None });
        let (units, cuts) = Paid::default().limit(cap, units);
        for cut in cuts.into_iter().filter(|cut| self.whole.contains(cut.on)) {
            self.statement.notes.push(self.remark(cut.remark));
        }
        if let UserBasis::PrepaidBlock { sessions, refund, .. } = self.fee.basis {
            for stay in stays {
                self.give_back(stay, sessions, refund, &units);
            }
        }
        self.charge(units);
    }

    fn charge(&mut self, units: Vec<Unit>) {
        let due: Vec<Unit> = units.into_iter().filter(|unit| self.whole.contains(unit.on)).collect();
        let sentence = self.fee.sentence();
        let heading =
            Heading { code: &self.fee.code, label: &self.fee.label, rule: &sentence, days: self.whole };
        let (lines, problems) = lines(&heading, &due);
        for problem in problems {
            self.statement
                .problems
                .push(UserRemark { person: Some(self.person.to_owned()), remark: problem });
        }
        for line in lines {
            match sum([self.statement.total, line.yen]) {
                Some(total) => {
                    self.statement.total = total;
                    self.statement.lines.push(UserLine { person: self.person.to_owned(), line });
                }
                None => {
                    let problem = self.remark(Remark::new(TOO_LARGE, line.rows));
                    self.statement.problems.push(problem);
                }
            }
        }
    }

    fn units(&self, stay: &Stay<'_>) -> Result<Vec<Unit>, String> {
        match &self.fee.basis {
            UserBasis::PerSession { price, first_free } => self.per_session(stay, price, *first_free),
            UserBasis::PrepaidBlock { sessions, price, .. } => self.blocks(stay, price, *sessions),
            UserBasis::BurdenRatio { of } => self.share_of(stay, of),
            UserBasis::Once { price } => self.once(stay, price),
            UserBasis::PerMonth { price } => self.months(stay, price),
        }
    }

    fn per_session(&self, stay: &Stay<'_>, price: &Price, first_free: u16) -> Result<Vec<Unit>, String> {
        let free = usize::from(first_free);
        let unit = |(at, attendance): (usize, &Attendance<'_>)| {
            if at < free {
                return Ok(attendance_unit(attendance).derived(0, format!("はじめの{free}回は無料")));
            }
            Ok(attendance_unit(attendance).at(self.facts.price(price)?))
        };
        stay.attendances.iter().enumerate().map(unit).collect()
    }

    /// Each begun block, on the day of its first attendance.
    fn blocks(&self, stay: &Stay<'_>, price: &Price, sessions: u16) -> Result<Vec<Unit>, String> {
        let blocks = stay.attendances.chunks(usize::from(sessions.max(1)));
        let unit = |block: &[Attendance<'_>]| {
            let Some(first) = block.first() else { return Ok(None) };
            let name = format!("{}に始まる{sessions}回分", wareki(first.on));
            let rows = block.iter().map(Attendance::row).collect();
            Ok(Some(Unit::new(Counter::Blocks, first.on, name, rows).at(self.facts.price(price)?)))
        };
        blocks.filter_map(|block| unit(block).transpose()).collect()
    }

    /// Tenths of the price for each attendance, parts of a yen cut off.
    fn share_of(&self, stay: &Stay<'_>, of: &Price) -> Result<Vec<Unit>, String> {
        if stay.attendances.is_empty() {
            return Ok(Vec::new());
        }
        let tenths = self.facts.burden_tenths.get(self.person).copied();
        let tenths = tenths.filter(|tenths| (1..=3).contains(tenths)).ok_or(
            "負担割合が1割から3割までで記録されていないため計算できません。参加者の記録に入力してください。",
        )?;
        let price = self.facts.price(of)?;
        let share = share(price, i64::from(tenths), 10, Rounding::Down).ok_or(TOO_LARGE)?;
        let derivation = format!("{} × {tenths}割 ＝ {}", yen(price), yen(share));
        let unit = |attendance| attendance_unit(attendance).derived(share, derivation.clone());
        Ok(stay.attendances.iter().map(unit).collect())
    }

    fn once(&self, stay: &Stay<'_>, price: &Price) -> Result<Vec<Unit>, String> {
        let Some(first) = stay.attendances.first() else { return Ok(Vec::new()) };
        Ok(vec![attendance_unit(first).at(self.facts.price(price)?)])
    }

    /// Each calendar month in which the person has a place, from its first day in the term. A month shared by two stays
    /// is charged once.
    fn months(&self, stay: &Stay<'_>, price: &Price) -> Result<Vec<Unit>, String> {
        let until_now = Span { from: self.facts.term.from, to: self.whole.to };
        let Some((days, row)) = stay.enrolled.and_then(|(days, row)| Some((days.meet(until_now)?, row)))
        else {
            return Ok(Vec::new());
        };
        let unit = |month: Span| {
            let name = format!("{}分", month.shown());
            let unit = Unit::new(Counter::Months, month.from.max(days.from), name, vec![row.row()]);
            Ok(unit.at(self.facts.price(price)?))
        };
        days.months().map(unit).collect()
    }

    fn problem(&mut self, sentence: String, stay: &Stay<'_>) {
        let problem = self.remark(Remark::new(sentence, stay.rows()));
        self.statement.problems.push(problem);
    }

    fn remark(&self, remark: Remark) -> UserRemark {
        UserRemark { person: Some(self.person.to_owned()), remark: remark.about(&self.fee.label) }
    }
}

fn attendance_unit(attendance: &Attendance<'_>) -> Unit {
    let name = format!("{}の出席", wareki(attendance.on));
    Unit::new(Counter::Sessions, attendance.on, name, vec![attendance.row()])
}
