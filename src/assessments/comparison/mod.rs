//! 改善・維持・悪化: one pair of values compared under a rule that is printed with the result (A3.3).

mod policies;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use policies::Policies;

use super::measures::{Direction, Measure};
use super::physical::{Aid, Reason};
use super::reading::{Reading, Value};

/// When a difference counts as a change. There is no national definition: the ward chooses per measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case")]
pub enum Rule {
    /// Any difference at the recorded precision.
    Exact,
    /// A difference of `by` or more, in the unit of the measure.
    Absolute { by: Reading },
    /// A difference in walking speed of `by` metres per second or more.
    Speed { by: Reading },
    /// A difference of `percent` of the first value or more; from zero, any difference.
    Percent { percent: u8 },
    /// A different class under the measure's cut-offs.
    Category,
}

/// A ward's choice for one measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// `None` takes the measure's own rule.
    pub rule: Option<Rule>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    Improved,
    Kept,
    Worsened,
    Excluded,
}

impl Change {
    pub fn word(self) -> &'static str {
        match self {
            Change::Improved => "改善",
            Change::Kept => "維持",
            Change::Worsened => "悪化",
            Change::Excluded => "対象外",
        }
    }
}

/// Why a pair stays outside the denominator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exclusion {
    /// 片方のみ, or neither.
    NotBothMeasured,
    /// 実施不可 on at least one side.
    NotPerformed,
    /// Missing answers leave the score open.
    ScoreOpen,
    OtherProtocol,
    NoDirection,
}

impl Exclusion {
    pub fn word(self) -> &'static str {
        match self {
            Exclusion::NotBothMeasured => "前後の片方または両方の記録なし",
            Exclusion::NotPerformed => "実施不可",
            Exclusion::ScoreOpen => "未回答があり点数が決まらない",
            Exclusion::OtherProtocol => "測定方法が前後で異なる",
            Exclusion::NoDirection => "よしあしの向きがない項目",
        }
    }
}

/// One side of a pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Side {
    Measured(Measured),
    NotPerformed(Reason),
    /// Answered, but the missing answers leave the score open.
    Open,
    Absent,
}

/// A value with the circumstances that decide whether it can be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    pub value: Value,
    /// As shown to people, with its unit or wording.
    pub shown: String,
    pub protocol: String,
    pub aid: Aid,
    pub at_ceiling: bool,
}

/// The outcome of one pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    pub change: Change,
    pub excluded: Option<Exclusion>,
    /// Both values, when the pair is inside the comparison.
    pub values: Option<(Value, Value)>,
    /// The numbers behind the outcome, as a sentence.
    pub working: String,
    /// Both values stand at the upper limit: 維持, although no gain could show.
    pub ceiling: bool,
    /// The aid differs between the two occasions.
    pub aid_differs: bool,
    pub rule: Criterion,
}

/// By what a measure is compared, as printed under the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// 「握力（大きいほどよい値）」
    pub measure: String,
    /// The rule in a sentence; the same for every measure that is compared alike.
    pub sentence: String,
}

impl fmt::Display for Criterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}：{}", self.measure, self.sentence)
    }
}

impl Rule {
    /// Whether the rule can be applied: speed needs a course, classes need cut-offs meant for everybody.
    pub fn fits(self, measure: &Measure) -> bool {
        match self {
            Rule::Exact | Rule::Absolute { .. } | Rule::Percent { .. } => true,
            Rule::Speed { .. } => measure.course_m.is_some(),
            Rule::Category => measure.cut_offs.iter().any(|cut| cut.confirmed && cut.sex.is_none()),
        }
    }
}

impl Policy {
    /// The rule in force: the ward's, or the measure's own where the ward's does not fit.
    pub fn rule_for(&self, measure: &Measure) -> Rule {
        self.rule.filter(|rule| rule.fits(measure)).unwrap_or(measure.comparison)
    }
}

/// Compares the beginning with the end.
pub fn compare(measure: &Measure, policy: &Policy, pre: &Side, post: &Side) -> Comparison {
    let rule = criterion(measure, policy);
    let outside = |why: Exclusion, working: String| Comparison {
        change: Change::Excluded,
        excluded: Some(why),
        values: None,
        working,
        ceiling: false,
        aid_differs: false,
        rule: rule.clone(),
    };
    let excluded = |why: Exclusion| outside(why, format!("対象外（{}）", why.word()));
    match (pre, post) {
        _ if measure.direction == Direction::Neither => excluded(Exclusion::NoDirection),
        (Side::Measured(pre), Side::Measured(post)) if pre.protocol != post.protocol => {
            excluded(Exclusion::OtherProtocol)
        }
        (Side::Measured(pre), Side::Measured(post)) => pair(measure, policy, pre, post, rule),
        (Side::Absent, _) | (_, Side::Absent) => excluded(Exclusion::NotBothMeasured),
        (Side::Open, _) | (_, Side::Open) => excluded(Exclusion::ScoreOpen),
        (Side::Measured(pre), Side::NotPerformed(reason)) => {
            outside(Exclusion::NotPerformed, format!("{} → 実施不可（{}）", pre.shown, reason.word()))
        }
        (Side::NotPerformed(reason), Side::Measured(post)) => {
            outside(Exclusion::NotPerformed, format!("実施不可（{}） → {}", reason.word(), post.shown))
        }
        (Side::NotPerformed(_), Side::NotPerformed(_)) => excluded(Exclusion::NotPerformed),
    }
}

