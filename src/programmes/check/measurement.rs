//! 評価・アンケート: measurements that are never taken, questions that can't be answered.

use super::Faults;
use crate::programmes::definition::{
    AnswerForm, Comparison, Definition, PlannedInstrument, SoftLimits, VitalsRule,
};

pub(super) fn check(definition: &Definition, faults: &mut Faults) {
    first(definition, faults);
    let measurement = &definition.measurement;
    faults.when(
        measurement.vitals != VitalsRule::NotRequired && !definition.style.has_sessions(),
        "measurement.vitals",
        "教室の前後に血圧・脈拍を測る決まりですが、この形の事業には教室がありません。「測らない」にしてください。",
    );
    for (at, planned) in measurement.instruments.iter().enumerate() {
        let before = measurement.instruments.get(..at).unwrap_or_default();
        instrument(planned, before, &format!("measurement.instruments[{at}]"), faults);
    }
    if let Some(limits) = measurement.soft_limits {
        soft_limits(limits, faults);
    }
    questionnaires(definition, faults);
}

fn first(definition: &Definition, faults: &mut Faults) {
    let Some(first) = definition.measurement.first_at_session else { return };
    let path = "measurement.first_at_session";
    if !definition.style.has_sessions() {
        faults.say(
            path,
            "最初の測定の回が決まっていますが、この形の事業には教室がありません。消してください。",
        );
    } else if first == 0 {
        faults.say(path, "最初の測定が0回目になっています。1以上にしてください。");
    } else if let Some(count) = definition.calendar.sessions
        && first > count.least
    {
        faults.say(
            path,
            format!(
                "最初の測定が{first}回目ですが、教室は{}回で終わることがあります。{}回目までにしてください。",
                count.least, count.least
            ),
        );
    }
}

fn instrument(planned: &PlannedInstrument, before: &[PlannedInstrument], path: &str, faults: &mut Faults) {
    let label = planned.instrument.label();
    if before.iter().any(|earlier| earlier.instrument == planned.instrument) {
        faults.say(format!("{path}.instrument"), format!("「{label}」が2回あります。片方を消してください。"));
    }
    let is_wrong = match planned.comparison {
        Comparison::Absolute(least) => least.0 <= 0,
        Comparison::Percent(percent) => percent == 0,
        Comparison::Exact | Comparison::Category => false,
    };
    if is_wrong {
        faults.say(
            format!("{path}.comparison"),
            format!("「{label}」の改善・悪化とみなす幅が0以下です。0より大きくするか、「少しでも変われば」にしてください。"),
        );
    }
    if planned.comparison == Comparison::Category && !planned.instrument.has_classes() {
        faults.say(
            format!("{path}.comparison"),
            format!("「{label}」には男女に共通の公表された区分がないため、区分では比べられません。「少しでも変われば」にするか、幅を決めてください。"),
        );
    }
}

fn soft_limits(limits: SoftLimits, faults: &mut Faults) {
    faults.when(
        limits.systolic <= limits.diastolic,
        "measurement.soft_limits",
        "上の血圧の目安が下の血圧の目安以下です。上を下より大きくしてください。例：160と100",
    );
    faults.when(
        limits.pulse_least >= limits.pulse_most,
        "measurement.soft_limits",
        "脈拍の下の目安が上の目安以上です。下を上より小さくしてください。例：50と110",
    );
}

fn questionnaires(definition: &Definition, faults: &mut Faults) {
    for (at, sheet) in definition.questionnaires.iter().enumerate() {
        let path = format!("questionnaires[{at}].questions");
        faults.when(
            sheet.questions.is_empty(),
            &path,
            "アンケートに質問がありません。1つ以上加えてください。",
        );
        for (nth, question) in sheet.questions.iter().enumerate() {
            let path = format!("{path}[{nth}]");
            if let AnswerForm::Choice(options) = &question.answer {
                super::options(options, &format!("{path}.answer"), faults);
            }
            faults.when(
                matches!(&question.answer, AnswerForm::Scale { from, to, .. } if from >= to || to - from > 10),
                &format!("{path}.answer"),
                "段階の数が正しくありません。小さい数から大きい数へ、11段階までにしてください。例：1から5",
            );
        }
    }
}
