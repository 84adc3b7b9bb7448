//! 条件: the conditions of a tree, group by group. A group is a list whose rows are conditions or groups again; the tree's whole
//! is a list of one row where it has to be said how its conditions belong together.

mod answers;
mod node;
mod outline;
mod person;
#[cfg(test)]
mod tests;
mod tree;
mod wording;

pub use outline::{Outline, Step};
pub use tree::Tree;

use self::node::{Joined, Node, Stem};
use super::{
    list::{About, List},
    order::Sequence,
};
use crate::{
    kit::form::{Choice, Form},
    programmes::{
        check::MOST_LEVELS,
        definition::Definition,
        eligibility::group_words,
        forms::{
            choices,
            field::{Field, Kind},
            from_word, pick, word, yes,
        },
    },
};

/// The conditions of a group of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conditions {
    pub tree: Tree,
    pub branch: Branch,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Branch {
    Whole,
    /// Groups are counted from the top, each before those that lie in it.
    Group(usize),
}

/// What of a path lies in the fields of a condition. Those on a sheet have their answers in one field.
pub(super) fn inside(definition: &Definition, steps: &[&str]) -> Option<String> {
    let (tree, rest) = Tree::of_steps(steps)?;
    Some(match tree.place(definition, rest)?.rest.as_slice() {
        ["is" | "only", ..] => ".among".to_owned(),
        rest => rest.iter().map(|step| format!(".{step}")).collect(),
    })
}

impl Joined {
    /// What the group asks for, in the words of a rule.
    fn words(self, is_denied: bool) -> &'static str {
        group_words(self == Self::All, is_denied)
    }

    /// The group as a kind of a new condition.
    fn kind(self) -> Choice {
        Choice::new(word(&self), format!("{}（組）", self.words(false)))
            .hint("組の中に、いくつかの条件を並べます。")
    }
}

impl Conditions {
    /// What the page needs of the row.
    fn node(self, definition: &Definition, at: usize) -> Option<Node> {
        let root = self.tree.root(definition)?;
        match self.branch {
            Branch::Whole => (at == 0).then_some(root),
            Branch::Group(number) => root.find(number)?.1.get(at).cloned(),
        }
    }

    /// Changes the rows. One plain condition stands alone, unless it was written as a group of one.
    fn edit(
        self,
        definition: &mut Definition,
        change: impl FnOnce(&mut Vec<Node>) -> Option<()>,
    ) -> Option<()> {
        let mut root = self.tree.root(definition)?;
        let is_leaf = root.parts().is_none();
        let was_alone = is_leaf || root == Node::empty();
        if is_leaf {
            root = Node::group(Joined::All, vec![root]);
        }
        match self.branch {
            Branch::Whole => {
                let mut whole = vec![root];
                change(&mut whole)?;
                root = whole.pop().unwrap_or_else(Node::empty);
            }
            Branch::Group(number) => change(root.find_mut(&mut { number })?)?,
        }
        let alone = root.parts().and_then(|parts| <&[Node; 1]>::try_from(parts).ok());
        if let Some([one]) = alone.filter(|[one]| was_alone && one.parts().is_none()) {
            root = one.clone();
        }
        self.tree.store(definition, root)
    }

    /// The kinds of plain conditions.
    fn leaf_kinds(self, definition: &Definition) -> Vec<Choice> {
        match self.tree {
            Tree::Rule | Tree::Priority(_) => person::kinds(),
            Tree::Asked(..) | Tree::Outcome(..) => answers::kinds(self.tree.answered(definition)),
        }
    }

    fn blank(self, definition: &Definition, kind: &str) -> Option<Stem> {
        match self.tree {
            Tree::Rule | Tree::Priority(_) => person::blank(kind).map(Stem::Person),
            Tree::Asked(..) | Tree::Outcome(..) => {
                answers::blank(self.tree.answered(definition), kind).map(Stem::Answers)
            }
        }
    }

    /// The word of a condition's kind.
    fn kind_of(self, definition: &Definition, node: &Node) -> String {
        match &node.stem {
            Stem::Group(joined, _) => word(joined),
            Stem::Person(leaf) => person::word_of(leaf).to_owned(),
            Stem::Answers(leaf) => answers::word_of(self.tree.answered(definition), leaf),
        }
    }
}

impl List for Conditions {
    fn about(&self) -> About {
        About {
            path: "",
            part: self.tree.part(),
            title: self.tree.title(),
            what: "条件",
            intro: self.tree.intro(),
        }
    }

    fn path(&self) -> String {
        match self.branch {
            Branch::Whole => format!("{}.whole", self.tree.path()),
            Branch::Group(number) => format!("{}.group[{number}]", self.tree.path()),
        }
    }

    fn title(&self, _: &Definition) -> String {
        self.tree.title().to_owned()
    }

    fn len(&self, definition: &Definition) -> usize {
        let Some(root) = self.tree.root(definition) else { return 0 };
        match self.branch {
            Branch::Whole => usize::from(!root.is_flat()),
            Branch::Group(number) => root.find(number).map_or(0, |(_, parts)| parts.len()),
        }
    }

