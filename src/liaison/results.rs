//! 評価結果: from the answers of one person to the lines, charts and checklist of the papers.

use time::Date;

use super::content::Results;
use crate::{
    assessments::{
        Answers, Comparison, Finding, Policy, Scored, Value,
        chart::SlopeChart,
        checklist::{self, Answer, ChecklistAnswers, ChecklistResult, ITEMS},
        compare,
        comparison::Side,
        instruments::{self, Instrument, Kind},
        score_for,
    },
    documents::{
        individual_assessment::{BeforeAfter, Checklist, ChecklistDomain, ChecklistItem},
        parts::{Chart, Fact, MeasureLine},
    },
    vocab::dates::wareki,
};

/// One instrument's answers at the beginning or the end.
pub struct Assessed {
    pub instrument: Instrument,
    pub is_post: bool,
    pub done_on: Date,
    pub answers: Answers,
}

/// Everything the papers say about the results, in the order of the instruments.
pub fn results(assessed: &[Assessed]) -> Results {
    let pairs: Vec<Pair> =
        instruments::all().filter_map(|instrument| Pair::of(instrument, assessed)).collect();
    let lines: Vec<MeasureLine> = pairs.iter().filter(|pair| pair.is_line()).map(Pair::line).collect();
    Results {
        measured_on: if lines.is_empty() { Vec::new() } else { measured_on(&pairs) },
        rule: rules(&pairs),
        charts: pairs.iter().filter_map(Pair::chart).collect(),
        health: pairs
            .iter()
            .find(|pair| matches!(pair.instrument.kind, Kind::SelfHealth { .. }))
            .map(Pair::summaries),
        checklist: pairs.iter().find_map(Pair::checklist),
        checklist_summary: pairs
            .iter()
            .find(|pair| matches!(pair.instrument.kind, Kind::Checklist { .. }))
            .map(Pair::summaries),
        lines,
    }
}

/// When 改善 and 悪化 are said: each rule once, behind the measures it holds for.
fn rules(pairs: &[Pair]) -> String {
    let mut rules: Vec<(String, Vec<String>)> = Vec::new();
    for text in pairs.iter().filter(|pair| pair.is_line()).map(|pair| pair.comparison().rule) {
        let (measure, rule) = text.split_once('：').unwrap_or(("", &text));
        match rules.iter_mut().find(|(known, _)| known == rule) {
            Some((_, measures)) => measures.push(measure.to_owned()),
            None => rules.push((rule.to_owned(), vec![measure.to_owned()])),
        }
    }
    let sentences: Vec<String> =
        rules.iter().map(|(rule, measures)| format!("{}：{rule}", measures.join("、"))).collect();
    sentences.join(" ")
}

/// The days on which something was measured, first and last.
fn measured_on(pairs: &[Pair]) -> Vec<Fact> {
    let days = |post: bool| -> Option<Fact> {
        let label = if post { "終了時" } else { "開始時" };
        let side = |pair: &Pair| {
            if post { pair.post.map(|one| one.done_on) } else { pair.pre.map(|one| one.done_on) }
        };
        let mut days: Vec<Date> = pairs.iter().filter(|pair| pair.is_line()).filter_map(side).collect();
        days.sort_unstable();
        days.dedup();
        let words: Vec<String> = days.into_iter().map(wareki).collect();
        (!words.is_empty()).then(|| Fact::new(label, words.join("、")))
    };
    [days(false), days(true)].into_iter().flatten().collect()
}

/// One instrument, before and after.
struct Pair<'a> {
    instrument: Instrument,
    pre: Option<&'a Assessed>,
    post: Option<&'a Assessed>,
}

impl<'a> Pair<'a> {
    fn of(instrument: Instrument, assessed: &'a [Assessed]) -> Option<Self> {
        let find = |post: bool| {
            assessed
                .iter()
                .find(|one| one.instrument == instrument && one.is_post == post && !one.answers.is_blank())
        };
        let (pre, post) = (find(false), find(true));
        (pre.is_some() || post.is_some()).then_some(Self { instrument, pre, post })
    }

    /// Whether it stands in the table of results: measures and SARC-F do, the checklist and the health question have
    /// their own places.
    fn is_line(&self) -> bool {
        matches!(self.instrument.kind, Kind::Measurement(_) | Kind::SarcF { .. })
    }

