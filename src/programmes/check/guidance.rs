//! 保健指導: the section is there exactly for a guidance programme, and its values and months exist.

use std::collections::BTreeSet;

use super::Faults;
use crate::programmes::definition::{Definition, Guidance, Style};

pub(super) fn check(definition: &Definition, faults: &mut Faults) {
    match (&definition.guidance, definition.style) {
        (Some(guidance), Style::Guidance) => inside(definition, guidance, faults),
        (None, Style::Guidance) => {
            faults.say("guidance", "保健指導の事業ですが、対象者の選び方と連絡の予定がありません。「保健指導」の欄を書いてください。");
        }
        (Some(_), Style::Course | Style::RollingCourse | Style::Individual) => faults.say(
            "guidance",
            "保健指導の欄がありますが、事業の形が保健指導ではありません。欄を消すか、形を「保健指導」にしてください。",
        ),
        (None, Style::Course | Style::RollingCourse | Style::Individual) => {}
    }
}

fn inside(definition: &Definition, guidance: &Guidance, faults: &mut Faults) {
    faults.when(
        guidance.about_people == 0,
        "guidance.about_people",
        "対象者のおよその人数が0人です。1以上にしてください。例：200",
    );
    let known: Vec<&str> = guidance
        .result_groups
        .iter()
        .flat_map(|group| &group.values)
        .map(|value| value.split([':', '：']).next().unwrap_or(value))
        .collect();
    let mut seen = BTreeSet::new();
    for value in known.iter().filter(|value| !seen.insert(**value)) {
        faults
            .say("guidance.result_groups", format!("検査値「{value}」が2回あります。片方を消してください。"));
    }
    for (at, selection) in guidance.selection.iter().enumerate() {
        let path = format!("guidance.selection[{at}].any");
        faults.when(selection.any.is_empty(), &path, "選ぶ基準に検査値がありません。1つ以上加えてください。");
        for (nth, test) in
            selection.any.iter().enumerate().filter(|(_, test)| !known.contains(&test.value.as_str()))
        {
            faults.say(
                format!("{path}[{nth}].value"),
                format!("選ぶ基準の検査値「{}」が検査結果の一覧にありません。一覧に加えるか、ある検査値にしてください。", test.value),
            );
        }
    }
    contacts(definition, guidance, faults);
}

fn contacts(definition: &Definition, guidance: &Guidance, faults: &mut Faults) {
    let months = definition.calendar.months;
    for (at, contact) in guidance.contacts.iter().enumerate() {
        let path = format!("guidance.contacts[{at}]");
        faults.when(
            contact.means.is_empty(),
            &format!("{path}.means"),
            "連絡の方法がありません。面接・電話・手紙・Webから1つ以上選んでください。",
        );
        if contact.month == 0 || contact.month > months {
            faults.say(
                format!("{path}.month"),
                format!(
                    "「{}」が{}か月目ですが、期間は{months}か月です。1から{months}までにしてください。",
                    contact.label, contact.month
                ),
            );
        }
    }
}
