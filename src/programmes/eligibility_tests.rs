use proptest::prelude::*;
use time::macros::date;

use super::*;

/// 仙台型 (A4.1).
fn sendai() -> Definition {
    crate::programmes::presets::sendai().clone()
}

/// 目黒型 (A4.7).
fn meguro() -> Definition {
    crate::programmes::presets::meguro().clone()
}

fn services(used: &[&str]) -> std::collections::BTreeSet<String> {
    used.iter().map(|&service| service.to_owned()).collect()
}

/// Seventy, SARC-F 4, nothing else, sheet 可.
fn applicant() -> Facts {
    Facts {
        born_on: Some(date!(1954 - 05 - 01)),
        starts_on: Some(date!(2024 - 09 - 01)),
        applied_on: Some(date!(2024 - 08 - 10)),
        resident: Some(true),
        insured_here: Some(true),
        certification: Some(Certification::None),
        services: [(ServiceGroup::LongTermCare, services(&[])), (ServiceGroup::Prevention, services(&[]))]
            .into(),
        own_facility_user: Some(false),
        instruments: [("sarc_f".to_owned(), Reading::Value(Decimal::whole(4)))].into(),
        screenings: [("condition".to_owned(), Outcome::Fit)].into(),
        ..Facts::default()
    }
}

fn with(change: impl FnOnce(&mut Facts)) -> Facts {
    let mut facts = applicant();
    change(&mut facts);
    facts
}

fn using(certification: Certification, group: ServiceGroup, used: &[&str]) -> Facts {
    with(|facts| {
        facts.certification = Some(certification);
        facts.services.insert(group, services(used));
    })
}

/// A4.1, cases 1 to 10.
#[test]
fn the_worked_cases_of_sendai() {
    use Certification::{ProgrammeTarget, Support1, Support2};
    use Finding::{Met, NotMet};
    let score = |points| [("sarc_f".to_owned(), Reading::Value(Decimal::whole(points)))].into();
    let cases = [
        (applicant(), Met),
        (with(|facts| facts.instruments = score(3)), NotMet),
        (using(Support1, ServiceGroup::LongTermCare, &["福祉用具貸与"]), Met),
        (using(Support1, ServiceGroup::LongTermCare, &["通所リハビリテーション"]), NotMet),
        (using(Support2, ServiceGroup::LongTermCare, &[]), Met),
        (using(ProgrammeTarget, ServiceGroup::Prevention, &[]), Met),
        (using(ProgrammeTarget, ServiceGroup::Prevention, &["緩和型"]), NotMet),
        (with(|facts| facts.born_on = Some(date!(1959 - 09 - 02))), Met),
        (with(|facts| facts.resident = Some(false)), NotMet),
        (with(|facts| facts.own_facility_user = Some(true)), NotMet),
    ];
    for (number, (facts, expected)) in (1..).zip(cases) {
        let judged = sendai().judge(&facts);
        assert_eq!(judged.answer, expected, "case {number}: {:#?}", judged.lines());
    }
}

/// A4.7, cases 1 to 8. Below 65 nobody is a 第1号被保険者.
#[test]
fn the_worked_cases_of_meguro() {
    use Certification::{Care1, None, Support2};
    use Finding::{Met, NotMet};
    let cases = [
        (66, true, true, None, Met),
        (62, false, true, None, Met),
        (59, false, true, None, NotMet),
        (70, true, true, Support2, Met),
        (70, true, true, Care1, NotMet),
        (68, false, true, None, NotMet),
        (68, true, false, None, Met),
        (63, false, false, None, NotMet),
    ];
    for (age, insured, resident, certification, expected) in cases {
        let facts = with(|facts| {
            facts.born_on = date!(2024 - 03 - 01).replace_year(2024 - age).ok();
            facts.insured_here = Some(insured);
            facts.resident = Some(resident);
            facts.certification = Some(certification);
        });
        let judged = meguro().judge(&facts);
        assert_eq!(judged.answer, expected, "{age} {:#?}", judged.lines());
    }
}

