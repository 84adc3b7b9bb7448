//! All roles at once: one person has one role, unless a role may be had besides another.

use super::{
    OnDuty, SessionFacts,
    role::{counts, needed, needed_now},
};
use crate::{
    programmes::definition::StaffRole,
    verdict::{Finding, Verdict},
};

/// Whether each place of the roles can be given to somebody of their own. Surely, when those who surely count are enough
/// for every role that may be needed; surely not, when even those who may count are too few for the roles surely needed.
pub(super) fn together(roles: &[StaffRole], on_duty: &[OnDuty], session: &SessionFacts) -> Verdict {
    let exclusive = || roles.iter().filter(|role| !role.may_double);
    let rows = |needs: fn(Finding) -> bool, people: fn(Finding) -> bool| -> Vec<(usize, Vec<bool>)> {
        exclusive()
            .filter(|role| needs(needed_now(&role.when, &[], session).answer))
            .map(|role| {
                let who = on_duty.iter().map(|person| people(counts(role, person).answer)).collect();
                (places(role, session, on_duty.len()), who)
            })
            .collect()
    };
    let is_known = exclusive().all(|role| {
        needed(role.need, session).is_some() || needed_now(&role.when, &[], session).answer == Finding::NotMet
    });
    let sure = rows(|need| need != Finding::NotMet, |person| person == Finding::Met);
    let perhaps = rows(|need| need == Finding::Met, |person| person != Finding::NotMet);
    if is_known && can_fill(&sure, on_duty.len()) {
        return Verdict::new(Finding::Met, "必要な役割を、それぞれ別の人が担当できます。");
    }
    if can_fill(&perhaps, on_duty.len()) {
        return Verdict::new(
            Finding::Undecidable,
            "必要な役割をそれぞれ別の人が担当できるか、確認できていません。",
        );
    }
    Verdict::new(
        Finding::NotMet,
        "必要な役割を、それぞれ別の人で担当するには人が足りません（兼務できる役割は除いて数えます）。",
    )
}

/// Places of a role, at most one more than there are people; none where the number isn't known.
fn places(role: &StaffRole, session: &SessionFacts, people: usize) -> usize {
    let needed = needed(role.need, session).unwrap_or(0);
    usize::try_from(needed).unwrap_or(usize::MAX).min(people + 1)
}

/// Whether every place finds a person of its own (a matching of places and people, by augmenting paths).
fn can_fill(rows: &[(usize, Vec<bool>)], people: usize) -> bool {
    let places: Vec<&Vec<bool>> =
        rows.iter().flat_map(|(count, who)| std::iter::repeat_n(who, *count)).take(people + 1).collect();
    let mut taken: Vec<Option<usize>> = vec![None; people];
    places.len() <= people
        && (0..places.len()).all(|place| find(place, &places, &mut taken, &mut vec![false; people]))
}

/// Gives the place to a free person, or to one whose place can go to somebody else.
fn find(place: usize, places: &[&Vec<bool>], taken: &mut [Option<usize>], seen: &mut [bool]) -> bool {
    let Some(who) = places.get(place) else { return false };
    for (person, suits) in who.iter().enumerate() {
        let mut is_new = || seen.get_mut(person).is_some_and(|seen| !std::mem::replace(seen, true));
        if !*suits || !is_new() {
            continue;
        }
        let holder = taken.get(person).copied().flatten();
        if holder.is_none_or(|held| find(held, places, taken, seen)) {
            if let Some(slot) = taken.get_mut(person) {
                *slot = Some(place);
            }
            return true;
        }
    }
    false
}
