//! 報告・提出書類・書類.

use super::Lines;
use crate::programmes::definition::Definition;

pub(super) fn reports(definition: &Definition, lines: &mut Lines) {
    for report in &definition.reports {
        let about = format!("reports[{}]", report.code);
        lines.say(
            &about,
            format!(
                "「{}」：{}に出します。期限は{}",
                report.title,
                report.cadence.label(),
                report.due.sentence()
            ),
        );
        for section in &report.sections {
            lines.under(
                format!("{about}.sections[{}]", section.code),
                1,
                format!("{}：{}。", section.title, section.content.label()),
            );
        }
    }
}

pub(super) fn filings(definition: &Definition, lines: &mut Lines) {
    for filing in &definition.filings {
        let due = filing.due.map(|due| format!("期限は{}", due.sentence()));
        let occasion = filing.occasion.as_ref().map(|occasion| format!("出すとき：{occasion}。"));
        let day = filing.day.as_ref().map(|day| format!("「{day}」もいっしょに書きます。"));
        lines.say(
            format!("filings[{}]", filing.code),
            format!(
                "「{}」：{}が出します。{}{}{}{}。{}。",
                filing.title,
                filing.owes.label(),
                due.unwrap_or_default(),
                occasion.unwrap_or_default(),
                day.unwrap_or_default(),
                filing.form.label(),
                filing.decision.label()
            ),
        );
    }
}

pub(super) fn documents(definition: &Definition, lines: &mut Lines) {
    for paper in &definition.documents {
        let kind = paper.kind.label();
        lines.say(format!("documents[{kind}]"), format!("{kind}を「{}」という題名で作ります。", paper.title));
    }
}
