//! 確認テスト: questions with one right answer each, written as plain lines, and the score of somebody's answers.
//!
//! ```text
//! 問 紙を置いたまま席を離れるときは
//! ○ 鍵のかかる所にしまう
//! × 裏返しておく
//! ```

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Most questions of one test, and most answers of one question.
pub const MOST: usize = 50;
const MOST_ANSWERS: usize = 6;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    pub ask: String,
    pub answers: Vec<String>,
    /// Counted from 0.
    pub right: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum QuestionProblem {
    #[error("{0}行目：行の初めに「問」「○」「×」のどれかを書いてください。")]
    Mark(usize),
    #[error("{0}行目：「問」の行より前に答えがあります。")]
    NoQuestion(usize),
    #[error("{0}行目：言葉がありません。")]
    Empty(usize),
    #[error("問{0}：答えを2つ以上、6つ以下にしてください。")]
    Answers(usize),
    #[error("問{0}：正しい答え（○）を1つだけにしてください。")]
    Right(usize),
    #[error("問題は50問までです。")]
    TooMany,
}

/// Reads the lines; nothing at all is a lesson without a test.
///
/// # Errors
/// [`QuestionProblem`]: the first line or question that is wrong.
pub fn read(text: &str) -> Result<Vec<Question>, QuestionProblem> {
    let mut questions: Vec<Question> = Vec::new();
    let mut rights: Vec<usize> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let (number, line) = (index + 1, line.trim());
        if line.is_empty() {
            continue;
        }
        let mut rest = line.chars();
        let mark = rest.next();
        let words = rest.as_str().trim().to_owned();
        if words.is_empty() {
            return Err(QuestionProblem::Empty(number));
        }
        match mark {
            Some('問') => {
                questions.push(Question { ask: words, answers: Vec::new(), right: 0 });
                rights.push(0);
            }
            Some(mark @ ('○' | '◯' | '〇' | '×' | '✕')) => {
                let (Some(last), Some(right)) = (questions.last_mut(), rights.last_mut()) else {
                    return Err(QuestionProblem::NoQuestion(number));
                };
                if !matches!(mark, '×' | '✕') {
                    last.right = last.answers.len();
                    *right += 1;
                }
                last.answers.push(words);
            }
            Some(_) | None => return Err(QuestionProblem::Mark(number)),
        }
    }
    check(questions, &rights)
}

fn check(questions: Vec<Question>, rights: &[usize]) -> Result<Vec<Question>, QuestionProblem> {
    if questions.len() > MOST {
        return Err(QuestionProblem::TooMany);
    }
    for (index, (question, right)) in questions.iter().zip(rights).enumerate() {
        if !(2..=MOST_ANSWERS).contains(&question.answers.len()) {
            return Err(QuestionProblem::Answers(index + 1));
        }
        if *right != 1 {
            return Err(QuestionProblem::Right(index + 1));
        }
    }
    Ok(questions)
}

/// The lines that [`read`] reads back.
pub fn write(questions: &[Question]) -> String {
    let mut text = String::new();
    for question in questions {
        text.push_str(&format!("問 {}\n", question.ask));
        for (index, answer) in question.answers.iter().enumerate() {
            text.push_str(&format!("{} {answer}\n", if index == question.right { "○" } else { "×" }));
        }
        text.push('\n');
    }
    text.trim_end().to_owned()
}

/// How many are right. A question without an answer is wrong.
pub fn score(questions: &[Question], given: &[Option<usize>]) -> usize {
    questions.iter().zip(given).filter(|(question, given)| **given == Some(question.right)).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TWO: &str = "問 一\n○ はい\n× いいえ\n\n問 二\n× はい\n○ いいえ\n× わからない";

    #[test]
    fn lines_become_questions_and_back() {
        let questions = read(TWO).unwrap();
        assert_eq!(questions.len(), 2);
        assert_eq!((questions[0].right, questions[1].right, questions[1].answers.len()), (0, 1, 3));
        assert_eq!(write(&questions), TWO);
        assert_eq!(read(" \n"), Ok(Vec::new()));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        assert_eq!(read("○ はい"), Err(QuestionProblem::NoQuestion(1)));
        assert_eq!(read("問 一\nはい"), Err(QuestionProblem::Mark(2)));
        assert_eq!(read("問 一\n○"), Err(QuestionProblem::Empty(2)));
        assert_eq!(read("問 一\n○ はい"), Err(QuestionProblem::Answers(1)));
        assert_eq!(read("問 一\n○ はい\n○ いいえ"), Err(QuestionProblem::Right(1)));
        assert_eq!(read("問 一\n× はい\n× いいえ"), Err(QuestionProblem::Right(1)));
        assert_eq!(read(&"問 一\n○ は\n× い\n".repeat(51)), Err(QuestionProblem::TooMany));
    }

    #[test]
    fn what_was_not_answered_is_wrong() {
        let questions = read(TWO).unwrap();
        assert_eq!(score(&questions, &[Some(0), Some(1)]), 2);
        assert_eq!(score(&questions, &[Some(1), None]), 0);
        assert_eq!(score(&questions, &[Some(0)]), 1);
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_reader_and_a_score_is_never_more_than_the_questions(
            text in "(問|○|×)? ?[あ-ん]{0,4}\n(問 あ\n○ い\n× う\n){0,3}", given in prop::collection::vec(prop::option::of(0usize..4), 0..5)
        ) {
            if let Ok(questions) = read(&text) {
                prop_assert!(score(&questions, &given) <= questions.len());
                prop_assert_eq!(read(&write(&questions)), Ok(questions));
            }
        }
    }
}
