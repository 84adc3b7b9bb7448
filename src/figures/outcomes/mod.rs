//! 主観的健康感・基本チェックリスト・測定の前後: how many improved, kept or worsened, and the list of values. The rules of
//! comparison are those of [`crate::assessments`]; here people are counted.

use serde::{Deserialize, Serialize};

use super::{
    moved::Moved,
    rows::{Member, Sex, Timing},
};
use crate::{
    assessments::{
        self, Answers, Comparison, Finding, Value, checklist,
        comparison::Side,
        instruments::{CHECKLIST, SARC_F_TOTAL, SELF_HEALTH},
        measures::{MEASURES, Measure},
        self_health::FIVE_STEPS,
        tally::tally,
    },
    behind::count,
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

impl Change {
    fn counted(of: impl Fn(Moved) -> u32) -> Self {
        Self {
            pairs: of(Moved::Pairs),
            improved: of(Moved::Improved),
            kept: of(Moved::Kept),
            worsened: of(Moved::Worsened),
        }
    }

    /// `None` for who is outside: not counted here.
    pub fn of(&self, moved: Moved) -> Option<u32> {
        match moved {
            Moved::Pairs => Some(self.pairs),
            Moved::Improved => Some(self.improved),
            Moved::Kept => Some(self.kept),
            Moved::Worsened => Some(self.worsened),
            Moved::Outside => None,
        }
    }
}

/// 別紙2 (4) to (6).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcomes {
    pub health: Health,
    pub checklist: Vec<CriterionLine>,
    pub comparison: Vec<MeasureLine>,
    pub results: Results,
    /// Of reports that were handed in before this was counted: none.
    #[serde(default)]
    pub sheets: Filled,
}

/// How many people have a sheet of any instrument.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filled {
    pub before: u32,
    pub after: u32,
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
    /// Over the pairs; while there is no pair, over everybody with a value at that time.
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
    let measures = measures(members);
    Outcomes {
        health: health(members),
        checklist: criteria(members).iter().map(criterion_line).collect(),
        comparison: measures.iter().map(|measure| measure_line(members, measure)).collect(),
        results: Results {
            measures: measures.iter().map(|m| (m.name.to_owned(), m.unit.to_owned())).collect(),
            rows: members.iter().map(|member| result_line(member, &measures)).collect(),
        },
        sheets: Filled {
            before: count(members.iter().filter(|member| member.has_sheet(Timing::Pre))),
            after: count(members.iter().filter(|member| member.has_sheet(Timing::Post))),
        },
    }
}

