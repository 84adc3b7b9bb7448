//! The dated obligations of a contract, by hand-written rules. This list is a seam: the later obligation engine (rules
//! as data, bound to clauses by the ward) replaces [`dated_obligations`] and keeps [`DatedObligation`] as its result.

use time::{Date, Duration, Month};

use super::{ClauseText, DatedObligation, OwedBy, RuleCode, Topic, clause_for};
use crate::{
    programmes::{
        Term,
        definition::{Cadence, Report},
        report_periods::ReportPeriod,
    },
    vocab::{
        business_days::ClosedDays,
        dates::{fiscal_year, fiscal_year_label, wareki},
    },
};

/// What the rules need to know of a contract.
#[derive(Debug, Clone, Copy)]
pub struct ContractFacts<'a> {
    pub signed_on: Date,
    pub starts_on: Date,
    pub ends_on: Date,
    /// The reports the programme asks for.
    pub reports: &'a [Report],
    /// The contract's courses with the days of their first and last session; empty for a service without courses.
    pub courses: &'a [CourseSpan<'a>],
    pub clauses: &'a [ClauseText<'a>],
}

/// A course by name and days.
#[derive(Debug, Clone, Copy)]
pub struct CourseSpan<'a> {
    pub name: &'a str,
    pub first_on: Date,
    pub last_on: Date,
}

impl ContractFacts<'_> {
    fn term(&self) -> Term {
        Term { starts_on: self.starts_on, ends_on: self.ends_on }
    }
}

/// Every dated obligation of a contract, by due date. Dates beyond the calendar's range are left out.
pub fn dated_obligations(facts: &ContractFacts<'_>, closed: &ClosedDays) -> Vec<DatedObligation> {
    let mut all = vec![with_open_day(custodian_list(facts), -Duration::DAY, closed)];
    all.extend(yearly_inspections(facts).into_iter().map(|one| with_open_day(one, -Duration::DAY, closed)));
    all.extend(facts.reports.iter().flat_map(|report| reports(facts, report, closed)));
    all.extend(erasure_report(facts).map(|one| with_open_day(one, Duration::DAY, closed)));
    all.sort_by(|a, b| (a.due_on, a.rule, &a.title).cmp(&(b.due_on, b.rule, &b.title)));
    all
}

fn custodian_list(facts: &ContractFacts<'_>) -> DatedObligation {
    let clause = clause_for(Topic::CustodianList, facts.clauses);
    let eve = facts.starts_on.previous_day().unwrap_or(facts.starts_on);
    let (asked, rule) = match clause {
        Some(number) => (
            eve,
            format!(
                "特記事項{number}が名簿を求めているため、契約の開始日（{}）の前日まで",
                wareki(facts.starts_on)
            ),
        ),
        None => (facts.starts_on, format!("契約の開始日（{}）まで", wareki(facts.starts_on))),
    };
    let late = facts.signed_on > asked;
    let signed = if late {
        format!("締結日（{}）がその後のため、締結日が期限です。", wareki(facts.signed_on))
    } else {
        String::new()
    };
    DatedObligation {
        rule: RuleCode::CustodianList,
        title: "従事者名簿の提出".to_owned(),
        clause,
        due_on: asked.max(facts.signed_on),
        open_day: None,
        explanation: format!(
            "{rule}。{signed}区が名簿を受理するまで、従事者は参加者の情報を見ることができません。"
        ),
        owed_by: OwedBy::Contractor,
    }
}

fn yearly_inspections(facts: &ContractFacts<'_>) -> Vec<DatedObligation> {
    let clause = clause_for(Topic::Inspection, facts.clauses);
    (fiscal_year(facts.starts_on)..=fiscal_year(facts.ends_on))
        .filter_map(|year| {
            let year_end = Date::from_calendar_date(year + 1, Month::March, 31).ok()?;
            let due_on = year_end.min(facts.ends_on);
            let last_day = if due_on < year_end { "（契約の終了日）" } else { "" };
            Some(DatedObligation {
                rule: RuleCode::YearlyInspection,
                title: format!("実地検査（{}）", fiscal_year_label(year)),
                clause,
                due_on,
                open_day: None,
                explanation: format!(
                    "年度当たり1回以上。{}は{}{last_day}まで{}。",
                    fiscal_year_label(year),
                    wareki(due_on),
                    related(clause)
                ),
                owed_by: OwedBy::Ward,
            })
        })
        .collect()
}

