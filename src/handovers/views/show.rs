//! One entry with its confirmations.

use askama::Template;
use time::Date;

use super::{load, person, title};
use crate::{
    handovers::{
        details::Details,
        kinds::{Channel, Kind},
        loading::{self, Entry},
        pages::reading::Whole,
        states::{HandoverAct, HandoverState},
    },
    kit::{
        form::Form,
        parts::{Chip, Link, Row},
    },
    programmes::InformationItem,
    vocab::{
        dates::{jst_stamp, wareki, wareki_with_weekday},
        side::Side,
    },
};

/// Who reads an entry.
pub struct Reader {
    pub side: Side,
    pub writes: bool,
    pub prints: bool,
}

/// The confirmation as it stands before anybody typed.
pub fn started(entry: &Entry, today: Date) -> Form {
    Form::empty().with("on", wareki(today)).with("version", entry.row.version.to_string())
}

#[derive(Template)]
#[template(path = "handovers/show.html")]
pub struct ShowView {
    form: Form,
    trail: Vec<Link>,
    title: String,
    chip: Chip,
    things: Vec<Link>,
    rows: Vec<Row>,
    history: Vec<Row>,
    cancelled: String,
    giving: Option<String>,
    receipt: Option<String>,
    asks_tracking: bool,
    waits_for: &'static str,
    /// What else can be done or looked at.
    further: Vec<Link>,
    package: Vec<Row>,
    package_file: Option<String>,
}

impl ShowView {
    pub fn new(whole: Whole, reader: &Reader, form: Form) -> Self {
        let entry = &whole.entry;
        let may = |act| {
            let sides = (entry.side.unwrap_or(reader.side), reader.side);
            reader.writes && entry.is_in_force() && entry.state.next(act, entry.kind, sides).is_ok()
        };
        let to = |act, path: &str| may(act).then(|| format!("/handovers/{}/{path}", entry.row.id));
        Self {
            form,
            trail: trail(entry),
            title: title(entry),
            chip: loading::chip(entry, &whole.lines),
            things: whole
                .lines
                .iter()
                .map(|line| Link::new(load(line), format!("/held-items/{}", line.item)))
                .collect(),
            rows: rows(entry, whole.details.as_ref()),
            history: history(entry),
            cancelled: whole.remark.clone(),
            giving: to(HandoverAct::Give, "giving"),
            receipt: to(HandoverAct::Receive, "receipt"),
            asks_tracking: entry.channel == Channel::Post,
            waits_for: waits_for(entry),
            further: further(&whole, reader, may(HandoverAct::Cancel), may(HandoverAct::Give)),
            package: package(&whole),
            package_file: package_file(&whole, reader),
        }
    }
}

fn trail(entry: &Entry) -> Vec<Link> {
    let all = Link::new("受渡し管理簿", "/handovers");
    match (entry.row.contract, &entry.row.contract_title) {
        (Some(id), Some(contract)) => vec![all, Link::new(contract, format!("/contracts/{id}/handovers"))],
        _ => vec![all],
    }
}

fn rows(entry: &Entry, details: Option<&Details>) -> Vec<Row> {
    let row = &entry.row;
    let mut rows = Vec::new();
    if entry.kind.is_automatic() {
        rows.push(Row::new("記録", "Kayoiが自動で書きました。"));
        rows.extend(row.people.filter(|n| *n > 0).map(|n| Row::new("含まれる人数", format!("{n}人"))));
        rows.extend(row.reference.as_ref().map(|reference| Row::new("出力番号", reference)));
        return rows;
    }
    let day = if entry.kind.is_own_making() { "日付" } else { "予定日" };
    rows.push(Row::new(day, wareki_with_weekday(row.planned_on)));
    if !entry.kind.is_own_making() {
        rows.push(Row::new("方法", entry.channel.label()));
    }
    let Some(details) = details else { return rows };
    let place = if entry.kind.is_own_making() { "保管する場所" } else { "場所" };
    let pairs = [
        (place, &details.place),
        ("渡す担当者", &details.giver),
        ("受け取る担当者", &details.taker),
        ("保護の方法", &details.protection),
        ("運ぶ経路", &details.route),
        ("こん包・入れ物", &details.packing),
        ("移動の手段", &details.vehicle),
        ("区の承諾", &details.consent),
    ];
    rows.extend(
        pairs.into_iter().filter(|(_, text)| !text.is_empty()).map(|(label, text)| Row::new(label, text)),
    );
    rows
}

