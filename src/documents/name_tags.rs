//! 名札: ten cards of 91 × 55 mm to a page, as sheets of cards are sold (目黒 6(1)⑤).

use serde::Serialize;

use super::{
    attendance::sample_people,
    paper::{Masthead, Paper},
    parts::PersonName,
};

#[derive(Clone, Debug, Serialize)]
pub struct NameTags {
    pub masthead: Masthead,
    /// Printed on each card.
    pub course: String,
    pub tags: Vec<NameTag>,
}

#[derive(Clone, Debug, Serialize)]
pub struct NameTag {
    /// Empty while nobody gave one.
    pub number: String,
    pub name: PersonName,
}

impl Paper for NameTags {
    const NAME: &'static str = "name_tags.typ";
    const TEMPLATE: &'static str = include_str!("../../templates/documents/name_tags.typ");

    fn masthead(&self) -> &Masthead {
        &self.masthead
    }

    fn rows(&self) -> usize {
        self.tags.len()
    }
}

impl NameTags {
    /// Twenty invented people.
    pub fn sample() -> Self {
        let tags = (1..).zip(sample_people());
        Self {
            masthead: Masthead::sample("名札", "名札", "手ぬぐい体操グループづくりコース"),
            course: "手ぬぐい体操グループづくりコース".into(),
            tags: tags
                .map(|(number, (name, ..)): (u32, _)| NameTag { number: number.to_string(), name })
                .collect(),
        }
    }
}
