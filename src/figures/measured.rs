//! The records behind what a course came to: assessments before and after, answers to questionnaires.

use super::{
    behind::{CourseRecords, place},
    key::OutcomeFigure,
    moved::Moved,
    outcomes::{self, Criterion, Judged},
    questionnaire::{self, Sheet},
    rows::{Member, Timing},
};
use crate::{
    assessments::{
        Answers, Comparison, Finding,
        instruments::{CHECKLIST, SELF_HEALTH},
        measures::Measure,
        score,
        self_health::FIVE_STEPS,
    },
    behind::{Behind, Counted, Page},
    programmes::Question,
};

fn word(on: Timing) -> &'static str {
    match on {
        Timing::Pre => "開始時",
        Timing::Post => "終了時",
        Timing::Monthly => "毎月",
    }
}

/// A person's assessment with one instrument. `on`: the occasion; without one both, and the day of the later one.
fn assessed(member: &Member<'_>, code: &str, on: Option<Timing>, note: String) -> Behind {
    let days = match on {
        Some(on) => [member.assessment(code, on), None],
        None => [member.assessment(code, Timing::Post), member.assessment(code, Timing::Pre)],
    };
    Behind {
        on: days.into_iter().flatten().next().map(|row| row.done_on),
        what: on.map_or_else(|| "評価（開始時・終了時）".to_owned(), |on| format!("評価（{}）", word(on))),
        person: Some(member.participant()),
        note: note + &place(member),
        page: Page::People(format!("/participants/{}/assessments", member.participant())),
        counts: 1,
    }
}

/// 「20.0kg→21.0kg　改善」
fn pair(member: &Member<'_>, code: &str, comparison: &Comparison) -> String {
    let shown =
        |on| member.answers(code, on).map_or_else(|| "—".to_owned(), |answers| score(answers).summary);
    let why = comparison.excluded.map_or_else(String::new, |why| format!("（{}）", why.word()));
    format!("{}→{}　{}{why}", shown(Timing::Pre), shown(Timing::Post), comparison.change.word())
}

fn judged(one: &Judged) -> String {
    let shown = |found: Option<(Finding, Option<u8>)>| match found {
        Some((finding, Some(points))) => format!("{}（{points}点）", finding.word()),
        Some((finding, None)) => finding.word().to_owned(),
        None => "—".to_owned(),
    };
    format!("{}→{}　{}", shown(one.before), shown(one.after), one.change().word())
}

