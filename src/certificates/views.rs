//! What the pages of certificates print.

use askama::Template;
use time::Date;

use super::{DecideCertificate, RegisterCertificate, db::Certificate, expiry};
use crate::{
    contracts::db::Contract,
    kit::{
        form::{Choice, Form},
        parts::{Chip, Link},
        permission::{Permission, Role},
    },
    vocab::{
        dates::{jst_stamp, wareki},
        ids::ContractId,
    },
};

/// What one may be certified for, with the word of the database.
pub const KINDS: [(&str, &str); 3] =
    [("privacy_mark", "プライバシーマーク"), ("iso_27001", "ISO/IEC 27001"), ("other", "そのほか")];

/// The Japanese word of a kind.
pub fn kind_label(code: &str) -> &'static str {
    KINDS.iter().find(|(known, _)| *known == code).map_or("", |(_, label)| label)
}

fn trail(contract: ContractId) -> Vec<Link> {
    vec![
        Link::new("契約", "/contracts"),
        Link::new("契約の概要", format!("/contracts/{contract}")),
        Link::new("調査票と計画", format!("/contracts/{contract}/surveys")),
    ]
}

#[derive(Template)]
#[template(path = "certificates/list.html")]
pub struct ListView {
    trail: Vec<Link>,
    contractor: String,
    lines: Vec<Line>,
    base: String,
    registers: bool,
}

struct Line {
    kind: &'static str,
    name: String,
    number: String,
    term: String,
    chip: Chip,
    decided: String,
    reason: String,
    /// Where the ward decides; empty when it has, and for the contractor.
    href: String,
}

impl ListView {
    pub fn new(contract: &Contract, role: Role, lines: &[Certificate], today: Date) -> Self {
        let is_in_force = contract.is_in_force();
        let decides = DecideCertificate::allows(role);
        Self {
            trail: trail(contract.id),
            contractor: contract.contractor_name.clone(),
            lines: lines.iter().map(|one| line(one, decides, today)).collect(),
            base: format!("/contracts/{}/certificates", contract.id),
            registers: is_in_force && RegisterCertificate::allows(role),
        }
    }
}

fn line(one: &Certificate, decides: bool, today: Date) -> Line {
    let who = one.decided_by.as_deref().unwrap_or("区の担当者");
    Line {
        kind: kind_label(&one.kind),
        name: one.name.clone(),
        number: one.number.clone(),
        term: format!("{}〜{}", wareki(one.valid_from), wareki(one.valid_to)),
        chip: expiry::chip(&one.state, one.valid_to, today),
        decided: one.decided_at.map_or_else(|| "—".into(), |at| format!("{}　{who}", jst_stamp(at))),
        reason: one.reason.clone(),
        href: if decides && one.state == "registered" {
            format!("/certificates/{}", one.id)
        } else {
            String::new()
        },
    }
}

#[derive(Template)]
#[template(path = "certificates/form.html")]
pub struct FormView {
    trail: Vec<Link>,
    form: Form,
    kinds: Vec<Choice>,
    action: String,
}

impl FormView {
    pub fn new(contract: &Contract, form: Form) -> Self {
        Self {
            trail: trail(contract.id),
            form,
            kinds: KINDS.map(|(code, label)| Choice::new(code, label)).to_vec(),
            action: format!("/contracts/{}/certificates", contract.id),
        }
    }
}

#[derive(Template)]
#[template(path = "certificates/refusal.html")]
pub struct RefusalView {
    trail: Vec<Link>,
    form: Form,
    name: String,
    action: String,
    back: String,
}

impl RefusalView {
    pub fn new(one: &Certificate, form: Form) -> Self {
        Self {
            trail: trail(one.contract),
            form,
            name: one.name.clone(),
            action: format!("/certificates/{}/refusal", one.id),
            back: format!("/contracts/{}/certificates", one.contract),
        }
    }
}
