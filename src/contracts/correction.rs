//! 取込みの確認: the clauses as the splitter found them, with what a person changed — a heading, the words, or a clause
//! that is none — back as clauses. The number and the sub-items stay as they were read.

use super::clauses::{ClauseItem, MAX_BYTES, MOST_CLAUSES, SplitClause};

/// Longest heading and words of one clause, in characters.
pub const LONGEST_HEADING: usize = 200;
pub const LONGEST_TEXT: usize = 20_000;

/// One clause as it came back from the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corrected {
    pub number: u16,
    pub label: String,
    pub heading: String,
    /// The heading had been taken from the clause before.
    pub was_inherited: bool,
    pub text: String,
    pub items: Vec<ClauseItem>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CorrectionProblem {
    #[error("条項が1つも残っていません。取り込む条項を残してください。")]
    NothingLeft,
    #[error("条項が多すぎます（上限300）。特記事項の部分だけを取り込んでください。")]
    TooMany,
    #[error("全体が大きすぎます（上限1MB）。特記事項の部分だけを取り込んでください。")]
    TooLarge,
    #[error("条項の番号が正しくありません。もう一度、文書の取込みからやり直してください。")]
    Numbers,
}

/// The clauses to store, in the order of their numbers. A heading stays marked as taken over only while it still is the
/// one of the clause before.
///
/// # Errors
/// [`CorrectionProblem`] when nothing is left, it is too much, or the numbers don't rise.
pub fn settle(corrected: Vec<Corrected>) -> Result<Vec<SplitClause>, CorrectionProblem> {
    if corrected.is_empty() {
        return Err(CorrectionProblem::NothingLeft);
    }
    if corrected.len() > MOST_CLAUSES {
        return Err(CorrectionProblem::TooMany);
    }
    if corrected.windows(2).any(|pair| pair[0].number >= pair[1].number) || corrected[0].number == 0 {
        return Err(CorrectionProblem::Numbers);
    }
    let mut clauses: Vec<SplitClause> = Vec::with_capacity(corrected.len());
    for clause in corrected {
        let heading = Some(clause.heading).filter(|heading| !heading.is_empty());
        let same = clauses.last().is_some_and(|before| before.heading == heading);
        clauses.push(SplitClause {
            number: clause.number,
            label: clause.label,
            heading_inherited: clause.was_inherited && same && heading.is_some(),
            heading,
            text: clause.text,
            items: clause.items,
        });
    }
    let size: usize = clauses.iter().map(|clause| clause.full_text().len()).sum();
    if size > MAX_BYTES { Err(CorrectionProblem::TooLarge) } else { Ok(clauses) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clause(number: u16, heading: &str, was_inherited: bool) -> Corrected {
        Corrected {
            number,
            label: format!("第{number}条"),
            heading: heading.into(),
            was_inherited,
            text: "本文".into(),
            items: Vec::new(),
        }
    }

    #[test]
    fn a_heading_taken_over_loses_its_mark_when_it_or_the_one_before_changes() {
        let settled = settle(vec![clause(1, "目的", false), clause(2, "目的", true)]).unwrap();
        assert!(settled[1].heading_inherited);
        let changed = settle(vec![clause(1, "目的", false), clause(2, "定義", true)]).unwrap();
        assert!(!changed[1].heading_inherited);
        let dropped = settle(vec![clause(2, "目的", true)]).unwrap();
        assert!(!dropped[0].heading_inherited);
        assert_eq!(settle(vec![clause(1, "", true)]).unwrap()[0].heading, None);
    }

    #[test]
    fn gaps_are_kept_but_numbers_must_rise() {
        let settled = settle(vec![clause(1, "目的", false), clause(4, "検査", false)]).unwrap();
        assert_eq!(settled.iter().map(|c| c.number).collect::<Vec<_>>(), [1, 4]);
        let twice = vec![clause(2, "目的", false), clause(2, "定義", false)];
        assert_eq!(settle(twice), Err(CorrectionProblem::Numbers));
        assert_eq!(settle(vec![clause(0, "目的", false)]), Err(CorrectionProblem::Numbers));
    }

    #[test]
    fn nothing_and_too_much_are_refused() {
        assert_eq!(settle(Vec::new()), Err(CorrectionProblem::NothingLeft));
        let many = (1..=301).map(|number| clause(number, "", false)).collect();
        assert_eq!(settle(many), Err(CorrectionProblem::TooMany));
        let text = "あ".repeat(LONGEST_TEXT);
        let big = (1..=18).map(|n| Corrected { text: text.clone(), ..clause(n, "", false) }).collect();
        assert_eq!(settle(big), Err(CorrectionProblem::TooLarge));
    }
}