/// One for each period of the report, and of each course where there are courses.
fn reports(facts: &ContractFacts<'_>, report: &Report, closed: &ClosedDays) -> Vec<DatedObligation> {
    let courses: Vec<(&str, Date, Date)> = if facts.courses.is_empty() {
        vec![("", facts.starts_on, facts.ends_on)]
    } else {
        facts.courses.iter().map(|course| (course.name, course.first_on, course.last_on)).collect()
    };
    let one = |(name, first_on, last_on): (&str, Date, Date)| -> Vec<DatedObligation> {
        let periods = if report.cadence == Cadence::PerCourse {
            vec![ReportPeriod::of_course(first_on, last_on)]
        } else {
            report.cadence.periods(facts.term())
        };
        let meets = |period: &ReportPeriod| period.first_on <= last_on && first_on <= period.last_on;
        let asked = periods.into_iter().filter(meets);
        asked.map(|period| report_obligation(facts, report, name, period, closed)).collect()
    };
    courses.into_iter().flat_map(one).collect()
}

/// 「実績報告書の提出（あおば教室・令和8年7月〜9月分）」. An accepted report closes the obligation of this title.
pub fn report_obligation_title(report: &str, course: &str, period: ReportPeriod) -> String {
    let label = period.label();
    let parts: Vec<&str> = [course, &label].into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        format!("{report}の提出")
    } else {
        format!("{report}の提出（{}）", parts.join("・"))
    }
}

fn report_obligation(
    facts: &ContractFacts<'_>,
    report: &Report,
    course: &str,
    period: ReportPeriod,
    closed: &ClosedDays,
) -> DatedObligation {
    let due = period.due(report, facts.term(), closed);
    let open_day = due.open_day();
    let unplanned = report.cadence == Cadence::PerCourse && course.is_empty();
    let explanation = if unplanned {
        format!("コースが未登録のため、契約の終了日で数えています。{}", due.explanation)
    } else {
        due.explanation
    };
    DatedObligation {
        rule: RuleCode::of_report(report.cadence),
        title: report_obligation_title(&report.title, course, period),
        clause: clause_for(Topic::Report, facts.clauses),
        due_on: due.due_on,
        open_day,
        explanation,
        owed_by: OwedBy::Contractor,
    }
}

fn erasure_report(facts: &ContractFacts<'_>) -> Option<DatedObligation> {
    let clause = clause_for(Topic::Erasure, facts.clauses);
    let last_course = facts.courses.iter().map(|course| course.last_on).max();
    let (end, base) =
        last_course.map_or((facts.ends_on, "契約の終了日"), |last| (last, "最後のコースの最終日"));
    Some(DatedObligation {
        rule: RuleCode::ErasureReport,
        title: "個人情報の返還・消去の報告".to_owned(),
        clause,
        due_on: end.checked_add(Duration::weeks(2))?,
        open_day: None,
        explanation: format!("{base}（{}）の2週間後まで{}。", wareki(end), related(clause)),
        owed_by: OwedBy::Contractor,
    })
}

/// Names the open day to act by when the due date is closed. Gives up after 60 closed days in a row.
fn with_open_day(mut obligation: DatedObligation, step: Duration, closed: &ClosedDays) -> DatedObligation {
    let due = obligation.due_on;
    if closed.is_closed(due) {
        let mut days = std::iter::successors(due.checked_add(step), |day| day.checked_add(step)).take(60);
        obligation.open_day = days.find(|day| !closed.is_closed(*day));
    }
    if let Some(open) = obligation.open_day {
        let word = if step.is_negative() { "直前の開庁日" } else { "翌開庁日" };
        obligation.explanation.push_str(&format!("期限の日は閉庁日です（{word}は{}）。", wareki(open)));
    }
    obligation
}

