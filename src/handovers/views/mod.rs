//! What the pages of the ledger print.

mod item;
mod lists;
mod paper;
mod plan;
mod show;

pub use item::{ItemView, Step};
pub use lists::{
    AllView, HeldLine, LedgerLine, OfContractView, Scope, actions, held_line, ledger_line, papers,
};
pub use paper::{paper_holding, paper_row, receipt_facts};
pub use plan::{CancelView, PackageForm, PassphraseView, PlanView};
pub use show::{Reader, ShowView, started};

use super::{
    kinds::Kind,
    loading::{Entry, NamedLine},
};
use crate::{vocab::dates::wareki, vocab::side::Side};

/// 「令和8年6月18日の受渡し（区から受託者へ）」
pub fn title(entry: &Entry) -> String {
    let notice = if entry.row.notice_of.is_some() { "パスワードの通知" } else { "受渡し" };
    let on = entry.row.given_on.unwrap_or(entry.row.planned_on);
    match entry.kind {
        Kind::Out | Kind::Back => format!("{}の{notice}（{}）", wareki(on), entry.kind.label()),
        Kind::Gathered | Kind::Copied | Kind::Printed | Kind::Exported | Kind::Imported => {
            format!("{}の記録（{}）", wareki(on), entry.kind.label())
        }
    }
}

fn side_label(side: Option<Side>) -> &'static str {
    side.map_or("包括", Side::label)
}

/// 「今井 学（区）」; of the other side, whose accounts aren't seen, the side alone.
fn person(name: &Option<String>, side: Option<Side>) -> String {
    let side = side_label(side);
    name.as_ref().map_or_else(|| format!("{side}の担当者"), |name| format!("{name}（{side}）"))
}

/// 「参加予定者名簿（紙）　30枚」, with its course when it has one.
fn load(line: &NamedLine) -> String {
    let whole = format!("{}（{}）　{}　{}", line.name, line.medium.label(), line.amount(), line.course);
    whole.trim_end().to_owned()
}
