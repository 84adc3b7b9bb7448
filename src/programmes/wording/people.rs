//! 対象者まで: what the programme wants, its steps, who may take part and what they agree to.

use super::Lines;
use crate::programmes::{
    definition::{Condition, Definition},
    eligibility::group_words,
};

pub(super) fn information_items(definition: &Definition, lines: &mut Lines) {
    for item in &definition.information_items {
        lines.say(format!("information_items[{}]", item.code()), item.label());
    }
}

pub(super) fn most_years(definition: &Definition, lines: &mut Lines) {
    let text = match definition.most_years {
        Some(1) => "同じ事業者への委託は1年度限りです。".to_owned(),
        Some(years) => format!("同じ事業者への委託は、初年度を含めて{years}年度まで続けられます。"),
        None => "同じ事業者への委託を続けられる年度に上限はありません。".to_owned(),
    };
    lines.say("most_years", text);
}

pub(super) fn goals(definition: &Definition, lines: &mut Lines) {
    for goal in &definition.goals {
        lines.say(format!("goals[{}]", goal.code), &goal.text);
    }
}

pub(super) fn stages(definition: &Definition, lines: &mut Lines) {
    for stage in &definition.stages {
        lines.say(
            format!("stages[{}]", stage.code),
            format!(
                "{}：{}、{}が行い、「{}」に残します。",
                stage.label,
                stage.timing.words(),
                stage.who.label(),
                stage.record.label()
            ),
        );
    }
}

pub(super) fn eligibility(definition: &Definition, lines: &mut Lines) {
    condition(definition, &definition.eligibility.rule, "eligibility.rule", 0, lines);
    for question in &definition.eligibility.questions {
        lines.say(
            format!("eligibility.questions[{}]", question.code),
            format!("申込みのときの区の質問：「{}」（はい・いいえ）", question.text),
        );
    }
    for (at, priority) in definition.eligibility.priorities.iter().enumerate() {
        let about = format!("eligibility.priorities[{}]", priority.label);
        lines.say(&about, format!("優先順位{}：{}", at + 1, priority.label));
        condition(definition, &priority.when, &format!("{about}.when"), 1, lines);
    }
    let order = if definition.eligibility.priorities.is_empty() {
        "空きは申込みの順に案内します。"
    } else {
        "空きは優先順位の順に、同じ順位の中では申込みの順に案内します。"
    };
    lines.say("eligibility.priorities", order);
}

fn condition(definition: &Definition, tree: &Condition, about: &str, levels: usize, lines: &mut Lines) {
    let (words, parts) = line(definition, tree);
    lines.under(about, levels, words);
    for (at, part) in parts.iter().enumerate() {
        condition(definition, part, &format!("{about}[{at}]"), levels + 1, lines);
    }
}

/// A condition in one line, with the conditions that are listed below it.
fn line<'a>(definition: &Definition, tree: &'a Condition) -> (String, &'a [Condition]) {
    let is_denied = matches!(tree, Condition::Not(_));
    let bare = if let Condition::Not(inner) = tree { inner.as_ref() } else { tree };
    if let Condition::All(parts) = bare {
        (group_words(true, is_denied).to_owned(), parts)
    } else if let Condition::Any(parts) = bare {
        (group_words(false, is_denied).to_owned(), parts)
    } else {
        (definition.plain_words(tree), &[])
    }
}

pub(super) fn consents(definition: &Definition, lines: &mut Lines) {
    for consent in &definition.consents {
        let required = if consent.required {
            "この同意がなければ参加できません。"
        } else {
            "同意は任意です。"
        };
        let family = if consent.family_may { "家族が代わりに同意できます。" } else { "" };
        let cost =
            if consent.cost { "同意した人からは、その費用を受け取れます。" } else { "" };
        let about = format!("consents[{}]", consent.code);
        lines.say(&about, format!("「{}」：{required}{family}{cost}", consent.label));
        lines.under(format!("{about}.explanation"), 1, format!("説明：{}", consent.explanation));
    }
}
