//! 数える: from a rule's basis and the facts to the units it pays for. One function for each basis.

use std::collections::BTreeMap;

use time::Date;

use super::facts::{Attendance, FeeFacts, RowRef, SessionFact, SessionState};
use super::money::{share, yen};
use super::span::Span;
use super::statement::Remark;
use super::tiers;
use super::unit::{Counter, Found, Unit};
use crate::programmes::cancelled::payable;
use crate::programmes::definition::{Basis, Cancellation, HourBand, Price, Proration, Rounding};
use crate::vocab::dates::wareki;

/// The facts as one rule sees them.
pub(super) struct Scope<'a> {
    pub facts: &'a FeeFacts,
    pub cancellation: &'a Cancellation,
    /// The days of the period that lie in the term.
    pub whole: Span,
    /// Those of them on which the rule's schedule holds.
    pub span: Span,
    /// The first day of any schedule.
    pub first_schedule: Date,
    pub counts_paid_cancellations: bool,
    pub rounding: Rounding,
}

impl<'a> Scope<'a> {
    /// The sessions that count as held for this rule, oldest first.
    fn sessions(&self) -> Vec<&'a SessionFact> {
        let counts = |session: &&SessionFact| match session.state {
            SessionState::Held => true,
            SessionState::Unrecorded => false,
            SessionState::Cancelled { decided_at, cause } => {
                self.counts_paid_cancellations
                    && payable(self.cancellation, session.held_on, decided_at, cause).payable
            }
        };
        let mut sessions: Vec<_> = self.sessions_in_span().filter(counts).collect();
        sessions.sort_by_key(|session| session.held_on);
        sessions
    }

    fn sessions_in_span(&self) -> impl Iterator<Item = &'a SessionFact> {
        self.facts.sessions.iter().filter(|session| self.span.contains(session.held_on))
    }

    /// The months charged here as a whole. A month belongs to its first day in the term, so that it is charged once,
    /// however its days are split between schedules and periods.
    pub fn whole_months(&self) -> impl Iterator<Item = Unit> {
        self.span.months().filter_map(|month| {
            let first = month.from.max(self.facts.term.from).max(self.first_schedule);
            (month.contains(first) && self.span.contains(first)).then(|| month_unit(month, first))
        })
    }
}

/// The units of a basis in the days of its schedule, oldest first.
pub(super) fn count(basis: &Basis, scope: &Scope<'_>) -> Found {
    let mut found = match basis {
        Basis::PerSession { price } => flat(scope, price, session_units(scope)),
        Basis::PerHead { price } => flat(scope, price, heads(scope)),
        Basis::PerHeadSession { price } => flat(scope, price, head_sessions(scope)),
        Basis::PerMonth { price, proration } => months(scope, price, *proration),
        Basis::PerCourse { price } => flat(scope, price, courses(scope)),
        Basis::PerBlock { sessions, price, begun } => {
            flat(scope, price, blocks(scope, usize::from(*sessions), *begun))
        }
        Basis::Tiered { per, users, tiers } => tiers::count(scope, session_units(scope), *per, *users, tiers),
        Basis::HourlyBands { bands } => hourly(scope, bands),
        Basis::AddOn { add_on, price } => flat(scope, price, given(scope, add_on)),
    };
    found.units.sort_by_key(|unit| unit.on);
    found
}

/// Every unit at the same price. The price is asked for only when there is something to pay.
fn flat(scope: &Scope<'_>, price: &Price, units: Vec<Unit>) -> Found {
    if units.is_empty() {
        return Found::default();
    }
    match scope.facts.price(price) {
        Ok(yen) => Found { units: units.into_iter().map(|unit| unit.at(yen)).collect(), ..Found::default() },
        Err(sentence) => Found::of_problem(Remark::new(sentence, vec![RowRef::Contract])),
    }
}

fn session_units(scope: &Scope<'_>) -> Vec<Unit> {
    scope.sessions().into_iter().map(session_unit).collect()
}

fn session_unit(session: &SessionFact) -> Unit {
    let name = format!("{}の回", wareki(session.held_on));
    Unit::new(Counter::Sessions, session.held_on, name, vec![session.row()])
}

fn month_unit(month: Span, on: Date) -> Unit {
    Unit::new(Counter::Months, on, format!("{}分", month.shown()), vec![RowRef::Contract])
}

/// Everyone who attended in the period, on the day of their first attendance in it.
fn heads(scope: &Scope<'_>) -> Vec<Unit> {
    by_person(scope.facts, scope.whole)
        .into_values()
        .filter_map(|attendances| {
            let first = attendances.first()?.on;
            let name = format!("{}に初めて出席した人", wareki(first));
            let rows = attendances.iter().map(Attendance::row).collect();
            scope.span.contains(first).then(|| Unit::new(Counter::Heads, first, name, rows))
        })
        .collect()
}

