use time::macros::date;
use uuid::Uuid;

use super::*;
use crate::{guidance::plan, programmes::presets, vocab::decimal::Decimal};

fn guidance() -> &'static Guidance {
    presets::guidance().guidance.as_ref().unwrap()
}

fn call() -> CallFact {
    CallFact { on: date!(2026 - 03 - 20), outcome: "absent".into() }
}

fn count(targets: &[TargetFact]) -> GuidanceFigures {
    GuidanceFigures::count(guidance(), &GuidanceRows { targets: targets.to_vec(), inquiries: Vec::new() })
}

/// Somebody of that state; `results` are HbA1c, eGFR and LDL in hundredths on following months.
fn target(state: TargetState, contacts: &[(&str, ContactMeans)], results: &[[i64; 3]]) -> TargetFact {
    let days: Vec<(&str, Date)> = contacts.iter().map(|(code, _)| (*code, date!(2026 - 04 - 15))).collect();
    let started = state.took_part().then_some(date!(2026 - 04 - 10));
    TargetFact {
        target: EnrolmentId(Uuid::from_u128(1)),
        participant: ParticipantId(Uuid::from_u128(2)),
        state,
        by_hand: false,
        calls: vec![call()],
        reason: None,
        steps: plan::steps(guidance(), started, None, &days, date!(2026 - 06 - 17)),
        contacts: contacts
            .iter()
            .map(|(code, means)| ContactFact {
                planned: (*code).to_owned(),
                on: date!(2026 - 04 - 15),
                means: *means,
                minutes: 20,
            })
            .collect(),
        results: (1..)
            .zip(results)
            .map(|(month, values)| {
                let readings = ["hba1c", "egfr", "ldl"].into_iter().zip(values);
                let day = crate::vocab::dates::add_months(date!(2026 - 03 - 01), month);
                (day, readings.map(|(code, value)| (code.to_owned(), Decimal(*value))).collect())
            })
            .collect(),
    }
}

#[test]
fn everybody_is_counted_once_in_the_end() {
    let mut targets: Vec<TargetFact> =
        TargetState::ALL.into_iter().map(|state| target(state, &[], &[])).collect();
    targets[0].calls.clear();
    targets[1].calls = vec![call(); 3];
    targets[6].by_hand = true;
    let counted = count(&targets).recruitment;
    let expected = Recruitment {
        selected: 7,
        by_hand: 1,
        called: 6,
        calls: 8,
        consented: 3,
        taking_part: 1,
        completed: 1,
        dropped_out: 1,
        declined: 1,
        open: 3,
    };
    assert_eq!(counted, expected);
    assert_eq!(counted.selected, counted.consented + counted.declined + counted.open);
}

#[test]
fn reasons_are_told_apart_by_before_and_after() {
    let mut declined = target(TargetState::Declined, &[], &[]);
    declined.reason = Some("illness".into());
    let mut stopped = target(TargetState::DroppedOut, &[], &[]);
    stopped.reason = Some("illness".into());
    let mut running = target(TargetState::TakingPart, &[], &[]);
    running.reason = Some("moved".into());
    let endings = count(&[declined, stopped, running]).endings;
    assert_eq!(endings.len(), 1);
    assert_eq!(
        (endings[0].label.as_str(), endings[0].declined, endings[0].dropped_out),
        ("体調・病気", 1, 1)
    );
}

#[test]
fn contacts_are_counted_by_means_and_the_late_ones_named() {
    let targets = [
        target(
            TargetState::TakingPart,
            &[("first", ContactMeans::FaceToFace), ("second", ContactMeans::Phone)],
            &[],
        ),
        target(TargetState::TakingPart, &[("first", ContactMeans::Web)], &[]),
        target(TargetState::TakingPart, &[], &[]),
        target(TargetState::Uncalled, &[], &[]),
    ];
    let figures = count(&targets);
    let [first, second] = &figures.contacts[..2] else { panic!() };
    assert_eq!((first.done, first.late, first.by_means, first.minutes), (2, 1, [1, 0, 0, 1], 40));
    assert_eq!((second.done, second.late, second.by_means), (1, 2, [0, 1, 0, 0]));
    assert_eq!(figures.contacts_done(), 3);
    assert_eq!(figures.people.len(), 3);
}

