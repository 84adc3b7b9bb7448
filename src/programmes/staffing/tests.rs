use proptest::prelude::*;

use super::*;
use crate::programmes::definition::{Need, Substitute, When};
use Finding::{Met, NotMet, Undecidable};

fn role(code: &str, qualifications: &[&str], need: Need) -> StaffRole {
    StaffRole {
        code: code.to_owned(),
        label: format!("{code}の人"),
        qualifications: words(qualifications),
        need,
        when: When::Always,
        substitute: Substitute::SameQualification,
        same_through_course: false,
        may_double: false,
    }
}

fn words(all: &[&str]) -> Vec<String> {
    all.iter().map(|word| (*word).to_owned()).collect()
}

fn person(name: &str, qualifications: Option<&[&str]>) -> OnDuty {
    OnDuty {
        person: name.to_owned(),
        qualifications: qualifications.map(words),
        accepted: Some(true),
        ..OnDuty::default()
    }
}

fn people(count: u16) -> SessionFacts {
    SessionFacts { participants: Some(count), supported: Some(0), add_ons: Some(vec![]), earlier: vec![] }
}

fn verdicts(roles: &[StaffRole], on_duty: &[OnDuty], session: &SessionFacts) -> (Vec<Finding>, Finding) {
    let found = check_staffing(Standard { roles, add_ons: &[] }, on_duty, session);
    (found.roles.iter().map(|role| role.verdict.answer).collect(), found.together.answer)
}

#[test]
fn a_role_is_met_by_enough_qualified_people_of_the_accepted_list() {
    let instructor = [role("instructor", &["理学療法士", "健康運動指導士"], Need::OnePer(10))];
    let pt = person("甲", Some(&["理学療法士"]));
    let nurse = person("乙", Some(&["看護師"]));
    let unlisted = OnDuty { accepted: Some(false), ..pt.clone() };
    let unknown = person("丙", None);
    for (on_duty, count, expected) in [
        (vec![pt.clone()], 10, Met),
        (vec![pt.clone()], 11, NotMet),
        (vec![pt.clone(), nurse.clone()], 11, NotMet),
        (vec![pt.clone(), unknown.clone()], 11, Undecidable),
        (vec![pt.clone(), unknown.clone()], 10, Met),
        (vec![nurse, unlisted], 1, NotMet),
        (vec![OnDuty { accepted: None, ..pt }], 1, Undecidable),
        (vec![], 0, Met),
    ] {
        assert_eq!(verdicts(&instructor, &on_duty, &people(count)).0, [expected], "{on_duty:?} {count}");
    }
    let missing = SessionFacts::default();
    assert_eq!(verdicts(&instructor, &[unknown], &missing).0, [Undecidable]);
}

#[test]
fn a_substitute_counts_as_the_role_says() {
    let stand_in = OnDuty { substitute: true, ..person("代理", Some(&[])) };
    let qualified = OnDuty { substitute: true, ..person("代理", Some(&["看護師"])) };
    for (rule, who, expected) in [
        (Substitute::SameQualification, &stand_in, NotMet),
        (Substitute::SameQualification, &qualified, Met),
        (Substitute::Nobody, &qualified, NotMet),
        (Substitute::Anyone, &stand_in, Met),
    ] {
        let nurse = [StaffRole { substitute: rule, ..role("nurse", &["看護師"], Need::Fixed(1)) }];
        assert_eq!(verdicts(&nurse, std::slice::from_ref(who), &people(5)).0, [expected], "{rule:?}");
    }
}