impl CourseRecords<'_> {
    pub(super) fn behind_outcome(&self, figure: OutcomeFigure) -> Counted {
        match figure {
            OutcomeFigure::Felt(step, on) => self.felt(step, on),
            OutcomeFigure::FeltChange(moved) => Counted::sum(self.compared(SELF_HEALTH.code, moved)),
            OutcomeFigure::Criterion(line, on) => self.criterion(line, |one| one.applies(on)),
            OutcomeFigure::CriterionChange(line, moved) => {
                self.criterion(line, |one| moved.has(one.change()))
            }
            OutcomeFigure::Mean(line, on) => self.mean(line, on),
            OutcomeFigure::MeasureChange(line, moved) => self.measure_change(line, moved),
            OutcomeFigure::Value(person, measure, on) => self.value(person, measure, on),
            OutcomeFigure::Respondents => self.respondents(),
            OutcomeFigure::Answer(question, answer) => self.answer(question, answer),
        }
    }

    fn felt(&self, step: usize, on: Timing) -> Counted {
        let code = SELF_HEALTH.code;
        let note = |member: &Member<'_>| {
            member.answers(code, on).map_or_else(String::new, |answers: &Answers| score(answers).summary)
        };
        let people = outcomes::felt(&self.members, step, on);
        Counted::sum(people.map(|member| assessed(member, code, Some(on), note(member))).collect())
    }

    fn compared(&self, code: &str, moved: Moved) -> Vec<Behind> {
        outcomes::comparisons(&self.members, code)
            .filter(|(_, comparison)| moved.has(comparison.change))
            .map(|(member, comparison)| assessed(member, code, None, pair(member, code, &comparison)))
            .collect()
    }

    fn criteria(&self) -> Vec<Criterion> {
        outcomes::criteria(&self.members)
    }

    fn criterion(&self, line: usize, counts: impl Fn(&Judged) -> bool) -> Counted {
        let criteria = self.criteria();
        let people = criteria.get(line).into_iter().flat_map(|one| self.members.iter().zip(&one.people));
        let chosen = people.filter(|(_, one)| counts(one));
        Counted::sum(
            chosen.map(|(member, one)| assessed(member, CHECKLIST.code, None, judged(one))).collect(),
        )
    }

    fn measure(&self, line: usize) -> Option<&'static Measure> {
        outcomes::measures(&self.members).get(line).copied()
    }

    /// A mean leads to the pairs it is worked out of, or to the values of that time while there is no pair.
    fn mean(&self, line: usize, on: Timing) -> Counted {
        let Some(measure) = self.measure(line) else { return Counted::sum(Vec::new()) };
        let (before, after) = outcomes::means(&self.members, measure);
        let mean = if on == Timing::Pre { before } else { after };
        let mut people = self.compared(measure.code, Moved::Pairs);
        if people.is_empty() {
            let alone = outcomes::valued(&self.members, measure, on);
            let line = |(member, value)| assessed(member, measure.code, Some(on), measure.show(value));
            people = alone.map(line).collect();
        }
        Counted::of(mean.unwrap_or_default(), people)
    }

    fn measure_change(&self, line: usize, moved: Moved) -> Counted {
        Counted::sum(self.measure(line).map_or_else(Vec::new, |one| self.compared(one.code, moved)))
    }

    fn value(&self, person: usize, measure: usize, on: Timing) -> Counted {
        let (Some(member), Some(measure)) = (self.members.get(person), self.measure(measure)) else {
            return Counted::sum(Vec::new());
        };
        let value = outcomes::measured(member, measure, on).unwrap_or_default();
        let note =
            member.answers(measure.code, on).map_or_else(String::new, |answers| score(answers).summary);
        Counted::of(value, vec![assessed(member, measure.code, Some(on), note)])
    }

    fn sheet(&self, sheet: &Sheet<'_>, title: &str, note: String) -> Behind {
        Behind {
            on: None,
            what: title.to_owned(),
            person: Some(sheet.enrolment.participant),
            note,
            page: Page::People(format!("/participants/{}/assessments", sheet.enrolment.participant)),
            counts: 1,
        }
    }

    fn respondents(&self) -> Counted {
        let handed_in = questionnaire::handed_in(&self.members, self.asked);
        let lines = handed_in.flat_map(|(asked, sheets)| {
            let line = |sheet: &Sheet<'_>| self.sheet(sheet, &asked.title, "提出".to_owned());
            sheets.iter().map(line).collect::<Vec<_>>()
        });
        Counted::sum(lines.collect())
    }

    fn answer(&self, question: usize, answer: usize) -> Counted {
        let handed_in: Vec<_> = questionnaire::handed_in(&self.members, self.asked).collect();
        let mut questions = handed_in
            .iter()
            .flat_map(|(asked, sheets)| asked.closed().map(move |item| (*asked, sheets, item)));
        let Some((asked, sheets, item)) = questions.nth(question) else {
            return Counted::sum(Vec::new());
        };
        let chosen = item.answers().into_iter().nth(answer);
        let code = chosen.as_ref().map(|(code, _)| code.as_str());
        let words = chosen.as_ref().map_or("無回答", |(_, words)| words.as_str());
        let line = |sheet: &Sheet<'_>| self.sheet(sheet, &asked.title, words.to_owned());
        Counted::sum(questionnaire::answered(sheets, item, code).map(line).collect())
    }

    fn question(&self, question: usize) -> Option<&Question> {
        let handed_in = questionnaire::handed_in(&self.members, self.asked);
        handed_in.flat_map(|(asked, _)| asked.closed()).nth(question)
    }

    pub(super) fn title_of_outcome(&self, figure: OutcomeFigure) -> String {
        let measure = |line| self.measure(line).map_or("", |one| one.name);
        let criterion =
            |line: usize| self.criteria().into_iter().nth(line).map(|one| one.name).unwrap_or_default();
        match figure {
            OutcomeFigure::Felt(step, on) => {
                format!("主観的健康感「{}」　{}", FIVE_STEPS.steps.get(step).unwrap_or(&""), word(on))
            }
            OutcomeFigure::FeltChange(moved) => format!("主観的健康感　{}", moved.label()),
            OutcomeFigure::Criterion(line, on) => {
                format!("基本チェックリスト　{}　該当 {}", criterion(line), word(on))
            }
            OutcomeFigure::CriterionChange(line, moved) => {
                format!("基本チェックリスト　{}　{}", criterion(line), moved.label())
            }
            OutcomeFigure::Mean(line, on) => format!("{}　平均 {}", measure(line), word(on)),
            OutcomeFigure::MeasureChange(line, moved) => format!("{}　{}", measure(line), moved.label()),
            OutcomeFigure::Value(_, line, on) => format!("{}　{}", measure(line), word(on)),
            OutcomeFigure::Answer(question, answer) => {
                let item = self.question(question);
                let words = item.and_then(|item| item.answers().into_iter().nth(answer));
                let text = item.map_or("", |item| item.text.as_str());
                format!("{text}「{}」", words.map_or("無回答".to_owned(), |(_, words)| words))
            }
            OutcomeFigure::Respondents => "アンケートに答えた人".to_owned(),
        }
    }
}