#[test]
fn values_change_from_the_first_to_the_last_day() {
    let targets = [
        target(TargetState::TakingPart, &[], &[[720, 5_000, 12_000], [700, 9_900, 1], [680, 4_800, 13_000]]),
        target(TargetState::Completed, &[], &[[690, 5_500, 14_000], [690, 5_600, 12_000]]),
        target(TargetState::TakingPart, &[], &[[800, 4_000, 10_000]]),
        target(TargetState::Declined, &[], &[[900, 3_000, 1], [100, 1, 1]]),
    ];
    let figures = count(&targets);
    let value = |code: &str| figures.values.iter().find(|value| value.code == code).unwrap();
    let hba1c = value("hba1c");
    assert_eq!((hba1c.people, hba1c.improved, hba1c.unchanged, hba1c.worsened), (2, Some(1), 1, Some(0)));
    assert_eq!((hba1c.first.mean, hba1c.last.median), (Decimal(705), Decimal(685)));
    let egfr = value("egfr");
    assert_eq!((egfr.improved, egfr.worsened, egfr.rose, egfr.fell), (Some(1), Some(1), 1, 1));
    let ldl = value("ldl");
    assert_eq!((ldl.improved, ldl.worsened, ldl.rose, ldl.fell), (None, None, 1, 1));
    assert!(figures.values.iter().all(|value| value.code != "weight"), "nobody has it");
    let person = &figures.people[0];
    assert_eq!(person.changes.len(), 2, "only values with a direction");
    assert_eq!(person.changes[0].verdict, Some(Verdict::Improved));
    assert_eq!(person.changes[0].difference(), Decimal(-40));
}

#[test]
fn inquiries_are_counted_by_kind_and_the_figures_are_read_back() {
    let of = |kind, escalated, answered| InquiryFact {
        id: GuidanceInquiryId(Uuid::from_u128(9)),
        on: date!(2026 - 05 - 01),
        kind,
        escalated,
        answered,
    };
    let inquiries = vec![
        of(InquiryKind::Complaint, true, false),
        of(InquiryKind::Complaint, false, true),
        of(InquiryKind::Question, false, true),
    ];
    let targets = vec![target(TargetState::TakingPart, &[], &[[720, 5_000, 1], [700, 5_000, 1]])];
    let figures = GuidanceFigures::count(guidance(), &GuidanceRows { targets, inquiries });
    let complaints = &figures.inquiries[2];
    assert_eq!((complaints.count, complaints.escalated, complaints.answered), (2, 1, 1));
    assert_eq!(figures.inquiries[1].count, 0);
    let text = serde_json::to_string(&figures).unwrap();
    assert_eq!(serde_json::from_str::<GuidanceFigures>(&text).unwrap(), figures);
}

#[test]
fn every_figure_is_what_its_records_come_to() {
    let inquiry = |kind, escalated| InquiryFact {
        id: GuidanceInquiryId(Uuid::from_u128(9)),
        on: date!(2026 - 05 - 01),
        kind,
        escalated,
        answered: !escalated,
    };
    let mut targets: Vec<TargetFact> = TargetState::ALL
        .into_iter()
        .map(|state| {
            target(state, &[("first", ContactMeans::FaceToFace)], &[[720, 5_000, 1], [700, 5_000, 2]])
        })
        .collect();
    targets[5].reason = Some("illness".into());
    targets[6].reason = Some("moved".into());
    targets[3].contacts.clear();
    targets[3].by_hand = true;
    let rows = GuidanceRows {
        targets,
        inquiries: vec![inquiry(InquiryKind::Complaint, true), inquiry(InquiryKind::Question, false)],
    };
    let contract = crate::vocab::ids::ContractId(Uuid::from_u128(3));
    let records = GuidanceRecords { contract, guidance: guidance(), rows: &rows };
    let figures = records.figures();
    let mut codes = std::collections::BTreeSet::new();
    for (figure, value) in figures.all() {
        let counted = records.behind(figure);
        assert_eq!(counted.amount, value, "{figure}: {counted:?}");
        assert_eq!(figures.find(&figure.to_string()), Some((figure, value)));
        assert!(codes.insert(figure.to_string()), "{figure} stands for two figures");
        assert!(!records.title(figure).is_empty());
    }
    assert!(codes.len() > 60, "{}", codes.len());
    let minutes = figures.find("contacts.minutes").unwrap();
    assert_eq!((minutes.1.as_str(), records.behind(minutes.0).records.len()), ("120", 6));
}
