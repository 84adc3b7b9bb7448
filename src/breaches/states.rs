//! What may be done with a consequence, and when: told, stated on, decided, paid.

use thiserror::Error;
use time::Date;

use super::kinds::{BreachKind, ConsequenceKind, Outcome};
use crate::{
    kit::parts::{Chip, Tone},
    vocab::{dates::wareki, ids::AccountId},
};

#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BreachRefusal {
    #[error("締結ずみで、終了していない契約だけ、違反・損害を記録できます。")]
    NotInForce,
    #[error("この契約には条項がありません。先に、契約に特記事項を取り込んでください。")]
    NoClauses,
    #[error("違反のない損害の記録では、賠償だけを決められます。")]
    OnlyDamages,
    #[error("この対応は、すでに通知したか、決定しています。同じ記録で2回は行えません。")]
    Twice,
    #[error("契約期間がすでに終わっているため、解除できません。")]
    AlreadyOver,
    #[error("この対応は、すでに決定しています。決定は取り消せません。")]
    Decided,
    #[error("弁明は、すでに提出しています。提出は1回だけです。")]
    Stated,
    #[error("公表と契約の解除は、通知した人とは別の人が決定します。区のほかの担当者に頼んでください。")]
    OwnProposal,
    #[error("賠償を求める決定がないため、支払を記録できません。")]
    NothingOwed,
    #[error("賠償金は、すでに全額が支払われています。")]
    PaidInFull,
}

/// Where a consequence stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Told; the contractor may state its case until that day.
    Hearing(Date),
    /// It stated its case, or let the day pass: the ward decides.
    Heard,
    Decided(Outcome),
}

impl Standing {
    /// `state_by`: of a consequence that was told.
    pub fn of(state_by: Option<Date>, stated: bool, outcome: Option<Outcome>, today: Date) -> Self {
        match (outcome, state_by) {
            (Some(outcome), _) => Self::Decided(outcome),
            (None, Some(day)) if !stated && today <= day => Self::Hearing(day),
            (None, _) => Self::Heard,
        }
    }

    pub fn chip(self, kind: ConsequenceKind) -> Chip {
        match self {
            Self::Hearing(day) => Chip::new(Tone::Info, format!("弁明を待つ（{}まで）", wareki(day))),
            Self::Heard => Chip::new(Tone::Warning, "決定待ち"),
            Self::Decided(Outcome::Imposed) => Chip::new(Tone::Danger, kind.outcome_label(Outcome::Imposed)),
            Self::Decided(Outcome::Dropped) => Chip::new(Tone::Neutral, kind.outcome_label(Outcome::Dropped)),
        }
    }

    /// Whether the contractor may state its case; also late, as long as nothing is decided.
    ///
    /// # Errors
    /// [`BreachRefusal::Decided`], [`BreachRefusal::Stated`].
    pub fn state(self, stated: bool) -> Result<(), BreachRefusal> {
        match self {
            Self::Decided(_) => Err(BreachRefusal::Decided),
            Self::Hearing(_) | Self::Heard if stated => Err(BreachRefusal::Stated),
            Self::Hearing(_) | Self::Heard => Ok(()),
        }
    }

    /// Whether a decision has to say why the contractor wasn't heard.
    pub fn hurries(self, kind: ConsequenceKind, outcome: Outcome) -> bool {
        matches!(self, Self::Hearing(_)) && kind.is_heard() && outcome == Outcome::Imposed
    }

    /// Whether `by` may decide so on what `proposer` told; `is_over`: the term of the contract is.
    ///
    /// # Errors
    /// [`BreachRefusal::Decided`], [`BreachRefusal::OwnProposal`], [`BreachRefusal::AlreadyOver`].
    pub fn decide(
        self,
        (kind, outcome): (ConsequenceKind, Outcome),
        (proposer, by): (AccountId, AccountId),
        is_over: bool,
    ) -> Result<(), BreachRefusal> {
        match (self, outcome) {
            (Self::Decided(_), _) => Err(BreachRefusal::Decided),
            (Self::Hearing(_) | Self::Heard, Outcome::Dropped) => Ok(()),
            (Self::Hearing(_) | Self::Heard, Outcome::Imposed) if kind.takes_two() && proposer == by => {
                Err(BreachRefusal::OwnProposal)
            }
            (Self::Hearing(_) | Self::Heard, Outcome::Imposed) => {
                let is_late = kind == ConsequenceKind::Termination && is_over;
                if is_late { Err(BreachRefusal::AlreadyOver) } else { Ok(()) }
            }
        }
    }
}

