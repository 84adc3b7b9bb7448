//! The list as a paper.

use super::{
    db::MeasureList,
    tables::tables,
    views::{hands, sides},
};
use crate::{
    contracts::db::Contract,
    documents::{Masthead, MeasuresList, parts::Fact},
    vocab::dates::{jst_date, wareki},
};

pub fn of_version(
    masthead: Masthead,
    list: &MeasureList,
    before: Option<&MeasureList>,
    contract: &Contract,
) -> MeasuresList {
    let facts = vec![
        Fact::new("契約番号", &contract.number),
        Fact::new("件名", &contract.title),
        Fact::new("受託者", &contract.contractor_name),
        Fact::new("所管課", &contract.department_name),
        Fact::new("版", format!("第{}版", list.number)),
    ];
    let history = hands(list).into_iter().map(|row| Fact::new(row.label, row.value));
    MeasuresList {
        masthead,
        facts: facts.into_iter().chain(history).collect(),
        note: before.map(changed_note).unwrap_or_default(),
        tables: tables(sides(list), before.map(sides)),
    }
}

/// 「太字・下線は、第1版（令和7年4月1日確認）からの変更箇所です。」
fn changed_note(before: &MeasureList) -> String {
    let on = before.accepted_at.map(|at| wareki(jst_date(at))).unwrap_or_default();
    format!("太字・下線は、第{}版（{on}確認）からの変更箇所です。", before.number)
}
