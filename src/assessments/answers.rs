//! The answers to one instrument on one occasion, as stored, and their score.

use serde::{Deserialize, Serialize};

use super::checklist::{self, ChecklistAnswers};
use super::comparison::{self, Comparison, Measured, Policies, Side};
use super::finding::{Finding, Points};
use super::instruments::{self, Instrument};
use super::measures::Sex;
use super::physical::{Aid, MeasureRecord, Outcome};
use super::reading::{Reading, Value};
use super::sarc_f::{self, SarcFAnswers};
use super::self_health::SelfHealthAnswer;

/// What was answered or measured. Stored as JSON; points and findings are always derived from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "given", rename_all = "snake_case")]
pub enum Answers {
    Checklist(ChecklistAnswers),
    SarcF(SarcFAnswers),
    SelfHealth(SelfHealthAnswer),
    Measured(MeasureRecord),
}

impl Answers {
    pub fn instrument(&self) -> Instrument {
        match self {
            Answers::Checklist(_) => instruments::CHECKLIST,
            Answers::SarcF(_) => instruments::SARC_F,
            Answers::SelfHealth(_) => instruments::SELF_HEALTH,
            Answers::Measured(record) => Instrument::from(record.measure),
        }
    }

    /// Whether nothing at all was given.
    pub fn is_blank(&self) -> bool {
        match self {
            Answers::Checklist(answers) => answers.is_blank(),
            Answers::SarcF(answers) => answers.0.iter().all(Option::is_none),
            Answers::SelfHealth(answer) => answer.rank.is_none(),
            Answers::Measured(record) => record.is_blank(),
        }
    }
}

/// The outcome of one set of answers, ready for a list or a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scored {
    /// One short phrase: 「該当（②運動）」「24.1kg」「まあよい」.
    pub summary: String,
    /// The finding of a screening instrument.
    pub finding: Option<Finding>,
    /// Sentences that explain the outcome.
    pub explanation: Vec<String>,
    /// What a comparison takes from it.
    pub side: Side,
}

/// Scores answers without knowing the person's sex.
pub fn score(answers: &Answers) -> Scored {
    score_for(answers, None)
}

/// Scores answers; cut-offs that hold for one sex are judged only when it is given.
pub fn score_for(answers: &Answers, sex: Option<Sex>) -> Scored {
    match answers {
        Answers::Checklist(answers) => checklist_scored(answers),
        Answers::SarcF(answers) => {
            let result = sarc_f::score(answers);
            Scored {
                summary: format!("{}（{}点）", result.finding.word(), result.points),
                finding: Some(result.finding),
                explanation: result.explanation,
                side: points_side(result.points, answers.0.iter().all(Option::is_none)),
            }
        }
        Answers::SelfHealth(answer) => self_health_scored(answer),
        Answers::Measured(record) => measured_scored(record, sex),
    }
}

/// Compares the beginning with the end by the programme's rules; an occasion without answers is `None`.
pub fn compare(pre: Option<&Answers>, post: Option<&Answers>, policies: &Policies) -> Comparison {
    let side = |answers: Option<&Answers>| answers.map_or(Side::Absent, |answers| score(answers).side);
    let (before, after) = (pre.map(Answers::instrument), post.map(Answers::instrument));
    let instrument = before.or(after).unwrap_or(instruments::CHECKLIST);
    let same = before.is_none() || after.is_none() || before == after;
    let post = if same { side(post) } else { Side::Absent };
    comparison::compare(instrument.yardstick(), &policies.of(instrument.code), &side(pre), &post)
}

fn checklist_scored(answers: &ChecklistAnswers) -> Scored {
    let result = checklist::score(answers);
    let named: Vec<String> = match result.overall {
        Finding::DoesNotApply => Vec::new(),
        finding @ (Finding::Applies | Finding::Undecided) => {
            result.with(finding).map(|criterion| format!("{}{}", criterion.mark, criterion.name)).collect()
        }
    };
    let names = if named.is_empty() { String::new() } else { format!("（{}）", named.join("、")) };
    Scored {
        summary: format!("{}{names}", result.overall.word()),
        finding: Some(result.overall),
        explanation: result.explanation,
        side: points_side(result.total, answers.is_blank()),
    }
}

fn points_side(points: Points, blank: bool) -> Side {
    match points.settled() {
        _ if blank => Side::Absent,
        Some(settled) => {
            plain_side(Reading::whole(i64::from(settled)).into(), format!("{settled}点"), "standard")
        }
        None => Side::Open,
    }
}

