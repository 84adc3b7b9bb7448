//! 実施: cancellations, staff, places, add-ons and guidance.

use super::{Lines, quoted};
use crate::programmes::{
    definition::{CancellationRule, Contact, Definition, Guidance, Selection},
    guidance::CheckupValue,
    reading,
};

pub(super) fn cancellation(definition: &Definition, lines: &mut Lines) {
    let rule = &definition.cancellation;
    if rule.causes.is_empty() {
        lines.say("cancellation.causes", "中止の理由は限らず、区が決めます。");
    }
    for listed in &rule.causes {
        lines.say(format!("cancellation.causes[{}]", listed.cause.code()), cause(listed));
    }
    lines.say("cancellation.pay", rule.sentence());
}

/// Who decides on a cause, and who bears it.
pub(crate) fn cause(listed: &CancellationRule) -> String {
    let borne = if listed.contractor_bears { "事業者が負担し、支払いません。" } else { "" };
    format!("「{}」による中止は{}が決めます。{borne}", listed.cause.label(), listed.decided_by.label())
}

pub(super) fn staffing(definition: &Definition, lines: &mut Lines) {
    for role in &definition.staffing {
        lines.say(format!("staffing[{}]", role.code), role.sentence(&definition.add_ons));
    }
}

pub(super) fn venue(definition: &Definition, lines: &mut Lines) {
    for item in &definition.venue.standard {
        lines.say(format!("venue.standard[{}]", item.code), item.sentence());
    }
    for check in &definition.venue.end_checks {
        lines.say(format!("venue.end_checks[{}]", check.code), format!("回の終わりの確認：{}", check.text));
    }
}

pub(super) fn add_ons(definition: &Definition, lines: &mut Lines) {
    for add_on in &definition.add_ons {
        lines.say(format!("add_ons[{}]", add_on.code), add_on.sentence());
    }
}

pub(super) fn guidance(definition: &Definition, lines: &mut Lines) {
    let Some(guidance) = &definition.guidance else { return };
    lines.say("guidance.about_people", format!("対象者は年におよそ{}人です。", guidance.about_people));
    for group in &guidance.result_groups {
        let values: Vec<String> =
            group.values.iter().map(|value| reading::name(&CheckupValue::read(value))).collect();
        lines.say(
            format!("guidance.result_groups[{}]", group.code),
            format!("検査結果「{}」：{}", group.label, values.join("、")),
        );
    }
    if !guidance.selection.is_empty() {
        lines.say("guidance.selection", "次のすべてに当てはまる人を選びます。");
    }
    for selection in &guidance.selection {
        lines.under(format!("guidance.selection[{}]", selection.label), 1, selected(guidance, selection));
    }
    for contact in &guidance.contacts {
        lines.say(format!("guidance.contacts[{}]", contact.code), contacted(contact));
    }
}

fn selected(guidance: &Guidance, selection: &Selection) -> String {
    let tests: Vec<String> = selection.any.iter().map(|test| guidance.test_words(test)).collect();
    format!("{}：{}", selection.label, tests.join("、または"))
}

fn contacted(contact: &Contact) -> String {
    let means = quoted(contact.means.iter().map(|means| means.label()));
    let any = if contact.means.len() > 1 { "のどれか" } else { "" };
    let minutes = match contact.minutes {
        0 => String::new(),
        minutes => format!("{minutes}分以上行います。"),
    };
    format!("{}：{}か月目に、{means}{any}で連絡します。{minutes}", contact.label, contact.month)
}
