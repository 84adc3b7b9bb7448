//! Worked cases of the field, domain-rules A4.6, A4.9 and A6.4, through clauses that were confirmed.

use time::macros::date;
use uuid::Uuid;

use super::*;
use crate::{
    filings::occurrences::{BriefingDay, CourseDays},
    obligations::{
        binding::{Binding, BoundRule, ClauseRef},
        library::{Evidence, Gate, Mode, Parameters},
    },
    programmes::{
        Term,
        definition::Offset,
        presets::{meguro, sendai, shinjuku},
    },
    vocab::side::Side,
};

pub fn clause(number: u16, rules: &[(&str, Parameters)]) -> BoundClause {
    let clause = ClauseRef { set: Uuid::from_u128(1), number, label: number.to_string() };
    let rules = rules
        .iter()
        .map(|(code, parameters)| BoundRule { code: (*code).into(), parameters: parameters.clone() })
        .collect();
    BoundClause { clause, binding: Binding { rules, reason: String::new() } }
}

fn plain(number: u16, code: &str) -> BoundClause {
    clause(number, &[(code, Parameters::default())])
}

pub fn days() -> ContractDays {
    ContractDays {
        signed_on: Some(date!(2024 - 04 - 01)),
        term: Term { starts_on: date!(2024 - 05 - 01), ends_on: date!(2025 - 03 - 31) },
        briefings: Vec::new(),
        courses: Vec::new(),
        sessions: Vec::new(),
        stays: None,
    }
}

fn course(id: u128, name: &str, first_on: Date, last_on: Date) -> CourseDays {
    CourseDays { id: Uuid::from_u128(id), name: name.into(), first_on, last_on }
}

fn run(days: &ContractDays, clauses: &[BoundClause], arisen: &[Arisen]) -> Vec<DatedObligation> {
    let closed = ClosedDays::default();
    let signed_on = days.signed_on.unwrap();
    dated_obligations(&Facts {
        signed_on,
        days,
        filings: &[],
        reports: &[],
        clauses,
        arisen,
        closed: &closed,
    })
}

/// `(due, last day)` of every obligation of a rule.
fn dates(all: &[DatedObligation], rule: &str) -> Vec<(Date, Date)> {
    all.iter().filter(|one| one.rule == rule).map(|one| (one.due_on, one.last_on)).collect()
}

#[test]
fn the_custodian_list_is_due_the_open_day_before_the_start_and_shuts_the_people() {
    let all = run(&days(), &[plain(13, "custodian_list")], &[]);
    assert_eq!(dates(&all, "custodian_list"), [(date!(2024 - 04 - 30), date!(2024 - 04 - 30))]);
    let list = &all[0];
    assert_eq!((list.gate, list.evidence), (Some(Gate::PeopleVisible), Evidence::Roster));
    assert_eq!((list.clauses[0].number, list.occurrence.as_str()), (13, "start"));
    assert_eq!(list.remind_on, date!(2024 - 04 - 16));
    let late = ContractDays { signed_on: Some(date!(2024 - 05 - 10)), ..days() };
    let all = run(&late, &[plain(13, "custodian_list")], &[]);
    assert_eq!(dates(&all, "custodian_list"), [(date!(2024 - 05 - 10), date!(2024 - 05 - 10))]);
    assert!(all[0].explanation.ends_with("締結日が期限です。"), "{}", all[0].explanation);
    assert_eq!(run(&days(), &[], &[]), [], "nothing is demanded without a clause");
}

/// A6.4 and 新宿型: once in each fiscal year; the ward's own duty.
#[test]
fn an_inspection_is_due_in_each_fiscal_year_of_the_term() {
    let term = Term { starts_on: date!(2022 - 04 - 01), ends_on: date!(2024 - 09 - 30) };
    let days = ContractDays { signed_on: Some(date!(2022 - 03 - 25)), term, ..days() };
    let all = run(&days, &[plain(15, "inspection"), plain(16, "inspection")], &[]);
    let due: Vec<Date> = all.iter().map(|one| one.due_on).collect();
    assert_eq!(due, [date!(2023 - 03 - 31), date!(2024 - 03 - 31), date!(2024 - 09 - 30)]);
    assert!(all.iter().all(|one| one.owed_by == Side::Ward && one.clauses.len() == 2));
}

/// A4.9: three weeks before the briefing, and the open day before a holiday.
#[test]
fn papers_before_a_briefing() {
    for (briefing, due) in
        [(date!(2024 - 06 - 03), date!(2024 - 05 - 13)), (date!(2024 - 05 - 27), date!(2024 - 05 - 02))]
    {
        let briefings = vec![BriefingDay { id: Uuid::from_u128(3), on: briefing }];
        let days = ContractDays { briefings, ..days() };
        let all = run(&days, &[plain(6, "programme_set")], &[]);
        assert_eq!(dates(&all, "programme_set"), [(due, due)]);
        assert!(all[0].occurrence.starts_with("briefing:"));
    }
    assert_eq!(run(&days(), &[plain(6, "programme_set")], &[]), [], "no briefing, no day yet");
}