/// A4.4: an add-on needs its own staff only in its sessions.
#[test]
fn a_condition_that_does_not_hold_needs_nobody() {
    let hygienist = |when| [StaffRole { when, ..role("oral", &["歯科衛生士"], Need::Fixed(1)) }];
    let oral = || When::AddOn("oral".to_owned());
    let unknown = SessionFacts { participants: None, supported: None, add_ons: None, earlier: vec![] };
    let with_oral = SessionFacts { add_ons: Some(words(&["oral"])), ..people(21) };
    let supported = SessionFacts { supported: Some(1), ..people(5) };
    for (when, session, expected) in [
        (oral(), &people(5), Met),
        (oral(), &with_oral, NotMet),
        (oral(), &unknown, Undecidable),
        (When::MoreThan(20), &people(20), Met),
        (When::MoreThan(20), &with_oral, NotMet),
        (When::MoreThan(20), &unknown, Undecidable),
        (When::SupportedPeople, &people(5), Met),
        (When::SupportedPeople, &supported, NotMet),
        (When::SupportedPeople, &unknown, Undecidable),
    ] {
        let found = verdicts(&hygienist(when.clone()), &[], session);
        assert_eq!(found, (vec![expected], expected), "{when:?} {session:?}");
    }
}

#[test]
fn one_person_has_one_role_unless_a_role_may_double() {
    let lead = role("lead", &[], Need::Fixed(1));
    let nurse = role("nurse", &["看護師"], Need::Fixed(1));
    let (one, other) = (person("甲", Some(&["看護師"])), person("乙", Some(&[])));
    let both = [lead.clone(), nurse.clone()];
    assert_eq!(verdicts(&both, std::slice::from_ref(&one), &people(5)), (vec![Met, Met], NotMet));
    assert_eq!(verdicts(&both, &[one.clone(), other.clone()], &people(5)), (vec![Met, Met], Met));
    let doubled = [StaffRole { may_double: true, ..lead }, nurse];
    assert_eq!(verdicts(&doubled, std::slice::from_ref(&one), &people(5)), (vec![Met, Met], Met));
    let assigned = OnDuty { roles: words(&["lead"]), ..one };
    assert_eq!(verdicts(&both, &[assigned, other], &people(5)), (vec![Met, NotMet], NotMet));
}

/// S4: the same staff through a course.
#[test]
fn a_change_of_person_during_a_course_is_warned_of() {
    let roles =
        [StaffRole { same_through_course: true, ..role("coach", &["理学療法士"], Need::Fixed(1)) }];
    let coach = |name: &str| person(name, Some(&["理学療法士"]));
    let earlier = vec![EarlierDuty { role: "coach".to_owned(), person: "甲".to_owned() }];
    let (first, later) = (people(5), SessionFacts { earlier, ..people(5) });
    let warnings = |on_duty: &[OnDuty], session| {
        check_staffing(Standard { roles: &roles, add_ons: &[] }, on_duty, session).warnings
    };
    assert!(warnings(&[coach("甲")], &later).is_empty());
    assert!(warnings(&[coach("乙"), coach("甲")], &later).is_empty());
    assert!(warnings(&[coach("乙")], &first).is_empty());
    assert_eq!(
        warnings(&[coach("乙")], &later),
        ["「coachの人」が乙に替わりました。教室を通して同じ人が担当する決まりです。"]
    );
    assert_eq!(
        check_staffing(Standard { roles: &roles, add_ons: &[] }, &[coach("乙")], &later).answer(),
        Met
    );
}

#[test]
fn the_answer_names_role_people_and_reasons() {
    let roles = [role("nurse", &["看護師", "保健師"], Need::Fixed(1))];
    let found = check_staffing(
        Standard { roles: &roles, add_ons: &[] },
        &[person("甲", Some(&["理学療法士"])), person("乙", None)],
        &people(5),
    );
    assert_eq!(
        found.roles[0].verdict.explanation,
        [
            "すべての回に必要です。",
            "nurseの人：1人必要、満たす人0人、確認できない人1人。",
            "甲：受理された従事者名簿にあります。",
            "甲：看護師・保健師の資格がありません。",
            "乙：受理された従事者名簿にあります。",
            "乙：資格が登録されていません。",
        ]
    );
}

