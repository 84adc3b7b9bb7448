//! 条件の木: a tree of conditions as it is edited, whether they are about a person or about the answers of a sheet. 「〜ではない」 is
//! a property of a condition here and no condition of its own; opened and closed again a stored tree is what it was.

use serde::{Deserialize, Serialize};

use crate::programmes::definition::{AnswerTest, Condition};

/// A condition: a leaf or several of them, turned around so many times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub nots: usize,
    pub stem: Stem,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stem {
    Group(Joined, Vec<Node>),
    Person(Condition),
    Answers(AnswerTest),
}

/// How many conditions of a group have to be met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Joined {
    All,
    Any,
}

impl Joined {
    pub(super) const BOTH: [Self; 2] = [Self::All, Self::Any];
}

impl Node {
    pub(super) fn new(stem: Stem) -> Self {
        Self { nots: 0, stem }
    }

    pub(super) fn group(joined: Joined, parts: Vec<Self>) -> Self {
        Self::new(Stem::Group(joined, parts))
    }

    /// No condition at all.
    pub(super) fn empty() -> Self {
        Self::group(Joined::All, Vec::new())
    }

    pub(super) fn is_denied(&self) -> bool {
        self.nots % 2 == 1
    }

    /// The same condition, turned around or not. However often it is turned around, it stays so when that means the same.
    #[must_use]
    pub(super) fn denied(self, is_denied: bool) -> Self {
        let nots = if self.is_denied() == is_denied { self.nots } else { usize::from(is_denied) };
        Self { nots, ..self }
    }

    /// The conditions of a group.
    pub(super) fn parts(&self) -> Option<&[Self]> {
        match &self.stem {
            Stem::Group(_, parts) => Some(parts),
            Stem::Person(_) | Stem::Answers(_) => None,
        }
    }

    /// A leaf, or all of at most one: no word has to say how its conditions belong together.
    pub(super) fn is_flat(&self) -> bool {
        match &self.stem {
            Stem::Group(Joined::All, parts) => self.nots == 0 && parts.len() <= 1,
            Stem::Group(Joined::Any, _) => false,
            Stem::Person(_) | Stem::Answers(_) => true,
        }
    }

    /// How many groups there are, this one included.
    pub(super) fn groups(&self) -> usize {
        self.parts().map_or(0, |parts| 1 + groups(parts))
    }

    /// The conditions of a group by its number, from the top and from the first to the last, and the level it lies on. A
    /// leaf counts as a group of one.
    pub(super) fn find(&self, number: usize) -> Option<(usize, &[Self])> {
        match self.parts() {
            None => (number == 0).then(|| (0, std::slice::from_ref(self))),
            Some(_) => self.inner(&mut { number }, 1),
        }
    }

    fn inner(&self, number: &mut usize, level: usize) -> Option<(usize, &[Self])> {
        let parts = self.parts()?;
        if *number == 0 {
            return Some((level, parts));
        }
        *number -= 1;
        parts.iter().find_map(|part| part.inner(number, level + 1))
    }

    /// The group of that number, to be changed.
    pub(super) fn find_mut(&mut self, number: &mut usize) -> Option<&mut Vec<Self>> {
        let Stem::Group(_, parts) = &mut self.stem else { return None };
        if *number == 0 {
            return Some(parts);
        }
        *number -= 1;
        parts.iter_mut().find_map(|part| part.find_mut(number))
    }
}

/// How many groups lie side by side and in each other.
pub(super) fn groups(parts: &[Node]) -> usize {
    parts.iter().map(Node::groups).sum()
}

/// A tree as a definition holds it.
pub(super) trait Stored: Sized {
    fn opened(&self) -> Node;
    /// `None` when a leaf is of another kind of tree.
    fn closed(node: Node) -> Option<Self>;
}

macro_rules! stored {
    ($tree:ident as $leaf:ident) => {
        impl Stored for $tree {
            fn opened(&self) -> Node {
                if let Self::Not(inner) = self {
                    let node = inner.opened();
                    return Node { nots: node.nots + 1, ..node };
                }
                Node::new(if let Self::All(parts) = self {
                    Stem::Group(Joined::All, parts.iter().map(Self::opened).collect())
                } else if let Self::Any(parts) = self {
                    Stem::Group(Joined::Any, parts.iter().map(Self::opened).collect())
                } else {
                    Stem::$leaf(self.clone())
                })
            }

            fn closed(node: Node) -> Option<Self> {
                let bare = if let Stem::Group(joined, parts) = node.stem {
                    let parts = parts.into_iter().map(Self::closed).collect::<Option<_>>()?;
                    match joined {
                        Joined::All => Self::All(parts),
                        Joined::Any => Self::Any(parts),
                    }
                } else if let Stem::$leaf(leaf) = node.stem {
                    leaf
                } else {
                    return None;
                };
                Some((0..node.nots).fold(bare, |inner, _| Self::Not(Box::new(inner))))
            }
        }
    };
}

stored!(Condition as Person);
stored!(AnswerTest as Answers);