    fn comparison(&self) -> Comparison {
        compare(self.pre.map(|one| &one.answers), self.post.map(|one| &one.answers), &Policy::default())
    }

    fn line(&self) -> MeasureLine {
        let comparison = self.comparison();
        let measure = self.instrument.yardstick();
        let unit = if measure.unit.is_empty() { String::new() } else { format!("（{}）", measure.unit) };
        let difference = comparison.values.map(|(pre, post)| {
            let at = |value: Value| value.rounded(measure.decimals);
            match at(post).minus(at(pre)) {
                none if none == Value::ZERO => "±0".to_owned(),
                some => some.show_signed(measure.decimals),
            }
        });
        let verdict = match comparison.excluded {
            Some(why) => format!("{}（{}）", comparison.change.word(), why.word()),
            None => comparison.change.word().to_owned(),
        };
        MeasureLine {
            measure: format!("{}{unit}", self.instrument.name),
            before: self.pre.map(|one| shown(one, measure.decimals)),
            after: self.post.map(|one| shown(one, measure.decimals)),
            change: difference,
            verdict: Some(verdict),
        }
    }

    /// A slope for a measure with both values.
    fn chart(&self) -> Option<Chart> {
        let Kind::Measurement(measure) = self.instrument.kind else { return None };
        let (pre, post) = self.comparison().values?;
        let id = format!("chart-{}", self.instrument.code);
        let figure = SlopeChart::of_person(&id, measure, pre, post).figure();
        let caption = format!("{}。", figure.caption_sentence);
        Some(Chart { alt: caption.clone(), caption, svg: figure.svg? })
    }

    fn summaries(&self) -> BeforeAfter {
        let said = |one: Option<&Assessed>| one.map(|one| scored(one).summary);
        BeforeAfter { before: said(self.pre), after: said(self.post) }
    }

    fn checklist(&self) -> Option<Checklist> {
        let answers = |one: Option<&'a Assessed>| match one.map(|one| &one.answers) {
            Some(Answers::Checklist(answers)) => Some(answers),
            Some(Answers::SarcF(_) | Answers::SelfHealth(_) | Answers::Measured(_)) | None => None,
        };
        matches!(self.instrument.kind, Kind::Checklist { .. }).then(|| {
            let (pre, post) = (answers(self.pre), answers(self.post));
            Checklist {
                before_on: self.pre.map(|one| wareki(one.done_on)),
                after_on: self.post.map(|one| wareki(one.done_on)),
                domains: domains(pre, post),
                items: items(pre, post),
            }
        })
    }
}

fn scored(one: &Assessed) -> Scored {
    score_for(&one.answers, None)
}

/// The value without its unit, or why there is none.
fn shown(one: &Assessed, decimals: u8) -> String {
    let scored = scored(one);
    match scored.side {
        Side::Measured(measured) => measured.value.show(decimals),
        Side::NotPerformed(_) | Side::Open | Side::Absent => scored.summary,
    }
}

fn domains(pre: Option<&ChecklistAnswers>, post: Option<&ChecklistAnswers>) -> Vec<ChecklistDomain> {
    let (pre, post) = (pre.map(checklist::score), post.map(checklist::score));
    let at = |result: &Option<ChecklistResult>, index: usize| {
        let criterion = result.as_ref()?.criteria.get(index)?;
        let points = if criterion.lo == criterion.hi {
            criterion.lo.to_string()
        } else {
            format!("{}〜{}", criterion.lo, criterion.hi)
        };
        let met = match criterion.finding {
            Finding::Applies => Some(true),
            Finding::DoesNotApply => Some(false),
            Finding::Undecided => None,
        };
        Some((points, met))
    };
    let domain = |(index, criterion): (usize, &checklist::Criterion)| {
        let (before, after) = (at(&pre, index), at(&post, index));
        ChecklistDomain {
            name: format!("{}{}", criterion.mark, criterion.name),
            criterion: format!("{}のうち{}項目以上", criterion.items_named, criterion.needed),
            met_before: before.as_ref().and_then(|(_, met)| *met),
            met_after: after.as_ref().and_then(|(_, met)| *met),
            before: before.map(|(points, _)| points),
            after: after.map(|(points, _)| points),
        }
    };
    checklist::CRITERIA.iter().enumerate().map(domain).collect()
}

