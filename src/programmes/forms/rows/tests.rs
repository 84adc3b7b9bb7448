//! Rows over every preset and every programme of other shapes: filled, read, begun, moved, removed.

use std::{fs, path::Path};

use super::*;
use crate::programmes::{
    check,
    definition::{Basis, Cap, CapSpan, Price, SectionContent},
    presets::{self, meguro, sendai},
    text, wording,
};

/// The presets and the programmes of other shapes.
fn every() -> Vec<Definition> {
    let mut all: Vec<Definition> = presets::all().into_iter().cloned().collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programmes");
    for entry in fs::read_dir(folder).unwrap() {
        if let Ok(written) = fs::read_to_string(entry.unwrap().path().join("programme.toml")) {
            all.push(text::read(&written).unwrap());
        }
    }
    all
}

/// The form with another value in the place of its own.
pub(super) fn typed(form: &Form, fields: &[Field], changes: &[(&str, &str)]) -> Form {
    let kept = fields.iter().filter(|field| !field.is_heading());
    let kept = kept.filter(|field| changes.iter().all(|(name, _)| *name != field.name));
    let pairs = kept.flat_map(|field| {
        form.values(&field.name).into_iter().map(|value| (field.name.clone(), value.to_owned()))
    });
    let new = changes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Form::from_pairs(pairs.chain(new).collect())
}

#[test]
fn a_row_that_nobody_changed_gives_the_definition_back() {
    let (mut rows_seen, all) = (0, every());
    assert!(all.len() >= 7, "{}", all.len());
    for definition in &all {
        for rows in Rows::all(definition) {
            assert_eq!(Rows::from_code(&rows.code(), definition), Some(rows));
            for at in 0..rows.len(definition) {
                let mut form = rows.filled(definition, at);
                let read = rows.read(&mut form, definition, at);
                assert_eq!(form.problems(), [], "{} {rows:?} {at}", definition.code);
                assert_eq!(read.as_ref(), Some(definition), "{} {rows:?} {at}", definition.code);
                assert!(!rows.name(definition, at).is_empty() && !rows.lines(definition, at).is_empty());
                rows_seen += 1;
            }
        }
    }
    assert!(rows_seen > 200, "{rows_seen}");
}

#[test]
fn every_value_of_a_row_has_its_field_and_every_fault_a_place() {
    for definition in &every() {
        for rows in Rows::all(definition) {
            for at in 0..rows.len(definition) {
                let (fields, form) = (rows.fields(definition, at), rows.filled(definition, at));
                for field in fields.iter().filter(|field| field.required && !field.is_heading()) {
                    assert!(!form.values(&field.name).is_empty(), "{} {}", definition.code, field.name);
                }
                let again = typed(&form, &fields, &[]);
                assert_eq!(again.value(&fields[0].name), form.value(&fields[0].name));
                assert_eq!(rows.read(&mut again.clone(), definition, at).as_ref(), Some(definition));
            }
        }
    }
}

/// What a person types into a new row of a kind; the rest of the fields stays as it begins.
pub(super) fn new_row(
    rows: Rows,
    definition: &Definition,
    kind: &str,
    changes: &[(&str, &str)],
) -> Result<Definition, Form> {
    let at = rows.len(definition);
    let begun = rows.begun(definition, at, kind).unwrap();
    let path = rows.row(at);
    let changes: Vec<(String, &str)> =
        changes.iter().map(|(name, value)| (format!("{path}.{name}"), *value)).collect();
    let changes: Vec<(&str, &str)> = changes.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let mut form = typed(&rows.filled(&begun, at), &rows.fields(&begun, at), &changes);
    rows.read(&mut form, &begun, at).ok_or(form)
}

/// What is typed into fields, by the end of their path.
pub(super) type Pairs = &'static [(&'static str, &'static str)];

/// A rule of every basis: its kind, what is typed, and what it then says.
const OF_EVERY_BASIS: [(&str, Pairs, &str); 9] = [
    ("per_session", &[("basis.per_session.price", "20000")], "実施した1回ごとに20,000円"),
    ("per_head", &[("basis.per_head.price", "契約：1人（円）")], "契約で定める額（1人（円））"),
    ("per_head_session", &[("basis.per_head_session.price", "655")], "1人の1回（出席・支援）ごとに655円"),
    (
        "per_month",
        &[("basis.per_month.price", "9000"), ("basis.per_month.proration", "by_day")],
        "日割りします",
    ),
    ("per_course", &[("basis.per_course.price", "1")], "終了した1コースごとに1円"),
    (
        "per_block",
        &[
            ("basis.per_block.sessions", "4"),
            ("basis.per_block.price", "1500"),
            ("basis.per_block.begun", "yes"),
        ],
        "満たない組は1組と数えます",
    ),
    (
        "tiered",
        &[
            ("basis.tiered.per", "month"),
            ("basis.tiered.tiers[0].from", "6"),
            ("basis.tiered.tiers[0].base", "20000"),
            ("basis.tiered.tiers[0].each_further", "2,000"),
            ("basis.tiered.tiers[1].from", "1"),
            ("basis.tiered.tiers[1].to", "5"),
            ("basis.tiered.tiers[1].base", "２００００"),
        ],
        "月の利用者が1人から5人までのとき、1か月20,000円を支払います。月の利用者が6人以上のとき",
    ),
    (
        "hourly_bands",
        &[
            ("basis.hourly_bands.bands[0].to_minutes", "120"),
            ("basis.hourly_bands.bands[0].price", "5600"),
            ("basis.hourly_bands.bands[1].to_minutes", "40"),
            ("basis.hourly_bands.bands[1].price", "4200"),
        ],
        "40分までの回は1回4,200円、120分までの回は1回5,600円",
    ),
    ("add_on", &[("basis.add_on.add_on", "oral"), ("basis.add_on.price", "8000")], "口腔プログラム"),
];

