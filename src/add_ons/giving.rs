//! 可否: the programme's rule asked with what is recorded.

use super::db::{self, Place};
use crate::{
    kit::db::Reads,
    programmes::{
        add_ons::{AddOnFacts, may_give, staff},
        definition::AddOn,
        staffing::OnDuty,
    },
    staffing::{Listed, held_qualifications},
    verdict::{Finding, Verdict},
    vocab::ids::ParticipantId,
};

/// The rule's answer, and who had the add-on as often as one may.
pub struct Allowed {
    pub verdict: Verdict,
    pub had_enough: Vec<ParticipantId>,
}

impl Allowed {
    pub fn is_met(&self) -> bool {
        self.verdict.answer == Finding::Met
    }
}

/// Whether the add-on may be given in this session, by this line of the 従事者名簿, to these people.
pub async fn allowed(
    reads: &mut Reads,
    place: &Place,
    add_on: &AddOn,
    (giver, takers): (&Listed, &[uuid::Uuid]),
) -> sqlx::Result<Allowed> {
    let had = db::had(reads, place, &add_on.code, takers).await?;
    let number = |count: i64| u16::try_from(count).unwrap_or(u16::MAX);
    let most = had.iter().map(|(_, times)| number(*times)).max().unwrap_or(0);
    let facts = AddOnFacts {
        given_in_stay: Some(most),
        given_in_contract: Some(number(db::given_in_contract(reads, place.contract, &add_on.code).await?)),
        on_duty: Some(vec![on_duty(giver, place)]),
    };
    let full = |times: i64| add_on.most_per_stay.is_some_and(|limit| number(times) >= limit);
    Ok(Allowed {
        verdict: may_give(add_on, &facts),
        had_enough: had.iter().filter(|(_, times)| full(*times)).map(|(who, _)| *who).collect(),
    })
}

/// Whether this line of the 従事者名簿 has what the add-on asks for.
pub fn is_qualified(add_on: &AddOn, line: &Listed, place: &Place) -> bool {
    staff(add_on, Some(&[on_duty(line, place)])).answer == Finding::Met
}

fn on_duty(line: &Listed, place: &Place) -> OnDuty {
    let day = place.held_on;
    OnDuty {
        person: line.name.clone(),
        qualifications: held_qualifications(line.qualifications.as_deref(), &line.qualification),
        accepted: Some(line.valid_from <= day && line.valid_to.is_none_or(|last| day <= last)),
        ..OnDuty::default()
    }
}
