//! 委員会への報告: the answer with its grounds, its days and what was sent. The ward's alone.

use crate::{
    incidents::{
        case::Law,
        clocks::{Answer, Deadlines, day_number},
        commission::Step,
        db::judging::CommissionReport,
    },
    kit::parts::{Chip, Row, Tone},
    verdict::Finding,
    vocab::{
        dates::{jst_stamp, wareki, wareki_with_weekday},
        ids::IncidentId,
    },
};

pub struct LawView {
    pub chip: Chip,
    pub why: String,
    /// Each ground with its answer and the fact.
    pub grounds: Vec<Row>,
    /// What has to be found out; empty when there is an answer.
    pub missing: String,
    pub days: Vec<Row>,
    pub explanation: String,
    pub judged: String,
    pub judgement_href: String,
    /// Empty while there is nothing to send or everything was sent.
    pub commission_href: String,
}

impl LawView {
    pub fn new(law: &Law, id: IncidentId) -> Self {
        let judgement_href = format!("/incidents/{id}/judgement");
        let answer = law.answer();
        let days = answer.as_ref().and_then(|answer| answer.deadlines.as_ref());
        let all_sent = law.sent.len() >= Step::choices().len();
        let commission_href =
            if days.is_some() && !all_sent { format!("/incidents/{id}/commission") } else { String::new() };
        Self {
            chip: chip(answer.as_ref()),
            why: answer.as_ref().map_or_else(
                || "事実を入れると、報告が必要か、いつまでかが出ます。".into(),
                |answer| answer.why.clone(),
            ),
            grounds: answer.iter().flat_map(grounds).collect(),
            missing: answer.as_ref().map(|answer| answer.missing.join("、")).unwrap_or_default(),
            explanation: days.map(|days| days.explanation.clone()).unwrap_or_default(),
            days: day_rows(days, &law.sent),
            judged: judged(law),
            judgement_href,
            commission_href,
        }
    }
}

fn chip(answer: Option<&Answer>) -> Chip {
    match answer.map(|answer| answer.reportable) {
        None => Chip::new(Tone::Danger, "未判定"),
        Some(Finding::Met) => Chip::new(Tone::Danger, "報告が必要"),
        Some(Finding::NotMet) => Chip::new(Tone::Success, "報告は不要"),
        Some(Finding::Undecidable) => Chip::new(Tone::Warning, "判定不能"),
    }
}

fn grounds(answer: &Answer) -> Vec<Row> {
    let row = |one: &crate::incidents::clocks::Ground| {
        Row::new(one.label, format!("{}：{}", one.answer.label(), one.fact))
    };
    answer.grounds.iter().map(row).collect()
}

/// 速報 and 確報: until when, and when it was sent.
pub fn day_rows(days: Option<&Deadlines>, sent: &[CommissionReport]) -> Vec<Row> {
    let said = |step: Step| sent.iter().find(|one| one.step == step.code());
    let row = |step: Step, until: Option<String>| {
        let done = said(step).map(|one| {
            let by = one.made_by.as_deref().map(|by| format!("　{by}")).unwrap_or_default();
            format!("{}に報告ずみ{by}", wareki(one.reported_on))
        });
        let value = [until, done].into_iter().flatten().collect::<Vec<_>>().join("　");
        (!value.is_empty()).then(|| Row::new(format!("委員会への{}", step.label()), value))
    };
    let prompt = days.map(|days| {
        format!("{}から{}まで", wareki_with_weekday(days.prompt_from), wareki_with_weekday(days.prompt_until))
    });
    let full = days.map(|days| format!("{}まで", wareki_with_weekday(days.full_until)));
    [row(Step::Prompt, prompt), row(Step::Full, full)].into_iter().flatten().collect()
}

fn judged(law: &Law) -> String {
    let Some(last) = law.judgements.first() else { return String::new() };
    let by = last.made_by.as_deref().unwrap_or_default();
    let day = day_number(last.known_on, crate::vocab::dates::jst_date(last.made_at));
    format!("第{}回の判定　{}　{by}（区が知った日から{day}日目）", last.number, jst_stamp(last.made_at))
}