/// A4.9: 2024-09-19 → 2024-10-03; 2024-12-16 → 2024-12-30, closed without a rollover: grace until 2025-01-06.
#[test]
fn a_course_is_reported_two_weeks_after_its_last_session() {
    let courses = vec![
        course(1, "春", date!(2024 - 06 - 06), date!(2024 - 09 - 19)),
        course(2, "秋", date!(2024 - 08 - 19), date!(2024 - 12 - 16)),
    ];
    let days = ContractDays { courses, ..days() };
    let closed = ClosedDays::default();
    let clauses = [plain(32, "business_report"), plain(29, "data_return")];
    let facts = Facts {
        signed_on: date!(2024 - 04 - 01),
        days: &days,
        filings: &meguro().filings,
        reports: &meguro().reports,
        clauses: &clauses,
        arisen: &[],
        closed: &closed,
    };
    let all = dated_obligations(&facts);
    let report = format!("report/{}", meguro().reports[0].code);
    let expected =
        [(date!(2024 - 10 - 03), date!(2024 - 10 - 03)), (date!(2024 - 12 - 30), date!(2025 - 01 - 06))];
    assert_eq!(dates(&all, &report), expected);
    assert_eq!(dates(&all, "business_report"), [], "the programme's report is the same duty");
    let first = all.iter().find(|one| one.rule == report).unwrap();
    assert_eq!((first.title.as_str(), first.clauses[0].number), ("実施報告書の提出（春）", 32));
    assert_eq!(dates(&all, "data_return"), [], "the programme's paper is the same duty");
    let paper = all.iter().find(|one| one.rule == "filing/data_return").unwrap();
    assert_eq!((paper.due_on, paper.evidence), (date!(2024 - 10 - 03), Evidence::Erasure));
    assert_eq!(paper.clauses[0].number, 29);
}

#[test]
fn a_programme_without_courses_yet_is_reported_at_its_end() {
    let closed = ClosedDays::default();
    let days = days();
    let facts = Facts {
        signed_on: date!(2024 - 04 - 01),
        days: &days,
        filings: &[],
        reports: &meguro().reports,
        clauses: &[],
        arisen: &[],
        closed: &closed,
    };
    let all = dated_obligations(&facts);
    assert_eq!((all[0].due_on, all[0].occurrence.as_str()), (date!(2025 - 04 - 14), "end"));
    assert!(all[0].explanation.starts_with("教室が未登録のため"));
    let monthly = dated_obligations(&Facts { reports: &shinjuku().reports, ..facts });
    assert_eq!(monthly.len(), 11, "May to March");
    assert_eq!(monthly[0].due_on, date!(2024 - 06 - 10));
}

/// 仙台型: by quarter and course, each on the next open day by its own rule.
#[test]
fn a_rolling_class_is_reported_by_quarter() {
    let courses = vec![course(1, "泉教室", date!(2024 - 09 - 05), date!(2025 - 03 - 27))];
    let term = Term { starts_on: date!(2024 - 07 - 01), ends_on: date!(2025 - 03 - 31) };
    let days = ContractDays { courses, term, ..days() };
    let closed = ClosedDays::default();
    let facts = Facts {
        signed_on: date!(2024 - 06 - 20),
        days: &days,
        filings: &[],
        reports: &sendai().reports,
        clauses: &[],
        arisen: &[],
        closed: &closed,
    };
    let all = dated_obligations(&facts);
    let due: Vec<(&str, Date)> = all.iter().map(|one| (one.title.as_str(), one.due_on)).collect();
    assert_eq!(
        due,
        [
            ("事業実績報告書の提出（泉教室・令和6年7月〜9月分）", date!(2024 - 10 - 10)),
            ("事業実績報告書の提出（泉教室・令和6年10月〜12月分）", date!(2025 - 01 - 10)),
            ("事業実績報告書の提出（泉教室・令和7年1月〜3月分）", date!(2025 - 04 - 10)),
        ]
    );
}

fn arisen(occasion: Occasion, on: Date) -> Arisen {
    Arisen { occasion, on, key: on.to_string(), subject: String::new(), due_on: None }
}

/// A4.6: five business days from the day media left or were erased.
#[test]
fn an_erasure_is_reported_within_five_business_days() {
    for (base, due) in [
        (date!(2024 - 09 - 10), date!(2024 - 09 - 18)),
        (date!(2024 - 09 - 12), date!(2024 - 09 - 20)),
        (date!(2024 - 12 - 24), date!(2025 - 01 - 07)),
        (date!(2025 - 03 - 31), date!(2025 - 04 - 07)),
        (date!(2025 - 04 - 25), date!(2025 - 05 - 07)),
        (date!(2026 - 09 - 17), date!(2026 - 09 - 29)),
        (date!(2026 - 12 - 25), date!(2027 - 01 - 07)),
        (date!(2026 - 12 - 28), date!(2027 - 01 - 08)),
    ] {
        let all = run(&days(), &[plain(2, "media_erasure_report")], &[arisen(Occasion::Erasure, base)]);
        assert_eq!(dates(&all, "media_erasure_report"), [(due, due)], "{base}");
    }
}

