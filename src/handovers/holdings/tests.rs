//! Random lives of a whole ledger, piece by piece: handovers that are planned, given, received or cancelled, things gathered and
//! copied, returns, erasures reported, accepted or sent back to be corrected. Every piece is somewhere, and where the sums say.

use proptest::prelude::*;
use time::macros::date;
use uuid::Uuid;

use super::*;
use crate::handovers::{kinds::Kind, states::HandoverAct};

/// Where one piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Still with the ward, or on its way from it.
    WithTheWard,
    Held,
    Leaving,
    Back,
    Erased,
}

/// What somebody does. A place in the ledger is taken round its length.
#[derive(Clone, Copy, Debug)]
enum Step {
    Plan(i32),
    /// The next confirmation of what the ward hands over.
    Confirm(usize),
    Cancel(usize),
    Gather(i32),
    Copy(usize, i32),
    PlanReturn(usize, i32),
    ConfirmReturn(usize),
    CancelReturn(usize),
    Report(usize, i32),
    Accept(usize),
    SendBack(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let (at, n) = (|| 0_usize..64, || 1_i32..6);
    prop_oneof![
        n().prop_map(Step::Plan),
        at().prop_map(Step::Confirm),
        at().prop_map(Step::Confirm),
        at().prop_map(Step::Cancel),
        n().prop_map(Step::Gather),
        (at(), n()).prop_map(|(at, n)| Step::Copy(at, n)),
        (at(), n()).prop_map(|(at, n)| Step::PlanReturn(at, n)),
        at().prop_map(Step::ConfirmReturn),
        at().prop_map(Step::ConfirmReturn),
        at().prop_map(Step::CancelReturn),
        (at(), n()).prop_map(|(at, n)| Step::Report(at, n)),
        at().prop_map(Step::Accept),
        at().prop_map(Step::SendBack),
    ]
}

/// The rows as they are kept, and beside them each piece for itself.
#[derive(Default)]
struct Ledger {
    items: Vec<Item>,
    returns: Vec<Return>,
    /// Accepted, sent back, or neither yet.
    erasures: Vec<(HeldItemId, i32, Option<bool>)>,
    pieces: Vec<(HeldItemId, Place)>,
}

fn read(state: &str) -> HandoverState {
    HandoverState::from_code(state).unwrap()
}

/// What becomes of a handover when the side whose turn it is confirms it, or whoever planned it takes it back.
fn after(state: &str, kind: Kind, cancels: bool) -> Option<HandoverState> {
    let giver = kind.giver().unwrap();
    let act = match (cancels, read(state)) {
        (true, _) => HandoverAct::Cancel,
        (false, HandoverState::Planned) => HandoverAct::Give,
        (false, _) => HandoverAct::Receive,
    };
    let by = if act == HandoverAct::Receive { giver.other() } else { giver };
    read(state).next(act, kind, (giver, by)).ok()
}

impl Ledger {
    fn balance(&self) -> Balance {
        let accepted: Vec<(HeldItemId, i32)> = self
            .erasures
            .iter()
            .filter(|(.., decided)| *decided == Some(true))
            .map(|(item, n, _)| (*item, *n))
            .collect();
        Balance::of(movements(&self.items, &self.returns, &accepted)).unwrap()
    }

    fn holds(&self, item: HeldItemId, n: i32) -> bool {
        self.balance().tally(item).is_some_and(|tally| tally.held() >= n.unsigned_abs())
    }

    fn add(&mut self, n: i32, state: HandoverState, copied_from: Option<HeldItemId>) {
        let id = HeldItemId(Uuid::from_u128(self.items.len() as u128 + 1));
        let place = if state == HandoverState::Done { Place::Held } else { Place::WithTheWard };
        self.items.push(Item {
            id,
            contract: None,
            copied_from,
            course_name: None,
            medium: "paper".into(),
            quantity: n,
            content: None,
            state: state.code().into(),
            action: None,
            reference: None,
            came_on: date!(2026 - 06 - 17),
            tablet: None,
            tablet_label: None,
            wipe: None,
        });
        (0..n).for_each(|_| self.pieces.push((id, place)));
    }

    /// That many pieces go from one place to another; a rule that let them must know that they are there.
    fn go(&mut self, item: HeldItemId, n: i32, (from, to): (Place, Place)) {
        let there = self.pieces.iter_mut().filter(|(of, place)| *of == item && *place == from);
        let moved = there.take(usize::try_from(n).unwrap()).map(|(_, place)| *place = to).count();
        assert_eq!(i32::try_from(moved), Ok(n), "the ledger let go what is not there");
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Plan(n) => self.add(n, HandoverState::Planned, None),
            Step::Gather(n) => self.add(n, HandoverState::Done, None),
            Step::Confirm(at) => self.confirm(at, false),
            Step::Cancel(at) => self.confirm(at, true),
            Step::ConfirmReturn(at) => self.confirm_return(at, false),
            Step::CancelReturn(at) => self.confirm_return(at, true),
            Step::Accept(at) => self.decide(at, true),
            Step::SendBack(at) => self.decide(at, false),
            Step::Copy(at, n) => {
                if let Some(item) = self.held(at, 1) {
                    self.add(n, HandoverState::Done, Some(item));
                }
            }
            Step::PlanReturn(at, n) => {
                let state = HandoverState::Planned.code().to_owned();
                let planned = |item| Return { item, quantity: n, state, received_on: None };
                self.returns.extend(self.held(at, n).map(planned));
            }
            Step::Report(at, n) => self.erasures.extend(self.held(at, n).map(|item| (item, n, None))),
        }
    }

