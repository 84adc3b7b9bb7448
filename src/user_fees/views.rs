//! What the pages of user fees print.

use askama::Template;

use super::{
    account::{PersonMonth, open_of},
    db::Receipt,
    payment::{self, Cost},
};
use crate::{
    contracts::views::Head,
    kit::{
        form::{Choice, Form},
        parts::{Chip, Link, Pager, Tone},
    },
    participants::{Person, shown_name},
    programmes::fee::yen,
    vocab::{
        dates::{jst_stamp, wareki},
        ids::ContractId,
    },
};

#[derive(Template)]
#[template(path = "user_fees/list.html")]
pub struct ListView {
    pub head: Head,
    pub tabs: Vec<Link>,
    /// The programme's rules in words.
    pub rules: Vec<String>,
    pub lines: Vec<LineView>,
    pub open: String,
    pub received: String,
    pub pager: Pager,
    /// The programme lets participants pay nothing.
    pub asks_nothing: bool,
    pub empty: &'static str,
}

pub struct LineView {
    href: String,
    name: String,
    kana: String,
    owed: String,
    /// Everything received, as on the receipts.
    paid: String,
    /// What of it was for costs somebody agreed to; empty without.
    by_consent: String,
    open: String,
    chip: Chip,
}

/// `received`: by every receipt of the person, of months and of costs they agreed to.
pub fn line(contract: ContractId, person: &Person, months: &[PersonMonth], received: i64) -> LineView {
    let sum = |of: fn(&PersonMonth) -> i64| months.iter().map(of).fold(0, i64::saturating_add);
    let open = open_of(months);
    LineView {
        href: format!("/contracts/{contract}/user-fees/{}", person.id),
        name: shown_name(person),
        kana: person.identity.kana().trim().to_owned(),
        owed: yen(sum(|month| month.owed)),
        paid: yen(received),
        by_consent: match received.saturating_sub(sum(|month| month.paid)) {
            0 => String::new(),
            costs => format!("うち同意した費用 {}", yen(costs)),
        },
        open: yen(open),
        chip: chip(months, open),
    }
}

fn chip(months: &[PersonMonth], open: i64) -> Chip {
    if months.iter().any(|month| !month.remarks.is_empty() && month.owed == 0) {
        return Chip::new(Tone::Warning, "確認が必要");
    }
    if months.iter().any(|month| month.open() < 0) {
        return Chip::new(Tone::Warning, "返金あり");
    }
    if open > 0 { Chip::new(Tone::Info, "未収") } else { Chip::new(Tone::Success, "未収なし") }
}

#[derive(Template)]
#[template(path = "user_fees/person.html")]
pub struct PersonView {
    form: Form,
    trail: Vec<Link>,
    name: String,
    open: String,
    months: Vec<MonthView>,
    receipts: Vec<ReceiptLine>,
    purposes: Vec<Choice>,
    /// Why a cost can't be received yet; a sentence for each.
    wanting: Vec<String>,
    /// Where a payment is sent; empty for whoever only reads, or while nothing is open.
    action: String,
    /// Whether the reader keeps the receipts.
    writes: bool,
}

struct MonthView {
    month: String,
    owed: String,
    paid: String,
    open: String,
    lines: Vec<(String, String, String)>,
    rules: Vec<String>,
    remarks: Vec<String>,
}

struct ReceiptLine {
    number: i32,
    paid_on: String,
    purpose: String,
    yen: String,
    by: String,
    pdf: String,
    void: String,
    /// Why it was voided; empty unless it was.
    voided: String,
    is_void: bool,
}

/// A receipt with its words, opened.
pub struct Opened<'a> {
    pub receipt: &'a Receipt,
    pub purpose: String,
    pub void_reason: String,
}

/// Whose fees, and who reads.
pub struct Of<'a> {
    pub contract: ContractId,
    pub contract_name: String,
    pub person: &'a Person,
    pub writes: bool,
}

impl PersonView {
    pub fn new(
        of: &Of<'_>,
        months: &[PersonMonth],
        receipts: &[Opened<'_>],
        costs: &[Cost],
        form: Form,
    ) -> Self {
        let list = format!("/contracts/{}/user-fees", of.contract);
        let purposes = payment::choices(months, costs);
        Self {
            form,
            trail: vec![
                Link::new("契約", "/contracts"),
                Link::new(of.contract_name.clone(), format!("/contracts/{}", of.contract)),
                Link::new("利用者負担", &list),
            ],
            name: shown_name(of.person),
            open: yen(open_of(months)),
            months: months.iter().map(month).collect(),
            receipts: receipts.iter().map(|one| receipt_line(one, of.writes)).collect(),
            action: if of.writes && !purposes.is_empty() {
                format!("{list}/{}", of.person.id)
            } else {
                String::new()
            },
            wanting: if of.writes { costs.iter().filter_map(payment::wanting).collect() } else { Vec::new() },
            purposes,
            writes: of.writes,
        }
    }
}

fn month(one: &PersonMonth) -> MonthView {
    let line = |(label, arithmetic, amount): &(String, String, i64)| {
        (label.clone(), arithmetic.clone(), yen(*amount))
    };
    MonthView {
        month: one.month.shown(),
        owed: yen(one.owed),
        paid: yen(one.paid),
        open: yen(one.open()),
        lines: one.lines.iter().map(line).collect(),
        rules: one.rules.clone(),
        remarks: one.remarks.clone(),
    }
}

fn receipt_line(one: &Opened<'_>, writes: bool) -> ReceiptLine {
    let receipt = one.receipt;
    let is_void = receipt.voided_at.is_some();
    let consented = receipt.consented_on.map(|on| format!("　同意 {}", wareki(on))).unwrap_or_default();
    ReceiptLine {
        number: receipt.number,
        paid_on: wareki(receipt.paid_on),
        purpose: format!("{}{consented}", one.purpose),
        yen: yen(receipt.yen),
        by: receipt.made_by.clone().unwrap_or_else(|| "受託者の担当者".into()),
        pdf: if is_void { String::new() } else { format!("/user-fee-receipts/{}/pdf", receipt.id) },
        void: if writes && !is_void {
            format!("/user-fee-receipts/{}/void", receipt.id)
        } else {
            String::new()
        },
        voided: receipt
            .voided_at
            .map(|at| format!("{}に取消し：{}", jst_stamp(at), one.void_reason))
            .unwrap_or_default(),
        is_void,
    }
}

#[derive(Template)]
#[template(path = "user_fees/void.html")]
pub struct VoidView {
    pub form: Form,
    pub number: i32,
    pub yen: String,
    pub action: String,
    pub back: String,
}
