//! The counts of the worked course, and of questionnaires filled in beside it.

use super::super::sample;
use super::*;
use crate::assessments::{
    checklist::{Answer, ChecklistAnswers},
    sarc_f::{Grade, SarcFAnswers},
};
use time::macros::date;

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
fn the_points_of_sarc_f_stand_beside_the_measures() {
    let mut rows = sample::course();
    let sheet = |grade: u8| Answers::SarcF(SarcFAnswers([Grade::try_from(grade).ok(); 5]));
    let mut fill = |index: usize, timing, answers| {
        let row = super::super::rows::AssessmentRow { timing, done_on: date!(2024 - 06 - 06), answers };
        rows.enrolments[index].assessments.push(row);
    };
    fill(0, Timing::Pre, sheet(2));
    fill(1, Timing::Pre, sheet(1));
    fill(2, Timing::Pre, Answers::SarcF(SarcFAnswers([Some(Grade::One), None, None, None, None])));
    let before = of(&rows.members());
    let points = &before.comparison[1];
    assert_eq!((points.name.as_str(), points.unit.as_str()), ("SARC-Fの合計", "点"));
    assert_eq!((points.mean_before.as_deref(), points.mean_after.as_deref()), (Some("7.5"), None));
    assert_eq!((points.change.pairs, points.outside), (0, 3));
    assert_eq!(before.results.rows[0].values[1], (Some("10".into()), None));
    assert_eq!(before.results.rows[2].values[1], (Some("未回答あり".into()), None));
    let end = super::super::rows::AssessmentRow {
        timing: Timing::Post,
        done_on: date!(2024 - 09 - 19),
        answers: sheet(1),
    };
    rows.enrolments[0].assessments.push(end);
    let points = of(&rows.members()).comparison.remove(1);
    assert_eq!((points.mean_before.as_deref(), points.mean_after.as_deref()), (Some("10.0"), Some("5.0")));
    assert_eq!((points.change.pairs, points.change.improved), (1, 1));
    assert!(points.rule.starts_with("SARC-Fの合計（小さいほどよい値）"));
}

#[test]
fn the_checklist_counts_who_meets_a_criterion_and_how_points_moved() {
    let mut rows = sample::course();
    let sheet = |falls: Answer| {
        let mut answers = ChecklistAnswers::default();
        for item in checklist::ITEMS.iter() {
            answers
                .set(item.no, if item.risk_on == checklist::RiskOn::Yes { Answer::No } else { Answer::Yes });
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
