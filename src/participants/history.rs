//! 経過: what happened to a participant, newest first, from every part of the program the reader may look into.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use time::{Date, OffsetDateTime};

use super::{
    SeeParticipant, certification, db,
    db::history::{self as rows, DoneLine, EnrolmentLine, ReferralLine, SheetLine},
    show::{self, Head},
};
use crate::{
    enrolments::{referral_states::ReferralState, withdrawal::reason_label},
    kit::{ctx::View, error::Result, parts::Moment},
    vocab::{
        dates::{jst_date, short, wareki},
        ids::ParticipantId,
    },
};

#[derive(Template)]
#[template(path = "participants/history.html")]
struct HistoryView {
    head: Head,
    moments: Vec<Moment>,
}

/// Something that happened on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Happening {
    on: Date,
    what: String,
    who: String,
    note: String,
}

impl Happening {
    fn new(on: Date, what: impl Into<String>, who: impl Into<String>) -> Self {
        Self { on, what: what.into(), who: who.into(), note: String::new() }
    }

    fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }
}

pub async fn show(mut cx: View<SeeParticipant>, Path(id): Path<ParticipantId>) -> Result {
    let (person, _) = show::open(&mut cx, id).await?;
    let role = cx.actor().role;
    // In the order things come about, which decides between those of one day.
    let mut all = Vec::new();
    if !role.is_contractor() {
        let certified = db::certifications(cx.db(), id).await?;
        all.extend(
            certified.iter().map(|c| {
                Happening::new(c.valid_from, format!("認定：{}", certification::label(&c.level)), "")
            }),
        );
        let registered = db::surroundings(cx.db(), id).await?.registered_at;
        all.push(Happening::new(jst_date(registered), "参加者として登録しました", "区"));
        all.extend(rows::referrals(cx.db(), id).await?.iter().flat_map(of_referral));
    }
    all.extend(rows::enrolments(cx.db(), id).await?.iter().flat_map(of_enrolment));
    if !role.is_centre() {
        all.extend(of_services(&rows::service_records(cx.db(), id).await?));
        all.extend(of_assessments(&rows::assessments(cx.db(), id).await?));
    }
    all.extend(rows::sheets(cx.db(), id).await?.iter().flat_map(of_sheet));
    all.sort_by_key(|happening| happening.on);
    all.reverse();
    let head = Head::new(&person, cx.actor(), "/history");
    cx.show(HistoryView { head, moments: all.into_iter().map(moment).collect() }).await
}

fn moment(it: Happening) -> Moment {
    Moment {
        when: wareki(it.on),
        iso: short(it.on).replace('/', "-"),
        who: it.who,
        what: it.what,
        note: it.note,
    }
}

fn of_enrolment(line: &EnrolmentLine) -> Vec<Happening> {
    let place = line.course.as_deref().unwrap_or("個別支援");
    let mut all = Vec::new();
    let waited = line.enrolled_on.is_none_or(|on| on != line.applied_on);
    if waited {
        all.push(Happening::new(
            line.applied_on,
            format!("{place}の待機になりました"),
            line.contract.clone(),
        ));
    }
    if let Some(on) = line.enrolled_on {
        all.push(Happening::new(on, format!("{place}に参加しました"), line.contract.clone()));
    }
    if let Some(on) = line.ended_on {
        let what = if line.state == "withdrawn" {
            format!("{place}を辞退しました")
        } else {
            format!("{place}を終了しました")
        };
        let reason = line
            .withdrawal_reason
            .as_deref()
            .map_or_else(String::new, |r| format!("理由：{}", reason_label(r)));
        all.push(Happening::new(on, what, line.contract.clone()).note(reason));
    }
    all
}

fn of_referral(line: &ReferralLine) -> Vec<Happening> {
    let from = line.from_centre.clone().unwrap_or_else(|| "区".into());
    let mut all =
        vec![Happening::new(jst_date(line.made_at), format!("「{}」に紹介しました", line.contract), from)];
    if let (Some(at), Some(state)) = (line.decided_at, ReferralState::from_code(&line.state)) {
        all.push(Happening::new(
            jst_date(at),
            format!("「{}」への紹介：{}", line.contract, state.label()),
            "",
        ));
    }
    all
}

