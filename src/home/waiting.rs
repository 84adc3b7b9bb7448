//! What waits for a decision or an answer, as tasks of a home: the oldest first, each with its age.

use time::Date;

use super::db;
use crate::{
    incidents,
    kit::parts::{Chip, Task, Tone},
    vocab::dates::{jst_date, with_weekday},
};

/// One task; of an incident whose days run, one for each of them.
pub fn waiting_tasks(waiting: &db::Waiting, today: Date) -> Vec<(Option<Date>, Task)> {
    match &waiting.clock {
        Some(clock) => incidents::running_tasks((waiting.id, &waiting.title), &clock.0, today),
        None => vec![(first_day(waiting), waiting_task(waiting, today))],
    }
}

/// What has no day of its own stands by the day since which it waits, so that the oldest comes first.
pub fn first_day(waiting: &db::Waiting) -> Option<Date> {
    waiting.due_on.or(waiting.since.map(jst_date))
}

/// Kinds that wait for somebody to decide, open or receive.
const DECISIONS: [&str; 29] = [
    "roster",
    "roster.notified",
    "roster.returned",
    "referral",
    "filing",
    "filing.returned",
    "erasure",
    "erasure.returned",
    "incident.reported",
    "incident.opened",
    "incident.report",
    "inspection.answered",
    "request.answered",
    "application.submitted",
    "certificate.waiting",
    "pledge",
    "lesson",
    "job_window",
    "job_window.reported",
    "permit",
    "permit.returned",
    "tablet",
    "parked",
    "survey",
    "survey.returned",
    "consequence.undecided",
    "council",
    "key",
    "waiver",
];

/// From so many days on a decision has waited too long.
const LONG_WAIT: i64 = 14;

/// 「決定待ち・66日目」
fn age_chip(tone: Tone, word: &str, since: Option<Date>, today: Date) -> Chip {
    match since.map(|day| (today - day).whole_days()).filter(|days| *days > 0) {
        Some(days @ LONG_WAIT..) => Chip::new(Tone::Danger, format!("{word}・{days}日経過")),
        Some(days) => Chip::new(tone, format!("{word}・{days}日経過")),
        None => Chip::new(tone, word),
    }
}

pub fn waiting_task(waiting: &db::Waiting, today: Date) -> Task {
    let id = waiting.id;
    let follow_up = || format!("/follow-ups/{id}");
    let (label, href, tone, word) = match waiting.kind.as_str() {
        "roster" => ("従事者名簿の確認", format!("/contracts/{id}/roster"), Tone::Warning, "承認待ち"),
        "roster.notified" => ("従事者の変更の届", format!("/contracts/{id}/roster"), Tone::Info, "受理待ち"),
        "report" => ("報告書の確認", format!("/reports/{id}"), Tone::Warning, "確認待ち"),
        "referral" => ("紹介の受付", format!("/referrals/{id}"), Tone::Warning, "受付待ち"),
        "filing" => ("提出物の確認", format!("/filings/{id}"), Tone::Warning, "決定待ち"),
        "handover.given" => ("届いた物の受取りの確認", format!("/handovers/{id}"), Tone::Warning, "確認待ち"),
        "handover.planned" => ("計画した受渡し", format!("/handovers/{id}"), Tone::Info, "計画"),
        "erasure" => ("返還・消去の報告の確認", format!("/erasures/{id}"), Tone::Warning, "受理待ち"),
        "erasure.returned" => {
            ("差し戻された返還・消去の報告", format!("/erasures/{id}"), Tone::Danger, "差戻し")
        }
        "filing.returned" => ("差し戻された提出物", format!("/filings/{id}"), Tone::Danger, "差戻し"),
        "incident.reported" => ("事故・急変の報告", format!("/incidents/{id}"), Tone::Danger, "未開封"),
        "incident.opened" => ("事故・急変の報告", format!("/incidents/{id}"), Tone::Warning, "確認待ち"),
        "incident.report" => {
            ("事故の続報・最終報告", format!("/incidents/{id}"), Tone::Warning, "受取り待ち")
        }
        "incident.instruction" => {
            ("事故：区の指示への対応と報告", format!("/incidents/{id}"), Tone::Danger, "指示あり")
        }
        "incident.final" => ("事故の最終報告", format!("/incidents/{id}"), Tone::Warning, "報告待ち"),
        "inspection.planned" => ("検査", format!("/inspections/{id}"), Tone::Info, "予定"),
        "inspection.answered" => {
            ("検査：是正の再確認", format!("/inspections/{id}"), Tone::Warning, "確認待ち")
        }
        "inspection.correct" => ("検査：是正と報告", format!("/inspections/{id}"), Tone::Warning, "是正待ち"),
        "request.answered" => ("区の求めへの回答", format!("/requests/{id}"), Tone::Warning, "決定待ち"),
        "request.open" => ("区の求め", format!("/requests/{id}"), Tone::Warning, "回答待ち"),
        "application.submitted" => {
            ("参加申込みの受付", format!("/applications/{id}"), Tone::Warning, "受付待ち")
        }
        "application.hearing" => {
            ("参加申込みの聞き取り", format!("/applications/{id}"), Tone::Warning, "要聞き取り")
        }
        "application.heard" => {
            ("参加申込みの聞き取り", format!("/applications/{id}/hearing"), Tone::Info, "センターの回答あり")
        }
        "place" => {
            ("待っている人がいる教室の空き", format!("/courses/{id}/enrolments"), Tone::Info, "空きあり")
        }
        "consent" => {
            ("同意が取り消された参加", format!("/enrolments/{id}/consents"), Tone::Danger, "取り消し")
        }
        "report.returned" => ("差し戻された報告書", format!("/reports/{id}"), Tone::Danger, "差戻し"),
        "report.draft" => ("報告書の作成", format!("/reports/{id}"), Tone::Info, "作成中"),
        "liaison.returned" => ("差し戻された連絡シート", format!("/liaison/{id}"), Tone::Danger, "差戻し"),
        "liaison.answered" => ("連絡シートの回答", format!("/liaison/{id}"), Tone::Info, "回答あり"),
        "follow_up.contact" => ("連絡のない欠席者への確認", follow_up(), Tone::Warning, "連絡する"),
        other => custody(other, id)
            .unwrap_or_else(|| ("欠席の区・包括への連絡", follow_up(), Tone::Warning, "知らせる")),
    };
    let is_absence = waiting.kind.starts_with("follow_up");
    let since = match waiting.since.map(|at| with_weekday(jst_date(at))) {
        Some(day) if is_absence => format!("　{day}の欠席"),
        Some(_) if waiting.kind == "report" => String::new(),
        Some(day) => format!("　{day}から"),
        None => String::new(),
    };
    // Whoever didn't come is called at once; no day is set for it. Ward and centre are told by an open day.
    let is_near = |due: &Date| {
        matches!(waiting.kind.as_str(), "follow_up.notify" | "handover.planned")
            || ["report", "inspection", "incident.instruction", "request.open", "consequence.open"]
                .iter()
                .any(|of| waiting.kind.starts_with(of))
                && *due <= today + time::Duration::days(30)
    };
    let chip = match (waiting.kind.as_str(), waiting.since, waiting.due_on.filter(is_near)) {
        // Handed in: it is the ward's turn, and the day it was due is over with.
        ("report", Some(at), _) => Chip::new(tone, format!("{}提出・{word}", with_weekday(jst_date(at)))),
        (_, _, Some(due)) => Chip::until(due, today),
        (kind, since, None) if DECISIONS.contains(&kind) => age_chip(tone, word, since.map(jst_date), today),
        (_, _, None) => Chip::new(tone, word),
    };
    Task { label: label.into(), hint: format!("{}{since}", waiting.title), href, chip }
}

