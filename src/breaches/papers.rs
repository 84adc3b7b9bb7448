//! 通知書 and 決定書 as paper.

use super::{
    case::{Case, Opened, clause_name},
    kinds::{ConsequenceKind, Outcome},
    words::DecisionWords,
};
use crate::{
    documents::{Masthead, RecordSheet, parts::Fact, record_sheet::Section},
    programmes::fee::yen,
    vocab::dates::{jst_date, wareki, wareki_with_weekday},
};

/// 「契第12号　シニアの部活」
pub fn subject(case: &Case) -> String {
    format!("{}　{}", case.breach.contract_number, case.breach.contract_title)
}

/// What the contractor is told, and until when it may answer.
pub fn notice(case: &Case, of: &Opened, words: &str, masthead: Masthead) -> RecordSheet {
    let mut facts = heading(case, of);
    facts.extend(of.row.notified_on.map(|on| Fact::new("通知した日", wareki(on))));
    facts.push(Fact::new("通知した人", of.row.made_by_name.clone().unwrap_or_default()));
    facts.extend(of.row.planned_on.map(|on| Fact::new(planned_label(of.kind), wareki(on))));
    facts.extend(of.row.amount.map(|amount| Fact::new("請求する額", yen(amount))));
    let until = of.row.state_by.map(wareki_with_weekday).unwrap_or_default();
    let how = "この期限までに、Kayoiの「違反と対応」の画面で、1回、弁明を提出できます。提出がないときは、弁明がないものとして決定します。";
    let sections = vec![
        Section::facts("通知", facts),
        happened(case),
        Section::words("通知する内容", vec![(of.kind.label().into(), words.to_owned())]),
        Section {
            note: Some(how.into()), ..Section::facts("弁明", vec![Fact::new("弁明の期限", until)])
        },
    ];
    RecordSheet { masthead, sections }
}

/// What was decided, why, and what was stated before.
pub fn decision(case: &Case, of: &Opened, words: &DecisionWords, masthead: Masthead) -> RecordSheet {
    let mut facts = heading(case, of);
    facts.extend(decided_facts(of).into_iter().map(|(label, value)| Fact::new(label, value)));
    let said = decision_words(of.kind, words).into_iter().map(|(label, text)| (label.to_owned(), text));
    let sections = vec![
        Section::facts("決定", facts),
        Section::words("決定の内容と理由", said.collect()),
        happened(case),
        stated(of),
    ];
    RecordSheet { masthead, sections }
}

fn heading(case: &Case, of: &Opened) -> Vec<Fact> {
    vec![
        Fact::new("契約", subject(case)),
        Fact::new("受託者", &case.breach.contractor),
        Fact::new("対応", of.kind.label()),
        Fact::new("根拠の条項", of.clause()),
    ]
}

fn happened(case: &Case) -> Section {
    let breach = &case.breach;
    let clause = clause_name(&breach.text_kind, &breach.clause_label, breach.clause_heading.as_deref());
    let facts = vec![
        Fact::new("種類", case.kind.label()),
        Fact::new("条項", clause),
        Fact::new("起きた日", wareki(breach.happened_on)),
        Fact::new("区が気付いた日", wareki(breach.noticed_on)),
    ];
    Section {
        words: vec![("起きたこと".into(), case.words.clone())], ..Section::facts("起きたこと", facts)
    }
}

fn stated(of: &Opened) -> Section {
    if !of.is_stated() {
        return Section { note: Some(unstated(of).into()), ..Section::facts("弁明", Vec::new()) };
    }
    let at = of.row.stated_at.map(|at| wareki(jst_date(at))).unwrap_or_default();
    let by = of.row.stated_by.as_deref().unwrap_or_default();
    let mut words = vec![(format!("{at}　{by}"), of.stated().to_owned())];
    let file = of.statement.as_ref().and_then(|statement| statement.file_name.as_ref());
    words.extend(file.into_iter().map(|name| ("添付".to_owned(), name.clone())));
    Section::words("弁明", words)
}

/// Why there is no statement under a decision.
pub(super) fn unstated(of: &Opened) -> &'static str {
    if of.row.notified_on.is_none() {
        "受託者には通知していません。"
    } else if of.decision.as_ref().is_some_and(|words| words.unheard.is_some()) {
        "弁明の期限を待たずに決定しました。"
    } else {
        "弁明の提出はありません。"
    }
}

pub(super) fn planned_label(kind: ConsequenceKind) -> &'static str {
    if kind == ConsequenceKind::Termination {
        "解除する予定の日"
    } else {
        "公表を始める予定の日"
    }
}

/// The days and sums of a decision, with their names.
pub(super) fn decided_facts(of: &Opened) -> Vec<(&'static str, String)> {
    let row = &of.row;
    let outcome = row.outcome.as_deref().and_then(Outcome::from_code);
    let (from, until) = match of.kind {
        ConsequenceKind::Guidance => ("", "改善の期限"),
        ConsequenceKind::Publication => ("公表を始める日", "公表を終える日"),
        ConsequenceKind::Termination => ("解除の日（契約の最後の日）", ""),
        ConsequenceKind::Damages => ("", "支払の期限"),
    };
    let mut facts =
        vec![("決定", outcome.map(|one| of.kind.outcome_label(one)).unwrap_or_default().to_owned())];
    facts.extend(row.decided_at.map(|at| ("決定した日", wareki(jst_date(at)))));
    facts.extend(row.decided_by.clone().map(|by| ("決定した人", by)));
    facts.extend(row.from_on.map(|on| (from, wareki(on))));
    facts.extend(row.was_to_end_on.map(|on| ("もとの契約期間の終わり", wareki(on))));
    facts.extend(row.agreed.map(|amount| ("賠償の額", yen(amount))));
    facts.extend(row.until_on.map(|on| (until, wareki(on))));
    facts
}

/// The words of a decision, with their names.
pub(super) fn decision_words(kind: ConsequenceKind, words: &DecisionWords) -> Vec<(&'static str, String)> {
    let content = match kind {
        ConsequenceKind::Guidance => "改善を求めること",
        ConsequenceKind::Publication => "公表する内容",
        ConsequenceKind::Termination => "内容",
        ConsequenceKind::Damages => "賠償を受ける人",
    };
    let all = [
        (content, words.content.as_ref()),
        ("公表の方法・場所", words.place.as_ref()),
        ("理由", Some(&words.reason)),
        ("弁明を待たずに決めた理由", words.unheard.as_ref()),
    ];
    all.into_iter().filter_map(|(label, text)| Some((label, text?.clone()))).collect()
}
