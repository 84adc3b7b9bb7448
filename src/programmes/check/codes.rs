//! Codes well-formed and unique in their list, names written.

use std::collections::BTreeSet;

use super::Faults;
use crate::programmes::definition::{Ask, Definition};

const MOST_CODE: usize = 64;

pub(super) fn check(definition: &Definition, faults: &mut Faults) {
    code(faults, "code", &definition.code);
    words(faults, "name", &definition.name);
    words(faults, "source", &definition.source);
    people(definition, faults);
    sheets(definition, faults);
    work(definition, faults);
    money(definition, faults);
    papers(definition, faults);
}

fn people(definition: &Definition, faults: &mut Faults) {
    list(faults, "goals", "text", definition.goals.iter().map(|goal| (&goal.code, &goal.text)));
    list(faults, "stages", "label", definition.stages.iter().map(|stage| (&stage.code, &stage.label)));
    let questions = definition.eligibility.questions.iter().map(|asked| (&asked.code, &asked.text));
    list(faults, "eligibility.questions", "text", questions);
    for (at, priority) in definition.eligibility.priorities.iter().enumerate() {
        words(faults, &format!("eligibility.priorities[{at}].label"), &priority.label);
    }
    list(
        faults,
        "consents",
        "label",
        definition.consents.iter().map(|consent| (&consent.code, &consent.label)),
    );
    for (at, consent) in definition.consents.iter().enumerate() {
        words(faults, &format!("consents[{at}].explanation"), &consent.explanation);
    }
    let items = &definition.information_items;
    faults.when(
        items.is_empty(),
        "information_items",
        "情報項目がありません。受託者が扱う項目を1つ以上選んでください。",
    );
    let distinct: BTreeSet<_> = items.iter().collect();
    faults.when(
        distinct.len() < items.len(),
        "information_items",
        "同じ情報項目が2回選ばれています。片方を消してください。",
    );
}

fn sheets(definition: &Definition, faults: &mut Faults) {
    list(
        faults,
        "screenings",
        "title",
        definition.screenings.iter().map(|sheet| (&sheet.code, &sheet.title)),
    );
    for (at, sheet) in definition.screenings.iter().enumerate() {
        let path = format!("screenings[{at}].questions");
        list(faults, &path, "text", sheet.questions.iter().map(|question| (&question.code, &question.text)));
        for (nth, question) in sheet.questions.iter().enumerate() {
            if let Ask::Choices(options) = &question.ask {
                let path = format!("{path}[{nth}].ask.choices");
                list(faults, &path, "text", options.iter().map(|option| (&option.code, &option.text)));
            }
        }
        for (nth, rule) in sheet.outcomes.iter().enumerate() {
            words(faults, &format!("screenings[{at}].outcomes[{nth}].reason"), &rule.reason);
        }
    }
    let sheets = &definition.questionnaires;
    list(faults, "questionnaires", "title", sheets.iter().map(|sheet| (&sheet.code, &sheet.title)));
    for (at, sheet) in sheets.iter().enumerate() {
        let path = format!("questionnaires[{at}].questions");
        list(faults, &path, "text", sheet.questions.iter().map(|question| (&question.code, &question.text)));
        for (nth, question) in sheet.questions.iter().enumerate() {
            let options = question.options.iter().map(|option| (&option.code, &option.text));
            list(faults, &format!("{path}[{nth}].options"), "text", options);
        }
    }
}

fn work(definition: &Definition, faults: &mut Faults) {
    list(faults, "staffing", "label", definition.staffing.iter().map(|role| (&role.code, &role.label)));
    let venue = &definition.venue;
    list(faults, "venue.standard", "text", venue.standard.iter().map(|item| (&item.code, &item.text)));
    list(faults, "venue.end_checks", "text", venue.end_checks.iter().map(|check| (&check.code, &check.text)));
    list(faults, "add_ons", "name", definition.add_ons.iter().map(|add_on| (&add_on.code, &add_on.name)));
    let Some(guidance) = &definition.guidance else { return };
    let groups = guidance.result_groups.iter().map(|group| (&group.code, &group.label));
    list(faults, "guidance.result_groups", "label", groups);
    for (at, selection) in guidance.selection.iter().enumerate() {
        words(faults, &format!("guidance.selection[{at}].label"), &selection.label);
    }
    let contacts = guidance.contacts.iter().map(|contact| (&contact.code, &contact.label));
    list(faults, "guidance.contacts", "label", contacts);
}

fn money(definition: &Definition, faults: &mut Faults) {
    for (at, schedule) in definition.fees.iter().enumerate() {
        let rules = schedule.rules.iter().map(|rule| (&rule.code, &rule.label));
        list(faults, &format!("fees[{at}].rules"), "label", rules);
    }
    list(faults, "user_fees", "label", definition.user_fees.iter().map(|fee| (&fee.code, &fee.label)));
}

fn papers(definition: &Definition, faults: &mut Faults) {
    list(faults, "reports", "title", definition.reports.iter().map(|report| (&report.code, &report.title)));
    for (at, report) in definition.reports.iter().enumerate() {
        let sections = report.sections.iter().map(|section| (&section.code, &section.title));
        list(faults, &format!("reports[{at}].sections"), "title", sections);
    }
    list(faults, "filings", "title", definition.filings.iter().map(|filing| (&filing.code, &filing.title)));
    for (at, paper) in definition.documents.iter().enumerate() {
        words(faults, &format!("documents[{at}].title"), &paper.title);
    }
}

/// Codes and names of one list; `field` holds the name.
fn list<'a>(
    faults: &mut Faults,
    path: &str,
    field: &str,
    entries: impl Iterator<Item = (&'a String, &'a String)>,
) {
    let mut seen = BTreeSet::new();
    for (at, (its_code, name)) in entries.enumerate() {
        let path = format!("{path}[{at}]");
        code(faults, &format!("{path}.code"), its_code);
        words(faults, &format!("{path}.{field}"), name);
        if !seen.insert(its_code) {
            faults.say(
                format!("{path}.code"),
                format!("コード「{its_code}」が同じ一覧に2つあります。片方を別のコードにしてください。"),
            );
        }
    }
}

fn code(faults: &mut Faults, path: &str, code: &str) {
    let is_word = |word: &str| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    let is_well_formed = code.len() <= MOST_CODE && code.split(['-', '_']).all(is_word);
    if !is_well_formed {
        faults.say(
            path,
            format!(
                "コード「{code}」は使えません。半角の英小文字と数字を「-」か「_」でつなぎ、{MOST_CODE}文字までで書いてください。例：oral_care"
            ),
        );
    }
}

fn words(faults: &mut Faults, path: &str, words: &str) {
    faults.when(words.trim().is_empty(), path, "名前や文が空です。画面や書類に出る言葉を書いてください。");
}
