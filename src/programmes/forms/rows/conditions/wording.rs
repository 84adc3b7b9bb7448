//! A condition in words: one line for it, and the lines of what lies in it.

use super::{
    node::{Node, Stem},
    tree::Tree,
};
use crate::programmes::{
    definition::{AnswerTest, Condition, Definition},
    wording,
};

/// Longest name of a condition in a heading; its whole words stand beside it.
const MOST_NAME: usize = 60;

/// The condition itself, without what lies in a group.
pub(super) fn words(definition: &Definition, tree: Tree, node: &Node) -> String {
    match &node.stem {
        Stem::Group(joined, _) => joined.words(node.is_denied()).to_owned(),
        Stem::Person(leaf) if node.is_denied() => {
            definition.plain_words(&Condition::Not(Box::new(leaf.clone())))
        }
        Stem::Person(leaf) => definition.plain_words(leaf),
        Stem::Answers(leaf) => {
            let denied = node.is_denied().then(|| AnswerTest::Not(Box::new(leaf.clone())));
            let clause = tree
                .sheet(definition)
                .map(|sheet| wording::answer_words(sheet, denied.as_ref().unwrap_or(leaf)));
            format!("{}こと", clause.unwrap_or_default())
        }
    }
}

/// The words as they stand in 「」 in headings and notices.
pub(super) fn name(definition: &Definition, tree: Tree, node: &Node) -> String {
    let words = words(definition, tree, node).replace('「', "『").replace('」', "』");
    if words.chars().count() <= MOST_NAME {
        return words;
    }
    words.chars().take(MOST_NAME).chain(['…']).collect()
}

/// The condition with all that lies in it, each level further in.
pub(super) fn lines(definition: &Definition, tree: Tree, node: &Node) -> Vec<String> {
    let inner = node.parts().unwrap_or_default().iter().flat_map(|part| lines(definition, tree, part));
    std::iter::once(words(definition, tree, node)).chain(inner.map(|line| format!("　{line}"))).collect()
}
