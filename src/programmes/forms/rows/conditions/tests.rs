//! Trees of conditions, those of the presets and any that may be written: opened and closed, found, changed, moved, removed.

use proptest::prelude::*;

use super::{node::Stored, *};
use crate::programmes::{
    definition::{AnswerTest, Condition},
    forms::rows::{Nested, Rows, Way},
    random, sample,
};

/// A row of a list of conditions.
fn rows(list: Conditions) -> Rows {
    Rows::Nested(Nested::Conditions(list))
}

fn lists(definition: &Definition) -> Vec<Conditions> {
    Tree::all(definition).into_iter().flat_map(|tree| tree.lists(definition)).collect()
}

fn ruled(rule: &str) -> Definition {
    let mut definition = sample();
    definition.eligibility = toml::from_str(rule).unwrap_or_else(|error| panic!("{error}: {rule}"));
    definition
}

fn group(number: usize) -> Rows {
    rows(Conditions { tree: Tree::Rule, branch: Branch::Group(number) })
}

fn whole() -> Rows {
    rows(Conditions { tree: Tree::Rule, branch: Branch::Whole })
}

/// Every condition of a tree with its path, as the check names it.
fn paths(tree: &Condition, path: &str) -> Vec<String> {
    if let Condition::Not(inner) = tree {
        let below = paths(inner, path).into_iter();
        return below.map(|found| found.replacen(path, &format!("{path}.not"), 1)).collect();
    }
    let (parts, word): (&[Condition], _) = if let Condition::All(parts) = tree {
        (parts, "all")
    } else if let Condition::Any(parts) = tree {
        (parts, "any")
    } else {
        (&[], "")
    };
    let below = parts.iter().enumerate().flat_map(|(at, part)| paths(part, &format!("{path}.{word}[{at}]")));
    std::iter::once(path.to_owned()).chain(below).collect()
}

