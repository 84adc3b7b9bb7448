//! 閲覧の記録: who saw or touched a participant's record, from the ward's audit stream.

use askama::Template;
use axum::extract::{Path, Query as FromAddress};
use serde::Deserialize;

use super::{
    SeeReadings, db,
    show::{self, Head},
};
use crate::{
    kit::{ctx::View, error::Result, parts::Pager, permission::Role},
    vocab::{dates::jst_stamp, ids::ParticipantId},
};

#[derive(Template)]
#[template(path = "participants/readings.html")]
struct ReadingsView {
    head: Head,
    rows: Vec<Reading>,
    pager: Pager,
}

struct Reading {
    when: String,
    who: String,
    organisation: String,
    role: &'static str,
    what: String,
    contract: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Place {
    page: String,
}

pub async fn show(
    mut cx: View<SeeReadings>,
    Path(id): Path<ParticipantId>,
    FromAddress(place): FromAddress<Place>,
) -> Result {
    let (person, _) = show::open(&mut cx, id).await?;
    let page = place.page.parse::<i64>().unwrap_or(1).clamp(1, 100_000);
    let lines = db::history::readings(cx.db(), id, (page - 1) * 50).await?;
    let total = lines.first().map_or(0, |line| line.total);
    let pager =
        Pager::new(total.unsigned_abs(), page.unsigned_abs(), 50, &format!("/participants/{id}/readings"));
    let head = Head::new(&person, cx.actor(), "/readings");
    let rows = lines
        .into_iter()
        .map(|line| Reading {
            when: jst_stamp(line.at),
            who: line.person.unwrap_or_else(|| "（アカウント不明）".into()),
            organisation: line.organisation,
            role: line
                .role
                .split_once('.')
                .and_then(|(kind, role)| Role::of(kind, role))
                .map_or("", Role::label),
            what: what(&line.action),
            contract: line.contract.unwrap_or_default(),
        })
        .collect();
    cx.show(ReadingsView { head, rows, pager }).await
}

/// An action of the audit stream in words: `<thing>.<verb>`.
fn what(action: &str) -> String {
    let (thing, verb) = action.split_once('.').unwrap_or((action, ""));
    let thing = match thing {
        "participant" => "参加者",
        "enrolment" => "参加の登録",
        "referral" => "紹介",
        "session" | "attendance" => "教室の記録",
        "assessment" => "評価",
        "liaison" => "連絡シート",
        "service" => "個別支援の記録",
        "report" => "報告",
        _ => "記録",
    };
    let verb = match verb {
        "list" => "一覧で見た",
        "view" => "見た",
        "contact" => "電話番号と住所を表示した",
        "readings" => "閲覧の記録を見た",
        "register" | "create" => "登録した",
        "change" | "update" | "edit" | "record" => "変更した",
        "import" => "一覧ファイルから登録した",
        "export" => "ファイルに出力した",
        "print" => "印刷した",
        _ => "扱った",
    };
    format!("{thing}：{verb}")
}

#[cfg(test)]
mod tests {
    use super::what;

    #[test]
    fn actions_are_told_in_words() {
        assert_eq!(what("participant.contact"), "参加者：電話番号と住所を表示した");
        assert_eq!(what("unheard"), "記録：扱った");
    }
}
