//! What the home pages print.

use askama::Template;
use time::Date;

use super::{db, dues::Dues};
use crate::{
    guidance::Late,
    incidents,
    kit::{
        ctx::Actor,
        parts::{Card, Chip, Task, Tone},
    },
    vocab::dates::{jst_date, with_weekday},
};

#[derive(Template)]
#[template(path = "home/help.html")]
pub struct Help;

#[derive(Template)]
#[template(path = "home/ward.html")]
pub struct WardHome {
    today: String,
    /// Until the ward's first contract is there.
    first_steps: Vec<Task>,
    tasks: Vec<Task>,
    /// Whether the reader is led to the papers of all contracts that are overdue.
    pub leads_to_papers: bool,
    /// Obligations that are late.
    pub late: i64,
    classes: Vec<ClassRow>,
}

#[derive(Template)]
#[template(path = "home/contractor.html")]
pub struct ContractorHome {
    today: String,
    contract_title: String,
    designated: bool,
    /// What keeps somebody from seeing people though the ward accepted their list; empty when nothing does.
    lacks: &'static str,
    manager: bool,
    contract_href: String,
    cards: Vec<Card>,
    tasks: Vec<Task>,
    /// Obligations that are late.
    pub late: i64,
}

#[derive(Template)]
#[template(path = "home/centre.html")]
pub struct CentreHome {
    today: String,
    tasks: Vec<Task>,
}

/// A line of the ward's week.
pub struct ClassRow {
    pub day: String,
    pub time: String,
    /// Empty for whoever may not open a class.
    pub href: String,
    pub course: String,
    pub venue: String,
    pub chip: Chip,
    /// 「18人 / 20人」, empty before the class.
    pub people: String,
}

impl WardHome {
    /// `reads_people`: the reader may open a class and what waits for a decision.
    pub fn new(
        today: Date,
        due: Dues,
        waiting: &[db::Waiting],
        classes: &[db::Class],
        reads_people: bool,
        first_steps: Vec<Task>,
    ) -> Self {
        let mut dated: Vec<(Option<Date>, Task)> =
            waiting.iter().flat_map(|w| waiting_tasks(w, today)).collect();
        dated.extend(due.tasks(today, |_| true));
        Self {
            today: with_weekday(today),
            first_steps,
            tasks: by_date(dated),
            leads_to_papers: false,
            late: 0,
            classes: classes.iter().map(|class| class_row(class, reads_people)).collect(),
        }
    }
}

impl ContractorHome {
    pub fn new(
        actor: &Actor,
        today: Date,
        mut due: Dues,
        (waiting, late): (&[db::Waiting], Option<Late>),
        classes: &[db::Class],
        lacks: &'static str,
    ) -> Self {
        let mut dated: Vec<(Option<Date>, Task)> =
            waiting.iter().map(|w| (w.due_on, waiting_task(w, today))).collect();
        // A paper that came back waits under its own name.
        due.papers.retain(|paper| !paper.is_returned);
        dated.extend(due.tasks(today, |by| by != "ward"));
        dated.extend(late.map(|late| (Some(late.since), late_task(&late))));
        Self {
            today: with_weekday(today),
            contract_title: actor.contract_title.clone(),
            designated: actor.sees_people(),
            lacks,
            manager: actor.role == crate::kit::permission::Role::ContractorManager,
            contract_href: actor
                .contract
                .map_or_else(|| "/contracts".into(), |c| format!("/contracts/{c}/roster")),
            cards: classes.iter().map(|class| class_card(class, today, actor.sees_people())).collect(),
            tasks: by_date(dated),
            late: 0,
        }
    }
}

impl CentreHome {
    /// What has not been opened first, what only waits to be closed last.
    pub fn new(today: Date, mut inbox: Vec<db::Inbox>, hearings: &db::Hearings) -> Self {
        inbox
            .sort_by_key(|line| ["sent", "opened", "answered"].iter().position(|state| line.state == *state));
        let mut tasks: Vec<Task> = hearings_task(hearings, today).into_iter().collect();
        tasks.extend(inbox.iter().map(|line| inbox_task(line, today)));
        Self { today: with_weekday(today), tasks }
    }
}

/// What a new ward enters, in the order in which one needs the other; nothing once there is a contract.
pub fn first_steps(found: &db::Foundations) -> Vec<Task> {
    if found.contract {
        return Vec::new();
    }
    let step = |label: &str, hint: &str, href: &str, done: bool| Task {
        label: label.into(),
        hint: hint.into(),
        href: href.into(),
        chip: if done {
            Chip::new(Tone::Success, "登録ずみ")
        } else {
            Chip::new(Tone::Warning, "未登録")
        },
    };
    vec![
        step("1　担当課", "契約と通知の窓口になる課", "/organisations/departments", found.department),
        step(
            "2　地域包括支援センターと担当地区",
            "参加者の住所の町丁目から、連絡シートの送り先が決まります",
            "/organisations/centres",
            found.centre && found.district,
        ),
        step(
            "3　受託者",
            "法人番号で登録し、最初の管理者のコードを渡します",
            "/organisations",
            found.contractor,
        ),
        step(
            "4　契約",
            "事業を選び、特記事項を取り込むと、義務の期限が決まります",
            "/contracts/new",
            found.contract,
        ),
    ]
}

/// What has a date first, the earliest on top.
fn by_date(mut dated: Vec<(Option<Date>, Task)>) -> Vec<Task> {
    dated.sort_by_key(|(date, _)| (date.is_none(), *date));
    dated.into_iter().map(|(_, task)| task).collect()
}

