//! アンケート: how many gave each answer. What was written in words is sealed and counted nowhere.

use serde::{Deserialize, Serialize};

use super::rows::{EnrolmentRow, Member, QuestionnaireRow};
use crate::{
    behind::count,
    programmes::{Question, Questionnaire},
};

/// 別紙2 (7)②: the answers to one questionnaire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionnaireFigures {
    pub title: String,
    /// People who handed it in.
    pub people: u32,
    /// The questions answered by choosing, in order.
    pub questions: Vec<QuestionLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionLine {
    pub question: String,
    /// Every answer that is offered, with how many gave it.
    pub answers: Vec<(String, u32)>,
    /// Handed in without an answer to this question.
    pub unanswered: u32,
}

/// Counts every questionnaire that somebody of the course handed in.
pub fn of(members: &[Member<'_>], asked: &[Questionnaire]) -> Vec<QuestionnaireFigures> {
    let figures = |(asked, sheets): (&Questionnaire, Vec<Sheet<'_>>)| QuestionnaireFigures {
        title: asked.title.to_owned(),
        people: count(&sheets),
        questions: asked.closed().map(|item| line(item, &sheets)).collect(),
    };
    handed_in(members, asked).map(figures).collect()
}

/// One person's sheet, of the enrolment made last.
#[derive(Clone, Copy)]
pub(super) struct Sheet<'a> {
    pub enrolment: &'a EnrolmentRow,
    row: &'a QuestionnaireRow,
}

impl Sheet<'_> {
    /// What was chosen; `None` when the question was left out.
    pub fn given(&self, item: &Question) -> Option<String> {
        self.row.chosen.code(item)
    }
}

/// The questionnaires somebody handed in, each with its sheets.
pub(super) fn handed_in<'a, 'm>(
    members: &'m [Member<'a>],
    asked: &'m [Questionnaire],
) -> impl Iterator<Item = (&'m Questionnaire, Vec<Sheet<'a>>)> {
    let sheets = move |asked: &Questionnaire| -> Vec<Sheet<'a>> {
        members.iter().filter_map(|member| latest(member, asked)).collect()
    };
    asked.iter().map(move |asked| (asked, sheets(asked))).filter(|(_, sheets)| !sheets.is_empty())
}

fn latest<'a>(member: &Member<'a>, asked: &Questionnaire) -> Option<Sheet<'a>> {
    member.enrolments.iter().rev().find_map(|enrolment| {
        let row = enrolment.questionnaires.iter().find(|row| row.questionnaire == asked.code)?;
        Some(Sheet { enrolment, row })
    })
}

/// The sheets with that answer; `None`: without any.
pub(super) fn answered<'a, 's>(
    sheets: &'s [Sheet<'a>],
    item: &'s Question,
    code: Option<&'s str>,
) -> impl Iterator<Item = &'s Sheet<'a>> {
    sheets.iter().filter(move |sheet| sheet.given(item).as_deref() == code)
}

fn line(item: &Question, sheets: &[Sheet<'_>]) -> QuestionLine {
    let people = |code: &str| count(answered(sheets, item, Some(code)));
    QuestionLine {
        question: item.text.to_owned(),
        answers: item.answers().into_iter().map(|(code, words)| (words, people(&code))).collect(),
        unanswered: count(answered(sheets, item, None)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::assessments::questionnaire::Chosen;
    use crate::programmes;

    fn row(pairs: &[(&str, &str)]) -> QuestionnaireRow {
        let asked = programmes::meguro().questionnaire().unwrap();
        let mut chosen = Chosen::default();
        for (question, answer) in pairs {
            let item = asked.questions.iter().find(|item| item.code == *question).unwrap();
            assert!(chosen.choose(item, answer));
        }
        QuestionnaireRow { questionnaire: asked.code.clone(), chosen }
    }

    #[test]
    fn answers_are_counted_and_what_was_left_out_too() {
        let mut rows = sample::course();
        assert!(of(&rows.members(), &programmes::meguro().questionnaires).is_empty());
        rows.enrolments[0].questionnaires.push(row(&[("satisfaction", "very"), ("continue", "5")]));
        rows.enrolments[1].questionnaires.push(row(&[("satisfaction", "very")]));
        rows.enrolments[2].questionnaires.push(row(&[]));
        let [counted] = of(&rows.members(), &programmes::meguro().questionnaires).try_into().unwrap();
        assert_eq!((counted.people, counted.questions.len()), (3, 5));
        let satisfied = &counted.questions[0];
        assert_eq!((satisfied.answers[0].1, satisfied.answers[1].1, satisfied.unanswered), (2, 0, 1));
        let lasting = &counted.questions[3];
        assert_eq!((lasting.answers.len(), lasting.answers[4].1, lasting.unanswered), (5, 1, 2));
    }

    #[test]
    fn who_left_and_came_back_is_counted_once() {
        let mut rows = sample::course();
        let mut again = rows.enrolments[8].clone();
        again.id = rows.enrolments[0].id;
        again.enrolled_on = Some(rows.sessions[6].held_on);
        again.questionnaires.push(row(&[("group", "yes")]));
        rows.enrolments[8].questionnaires.push(row(&[("group", "no")]));
        rows.enrolments.push(again);
        let counted = of(&rows.members(), &programmes::meguro().questionnaires);
        let group = &counted[0].questions[4];
        assert_eq!((counted[0].people, group.answers[0].1, group.answers[2].1), (1, 1, 0));
    }
}