fn related(clause: Option<u16>) -> String {
    clause.map_or_else(String::new, |number| format!("（関係する特記事項：{number}）"))
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::programmes::presets::{meguro, sendai, shinjuku};

    const CUSTODIANS: ClauseText<'static> =
        ClauseText {
            number: 13, heading: Some("従事者の指定"), text: "取扱責任者を定めて区へ届け出る。"
        };
    const INSPECTION: ClauseText<'static> =
        ClauseText { number: 16, heading: Some("検査"), text: "検査は年度ごとに一度行う。" };

    fn course_contract<'a>(courses: &'a [CourseSpan<'a>]) -> ContractFacts<'a> {
        ContractFacts {
            signed_on: date!(2024 - 04 - 01),
            starts_on: date!(2024 - 05 - 01),
            ends_on: date!(2025 - 03 - 31),
            reports: &meguro().reports,
            courses,
            clauses: &[CUSTODIANS, INSPECTION],
        }
    }

    fn of(rule: RuleCode, facts: &ContractFacts<'_>) -> Vec<DatedObligation> {
        let all = dated_obligations(facts, &ClosedDays::default());
        all.into_iter().filter(|obligation| obligation.rule == rule).collect()
    }

    #[test]
    fn the_custodian_list_is_due_the_day_before_the_start_when_a_clause_asks_for_it() {
        let facts = course_contract(&[]);
        let list = &of(RuleCode::CustodianList, &facts)[0];
        assert_eq!(
            (list.due_on, list.clause, list.owed_by),
            (date!(2024 - 04 - 30), Some(13), OwedBy::Contractor)
        );
        let without = ContractFacts { clauses: &[], ..facts };
        let list = &of(RuleCode::CustodianList, &without)[0];
        assert_eq!((list.due_on, list.clause), (date!(2024 - 05 - 01), None));
        let signed_late = ContractFacts { signed_on: date!(2024 - 05 - 10), ..facts };
        assert_eq!(of(RuleCode::CustodianList, &signed_late)[0].due_on, date!(2024 - 05 - 10));
        assert!(of(RuleCode::CustodianList, &signed_late)[0].explanation.contains("締結日が期限です"));
    }

    /// 新宿型: contract 2022-04-01 to 2023-03-31, no inspection by then is overdue from 2023-04-01.
    #[test]
    fn an_inspection_is_due_in_each_fiscal_year_of_the_term() {
        let facts = ContractFacts {
            starts_on: date!(2022 - 04 - 01),
            ends_on: date!(2023 - 03 - 31),
            ..course_contract(&[])
        };
        let one = of(RuleCode::YearlyInspection, &facts);
        assert_eq!(one.iter().map(|o| o.due_on).collect::<Vec<_>>(), [date!(2023 - 03 - 31)]);
        assert_eq!((one[0].owed_by, one[0].clause), (OwedBy::Ward, Some(16)));
        assert_eq!(
            one[0].explanation,
            "年度当たり1回以上。令和4年度は令和5年3月31日まで（関係する特記事項：16）。"
        );
        let over_three_years = ContractFacts { ends_on: date!(2024 - 09 - 30), ..facts };
        let due: Vec<Date> =
            of(RuleCode::YearlyInspection, &over_three_years).iter().map(|o| o.due_on).collect();
        assert_eq!(due, [date!(2023 - 03 - 31), date!(2024 - 03 - 31), date!(2024 - 09 - 30)]);
    }

    /// 目黒型: last session 2024-09-19 → 2024-10-03; 2024-12-16 → 2024-12-30, closed, open again 2025-01-06 when
    /// the 4th and 5th are a weekend.
    #[test]
    fn a_course_is_reported_two_weeks_after_its_last_day() {
        let courses = [
            CourseSpan { name: "春", first_on: date!(2024 - 06 - 06), last_on: date!(2024 - 09 - 19) },
            CourseSpan { name: "秋", first_on: date!(2024 - 08 - 19), last_on: date!(2024 - 12 - 16) },
        ];
        let facts = course_contract(&courses);
        let reports = of(RuleCode::CourseReport, &facts);
        let dates: Vec<_> = reports.iter().map(|o| (o.due_on, o.open_day)).collect();
        assert_eq!(
            dates,
            [(date!(2024 - 10 - 03), None), (date!(2024 - 12 - 30), Some(date!(2025 - 01 - 06)))]
        );
        assert_eq!(reports[1].title, "実施報告書の提出（秋）");
        assert!(reports[1].explanation.contains("翌開庁日（令和7年1月6日）"), "{}", reports[1].explanation);
        let erasure = &of(RuleCode::ErasureReport, &facts)[0];
        assert_eq!(erasure.due_on, date!(2024 - 12 - 30));
        assert!(erasure.explanation.starts_with("最後のコースの最終日（令和6年12月16日）の2週間後まで"));
    }

    #[test]
    fn a_contract_without_courses_yet_uses_its_own_end() {
        let facts = course_contract(&[]);
        assert_eq!(of(RuleCode::CourseReport, &facts)[0].due_on, date!(2025 - 04 - 14));
        assert_eq!(of(RuleCode::ErasureReport, &facts)[0].due_on, date!(2025 - 04 - 14));
    }

    #[test]
    fn an_individual_service_is_reported_by_the_tenth_of_each_next_month() {
        let facts = ContractFacts {
            starts_on: date!(2024 - 11 - 15),
            ends_on: date!(2025 - 01 - 31),
            reports: &shinjuku().reports,
            ..course_contract(&[])
        };
        let reports = of(RuleCode::MonthlyReport, &facts);
        let due: Vec<Date> = reports.iter().map(|o| o.due_on).collect();
        assert_eq!(due, [date!(2024 - 12 - 10), date!(2025 - 01 - 10), date!(2025 - 02 - 10)]);
        assert_eq!(reports[0].title, "利用実績報告書の提出（令和6年11月分）");
        assert!(of(RuleCode::CourseReport, &facts).is_empty());
    }

    /// 仙台型: by quarter and course; each on the next open day by its own rule.
    #[test]
    fn a_rolling_class_is_reported_by_quarter() {
        let courses =
            [CourseSpan {
                name: "泉教室", first_on: date!(2024 - 09 - 05), last_on: date!(2025 - 03 - 27)
            }];
        let facts = ContractFacts {
            starts_on: date!(2024 - 07 - 01),
            reports: &sendai().reports,
            ..course_contract(&courses)
        };
        let reports = of(RuleCode::PeriodReport, &facts);
        let due: Vec<(&str, Date)> = reports.iter().map(|one| (one.title.as_str(), one.due_on)).collect();
        assert_eq!(
            due,
            [
                ("事業実績報告書の提出（泉教室・令和6年7月〜9月分）", date!(2024 - 10 - 10)),
                ("事業実績報告書の提出（泉教室・令和6年10月〜12月分）", date!(2025 - 01 - 10)),
                ("事業実績報告書の提出（泉教室・令和7年1月〜3月分）", date!(2025 - 04 - 10)),
            ]
        );
    }

    #[test]
    fn what_must_come_before_shows_the_open_day_before() {
        let facts = ContractFacts { starts_on: date!(2024 - 05 - 06), ..course_contract(&[]) };
        let list = &of(RuleCode::CustodianList, &facts)[0];
        assert_eq!((list.due_on, list.open_day), (date!(2024 - 05 - 05), Some(date!(2024 - 05 - 02))));
    }

    #[test]
    fn the_list_is_in_order_and_survives_the_end_of_the_calendar() {
        let far = ContractFacts {
            starts_on: date!(9999 - 12 - 01),
            ends_on: Date::MAX,
            reports: &shinjuku().reports,
            ..course_contract(&[])
        };
        let all = dated_obligations(&far, &ClosedDays::default());
        assert!(all.is_sorted_by_key(|obligation| obligation.due_on));
        assert!(all.iter().all(|obligation| obligation.rule != RuleCode::ErasureReport));
    }
}