fn self_health_scored(answer: &SelfHealthAnswer) -> Scored {
    let chosen = answer.step().zip(answer.rank);
    Scored {
        summary: chosen.map_or("未回答", |(step, _)| step).to_owned(),
        finding: None,
        explanation: Vec::new(),
        side: chosen.map_or(Side::Absent, |(step, rank)| {
            plain_side(Reading::whole(i64::from(rank)).into(), step.to_owned(), &answer.scale)
        }),
    }
}

fn measured_scored(record: &MeasureRecord, sex: Option<Sex>) -> Scored {
    let measure = record.measure;
    if let Outcome::NotPerformed { reason, note } = &record.outcome {
        let note = if note.is_empty() { String::new() } else { format!("：{note}") };
        return Scored {
            summary: "実施不可".to_owned(),
            finding: None,
            explanation: vec![format!("{}{note}", reason.word())],
            side: Side::NotPerformed(*reason),
        };
    }
    let Some(value) = record.value() else {
        return Scored {
            summary: "記録なし".to_owned(),
            finding: None,
            explanation: Vec::new(),
            side: Side::Absent,
        };
    };
    Scored {
        summary: measure.show(value),
        finding: None,
        explanation: measured_explained(record, value, sex),
        side: Side::Measured(Measured {
            value,
            shown: measure.show(value),
            protocol: record.protocol.clone(),
            aid: record.aid,
            at_ceiling: record.is_at_ceiling(),
        }),
    }
}

fn measured_explained(record: &MeasureRecord, value: Value, sex: Option<Sex>) -> Vec<String> {
    let mut lines: Vec<String> = record.protocol().map(|p| format!("方法：{}", p.name)).into_iter().collect();
    if record.aid != Aid::None {
        lines.push(format!("歩行補助具：{}", record.aid.word()));
    }
    if let Some(speed) = record.measure.speed(value) {
        lines.push(format!("歩行速度は{}m/秒です。", speed.show(2)));
    }
    if let Some(cut) = record.measure.reached(value, sex).last() {
        lines.push(format!("目安：{}", cut.label));
    }
    if record.is_at_ceiling() {
        lines.push("上限値に達しています。".to_owned());
    }
    lines
}

fn plain_side(value: Value, shown: String, protocol: &str) -> Side {
    Side::Measured(Measured {
        value,
        shown,
        protocol: protocol.to_owned(),
        aid: Aid::None,
        at_ceiling: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessments::{Change, measures};

    fn grip(tenths: i64) -> Answers {
        let measure = measures::find("grip").unwrap();
        Answers::Measured(MeasureRecord::performed(measure, "best", &[Some(Reading::tenths(tenths))]))
    }

    #[test]
    fn answers_are_stored_with_their_kind() {
        let json = serde_json::to_value(grip(241)).unwrap();
        assert_eq!(json["kind"], "measured");
        assert_eq!(json["given"]["measure"], "grip");
        assert_eq!(json["given"]["outcome"]["performed"]["trials"][0], 24_100);
        assert_eq!(serde_json::from_value::<Answers>(json).unwrap(), grip(241));
    }

    #[test]
    fn a_summary_fits_a_list() {
        assert_eq!(score(&grip(241)).summary, "24.1kg");
        assert!(
            score_for(&grip(241), Some(Sex::Male)).explanation.iter().any(|line| line.contains("28kg未満"))
        );
        let blank = score(&Answers::Checklist(ChecklistAnswers::default()));
        assert_eq!(blank.finding, Some(Finding::Undecided));
        assert_eq!(blank.side, Side::Absent);
        let risky = SarcFAnswers([Some(sarc_f::Grade::Two); 5]);
        assert_eq!(score(&Answers::SarcF(risky)).summary, "該当（10点）");
    }

    #[test]
    fn an_open_score_is_not_compared() {
        let half = Answers::SarcF(SarcFAnswers([Some(sarc_f::Grade::One), None, None, None, None]));
        let full = Answers::SarcF(SarcFAnswers([Some(sarc_f::Grade::One); 5]));
        let comparison = compare(Some(&half), Some(&full), &Policies::default());
        assert_eq!(comparison.excluded, Some(comparison::Exclusion::ScoreOpen));
        assert_eq!(compare(Some(&full), Some(&full), &Policies::default()).change, Change::Kept);
        assert_eq!(compare(Some(&full), Some(&grip(200)), &Policies::default()).change, Change::Excluded);
        assert_eq!(compare(None, None, &Policies::default()).change, Change::Excluded);
    }

    #[test]
    fn pre_and_post_of_a_capped_test_are_flagged() {
        let one_leg = measures::find("ols_open").unwrap();
        let at_cap =
            Answers::Measured(MeasureRecord::performed(one_leg, "cap60", &[Some(Reading::whole(60))]));
        let comparison = compare(Some(&at_cap), Some(&at_cap), &Policies::default());
        assert_eq!((comparison.change, comparison.ceiling), (Change::Kept, true));
    }
}