fn pair(measure: &Measure, policy: &Policy, pre: &Measured, post: &Measured, rule: Criterion) -> Comparison {
    let (change, detail) = judge(measure, policy.rule_for(measure), pre.value, post.value);
    let ceiling = pre.at_ceiling && post.at_ceiling;
    let aid_differs = pre.aid != post.aid;
    let mut working = format!("{} → {}", pre.shown, post.shown);
    if !detail.is_empty() {
        working.push_str(&format!("（{detail}）"));
    }
    if ceiling {
        working.push_str("。前後とも上限値です");
    }
    if aid_differs {
        working.push_str(&format!("。歩行補助具が異なります（{} → {}）", pre.aid.word(), post.aid.word()));
    }
    Comparison {
        change,
        excluded: None,
        values: Some((pre.value, post.value)),
        working,
        ceiling,
        aid_differs,
        rule,
    }
}

fn judge(measure: &Measure, rule: Rule, pre: Value, post: Value) -> (Change, String) {
    match rule {
        Rule::Exact => exactly(measure, pre, post),
        Rule::Absolute { by } => {
            let delta = post.minus(pre);
            let detail = format!("{}{}", delta.show_signed(measure.decimals), measure.unit);
            (beyond(gain(measure, delta), by.into()), detail)
        }
        Rule::Speed { by } => match (measure.speed(pre), measure.speed(post)) {
            (Some(before), Some(after)) => {
                let delta = after.minus(before);
                let detail =
                    format!("{}→{}m/秒、{}m/秒", before.show(3), after.show(3), delta.show_signed(3));
                (beyond(delta, by.into()), detail)
            }
            _ => exactly(measure, pre, post),
        },
        Rule::Percent { percent } => match Value::quotient(post.minus(pre), pre.absolute()) {
            Some(ratio) => {
                let tolerance = pre.absolute().percent(percent);
                (beyond(gain(measure, post.minus(pre)), tolerance), format!("{}%", hundredfold(ratio)))
            }
            None => exactly(measure, pre, post),
        },
        Rule::Category => by_category(measure, pre, post),
    }
}

fn hundredfold(ratio: Value) -> String {
    let percent = Value::quotient(ratio, Value::from(Reading::hundredths(1)));
    percent.map_or_else(String::new, |percent| percent.show_signed(1))
}

/// Any difference between the values as recorded.
fn exactly(measure: &Measure, pre: Value, post: Value) -> (Change, String) {
    let delta = post.rounded(measure.decimals).minus(pre.rounded(measure.decimals));
    let change = sign(gain(measure, delta));
    let detail = if measure.unit.is_empty() {
        String::new()
    } else {
        format!("{}{}", delta.show_signed(measure.decimals), measure.unit)
    };
    (change, detail)
}

/// A class is the number of cut-offs reached that are meant for everybody: fewer is better.
fn by_category(measure: &Measure, pre: Value, post: Value) -> (Change, String) {
    let (before, after) = (measure.reached(pre, None), measure.reached(post, None));
    let name = |reached: &[&super::measures::CutOff]| reached.last().map_or("該当なし", |cut| cut.label);
    let change = match after.len().cmp(&before.len()) {
        std::cmp::Ordering::Less => Change::Improved,
        std::cmp::Ordering::Equal => Change::Kept,
        std::cmp::Ordering::Greater => Change::Worsened,
    };
    (change, format!("{} → {}", name(&before), name(&after)))
}

fn gain(measure: &Measure, delta: Value) -> Value {
    if measure.direction == Direction::LowerIsBetter { delta.negated() } else { delta }
}

fn sign(gain: Value) -> Change {
    match gain.cmp(&Value::ZERO) {
        std::cmp::Ordering::Greater => Change::Improved,
        std::cmp::Ordering::Equal => Change::Kept,
        std::cmp::Ordering::Less => Change::Worsened,
    }
}

fn beyond(gain: Value, tolerance: Value) -> Change {
    if gain.absolute() >= tolerance { sign(gain) } else { Change::Kept }
}

/// The rule of a measure in words.
pub fn criterion(measure: &Measure, policy: &Policy) -> Criterion {
    let better = match measure.direction {
        Direction::HigherIsBetter => "大きいほどよい値",
        Direction::LowerIsBetter => "小さいほどよい値",
        Direction::Neither => {
            let sentence = "前後の比較はしません。".to_owned();
            return Criterion { measure: measure.name.to_owned(), sentence };
        }
    };
    let rule = match policy.rule_for(measure) {
        Rule::Exact => "記録した値が少しでもよくなれば改善、同じなら維持、悪くなれば悪化".to_owned(),
        Rule::Absolute { by } => {
            let by = format!("{}{}", by.show(measure.decimals.max(by.decimals())), measure.unit);
            format!("{by}以上よくなれば改善、{by}以上悪くなれば悪化、その間は維持")
        }
        Rule::Speed { by } => {
            let by = by.show(2);
            format!("歩行速度が{by}m/秒以上上がれば改善、{by}m/秒以上下がれば悪化、その間は維持")
        }
        Rule::Percent { percent } => format!(
            "開始時の値の{percent}%以上よくなれば改善、{percent}%以上悪くなれば悪化、その間は維持（開始時が0のときは値の差で判定）"
        ),
        Rule::Category => "基準値による区分がよくなれば改善、同じ区分なら維持、悪くなれば悪化".to_owned(),
    };
    Criterion { measure: format!("{}（{better}）", measure.name), sentence: format!("{rule}。") }
}

#[cfg(test)]
mod tests;