fn items(pre: Option<&ChecklistAnswers>, post: Option<&ChecklistAnswers>) -> Vec<ChecklistItem> {
    let said = |answers: Option<&ChecklistAnswers>, no: u8| {
        let answers = answers?;
        match (no == checklist::BMI_ITEM, answers.answer(no)) {
            (true, _) => answers.body().map(|body| format!("BMI {}", body.bmi_shown())),
            (false, Answer::Yes) => Some("はい".to_owned()),
            (false, Answer::No) => Some("いいえ".to_owned()),
            (false, Answer::Missing) => None,
        }
    };
    let counts =
        |answers: Option<&ChecklistAnswers>, no: u8| answers.is_some_and(|one| one.scores(no) == Some(true));
    let item = |item: &checklist::Item| ChecklistItem {
        number: item.no,
        question: item.question.to_owned(),
        before: said(pre, item.no),
        after: said(post, item.no),
        scored_before: counts(pre, item.no),
        scored_after: counts(post, item.no),
    };
    ITEMS.iter().map(item).collect()
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::assessments::{Reading, measures, physical::MeasureRecord, self_health::SelfHealthAnswer};

    fn measured(code: &str, tenths: i64, is_post: bool) -> Assessed {
        let measure = measures::find(code).unwrap();
        let record =
            MeasureRecord::performed(measure, measure.protocols[0].id, &[Some(Reading::tenths(tenths))]);
        let done_on = if is_post { date!(2026 - 09 - 12) } else { date!(2026 - 06 - 13) };
        Assessed {
            instrument: Instrument::from(measure),
            is_post,
            done_on,
            answers: Answers::Measured(record),
        }
    }

    #[test]
    fn a_pair_becomes_a_line_with_its_difference_and_a_chart() {
        let results = results(&[measured("grip", 192, false), measured("grip", 210, true)]);
        let [line] = results.lines.as_slice() else { panic!("one line") };
        assert_eq!(line.before.as_deref(), Some("19.2"));
        assert_eq!((line.change.as_deref(), line.verdict.as_deref()), (Some("+1.8"), Some("改善")));
        assert_eq!(results.charts.len(), 1);
        assert!(!results.rule.is_empty());
        let days: Vec<_> = results.measured_on.iter().filter_map(|fact| fact.value.as_deref()).collect();
        assert_eq!(days, ["令和8年6月13日", "令和8年9月12日"]);
    }

    #[test]
    fn one_side_alone_has_no_difference_and_says_why() {
        let results = results(&[measured("grip", 192, false)]);
        let line = &results.lines[0];
        assert_eq!((line.after.as_deref(), line.change.as_deref()), (None, None));
        assert!(line.verdict.as_deref().is_some_and(|verdict| verdict.starts_with("対象外（")));
        assert!(results.charts.is_empty());
    }

    #[test]
    fn the_health_question_and_the_checklist_have_their_own_places() {
        let health = |rank, is_post| Assessed {
            instrument: instruments::SELF_HEALTH,
            is_post,
            done_on: date!(2026 - 06 - 13),
            answers: Answers::SelfHealth(SelfHealthAnswer { rank: Some(rank), ..SelfHealthAnswer::blank() }),
        };
        let mut answers = ChecklistAnswers::default();
        answers.set(1, Answer::No);
        answers.set(6, Answer::Yes);
        let sheet = Assessed {
            instrument: instruments::CHECKLIST,
            is_post: false,
            done_on: date!(2026 - 06 - 13),
            answers: Answers::Checklist(answers),
        };
        let results = results(&[health(4, false), health(2, true), sheet]);
        assert!(results.lines.is_empty() && results.rule.is_empty());
        let said = results.health.unwrap();
        assert_eq!(
            (said.before.as_deref(), said.after.as_deref()),
            (Some("あまりよくない"), Some("まあよい"))
        );
        let checklist = results.checklist.unwrap();
        assert_eq!((checklist.items.len(), checklist.domains.len()), (25, 7));
        assert!(checklist.items[0].scored_before && !checklist.items[5].scored_before);
        assert_eq!(checklist.items[0].after, None);
        assert_eq!(checklist.domains[0].met_before, None);
    }
}