#[test]
fn a_missing_fact_is_undecidable_unless_another_decides() {
    let nobody_knows = with(|facts| facts.certification = None);
    assert_eq!(sendai().judge(&nobody_knows).answer, Finding::Undecidable);
    let lives_elsewhere = with(|facts| {
        facts.certification = None;
        facts.resident = Some(false);
    });
    assert_eq!(sendai().judge(&lives_elsewhere).answer, Finding::NotMet);
    let between = |least, most| Reading::Between([Decimal::whole(least), Decimal::whole(most)]);
    for (reading, expected) in [
        (between(4, 6), Finding::Met),
        (between(1, 3), Finding::NotMet),
        (between(3, 5), Finding::Undecidable),
    ] {
        let facts = with(|facts| {
            facts.instruments.insert("sarc_f".to_owned(), reading);
        });
        assert_eq!(sendai().judge(&facts).answer, expected);
    }
}

#[test]
fn every_line_names_the_rule_and_the_fact() {
    let facts = with(|facts| facts.born_on = None);
    assert_eq!(
        meguro().judge(&facts).lines()[..4],
        [
            "次のすべてに当てはまること：判定不能",
            "　次のいずれかに当てはまること：判定不能",
            "　　次のすべてに当てはまること：判定不能",
            "　　　この区市町村の介護保険の被保険者であること（住所地特例を含む）：該当（この区市町村の被保険者）",
        ]
    );
}

#[test]
fn the_first_class_that_is_met_gives_priority() {
    let mut definition = meguro();
    definition.eligibility.priorities = vec![
        Priority { label: "初めての人".to_owned(), when: Condition::Question("first_time".to_owned()) },
        Priority { label: "区民".to_owned(), when: Condition::Resident },
    ];
    let class = |first: Option<bool>| {
        let facts = with(|facts| {
            if let Some(first) = first {
                facts.answers.insert("first_time".to_owned(), first);
            }
        });
        definition.priority(&facts).map(|priority| priority.label.clone())
    };
    assert_eq!(class(Some(true)).as_deref(), Some("初めての人"));
    assert_eq!(class(Some(false)).as_deref(), Some("区民"));
    assert_eq!(class(None).as_deref(), Some("区民"));
}

/// Forgets facts by the bits of a mask.
fn forget(facts: &Facts, mask: u8) -> Facts {
    let mut less = facts.clone();
    let mut drop = |bit: u8, forget: &dyn Fn(&mut Facts)| {
        if mask & (1 << bit) != 0 {
            forget(&mut less);
        }
    };
    drop(0, &|facts| facts.born_on = None);
    drop(1, &|facts| facts.resident = None);
    drop(2, &|facts| facts.certification = None);
    drop(3, &|facts| facts.services.clear());
    drop(4, &|facts| facts.own_facility_user = None);
    drop(5, &|facts| facts.instruments.clear());
    drop(6, &|facts| facts.screenings.clear());
    drop(7, &|facts| facts.insured_here = None);
    less
}

proptest! {
    /// What is decided with some facts missing is the same once they are known.
    #[test]
    fn more_facts_never_change_a_decision(
        age in 55_i32..80, resident: bool, insured: bool, own: bool, points in 0_i32..10,
        level in 0_usize..9, used in 0_u8..4, unfit: bool, mask: u8,
    ) {
        let facts = with(|facts| {
            facts.born_on = date!(2024-03-01).replace_year(2024 - age).ok();
            facts.resident = Some(resident);
            facts.insured_here = Some(insured);
            facts.own_facility_user = Some(own);
            facts.certification = Some(Certification::ALL[level]);
            facts.instruments.insert("sarc_f".to_owned(), Reading::Value(Decimal::whole(points)));
            let names: &[&str] = if used & 1 == 1 { &["福祉用具貸与"] } else { &["通所介護"] };
            facts.services.insert(ServiceGroup::LongTermCare, services(if used & 2 == 2 { names } else { &[] }));
            facts.screenings.insert("condition".to_owned(), if unfit { Outcome::Unfit } else { Outcome::Fit });
        });
        for definition in [sendai(), meguro()] {
            let (full, part) = (definition.judge(&facts).answer, definition.judge(&forget(&facts, mask)).answer);
            prop_assert!(part == Finding::Undecidable || part == full, "{:?} became {:?}", part, full);
            prop_assert_ne!(full, Finding::Undecidable);
        }
    }
}