proptest! {
    #[test]
    fn a_tree_opened_and_closed_is_what_it_was(definition in random::definition()) {
        let rule = &definition.eligibility.rule;
        prop_assert_eq!(&Condition::closed(rule.opened()).unwrap(), rule);
        for outcome in definition.screenings.iter().flat_map(|sheet| &sheet.outcomes) {
            prop_assert_eq!(&AnswerTest::closed(outcome.when.opened()).unwrap(), &outcome.when);
        }
    }

    #[test]
    fn every_condition_is_a_row_that_its_path_leads_to(definition in random::definition()) {
        let outline = Tree::Rule.outline(&definition).unwrap();
        let shown: Vec<(Conditions, usize)> = outline.steps.iter().filter_map(|step| match step {
            Step::Row { list, at, .. } => Some((*list, *at)),
            Step::End { .. } => None,
        }).collect();
        let mut found: Vec<(Rows, usize)> = paths(&definition.eligibility.rule, "eligibility.rule")
            .iter().filter_map(|path| Rows::of_path(&definition, path)).collect();
        found.dedup();
        let expected: Vec<_> = shown.iter().map(|(list, at)| (rows(*list), *at)).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn every_row_moves_back_and_forth_and_goes(definition in random::definition()) {
        for list in lists(&definition) {
            let (rows, len) = (rows(list), list.len(&definition));
            prop_assert_eq!(Rows::from_code(&rows.code(), &definition), Some(rows));
            for at in 0..len {
                prop_assert!(!rows.name(&definition, at).is_empty() && !rows.lines(&definition, at).is_empty());
                if let Some(down) = rows.moved(&definition, at, Way::Down) {
                    let back = rows.moved(&down, at + 1, Way::Up);
                    prop_assert_eq!(back.as_ref(), Some(&definition));
                }
                let without = rows.removed(&definition, at).unwrap();
                prop_assert_eq!(list.len(&without), len - 1, "{:?}", rows);
                let other = Definition { eligibility: definition.eligibility.clone(), screenings: definition.screenings.clone(), ..without };
                prop_assert_eq!(other, definition.clone(), "nothing else changes");
            }
        }
    }

    #[test]
    fn turned_around_twice_a_condition_means_the_same(definition in random::definition()) {
        for list in lists(&definition) {
            let (rows, path) = (rows(list), list.path());
            for at in 0..list.len(&definition) {
                let Some(node) = list.node(&definition, at) else { continue };
                let turned = node.clone().denied(!node.is_denied());
                prop_assert_ne!(turned.is_denied(), node.is_denied());
                prop_assert_eq!(turned.denied(node.is_denied()).is_denied(), node.is_denied());
                let shown = rows.filled(&definition, at).value(&format!("{path}[{at}].not")).to_owned();
                prop_assert_eq!(shown == "yes", node.is_denied());
            }
        }
    }
}

#[test]
fn a_condition_alone_is_a_group_of_one_and_stays_alone_when_it_changes() {
    let alone = ruled("rule = \"resident\"");
    assert_eq!((group(0).len(&alone), whole().len(&alone)), (1, 0));
    let mut form = Form::empty().with("eligibility.rule.group[0][0].not", "yes");
    let changed = group(0).read(&mut form, &alone, 0).unwrap();
    assert_eq!(changed, ruled("rule = { not = \"resident\" }"));
    let more = group(0).begun(&changed, 1, "insured_here").unwrap();
    assert_eq!(more, ruled("rule = { all = [{ not = \"resident\" }, \"insured_here\"] }"));
    assert_eq!(whole().len(&more), 1, "how they belong together is a question now");
    let either = Form::empty().with("eligibility.rule.whole[0].joined", "any");
    let either = whole().read(&mut either.clone(), &more, 0).unwrap();
    assert_eq!(either, ruled("rule = { any = [{ not = \"resident\" }, \"insured_here\"] }"));
    assert_eq!(group(0).removed(&alone, 0).unwrap(), ruled("rule = { all = [] }"));
    assert_eq!(whole().removed(&either, 0).unwrap(), ruled("rule = { all = [] }"));
}

#[test]
fn a_condition_is_turned_into_another_or_taken_into_a_group() {
    let two = ruled("rule = { all = [\"resident\", { not = \"insured_here\" }] }");
    let other = group(0).begun(&two, 1, "own_facility_user").unwrap();
    assert_eq!(other, ruled("rule = { all = [\"resident\", { not = \"own_facility_user\" }] }"));
    let inside = group(0).begun(&two, 1, "any").unwrap();
    assert_eq!(inside, ruled("rule = { all = [\"resident\", { any = [{ not = \"insured_here\" }] }] }"));
    let more = group(1).begun(&inside, 1, "own_facility_user").unwrap();
    assert_eq!(group(1).len(&more), 2);
    let alone = group(0).begun(&ruled("rule = \"resident\""), 0, "any").unwrap();
    assert_eq!(alone, ruled("rule = { all = [{ any = [\"resident\"] }] }"));
    assert_eq!(group(0).begun(&two, 0, "no-such-kind"), None);
    assert!(group(0).other_kinds(&inside, 1).is_empty(), "a group stays a group");
    assert!(group(0).other_kinds(&two, 0).iter().all(|kind| kind.code != "resident"));
}

#[test]
fn groups_are_offered_as_far_as_they_can_be_read() {
    let deep = |levels: usize| {
        ruled(&format!("rule = {}\"resident\"{}", "{ any = [".repeat(levels), "] }".repeat(levels)))
    };
    let offers = |levels: usize| {
        let kinds = group(levels - 1).kinds(&deep(levels));
        kinds.iter().any(|kind| kind.code == "all")
    };
    assert!(offers(1) && offers(MOST_LEVELS - 2));
    assert!(!offers(MOST_LEVELS - 1), "its conditions would lie too deep");
}

#[test]
fn a_fault_is_said_at_its_field_whether_the_condition_is_turned_around_or_not() {
    let definition = ruled("rule = { all = [\"resident\", { not = { certification = [] } }] }");
    let faults = crate::programmes::check::check(&definition);
    let here = group(0).faults_of(&definition, 1, &faults);
    assert_eq!(here[0].path, "eligibility.rule.group[0][1].certification");
    let fields = group(0).fields(&definition, 1);
    assert!(fields.iter().any(|field| field.name == here[0].path));
    let empty = ruled("rule = { any = [] }");
    let fault = &crate::programmes::check::check(&empty)[0];
    assert_eq!(fault.path, "eligibility.rule.any");
    assert!(Rows::are_about(&empty, &fault.path) && Rows::of_path(&empty, &fault.path).is_none());
}
