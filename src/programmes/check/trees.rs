//! 条件の数: how many conditions and groups a tree may hold. A page shows each of them with all the ways to change it, so that
//! a tree nobody could read would be a page of megabytes.

use super::Faults;
use crate::programmes::definition::{AnswerTest, Condition, Definition};

/// Most conditions of one tree, groups included.
const MOST_OF_A_TREE: usize = 100;

/// Most conditions of all trees of a definition.
const MOST_OF_ALL: usize = 400;

pub(super) fn check(definition: &Definition, faults: &mut Faults) {
    let mut all = 0;
    for (path, conditions) in trees(definition) {
        all += conditions;
        if conditions > MOST_OF_A_TREE {
            let sentence = format!(
                "条件と組が合わせて{conditions}個あります。{MOST_OF_A_TREE}個までに減らしてください。"
            );
            faults.say(path, sentence);
        }
    }
    if all > MOST_OF_ALL {
        let sentence = format!(
            "対象者と体調確認の条件が、事業全体で{all}個あります。{MOST_OF_ALL}個までに減らしてください。"
        );
        faults.say("", sentence);
    }
}

/// Every tree by its path, with how many conditions it holds.
fn trees(definition: &Definition) -> Vec<(String, usize)> {
    let mut trees = vec![("eligibility.rule".to_owned(), of_person(&definition.eligibility.rule))];
    for (at, priority) in definition.eligibility.priorities.iter().enumerate() {
        trees.push((format!("eligibility.priorities[{at}].when"), of_person(&priority.when)));
    }
    for (nth, sheet) in definition.screenings.iter().enumerate() {
        let asked = sheet.questions.iter().enumerate().filter_map(|(at, one)| Some((at, one.when.as_ref()?)));
        trees.extend(
            asked.map(|(at, when)| (format!("screenings[{nth}].questions[{at}].when"), of_answers(when))),
        );
        let outcomes = sheet.outcomes.iter().enumerate();
        trees.extend(
            outcomes
                .map(|(at, one)| (format!("screenings[{nth}].outcomes[{at}].when"), of_answers(&one.when))),
        );
    }
    trees
}

fn of_person(tree: &Condition) -> usize {
    if let Condition::All(parts) | Condition::Any(parts) = tree {
        1 + parts.iter().map(of_person).sum::<usize>()
    } else if let Condition::Not(inner) = tree {
        of_person(inner)
    } else {
        1
    }
}

fn of_answers(tree: &AnswerTest) -> usize {
    match tree {
        AnswerTest::All(parts) | AnswerTest::Any(parts) => 1 + parts.iter().map(of_answers).sum::<usize>(),
        AnswerTest::Not(inner) => of_answers(inner),
        AnswerTest::Is { .. } | AnswerTest::Only { .. } => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programmes::{definition::Priority, sample};

    fn of(conditions: usize) -> Condition {
        Condition::All(vec![Condition::Resident; conditions - 1])
    }

    fn told(rule: Condition, priorities: Vec<Condition>) -> Vec<(String, String)> {
        let mut definition = sample();
        definition.eligibility.rule = rule;
        let priority = |when| Priority { label: "先".to_owned(), when };
        definition.eligibility.priorities = priorities.into_iter().map(priority).collect();
        let mut faults = Faults::default();
        check(&definition, &mut faults);
        faults.0.into_iter().map(|fault| (fault.path, fault.sentence)).collect()
    }

    #[test]
    fn a_tree_of_a_hundred_is_read_and_one_more_is_refused_where_it_stands() {
        assert_eq!(told(of(100), Vec::new()), []);
        let [(path, sentence)] = &told(of(1), vec![of(2), of(101)])[..] else { panic!() };
        assert_eq!(path, "eligibility.priorities[1].when");
        assert!(sentence.contains("101個"), "{sentence}");
    }

    #[test]
    fn many_trees_are_no_way_round() {
        assert_eq!(told(of(100), vec![of(100), of(100), of(100)]), []);
        let found = told(of(100), vec![of(100), of(100), of(100), of(1)]);
        assert!(found.len() == 1 && found[0].1.contains("401個"), "{found:?}");
    }
}