/// Whether a consequence may be told or dropped for a breach; `known`: those it has already.
///
/// # Errors
/// [`BreachRefusal::OnlyDamages`], [`BreachRefusal::Twice`].
pub fn may_begin(
    breach: BreachKind,
    known: &[ConsequenceKind],
    kind: ConsequenceKind,
) -> Result<(), BreachRefusal> {
    if !kind.may_follow(breach) {
        return Err(BreachRefusal::OnlyDamages);
    }
    if known.contains(&kind) { Err(BreachRefusal::Twice) } else { Ok(()) }
}

/// What is left to pay, in yen; `owed` of a decision that asks for damages.
///
/// # Errors
/// [`BreachRefusal::NothingOwed`], [`BreachRefusal::PaidInFull`].
pub fn left_to_pay(owed: Option<i64>, paid: &[i64]) -> Result<i64, BreachRefusal> {
    let owed = owed.ok_or(BreachRefusal::NothingOwed)?;
    let left = paid.iter().fold(owed, |left, amount| left.saturating_sub(*amount));
    if left > 0 { Ok(left) } else { Err(BreachRefusal::PaidInFull) }
}

#[cfg(test)]
mod tests {
    use time::macros::date;
    use uuid::Uuid;

    use super::*;

    const TODAY: Date = date!(2026 - 11 - 20);
    const ENDED: Date = date!(2026 - 11 - 19);

    #[test]
    fn the_contractor_is_heard_before_the_ward_decides() {
        let hearing = Standing::of(Some(TODAY), false, None, TODAY);
        assert_eq!(hearing, Standing::Hearing(TODAY), "the last day is still its own");
        assert_eq!(Standing::of(Some(ENDED), false, None, TODAY), Standing::Heard, "it let the day pass");
        assert_eq!(Standing::of(Some(TODAY), true, None, TODAY), Standing::Heard, "it stated its case");
        for (kind, hurries) in [
            (ConsequenceKind::Guidance, false),
            (ConsequenceKind::Publication, true),
            (ConsequenceKind::Termination, true),
            (ConsequenceKind::Damages, true),
        ] {
            assert_eq!(hearing.hurries(kind, Outcome::Imposed), hurries, "{kind:?}");
            assert!(!hearing.hurries(kind, Outcome::Dropped), "letting it be needs no hearing");
            assert!(!Standing::Heard.hurries(kind, Outcome::Imposed));
        }
    }

    #[test]
    fn a_case_is_stated_once_and_before_the_decision() {
        assert_eq!(Standing::Hearing(TODAY).state(false), Ok(()));
        assert_eq!(Standing::Heard.state(false), Ok(()), "late, and not too late");
        assert_eq!(Standing::Heard.state(true), Err(BreachRefusal::Stated));
        assert_eq!(Standing::Decided(Outcome::Dropped).state(false), Err(BreachRefusal::Decided));
    }

    #[test]
    fn what_cannot_be_taken_back_takes_two_people() {
        let (one, other) = (AccountId(Uuid::from_u128(1)), AccountId(Uuid::from_u128(2)));
        let heard = |what, by| Standing::Heard.decide(what, (one, by), false);
        for kind in ConsequenceKind::ALL {
            assert_eq!(heard((kind, Outcome::Imposed), one).is_err(), kind.takes_two(), "{kind:?}");
            assert_eq!(heard((kind, Outcome::Dropped), one), Ok(()));
            assert_eq!(heard((kind, Outcome::Imposed), other), Ok(()));
            let decided = Standing::Decided(Outcome::Imposed);
            let replayed = decided.decide((kind, Outcome::Imposed), (one, other), false);
            assert_eq!(replayed, Err(BreachRefusal::Decided));
        }
        let over =
            Standing::Heard.decide((ConsequenceKind::Termination, Outcome::Imposed), (one, other), true);
        assert_eq!(over, Err(BreachRefusal::AlreadyOver), "a contract that ended isn't terminated");
    }

    #[test]
    fn each_kind_follows_once() {
        let begin = |breach, known: &[ConsequenceKind], kind| may_begin(breach, known, kind);
        let guidance = ConsequenceKind::Guidance;
        assert_eq!(begin(BreachKind::Breach, &[], guidance), Ok(()));
        assert_eq!(begin(BreachKind::Breach, &[guidance], guidance), Err(BreachRefusal::Twice));
        assert_eq!(begin(BreachKind::Damage, &[], guidance), Err(BreachRefusal::OnlyDamages));
        assert_eq!(begin(BreachKind::Damage, &[], ConsequenceKind::Damages), Ok(()));
    }

    #[test]
    fn damages_are_paid_in_parts_until_nothing_is_left() {
        assert_eq!(left_to_pay(Some(50_000), &[]), Ok(50_000));
        assert_eq!(left_to_pay(Some(50_000), &[20_000, 10_000]), Ok(20_000));
        assert_eq!(left_to_pay(Some(50_000), &[50_000]), Err(BreachRefusal::PaidInFull));
        assert_eq!(left_to_pay(None, &[]), Err(BreachRefusal::NothingOwed));
    }
}
