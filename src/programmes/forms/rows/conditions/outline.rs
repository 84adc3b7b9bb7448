//! 見取り図: a tree as a page shows it from the top down, each condition with the list it is a row of.

use super::{
    Branch, Conditions,
    node::{Joined, Node, Stem},
    tree::Tree,
    wording::words,
};
use crate::programmes::{Definition, forms::word};

/// A tree from the top down.
pub struct Outline {
    pub steps: Vec<Step>,
    /// The outermost list, where conditions may be added to it.
    pub open: Option<Conditions>,
    /// Where that list lies in the definition.
    pub path: String,
}

/// A condition, or the end of the group that one of those before began.
pub enum Step {
    Row { list: Conditions, at: usize, words: String, is_last: bool, is_group: bool },
    End { list: Conditions, path: String },
}

impl Tree {
    /// `None` when there is no such tree.
    pub fn outline(self, definition: &Definition) -> Option<Outline> {
        let root = self.root(definition)?;
        let mut walk = Walk { definition, tree: self, next: 0, steps: Vec::new() };
        let whole = self.path();
        if !root.is_flat() {
            walk.rows(std::slice::from_ref(&root), self.list(Branch::Whole), &|_| whole.clone());
            return Some(Outline { steps: walk.steps, open: None, path: whole });
        }
        let open = self.list(Branch::Group(0));
        walk.next = 1;
        let path = match root.parts() {
            Some(parts) => {
                let path = format!("{whole}.all");
                walk.rows(parts, open, &|at| format!("{path}[{at}]"));
                path
            }
            None => {
                walk.rows(std::slice::from_ref(&root), open, &|_| whole.clone());
                whole
            }
        };
        Some(Outline { steps: walk.steps, open: Some(open), path })
    }

    fn list(self, branch: Branch) -> Conditions {
        Conditions { tree: self, branch }
    }
}

struct Walk<'a> {
    definition: &'a Definition,
    tree: Tree,
    /// The number of the next group.
    next: usize,
    steps: Vec<Step>,
}

impl Walk<'_> {
    /// `path` says where the row of a number lies in the definition.
    fn rows(&mut self, nodes: &[Node], list: Conditions, path: &dyn Fn(usize) -> String) {
        for (at, node) in nodes.iter().enumerate() {
            let words = words(self.definition, self.tree, node);
            let (is_last, is_group) = (at + 1 == nodes.len(), node.parts().is_some());
            self.steps.push(Step::Row { list, at, words, is_last, is_group });
            if let Stem::Group(joined, parts) = &node.stem {
                self.group(node, *joined, parts, &path(at));
            }
        }
    }

    fn group(&mut self, node: &Node, joined: Joined, parts: &[Node], path: &str) {
        let list = self.tree.list(Branch::Group(self.next));
        self.next += 1;
        let path = format!("{path}{}.{}", ".not".repeat(node.nots), word(&joined));
        self.rows(parts, list, &|at| format!("{path}[{at}]"));
        self.steps.push(Step::End { list, path });
    }
}