#[test]
fn a_rule_of_every_basis_is_added_by_its_fields() {
    let rows = Rows::Rules(0);
    for (kind, changes, said) in OF_EVERY_BASIS {
        let changes: Vec<(&str, &str)> = changes
            .iter()
            .copied()
            .chain([("label", "新しい決まり"), ("cap.span", "month"), ("cap.times", "3")])
            .collect();
        let made = new_row(rows, sendai(), kind, &changes)
            .unwrap_or_else(|form| panic!("{kind}: {:?}", form.problems()));
        let at = rows.len(sendai());
        let rule = &made.fees[0].rules[at];
        assert_eq!((rule.code.as_str(), &rule.label[..]), (kind, "新しい決まり"));
        assert_eq!(rule.cap, Some(Cap { span: CapSpan::Month, yen: None, times: Some(3) }));
        let lines = rows.lines(&made, at).concat();
        assert!(lines.contains(said) && lines.contains("1か月に3回まで"), "{kind}: {lines}");
        assert_eq!(check::check(&made), [], "{kind}");
        assert_eq!(text::read(&text::print(&made).unwrap()).as_ref(), Ok(&made), "{kind} as text");
    }
}

#[test]
fn a_row_without_its_values_names_every_field_and_changes_nothing() {
    for (kind, ..) in basis::KINDS {
        let form = new_row(Rows::Rules(0), sendai(), kind, &[("label", "")]).unwrap_err();
        assert!(form.problem("fees[0].rules[3].label").is_some(), "{kind}");
        assert!(form.problems().len() > 1, "{kind}: {:?}", form.problems());
        assert!(form.problems().iter().all(|one| one.field.starts_with("fees[0].rules[3].")), "{kind}");
    }
    for (kind, ..) in user_fees::KINDS {
        let form = new_row(Rows::UserFees, meguro(), kind, &[]).unwrap_err();
        assert!(form.problem("user_fees[0].label").is_some(), "{kind}");
    }
    let limit = new_row(
        Rows::Rules(0),
        sendai(),
        "per_session",
        &[("label", "a"), ("basis.per_session.price", "1"), ("cap.yen", "3000")],
    );
    assert!(limit.unwrap_err().problem("fees[0].rules[3].cap.span").unwrap().contains("契約期間を通じて"));
}

#[test]
fn a_rule_turned_into_another_kind_keeps_its_name_code_and_price() {
    let rows = Rows::Rules(0);
    let begun = rows.begun(meguro(), 0, "per_head").unwrap();
    let (before, after) = (&meguro().fees[0].rules[0], &begun.fees[0].rules[0]);
    assert_eq!((&before.code, &before.label), (&after.code, &after.label));
    let (Basis::PerSession { price: old }, Basis::PerHead { price: new }) = (&before.basis, &after.basis)
    else {
        panic!("{after:?}");
    };
    assert_eq!(old, new);
    assert_eq!(rows.begun(meguro(), 0, "per_week"), None);
    assert_eq!(rows.begun(meguro(), 99, "per_head"), None);
    assert_eq!(rows.begun(meguro(), rows.len(meguro()), ""), None, "a new row has a kind");
}

