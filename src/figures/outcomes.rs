//! 主観的健康感・基本チェックリスト・測定の前後: how many improved, kept or worsened, and the list of values. The rules of
//! comparison are those of [`crate::assessments`]; here people are counted.

use serde::{Deserialize, Serialize};

use super::rows::{Member, Sex, Timing};
use crate::{
    assessments::{
        self, Answers, Comparison, Finding, checklist,
        instruments::{CHECKLIST, SELF_HEALTH},
        measures::{MEASURES, Measure},
        self_health::FIVE_STEPS,
        tally::{Tally, tally},
    },
    vocab::ids::ParticipantId,
};

/// Counts over the pairs: people with a value before and after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub pairs: u32,
    pub improved: u32,
    pub kept: u32,
    pub worsened: u32,
}

/// 別紙2 (4) to (6).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcomes {
    pub health: Health,
    pub checklist: Vec<CriterionLine>,
    pub comparison: Vec<MeasureLine>,
    pub results: Results,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// Best first.
    pub levels: Vec<Level>,
    pub change: Change,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    pub label: String,
    pub before: u32,
    pub after: u32,
}

/// One criterion of the checklist: how many meet it, and how their points moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CriterionLine {
    pub name: String,
    pub before: u32,
    pub after: u32,
    pub change: Change,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureLine {
    pub name: String,
    pub unit: String,
    /// Over the pairs; `None` without any.
    pub mean_before: Option<String>,
    pub mean_after: Option<String>,
    pub change: Change,
    /// Measured once, not performed, or under another protocol: outside the denominator.
    pub outside: u32,
    /// The rule in words, printed under the table.
    pub rule: String,
}

