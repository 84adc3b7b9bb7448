//! The rhythm of a service: its term in whole months, days a week (Monday to Sunday), one monitoring in each month of
//! the term. A month is a month of service, counted from the first day (domain rule A4.10).

use time::{Date, Duration};

use crate::{
    programmes::ServicePlan,
    vocab::dates::{add_months, period_end, with_weekday},
};

/// First and last day of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    pub first: Date,
    pub last: Date,
}

/// One month of the term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServiceMonth {
    /// Counted from 1.
    pub number: u8,
    pub first: Date,
    pub last: Date,
    pub monitored_on: Option<Date>,
}

impl Term {
    /// The term of a service whose first day is `first`.
    pub fn starting(first: Date, plan: &ServicePlan) -> Self {
        Self { first, last: period_end(first, u16::from(plan.months)) }
    }

    pub fn contains(self, day: Date) -> bool {
        (self.first..=self.last).contains(&day)
    }

    /// The months of the term, each with its first monitoring.
    pub fn months(self, plan: &ServicePlan, monitored: &[Date]) -> Vec<ServiceMonth> {
        let month = |number: u8| {
            let first = add_months(self.first, i32::from(number) - 1);
            let last = period_end(self.first, u16::from(number));
            let monitored_on = monitored.iter().copied().filter(|day| (first..=last).contains(day)).min();
            ServiceMonth { number, first, last, monitored_on }
        };
        let every = plan.monitoring_every_months.max(1);
        (1..=plan.months).filter(|number| number.is_multiple_of(every)).map(month).collect()
    }
}

/// The Monday of the week a day belongs to.
pub fn monday(day: Date) -> Date {
    day.saturating_sub(Duration::days(i64::from(day.weekday().number_days_from_monday())))
}

/// The sentence when one more day makes a week too full; `attended` are the days already recorded, the new one left out.
pub fn too_many(day: Date, attended: &[Date], plan: &ServicePlan) -> Option<String> {
    let in_week = attended.iter().filter(|other| monday(**other) == monday(day)).count() + 1;
    (in_week > usize::from(plan.most_days_per_week)).then(|| {
        format!(
            "{}から始まる週の通所が{in_week}日になります。通所は週{}日までです。",
            with_weekday(monday(day)),
            plan.most_days_per_week
        )
    })
}

/// The Mondays of the whole weeks of the term, ended before `today`, that had fewer days than planned.
pub fn thin_weeks(term: Term, attended: &[Date], plan: &ServicePlan, today: Date) -> Vec<Date> {
    let mut weeks = Vec::new();
    let mut week = monday(term.first.saturating_add(Duration::days(6)));
    while week.saturating_add(Duration::days(6)) <= term.last
        && week.saturating_add(Duration::days(6)) < today
    {
        let days = attended.iter().filter(|day| monday(**day) == week).count();
        if days < usize::from(plan.least_days_per_week) {
            weeks.push(week);
        }
        week = week.saturating_add(Duration::days(7));
    }
    weeks
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::programmes::shinjuku;

    fn plan() -> &'static ServicePlan {
        Box::leak(Box::new(shinjuku().service().unwrap()))
    }

    #[test]
    fn a_term_is_three_months_of_service_and_not_of_the_calendar() {
        let term = Term::starting(date!(2026 - 04 - 06), plan());
        assert_eq!(term.last, date!(2026 - 07 - 05));
        assert!(term.contains(term.last) && !term.contains(date!(2026 - 07 - 06)));
        let months =
            term.months(plan(), &[date!(2026 - 05 - 05), date!(2026 - 05 - 06), date!(2026 - 07 - 30)]);
        let found: Vec<_> =
            months.iter().map(|month| (month.number, month.first, month.last, month.monitored_on)).collect();
        assert_eq!(
            found,
            [
                (1, date!(2026 - 04 - 06), date!(2026 - 05 - 05), Some(date!(2026 - 05 - 05))),
                (2, date!(2026 - 05 - 06), date!(2026 - 06 - 05), Some(date!(2026 - 05 - 06))),
                (3, date!(2026 - 06 - 06), date!(2026 - 07 - 05), None),
            ]
        );
    }

    #[test]
    fn the_fourth_day_of_a_week_is_too_many_and_sunday_ends_the_week() {
        let three = [date!(2026 - 11 - 16), date!(2026 - 11 - 18), date!(2026 - 11 - 20)];
        let sentence = too_many(date!(2026 - 11 - 22), &three, plan()).unwrap();
        assert_eq!(sentence, "11月16日（月）から始まる週の通所が4日になります。通所は週3日までです。");
        assert_eq!(too_many(date!(2026 - 11 - 23), &three, plan()), None);
        assert_eq!(too_many(date!(2026 - 11 - 22), &three[..2], plan()), None);
    }

    #[test]
    fn only_whole_weeks_that_are_over_can_be_thin() {
        // The term begins on a Wednesday: the first whole week begins on 11 May.
        let term = Term::starting(date!(2026 - 05 - 06), plan());
        let attended = [date!(2026 - 05 - 06), date!(2026 - 05 - 12)];
        assert!(thin_weeks(term, &attended, plan(), date!(2026 - 05 - 18)).is_empty());
        assert!(thin_weeks(term, &attended, plan(), date!(2026 - 05 - 24)).is_empty());
        assert_eq!(thin_weeks(term, &attended, plan(), date!(2026 - 05 - 25)), [date!(2026 - 05 - 18)]);
        assert_eq!(thin_weeks(term, &[], plan(), date!(2027 - 01 - 01)).len(), 12);
    }
}
