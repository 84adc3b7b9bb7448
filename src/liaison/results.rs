//! 評価結果: from the answers of one person to the lines, charts and checklist of the papers.

use time::Date;

use super::content::Results;
use crate::{
    assessments::{
        Answers, Comparison, Finding, Policies, Scored, Value,
        chart::SlopeChart,
        checklist::{self, Answer, ChecklistAnswers, ChecklistResult, ITEMS},
        compare,
        comparison::{Criterion, Exclusion, Side},
        instruments::{self, Instrument, Kind},
        score_for,
        sheets::{Occasion, Timing},
    },
    documents::{
        individual_assessment::{BeforeAfter, Checklist, ChecklistDomain, ChecklistItem},
        parts::{Chart, Fact, MeasureLine},
    },
    vocab::dates::wareki,
};

/// One instrument's answers at one time, in the order of the days.
pub struct Assessed {
    pub instrument: Instrument,
    pub timing: Timing,
    pub done_on: Date,
    pub answers: Answers,
}

impl Assessed {
    /// 「開始時」「5月」「終了時」
    fn occasion(&self) -> String {
        Occasion::of(self.timing, self.done_on).word()
    }
}

/// Whether anything was measured that stands in the table of results.
pub fn is_measured(assessed: &[Assessed]) -> bool {
    pairs(assessed, &Policies::default()).iter().any(Pair::is_line)
}

/// The instruments with an answer at the beginning or at the end, in their order.
pub fn pairs<'a>(assessed: &'a [Assessed], policies: &Policies) -> Vec<Pair<'a>> {
    instruments::all().filter_map(|instrument| Pair::of(instrument, assessed, policies)).collect()
}

/// Everything the papers say about the results, compared by the programme's rules.
pub fn results(assessed: &[Assessed], policies: &Policies) -> Results {
    let pairs = pairs(assessed, policies);
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
        questionnaire: Vec::new(),
    }
}

/// When 改善 and 悪化 are said: each rule once, behind the measures that were compared by it.
fn rules(pairs: &[Pair]) -> String {
    let mut rules: Vec<(&str, Vec<&str>)> = Vec::new();
    let lines = pairs.iter().filter(|pair| pair.is_line()).map(|pair| &pair.comparison);
    for Criterion { measure, sentence } in lines.filter(|one| one.excluded.is_none()).map(|one| &one.rule) {
        match rules.iter_mut().find(|(known, _)| known == sentence) {
            Some((_, measures)) => measures.push(measure),
            None => rules.push((sentence.as_str(), vec![measure.as_str()])),
        }
    }
    let sentences: Vec<String> =
        rules.iter().map(|(rule, measures)| format!("{}：{rule}", measures.join("、"))).collect();
    sentences.join(" ")
}

/// The days on which something was measured, at the beginning and at the end.
fn measured_on(pairs: &[Pair]) -> Vec<Fact> {
    let days = |label: &str, post: bool| {
        let side = |pair: &Pair| {
            if post { pair.post.map(|one| one.done_on) } else { pair.pre.map(|one| one.done_on) }
        };
        let mut days: Vec<Date> = pairs.iter().filter(|pair| pair.is_line()).filter_map(side).collect();
        days.sort_unstable();
        days.dedup();
        let words: Vec<String> = days.into_iter().map(wareki).collect();
        if words.is_empty() { Fact::hidden(label) } else { Fact::new(label, words.join("、")) }
    };
    vec![days("開始時", false), days("終了時", true)]
}

/// One instrument, before and after, and in the months between.
pub struct Pair<'a> {
    pub instrument: Instrument,
    pre: Option<&'a Assessed>,
    months: Vec<&'a Assessed>,
    post: Option<&'a Assessed>,
    pub comparison: Comparison,
}

impl<'a> Pair<'a> {
    fn of(instrument: Instrument, assessed: &'a [Assessed], policies: &Policies) -> Option<Self> {
        let all = |timing: Timing| {
            assessed.iter().filter(move |one| {
                one.instrument == instrument && one.timing == timing && !one.answers.is_blank()
            })
        };
        let (pre, post) = (all(Timing::Pre).next(), all(Timing::Post).next());
        let months = all(Timing::Monthly).collect();
        let comparison = compare(pre.map(|one| &one.answers), post.map(|one| &one.answers), policies);
        (pre.is_some() || post.is_some()).then_some(Self { instrument, pre, months, post, comparison })
    }

    /// Whether it stands in the table of results: measures and SARC-F do, the checklist and the health question have
    /// their own places.
    pub fn is_line(&self) -> bool {
        matches!(self.instrument.kind, Kind::Measurement(_) | Kind::SarcF { .. })
    }

    /// The value without its unit, or why there is none; `None` where nothing was recorded.
    pub fn before(&self) -> Option<String> {
        self.pre.map(|one| shown(one, self.instrument.yardstick().decimals))
    }

    /// The same at the end.
    pub fn after(&self) -> Option<String> {
        self.post.map(|one| shown(one, self.instrument.yardstick().decimals))
    }