    /// The thing at a place, when so many of it are held.
    fn held(&self, at: usize, n: i32) -> Option<HeldItemId> {
        let item = self.items[at.checked_rem(self.items.len())?].id;
        self.holds(item, n).then_some(item)
    }

    fn confirm(&mut self, at: usize, cancels: bool) {
        let Some(at) = at.checked_rem(self.items.len()) else { return };
        let (item, n) = (self.items[at].id, self.items[at].quantity);
        let Some(state) = after(&self.items[at].state, Kind::Out, cancels) else { return };
        self.items[at].state = state.code().into();
        if state == HandoverState::Received {
            self.go(item, n, (Place::WithTheWard, Place::Held));
        }
    }

    fn confirm_return(&mut self, at: usize, cancels: bool) {
        let Some(at) = at.checked_rem(self.returns.len()) else { return };
        let (item, n) = (self.returns[at].item, self.returns[at].quantity);
        let Some(state) = after(&self.returns[at].state, Kind::Back, cancels) else { return };
        if state == HandoverState::Given && !self.holds(item, n) {
            return;
        }
        self.returns[at].state = state.code().into();
        match state {
            HandoverState::Given => self.go(item, n, (Place::Held, Place::Leaving)),
            HandoverState::Received => self.go(item, n, (Place::Leaving, Place::Back)),
            HandoverState::Planned | HandoverState::Cancelled | HandoverState::Done => {}
        }
    }

    fn decide(&mut self, at: usize, accepts: bool) {
        let Some(at) = at.checked_rem(self.erasures.len()) else { return };
        let (item, n, decided) = self.erasures[at];
        if decided.is_some() || accepts && !self.holds(item, n) {
            return;
        }
        self.erasures[at].2 = Some(accepts);
        if accepts {
            self.go(item, n, (Place::Held, Place::Erased));
        }
    }

    fn count(&self, item: HeldItemId, place: Place) -> u32 {
        let there = self.pieces.iter().filter(|(of, at)| *of == item && *at == place);
        u32::try_from(there.count()).unwrap()
    }
}

proptest! {
    #[test]
    fn every_piece_is_where_the_sums_say(steps in prop::collection::vec(step(), 0..120)) {
        let mut ledger = Ledger::default();
        for step in steps {
            ledger.take(step);
            let balance = ledger.balance();
            for item in &ledger.items {
                let there = |place| ledger.count(item.id, place);
                let tally = balance.tally(item.id).unwrap_or_default();
                let [held, leaving] = [there(Place::Held), there(Place::Leaving)];
                prop_assert_eq!((tally.held(), tally.leaving), (held, leaving));
                prop_assert_eq!((tally.back, tally.erased), (there(Place::Back), there(Place::Erased)));
                prop_assert_eq!(tally.outstanding(), held + leaving, "what came, less what is back or erased");
            }
            let with_contractor = |(_, place): &(HeldItemId, Place)| matches!(place, Place::Held | Place::Leaving);
            prop_assert_eq!(balance.is_settled(), !ledger.pieces.iter().any(with_contractor));
        }
    }
}

/// The steps reach every place: a property over ledgers in which nothing happens would hold as well.
#[test]
fn random_lives_reach_every_place() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let lives = prop::collection::vec(step(), 120..121);
    let places = [Place::WithTheWard, Place::Held, Place::Leaving, Place::Back, Place::Erased];
    let (mut seen, mut corrected, mut copied) = ([0_usize; 5], 0, 0);
    for _ in 0..50 {
        let mut ledger = Ledger::default();
        let steps = proptest::strategy::ValueTree::current(&lives.new_tree(&mut runner).unwrap());
        steps.into_iter().for_each(|step| ledger.take(step));
        for (count, place) in seen.iter_mut().zip(places) {
            *count += ledger.pieces.iter().filter(|(_, at)| *at == place).count();
        }
        corrected += ledger.erasures.iter().filter(|(.., decided)| *decided == Some(false)).count();
        copied += ledger.items.iter().filter(|item| item.copied_from.is_some()).count();
    }
    assert!(seen.iter().all(|count| *count > 0), "{seen:?}");
    assert!(corrected > 0 && copied > 0, "{corrected} sent back, {copied} copied");
}
