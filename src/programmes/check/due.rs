//! 期限: rules counted from something that never happens in the programme's style, or from a day that doesn't exist.

use super::Faults;
use crate::programmes::definition::{Definition, DueRule, Event, Offset, StageRecord, StageTiming, Style};

/// Checks one rule at its path.
pub(super) fn rule(definition: &Definition, rule: DueRule, path: &str, faults: &mut Faults) {
    if let Some(sentence) = never(definition, rule.event) {
        faults.say(format!("{path}.event"), sentence);
    }
    offset(rule.offset, &format!("{path}.offset"), faults);
}

/// Why the event never happens in this programme, and what to count from instead.
fn never(definition: &Definition, event: Event) -> Option<String> {
    let label = event.label();
    if !happens(definition.style, event) {
        return Some(format!(
            "「{label}」からの期限ですが、{}では「{label}」が起こらないため、期限が決まりません。{}などからの期限に変えてください。",
            style_name(definition.style),
            instead(definition.style, event)
        ));
    }
    let has_briefing = definition
        .stages
        .iter()
        .any(|stage| stage.timing == StageTiming::Before && stage.record == StageRecord::ConsentAndIdentity);
    (event == Event::Briefing && !definition.stages.is_empty() && !has_briefing).then(|| {
        format!("「{label}」からの期限ですが、段階に、始まる前の説明・同意がありません。段階に加えるか、「教室の初回」からの期限に変えてください。")
    })
}

fn happens(style: Style, event: Event) -> bool {
    match event {
        Event::Briefing | Event::CourseStart | Event::CourseEnd | Event::Session => style.has_sessions(),
        Event::ServiceStart | Event::ServiceEnd => style != Style::Course,
        Event::ContractSigned
        | Event::ContractStart
        | Event::ContractEnd
        | Event::Application
        | Event::MonthEnd
        | Event::QuarterEnd
        | Event::FiscalYearEnd
        | Event::Erasure
        | Event::WardNotice => true,
    }
}

/// The events that stand nearest to one that doesn't happen.
fn instead(style: Style, event: Event) -> &'static str {
    match (style, event) {
        (Style::Course, Event::ServiceStart) => "「教室の初回」「契約の開始日」",
        (Style::Course, _) => "「教室の最終回」「契約の終了日」",
        (_, Event::Briefing | Event::CourseStart) => "「利用の開始日」「契約の開始日」",
        _ => "「利用の終了日」「各月の末日」",
    }
}

pub(super) fn style_name(style: Style) -> &'static str {
    match style {
        Style::Course => "全員が同じ日に始めて終わる教室",
        Style::RollingCourse => "随時参加の教室",
        Style::Individual => "個別サービス",
        Style::Guidance => "保健指導",
    }
}

fn offset(offset: Offset, path: &str, faults: &mut Faults) {
    if let Some(sentence) = offset.too_long() {
        faults.say(path, sentence);
    }
    if let Some(sentence) = offset.no_day() {
        faults.say(format!("{path}.day_of_next_month"), sentence);
    }
    match offset {
        Offset::DaysBefore(0)
        | Offset::DaysAfter(0)
        | Offset::WeeksBefore(0)
        | Offset::WeeksAfter(0)
        | Offset::MonthsAfter(0)
        | Offset::BusinessDaysAfter(0) => {
            faults.say(path, "期限までの長さが0です。その日のうちなら「当日」にしてください。");
        }
        Offset::SameDay
        | Offset::DaysBefore(_)
        | Offset::DaysAfter(_)
        | Offset::WeeksBefore(_)
        | Offset::WeeksAfter(_)
        | Offset::MonthsAfter(_)
        | Offset::BusinessDaysAfter(_)
        | Offset::DayOfNextMonth(_) => {}
    }
}