/// One task; of an incident whose days run, one for each of them.
fn waiting_tasks(waiting: &db::Waiting, today: Date) -> Vec<(Option<Date>, Task)> {
    match &waiting.clock {
        Some(clock) => incidents::running_tasks((waiting.id, &waiting.title), &clock.0, today),
        None => vec![(waiting.due_on, waiting_task(waiting, today))],
    }
}

fn waiting_task(waiting: &db::Waiting, today: Date) -> Task {
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
        (_, _, None) => Chip::new(tone, word),
    };
    Task { label: label.into(), hint: format!("{}{since}", waiting.title), href, chip }
}

/// What waits around the custodians of a contract, what its clauses allow, and what follows a breach.
fn custody(kind: &str, id: uuid::Uuid) -> Option<(&'static str, String, Tone, &'static str)> {
    Some(match kind {
        "certificate" => {
            ("認証の有効期限", format!("/contracts/{id}/certificates"), Tone::Warning, "期限が近い")
        }
        "pledge" => ("誓約書の確認", format!("/pledges/{id}"), Tone::Warning, "受理待ち"),
        "lesson" => ("教育・訓練の報告の確認", format!("/lessons/{id}"), Tone::Warning, "受理待ち"),
        "lesson.late" => {
            ("遅れて記録された教育・訓練", format!("/lessons/{id}"), Tone::Warning, "7日を過ぎて記録")
        }
        "lesson.returned" => {
            ("差し戻された教育・訓練の報告", format!("/lessons/{id}"), Tone::Danger, "差戻し")
        }
        "job_window" => ("保守作業の申請", format!("/job-windows/{id}"), Tone::Warning, "決定待ち"),
        "job_window.reported" => {
            ("保守作業の報告の確認", format!("/job-windows/{id}"), Tone::Warning, "確認待ち")
        }
        "permit" => ("許可の申請", format!("/permits/{id}"), Tone::Warning, "決定待ち"),
        "permit.returned" => ("差し戻された許可の申請", format!("/permits/{id}"), Tone::Danger, "差戻し"),
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

/// Contacts of the guidance whose days are over.
fn late_task(late: &Late) -> Task {
    Task {
        label: "期間を過ぎた保健指導の連絡".into(),
        hint: format!("いちばん古い期限：{}", with_weekday(late.since)),
        href: format!("/contracts/{}/guidance?state=late", late.contract),
        chip: Chip::new(Tone::Danger, format!("{}件", late.contacts)),
    }
}

fn inbox_task(line: &db::Inbox, today: Date) -> Task {
    let (label, tone) = match line.state.as_str() {
        "sent" => ("まだ開いていない連絡シート", Tone::Warning),
        "opened" => ("回答していない連絡シート", Tone::Info),
        _ => ("回答して、完了していない連絡シート", Tone::Neutral),
    };
    Task {
        label: label.into(),
        hint: line
            .next_due
            .filter(|_| line.state != "answered")
            .map(|due| Chip::until(due, today).text)
            .unwrap_or_default(),
        href: format!("/liaison?state={}", line.state),
        chip: Chip::new(tone, format!("{}件", line.sheets)),
    }
}

/// Somebody waits for it to take part: it comes before the sheets.
fn hearings_task(hearings: &db::Hearings, today: Date) -> Option<Task> {
    (hearings.waiting > 0).then(|| Task {
        label: "答えていない聞き取りの依頼".into(),
        hint: hearings.next_due.map(|due| Chip::until(due, today).text).unwrap_or_default(),
        href: "/hearings".into(),
        chip: if hearings.late > 0 {
            Chip::new(Tone::Danger, format!("{}件（うち期限切れ{}件）", hearings.waiting, hearings.late))
        } else {
            Chip::new(Tone::Warning, format!("{}件", hearings.waiting))
        },
    })
}

fn state_chip(state: &str) -> Chip {
    match state {
        "open" => Chip::new(Tone::Info, "記録中"),
        "closed" => Chip::new(Tone::Success, "記録ずみ"),
        "cancelled" => Chip::new(Tone::Neutral, "中止"),
        _ => Chip::new(Tone::Neutral, "予定"),
    }
}

fn clock(time: time::Time) -> String {
    format!("{}:{:02}", time.hour(), time.minute())
}

fn class_row(class: &db::Class, opens: bool) -> ClassRow {
    let recorded = class.present + class.absent;
    ClassRow {
        day: with_weekday(class.held_on),
        time: clock(class.starts_at),
        href: if opens { format!("/sessions/{}", class.id) } else { String::new() },
        course: format!("{} 第{}回", class.course, class.number),
        venue: class.venue.clone(),
        chip: state_chip(&class.state),
        people: if recorded == 0 { String::new() } else { format!("{}人 / {recorded}人", class.present) },
    }
}

/// `opens`: the reader sees people, and so may open the class.
fn class_card(class: &db::Class, today: Date, opens: bool) -> Card {
    let day = if class.held_on == today { "今日".into() } else { with_weekday(class.held_on) };
    Card {
        title: format!("{day} {}　{} 第{}回", clock(class.starts_at), class.course, class.number),
        href: if opens { format!("/sessions/{}", class.id) } else { String::new() },
        lines: vec![class.venue.clone()],
        chip: Some(state_chip(&class.state)),
    }
}

#[cfg(test)]
#[path = "views_tests.rs"]
mod tests;
