//! 鍵の破棄.

use askama::Template;
use time::Date;

use crate::{
    contracts::views::Head,
    erasure::{
        db::destructions::Destruction,
        keys::{DestructionState, last_day_kept},
    },
    kit::{
        form::{Choice, Form},
        parts::{Chip, Link, Row, grouped},
    },
    vocab::{
        dates::{jst_stamp, wareki},
        ids::ContractId,
    },
};

fn unit(of: &Destruction) -> String {
    of.course_name.as_ref().map_or_else(|| "契約全体".into(), |name| format!("教室：{name}"))
}

#[derive(Template)]
#[template(path = "erasure/destructions.html")]
pub struct DestructionsView {
    head: Head,
    form: Form,
    action: String,
    units: Vec<Choice>,
    /// How long what the contract sealed is kept, by the years of its records; empty before the closing.
    reckoning: String,
    lines: Vec<(Link, String, Chip)>,
}

impl DestructionsView {
    pub fn new(
        id: ContractId,
        head: Head,
        (units, over_on): (Vec<Choice>, Option<Date>),
        rows: &[Destruction],
        form: Form,
    ) -> Self {
        let line = |row: &Destruction| {
            let chip = DestructionState::from_code(&row.state)
                .map_or(DestructionState::Proposed.chip(), DestructionState::chip);
            (Link::new(unit(row), format!("/key-destructions/{}", row.id)), jst_stamp(row.proposed_at), chip)
        };
        let lines = rows.iter().map(line).collect();
        let reckoning = over_on.map(reckoning).unwrap_or_default();
        Self { head, form, action: format!("/contracts/{id}/key-destructions"), units, reckoning, lines }
    }
}

/// 「この契約は令和8年11月16日までです。文書の保存期間を翌年度の4月1日から数えると、1年保存は…」
fn reckoning(over_on: Date) -> String {
    let day = |years: i32| last_day_kept(over_on, years).map(wareki).unwrap_or_default();
    format!(
        "この契約が終わったのは{}です（契約期間の終わりと終了の手続きの、遅いほう）。保存期間を翌年度の4月1日から数えると、1年保存は{}、3年保存は{}、5年保存は{}、10年保存は{}に終わります。",
        wareki(over_on),
        day(1),
        day(3),
        day(5),
        day(10)
    )
}

#[derive(Template)]
#[template(path = "erasure/destruction.html")]
pub struct DestructionView {
    trail: Vec<Link>,
    title: String,
    chip: Chip,
    rows: Vec<Row>,
    version: String,
    confirmation: Option<String>,
    withdrawal: Option<String>,
    /// Keys that are still there although they are to be destroyed.
    left: usize,
    certificate: Option<String>,
    back: String,
}

impl DestructionView {
    pub fn new(
        of: &Destruction,
        state: DestructionState,
        (keys, left): (usize, usize),
        may_confirm: bool,
    ) -> Self {
        let (id, back) = (of.id, format!("/contracts/{}/key-destructions", of.contract));
        let is_unfinished = state == DestructionState::Confirmed && left > 0;
        let is_done = state == DestructionState::Confirmed && left == 0;
        let is_open = state == DestructionState::Proposed;
        Self {
            trail: vec![
                Link::new(&of.contract_title, format!("/contracts/{}", of.contract)),
                Link::new("鍵の破棄", &back),
            ],
            title: format!("鍵の破棄：{}", unit(of)),
            chip: state.chip(),
            rows: rows(of, keys),
            version: of.version.to_string(),
            confirmation: (may_confirm || is_unfinished)
                .then(|| format!("/key-destructions/{id}/confirmation")),
            withdrawal: is_open.then(|| format!("/key-destructions/{id}/withdrawal")),
            left: if is_unfinished { left } else { 0 },
            certificate: is_done.then(|| format!("/key-destructions/{id}/certificate")),
            back,
        }
    }
}

fn rows(of: &Destruction, keys: usize) -> Vec<Row> {
    let named = |name: &Option<String>| name.clone().unwrap_or_default();
    let mut rows = vec![
        Row::new("契約", format!("{}　{}", of.contract_number, of.contract_title)),
        Row::new("対象", unit(of)),
        Row::new("鍵の数", format!("{keys}個")),
        Row::new("保存期間の終わる日", wareki(of.kept_until)),
        Row::new("保存期間の根拠", &of.basis),
        Row::new("鍵の写しの置き場所", &of.copies),
        Row::new("提案", format!("{}　{}", jst_stamp(of.proposed_at), named(&of.proposer))),
    ];
    if let Some(at) = of.decided_at {
        rows.push(Row::new("決定", format!("{}　{}", jst_stamp(at), named(&of.decider))));
    }
    if let Some(numbers) = of.numbers {
        rows.push(Row::new("削除した測定値・回答", format!("{}件", grouped(numbers.unsigned_abs().into()))));
    }
    if !of.fingerprints.is_empty() {
        rows.push(Row::new("破棄した鍵の識別", of.fingerprints.join("、")));
    }
    rows
}