/// The measures somebody of the course took, then the points of SARC-F: a questionnaire that has no table of its own.
pub(super) fn measures(members: &[Member<'_>]) -> Vec<&'static Measure> {
    let compared = MEASURES.iter().chain([&SARC_F_TOTAL]);
    compared.filter(|m| members.iter().any(|p| took(p, m.code))).collect()
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

/// Everybody with at least one record of the instrument, with how it changed.
pub(super) fn comparisons<'a, 'm>(
    members: &'m [Member<'a>],
    code: &'m str,
) -> impl Iterator<Item = (&'m Member<'a>, Comparison)> {
    members
        .iter()
        .filter(move |member| took(member, code))
        .map(move |member| (member, compared(member, code)))
}

fn changed(members: &[Member<'_>], code: &str) -> Change {
    let all: Vec<Comparison> = comparisons(members, code).map(|(_, comparison)| comparison).collect();
    Change::counted(|moved| count(all.iter().filter(|one| moved.has(one.change))))
}

/// Who chose a step of 主観的健康感, counted from 0 for the best.
pub(super) fn felt<'a, 'm>(
    members: &'m [Member<'a>],
    step: usize,
    timing: Timing,
) -> impl Iterator<Item = &'m Member<'a>> {
    let chosen = FIVE_STEPS.steps.get(step).copied();
    members.iter().filter(move |member| match member.answers(SELF_HEALTH.code, timing) {
        Some(Answers::SelfHealth(answer)) => chosen.is_some() && answer.step() == chosen,
        _ => false,
    })
}

fn health(members: &[Member<'_>]) -> Health {
    let level = |(at, step): (usize, &&str)| Level {
        label: (*step).to_owned(),
        before: count(felt(members, at, Timing::Pre)),
        after: count(felt(members, at, Timing::Post)),
    };
    Health {
        levels: FIVE_STEPS.steps.iter().enumerate().map(level).collect(),
        change: changed(members, SELF_HEALTH.code),
    }
}

/// One criterion of the checklist with how everybody stands under it, in the order of the members.
pub(super) struct Criterion {
    pub name: String,
    pub people: Vec<Judged>,
}

/// One person under a criterion: the finding, and the points where no missing answer leaves them open.
pub(super) struct Judged {
    pub before: Option<(Finding, Option<u8>)>,
    pub after: Option<(Finding, Option<u8>)>,
}

impl Judged {
    pub fn applies(&self, timing: Timing) -> bool {
        let found = match timing {
            Timing::Pre => self.before,
            Timing::Post => self.after,
            Timing::Monthly => None,
        };
        found.is_some_and(|(finding, _)| finding == Finding::Applies)
    }

    /// How the points moved: fewer are better.
    pub fn change(&self) -> assessments::Change {
        let (Some((_, Some(before))), Some((_, Some(after)))) = (self.before, self.after) else {
            return assessments::Change::Excluded;
        };
        match before.cmp(&after) {
            std::cmp::Ordering::Greater => assessments::Change::Improved,
            std::cmp::Ordering::Equal => assessments::Change::Kept,
            std::cmp::Ordering::Less => assessments::Change::Worsened,
        }
    }
}

/// Every criterion, the one of all first; none while nobody filled a sheet in.
pub(super) fn criteria(members: &[Member<'_>]) -> Vec<Criterion> {
    let sheets: Vec<Sheets<'_>> =
        members.iter().map(|m| (sheet(m, Timing::Pre), sheet(m, Timing::Post))).collect();
    if sheets.iter().all(|(before, after)| before.is_none() && after.is_none()) {
        return Vec::new();
    }
    let overall = criterion("事業対象者の基準（いずれか）".to_owned(), &sheets, |sheet| {
        let result = checklist::score(sheet);
        (result.overall, result.total.settled())
    });
    let each = checklist::CRITERIA.iter().map(|one| {
        criterion(format!("{}{}", one.mark, one.name), &sheets, |sheet| {
            let points = one.points(sheet);
            (points.reach(one.needed), points.settled())
        })
    });
    std::iter::once(overall).chain(each).collect()
}

type Sheets<'a> = (Option<&'a checklist::ChecklistAnswers>, Option<&'a checklist::ChecklistAnswers>);

fn sheet<'a>(member: &Member<'a>, timing: Timing) -> Option<&'a checklist::ChecklistAnswers> {
    match member.answers(CHECKLIST.code, timing) {
        Some(Answers::Checklist(answers)) if !answers.is_blank() => Some(answers),
        _ => None,
    }
}

/// `judge` gives the finding and the points of one sheet.
fn criterion(
    name: String,
    sheets: &[Sheets<'_>],
    judge: impl Fn(&checklist::ChecklistAnswers) -> (Finding, Option<u8>),
) -> Criterion {
    let people =
        sheets.iter().map(|(before, after)| Judged { before: before.map(&judge), after: after.map(&judge) });
    Criterion { name, people: people.collect() }
}

fn criterion_line(criterion: &Criterion) -> CriterionLine {
    let applies = |timing| count(criterion.people.iter().filter(|one| one.applies(timing)));
    CriterionLine {
        name: criterion.name.clone(),
        before: applies(Timing::Pre),
        after: applies(Timing::Post),
        change: Change::counted(|moved| count(criterion.people.iter().filter(|one| moved.has(one.change())))),
    }
}

/// Both means as they are printed: over the pairs, or, while there is none, over whoever has a value at that time.
pub(super) fn means(members: &[Member<'_>], measure: &Measure) -> (Option<String>, Option<String>) {
    let compared: Vec<Comparison> =
        comparisons(members, measure.code).map(|(_, comparison)| comparison).collect();
    let places = if measure.decimals == 0 { 1 } else { measure.decimals };
    let alone = |on| Value::mean(&valued(members, measure, on).map(|(_, value)| value).collect::<Vec<_>>());
    let (before, after) = match tally(&compared).means {
        Some((before, after)) => (Some(before), Some(after)),
        None => (alone(Timing::Pre), alone(Timing::Post)),
    };
    (before.map(|mean| mean.show(places)), after.map(|mean| mean.show(places)))
}

/// Everybody with a value of the measure at one time.
pub(super) fn valued<'a, 'm>(
    members: &'m [Member<'a>],
    measure: &'m Measure,
    on: Timing,
) -> impl Iterator<Item = (&'m Member<'a>, Value)> {
    members.iter().filter_map(move |member| {
        match assessments::score(member.answers(measure.code, on)?).side {
            Side::Measured(measured) => Some((member, measured.value)),
            Side::NotPerformed(_) | Side::Open | Side::Absent => None,
        }
    })
}

fn measure_line(members: &[Member<'_>], measure: &Measure) -> MeasureLine {
    let (mean_before, mean_after) = means(members, measure);
    let mut compared = comparisons(members, measure.code).map(|(_, comparison)| comparison);
    let outside = comparisons(members, measure.code).filter(|(_, one)| Moved::Outside.has(one.change));
    MeasureLine {
        name: measure.name.to_owned(),
        unit: measure.unit.to_owned(),
        mean_before,
        mean_after,
        change: changed(members, measure.code),
        outside: count(outside),
        rule: compared.next().map(|one| one.rule.to_string()).unwrap_or_default(),
    }
}

/// What somebody measured at one time, without the unit.
pub(super) fn measured(member: &Member<'_>, measure: &Measure, timing: Timing) -> Option<String> {
    match assessments::score(member.answers(measure.code, timing)?).side {
        Side::Measured(measured) => Some(measured.value.show(measure.decimals)),
        Side::NotPerformed(_) => Some("実施不可".to_owned()),
        Side::Open => Some("未回答あり".to_owned()),
        Side::Absent => None,
    }
}

fn result_line(member: &Member<'_>, measures: &[&'static Measure]) -> ResultLine {
    let pair = |m: &&'static Measure| (measured(member, m, Timing::Pre), measured(member, m, Timing::Post));
    ResultLine {
        participant: Some(member.participant()),
        sex: member.last.sex,
        values: measures.iter().map(pair).collect(),
    }
}

#[cfg(test)]
mod tests;
