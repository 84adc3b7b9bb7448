//! 流れを集める: the typed rows in their order, then what the ledger plans, each kind of passing once.

use super::{
    db,
    flow::{Flow, MOST_FLOWS, MOST_PARTIES, parties},
};
use crate::{
    handovers,
    kit::{
        ctx::Ctx,
        error::{Result, unless_erased},
        permission::Permission,
    },
    sealing::Unit,
    vocab::{
        dates::wareki,
        ids::{ContractId, DataFlowId},
        side::Side,
    },
};

/// The rows of a contract's sheet.
#[derive(Default)]
pub struct Flows {
    /// Typed by hand, with the place they have in the order.
    pub typed: Vec<(DataFlowId, i32, Flow)>,
    /// From the plans of the ledger.
    pub planned: Vec<Flow>,
    /// Kinds of passings that the sheet has no room for.
    pub left_out: usize,
}

impl Flows {
    /// Every row, in the order of the sheet.
    pub fn all(&self) -> Vec<Flow> {
        self.typed.iter().map(|(_, _, flow)| flow).chain(&self.planned).cloned().collect()
    }
}

pub async fn gather<P: Permission, M>(cx: &mut Ctx<P, M>, contract: ContractId) -> Result<Flows> {
    let mut typed = Vec::new();
    for row in db::list(cx.db(), contract).await? {
        let opened = cx.open_paper::<Flow>(Unit::Unit(contract.0), row.id.0, 1, &row.sealed);
        typed.extend(unless_erased(opened)?.map(|flow| (row.id, row.place, flow)));
    }
    let ward = cx.actor().ward_name.clone();
    let passed = handovers::passings(cx, contract).await?.into_iter().map(|passing| {
        let (ward, contractor) = (ward.clone(), "受託者".to_owned());
        let (from, to) = if passing.giver == Side::Ward { (ward, contractor) } else { (contractor, ward) };
        let (what, medium) = (passing.what.join("、"), passing.way);
        Flow { from, to, what, medium, protection: passing.protection, when: wareki(passing.on) }
    });
    let mut planned = each_kind_once(passed);
    let room = fitting(&typed.iter().map(|(_, _, flow)| flow.clone()).collect::<Vec<_>>(), &planned);
    let left_out = planned.split_off(room).len();
    Ok(Flows { typed, planned, left_out })
}

/// When something passes on more than one day: the ledger holds the days, and the sheet says the same after the next one.
const EACH_TIME: &str = "そのつど（受渡し管理簿のとおり）";

/// The same passing on several days is one row: who, to whom, what and by which medium. How it is protected is said once.
fn each_kind_once(flows: impl Iterator<Item = Flow>) -> Vec<Flow> {
    let mut kinds: Vec<Flow> = Vec::new();
    for flow in flows {
        let same = |known: &&mut Flow| {
            (&known.from, &known.to, &known.what, &known.medium)
                == (&flow.from, &flow.to, &flow.what, &flow.medium)
        };
        match kinds.iter_mut().find(same) {
            Some(known) if known.when == flow.when => {}
            Some(known) => known.when = EACH_TIME.to_owned(),
            None => kinds.push(flow),
        }
    }
    kinds
}

/// How many of the planned rows fit on the sheet after the typed ones.
fn fitting(typed: &[Flow], planned: &[Flow]) -> usize {
    let mut all = typed.to_vec();
    let fits = |flow: &Flow| {
        all.push(flow.clone());
        all.len() <= MOST_FLOWS && parties(&all).len() <= MOST_PARTIES
    };
    planned.iter().map(fits).take_while(|fits| *fits).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flow(from: &str, to: &str, what: &str, when: &str) -> Flow {
        let [from, to, what, when] = [from, to, what, when].map(str::to_owned);
        Flow { from, to, what, when, ..Flow::default() }
    }

    #[test]
    fn a_passing_that_comes_again_is_one_row_that_stays_the_same() {
        let on = |days: &[&str]| each_kind_once(days.iter().map(|day| flow("区", "受託者", "名簿", day)));
        assert_eq!(on(&["令和8年6月1日", "令和8年6月1日"]), [flow("区", "受託者", "名簿", "令和8年6月1日")]);
        let again = [flow("区", "受託者", "名簿", EACH_TIME)];
        assert_eq!(on(&["令和8年6月1日", "令和8年7月1日"]), again);
        assert_eq!(
            on(&["令和8年6月1日", "令和8年7月1日", "令和8年8月1日"]),
            again,
            "another day changes nothing"
        );
        let other = [flow("区", "受託者", "名簿", ""), flow("受託者", "区", "名簿", "")];
        assert_eq!(each_kind_once(other.clone().into_iter()), other);
    }

    #[test]
    fn the_sheet_holds_thirty_rows_and_twelve_parties() {
        let many: Vec<Flow> = (0..40).map(|n| flow("区", "受託者", &n.to_string(), "")).collect();
        assert_eq!(fitting(&many[..5], &many[5..]), 25);
        let crowd: Vec<Flow> = (0..20).map(|n| flow("区", &n.to_string(), "名簿", "")).collect();
        assert_eq!(fitting(&[], &crowd), 11);
    }
}
