//! What the pages of permits print.

use askama::Template;
use time::Date;

use super::{
    ApplyForPermit, DecidePermit, EndPermit,
    db::Permit,
    kinds::{Field, Kind},
    pages::Opened,
    states::{PermitAct, PermitState},
};
use crate::{
    contracts::{
        db::Contract,
        is_in_force,
        views::{Head, Tab},
    },
    kit::{
        ctx::Actor,
        error::Result,
        form::Form,
        parts::{Chip, Link, Pager, Row, Tone, UNREAD},
        permission::{Permission, Role},
    },
    obligations::{Terms, library::Mode},
    vocab::{
        dates::{jst_stamp, wareki},
        ids::ContractId,
    },
};

/// What the clauses allow, and what was applied for.
#[derive(Template)]
#[template(path = "permits/list.html")]
pub struct ListView {
    head: Head,
    kinds: Vec<Allowed>,
    lines: Vec<Line>,
    pager: Pager,
    filings: String,
}

struct Allowed {
    label: &'static str,
    chip: Chip,
    words: &'static str,
    /// Where to apply; empty where there is nothing to apply for.
    href: String,
}

struct Line {
    href: String,
    label: &'static str,
    term: String,
    files: bool,
    applied: String,
    chip: Chip,
}

impl ListView {
    /// # Errors
    /// When the contract's stored state is unknown.
    pub fn new(
        contract: &Contract,
        reader: &Actor,
        terms: &Terms,
        (permits, today): (&[Permit], Date),
        pager: Pager,
    ) -> Result<Self> {
        let is_in_force = contract.is_in_force();
        let applies = ApplyForPermit::allows(reader.role) && is_in_force;
        Ok(Self {
            head: Head::new(contract, reader, Tab::Permits, "許可")?,
            kinds: Kind::ALL.map(|kind| allowed(kind, kind.mode(terms), contract.id, applies)).into(),
            lines: permits.iter().map(|permit| line(permit, today)).collect(),
            pager,
            filings: format!("/contracts/{}/filings", contract.id),
        })
    }
}

fn allowed(kind: Kind, mode: Mode, contract: ContractId, applies: bool) -> Allowed {
    let (chip, words) = match mode {
        Mode::Never => {
            (Chip::new(Tone::Danger, "禁止"), "特記事項が例外なく禁じています。申請はできません。")
        }
        Mode::Consent => {
            (Chip::new(Tone::Warning, "区の承諾が必要"), "申請し、区の承諾を受けてから行います。")
        }
        Mode::Free => (Chip::new(Tone::Neutral, "定めなし"), "特記事項は承諾を求めていません。"),
    };
    let href = if applies && mode == Mode::Consent {
        format!("/contracts/{contract}/permits/new?kind={}", kind.code())
    } else {
        String::new()
    };
    Allowed { label: kind.label(), chip, words, href }
}

fn line(permit: &Permit, today: Date) -> Line {
    Line {
        href: format!("/permits/{}", permit.id),
        label: Kind::from_code(&permit.kind).map_or("", Kind::label),
        term: term(permit),
        files: permit.covers_files,
        applied: jst_stamp(permit.applied_at),
        chip: chip(permit, today),
    }
}

fn term(permit: &Permit) -> String {
    format!("{}〜{}", wareki(permit.starts_on), wareki(permit.ends_on))
}

fn chip(permit: &Permit, today: Date) -> Chip {
    let term = (permit.starts_on, permit.ends_on);
    PermitState::from_code(&permit.state)
        .map_or_else(|| Chip::new(Tone::Neutral, permit.state.as_str()), |state| state.chip(term, today))
}

fn trail(contract: ContractId, number: &str, title: &str) -> Vec<Link> {
    vec![
        Link::new("契約", "/contracts"),
        Link::new(format!("{number}　{title}"), format!("/contracts/{contract}")),
        Link::new("許可", format!("/contracts/{contract}/permits")),
    ]
}

