use proptest::prelude::*;

use super::*;
use crate::programmes::{
    definition::{Forbidden, Goal},
    random, sample, text,
};

fn whole() -> Definition {
    text::read(include_str!("../whole.toml")).unwrap()
}

fn said(before: &Definition, after: &Definition) -> Vec<(String, Vec<String>)> {
    diff(before, after)
        .into_iter()
        .map(|section| (section.title.to_owned(), section.lines.iter().map(Change::sentence).collect()))
        .collect()
}

#[test]
fn changes_are_said_section_by_section() {
    let before = whole();
    let mut after = before.clone();
    after.places.capacity = 12;
    after.staffing.remove(2);
    after.goals.insert(0, Goal { code: "eat".to_owned(), text: "よく食べる".to_owned() });
    after.calendar.forbidden.push(Forbidden::Sundays);
    let said = said(&before, &after);
    let titles: Vec<&str> = said.iter().map(|(title, _)| title.as_str()).collect();
    assert_eq!(titles, ["目標", "日程", "定員", "人員"]);
    assert_eq!(said[0].1, ["追加：よく食べる"]);
    assert_eq!(
        said[2].1,
        [
            "変更：定員は月ごとに10人です。3人に満たないときは区が扱いを決めます。 → 定員は月ごとに12人です。3人に満たないときは区が扱いを決めます。"
        ]
    );
    assert!(said[3].1.len() == 1 && said[3].1[0].starts_with("削除：「補助」："), "{:?}", said[3].1);
}

#[test]
fn fields_show_the_values_before_and_after() {
    let before = whole();
    let mut after = before.clone();
    after.fees[0].rules.swap(0, 1);
    after.measurement.instruments[0].required = false;
    after.code = "other".to_owned();
    let found = diff(&before, &after);
    let fields: Vec<(&str, Option<&str>, Option<&str>)> = found
        .iter()
        .flat_map(|section| &section.fields)
        .map(|change| (change.about.as_str(), change.before.as_deref(), change.after.as_deref()))
        .collect();
    assert_eq!(
        fields,
        [
            ("code", Some("whole"), Some("other")),
            ("measurement.instruments[scs5].required", Some("true"), Some("false")),
            (
                "fees[2024-04-01].rules",
                Some("並び順：base、oral、month、bands、block"),
                Some("並び順：oral、base、month、bands、block")
            ),
        ]
    );
    assert_eq!(found[0].lines, Vec::new());
}

#[test]
fn a_section_that_comes_or_goes_is_one_line_each() {
    let (empty, mut with) = (sample(), sample());
    with.most_years = Some(3);
    assert_eq!(
        said(&empty, &with),
        [(
            "続けられる年度".to_owned(),
            vec!["変更：同じ事業者への委託を続けられる年度に上限はありません。 → 同じ事業者への委託は、初年度を含めて3年度まで続けられます。".to_owned()]
        )]
    );
    assert_eq!(diff(&with, &empty)[0].fields[0].after, None);
}

proptest! {
    #[test]
    fn equal_definitions_and_only_those_have_no_difference(one in random::definition(), other in random::definition()) {
        prop_assert_eq!(diff(&one, &one), Vec::new());
        let forth = diff(&one, &other);
        prop_assert_eq!(forth.is_empty(), one == other);
        prop_assert!(forth.iter().all(|section| !section.fields.is_empty()));
        prop_assert_eq!(&forth, &diff(&one, &other));
    }

    #[test]
    fn what_came_one_way_goes_the_other(one in random::definition(), other in random::definition()) {
        let count = |found: &[SectionDiff], added: bool| {
            let lines = found.iter().flat_map(|section| &section.lines);
            lines.filter(|line| if added { line.before.is_none() } else { line.after.is_none() }).count()
        };
        let (forth, back) = (diff(&one, &other), diff(&other, &one));
        prop_assert_eq!(count(&forth, true), count(&back, false));
        prop_assert_eq!(count(&forth, false), count(&back, true));
        prop_assert_eq!(forth.len(), back.len());
    }
}
