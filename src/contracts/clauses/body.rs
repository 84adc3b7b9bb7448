//! The words of one clause: wrapped lines are joined again, paragraphs and lists become nested items.

use super::ClauseItem;
use super::markers::{Form, ItemKind, ItemMarker, item_marker};

/// A clause being read line by line.
#[derive(Debug)]
pub(super) struct Body {
    text: String,
    items: Vec<ClauseItem>,
    /// The items that are still open, from the outermost to the innermost.
    open: Vec<Open>,
    /// Number of the last paragraph; the clause's first words are paragraph 1 of an article.
    paragraph: u16,
}

#[derive(Debug, Clone, Copy)]
struct Open {
    rank: u8,
    number: u16,
}

const PARAGRAPH: u8 = 10;
const NOTE: u8 = 11;
const IN_NOTE: u8 = 15;

impl Body {
    pub(super) fn new(form: Form, text: &str) -> Self {
        let paragraph = match form {
            Form::Articles => 1,
            Form::Numbered => 0,
        };
        let mut body = Self { text: String::new(), items: Vec::new(), open: Vec::new(), paragraph };
        match item_marker(text) {
            Some(marker) if marker.number == 1 && marker.kind != ItemKind::Bullet => body.push(text),
            Some(_) | None => text.clone_into(&mut body.text),
        }
        body
    }

    /// Takes the next line: the start of an item, or more words of what is open.
    pub(super) fn push(&mut self, line: &str) {
        let item = item_marker(line).and_then(|marker| self.rank(&marker).map(|rank| (marker, rank)));
        match item {
            Some((marker, rank)) => self.open_item(marker, rank),
            None => join(self.open_text(), line),
        }
    }

    pub(super) fn finish(self) -> (String, Vec<ClauseItem>) {
        (self.text, self.items)
    }

    /// The place of a label in the nesting, or `None` when its number is out of order: then the line only
    /// looks like an item (a wrapped reference such as 「(2)に掲げる」).
    fn rank(&self, marker: &ItemMarker<'_>) -> Option<u8> {
        let rank = match marker.kind {
            ItemKind::Bullet => return Some(60),
            ItemKind::Note => return Some(NOTE),
            ItemKind::Paragraph => return self.paragraph_rank(marker.number),
            ItemKind::Parenthesised => 20,
            ItemKind::Circled => 30,
            ItemKind::Kana => 40,
            ItemKind::ParenthesisedKana => 50,
        };
        (marker.number == 1 || self.follows(rank, marker.number)).then_some(rank)
    }

    fn paragraph_rank(&self, number: u16) -> Option<u8> {
        let in_note = self.open.iter().any(|open| open.rank == NOTE);
        if in_note && (number == 1 || self.follows(IN_NOTE, number)) {
            return Some(IN_NOTE);
        }
        (number == 1 || number == self.paragraph.saturating_add(1)).then_some(PARAGRAPH)
    }

    fn follows(&self, rank: u8, number: u16) -> bool {
        self.open.iter().any(|open| open.rank == rank && open.number.saturating_add(1) == number)
    }

    fn open_item(&mut self, marker: ItemMarker<'_>, rank: u8) {
        if rank == PARAGRAPH {
            self.paragraph = marker.number;
        }
        let outer = if rank == NOTE { PARAGRAPH } else { rank };
        self.open.retain(|open| open.rank < outer);
        let item = ClauseItem { label: marker.label, text: marker.rest.to_owned(), items: Vec::new() };
        let depth = self.open.len();
        items_at(&mut self.items, depth).push(item);
        self.open.push(Open { rank, number: marker.number });
    }

    fn open_text(&mut self) -> &mut String {
        match self.open.len().checked_sub(1) {
            None => &mut self.text,
            Some(depth) => match items_at(&mut self.items, depth).last_mut() {
                Some(item) => &mut item.text,
                None => &mut self.text,
            },
        }
    }
}

/// The list at a depth, along the last item of each level.
fn items_at(items: &mut Vec<ClauseItem>, depth: usize) -> &mut Vec<ClauseItem> {
    if depth == 0 || items.is_empty() {
        return items;
    }
    let last = items.len() - 1;
    items_at(&mut items[last].items, depth - 1)
}

/// Joins a wrapped line. Japanese needs nothing between; two Latin words get their space back.
fn join(text: &mut String, line: &str) {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    if latin(text.chars().next_back()) && latin(line.chars().next()) {
        text.push(' ');
    }
    text.push_str(line);
}
