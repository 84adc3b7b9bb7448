//! The list of a contract's tablets, and one of them.

use askama::Template;
use time::{Date, OffsetDateTime};

use super::trail_of;
use crate::{
    contracts::{
        db::Contract,
        is_in_force,
        views::{Head, Tab},
    },
    kit::{
        ctx::Actor,
        error::Result,
        parts::{Chip, Link, Pager, Row, Tone},
        permission::{Permission, Role},
    },
    programmes::InformationItem,
    tablets::{
        DecideTablet, RegisterTablet, StopTablet,
        api::standing_of,
        db::{Gate, Recorder, Tablet, packs::Pack, wipes::Wipe},
        form,
        pages::Opened,
        states::TabletAct,
    },
    vocab::dates::{jst_stamp, wareki},
};

#[derive(Template)]
#[template(path = "tablets/list.html")]
pub struct ListView {
    head: Head,
    /// What the clauses say against it; empty when nothing stands against it.
    shut: String,
    permits: String,
    lines: Vec<Line>,
    pager: Pager,
    /// Where to register one; empty for whoever may not.
    register: String,
    parked: String,
    waiting: i64,
    wipes: Vec<WipeLine>,
    /// Blank sheets to print.
    sheets: Vec<Link>,
}

struct Line {
    href: String,
    label: String,
    until: String,
    packs: i64,
    registered: String,
    chip: Chip,
}

pub struct WipeLine {
    href: String,
    label: String,
    number: String,
    reason: &'static str,
    wiped: String,
    told: String,
    packs: i32,
    /// What was still there.
    left: String,
}

impl WipeLine {
    fn new(wipe: &Wipe) -> Self {
        let left = [("データ", wipe.databases), ("画面の控え", wipe.caches), ("登録", wipe.registrations)];
        let left: Vec<String> =
            left.into_iter().filter(|(_, n)| *n > 0).map(|(what, n)| format!("{what}{n}")).collect();
        Self {
            href: format!("/tablets/{}", wipe.tablet),
            label: wipe.label.clone(),
            number: wipe.number.clone(),
            reason: match wipe.reason.as_str() {
                "finished" => "使い終わった",
                "expired" => "期限が過ぎた",
                _ => "許可が取り消された",
            },
            wiped: jst_stamp(wipe.wiped_at),
            told: by(wipe.told_at, wipe.told_by.as_ref(), "受託者"),
            packs: wipe.packs,
            left: if left.is_empty() { "なし".into() } else { left.join("、") },
        }
    }
}

impl ListView {
    /// # Errors
    /// When a stored state is unknown.
    pub fn new(
        contract: &Contract,
        reader: &Actor,
        gate: &Gate,
        (tablets, today): (&[Tablet], Date),
        (waiting, sheets): (Option<i64>, Vec<Link>),
        (wipes, pager): (&[Wipe], Pager),
    ) -> Result<Self> {
        let registers =
            RegisterTablet::allows(reader.role) && contract.is_in_force() && !form::is_forbidden(gate);
        let id = contract.id;
        let leads = reader.role != Role::ContractorRecorder;
        Ok(Self {
            head: Head::new(contract, reader, Tab::Tablets, "端末")?,
            shut: form::shut(gate).unwrap_or_default(),
            permits: if leads { format!("/contracts/{id}/permits") } else { String::new() },
            lines: tablets.iter().map(|tablet| line(tablet, today)).collect::<Result<_>>()?,
            pager,
            register: if registers { format!("/contracts/{id}/tablets/new") } else { String::new() },
            parked: if waiting.is_some() { format!("/contracts/{id}/parked") } else { String::new() },
            waiting: waiting.unwrap_or_default(),
            wipes: wipes.iter().map(WipeLine::new).collect(),
            sheets,
        })
    }
}

fn line(tablet: &Tablet, today: Date) -> Result<Line> {
    Ok(Line {
        href: format!("/tablets/{}", tablet.id),
        label: tablet.label.clone(),
        until: tablet.permitted_until.map_or_else(|| "—".into(), wareki),
        packs: tablet.packs,
        registered: jst_stamp(tablet.registered_at),
        chip: standing_of(tablet, today)?.chip(),
    })
}

fn by(at: OffsetDateTime, who: Option<&String>, side: &str) -> String {
    format!("{}　{}", jst_stamp(at), who.map_or(side, String::as_str))
}

/// What was registered.
pub fn device(opened: &Opened) -> Vec<Row> {
    let tablet = &opened.tablet;
    vec![
        Row::new("端末の名前", tablet.label.clone()),
        Row::new("受託者", tablet.contractor.clone()),
        Row::new("機種と管理番号", opened.device.model.clone()),
        Row::new("保管と持ち運び", opened.device.keeping.clone()),
        Row::new("登録", by(tablet.registered_at, tablet.registered_by.as_ref(), "受託者")),
    ]
}