    fn kinds(&self, definition: &Definition) -> Vec<Choice> {
        let Branch::Group(number) = self.branch else { return Vec::new() };
        let root = self.tree.root(definition);
        let level = root.as_ref().and_then(|root| root.find(number)).map(|(level, _)| level);
        let mut kinds = self.leaf_kinds(definition);
        if !kinds.is_empty() && level.is_some_and(|level| level + 1 < MOST_LEVELS) {
            kinds.extend(Joined::BOTH.map(Joined::kind));
        }
        kinds
    }

    fn add(&self, begun: &mut Definition, kind: &str) -> Option<()> {
        if self.kinds(begun).iter().all(|offered| offered.code != kind) {
            return None;
        }
        let stem = match from_word(kind) {
            Some(joined) => Stem::Group(joined, Vec::new()),
            None => self.blank(begun, kind)?,
        };
        self.edit(begun, |parts| {
            parts.push(Node::new(stem));
            Some(())
        })
    }

    fn other_kinds(&self, definition: &Definition, at: usize) -> Vec<Choice> {
        let Some(node) = self.node(definition, at).filter(|node| node.parts().is_none()) else {
            return Vec::new();
        };
        let own = self.kind_of(definition, &node);
        self.kinds(definition).into_iter().filter(|kind| kind.code != own).collect()
    }

    /// Another plain condition takes the place of the one that is there; a group takes it in.
    fn turn(&self, begun: &mut Definition, at: usize, kind: &str) -> Option<()> {
        let node = self.node(begun, at)?;
        if self.kind_of(begun, &node) == kind {
            return Some(());
        }
        if self.other_kinds(begun, at).iter().all(|offered| offered.code != kind) {
            return None;
        }
        let turned = match from_word(kind) {
            Some(joined) => Node::group(joined, vec![node]),
            None => Node { stem: self.blank(begun, kind)?, ..node },
        };
        self.edit(begun, |parts| {
            *parts.get_mut(at)? = turned;
            Some(())
        })
    }

    fn name(&self, definition: &Definition, at: usize) -> Option<String> {
        self.node(definition, at).map(|node| wording::name(definition, self.tree, &node))
    }

    fn kind(&self, definition: &Definition, at: usize) -> Option<String> {
        let own = self.kind_of(definition, &self.node(definition, at)?);
        let found = self.leaf_kinds(definition).into_iter().chain(Joined::BOTH.map(Joined::kind));
        found.into_iter().find(|kind| kind.code == own).map(|kind| kind.label)
    }

    fn lines(&self, definition: &Definition, at: usize) -> Option<Vec<String>> {
        self.node(definition, at).map(|node| wording::lines(definition, self.tree, &node))
    }

    fn fields(&self, definition: &Definition, at: usize, path: &str) -> Option<Vec<Field>> {
        let mut fields = match &self.node(definition, at)?.stem {
            Stem::Group(..) => vec![Field::new(
                Kind::Radios(choices(&Joined::BOTH, |one| one.words(false).to_owned())),
                format!("{path}.joined"),
                "組の中の条件",
            )],
            Stem::Person(leaf) => person::fields(leaf, path, definition),
            Stem::Answers(leaf) => answers::fields(leaf, path, self.tree.sheet(definition)?),
        };
        let denied = "当てはまらないことを条件にする（〜ではない）";
        fields.push(Field::new(Kind::Check, format!("{path}.not"), denied));
        Some(fields)
    }

    fn filled(&self, definition: &Definition, at: usize, path: &str) -> Option<Form> {
        let node = self.node(definition, at)?;
        let form = Form::empty().with(&format!("{path}.not"), yes(node.is_denied()));
        Some(match &node.stem {
            Stem::Group(joined, _) => form.with(&format!("{path}.joined"), word(joined)),
            Stem::Person(leaf) => person::fill(form, leaf, path),
            Stem::Answers(leaf) => answers::fill(form, leaf, path),
        })
    }

    fn read(&self, form: &mut Form, read: &mut Definition, at: usize, path: &str) -> Option<()> {
        let node = self.node(read, at)?;
        let stem = match node.stem {
            Stem::Group(_, parts) => {
                let joined = pick(form, &format!("{path}.joined"), "組の中の条件", &Joined::BOTH)?;
                Stem::Group(joined, parts)
            }
            Stem::Person(leaf) => Stem::Person(person::read(form, &leaf, path, read)?),
            Stem::Answers(leaf) => Stem::Answers(answers::read(form, &leaf, path, self.tree.sheet(read)?)?),
        };
        let typed = Node { nots: node.nots, stem }.denied(form.checked(&format!("{path}.not"), "yes"));
        self.edit(read, |parts| {
            *parts.get_mut(at)? = typed;
            Some(())
        })
    }

    fn arrange(&self, definition: &mut Definition, change: &dyn Fn(&mut dyn Sequence)) -> Option<()> {
        self.edit(definition, |parts| {
            change(parts);
            Some(())
        })
    }
}