    fn line(&self) -> MeasureLine {
        let comparison = &self.comparison;
        let measure = self.instrument.yardstick();
        let unit = if measure.unit.is_empty() { String::new() } else { format!("（{}）", measure.unit) };
        let difference = comparison.values.map(|(pre, post)| {
            let at = |value: Value| value.rounded(measure.decimals);
            match at(post).minus(at(pre)) {
                none if none == Value::ZERO => "±0".to_owned(),
                some => some.show_signed(measure.decimals),
            }
        });
        // A pair has at least one side here, so what lacks is the other.
        let verdict = match comparison.excluded {
            Some(Exclusion::NotBothMeasured) => "片方のみ".to_owned(),
            Some(why) => format!("{}（{}）", comparison.change.word(), why.word()),
            None => comparison.change.word().to_owned(),
        };
        MeasureLine {
            measure: format!("{}{unit}", self.instrument.name),
            before: self.before(),
            after: self.after(),
            change: difference,
            verdict: Some(verdict),
        }
    }

    /// A slope for a measure with both values, through the months between.
    pub fn chart(&self) -> Option<Chart> {
        let Kind::Measurement(measure) = self.instrument.kind else { return None };
        self.comparison.values?;
        let all = self.pre.into_iter().chain(self.months.iter().copied()).chain(self.post);
        let taken: Vec<(String, Value)> = all
            .filter_map(|one| match scored(one).side {
                Side::Measured(measured) => Some((one.occasion(), measured.value)),
                Side::NotPerformed(_) | Side::Open | Side::Absent => None,
            })
            .collect();
        let id = format!("chart-{}", self.instrument.code);
        let figure = SlopeChart::over(&id, measure, &taken).figure();
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
    use crate::{
        assessments::{Reading, measures, physical::MeasureRecord, self_health::SelfHealthAnswer},
        programmes::definition::Measurement,
    };

    fn measured(code: &str, tenths: i64, is_post: bool) -> Assessed {
        let measure = measures::find(code).unwrap();
        let record =
            MeasureRecord::performed(measure, measure.protocols[0].id, &[Some(Reading::tenths(tenths))]);
        let done_on = if is_post { date!(2026 - 09 - 12) } else { date!(2026 - 06 - 13) };
        Assessed {
            instrument: Instrument::from(measure),
            timing: if is_post { Timing::Post } else { Timing::Pre },
            done_on,
            answers: Answers::Measured(record),
        }
    }

    fn found(assessed: &[Assessed]) -> Results {
        results(assessed, &Policies::default())
    }

    #[test]
    fn a_pair_is_judged_by_the_programmes_rule() {
        let programme = "instruments = [{ instrument = \"grip\", comparison = { percent = 10 } }]";
        let policies = Policies::from(&toml::from_str::<Measurement>(programme).unwrap());
        let results = results(&[measured("grip", 192, false), measured("grip", 210, true)], &policies);
        assert_eq!(results.lines[0].verdict.as_deref(), Some("維持"));
        assert!(results.rule.contains("開始時の値の10%以上よくなれば改善"));
    }

    #[test]
    fn a_pair_becomes_a_line_with_its_difference_and_a_chart() {
        let results = found(&[measured("grip", 192, false), measured("grip", 210, true)]);
        let [line] = results.lines.as_slice() else { panic!("one line") };
        assert_eq!(line.before.as_deref(), Some("19.2"));
        assert_eq!((line.change.as_deref(), line.verdict.as_deref()), (Some("+1.8"), Some("改善")));
        assert_eq!(results.charts.len(), 1);
        assert!(!results.rule.is_empty());
        let days: Vec<_> = results.measured_on.iter().filter_map(|fact| fact.value.as_deref()).collect();
        assert_eq!(days, ["令和8年6月13日", "令和8年9月12日"]);
    }

    #[test]
    fn the_months_between_are_in_the_chart_and_not_in_the_table() {
        let mut between = measured("tug", 121, false);
        (between.timing, between.done_on) = (Timing::Monthly, date!(2026 - 08 - 03));
        let results = found(&[measured("tug", 134, false), between, measured("tug", 109, true)]);
        assert_eq!((results.lines.len(), results.charts.len()), (1, 1));
        let svg = &results.charts[0].svg;
        assert!(svg.contains(">8月<") && svg.contains(">12.1<") && svg.contains(">終了時<"));
    }

    #[test]
    fn one_side_alone_has_no_difference_and_says_why() {
        let results = found(&[measured("grip", 192, false)]);
        let line = &results.lines[0];
        assert_eq!((line.after.as_deref(), line.change.as_deref()), (None, None));
        assert!(line.verdict.as_deref() == Some("片方のみ"));
        assert!(results.charts.is_empty());
    }

    #[test]
    fn the_health_question_and_the_checklist_have_their_own_places() {
        let health = |rank, is_post| Assessed {
            instrument: instruments::SELF_HEALTH,
            timing: if is_post { Timing::Post } else { Timing::Pre },
            done_on: date!(2026 - 06 - 13),
            answers: Answers::SelfHealth(SelfHealthAnswer { rank: Some(rank), ..SelfHealthAnswer::blank() }),
        };
        let mut answers = ChecklistAnswers::default();
        answers.set(1, Answer::No);
        answers.set(6, Answer::Yes);
        let sheet = Assessed {
            instrument: instruments::CHECKLIST,
            timing: Timing::Pre,
            done_on: date!(2026 - 06 - 13),
            answers: Answers::Checklist(answers),
        };
        let results = found(&[health(4, false), health(2, true), sheet]);
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
