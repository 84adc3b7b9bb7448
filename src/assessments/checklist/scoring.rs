//! From answers to findings, each with the working that a reader can follow.

use super::items::FIRST_TWENTY;
use super::{CRITERIA, ChecklistAnswers, Criterion, Finding, ITEMS, Points, points};

/// The outcome of one criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriterionResult {
    pub id: &'static str,
    pub mark: &'static str,
    pub name: &'static str,
    pub finding: Finding,
    pub lo: u8,
    pub hi: u8,
    pub needed: u8,
    /// How the finding came about, as a sentence.
    pub working: String,
}

/// The outcome of a whole sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChecklistResult {
    /// Points over all 25 items.
    pub total: Points,
    pub points_1_20: Points,
    pub criteria: Vec<CriterionResult>,
    pub overall: Finding,
    /// Numbers of the items that score.
    pub scoring: Vec<u8>,
    /// Numbers of the items without an answer.
    pub missing: Vec<u8>,
    /// The outcome in sentences, most important first.
    pub explanation: Vec<String>,
}

impl ChecklistResult {
    /// The criteria with that finding.
    pub fn with(&self, finding: Finding) -> impl Iterator<Item = &CriterionResult> {
        self.criteria.iter().filter(move |criterion| criterion.finding == finding)
    }
}

/// Scores a sheet. A missing answer leaves a criterion open only if it could change it.
pub fn score(answers: &ChecklistAnswers) -> ChecklistResult {
    let numbers: Vec<u8> = ITEMS.iter().map(|item| item.no).collect();
    let which =
        |scored| numbers.iter().copied().filter(|no| answers.scores(*no) == scored).collect::<Vec<u8>>();
    let criteria: Vec<CriterionResult> = CRITERIA.iter().map(|criterion| judge(criterion, answers)).collect();
    let mut result = ChecklistResult {
        total: points(answers, &numbers),
        points_1_20: points(answers, FIRST_TWENTY),
        overall: Finding::any(criteria.iter().map(|criterion| criterion.finding)),
        criteria,
        scoring: which(Some(true)),
        missing: which(None),
        explanation: Vec::new(),
    };
    result.explanation = explain(&result, answers);
    result
}

fn judge(criterion: &Criterion, answers: &ChecklistAnswers) -> CriterionResult {
    let points = criterion.points(answers);
    let finding = points.reach(criterion.needed);
    CriterionResult {
        id: criterion.id,
        mark: criterion.mark,
        name: criterion.name,
        finding,
        lo: points.lo,
        hi: points.hi,
        needed: criterion.needed,
        working: working(criterion, points, finding, answers),
    }
}

fn working(criterion: &Criterion, points: Points, finding: Finding, answers: &ChecklistAnswers) -> String {
    let named = |scored| {
        let numbers = criterion.items.iter().copied().filter(|no| answers.scores(*no) == scored);
        list(&numbers.collect::<Vec<u8>>())
    };
    let (hits, missing) = (named(Some(true)), named(None));
    let hits = if hits.is_empty() { String::new() } else { format!("（No.{hits}）") };
    let missing = if missing.is_empty() { String::new() } else { format!("、未回答 No.{missing}") };
    format!(
        "{}のうち{points}項目{hits}{missing}。基準は{} → {}",
        criterion.items_named,
        requirement(criterion),
        finding.word()
    )
}

fn requirement(criterion: &Criterion) -> String {
    if usize::from(criterion.needed) == criterion.items.len() && criterion.needed > 1 {
        format!("{}項目とも", criterion.needed)
    } else if criterion.items.len() == 1 {
        "この項目の該当".to_owned()
    } else {
        format!("{}項目以上", criterion.needed)
    }
}

fn explain(result: &ChecklistResult, answers: &ChecklistAnswers) -> Vec<String> {
    let names = |finding| {
        let names: Vec<String> = result.with(finding).map(|c| format!("{}{}", c.mark, c.name)).collect();
        names.join("、")
    };
    let mut lines = vec![match result.overall {
        Finding::Applies => format!("事業対象者の基準に該当します：{}", names(Finding::Applies)),
        Finding::DoesNotApply => "事業対象者の基準に該当しません。".to_owned(),
        Finding::Undecided => format!("未回答があるため判定できません：{}", names(Finding::Undecided)),
    }];
    lines.push(format!("合計{}点（25点満点）、No.1〜20は{}点です。", result.total, result.points_1_20));
    if let Some(body) = answers.body() {
        lines.push(format!("BMIは{}です（18.5未満は丸める前の値で判定）。", body.bmi_shown()));
    }
    if !result.missing.is_empty() {
        lines.push(format!("回答がない項目：No.{}", list(&result.missing)));
    }
    if result.scoring.contains(&16) && result.scoring.contains(&17) {
        lines.push("No.16とNo.17の両方に該当するため、閉じこもりに特に注意してください。".to_owned());
    }
    lines
}

fn list(numbers: &[u8]) -> String {
    numbers.iter().map(u8::to_string).collect::<Vec<String>>().join("、")
}