#[test]
fn each_thing_that_comes_up_opens_its_own_duties() {
    let clauses = [
        clause(19, &[("incident", Parameters::default()), ("incident_report", Parameters::default())]),
        plain(6, "take_out"),
    ];
    let up = [
        arisen(Occasion::Incident, date!(2024 - 09 - 24)),
        arisen(Occasion::Incident, date!(2024 - 10 - 02)),
    ];
    let all = run(&days(), &clauses, &up);
    assert_eq!(dates(&all, "incident").len(), 2);
    assert_eq!(dates(&all, "incident_report")[0], (date!(2024 - 09 - 30), date!(2024 - 09 - 30)));
    assert_eq!(dates(&all, "take_out"), [], "nobody wants to take anything out");
    assert!(all.iter().all(|one| one.occurrence.starts_with("arisen:incident:")));
}

#[test]
fn what_is_forbidden_or_free_asks_for_no_application() {
    let up = [arisen(Occasion::Copying, date!(2024 - 09 - 24))];
    for (mode, asked) in [(Mode::Never, 0), (Mode::Free, 0), (Mode::Consent, 1)] {
        let set = Parameters { mode: Some(mode), ..Parameters::default() };
        assert_eq!(run(&days(), &[clause(9, &[("copying", set)])], &up).len(), asked, "{mode:?}");
    }
    assert_eq!(run(&days(), &[plain(2, "secrecy")], &up), [], "a condition asks for nothing");
}

#[test]
fn the_strictest_of_several_clauses_holds() {
    let weeks = |weeks| Parameters { offset: Some(Offset::WeeksAfter(weeks)), ..Parameters::default() };
    let clauses = [clause(11, &[("data_erasure", weeks(4))]), clause(12, &[("data_erasure", weeks(1))])];
    let all = run(&days(), &clauses, &[]);
    assert_eq!(dates(&all, "data_erasure"), [(date!(2025 - 04 - 07), date!(2025 - 04 - 07))]);
    assert_eq!(all[0].clauses.len(), 2);
}

#[test]
fn a_cycle_ends_with_the_contract_and_both_sides_owe_their_own() {
    let every = |months| Parameters { every_months: Some(months), ..Parameters::default() };
    let training =
        |months| dates(&run(&days(), &[clause(18, &[("training", every(months))])], &[]), "training");
    let on = |all: Vec<(Date, Date)>| all.into_iter().map(|(due, _)| due).collect::<Vec<_>>();
    assert_eq!(on(training(6)), [date!(2024 - 10 - 31), date!(2025 - 03 - 31)]);
    assert_eq!(on(training(12)), [date!(2025 - 03 - 31)]);
    let contacts = run(&days(), &[plain(6, "emergency_contacts")], &[]);
    let sides: Vec<Side> = contacts.iter().map(|one| one.owed_by).collect();
    assert_eq!(sides, [Side::Contractor, Side::Ward]);
}

#[test]
fn a_course_that_moves_keeps_the_name_of_its_obligation() {
    let at = |last_on| {
        let courses = vec![course(1, "春", date!(2024 - 06 - 06), last_on)];
        let all = run(&ContractDays { courses, ..days() }, &[plain(6, "results")], &[]);
        (all[0].occurrence.clone(), all[0].due_on)
    };
    let (before, after) = (at(date!(2024 - 09 - 19)), at(date!(2024 - 09 - 26)));
    assert_eq!(before.0, after.0);
    assert_eq!((before.1, after.1), (date!(2024 - 10 - 03), date!(2024 - 10 - 10)));
}

#[test]
fn a_contracts_papers_are_those_of_its_programme_and_of_its_clauses() {
    let codes = |clauses: &[BoundClause]| -> Vec<String> {
        papers(clauses, &shinjuku().filings).into_iter().map(|paper| paper.code).collect()
    };
    let programme = ["custodians", "education", "accident", "erasure"];
    assert_eq!(codes(&[]), programme);
    let asked = [plain(1, "custodian_list"), plain(2, "work_places"), plain(3, "training")];
    assert_eq!(codes(&asked), ["education", "accident", "erasure", "clause/work_places"]);
    let closed = ClosedDays::default();
    let days = days();
    let all = dated_obligations(&Facts {
        signed_on: date!(2024 - 04 - 01),
        days: &days,
        filings: &shinjuku().filings,
        reports: &[],
        clauses: &asked,
        arisen: &[],
        closed: &closed,
    });
    let roster = all.iter().find(|one| one.rule == "filing/custodians").unwrap();
    assert_eq!((roster.evidence, roster.gate), (Evidence::Roster, Some(Gate::PeopleVisible)));
    assert_eq!(dates(&all, "custodian_list"), []);
}