/// What the ward's permission puts onto it, and until when.
pub fn carried(opened: &Opened) -> Vec<Row> {
    let handed = |item: InformationItem| opened.items.iter().any(|code| code == item.code());
    let items = [
        (InformationItem::Name, "氏名"),
        (InformationItem::Kana, "カナ"),
        (InformationItem::EmergencyContact, "緊急連絡先（1人目の氏名・続柄・電話番号）"),
    ];
    let mut words: Vec<&str> =
        items.into_iter().filter(|(item, _)| handed(*item)).map(|(_, label)| label).collect();
    words.extend(["名札の番号", "前回の血圧・脈拍", "その回の記録（出欠・血圧・脈拍・メモ・連絡）"]);
    vec![
        Row::new("端末に入る項目", words.join("、")),
        Row::new("端末に入る人", "準備する日から7日のうちで、記録者が選んだ回の参加者"),
        Row::new(
            "端末に置ける期間",
            "準備した回が終わってから24時間まで。許可の期限より後の回は準備できません",
        ),
    ]
}

#[derive(Template)]
#[template(path = "tablets/show.html")]
pub struct ShowView {
    trail: Vec<Link>,
    label: String,
    chip: Chip,
    device: Vec<Row>,
    carried: Vec<Row>,
    /// Where it is prepared; empty for whoever can't, and while it isn't permitted.
    address: String,
    decided: Vec<Row>,
    revoked: Vec<Row>,
    recorders: Vec<Row>,
    packs: Vec<PackLine>,
    wipes: Vec<WipeLine>,
    href: String,
    decides: bool,
    stops: bool,
    /// Held past its day.
    overdue: bool,
}

struct PackLine {
    made: String,
    sessions: i64,
    people: i32,
    expires: String,
    chip: Chip,
}

impl ShowView {
    /// # Errors
    /// When the stored state is unknown.
    pub fn new(
        opened: &Opened,
        (role, today): (Role, Date),
        address: String,
        recorders: &[Recorder],
        (packs, wipes): (&[Pack], &[Wipe]),
    ) -> Result<Self> {
        use crate::tablets::states::Standing;
        let tablet = &opened.tablet;
        let standing = standing_of(tablet, today)?;
        let leads = role != Role::ContractorRecorder;
        Ok(Self {
            trail: if leads {
                trail_of(tablet)
            } else {
                vec![Link::new("端末", format!("/contracts/{}/tablets", tablet.contract))]
            },
            label: tablet.label.clone(),
            chip: standing.chip(),
            device: device(opened),
            carried: carried(opened),
            address: Some(address)
                .filter(|_| role.is_contractor() && standing == Standing::Permitted)
                .unwrap_or_default(),
            decided: decided(opened),
            revoked: revoked(opened),
            recorders: recorders
                .iter()
                .map(|one| {
                    Row::new(
                        one.name.clone().unwrap_or_else(|| "従事者".into()),
                        jst_stamp(one.registered_at),
                    )
                })
                .collect(),
            packs: packs.iter().map(pack_line).collect(),
            wipes: wipes.iter().map(WipeLine::new).collect(),
            href: format!("/tablets/{}", tablet.id),
            decides: DecideTablet::allows(role)
                && opened.state.next(TabletAct::Permit, role.side()).is_ok()
                && is_in_force(&tablet.contract_state),
            stops: StopTablet::allows(role) && opened.state.next(TabletAct::Revoke, role.side()).is_ok(),
            overdue: tablet.packs > 0 && matches!(standing, Standing::Expired | Standing::Revoked),
        })
    }
}

fn pack_line(pack: &Pack) -> PackLine {
    let chip = match (pack.wiped, pack.unsent) {
        (true, _) => Chip::new(Tone::Neutral, "消去ずみ"),
        (false, None) => Chip::new(Tone::Info, "端末にある（連絡なし）"),
        (false, Some(0)) => Chip::new(Tone::Info, "端末にある（未送信なし）"),
        (false, Some(n)) => Chip::new(Tone::Warning, format!("端末にある（未送信{n}件）")),
    };
    PackLine {
        made: by(pack.made_at, pack.made_by.as_ref(), "受託者"),
        sessions: pack.sessions,
        people: pack.people,
        expires: jst_stamp(pack.expires_at),
        chip,
    }
}

fn decided(opened: &Opened) -> Vec<Row> {
    let tablet = &opened.tablet;
    let Some(at) = tablet.decided_at else { return Vec::new() };
    let is_permitted = tablet.permitted_until.is_some();
    let label = if is_permitted { "許可" } else { "不許可" };
    let mut rows = vec![Row::new(label, by(at, tablet.decided_by.as_ref(), "区の担当者"))];
    if let Some(until) = tablet.permitted_until {
        rows.push(Row::new("期限", wareki(until)));
    }
    let words = opened.decision.clone().unwrap_or_else(|| "なし".into());
    rows.push(Row::new(if is_permitted { "条件" } else { "理由" }, words));
    rows
}

fn revoked(opened: &Opened) -> Vec<Row> {
    let tablet = &opened.tablet;
    let Some(at) = tablet.revoked_at else { return Vec::new() };
    let mut rows = vec![Row::new("使用を止めた", by(at, tablet.revoked_by.as_ref(), "担当者"))];
    rows.extend(opened.revocation.clone().map(|words| Row::new("理由", words)));
    rows
}