/// 測定結果一覧
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Results {
    /// Name and unit.
    pub measures: Vec<(String, String)>,
    pub rows: Vec<ResultLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultLine {
    pub participant: Option<ParticipantId>,
    pub sex: Sex,
    /// Before and after, one pair a measure, without the unit.
    pub values: Vec<(Option<String>, Option<String>)>,
}

/// Counts the outcomes of a course's people.
pub fn of(members: &[Member<'_>]) -> Outcomes {
    let taken: Vec<&'static Measure> =
        MEASURES.iter().filter(|m| members.iter().any(|p| took(p, m.code))).collect();
    Outcomes {
        health: health(members),
        checklist: checklist_lines(members),
        comparison: taken.iter().map(|measure| measure_line(members, measure)).collect(),
        results: Results {
            measures: taken.iter().map(|m| (m.name.to_owned(), m.unit.to_owned())).collect(),
            rows: members.iter().map(|member| result_line(member, &taken)).collect(),
        },
    }
}

fn took(member: &Member<'_>, code: &str) -> bool {
    [Timing::Pre, Timing::Post].iter().any(|timing| member.answers(code, *timing).is_some())
}

/// The comparison of one person by the programme's rule.
pub fn compared(member: &Member<'_>, code: &str) -> Comparison {
    assessments::compare(
        member.answers(code, Timing::Pre),
        member.answers(code, Timing::Post),
        member.policies,
    )
}

fn health(members: &[Member<'_>]) -> Health {
    let at = |step: &str, timing| {
        let said = |member: &Member<'_>| match member.answers(SELF_HEALTH.code, timing) {
            Some(Answers::SelfHealth(answer)) => answer.step() == Some(step),
            _ => false,
        };
        count(members, said)
    };
    let levels = FIVE_STEPS.steps.iter();
    let level = |step: &&str| Level {
        label: (*step).to_owned(),
        before: at(step, Timing::Pre),
        after: at(step, Timing::Post),
    };
    Health { levels: levels.map(level).collect(), change: Change::from(&tallied(members, SELF_HEALTH.code)) }
}

fn checklist_lines(members: &[Member<'_>]) -> Vec<CriterionLine> {
    let sheet = |member: &Member<'_>, timing| match member.answers(CHECKLIST.code, timing) {
        Some(Answers::Checklist(answers)) if !answers.is_blank() => Some(answers.clone()),
        _ => None,
    };
    let sheets: Vec<_> = members.iter().map(|m| (sheet(m, Timing::Pre), sheet(m, Timing::Post))).collect();
    if sheets.iter().all(|(before, after)| before.is_none() && after.is_none()) {
        return Vec::new();
    }
    let mut lines =
        vec![criterion_line("事業対象者の基準（いずれか）".to_owned(), &sheets, |sheet| {
            let result = checklist::score(sheet);
            (result.overall, result.total.settled())
        })];
    lines.extend(checklist::CRITERIA.iter().map(|criterion| {
        criterion_line(format!("{}{}", criterion.mark, criterion.name), &sheets, |sheet| {
            let points = criterion.points(sheet);
            (points.reach(criterion.needed), points.settled())
        })
    }));
    lines
}

type Sheets = (Option<checklist::ChecklistAnswers>, Option<checklist::ChecklistAnswers>);

/// Counts who meets a criterion, and by its points (fewer are better) who moved. `judge` gives both for one sheet.
fn criterion_line(
    name: String,
    sheets: &[Sheets],
    judge: impl Fn(&checklist::ChecklistAnswers) -> (Finding, Option<u8>),
) -> CriterionLine {
    let mut line = CriterionLine { name, before: 0, after: 0, change: Change::default() };
    for (before, after) in sheets {
        let (before, after) = (before.as_ref().map(&judge), after.as_ref().map(&judge));
        line.before += u32::from(before.is_some_and(|(finding, _)| finding == Finding::Applies));
        line.after += u32::from(after.is_some_and(|(finding, _)| finding == Finding::Applies));
        if let (Some((_, Some(before))), Some((_, Some(after)))) = (before, after) {
            line.change.add(before.cmp(&after));
        }
    }
    line
}

impl Change {
    /// `gained`: `Greater` is better.
    fn add(&mut self, gained: std::cmp::Ordering) {
        self.pairs += 1;
        match gained {
            std::cmp::Ordering::Greater => self.improved += 1,
            std::cmp::Ordering::Equal => self.kept += 1,
            std::cmp::Ordering::Less => self.worsened += 1,
        }
    }
}

impl From<&Tally> for Change {
    fn from(tally: &Tally) -> Self {
        let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Self {
            pairs: small(tally.n),
            improved: small(tally.improved.count),
            kept: small(tally.kept.count),
            worsened: small(tally.worsened.count),
        }
    }
}

/// The tally over everybody with at least one record of the instrument.
fn tallied(members: &[Member<'_>], code: &str) -> Tally {
    let compared: Vec<Comparison> =
        members.iter().filter(|member| took(member, code)).map(|member| compared(member, code)).collect();
    tally(&compared)
}

fn measure_line(members: &[Member<'_>], measure: &Measure) -> MeasureLine {
    let tally = tallied(members, measure.code);
    let places = if measure.decimals == 0 { 1 } else { measure.decimals };
    let (before, after) = tally.means.unzip();
    MeasureLine {
        name: measure.name.to_owned(),
        unit: measure.unit.to_owned(),
        mean_before: before.map(|mean| mean.show(places)),
        mean_after: after.map(|mean| mean.show(places)),
        change: Change::from(&tally),
        outside: u32::try_from(tally.excluded.values().sum::<usize>()).unwrap_or(u32::MAX),
        rule: tally.rule,
    }
}

fn result_line(member: &Member<'_>, measures: &[&'static Measure]) -> ResultLine {
    let value = |measure: &Measure, timing| match member.answers(measure.code, timing)? {
        Answers::Measured(record) => {
            Some(record.value().map_or_else(|| "実施不可".to_owned(), |value| value.show(measure.decimals)))
        }
        Answers::Checklist(_) | Answers::SarcF(_) | Answers::SelfHealth(_) => None,
    };
    ResultLine {
        participant: Some(member.participant()),
        sex: member.last.sex,
        values: measures.iter().map(|m| (value(m, Timing::Pre), value(m, Timing::Post))).collect(),
    }
}

fn count<T>(all: &[T], holds: impl Fn(&T) -> bool) -> u32 {
    all.iter().filter(|one| holds(one)).map(|_| 1_u32).sum()
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::{
        assessments::checklist::{Answer, ChecklistAnswers},
        programmes::definition::Measurement,
    };

    #[test]
    fn pairs_alone_are_the_denominator() {
        let rows = sample::course();
        let outcomes = of(&rows.members());
        let grip = &outcomes.comparison[0];
        assert_eq!(grip.change, Change { pairs: 8, improved: 3, kept: 2, worsened: 3 });
        assert_eq!(grip.outside, 2, "two were measured once");
        assert_eq!((grip.mean_before.as_deref(), grip.mean_after.as_deref()), (Some("20.0"), Some("20.0")));
        assert!(grip.rule.contains("改善"));
        assert_eq!(outcomes.comparison.len(), 1);
    }

    #[test]
    fn a_group_is_compared_by_the_programmes_rule() {
        let programme = "instruments = [{ instrument = \"grip\", comparison = { percent = 50 } }]";
        let mut rows = sample::course();
        rows.policies = (&toml::from_str::<Measurement>(programme).unwrap()).into();
        let grip = &of(&rows.members()).comparison[0];
        assert_eq!(grip.change, Change { pairs: 8, improved: 0, kept: 8, worsened: 0 });
        assert!(grip.rule.contains("50%以上"));
    }

    #[test]
    fn health_is_counted_by_level_and_by_change() {
        let health = of(&sample::course().members()).health;
        let levels: Vec<(u32, u32)> = health.levels.iter().map(|level| (level.before, level.after)).collect();
        assert_eq!(levels, [(0, 0), (0, 5), (8, 3), (2, 0), (0, 0)]);
        assert_eq!(health.change, Change { pairs: 8, improved: 5, kept: 3, worsened: 0 });
    }

    #[test]
    fn the_list_of_values_has_everybody() {
        let results = of(&sample::course().members()).results;
        assert_eq!(results.rows.len(), 10);
        assert_eq!(results.rows[0].values, [(Some("20.0".into()), Some("21.0".into()))]);
        assert_eq!(results.rows[9].values, [(Some("20.0".into()), None)]);
    }

    #[test]
    fn the_checklist_counts_who_meets_a_criterion_and_how_points_moved() {
        let mut rows = sample::course();
        let sheet = |falls: Answer| {
            let mut answers = ChecklistAnswers::default();
            for item in checklist::ITEMS.iter() {
                answers.set(
                    item.no,
                    if item.risk_on == checklist::RiskOn::Yes { Answer::No } else { Answer::Yes },
                );
            }
            (answers.height_cm10, answers.weight_g) = (Some(1500), Some(50_000));
            [6, 7].into_iter().for_each(|no| answers.set(no, Answer::No));
            answers.set(9, falls);
            Answers::Checklist(answers)
        };
        for (timing, falls) in [(Timing::Pre, Answer::Yes), (Timing::Post, Answer::No)] {
            let done_on = rows.sessions[0].held_on;
            let row = super::super::rows::AssessmentRow { timing, done_on, answers: sheet(falls) };
            rows.enrolments[0].assessments.push(row);
        }
        let lines = of(&rows.members()).checklist;
        assert_eq!(lines.len(), 8);
        assert_eq!((lines[2].name.as_str(), lines[2].before, lines[2].after), ("②運動", 1, 0));
        assert_eq!(lines[2].change, Change { pairs: 1, improved: 1, kept: 0, worsened: 0 });
        assert_eq!(lines[3].change, Change { pairs: 1, improved: 0, kept: 1, worsened: 0 });
        assert_eq!((lines[0].before, lines[0].after), (1, 0));
    }
}
