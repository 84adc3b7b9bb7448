//! 段階: the order of the steps, and records that a programme of this style doesn't make.

use super::{Faults, due::style_name};
use crate::programmes::definition::{Definition, Stage, StageRecord, StageTiming, Style};

pub(super) fn check(definition: &Definition, faults: &mut Faults) {
    for (at, stage) in definition.stages.iter().enumerate() {
        let path = format!("stages[{at}]");
        let before = definition.stages.get(..at).unwrap_or_default();
        if let Some(earlier) = before.iter().find(|earlier| comes_after(earlier.timing, stage.timing)) {
            faults.say(
                format!("{path}.timing"),
                format!(
                    "「{}」（{}）が「{}」（{}）の後に並んでいます。行う順に並べ替えてください。",
                    stage.label,
                    stage.timing.words(),
                    earlier.label,
                    earlier.timing.words()
                ),
            );
        }
        months(definition, stage, &path, faults);
        record(definition.style, stage, &path, faults);
    }
}

/// Whether the first can't come before the second. Steps while the programme runs stand in any order.
fn comes_after(first: StageTiming, second: StageTiming) -> bool {
    let phase = |timing| match timing {
        StageTiming::Before => 0,
        StageTiming::FirstDay | StageTiming::EachDay | StageTiming::EveryMonths(_) | StageTiming::LastDay => {
            1
        }
        StageTiming::After => 2,
    };
    phase(first) > phase(second) || (first, second) == (StageTiming::LastDay, StageTiming::FirstDay)
}

fn months(definition: &Definition, stage: &Stage, path: &str, faults: &mut Faults) {
    let StageTiming::EveryMonths(every) = stage.timing else { return };
    let (months, path) = (definition.calendar.months, format!("{path}.timing.every_months"));
    if every == 0 {
        faults.say(path, format!("「{}」が0か月ごとになっています。1以上にしてください。", stage.label));
    } else if every > months && months > 0 {
        faults.say(
            path,
            format!(
                "「{}」は{every}か月ごとですが、期間が{months}か月のため、行う時期が来ません。{months}か月以下にしてください。",
                stage.label
            ),
        );
    }
}

fn record(style: Style, stage: &Stage, path: &str, faults: &mut Faults) {
    let is_made = match stage.record {
        StageRecord::Sessions => style.has_sessions(),
        StageRecord::HomeAssessment
        | StageRecord::FirstDay
        | StageRecord::ServiceDays
        | StageRecord::FinalHomeVisit => style == Style::Individual,
        StageRecord::RecruitmentCall | StageRecord::GuidanceContact => style == Style::Guidance,
        StageRecord::ConsentAndIdentity
        | StageRecord::Screening
        | StageRecord::PlanAndExplanation
        | StageRecord::Assessment
        | StageRecord::Monitoring
        | StageRecord::CentreLiaison
        | StageRecord::Report => true,
    };
    if !is_made {
        faults.say(
            format!("{path}.record"),
            format!(
                "「{}」の記録は「{}」ですが、{}ではこの記録を作りません。ほかの記録にするか、事業の形を変えてください。",
                stage.label,
                stage.record.label(),
                style_name(style)
            ),
        );
    }
}