fn history(entry: &Entry) -> Vec<Row> {
    let row = &entry.row;
    let written = if entry.kind.giver().is_some() { "計画" } else { "記録" };
    let mut rows =
        vec![Row::new(written, format!("{}　{}", jst_stamp(row.made_at), person(&row.made_by, entry.side)))];
    let giver = entry.kind.giver();
    if let Some((on, at)) = row.given_on.zip(row.given_at) {
        let who = person(&row.given_by, giver);
        rows.push(Row::new("渡した", format!("{}　{who}　{}に確認", wareki(on), jst_stamp(at))));
    }
    rows.extend(row.tracking.as_ref().map(|number| Row::new("追跡番号", number)));
    if let Some((on, at)) = row.received_on.zip(row.received_at) {
        let who = person(&row.received_by, giver.map(Side::other));
        rows.push(Row::new("受け取った", format!("{}　{who}　{}に確認", wareki(on), jst_stamp(at))));
    }
    if let Some(at) = row.cancelled_at {
        let who = person(&row.cancelled_by, entry.side);
        rows.push(Row::new("取消し", format!("{}　{who}", jst_stamp(at))));
    }
    rows
}

fn waits_for(entry: &Entry) -> &'static str {
    match (entry.state, entry.kind) {
        (HandoverState::Planned, Kind::Out) => "区が、渡したことを確認するのを待っています。",
        (HandoverState::Planned, _) => "受託者が、渡したことを確認するのを待っています。",
        (HandoverState::Given, Kind::Out) => "受託者が、受け取ったことを確認するのを待っています。",
        (HandoverState::Given, _) => "区が、受け取ったことを確認するのを待っています。",
        (HandoverState::Received | HandoverState::Cancelled | HandoverState::Done, _) => "",
    }
}

fn further(whole: &Whole, reader: &Reader, may_cancel: bool, may_give: bool) -> Vec<Link> {
    let entry = &whole.entry;
    let id = entry.row.id;
    let is_electronic = whole.lines.iter().any(|line| line.medium.is_electronic());
    let is_data = entry.row.notice_of.is_none();
    let mut links = Vec::new();
    if may_give && is_data && is_electronic && whole.package.is_none() {
        links.push(Link::new("暗号化ファイルをKayoiで作る", format!("/handovers/{id}/package")));
    }
    let plans_notice = reader.writes && entry.is_in_force() && whole.notices.is_empty();
    if let Some(contract) = entry.row.contract
        && plans_notice
        && is_data
        && is_electronic
        && matches!(entry.state, HandoverState::Planned | HandoverState::Given)
    {
        let href = format!("/contracts/{contract}/handovers/new?notice_of={id}");
        links.push(Link::new("パスワードの通知を計画する", href));
    }
    links.extend(
        whole.notices.iter().map(|one| Link::new("パスワードの通知を見る", format!("/handovers/{one}"))),
    );
    links.extend(
        entry.row.notice_of.map(|data| Link::new("データの受渡しを見る", format!("/handovers/{data}"))),
    );
    if reader.prints && entry.kind == Kind::Out && entry.state == HandoverState::Received {
        links.push(Link::new("預かり証（PDF）", format!("/handovers/{id}/custody-receipt")));
    }
    links.extend(
        whole
            .lines
            .iter()
            .filter_map(|line| line.tablet)
            .map(|tablet| Link::new("端末と消去記録を見る", format!("/tablets/{tablet}"))),
    );
    if may_cancel {
        links.push(Link::new("計画を取り消す", format!("/handovers/{id}/cancellation")));
    }
    links
}

fn package(whole: &Whole) -> Vec<Row> {
    let Some(package) = &whole.package else { return Vec::new() };
    let items: Vec<&str> = package
        .items
        .iter()
        .filter_map(|code| InformationItem::from_code(code))
        .map(InformationItem::label)
        .collect();
    let sha256: String = package.sha256.iter().map(|byte| format!("{byte:02x}")).collect();
    let by = package.made_by.clone().unwrap_or_default();
    vec![
        Row::new("中身", format!("{}人の{}", package.people, items.join("・"))),
        Row::new("暗号", "AES-256（ZIP）。パスフレーズはKayoiに残っていません。"),
        Row::new("作成", format!("{}　{by}", jst_stamp(package.made_at))),
        Row::new("大きさ", format!("{}KB", package.size / 1024 + 1)),
        Row::new("SHA-256", sha256),
    ]
}

fn package_file(whole: &Whole, reader: &Reader) -> Option<String> {
    whole.package.as_ref()?;
    let entry = &whole.entry;
    let is_giver = entry.kind.giver() == Some(reader.side);
    let is_open = match entry.state {
        HandoverState::Planned => is_giver,
        HandoverState::Given => is_giver || entry.channel == Channel::System,
        HandoverState::Received | HandoverState::Cancelled | HandoverState::Done => false,
    };
    (is_open && reader.writes).then(|| format!("/handovers/{}/package/file", entry.row.id))
}
