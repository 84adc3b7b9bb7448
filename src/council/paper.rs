//! The paper for print.

use super::{
    db::CouncilPaper,
    loading::{Loaded, approval},
    marked::Marked,
    narrative::Approval,
};
use crate::{
    documents::{Masthead, council_paper::CouncilPaper as Printed, parts::Chart},
    vocab::dates::wareki,
};

pub fn of_version(
    masthead: Masthead,
    paper: &Loaded,
    marked: Marked,
    before: Option<&CouncilPaper>,
    charts: Vec<Chart>,
) -> Printed {
    Printed {
        masthead,
        number: format!("第{}版", paper.row.number),
        state: paper.state.chip().text,
        decision: approval(&paper.row).map(|one| in_words(&one)).unwrap_or_default(),
        compared: before.and_then(compared).unwrap_or_default(),
        earlier: marked.earlier.iter().map(line).collect(),
        charts,
        marked,
    }
}

/// 「令和7年6月1日　個人情報保護管理運営会議　令和7年度第2回」
pub fn in_words(approval: &Approval) -> String {
    format!("{}　{}　{}", wareki(approval.on), approval.body, approval.meeting)
}

/// 「第1版（令和7年6月1日　…）」
pub fn compared(before: &CouncilPaper) -> Option<String> {
    approval(before).map(|one| format!("第{}版（{}）", before.number, in_words(&one)))
}

fn line(approval: &Approval) -> [String; 4] {
    [wareki(approval.on), approval.body.clone(), approval.meeting.clone(), approval.what.clone()]
}
