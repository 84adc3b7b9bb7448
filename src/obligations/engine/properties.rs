//! What holds of every contract, whatever its days and clauses.

use std::collections::BTreeSet;

use proptest::prelude::*;
use time::{Duration, macros::date};
use uuid::Uuid;

use super::{tests::clause, *};
use crate::{
    filings::occurrences::{CourseDays, occurrences},
    obligations::library::{Parameters, Trigger, library},
    programmes::{
        Term,
        presets::{guidance, meguro, sendai, shinjuku},
    },
};

/// A contract of some length with courses inside it, bound to any rules of the library.
#[derive(Debug, Clone)]
struct Case {
    days: ContractDays,
    clauses: Vec<BoundClause>,
    arisen: Vec<Arisen>,
    programme: usize,
}

fn case() -> impl Strategy<Value = Case> {
    let rules = proptest::collection::vec(0..library().rules.len(), 0..12);
    let courses = proptest::collection::vec((0_i64..300, 0_i64..120), 0..4);
    let arisen = proptest::collection::vec((0..Occasion::ALL.len(), -30_i64..400), 0..5);
    (0_i64..2000, -60_i64..60, 1_i64..700, rules, courses, arisen, 0_usize..4).prop_map(
        |(start, signed, length, rules, courses, arisen, programme)| {
            let starts_on = date!(2023 - 04 - 01) + Duration::days(start);
            let day = |days| starts_on + Duration::days(days);
            let course = |(nth, (first, length)): (usize, (i64, i64))| CourseDays {
                id: Uuid::from_u128(nth as u128 + 1),
                name: format!("教室{nth}"),
                first_on: day(first),
                last_on: day(first + length),
            };
            let came_up = |(nth, (which, on)): (usize, (usize, i64))| Arisen {
                occasion: Occasion::ALL[which],
                on: day(on),
                key: nth.to_string(),
                subject: String::new(),
                due_on: None,
            };
            let bound = |(nth, rule): (usize, usize)| {
                let code = library().rules[rule].code.as_str();
                clause(u16::try_from(nth + 1).unwrap_or(1), &[(code, Parameters::default())])
            };
            Case {
                days: ContractDays {
                    signed_on: Some(day(signed)),
                    term: Term { starts_on, ends_on: day(length) },
                    briefings: Vec::new(),
                    courses: courses.into_iter().enumerate().map(course).collect(),
                    sessions: Vec::new(),
                    stays: None,
                },
                clauses: rules.into_iter().enumerate().map(bound).collect(),
                arisen: arisen.into_iter().enumerate().map(came_up).collect(),
                programme,
            }
        },
    )
}

fn run(case: &Case) -> Vec<DatedObligation> {
    let programme = [meguro(), shinjuku(), sendai(), guidance()][case.programme];
    let closed = ClosedDays::default();
    dated_obligations(&Facts {
        signed_on: case.days.signed_on.unwrap_or(Date::MIN),
        days: &case.days,
        filings: &programme.filings,
        reports: &programme.reports,
        clauses: &case.clauses,
        arisen: &case.arisen,
        closed: &closed,
    })
}

proptest! {
    #[test]
    fn the_same_facts_give_the_same_list(case in case()) {
        prop_assert_eq!(run(&case), run(&case));
    }

    #[test]
    fn every_obligation_has_one_name_and_days_in_order(case in case()) {
        let all = run(&case);
        let names: BTreeSet<_> = all.iter().map(|one| (&one.rule, &one.occurrence, one.owed_by)).collect();
        prop_assert_eq!(names.len(), all.len());
        let signed = case.days.signed_on.unwrap_or(Date::MIN);
        for one in &all {
            prop_assert!(one.due_on >= signed, "{} {} before {signed}", one.rule, one.due_on);
            prop_assert!(one.remind_on <= one.due_on && one.due_on <= one.last_on);
            prop_assert!(one.escalate_on >= one.last_on);
            prop_assert!(one.explanation.ends_with('。'), "{}", one.explanation);
        }
        prop_assert!(all.is_sorted_by_key(|one| one.due_on));
    }

    /// Every dated rule that is bound stands in the list once for each occurrence of its event, under its own name or as the
    /// programme's paper or report.
    #[test]
    fn no_occurrence_of_a_bound_rule_is_missing(case in case()) {
        let all = run(&case);
        for bound in case.clauses.iter().flat_map(|clause| &clause.binding.rules) {
            let Some(rule) = bound.rule() else { continue };
            let Trigger::Due(due) = rule.trigger else { continue };
            let expected = occurrences(due.event, &case.days).map_or(0, |found| found.len());
            let own = all.iter().filter(|one| one.rule == rule.code && one.owed_by == rule.owes.sides()[0]).count();
            let elsewhere = rule.same_reports
                || all.iter().any(|one| rule.same_filings.iter().any(|code| one.rule == format!("filing/{code}")));
            prop_assert!(own == expected || elsewhere || own == 0 && has_undated_paper(&case, rule), "{}", rule.code);
        }
    }
}

/// The programme has the paper, but its own event has no day yet (no briefing is registered).
fn has_undated_paper(case: &Case, rule: &crate::obligations::library::Rule) -> bool {
    let programme = [meguro(), shinjuku(), sendai(), guidance()][case.programme];
    programme.filings.iter().any(|filing| {
        rule.same_filings.contains(&filing.code)
            && filing.due.is_some_and(|due| occurrences(due.event, &case.days).is_err())
    })
}
