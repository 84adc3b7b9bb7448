//! 中の一覧: the lists that lie in a row of another list, and the conditions of a tree, which lie in one another.

mod asked;
mod contacts;
mod outcomes;
mod questions;
mod result_groups;
mod selections;
#[cfg(test)]
mod tests;

use std::marker::PhantomData;

use super::{
    conditions::{Branch, Conditions, Tree},
    list::{Home, List, Of},
};
use crate::programmes::definition::{
    Contact, Definition, Guidance, OutcomeRule, Question, Questionnaire, ResultGroup, Screening,
    ScreeningQuestion, Selection,
};

/// One of the lists. The numbers say which sheet or questionnaire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nested {
    Questions(usize),
    Outcomes(usize),
    Asked(usize),
    ResultGroups,
    Selections,
    Contacts,
    Conditions(Conditions),
}

impl Nested {
    pub(super) const IN_GUIDANCE: [Self; 3] = [Self::ResultGroups, Self::Selections, Self::Contacts];

    pub(super) fn of_sheets(definition: &Definition) -> impl Iterator<Item = Self> + use<> {
        (0..definition.screenings.len()).flat_map(|sheet| [Self::Questions(sheet), Self::Outcomes(sheet)])
    }

    pub(super) fn of_questionnaires(definition: &Definition) -> impl Iterator<Item = Self> + use<> {
        (0..definition.questionnaires.len()).map(Self::Asked)
    }

    /// None without a guidance: its lists come and go with it.
    pub(super) fn of_guidance(definition: &Definition) -> impl Iterator<Item = Self> + use<> {
        let lists = definition.guidance.as_ref().map(|_| Self::IN_GUIDANCE);
        lists.into_iter().flatten()
    }

    pub(super) fn trees(definition: &Definition) -> impl Iterator<Item = Self> {
        let trees = Tree::all(definition).into_iter();
        trees.flat_map(|tree| tree.lists(definition)).map(Self::Conditions)
    }

    pub(super) fn list(self) -> Box<dyn List> {
        match self {
            Self::Questions(sheet) => Box::new(Of::<ScreeningQuestion>(sheet, PhantomData)),
            Self::Outcomes(sheet) => Box::new(Of::<OutcomeRule>(sheet, PhantomData)),
            Self::Asked(sheet) => Box::new(Of::<Question>(sheet, PhantomData)),
            Self::ResultGroups => Box::new(Of::<ResultGroup>(0, PhantomData)),
            Self::Selections => Box::new(Of::<Selection>(0, PhantomData)),
            Self::Contacts => Box::new(Of::<Contact>(0, PhantomData)),
            Self::Conditions(conditions) => Box::new(conditions),
        }
    }

    /// Whether the steps of a path lead to a list and not into a row.
    pub(super) fn is_list(steps: &[&str]) -> bool {
        match steps {
            ["screenings", _, "questions" | "outcomes"]
            | ["questionnaires", _, "questions"]
            | ["guidance", "result_groups" | "selection" | "contacts"] => true,
            steps => {
                Tree::of_steps(steps).is_some_and(|(_, rest)| matches!(rest.last(), Some(&("all" | "any"))))
            }
        }
    }

    /// The row that the steps of a path lead into.
    pub(super) fn of_steps(definition: &Definition, steps: &[&str]) -> Option<(Self, usize)> {
        if let Some((tree, rest)) = Tree::of_steps(steps) {
            let place = tree.place(definition, rest)?;
            return Some((Self::Conditions(place.list), place.at));
        }
        match steps {
            ["screenings", sheet, "questions", at, ..] => {
                Some((Self::Questions(sheet.parse().ok()?), at.parse().ok()?))
            }
            ["screenings", sheet, "outcomes", at, ..] => {
                Some((Self::Outcomes(sheet.parse().ok()?), at.parse().ok()?))
            }
            ["questionnaires", sheet, "questions", at, ..] => {
                Some((Self::Asked(sheet.parse().ok()?), at.parse().ok()?))
            }
            ["guidance", "result_groups", at, ..] => Some((Self::ResultGroups, at.parse().ok()?)),
            ["guidance", "selection", at, ..] => Some((Self::Selections, at.parse().ok()?)),
            ["guidance", "contacts", at, ..] => Some((Self::Contacts, at.parse().ok()?)),
            _ => None,
        }
    }

    /// Whether the list is shown on the page of its part, and not in the row it belongs to.
    pub(super) fn stands_alone(self) -> bool {
        match self {
            Self::Questions(_)
            | Self::Outcomes(_)
            | Self::Asked(_)
            | Self::ResultGroups
            | Self::Selections
            | Self::Contacts => true,
            Self::Conditions(list) => list.tree == Tree::Rule && list.branch == Branch::Group(0),
        }
    }

    /// The tree that belongs to a row.
    pub(super) fn tree(self, at: usize) -> Option<Tree> {
        match self {
            Self::Questions(sheet) => Some(Tree::Asked(sheet, at)),
            Self::Outcomes(sheet) => Some(Tree::Outcome(sheet, at)),
            Self::Asked(_) | Self::ResultGroups | Self::Selections | Self::Contacts | Self::Conditions(_) => {
                None
            }
        }
    }
}

impl Home for Questionnaire {
    fn find(definition: &Definition, nth: usize) -> Option<&Self> {
        definition.questionnaires.get(nth)
    }

    fn find_mut(definition: &mut Definition, nth: usize) -> Option<&mut Self> {
        definition.questionnaires.get_mut(nth)
    }

    fn path(nth: usize) -> String {
        format!("questionnaires[{nth}].")
    }

    fn named(&self) -> String {
        format!("questionnaires[{}].", self.code)
    }

    fn titled(&self) -> String {
        format!("「{}」の", self.title)
    }
}

impl Home for Guidance {
    fn find(definition: &Definition, _: usize) -> Option<&Self> {
        definition.guidance.as_ref()
    }

    fn find_mut(definition: &mut Definition, _: usize) -> Option<&mut Self> {
        definition.guidance.as_mut()
    }

    fn path(_: usize) -> String {
        "guidance.".to_owned()
    }

    fn named(&self) -> String {
        "guidance.".to_owned()
    }

    fn titled(&self) -> String {
        String::new()
    }
}

impl Home for Screening {
    fn find(definition: &Definition, nth: usize) -> Option<&Self> {
        definition.screenings.get(nth)
    }

    fn find_mut(definition: &mut Definition, nth: usize) -> Option<&mut Self> {
        definition.screenings.get_mut(nth)
    }

    fn path(nth: usize) -> String {
        format!("screenings[{nth}].")
    }

    fn named(&self) -> String {
        format!("screenings[{}].", self.code)
    }

    fn titled(&self) -> String {
        format!("「{}」の", self.title)
    }
}
