//! Which tree of conditions, where it lies, and where in it a path leads.

use super::{
    Branch, Conditions,
    node::{Node, Stored, groups},
};
use crate::programmes::{
    definition::{Definition, OutcomeRule, Screening, ScreeningQuestion},
    forms::Part,
};

/// A tree of conditions. The numbers say which class of priority, and of which sheet which question or rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tree {
    /// Who may take part.
    Rule,
    /// Who belongs to a class of priority.
    Priority(usize),
    /// When a question of a sheet is asked.
    Asked(usize, usize),
    /// What leads to an outcome of a sheet.
    Outcome(usize, usize),
}

/// A row of a tree's lists, with the steps of a path that lead on from it.
pub(in crate::programmes::forms::rows) struct Place<'a> {
    pub list: Conditions,
    pub at: usize,
    pub rest: Vec<&'a str>,
}

impl Tree {
    pub(in crate::programmes::forms::rows) fn all(definition: &Definition) -> Vec<Self> {
        let priorities = (0..definition.eligibility.priorities.len()).map(Self::Priority);
        let of_sheet = |(nth, sheet): (usize, &Screening)| {
            let asked = (0..sheet.questions.len()).map(move |at| Self::Asked(nth, at));
            asked.chain((0..sheet.outcomes.len()).map(move |at| Self::Outcome(nth, at)))
        };
        let of_sheets = definition.screenings.iter().enumerate().flat_map(of_sheet);
        std::iter::once(Self::Rule).chain(priorities).chain(of_sheets).collect()
    }

    /// The tree a path lies in, with the steps that lead on.
    pub(in crate::programmes::forms::rows) fn of_steps<'a, 's>(
        steps: &'s [&'a str],
    ) -> Option<(Self, &'s [&'a str])> {
        let number = |step: &str| step.parse::<usize>().ok();
        match steps {
            ["eligibility", "rule", rest @ ..] => Some((Self::Rule, rest)),
            ["eligibility", "priorities", at, "when", rest @ ..] => Some((Self::Priority(number(at)?), rest)),
            ["screenings", sheet, "questions", at, "when", rest @ ..] => {
                Some((Self::Asked(number(sheet)?, number(at)?), rest))
            }
            ["screenings", sheet, "outcomes", at, "when", rest @ ..] => {
                Some((Self::Outcome(number(sheet)?, number(at)?), rest))
            }
            _ => None,
        }
    }

    pub(super) fn path(self) -> String {
        match self {
            Self::Rule => "eligibility.rule".to_owned(),
            Self::Priority(at) => format!("eligibility.priorities[{at}].when"),
            Self::Asked(sheet, at) => format!("screenings[{sheet}].questions[{at}].when"),
            Self::Outcome(sheet, at) => format!("screenings[{sheet}].outcomes[{at}].when"),
        }
    }

    pub(super) fn part(self) -> Part {
        match self {
            Self::Rule | Self::Priority(_) => Part::Eligibility,
            Self::Asked(..) | Self::Outcome(..) => Part::Screenings,
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::Rule => "対象者の条件",
            Self::Priority(_) => "この順位になる条件",
            Self::Asked(..) => "この質問をする条件",
            Self::Outcome(..) => "この結果になる条件",
        }
    }

    pub(super) fn intro(self) -> &'static str {
        match self {
            Self::Rule => {
                "この条件に当てはまる人が参加できます。分からないことがある間は「判定不能」とし、断りません。"
            }
            Self::Priority(_) | Self::Asked(..) | Self::Outcome(..) => "",
        }
    }

    /// The sheet whose answers the conditions are about.
    pub(super) fn sheet(self, definition: &Definition) -> Option<&Screening> {
        match self {
            Self::Rule | Self::Priority(_) => None,
            Self::Asked(sheet, _) | Self::Outcome(sheet, _) => definition.screenings.get(sheet),
        }
    }

    /// The questions of the sheet whose answers are known by then.
    pub(super) fn answered(self, definition: &Definition) -> &[ScreeningQuestion] {
        let all = self.sheet(definition).map_or(&[][..], |sheet| &sheet.questions);
        match self {
            Self::Asked(_, at) => all.get(..at).unwrap_or(all),
            Self::Rule | Self::Priority(_) | Self::Outcome(..) => all,
        }
    }

    /// The tree's top. A question that is always asked has an empty one.
    pub(super) fn root(self, definition: &Definition) -> Option<Node> {
        let (eligibility, sheet) = (&definition.eligibility, self.sheet(definition));
        Some(match self {
            Self::Rule => eligibility.rule.opened(),
            Self::Priority(at) => eligibility.priorities.get(at)?.when.opened(),
            Self::Asked(_, at) => {
                sheet?.questions.get(at)?.when.as_ref().map_or_else(Node::empty, Stored::opened)
            }
            Self::Outcome(_, at) => sheet?.outcomes.get(at)?.when.opened(),
        })
    }

    pub(super) fn store(self, definition: &mut Definition, root: Node) -> Option<()> {
        match self {
            Self::Rule => definition.eligibility.rule = Stored::closed(root)?,
            Self::Priority(at) => {
                definition.eligibility.priorities.get_mut(at)?.when = Stored::closed(root)?;
            }
            Self::Asked(sheet, at) => {
                let is_always = root.parts().is_some_and(<[Node]>::is_empty);
                let question: &mut ScreeningQuestion =
                    definition.screenings.get_mut(sheet)?.questions.get_mut(at)?;
                question.when = if is_always { None } else { Some(Stored::closed(root)?) };
            }
            Self::Outcome(sheet, at) => {
                let rule: &mut OutcomeRule = definition.screenings.get_mut(sheet)?.outcomes.get_mut(at)?;
                rule.when = Stored::closed(root)?;
            }
        }
        Some(())
    }

    /// The whole and every group.
    pub(in crate::programmes::forms::rows) fn lists(self, definition: &Definition) -> Vec<Conditions> {
        let groups = self.root(definition).map_or(0, |root| root.groups().max(1));
        let branches = std::iter::once(Branch::Whole).chain((0..groups).map(Branch::Group));
        branches.map(|branch| Conditions { tree: self, branch }).collect()
    }

    /// The innermost row on the way.
    pub(in crate::programmes::forms::rows) fn place<'a>(
        self,
        definition: &Definition,
        steps: &[&'a str],
    ) -> Option<Place<'a>> {
        let root = self.root(definition)?;
        let whole = if root.is_flat() { Branch::Group(0) } else { Branch::Whole };
        let (mut list, mut at) = (Conditions { tree: self, branch: whole }, 0);
        let (mut node, mut number, mut rest) = (&root, 0, steps);
        loop {
            match rest {
                ["not", inner @ ..] => rest = inner,
                ["all" | "any", place, inner @ ..] => {
                    let parts = node.parts()?;
                    list.branch = Branch::Group(number);
                    at = place.parse().ok()?;
                    node = parts.get(at)?;
                    number += 1 + groups(parts.get(..at)?);
                    rest = inner;
                }
                rest => return Some(Place { list, at, rest: rest.to_vec() }),
            }
        }
    }
}