#[test]
fn a_role_reads_as_a_sentence() {
    let coach = StaffRole {
        same_through_course: true,
        when: When::MoreThan(10),
        ..role("coach", &["理学療法士", "作業療法士"], Need::OnePer(10))
    };
    assert_eq!(
        coach.sentence(&[]),
        "「coachの人」：参加者10人につき1人。参加者が10人を超える回に必要です。理学療法士・作業療法士のどれかの資格が必要です。\
         代わりの人にも同じ資格が必要です。教室を通して同じ人が担当します。"
    );
}

const QUALIFICATIONS: [&str; 2] = ["看護師", "理学療法士"];

fn any_words() -> impl Strategy<Value = Vec<String>> {
    prop::sample::subsequence(words(&QUALIFICATIONS), 0..=2)
}

prop_compose! {
    fn any_role()(
        code in prop::sample::select(vec!["a", "b"]),
        qualifications in any_words(),
        need in prop_oneof![
            (0_u16..4).prop_map(Need::Fixed), (0_u16..20).prop_map(Need::OnePer), any::<u16>().prop_map(Need::Fixed)
        ],
        when in prop_oneof![
            Just(When::Always),
            Just(When::AddOn("看護師".to_owned())),
            (0_u16..30).prop_map(When::MoreThan),
            Just(When::SupportedPeople),
        ],
        substitute in prop::sample::select(vec![
            Substitute::SameQualification, Substitute::Nobody, Substitute::Anyone
        ]),
        (same_through_course, may_double) in any::<(bool, bool)>(),
    ) -> StaffRole {
        let role = role(code, &[], need);
        StaffRole { qualifications, when, substitute, same_through_course, may_double, ..role }
    }
}

prop_compose! {
    fn any_person()(
        roles in prop::sample::subsequence(words(&["a", "b"]), 0..=2),
        qualifications in any_words(),
        (accepted, substitute) in any::<(bool, bool)>(),
    ) -> OnDuty {
        let qualifications = Some(qualifications);
        OnDuty { roles, qualifications, accepted: Some(accepted), substitute, person: "甲".to_owned() }
    }
}

/// Everything known of a session, and which of it is taken away.
type Known = (Vec<OnDuty>, SessionFacts, Vec<(bool, bool)>, (bool, bool, bool));

fn any_facts() -> impl Strategy<Value = Known> {
    let session = (0_u16..40, 0_u16..3, any_words()).prop_map(|(participants, supported, add_ons)| {
        let (participants, supported) = (Some(participants), Some(supported));
        SessionFacts { participants, supported, add_ons: Some(add_ons), earlier: vec![] }
    });
    (
        prop::collection::vec(any_person(), 0..5),
        session,
        prop::collection::vec(any::<(bool, bool)>(), 5),
        any::<(bool, bool, bool)>(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Taking facts away may only turn an answer into 判定不能.
    #[test]
    fn a_missing_fact_never_turns_an_answer(roles in prop::collection::vec(any_role(), 0..4), known in any_facts()) {
        let (people, session, hidden, (no_people, no_support, no_add_ons)) = known;
        let less: Vec<OnDuty> = people
            .iter()
            .zip(&hidden)
            .map(|(person, (qualifications, accepted))| OnDuty {
                qualifications: person.qualifications.clone().filter(|_| !qualifications),
                accepted: person.accepted.filter(|_| !accepted),
                ..person.clone()
            })
            .collect();
        let fewer = SessionFacts {
            participants: session.participants.filter(|_| !no_people),
            supported: session.supported.filter(|_| !no_support),
            add_ons: session.add_ons.clone().filter(|_| !no_add_ons),
            earlier: vec![],
        };
        let (all, some) = (verdicts(&roles, &people, &session), verdicts(&roles, &less, &fewer));
        prop_assert!(all.0.iter().all(|answer| *answer != Undecidable) && all.1 != Undecidable);
        for (full, part) in all.0.iter().chain([&all.1]).zip(some.0.iter().chain([&some.1])) {
            prop_assert!(part == full || *part == Undecidable, "{:?} {:?}", full, part);
        }
    }
}