fn head_sessions(scope: &Scope<'_>) -> Vec<Unit> {
    let unit = |attendance: Attendance<'_>| {
        let name = format!("{}の出席", wareki(attendance.on));
        Unit::new(Counter::Attendances, attendance.on, name, vec![attendance.row()])
    };
    scope.facts.attendances(scope.span).into_iter().map(unit).collect()
}

fn months(scope: &Scope<'_>, price: &Price, proration: Proration) -> Found {
    match proration {
        Proration::None => flat(scope, price, scope.whole_months().collect()),
        Proration::ByDay => by_day(scope, price),
    }
}

/// Each month the schedule touches, by its days in it.
fn by_day(scope: &Scope<'_>, price: &Price) -> Found {
    let parts: Vec<(Span, Span)> =
        scope.span.months().filter_map(|month| Some((month, month.meet(scope.span)?))).collect();
    let units = parts.iter().map(|(month, days)| month_unit(*month, days.from)).collect();
    let mut found = flat(scope, price, units);
    for (unit, (month, days)) in found.units.iter_mut().zip(parts) {
        if days != month {
            let (part, all) = (days.days(), month.days());
            let prorated = share(unit.yen, part, all, scope.rounding).unwrap_or(unit.yen);
            unit.derivation = Some(format!("{} × {part}日 ÷ {all}日 ＝ {}", yen(unit.yen), yen(prorated)));
            unit.yen = prorated;
        }
    }
    found
}

fn courses(scope: &Scope<'_>) -> Vec<Unit> {
    let ended = scope.facts.courses_ended.iter().filter(|ended| scope.span.contains(ended.on));
    ended
        .map(|ended| {
            let name = format!("{}に終了したコース", wareki(ended.on));
            let rows = vec![RowRef::Course { course: ended.course.clone() }];
            Unit::new(Counter::Courses, ended.on, name, rows)
        })
        .collect()
}

/// Blocks of a person's attendances since the contract began: a begun one counts on its first day, otherwise a full
/// one on its last.
fn blocks(scope: &Scope<'_>, size: usize, begun: bool) -> Vec<Unit> {
    let until_now = Span { from: scope.facts.term.from, to: scope.span.to };
    let people = by_person(scope.facts, until_now);
    let blocks = people.values().flat_map(|attendances| attendances.chunks(size.max(1)));
    blocks
        .filter_map(|block| {
            let day = if begun { block.first() } else { block.last().filter(|_| block.len() == size) }?.on;
            let name = format!("{}の組", wareki(day));
            let rows = block.iter().map(Attendance::row).collect();
            scope.span.contains(day).then(|| Unit::new(Counter::Blocks, day, name, rows))
        })
        .collect()
}

fn by_person(facts: &FeeFacts, within: Span) -> BTreeMap<&str, Vec<Attendance<'_>>> {
    let mut people: BTreeMap<&str, Vec<Attendance<'_>>> = BTreeMap::new();
    for attendance in facts.attendances(within) {
        people.entry(attendance.person).or_default().push(attendance);
    }
    people
}

/// Each session at the price of the first band that is long enough for it.
fn hourly(scope: &Scope<'_>, bands: &[HourBand]) -> Found {
    let mut found = Found::default();
    for session in scope.sessions() {
        let unit = session_unit(session);
        let band = match session.minutes {
            None => Err(format!("{}の時間が記録されていません。実施の記録に入力してください。", unit.name)),
            Some(minutes) => bands.iter().find(|band| minutes <= band.to_minutes).ok_or_else(|| {
                format!(
                    "{}は{minutes}分で、どの時間区分にも入りません。記録か単価表を確認してください。",
                    unit.name
                )
            }),
        };
        let priced = band.and_then(|band| Ok((band.to_minutes, scope.facts.price(&band.price)?)));
        match priced {
            Ok((to, price)) => {
                found.units.push(unit.derived(price, format!("{to}分までの回：1回{}", yen(price))))
            }
            Err(sentence) => found.problems.push(Remark::new(sentence, unit.rows)),
        }
    }
    found
}

/// The held sessions in which an add-on was given. A cancelled session never has one.
fn given(scope: &Scope<'_>, add_on: &str) -> Vec<Unit> {
    let mut sessions: Vec<_> = scope
        .sessions_in_span()
        .filter(|session| session.state == SessionState::Held)
        .filter(|session| session.add_ons.iter().any(|code| code == add_on))
        .collect();
    sessions.sort_by_key(|session| session.held_on);
    sessions.into_iter().map(session_unit).collect()
}

impl Found {
    pub fn of_problem(problem: Remark) -> Self {
        Self { units: Vec::new(), problems: vec![problem] }
    }

    /// The unit at its derived price, or why it has none.
    pub fn take(&mut self, units: Vec<Unit>, priced: Result<(i64, String), String>, rows: &[RowRef]) {
        match priced {
            Ok((yen, derivation)) => self.units.extend(units.into_iter().map(|mut unit| {
                unit.rows.extend_from_slice(rows);
                unit.derived(yen, derivation.clone())
            })),
            Err(sentence) => self.problems.push(Remark::new(sentence, rows.to_vec())),
        }
    }
}