fn of_sheet(line: &SheetLine) -> Vec<Happening> {
    let kind = match line.kind.as_str() {
        "absence" => "欠席の連絡",
        "care_plan" => "ケアプランの連絡",
        _ => "連絡シート",
    };
    let to_centre = line.direction == "to_centre";
    let (what, who) = if to_centre {
        (format!("{kind}を{}に送りました", line.centre), "受託者".to_owned())
    } else {
        (format!("{kind}を受託者に送りました"), line.centre.clone())
    };
    let day = |at: Option<OffsetDateTime>| at.map(jst_date);
    let mut all: Vec<Happening> =
        day(line.sent_at).map(|on| Happening::new(on, what, who)).into_iter().collect();
    all.extend(
        day(line.answered_at)
            .map(|on| Happening::new(on, format!("{kind}に返事がありました"), line.centre.clone())),
    );
    all
}

fn of_services(lines: &[DoneLine]) -> Vec<Happening> {
    let step = |code: &str| match code {
        "home_visit" => "居宅を訪問しました（事前）",
        "plan" => "実施計画を作りました",
        "monitoring" => "モニタリングをしました",
        "final_visit" => "居宅を訪問しました（最終）",
        "contact" => "連絡しました",
        _ => "通所しました",
    };
    lines.iter().map(|line| Happening::new(line.done_on, step(&line.what), "受託者")).collect()
}

/// One line a day and timing, however many instruments were used.
fn of_assessments(lines: &[DoneLine]) -> Vec<Happening> {
    let mut days: BTreeMap<(Date, &str, &str), usize> = BTreeMap::new();
    for line in lines {
        *days
            .entry((line.done_on, line.timing.as_str(), line.course.as_deref().unwrap_or("個別支援")))
            .or_default() += 1;
    }
    days.into_iter()
        .map(|((on, timing, place), count)| {
            let what = match timing {
                "asked" => "アンケートの回答を記録しました".to_owned(),
                "pre" => format!("事前の評価を記録しました（{count}種類）"),
                "post" => format!("事後の評価を記録しました（{count}種類）"),
                _ => format!("毎月の評価を記録しました（{count}種類）"),
            };
            Happening::new(on, what, place)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::vocab::ids::EnrolmentId;

    #[test]
    fn an_enrolment_tells_waiting_place_and_end() {
        let line = EnrolmentLine {
            id: EnrolmentId(uuid::Uuid::nil()),
            state: "withdrawn".into(),
            applied_on: date!(2026 - 04 - 01),
            enrolled_on: Some(date!(2026 - 04 - 14)),
            ended_on: Some(date!(2026 - 06 - 02)),
            withdrawal_reason: Some("illness".into()),
            contract: "シニアの部活".into(),
            course: Some("体操教室".into()),
            asks_consents: true,
            is_guidance: false,
        };
        let told: Vec<String> = of_enrolment(&line)
            .into_iter()
            .map(|h| format!("{} {}{}", short(h.on), h.what, h.note))
            .collect();
        assert_eq!(
            told,
            [
                "2026/04/01 体操教室の待機になりました",
                "2026/04/14 体操教室に参加しました",
                "2026/06/02 体操教室を辞退しました理由：体調・病気"
            ]
        );
        let at_once =
            EnrolmentLine { enrolled_on: Some(line.applied_on), ended_on: None, course: None, ..line };
        assert_eq!(of_enrolment(&at_once).len(), 1);
    }

    #[test]
    fn instruments_of_one_day_are_one_line() {
        let line = |what: &str| DoneLine {
            done_on: date!(2026 - 04 - 14),
            what: what.into(),
            timing: "pre".into(),
            course: None,
        };
        let told = of_assessments(&[line("kcl"), line("grip")]);
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].what, "事前の評価を記録しました（2種類）");
    }
}