#[derive(Template)]
#[template(path = "permits/apply.html")]
pub struct ApplyView {
    trail: Vec<Link>,
    form: Form,
    label: &'static str,
    fields: &'static [Field],
    covers_files: bool,
    re_outsourcing: bool,
    until: String,
    action: String,
}

impl ApplyView {
    pub fn new(contract: &Contract, kind: Kind, form: Form) -> Self {
        Self {
            trail: trail(contract.id, &contract.number, &contract.title),
            form,
            label: kind.label(),
            fields: kind.fields(),
            covers_files: kind.covers_files(),
            re_outsourcing: kind == Kind::ReOutsourcing,
            until: wareki(contract.ends_on),
            action: format!("/contracts/{}/permits", contract.id),
        }
    }
}

/// One permit.
#[derive(Template)]
#[template(path = "permits/show.html")]
pub struct ShowView {
    trail: Vec<Link>,
    label: &'static str,
    chip: Chip,
    asked: Vec<Row>,
    decided: Vec<Row>,
    ended: Vec<Row>,
    href: String,
    /// Every word is open to the reader: else there is no paper of it.
    prints: bool,
    again: String,
    decides: bool,
    revokes: bool,
    withdraws: bool,
    ends: bool,
}

impl ShowView {
    pub fn new(opened: &Opened, (role, today): (Role, Date)) -> Self {
        let (permit, state) = (&opened.permit, opened.state);
        let is_in_force = is_in_force(&permit.contract_state);
        let comes_back = state == PermitState::Returned && !permit.is_followed;
        let again = comes_back && is_in_force && ApplyForPermit::allows(role);
        Self {
            trail: trail(permit.contract, &permit.contract_number, &permit.contract_title),
            label: opened.kind.label(),
            chip: chip(permit, today),
            asked: asked(opened),
            decided: decided(opened),
            ended: ended(opened),
            href: format!("/permits/{}", permit.id),
            prints: opened.is_whole(),
            again: if again {
                format!("/contracts/{}/permits/new?kind={}&again={}", permit.contract, permit.kind, permit.id)
            } else {
                String::new()
            },
            decides: DecidePermit::allows(role) && state.next(PermitAct::Approve).is_ok(),
            revokes: DecidePermit::allows(role) && state.next(PermitAct::Revoke).is_ok(),
            withdraws: EndPermit::allows(role) && state.next(PermitAct::Withdraw).is_ok(),
            ends: EndPermit::allows(role) && state.next(PermitAct::End).is_ok(),
        }
    }
}

fn by(at: time::OffsetDateTime, who: Option<&String>, side: &str) -> String {
    format!("{}　{}", jst_stamp(at), who.map_or(side, String::as_str))
}

fn asked(opened: &Opened) -> Vec<Row> {
    let permit = &opened.permit;
    let mut rows = vec![
        Row::new("申請", by(permit.applied_at, permit.applied_by.as_ref(), "受託者")),
        Row::new("期間", term(permit)),
    ];
    if opened.kind.covers_files() {
        rows.push(Row::new("Kayoiの印刷・出力", if permit.covers_files { "含む" } else { "含まない" }));
    }
    let Some(said) = &opened.said else {
        rows.push(Row::new("申請の内容", UNREAD));
        return rows;
    };
    let said = |name: &str| said.0.get(name).cloned().unwrap_or_default();
    rows.extend(opened.kind.fields().iter().map(|field| Row::new(field.label, said(field.name))));
    rows
}

