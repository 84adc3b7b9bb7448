//! 報告・提出書類・書類: what is owed, when, and whether Kayoi can fill it.

use std::collections::BTreeSet;

use super::{Faults, due};
use crate::programmes::definition::{Cadence, Definition, Event, Filing, Report, SectionContent, Style};

/// The figures Kayoi counts for a report of a style, by the code of a derived section.
pub fn derived(style: Style) -> &'static [&'static str] {
    match style {
        Style::Course | Style::RollingCourse => &[
            "overview",
            "staffing",
            "months",
            "add_ons",
            "applicants",
            "participation",
            "attendance",
            "dropouts",
            "self_rated_health",
            "checklist",
            "comparison",
            "measurements",
        ],
        Style::Individual => &["overview", "users", "steps", "monitoring", "finished"],
        Style::Guidance => &["overview", "selection", "contacts", "values", "calls", "individual"],
    }
}

pub(super) fn check(definition: &Definition, faults: &mut Faults) {
    for (at, report) in definition.reports.iter().enumerate() {
        let path = format!("reports[{at}]");
        due::rule(definition, report.due, &format!("{path}.due"), faults);
        cadence(definition, report, &path, faults);
        sections(definition, report, &path, faults);
    }
    for (at, filing) in definition.filings.iter().enumerate() {
        filing_faults(definition, filing, &format!("filings[{at}]"), faults);
    }
    let mut kinds = BTreeSet::new();
    for (at, paper) in definition.documents.iter().enumerate() {
        let is_double = !kinds.insert(paper.kind);
        faults.when(
            is_double,
            &format!("documents[{at}].kind"),
            "同じ種類の書類が2回あります。題名を1つに決めて、片方を消してください。",
        );
    }
}

fn cadence(definition: &Definition, report: &Report, path: &str, faults: &mut Faults) {
    if report.cadence == Cadence::PerCourse && !definition.style.has_sessions() {
        faults.say(
            format!("{path}.cadence"),
            format!(
                "「{}」は教室ごとの報告ですが、{}には教室がありません。月ごと・四半期ごとなどにしてください。",
                report.title,
                due::style_name(definition.style)
            ),
        );
        return;
    }
    let (every, fitting): (&str, &[Event]) = match report.cadence {
        Cadence::PerCourse => ("教室ごと", &[Event::CourseEnd, Event::ContractEnd, Event::WardNotice]),
        Cadence::Monthly => ("月ごと", &[Event::MonthEnd]),
        Cadence::Quarterly => ("四半期ごと", &[Event::QuarterEnd]),
        Cadence::PerFiscalYear => ("年度ごと", &[Event::FiscalYearEnd, Event::ContractEnd]),
        Cadence::PerContract => {
            ("契約ごと", &[Event::ContractEnd, Event::FiscalYearEnd, Event::CourseEnd, Event::WardNotice])
        }
    };
    if !fitting.contains(&report.due.event) {
        faults.say(
            format!("{path}.due.event"),
            format!(
                "「{}」は{every}の報告ですが、期限が「{}」から数えられています。「{}」からの期限にしてください。",
                report.title,
                report.due.event.label(),
                fitting.first().map_or("", |event| event.label())
            ),
        );
    }
}

fn sections(definition: &Definition, report: &Report, path: &str, faults: &mut Faults) {
    faults.when(
        report.sections.is_empty(),
        &format!("{path}.sections"),
        "報告の項目がありません。1つ以上加えてください。",
    );
    for (at, section) in report.sections.iter().enumerate() {
        let path = format!("{path}.sections[{at}]");
        match section.content {
            SectionContent::Derived if !derived(definition.style).contains(&section.code.as_str()) => faults.say(
                format!("{path}.code"),
                format!(
                    "「{}」は記録から数える項目ですが、この事業の形に「{}」という集計はありません。使えるのは{}です。文で書く項目なら、内容を「事業者が書く」にしてください。",
                    section.title,
                    section.code,
                    derived(definition.style).join("、")
                ),
            ),
            SectionContent::NarrativePerGoal if definition.goals.is_empty() => faults.say(
                format!("{path}.content"),
                format!("「{}」は目標ごとに書く項目ですが、事業の目標がありません。目標を加えるか、1つの文で書く項目にしてください。", section.title),
            ),
            SectionContent::Derived | SectionContent::Narrative | SectionContent::NarrativePerGoal => {}
        }
    }
}

fn filing_faults(definition: &Definition, filing: &Filing, path: &str, faults: &mut Faults) {
    match (filing.due, &filing.occasion) {
        (None, None) => faults.say(
            path,
            format!("「{}」に期限も提出するときもありません。どちらかを書いてください。", filing.title),
        ),
        (Some(_), Some(_)) => faults.say(
            path,
            format!("「{}」に期限と提出するときの両方があります。どちらか片方にしてください。", filing.title),
        ),
        (None, Some(occasion)) => faults.when(
            occasion.trim().is_empty(),
            &format!("{path}.occasion"),
            "提出するときが空です。例：チラシを配る前に",
        ),
        (Some(_), None) => {}
    }
    faults.when(
        filing.day.as_ref().is_some_and(|label| label.trim().is_empty()),
        &format!("{path}.day"),
        "いっしょに書く日の名前が空です。例：送迎を始める日",
    );
    if let Some(rule) = filing.due {
        due::rule(definition, rule, &format!("{path}.due"), faults);
    }
}
