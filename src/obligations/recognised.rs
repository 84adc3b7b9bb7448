//! 見分けた言葉: a clause reduced to the words of the library that stand in it, unit by unit. What is proposed rests on nothing else
//! (but for the distance), so that a text can be held against its coverage without being kept.

use std::{collections::BTreeSet, fmt};

use super::{
    clause_text::units,
    library::{Sign, Unit, library},
    proposal::{CONSENT, Proposal, propose_units},
};
use crate::contracts::clauses::SplitClause;

/// Between the parts of a line, and between the words of a part. No word of the library holds either.
const PART: &str = " | ";
const WORD: &str = "／";
/// Before a heading that is that of the clause before.
const INHERITED: &str = "〃";

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised {
    pub label: String,
    heading_inherited: bool,
    units: Vec<Unit>,
}

/// Every word that the library or a proviso is known by.
pub fn vocabulary() -> BTreeSet<&'static str> {
    let rules = library().rules.iter().flat_map(|rule| &rule.signs);
    let declarations = library().declarations.iter().flat_map(|one| &one.signs);
    let words = |sign: &'static Sign| sign.heading.iter().chain(&sign.none).chain(sign.all.iter().flatten());
    rules.chain(declarations).flat_map(words).map(String::as_str).chain(CONSENT).collect()
}

impl Recognised {
    pub fn of(clause: &SplitClause) -> Self {
        let words = vocabulary();
        // A word that means the whole heading leaves no room for another beside it.
        let heading = |heading: &str| match words.iter().find(|word| word.strip_prefix('=') == Some(heading))
        {
            Some(_) => heading.to_owned(),
            None => standing(&words, heading),
        };
        let reduced =
            |unit: Unit| Unit { heading: heading(&unit.heading), text: standing(&words, &unit.text) };
        Self {
            label: clause.label.clone(),
            heading_inherited: clause.heading_inherited,
            units: units(clause).into_iter().map(reduced).collect(),
        }
    }

    /// As it was printed; `None` when it is no such line.
    pub fn read(line: &str) -> Option<Self> {
        let mut parts = line.split(PART);
        let (label, heading) = (parts.next()?.to_owned(), parts.next()?);
        let own = heading.strip_prefix(INHERITED);
        let unit = |text: &str| Unit { heading: own.unwrap_or(heading).to_owned(), text: text.to_owned() };
        Some(Self { label, heading_inherited: own.is_some(), units: parts.map(unit).collect() })
    }

    pub fn propose(&self) -> Proposal {
        propose_units(&self.units, self.heading_inherited)
    }
}

impl fmt::Display for Recognised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = if self.heading_inherited { INHERITED } else { "" };
        let heading = self.units.first().map_or("", |unit| &unit.heading);
        write!(f, "{}{PART}{mark}{heading}", self.label)?;
        self.units.iter().try_for_each(|unit| write!(f, "{PART}{}", unit.text))
    }
}

fn standing(words: &BTreeSet<&str>, text: &str) -> String {
    words.iter().copied().filter(|word| text.contains(word)).collect::<Vec<_>>().join(WORD)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{contracts::clauses, obligations::propose};

    #[test]
    fn the_words_alone_propose_what_the_whole_clause_proposes() {
        let numbered = clauses::split(include_str!("../../tests/fixtures/clauses-numbered.txt")).unwrap();
        let articles = clauses::split(include_str!("../../tests/fixtures/clauses-articles.txt")).unwrap();
        let chapters =
            clauses::split_sections(include_str!("../../tests/fixtures/clauses-chapters.txt")).unwrap();
        let all = [numbered, articles, chapters].into_iter().flat_map(|split| split.clauses);
        for clause in all {
            let read = Recognised::read(&Recognised::of(&clause).to_string()).unwrap();
            assert_eq!(read.label, clause.label);
            assert_eq!(read.propose().asked(), propose(&clause).asked(), "{}", clause.label);
        }
    }

    #[test]
    fn no_word_holds_what_stands_between_words() {
        assert!(
            vocabulary()
                .iter()
                .all(|word| !word.contains(PART) && !word.contains(WORD) && !word.contains(INHERITED))
        );
    }
}