/// What waits around the custodians of a contract, what its clauses allow, what follows a breach, and for a second person of the
/// ward.
fn custody(kind: &str, id: uuid::Uuid) -> Option<(&'static str, String, Tone, &'static str)> {
    Some(match kind {
        "roster.returned" => {
            ("差し戻された従事者名簿", format!("/contracts/{id}/roster"), Tone::Danger, "差戻し")
        }
        "council" => ("諮問・付議の結果の記録", format!("/council-papers/{id}"), Tone::Warning, "結果待ち"),
        "key" => ("鍵の破棄の確認", format!("/key-destructions/{id}"), Tone::Warning, "別の人の確認待ち"),
        "waiver" => {
            ("義務を不要にする提案", format!("/obligations/{id}/waiver"), Tone::Warning, "別の人の確認待ち")
        }
        "certificate" => {
            ("認証の有効期限", format!("/contracts/{id}/certificates"), Tone::Warning, "期限が近い")
        }
        "certificate.waiting" => {
            ("認証の確認", format!("/contracts/{id}/certificates"), Tone::Warning, "確認待ち")
        }
        "pledge" => ("誓約書の確認", format!("/pledges/{id}"), Tone::Warning, "受理待ち"),
        "lesson" => ("教育・訓練の報告の確認", format!("/lessons/{id}"), Tone::Warning, "受理待ち"),
        "lesson.late" => {
            ("遅れて記録された教育・訓練", format!("/lessons/{id}"), Tone::Warning, "7日を過ぎて記録")
        }
        "lesson.open" => ("教育の確認テスト", format!("/lessons/{id}/test"), Tone::Warning, "未受講"),
        "lesson.returned" => {
            ("差し戻された教育・訓練の報告", format!("/lessons/{id}"), Tone::Danger, "差戻し")
        }
        "job_window" => ("保守作業の申請", format!("/job-windows/{id}"), Tone::Warning, "決定待ち"),
        "job_window.reported" => {
            ("保守作業の報告の確認", format!("/job-windows/{id}"), Tone::Warning, "確認待ち")
        }
        "permit" => ("許可の申請", format!("/permits/{id}"), Tone::Warning, "決定待ち"),
        "permit.returned" => ("差し戻された許可の申請", format!("/permits/{id}"), Tone::Danger, "差戻し"),
        "tablet" => ("端末の許可", format!("/tablets/{id}"), Tone::Warning, "決定待ち"),
        "tablet.overdue" => ("消去の記録がない端末", format!("/tablets/{id}"), Tone::Danger, "消去する"),
        "parked" => {
            ("端末から届いた、保留の記録", format!("/contracts/{id}/parked"), Tone::Warning, "決定待ち")
        }
        "survey" => ("調査票・計画の確認", format!("/surveys/{id}"), Tone::Warning, "確認待ち"),
        "survey.returned" => ("差し戻された調査票・計画", format!("/surveys/{id}"), Tone::Danger, "差戻し"),
        "breach.open" => ("違反・損害への対応", format!("/breaches/{id}"), Tone::Warning, "対応を決める"),
        "consequence.undecided" => {
            ("違反・損害への対応の決定", format!("/breaches/{id}"), Tone::Warning, "決定待ち")
        }
        "consequence.open" => ("弁明の期限", format!("/breaches/{id}"), Tone::Danger, "弁明できます"),
        _ => return None,
    })
}