fn decided(opened: &Opened) -> Vec<Row> {
    let permit = &opened.permit;
    let Some(at) = permit.decided_at else { return Vec::new() };
    let label = match opened.state {
        PermitState::Refused => "不承諾",
        PermitState::Returned => "差戻し",
        PermitState::Applied
        | PermitState::Approved
        | PermitState::Withdrawn
        | PermitState::Ended
        | PermitState::Revoked => "承諾",
    };
    let mut rows = vec![Row::new(label, by(at, permit.decided_by.as_ref(), "区の担当者"))];
    let words = opened.decision.clone().unwrap_or_else(|| "なし".into());
    rows.push(Row::new(if label == "承諾" { "条件" } else { "理由" }, words));
    if let Some((suspension, gangs)) = permit.suspension_checked_on.zip(permit.gangs_checked_on) {
        rows.push(Row::new("指名停止を確かめた日", wareki(suspension)));
        rows.push(Row::new("暴力団排除を確かめた日", wareki(gangs)));
    }
    rows
}

fn ended(opened: &Opened) -> Vec<Row> {
    let permit = &opened.permit;
    let Some(at) = permit.ended_at else { return Vec::new() };
    let (label, side) = match opened.state {
        PermitState::Revoked => ("取消し", "区の担当者"),
        PermitState::Withdrawn => ("取下げ", "受託者"),
        PermitState::Applied
        | PermitState::Approved
        | PermitState::Refused
        | PermitState::Returned
        | PermitState::Ended => ("終了", "受託者"),
    };
    let mut rows = vec![Row::new(label, by(at, permit.ended_by.as_ref(), side))];
    rows.extend(opened.ending().map(|words| Row::new("内容", words)));
    rows
}

/// What is about to be said about a permit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Approve,
    Refuse,
    Return,
    Revoke,
    End,
}

impl Way {
    /// The label of the words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Approve => "条件",
            Self::Refuse => "承諾しない理由",
            Self::Return => "差し戻す理由と、直すこと",
            Self::Revoke => "取り消す理由",
            Self::End => "どう終わったか",
        }
    }

    fn path(self) -> &'static str {
        match self {
            Self::Approve => "approval",
            Self::Refuse => "refusal",
            Self::Return => "return",
            Self::Revoke => "revocation",
            Self::End => "end",
        }
    }

    fn verb(self) -> &'static str {
        match self {
            Self::Approve => "承諾する",
            Self::Refuse => "承諾しない",
            Self::Return => "差し戻す",
            Self::Revoke => "許可を取り消す",
            Self::End => "終了を届け出る",
        }
    }

    fn hint(self) -> &'static str {
        match self {
            Self::Approve => "守ってもらう条件があれば書きます。例：使った日ごとに返却を記録すること",
            Self::Refuse => "例：区の端末で足りるため",
            Self::Return => "例：行き先と経路に、途中の保管場所を書き足してください。",
            Self::Revoke => {
                "取り消すと、その時から印刷・出力にも使えなくなります。例：条件が守られていないため"
            }
            Self::End => "持ち出したもの、写したものをどうしたか。例：6月20日に全部戻し、写しは細断した",
        }
    }
}

#[derive(Template)]
#[template(path = "permits/decision.html")]
pub struct DecisionView {
    trail: Vec<Link>,
    form: Form,
    heading: String,
    rows: Vec<Row>,
    required: bool,
    label: &'static str,
    hint: &'static str,
    verb: &'static str,
    /// The days on which the partner was looked up are asked.
    asks_checks: bool,
    action: String,
    back: String,
}

impl DecisionView {
    pub fn new(opened: &Opened, way: Way, form: Form) -> Self {
        let permit = &opened.permit;
        let back = format!("/permits/{}", permit.id);
        Self {
            trail: trail(permit.contract, &permit.contract_number, &permit.contract_title),
            form,
            heading: format!("{}：{}", way.verb(), opened.kind.label()),
            rows: asked(opened),
            required: way != Way::Approve,
            label: way.label(),
            hint: way.hint(),
            verb: way.verb(),
            asks_checks: way == Way::Approve && opened.kind == Kind::ReOutsourcing,
            action: format!("{back}/{}", way.path()),
            back,
        }
    }
}