#[test]
fn user_fees_causes_sections_and_days_are_added() {
    let changes = [
        ("label", "4回券"),
        ("basis.prepaid_block.sessions", "4"),
        ("basis.prepaid_block.price", "2000"),
        ("basis.prepaid_block.refund", "none"),
    ];
    let made = new_row(Rows::UserFees, meguro(), "prepaid_block", &changes).unwrap();
    assert!(made.user_fees[0].sentence().starts_with("4回分の2,000円を"));

    let mut without = meguro().clone();
    without.cancellation.causes.clear();
    let made = new_row(Rows::Causes, &without, "weather", &[("decided_by", "contractor")]).unwrap();
    assert_eq!(wording::cause(&made.cancellation.causes[0]), "「天候・災害」による中止は事業者が決めます。");
    assert_eq!(Rows::Causes.begun(&made, 1, "weather"), None, "no cause twice");

    let mut short = meguro().clone();
    short.reports[0].sections.truncate(1);
    assert_eq!(short.reports[0].sections[0].code, "overview");
    let rows = Rows::Sections(0);
    let made = new_row(rows, &short, "attendance", &[]).unwrap();
    let made = new_row(rows, &made, "narrative", &[("title", "今後の課題")]).unwrap();
    let made = new_row(rows, &made, "narrative", &[("title", "気づき")]).unwrap();
    let codes: Vec<&str> = made.reports[0].sections.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(codes, ["overview", "attendance", "text", "text_2"]);
    assert_eq!(made.reports[0].sections[1].title, "出欠表");
    assert_eq!(made.reports[0].sections[1].content, SectionContent::Derived);
    assert_eq!(rows.begun(&made, 4, "overview"), None, "no figure twice");
    assert_eq!(rows.begun(&made, 4, "users"), None, "no figure of another style");

    let made = new_row(Rows::Schedules, meguro(), "next", &[("from", "令和9年4月1日")]).unwrap();
    assert_eq!(made.fees.len(), meguro().fees.len() + 1);
    assert_eq!(made.fees[1].rules, made.fees[0].rules, "copied, to be changed");
    assert_eq!(made.fees[1].from, time::macros::date!(2027 - 04 - 01));
    let early = new_row(Rows::Schedules, &made, "next", &[("from", "R3.4.1")]).unwrap();
    let (settled, place) = Rows::Schedules.settled(early, 2);
    assert_eq!((place, settled.fees[0].from), (0, time::macros::date!(2021 - 04 - 01)));
    assert_eq!(check::check(&settled), []);
    assert_eq!(Rows::Schedules.moved(&settled, 0, Way::Down), None, "days need no hand");
    let (same, place) = Rows::Rules(0).settled(made.clone(), 1);
    assert_eq!((&same, place), (&made, 1));
}

#[test]
fn rows_move_by_one_place_and_go() {
    let rows = Rows::Rules(0);
    let codes = |definition: &Definition| -> Vec<String> {
        definition.fees[0].rules.iter().map(|rule| rule.code.clone()).collect()
    };
    let down = rows.moved(sendai(), 0, Way::Down).unwrap();
    assert_eq!(codes(&down), ["oral", "class", "nutrition"]);
    assert_eq!(rows.moved(&down, 1, Way::Up).as_ref(), Some(sendai()));
    assert_eq!(rows.moved(sendai(), 0, Way::Up), None);
    assert_eq!(rows.moved(sendai(), 2, Way::Down), None);
    assert_eq!(rows.moved(sendai(), usize::MAX, Way::Down), None);
    assert_eq!(codes(&rows.removed(sendai(), 1).unwrap()), ["class", "nutrition"]);
    assert_eq!(rows.removed(sendai(), 3), None);
}

#[test]
fn a_fault_belongs_to_the_innermost_row() {
    let of = |path: &str| Rows::of_path(sendai(), path);
    assert_eq!(of("fees[0].rules[1].basis.add_on.add_on"), Some((Rows::Rules(0), 1)));
    assert_eq!(of("fees[0].tax"), Some((Rows::Schedules, 0)));
    assert_eq!(of("fees[0].rules"), None, "the list's own");
    assert_eq!(of("reports[0].sections[10].code"), None, "no such row");
    assert_eq!(of("reports[0].due"), Some((Rows::Plain(Plain::Reports), 0)));
    assert_eq!(of("calendar.sessions"), None);
    assert_eq!(of("guidance.about_people"), None, "there is none");
    let guided = presets::by_code("shinjuku-guidance").unwrap();
    assert_eq!(Rows::of_path(guided, "guidance.about_people"), Some((Rows::Guidance, 0)));
    let contact = Some((Rows::Nested(Nested::Contacts), 5));
    assert_eq!(Rows::of_path(guided, "guidance.contacts[5].means"), contact);
    let asked = Rows::of_path(meguro(), "questionnaires[0].questions[1].answer");
    assert_eq!(asked, Some((Rows::Nested(Nested::Asked(0)), 1)));
    assert!(
        Rows::are_about(meguro(), "guidance") && Rows::are_about(meguro(), "questionnaires[0].questions")
    );
    assert!(Rows::are_about(sendai(), "fees[0].rules") && !Rows::are_about(sendai(), "calendar.sessions"));
    let mut gap = sendai().clone();
    if let Basis::Tiered { tiers, .. } = &mut gap.fees[0].rules[0].basis {
        tiers[1].from = 8;
        tiers[1].base = Price::Yen(1);
    }
    let faults = Rows::Rules(0).faults_of(&gap, 0, &check::check(&gap));
    assert!(faults[0].sentence.contains("6人から7人まで"), "{faults:?}");
    let mut form = Rows::Rules(0).filled(&gap, 0);
    crate::programmes::forms::point_out(&mut form, &Rows::Rules(0).fields(&gap, 0), &faults);
    assert!(form.problem("fees[0].rules[0].basis.tiered.tiers[1].from").is_some(), "{:?}", form.problems());
}
